"""What a check says: one line each, the conclusion, the exit code."""

from __future__ import annotations

from typing import Any, NamedTuple

KEY_HINT = "请向行政机关核实公布的公钥，再用 --key 核对"
MEANING = {
    "承诺": "说明：事件或盐在登记之后被改动。",
    "检查点": "说明：签名不是这本台账作出的，或检查点被改动。",
    "见证": "说明：别的单位没有（或不再）为这个检查点作证，机关自己可能改写过历史。",
    "收录": "说明：这条记录不在台账里，或证明被改动。",
    "文件": "说明：文件内容在登记之后被改动，或被换成另一份。",
    "顺序": "说明：有记录被删去、插入或调换。",
}
# What is only said, not proved, but must stand beside “passed”: whoever reads the last line alone is not misled.
OPEN = {
    "完整性": "案卷没有封存，不能证明没有后来的记录",
    "未随包材料": "有登记的材料没有随包",
    "公钥": "公钥尚未与行政机关公布的核对",
}


class Bad(Exception):
    """What was checked is wrong; the message says how."""


class Unfit(Exception):
    """This is not a file that can be verified."""


class Check(NamedTuple):
    """One line of the report. `ok` is None for what is only said, not proved."""

    title: str
    ok: bool | None
    detail: str


class Report:
    """Everything that was checked."""

    def __init__(self, name: str) -> None:
        self.name, self.kind, self.unfit = name, "", ""
        self.checks: list[Check] = []

    def add(self, title: str, ok: bool | None, detail: str) -> None:
        self.checks.append(Check(title, ok, detail))

    def tell(self, title: str, faults: list[str], good: str, meaning: str) -> None:
        """A check that passes where there are no faults; `meaning` says what a fault would mean."""
        shown = "；".join(faults[:5]) + (f"；等共 {len(faults)} 处" if len(faults) > 5 else "")
        self.add(title, not faults, f"{shown}。{meaning}" if faults else good)

    @property
    def code(self) -> int:
        return 2 if self.unfit else int(not self.checks or any(check.ok is False for check in self.checks))

    def conclusion(self) -> str:
        if self.unfit:
            return f"不能核验：{self.unfit}"
        failed = sum(check.ok is False for check in self.checks)
        if failed:
            return f"核验不通过：{failed} 项不符，这份文件不能作为原始记录使用。"
        left = [OPEN[check.title] for check in self.checks if check.ok is None and check.title in OPEN]
        return "核验通过" + (f"（{'；'.join(left)}）。" if left else "。")

    def text(self) -> str:
        marks = {True: "✓", False: "✗", None: "·"}
        lines = [f"  {marks[check.ok]} {check.title}：{check.detail}" for check in self.checks]
        return "\n".join([f"明镜离线核验　{self.name}　{self.kind}", *lines, self.conclusion()])

    def as_dict(self) -> dict[str, Any]:
        checks = [check._asdict() for check in self.checks]
        return {"file": self.name, "kind": self.kind, "code": self.code, "checks": checks, "end": self.conclusion()}
