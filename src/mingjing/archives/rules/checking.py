"""The four-property check as a whole, and what of it refuses a filing. Pure: it judges what was gathered.

Numbers and names of the checks follow public descriptions of DA/T 70-2018; how recordings are judged is ours, as the
standard is written for documents.
"""

from collections.abc import Callable, Iterable, Mapping

from mingjing.archives.rules.authentic import authentic, metadata, package_unchanged
from mingjing.archives.rules.complete import complete
from mingjing.archives.rules.order import Order, pages_add_up
from mingjing.archives.rules.requests import number_is_well_formed
from mingjing.archives.rules.safe import nothing_secret, safe
from mingjing.archives.rules.usable import usable
from mingjing.archives.terms import Check, Gathered, Property
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import Rule

STEPS: Mapping[Property, str] = {
    Property.AUTHENTIC: "请从备份恢复原件，并报告本机关信息管理员",
    Property.COMPLETE: "请补齐，或者在备考说明中写明缺失的原因",
    Property.USABLE: "请重新生成文书，或者请提供人重新提交；收到时就打不开的，在备考说明中写明",
    Property.SAFE: "请转成 PDF、图片或者音视频；发现病毒的，先隔离再报告信息管理员",
}
RULES: Mapping[str, Rule] = {
    "ARCH-11": pages_add_up, "ARCH-12": number_is_well_formed, "ARCH-13": authentic, "ARCH-14": complete, "ARCH-15": usable,
    "ARCH-16": safe, "ARCH-20": metadata, "ARCH-21": nothing_secret, "ARCH-24": package_unchanged,
}  # fmt: skip


def checks_of(all_: Gathered, order: Order, names: Callable[[str], str]) -> tuple[Check, ...]:
    """Every check, property by property."""
    return (*authentic(all_), *complete(all_, order, names), *usable(all_), *safe(all_, order))


def findings(checks: Iterable[Check]) -> tuple[Finding, ...]:
    """What refuses: every check that failed."""
    return tuple(
        RULES[check.rule].finding(
            f"四性检测“{check.title}”没有通过：{check.detail}", next_step=STEPS[check.property]
        )
        for check in checks
        if not check.passed
    )  # fmt: skip
