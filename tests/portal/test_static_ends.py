"""The static copy at the joints: attachments, papers, boards, terms, subjects; and nothing of what ended."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from tests.portal import pages
from tests.portal.leaks import leaked, opened
from tests.publicity import ends, filing, samples
from tests.redacting import papers

from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import PublicationFacts
from mingjing.sites.portal.copying.exporting import export
from mingjing.sites.portal.copying.terms import Report, Site

pytestmark = pytest.mark.django_db
BASE, LIVE = "https://gs.shifan.example/sanxiang", "https://live.shifan.example"
FOLDER = f"gs/示应急/{samples.NUMBER}"
GONE_NUMBER = "示应急罚〔2026〕701号"
WORDS = ("示范县七零一有限公司", "独一无二的违法行为子丑寅卯", "附件里独一无二的词辰巳午未")
Export = Callable[..., Report]


@pytest.fixture
def made(settings: Any, tmp_path: Path) -> Export:
    """Export into a folder of this test."""
    cache.clear()
    settings.MINGJING_PORTAL_URL = BASE

    def run(live: str = LIVE, **options: Any) -> Report:
        return export(tmp_path / "out", Site(BASE, live), **options)

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def saying(folder: Path, words: tuple[str, ...]) -> list[str]:
    """The files that say one of these words in whatever way, also inside archives and documents, or in their name."""
    return sorted(path for path, content in files(folder).items() if leaked([path, *opened(content)], words))


def with_a_file() -> PublicationFacts:
    """A fine of a domain with a term, with an attachment, all in words that stand nowhere else."""
    one = samples.decision()
    given = ends.market(
        number=GONE_NUMBER, source_ref="dossier-701", party_name=WORDS[0], cause=WORDS[1], violation=WORDS[1],
        full_text=(f"当事人：{WORDS[0]}。", *one.full_text[1:], f"{WORDS[1]}，事实清楚。"),
    )  # fmt: skip
    made = samples.proposed(given)
    samples.accept_all(made.id)
    content = papers.plain_pdf((WORDS[2],))
    filing.checked(
        operations.attach_file(publication_id=made.id, name=f"{WORDS[2]}.pdf", content=content, **filing.ASK)
    )  # type: ignore[arg-type]
    operations.confirm(publication_id=made.id, **filing.ASK)  # type: ignore[arg-type]
    return operations.release(publication_id=made.id, **filing.ASK)  # type: ignore[arg-type]


def withdraw(made: PublicationFacts) -> None:
    operations.withdraw(
        publication_id=made.id, trigger="revoked", reason="示范县人民政府复议决定撤销本决定", by=samples.PUBLICIST, at=samples.NOW
    )  # fmt: skip


def expire(made: PublicationFacts) -> None:
    operations.expire(publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM)


def repair(made: PublicationFacts) -> None:
    ends.decided(ends.asked(made.id).id)


ENDS = {"已经撤下": withdraw, "公示期满": expire, "提前终止": repair}


def test_the_copies_of_attachments_are_there_and_are_what_the_ledger_says(made: Export, tmp_path: Path) -> None:
    one = filing.released(*filing.FILES)
    assert made().dead == ()
    held, version = files(tmp_path / "out"), queries.decision("示应急", one.number)
    assert version and version.version
    told = queries.public_files(version.version.ledger_index)
    assert len(told) == len(filing.FILES)
    for file in told:
        assert held[f"{FOLDER}/f/{file.seq}/{file.name}"] == queries.file_content(file)
        assert file.sha256 in held[f"{FOLDER}/f/{file.seq}/index.html"].decode()
    assert saying(tmp_path / "out", (papers.ID, papers.PHONE, papers.HIDDEN, *samples.SECRETS)) == []


def test_old_attachments_stay_with_their_version_and_need_no_query_each(
    made: Export, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    one = with_a_file()
    operations.correct(publication_id=one.id, reason="案由有误", changes={"cause": "更正以后的案由"}, by=samples.PUBLICIST, at=samples.NOW)  # fmt: skip
    assert made().dead == ()
    names = [path for path in files(tmp_path / "out") if path.startswith(f"gs/示应急/{GONE_NUMBER}/f/")]
    assert {"第1版.pdf" in name for name in names if name.endswith(".pdf")} == {True, False}
    page = (tmp_path / "out" / f"gs/示应急/{GONE_NUMBER}/v/1/index.html").read_text()
    assert "第1版.pdf" in page and "更正以后的案由" not in page
    with django_assert_max_num_queries(5):
        (copied,) = queries.copied_decisions([one.id])
    assert len(copied.files) == 2


@pytest.mark.parametrize("since_last", [False, True])
@pytest.mark.parametrize("end", ENDS)
def test_no_byte_of_what_ended_is_left_and_a_tombstone_stands(
    end: str, since_last: bool, made: Export, tmp_path: Path
) -> None:
    kept, gone = samples.released(), with_a_file()
    made()
    before = saying(tmp_path / "out", WORDS)
    assert {f"gs/示应急/{GONE_NUMBER}/f/1/index.html", "gs.csv", "gs.json", "gs.atom", "s/index.json"} <= {*before}
    # The copy of the attachment is made of images: it is known by its bytes.
    copies = {
        content
        for path, content in files(tmp_path / "out").items()
        if path.startswith(f"gs/示应急/{GONE_NUMBER}/f/1/示")
    }
    assert len(copies) == 1
    ENDS[end](gone)
    assert made(since_last=since_last).dead == ()
    assert saying(tmp_path / "out", (*WORDS, "附件1-公开副本")) == []
    assert copies.isdisjoint(files(tmp_path / "out").values())
    own = tmp_path / "out" / "gs/示应急" / GONE_NUMBER
    assert [path.name for path in own.rglob("*")] == ["index.html"]
    assert end in (own / "index.html").read_text()
    shelf = "withdrawn" if end == "已经撤下" else "ended"
    assert GONE_NUMBER in (tmp_path / "out" / f"all/state/{shelf}/2026-11/index.html").read_text()
    assert kept.number in (tmp_path / "out" / "gs.csv").read_text()


@pytest.mark.parametrize("end", ENDS)
def test_the_first_step_takes_attachments_away(
    end: str, made: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mingjing.sites.portal.copying import exporting

    gone = with_a_file()
    made()
    ENDS[end](gone)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting._Export, "_crawl", crash)
    with pytest.raises(KeyboardInterrupt):
        made(since_last=True)
    assert saying(tmp_path / "out", WORDS) == []


def test_everything_that_the_portal_tells_has_its_file(made: Export, tmp_path: Path) -> None:
    pages.released_edition()
    samples.released()
    assert made().dead == ()
    held = files(tmp_path / "out")
    for path in (
        "sq/示应急/volume.pdf", "sq/示应急/window.pdf", "sq/示应急/window/CK-1.pdf", "sq/示应急/window/CK-1/a4.pdf",
        "sq/示应急/window/CK-1/a3.pdf", "jg/示应急/changes/index.html", "jg/示应急/months/index.html", "cy/index.html",
        "dx/index.html", f"dx/{samples.USCC}/index.html", f"dx/{samples.USCC}/qr.svg", "gz/index.html", "rq/index.html",
    ):  # fmt: skip
        assert path in held, path
    assert all(content[:5] == b"%PDF-" for path, content in held.items() if path.endswith(".pdf"))
    words = [path for path in held if path.startswith("cy/")]
    assert len(words) > 40


@pytest.mark.parametrize("path", ["jd", "dy"])
def test_what_takes_something_in_is_answered_by_the_live_portal(path: str, made: Export, tmp_path: Path) -> None:
    samples.released()
    made()
    told = (tmp_path / "out" / path / "index.html").read_text()
    assert f'href="{LIVE}/{path}/' in told and "<form" not in told and "<input" not in told
    assert f"{path}/" in (tmp_path / "out" / "online" / "index.html").read_text()
    assert not [one for one in files(tmp_path / "out") if one.startswith(("rq/", "jd/", "dy/")) and one.count("/") > 1]


def test_a_page_of_the_copy_explains_and_prints_like_the_live_one(made: Export, tmp_path: Path) -> None:
    samples.released()
    made()
    page = (tmp_path / "out" / FOLDER / "index.html").read_text()
    assert 'class="mj-word" href="../../../cy/' in page
    assert f"网址：{BASE}/gs/" in page


def test_pages_of_a_unit_go_with_its_last_decision(made: Export, tmp_path: Path) -> None:
    one = samples.released()
    made()
    assert (tmp_path / "out" / f"dx/{samples.USCC}/index.html").exists()
    withdraw(one)
    assert made(since_last=True).dead == ()
    assert not (tmp_path / "out" / f"dx/{samples.USCC}").exists()
