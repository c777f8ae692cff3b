"""Submitting, sending back, supplementing, extending."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import MONDAY, ONE, THREE, TWO, Desk, bundle, material, profile
from tests.review.desk import desk as opened

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.workdays import national, parse_notice
from mingjing.ledger.models import Entry
from mingjing.review import operations, queries
from mingjing.review.models import Pause, Submission
from mingjing.review.terms import Check, Material, State

DAY = timedelta(days=1)


def test_a_first_round_is_opened(desk: Desk) -> None:
    facts = desk.submit()
    assert (facts.round, facts.state, facts.digest) == (1, State.OPEN, ONE)
    assert (facts.due_on, facts.due_provisional) == (date(2026, 9, 29), False)
    assert facts.triggers == ("本地规定适用普通程序的行政处罚一律法制审核",)
    assert facts.submitted_by == desk.handler.person_id
    assert "真实性" in facts.statement
    assert queries.rounds(desk.dossier_id) == (facts,)
    assert queries.clearance(desk.dossier_id) is None
    assert facts.is_open
    assert facts.state_name == "审核中"


def test_an_open_round_is_not_submitted_again(desk: Desk) -> None:
    desk.submit()
    for digest in (ONE, TWO):
        with pytest.raises(Refused) as caught:
            desk.submit(digest)
        assert caught.value.rules == {"REV-08"}
    assert Submission.objects.count() == 1


def test_missing_material_is_named_once_and_nothing_is_kept(desk: Desk) -> None:
    short = replace(bundle(), materials=(material("report", "调查终结报告"),))
    with pytest.raises(Refused) as caught:
        desk.submit(bundle=short)
    (finding,) = caught.value.findings
    assert finding.rule == "REV-10"
    assert "拟作决定文稿、法律依据、证据材料" in finding.message
    with pytest.raises(Refused, match="听证笔录"):
        desk.submit(profile=profile(desk.town.organ.id, after_hearing=True))
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"digest": ""}, "digest"),
        ({"digest": "不是摘要" * 10}, "digest"),
        ({"digest": "1" * 129}, "digest"),
        ({"summary": {}}, "summary"),
        ({"summary": {"罚款": 0.5}}, "summary"),
        ({"summary": {"罚款": object()}}, "summary"),
        ({"summary": {"罚款": "坏\x00字"}}, "summary"),
        ({"materials": (Material("report", "报告", reference="坏\x00处"),)}, "materials.0"),
        ({"title": " "}, "title"),
        ({"title": "坏\x00题"}, "title"),
        ({"materials": (material("report", " "),)}, "materials.0.title"),
    ],
)
def test_an_empty_shell_is_refused(desk: Desk, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        desk.submit(bundle=replace(bundle(), **change))
    assert field in caught.value.errors
    assert not Submission.objects.exists()


def test_only_handlers_of_the_organ_submit(desk: Desk) -> None:
    for by in (desk.reviewer, desk.head, desk.town.sysadmin):
        with pytest.raises(Forbidden):
            desk.submit(by=by)
    with pytest.raises(Forbidden):
        desk.submit(profile=profile(uuid4()))
    assert not Submission.objects.exists()


def test_a_summary_penalty_may_be_reviewed_though_it_need_not(desk: Desk) -> None:
    summary = profile(desk.town.organ.id, procedure="summary")
    assert not queries.requirement(summary, MONDAY.date()).required
    assert queries.gate(desk.dossier_id, ONE, summary, MONDAY.date()) == ()
    assert desk.submit(profile=summary).triggers == ()
    assert queries.gate(desk.dossier_id, ONE, summary, MONDAY.date())[0].rule == "REV-03"


def test_a_market_organ_has_ten_days(desk: Desk) -> None:
    from tests.organs.town import AT, draft

    from mingjing.organs.operations import register_organ

    market = register_organ(
        draft=draft("示县市场监管局", "示市监", "shi-sj", domain="market"), by=desk.town.sysadmin, at=AT
    )
    handler = desk.town.actor("市一", Role.HANDLER, organ_id=market.id)
    assert desk.submit(profile=profile(market.id), by=handler).due_on == date(2026, 10, 12)


def test_a_return_for_material_stops_the_clock(desk: Desk) -> None:
    desk.submit()
    given = {"dossier_id": desk.dossier_id}
    back = operations.return_incomplete(missing="缺培训记录原件", by=desk.reviewer, at=MONDAY + DAY, **given)
    assert (back.state, back.incomplete) == (State.INCOMPLETE, "缺培训记录原件")
    with pytest.raises(Refused, match="材料待补"):
        desk.opine()
    with pytest.raises(Refused):
        operations.return_incomplete(missing="缺培训记录原件", by=desk.reviewer, at=MONDAY + DAY, **given)
    (row,) = queries.desk(desk.town.organ.id, date(2026, 12, 1))
    assert (row.overdue, row.days_left) == (False, None)
    more = bundle(TWO, extra=(material("evidence", "培训记录原件"),))
    full = operations.supplement(bundle=more, by=desk.handler, at=MONDAY + 3 * DAY, **given)
    assert (full.state, full.digest, full.due_on, full.round) == (State.OPEN, TWO, date(2026, 10, 8), 1)
    assert full.incomplete == ""
    with pytest.raises(Refused):
        operations.supplement(bundle=more, by=desk.handler, at=MONDAY + 3 * DAY, **given)
    assert Pause.objects.count() == 1
    assert desk.opine(at=MONDAY + 4 * DAY).submission_id == full.id


def test_a_supplement_only_adds(desk: Desk) -> None:
    desk.submit()
    given = {"dossier_id": desk.dossier_id, "at": MONDAY}
    operations.return_incomplete(missing="缺培训记录原件", by=desk.reviewer, **given)
    less = replace(bundle(TWO), materials=(material("report", "调查终结报告"),))
    with pytest.raises(Invalid, match="不能减少"):
        operations.supplement(bundle=less, by=desk.handler, **given)
    with pytest.raises(Forbidden):
        operations.supplement(bundle=bundle(TWO), by=desk.reviewer, **given)


def test_a_return_says_what_is_missing_and_comes_from_a_reviewer(desk: Desk) -> None:
    with pytest.raises(Invalid, match="还没有送法制审核"):
        operations.return_incomplete(dossier_id=desk.dossier_id, missing="缺原件啊", by=desk.reviewer, at=MONDAY)
    desk.submit()
    with pytest.raises(Invalid):
        operations.return_incomplete(dossier_id=desk.dossier_id, missing=" ", by=desk.reviewer, at=MONDAY)
    with pytest.raises(Forbidden):
        operations.return_incomplete(dossier_id=desk.dossier_id, missing="缺原件啊", by=desk.handler, at=MONDAY)


def test_the_head_extends_once(desk: Desk) -> None:
    desk.submit()
    given = {"dossier_id": desk.dossier_id, "reason": "案情复杂", "at": MONDAY}
    with pytest.raises(Forbidden):
        operations.extend(by=desk.reviewer, **given)
    facts = operations.extend(by=desk.head, **given)
    assert (facts.due_on, facts.extended) == (date(2026, 10, 12), True)
    with pytest.raises(Refused, match="已经延长过一次"):
        operations.extend(by=desk.head, **given)


def test_a_return_needs_a_response_and_a_change(desk: Desk) -> None:
    desk.submit()
    desk.opine(Check.FACTS)
    with pytest.raises(Refused, match="处理说明"):
        desk.submit(TWO)
    desk.respond()
    with pytest.raises(Refused, match="完全相同"):
        desk.submit(ONE)
    assert desk.submit(TWO).round == 2


def test_the_response_may_come_with_the_submission(desk: Desk) -> None:
    desk.submit()
    desk.opine(Check.FACTS)
    with pytest.raises(Refused):
        desk.submit(ONE, response="已补充来源说明")
    assert not queries.rounds(desk.dossier_id)[0].response
    assert desk.submit(TWO, response="已补充来源说明").round == 2
    assert queries.rounds(desk.dossier_id)[0].response == "已补充来源说明"


def test_a_passed_file_is_reviewed_again_only_once_it_changed(desk: Desk) -> None:
    desk.submit()
    desk.opine()
    with pytest.raises(Refused, match="已经同意"):
        desk.submit(ONE, response="听证已经举行")
    assert desk.submit(TWO, response="听证已经举行，报告已附卷").round == 2
    assert not queries.rounds(desk.dossier_id)[0].response, "an approval asked for nothing"


def test_words_typed_as_a_response_to_nothing_hold_nothing_up(desk: Desk) -> None:
    assert desk.submit(ONE, response="没有上一轮").round == 1
    with pytest.raises(Refused, match="还没有出具意见"):
        desk.submit(TWO, response="已补充来源说明")


def test_a_response_answers_something_once(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.respond()
    desk.submit()
    with pytest.raises(Refused):
        desk.respond()
    desk.opine(Check.FACTS)
    with pytest.raises(Invalid):
        desk.respond(response=" ")
    with pytest.raises(Forbidden):
        desk.respond(by=desk.reviewer)
    desk.respond()
    with pytest.raises(Refused, match="已经作过"):
        desk.respond()


def test_each_act_is_logged_once_or_left_to_the_caller(desk: Desk) -> None:
    lines = Entry.objects.filter(stream=f"review:{desk.dossier_id}")
    desk.submit(log=False)
    assert lines.count() == 0
    desk.opine(Check.FACTS)
    desk.submit(TWO, response="已补充来源说明")
    assert list(lines.order_by("stream_seq").values_list("kind", flat=True)) == [
        "review:opinion:given",
        "review:opinion:answered",
        "review:submission:made",
    ]
    with pytest.raises(Refused):
        desk.submit(THREE)
    assert lines.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_once_open_one_round() -> None:
    desk = opened()
    answers = at_once(lambda: desk.submit(ONE), lambda: desk.submit(TWO))
    (refusal,) = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(refusal, Refused)
    assert refusal.rules == {"REV-08"}
    assert Submission.objects.count() == 1


NOTICE_2027 = """
year: 2027
source: {document: 国务院办公厅关于2027年部分节假日安排的通知, number: 国办发明电〔2026〕9号, issued: 2026-11-05}
checked: 2026-11-20
holidays:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
  - {name: 春节, from: 2027-02-05, to: 2027-02-11, make_up: [2027-01-31]}
  - {name: 清明节, from: 2027-04-03, to: 2027-04-05}
  - {name: 劳动节, from: 2027-05-01, to: 2027-05-05, make_up: [2027-05-09]}
  - {name: 端午节, from: 2027-06-09, to: 2027-06-09}
  - {name: 中秋节, from: 2027-09-15, to: 2027-09-15}
  - {name: 国庆节, from: 2027-10-01, to: 2027-10-07, make_up: [2027-09-26]}
"""


def test_a_notice_loaded_later_is_counted_by(desk: Desk) -> None:
    """The day on the review desk is the day on the case page: both by the calendar that has next year's notice."""
    loaded = national().with_year(parse_notice(NOTICE_2027))
    facts = desk.submit(at=MONDAY.replace(year=2027, month=2, day=3), calendar=loaded)
    assert (facts.due_on, facts.due_provisional) == (date(2027, 2, 17), False)
    row = queries.desk(desk.town.organ.id, date(2027, 2, 4), loaded)[0]
    assert (row.days_left, row.overdue) == (4, False)
    desk_without = queries.desk(desk.town.organ.id, date(2027, 2, 18))[0]
    assert desk_without.overdue
