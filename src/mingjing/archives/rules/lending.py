"""The reading desk: what may be asked for, who grants it, when paper goes out and comes back, what may be read. Pure."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from mingjing.archives.terms import (
    Borrower,
    Condition,
    Extent,
    LendingFacts,
    LendingKind,
    LendingState,
    Lines,
    Place,
    Wanted,
)
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

CITES = ("档案法", "机关档案管理规定")
SHORTEST = 4
LONGEST = {"purpose": 200, "note": 300}


@rule("ARCH-40", cites=CITES)
def asked_rightly(wanted: Wanted, reader: Borrower, lines: Lines, most: int) -> Iterator[Finding]:
    """借阅写明用途、范围和期限；外单位的人写明单位和介绍信（公函）编号；销毁、移交的案卷不借，没有纸质件的不借纸质件。"""
    yield from _reader_is_known(reader)
    if lines.place == Place.GONE:
        yield asked_rightly.finding("这册案卷已经销毁", next_step="请看销毁清册")
    if wanted.kind == LendingKind.PAPER and lines.place != Place.STAFF:
        yield asked_rightly.finding("纸质件不在本机关档案室", next_step="请向现在的保管单位借阅", field="kind")
    if wanted.kind == LendingKind.PAPER and not lines.paper_pages:
        yield asked_rightly.finding("这册案卷没有纸质件", next_step="请选择电子阅览", field="kind")
    if wanted.kind not in set(LendingKind):
        yield asked_rightly.finding("没有选择借阅方式", next_step="请从列表中选择", field="kind")
    if wanted.extent not in set(Extent):
        yield asked_rightly.finding("没有选择借阅范围", next_step="请从列表中选择", field="extent")
    elif wanted.extent == Extent.NAMED and not wanted.items:
        yield asked_rightly.finding("没有指定材料", next_step="请从卷内目录中勾选", field="items")
    elif wanted.extent == Extent.NAMED and set(wanted.items) - (lines.main | lines.other):
        yield asked_rightly.finding("指定的材料不在卷内目录里", next_step="请重新勾选", field="items")
    if not SHORTEST <= len(wanted.purpose.strip()) <= LONGEST["purpose"]:
        yield asked_rightly.finding("没有写明用途", next_step="请写明为什么事、什么案件需要（4 到 200 个字）", field="purpose")  # fmt: skip
    if not 1 <= wanted.days <= most:
        yield asked_rightly.finding(f"期限应在 1 到 {most} 天之间", next_step="请核对天数", field="days")


def _reader_is_known(reader: Borrower) -> Iterator[Finding]:
    if not 1 < len(reader.name.strip()) <= 60:
        yield asked_rightly.finding("没有写借阅人的姓名", next_step="请按证件填写", field="name")
    if reader.outside and not 1 < len(reader.unit.strip()) <= 100:
        yield asked_rightly.finding("没有写借阅人的单位", next_step="请按介绍信填写", field="unit")
    if reader.outside and not reader.letter.strip():
        yield asked_rightly.finding("没有写介绍信或者公函的编号", next_step="没有介绍信的，不予借阅", field="letter")


@rule("ARCH-41", cites=CITES)
def decided_rightly(one: LendingFacts, *, by: UUID, head: bool, agreed: bool, opinion: str, needs_head: bool, place: str) -> Iterator[Finding]:  # fmt: skip
    """本机关的人查阅正卷，由档案员或者负责人批准；副卷、补充卷，以及别的机关、外单位的人查阅，由负责人批准；申请人、借阅人不能批准自己的；不同意的写明理由。"""
    if one.state != LendingState.ASKED:
        yield decided_rightly.finding("这项借阅已经办过", next_step="请刷新页面查看结果")
    if by in (one.asked_by, one.reader.person_id):
        yield decided_rightly.finding("申请人、借阅人不能批准自己的借阅", next_step="请另一位有权限的人员办理")
    if agreed and needs_head and not head:
        yield decided_rightly.finding("副卷、补充卷或者本机关以外的人查阅，须由负责人批准", next_step="请负责人办理")
    if agreed and place == Place.GONE:
        yield decided_rightly.finding("这册案卷已经销毁", next_step="请看销毁清册")
    if not agreed and len(opinion.strip()) < SHORTEST:
        yield decided_rightly.finding("不同意没有写明理由", next_step="请写明理由", field="opinion")


@rule("ARCH-42", cites=CITES)
def goes_out_rightly(one: LendingFacts, *, by: UUID, away: str, place: str, busy: str) -> Iterator[Finding]:
    """纸质件经批准后由档案员登记借出，同一时间只借给一人；已经借出、遗失的，或者正在办理移交、销毁的，不借出。"""
    if one.kind != LendingKind.PAPER or one.state != LendingState.GRANTED:
        yield goes_out_rightly.finding("这项借阅不在等待领取", next_step="请刷新页面查看结果")
    if one.reader.person_id == by:
        yield goes_out_rightly.finding("借阅人不能自己登记借出", next_step="请另一位档案员办理")
    if away:
        yield goes_out_rightly.finding(f"纸质件{away}", next_step="归还以后再借出；可以先办理电子阅览")
    if place != Place.STAFF or busy:
        yield goes_out_rightly.finding(busy or "纸质件不在本机关档案室", next_step="请看移交登记和销毁清册")


@rule("ARCH-43", cites=CITES)
def comes_back_rightly(one: LendingFacts, *, by: UUID, condition: str, note: str) -> Iterator[Finding]:
    """归还由档案员当面检查，登记完好、破损或者遗失；破损、遗失的写明情况；归还人不能自己检查；遗失的找到以后再登记归还。"""
    if one.state != LendingState.OUT and one.condition != Condition.LOST:
        yield comes_back_rightly.finding("这项借阅没有借出的纸质件", next_step="请刷新页面查看结果")
    if one.reader.person_id == by:
        yield comes_back_rightly.finding("归还人不能自己检查", next_step="请另一位档案员办理")
    if condition not in set(Condition):
        yield comes_back_rightly.finding("没有登记检查结果", next_step="请逐页清点后选择", field="condition")
    elif condition != Condition.GOOD and len(note.strip()) < SHORTEST:
        yield comes_back_rightly.finding("破损、遗失没有写明情况", next_step="请写明哪一件、第几页、怎样处理", field="note")  # fmt: skip


@rule("ARCH-44", cites=CITES)
def renewed_rightly(
    one: LendingFacts, *, by: UUID, may: bool, on: date, days: int, most: int, times: int, reason: str
) -> Iterator[Finding]:
    """需要续借的，在到期以前办理，由能批准它的人同意（ARCH-41），每次不超过规定的天数，次数有限；借阅人不能给自己续借。"""
    open_ = one.state == (LendingState.OUT if one.kind == LendingKind.PAPER else LendingState.GRANTED)
    if not open_ or one.until is None:
        yield renewed_rightly.finding("这项借阅不在期限内，不能续借", next_step="请重新申请")
    elif on > one.until:
        yield renewed_rightly.finding(f"期限到 {one.until} 已经届满", next_step="请先归还，再重新申请")
    if by == one.reader.person_id:
        yield renewed_rightly.finding("借阅人不能给自己续借", next_step="请另一位有权限的人员办理")
    if not may:
        yield renewed_rightly.finding("这项借阅由负责人批准，续借也由负责人同意", next_step="请负责人办理")
    if len(one.renewals) >= times:
        yield renewed_rightly.finding(f"已经续借 {len(one.renewals)} 次，最多 {times} 次", next_step="请归还后重新申请")
    if not 1 <= days <= most:
        yield renewed_rightly.finding(f"续借应在 1 到 {most} 天之间", next_step="请核对天数", field="days")
    if len(reason.strip()) < SHORTEST:
        yield renewed_rightly.finding("没有写明续借的理由", next_step="请写明为什么还需要", field="reason")


@rule("ARCH-45", cites=(*CITES, "国办发〔2018〕118号第三部分（十）"))
def readable(one: LendingFacts, *, by: UUID, archivist: bool, on: date, key: str, granted: frozenset[str], place: str) -> Iterator[Finding]:  # fmt: skip
    """只能在批准的期限内看批准的材料：到期、收回、销毁以后不能看，没有批准的材料不能看；外单位的人由档案员陪同在档案室阅览。"""
    if one.kind != LendingKind.READ or one.state != LendingState.GRANTED:
        yield readable.finding("这项借阅没有批准阅览，或者已经收回", next_step="请看借阅登记")
    elif one.until is None or on > one.until:
        yield readable.finding(f"阅览期限到 {one.until} 已经届满", next_step="还需要的，请重新申请")
    if not (by == one.reader.person_id or (one.reader.outside and archivist)):
        yield readable.finding("这些材料只批准给借阅人本人阅览", next_step="需要的，请自己申请")
    if key not in granted:
        yield readable.finding("这份材料不在批准的范围里", next_step="需要的，请另行申请")
    if place == Place.GONE:
        yield readable.finding("这册案卷已经销毁", next_step="请看销毁清册")


@rule("ARCH-46", cites=CITES)
def paper_is_home(away: str) -> Iterator[Finding]:
    """纸质件借出没有归还的，不得移交，不得销毁。"""
    if away:
        yield paper_is_home.finding(f"纸质件{away}", next_step="请先催还，归还检查以后再办理")


@rule("ARCH-47", cites=CITES)
def overdue(one: LendingFacts, on: date) -> Iterator[Finding]:
    """借出的纸质件到期没有归还的，催还。"""
    if late := one.late(on):
        yield overdue.finding(
            f"{one.catalogue_no} 的纸质件借给{one.reader.unit}{one.reader.name}，逾期 {late} 天没有归还",
            weight=Weight.WARN, next_step="请催还；遗失的，登记遗失并查明情况",
        )  # fmt: skip


@rule("ARCH-48", cites=CITES)
def ended_rightly(one: LendingFacts, *, reason: str) -> Iterator[Finding]:
    """没有办完的申请可以撤回，批准的阅览可以提前收回，都写明理由；已经借出的纸质件只能归还。"""
    if one.state == LendingState.OUT:
        yield ended_rightly.finding("纸质件已经借出", next_step="请办理归还")
    elif one.state not in (LendingState.ASKED, LendingState.GRANTED):
        yield ended_rightly.finding("这项借阅已经办结", next_step="请刷新页面查看结果")
    if len(reason.strip()) < SHORTEST:
        yield ended_rightly.finding("没有写明理由", next_step="请写明为什么撤回或者收回", field="reason")


def needs_head(one: LendingFacts, lines: Lines) -> bool:
    """Whether only the head may grant it: something beside 正卷, or a reader who is not of the organ (ARCH-41)."""
    foreign = one.reader.organ_id != one.organ_id
    return foreign or bool(lines.of(one.extent, one.items) & lines.other)
