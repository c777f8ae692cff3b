"""法制审核力量: review bodies, the five per cent, qualifications and trainings; of every organ for the supervisor."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.review import operations, queries
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

BODY_KIND, BODY_CODE = queries.BODY_KIND, queries.BODY_CODE
READERS = frozenset({Role.REVIEWER, Role.HEAD, Role.SUPERVISOR})
HEADINGS = ("机关", "审核机构", "确定依据", "执法人员", "审核人员", "应有", "相差", "没有资格", "培训不足")
UNITS = ("机关", "执法机构", "截至", "执法人员", "审核人员", "应有", "相差")
ROSTER = (
    "姓名",
    "机构、职务",
    "法律职业资格证书号",
    "取得日期",
    "初次从事审核",
    "本年学时",
    "应有学时",
    "最近一次培训",
)


def _home(organ: Any = None) -> str:
    return reverse("bureau:review_staff") + (f"?organ={organ.slug}" if organ else "")


def _organ(request: BureauRequest) -> Any:
    """Whose force is looked at: the supervisor's choice, or the own organ's; None is every organ's."""
    if request.actor.has(Role.SUPERVISOR):
        return organs.organ_by_slug(request.GET.get("organ", ""))
    return organs.organ(request.actor.organ_id)


@page(*READERS)
def review_staff(request: BureauRequest) -> HttpResponse:
    """Every organ in one table for the supervisor; one organ with its roster and trainings for whoever belongs to it."""
    organ, today = _organ(request), timezone.localdate()
    if organ is None:
        every = organs.organs(today)
        rows = queries.strengths(every, today)
        slugs = {one.id: one.slug for one in every}
        facts = {"rows": rows, "slugs": slugs, "lacking": sum(not one.sound for one in rows)}
        return render(request, "bureau/reviewers/all.html", facts)
    one = queries.strength(organ, today)
    facts = {
        "organ": organ, "one": one, "problems": queries.shortages(one), "roster": queries.roster(organ.id, today),
        "trainings": queries.trainings(organ.id, today.year), "trend": queries.trend(organ.id, today),
        "units": queries.unit_trend(organ.id, today), "past": queries.past_bodies(organ.id), "year": today.year, "supervises": request.actor.has(Role.SUPERVISOR),
        "may_body": operations.may_register_body(request.actor, organ.id), "may_train": operations.may_record_training(request.actor, organ.id),
        "standing": queries.public_standing(organ.id, BODY_KIND, BODY_CODE), "body_address": [organ.code, BODY_KIND, BODY_CODE],
        "may_publish": operations.may_hand_over(request.actor, organ.id),
        "names": {person.id: person.name for person in organs.people(organ.id)},
    }  # fmt: skip
    return render(request, "bureau/reviewers/organ.html", facts)


@page(*READERS)
def review_staff_export(request: BureauRequest, kind: str) -> HttpResponse:
    """What the page shows, as a table."""
    organ, today = _organ(request), timezone.localdate()
    if organ is None:
        cells = [
            [one.organ_name, one.body.name if one.body else "", one.body.basis if one.body else "", str(one.officers), str(one.reviewers),
             str(one.required), str(one.missing), str(one.unqualified), str(one.untrained)]
            for one in queries.strengths(organs.organs(today), today)
        ]  # fmt: skip
        return sheet(kind, "review-staff", "法制审核力量", HEADINGS, cells)
    rows = [
        [one.name, one.unit, one.number, str(one.obtained_on or ""), str(one.first_review_on or ""), f"{one.hours:f}", f"{one.wanted:f}",
         str(one.last_day or "")]
        for one in queries.roster(organ.id, today)
    ]  # fmt: skip
    return sheet(kind, "reviewers", "法制审核人员名册", ROSTER, rows)


