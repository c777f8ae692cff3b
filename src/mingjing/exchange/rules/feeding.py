"""What a fed decision must satisfy: whose it is, who its parties are, and whether its number may still be taken in."""

import re
from collections.abc import Mapping, Sequence

from mingjing.exchange.terms import ID_TYPES, PARTY_CLASSES, PERSON, TRADER, SheetKind
from mingjing.kernel.findings import Finding, Invalid
from mingjing.kernel.identifiers import resident_id_problem, uscc_problem
from mingjing.kernel.money import yuan
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.terms import PenaltyKind
from mingjing.publicity.terms import (
    EXEMPTIONS,
    STATE_NAMES,
    TRIGGER_NAMES,
    Category,
    PublicationFacts,
    Publishable,
    State,
    Trigger,
)

_C424 = "发改办财金〔2018〕424号"
_N118 = "国办发〔2018〕118号第二部分"
_P48 = "行政处罚法第四十八条"
NO_CODE = "0" * 17 + "X"
UNITS = frozenset({"legal_person", "unincorporated"})
PARTY_KINDS = UNITS | {"individual_business", "citizen"}
LICENCE_KINDS = ("普通", "特许", "认可", "核准", "登记", "其他")
LICENCE_STATES = {"1": "有效", "2": "无效"}
PENALTY_WORDS = (
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "暂扣", "吊销许可证件", "吊销", "降低资质等级", "限制开展生产经营活动",
    "责令停产停业", "责令关闭", "限制从业", "行政拘留",
)  # fmt: skip
_NEEDS_BASIS = frozenset({Category.PENALTY, Category.COERCION, Category.COLLECTION})
# What may differ between the rows of one decision: everything that belongs to one party, its own penalty included.
PARTY_KEYS = frozenset(
    {"party_name", "party_class", "uscc", "registration", "org_code", "tax_no", "institution_no", "society_no",
     "representative", "rep_id_type", "rep_id_number", "id_type", "id_number", "fine", "confiscation", "licence",
     "certificate_no", "kinds", "kind_first", "kind_second", "valid_to", "publish_to", "remark"}
)  # fmt: skip


@rule("XCH-16", cites=_N118 + "（六）", acts=("feed_file", "feed_decision"))
def own_decision(values: Mapping[str, str], organ_name: str, organ_uscc: str) -> tuple[Finding, ...]:
    """只登记本机关作出的决定：处罚机关、许可机关的名称和代码应与本机关的登记一致。"""
    name, code = values.get("organ", ""), values.get("organ_uscc", "")
    problems = []
    if name and re.sub(r"\s", "", name) != organ_name:
        problems.append(
            own_decision.finding(
                f"作出决定的是“{name[:40]}”，不是{organ_name}",
                next_step="请由作出决定的机关登记；名称写错的请改正",
                field="organ",
            )
        )
    if code and organ_uscc and code != organ_uscc:
        problems.append(
            own_decision.finding(
                f"机关的统一社会信用代码是 {code}，登记的是 {organ_uscc}",
                next_step="请核对；登记有误的请系统管理员更正",
                field="organ_uscc",
            )
        )
    return tuple(problems)


@rule("XCH-17", cites=_C424, acts=("feed_file",))
def one_decision(rows: Sequence[Mapping[str, str]], places: Sequence[int]) -> tuple[Finding, ...]:
    """一个文号一个决定，一个当事人一行：同一文号的几行，除当事人自己的项目外应当完全一致，当事人不得重复。"""
    first = rows[0]
    differing = sorted(
        {key for row in rows[1:] for key in first if key not in PARTY_KEYS and row.get(key) != first[key]}
    )
    problems = [
        one_decision.finding(
            f"第 {'、'.join(map(str, places))} 行是同一文号，这一项却不一致",
            next_step="同一决定的请改成一致；不是同一决定的请改正文号",
            field=key,
        )
        for key in differing
    ]
    parties = [party_of(row) for row in rows]
    if len(set(parties)) < len(parties):
        problems.append(
            one_decision.finding(
                f"第 {'、'.join(map(str, places))} 行是同一文号，当事人重复",
                next_step="请删去重复的行",
                field="party_name",
            )
        )
    return tuple(problems)


def party_of(row: Mapping[str, str]) -> str:
    """Who a row is about: the code where there is one, else the identity number, else the name."""
    code = row.get("uscc", "")
    return (
        (code if code != NO_CODE else "")
        or row.get("id_number", "")
        or row.get("registration", "")
        or row["party_name"]
    )


@rule("XCH-18", cites=_P48, acts=("feed_decision",))
def one_reference(source_ref: str, known_number: str, number: str) -> tuple[Finding, ...]:
    """一个来源编号只对应一个决定。"""
    if not known_number or known_number == number:
        return ()
    return (
        one_reference.finding(
            f"来源编号 {source_ref} 已经用于 {known_number}",
            next_step="请核对；另一个决定用另一个来源编号",
            field="source_ref",
        ),
    )


