"""What the room tells others after commit. Payloads are public-safe: ids, numbers, dates, digests, never contents."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    SCHEDULED = "publicity:decision:scheduled"
    PROPOSED = "publicity:redaction:proposed"
    DECIDED = "publicity:span:decided"
    SPAN_ADDED = "publicity:span:added"
    CONFIRMED = "publicity:redaction:confirmed"
    REOPENED = "publicity:redaction:reopened"
    FILE_ATTACHED = "publicity:file:attached"
    FILE_PROPOSED = "publicity:file:proposed"
    FILE_DECIDED = "publicity:file:decided"
    FILE_MARKED = "publicity:file:marked"
    FILE_CONFIRMED = "publicity:page:confirmed"
    FILE_DROPPED = "publicity:file:dropped"
    RELEASED = "publicity:decision:released"
    CORRECTED = "publicity:decision:corrected"
    CALLED_BACK = "publicity:decision:called-back"
    WITHDRAWN = "publicity:decision:withdrawn"
    EXPIRED = "publicity:decision:expired"
    REPAIR_ASKED = "publicity:repair:asked"
    REPAIR_REFUSED = "publicity:repair:refused"
    REPAIRED = "publicity:decision:repaired"
    REPUBLISHED = "publicity:decision:republished"
    EXEMPTED = "publicity:decision:exempted"
    RESUMED = "publicity:decision:resumed"
    CHART_PUBLISHED = "publicity:chart:published"
    ENTRY_COLLECTED = "publicity:entry:collected"
    ENTRY_DRAWN = "publicity:entries:drawn"
    ENTRY_REVISED = "publicity:entry:revised"
    ENTRY_CHECKED = "publicity:entry:checked"
    ENTRY_RETURNED = "publicity:entry:returned"
    ENTRY_RELEASED = "publicity:entry:released"
    ENTRY_RETIRED = "publicity:entry:retired"
    ENTRY_DROPPED = "publicity:entry:dropped"
    ENTRY_OUTDATED = "publicity:entry:outdated"
    ENTRY_IN_FORCE = "publicity:entry:in-force"
    KIND_STAFFED = "publicity:kind:staffed"
    TEXTS_DRAFTED = "publicity:texts:drafted"
    LETTER_RECEIVED = "publicity:letter:received"
    LETTER_ANSWERED = "publicity:letter:answered"
    INDEXED = "publicity:decisions:indexed"
    ENTRIES_INDEXED = "publicity:entries:indexed"
    SUBSCRIPTION_ASKED = "publicity:subscription:asked"
    SUBSCRIPTION_CONFIRMED = "publicity:subscription:confirmed"
    SUBSCRIPTION_ENDED = "publicity:subscription:ended"
    SUBSCRIPTIONS_SENT = "publicity:subscriptions:sent"
    SUBSCRIPTIONS_SWEPT = "publicity:subscriptions:swept"
    VISIT_OPENED = "publicity:visit:opened"
    VISIT_CONFIRMED = "publicity:visit:confirmed"
    VISIT_CLOSED = "publicity:visit:closed"
    VISIT_RATED = "publicity:visit:rated"
    ROUND_OPENED = "publicity:round:opened"
    OPINION_RECEIVED = "publicity:opinion:received"
    OPINION_DECIDED = "publicity:opinion:decided"
    ROUND_REPLIED = "publicity:round:replied"
    ROUND_STOPPED = "publicity:round:stopped"
    RIGHTS_PUBLISHED = "publicity:rights:published"
    PROGRESS_NOTED = "publicity:progress:noted"
    APPLICATION_RECEIVED = "publicity:application:received"
    APPLICATION_ACCEPTED = "publicity:application:accepted"
    APPLICATION_DECLINED = "publicity:application:declined"
    APPLICATION_TAKEN_UP = "publicity:application:taken-up"
    APPLICATION_REGISTERED = "publicity:application:registered"
    APPLICATION_ANSWER_DRAFTED = "publicity:application:answer-drafted"
    APPLICATION_ANSWER_RETURNED = "publicity:application:answer-returned"
    APPLICATION_ANSWERED = "publicity:application:answered"
    APPLICATION_CLOSED = "publicity:application:closed"
    APPLICATION_READ = "publicity:application-file:read"


@dataclass(frozen=True, slots=True)
class Moved:
    """A publication has moved. `ledger_index` is the entry of the move, `code` its reason (see `REASONS`), `moved_at` its moment."""

    publication_id: str
    source_ref: str
    organ_id: str
    number: str
    state: str
    day: str
    ledger_index: int
    code: str = ""
    moved_at: str = ""

    def payload(self) -> dict[str, Any]:
        """As the outbox keeps it."""
        return asdict(self)
