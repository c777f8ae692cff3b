"""From a field of the procedure table to what the page draws, and from what was posted back to what the act takes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict

from mingjing.cases import queries
from mingjing.cases.terms import ActFacts, CaseFacts, FieldSpec, Known
from mingjing.cases.terms.display import benchmark_words
from mingjing.cases.terms.facts import CHINA
from mingjing.foundation.pages import Field
from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs
from mingjing.organs.terms import CertificateFacts, PersonFacts

PLAIN = {
    "text": "text", "longtext": "textarea", "resident_id": "text", "date": "date", "datetime": "datetime", "money": "money",
    "int": "number", "bool": "checkbox",
}  # fmt: skip
MANY = frozenset({"choices", "people", "evidences"})
SPARE = 1
FILL = ("", "请选择")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field of a kind the shell does not have: citations, files or a table. Named like the shell's for the summary."""

    name: str
    label: str
    type: str
    required: bool = False
    help: str = ""
    errors: Sequence[str] = ()
    lines: Sequence[str] = ()
    options: Sequence[str] = ()
    kept: Sequence[Mapping[str, Any]] = ()
    rows: Sequence[Sequence[Field]] = ()
    wide: bool = True


Shown = Field | Drawn


@dataclass
class Choices:
    """What can be picked in the forms of one case; asked of the other rooms only where a field needs it."""

    organ_id: UUID
    now: datetime
    facts: CaseFacts | None = None
    files: Sequence[Mapping[str, Any]] = ()
    kind: str = "penalty"
    _people: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def people(self, role: str) -> tuple[tuple[str, str], ...]:
        """People of the organ holding a role, each with the state of the certificate."""
        if role not in self._people:
            anybody = role in {"", "any"}
            today = None if anybody else self.now.astimezone(CHINA).date()
            found = organs.people(self.organ_id, None if anybody else role, today)
            held = organs.certificates([each.id for each in found]) if role == "handler" else {}
            self._people[role] = tuple((str(each.id), self._named(each, held.get(each.id))) for each in found)
        return self._people[role]

    def _named(self, person: PersonFacts, held: tuple[CertificateFacts, ...] | None) -> str:
        words = [person.name, person.unit, person.post]
        if held is not None:
            valid = next((each for each in held if each.valid_at(self.now, self.organ_id)), None)
            words.append(
                f"执法证 {valid.number}，有效至 {valid.valid_to:%Y-%m-%d}" if valid else "现在没有有效的执法证"
            )
        return " · ".join(filter(None, words))

    @cached_property
    def matters(self) -> tuple[tuple[str, str], ...]:
        """The organ's list of matters, of the kind that the procedure is for."""
        held = lawbook.matters(self.organ_id)
        return tuple((str(one.matter_id), f"{one.code} {one.name}") for one in held if one.spec.act_kind == self.kind)

    @cached_property
    def citations(self) -> tuple[str, ...]:
        """Articles of the matter and those cited earlier in the case."""
        if self.facts is None:
            return ()
        found = [*self.facts.matter.get("violates", ()), *self.facts.matter.get("penalises", ())]
        for act in self.facts.acts:
            for name in ("breached", "basis", "empowering"):
                found += act.data.get(name, ())
        return tuple(dict.fromkeys(found))

    @cached_property
    def _benchmarks(self) -> tuple[dict[str, Any], ...]:
        """What may be cited today, the benchmarks of the case's own matter first."""
        if self.facts is None:
            return ()
        found = queries.citable_benchmarks(self.facts, self.now.astimezone(CHINA).date())
        code = self.facts.matter.get("code")
        return tuple(sorted(found, key=lambda one: one["code"] != code))

    @property
    def benchmarks(self) -> tuple[tuple[str, str], ...]:
        """Benchmarks that are public and in force today."""
        return tuple((one["id"], f"{one['code']} {benchmark_words(one)}") for one in self._benchmarks)

    @property
    def tiers(self) -> str:
        """The tiers of those for this very matter; empty where there is none."""
        code = self.facts.matter.get("code") if self.facts else None
        fitting = (one["tiers"] for one in self._benchmarks if one["code"] == code)
        return "；".join("、".join(tiers) for tiers in fitting)

    def evidence(self) -> tuple[tuple[str, str], ...]:
        """Evidence that still counts."""
        rows = self.facts.evidence if self.facts else ()
        return tuple((str(no), f"证据{no}　{act.data['name']}") for no, act, counts in rows if counts)

    def acts(self, of: str) -> tuple[tuple[str, str], ...]:
        """Acts a field may point at, newest first; documents not yet served before those that are."""
        facts = self.facts
        if facts is None:
            return ()
        specs = facts.procedure.acts
        found = [
            act for act in facts.acts if (specs[act.code].servable if of == "servable" else act.code in of.split("|"))
        ]
        served = {act.data.get("document_seq") for act in facts.all("serve")}
        found.sort(key=lambda act: (of == "servable" and act.seq in served, -act.seq))
        return tuple(
            (str(act.seq), self._act(act, of == "servable" and act.seq in served, specs[act.code].name))
            for act in found
        )

    @staticmethod
    def _act(act: ActFacts, served: bool, name: str) -> str:
        return f"{name}{f'（{act.number}）' if act.number else ''} {act.on:%Y-%m-%d}{'，已送达' if served else ''}"


