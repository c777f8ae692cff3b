"""Writing a guiding case: anew, from an own decision that is closed and public, or changing a draft."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import oversight
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Actor
from mingjing.kernel.citations import find_all
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import GUIDING_SOURCES, GUIDING_TEXTS, GuidingMove, GuidingSource, GuidingSpec
from mingjing.lawbook.terms.guiding_cases import GUIDING_ROLES
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, Domain
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import PublicDecision
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.guiding_cases import seen, trail_of

LISTS = {
    "offences": ("案由", "一行一个，写事项清单里的名称；名称相同的事项，不论哪个机关办理都会推送"),
    "violates": ("违反条款", "一行一条，如《安全生产法》第三十条第一款"),
    "penalises": ("处罚依据", "一行一条"),
    "keywords": ("关键词", "一行一个"),
}
CLOSED = frozenset({"closed", "archived"})
NOTE = "隐去当事人和其他人的姓名、名称、证件号码、电话、住址，写成“某公司”“张某”。系统逐处核对，找出的改掉以后才能保存（LAW-22）。"


@dataclass(frozen=True, slots=True)
class Origin:
    """The decision that a guiding case is made from, as everybody can read it."""

    shown: PublicDecision
    spec: GuidingSpec


def origin_of(number: str, actor: Actor) -> tuple[Origin | None, str]:
    """A decision of an organ that this one guides: public now and its case closed; else the sentence that says why not."""
    row = next(iter(publicity.numbered(number.strip()[:60], 1)), None) if number.strip() else None
    shown = publicity.decision(row.organ_code, row.number) if row else None
    if row is None or shown is None or shown.version is None:
        return None, f"没有找到现在公开着的决定“{number.strip()[:60]}”，请核对文号。"
    held = publicity.publication(row.id)
    if held is None or held.organ_id not in {*organs.guided(actor.organ_id), actor.organ_id}:
        return None, f"{row.number}不是本机关和所指导的机关作出的决定。"
    if not _closed(held.source_ref, actor):
        return None, f"{row.number}的案件还没有结案，结案以后才能编写指导案例。"
    return Origin(shown, _told(shown, held.organ_id)), ""


def _closed(source_ref: str, actor: Actor) -> bool:
    """Whether its case has ended; a decision that was brought from outside has no case here and counts as ended."""
    try:
        dossier = UUID(source_ref)
    except ValueError:
        return True
    case = oversight.cases_by_dossier(actor, (dossier,)).get(dossier)
    return case is None or case["stage"] in CLOSED


def _told(shown: PublicDecision, organ_id: UUID) -> GuidingSpec:
    """What its public, redacted text says, with the party's name taken out."""
    row, version = shown.row, shown.version
    assert version is not None
    # A natural person's name is masked already (王某): nothing is to be taken out, and 王某 may be said of somebody else.
    party = "" if any(sign in row.party for sign in "某＊") else row.party
    parts = {name: _nameless(text, party) for name, text in version.parts.items()}
    cause, basis = parts.get("cause", row.cause), parts.get("basis", "")
    cited = tuple(dict.fromkeys(str(one.citation) for one in find_all(basis) if one.citation.law))
    offences = (one for one in queries.matters(organ_id) if one.spec.act_kind == "penalty")
    matter = next((one for one in offences if set(one.spec.penalises) & set(cited)), None)
    return GuidingSpec(
        title=cause if cause.endswith("案") else f"{cause}案", domain=organs.organ(organ_id).domain,
        offences=(matter.name,) if matter else (cause,), violates=matter.spec.violates if matter else (),
        penalises=matter.spec.penalises if matter else cited, keywords=(), facts=parts.get("violation", ""),
        decision=parts.get("result", row.result), discretion="", significance="", origin=row.number, origin_address=row.address,
        shielded=(party,) if party else (),
    )  # fmt: skip


def _nameless(text: str, party: str) -> str:
    return text.replace(party, "某单位") if len(party) > 1 else text


