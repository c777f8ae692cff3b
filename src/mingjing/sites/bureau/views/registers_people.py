"""Keeping the register of people: joining, changing, leaving, legal qualification, roles."""

from datetime import date, datetime, time
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.days import CHINA, ONE
from mingjing.kernel.findings import Invalid
from mingjing.organs import operations, queries
from mingjing.organs.terms import PersonFacts
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.registers_organs import REASON, kept_organ, require_keeping

LAST_YEAR = 2100
BASIS = Field("basis", "依据", "text", required=True, wide=True, help="任免文件的文号", example="示应急党〔2026〕5 号")


@page(Role.SYSTEM_ADMIN)
def person_new(request: BureauRequest, slug: str) -> HttpResponse:
    """Register somebody who joins the organ."""
    organ = kept_organ(request, slug)
    made: list[PersonFacts] = []

    def act(typed: Typed) -> str:
        made.append(operations.register_person(organ_id=organ.id, by=request.actor, at=timezone.now(), **typed))
        return f"已登记{made[0].name}。接着登记执法证，开通账号；角色由安全管理员授予。"

    twins = "同名的人各登记一次；调来的人在新机关重新登记，原机关登记离岗。"
    return step(request, Step(
        "登记人员", (("执法人员", _list(organ.slug)), ("登记人员", "")), _who(None), act, "登记", _list(organ.slug),
        then=lambda: reverse("bureau:officer", args=[made[0].id]), note=f"登记到{organ.name}。{twins}",
    ))  # fmt: skip


@page(Role.SYSTEM_ADMIN)
def person_change(request: BureauRequest, person_id: UUID) -> HttpResponse:
    """Change name, unit or post."""
    person = kept_person(request, person_id)

    def act(typed: Typed) -> str:
        operations.amend_person(person_id=person.id, by=request.actor, at=timezone.now(), **typed)
        return "已变更人员登记，变更前后都记入台账。"

    fields = (*_who(person), REASON, Field("seen", type="hidden", value=person.mark))
    return step(request, Step("变更人员登记", trail(person, "变更登记"), fields, act, "变更", home(person)))


