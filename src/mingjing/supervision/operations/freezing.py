"""What every signing does: check the text, freeze the figures, write the report, the ledger entry and the event."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from mingjing.foundation import typesetting
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.supervision.events import Event
from mingjing.supervision.models import Report
from mingjing.supervision.rules.drafting import unfinished
from mingjing.supervision.rules.freezing import freeze, report_digest
from mingjing.supervision.terms import Annual, ReportFacts, Scope

Made = TypeVar("Made")
LONGEST_TEXT = 2000
LONGEST_WHY = 500


@dataclass(frozen=True, slots=True)
class Signing:
    """A report about to be signed. `seq`: the number it was judged to be; 0 where its own list judges that."""

    scope: Scope
    event: Event
    figures: Annual
    text: str
    region: str
    reason: str = ""
    edition_id: UUID | None = None
    children: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
    late: Sequence[str] = ()
    seq: int = 0


def refuse(*findings: Sequence[Finding]) -> None:
    """Raise Refused with every blocking finding, if there is one."""
    stopping = blocking([finding for group in findings for finding in group])
    if stopping:
        raise Refused(*stopping)


def typed(most: Mapping[str, int], **texts: str) -> None:
    """Raise Invalid, field by field, for what is too long or cannot be kept."""
    errors: dict[str, list[str]] = {}
    for name, text in texts.items():
        if problems := clean(text)[1]:
            errors[name] = problems
        elif len(text) > most[name]:
            errors[name] = [f"最多 {most[name]} 个字，现在是 {len(text)} 个字，请删减"]
    if errors:
        raise Invalid(errors)


def grounds(field_name: str, words: str, texts: Iterable[str]) -> None:
    """Raise Invalid where a reason is too long or cannot be kept; a table of reasons has one message."""
    if any(clean(text)[1] or len(text) > LONGEST_WHY for text in texts):
        raise Invalid({field_name: [f"{words}最多 {LONGEST_WHY} 个字，不能有无法保存的字符"]})


def tidy_text(text: str) -> str:
    """The text part as it is kept. Raises Invalid (field `text`) where it is empty, unfinished or cannot be printed."""
    tidy, problems = clean(text)
    tidy = "\n".join(line.strip() for line in tidy.splitlines() if line.strip())
    problems = problems or [
        typesetting.unprintable(char, "总体情况") for char, _ in typesetting.missing_glyphs({"text": tidy})
    ]
    if not tidy:
        problems = ["请写总体情况"]
    elif len(tidy) > LONGEST_TEXT:
        problems = [f"最多 {LONGEST_TEXT} 个字，现在是 {len(tidy)} 个字，请删减"]
    elif unfinished(tidy):
        problems = ["请把“（请补充：…）”这一行换成本机关的内容，或者删去"]
    if problems:
        raise Invalid({"text": problems})
    return tidy


def keep(one: Signing, *, by: Actor, at: datetime) -> ReportFacts:
    """Write the report with its digest, its ledger entry and its event. Raises Invalid where another was quicker."""
    told, now = freeze(one.figures), one.figures
    name = one.region if one.scope == Scope.ROLLUP else now.organ_name
    children = [list(child) for child in one.children]
    rows = Report.objects.filter(scope=one.scope, organ_id=now.organ_id, year=now.year, quarter=now.quarter)
    row = Report(
        scope=one.scope, organ_id=now.organ_id, organ_name=now.organ_name if one.scope != Scope.ROLLUP else by.organ_name,
        region=one.region, year=now.year, quarter=now.quarter, figures=told, text=one.text, reason=one.reason.strip(),
        seq=one.seq or last_seq(rows) + 1, edition_id=one.edition_id,
        digest=report_digest(one.scope, name, now.year, now.quarter, told, one.text, children), children=children,
        late=list(one.late), signed_by=by.person_id, signed_name=by.name, signed_at=at,
    )  # fmt: skip
    logged = {
        "report_id": str(row.pk), "scope": one.scope, "organ_id": str(now.organ_id), "year": now.year, "quarter": now.quarter,
        "seq": row.seq, "digest": row.digest, "counting": now.counting, "severity": now.severity,
    }  # fmt: skip
    stream = f"report:{now.organ_id}:{now.year}:{now.quarter}"
    row.ledger_index = append(kind=one.event, stream=stream, at=at, by=by, payload=logged).index
    alone(lambda: row.save(force_insert=True), "year", "别人刚刚定稿了这份报告，请刷新后再看")
    emit(one.event, at=at, **logged)
    return Report.objects.select_related("edition", "receipt").get(pk=row.pk).facts()


def last_seq(rows: "QuerySet[Report]") -> int:
    """The number of the newest of these reports; 0 where there is none."""
    return rows.order_by("-seq").values_list("seq", flat=True).first() or 0


def alone(write: Callable[[], Made], field_name: str, message: str) -> Made:
    """Write where only one may be; whoever comes second is told so (Invalid) and nothing of theirs stays."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        raise Invalid({field_name: [message]}) from None
