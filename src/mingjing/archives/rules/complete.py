"""完整性: nothing is missing, neither a document nor an event nor a page. Pure."""

from collections.abc import Callable

from mingjing.archives.rules.authentic import LATER
from mingjing.archives.rules.lines import STANDARD, Line, explains, shown, told
from mingjing.archives.rules.order import Order
from mingjing.archives.terms import Check, Gathered, Property
from mingjing.kernel.rulebook import rule

_C = Property.COMPLETE
COUNT = Line("WZ-01", _C, "ARCH-14", "2-1", "材料件数", "卷内目录")
BYTES = Line("WZ-02", _C, "ARCH-13", "2-2", "字节数", "电子材料")
ITEMS = Line("WZ-03", _C, "ARCH-14", "2-3", "元数据项目齐全", "著录项")
MUST = Line("WZ-04", _C, "ARCH-14", "2-4", "必填元数据", "著录项")
PROCESS = Line("WZ-05", _C, "ARCH-14", "2-5、2-6", "过程记录", "全过程记录")
NUMBERS = Line("WZ-06", _C, "ARCH-11", "2-6", "序号连续", "卷内目录")
CONTENT = Line("WZ-07", _C, "ARCH-13", "2-7", "内容和附件", "电子材料")
FORMS = Line("WZ-08", _C, "ARCH-14", "2-9", "必备文书", "程序文书")
PACKAGE = Line("WZ-09", _C, "ARCH-24", "2-10、2-11", "归档包的元数据和内容件数", "归档包")
HANDED = Line("WZ-10", _C, "ARCH-14", "2-5", "移交登记", "交接手续")


@rule("ARCH-14", cites=(*STANDARD, "行政处罚法第四十七条"))
def complete(all_: Gathered, order: Order, names: Callable[[str], str]) -> tuple[Check, ...]:
    """完整性：程序要求的文书齐全，确有缺失的在备考表中说明；全过程记录的编号连续，前后相接，没有缺号。"""
    size = sum(one.item.size for one in all_.seen)
    lost = [one.item.title for one in all_.seen if one.content == "missing"]
    blank = [f"第{row.no}号" for row in all_.rows if not (row.title.strip() and row.group)]
    unnamed = [row.title for row in all_.rows if row.item.electronic and not (row.item.name and row.item.media_type)]
    return (
        COUNT.judged([] if all_.rows else ["目录里没有材料"], f"卷内材料 {len(all_.rows)} 件，与目录相符"),
        BYTES.judged(told("长度与登记的不符", [one.item.title for one in all_.seen if one.content == "altered"]), f"电子材料共 {size:,} 字节"),
        ITEMS.judged(told("缺文件名或者格式", unnamed), "题名、日期、责任者、文件名、格式、摘要齐全"),
        MUST.judged(told("没有题名或者类别", blank), "必填的著录项都已填写"),
        _process(all_),
        _numbers(all_),
        CONTENT.judged(told("没有内容", lost), f"{len(all_.seen)} 份电子材料的内容都在"),
        _forms(all_, order, names),
        _package(all_),
        HANDED.passes("移交人、接收人都有登记") if all_.handed_over else HANDED.absent("没有办理移交登记，由档案员直接归档"),
    )  # fmt: skip


def _process(all_: Gathered) -> Check:
    stream = all_.stream
    holes = [] if stream.numbers == tuple(range(1, len(stream.numbers) + 1)) else ["记录编号有缺"]
    broken = [] if stream.linked else ["记录前后接不上"]
    if all_.sealed and len(stream.numbers) < all_.sealed:
        holes.append(f"封存时有 {all_.sealed} 条，现在只有 {len(stream.numbers)} 条")
    return PROCESS.judged(holes + broken, f"第 1 号至第 {len(stream.numbers)} 号连续无缺，前后相接")


def _numbers(all_: Gathered) -> Check:
    faults = []
    for volume in dict.fromkeys(row.volume for row in all_.rows):
        numbers = [row.no for row in all_.rows if row.volume is volume]
        if numbers != list(range(1, len(numbers) + 1)):
            faults.append("卷内序号有缺或者重复")
    return NUMBERS.judged(faults, "卷内序号连续")


def _forms(all_: Gathered, order: Order, names: Callable[[str], str]) -> Check:
    missing = [names(form) for form in missing_forms(all_.forms, order)]
    if not all_.forms & order.outcomes:
        missing.append("处理结果文书")
    if missing and explains(all_.note):
        return FORMS.passes(f"缺少{'、'.join(missing)}，备考表说明：{shown(all_.note)}")
    return FORMS.judged(told("缺少", missing), "程序要求的文书齐全")


def missing_forms(forms: frozenset[str], order: Order) -> tuple[str, ...]:
    """The mandatory documents that are not there, each once."""
    wanted = [form for of, need in order.required if of & forms for form in need]
    lead = [] if forms & set(order.opens) else [order.opens[0]]
    return tuple(dict.fromkeys(form for form in (*lead, *wanted) if form not in forms))


def _package(all_: Gathered) -> Check:
    seen = all_.package
    if seen is None or seen.state == "missing":
        return PACKAGE.absent(LATER if seen is None else "存储中没有归档包")
    faults = [] if seen.files == seen.listed else [f"包里有 {seen.files} 个文件，清单记 {seen.listed} 个"]
    if seen.listed_size and seen.size != seen.listed_size:
        faults.append(f"包里有 {seen.size:,} 字节，清单记 {seen.listed_size:,} 字节")
    if seen.rows != len(all_.rows):
        faults.append(f"包里的案卷目录有 {seen.rows} 件，登记的有 {len(all_.rows)} 件")
    return PACKAGE.judged(faults, f"归档包 {seen.files} 个文件、目录 {seen.rows} 件，与登记的相符")
