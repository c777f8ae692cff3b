"""裁量基准: the list, one benchmark with its checks and examples, a trial with facts, and its files."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, blocking
from mingjing.kernel.money import yuan
from mingjing.kernel.tables import Faulty, Value
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import (
    ADDRESSEE_NAMES,
    FACTOR_NAMES,
    RELIEF_NAMES,
    Addressee,
    BenchmarkFacts,
    Factor,
    FactorKind,
    Measure,
    Weighed,
)
from mingjing.organs import queries as organs
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.benchmark_files import decision_table, workbook
from mingjing.sites.bureau.views.exchange import sent
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

READERS = frozenset(CASE_ROLES | {Role.PUBLICIST, Role.SUPERVISOR})
KEEPERS = (Role.REVIEWER, Role.HEAD, Role.PUBLICIST)
STATES = {
    "draft": ("草稿", "warn"),
    "now": ("现行", "good"),
    "coming": ("已公布，未施行", "info"),
    "past": ("已失效", "quiet"),
    "gone": ("已放弃", "quiet"),
}
PAGE = 50


def state_of(one: BenchmarkFacts) -> str:
    """In which of the states of `STATES` a benchmark is today."""
    today = timezone.localdate()
    if one.discarded:
        return "gone"
    if one.published_on is None:
        return "draft"
    if one.valid_from > today:
        return "coming"
    return "now" if one.valid_to is None or today < one.valid_to else "past"


@page(*READERS)
def benchmarks(request: BureauRequest) -> HttpResponse:
    """The organ's benchmarks with their state, and the matters that have none (国办发〔2022〕27号)."""
    today, every = timezone.localdate(), organs.organs()
    own = next((one for one in every if one.id == request.actor.organ_id), every[0])
    organ = next((one for one in every if one.slug == request.GET.get("organ")), own)
    word, state = request.GET.get("q", "").strip()[:50], request.GET.get("state", "")
    names = {one.code: one.name for one in queries.matters(organ.id)}
    held = [
        one
        for one in queries.benchmarks(organ.id, drafts=True)
        if organ.id == request.actor.organ_id or one.published_on
    ]
    wanted = [
        one for one in held
        if word in one.matter_code + names.get(one.matter_code, "") + one.document_number
        and (state not in STATES or state_of(one) == state) and (state or state_of(one) not in {"past", "gone"})
    ]  # fmt: skip
    after = int(text) if (text := request.GET.get("after", "")).isdecimal() and len(text) < 7 else 0
    weighed = {one.matter_code for one in held if state_of(one) in {"now", "coming", "draft"}}
    facts = {
        "rows": wanted[after : after + PAGE], "total": len(wanted), "next": str(after + PAGE) if len(wanted) > after + PAGE else "",
        "names": names, "states": STATES, "state_of": state_of, "organ": organ,
        "without": [one for one in queries.matters(organ.id, today)
            if one.code not in weighed and one.spec.act_kind == "penalty"],
        "may_write": operations.change_catalogue(request.actor, organ.id),
        "filters": (
            Field("organ", "执法机关", "select", organ.slug, choices=[(one.slug, one.name) for one in every]),
            Field("q", "事项、编码或者文号", "search", word),
            Field("state", "状态", "select", state, choices=[("", "现行和草稿"), *((key, label) for key, (label, _) in STATES.items())]),
        ),
    }  # fmt: skip
    return render(request, "bureau/benchmarks/list.html", facts)


def readable(request: BureauRequest, benchmark_id: UUID) -> BenchmarkFacts:
    """The benchmark; a draft only for its own organ. Raises Http404."""
    found = queries.benchmark_by_id(benchmark_id)
    if found is None or (found.published_on is None and found.organ_id != request.actor.organ_id):
        raise Http404
    return found


