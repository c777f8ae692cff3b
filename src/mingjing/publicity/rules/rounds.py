"""Rounds of comments: what an announcement says, who may answer when, which words become public, by when the organ replies."""

import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from uuid import UUID

from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.hashing import canonical
from mingjing.kernel.periods import Due, Kind, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.rules.clocks import parameters
from mingjing.publicity.rules.redaction import candidates, leaks, redacted
from mingjing.publicity.terms import Candidate, OpinionState, Publishable, Question, RoundDraft, RoundFacts, RoundKind

_OPEN = "天津市宝坻区实施方案（接受社会监督，地方做法）"
_MARK = re.compile("【＊＊[^【】]{1,4}】")
MOST_QUESTIONS, MOST_CHOICES, SHORTEST = 20, 10, 6


def first_last_day(opens_on: date, calendar: Workdays) -> date:
    """The first day on which a round that opens on a day may close."""
    figure = parameters().at("round.open", opens_on)
    last: date = due(opens_on, figure.period, Kind.AGENCY_DUTY, calendar).due
    return last


@rule("PUB-95", cites=(_OPEN, "国办发〔2018〕37号"), acts=("open_round",))
def round_says(draft: RoundDraft, today: date, calendar: Workdays) -> tuple[Finding, ...]:
    """评议、征求意见写明事项、说明、请谁评议和问题，开始不早于发布当日，开放的时间不少于规定的日数。"""
    found = []
    if draft.kind not in set(RoundKind):
        found.append(round_says.finding("没有选是评议还是征求意见", next_step="请选一种", field="kind"))
    for name, label in (("subject", "事项"), ("text", "说明"), ("asked", "请谁评议")):
        if len(getattr(draft, name).strip()) < 2:
            found.append(round_says.finding(f"没有写{label}", next_step=f"请填写{label}", field=name))
    found += _questions(draft.questions)
    if draft.opens_on < today:
        found.append(round_says.finding("开始日期早于今天", next_step="从今天或者以后开始", field="opens_on"))
    elif draft.closes_on < (first := first_last_day(draft.opens_on, calendar)):
        step = f"截止日期写 {first.isoformat()} 或者以后"
        found.append(round_says.finding("开放的时间太短", next_step=step, field="closes_on"))
    return tuple(found)


def _questions(questions: tuple[Question, ...]) -> list[Finding]:
    say, step = round_says.finding, "一行一个问题，有选项的在后面写“｜选项｜选项”，没有选项的由公众自己写"
    if not questions:
        return [say("没有问题", next_step=step, field="questions")]
    if len(questions) > MOST_QUESTIONS:
        return [
            say(
                f"问题有 {len(questions)} 个，最多 {MOST_QUESTIONS} 个", next_step="请删减或者分两次", field="questions"
            )
        ]
    wrong = [
        one for one in questions
        if not one.text.strip() or len(one.choices) == 1 or len(one.choices) > MOST_CHOICES or len(set(one.choices)) < len(one.choices)
    ]  # fmt: skip
    told = "没有问题的文字、只有一个选项、选项重复或者超过十个"
    return [say(f"“{one.text[:20]}”：{told}", next_step=step, field="questions") for one in wrong]


@rule("PUB-96", cites=_OPEN, acts=("answer_round",))
def answer_fits(
    one: RoundFacts, chosen: Mapping[str, int], written: Mapping[str, str], on: date
) -> tuple[Finding, ...]:
    """只在开放的日期里收取意见；有选项的问题每题选一项，至少回答一个问题；不需要账号，不登记是谁。"""
    if not one.takes_answers(on):
        when = "已经停止" if one.stopped_at else "还没有开始" if on < one.opens_on else "已经截止"
        return (answer_fits.finding(f"{one.number} {when}", next_step="有意见可以写咨询或者投诉举报", field=""),)
    found = []
    for each in one.questions:
        picked = chosen.get(each.key)
        if not each.is_free and (picked is None or not 0 <= picked < len(each.choices)):
            found.append(answer_fits.finding(f"“{each.text[:20]}”没有选", next_step="请选一项", field=each.key))
    free = all(each.is_free for each in one.questions)
    if free and not any(text.strip() for text in written.values()):
        found.append(
            answer_fits.finding("一个问题也没有回答", next_step="至少回答一个问题", field=one.questions[0].key)
        )
    return tuple(found)


def proposed(text: str, on: date) -> tuple[str, tuple[str, ...]]:
    """A free text without what the rules of redaction would take out, and why each place."""
    found: tuple[Candidate, ...] = candidates(_as_decision(text, on), "full")
    return redacted({"p0": text}, found)["p0"], tuple(dict.fromkeys(one.why for one in found))


def _as_decision(text: str, on: date) -> Publishable:
    """A free text in the shape that the rules of redaction read; nothing else is known of it."""
    return Publishable(
        source_ref="", organ_id=UUID(int=0), organ_name="", organ_code="", number="", decided_on=on, category="other", outcome="",
        party_name="", party_kind="legal_person", cause="", violation="", result="", basis=(), full_text=(text,),
    )  # fmt: skip


