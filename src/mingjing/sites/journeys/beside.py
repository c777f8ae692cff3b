"""Cases of the other procedures in the example county: told by working days before today, played through the operations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.kernel.workdays import Workdays
from mingjing.sites.journeys.county import Diary

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """One case: who, what, how many working days ago it began, and its steps, each on which working day at what hour."""

    organ: str
    party: str
    matter: str
    ago: int
    steps: tuple[tuple[int, str, Step], ...]
    tale: str = ""


_SPOT: Step = {"act": "register_spot"}
_CHECK: Step = {"act": "register_check", "with": {"item": "SJ-001"}}
_READ: Step = {"act": "check_documents"}
_APPROVED: Step = {"act": "approve_inspection", "with": {"cap": 6}}
_TOLD: Step = {"act": "notify_check"}
_POINTS = (
    "特种作业人员持证上岗情况",
    "安全设备维护、检测情况",
    "重大危险源登记建档和监控情况",
    "应急救援预案和演练情况",
)
_CLEAN: Step = {"act": "inspect", "with": {"checklist": [{"point": one, "answer": "yes"} for one in _POINTS]}}
_FAULTY: Step = {
    "act": "inspect",
    "with": {
        "checklist": [{"point": _POINTS[0], "answer": "no", "remark": "一名焊工不能出示特种作业操作证。"}, *({"point": one, "answer": "yes"} for one in _POINTS[1:])],
        "findings": "逐项检查，一名焊工不能出示特种作业操作证，其他项目符合要求。", "plan": "停止该焊工作业，取得特种作业操作证后方可上岗。",
    },
}  # fmt: skip
_LICENCE = "危险化学品经营许可"
_APPLIED: Step = {"act": "apply"}
_SHORT: Step = {
    "act": "apply", "with": {"materials": [{"name": "经营许可申请书", "copies": 1}, {"name": "安全管理制度和操作规程", "copies": 1}, {"name": "经营场所产权或者租赁证明", "copies": 1}]},
}  # fmt: skip
_SERVED: Step = {"act": "serve"}
_WARNED: Step = {"act": "decide", "with": {"kinds": ["warning"]}}
PLAN = (
    Beside("市监局", "老张", "SP126-6", 1, ((0, "10:10", _SPOT), (0, "10:30", _WARNED))),
    Beside(
        "应急局", "通达", "AQ097-7", 3,
        (
            (0, "15:00", _SPOT),
            (0, "15:20", {"act": "decide", "with": {"kinds": ["warning", "fine"], "fine": 1000}}),
            (1, "09:10", {"act": "file_with_organ"}),
        ),
    ),
    Beside(
        "应急局", "安居", "AQ097-7", 12,
        (
            (0, "09:40", _SPOT),
            (0, "10:00", {"act": "decide", "with": {"kinds": ["fine"], "fine": 100, "received": "refused", "refusal_note": "负责人看过后拒绝签字，现场有录像。"}}),
            (0, "10:05", {"act": "record_payment", "with": {"fine_paid": 100, "mode": "officer", "ground": "small", "official_receipt": True}}),
            (1, "09:00", {"act": "file_with_organ"}),
            (1, "09:30", {"act": "hand_in_fine", "with": {"amount": 100}}),
            (2, "14:00", {"act": "bank_fine", "with": {"amount": 100}}),
            (3, "10:00", {"publish": True}),
            (6, "10:00", {"act": "close", "with": {"ground": "performed"}}),
            (10, "10:00", {"act": "archive"}),
        ),
    ),
    Beside(
        "市监局", "顺风", "JG042", 5,
        ((0, "11:00", _SPOT), (0, "11:20", {"act": "end_spot", "with": {"ground": "educated"}})),
    ),
    Beside("应急局", "鑫达", "AQ097-7", 1, ((0, "14:00", _CHECK), (0, "14:30", _READ))),
    Beside(
        "应急局", "宏远", "AQ097-7", 4,
        ((0, "09:00", _CHECK), (0, "10:00", _READ), (1, "09:00", _APPROVED), (2, "09:30", _TOLD), (2, "11:50", _FAULTY)),
    ),
    Beside(
        "应急局", "永固", "AQ097-7", 15,
        (
            (0, "09:00", _CHECK), (0, "10:00", _READ), (1, "09:00", _APPROVED), (2, "09:30", _TOLD), (2, "11:50", _CLEAN),
            (4, "09:00", {"act": "tell_result"}), (4, "15:00", {"act": "serve"}),
            (6, "09:00", {"act": "close_check", "with": {"conclusion": "clear"}}), (9, "10:00", {"act": "archive", "with": {"catalogue_no": "示应急-检查-001"}}),
        ),
    ),
    Beside(
        "应急局", "金穗", "AQ097-7", 6,
        (
            (0, "09:00", _CHECK),
            (0, "10:00", {"act": "check_documents", "with": {"found": "enough", "findings": "台账与平台数据逐人比对一致，全部持证。"}}),
            (1, "09:00", {"act": "end_without_visit"}), (2, "09:00", {"act": "close_check"}),
        ),
    ),
    Beside("应急局", "蓝天", _LICENCE, 2, ((0, "09:20", _SHORT), (1, "09:00", {"act": "supplement"}), (1, "09:30", _SERVED))),
    Beside(
        "应急局", "通达", _LICENCE, 6,
        ((0, "10:00", _APPLIED), (1, "09:10", {"act": "accept"}), (1, "09:20", _SERVED), (4, "15:00", {"act": "check"})),
    ),
    Beside(
        "应急局", "恒源", _LICENCE, 14,
        (
            (0, "09:00", _APPLIED), (1, "10:00", {"act": "accept"}), (1, "10:10", _SERVED), (4, "11:00", {"act": "check"}),
            (5, "09:20", {"act": "grant"}), (6, "09:00", _SERVED), (7, "10:00", {"publish": True}), (8, "09:00", {"act": "close"}),
            (9, "10:00", {"act": "archive", "with": {"catalogue_no": "示应急-许可-001"}}),
        ),
    ),
)  # fmt: skip


def stories(today: date, calendar: Workdays, plan: Iterable[Beside] = PLAN) -> list[dict[str, Any]]:
    """The journeys of these cases, ending before today."""
    return [_story(told, today, calendar) for told in plan]


def _story(told: Beside, today: date, calendar: Workdays) -> dict[str, Any]:
    start = today
    for _ in range(told.ago):
        start = calendar.before(start)
    diary = Diary(start, calendar)
    return {
        "journey": f"{told.party}：{told.matter}", "organ": told.organ, "party": told.party, "matter": told.matter,
        "tale": told.tale or told.matter,
        "steps": [{"at": diary.at(day, clock), **step} for day, clock, step in told.steps],
    }  # fmt: skip