def trail(found: BenchmarkFacts, *rest: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The way to a benchmark."""
    here = (found.matter_code, reverse("bureau:benchmark", args=[found.benchmark_id]) if rest else "")
    return (("依据", ""), ("裁量基准", reverse("bureau:benchmarks")), here, *rest)


@page(*READERS)
def benchmark(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """One benchmark: the table in words, what stands against publishing it, its examples, its versions; a trial with facts."""
    found = readable(request, benchmark_id)
    matter = queries.matter_of(found)
    faults = queries.faults(found, matter) if found.published_on is None and not found.discarded else ()
    organ = organs.organ(found.organ_id)
    mine = operations.change_catalogue(request.actor, found.organ_id)
    facts = {
        "found": found, "table": found.table, "matter": matter, "organ": organ, "state": STATES[state_of(found)], "trail": trail(found),
        "faults": faults, "blocked": bool(blocking(faults)), "draft": found.published_on is None and not found.discarded, "mine": mine,
        "may_replay": found.organ_id == request.actor.organ_id and request.actor.has(Role.REVIEWER, Role.HEAD),
        "may_publish": found.organ_id == request.actor.organ_id and request.actor.has(Role.HEAD),
        "who": ADDRESSEE_NAMES, "kinds": FACTOR_NAMES, "reliefs": RELIEF_NAMES, "units": [one for one in Addressee if found.table and found.table.rows_for(one)],
        "upper": queries.benchmark_by_id(found.upper) if found.upper else None, "states": STATES, "state_of": state_of,
        "history": [one for one in queries.benchmark_history(found.organ_id, found.matter_code) if one.published_on or found.organ_id == request.actor.organ_id],
    }  # fmt: skip
    return render(request, "bureau/benchmarks/one.html", facts | (tried(request, found) if found.table else {}))


def asking(factors: tuple[Factor, ...], typed: Any) -> Iterator[Field]:
    """A field for every fact that the table asks; nothing chosen is not known."""
    for place, one in enumerate(factors):
        name, value = f"a{place}", typed.get(f"a{place}", "")
        if one.kind is FactorKind.YES_NO:
            yield Field(name, one.name, "select", value, choices=[("", "还没有查明"), ("是", "是"), ("否", "否")])
        elif one.kind is FactorKind.CHOICE:
            yield Field(
                name, one.name, "select", value, choices=[("", "还没有查明"), *((each, each) for each in one.choices)]
            )
        else:
            yield Field(
                name, one.name, "text", value, unit=one.unit, attributes={"inputmode": "decimal", "maxlength": 20}
            )


def tried(request: BureauRequest, found: BenchmarkFacts) -> dict[str, Any]:
    """The trial form, and the answer where facts were given in the address."""
    assert found.table is not None
    typed, offered = request.GET, [one for one in Addressee if found.table.rows_for(one)]
    who = Addressee(typed["who"]) if typed.get("who") in set(Addressee) else next(iter(offered), Addressee.UNIT)
    choices = [(one.value, ADDRESSEE_NAMES[one]) for one in offered]
    fields: list[Field] = [Field("who", "处罚对象", "select", who.value, choices=choices)]
    answer: Weighed | None = None
    facts: dict[str, Value] = {}
    for factor, one in zip(found.table.factors, asking(found.table.factors, typed), strict=True):
        try:
            facts[factor.name] = queries.taken_in(factor, str(one.value))
            fields.append(one)
        except Faulty as wrong:
            fields.append(replace(one, errors=(wrong.message,)))
    base: Decimal | None = None
    if any(share.measure is not Measure.YUAN for share in queries.fines(found.table)):
        amount = Field("base", "计算罚款的基数", "money", typed.get("base", "")[:20], help="货值金额、违法所得等")
        try:
            base = yuan(str(amount.value)) if amount.value else None
            fields.append(amount)
        except Invalid as wrong:
            fields.append(replace(amount, errors=tuple(wrong.errors["amount"])))
    if "who" in typed and not any(one.errors for one in fields):
        matter = queries.matter_of(found)
        answer = queries.weigh(found.table, who, facts, base=base, statute=matter.spec.fine(who) if matter else None)
    return {"trial": fields, "answer": answer}


@page(*READERS)
def benchmark_file(request: BureauRequest, benchmark_id: UUID, kind: str) -> HttpResponse:
    """The table to take away: a workbook, or the rows for units or persons as a DMN file."""
    found = readable(request, benchmark_id)
    who = {"dmn": Addressee.UNIT, "person-dmn": Addressee.PERSON}.get(kind)
    if found.table is None or (kind != "xlsx" and (who is None or not found.table.rows_for(who))):
        raise Http404
    if who is None:
        return sent(f"benchmark-{found.matter_code}.xlsx", workbook(found.table))
    content = decision_table(found.table, who, f"{found.matter_code}裁量基准")
    return sent(f"benchmark-{found.matter_code}.dmn", content, "application/xml")


@page(*KEEPERS)
def benchmark_blank(request: BureauRequest) -> HttpResponse:
    """An empty workbook to fill in."""
    return sent("benchmark-blank.xlsx", workbook(None))


@page(Role.HEAD)
def benchmark_publish(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """Publish a draft: checked once more, then it binds from its first day on."""
    found, back = _own_draft(request, benchmark_id), reverse("bureau:benchmark", args=[benchmark_id])
    today = timezone.localdate()

    def act(typed: Typed) -> str:
        made, warnings = operations.publish_benchmark(
            by=request.actor, at=timezone.now(), benchmark_id=benchmark_id, published_on=typed["published_on"]
        )
        told = f"（提醒：{'；'.join(one.message for one in warnings)}）" if warnings else ""
        return f"已公布，{made.valid_from} 起施行，摘要 {made.sha256[:16]}。向社会公开请在“事前公示清单”的“行政裁量基准”里提取{told}。"

    fields = (
        Field(
            "published_on",
            "公布日期",
            "date",
            value=today.isoformat(),
            required=True,
            help="不能在今天之后，也不能在施行日期之后",
        ),
    )
    return step(request, Step(
        "公布裁量基准", trail(found, ("公布", "")), fields, act, "核对、公布", back, aliases={"valid_from": "published_on", "benchmark_id": "published_on"},
        note="公布以后不能再改；要改的，另立新的一份。留空、重叠、超出法定幅度、阶次颠倒、与原文的“以上”“不满”不一致、没有样例的，不能公布（LAW-02 至 LAW-05、LAW-10 至 LAW-16）。",
    ))  # fmt: skip


@page(*KEEPERS)
def benchmark_discard(request: BureauRequest, benchmark_id: UUID) -> HttpResponse:
    """Give up a draft."""
    found, back = _own_draft(request, benchmark_id), reverse("bureau:benchmark", args=[benchmark_id])

    def act(typed: Typed) -> str:
        operations.discard_benchmark(
            by=request.actor, at=timezone.now(), benchmark_id=benchmark_id, reason=typed["reason"]
        )
        return "已放弃这份草稿，原因记入留痕台账。"

    fields = (Field("reason", "放弃的原因", "textarea", required=True, rows=2, attributes={"maxlength": 300}),)
    return step(request, Step(
        "放弃草稿", trail(found, ("放弃", "")), fields, act, "放弃草稿", back, reverse("bureau:benchmarks"), danger=True,
        note="放弃以后不能恢复，内容仍可查看；要重新制定的，另立一份。", aliases={"benchmark_id": "reason"},
    ))  # fmt: skip


def _own_draft(request: BureauRequest, benchmark_id: UUID) -> BenchmarkFacts:
    found = readable(request, benchmark_id)
    if found.organ_id != request.actor.organ_id:
        raise Http404
    return found
