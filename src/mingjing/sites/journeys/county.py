"""The example county's forty cases: every stage and exit, told as journeys and played through the operations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from mingjing.kernel.workdays import Workdays

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One case of the county: who, what, which way it goes, where it stops, how many days ago that was."""

    organ: str
    party: str
    matter: str
    until: str
    route: str = "plain"
    fine: int = 15000
    ago: int = 1
    extra: str = ""
    tale: str = ""


PLAN = (
    Told("应急局", "鑫达", "AQ097-1", "lead", ago=1),
    Told("市监局", "瑞丰", "SP125-2", "lead", ago=2),
    Told("应急局", "宏远", "AQ097-3", "inspected", ago=1),
    Told("市监局", "老张", "SP126-6", "inspected", ago=3),
    Told("应急局", "大川", "AQ099-1", "filed", ago=2),
    Told("市监局", "康健", "XF056-8", "filed", ago=8),
    Told("应急局", "蓝天", "AQ102", "evidence", ago=1),
    Told("市监局", "喜洋", "SP126-3", "evidence", ago=30, extra="seized"),
    Told("应急局", "永固", "AQ097-4", "suspended", ago=5),
    Told("应急局", "通达", "AQ099-3", "reported", ago=1),
    Told("市监局", "阳光", "JG042", "reported", fine=2000, ago=1),
    Told("应急局", "金穗", "AQ097-5", "examined", ago=1),
    Told("市监局", "华美", "BZ025-1", "in_review", fine=60000, ago=1),
    Told("应急局", "安居", "AQ105-2", "in_review", ago=4),
    Told("应急局", "鑫达", "AQ099-5", "review_returned", ago=2),
    Told("市监局", "瑞丰", "SP126-3", "reviewed", ago=1, extra="draft_notice"),
    Told("应急局", "宏远", "AQ101-3", "noticed", fine=30000, ago=2),
    Told("市监局", "顺风", "JG042", "noticed", fine=3000, ago=1),
    Told("应急局", "大川", "AQ097-6", "defended", route="defence", fine=25000, ago=1),
    Told("应急局", "蓝天", "AQ097-7", "hearing_asked", route="hearing", fine=70000, ago=1),
    Told("应急局", "通达", "AQ097-1", "hearing_called", route="hearing", fine=60000, ago=1),
    Told("应急局", "永固", "AQ097-3", "hearing_held", route="hearing", fine=60000, ago=1),
    Told(
        "应急局",
        "金穗",
        "AQ101-3",
        "discussed",
        route="hearing",
        fine=55000,
        ago=1,
        extra="draft_decision",
        tale="AQ101-3-吊装",
    ),
    Told("市监局", "老张", "SP125-2", "waived", route="waive", fine=6000, ago=1, extra="draft_decision"),
    Told("应急局", "安居", "AQ097-4", "decided", route="waive", fine=20000, ago=2),
    Told("市监局", "康健", "JG042", "decided", fine=3000, ago=3),
    Told("应急局", "鑫达", "AQ097-6", "served", fine=25000, ago=2),
    Told("市监局", "喜洋", "XF056-8", "published", fine=20000, ago=3),
    Told("应急局", "宏远", "AQ099-3", "published", fine=18000, ago=40, extra="agreed"),
    Told("应急局", "大川", "AQ102", "published", fine=30000, ago=6, extra="instalments"),
    Told("应急局", "牛大力", "AQ105-2", "published", fine=4000, ago=5, tale="AQ105-2-个人"),
    Told("市监局", "田小满", "XF056-8", "paid", fine=5000, ago=2),
    Told("市监局", "华美", "JG042", "closed", fine=2000, ago=2),
    Told("应急局", "恒源", "AQ097-7", "archived", route="hearing", fine=80000, ago=2),
    Told("市监局", "阳光", "SP126-3", "archived", route="waive", fine=8000, ago=4, tale="SP126-3-轻微"),
    Told("应急局", "蓝天", "AQ099-1", "published", fine=12000, ago=25, extra="revoked"),
    Told("市监局", "行业", "BZ025-1", "no_penalty", ago=3),
    Told("应急局", "柳个人", "AQ105-2", "not_filed", ago=6, tale="AQ105-2-未发现"),
    Told("应急局", "金穗", "AQ099-5", "withdrawn", ago=7),
    Told("市监局", "顺风", "XF056-8", "transferred", ago=5),
)

