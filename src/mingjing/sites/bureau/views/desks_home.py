"""我的待办: what waits for a person across the rooms, each line with one button that the person may really press."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mingjing.cases import queries as cases
from mingjing.cases.queries.work import Desk, Item
from mingjing.cases.terms import procedure
from mingjing.exchange import queries as exchange
from mingjing.exchange.operations import FEEDERS
from mingjing.exchange.terms import KeyFacts, RequestFacts
from mingjing.foundation.pages import page_url
from mingjing.foundation.people import Actor, Role
from mingjing.inspections import queries as draws
from mingjing.inspections.terms import DrawnFacts, PlanFacts
from mingjing.kernel.findings import Finding
from mingjing.lawbook import queries as lawbook
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import (
    ROUND_ROLES,
    VISITORS,
    ApplicationState,
    RepairFacts,
    RoundFacts,
    VisitFacts,
    WaitingFacts,
)
from mingjing.records import queries as records
from mingjing.records.terms import COLLECTORS, RecordingFacts
from mingjing.sites.bureau.terms import Work, WorkItem
from mingjing.sites.bureau.views.desks_counsel import counsel_asked
from mingjing.sites.bureau.views.desks_disputes import disputes_of
from mingjing.sites.bureau.views.desks_guiding import guiding_owed
from mingjing.sites.bureau.views.desks_lending import loans_and_audits
from mingjing.sites.bureau.views.desks_lists import lists_of
from mingjing.sites.bureau.views.desks_outside import outside_owed
from mingjing.sites.bureau.views.desks_requests import requests_inside
from mingjing.supervision import queries as supervision
from mingjing.supervision.terms import ANSWERING, OWES_ANSWER, Duty, OrderState

TABS = {
    "todo": "待办",
    "approvals": "待审批",
    "returned": "被退回",
    "publicity": "待公示",
    "reports": "统计和监督",
    "done": "已办",
}


def work_for(actor: Actor, asked: str, now: datetime) -> tuple[Work, str]:
    """The work list of a person and its tab: the one asked for, else the first that has something in it."""
    desk, today = cases.desk(actor, now), timezone.localdate(now)
    waiting = publicity.waiting(actor.organ_id, today, cases.calendar()) if actor.has(Role.PUBLICIST) else ()
    visits = publicity.left_open(actor, now) if actor.has(*VISITORS) else ()
    rounds = publicity.rounds_owing(actor.organ_id, today) if actor.has(*ROUND_ROLES) else ()
    drawn = draws.my_drawn(actor.person_id) if actor.has(*VISITORS) else ()
    films = records.owed_by(actor.person_id) if actor.has(*COLLECTORS) else ()
    owed = supervision.duties(actor, today)
    named = exchange.keys_in_name_of(actor.person_id, today) if actor.has(*FEEDERS) else ()
    keys = [one for one in named if one.state(today) == "waiting"]
    repairs = publicity.open_repairs(actor.organ_id) if actor.has(Role.HEAD) else ()
    credit = exchange.open_requests(actor.organ_id) if actor.has(Role.HEAD) else ()
    asked_of = (
        *loans_and_audits(actor, today),
        *counsel_asked(actor, today),
        *_orders(actor, today),
        *_late_letters(actor, today),
        *_applications(actor, today),
        *disputes_of(actor),
        *requests_inside(actor),
        *outside_owed(actor),
        *lists_of(actor),
        *_catalogue(actor),
        *guiding_owed(actor, today),
    )
    counted = {
        "todo": sum(map(len, (desk.todo, asked_of, visits, drawn, films, rounds, keys, repairs, credit))),
        "approvals": len(desk.approvals),
        "returned": len(desk.returned),
        "publicity": len(waiting),
        "reports": len(owed),
    }
    always = {"approvals"} if actor.has(Role.HEAD) else set()
    always |= {"publicity"} if actor.has(Role.PUBLICIST) else set()
    always = always or {"todo"}
    tabs = [(key, TABS[key], number) for key, number in counted.items() if number or key in always]
    tab = asked if asked in TABS else next((key for key, _, number in tabs if number), tabs[0][0])
    return Work(
        (*tabs, ("done", TABS["done"], None)),
        (
            *(asked_of if tab == "todo" else ()),
            *_visits(visits, tab, today),
            *_films(films, tab, today),
            *_rounds(rounds, tab, today),
            *_keys(keys, tab),
            *_repairs(repairs, tab, today),
            *_drawn(drawn, tab),
            *_credit(credit, tab, today),
            *_lines(actor, desk, waiting, owed, tab, today),
        ),
    ), tab


def _orders(actor: Actor, today: date) -> tuple[WorkItem, ...]:
    """Supervision orders: those to be answered for the organ, those answered for who issued them; the overdue for both (SUP-35)."""
    if not actor.has(Role.SUPERVISOR, *ANSWERING):
        return ()
    issues = actor.has(Role.SUPERVISOR)
    mine = supervision.orders(actor, (OrderState.ANSWERED,) if issues else OWES_ANSWER)
    if issues:
        mine = (*(one for one, _ in supervision.late_orders(actor, today, limit=20)), *mine)
    return tuple(
        WorkItem(
            number=one.number, href=reverse("bureau:order", args=[one.id]), title=one.subject,
            party=one.organ_name if issues else one.issuer_name, stage="督办", why=one.state_name,
            action="看督办单" if issues and one.state != OrderState.ANSWERED else "去审核" if issues else "去报告",
            action_href=reverse("bureau:order", args=[one.id]), days=(one.due - today).days, due=one.due, clock="报告",
        )
        for one in mine
    )  # fmt: skip


def _late_letters(actor: Actor, today: date) -> tuple[WorkItem, ...]:
    """Letters of the public that this person should have answered (PUB-28)."""
    if not actor.has(Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR):
        return ()
    return tuple(
        WorkItem(
            number=one.number, href=reverse("bureau:letter", args=[one.id]), title=one.kind_name, party=one.organ_name, stage="来信",
            why=str(found), action="去答复", action_href=reverse("bureau:letter", args=[one.id]), days=(one.due - today).days,
            due=one.due, clock="答复",
        )
        for one, found in publicity.late_letters([actor.organ_id], today, by=actor, limit=20)
    )  # fmt: skip


def _applications(actor: Actor, today: date) -> tuple[WorkItem, ...]:
    """Online applications of parties that wait for this person (PUB-112, PUB-113)."""
    if not actor.has(Role.HANDLER, Role.HEAD, Role.PUBLICIST):
        return ()
    return tuple(
        WorkItem(
            number=one.number, href=(here := reverse("bureau:application", args=[one.id])), title=one.kind_name, party=one.about, stage="网上申请",
            why=one.state_name + ("，逾期提出" if one.late else ""), action="去审批" if one.state == ApplicationState.PROPOSED else "去办理",
            action_href=here, days=(one.due - today).days, due=one.due, clock="受理" if one.state == ApplicationState.RECEIVED else "办结",
            provisional=one.due_provisional, steps=one.due_steps,
        )
        for one in publicity.applications_waiting(actor)
    )  # fmt: skip


def _catalogue(actor: Actor) -> tuple[WorkItem, ...]:
    """Guidance of a superior organ to be answered, and a catalogue whose guiding version has ended (L-07)."""
    if not actor.has(Role.REVIEWER, Role.HEAD):
        return ()
    told = {
        "guidance": ("上级机关提出了指导意见", "去答复", "guidance_answer"),
        "revise": ("上级指导目录已有新版本，请对照修订", "去修订", "major_catalogue_new"),
    }
    return tuple(
        WorkItem(
            number="目录", href=reverse("bureau:major_catalogue"), title="重大执法决定目录", party="", stage="法制审核", why=told[one.kind][0],
            action=told[one.kind][1], action_href=reverse(f"bureau:{told[one.kind][2]}", args=[one.id] if one.kind == "guidance" else []),
        )
        for one in lawbook.catalogue_duties(actor.organ_id)
    )  # fmt: skip


def _visits(left: tuple[tuple[VisitFacts, tuple[Finding, ...]], ...], tab: str, today: date) -> Iterator[WorkItem]:
    """Visits that still go on, the one that should have ended yesterday first (PUB-54)."""
    for one, findings in left if tab == "todo" else ():
        due = timezone.localdate(one.opened_at)
        yield WorkItem(
            number=one.number, href=reverse("bureau:visit", args=[one.id]), title=one.item.name, party=one.enterprise,
            stage="入企检查", why="".join(map(str, findings)) or "入企检查进行中，离开时登记结果（PUB-54）", action="登记离开",
            action_href=reverse("bureau:visit_close", args=[one.id]), days=(due - today).days, due=due, clock="离开",
        )  # fmt: skip


def _drawn(places: tuple[tuple[DrawnFacts, PlanFacts, str], ...], tab: str) -> Iterator[WorkItem]:
    """Enterprises that a draw sends this person to (P-22); one button opens the visit's form filled in."""
    for one, plan, number in places if tab == "todo" else ():
        yield WorkItem(
            number=number, href=reverse("bureau:draw", args=[plan.id]), title=plan.item_names, party=one.name, stage="随机抽查",
            why=f"抽中由{'、'.join(each['name'] for each in one.officers)}检查", action="到达企业，亮码",
            action_href=f"{reverse('bureau:visit_new')}?place={one.id}",
        )  # fmt: skip


