"""What is owed and nobody did in time: letters, supervision orders, receipts of channels, repairs, random checks, replies to rounds,
answers to objections of grading, quarter reports, work without anybody to do it.

Each is a finding of a rule with a way to where it is settled. A bounded number of queries, whatever the organs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from mingjing.archives import queries as filed
from mingjing.cases.queries.coverage import unfilmed
from mingjing.exchange import queries as exchange
from mingjing.foundation.pages import page_url
from mingjing.foundation.people import Actor, Role
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import queries as publicity
from mingjing.records import queries as records
from mingjing.supervision import queries as reports
from mingjing.supervision.terms import Duty

MOST = 50
QUARTER = "SUP-17"


@dataclass(frozen=True, slots=True)
class Owed:
    """One line: the rule, what is late, what is to be done, and the page for it."""

    rule: str
    message: str
    step: str
    href: str


def owed(actor: Actor, now: datetime) -> tuple[Owed, ...]:
    """Every organ's for a supervisor, the own organ's for a head; of each kind at most so many, the latest first."""
    today = timezone.localdate(now)
    own = None if actor.has(Role.SUPERVISOR) else actor.organ_id
    known = {one.id: one for one in organs.organs()}
    channels, duties = reverse("bureau:channels"), reports.duties(actor, today)
    return (
        *(Owed(one.rule, one.message, one.next_step, channels) for one in exchange.late_deliveries(own, today, limit=MOST)),
        *(
            Owed(one.rule, one.message, one.next_step, reverse("bureau:credit_item", args=[request.item.id]))
            for request, one in exchange.late_requests(own, today, limit=MOST)
        ),
        *_late_letters(actor, known, now),
        *(
            Owed(one.rule, f"{order.organ_name}：{one.message}", one.next_step, reverse("bureau:order", args=[order.id]))
            for order, one in reports.late_orders(actor, today, limit=MOST)
        ),
        *(
            Owed(found.rule, found.message, found.next_step, reverse(f"bureau:{one.page}", args=list(one.place)))
            for one, found in reports.late_objections(duties, today)
        ),
        *(
            Owed(found.rule, f"{organ}：{found.message}", found.next_step, reverse("bureau:concern", args=[key]))
            for key, organ, found in reports.late_concerns(actor, now, limit=MOST)
        ),
        *_answering_for(actor, today),
        *(_quarter(one) for one in duties if _is_late_quarter(one, now)),
        *(
            Owed(
                finding.rule, finding.message, finding.next_step,
                reverse("bureau:publication", args=[one.publication_id]) if one.publication_id else reverse("bureau:visits"),
            )
            for one, finding in publicity.unpublished_checks(own, today, limit=MOST)
        ),
        *(
            Owed(
                finding.rule, finding.message, finding.next_step,
                reverse("bureau:round", args=[one.id]) if one.organ_id == actor.organ_id else page_url("portal:round", one.number, default=reverse("bureau:supervision")),
            )
            for one, finding in publicity.late_rounds(own, today, limit=MOST)
        ),
        *_late_applications(actor, now),
        *_unfilmed(actor, known, now),
        *_vacant(actor, known, now),
        *_forms_and_papers(own, known, today),
        *_lent_and_audited(own, known, today),
    )  # fmt: skip


def _answering_for(actor: Actor, today: date) -> tuple[Owed, ...]:
    """Who answers for a wrong decision (SUP-118), circulars some organ has not reported on, decisions not lodged (SUP-137)."""
    items = tuple(
        Owed(found.rule, f"{organ}：{found.message}", found.next_step, reverse("bureau:liability", args=[key]))
        for key, organ, found in reports.late_liabilities(actor, today, limit=MOST)
    )
    told = reports.late_circulars(actor, today, limit=MOST)
    lodged = reports.late_lodgings(actor, today, limit=MOST)
    return (
        *items,
        *(
            Owed(found.rule, f"{organ}：{found.message}", found.next_step, reverse("bureau:lodging", args=[key]))
            for key, organ, found in lodged
        ),
        *(
            Owed(found.rule, found.message, found.next_step, reverse("bureau:circular", args=[key]))
            for key, found in told
        ),
    )


def _lent_and_audited(own: UUID | None, known: Mapping[UUID, OrganFacts], today: date) -> tuple[Owed, ...]:
    """Paper of the archives that did not come back (ARCH-47); for a supervisor, what the nightly audit says (ARCH-51, ARCH-52)."""
    lent = tuple(
        Owed(
            told.rule, f"{known[one.organ_id].name}：{told.message}" if own is None and one.organ_id in known else told.message, told.next_step,
            reverse("bureau:lending", args=[one.id]) if own else reverse("bureau:supervision"),
        )
        for one, told in filed.late_lendings(own, today, limit=MOST)
    )  # fmt: skip
    audited = () if own else filed.patrol_alerts(today)
    return (*lent, *(Owed(told.rule, told.message, told.next_step, reverse("bureau:patrols")) for _, told in audited))


def _forms_and_papers(own: UUID | None, known: Mapping[UUID, OrganFacts], today: date) -> tuple[Owed, ...]:
    """Forms in use that are not filed (FORM-04, FORM-05); for a head, scans of the organ nobody settled (PAPER-01)."""
    forms = tuple(
        Owed(told.rule, f"{known[one.organ_id].name}：{told.message}" if own is None else told.message, told.next_step, reverse("bureau:form_filing", args=[one.id]))
        for one, told in records.filing_alerts(own, today, limit=MOST)
    )  # fmt: skip
    papers = tuple(
        Owed("PAPER-01", f"有 {count} 页扫描件待对应、待核对或者有出入", "请逐页办理", reverse("bureau:papers"))
        for count in (records.owed_papers(own).values() if own else ())
    )
    return (*forms, *papers)


def _late_letters(actor: Actor, known: Mapping[UUID, OrganFacts], now: datetime) -> tuple[Owed, ...]:
    """What the public was not answered in time: every organ of the region for a supervisor, the own for a head (PUB-28).

    Numbers only; the letters open for those who answer them.
    """
    own = known[actor.organ_id]
    heard = [one for one in known.values() if one.region == own.region] if actor.has(Role.SUPERVISOR) else [own]
    slugs = {one.id: one.slug for one in heard}
    return tuple(
        Owed(one.rule, f"{letter.handler_name}：{one.message}", one.next_step, reverse("bureau:letters"))
        if letter.handler_id == own.id
        else Owed(one.rule, f"{letter.handler_name}：{one.message}", "必要时督办", reverse("bureau:supervision_organ", args=[slugs[letter.handler_id]]))
        for letter, one in publicity.late_letters(list(slugs), timezone.localdate(now), limit=MOST)
    )  # fmt: skip


def _late_applications(actor: Actor, now: datetime) -> tuple[Owed, ...]:
    """Online applications that were not moved in time: every organ's for a supervisor, the own organ's for a head."""
    own = None if actor.has(Role.SUPERVISOR) else [actor.organ_id]
    return tuple(
        Owed(one.rule, f"{applied.organ_name}：{one.message}", one.next_step, reverse("bureau:application", args=[applied.id]))
        for applied, one in publicity.late_applications(own, timezone.localdate(now), limit=MOST)
    )  # fmt: skip


def _unfilmed(actor: Actor, known: Mapping[UUID, OrganFacts], now: datetime) -> tuple[Owed, ...]:
    """One line an organ: how many acts should have been recorded and neither were nor were explained in time (AV-02)."""
    today = timezone.localdate(now)
    late = unfilmed(actor, today)
    step = "核对覆盖表，必要时督办"
    return tuple(
        Owed(
            "AV-02",
            f"{known[key].name}有 {count} 步应当音像记录，逾期没有登记，也没有说明",
            step,
            f"{reverse('bureau:coverage')}?organ={known[key].slug}",
        )
        for key, count in late.items()
        if key in known
    )


def _is_late_quarter(one: Duty, now: datetime) -> bool:
    quarterly = one.page == "quarter_sign" or "季度统计季报" in one.what
    return quarterly and one.due is not None and one.due < timezone.localdate(now)


def _quarter(one: Duty) -> Owed:
    where = reverse(f"bureau:{one.page}", args=list(one.place)) + (f"?{one.query}" if one.query else "")
    due = one.due.isoformat() if one.due else ""
    return Owed(QUARTER, f"{one.organ_name}的{one.what}应在 {due} 以前报送，{one.missing}", "定稿并报送", where)


def _vacant(actor: Actor, known: Mapping[UUID, OrganFacts], now: datetime) -> tuple[Owed, ...]:
    """One line an organ: how many parts of the work on public lists nobody can do (PUB-61)."""
    every = {key: one for key, one in known.items() if one.effective_on(timezone.localdate(now))}
    chosen = every if actor.has(Role.SUPERVISOR) else {key: one for key, one in every.items() if key == actor.organ_id}
    found = publicity.vacancies_of(list(chosen), now)
    lines = []
    for key, vacant in sorted(found.items(), key=lambda pair: chosen[pair[0]].name)[:MOST]:
        where = f"{reverse('bureau:staffing')}?organ={chosen[key].slug}"
        more = f"，另有 {len(vacant) - 1} 项" if len(vacant) > 1 else ""
        lines.append(Owed(vacant[0].rule, f"{chosen[key].name}：{vacant[0].message}{more}", vacant[0].next_step, where))
    return tuple(lines)
