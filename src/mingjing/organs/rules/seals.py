"""Seals: registered with what tells them apart, used by who is named, moved with a reason, required from a day on."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from mingjing.foundation.people import ROLE_NAMES
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.organs.terms.seals import SEAL_STATES, SEAL_USERS, SealDraft, SealFacts, SealState

_N33 = "国办发〔2025〕33号"
SHORTEST = 4
KINDS = ("government", "pilot")
MOVES = frozenset(
    {
        (SealState.ACTIVE, SealState.STOPPED), (SealState.STOPPED, SealState.ACTIVE),
        (SealState.ACTIVE, SealState.CANCELLED), (SealState.STOPPED, SealState.CANCELLED),
    }
)  # fmt: skip


@rule("ORG-30", cites=_N33, acts=("register_seal",))
def seal_is_told_apart(draft: SealDraft, taken: bool) -> tuple[Finding, ...]:
    """电子印章登记种类、名称、所有者、印章编码、证书序列号和有效期；政务电子印章还要有备案号；编码在本机关内不重复。"""
    found: list[Finding] = []

    def wrong(field: str, fact: str, step: str) -> None:
        found.append(seal_is_told_apart.finding(fact, field=field, next_step=step))

    if draft.kind not in KINDS:
        wrong("kind", "没有选定印章种类", "请从列表中选择")
    told = (("name", draft.name, "印章名称"), ("owner", draft.owner, "所有者"), ("number", draft.number, "印章编码"))
    for field, text, word in told:
        if not 1 <= len(text.strip()) <= 80:
            wrong(field, f"没有写明{word}", "照制章单位交付的材料填写，不超过 80 个字")
    if not 1 <= len(draft.serial.strip()) <= 80 or set(draft.serial.strip().upper()) - set("0123456789ABCDEF"):
        wrong("serial", "证书序列号应当是十六进制数字", "照证书“序列号”一项填写，只用 0 到 9、A 到 F，不写空格和冒号")
    if draft.valid_from is None or draft.valid_to is None or draft.valid_from > draft.valid_to:
        wrong("valid_to", "有效期没有写全，或者止期早于起期", "照证书的有效期填写")
    if draft.kind == KINDS[0] and not draft.filing_number.strip():
        wrong("filing_number", "政务电子印章没有写明备案号", "照印章平台的备案材料填写")
    if taken:
        wrong("number", f"编码 {draft.number.strip()} 已经登记", "请核对，或者找到原来那一行")
    return tuple(found)


@rule("ORG-31", cites=(_N33, "GB/T 22239—2019 8.1.5"), acts=("register_seal", "assign_seal"))
def seal_users_fit(names: Collection[tuple[str, frozenset[str], bool]]) -> tuple[Finding, ...]:
    """印章由本机关在岗的办案人员保管和使用；系统管理员、安全管理员、审计管理员不得保管、使用印章。"""
    fit = "、".join(ROLE_NAMES[one] for one in SEAL_USERS)
    found = []
    for name, roles, own in names:
        if not own:
            found.append(
                seal_users_fit.finding(f"{name}不是本机关的在岗人员", field="holder", next_step="请从本机关人员中选择")
            )
        elif roles & {"sysadmin", "secadmin", "auditor"} or not roles & set(SEAL_USERS):
            step = f"请换成{fit}，或者先由安全管理员调整角色"
            found.append(seal_users_fit.finding(f"{name}的角色不能保管、使用印章", field="holder", next_step=step))
    return tuple(found)


@rule("ORG-32", cites=_N33, acts=("move_seal",))
def seal_move_fits(seal: SealFacts, state: str, reason: str) -> tuple[Finding, ...]:
    """印章停用、恢复启用、注销应当写明理由；注销以后不能再启用。"""
    found = []
    if (seal.state, state) not in MOVES:
        fact = f"“{seal.name}”现在{SEAL_STATES[seal.state]}，不能这样办"
        found.append(seal_move_fits.finding(fact, field="state", next_step="刷新页面，看现在的状态"))
    if len(reason.strip()) < SHORTEST:
        step = f"写明原因和批准（不少于 {SHORTEST} 个字）"
        found.append(seal_move_fits.finding("没有写明理由", field="note", next_step=step))
    return tuple(found)


@rule("ORG-33", cites=(_N33, "电子签名法第十三条"), acts=("put_seal",))
def seal_may_be_used(seal: SealFacts, person_id: UUID, roles: Collection[str], day: date) -> tuple[Finding, ...]:
    """印章须是启用状态、在有效期内，由登记的保管人或者使用人使用。"""
    found = []
    if why := seal.problem_on(day):
        found.append(seal_may_be_used.finding(why, next_step="请换一枚印章，或者由本机关负责人办理启用、续期"))
    if not seal.lends_to(person_id) or set(roles) & {"sysadmin", "secadmin", "auditor"}:
        step = f"请由保管人{seal.holder}或者登记的使用人盖章"
        found.append(seal_may_be_used.finding(f"您不是“{seal.name}”的保管人或者使用人", next_step=step))
    return tuple(found)


@rule("ORG-34", cites=_N33, acts=("require_seals",))
def sealing_rule_fits(
    since: date | None, today: date, required: bool, automatic: Collection[str], seal: SealFacts | None, reason: str
) -> tuple[Finding, ...]:
    """盖章要求从今天或者以后的一天起算，写明依据；自动盖章要指定一枚启用的印章。"""
    found = []
    if since is None or since < today:
        step = "以前的文书不补登要求，请选今天或者以后的一天"
        found.append(sealing_rule_fits.finding("起始日期没有写，或者已经过去", field="since", next_step=step))
    if len(reason.strip()) < SHORTEST:
        found.append(sealing_rule_fits.finding("没有写明依据", field="reason", next_step="写明哪个文件、谁批准"))
    if automatic and required and (seal is None or seal.state != SealState.ACTIVE):
        step = "请选一枚启用的印章，或者不选自动盖章"
        found.append(sealing_rule_fits.finding("自动盖章没有指定启用的印章", field="seal", next_step=step))
    return tuple(found)