def draw(
    specs: Iterable[FieldSpec],
    values: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]],
    choices: Choices,
    more: Mapping[str, int] | None = None,
    known: Mapping[str, Known] | None = None,
) -> tuple[Shown, ...]:
    """Every field with its value and its errors.

    `more` says how many lines a table or list was asked to grow by, `known` what the case offered: a field that still
    shows it says where it comes from.
    """
    grown, offered = more or {}, known or {}
    return tuple(
        _draw(
            _sourced(spec, values.get(spec.name), offered.get(spec.name)), values.get(spec.name), _plainly(spec, errors),
            choices, grown.get(spec.name, 0),
        )
        for spec in specs
    )  # fmt: skip


def _sourced(spec: FieldSpec, value: Any, offered: Known | None) -> FieldSpec:
    if offered is None or _said(value) != _said(offered.value):
        return spec
    return replace(spec, help="；".join(filter(None, (spec.help, f"取自{offered.source}，请核对"))))


def _said(value: Any) -> Any:
    """A value as a browser sends it back, to tell whether somebody changed it."""
    if isinstance(value, Mapping):
        return (
            str(value["id"])
            if "id" in value
            else {key: _said(each) for key, each in value.items() if each not in (None, "")}
        )
    if isinstance(value, list | tuple):
        return [_said(each) for each in value]
    text = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return text[:16] if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*", text) else text