def _rounds(owing: tuple[RoundFacts, ...], tab: str, today: date) -> Iterator[WorkItem]:
    """Rounds of comments that are over and wait for the public reply (PUB-98)."""
    for one in owing if tab == "todo" else ():
        here = reverse("bureau:round", args=[one.id])
        yield WorkItem(
            number=one.number, href=here, title=one.subject, party="", stage=one.kind_name, why="已经截止，逐条决定意见，公开答复（PUB-98）",
            action="去答复", action_href=here, days=(one.reply_due - today).days, due=one.reply_due, clock="公开答复",
        )  # fmt: skip


def _keys(waiting: Sequence[KeyFacts], tab: str) -> Iterator[WorkItem]:
    """Keys that would act in the person's name and wait for the person to agree (XCH-27)."""
    for one in waiting if tab == "todo" else ():
        href = reverse("bureau:key_accept", args=[one.id])
        yield WorkItem(
            number="接口密钥", href=href, title=one.name, party="", stage="待本人接受", why=f"{one.issued_by}发放，以你的名义办理（XCH-27）",
            action="查看、决定", action_href=href,
        )  # fmt: skip


def _repairs(asked: Sequence[RepairFacts], tab: str, today: date) -> Iterator[WorkItem]:
    """Applications for an early end of publicity that wait for the head (PUB-73)."""
    for one in asked if tab == "todo" else ():
        yield WorkItem(
            number=one.number, href=reverse("bureau:publication", args=[one.publication_id]), title="提前终止公示的申请", party=one.applicant, stage="待决定",
            why=f"{one.applied_on:%Y-%m-%d} 申请", action="去决定", action_href=reverse("bureau:repair_decide", args=[one.id]),
            days=(one.due - today).days, due=one.due, clock="决定", provisional=one.due_provisional, steps=one.due_steps,
        )  # fmt: skip


