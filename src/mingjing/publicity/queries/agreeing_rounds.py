"""Whether rounds of comments, every answer, every decision on a text and the replies are still what the ledger says."""

from collections.abc import Iterator
from hashlib import sha256

from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.publicity.events import Event
from mingjing.publicity.models import Round, RoundText
from mingjing.publicity.rules.rounds import announced, answered, decided
from mingjing.publicity.terms import OpinionState


def rounds_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, round by round; and the streams of those that are gone."""
    known = set()
    for row in Round.objects.order_by("opened_at", "pk").iterator():
        known.add(f"round:{row.pk}")
        for fault in _round(row, ledger.whole(f"round:{row.pk}")):
            yield Difference(f"{row.number}", fault)
    for stream in sorted(ledger.streams("round:") - known):
        yield Difference(stream, "台账记有这次评议或者征求意见，业务库里没有（被删除）")


def _round(row: Round, events: tuple[EventFacts, ...]) -> Iterator[str]:
    by_kind: dict[str, list[EventFacts]] = {}
    for one in events:
        by_kind.setdefault(one.kind, []).append(one)
    opened = [one.payload["announced"] for one in by_kind.get(Event.ROUND_OPENED, ())]
    if opened != [announced(row.facts())]:
        yield "发布的内容与台账登记的不符"
    ends = [one.payload["reply_sha256"] for one in by_kind.get(Event.ROUND_REPLIED, ())]
    stops = [one.payload["reason_sha256"] for one in by_kind.get(Event.ROUND_STOPPED, ())]
    if ends != ([_digest(row.reply)] if row.replied_at else []):
        yield "公开的答复与台账登记的不符"
    if stops != ([_digest(row.stopped_reason)] if row.stopped_at else []):
        yield "停止的理由与台账登记的不符"
    if {one.payload["receipt"]: one.payload["answer"] for one in by_kind.get(Event.OPINION_RECEIVED, ())} != _answers(
        row
    ):
        yield "收到的意见与台账登记的不符（改动、多出或者缺少）"
    told = {one.payload["opinion"]: one.payload["decided"] for one in by_kind.get(Event.OPINION_DECIDED, ())}
    held = RoundText.objects.filter(round=row).exclude(state=OpinionState.WAITING)
    if told != {str(one.pk): decided(one.state, one.public_text, one.reason) for one in held}:
        yield "意见是否公开的决定与台账登记的不符"


def _answers(row: Round) -> dict[str, str]:
    return {
        one.number: answered(
            {vote.question: vote.choice for vote in one.votes.all()}, {text.question: text.text for text in one.texts.all()}
        )
        for one in row.answers.prefetch_related("votes", "texts").iterator(chunk_size=500)
    }  # fmt: skip


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
