"""The written opinion, and what stands in a decision's way."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.organs.at_once import at_once
from tests.organs.town import AT, draft
from tests.review.desk import MONDAY, ONE, TWO, Desk, answers, bundle, profile
from tests.review.desk import desk as opened

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs.operations import record_legal_qualification, register_organ
from mingjing.review import queries
from mingjing.review.models import Opinion
from mingjing.review.terms import Check, DeskRow, Difference, State

DAY = timedelta(days=1)


def findings(desk: Desk, digest: str = ONE) -> set[str]:
    return {one.rule for one in queries.gate(desk.dossier_id, digest, profile(desk.town.organ.id), MONDAY.date())}


def test_a_pass_opens_the_way_for_this_content_only(desk: Desk) -> None:
    assert findings(desk) == {"REV-03"}
    desk.submit()
    assert findings(desk) == {"REV-03"}
    opinion = desk.opine()
    assert (opinion.result_name, opinion.late, opinion.reviewer_name) == ("同意", False, "审一")
    assert findings(desk) == set()
    assert findings(desk, TWO) == {"REV-04"}
    cleared = queries.clearance(desk.dossier_id)
    assert cleared is not None
    assert (cleared.passed, cleared.digest, cleared.round, cleared.open_round) == (True, ONE, 1, 0)
    (facts,) = queries.rounds(desk.dossier_id)
    assert (facts.state, facts.opinion) == (State.DECIDED, opinion)


def test_a_later_round_closes_the_way_again(desk: Desk) -> None:
    desk.submit()
    desk.opine()
    desk.submit(TWO)
    assert findings(desk, ONE) == findings(desk, TWO) == {"REV-03"}
    desk.opine(Check.FACTS)
    assert findings(desk, ONE) == findings(desk, TWO) == {"REV-03"}


def test_an_opinion_is_given_once(desk: Desk) -> None:
    with pytest.raises(Invalid, match="还没有送法制审核"):
        desk.opine()
    desk.submit()
    desk.opine(Check.FACTS)
    for failed in ((), (Check.LAW,)):
        with pytest.raises(Refused, match="已出具意见"):
            desk.opine(*failed)
    assert Opinion.objects.count() == 1
    assert findings(desk) == {"REV-03"}


@pytest.mark.parametrize(
    "given",
    [
        {"answers": ()},
        {"answers": answers()[:7]},
        {"answers": answers(Check.FACTS, text="")},
        {"result": ""},
        {"result": "return"},
        {"answers": answers(Check.CRIME), "result": "agree"},
    ],
)
def test_an_empty_shell_is_refused(desk: Desk, given: dict[str, Any]) -> None:
    desk.submit()
    with pytest.raises(Refused) as caught:
        desk.opine(**given)
    assert caught.value.rules == {"REV-05"}
    assert not Opinion.objects.exists()
    assert queries.rounds(desk.dossier_id)[0].is_open


@pytest.mark.parametrize("given", [{"statement": " "}, {"problems": "坏\x00字字字"}])
def test_text_must_be_readable_and_signed(desk: Desk, given: dict[str, Any]) -> None:
    desk.submit()
    with pytest.raises(Invalid):
        desk.opine(**given)


def test_only_a_reviewer_of_the_organ_or_above_reviews(desk: Desk) -> None:
    desk.submit()
    for by in (desk.handler, desk.head, desk.town.secadmin):
        with pytest.raises(Forbidden, match="法制审核人"):
            desk.opine(by=by)
    other = register_organ(draft=draft("乙局", "乙", "yi"), by=desk.town.sysadmin, at=AT)
    with pytest.raises(Forbidden):
        desk.opine(by=desk.town.reviewer("外人", "B1", organ_id=other.id))
    assert not Opinion.objects.exists()


def test_a_superior_organ_reviews_for_a_lower_one(desk: Desk) -> None:
    lower = register_organ(
        draft=draft("某镇政府", "某镇", "mou", parent_id=desk.town.organ.id), by=desk.town.sysadmin, at=AT
    )
    handler = desk.town.actor("镇一", Role.HANDLER, organ_id=lower.id)
    desk.submit(profile=profile(lower.id), by=handler)
    assert desk.opine().result == "agree"


def test_an_unqualified_reviewer_is_refused(desk: Desk) -> None:
    desk.submit()
    plain = desk.town.actor("审二", Role.REVIEWER)
    with pytest.raises(Refused) as caught:
        desk.opine(by=plain)
    assert caught.value.rules == {"REV-02"}
    record_legal_qualification(
        person_id=plain.person_id, first_review_on=date(2017, 5, 1), by=desk.town.sysadmin, at=AT
    )
    assert desk.opine(by=plain).reviewer_id == plain.person_id


def test_whoever_took_part_is_refused(desk: Desk) -> None:
    desk.submit()
    with pytest.raises(Refused) as caught:
        desk.opine(conflicted=[desk.reviewer.person_id])
    assert caught.value.rules == {"REV-06"}


def test_the_submitter_does_not_review_even_unlisted(desk: Desk) -> None:
    both = desk.town.actor("两任", Role.HANDLER, Role.REVIEWER)
    record_legal_qualification(
        person_id=both.person_id, number="B2", obtained_on=date(2012, 1, 1), by=desk.town.sysadmin, at=AT
    )
    desk.submit(by=both)
    with pytest.raises(Refused) as caught:
        desk.opine(by=both, conflicted=[])
    assert caught.value.rules == {"REV-06"}


def test_every_fault_is_told_at_once(desk: Desk) -> None:
    desk.submit()
    with pytest.raises(Refused) as caught:
        desk.opine(by=desk.town.actor("审二", Role.REVIEWER), answers=())
    assert caught.value.rules == {"REV-02", "REV-05"}
    assert len(caught.value.findings) == 9


def test_a_late_opinion_counts_and_is_marked(desk: Desk) -> None:
    desk.submit()
    assert desk.opine(at=MONDAY + 9 * DAY).late
    counted = queries.statistics([desk.town.organ.id], MONDAY, MONDAY + 30 * DAY)
    assert (counted.submitted, counted.agreed, counted.returned, counted.disagreed, counted.late) == (1, 1, 0, 0, 1)
    assert queries.first_review_on(desk.reviewer.person_id) == date(2026, 9, 30)
    assert queries.first_review_on(desk.handler.person_id) is None


@pytest.mark.django_db(transaction=True)
def test_two_opinions_at_once_leave_one() -> None:
    desk = opened()
    second = desk.town.reviewer("审二", "A2")
    desk.submit()
    given = at_once(lambda: desk.opine(), lambda: desk.opine(Check.FACTS, by=second))
    (refusal,) = [one for one in given if isinstance(one, Exception)]
    assert isinstance(refusal, Refused)
    assert "出具" in str(refusal)
    assert Opinion.objects.count() == 1


def test_the_desk_shows_open_rounds_by_deadline(desk: Desk, django_assert_num_queries: Any) -> None:
    from uuid import uuid4

    organ, ids = desk.town.organ.id, [uuid4() for _ in range(4)]
    for place, one in enumerate(ids):
        desk.submit(dossier_id=one, at=MONDAY + place * DAY)
    desk.opine(dossier_id=ids[1])
    with django_assert_num_queries(2):
        rows = queries.desk(organ, date(2026, 9, 30))
    assert [row.round.dossier_id for row in rows] == [ids[0], ids[2], ids[3]]
    assert [(row.overdue, row.days_left) for row in rows] == [(True, 0), (False, 1), (False, 2)]
    assert isinstance(rows[0], DeskRow)
    with django_assert_num_queries(2):
        found = queries.rounds_of([*ids, uuid4()])
    assert [len(one) for one in found.values()] == [1, 1, 1, 1, 0]


def test_the_second_round_shows_only_what_changed(desk: Desk) -> None:
    desk.submit()
    desk.opine(Check.FACTS)
    changed = bundle(TWO, 拟罚款=60000, 证据=["现场检查记录", "来源说明"])
    desk.submit(bundle=changed, response="已补充来源说明")
    assert queries.differences(desk.dossier_id, 1, 2) == (
        Difference("拟罚款", "80000", "60000"),
        Difference("证据 / 2", None, "来源说明"),
    )
    assert queries.differences(desk.dossier_id, 1, 1) == ()
    with pytest.raises(Invalid):
        queries.differences(desk.dossier_id, 1, 3)