ORDER = (
    "lead", "inspected", "filed", "evidence", "suspended", "reported", "examined", "in_review", "review_returned", "reviewed",
    "noticed", "defended", "waived", "hearing_asked", "hearing_called", "hearing_held", "re_reviewed", "discussed", "decided",
    "served", "published", "paid", "closed", "archived", "no_penalty", "not_filed", "withdrawn", "transferred",
)  # fmt: skip


class Diary:
    """Working days of one case, counted from its first."""

    def __init__(self, start: date, calendar: Workdays) -> None:
        self.start, self.calendar = start, calendar

    def at(self, workday: int, clock: str = "09:00") -> str:
        """The n-th working day after the first, at a time of day."""
        day = self.calendar.after(self.start, workday) if workday else self.start
        return f"{day.isoformat()} {clock}"

    def on(self, workday: int) -> str:
        """The n-th working day."""
        return self.at(workday)[:10]


# On which working day of the case each mark is reached, by the longest way there.
DAYS = {
    "lead": 0, "inspected": 1, "not_filed": 2, "filed": 3, "evidence": 6, "suspended": 7, "withdrawn": 8, "transferred": 8,
    "reported": 9, "examined": 10, "in_review": 11, "review_returned": 12, "reviewed": 12, "no_penalty": 14, "noticed": 13,
    "defended": 15, "waived": 15, "hearing_asked": 15, "hearing_called": 16, "hearing_held": 26, "re_reviewed": 28,
    "discussed": 29, "decided": 20, "served": 21, "published": 22, "paid": 25, "closed": 27, "archived": 29,
}  # fmt: skip
HEARING_SHIFT = 10


def shift(told: Told) -> int:
    """How much later a case with a hearing is decided."""
    return (
        HEARING_SHIFT
        if told.route == "hearing"
        and told.until not in DAYS.keys() - {"decided", "served", "published", "paid", "closed", "archived"}
        else 0
    )


def last_day(told: Told) -> int:
    """The working day on which the case stops."""
    return DAYS[told.until] + shift(told)


def starts(told: Told, today: date, calendar: Workdays) -> date:
    """The first day: as many working days back as the case takes, plus how long ago it stopped."""
    day, left = today, last_day(told) + told.ago
    while left > 0:
        day = calendar.before(day)
        left -= 1
    return day


def story(told: Told, today: date, calendar: Workdays) -> dict[str, Any]:
    """The journey of one case."""
    diary = Diary(starts(told, today, calendar), calendar)
    steps = [step for mark, step in _steps(told, diary) if reaches(told, mark)]
    return {
        "journey": f"{told.party}：{told.matter}",
        "organ": told.organ,
        "party": told.party,
        "matter": told.matter,
        "tale": told.tale or told.matter,
        "steps": steps,
    }


PATHS = {
    "plain": (),
    "waive": ("waived",),
    "defence": ("defended",),
    "hearing": ("hearing_asked", "hearing_called", "hearing_held", "re_reviewed", "discussed"),
}
SIDE = {
    "waived",
    "defended",
    "hearing_asked",
    "hearing_called",
    "hearing_held",
    "re_reviewed",
    "discussed",
    "suspended",
    "review_returned",
    "no_penalty",
    "not_filed",
    "withdrawn",
    "transferred",
}
EXITS = {
    "not_filed": "inspected",
    "withdrawn": "evidence",
    "transferred": "evidence",
    "no_penalty": "reviewed",
    "suspended": "evidence",
    "review_returned": "in_review",
}


def reaches(told: Told, mark: str) -> bool:
    """Whether the case passes a mark on its way."""
    if mark == told.until:
        return True
    end = EXITS.get(told.until, told.until)
    if mark in SIDE:
        return mark in PATHS[told.route] and ORDER.index(mark) <= ORDER.index(end)
    return ORDER.index(mark) <= ORDER.index(end)


def _steps(told: Told, d: Diary) -> Iterator[tuple[str, Step]]:
    yield from _opening(told, d)
    yield from _inquiry(told, d)
    yield from _review(told, d)
    yield from _telling(told, d)
    yield from _ending(told, d, shift(told))