@rule("PUB-97", cites=("政府信息公开条例第十五条", _OPEN), acts=("decide_opinion",))
def opinion_may_be_public(state: str, original: str, public: str, reason: str, on: date) -> tuple[Finding, ...]:
    """公众写的意见逐条由人决定以后才公开：只能换成标记，不得改写；身份证号码等不得留下；不公开的写明理由。一条决定一次。"""
    say = opinion_may_be_public.finding
    if state != OpinionState.WAITING:
        return (say("这条意见已经决定过", next_step="刷新页面，看已经作出的决定"),)
    if not public.strip():
        if len(reason.strip()) >= 4:
            return ()
        return (say("不公开的没有写理由", next_step="写明理由（不少于 4 个字），理由的种类向社会公开", field="reason"),)
    if not _only_shorter(original, public):
        step = "不应公开的部分换成【＊＊姓名】这样的标记，其他文字不要动"
        return (say("公开的文字与原文不一致", next_step=step, field="public"),)
    left = leaks({"p0": public}, removed=(), kept=(), natural=True, on=on)
    return tuple(say(why, next_step="请删去，或者不公开这条意见", field="public") for _, why in left)


def _only_shorter(original: str, public: str) -> bool:
    """Whether a text is the original with stretches taken out, each replaced by a mark: nobody's words are turned round."""
    whole, pieces = "".join(original.split()), ["".join(piece.split()) for piece in _MARK.split(public)]
    if len(pieces) == 1:
        return pieces[0] == whole
    if not whole.startswith(pieces[0]) or not whole.endswith(pieces[-1]):
        return False
    at, end = len(pieces[0]), len(whole) - len(pieces[-1])
    for piece in pieces[1:-1]:
        found = whole.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


@rule("PUB-98", cites=_OPEN, acts=("clock",))
def reply_by(closes_on: date, calendar: Workdays) -> Due:
    """评议、征求意见截止以后，在规定的期限内公开采纳情况和答复。"""
    return due(closes_on, parameters().at("round.reply", closes_on).period, Kind.AGENCY_DUTY, calendar)


def late_reply(one: RoundFacts, on: date) -> tuple[Finding, ...]:
    """PUB-98 asked as a clock: the reply that should be public by now. A warning."""
    if not one.owes_reply(on) or on <= one.reply_due:
        return ()
    told = f"{one.organ_name}的 {one.number}（{one.subject}）应在 {one.reply_due.isoformat()} 以前公开答复，还没有答复"
    return (reply_by.finding(told, weight=Weight.WARN, next_step="逐条决定意见是否公开，写明采纳情况，公开答复"),)


@rule("PUB-99", cites=_OPEN, acts=("reply_round",))
def reply_says(one: RoundFacts, reply: str, waiting: int, on: date) -> tuple[Finding, ...]:
    """截止以后公开答复一次，写明采纳情况和理由；每一条意见先决定是否公开。"""
    say = reply_says.finding
    if one.replied_at is not None or one.stopped_at is not None:
        told = "已经公开答复过" if one.replied_at else "已经停止"
        return (say(f"{one.number} {told}", next_step="刷新页面，看现在的情况"),)
    if not one.is_over(on):
        return (say(f"{one.number} 还没有截止", next_step=f"{one.closes_on.isoformat()} 以后再答复"),)
    found = []
    if waiting:
        found.append(say(f"还有 {waiting} 条意见没有决定是否公开", next_step="先逐条决定"))
    if len(reply.strip()) < SHORTEST:
        step = f"写明采纳了什么、没有采纳什么、为什么（不少于 {SHORTEST} 个字）"
        found.append(say("没有写明答复的内容", next_step=step, field="reply"))
    return tuple(found)


@rule("PUB-99", cites=_OPEN, acts=("stop_round",))
def stop_says(one: RoundFacts, reason: str, on: date) -> tuple[Finding, ...]:
    """截止以前可以停止一次，写明理由，理由向社会公开。"""
    if one.is_over(on) or one.replied_at is not None:
        return (stop_says.finding(f"{one.number} 已经结束，不能再停止", next_step="截止以后请公开答复"),)
    if len(reason.strip()) < SHORTEST:
        step = f"写明为什么停止（不少于 {SHORTEST} 个字），理由向社会公开"
        return (stop_says.finding("没有写停止的理由", next_step=step, field="reason"),)
    return ()


def announced(one: RoundFacts) -> str:
    """SHA-256 of what an announcement says."""
    told = {
        "number": one.number, "kind": one.kind, "subject": one.subject, "text": one.text, "asked": one.asked,
        "questions": [[each.key, each.text, list(each.choices)] for each in one.questions], "opens_on": one.opens_on.isoformat(),
        "closes_on": one.closes_on.isoformat(), "reply_due": one.reply_due.isoformat(),
    }  # fmt: skip
    return sha256(canonical(told)).hexdigest()


def answered(chosen: Mapping[str, int], written: Mapping[str, str]) -> str:
    """SHA-256 of one answer."""
    return sha256(canonical({"chosen": dict(chosen), "written": dict(written)})).hexdigest()


def decided(state: str, public: str, reason: str) -> str:
    """SHA-256 of what was decided on a free text."""
    return sha256(canonical({"state": str(state), "public": public, "reason": reason})).hexdigest()
