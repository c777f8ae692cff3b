"""Feeds, JSON, JSON Lines and the API name the attachments of a decision alike, and none of what is not public now."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.portal.pages import text_of
from tests.publicity import ends, filing, samples
from tests.redacting import papers

from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations, queries
from mingjing.publicity.queries.sounding import spellings
from mingjing.sites.portal.views.finding import find, near

pytestmark = pytest.mark.django_db
ATOM, OURS = "{http://www.w3.org/2005/Atom}", "{urn:mingjing:atom}"
KEYS = {"name", "media_type", "size", "sha256", "url"}


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    cache.clear()
    settings.MINGJING_PORTAL_URL = "https://gs.shifan.example"


def told_by_all(client: Client, number: str) -> dict[str, list[dict[str, Any]]]:
    """Path → the attachments that it names of one decision."""
    of_json = json.loads(text_of(client.get("/gs.json")))["items"]
    of_lines = [json.loads(line) for line in text_of(client.get("/gs.jsonl")).splitlines()]
    of_api = client.get("/api/v1/decisions").json()["items"]
    alone = client.get(f"/api/v1/decisions/示应急/{number}").json()["row"]
    feed = ElementTree.fromstring(text_of(client.get("/gs.atom")))  # noqa: S314 our own
    entry = next(one for one in feed.iter(f"{ATOM}entry") if one.findtext(f"{ATOM}title") == number)
    links = [one for one in entry.iter(f"{ATOM}link") if one.get("rel") == "enclosure"]
    own = {
        name: next(one["files"] for one in rows if one["number"] == number)
        for name, rows in (("json", of_json), ("jsonl", of_lines), ("api", of_api))
    }
    return own | {
        "alone": alone["files"],
        "atom": [
            {"name": one.get("title"), "media_type": one.get("type"), "size": int(one.get("length") or 0), "sha256": one.get(f"{OURS}sha256"), "url": one.get("href")}
            for one in links
        ],
    }  # fmt: skip


def test_all_name_the_same_attachments_and_the_addresses_answer(client: Client) -> None:
    one = filing.released(*filing.FILES)
    samples.released(samples.natural())
    told = told_by_all(client, one.number)
    assert len(told["json"]) == len(filing.FILES) and all(files == told["json"] for files in told.values())
    for at, file in enumerate(told["json"], start=1):
        assert set(file) == KEYS and filing.UPLOAD not in json.dumps(file, ensure_ascii=False)
        where = reverse("portal:file_download", args=["示应急", one.number, at, file["name"]])
        path = file["url"].removeprefix("https://gs.shifan.example")
        got = client.get(path)
        assert got.status_code == 200 and len(got.content) == file["size"]
        assert client.get(where).content == got.content
        import hashlib

        assert hashlib.sha256(got.content).hexdigest() == file["sha256"]
    assert told_by_all(client, "示应急罚〔2026〕10号")["json"] == []


@pytest.mark.parametrize("end", ["withdrawn", "expired", "repaired"])
def test_nothing_names_the_attachments_of_what_ended(end: str, client: Client) -> None:
    made = samples.proposed(ends.market())
    samples.accept_all(made.id)
    file = operations.attach_file(
        publication_id=made.id, name="a.pdf", content=papers.plain_pdf(("附件",)), **filing.ASK
    )
    filing.checked(file)
    operations.confirm(publication_id=made.id, **filing.ASK)  # type: ignore[arg-type]
    operations.release(publication_id=made.id, **filing.ASK)  # type: ignore[arg-type]
    (copy,) = queries.attached_files([made.id])[made.id]
    if end == "withdrawn":
        operations.withdraw(publication_id=made.id, trigger="revoked", reason="示范县人民政府复议决定撤销本决定", by=samples.PUBLICIST, at=samples.NOW)  # fmt: skip
    elif end == "expired":
        operations.expire(publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM)
    else:
        ends.decided(ends.asked(made.id).id)
    assert queries.attached_files([made.id]) == {}
    for address in ("/gs.json", "/gs.jsonl", "/gs.atom", "/gs.json?state=ended", "/gs.jsonl?state=withdrawn", "/gs.atom?state=ended", "/api/v1/decisions", f"/api/v1/decisions/示应急/{made.number}"):  # fmt: skip
        assert copy.sha256 not in text_of(client.get(address)), address


def test_many_lines_ask_once_for_their_attachments(client: Client, django_assert_max_num_queries: Any) -> None:
    filing.released()
    for at in range(8):
        samples.released(samples.decision(number=f"示应急罚〔2026〕8{at}号", source_ref=f"dossier-8{at}"))
    client.get("/gs.jsonl")
    with django_assert_max_num_queries(5):
        assert len(text_of(client.get("/gs.jsonl")).splitlines()) == 9


@pytest.mark.parametrize(
    "typed",
    [
        "示应急罚〔2026〕9号",
        "示应急罚（2026）9号",
        "示应急罚(2026)9号",
        "示应急罚[2026] 9 号",
        "示应急罚20269号",
        "示应急罚〔２０２６〕９号",
        " 示应急罚【2026】9号 ",
    ],
)
def test_a_number_is_found_however_it_was_typed_by_the_index_of_numbers(
    typed: str, django_assert_max_num_queries: Any
) -> None:
    samples.released(samples.decision(number="示应急罚〔2026〕9号"))
    with django_assert_max_num_queries(1):
        assert [row.number for row in queries.numbered(typed)] == ["示应急罚〔2026〕9号"]
    assert "示应急罚〔2026〕9号" in spellings(typed)


def test_an_unusual_number_is_found_by_its_words_and_nothing_else_is(django_assert_max_num_queries: Any) -> None:
    samples.released(samples.decision(number="示应急-罚-2026-0009"))
    with django_assert_max_num_queries(3):
        assert [row.number for row in queries.numbered("示应急-罚-2026 ０００９")] == ["示应急-罚-2026-0009"]
    assert queries.numbered("示应急罚2026 000") == () and queries.numbered("恒源化工") == ()
    samples.confirmed(samples.decision(number="示应急罚〔2026〕77号", source_ref="dossier-77"))
    assert queries.numbered("示应急罚〔2026〕77号") == ()


@pytest.mark.parametrize(
    "word", ["恒源化工", "hyhg", "示应急罚〔2026〕9号", "没有这个词", "zzzz", "《安全生产法》第九十七条"]
)
def test_the_one_box_asks_a_bounded_number_of_questions(word: str, django_assert_max_num_queries: Any) -> None:
    for at in range(12):
        samples.released(samples.decision(number=f"示应急罚〔2026〕3{at}号", source_ref=f"dossier-3{at}"))
    with django_assert_max_num_queries(26):
        found = find(word, samples.NOW, 3)
    assert len(found.decisions) <= 3 and len(found.exact) <= 5
    with django_assert_max_num_queries(22):
        near(word, samples.NOW)
