"""Whether what is registered about an organ fits its kind."""

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.organs.terms import OrganDraft, OrganKind


@rule("ORG-04", cites=("行政处罚法第十九条", "行政处罚法第二十条"))
def kind_findings(draft: OrganDraft) -> tuple[Finding, ...]:
    """受委托执法的组织应当有委托机关，以委托机关的名义执法；授权组织应当写明授权的法律、法规。"""
    found = []
    if draft.kind == OrganKind.ENTRUSTED and draft.principal_id is None:
        found.append(kind_findings.finding("受委托执法的组织没有填写委托机关", field="principal_id"))
    if draft.kind != OrganKind.ENTRUSTED and draft.principal_id is not None:
        found.append(kind_findings.finding("只有受委托执法的组织才有委托机关", field="principal_id"))
    if draft.kind == OrganKind.DELEGATED and not draft.basis.strip():
        found.append(kind_findings.finding("授权组织没有写明授权的法律、法规", field="basis"))
    return tuple(found)
