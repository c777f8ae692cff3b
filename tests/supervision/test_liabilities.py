"""责任追究: offered from where a decision was found wrong, nobody judges himself, everybody is heard, another decides, closed when whole."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.supervision import wrongly as made
from tests.supervision.wrongly import AT, LATER

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Liability, LiabilityStep
from mingjing.supervision.queries.agreeing_liabilities import liabilities_unlike_the_ledger
from mingjing.supervision.rules import liabilities as rules
from mingjing.supervision.terms.liabilities import (
    LIABILITY_MOVES,
    Blame,
    LiabilityMove,
    LiabilityState,
    Proposal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    return made.revoke(shifan)


def refused(act: Any) -> set[str]:
    with pytest.raises(Refused) as found:
        act()
    return {one.rule for one in found.value.findings}


def test_a_decision_that_was_revoked_is_offered_once(county: Any) -> None:
    (one,) = queries.offers(county.actor("监", AT), AT.date())
    assert (one.source, one.document, one.on) == ("remedy", "示政复决〔2026〕3号", date(2026, 12, 1))
    assert "撤销" in one.words and one.case_no.startswith("示应急")
    # The head of the organ is offered it too; another organ and the officers are not.
    assert queries.offers(county.actor("己", AT), AT.date()) == (one,)
    assert all(queries.offers(county.actor(who, AT), AT.date()) == () for who in ("市己", "甲", "丁", "公"))
    (duty,) = [one for one in queries.duties(county.actor("监", AT), AT.date()) if one.page == "liability_new"]
    assert duty.action == "启动或者说明" and one.key in duty.query
    # Two years later it is no longer offered (730 days, the figure of the parameters).
    assert queries.offers(county.actor("监", AT), one.on + timedelta(days=730)) == (one,)
    assert queries.offers(county.actor("监", AT), one.on + timedelta(days=731)) == ()


def test_who_said_what_is_drawn_from_the_case(county: Any) -> None:
    said = queries.said_in_case(made.opened(county))
    kinds = {one.what for one in said}
    assert {"集体讨论意见", "集体讨论结论"} & kinds or any(one.startswith("责任声明") for one in kinds)
    stated = [one for one in said if one.what.startswith("责任声明")]
    assert {one.name for one in stated} >= {"张三", "赵六"} and all(
        one.fits and one.ledger_index is not None for one in stated
    )
    assert any(one.what.endswith("审核意见") and one.name == "赵六" for one in said)
    assert list(said) == sorted(said, key=lambda one: one.at)


def test_a_source_is_taken_up_once_or_dismissed_with_a_reason(county: Any) -> None:
    by = county.actor("监", AT)
    (source,) = queries.offers(by, AT.date())
    given = {"key": source.key, "organ_id": source.organ_id, "by": by, "at": AT}
    assert refused(lambda: operations.dismiss_offer(reason="不用", **given)) == {"SUP-110"}
    for who in ("市己", "甲", "丁", "系小管"):
        with pytest.raises(Forbidden):
            operations.dismiss_offer(reason="法律修改以后变更，没有过错", **given | {"by": county.actor(who, AT)})
    # The head decided this very case: nobody dismisses what is about themselves.
    assert refused(
        lambda: operations.dismiss_offer(reason="法律修改以后变更，没有过错", **given | {"by": county.actor("己", AT)})
    ) == {"SUP-111"}
    done = operations.dismiss_offer(reason="法律修改以后变更，作出决定时没有过错", **given)
    assert (done.state, done.number) == ("dismissed", "示司责〔2026〕1号")
    assert queries.offers(by, AT.date()) == ()
    with pytest.raises(Invalid):
        operations.dismiss_offer(reason="再写一次不启动的理由吧", **given)
    with pytest.raises(Invalid):
        operations.dismiss_offer(reason="没有这样的来源可以不启动", **given | {"key": "act:x:1"})


def test_an_item_is_opened_whole(county: Any) -> None:
    for more in ({"title": "责"}, {"person_ids": ()}):
        assert refused(lambda more=more: made.opened(county, **more)) == {"SUP-110"}
    for more in (
        {"person_ids": (uuid4(),)}, {"person_ids": (county.people["市甲"],)}, {"examiner_id": county.organs["市监局"]},
        {"offer": "act:x"}, {"title": "长" * 121}, {"title": "坏\x00字符坏"},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            made.opened(county, **more)
    for who in ("市己", "甲", "公", "审小计"):
        with pytest.raises(Forbidden):
            made.opened(county, who)
    assert not Liability.objects.exists()
    one = made.opened(county)
    assert {person.name for person in one.persons} == {"张三", "赵六"} and one.persons[0].part
    assert one.state == "open" and one.due == date(2027, 1, 19)
    with pytest.raises(ValueError, match="unpack"):
        made.opened(county)


def test_by_hand_the_same_document_is_one_source(county: Any) -> None:
    one = made.by_hand(county)
    assert (one.source, one.case_id) == ("hand", None)
    with pytest.raises(Invalid):
        made.by_hand(county, "示范县人民检察院检察建议书  示检建〔2026〕3号 ")
    with pytest.raises(Invalid):
        made.by_hand(county, "另一份文书", "没有的案号")
    assert refused(lambda: made.by_hand(county, "短")) == {"SUP-110"}
    number = queries.offers(county.actor("监", AT), AT.date())[0].case_no
    held = made.by_hand(county, "另一份检察建议书", number, title="另一件的责任")
    assert held.case_id is not None and queries.said_in_case(held)


def test_the_head_is_judged_above_and_nobody_judges_themselves(county: Any) -> None:
    own, head = county.organs["应急局"], county.people["己"]
    assert refused(lambda: made.opened(county, examiner_id=own, person_ids=(head,))) == {"SUP-111"}
    assert refused(lambda: made.opened(county, "己", examiner_id=county.organs["司法局"])) == {"SUP-111"}
    one = made.opened(county, examiner_id=own)
    given = {"liability_id": one.id, "text": "查明以后发现", "by": county.actor("监", AT), "at": AT}
    assert refused(lambda: operations.add_person(person_id=head, **given)) == {"SUP-111"}
    # 丁 reviewed the case and 己 decided it: neither examines, although the organ was charged.
    for who in ("丁", "己"):
        assert refused(lambda who=who: made.examined(county, one, who)) == {"SUP-111"}
    moved = operations.transfer_liability(examiner_id=county.organs["司法局"], **given)
    assert moved.examiner_name == "示范县司法局"
    for again in (county.organs["司法局"], county.organs["市监局"], uuid4()):
        with pytest.raises(Invalid):
            operations.transfer_liability(examiner_id=again, **given)
    assert refused(lambda: operations.transfer_liability(examiner_id=own, **given | {"text": "短"})) == {"SUP-116"}
    joined = operations.add_person(person_id=head, **given)
    assert [person.name for person in joined.persons] == ["张三", "赵六", "孙九"]
    with pytest.raises(Invalid):
        operations.add_person(person_id=head, **given)
    assert refused(lambda: operations.transfer_liability(examiner_id=own, **given)) == {"SUP-111"}
    assert made.examined(county, joined).state == "examined"
    assert refused(lambda: operations.add_person(person_id=county.people["乙"], **given)) == {"SUP-116"}
    assert not list(liabilities_unlike_the_ledger())


def test_of_everybody_it_is_found_whose_fault_it_was(county: Any) -> None:
    one, by = made.opened(county), county.actor("监", AT)
    first, second = (person.id for person in one.persons)
    good = Blame("gross", "没有核对就认定", "示范县办法第九条")
    for text, given in (
        ("短", {first: good, second: good}), (made.FACTS, {first: good}), (made.FACTS, {first: good, second: Blame("x", "没有核对就认定", "依据条款")}),
        (made.FACTS, {first: good, second: Blame("none", "没有", "")}), (made.FACTS, {first: good, second: Blame("exempt", "按当时有效的基准办理，没有不当", "")}),
        (made.FACTS, {first: good, second: Blame("slight", "没有核对", "")}), (made.FACTS, {}),
    ):  # fmt: skip
        act = {"liability_id": one.id, "text": text, "blames": given, "by": by, "at": AT}
        assert refused(lambda act=act: operations.examine_liability(**act)) == {"SUP-113"}
    with pytest.raises(Invalid) as wrong:
        operations.examine_liability(
            liability_id=one.id, text=made.FACTS, blames={first: Blame("slight", "长" * 2001, "")}, by=by, at=AT
        )
    assert list(wrong.value.errors) == [f"reason_{first.hex}"]
    for who in ("甲", "己2", "市己", "公"):
        with pytest.raises(Forbidden):
            made.examined(county, one, who)
    free = {first: good, second: Blame("none", "审核时培训记录还没有提交，无从核对", "")}
    done = operations.examine_liability(liability_id=one.id, text=made.FACTS, blames=free, by=by, at=AT)
    # Five working days from the day after: 8, 9, 10, 11 and 14 December 2026.
    assert done.hear_by == date(2026, 12, 14) and [person.standing.fault_name for person in done.persons] == [
        "重大过失",
        "没有过错",
    ]
    assert refused(lambda: made.examined(county, one)) == {"SUP-116"}


def test_nothing_is_proposed_before_everybody_was_heard(county: Any) -> None:
    one = made.examined(county, made.opened(county))
    assert refused(lambda: made.proposed(county, one, at=AT)) == {"SUP-114"}
    given = {"liability_id": one.id, "by": county.actor("甲", AT), "at": AT}
    for text, waived in (("", False), ("要放弃又写了", True), ("短", False)):
        assert refused(
            lambda text=text, waived=waived: operations.defend_liability(text=text, waived=waived, **given)
        ) == {"SUP-114"}
    for who in ("乙", "己", "监", "市己"):
        with pytest.raises(Forbidden):
            operations.defend_liability(text="我有意见要说", waived=False, **given | {"by": county.actor(who, AT)})
    mine = operations.defend_liability(text="当时当事人没有提交培训记录", waived=False, **given)
    assert not mine.whole and [person.name for person in mine.persons] == ["张三"]
    assert refused(lambda: operations.defend_liability(text="再说一次补充意见", waived=False, **given)) == {"SUP-114"}
    assert refused(lambda: made.proposed(county, one, at=AT)) == {"SUP-114"}
    operations.defend_liability(text="", waived=True, **given | {"by": county.actor("丁", AT)})
    assert refused(lambda: made.proposed(county, one, at=AT, answer="")) == {"SUP-114"}
    assert made.proposed(county, one, at=AT).state == "proposed"
    late = made.by_hand(county)
    late = made.examined(county, late)
    with_late = {
        "liability_id": late.id,
        "text": "我来晚了，仍要说明",
        "waived": False,
        "by": county.actor("庚", LATER),
        "at": LATER,
    }
    assert refused(lambda: operations.defend_liability(**with_late)) == {"SUP-114"}
    assert made.proposed(county, late).state == "proposed"


def test_what_is_imposed_fits_the_finding(county: Any) -> None:
    one = made.examined(county, made.opened(county))
    for more in ({"measures": ()}, {"measures": ("x",)}, {"measures": ("discipline",)}, {"body": "某纪委监委"}):
        assert refused(lambda more=more: made.proposed(county, one, **more)) == {"SUP-115"}
    free = {
        person.id: Proposal(Blame("none", "按当时有效的基准办理，没有不当"), ("criticism",), "", "采纳")
        for person in one.persons
    }
    by = county.actor("监", LATER)
    assert refused(lambda: operations.propose_liability(liability_id=one.id, proposals=free, by=by, at=LATER)) == {
        "SUP-115"
    }
    assert refused(lambda: operations.propose_liability(liability_id=one.id, proposals={}, by=by, at=LATER)) == {
        "SUP-113"
    }
    done = made.proposed(county, one, measures=("training", "discipline"), body="示范县纪委监委")
    assert [person.standing.proposal.measures for person in done.persons] == [("discipline", "training")] * 2
    assert refused(lambda: made.proposed(county, one)) == {"SUP-116"}


def test_measures_are_chosen_on_days_on_which_they_are_there() -> None:
    before, after = date(2020, 6, 30), date(2020, 7, 1)
    key = uuid4()
    one = {key: Proposal(Blame("intent", "明知", "条款依据"), ("discipline",), "示范县纪委监委")}
    assert rules.measures_fit_the_finding(one, {key: "张三"}, after) == ()
    assert {found.field for found in rules.measures_fit_the_finding(one, {key: "张三"}, before)} >= {
        f"measures_{key.hex}"
    }
    assert {found.code for found in queries.offered_measures(before)} == {
        "criticism",
        "inspection",
        "training",
        "suspend",
        "withdraw",
        "repost",
    }


def test_another_person_decides_or_sends_back(county: Any) -> None:
    one = made.proposed(county, made.examined(county, made.opened(county)))
    given = {"liability_id": one.id, "text": "同意处理意见", "at": LATER}
    assert refused(lambda: operations.decide_liability(by=county.actor("监", LATER), **given)) == {"SUP-112"}
    assert refused(lambda: operations.decide_liability(by=county.actor("监2", LATER), **given | {"text": "好"})) == {
        "SUP-116"
    }
    for who in ("甲", "己", "市己", "公"):
        with pytest.raises(Forbidden):
            operations.decide_liability(by=county.actor(who, LATER), **given)
    back = operations.return_liability(by=county.actor("监2", LATER), **given | {"text": "处理过轻"})
    assert back.state == "examined" and back.persons[0].standing.proposal is None
    assert refused(lambda: operations.decide_liability(by=county.actor("监2", LATER), **given)) == {"SUP-116"}
    again = made.proposed(county, one)
    assert made.decided(county, again).state == "decided"
    assert refused(lambda: made.decided(county, again)) == {"SUP-116"}
    with pytest.raises(Invalid):
        operations.decide_liability(by=county.actor("监2", LATER), **given | {"liability_id": uuid4()})


def test_told_handed_over_reported_and_closed_when_whole(county: Any) -> None:
    one, by = made.whole(county, measures=("training", "discipline"), body="示范县纪委监委"), county.actor("监", LATER)
    first, second = (person.id for person in one.persons)
    given = {
        "liability_id": one.id,
        "person_id": first,
        "on": LATER.date(),
        "text": "当面送达，本人签收",
        "by": by,
        "at": LATER,
    }
    close = {"liability_id": one.id, "text": "都已落实", "by": county.actor("监2", LATER), "at": LATER}
    assert refused(lambda: operations.close_liability(**close)) == {"SUP-117"}
    for act in (operations.send_person, operations.report_result):
        assert refused(lambda act=act: act(**given)) == {"SUP-116"}
    assert refused(lambda: operations.tell_person(**given | {"on": date(2026, 12, 15)})) == {"SUP-116"}
    assert refused(lambda: operations.tell_person(**given | {"on": date(2026, 12, 17)})) == {"SUP-116"}
    assert refused(lambda: operations.tell_person(**given | {"text": "口"})) == {"SUP-116"}
    with pytest.raises(Invalid):
        operations.tell_person(**given | {"person_id": uuid4()})
    with pytest.raises(Forbidden):
        operations.tell_person(**given | {"by": county.actor("己", LATER)})
    operations.tell_person(**given)
    assert refused(lambda: operations.tell_person(**given)) == {"SUP-116"}
    assert refused(lambda: operations.record_answer(**given)) == {"SUP-116"}
    sent = operations.send_person(**given).person(first).standing.sent
    assert sent.told["number"] == "示司责移〔2026〕1号"
    paper = queries.handover_paper(queries.liability(one.id, by), queries.liability(one.id, by).person(first))
    assert "张三" in str(paper.data) and "示范县纪委监委" in str(paper.data) and "赵六" not in str(paper.data)
    operations.record_answer(**given | {"text": "已受理，正在核查"})
    operations.report_result(**given | {"text": "离岗培训五天，考试合格"})
    assert refused(lambda: operations.close_liability(**close)) == {"SUP-117"}
    for act in (operations.tell_person, operations.send_person, operations.report_result):
        act(**given | {"person_id": second})
    # Handed over and not answered yet may be closed; that it is not answered is said in the end.
    assert operations.close_liability(**close).state == "closed"
    assert refused(lambda: operations.close_liability(**close)) == {"SUP-116"}
    assert not list(liabilities_unlike_the_ledger())
    (figure,) = queries.liability_figures(by, 2026)
    assert (figure.opened, figure.closed, figure.persons, figure.sent) == (1, 1, 2, 2)
    assert figure.faults == {"slight": 2} and figure.measures == {"training": 2, "discipline": 2}
    assert len(queries.figure_row(figure)) == len(queries.FIGURE_HEADINGS) and queries.liability_figures(by, 2025) == ()


def test_each_move_starts_where_it_may(county: Any) -> None:
    for state in LiabilityState:
        for move in LiabilityMove:
            allowed = state in LIABILITY_MOVES[move][0]
            assert (rules.liability_move_allowed(state, move) == ()) == allowed
    # Nothing leads out of the ends.
    assert all({"closed", "dismissed"}.isdisjoint(starts) for starts, _ in LIABILITY_MOVES.values())


def test_everybody_sees_only_what_is_theirs(county: Any) -> None:
    one = made.opened(county)
    at = AT.date()
    assert all(
        queries.liability(one.id, county.actor(who, AT)) is None
        for who in ("甲", "丁", "乙", "公", "市己", "市丁", "戊")
    )
    assert (
        queries.liability(one.id, county.actor("己", AT)).whole
        and queries.liability(one.id, county.actor("监2", AT)).whole
    )
    made.examined(county, one)
    mine = queries.liability(one.id, county.actor("甲", AT))
    assert not mine.whole and [person.name for person in mine.persons] == ["张三"] and "赵六" not in str(mine)
    assert str(county.people["丁"]) not in str(mine) and queries.said_in_case(mine) == ()
    assert [duty.action for duty in queries.duties(county.actor("甲", AT), at)] == ["去陈述申辩"]
    assert (
        queries.liability(one.id, county.actor("乙", AT)) is None and queries.duties(county.actor("乙", AT), at) == ()
    )
    made.proposed(county, one)
    assert queries.liability(one.id, county.actor("甲", LATER)).persons[0].standing.proposal is None
    made.decided(county, one)
    assert queries.liability(one.id, county.actor("甲", LATER)).persons[0].standing.proposal is not None
    assert queries.liabilities(county.actor("甲", AT), ["decided"])[0].id == one.id
    assert (
        queries.liability_counts(county.actor("甲", AT)) == {"decided": 1}
        and queries.liability_counts(county.actor("乙", AT)) == {}
    )


def test_a_head_it_is_about_reads_only_the_own_part(county: Any) -> None:
    one = made.opened(county, person_ids=(county.people["己"], county.people["甲"]))
    assert queries.liability(one.id, county.actor("己", AT)) is None
    made.examined(county, one)
    mine = queries.liability(one.id, county.actor("己", AT))
    assert not mine.whole and [person.name for person in mine.persons] == ["孙九"]
    assert queries.liability_figures(county.actor("己", AT), 2026) == ()


def test_what_is_late_is_warned_of(county: Any) -> None:
    one = made.opened(county)
    by = county.actor("监", AT)
    assert queries.late_liabilities(by, one.due) == ()
    ((key, organ, found),) = queries.late_liabilities(by, one.due + timedelta(days=1))
    assert (key, organ, found.rule) == (one.id, "示范县司法局", "SUP-118") and found.weight.name == "WARN"
    assert queries.late_liabilities(county.actor("市己", AT), one.due + timedelta(days=1)) == ()
    assert rules.liability_in_time("x", "closed", one.due, one.due + timedelta(days=9)) == ()
    # Counted by hand: 4 + 5 + 5 working days to 25 December, 4 to New Year's Eve, 5 and 5 in January, and two more.
    assert one.due == date(2027, 1, 19)


def test_the_ledger_notices_what_was_changed(county: Any) -> None:
    one = made.examined(county, made.opened(county))
    assert not list(liabilities_unlike_the_ledger())
    for change in (
        {"title": "改过的"},
        {"state": "closed"},
        {"examiner_id": county.organs["应急局"]},
        {"ledger_index": 1},
    ):
        before = Liability.objects.filter(pk=one.id).values(*change).get()
        Liability.objects.filter(pk=one.id).update(**change)
        assert len(list(liabilities_unlike_the_ledger())) == 1, change
        Liability.objects.filter(pk=one.id).update(**before)
    step = LiabilityStep.objects.get()
    LiabilityStep.objects.update(text="改过的事实")
    assert len(list(liabilities_unlike_the_ledger())) == 1
    LiabilityStep.objects.update(text=step.text)
    Liability.objects.get().persons.last().delete()
    assert len(list(liabilities_unlike_the_ledger())) == 1


def test_a_bounded_number_of_queries(county: Any, django_assert_max_num_queries: Any) -> None:
    made.opened(county)
    made.by_hand(county)
    by, own = county.actor("监", AT), county.actor("甲", AT)
    with django_assert_max_num_queries(4):
        assert len(queries.liabilities(by, ["open"])) == 2
    with django_assert_max_num_queries(10):
        queries.offers(by, AT.date())
    with django_assert_max_num_queries(4):
        queries.duties(own, AT.date())
    with django_assert_max_num_queries(6):
        queries.liability_figures(by, 2026)