@page(Role.SYSTEM_ADMIN)
def person_retire(request: BureauRequest, person_id: UUID) -> HttpResponse:
    """Somebody leaves: roles end, the account is locked."""
    person = kept_person(request, person_id)

    def act(typed: Typed) -> str:
        operations.retire_person(person_id=person.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return f"已登记{person.name}离岗，角色终止，账号停用。"

    note = f"{person.name}离岗后，角色同时终止，账号同时停用；办过的案件和记录都保留。在办案件请先由负责人更换承办人。"
    return step(request, Step(
        f"登记{person.name}离岗", trail(person, "离岗"), (REASON,), act, "离岗", home(person), note=note, danger=True
    ))  # fmt: skip


@page(Role.SYSTEM_ADMIN)
def qualification(request: BureauRequest, person_id: UUID) -> HttpResponse:
    """Record the legal professional qualification of a reviewer."""
    person = kept_person(request, person_id)
    known = queries.qualification(person_id)

    def act(typed: Typed) -> str:
        operations.record_legal_qualification(person_id=person.id, by=request.actor, at=timezone.now(), **typed)
        return "已登记法律职业资格。"

    fields = (
        Field("number", "法律职业资格证书号", "text", known.number if known else ""),
        Field("obtained_on", "取得日期", "date", known.obtained_on if known else None),
        Field("first_review_on", "初次从事法制审核日期", "date", known.first_review_on if known else None),
    )
    note = "初次从事法制审核的人员应当取得法律职业资格（行政处罚法第五十八条第二款）。没有证书的，须填写初次从事审核的日期。"
    return step(
        request, Step("法律职业资格", trail(person, "法律职业资格"), fields, act, "登记", home(person), note=note)
    )


@page(Role.SECURITY_ADMIN)
def role_grant(request: BureauRequest, person_id: UUID) -> HttpResponse:
    """Grant a role, from a day on and, where wanted, up to a day."""
    person = _governed(request, person_id)

    def act(typed: Typed) -> str:
        now = timezone.now()
        operations.appoint(
            person_id=person.id, role=typed["role"], basis=typed["basis"], by=request.actor, at=now,
            since=_begins(typed["since"], now), until=_ends(typed["until"]),
        )  # fmt: skip
        return f"已授予{person.name}{ROLE_NAMES[Role(typed['role'])]}角色，已记入台账。"

    names = [("", "请选择"), *((role.value, ROLE_NAMES[role]) for role in Role)]
    fields = (
        Field("role", "角色", "select", "", required=True, choices=names),
        Field("since", "任职起", "date", timezone.localdate(), required=True, help="当天的，从现在起生效"),
        Field("until", "任职止", "date", help="不填就是长期；最后一天仍有效"),
        BASIS,
    )
    note = "系统管理员、安全管理员、审计管理员互不兼任，也不兼任执法岗位（GB/T 22239—2019 8.1.5）。同一案件里不得自己审核自己办的案，由案件规则另行把关。"
    return step(request, Step("授予角色", trail(person, "授予角色"), fields, act, "授予", home(person), note=note))


@page(Role.SECURITY_ADMIN)
def role_revoke(request: BureauRequest, person_id: UUID, appointment_id: UUID) -> HttpResponse:
    """End one appointment now; one that has not begun will not begin."""
    person = _governed(request, person_id)
    found = next((one for one in queries.appointments(person_id) if one.id == appointment_id), None)
    if found is None:
        raise Http404
    name = ROLE_NAMES[Role(found.role)]

    def act(typed: Typed) -> str:
        operations.dismiss(
            person_id=person.id, role=found.role, basis=typed["basis"], by=request.actor, at=timezone.now(),
            appointment_id=found.id,
        )  # fmt: skip
        return f"已收回{person.name}的{name}角色，即时生效。"

    note = f"收回后{person.name}立即不能再以{name}身份办理；办过的都保留。"
    return step(request, Step(
        f"收回{person.name}的{name}角色", trail(person, "收回角色"), (BASIS,), act, "收回", home(person), note=note, danger=True
    ))  # fmt: skip


def the_person(person_id: UUID) -> PersonFacts:
    """The person of an address. Raises Http404."""
    found = queries.persons([person_id]).get(person_id)
    if found is None:
        raise Http404
    return found


def kept_person(request: BureauRequest, person_id: UUID) -> PersonFacts:
    """The person, for those who keep the register. Raises Http404, Forbidden."""
    person = the_person(person_id)
    require_keeping(request, queries.organ(person.organ_id))
    return person


def _governed(request: BureauRequest, person_id: UUID) -> PersonFacts:
    person = the_person(person_id)
    if not operations.may_appoint(request.actor, person.organ_id):
        raise Forbidden(
            f"{request.actor.name}不能任免{person.organ_name}的人员：须由该机关或者其上级机关的安全管理员办理。"
        )
    return person


def home(person: PersonFacts) -> str:
    """The page of the person."""
    return reverse("bureau:officer", args=[person.id])


def trail(person: PersonFacts, here: str) -> tuple[tuple[str, str], ...]:
    """Where a form about the person lies."""
    return (("执法人员", reverse("bureau:officers")), (person.name, home(person)), (here, ""))


def _list(slug: str) -> str:
    return f"{reverse('bureau:officers')}?organ={slug}"


def _who(person: PersonFacts | None) -> tuple[Field, ...]:
    return (
        Field("name", "姓名", "text", person.name if person else "", required=True),
        Field("unit", "所在机构", "text", person.unit if person else "", example="执法大队"),
        Field("post", "职务", "text", person.post if person else ""),
        Field(
            "unit_since",
            "自何日起在这个机构",
            "date",
            help="不填就是今天；变更所在机构时填，以前的到这一天为止" if person else "不填就是今天",
        ),
    )


def _begins(day: date, now: datetime) -> datetime:
    """The moment a role begins that was given from this day on: today means now."""
    return now if day == timezone.localdate(now) else _starts(day)


def _ends(day: date | None) -> datetime | None:
    """The first moment after the last day."""
    if day is not None and day.year > LAST_YEAR:
        raise Invalid({"until": [f"任职止最晚写到 {LAST_YEAR} 年；长期任职的不用填。"]})
    return _starts(day + ONE) if day else None


def _starts(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA)
