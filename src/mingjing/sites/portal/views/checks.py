"""抽查检查结果: what random checks found, of whom, narrowed by what the address says; downloads are those of the list of decisions."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.publicity import queries
from mingjing.publicity.terms import CheckKind, result_table
from mingjing.sites.portal.forms import Asked, asked
from mingjing.sites.portal.views.answering import page, public
from mingjing.sites.portal.views.counting import counted
from mingjing.sites.portal.views.pacing import asks, paced

_EXPORTS = (("csv", "CSV"), ("xlsx", "XLSX"), ("jsonl", "JSON Lines"))
_HERE = frozenset({"q", "organ", "outcome", "since", "until", "state", "uscc"})


@public
@paced("search", when=asks)
def checks(request: HttpRequest) -> HttpResponse:
    """Results of random checks, newest first; each leads to its page among the decisions."""
    organs = dict(counted("organs", queries.organs_in_public))
    told = {key: value for key, value in request.GET.dict().items() if key in _HERE}
    wanted = asked(told | {"check": CheckKind.RANDOM}, organs)
    shown = queries.page(
        wanted.filters, after=request.GET.get("after", "")[:200], before=request.GET.get("before", "")[:200]
    )
    facts = {
        "asked": replace(wanted, chips=tuple(one for one in wanted.chips if one[0] != "check")),
        "shown": shown,
        "fields": _fields(wanted, organs),
        "exports": _EXPORTS,
    }
    return page(request, "portal/checks.html", facts)


def _fields(wanted: Asked, organs: dict[str, str]) -> tuple[Field, ...]:
    chosen, table = wanted.filters, result_table(timezone.localdate())
    names = [("", "全部结果"), *((one.name, one.name) for one in table.results.values())]
    return (
        Field("q", "关键词", "search", chosen.q, attributes={"maxlength": 100, "placeholder": "单位、事项、编号"}, wide=True),
        Field("organ", "检查机关", "select", chosen.organ_code, choices=[("", "全部机关"), *organs.items()]),
        Field("outcome", "检查结果", "select", chosen.outcome, choices=names),
        Field("since", "检查日期从", "date", chosen.since or ""),
        Field("until", "到", "date", chosen.until or ""),
    )  # fmt: skip
