"""责任声明 (L-13): asked in the form, kept in the wording of its day with a digest, shown with the review; nobody states for another."""

from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter, opened, wrong_fields
from tests.bureau.test_case_lists import text

from mingjing.cases import operations, queries
from mingjing.cases.models import Act, Draft
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.page import case_row
from mingjing.cases.queries.statements import stated
from mingjing.cases.terms import procedure
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger
from mingjing.review import queries as reviews
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HANDLER = "本人对送审材料的真实性、准确性、完整性，以及执法的事实、证据、法律适用和程序的合法性负责。"
REVIEWER = "本人已审阅全部送审材料，对本法制审核意见负责。"
HEAD = "本人代表本机关作出这一行政执法决定，对决定负责；行政机关主要负责人是法制审核工作的第一责任人。"


def told(case_id: UUID) -> list[tuple[str, str, bool]]:
    return [(one["act"].code, one["text"], one["fits"]) for one in stated(load(case_row(case_id)))]


def test_every_submission_opinion_and_decision_is_stated_and_shown(shifan: World) -> None:
    case_id = case_at(shifan, 43)
    found = told(case_id)
    assert found[:2] == [("submit_review", HANDLER, True), ("give_opinion", REVIEWER, True)]
    assert found[-1] == ("decide", HEAD, True)
    kept = reviews.rounds(queries.dossier_of(case_id))[0]
    assert kept.statement == HANDLER and kept.opinion is not None and kept.opinion.statement == REVIEWER
    with clock(NOW):
        page = text(enter(shifan, "监"), f"/bureau/cases/{case_id}/?tab=review")
        assert HANDLER in page and REVIEWER in page and HEAD in page and "与当时不符" not in page
        act = Act.objects.get(case_id=case_id, code="decide")
        assert HEAD in text(enter(shifan, "己"), f"/bureau/cases/{case_id}/records/{act.seq}/")
    entries = list(ledger.every("case:decide:done"))
    assert entries[-1].payload["data"]["responsibility"] == act.data["responsibility"]


def test_a_statement_put_into_another_mouth_no_longer_fits(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    Act.objects.filter(case_id=case_id, code="give_opinion").update(by_id=shifan.people["甲"])
    assert [one[2] for one in told(case_id)] == [True, False]
    act = Act.objects.get(case_id=case_id, code="submit_review")
    act.data["responsibility"]["text"] = "本人概不负责。"
    act.save()
    assert [one[2] for one in told(case_id)] == [False, False]


def test_the_form_asks_in_the_wording_of_the_day_and_refuses_without(shifan: World) -> None:
    case_id = case_at(shifan, 14)
    with clock(NOW):
        handler, form = enter(shifan, "甲"), f"/bureau/cases/{case_id}/acts/submit_review/"
        assert HANDLER in text(handler, form)
        answer = handler.post(form, {**opened(handler, form), "reasons": "拟作出处罚决定"})
        assert answer.status_code == 422 and "FORM-01:statement" in wrong_fields(answer.content.decode())
        assert "拟作出处罚决定" in answer.content.decode()


def test_the_drafter_cannot_state_for_the_head(shifan: World) -> None:
    case_id = case_at(shifan, 41)
    draft = Draft.objects.create(
        case_id=case_id, organ_id=shifan.organs["应急局"], code="decide", author_id=shifan.people["甲"], author_name="张三",
        state="submitted", updated_at=NOW, data={"head_statement": True},
    )  # fmt: skip
    head = shifan.actor("己", NOW)
    with pytest.raises(Invalid) as caught:
        operations.approve_draft(draft_id=draft.id, by=head, now=NOW)
    assert "head_statement" in caught.value.errors
    with pytest.raises(Invalid) as caught:
        operations.approve_draft(draft_id=draft.id, by=head, now=NOW, changes={"head_statement": True})
    assert "head_statement" not in caught.value.errors
    with clock(NOW):
        page = text(enter(shifan, "己"), f"/bureau/decisions/{draft.id}/")
        assert "本人对这一决定负责" in page and HEAD in page


def test_the_head_sees_the_paper_before_stating(shifan: World) -> None:
    case_id = case_at(shifan, 43)
    data = Act.objects.get(case_id=case_id, code="decide").data
    kept = {name: value for name, value in data.items() if name not in {"head_statement", "responsibility"}}
    draft = Draft.objects.create(
        case_id=case_at(shifan, 41), organ_id=shifan.organs["应急局"], code="decide", author_id=shifan.people["甲"],
        author_name="张三", state="submitted", updated_at=NOW, data=kept,
    )  # fmt: skip
    with clock(NOW):
        assert enter(shifan, "己").get(f"/bureau/decisions/{draft.id}/page-1.png").status_code == 200


def test_every_way_to_decide_asks_the_head_and_only_the_head() -> None:
    for code in ("decide", "decide_no_penalty", "decide_not_established"):
        spec = procedure().acts[code]
        assert [one.name for one in spec.for_approver()] == ["head_statement"]
        drafted = next(one for one in spec.for_drafter() if one.name == "head_statement")
        assert not drafted.required and not drafted.must
