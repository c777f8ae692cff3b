"""指导案例 at the pages: written from a public decision, checked, released, pushed in the case, noted, mapped both ways."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import NOW, clock, enter
from tests.bureau.test_similar_pages import told

from mingjing.cases.models import Case, GuidingNote
from mingjing.lawbook import queries
from mingjing.lawbook.models import GuidingCase, LawVersion, Matter
from mingjing.lawbook.terms import GuidingFacts, GuidingState
from mingjing.publicity.models import Publication
from mingjing.sites.journeys import guiding
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HOME = "/bureau/guiding/"
HERE = Path(__file__).parents[1] / "journeys"


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    """A fine is announced, nothing is decided."""
    return told(shifan, "notify").case_id()


@pytest.fixture
def out(shifan: World) -> GuidingFacts:
    return guiding.released(shifan, guiding.WELDERS, NOW)


def form(spec: Any = guiding.WELDERS, **more: Any) -> dict[str, Any]:
    """A guiding case as the form sends it."""
    lists = {name: "\n".join(getattr(spec, name)) for name in ("offences", "violates", "penalises", "keywords")}
    texts = {
        name: getattr(spec, name)
        for name in ("title", "domain", "facts", "decision", "discretion", "significance", "source")
    }
    return (
        lists
        | texts
        | {"issuer": "", "document_number": "", "source_number": "", "confirmed": "", "confirmed_why": ""}
        | more
    )


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return str(answer.content.decode())


def test_it_is_written_checked_and_released_and_nothing_typed_is_lost(shifan: World) -> None:
    with clock(NOW):
        writer, checker = enter(shifan, "监"), enter(shifan, "监2")
        assert "还没有发布指导案例" in read(writer, HOME) and "编写" in read(writer, HOME)
        bad = form(facts=guiding.WELDERS.facts + "法定代表人马恒源，到场。", discretion="这一句不能丢")
        for sent, status, words in (
            ({**bad, "offences": ""}, 422, "请填写这一项"), (bad, 409, "LAW-22"), ({**bad, "violates": "《安全生产法》第九百条"}, 409, "LAW-21"),
        ):  # fmt: skip
            answer = writer.post(f"{HOME}new/", sent)
            body = answer.content.decode()
            assert answer.status_code == status and words in body and "这一句不能丢" in body, body[-2000:]
        kept = {**bad, "confirmed": "马恒源", "confirmed_why": "已经公开报道"}
        assert writer.post(f"{HOME}new/", kept)["Location"] == f"{HOME}?tab=open"
        row = GuidingCase.objects.get()
        here = f"{HOME}{row.pk}/"
        assert "确认保留的文字：马恒源" in read(writer, here) and "待审核" in read(writer, f"{HOME}?tab=open")
        assert f"{here}check/" not in read(writer, here) and f"{here}check/" in read(checker, here)
        assert "指导案例" in read(checker, "/bureau/") and "去审核" in read(checker, "/bureau/")
        seen = {"seen": row.digest, "opinion": "请写明改正"}
        assert writer.post(f"{here}check/", {**seen, "passed": "yes"}).status_code == 409
        assert checker.post(f"{here}check/", {**seen, "passed": "no"}).status_code == 302
        assert "审核退回：请写明改正" in read(writer, f"{here}revise/") and "去修改" in read(writer, "/bureau/")
        assert writer.post(f"{here}revise/", form(seen=row.digest)).status_code == 302
        seen = {"seen": GuidingCase.objects.get().digest, "opinion": "同意发布"}
        assert checker.post(f"{here}check/", {**seen, "passed": "yes"}).status_code == 302
        assert checker.post(f"{here}release/", seen)["Location"] == here
    made = queries.guiding_case(row.pk)
    assert made and (made.number, made.code) == ("第1号", "sfj-g1")


def test_who_does_not_write_sees_no_draft(shifan: World) -> None:
    spec = guiding.WELDERS
    from mingjing.lawbook import operations

    one = operations.draft_guiding_case(spec=spec, by=shifan.actor("监", NOW), at=NOW)
    with clock(NOW):
        for who in ("甲", "丁", "己", "市己"):
            client = enter(shifan, who)
            assert spec.title not in read(client, f"{HOME}?tab=open")
            for tail in ("", "revise/", "check/", "release/"):
                assert client.get(f"{HOME}{one.id}/{tail}").status_code in {403, 404}, (who, tail)
            assert client.get(f"{HOME}new/").status_code in {403, 404}
        assert read(enter(shifan, "监"), f"{HOME}{one.id}/nonsense/", 404)


def test_it_is_taken_from_a_closed_public_decision_without_the_party_s_name(shifan: World) -> None:
    player = Player(shifan, read_story(HERE / "basic.yaml"))
    assert player.play().good
    case = Case.objects.get(id=player.case_id())
    with clock(NOW.replace(year=2027)):
        client = enter(shifan, "监")
        number = case.decision_number
        assert Publication.objects.filter(number=number).exists()
        assert case.stage == "archived"
        version = Publication.objects.get(number=number).current
        version.parts = {**version.parts, "violation": f"{case.party_name}安排无证人员上岗作业。"}
        version.save(update_fields=["parts"])
        page = read(client, f"{HOME}new/?decision={number}")
        assert "已带入" in page and case.matter["penalises"][0] in page and case.matter["name"] in page
        assert case.party_name not in page and page.count("某单位") > 1
        # A licence that rests on the same article, and stands before it in the list, is no offence.
        Matter.objects.filter(code="XK-01").update(code="AA-01", penalises=case.matter["penalises"])
        page = read(client, f"{HOME}new/?decision={number}")
        assert case.matter["violates"][0] in page and "危险化学品经营许可" not in page
        Publication.objects.filter(number=number).update(public_party="王某")
        assert read(client, f"{HOME}new/?decision={number}").count("某单位") == 1  # only the note above the form
        Case.objects.filter(id=case.id).update(stage="published")
        assert "还没有结案" in read(client, f"{HOME}new/?decision={number}")
        assert "没有找到现在公开着的决定" in read(client, f"{HOME}new/?decision=示应急罚〔2026〕9999号")


def test_it_is_pushed_where_the_handler_works_and_the_note_is_seen_by_the_others(
    shifan: World, case_id: UUID, out: GuidingFacts
) -> None:
    note = f"/bureau/cases/{case_id}/guiding/{out.id}/"
    with clock(NOW):
        handler = enter(shifan, "甲")
        for where in (f"/bureau/cases/{case_id}/?tab=similar", f"/bureau/cases/{case_id}/similar/"):
            page = read(handler, where)
            assert f'href="{HOME}{out.id}/"' in page and "同一违法行为" in page and note in page
        answer = handler.post(note, {"followed": "yes", "reason": ""})
        assert answer.status_code == 422
        answer = handler.post(note, {"followed": "no", "reason": "否"})
        assert answer.status_code == 409 and "LAW-28" in answer.content.decode()
        answer = handler.post(note, {"followed": "no", "reason": "本案是长期无证作业"})
        assert answer.status_code == 302 and GuidingNote.objects.get().reason == "本案是长期无证作业"
        for who in ("丁", "己", "监"):
            page = read(enter(shifan, who), f"/bureau/cases/{case_id}/similar/")
            assert "本案是长期无证作业" in page and note not in page
            assert enter(shifan, who).get(note).status_code == 403
        assert read(enter(shifan, "市甲"), note, 404)


def test_it_stands_beside_the_form_of_the_proposal_and_of_the_opinion(shifan: World, out: GuidingFacts) -> None:
    player = told(shifan, "report", done=False)
    with clock(player.moment if hasattr(player, "moment") else NOW):
        page = read(enter(shifan, "甲"), f"/bureau/cases/{player.case_id()}/acts/report/")
    assert f'href="{HOME}{out.id}/"' in page and "先列同一违法行为的" in page
    reviewing = told(shifan, "give_opinion", done=False)
    with clock(NOW):
        page = read(enter(shifan, "丁"), f"/bureau/cases/{reviewing.case_id()}/acts/give_opinion/")
    assert f'href="{HOME}{out.id}/"' in page


def test_the_map_leads_from_the_matter_to_everything_and_the_article_leads_back(
    shifan: World, out: GuidingFacts
) -> None:
    matter = next(one for one in queries.matters(shifan.organs["应急局"]) if one.code == "AQ097-7")
    where = f"/bureau/matters/{matter.matter_id}/map/"
    with clock(NOW):
        client = enter(shifan, "甲")
        with CaptureQueriesContext(connection) as asked:
            page = read(client, where)
        assert len(asked) <= 32, len(asked)
        for words in (matter.name, *matter.spec.violates, *matter.spec.penalises, out.title, "件同一案由的决定"):
            assert words in page, words
        assert "当日有效" in page and f'href="{HOME}{out.id}/"' in page and 'href="/gs/?organ=' in page
        assert where in read(client, f"/bureau/matters/{matter.matter_id}/")
        article = out.rests[1].article_id
        assert f"/bureau/laws/articles/{article}/" in page
        with CaptureQueriesContext(connection) as asked:
            back = read(client, f"/bureau/laws/articles/{article}/")
        assert len(asked) <= 20, len(asked)
        assert where in back and f'href="{HOME}{out.id}/"' in back and matter.name in back and "处罚条款" in back
        before = read(client, f"{where}?on=2020-01-01")
        assert "当日不在清单" in before and out.title not in before and "当日没有公布、施行的裁量基准" in before
        assert "当日有效" in read(client, f"{where}?on=x")
        assert read(client, f"/bureau/matters/{out.id}/map/", 404)


def test_a_change_of_the_law_is_flagged_at_every_page_and_on_the_desk(shifan: World, out: GuidingFacts) -> None:
    LawVersion.objects.filter(law__short_title="安全生产法").update(effective_to=NOW.date())
    with clock(NOW):
        client = enter(shifan, "监")
        assert "条文已变化" in read(client, HOME) and "LAW-26" in read(client, f"{HOME}{out.id}/")
        assert "去核对" in read(client, "/bureau/") and "失效" in client.get("/bureau/guiding.csv").content.decode()
        answer = client.post(f"{HOME}{out.id}/end/", {"reason": "所引条文失效", "replaced_by": ""})
        assert answer.status_code == 302
        assert out.title not in read(client, HOME) and out.title in read(client, f"{HOME}?tab=ended")
        assert "所引条文失效" in read(client, f"{HOME}{out.id}/")
        assert out.title not in read(client, "/bureau/")


def test_the_list_is_searched_filtered_paged_and_taken_away(shifan: World, out: GuidingFacts) -> None:
    for place in range(21):
        guiding.released(shifan, replace(guiding.SUPPLIERS, title=f"某超市第{place}件"), NOW)
    with clock(NOW):
        client = enter(shifan, "甲")
        with CaptureQueriesContext(connection) as asked:
            first = read(client, HOME)
        assert len(asked) <= 20 and "下一页" in first
        address = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        second = read(client, f"{HOME}{address}")
        assert (out.title in first) != (out.title in second) and "下一页" not in second
        assert out.title in read(client, f"{HOME}?q=临时顶岗") and "没有符合的指导案例" in read(
            client, f"{HOME}?q=毫无此词"
        )
        assert out.title not in read(client, f"{HOME}?domain=market") and out.title not in read(
            client, f"{HOME}?source=superior"
        )
        assert out.title in read(client, f"{HOME}?domain=<script>&after=x&tab=nonsense&q=临时顶岗")
        table = client.get("/bureau/guiding.csv?q=临时顶岗").content.decode()
        assert out.title in table and "某超市第1件" not in table
        assert (
            client.get("/bureau/guiding.xlsx").status_code == 200
            and client.get("/bureau/guiding.pdf").status_code == 404
        )
        content = client.get(f"{HOME}{out.id}.pdf").content
    words = "".join(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().split())
    assert out.called in words and out.spec.facts[:12] in words
    assert out.state is GuidingState.RELEASED
