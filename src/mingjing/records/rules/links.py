"""Consulting a file from outside: who, what for, how long, what not, who decides."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.recordings import SHORTEST, parameters
from mingjing.records.terms.links import STANDING_NAMES, ItemFacts, Material, Reader

_HEARD = ("行政处罚法第四十五条", "行政处罚法第六十四条", "国办发〔2018〕118号第三部分（十）")
WITHHELD = frozenset({"lead_register", "review_opinion", "hearing_report", "examination_form", "discussion_record"})
"""Forms of the auxiliary volume (副卷): what the organ said to itself, and who reported the matter."""
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""Kinds of files that can be shown page by page with the reader's name on them."""


@rule("READ-01", cites=_HEARD, acts=("ask_reading",))
def reader_is_known(
    reader: Reader, purpose: str, days: int, most: int, on: date, figures: Parameters | None = None
) -> tuple[Finding, ...]:
    """案外人员查阅案卷材料，写明查阅人姓名、身份和核对的证件、用途；期限和次数不超过规定。"""
    found = []
    longest, often = (int((figures or parameters()).at(key, on).value) for key in ("link_days", "link_openings"))

    def wrong(message: str, field: str, step: str) -> None:
        found.append(reader_is_known.finding(message, field=field, next_step=step))

    if not 2 <= len(reader.name.strip()) <= 60:
        wrong("没有写明查阅人", "name", "写查阅人姓名，和证件一致，不超过 60 个字")
    if reader.standing not in STANDING_NAMES:
        wrong("没有选定查阅人的身份", "standing", "请从列表中选择")
    if not SHORTEST <= len(reader.checked.strip()) <= 200:
        wrong(
            "没有写明怎样核对身份",
            "checked",
            "写明核对的身份证件、授权委托书或者律师执业证（不少于 4 个字，不超过 200 个字）",
        )
    if not SHORTEST <= len(purpose.strip()) <= 200:
        wrong("没有写明用途", "purpose", "例如：准备听证、申请行政复议（不少于 4 个字，不超过 200 个字）")
    if not 1 <= days <= longest:
        wrong(f"期限应当在 1 到 {longest} 天之间", "days", "请改期限；到期还要看的，重新提供")
    if not 1 <= most <= often:
        wrong(f"次数应当在 1 到 {often} 次之间", "most", "请改次数；用完还要看的，重新提供")
    return tuple(found)


@rule("READ-02", cites=_HEARD, acts=("ask_reading",))
def only_what_may_be_shown(
    chosen: Sequence[ItemFacts], forms: Sequence[str], kinds: Sequence[str]
) -> tuple[Finding, ...]:
    """只提供选定的材料；案源、法制审核、案件审查、集体讨论、听证报告等副卷材料不提供；能逐页加水印显示的文件和已经入库的音像才能提供。"""
    if not chosen:
        return (
            only_what_may_be_shown.finding("没有选择材料", field="items", next_step="请选择要提供的文书、附件或者音像"),
        )
    found = []
    for form in sorted(set(forms) & WITHHELD):
        found.append(
            only_what_may_be_shown.finding(f"副卷材料不提供查阅（{form}）", field="items", next_step="请去掉这一项")
        )
    for kind in sorted(set(kinds) - SHOWN):
        found.append(
            only_what_may_be_shown.finding(
                f"这类文件不能逐页加水印显示（{kind}）", field="items", next_step="请请当事人到机关查阅原件"
            )
        )
    return tuple(found)


@rule("READ-03", cites=_HEARD, acts=("decide_reading",))
def who_decides(asked_by: UUID, decider: UUID, granted: bool, note: str) -> tuple[Finding, ...]:
    """提供的都是已经制作给当事人的文书的，承办人可以直接提供；有其他材料、音像的由负责人决定，提出人不能自己批准，不批准写明理由。"""
    found = []
    if asked_by == decider:
        found.append(who_decides.finding("提出人不能自己批准", next_step="请另一名负责人决定"))
    if not granted and len(note.strip()) < SHORTEST:
        found.append(
            who_decides.finding("没有写明不批准的理由", field="note", next_step="写明理由，由承办人告知查阅人")
        )
    return tuple(found)


def needs_no_head(items: Sequence[ItemFacts], outgoing: Sequence[UUID]) -> bool:
    """Whether everything was made for the party to have, so that nobody else need decide."""
    return all(one.kind == Material.DOCUMENT and one.object_id in outgoing for one in items)


@rule("READ-04", cites=_HEARD, acts=("open_item",))
def link_holds(stands: bool, granted: bool) -> tuple[Finding, ...]:
    """查阅链接到期、用完次数、撤销、写错或者不是所提供材料的，一律同样答复，不说明是哪一种。"""
    if stands and granted:
        return ()
    step = "请与提供链接的执法机关联系，重新取得"
    return (link_holds.finding("这个查阅链接不能用：可能已经到期、用完次数、撤销，或者地址不完整", next_step=step),)


@rule("READ-05", cites=_HEARD, acts=("revoke_reading",))
def revoking_is_explained(reason: str) -> tuple[Finding, ...]:
    """撤销查阅写明理由，立即生效。"""
    if len(reason.strip()) >= SHORTEST:
        return ()
    return (revoking_is_explained.finding("没有写明撤销的理由", field="reason", next_step="写明理由（不少于 4 个字）"),)
