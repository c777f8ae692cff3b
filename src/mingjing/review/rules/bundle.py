"""What must be handed in."""

from collections.abc import Mapping, Sequence

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import Material


@rule("REV-10", cites=("国办发〔2018〕118号（十四）", "内蒙古自治区人民政府令第244号第二十九条"))
def bundle_findings(materials: Sequence[Material], mandatory: Mapping[str, str]) -> tuple[Finding, ...]:
    """送审须提交调查终结报告、拟作决定文稿、法律依据、证据材料，经过听证的还须提交听证笔录，并提交本机关送审材料清单要求的材料；缺项一次告知。"""
    held = {material.kind for material in materials if material.title.strip()}
    missing = [name for kind, name in mandatory.items() if kind not in held]
    if not missing:
        return ()
    finding = bundle_findings.finding(
        f"送审材料缺少：{'、'.join(missing)}", next_step="请补齐后一并送审", field="materials"
    )
    return (finding,)
