"""The part of the audit that outsiders make possible: does what they signed fit what lies here, and is the clock right?"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from django.conf import settings

from mingjing.foundation.timestamps import NotStamped
from mingjing.ledger import notes
from mingjing.ledger.models import Cosignature, Head, Stamp
from mingjing.ledger.queries.stamping import checked
from mingjing.ledger.queries.witnessing import trusted
from mingjing.ledger.terms import BY_STAMP, BY_WITNESS, Difference, PolicyBroken
from mingjing.ledger.trees import HASHERS
from mingjing.ledger.verifier.merkle_paths import note_parts
from mingjing.ledger.verifier.policies import Witness, cosigned_at
from mingjing.ledger.verifier.saying import Bad

OWN_CLOCK = ("ledger:heart", "ledger:clock")
"""Streams whose entries bear the time of the machine, not the time of an act."""
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class Vouched:
    """What witnesses and authorities vouch for, held against the heads that lie here."""

    def __init__(self, heads: Mapping[int, Head]) -> None:
        self._heads = heads
        self._moments: list[tuple[int, datetime, str]] = []
        self._sizes: list[int] = []
        self._not_before: list[datetime] = []
        self._not_after: list[datetime] = []

    def faults(self) -> Iterator[Difference]:
        """Every cosignature and every stamp that does not fit its checkpoint; what fits bounds the clock."""
        yield from self._cosignatures()
        yield from self._stamps()
        self._moments.sort()
        self._sizes = [size for size, _, _ in self._moments]
        times = [at for _, at, _ in self._moments]
        self._not_before = list(accumulate(times, max))
        self._not_after = list(accumulate(reversed(times), min))[::-1]

    def _cosignatures(self) -> Iterator[Difference]:
        try:
            known = {one.name: one for one in trusted().witnesses.values()}
        except PolicyBroken as failure:
            yield Difference("见证策略", str(failure), BY_WITNESS)
            known = {}
        for row in Cosignature.objects.order_by("size").iterator(chunk_size=2000):
            place = f"检查点（{row.size} 条）"
            head = self._heads.get(row.size)
            if head is None or row.tree not in HASHERS:
                yield Difference(place, f"{row.witness}见证过这个检查点，库里却没有（台账被退回或截断）", BY_WITNESS)
            elif not _told(row, head) or (row.witness in known and not _cosigned(row, head, known[row.witness])):
                yield Difference(place, f"{row.witness}的见证签名与库里的检查点不符（历史或签名被改写）", BY_WITNESS)
            elif row.witness in known:
                self._moments.append((row.size, row.at, BY_WITNESS))

    def _stamps(self) -> Iterator[Difference]:
        for row in Stamp.objects.order_by("size").iterator(chunk_size=500):
            place = f"检查点（{row.size} 条）"
            head = self._heads.get(row.size)
            if head is None or row.tree not in HASHERS:
                yield Difference(place, "盖过时间戳的检查点，库里却没有（台账被退回或截断）", BY_STAMP)
                continue
            if hashlib.sha256(bytes(row.token)).hexdigest() != row.digest:
                yield Difference(place, "时间戳在收下之后被改动", BY_STAMP)
                continue
            try:
                stamped = checked(head, row.tree, bytes(row.token))
            except NotStamped as failure:
                yield Difference(place, f"{row.tree} 检查点的时间戳不成立：{failure}", BY_STAMP)
                continue
            if (stamped.at, stamped.authority) != (row.at, row.authority):
                yield Difference(place, "时间戳的时间或机构与登记的不符", BY_STAMP)
            self._moments.append((row.size, stamped.at, BY_STAMP))

    def clock(self, index: int, stream: str, at: datetime | None) -> Iterator[Difference]:
        """Whether a time of the machine lies where the vouched times around it allow."""
        if not self._moments or stream not in OWN_CLOCK or at is None:
            return
        place = bisect_right(self._sizes, index)
        slack = timedelta(seconds=settings.MINGJING_CLOCK_TOLERANCE)
        before = self._not_before[place - 1] if place else FIRST
        after = self._not_after[place] if place < len(self._moments) else LAST
        if before > FIRST and at < before - slack:
            who = self._who(before)
            yield Difference(f"第 {index} 条", f"登记时间早于它之前的检查点的{who}时间（时钟被拨回）", who)
        if after < LAST and at > after + slack:
            who = self._who(after)
            yield Difference(f"第 {index} 条", f"登记时间晚于包含它的检查点的{who}时间（时钟被拨快）", who)

    def _who(self, at: datetime) -> str:
        return next(who for _, moment, who in self._moments if moment == at)


def _told(row: Cosignature, head: Head) -> bool:
    """Whether the row says what its line says, and is named by it: true of witnesses that we no longer ask, too."""
    note = str(head.checkpointsm3 if row.tree == "sm3" else head.checkpoint256)
    text = note.rpartition("\n\n")[0] + "\n"
    return row.digest == hashlib.sha256(f"{text}\n{row.line}".encode()).hexdigest() and row.line.split(" ")[1:2] == [
        row.witness
    ]


def _cosigned(row: Cosignature, head: Head, witness: Witness) -> bool:
    """Whether the line lies over our checkpoint and says what its columns say."""
    note = str(head.checkpointsm3 if row.tree == "sm3" else head.checkpoint256)
    try:
        text, _ = note_parts(note)
        _, lines = note_parts(f"{text}\n{row.line}")
    except Bad:
        return False
    at = max((cosigned_at(text, witness, raw) for name, raw in lines if name == witness.name), default=-1)
    return at == int(row.at.timestamp()) and notes.origin(row.tree) == text.split("\n", 1)[0]