@page(*GUIDING_ROLES)
def guiding_new(request: BureauRequest) -> HttpResponse:
    """Write one; `?decision=` takes over what is published of a decision, so that nothing is typed twice."""
    if not queries.writes_guiding_cases(request.actor):
        raise Http404
    number = request.GET.get("decision", "")
    origin, why = origin_of(number, request.actor) if number.strip() else (None, "")
    spec = (
        origin.spec
        if origin
        else GuidingSpec("", organs.organ(request.actor.organ_id).domain, (), (), (), (), "", "", "", "")
    )

    def act(typed: Typed) -> str:
        operations.draft_guiding_case(spec=_spec(typed, spec), **_kept(typed), by=request.actor, at=timezone.now())
        return "已保存，请编写人以外的人审核。"

    back = reverse("bureau:guiding_cases")
    trail = (("依据", ""), ("指导案例", back), ("编写", ""))
    facts = {"number": number, "why": why, "origin": origin.shown.row if origin else None}
    return step(request, Step(
        "编写指导案例", trail, _fields(spec), act, "核对、保存", f"{back}?tab=open", note=NOTE, template="bureau/guiding/write.html", facts=facts,
    ))  # fmt: skip


@page(*GUIDING_ROLES)
def guiding_revise(request: BureauRequest, guiding_id: UUID) -> HttpResponse:
    """Change a draft, or one that was sent back."""
    found = seen(request, guiding_id)
    if found.organ_id != request.actor.organ_id:
        raise Http404
    back = reverse("bureau:guiding_case", args=[found.id])

    def act(typed: Typed) -> str:
        operations.revise_guiding_case(
            guiding_id=found.id, spec=_spec(typed, found.spec), seen=typed["seen"], **_kept(typed), by=request.actor, at=timezone.now()
        )  # fmt: skip
        return "已保存，请编写人以外的人审核。"

    fields = (
        Field("seen", type="hidden", value=found.digest),
        *_fields(found.spec, "\n".join(found.confirmed), found.confirmed_why),
    )
    note = f"审核退回：{found.checked.note}" if found.checked and found.may(GuidingMove.REVISE) else NOTE
    return step(
        request, Step(f"修改：{found.title}", trail_of(found, "修改"), fields, act, "核对、保存", back, note=note)
    )


def _fields(spec: GuidingSpec, confirmed: str = "", why: str = "") -> tuple[Field, ...]:
    sources = [(one.value, word) for one, word in GUIDING_SOURCES.items()]
    domains = [(one.value, DOMAIN_NAMES[one]) for one in Domain]
    return (
        Field("title", "标题", required=True, value=spec.title, example="某公司未对从业人员进行安全生产教育和培训案", attributes={"maxlength": 120}, part="案例"),
        Field("domain", "领域", "select", spec.domain, required=True, choices=domains),
        *(
            Field(name, label, "textarea", "\n".join(getattr(spec, name)), required=True, rows=2, help=help_)
            for name, (label, help_) in LISTS.items()
        ),
        *(
            Field(name, label, "textarea", getattr(spec, name), required=bool(fewest), rows=6 if most > 3000 else 4, attributes={"maxlength": most})
            for name, (label, fewest, most) in GUIDING_TEXTS.items()
        ),
        Field("source", "来源", "select", spec.source, required=True, choices=sources, part="来源"),
        Field("issuer", "制发机关", value=spec.issuer, help="本级发布的不填", attributes={"maxlength": 100}),
        Field("document_number", "文号", value=spec.document_number, help="本级发布的不填", attributes={"maxlength": 100}),
        Field("source_number", "编号", value=spec.source_number, help="照原件写，如第12号；本级发布的在发布时编号", attributes={"maxlength": 100}),
        Field("fictional", "虚构示例，不是真实案例", "checkbox", "1" if spec.fictional else ""),
        Field("confirmed", "确需保留的文字", "textarea", confirmed, rows=2, help="系统提示的文字确需保留的，照抄在这里，一行一处", part="个人信息"),
        Field("confirmed_why", "保留的理由", "textarea", why, rows=2, attributes={"maxlength": 500}),
    )  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))


def _kept(typed: Typed) -> dict[str, Any]:
    return {"confirmed": _lines(typed["confirmed"]), "confirmed_why": typed["confirmed_why"]}


def _spec(typed: Typed, before: GuidingSpec) -> GuidingSpec:
    own = typed["source"] == GuidingSource.OWN
    lists: dict[str, Any] = {name: _lines(typed[name]) for name in LISTS}
    texts: dict[str, Any] = {name: typed[name] for name in GUIDING_TEXTS}
    texts |= {name: "" if own else typed[name] for name in ("issuer", "document_number", "source_number")}
    return GuidingSpec(
        title=typed["title"], domain=typed["domain"], **lists, **texts, source=typed["source"],
        fictional=bool(typed.get("fictional")), origin=before.origin, origin_address=before.origin_address, shielded=before.shielded,
    )  # fmt: skip
