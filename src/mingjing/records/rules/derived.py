"""A copy of a recording names its original, says why it was made, and whether its content is the original's."""

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.files import name_problem
from mingjing.records.rules.recordings import MEDIA
from mingjing.records.terms.derived import COPIES, Agreement, Copy, CopyDraft

_KEPT = ("国办发〔2018〕118号第三部分（九）", "行政处罚法第四十七条")
SHORTEST = 4


@rule("REC-70", cites=_KEPT, acts=("derive_recording",))
def copy_is_explained(draft: CopyDraft, length: int) -> tuple[Finding, ...]:
    """音像原件不得改动；剪辑、遮盖、转换格式的另存为派生件，写明原件、起止和理由。"""
    found = []

    def wrong(message: str, field: str, step: str) -> None:
        found.append(copy_is_explained.finding(message, field=field, next_step=step))

    if draft.kind not in COPIES:
        wrong("没有写明是哪一种派生件", "kind", f"请从{'、'.join(COPIES.values())}中选一种")
    if len(draft.reason.strip()) < SHORTEST:
        wrong("没有写明为什么制作", "reason", f"写明用途（不少于 {SHORTEST} 个字）")
    if draft.kind == Copy.CLIP and not (
        draft.since is not None and draft.until is not None and 0 <= draft.since < draft.until <= length
    ):
        wrong("剪辑的起止不对", "since", f"写明从第几秒到第几秒，应当在 0 到 {length} 秒之间")
    if problem := name_problem(draft.name):
        wrong(problem.rstrip("。"), "file", "请改名后再试")
    elif draft.name.rsplit(".", 1)[-1].lower() not in MEDIA:
        wrong(f"“{draft.name}”不是音像文件", "file", "请选择音像文件")
    return tuple(found)


@rule("REC-71", cites=_KEPT)
def copy_agrees(original: str, copy: str) -> Agreement:
    """派生件的视频流、音频流与原件逐一相同的，标明“内容与原件一致”；不同的标明不一致；算不出的标明无法核对。"""
    if not original or not copy:
        return Agreement.UNKNOWN
    return Agreement.SAME if original == copy else Agreement.DIFFERS
