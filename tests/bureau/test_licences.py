"""Licences on the pages: entered by a handler, worked on the case page, shown to the applicant and to the public."""

from typing import Any

import pytest
from tests.bureau.case_desk import NOW, clock, enter
from tests.bureau.test_case_forms import act, post

from mingjing.cases import queries
from mingjing.cases.models import Case
from mingjing.cases.operations.publishing import paragraphs, publishable
from mingjing.cases.queries.facts import load
from mingjing.foundation import typesetting
from mingjing.lawbook import queries as lawbook
from mingjing.records import queries as records
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.story import Story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
NEW = "/bureau/cases/new/?procedure=licence"


def played(shifan: World, name: str, until: str) -> Player:
    from tests.journeys.test_journeys import HERE

    story = read_story(HERE / name)
    steps = tuple(step for step in story.steps if moment(step["at"]) < moment(until))
    player = Player(shifan, Story(story.title, story.head, steps))
    report = player.play()
    assert report.good, report.text()
    return player


def typed(shifan: World, **more: Any) -> dict[str, Any]:
    item = lawbook.matter_by_code(shifan.organs["应急局"], "XK-01")
    assert item is not None
    return {
        "received_on": NOW.date().isoformat(), "channel": "counter", "matter": str(item.matter_id), "content": "申请经营危险化学品。",
        "materials-0-name": "经营许可申请书", "materials-0-copies": "1", "handlers": [str(shifan.people["甲"]), str(shifan.people["乙"])],
        "party": str(shifan.parties["恒源"]), **more,
    }  # fmt: skip


def test_an_application_is_entered_with_its_own_items_only(shifan: World) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = client.get(NEW).content.decode()
        assert "危险化学品经营许可" in page and "特种作业人员未按照规定" not in page and "申请人" in page
        assert "危险化学品经营许可" not in client.get("/bureau/cases/new/").content.decode()
        penalty = lawbook.matter_by_code(shifan.organs["应急局"], "AQ097-7")
        assert penalty is not None
        wrong = post(client, NEW, typed(shifan, matter=str(penalty.matter_id)))
        assert wrong.status_code == 422 and "不在本机关的执法事项清单中" in wrong.content.decode()
        assert "申请经营危险化学品。" in wrong.content.decode() and not Case.objects.exists()
        empty = post(client, NEW, typed(shifan, content=""))
        assert empty.status_code == 422 and "经营许可申请书" in empty.content.decode()
        done = post(client, NEW, typed(shifan))
        assert done.status_code == 302, done.content.decode()[-3000:]
        case = Case.objects.get()
        assert (case.procedure, case.stage, case.cause) == ("licence", "applied", "危险化学品经营许可")
        shown = client.get(f"/bureau/cases/{case.id}/").content.decode()
        assert "一次告知补正" in shown and "逾期视为受理" in shown
        assert "STEP-01" in shown and "行政处罚法第五章" not in shown
        assert "?tab=review" in shown and "?tab=publicity" in shown
        assert "?tab=evidence" not in shown and "?tab=similar" not in shown
        form = client.get(act(case.id, "supplement")).content.decode()
        assert "主要负责人安全资格证明" in form and "储存设施竣工验收报告" not in form
        assert "行政许可" in client.get("/bureau/cases/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("己", 403), ("丁", 403), ("监", 403)])
def test_who_does_not_handle_cases_enters_none(shifan: World, who: str, status: int) -> None:
    with clock(NOW):
        client = enter(shifan, who)
        assert client.get(NEW).status_code == status
        assert client.post(NEW, typed(shifan)).status_code == status
    assert not Case.objects.exists()


def test_every_stage_of_a_licence_has_its_page(shifan: World) -> None:
    """The case page, each form that can be opened, and the outsider who sees none of it."""
    for name, until in (("licence-hearing.yaml", "2026-09-30 00:00"), ("licence-renewed.yaml", "2026-10-30 00:00")):
        player = played(shifan, name, until)
        case_id = player.case_id()
        with clock(moment("2026-10-30 10:00")):
            client = enter(shifan, "甲")
            page = client.get(f"/bureau/cases/{case_id}/")
            assert page.status_code == 200 and "准予行政许可" in page.content.decode()
            for code in queries.case_row(case_id).procedure and load(queries.case_row(case_id)).procedure.acts:
                assert client.get(act(case_id, code)).status_code in {200, 302, 403, 404}, code
            assert enter(shifan, "市己").get(f"/bureau/cases/{case_id}/").status_code == 404


def test_the_applicant_sees_where_it_stands_and_nothing_else(shifan: World) -> None:
    player = played(shifan, "licence-silence.yaml", "2026-09-16 08:00")
    told = queries.progress(player.case_id(), moment("2026-09-16 09:00"))
    assert told is not None and told.stage == "审查" and told.chart == "licence"
    assert [word for word, _ in told.dates] == ["收到许可申请", "视为受理（逾期没有告知）"]
    assert "恒源" not in repr(told)


@pytest.mark.parametrize(
    ("story", "until", "code", "form", "outcome"),
    [("licence-grant.yaml", "2026-09-22 00:00", "grant", "licence_grant", "准予行政许可"),
     ("licence-denied.yaml", "2026-09-10 00:00", "deny", "licence_denial", "不予行政许可")],
)  # fmt: skip
def test_the_public_text_is_the_served_text(
    shifan: World, story: str, until: str, code: str, form: str, outcome: str
) -> None:
    from mingjing.cases import operations
    from mingjing.publicity import queries as published

    player = played(shifan, story, until)
    case_id = player.case_id()
    facts = load(queries.case_row(case_id))
    decision = facts.last(code)
    assert decision is not None
    made = next(one for one in records.documents(queries.case_row(case_id).dossier_id) if one.form == form)
    now = moment(until)
    _, pdf = operations.render_document(case_id=case_id, document_id=made.id, by=shifan.actor("己", now), now=now)
    served = "".join("".join(typesetting.text_of(pdf)).split())
    for line in paragraphs(facts, decision)[7:-2]:
        assert "".join(line.split()) in served, line
    (public,) = published.by_source(str(queries.case_row(case_id).dossier_id))
    assert public.category == "licence" and outcome in paragraphs(facts, decision)[1]
    assert not publishable(queries.case_row(case_id), facts, decision).violation, "who applies has broken no law"
