"""Rules of drafts made in another system: named whole, one number one draft, still while reviewed, bound to a pass."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import (
    CHECK_NAMES,
    MOST_FILES,
    MOST_HANDLERS,
    Answer,
    Check,
    DraftContent,
    DraftStage,
    Result,
    name_key,
)

_N118 = "国办发〔2018〕118号（十四）"
_N118_11 = "国办发〔2018〕118号（十一）"
_N118_13 = "国办发〔2018〕118号（十三）"


@rule("REV-50", cites=("国办发〔2018〕118号（三）", _N118), acts=("make_draft", "revise_draft"))
def draft_findings(
    content: DraftContent, categories: Collection[str], domains: Collection[str], strangers: Mapping[str, str]
) -> Iterator[Finding]:
    """外部送审稿写明执法类别、执法领域和全部承办人；承办人写了执法证号的，须与名册里的姓名相符。"""
    if content.profile.category not in categories:
        yield draft_findings.finding("没有这个执法类别", next_step="请从列表中选择", field="category")
    if content.profile.domain not in domains:
        yield draft_findings.finding("没有这个执法领域", next_step="请从列表中选择", field="domain")
    names = [one.name.strip() for one in content.handlers]
    if not names or not all(names):
        yield draft_findings.finding("没有写明承办人", next_step="请写明全部承办人的姓名", field="handlers")
    elif len(names) > MOST_HANDLERS or len(set(map(name_key, names))) < len(names):
        message = f"承办人最多 {MOST_HANDLERS} 人，姓名不能重复"
        yield draft_findings.finding(message, next_step="请核对后重新填写", field="handlers")
    for name, certificate in strangers.items():
        message = f"执法证号“{certificate}”在名册里不是{name}的"
        yield draft_findings.finding(message, next_step="请核对证号，不清楚的只写姓名", field="handlers")


@rule("REV-51", cites=_N118, acts=("make_draft",))
def same_draft_findings(source_ref: str, different: Sequence[str]) -> tuple[Finding, ...]:
    """来源系统的一个编号只对应一份送审稿；同一内容再报送没有影响，内容不同的要作修改，不能另报。"""
    if not different:
        return ()
    message = f"编号“{source_ref}”已经有送审稿，{'、'.join(different)}与它不同"
    step = "是同一件的请修改原来的送审稿；不是的请核对编号"
    return (same_draft_findings.finding(message, next_step=step, field="source_ref"),)


@rule("REV-52", cites=("行政处罚法第五十八条", _N118_13), acts=("revise_draft", "add_draft_file", "void_draft_file"))
def change_findings(stage: str, stage_name: str, *, same: bool = False) -> tuple[Finding, ...]:
    """审核中的送审稿不得改动，需要改动的由审核人退回；通过以后改动的，原审核意见不再适用，须重新送审。"""
    if stage == DraftStage.OPEN:
        message, step = "送审稿正在审核，不能改动", "请等审核意见，或者请审核人退回补正"
    elif stage == DraftStage.WITHDRAWN:
        message, step = f"送审稿{stage_name}，不能改动", "需要审核的请用新的编号另行报送"
    elif same:
        message, step = "与现在的送审稿没有不同", "没有改动就不用保存"
    else:
        return ()
    return (change_findings.finding(message, next_step=step),)


@rule("REV-53", cites=_N118, acts=("add_draft_file",))
def draft_file_findings(kind: str, kinds: Collection[str], held: int) -> Iterator[Finding]:
    """送审稿的文件写明是哪一种材料：最低送审材料、本机关清单里的材料，或者其他；每件有内容摘要。"""
    if kind not in kinds:
        yield draft_file_findings.finding("没有这种材料", next_step="请从列表中选择", field="kind")
    if held >= MOST_FILES:
        message = f"一份送审稿最多 {MOST_FILES} 个文件"
        yield draft_file_findings.finding(message, next_step="请合并，或者作废用不着的", field="file")


@rule("REV-54", cites=_N118_13, acts=("withdraw_draft", "submit_draft"))
def withdrawn_findings(stage: str) -> tuple[Finding, ...]:
    """送审稿可以写明原因撤回，审核随之结束；撤回的不能再送审、再审核，已经出具的意见保留，不再作为作出决定的依据。"""
    if stage != DraftStage.WITHDRAWN:
        return ()
    return (
        withdrawn_findings.finding("这份送审稿已经撤回", next_step="需要审核的请用新的编号另行报送"),
    )  # fmt: skip


@rule("REV-55", cites=("行政处罚法第五十八条", _N118_11), acts=("give_opinion", "answer_dispute"))
def namesake_findings(name: str, handlers: Collection[str]) -> tuple[Finding, ...]:
    """外部送审稿历次写明的承办人、登记人、提交文件的人，不得审核这一件；只写了姓名的，按姓名核对，同名的也须换人。"""
    if name_key(name) not in set(map(name_key, handlers)):
        return ()
    message = f"送审稿的承办人里有{name}，不能由{name}审核"
    return (namesake_findings.finding(message, next_step="请换由未参与本件的法制审核人办理；同名的也请换人"),)


@rule("REV-56", cites=_N118_13, acts=("give_opinion",))
def transfer_findings(answers: Sequence[Answer], result: str) -> tuple[Finding, ...]:
    """结论是建议移送的，须有“是否超越职权”或者“涉嫌犯罪”一项存在问题：移送有管辖权的机关，或者移送司法机关。"""
    moving = {Check.POWERS, Check.CRIME}
    if result != Result.TRANSFER or any(one.check in moving and not one.passed for one in answers):
        return ()
    names = "或者".join(f"“{CHECK_NAMES[one]}”" for one in (Check.POWERS, Check.CRIME))
    message = f"结论是“建议移送”，但{names}都没有问题"
    return (transfer_findings.finding(message, next_step="请核对八项审核和结论", field="result"),)