@rule("XCH-19", cites=(_N118 + "（六）", _P48), acts=("feed_file", "feed_decision"))
def says_why(decision: Publishable) -> tuple[Finding, ...]:
    """登记待公示的决定要写明执法依据、处理结果和正文：行政处罚、强制、征收决定没有依据的不登记。"""
    problems = []
    if decision.category in _NEEDS_BASIS and not any(one.strip() for one in decision.basis):
        problems.append(
            says_why.finding("没有写执法依据", next_step="请写明法律、法规、规章的名称和条款项", field="basis")
        )
    if not decision.result.strip():
        problems.append(says_why.finding("没有写处理结果", next_step="请写明决定的内容", field="result"))
    return tuple(problems)


@rule("XCH-20", cites=(_P48, "国办发〔2018〕118号第二部分（六）"), acts=("feed_file", "feed_decision"))
def not_taken_down(known: PublicationFacts | None, reason: str) -> tuple[Finding, ...]:
    """已经撤下、登记了撤下事由或者批准不予公开的决定，不得再次登记；重新作出的决定用新文号。"""
    if known is None:
        return ()
    step = "重新作出的决定请用新文号登记，并写明所替代的文号；对撤下有异议的，请公示员在“执法公示”里核对"
    if known.state == State.WITHDRAWN:
        why = TRIGGER_NAMES.get(Trigger(known.call_trigger), "") if known.call_trigger else ""
        said = f"：{reason}" if reason else ""
        return (not_taken_down.finding(f"{known.number} 已经撤下（{why}）{said}", next_step=step, field="number"),)
    if known.call_trigger:
        why = TRIGGER_NAMES[Trigger(known.call_trigger)]
        return (not_taken_down.finding(f"{known.number} 已登记撤下事由：{why}", next_step=step, field="number"),)
    if known.state == State.EXEMPT:
        why = EXEMPTIONS.get(known.exempt_ground, ("", ""))[0]
        step = "事由消失的，请负责人在“执法公示”里恢复公示程序，不用再登记"
        return (not_taken_down.finding(f"{known.number} 已批准不予公开：{why}", next_step=step, field="number"),)
    return ()


@rule("XCH-21", cites=_C424, acts=("feed_file",))
def party_is_told(values: Mapping[str, str]) -> tuple[Finding, ...]:
    """行政相对人类别只有法人及非法人组织、自然人、个体工商户三种；名称写全，不得写成号码或者带 * 号，公开时由系统脱敏。"""
    kind, name = values["party_class"], values["party_name"]
    problems = []
    if kind not in PARTY_CLASSES:
        said = f"行政相对人类别写作“{kind[:20]}”" if kind else "分不清行政相对人是单位、个体工商户还是自然人"
        step = f"请填{'、'.join(PARTY_CLASSES)}之一" if kind else "请填统一社会信用代码或者自然人的证件号码"
        problems.append(party_is_told.finding(said, next_step=step, field="party_class"))
    if "*" in name or "＊" in name:
        problems.append(
            party_is_told.finding(
                "名称已经遮盖", next_step="请写全名；公开时系统按规则脱敏，由人确认", field="party_name"
            )
        )
    if name and (name in {values["uscc"], values["id_number"]} or re.fullmatch(r"[0-9A-Z]{15,}", name)):
        problems.append(party_is_told.finding("名称填成了号码", next_step="请写名称", field="party_name"))
    for key, number in (("id_type", "id_number"), ("rep_id_type", "rep_id_number")):
        said = values.get(key, "")
        if said and said not in ID_TYPES and said != "其他":
            step = f"请填{'、'.join(ID_TYPES)}之一"
            problems.append(party_is_told.finding(f"证件类型写作“{said[:20]}”", next_step=step, field=key))
        if said and not values.get(number, "") and kind != PERSON:
            problems.append(party_is_told.finding("填了证件类型，没有填号码", next_step="请补号码", field=number))
    return tuple(problems)


