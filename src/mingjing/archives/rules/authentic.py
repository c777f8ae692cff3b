"""真实性: the digests, the ledger, the metadata and the package are what they were. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from mingjing.archives.rules.lines import STANDARD, Line, told
from mingjing.archives.rules.requests import number_is_well_formed
from mingjing.archives.terms import RETENTION_NAMES, SECRECY_NAMES, Check, Gathered, Property
from mingjing.kernel.rulebook import rule

_A = Property.AUTHENTIC
CONTENT = Line("ZS-01", _A, "ARCH-13", "1-1", "固化信息：内容与摘要", "电子材料")
LOGGED = Line("ZS-02", _A, "ARCH-13", "1-1", "固化信息：台账登记", "电子材料")
SEALS = Line("ZS-03", _A, "ARCH-13", "1-1", "固化信息：电子签名、印章、时间戳", "带电子印章的文书")
LENGTH = Line("ZS-04", _A, "ARCH-20", "1-2", "元数据长度", "著录项")
FORM = Line("ZS-05", _A, "ARCH-20", "1-3", "元数据类型和格式", "著录项")
RANGE = Line("ZS-06", _A, "ARCH-20", "1-4", "元数据值域", "著录项")
SENSE = Line("ZS-07", _A, "ARCH-20", "1-5", "元数据合理性", "日期")
SIGNS = Line("ZS-08", _A, "ARCH-20", "1-6", "特殊字符", "题名、文号、文件名")
NUMBER = Line("ZS-09", _A, "ARCH-12", "1-7", "档号规范", "档号")
TWICE = Line("ZS-10", _A, "ARCH-20", "1-8", "重复", "档号、材料")
LIKE = Line("ZS-11", _A, "ARCH-20", "1-10", "文件与著录一致", "电子材料")
LINKED = Line("ZS-12", _A, "ARCH-20", "1-11", "元数据与内容关联", "电子材料")
BUILT = Line("ZS-13", _A, "ARCH-24", "1-12、1-13", "归档包结构", "归档包")
UNCHANGED = Line("ZS-14", _A, "ARCH-24", "1-14", "归档包前后一致", "归档包")
LONGEST = {"题名": 300, "文号": 80, "文件名": 200}
_HEX = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LATER = "归档包在检测之后生成，移交和年度检测时核对"
ENDINGS = {
    "application/pdf": {"pdf"}, "image/png": {"png"}, "image/jpeg": {"jpg", "jpeg"}, "text/plain": {"txt"}, "text/csv": {"csv"},
}  # fmt: skip


@rule("ARCH-13", cites=(*STANDARD, "档案法实施条例第三十九条"))
def authentic(all_: Gathered) -> tuple[Check, ...]:
    """真实性：每份材料的 SHA-256、SM3 和长度与登记的一致，并且在留痕台账中有登记。"""
    seen = all_.seen
    faults = told("存储中没有", [one.item.title for one in seen if one.content == "missing"])
    faults += told("与登记的摘要不符", [one.item.title for one in seen if one.content == "altered"])
    unlogged = told("台账没有登记", [one.item.title for one in seen if not one.logged])
    return (
        CONTENT.judged(faults, f"{len(seen)} 份电子材料的摘要全部相符"),
        LOGGED.judged(unlogged, f"{len(seen)} 份电子材料都有台账登记"),
        SEALS.absent("检测时不重新验印：盖章时逐份核验过，盖了电子印章的文书，印章核验报告排在文书后面一起归档"),
        *metadata(all_),
        *package_unchanged(all_),
    )


@rule("ARCH-20", cites=STANDARD)
def metadata(all_: Gathered) -> tuple[Check, ...]:
    """元数据：题名、文号、文件名、日期、摘要的长度、格式、值域和字符符合规范，档号、材料不重复，文件与著录一致。"""
    return (
        LENGTH.judged(list(_long(all_)), "题名、文号、文件名都在长度以内"),
        FORM.judged(list(_malformed(all_)), "摘要、字节数、页数的写法符合规定"),
        _range(all_),
        _sense(all_),
        SIGNS.judged(list(_strange(all_)), "没有控制字符和看不见的字符"),
        _number(all_),
        TWICE.judged(list(_doubled(all_)), "没有重复的档号和材料"),
        LIKE.judged(list(_unlike(all_)), "文件名、格式、大小与著录一致"),
        LINKED.judged(list(_unlinked(all_)), "每份电子材料都在卷内目录里，目录里的每份电子材料都有内容"),
    )


def _long(all_: Gathered) -> Iterator[str]:
    for row in all_.rows:
        for word, text in (("题名", row.title), ("文号", row.number), ("文件名", row.item.name)):
            if len(text) > LONGEST[word]:
                yield f"第{row.no}号的{word}有 {len(text)} 个字，超过 {LONGEST[word]} 个"


def _malformed(all_: Gathered) -> Iterator[str]:
    for row in all_.rows:
        item = row.item
        if item.electronic and not (_HEX.fullmatch(item.sha256) and _HEX.fullmatch(item.sm3) and item.size > 0):
            yield f"“{row.title}”的摘要或者字节数写法不对"
        if item.pages < 0:
            yield f"“{row.title}”的页数是负数"


def _range(all_: Gathered) -> Check:
    about = all_.about
    if not about.catalogue_no:
        return RANGE.absent("还没有归档，保管期限、密级在归档时填写")
    faults = [] if about.retention in RETENTION_NAMES else [f"保管期限“{about.retention[:20]}”不在规定之内"]
    faults += [] if about.secrecy in SECRECY_NAMES else [f"密级“{about.secrecy[:20]}”不在规定之内"]
    return RANGE.judged(faults, "保管期限、密级都在规定的值之内")


def _sense(all_: Gathered) -> Check:
    about = all_.about
    last = about.archived_on or date.max
    faults = told("日期晚于归档日期", [row.title for row in all_.rows if row.day > last])
    if about.opened_on and about.closed_on and about.opened_on > about.closed_on:
        faults.append("立卷日期晚于结案日期")
    if about.closed_on and about.closed_on > last:
        faults.append("结案日期晚于归档日期")
    return SENSE.judged(faults, "立卷、结案、归档和材料的日期先后合理")


def _strange(all_: Gathered) -> Iterator[str]:
    for row in all_.rows:
        if any(_CONTROL.search(text) for text in (row.title, row.number, row.item.name)):
            yield f"第{row.no}号的题名、文号或者文件名含有看不见的字符"


def _number(all_: Gathered) -> Check:
    about = all_.about
    if not about.catalogue_no:
        return NUMBER.absent("还没有档号，归档时填写")
    faults = [one.message for one in number_is_well_formed(about.catalogue_no)]
    return NUMBER.judged(faults, f"档号“{about.catalogue_no}”的写法符合规定")


def _doubled(all_: Gathered) -> Iterator[str]:
    if all_.about.taken:
        yield f"档号已经用于“{all_.about.taken[:60]}”"
    seen: dict[tuple[str, str, int], str] = {}
    for row in all_.rows:
        key = (row.item.sha256, row.item.name, row.item.seq)
        if row.item.electronic and key in seen:
            yield f"“{row.title}”与“{seen[key]}”是同一份材料，列了两次"
        seen[key] = row.title


def _unlike(all_: Gathered) -> Iterator[str]:
    for one in all_.seen:
        endings = ENDINGS.get(one.item.media_type)
        ending = one.item.name.rsplit(".", 1)[-1].lower()
        if endings and ending not in endings:
            yield f"“{one.item.title}”的扩展名“{ending[:10]}”与格式不符"


def _unlinked(all_: Gathered) -> Iterator[str]:
    listed = {row.item.sha256 for row in all_.rows}
    for one in all_.seen:
        if one.item.sha256 not in listed and not one.item.form.startswith("file_"):
            yield f"“{one.item.title}”不在卷内目录里"


@rule("ARCH-24", cites=(*STANDARD, "DA/T 48-2009"))
def package_unchanged(all_: Gathered) -> tuple[Check, ...]:
    """归档包：结构符合 BagIt 1.0 和卷内目录，逐个文件的摘要与清单相符，包的摘要与归档时登记的相同。"""
    seen = all_.package
    if seen is None:
        return BUILT.absent(LATER), UNCHANGED.absent(LATER)
    if seen.state == "missing":
        return BUILT.judged(["存储中没有归档包"], ""), UNCHANGED.judged(["存储中没有归档包"], "")
    changed = ["归档包的摘要与归档时登记的不符"] if seen.state == "altered" else []
    return (
        BUILT.judged(list(seen.faults[:5]), "归档包结构完整，清单所列文件的摘要全部相符"),
        UNCHANGED.judged(changed, "归档包与归档时登记的摘要相同"),
    )
