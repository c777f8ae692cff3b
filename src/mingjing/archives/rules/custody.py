"""Custody: how long a file is kept, how it changes hands, what may be added, and which package may be taken in. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from mingjing.archives.terms import HandoverState, Place, Retention, SupplementState
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

CITES = ("档案法第十五条", "行政处罚法第四十七条")
SHORTEST, MOST_PAGES = 4, 100_000


@rule("ARCH-22", cites=("国家档案局令第8号", "档案法第三十七条"))
def kept_until(closed_on: date, retention: str, years: int) -> date | None:
    """保管期限自结案次年一月一日起算，届满那一年的十二月三十一日为止；永久保管的不届满。"""
    return None if retention == Retention.PERMANENT else date(closed_on.year + years, 12, 31)


@rule("ARCH-23", cites=(*CITES, "DA/T 93-2022"))
def handed_over_rightly(
    *, open_: bool, filed: bool, paper_pages: int, place: str = Place.STAFF, to_house: bool = False
) -> Iterator[Finding]:
    """移交要清点：一册案卷同时只有一次移交在等待接收；移交档案室在归档以前，移交档案馆在归档以后，只移交一次。"""
    if open_:
        yield handed_over_rightly.finding("这册案卷已经移交，正在等待接收", next_step="请等接收方办理，或者请其退回")
    if not to_house and filed:
        yield handed_over_rightly.finding("这册案卷已经归档，不用再移交", next_step="新的材料请办理补充归档")
    if to_house and place != Place.STAFF:
        yield handed_over_rightly.finding("这册案卷不在本机关档案室", next_step="请看移交登记")
    if not 0 <= paper_pages <= MOST_PAGES:
        yield handed_over_rightly.finding("纸质页数应在零到十万之间", next_step="请核对页数", field="paper_pages")


@rule("ARCH-26", cites=(*CITES, "DA/T 93-2022"))
def settled_rightly(
    *, state: str, offered_by: UUID, by: UUID, returned: bool, reason: str, receipt: str = "", to_house: bool = False
) -> Iterator[Finding]:
    """移交人和接收人不能是同一人；退回要写明理由；移交档案馆的，登记档案馆的回执编号；办结的移交不再改动。"""
    if state != HandoverState.OFFERED:
        yield settled_rightly.finding("这次移交已经办结", next_step="请刷新页面查看结果")
    if offered_by == by and not to_house:
        yield settled_rightly.finding("移交人不能自己接收", next_step="请换另一位档案员办理")
    if returned and len(reason.strip()) < SHORTEST:
        yield settled_rightly.finding("退回没有写明理由", next_step="请写明缺什么、怎样补", field="reason")
    if to_house and not returned and not receipt.strip():
        yield settled_rightly.finding("没有填写档案馆的回执编号", next_step="请按回执填写", field="receipt_no")


@rule("ARCH-27", cites=CITES)
def not_given_back(returned: str) -> Iterator[Finding]:
    """档案室退回的案卷，承办人补正后重新移交，才能归档。"""
    if returned:
        yield not_given_back.finding(
            f"这册案卷被退回还没有重新移交：{returned[:100]}", next_step="请承办人补正后重新移交"
        )


@rule("ARCH-25", cites=CITES)
def addition_is_explained(
    *, place: str, reason: str, title: str, open_: int, disposal: bool = False
) -> Iterator[Finding]:
    """归档后发现应当归档的材料，说明理由、经批准后作为补充卷归档；原卷不动，补充卷有自己的目录和归档包。"""
    if place != Place.STAFF:
        yield addition_is_explained.finding("案卷不在本机关档案室，不能补充", next_step="请与保管单位联系")
    if len(reason.strip()) < SHORTEST:
        yield addition_is_explained.finding(
            "没有写明补充归档的理由", next_step="请写明材料从哪里来、为什么归档时没有", field="reason"
        )
    if not title.strip():
        yield addition_is_explained.finding("没有题名", next_step="请填写材料的题名", field="title")
    if open_:
        yield addition_is_explained.finding("上一次补充归档还没有批准", next_step="请先办结上一次")
    if disposal:
        yield addition_is_explained.finding("这册案卷正在办理销毁", next_step="请先办结销毁，或者请负责人不同意销毁")  # fmt: skip


@rule("ARCH-28", cites=CITES)
def addition_is_decided(*, state: str, asked_by: UUID, by: UUID, agreed: bool, opinion: str) -> Iterator[Finding]:
    """补充归档由负责人批准，提出人不能批准自己的；不同意的写明理由；办结的不再改动。"""
    if state != SupplementState.ASKED:
        yield addition_is_decided.finding("这次补充归档已经办结", next_step="请刷新页面查看结果")
    if asked_by == by:
        yield addition_is_decided.finding("提出人不能批准自己的补充归档", next_step="请另一位负责人办理")
    if not agreed and len(opinion.strip()) < SHORTEST:
        yield addition_is_decided.finding("不同意没有写明理由", next_step="请写明理由", field="opinion")


@rule("ARCH-31", cites=("电子档案管理办法", "DA/T 70-2018"))
def package_may_come_in(*, failed: Sequence[str], twice: str = "", number_taken: str = "") -> Iterator[Finding]:
    """外来归档包先核验后导入：每个文件的摘要、每条记录的证明都相符才收，同一个包、同一档号只收一次；导入的案卷只读。"""
    for each in failed[:5]:
        yield package_may_come_in.finding(
            f"归档包没有通过核验：{each[:300]}", next_step="请向移交单位重新索取", field="file"
        )
    if twice:
        yield package_may_come_in.finding(
            f"这个归档包已经在 {twice} 导入", next_step="请在导入的案卷里查看", field="file"
        )
    elif number_taken:
        yield package_may_come_in.finding(
            f"同一单位的档号“{number_taken}”已经导入另一个包", next_step="请与移交单位核对哪一个是原件", field="file"
        )
