"""Fields of forms: what may be typed, how it is checked, and how it reads in a document."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from mingjing.kernel.findings import Invalid
from mingjing.kernel.identifiers import resident_id_problem

CHINA = timezone(timedelta(hours=8))
LIMITS = {"text": 300, "longtext": 20000, "resident_id": 18}
# Lone surrogates are no characters: no store and no font takes them.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an act's form.

    `prefill`: sources of a suggestion, asked in this order (cases/rules/known.py). `group`: heading of a checklist that
    neighbouring fields share.
    """

    name: str
    label: str
    type: str
    required: bool = True
    must: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    options_of: str = ""
    columns: tuple["FieldSpec", ...] = ()
    role: str = ""
    of: str = ""
    min: int | None = None
    max: int | None = None
    default: str = ""
    prefill: tuple[str, ...] = ()
    help: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A value a form offers and where it comes from. The person may change it; nothing is decided by it."""

    value: Any
    source: str


def field_from(data: dict[str, Any]) -> FieldSpec:
    """Read a field from its YAML line."""
    return FieldSpec(
        name=data["name"],
        label=data["label"],
        type=data["type"],
        required=not data.get("optional", False),
        must=data.get("must", False),
        options={_key(key): text for key, text in data.get("options", {}).items()},
        options_of=data.get("options_of", ""),
        columns=tuple(field_from(each) for each in data.get("columns", ())),
        role=data.get("role", ""),
        of=data.get("of", ""),
        min=data.get("min"),
        max=data.get("max"),
        default=str(data.get("default", "")),
        prefill=_sources(data.get("from", ())),
        help=data.get("help", ""),
        group=data.get("group", ""),
    )


def _sources(told: str | list[str]) -> tuple[str, ...]:
    """Where a value may come from, the first that has one; a single source may stand without brackets."""
    return (told,) if isinstance(told, str) else tuple(told)


def _key(key: object) -> str:
    """YAML 1.1 reads a bare yes or no as a truth value; an option keeps its word."""
    return {True: "yes", False: "no"}.get(key, str(key)) if isinstance(key, bool) else str(key)


class Bad(ValueError):
    """One value does not fit; the message is a Chinese sentence without the label."""


# Offices a person must really hold to be named in a form; officers are held to their certificates instead (G-04).
OFFICES = {"head": "负责人"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the cleaner needs from other rooms: functions from an id or text to a JSON fact, or None."""

    person: Callable[[str], dict[str, Any] | None]
    party: Callable[[str], dict[str, Any] | None]
    matter: Callable[[str], dict[str, Any] | None]
    file: Callable[[str], dict[str, Any] | None]
    citation: Callable[[str], str]
    holds: Callable[[str, str], bool] = lambda person, role: True
    benchmark: Callable[[str], dict[str, Any] | None] = lambda key: None
    evidence: tuple[int, ...] = ()
    acts: Mapping[int, str] = field(default_factory=dict)


def clean(specs: tuple[FieldSpec, ...], raw: Mapping[str, Any], lookup: Lookup) -> dict[str, Any]:
    """Check every field and give back canonical JSON values. Raises Invalid naming each field that does not fit."""
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for spec in specs:
        try:
            value = clean_one(spec, raw.get(spec.name), lookup)
        except Bad as problem:
            errors[spec.name] = [f"“{spec.label}”{problem}"]
            continue
        if value not in (None, "", [], {}):
            values[spec.name] = value
    unknown = sorted(set(raw) - {spec.name for spec in specs})
    if unknown:
        errors["__all__"] = [f"表单没有这些字段：{'、'.join(unknown)}。请刷新页面后再填。"]
    if errors:
        raise Invalid(errors)
    return values


def clean_one(spec: FieldSpec, value: Any, lookup: Lookup) -> Any:
    """Check one value. Raises Bad."""
    if value is None or value == "" or value == []:
        value = spec.default
    if value is None or value == "" or value == []:
        if spec.must:
            raise Bad("必须确认；没有做到的，请先补做再填写。")
        if spec.required and spec.type != "bool":
            raise Bad("没有填写，请补上。")
        return False if spec.type == "bool" and spec.required else None
    return _CLEANERS[spec.type](spec, value, lookup)


def _said(value: Any) -> str:
    """A value as text. Raises Bad for a number too long to be written."""
    try:
        return str(value).strip()
    except ValueError:
        raise Bad("太长，请核对。") from None


