"""Lines of 我的待办 from the reading desk and the nightly audit: to decide, to hand out, due back, and what the audit found."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from mingjing.archives import queries
from mingjing.archives.terms import LendingFacts
from mingjing.foundation.people import Actor, Role
from mingjing.sites.bureau.terms import CASE_ROLES, WorkItem


def loans_and_audits(actor: Actor, today: date) -> tuple[WorkItem, ...]:
    """What waits for this person: at most two queries for who works on cases, one or two more for who watches the audit."""
    return (*_audited(actor, today), *_loans(actor, today))


def _audited(actor: Actor, today: date) -> Iterator[WorkItem]:
    for key, told in queries.patrol_alerts(today) if actor.has(Role.AUDIT_ADMIN, Role.SUPERVISOR) else ():
        href = reverse("bureau:patrol", args=[key]) if key else reverse("bureau:patrols")
        yield WorkItem(
            number="夜间自查", href=href, title="台账和业务数据自查", party="", stage="预警", why=f"{told.message}（{told.rule}）",
            action="去处置" if key else "看自查", action_href=href,
        )  # fmt: skip


def _loans(actor: Actor, today: date) -> Iterator[WorkItem]:
    if not actor.has(*CASE_ROLES):
        return
    keeps = actor.has(Role.ARCHIVIST, Role.HEAD)
    for one in queries.lendings_waiting(actor.organ_id, head=actor.has(Role.HEAD)) if keeps else ():
        if actor.person_id not in (one.asked_by, one.reader.person_id):
            yield _line(one, "借阅申请等待批准（ARCH-41）", "去批准", None)
    own = actor.organ_id if actor.has(Role.ARCHIVIST) else None
    for one in queries.lendings_due(own, today, person_id=actor.person_id):
        mine = actor.person_id == one.reader.person_id
        yield _line(
            one,
            "借的纸质件到期归还" if mine else "借出的纸质件到期，请催还（ARCH-47）",
            "看借阅" if mine else "去催还",
            today,
        )


def _line(one: LendingFacts, why: str, action: str, today: date | None) -> WorkItem:
    href = reverse("bureau:lending", args=[one.id])
    days = (one.until - today).days if today and one.until else None
    return WorkItem(
        number=one.catalogue_no, href=href, title=f"{one.kind_name}，{one.extent_name}", party=f"{one.reader.unit} {one.reader.name}", stage="借阅",
        why=why, action=action, action_href=href, days=days, due=one.until if today else None, clock="归还" if today else "",
    )  # fmt: skip