def _credit(asked: Sequence[RequestFacts], tab: str, today: date) -> Iterator[WorkItem]:
    """Repairs and objections on the credit channel that wait for the head (XCH-38)."""
    for one in asked if tab == "todo" else ():
        yield WorkItem(
            number=one.item.number, href=reverse("bureau:credit_item", args=[one.item.id]), title=f"信用公示：{one.kind_name}", party=one.applicant, stage="待决定",
            why=f"{one.applied_on:%Y-%m-%d} 申请", action="去决定", action_href=reverse("bureau:credit_answer", args=[one.id]),
            days=(one.due - today).days, due=one.due, clock="决定", provisional=one.due_provisional, steps=one.due_steps,
        )  # fmt: skip


def _films(owed: tuple[RecordingFacts, ...], tab: str, today: date) -> Iterator[WorkItem]:
    """Recordings that were committed and have not come, the most overdue first (REC-13)."""
    for one in owed if tab == "todo" else ():
        here = reverse("bureau:recording", args=[one.id])
        due = timezone.localdate(one.due_at)
        yield WorkItem(
            number=one.name, href=here, title=one.proves or "音像记录", party=one.place, stage="音像记录", why="已经登记，内容还没有上传（REC-13）",
            action="上传", action_href=here, days=(due - today).days, due=due, clock="上传",
        )  # fmt: skip


