"""Another party in the middle of a case: when it may be, and what has to be done anew towards the new one."""

from collections.abc import Iterator

from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule


@rule("PTY-01", cites="行政处罚法第四十条", acts=["change_party"])
def change_fits_its_kind(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """变更当事人须与情形相符：更正名称、号码的是同一主体，承受权利义务或者原认定有误的是另一主体，并写明事实和理由。"""
    party, kind = act.data.get("party"), act.data.get("kind")
    if not party:
        return
    same = str(party.get("id")) == str(case.party.get("id"))
    if same and kind != "rename":
        yield change_fits_its_kind.finding(
            f"选的还是现在的当事人“{case.party.get('name')}”",
            next_step="请选另一当事人；只是名称、号码变了的，情形请选同一主体",
            field="party",
        )
    elif same and {**party, "version": 0} == {**case.party, "version": 0}:
        yield change_fits_its_kind.finding(
            "当事人名录里的登记与本案现在的一样，没有变化",
            next_step="请先在当事人名录里更正登记，再办理变更",
            field="party",
        )
    elif same and party.get("name") != case.party.get("name") and party.get("id_no") != case.party.get("id_no"):
        yield change_fits_its_kind.finding(
            "名称和号码都与现在的当事人不同，不是同一主体",
            next_step="请把新的主体另行登记，再按实际情形办理变更，并重新告知",
            field="party",
        )
    elif not same and kind == "rename":
        yield change_fits_its_kind.finding(
            f"“{party.get('name')}”与现在的当事人不是同一登记",
            next_step="请在名录里更正原登记后选取；确实另有其人的，请改选情形",
            field="party",
        )


@rule("PTY-02", cites="行政处罚法第四十四条、第四十五条", acts=["decide"], veto=14, ready=True)
def new_party_is_told(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人换成另一主体的，须向新的当事人重新告知并听取陈述申辩，不得沿用对原当事人的告知。"""
    change, notice = case.replaced_party, case.last("notify")
    if change is not None and not case.of_present_party(notice):
        yield new_party_is_told.finding(
            f"{change.on} 变更当事人之后，还没有向{case.party.get('name')}告知",
            next_step="请重新办理行政处罚事先告知",
        )
