"""The figures in force: the list of an organ on a day, one figure through its layers and dates, and loading local ones."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field, filled
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.parameters import Figure
from mingjing.organs import operations
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, Domain, OrganFacts
from mingjing.organs.terms.overlays import LARGEST, FiguresDraft, Foreseen
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page, remember
from mingjing.sites.bureau.views.registers_organs import kept_organ
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.sites.figure_book import (
    STRICTER,
    FigureBook,
    FigureRow,
    base_of,
    domain_book,
    figure_book,
    history_of,
    layer_name,
    local_keys,
    said,
)

HEADINGS = (
    "参数名",
    "名称",
    "数值",
    "层次",
    "自何日起",
    "依据",
    "是否核对",
    "核对日期",
    "改了什么",
    "哪个方向更严",
    "所属",
)
PAGE = 40
STATES = {"": "全部", "local": "被改过的", "open": "未核对的"}
EXAMPLE = """checked: 核对的日期，例如 2026-11-30
hearing.threshold.unit:
  2027-01-01: {value: 30000, unit: CNY, cites: 某省行政处罚听证规定第几条, verified: true}
"""


@page()
def figures(request: BureauRequest) -> HttpResponse:
    """Every figure of an organ (or of a domain before anything local) on a day, with search and marks."""
    organ, domain, on, word, state = _asked(request)
    book = _book(organ, domain, on)
    rows, start = _chosen(book, word, state), _start(request.GET.get("after", ""))
    shown = rows if request.GET.get("all") else rows[start : start + PAGE]
    facts = {
        "rows": shown, "found": len(rows), "next": start + PAGE if len(shown) < len(rows[start:]) else "", "total": len(book.rows), "organ": organ, "on": on, "said": said, "layer_name": layer_name, "problems": book.problems,
        "stricter": STRICTER, "open": sum(1 for one in book.rows if one.figure and not one.figure.verified),
        "may_load": request.actor.has(Role.SYSTEM_ADMIN) and operations.may_import_figures(request.actor, organ.id),
        "filters": _filters(organ, domain, on, word, state), "active": [("q", f"含“{word}”")] if word else [],
    }  # fmt: skip
    return render(request, "bureau/figures/figures.html", facts)


@page()
def figures_export(request: BureauRequest, kind: str) -> HttpResponse:
    """Exactly what is filtered, as CSV or XLSX."""
    organ, domain, on, word, state = _asked(request)
    lines = (_line(one) for one in _chosen(_book(organ, domain, on), word, state))
    return sheet(kind, f"figures-{organ.slug}-{on}", f"{on} 有效的参数", HEADINGS, lines)


@page()
def figure(request: BureauRequest, named: str) -> HttpResponse:
    """One figure of an organ: every layer that has it, every date."""
    organ, _, on, _, _ = _asked(request)
    title, stricter, layers = history_of(organ, named)
    if not layers:
        raise Http404
    book = figure_book(organ, on)
    facts = {
        "key": named, "title": title, "organ": organ, "on": on, "layers": layers, "said": said, "layer_name": layer_name,
        "stricter": STRICTER[stricter], "row": next((one for one in book.rows if one.key == named), None), "local": named in local_keys(),
        "problems": [one for one in book.problems if one.key == named],
    }  # fmt: skip
    return render(request, "bureau/figures/figure.html", facts)


@page(Role.SYSTEM_ADMIN)
def figures_import(request: BureauRequest, slug: str) -> HttpResponse:
    """Look a local file through, then load it."""
    organ = kept_organ(request, slug)
    typed = request.POST or request.typed or QueryDict()
    fields = _fields(organ, request)
    facts: dict[str, Any] = {"organ": organ, "fields": fields, "problems": (), "said": said}
    if request.method != "POST":
        return render(request, "bureau/figures/import.html", facts | {"fields": filled(fields, typed, {})})
    status = 200
    try:
        draft = _draft(request)
        typed = typed.copy()
        typed["text"] = draft.text
        seen = _stepped(request, organ, draft)
        facts |= {"seen": seen, "rows": _foreseen(seen), "draft": draft, "loaded": request.POST.get("step") == "load"}
    except Invalid as problem:
        facts["fields"], status = filled(fields, typed, problem.errors), 422
    except Refused as problem:
        facts["fields"], status = filled(fields, typed, {"text": [str(one) for one in problem.findings]}), 422
    else:
        facts["fields"] = filled(fields, typed, {})
    return render(request, "bureau/figures/import.html", facts, status=status)


def _stepped(request: BureauRequest, organ: OrganFacts, draft: FiguresDraft) -> Foreseen:
    """Looked through, or loaded. Raises Forbidden, Invalid, Refused."""
    act = operations.foresee_figures
    if request.POST.get("step") == "load":
        act = operations.import_figures
    seen = act(
        organ_id=organ.id, draft=draft, by=request.actor, at=timezone.now(), base=base_of(organ), known=local_keys()
    )
    if act is operations.import_figures:
        remember(request, f"{reverse('bureau:figures')}?organ={organ.slug}&state=local")
    return seen


def _asked(request: BureauRequest) -> tuple[OrganFacts, str, date, str, str]:
    """Organ, domain (empty: the organ's with everything local), day, words, state."""
    asked = request.GET
    own = organs.organ(request.actor.organ_id)
    slug = asked.get("organ", "")
    organ = own if slug in {"", own.slug} else organs.organ_by_slug(slug) or own
    domain = asked.get("domain", "")
    state = asked.get("state", "")
    return (
        organ, domain if domain in set(DOMAIN_NAMES) else "", as_day(asked.get("on", "")) or timezone.localdate(),
        asked.get("q", "").strip()[:50], state if state in STATES else "",
    )  # fmt: skip


def _start(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _book(organ: OrganFacts, domain: str, on: date) -> FigureBook:
    return domain_book(domain, on) if domain else figure_book(organ, on)


def _chosen(book: FigureBook, word: str, state: str) -> list[FigureRow]:
    found = [one for one in book.rows if word in f"{one.key} {one.title} {one.figure.cites if one.figure else ''}"]
    if state == "local":
        return [one for one in found if one.overrides]
    return [one for one in found if one.figure and not one.figure.verified] if state == "open" else found


def _filters(organ: OrganFacts, domain: str, on: date, word: str, state: str) -> tuple[Field, ...]:
    every = [(one.slug, one.name) for one in organs.organs()]
    domains = [("", "按机关（含本地参数）"), *((one.value, DOMAIN_NAMES[one]) for one in Domain)]
    return (
        Field("organ", "执法机关", "select", organ.slug, choices=every),
        Field("domain", "领域", "select", domain, choices=domains),
        Field("on", "哪一天", "date", on.isoformat()),
        Field("state", "标记", "select", state, choices=tuple(STATES.items())),
        Field("q", "参数名、名称或依据", "search", word),
    )


def _line(one: FigureRow) -> tuple[str, ...]:
    found = one.figure
    below = "；".join(f"{layer_name(each.layer)} {said(each)}" for each in one.overrides)
    told = (one.layer_name, f"{found.since}", found.cites, "已核对" if found.verified else "未核对", f"{found.checked}") if found else ("",) * 5  # fmt: skip
    return (one.key, one.title, one.words, *told, below, STRICTER[one.stricter], one.room)


def _fields(organ: OrganFacts, request: BureauRequest) -> tuple[Field, ...]:
    return (
        Field("scope", "适用范围", "select", "organ", required=True, choices=operations.scopes_of(organ, request.actor)),
        Field("name", "文件名", required=True, value="own.yaml", help="同名的文件会被替换；字母、数字、- 和 _，以 .yaml 结尾", attributes={"maxlength": 45}),
        Field("reason", "依据或者理由", required=True, example="示政办〔2026〕12号", wide=True, attributes={"maxlength": 200}),
        Field("file", "参数文件（YAML）", "file", help="选了文件就以文件为准", attributes={"accept": ".yaml,.yml,.txt"}),
        Field("text", "文件内容", "textarea", EXAMPLE, required=True, rows=14, wide=True, help="写法与国家参数相同；数值只能更严，自今天或者以后施行"),
    )  # fmt: skip


def _draft(request: BureauRequest) -> FiguresDraft:
    typed = request.POST
    return FiguresDraft(typed.get("scope", ""), typed.get("name", ""), _uploaded(request) or typed.get("text", ""), typed.get("reason", ""))  # fmt: skip


def _uploaded(request: BureauRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return ""
    if (file.size or 0) > LARGEST:
        raise Invalid({"file": [f"这个文件超过 {LARGEST // 1024} KB，不像参数文件，请核对后重新选择。"]})
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid({"file": ["这个文件不是 UTF-8 文字，请另存为 UTF-8 后再上传。"]}) from None


def _foreseen(seen: Foreseen) -> list[tuple[str, date, Figure | None, Figure | None, str]]:
    """Title, day, the figure (None: repealed), what it overrides on that day, a mark."""
    marked = {one.key for one in seen.laid.problems if one.place == seen.place and one.file == seen.name}
    return [
        (seen.laid.parameters.title(key), since, own, seen.below(key, since), "待核对" if key in marked else "")
        for key, history in sorted(seen.layer.histories.items())
        for since, own in history
    ]  # fmt: skip
