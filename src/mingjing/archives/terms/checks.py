"""Words of the four-property check: what was gathered once, what each check says, the report."""

import builtins
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from mingjing.archives.terms.files import ArchiveItem, CatalogueRow


class Property(StrEnum):
    """The four properties of an electronic record (DA/T 70-2018)."""

    AUTHENTIC = "authentic"
    COMPLETE = "complete"
    USABLE = "usable"
    SAFE = "safe"


PROPERTY_NAMES = {
    Property.AUTHENTIC: "真实性",
    Property.COMPLETE: "完整性",
    Property.USABLE: "可用性",
    Property.SAFE: "安全性",
}


class Result(StrEnum):
    """What one check found. 需人工: the machine cannot tell; a person has to look, and the detail says how."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NA = "na"
    MANUAL = "manual"


RESULT_NAMES = {Result.PASS: "通过", Result.FAIL: "不通过", Result.NA: "不适用", Result.MANUAL: "需人工"}


class Occasion(StrEnum):
    """Why the check is run."""

    FILING = "filing"
    TRANSFER = "transfer"
    YEARLY = "yearly"
    ASKED = "asked"
    SELF = "self"


OCCASION_NAMES = {
    Occasion.FILING: "归档",
    Occasion.TRANSFER: "移交",
    Occasion.YEARLY: "年度检测",
    Occasion.ASKED: "随时检测",
    Occasion.SELF: "归档前自查",
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What looking at one item showed: the digests of the stored content, whether the ledger names it, how it opens.

    `content` is `same`, `missing` or `altered`; `opens` says in Chinese why it does not open, empty where it does.
    `risks` names macros, scripts and embedded files; `fonts` those a PDF does not carry; `virus` what a scanner found.
    """

    item: ArchiveItem
    content: str
    logged: bool
    opens: str
    pages: int
    kind: str = ""
    locked: bool = False
    risks: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    virus: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """The ledger stream of the dossier: its sequence numbers in order, and whether each event leads to the next."""

    numbers: tuple[int, ...]
    linked: bool


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; empty where it is not filed yet. `taken`: what else has the same number."""

    catalogue_no: str = ""
    title: str = ""
    organ: str = ""
    retention: str = ""
    secrecy: str = "none"
    opened_on: date | None = None
    closed_on: date | None = None
    archived_on: date | None = None
    taken: str = ""


@dataclass(frozen=True, slots=True)
class PackageSeen:
    """What reading the archive package again showed. `state` is `same`, `altered` or `missing`."""

    state: str
    faults: tuple[str, ...] = ()
    files: int = 0
    size: int = 0
    listed: int = 0
    listed_size: int = 0
    rows: int = 0
    xml: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything the checks judge, gathered once."""

    rows: tuple[CatalogueRow, ...]
    seen: tuple[Inspected, ...]
    forms: frozenset[str]
    stream: Stream
    about: About = field(default_factory=About)
    note: str = ""
    scanner: str = ""
    package: PackageSeen | None = None
    occasion: Occasion = Occasion.FILING
    handed_over: bool = False
    sealed: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report. `code` is ours, `source` the numbers found in public descriptions of DA/T 70-2018."""

    property: Property
    rule: str
    title: str
    result: Result
    detail: str
    code: str = ""
    source: str = ""
    applies: str = "全部材料"

    @builtins.property
    def passed(self) -> bool:
        """Whether nothing is wrong: what a person must look at, or what does not apply, does not fail."""
        return self.result is not Result.FAIL

    def __str__(self) -> str:
        return f"{self.code}　{PROPERTY_NAMES[self.property]}　{self.title}：{RESULT_NAMES[self.result]}。{self.detail}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The four-property check of a file."""

    checks: tuple[Check, ...]
    at: datetime
    occasion: Occasion = Occasion.FILING
    about: About = field(default_factory=About)
    by_name: str = ""

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(check.passed for check in self.checks)

    @property
    def manual(self) -> int:
        """How many checks a person has to finish."""
        return sum(check.result is Result.MANUAL for check in self.checks)

    @property
    def conclusion(self) -> str:
        """The result in one Chinese sentence."""
        failed = sum(not check.passed for check in self.checks)
        if failed:
            return f"有 {failed} 项不通过"
        return f"没有不通过的项目，另有 {self.manual} 项需人工核对" if self.manual else "全部通过"

    def as_json(self) -> dict[str, Any]:
        """What the table and the package keep."""
        return {
            "format": "mingjing-four-properties@1",
            "standard": "DA/T 70-2018",
            "occasion": OCCASION_NAMES[self.occasion],
            "catalogue_no": self.about.catalogue_no,
            "title": self.about.title,
            "at": self.at.isoformat(timespec="seconds"),
            "by": self.by_name,
            "passed": self.passed,
            "manual": self.manual,
            "conclusion": self.conclusion,
            "checks": [
                asdict(check)
                | {
                    "property_name": PROPERTY_NAMES[check.property],
                    "result_name": RESULT_NAMES[check.result],
                    "passed": check.passed,
                }
                for check in self.checks
            ],
        }

    def text(self) -> str:
        """The report for people."""
        head = f"四性检测报告（DA/T 70-2018）\n检测时间：{self.at:%Y-%m-%d %H:%M}\n结论：{self.conclusion}\n"
        return "\n".join([head, *map(str, self.checks), ""])


@dataclass(frozen=True, slots=True)
class CheckRunFacts:
    """A check as it was kept."""

    id: int
    occasion: str
    at: datetime
    by_name: str
    passed: bool
    report: Mapping[str, Any]
    signature: str

    @property
    def occasion_name(self) -> str:
        """Why it was run, in Chinese."""
        return OCCASION_NAMES[Occasion(self.occasion)]