@page(*READERS)
def review_units_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The units counted by themselves: today of every organ, or of one with the quarters before."""
    organ, today = _organ(request), timezone.localdate()
    if organ is None:
        told = [
            (one.organ_name, unit, today) for one in queries.strengths(organs.organs(today), today) for unit in one.units
        ]  # fmt: skip
    else:
        told = [(organ.name, one, day) for _, days in queries.unit_trend(organ.id, today) for day, one in days if one]
    rows = [
        [name, one.unit, day.isoformat(), str(one.officers), str(one.reviewers), str(one.required), str(one.missing)] for name, one, day in told
    ]  # fmt: skip
    return sheet(kind, "review-units", "执法机构的法制审核力量", UNITS, rows)


@page(Role.HEAD)
def review_body_new(request: BureauRequest) -> HttpResponse:
    """Register who reviews in the organ from a day on."""
    before = queries.review_body(request.actor.organ_id)

    def act(typed: Typed) -> str:
        made = operations.register_body(by=request.actor, at=timezone.now(), **typed)
        return f"已登记法制审核机构“{made.name}”，自 {made.since} 起。"

    fields = (
        Field("name", "机构名称", "text", required=True, example="政策法规股", attributes={"maxlength": 100}),
        Field("basis", "确定依据", "text", required=True, example="示应急〔2026〕5号", help="确定这个机构的文件名称或者文号", attributes={"maxlength": 200}),
        Field("phone", "电话", "tel", before.phone if before else "", example="0399-7200000", attributes={"maxlength": 30}),
        Field("since", "自何日起", "date", required=True),
    )  # fmt: skip
    note = f"现在是“{before.name}”，登记新的以后，它到新机构起始之日为止，记录保留。" if before else ""
    return step(request, Step(
        "登记法制审核机构", (("法制审核力量", _home()), ("登记审核机构", "")), fields, act, "登记", _home(),
        note=f"{note}各级行政执法机关要明确具体负责本单位重大执法决定法制审核的工作机构（国办发〔2018〕118号（十一））。",
    ))  # fmt: skip


@page(Role.REVIEWER, Role.HEAD)
def review_body_publish(request: BureauRequest) -> HttpResponse:
    """Send the review body to the public lists; their people check and release it."""
    organ_id, today = request.actor.organ_id, timezone.localdate()
    body, standing = queries.review_body(organ_id), queries.public_standing(organ_id, BODY_KIND, BODY_CODE)
    if body is None:
        raise Http404
    shown = standing.public.values if standing.public else {}
    staff = [person.name for person, _ in organs.reviewers(organ_id, today)]

    def act(typed: Typed) -> str:
        names = typed["names"] == "yes"
        operations.hand_over_body(
            duties=typed["duties"], names=names, reason=typed.get("reason", ""), by=request.actor, at=timezone.now()
        )
        return "已送公示，由公示人员审核、发布以后在门户公开。"

    told = shown.get("duties") or ()
    fields = (
        Field("duties", "职责", "textarea", told if isinstance(told, str) else "\n".join(map(str, told)), required=True, rows=4, help="一行一项", example="对重大执法决定进行法制审核，出具书面审核意见", attributes={"maxlength": 2000}),
        Field("names", "审核人员姓名", "radio", "yes" if shown.get("names") else "no", required=True, choices=[("no", f"不公开，只公开人数（{len(staff)} 人）"), ("yes", f"公开姓名（{'、'.join(staff)[:100] or '现在没有'}）")]),
        *((Field("reason", "修改理由", "textarea", required=True, rows=2, example="审核机构更换", attributes={"maxlength": 200}),) if standing.public else ()),
    )  # fmt: skip
    return step(request, Step(
        "审核机构送公示", (("法制审核力量", _home()), ("送公示", "")), fields, act, "送公示", _home(),
        note=f"公开“{body.name}”的名称、确定依据（{body.basis}）、职责、电话（{body.phone or '没有登记'}）和审核人数。审核机构更换以后，公开的一页标明正在更新，请重新送公示。",
    ))  # fmt: skip


@page(Role.REVIEWER, Role.HEAD)
def review_training_new(request: BureauRequest) -> HttpResponse:
    """Write down a training: a reviewer the own ones, the head anybody's."""
    found = organs.reviewers(request.actor.organ_id, timezone.localdate())
    people = [(str(one.id), one.name) for one, _ in found if request.actor.has(Role.HEAD) or one.id == request.actor.person_id]  # fmt: skip

    def act(typed: Typed) -> str:
        person = UUID(typed.pop("person_id"))
        made = operations.record_training(person_id=person, by=request.actor, at=timezone.now(), **typed)
        return f"已登记 {made.day} 的培训，{made.hours:f} 学时。"

    fields = (
        Field("person_id", "人员", "select", people[0][0] if len(people) == 1 else "", required=True, choices=people, help="" if people else "本机关现在没有法制审核人"),
        Field("day", "日期", "date", required=True, help="几天的培训写最后一天"),
        Field("hours", "学时", "text", required=True, example="4", attributes={"inputmode": "decimal", "maxlength": 6}),
        Field("topic", "内容", "text", required=True, example="行政处罚法专题培训", attributes={"maxlength": 200}),
        Field("organiser", "举办单位", "text", required=True, example="示范县司法局", attributes={"maxlength": 100}),
    )  # fmt: skip
    return step(request, Step("登记培训", (("法制审核力量", _home()), ("登记培训", "")), fields, act, "登记", _home()))


@page(Role.HEAD)
def review_training_void(request: BureauRequest, training_id: UUID) -> HttpResponse:
    """Make a training that was entered wrongly void, with the reason."""
    one = queries.training(training_id)
    if one is None or one.organ_id != request.actor.organ_id:
        raise Http404

    def act(typed: Typed) -> str:
        operations.void_training(training_id=training_id, by=request.actor, at=timezone.now(), **typed)
        return "已作废，记录和原因保留，不再计入学时。"

    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="日期登记有误", attributes={"maxlength": 200}),)  # fmt: skip
    return step(request, Step(
        f"作废 {one.day} 的培训记录", (("法制审核力量", _home()), ("作废培训记录", "")), fields, act, "作废", _home(), danger=True,
    ))  # fmt: skip