def _lines(
    actor: Actor, desk: Desk, waiting: tuple[WaitingFacts, ...], owed: tuple[Duty, ...], tab: str, today: date
) -> Iterator[WorkItem]:
    if tab == "done":
        yield from map(_done, desk.done)
    elif tab == "publicity":
        yield from map(_to_publish, waiting)
    elif tab == "reports":
        yield from (_report(one, today) for one in owed)
    elif tab == "approvals":
        yield from (_approval(one, today) for one in desk.approvals)
    else:
        yield from (_item(one, actor, today) for one in (desk.returned if tab == "returned" else desk.todo))


def _item(one: Item, actor: Actor, today: date) -> WorkItem:
    case = reverse("bureau:case", args=[one.case_id])
    if one.films:
        return _line(one, today, case, "登记音像", f"{case}?tab=recordings")
    spec = one.spec
    mine = spec is not None and actor.has(spec.drafter or spec.by)
    return _line(
        one, today, case, one.act_name if mine else "看案件",
        reverse("bureau:act", args=[one.case_id, one.act]) if mine else case,
    )  # fmt: skip


def _approval(one: Item, today: date) -> WorkItem:
    return _line(one, today, reverse("bureau:case", args=[one.case_id]), "去审批", reverse("bureau:decision", args=[one.draft_id]))  # fmt: skip


def _line(one: Item, today: date, case: str, action: str, href: str) -> WorkItem:
    return WorkItem(
        number=one.number, href=case, title=one.cause, party=one.party, stage=one.what, clock=one.clock, why=one.why, action=action,
        action_href=href, days=one.days_left(today), due=one.due, provisional=one.provisional,
    )  # fmt: skip


def _to_publish(one: WaitingFacts) -> WorkItem:
    found = one.publication
    href = page_url("bureau:publication", found.id, default="")
    return WorkItem(
        number=found.number, href=href, title=one.cause, party=one.party_name, stage=found.state_name, why=one.task, action=one.task,
        action_href=href, days=one.working_days_left, unit="个工作日", due=one.due, clock="公示", provisional=found.due_provisional,
        steps=found.due_steps,
    )  # fmt: skip


def _report(one: Duty, today: date) -> WorkItem:
    """What the room of supervision says is owed (a report, an answer, a warning); a duty of the organ, so that its clock never rolls."""
    href = reverse(f"bureau:{one.page}", args=one.place) + (f"?{one.query}" if one.query else "")
    return WorkItem(
        number=one.what, href="", title=one.organ_name, party="", stage="", why=one.missing, action=one.action, action_href=href,
        days=(one.due - today).days if one.due else None, due=one.due, clock="", steps=one.steps,
    )  # fmt: skip


def _done(row: Mapping[str, Any]) -> WorkItem:
    spec = procedure(row["case__procedure"]).acts.get(row["code"])
    return WorkItem(
        number=row["number"], href=reverse("bureau:case_record", args=[row["case_id"], row["seq"]]),
        title=row["case__cause"], party=row["case__party_name"], stage=f"{timezone.localtime(row['at']):%Y-%m-%d %H:%M}",
        why=spec.name if spec else row["code"], action="", action_href="",
    )  # fmt: skip