@rule("XCH-22", cites=_C424, acts=("feed_file", "export_sheet"))
def words_of_the_list(kind: str, edition: str, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """处罚类别、许可类别、当前状态用规定的写法；其他的写作“其他-说明”；有许可证书的，名称和编号一起填。"""
    problems = []
    if kind == SheetKind.PENALTY:
        for word in filter(None, re.split("[;；]", values.get("kinds", ""))):
            if word not in PENALTY_WORDS and not re.fullmatch("其他[-—－].+", word):
                step = "请用行政处罚法第九条的名称，几种用分号隔开；其他的写作“其他-说明”"
                problems.append(words_of_the_list.finding(f"没有处罚类别“{word[:20]}”", next_step=step, field="kinds"))
        return tuple(problems)
    word = values.get("licence_kind", "")
    if edition != "2016" and word and word not in LICENCE_KINDS[:-1] and not re.fullmatch("其他[-—－].+", word):
        step = f"请填{'、'.join(LICENCE_KINDS[:-1])}之一，其他的写作“其他-说明”"
        problems.append(words_of_the_list.finding(f"没有许可类别“{word[:20]}”", next_step=step, field="licence_kind"))
    if edition != "2016" and values.get("state", "") not in {"", *LICENCE_STATES}:
        step = "1 为有效，2 为无效"
        problems.append(words_of_the_list.finding(f"没有状态“{values['state'][:10]}”", next_step=step, field="state"))
    if bool(values.get("certificate")) != bool(values.get("certificate_no")):
        absent = "certificate_no" if values.get("certificate") else "certificate"
        problems.append(
            words_of_the_list.finding(
                "许可证书名称和许可编号只填了一项", next_step="请两项都填，没有证书的都不填", field=absent
            )
        )
    return tuple(problems)


@rule("XCH-23", cites=("GB 32100—2015", _C424), acts=("feed_file",))
def zeros_only_for_traders(values: Mapping[str, str]) -> tuple[Finding, ...]:
    """十七个 0 加 X 只用于没有统一社会信用代码的个体工商户，并要填工商注册号；自然人不填统一社会信用代码。"""
    code, kind = values["uscc"], values["party_class"]
    if code == NO_CODE and kind != TRADER:
        return (
            zeros_only_for_traders.finding(
                f"{kind or '这一类'}不能用十七个 0 加 X 代替信用代码", next_step="请填真实的代码", field="uscc"
            ),
        )
    if code.startswith("0" * 12) and code != NO_CODE:
        return (
            zeros_only_for_traders.finding(
                f"信用代码 {code} 不对", next_step="没有代码的个体工商户填 17 个 0 加 X", field="uscc"
            ),
        )
    if code and kind == PERSON:
        return (zeros_only_for_traders.finding("自然人填了信用代码", next_step="请改类别，或者去掉代码", field="uscc"),)
    return ()


def party_unfit(decision: Publishable) -> dict[str, list[str]]:
    """What form and API must say of the party as the sheet must (XCH-21, XCH-23), by field."""
    kind, number = decision.party_kind, decision.party_id_no.strip().upper()
    if kind not in PARTY_KINDS:
        return {"party_kind": ["没有这种当事人类别，请从列表中选择"]}
    if number.startswith("0" * 12) and (number != NO_CODE or kind != "individual_business"):
        return {"party_id_no": ["十七个 0 加 X 只用于没有统一社会信用代码的个体工商户，请填真实的代码"]}
    if kind in UNITS and number and not resident_id_problem(number):
        return {"party_id_no": ["单位填了居民身份号码；请填统一社会信用代码，当事人是自然人的请改当事人类别"]}
    if kind == "citizen" and number and resident_id_problem(number) and not uscc_problem(number):
        return {"party_id_no": ["自然人填了统一社会信用代码；请填证件号码，或者改当事人类别"]}
    return {}


def penalty_unfit(decision: Publishable) -> dict[str, list[str]]:
    """Kinds and fine, by which the term of publicity and the class of credit are told, by field."""
    errors: dict[str, list[str]] = {}
    if unknown := sorted(set(decision.kinds) - set(PenaltyKind)):
        errors["kinds"] = [f"没有这种处罚：{'、'.join(unknown)[:60]}"]
    elif decision.kinds and decision.category != Category.PENALTY:
        errors["kinds"] = ["只有行政处罚决定才填处罚种类"]
    if decision.fine:
        try:
            yuan(decision.fine)
            readable = True
        except Invalid:
            readable = False
        if not readable or decision.category != Category.PENALTY:
            errors["fine"] = ["罚款金额写数字，以元计，最多两位小数，例如 80000；不是行政处罚的不填"]
    elif PenaltyKind.FINE in decision.kinds:
        errors["fine"] = ["处罚种类有罚款，请填罚款金额（元）"]
    return errors


def standing_word(known: PublicationFacts) -> str:
    """Where the publication of an already known decision stands."""
    return STATE_NAMES[State(known.state)]


@rule("XCH-10", cites=_C424, acts=("feed_file",))
def something_new(entered: int, word: str) -> tuple[Finding, ...]:
    """确认导入的表格至少要有一行可以登记；全部有问题或者都已登记过的，不作为一次导入。"""
    if entered:
        return ()
    return (something_new.finding(f"没有可以登记的行：{word}", next_step="有问题的改正后重新上传；已登记过的不用再交"),)
