"""From rows of 双公示 to a decision that can be made public: one decision, a row for each party."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from mingjing.exchange.partners.shuanggongshi.mapping import CLASSES, FOREVER, day, in_ten_thousand
from mingjing.exchange.rules.credit import longest_until
from mingjing.exchange.rules.feeding import NO_CODE, PENALTY_WORDS
from mingjing.exchange.terms import ORGANISATION, PERSON, TRADER, Share, SheetKind
from mingjing.kernel.identifiers import birth_date
from mingjing.kernel.money import yuan
from mingjing.kernel.workdays import national
from mingjing.organs.terms import OrganFacts
from mingjing.publicity.terms import PENALTY_KINDS, EntityKind, KnownEntity, Policy, Publishable

_ADULT, _TEN_THOUSAND = 18, 10_000
_KEYS = {word: key for key, word in PENALTY_KINDS.items()} | {"暂扣": "suspend_licence", "吊销": "revoke_licence"}
_BANS = frozenset({"ban", "restrict"})
_KIND_OF = {PERSON: "citizen", TRADER: "individual_business"}
_NOTE = "（本条由“双公示”数据登记，未附决定书全文。）"


def reference(organ_id: UUID, number: str) -> str:
    """What the publicity room knows a fed decision by: the same for a number, however it came in."""
    return "fed:" + sha256(f"{organ_id}|{number}".encode()).hexdigest()[:40]


def tidied(told: Mapping[str, str]) -> dict[str, str]:
    """The values of a row with what an older edition leaves out: the class of the party, the kinds in one column."""
    values = dict(told)
    first = [values.get("kind_first", ""), values.get("kind_second", "")]
    kinds = values.get("kinds", "") or ";".join(filter(None, first))
    values["kinds"] = ";".join(_pieces(kinds))
    values["party_class"] = values.get("party_class", "") or _class_of(values)
    if values["party_class"] == PERSON and not values.get("id_type") and len(values.get("id_number", "")) == 18:
        values["id_type"] = "身份证"
    if not values.get("rep_id_type") and len(values.get("rep_id_number", "")) == 18:
        values["rep_id_type"] = "身份证"
    return values


def _pieces(kinds: str) -> list[str]:
    """警告、罚款 or 警告;罚款 → both; a free 其他-… keeps its marks."""
    found = []
    for piece in filter(None, (one.strip() for one in re.split("[;；]", kinds))):
        parts = re.split("[、,，]", piece)
        found += parts if all(one in PENALTY_WORDS for one in parts) else [piece]
    return found


def _class_of(values: Mapping[str, str]) -> str:
    code = values.get("uscc", "")
    if code == NO_CODE or code.startswith("92"):
        return TRADER
    if code or any(values.get(key) for key in ("org_code", "institution_no", "society_no", "representative")):
        return ORGANISATION
    return PERSON if values.get("id_number") else ""


def publishable(kind: str, rows: Sequence[Mapping[str, str]], organ: OrganFacts) -> Publishable:
    """The decision that the rows of one number tell of; redaction happens in the publicity room, by a person."""
    first = rows[0]
    names = "、".join(row["party_name"] for row in rows)
    alone = len(rows) == 1
    cause, violation, basis = _penalty(first) if kind == SheetKind.PENALTY else _licence(first)
    decided = as_date(first["decided_on"])
    return Publishable(
        source_ref=reference(organ.id, first["number"]),
        organ_id=organ.id,
        organ_name=organ.name,
        organ_code=organ.code,
        number=first["number"],
        decided_on=decided,
        category=str(kind),
        party_name=names,
        party_kind=_KIND_OF.get(first["party_class"], "legal_person") if alone else "legal_person",
        party_id_no=(first["id_number"] if first["party_class"] == PERSON else first["uscc"]) if alone else "",
        outcome="给予行政处罚" if kind == SheetKind.PENALTY else "准予行政许可",
        cause=cause,
        violation=violation,
        result=first["content"],
        basis=basis,
        full_text=_text(first, names, _kinds(rows), organ, decided),
        known_entities=_entities(rows, alone),
        minor=any(_under_age(row, decided) for row in rows),
        domain=organ.domain,
        **(_weight(rows) if kind == SheetKind.PENALTY else {}),
    )


def _kinds(rows: Sequence[Mapping[str, str]]) -> str:
    """Every kind that a party got, each once."""
    return ";".join(dict.fromkeys(word for row in rows for word in row.get("kinds", "").split(";") if word))


def _weight(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What the terms of publicity and of credit depend on: the kinds, the largest fine of a party in yuan, the end of a ban."""
    words = [word for row in rows for word in row["kinds"].split(";") if word]
    kinds = tuple(dict.fromkeys(_KEYS.get(word, "other") for word in words))
    fines = [Decimal(row["fine"]) * _TEN_THOUSAND for row in rows if row.get("fine")]
    ends = [as_date(row["valid_to"]) for row in rows if row.get("valid_to") and row["valid_to"] < FOREVER]
    return {
        "kinds": kinds,
        "fine": f"{max(fines):.2f}" if fines and "fine" in kinds else "",
        "ban_until": max(ends, default=None) if _BANS & set(kinds) else None,
    }


def asked(decision: Publishable, organ: OrganFacts) -> tuple[dict[str, str], ...]:
    """The rows of a decision that came without any, a party each, with everything that the decision itself tells."""
    names = decision.party_name.split("、")
    return tuple(_asked(decision, organ, name, alone=len(names) == 1) for name in names)


