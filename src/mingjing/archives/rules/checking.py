"""The four-property check: authentic, complete, usable, safe. Pure: it judges what an inspection found.

Item names follow public descriptions of DA/T 70-2018; how recordings are judged is ours, as the standard is written for
documents.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from mingjing.archives.rules.order import Order
from mingjing.archives.terms import Check, Inspected, Property, Stream
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

STANDARD = ("DA/T 70-2018", "档案法第三十七条")
SHOWN = 5
HANDED_IN = frozenset({"evidence", "attachment"})


@rule("ARCH-13", cites=(*STANDARD, "档案法实施条例第三十九条"))
def authentic(seen: Sequence[Inspected]) -> tuple[Check, ...]:
    """真实性：每份材料的 SHA-256、SM3 和长度与登记的一致，并且在留痕台账中有登记。"""
    missing = [each.item.title for each in seen if each.content == "missing"]
    altered = [each.item.title for each in seen if each.content == "altered"]
    unlogged = [each.item.title for each in seen if not each.logged]
    return (
        _check(
            "ARCH-13",
            Property.AUTHENTIC,
            "内容与摘要",
            _told("存储中没有", missing) + _told("与登记的摘要不符", altered),
            f"{len(seen)} 份电子材料的摘要全部相符",
        ),
        _check(
            "ARCH-13",
            Property.AUTHENTIC,
            "台账登记",
            _told("台账没有登记", unlogged),
            f"{len(seen)} 份电子材料都有台账登记",
        ),
    )


@rule("ARCH-14", cites=(*STANDARD, "行政处罚法第四十七条"))
def complete(
    forms: frozenset[str], stream: Stream, order: Order, names: Callable[[str], str], note: str
) -> tuple[Check, ...]:
    """完整性：程序要求的文书齐全，确有缺失的在备考表中说明；全过程记录的编号连续，前后相接，没有缺号。"""
    missing = [names(form) for form in missing_forms(forms, order)]
    if not forms & order.outcomes:
        missing.append("处理结果文书")
    told = _told("缺少", missing)
    good = "程序要求的文书齐全"
    if missing and _explains(note):
        told, good = [], f"缺少{'、'.join(missing)}，备考表说明：{note.strip()[:200]}"
    holes = [] if stream.numbers == tuple(range(1, len(stream.numbers) + 1)) else ["记录编号有缺"]
    broken = [] if stream.linked else ["记录前后接不上"]
    return (
        _check("ARCH-14", Property.COMPLETE, "必备文书", told, good),
        _check(
            "ARCH-14",
            Property.COMPLETE,
            "过程记录",
            holes + broken,
            f"第 1 号至第 {len(stream.numbers)} 号连续无缺，前后相接",
        ),
    )


def missing_forms(forms: frozenset[str], order: Order) -> tuple[str, ...]:
    """The mandatory documents that are not there, each once."""
    wanted = [form for of, need in order.required if of & forms for form in need]
    lead = [] if "lead_register" in forms else ["lead_register"]
    return tuple(dict.fromkeys(form for form in (*lead, *wanted) if form not in forms))


@rule("ARCH-15", cites=STANDARD)
def usable(seen: Sequence[Inspected], note: str = "") -> tuple[Check, ...]:
    """可用性：文书、图像、压缩文件都能打开，收到时就打不开的材料在备考表中说明；页数与目录相符。"""
    closed = [each for each in seen if each.opens]
    excused = [each for each in closed if each.item.form in HANDED_IN] if _explains(note) else []
    names = [f"{each.item.title}（{each.opens}）" for each in closed if each not in excused]
    good = f"{len(seen)} 份电子材料都能读取"
    if excused:
        good = f"{len(excused)} 份收到的材料打不开，备考表说明：{note.strip()[:200]}"
    wrong = [each.item.title for each in seen if not each.opens and each.pages and each.pages != each.item.pages]
    return (
        _check("ARCH-15", Property.USABLE, "打开文件", _told("打不开", names), good),
        _check("ARCH-15", Property.USABLE, "页数", _told("页数与目录不符", wrong), "页数与卷内目录相符"),
    )


def _explains(note: str) -> bool:
    return len(note.strip()) >= 4


@rule("ARCH-16", cites=STANDARD)
def safe(seen: Sequence[Inspected], order: Order) -> tuple[Check, ...]:
    """安全性：只收规定格式的文件，程序文件和来历不明的格式不入卷。"""
    strange = [
        f"{each.item.title}（{each.item.media_type or '无格式'}）"
        for each in seen
        if each.item.media_type not in order.media_types
    ]
    return (_check("ARCH-16", Property.SAFE, "文件格式", _told("不在规定格式之内", strange), "全部是规定的格式"),)


def findings(checks: Iterable[Check]) -> tuple[Finding, ...]:
    """What refuses the filing: every check that did not pass."""
    steps: Mapping[Property, str] = {
        Property.AUTHENTIC: "请从备份恢复原件，并报告本机关信息管理员",
        Property.COMPLETE: "请补齐，或者在备考说明中写明缺失的原因",
        Property.USABLE: "请重新生成文书，或者请提供人重新提交；收到时就打不开的，在备考说明中写明",
        Property.SAFE: "请转成 PDF、图片或者音视频",
    }
    books = {"ARCH-13": authentic, "ARCH-14": complete, "ARCH-15": usable, "ARCH-16": safe}
    return tuple(
        books[check.rule].finding(f"四性检测“{check.title}”没有通过：{check.detail}", next_step=steps[check.property])
        for check in checks
        if not check.passed
    )


def _told(why: str, titles: Sequence[str]) -> list[str]:
    more = f"等 {len(titles)} 份" if len(titles) > SHOWN else ""
    return [f"{why}：{'、'.join(titles[:SHOWN])}{more}"] if titles else []


def _check(number: str, property_: Property, title: str, faults: Sequence[str], good: str) -> Check:
    return Check(property_, number, title, not faults, "；".join(faults) or good)