def _plainly(spec: FieldSpec, errors: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The messages of a field without its label, which stands above it anyway."""
    return tuple(text.removeprefix(f"“{spec.label}”") for text in errors.get(spec.name, ()))


def _draw(spec: FieldSpec, value: Any, errors: tuple[str, ...], choices: Choices, more: int) -> Shown:
    common: dict[str, Any] = {
        "name": spec.name, "label": spec.label, "errors": errors, "help": _help(spec, choices),
        "required": spec.must or (spec.required and spec.type != "bool"),
    }  # fmt: skip
    if spec.type == "citations":
        return Drawn(**common, type="citations", lines=_lines(value, more), options=choices.citations)
    if spec.type == "files":
        return Drawn(**common, type="files", kept=_kept(value, choices.files))
    if spec.type == "table":
        return Drawn(**common, type="table", rows=_rows(spec, value, choices, more))
    return _plain(spec, value, common, choices)


NONE_PUBLIC = "本机关和上级机关现在没有公布本事项的裁量基准：可以不选，案件照常办理；公布后在这里选取"


def _help(spec: FieldSpec, choices: Choices) -> str:
    if spec.type == "benchmark":
        return f"{spec.help}。本事项的阶次：{choices.tiers}" if choices.tiers else NONE_PUBLIC
    limits = {
        "people": f"至少选 {spec.min or 1} 人" if spec.required else "",
        "citations": "每行一条，写成“安全生产法第九十七条第（七）项”的样子",
        "money": "",
        "party": "填写当事人名录里的全称或者证件号码",
        "resident_id": "18 位公民身份号码",
    }.get(spec.type, "")
    return "；".join(filter(None, (spec.help, limits)))


def _plain(spec: FieldSpec, value: Any, common: dict[str, Any], choices: Choices) -> Field:
    options = _options(spec, choices)
    if spec.type in PLAIN:
        shown = _minutes(value) if spec.type == "datetime" else value
        limits = {"min": spec.min, "max": spec.max} if spec.type == "int" else {}
        rows = 4 if spec.type == "longtext" else 3
        return Field(
            **common, type=PLAIN[spec.type], value="" if shown is None else shown, rows=rows, attributes=limits
        )
    if spec.type == "party":
        named = value.get("id_no") or value.get("name") if isinstance(value, Mapping) else value
        return Field(**common, type="text", value=named or "", attributes={"maxlength": 200})
    if spec.type in MANY:
        return Field(**common, type="checkboxes", value=_keys(value), choices=options)
    if spec.type == "choice" and len(options) <= 4:
        return Field(**common, type="radio", value=_key(value), choices=options)
    return Field(
        **common,
        type="select",
        value=_key(value),
        choices=(FILL, *options),
        wide=spec.type in {"matter", "act_ref", "benchmark"},
    )


def _options(spec: FieldSpec, choices: Choices) -> tuple[tuple[str, str], ...]:
    if spec.type in {"choice", "choices"}:
        return tuple(spec.options.items())
    if spec.type in {"person", "people"}:
        return choices.people(spec.role)
    if spec.type == "matter":
        return choices.matters
    if spec.type == "benchmark":
        return choices.benchmarks
    if spec.type in {"evidence", "evidences"}:
        return choices.evidence()
    return choices.acts(spec.of) if spec.type == "act_ref" else ()


def _key(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("id", ""))
    return "" if value is None else str(value)


def _keys(value: Any) -> list[str]:
    if value in (None, ""):
        return []
    return [_key(each) for each in (value if isinstance(value, list | tuple) else [value])]


def _minutes(value: Any) -> str:
    """A moment as the browser's field wants it: local, to the minute."""
    try:
        moment = datetime.fromisoformat(str(value))
        local = moment.astimezone(CHINA) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return str(value or "")
    return local.strftime("%Y-%m-%dT%H:%M")


def _lines(value: Any, more: int) -> list[str]:
    texts = re.split(r"[\n；;]+", value) if isinstance(value, str) else [str(each) for each in value or ()]
    kept = [text for text in texts if text.strip()]
    return [*kept, *[""] * max(more + SPARE, 1)]


def _kept(value: Any, files: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    known = {str(each["id"]): each for each in files}
    return [known[key] for key in _keys(value) if key in known]


def _rows(spec: FieldSpec, value: Any, choices: Choices, more: int) -> list[tuple[Field, ...]]:
    rows = [row for row in value or () if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    count = max(len(rows) + more, spec.min or 1)
    if spec.max is not None:
        count = min(count, spec.max)
    return [
        tuple(_cell(spec, at, column, (rows[at] if at < len(rows) else {}).get(column.name), choices) for column in spec.columns)
        for at in range(count)
    ]  # fmt: skip


def _cell(spec: FieldSpec, at: int, column: FieldSpec, value: Any, choices: Choices) -> Field:
    drawn = _draw(replace(column, required=False), value, (), choices, 0)
    assert isinstance(drawn, Field), f"{spec.name}.{column.name} cannot stand in a table"
    slots = {slot: getattr(drawn, slot) for slot in Field.__slots__}
    kind = "select" if drawn.type == "radio" else drawn.type
    options = (FILL, *drawn.choices) if drawn.type == "radio" else drawn.choices
    return Field(**{**slots, "name": f"{spec.name}-{at}-{column.name}", "type": kind, "choices": options, "rows": 2})


def read(specs: Iterable[FieldSpec], posted: QueryDict) -> dict[str, Any]:
    """What was typed, field by field, as the act's form takes it; a field left empty is empty, not absent."""
    return {spec.name: _read(spec, posted) for spec in specs}


def _read(spec: FieldSpec, posted: QueryDict) -> Any:
    if spec.type == "table":
        return _read_table(spec, posted)
    if spec.type in MANY or spec.type in {"citations", "files"}:
        return [text.strip() for text in posted.getlist(spec.name) if text.strip()]
    value = posted.get(spec.name, "")
    return value if spec.type == "longtext" else value.strip()


def _read_table(spec: FieldSpec, posted: QueryDict) -> list[dict[str, Any]]:
    pattern = re.compile(rf"{re.escape(spec.name)}-(\d{{1,3}})-([a-z_0-9]+)")
    names = {column.name for column in spec.columns}
    rows: dict[int, dict[str, Any]] = {}
    for key in posted:
        if (match := pattern.fullmatch(key)) and match[2] in names:
            value = str(posted[key]).strip()
            if value:
                rows.setdefault(int(match[1]), {})[match[2]] = value
    return [rows[at] for at in sorted(rows)]