def _asked(decision: Publishable, organ: OrganFacts, name: str, *, alone: bool) -> dict[str, str]:
    natural = decision.party_kind == "citizen"
    shared = {
        "party_name": name, "number": decision.number, "decided_on": day(decision.decided_on), "content": decision.result,
        "organ": organ.name, "organ_uscc": organ.uscc, "source": organ.name, "source_uscc": organ.uscc, "valid_to": FOREVER,
    }  # fmt: skip
    if alone:
        shared |= {"party_class": CLASSES.get(decision.party_kind, ORGANISATION)}
        shared |= {"id_number" if natural else "uscc": decision.party_id_no, "id_type": "身份证" if natural else ""}
    if decision.category == SheetKind.LICENCE:
        return shared | {
            "title": decision.cause[:64],
            "valid_from": day(decision.decided_on),
            "state": "1",
            "licence_kind": "普通",
        }
    fine = in_ten_thousand(yuan(decision.fine)) if alone and decision.fine else ""
    kinds = ";".join(PENALTY_KINDS[one] for one in decision.kinds if PENALTY_KINDS[one] in PENALTY_WORDS)
    last = (
        longest_until(decision.decided_on, decision.kinds, decision.fine, organ.domain, national()) if alone else None
    )
    return shared | {
        "cause": decision.cause, "facts": decision.violation, "basis": "；".join(decision.basis), "kinds": kinds, "fine": fine,
        "publish_to": day(last),
    }  # fmt: skip


def shares(rows: Sequence[Mapping[str, str]]) -> tuple[Share, ...]:
    """What the decision does to each party by its own row: kinds, fine in yuan."""
    return tuple(_share(place, row) for place, row in enumerate(rows))


def _share(place: int, row: Mapping[str, str]) -> Share:
    kinds = tuple(dict.fromkeys(_KEYS.get(word, "other") for word in row.get("kinds", "").split(";") if word))
    fine = f"{Decimal(row['fine']) * _TEN_THOUSAND:.2f}" if row.get("fine") and "fine" in kinds else ""
    number = row["id_number"] if row["party_class"] == PERSON else row["uscc"]
    return Share(place, row["party_name"], row["party_class"], number, kinds, fine)


def as_date(text: str) -> date:
    """2026/11/05 as a day."""
    return date(int(text[:4]), int(text[5:7]), int(text[8:10]))


def _penalty(row: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """What it is about, the facts, the basis article by article."""
    return row["cause"], row["facts"], tuple(one.strip() for one in re.split("[；\n]", row["basis"]) if one.strip())


def _licence(row: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    names = (row.get(key, "") for key in ("item", "certificate", "title", "content"))
    return next(filter(None, names), ""), "", ()


def _text(row: Mapping[str, str], names: str, kinds: str, organ: OrganFacts, decided: date) -> tuple[str, ...]:
    """The row in sentences: what the public reads where the served document is not at hand."""
    row = {**row, "kinds": kinds}
    lines = [
        f"{organ.name}",
        f"{row['number']}",
        f"当事人：{names}",
        f"决定日期：{decided.year}年{decided.month}月{decided.day}日",
        *(f"{label}：{row[key]}" for key, label in _LABELS if row.get(key)),
        _NOTE,
    ]
    return tuple(lines)


_LABELS = (
    ("cause", "违法行为类型"), ("facts", "违法事实"), ("basis", "处罚依据"), ("kinds", "处罚类别"), ("title", "文书名称"), ("item", "项目名称"),
    ("licence_kind", "许可类别"), ("certificate", "许可证书"), ("content", "决定内容"), ("valid_from", "有效期自"), ("valid_to", "有效期至"),
)  # fmt: skip


def _entities(rows: Sequence[Mapping[str, str]], alone: bool) -> tuple[KnownEntity, ...]:
    """Every name and number of the rows that the public must not read, or not in full."""
    found: dict[str, KnownEntity] = {}

    def know(text: str, kind: str, policy: str, role: str) -> None:
        if len(text) > 1:
            found.setdefault(text, KnownEntity(text, kind, policy, role))

    for row in rows:
        if row["party_class"] == PERSON and not alone:
            know(row["party_name"], EntityKind.PERSON, Policy.SURNAME, "当事人")
        know(row.get("id_number", ""), EntityKind.ID, Policy.REMOVE, "当事人")
        know(row.get("rep_id_number", ""), EntityKind.ID, Policy.REMOVE, "法定代表人")
        if row.get("representative", "") != row["party_name"]:
            know(row.get("representative", ""), EntityKind.PERSON, Policy.SURNAME, "法定代表人")
        if not alone and row["party_class"] != PERSON and row.get("uscc", "") not in {"", NO_CODE}:
            know(row["uscc"], EntityKind.OTHER, Policy.KEEP, "当事人")
    return tuple(found.values())


def _under_age(row: Mapping[str, str], on: date) -> bool:
    """Whether a natural party was not eighteen yet on that day, by the identity number: docs/decisions/0007."""
    if row["party_class"] != PERSON:
        return False
    try:
        born = birth_date(row.get("id_number", ""))
    except ValueError:
        return False
    return (on.year - born.year) - ((on.month, on.day) <= (born.month, born.day)) < _ADULT