def _opening(told: Told, d: Diary) -> Iterator[tuple[str, Step]]:
    source = "inspection" if told.organ == "应急局" else "complaint"
    yield "lead", {"at": d.at(0, "09:10"), "act": "register_lead", "with": {"source": source, "found_on": d.on(0)}}
    clean: Step = {"with": {"plan": "没有发现违法行为，建议不予立案。"}} if told.until == "not_filed" else {}
    yield "inspected", {"at": d.at(1, "11:50"), "act": "inspect", **clean}
    if not clean:
        yield "inspected", {"at": d.at(1, "12:00"), "act": "order_correction", "with": {"correct_by": d.on(5)}}
        yield "inspected", {"at": d.at(1, "12:10"), "act": "serve"}
    yield "not_filed", {"at": d.at(2, "10:00"), "act": "not_file", "with": {"ground": "no_facts"}}
    yield (
        "filed",
        {
            "at": d.at(3, "10:00"),
            "act": "file_case",
            "with": {"violation_from": d.on(1), "violation_ended_on": d.on(1)},
        },
    )


def _inquiry(told: Told, d: Diary) -> Iterator[tuple[str, Step]]:
    penalty = told.until != "no_penalty"
    yield "evidence", {"at": d.at(4, "15:30"), "act": "interview"}
    yield "evidence", {"at": d.at(5, "10:00"), "act": "collect_evidence", "with": {"name": "主体资格证明复印件"}}
    yield (
        "evidence",
        {
            "at": d.at(5, "10:20"),
            "act": "collect_evidence",
            "with": {"kind": "record", "name": "现场检查笔录", "source": "本机关制作", "proves": "现场存在的违法事实"},
        },
    )
    yield "evidence", {"at": d.at(6, "10:30"), "act": "recheck"}
    yield "suspended", {"at": d.at(7, "10:00"), "act": "suspend"}
    yield "withdrawn", {"at": d.at(8, "10:00"), "act": "withdraw_filing"}
    yield (
        "transferred",
        {
            "at": d.at(8, "10:00"),
            "act": "transfer",
            "with": {
                "kind": "organ",
                "receiver": "示范市市场监督管理局",
                "reason": "经查，违法行为发生地在示范市，依法移送有管辖权的机关。",
            },
        },
    )
    usual: Step = (
        {"conclusion": "penalty", "kinds": ["fine"], "fine": told.fine}
        if penalty
        else {
            "conclusion": "no_penalty",
            "kinds": None,
            "fine": None,
            "discretion": "none",
            "discretion_reason": "违法行为轻微并及时改正，没有造成危害后果，建议不予处罚。",
        }
    )
    yield "reported", {"at": d.at(9, "09:30"), "act": "report", "with": usual}
    yield "examined", {"at": d.at(10, "10:00"), "act": "examine"}


def _review(told: Told, d: Diary) -> Iterator[tuple[str, Step]]:
    yield "in_review", {"at": d.at(11, "09:00"), "act": "submit_review"}
    yield (
        "review_returned",
        {
            "at": d.at(12, "10:00"),
            "act": "give_opinion",
            "with": {
                "facts_evidence": "no",
                "problems": "询问笔录没有写明违法行为的起止时间，请补充询问。",
                "result": "return",
            },
        },
    )
    yield "reviewed", {"at": d.at(12, "15:00"), "act": "give_opinion"}
    yield "no_penalty", {"at": d.at(14, "10:00"), "act": "decide_no_penalty"}
    yield "no_penalty", {"at": d.at(14, "15:00"), "act": "serve"}


def _telling(told: Told, d: Diary) -> Iterator[tuple[str, Step]]:
    offered = "yes" if told.route == "hearing" else None
    with_: Step = {"hearing_offered": offered} if offered else {}
    yield "noticed", {"at": d.at(13, "09:30"), "act": "notify", "with": with_}
    yield "noticed", {"at": d.at(13, "15:00"), "act": "serve"}
    yield "waived", {"at": d.at(15, "09:30"), "act": "waive_rights", "with": {"waived": ["statement", "hearing"]}}
    yield "defended", {"at": d.at(15, "09:30"), "act": "state_defence"}
    yield "defended", {"at": d.at(15, "15:30"), "act": "recheck_defence"}
    yield "hearing_asked", {"at": d.at(15, "16:20"), "act": "request_hearing"}
    yield "hearing_called", {"at": d.at(16, "09:30"), "act": "arrange_hearing", "with": {"hearing_at": d.at(26)}}
    yield "hearing_called", {"at": d.at(16, "11:00"), "act": "serve"}
    yield "hearing_held", {"at": d.at(26, "11:30"), "act": "hold_hearing"}
    yield "hearing_held", {"at": d.at(26, "16:30"), "act": "report_hearing"}
    yield "re_reviewed", {"at": d.at(27, "09:00"), "act": "submit_review"}
    yield "re_reviewed", {"at": d.at(28, "15:00"), "act": "give_opinion"}
    yield "discussed", {"at": d.at(29, "10:00"), "act": "discuss"}


