"""What the parameters and registers say today, for the texts that an organ publishes: no figure is ever typed.

Each mark of a text in `publicity/registers/texts` stands for one of these: (what it is, how it reads, where it comes from).
"""

from datetime import date
from decimal import Decimal

from mingjing.cases.queries.calendar import parameters, parameters_of
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.kernel.parameters import Figure
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import queries as publicity
from mingjing.records import queries as records
from mingjing.records.terms.figures import AFTER

UNITS = {"wd": "个工作日", "d": "日", "h": "小时", "m": "个月", "y": "年", "h/y": "学时"}
PUBLICITY = (
    "publish.penalty", "publish.licence", "publish.other", "withdraw", "register_update", "answer.correction",
    "answer.question", "answer.complaint",
)  # fmt: skip
OTHERS = {"review_limit": "review.limit", "review_extension": "review.extension", "archive": "archive"}
# No place and no organ sets these: what a local file says of them is refused (PAR-02), so that the text does not tell it either.
NOT_LOCAL = {"annual_day": "annual_report", "materials": "review.materials.penalty", "training": "training"}
RECORDS = {
    "av_upload": "upload",
    "av_clock": "clock_drift",
    "av_storage": "storage_low",
    "av_return": "return",
    "av_gap": "gap",
}
Told = tuple[str, str, str]
REGISTERED = "本机关登记事项"


def figures(organ: OrganFacts, kind: str, on: date) -> dict[str, Told]:
    """Every mark of the texts for an organ and a kind of text, as it reads on that day."""
    return {**_registered(organ, on), **_limits(organ, on), **_recorded(organ.code, on), **_staff(organ, kind)}


def _registered(organ: OrganFacts, on: date) -> dict[str, Told]:
    told = {
        "organ": ("机关名称", organ.name),
        "phone": ("联系电话", organ.phone),
        "supervision": ("监督渠道", organ.supervision),
        "address": ("办公地址", organ.address),
    }
    share = organs.figures().at("organs.reviewer_share", on)
    percent = f"{(Decimal(share.value) * 100).normalize():f}%"
    found = {mark: (title, value or "（没有登记）", REGISTERED) for mark, (title, value) in told.items()}
    return {**found, "reviewer_share": ("法制审核人员占执法人员的比例", percent, _source(share))}


def _limits(organ: OrganFacts, on: date) -> dict[str, Told]:
    """The figures of the rooms, each as its own room reckons with it, the organ's local ones included."""
    public = organs.local_parameters(publicity.figures_in, organ)
    asked = [(key.replace(".", "_"), public, key) for key in PUBLICITY]
    for known, names in ((parameters_of(organ), OTHERS), (parameters(organ.domain), NOT_LOCAL)):
        asked += [(mark, known, key) for mark, key in names.items()]
    return {
        mark: (known.title(key), in_words(known.at(key, on)), _source(known.at(key, on))) for mark, known, key in asked
    }


def _recorded(organ_code: str, on: date) -> dict[str, Told]:
    """The figures of the records room, the organ's own where it has some."""
    known = records.parameters_of(organ_code)
    return {
        mark: (known.title(key), f"{known.at(key, on).value}{AFTER[key]}", _source(known.at(key, on)))
        for mark, key in RECORDS.items()
    }


def in_words(figure: Figure) -> str:
    """7个工作日, 24小时, 1月31日; a list of materials by their names."""
    if figure.key.startswith("review.materials"):
        return "、".join(item.split(":", 1)[1] for item in str(figure.value).split())
    if figure.unit == "month-day":
        month, day = str(figure.value).split("-")
        return f"{int(month)}月{int(day)}日"
    return f"{figure.value}{UNITS.get(figure.unit, figure.unit)}"


def _source(figure: Figure) -> str:
    return figure.cites if figure.verified else f"{figure.cites}（未核实）"


def _staff(organ: OrganFacts, kind: str) -> dict[str, Told]:
    """Who collects, checks and releases, as the organ decided (P-01)."""
    spec = publicity.staffed(organ.id, kind)
    parts = (
        ("collectors", "采集", spec.collect),
        ("checkers", "审核", spec.check),
        ("releasers", "发布", spec.release),
    )
    return {
        mark: (f"由谁{title}", "、".join(ROLE_NAMES[role] for role in Role if role in roles), "本机关的分工")
        for mark, title, roles in parts
    }
