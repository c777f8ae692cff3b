"""Keys of the API: the list of an organ, a new one that is shown once, an end with its reason."""

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.exchange import operations as exchange
from mingjing.exchange import queries
from mingjing.exchange.terms import KEY_STATES, LONGEST_DAYS, SCOPE_NAMES, KeyFacts, Scope
from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.sites.bureau.terms import ADMINISTRATORS
from mingjing.sites.bureau.views.filling import Step, Typed, as_day, step
from mingjing.sites.bureau.views.gate import BureauRequest, page, remember
from mingjing.sites.bureau.views.registers_organs import REASON, kept_organ, looked_after

TONES = {"waiting": "warn", "active": "good", "expired": "quiet", "revoked": "quiet"}


@page(*ADMINISTRATORS)
def keys(request: BureauRequest) -> HttpResponse:
    """The keys of one organ: what each is for, in whose name, until when, used when."""
    every = looked_after(request)
    own = organs.organ(request.actor.organ_id)
    chosen = next((one for one in every if one.slug == request.GET.get("organ")), own)
    found = queries.keys_of(chosen.id)
    names = {key: one.name for key, one in organs.persons({one.person_id for one in found}).items()}
    today = timezone.localdate()
    choices = [(one.slug, one.name) for one in every]
    facts = {
        "organ": chosen,
        "rows": [(one, names.get(one.person_id, ""), one.state(today)) for one in found],
        "states": {key: (word, TONES[key]) for key, word in KEY_STATES.items()},
        "scopes": SCOPE_NAMES,
        "filters": (Field("organ", "执法机关", "select", chosen.slug, choices=choices),),
        "keeps": request.actor.has(Role.SYSTEM_ADMIN) and chosen in every,
    }
    return render(request, "bureau/keepers/keys.html", facts)


@page(Role.SYSTEM_ADMIN)
def key_new(request: BureauRequest, slug: str) -> HttpResponse:
    """Issue a key; it stands on the answer and nowhere again."""
    organ = kept_organ(request, slug)
    fields = _fields(organ)
    if request.method != "POST":
        return _drawn(request, organ, fields)
    typed = request.POST
    try:
        facts, secret = exchange.issue_key(
            organ_id=organ.id, name=typed.get("name", ""), scopes=typed.getlist("scopes"),
            person_id=_person(typed.get("person_id", "")), expires_on=_day(typed.get("expires_on", "")), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except Invalid as problem:
        return _drawn(request, organ, filled(fields, typed, problem.errors), status=422)
    except Refused as problem:
        errors = {one.field: [f"{one.message}（{one.rule}）。{one.next_step}。"] for one in problem.findings}
        return _drawn(request, organ, filled(fields, typed, errors), status=422)
    remember(request, f"{reverse('bureau:keys')}?organ={organ.slug}")
    return render(request, "bureau/keepers/key_once.html", {"organ": organ, "key": facts, "secret": secret})


def _fields(organ: OrganFacts) -> tuple[Field, ...]:
    now = timezone.now()
    people = organs.people(organ.id)
    acting = organs.actors((one.id for one in people), now)
    able = [
        (
            one.id,
            f"{one.name}（{'、'.join(ROLE_NAMES[role] for role in exchange.FEEDERS if role in acting[one.id].roles)}）",
        )
        for one in people
        if acting[one.id].has(*exchange.FEEDERS)
    ]
    last = timezone.localdate() + timedelta(days=LONGEST_DAYS - 1)
    return (
        Field("name", "用途", required=True, example="县城管执法办案系统", attributes={"maxlength": 60}),
        Field("person_id", "以谁的名义", "select", required=True, choices=[("", "请选择"), *able], help="接口办理的每一步都记在这个人名下；撤下须是公示员，存入案卷、音像须是承办人"),
        Field("scopes", "权限", "checkboxes", [Scope.FEED.value, Scope.READ.value], required=True, choices=[(one.value, SCOPE_NAMES[one]) for one in Scope]),
        Field("expires_on", "到期日", "date", last, required=True, help="最长一年"),
    )  # fmt: skip


def _drawn(
    request: BureauRequest,
    organ: OrganFacts,
    fields: tuple[Field, ...],
    findings: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    facts = {"organ": organ, "fields": fields, "findings": findings}
    return render(request, "bureau/keepers/key_new.html", facts, status=status)


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"person_id": ["请从列表中选择"]}) from None


def _day(text: str) -> date:
    day = as_day(text)
    if day is None:
        raise Invalid({"expires_on": ["日期写法不对，请写成 2026-11-22 这样。"]})
    return day


@page(Role.SYSTEM_ADMIN)
def key_revoke(request: BureauRequest, key_id: UUID) -> HttpResponse:
    """Revoke a key with its reason."""
    found = queries.key(key_id)
    if found is None:
        raise Http404
    organ = _organ(request, found)
    home = f"{reverse('bureau:keys')}?organ={organ.slug}"

    def act(typed: Typed) -> str:
        exchange.revoke_key(key_id=key_id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return f"已撤销密钥“{found.name}”，它立即失效。"

    note = f"撤销以后用密钥“{found.name}”的系统立即不能再报送，不能恢复；需要时另发新的。"
    trail = (("接口密钥", home), ("撤销", ""))
    return step(request, Step(f"撤销密钥 {found.name}", trail, (REASON,), act, "撤销", home, note=note, danger=True))


@page(*exchange.FEEDERS)
def key_accept(request: BureauRequest, key_id: UUID) -> HttpResponse:
    """The person in whose name a key would act: what it may do, since when, until when; agree, or not (any more)."""
    found = queries.key(key_id)
    if found is None:
        raise Http404
    exchange.speaks_for_itself.require(request.actor, found.person_id, doing="接受接口密钥")
    state = found.state(timezone.localdate())

    def act(typed: Typed) -> str:
        if typed["answer"] == "yes":
            exchange.accept_key(key_id=key_id, by=request.actor, at=timezone.now())
            return f"已接受密钥“{found.name}”，从现在起它可以以你的名义办理。"
        exchange.revoke_key(key_id=key_id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return f"已撤销密钥“{found.name}”，它不能再以你的名义办理。"

    choices = [
        ("", "请选择"),
        *([("yes", "同意，以我的名义办理")] if state == "waiting" else []),
        ("no", "不同意，撤销这个密钥"),
    ]
    fields = (
        Field("answer", "决定", "select", required=True, choices=choices),
        Field("reason", "不同意的理由", help="不同意的填写，4 至 200 个字", attributes={"maxlength": 200}),
    )
    scopes = "、".join(SCOPE_NAMES[Scope(one)] for one in found.scopes)
    note = (
        f"{found.issued_by}于 {timezone.localdate(found.issued_at)} 给“{found.name}”发放了密钥，权限是{scopes}，到期日 {found.expires_on}，现在{KEY_STATES[state]}。"
        f"用它办理的每一步都记在你名下，台账写明是经这个密钥办的。"
    )
    trail = (("外部登记", reverse("bureau:feeding")), ("接口密钥", ""))
    title = f"接口密钥：{found.name}"
    return step(request, Step(title, trail, fields, act, "确定", reverse("bureau:feeding"), note=note))


def _organ(request: BureauRequest, found: KeyFacts) -> OrganFacts:
    return kept_organ(request, organs.organ(found.organ_id).slug)