def _ending(told: Told, d: Diary, more: int) -> Iterator[tuple[str, Step]]:
    yield "decided", {"at": d.at(20 + more, "09:30"), "act": "decide"}
    yield "served", {"at": d.at(21 + more, "10:00"), "act": "serve"}
    yield "published", {"at": d.at(22 + more, "10:00"), "publish": True}
    yield "paid", {"at": d.at(25 + more, "10:00"), "act": "record_payment"}
    yield "closed", {"at": d.at(27 + more, "10:00"), "act": "close"}
    yield (
        "archived",
        {"at": d.at(29 + more, "10:00"), "act": "archive", "with": {"catalogue_no": f"{told.party}-{told.matter}"}},
    )


def afterwards(told: Told, today: date, calendar: Workdays) -> list[Step]:
    """What happened later in some cases: goods seized, payment by instalments, execution agreed, a decision revoked."""
    d = Diary(starts(told, today, calendar), calendar)
    if told.extra == "instalments":
        due = [(today + timedelta(days=30 * n)).isoformat() for n in (1, 2, 3)]
        rows = [{"due_on": day, "amount": told.fine // 3} for day in due]
        return [{"at": d.at(23, "10:00"), "act": "grant_instalments", "with": {"instalments": rows}}]
    if told.extra == "seized":
        return _seized(d)
    if told.extra == "agreed":
        return _agreed(told, d, today)
    if told.extra == "revoked":
        return [
            {"at": d.at(25, "10:00"), "act": "record_payment"},
            {
                "at": d.at(35, "10:00"),
                "act": "change_decision",
                "with": {
                    "kind": "revoked",
                    "reason": "经行政复议，原决定认定的主要事实不清，予以撤销。",
                    "refund": told.fine,
                },
            },
            {"at": d.at(36, "10:00"), "withdraw": "经行政复议，原决定认定的主要事实不清，已被依法撤销。"},
        ]
    return []


def _seized(d: Diary) -> list[Step]:
    """Oil of unknown origin, seized two weeks ago and kept: its time runs."""
    oil = [
        {"name": "散装食用油", "spec": "200 千克/桶", "amount": "3 桶", "condition": "密封完好，已贴封条"},
        {"name": "进货台账", "spec": "纸质", "amount": "1 册", "condition": "完好"},
    ]
    times = {"started_at": d.at(26, "09:20"), "delivered_at": d.at(26, "09:45"), "ended_at": d.at(26, "09:50")}
    return [
        {
            "at": d.at(26, "09:00"),
            "act": "approve_measure",
            "with": {"targets": "来源不明的散装食用油 3 桶、进货台账 1 册。"},
        },
        {"at": d.at(26, "10:00"), "act": "seize", "with": {**times, "items": oil}},
        {"at": d.at(26, "10:10"), "act": "serve"},
    ]


def _agreed(told: Told, d: Diary, today: date) -> list[Step]:
    """A fine overdue for weeks: the surcharge is reduced for what was put right, half is paid, the rest still runs."""
    kept, half = 3000, told.fine // 2
    last = (today + timedelta(days=20)).isoformat()
    stages = [
        {"due_on": d.on(58), "duty": "缴纳罚款的一半", "amount": half},
        {"due_on": last, "duty": "缴纳其余罚款和加处罚款", "amount": told.fine - half + kept},
    ]
    agreed = {"waive": "yes", "remedial": "已经更换全部设施并重新培训。", "surcharge_kept": kept, "stages": stages}
    return [
        {"at": d.at(55, "10:00"), "act": "agree_execution", "with": agreed},
        {"at": d.at(57, "10:00"), "act": "record_payment", "with": {"fine_paid": half}},
    ]


def moment_of(step: Mapping[str, Any]) -> datetime:
    """When a step happens."""
    return datetime.fromisoformat(str(step["at"]))
