"""What the archivist types in: number, retention, paper pages; and that a file is put away once."""

import re
from collections.abc import Iterator, Sequence

from mingjing.archives.terms import RETENTION_NAMES, Retention
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_NUMBER = re.compile(r"[0-9A-Za-z㐀-鿿〔〕·.—_-]+")
LONGEST, MOST_PAGES = 60, 100_000


@rule("ARCH-12", cites="DA/T 13-2022")
def number_is_well_formed(number: str, taken: str = "") -> Iterator[Finding]:
    """档号由汉字、字母、数字和连接号组成，不含空格，在本机关内不重复。"""
    if not number or len(number) > LONGEST or not _NUMBER.fullmatch(number):
        yield number_is_well_formed.finding(
            f"档号“{number[:70]}”的写法不对",
            next_step="请用汉字、字母、数字和连接号填写，不超过 60 个字",
            field="catalogue_no",
        )
    elif taken:
        yield number_is_well_formed.finding(
            f"档号“{number}”已经用于“{taken}”", next_step="请换一个档号", field="catalogue_no"
        )


@rule("ARCH-17", cites=("档案法第三十七条", "国家档案局令第8号"))
def retention_is_chosen(retention: str, paper_pages: int) -> Iterator[Finding]:
    """保管期限为永久、30年或者10年；纸质页数据实填写，没有纸质材料的填零。"""
    if retention not in set(Retention):
        yield retention_is_chosen.finding(
            f"保管期限“{retention[:20]}”不在规定之内",
            next_step=f"请选择{'、'.join(RETENTION_NAMES.values())}",
            field="retention",
        )
    if not 0 <= paper_pages <= MOST_PAGES:
        yield retention_is_chosen.finding("纸质页数应在零到十万之间", next_step="请核对页数", field="paper_pages")


@rule("ARCH-19", cites=("国办发〔2018〕118号第三部分（八）（九）", "行政处罚法第四十七条"))
def recordings_are_settled(waiting: Sequence[str]) -> Iterator[Finding]:
    """登记了的音像记录，归档前应当上传入库；不能上传的，写明原因。"""
    if waiting:
        more = f"等 {len(waiting)} 段" if len(waiting) > 3 else ""
        yield recordings_are_settled.finding(
            f"音像记录还没有上传：{'、'.join(waiting[:3])}{more}",
            next_step="请在案件的“音像”里上传，或者说明不能上传的原因",
        )


@rule("ARCH-18", cites=("行政处罚法第四十七条", "档案法第三十七条"))
def filed_once(already: str) -> Iterator[Finding]:
    """一案一卷，只归档一次；归档之后任何人不得修改、增加、抽取。"""
    if already:
        yield filed_once.finding(f"本案卷已经归档，档号“{already}”", next_step="归档后的新材料请另行立卷")
