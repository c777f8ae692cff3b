"""Deposits by other systems: numbered, the same again is the same, complete before the file is closed."""

import re
from collections.abc import Sequence

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.kernel.text import clean
from mingjing.records.rules.files import ALLOWED, name_problem
from mingjing.records.rules.recordings import MEDIA
from mingjing.records.terms.deposits import STEPS, DocumentDraft, ItemFacts

_RECORD = ("国办发〔2018〕118号第三部分（八）", "行政处罚法第四十七条")
_KEPT = ("国办发〔2018〕118号第三部分（九）", "行政处罚法第四十七条")
_DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_REF, LONGEST_TITLE = 80, 200


@rule("REC-60", cites=_RECORD, acts=("open_deposit",))
def deposit_is_named(source_ref: str, title: str, case_number: str) -> tuple[Finding, ...]:
    """别的系统存入案卷，写明自己的编号和案卷名称；同一机关同一编号只有一个案卷。"""
    found = []
    if not 1 <= len(source_ref) <= LONGEST_REF or _unclean(source_ref):
        found.append(_wrong("来源编号要有 1 至 80 个看得见的字", "source_ref"))
    if not 2 <= len(title) <= LONGEST_TITLE or _unclean(title):
        found.append(_wrong("案卷名称要有 2 至 200 个字", "title"))
    if len(case_number) > LONGEST_REF or _unclean(case_number):
        found.append(_wrong("案件编号最多 80 个字", "case_number"))
    return tuple(found)


def item_is_numbered(source_ref: str) -> tuple[Finding, ...]:
    """A material has a number as a file has (REC-60)."""
    if 1 <= len(source_ref) <= LONGEST_REF and not _unclean(source_ref):
        return ()
    return (_wrong("来源编号要有 1 至 80 个看得见的字", "source_ref"),)


def step_is_known(step: str) -> tuple[Finding, ...]:
    """A recording belongs to a link of the procedure (REC-65)."""
    if step in STEPS:
        return ()
    known = "、".join(STEPS)
    return (document_is_one.finding("没有写明属于哪个环节", field="step", next_step=f"请从{known}中选一个"),)


def _wrong(message: str, field: str) -> Finding:
    return deposit_is_named.finding(message, field=field, next_step="改正后再存入")


def _unclean(text: str) -> bool:
    return bool(clean(text)[1]) or not text.isprintable() or text != text.strip()


@rule("REC-61", cites=_KEPT, acts=("open_deposit", "deposit_document", "deposit_recording"))
def same_again(differing: Sequence[str], source_ref: str) -> tuple[Finding, ...]:
    """同一编号再次存入，内容必须与上次相同；不同的拒绝，原来的不变。"""
    if not differing:
        return ()
    message = f"编号“{source_ref}”已经存入过，这次的{'、'.join(differing)}不同"
    return (same_again.finding(message, field="source_ref", next_step="内容更正的，用新的编号另行存入，原来的保留"),)


@rule("REC-62", cites=_KEPT, acts=("deposit_document", "deposit_recording"))
def one_content_one_number(known: str, source_ref: str) -> tuple[Finding, ...]:
    """同一内容在一个机关只存一次；已经用别的编号或者在别的案卷存入的，不重复存入。"""
    if not known:
        return ()
    return (
        one_content_one_number.finding(
            f"这份内容已经存入（{known}）", field="sha256", next_step="请核对是否选错了文件；确是同一份的不用再存"
        ),
    )


@rule("REC-63", cites=_KEPT, acts=("deposit_document", "deposit_recording", "close_deposit"))
def deposit_is_open(sealed: bool) -> tuple[Finding, ...]:
    """存入的案卷封存以后不再接受材料；确有遗漏的，另立补充案卷。"""
    if not sealed:
        return ()
    return (
        deposit_is_open.finding(
            "案卷已经封存", field="source_ref", next_step="确有遗漏的，用新的编号另立补充案卷，名称写明是补充"
        ),
    )


@rule("REC-64", cites=_KEPT, acts=("close_deposit",))
def deposit_is_complete(items: Sequence[ItemFacts]) -> tuple[Finding, ...]:
    """存入的案卷封存以前，至少有一份材料，登记的都已收到，或者已说明不能上传的原因。"""
    if not items:
        return (
            deposit_is_complete.finding("案卷里没有任何材料", field="source_ref", next_step="先登记、上传材料再封存"),
        )
    return tuple(
        deposit_is_complete.finding(
            f"“{one.name}”（{one.source_ref}）登记了，内容还没有收到",
            field=one.source_ref,
            next_step="上传这份材料，或者说明不能上传的原因",
        )
        for one in items
        if one.owed
    )


@rule("REC-65", cites=_RECORD, acts=("deposit_document",))
def document_is_one(draft: DocumentDraft, limit: int) -> tuple[Finding, ...]:
    """文书存入以前登记文件名、长度、摘要和所属环节；空文件、超长、类型不明的不能登记。"""
    found = []

    def wrong(message: str, field: str, step: str) -> None:
        found.append(document_is_one.finding(message, field=field, next_step=step))

    ending = draft.name.rsplit(".", 1)[-1].lower() if "." in draft.name else ""
    if problem := name_problem(draft.name):
        wrong(problem.rstrip("。"), "name", "请改名后再登记")
    elif ending not in ALLOWED:
        wrong(f"不接受“.{ending or '无扩展名'}”文件", "name", "请转成 PDF、OFD、图片或者办公文档")
    elif ending in MEDIA - {"jpg", "jpeg", "png"}:
        wrong(f"“{draft.name}”是音像文件", "name", "请按音像记录登记，写明采集时间、地点、采集人、证明对象")
    if draft.size <= 0:
        wrong("文件是空的，一个字节也没有", "size", "请重新选择文件")
    elif draft.size > limit:
        wrong(f"文件超过 {limit // 1048576} MB 的上限", "size", "请压缩或者分成几个文件")
    if not _DIGEST.fullmatch(draft.sha256):
        wrong("摘要应当是 64 个小写十六进制字符的 SHA-256", "sha256", "请重新计算摘要")
    if draft.step not in STEPS:
        wrong("没有写明属于哪个环节", "step", f"请从{'、'.join(STEPS)}中选一个")
    return tuple(found)


@rule("REC-66", cites=_KEPT, acts=("receive",))
def document_is_what_was_committed(sha256: str, size: int, held: str, held_size: int) -> tuple[Finding, ...]:
    """存入的文书与登记的摘要、长度相同才入库；不同的不收，登记不变。"""
    if (sha256, size) == (held, held_size):
        return ()
    message = f"收到的内容与登记的不一致（登记 {sha256[:12]}…，收到 {held[:12]}…）"
    step = "取消这次上传，重新传登记时的原文件；登记错了的，说明原因后用新的编号登记"
    return (document_is_what_was_committed.finding(message, field="file", next_step=step),)