def _many(value: Any) -> list[Any]:
    """What was picked, as a list; one thing is a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


def _key_of(value: Any) -> str:
    """The id of what was picked, whether the form names it or the case keeps it whole."""
    return _CONTROL.sub("?", _said(value["id"] if isinstance(value, dict) and "id" in value else value))


def _text(spec: FieldSpec, value: Any, _: Lookup) -> str:
    if not isinstance(value, str | int):
        raise Bad("应是文字。")
    text = unicodedata.normalize("NFC", _said(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROL.search(text):
        raise Bad("含有看不见的控制字符，请删除后重新输入。")
    limit = LIMITS.get(spec.type, 300)
    if len(text) > limit:
        raise Bad(f"最多 {limit} 字，现在 {len(text)} 字，请删减。")
    if not text and spec.required:
        raise Bad("没有填写，请补上。")
    return text


def _line(spec: FieldSpec, value: Any, lookup: Lookup) -> str:
    text = _text(spec, value, lookup)
    if "\n" in text:
        raise Bad("只能填一行，请去掉换行。")
    return text


def _resident_id(spec: FieldSpec, value: Any, lookup: Lookup) -> str:
    text = _line(spec, value, lookup).upper()
    if problem := resident_id_problem(text):
        raise Bad(f"不对：{problem}")
    return text


def _date(_: FieldSpec, value: Any, __: Lookup) -> str:
    try:
        if isinstance(value, datetime):
            value = value.astimezone(CHINA).date()
        day = value if isinstance(value, date) else date.fromisoformat(_said(value))
    except (ValueError, OverflowError):
        raise Bad("应是日期，写成 2026-09-24 的样子。") from None
    if not 1949 <= day.year <= 2100:
        raise Bad("年份不合理，请核对。")
    return day.isoformat()


def _moment(_: FieldSpec, value: Any, __: Lookup) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(_said(value))
        moment = moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
    except (ValueError, OverflowError):
        raise Bad("应是日期和时间，写成 2026-09-24 16:20 的样子。") from None
    if not 1949 <= moment.year <= 2100:
        raise Bad("年份不合理，请核对。")
    return moment.isoformat(timespec="minutes")


def _money(_: FieldSpec, value: Any, __: Lookup) -> str:
    text = _said(value).replace(",", "").replace("，", "").strip()
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise Bad("应是金额（元），例如 80000 或 80000.50。") from None
    if not amount.is_finite() or amount < 0:
        raise Bad("不能是负数。")
    # The size first: quantize cannot write out a number of more than 28 digits.
    if amount >= Decimal("1e13") or amount != amount.quantize(Decimal("0.01")):
        raise Bad("最多两位小数，且不超过十万亿元。")
    return f"{abs(amount):.2f}"


def _int(spec: FieldSpec, value: Any, _: Lookup) -> int:
    try:
        number = int(_said(value))
    except ValueError:
        raise Bad("应是整数。") from None
    if spec.min is not None and number < spec.min:
        raise Bad(f"不能小于 {spec.min}。")
    if number > (spec.max if spec.max is not None else 10**9):
        raise Bad(f"不能大于 {spec.max if spec.max is not None else 10**9}。")
    return number


def _bool(spec: FieldSpec, value: Any, _: Lookup) -> bool:
    known = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}
    answer = value if isinstance(value, bool) else known.get(_said(value).lower())
    if answer is None:
        raise Bad("应是“是”或“否”。")
    if spec.must and not answer:
        raise Bad("必须确认；没有做到的，请先补做再填写。")
    return answer


def _choice(spec: FieldSpec, value: Any, _: Lookup) -> str:
    key = ("yes" if value else "no") if isinstance(value, bool) else _said(value)
    if key not in spec.options:
        raise Bad(f"只能选：{'、'.join(spec.options.values())}。")
    return key


def _choices(spec: FieldSpec, value: Any, lookup: Lookup) -> list[str]:
    picked = [_choice(spec, each, lookup) for each in _many(value)]
    return [key for key in spec.options if key in picked]


def _person(spec: FieldSpec, value: Any, lookup: Lookup) -> dict[str, Any]:
    person = lookup.person(_key_of(value))
    if person is None:
        raise Bad("没有这个人，请从人员名录中选取。")
    if spec.role in OFFICES and not lookup.holds(person["id"], spec.role):
        raise Bad(f"{person['name']}不是本机关的{OFFICES[spec.role]}，请重新选取。")
    return person


def _people(spec: FieldSpec, value: Any, lookup: Lookup) -> list[dict[str, Any]]:
    people = [_person(spec, each, lookup) for each in _many(value)]
    unique = list({person["id"]: person for person in people}.values())
    least = 1 if spec.min is None else spec.min
    if len(unique) < least:
        basis = (
            "执法人员不得少于两人（行政处罚法第四十二条）"
            if spec.role == "handler" and least > 1
            else f"不得少于 {least} 人"
        )
        raise Bad(f"{basis}，现在 {len(unique)} 人，请补选。")
    return unique


def _party(_: FieldSpec, value: Any, lookup: Lookup) -> dict[str, Any]:
    party = lookup.party(_key_of(value))
    if party is None:
        raise Bad("没有登记，或者同名的不止一个：请填名录里的全称或者证件号码，新的当事人请先登记当事人。")
    return party


def _matter(_: FieldSpec, value: Any, lookup: Lookup) -> dict[str, Any]:
    matter = lookup.matter(_key_of(value))
    if matter is None:
        raise Bad("不在本机关的执法事项清单中，请重新选取。")
    return matter


def _benchmark(_: FieldSpec, value: Any, lookup: Lookup) -> dict[str, Any]:
    if (found := lookup.benchmark(_key_of(value))) is None:
        raise Bad("不在本机关、委托机关和上级机关的裁量基准中，请重新选取。")
    return found


def _citations(spec: FieldSpec, value: Any, lookup: Lookup) -> list[str]:
    texts = re.split(r"[\n；;、]+", value) if isinstance(value, str) else [_said(each) for each in _many(value)]
    cited = [text.strip() for text in texts if text.strip()]
    if not cited and spec.required:
        raise Bad("没有填写，请补上法律名称和条款。")
    for text in cited:
        if problem := lookup.citation(_line(spec, text, lookup)):
            raise Bad(problem)
    return cited


def _files(_: FieldSpec, value: Any, lookup: Lookup) -> list[dict[str, Any]]:
    found = []
    for each in _many(value):
        fact = lookup.file(_key_of(each))
        if fact is None:
            raise Bad("有一个附件没有上传成功，请重新选择文件。")
        found.append(fact)
    return found


def _table(spec: FieldSpec, value: Any, lookup: Lookup) -> list[dict[str, Any]]:
    rows = []
    for place, row in enumerate(_many(value), start=1):
        if not isinstance(row, dict):
            raise Bad("应是一张表，请逐行填写。")
        if not any(row.get(column.name) not in (None, "", []) for column in spec.columns):
            continue
        try:
            rows.append(
                {c.name: v for c in spec.columns if (v := clean_one(c, row.get(c.name), lookup)) not in (None, "")}
            )
        except Bad as problem:
            raise Bad(f"第 {place} 行{problem}") from None
    least = spec.min if spec.min is not None else int(spec.required)
    if len(rows) < least:
        raise Bad(f"至少填 {least} 行，现在 {len(rows)} 行。")
    if spec.max is not None and len(rows) > spec.max:
        raise Bad(f"最多填 {spec.max} 行，现在 {len(rows)} 行。")
    return rows


def _evidence(_: FieldSpec, value: Any, lookup: Lookup) -> int:
    try:
        number = int(_said(value))
    except ValueError:
        raise Bad("应是证据编号。") from None
    if number not in lookup.evidence:
        raise Bad(f"没有第 {number} 号证据。")
    return number


def _evidences(spec: FieldSpec, value: Any, lookup: Lookup) -> list[int]:
    if value == "all":
        return list(lookup.evidence)
    return sorted({_evidence(spec, each, lookup) for each in _many(value)})


def _act_ref(spec: FieldSpec, value: Any, lookup: Lookup) -> int:
    key = _said(value)
    try:
        number = int(key)
    except ValueError:
        matches = [seq for seq, code in lookup.acts.items() if code == key]
        number = matches[-1] if matches else -1
    # Whether a document is to be served is the question of a rule; any other field names the act it points at.
    if number not in lookup.acts or (spec.of not in {"", "servable"} and lookup.acts[number] not in spec.of.split("|")):
        raise Bad("没有对应的文书或记录，请重新选取。")
    return number


_CLEANERS: dict[str, Callable[[FieldSpec, Any, Lookup], Any]] = {
    "text": _line,
    "longtext": _text,
    "resident_id": _resident_id,
    "date": _date,
    "datetime": _moment,
    "money": _money,
    "int": _int,
    "bool": _bool,
    "choice": _choice,
    "choices": _choices,
    "person": _person,
    "people": _people,
    "party": _party,
    "matter": _matter,
    "benchmark": _benchmark,
    "citations": _citations,
    "files": _files,
    "table": _table,
    "evidence": _evidence,
    "evidences": _evidences,
    "act_ref": _act_ref,
}
