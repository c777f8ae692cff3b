"""Whether what was typed about a party can be true. Field messages are Chinese."""

import unicodedata
from dataclasses import replace
from datetime import date

from mingjing.kernel.identifiers import birth_date, resident_id_problem, uscc_problem
from mingjing.kernel.rulebook import rule
from mingjing.parties.terms import ID_TYPES_OF, KIND_NAMES, REPRESENTATIVE_LABELS, IdType, PartyDraft, PartyKind

_TEXTS = ("name", "id_number", "address", "phone", "representative", "representative_post")
_LONGEST = {"name": 120, "id_number": 40, "address": 200, "phone": 40, "representative": 60, "representative_post": 60}
_OLDEST = 150


def normal(draft: PartyDraft) -> PartyDraft:
    """The draft without outer blanks, full-width letters in the number, or a missing document type."""
    texts = {name: getattr(draft, name).strip() for name in _TEXTS}
    texts["id_number"] = unicodedata.normalize("NFKC", texts["id_number"]).replace(" ", "").upper()
    id_type = draft.id_type
    if not id_type and draft.kind in set(PartyKind):
        id_type = ID_TYPES_OF[PartyKind(draft.kind)][0]
    tidy = replace(draft, **texts, id_type=id_type)
    if tidy.id_type == IdType.RESIDENT and not resident_id_problem(tidy.id_number):
        return replace(tidy, birth_on=birth_date(tidy.id_number))
    return tidy


@rule("PTY-01", cites=("行政处罚法第五十九条", "GB 32100—2015", "GB 11643—1999"))
def details_problems(draft: PartyDraft, today: date) -> dict[str, list[str]]:
    """当事人的名称和证件号码应当真实：代码的校验位相符，出生日期不在将来，住所、代表人等不含控制字符。"""
    if draft.kind not in set(PartyKind):
        return {"kind": ["请选择当事人类型：自然人、个体工商户、法人或者非法人组织。"]}
    errors: dict[str, list[str]] = {}
    for field in _TEXTS:
        errors.setdefault(field, []).extend(_text_problems(field, getattr(draft, field)))
    errors.setdefault("representative", []).extend(_representative_problems(draft))
    errors.setdefault("birth_on", []).extend(_birth_problems(draft, today))
    errors.setdefault("id_type", []).extend(_type_problems(draft))
    if not errors["id_type"]:
        errors["id_number"].extend(_number_problems(draft, today))
    return {field: list(dict.fromkeys(texts)) for field, texts in errors.items() if texts}


def _text_problems(field: str, text: str) -> list[str]:
    if field in {"name", "id_number"} and not text:
        return ["请填写名称（姓名）。" if field == "name" else "请填写证件号码或者统一社会信用代码。"]
    if len(text) > _LONGEST[field]:
        return [f"最多 {_LONGEST[field]} 个字，现在是 {len(text)} 个字。"]
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} for sign in text):
        return ["含有换行或不可见的控制字符，请删除后重新填写。"]
    return []


def _type_problems(draft: PartyDraft) -> list[str]:
    if draft.id_type in ID_TYPES_OF[PartyKind(draft.kind)]:
        return []
    return [f"{KIND_NAMES[PartyKind(draft.kind)]}不能使用这种证件，请从列表中选择。"]


def _number_problems(draft: PartyDraft, today: date) -> list[str]:
    if not draft.id_number:
        return []
    if draft.id_type == IdType.USCC:
        problem = uscc_problem(draft.id_number)
    elif draft.id_type == IdType.RESIDENT:
        problem = resident_id_problem(draft.id_number, today)
    else:
        problem = (
            "" if draft.id_number.isalnum() and len(draft.id_number) >= 5 else "证件号码至少 5 位，只含字母和数字。"
        )
    return [problem] if problem else []


def _representative_problems(draft: PartyDraft) -> list[str]:
    label = REPRESENTATIVE_LABELS[PartyKind(draft.kind)]
    if label and not draft.representative:
        return [f"请填写{label}姓名。"]
    if not label and (draft.representative or draft.representative_post):
        return ["自然人没有代表人，请删除；委托代理人请登记在案件里。"]
    return []


def _birth_problems(draft: PartyDraft, today: date) -> list[str]:
    if draft.birth_on is None:
        return []
    if draft.kind != PartyKind.CITIZEN:
        return ["只有自然人才填写出生日期。"]
    if draft.birth_on > today:
        return ["出生日期在今天之后，请核对。"]
    if today.year - draft.birth_on.year > _OLDEST:
        return ["出生日期过早，请核对。"]
    return []
