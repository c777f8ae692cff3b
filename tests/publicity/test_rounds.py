"""Rounds of comments: announced once, answered without an account, words made public one by one, replied to (O-09)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Round, RoundAnswer, RoundText, RoundVote
from mingjing.publicity.queries.agreeing_rounds import rounds_unlike_the_ledger
from mingjing.publicity.rules import rounds as rules
from mingjing.publicity.terms import OpinionFacts, OpinionState, Question, RoundDraft, RoundFacts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 13, 10, 0, tzinfo=CHINA)
OVER = datetime(2026, 11, 2, 10, 0, tzinfo=CHINA)
WORDS = "检查前先亮码很好，可以打 13912345678 找我"
QUESTIONS = (Question("q1", "出示证件了吗", ("出示了", "没有")), Question("q2", "其他意见"))
DRAFT = RoundDraft(
    "review",
    "安全生产执法评议",
    "请被检查过的企业评议执法。",
    "今年被检查过的企业",
    QUESTIONS,
    date(2026, 10, 13),
    date(2026, 10, 30),
)


def opened(shifan: Any, key: str = "公", at: datetime = AT, **changes: Any) -> RoundFacts:
    return operations.open_round(draft=replace(DRAFT, **changes), by=shifan.actor(key, AT), at=at)


def answer(one: RoundFacts, *, once: str = "form-of-the-first", at: datetime = AT, **told: Any) -> str:
    given = {"chosen": {"q1": 0}, "written": {"q2": WORDS}, **told}
    return operations.answer_round(round_id=one.id, once=once, by="system", at=at, **given)


def waiting(shifan: Any, one: RoundFacts, key: str = "公") -> tuple[OpinionFacts, ...]:
    return queries.opinions(one.id, by=shifan.actor(key, AT), state=OpinionState.WAITING)


def decide(shifan: Any, opinion: OpinionFacts, public: str, reason: str = "", key: str = "公") -> None:
    operations.decide_opinion(opinion_id=opinion.id, public=public, reason=reason, by=shifan.actor(key, AT), at=OVER)


def stop(shifan: Any, one: RoundFacts, reason: str = "问题写错，另行发布", key: str = "公") -> RoundFacts:
    return operations.stop_round(round_id=one.id, reason=reason, by=shifan.actor(key, AT), at=AT)


def reply(
    shifan: Any, one: RoundFacts, words: str = "意见已采纳，合并安排检查。", at: datetime = OVER, key: str = "公"
) -> RoundFacts:
    return operations.reply_round(round_id=one.id, reply=words, by=shifan.actor(key, AT), at=at)


def test_a_round_is_announced_with_its_last_days(shifan: Any) -> None:
    one = opened(shifan)
    # Twenty working days from Friday 2026-10-30: Friday 27 November.
    assert (one.number, one.reply_due, one.state_name(AT.date())) == (
        "示应急评〔2026〕1号",
        date(2026, 11, 27),
        "进行中",
    )
    assert opened(shifan, kind="opinion", at=AT + timedelta(hours=1)).number == "示应急征〔2026〕1号"
    assert opened(shifan, "监").organ_name == "示范县司法局"
    assert [each.number for each in queries.own_rounds(shifan.actor("己", AT))] == [
        "示应急征〔2026〕1号",
        "示应急评〔2026〕1号",
    ]
    assert not list(rounds_unlike_the_ledger())


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "lottery"}, "kind"), ({"subject": " "}, "subject"), ({"text": ""}, "text"), ({"asked": ""}, "asked"), ({"questions": ()}, "questions"),
     ({"questions": (Question("q1", "好吗", ("好",)),)}, "questions"), ({"questions": (Question("q1", "", ("好", "不好")),)}, "questions"),
     ({"questions": (Question("q1", "好吗", ("好", "好")),)}, "questions"), ({"questions": QUESTIONS * 11}, "questions"),
     ({"opens_on": date(2026, 10, 12)}, "opens_on"), ({"closes_on": date(2026, 10, 21)}, "closes_on")],
)  # fmt: skip
def test_an_announcement_says_everything(shifan: Any, changes: dict[str, Any], field: str) -> None:
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            opened(shifan, **changes)
        assert refused.value.rules == {"PUB-95"} and {one.field for one in refused.value.findings} == {field}
    assert not Round.objects.exists()


def test_seven_working_days_are_enough(shifan: Any) -> None:
    assert opened(shifan, closes_on=date(2026, 10, 22)).closes_on == date(2026, 10, 22)


@pytest.mark.parametrize(
    "changes", [{"subject": "长" * 121}, {"text": "隐\u200b字"}, {"questions": (Question("q1", "问" * 201),)}]
)
def test_what_nobody_can_read_is_named(shifan: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        opened(shifan, **changes)


@pytest.mark.parametrize("who", ["甲", "丙", "丁", "戊", "档", "系小管"])
def test_who_may_not_ask(shifan: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        opened(shifan, who)
    one = opened(shifan)
    answer(one)
    assert not queries.own_rounds(shifan.actor(who, AT)) and not waiting(shifan, one, who)


def test_an_answer_is_counted_once_and_names_nobody(shifan: Any) -> None:
    one = opened(shifan)
    assert answer(one) == answer(one) == f"{one.number}-1"
    assert answer(one, once="form-of-the-second", chosen={"q1": 1}, written={}) == f"{one.number}-2"
    results = queries.round_results(one)
    assert (results.answers, results.votes, results.texts, results.waiting) == (2, {"q1": (1, 1)}, {"q2": ()}, 1)
    told = [each for each in ledger.events(f"round:{one.id}") if each.kind == "publicity:opinion:received"]
    assert len(told) == 2 and WORDS not in str(told) and not list(rounds_unlike_the_ledger())


@pytest.mark.parametrize(
    "told",
    [
        {"chosen": {}},
        {"chosen": {"q1": 2}},
        {"chosen": {"q1": -1}},
        {"chosen": {"q9": 0}},
        {"chosen": {}, "written": {}},
    ],
)
def test_an_answer_that_chose_nothing_is_refused(shifan: Any, told: dict[str, Any]) -> None:
    one = opened(shifan)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            answer(one, **told)
        assert refused.value.rules == {"PUB-96"}
    assert not RoundAnswer.objects.exists()


def test_an_empty_shell_is_no_answer(shifan: Any) -> None:
    one = opened(shifan, questions=(Question("q1", "其他意见"),))
    for chosen in ({}, {"q1": 0}, {"q9": 0}):
        with pytest.raises(Refused) as refused:
            answer(one, chosen=chosen, written={"q1": " 　", "q9": "没有这一题"})
        assert refused.value.rules == {"PUB-96"} and not RoundAnswer.objects.exists()
    for wrong in ({"once": "short"}, {"written": {"q1": "长" * 1001}}, {"written": {"q1": "隐\u200b字"}}):
        with pytest.raises(Invalid):
            answer(one, **({"chosen": {}} | wrong))
    with pytest.raises(Invalid):
        operations.answer_round(
            round_id=uuid4(), chosen={}, written={}, once="form-of-nobody-at-all", by="system", at=AT
        )


def test_only_while_it_is_open(shifan: Any) -> None:
    one = opened(shifan, opens_on=date(2026, 10, 14))
    for at in (AT, OVER):
        with pytest.raises(Refused) as refused:
            answer(one, at=at)
        assert refused.value.rules == {"PUB-96"}
    assert one.state_name(AT.date()) == "未开始"
    assert answer(one, at=AT + timedelta(days=1)) and answer(
        one, once="form-of-the-last-day", at=datetime(2026, 10, 30, 23, 59, tzinfo=CHINA)
    )


def test_words_become_public_only_after_a_person_and_without_numbers(shifan: Any) -> None:
    one = opened(shifan)
    answer(one)
    (opinion,) = waiting(shifan, one)
    assert "13912345678" not in opinion.proposal and "【＊＊" in opinion.proposal and opinion.why
    assert queries.round_results(one).texts == {"q2": ()}
    with pytest.raises(Refused) as refused:
        decide(shifan, opinion, WORDS)
    assert refused.value.rules == {"PUB-97"}
    decide(shifan, opinion, opinion.proposal)
    assert queries.round_results(one).texts == {"q2": (opinion.proposal,)}
    with pytest.raises(Refused):
        decide(shifan, opinion, "", "全文是个人信息")
    assert not list(rounds_unlike_the_ledger())


@pytest.mark.parametrize(
    "public",
    [
        "检查前先亮码很好",
        "检查前先亮码不好，可以打 【＊＊电话】 找我",
        "【＊＊电话】亮码很好，可以打",
        "可以打【＊＊电话】找我",
        "很坏",
    ],
)
def test_nobody_turns_the_words_round(shifan: Any, public: str) -> None:
    one = opened(shifan)
    answer(one)
    with pytest.raises(Refused) as refused:
        decide(shifan, waiting(shifan, one)[0], public)
    assert refused.value.rules == {"PUB-97"} and RoundText.objects.get().state == "waiting"


def test_words_may_be_cut_with_marks_or_withheld_with_a_reason(shifan: Any) -> None:
    one = opened(shifan)
    answer(one)
    answer(one, once="form-of-the-second", written={"q2": "乱骂一通"})
    first, second = waiting(shifan, one)
    decide(shifan, first, "检查前【＊＊其他】很好，可以打【＊＊电话】找我")
    for reason in ("", "无关"):
        with pytest.raises(Refused):
            decide(shifan, second, " ", reason)
    decide(shifan, second, "", "与事项无关")
    results = queries.round_results(one)
    assert (results.withheld, len(results.texts["q2"])) == (1, 1)
    with pytest.raises(Invalid):
        operations.decide_opinion(
            opinion_id=uuid4(), public="", reason="与事项无关", by=shifan.actor("公", AT), at=OVER
        )


@pytest.mark.parametrize("who", ["甲", "市己", "监", "系小管"])
def test_another_organ_decides_nothing(shifan: Any, who: str) -> None:
    one = opened(shifan)
    answer(one)
    opinion = waiting(shifan, one)[0]
    for act in (
        lambda: decide(shifan, opinion, opinion.proposal, key=who),
        lambda: reply(shifan, one, key=who),
        lambda: stop(shifan, one, key=who),
    ):
        with pytest.raises(Forbidden):
            act()
    assert queries.opinion(opinion.id, by=shifan.actor(who, AT)) is None
    assert queries.own_round(one.id, by=shifan.actor(who, AT)) is None


def test_the_reply_comes_after_the_end_after_every_decision_and_once(shifan: Any) -> None:
    one = opened(shifan)
    answer(one)
    for at in (AT, OVER):
        with pytest.raises(Refused) as refused:
            reply(shifan, one, at=at)
        assert refused.value.rules == {"PUB-99"}
    decide(shifan, waiting(shifan, one)[0], "", "全文是个人信息")
    for words in ("", "好"):
        with pytest.raises(Refused):
            reply(shifan, one, words)
    assert reply(shifan, one).state_name(OVER.date()) == "已答复"
    with pytest.raises(Refused):
        reply(shifan, one, "再答复一次看看行不行")
    with pytest.raises(Invalid):
        operations.reply_round(round_id=uuid4(), reply="没有这一次", by=shifan.actor("公", AT), at=OVER)
    assert not list(rounds_unlike_the_ledger())


def test_a_missing_reply_is_named_from_the_day_after_its_last(shifan: Any) -> None:
    one = opened(shifan)
    last = one.reply_due
    assert not queries.late_rounds(None, last)
    ((late, finding),) = queries.late_rounds(None, last + timedelta(days=1))
    assert (late.id, finding.rule) == (one.id, "PUB-98") and one.subject in finding.message
    assert queries.late_rounds(one.organ_id, last + timedelta(days=1)) and not queries.late_rounds(
        uuid4(), date(2027, 1, 4)
    )
    assert [each.id for each in queries.rounds_owing(one.organ_id, OVER.date())] == [one.id]
    reply(shifan, one)
    assert not queries.late_rounds(None, date(2027, 1, 4)) and not queries.rounds_owing(one.organ_id, OVER.date())
    assert not rules.late_reply(queries.public_round(one.number) or one, date(2027, 1, 4))


def test_a_round_may_be_stopped_with_a_public_reason(shifan: Any) -> None:
    one = opened(shifan)
    for reason in ("", "错了"):
        with pytest.raises(Refused) as refused:
            stop(shifan, one, reason)
        assert refused.value.rules == {"PUB-99"}
    done = stop(shifan, one)
    assert done.state_name(AT.date()) == "已停止" and not queries.late_rounds(None, date(2027, 1, 4))
    for act in (lambda: answer(one), lambda: reply(shifan, one), lambda: stop(shifan, one, "再停止一次看看")):
        with pytest.raises(Refused):
            act()
    assert not list(rounds_unlike_the_ledger())


@pytest.mark.parametrize(
    ("model", "changes", "message"),
    [(Round, {"subject": "换了事项"}, "发布的内容"), (Round, {"reply": "换了答复"}, "公开的答复"), (RoundVote, {"choice": 1}, "收到的意见"),
     (RoundText, {"text": "换了原文"}, "收到的意见"), (RoundText, {"public_text": "换了公开的文字"}, "是否公开"), (RoundText, {"state": "waiting"}, "是否公开")],
)  # fmt: skip
def test_what_was_changed_past_the_system_is_named(
    shifan: Any, model: Any, changes: dict[str, Any], message: str
) -> None:
    one = opened(shifan)
    answer(one)
    decide(shifan, waiting(shifan, one)[0], rules.proposed(WORDS, AT.date())[0])
    reply(shifan, one)
    model.objects.update(**changes)
    assert [each.message for each in rounds_unlike_the_ledger() if message in each.message]


def test_an_answer_or_a_round_that_is_gone_is_named(shifan: Any) -> None:
    one = opened(shifan)
    answer(one)
    for model in (RoundVote, RoundText, RoundAnswer):
        model.objects.all().delete()
    assert [each.message for each in rounds_unlike_the_ledger()] == ["收到的意见与台账登记的不符（改动、多出或者缺少）"]
    Round.objects.all().delete()
    assert ["被删除" in each.message for each in rounds_unlike_the_ledger()] == [True]
