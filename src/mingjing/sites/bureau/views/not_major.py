"""不属于重大执法决定的认定: every one with its reason; organs that keep their cases elsewhere say it here."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import oversight
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.lawbook.terms import CATEGORY_NAMES, PENALTY_NAMES, PenaltyKind
from mingjing.organs import queries as organs
from mingjing.review import operations, queries
from mingjing.review.terms import SOURCE_NAMES, DecisionProfile, Source
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

READERS = frozenset({Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR})
PAGE, MOST = 50, 10_000
HEADINGS = ("认定日期", "机关", "来源", "决定", "理由", "当时不清楚的事项", "对照的目录", "认定人")
KNOWN = (("unknown", "不清楚"), ("no", "没有"), ("yes", "有"))
ASKED = {
    "after_hearing": "经过听证程序",
    "public_interest": "涉及重大公共利益",
    "social_risk": "可能造成重大社会影响或者引发社会风险",
    "major_rights": "直接关系当事人或者第三人重大权益",
    "complex": "疑难复杂、涉及多个法律关系",
}


def _asked(request: BureauRequest) -> dict[str, Any]:
    source = request.GET.get("source", "")
    own = None if request.actor.has(Role.SUPERVISOR) else [request.actor.organ_id]
    return {"organ_ids": own, "q": request.GET.get("q", "")[:60], "source": source if source in set(Source) else ""}


@page(*READERS)
def not_major(request: BureauRequest) -> HttpResponse:
    """The own organ's, or every organ's for the supervisor; by words and source."""
    asked, place = _asked(request), request.GET.get("after", "")
    after = int(place) if place.isdecimal() and len(place) < 7 else 0
    rows = queries.not_major(**asked, after=after, limit=PAGE + 1)
    filters = (
        Field("q", "决定、理由", "search", asked["q"]),
        Field("source", "来源", "select", asked["source"], choices=[("", "全部"), *((one.value, SOURCE_NAMES[one]) for one in Source)]),
    )  # fmt: skip
    shown = rows[:PAGE]
    facts = {
        "rows": shown, "next": str(after + PAGE) if len(rows) > PAGE else "", "filters": filters, "names": {one.id: one.name for one in organs.organs()},
        "cases": oversight.cases_by_dossier(request.actor, tuple(row.dossier_id for row in shown if row.dossier_id)),
        "may": operations.may_say_not_major(request.actor, request.actor.organ_id),
    }  # fmt: skip
    return render(request, "bureau/catalogue/not_major.html", facts)


@page(*READERS)
def not_major_export(request: BureauRequest, kind: str) -> HttpResponse:
    """What the list shows, as a table."""
    names = {one.id: one.name for one in organs.organs()}
    cells = [
        [f"{timezone.localtime(one.said_at):%Y-%m-%d}", names.get(one.organ_id, ""), one.source_name, one.title, one.reason, "；".join(one.unknown),
         one.catalogue, one.said_by_name]
        for one in queries.not_major(**_asked(request), limit=MOST)
    ]  # fmt: skip
    return sheet(kind, "not-major", "不属于重大执法决定的认定", HEADINGS, cells)


@page(Role.HANDLER, Role.EXAMINER, Role.REVIEWER)
def not_major_new(request: BureauRequest) -> HttpResponse:
    """Of a decision whose case is kept elsewhere: what is known of it, and why it is not major."""
    organ = organs.organ(request.actor.organ_id)

    def act(typed: Typed) -> str:
        made = operations.say_not_major(
            title=typed["title"], reason=typed["reason"], profile=asked_of(typed, organ.id), by=request.actor, at=timezone.now()
        )  # fmt: skip
        return f"已登记“{made.title}”不属于重大执法决定的认定，监督机关可以看到。"

    fields = (
        Field("title", "决定", required=True, example="示交罚〔2026〕31号（拟）某公司超限运输案", help="案件名称或者拟用的文号", attributes={"maxlength": 200}),
        Field("category", "类别", "select", "penalty", required=True, choices=list(CATEGORY_NAMES.items())),
        *asked_fields(),
        Field("reason", "不属于重大执法决定的理由", "textarea", required=True, rows=4, help="对照目录和法定情形逐项说明，不清楚的事项也要说明", attributes={"maxlength": 2000}),
    )  # fmt: skip
    back = reverse("bureau:not_major")
    return step(request, Step(
        "认定不属于重大执法决定", (("不属于重大执法决定的认定", back), ("认定", "")), fields, act, "对照、登记", back, aliases={"is_major": "title"},
        note="案件在别的系统办理的，作出决定以前在这里对照。已经符合法定情形或者目录条目的，不能认定为不属于，须送法制审核（REV-25）。",
    ))  # fmt: skip


def asked_fields(now: DecisionProfile | None = None) -> tuple[Field, ...]:
    """What decides whether a decision is a major one, with what is known of it already."""
    kinds = [("unknown", "还没有确定"), *((one.value, PENALTY_NAMES[one]) for one in PenaltyKind)]
    said = dict.fromkeys((*ASKED, "party", "procedure"), "unknown")
    chosen, fine, confiscation = ["unknown"], "", ""
    if now is not None:
        said |= {name: "yes" if getattr(now, name) else "no" for name in ASKED if name not in now.unknown}
        said |= {"party": "unit" if now.party_is_unit else "person"} if "party_is_unit" not in now.unknown else {}
        said |= {"procedure": now.procedure} if "procedure" not in now.unknown else {}
        chosen = ["unknown"] if "kinds" in now.unknown else list(now.kinds)
        fine, confiscation = ("" if one is None else f"{one:f}" for one in (now.fine, now.confiscation))
    return (
        Field("party", "当事人", "select", said["party"], choices=[("unknown", "不清楚"), ("unit", "单位"), ("person", "个人")]),
        Field("procedure", "程序", "select", said["procedure"], choices=[("unknown", "不清楚"), ("ordinary", "普通程序"), ("summary", "简易程序")]),
        Field("kinds", "拟处罚种类", "checkboxes", chosen, choices=kinds, help="不是行政处罚的不选"),
        Field("fine", "拟罚款", "money", fine, help="不罚款的填 0，还不清楚的留空", attributes={"maxlength": 16}),
        Field("confiscation", "拟没收", "money", confiscation, help="没有没收的填 0，还不清楚的留空", attributes={"maxlength": 16}),
        *(Field(name, label, "select", said[name], choices=KNOWN) for name, label in ASKED.items()),
    )  # fmt: skip


def asked_of(typed: Typed, organ_id: Any, domain: str = "") -> DecisionProfile:
    """What was typed; 不清楚 and an empty amount are unknown, never a no. Raises Invalid for an amount that is none."""
    unknown = {name for name in ASKED if typed[name] not in {"yes", "no"}}
    fine, confiscation = _money(typed, "fine"), _money(typed, "confiscation")
    unknown |= {name for name, amount in (("fine", fine), ("confiscation", confiscation)) if amount is None}
    unknown |= {"party_is_unit"} if typed["party"] not in {"unit", "person"} else set()
    unknown |= {"procedure"} if typed["procedure"] not in {"ordinary", "summary"} else set()
    kinds = tuple(typed["kinds"])
    unknown |= {"kinds"} if "unknown" in kinds else set()
    return DecisionProfile(
        organ_id=organ_id, category=typed["category"], party_is_unit=typed["party"] != "person", kinds=tuple(one for one in kinds if one != "unknown"),
        procedure=typed["procedure"] if "procedure" not in unknown else "ordinary", fine=fine, confiscation=confiscation,
        after_hearing=typed["after_hearing"] == "yes", public_interest=typed["public_interest"] == "yes", social_risk=typed["social_risk"] == "yes",
        major_rights=typed["major_rights"] == "yes", complex=typed["complex"] == "yes", domain=domain,
        unknown=frozenset(unknown),
    )  # fmt: skip


def _money(typed: Typed, name: str) -> Decimal | None:
    text = typed[name].replace(",", "")
    if not text:
        return None
    try:
        found = Decimal(text)
        if not found.is_finite() or not 0 <= found < Decimal(10) ** 12:
            raise InvalidOperation
    except InvalidOperation:
        raise Invalid({name: ["请写不小于 0 的数，单位是元。"]}) from None
    return found
