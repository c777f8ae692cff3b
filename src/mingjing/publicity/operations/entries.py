"""Collecting entries of the public lists: by form, and the revision of what was returned."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid
from mingjing.kernel.text import clean
from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs
from mingjing.publicity.access import may_work
from mingjing.publicity.events import Event
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.operations.listing import held, log
from mingjing.publicity.operations.moving import refuse
from mingjing.publicity.queries.staff import staffed
from mingjing.publicity.rules.functions import SAME_CODE
from mingjing.publicity.rules.registers import (
    basis_in_force,
    complete,
    content_digest,
    delegation_has_its_term,
    differences,
    entry_reason,
    promise_within_statute,
    shape,
)
from mingjing.publicity.rules.texts import marks_have_figures
from mingjing.publicity.terms import (
    WAITING,
    EditionFacts,
    EditionState,
    EntryMove,
    KindSpec,
    kinds,
)

_CODE_SIGNS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@operation(Event.ENTRY_COLLECTED)
def collect_entry(
    *, organ_id: UUID, kind: str, code: str, name: str, values: Mapping[str, Any], valid_from: date, reason: str = "",
    by: Actor, at: datetime,
) -> EditionFacts:  # fmt: skip
    """Collect an entry of a public list, or a new edition of one that is public; it waits to be checked (P-01).

    `values` are texts, lines and rows by field. A new edition of a known entry needs a `reason`. Raises Invalid for
    typed text, Refused (PUB-22 to PUB-24, PUB-27, ORG-22) and Forbidden.
    """
    spec = the_kind(kind)
    may_work(staffed(organ_id, kind), "collect").require(by, organ_id, doing=f"采集{spec.title}")
    refuse(_still_ours(organ_id, kind, code, name.strip(), max(valid_from, local_day(at))))
    tidy = _tidy(spec, name, code, values, reason)
    basis = _checked(spec, tidy, local_day(at))
    entry = _entry(organ_id, spec, code)
    known = Edition.objects.filter(entry=entry).exists()
    if known:
        refuse(entry_reason(reason))
    made = new_edition(entry, spec, name.strip(), tidy, basis, valid_from, reason=reason.strip(), by=by, at=at)
    log(made, Event.ENTRY_COLLECTED, by=by, at=at)
    return made.facts()


@operation(Event.ENTRY_REVISED)
def revise_entry(
    *, edition_id: UUID, name: str, values: Mapping[str, Any], valid_from: date, reason: str = "",
    by: Actor, at: datetime,
) -> EditionFacts:  # fmt: skip
    """Change an edition that nobody has checked yet, or that was returned. Whoever revises is its collector."""
    edition = held(edition_id, by=by, at=at, to=EntryMove.REVISE, part="collect")
    spec = kinds()[edition.entry.kind]
    if spec.draws:
        raise Invalid({"values": [f"{spec.title}取自本平台的清单，请改好清单后重新提取，不在这里修改。"]})
    tidy = _tidy(spec, name, edition.entry.code, values, reason)
    edition.basis = _checked(spec, tidy, local_day(at))
    if edition.seq > 1:
        refuse(entry_reason(reason))
    fill(edition, spec, name.strip(), tidy, valid_from)
    edition.reason, edition.returned_reason, edition.state = reason.strip(), "", EditionState.COLLECTED
    edition.collected_by, edition.collected_name, edition.collected_at = by.person_id, by.name, at
    edition.save()
    log(edition, Event.ENTRY_REVISED, by=by, at=at)
    return edition.facts()


def _still_ours(organ_id: UUID, kind: str, code: str, name: str, on: date) -> tuple[Finding, ...]:
    """ORG-22 of an item; a benchmark carries the code of its matter and goes with it. One query each."""
    about = SAME_CODE if kind in SAME_CODE else {kind}
    return tuple(one for each in sorted(about) for one in organs.item_findings(organ_id, each, code, name, on))[:1]


def the_kind(kind: str) -> KindSpec:
    """The kind of list. Raises Invalid where there is none of that name."""
    if kind not in kinds():
        raise Invalid({"kind": ["没有这种事前公示清单，请从清单目录重新进入"]})
    return kinds()[kind]


def _entry(organ_id: UUID, spec: KindSpec, code: str) -> RegisterEntry:
    """The entry, locked; made where it is new. Raises Invalid where an edition of it is still under way."""
    organ = organs.organ(organ_id)
    RegisterEntry.objects.get_or_create(
        organ_id=organ_id, kind=spec.key, code=code, defaults={"organ_name": organ.name, "organ_code": organ.code}
    )
    entry = RegisterEntry.objects.select_for_update().get(organ_id=organ_id, kind=spec.key, code=code)
    if Edition.objects.filter(entry=entry, state__in=WAITING).exists():
        raise Invalid({"code": [f"编号 {code} 已有一版正在办理，请先办完或者作废那一版"]})
    if entry.organ_name != organ.name:
        entry.organ_name = organ.name
        entry.save(update_fields=["organ_name"])
    return entry


def _tidy(spec: KindSpec, name: str, code: str, values: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """The values as they are kept. Raises Invalid naming every field whose text does not fit."""
    errors = shape(spec, values)
    for key, label, text, most in (
        ("name", "名称", name, 200),
        ("code", "编号", code, 40),
        ("reason", "理由", reason, 2000),
    ):
        if problems := clean(text)[1]:
            errors[key] = problems
        elif len(text) > most:
            errors[key] = [f"{label}最多 {most} 个字，现在是 {len(text)} 个字"]
    if not name.strip():
        errors["name"] = ["请填写名称"]
    if not code.strip(".") or set(code) - _CODE_SIGNS:
        errors["code"] = ["编号只用字母、数字、点和横线，例如 SJ-001"]
    tidy: dict[str, Any] = {}
    for one in spec.fields:
        value = values.get(one.key) or ""
        if isinstance(value, str):
            text, problems = clean(value)
            if problems:
                errors[one.key] = problems
            value = _lines(text) if one.type in {"lines", "articles", "citations"} else text.strip()
        tidy[one.key] = value
    if errors:
        raise Invalid(errors)
    return {key: value for key, value in tidy.items() if value}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _checked(spec: KindSpec, values: Mapping[str, Any], on: date) -> list[list[str]]:
    """The digests of what is cited. Raises Refused where a rule blocks."""
    cited = [text for one in spec.fields if one.type == "citations" for text in values.get(one.key, ())]
    standing = lawbook.standings(cited, on)
    missing = [text for text in cited if not (text in standing and standing[text].sha256)]
    refuse(
        complete(spec, values),
        basis_in_force(missing),
        promise_within_statute(values),
        marks_have_figures(spec, values),
        delegation_has_its_term(spec, values),
    )
    return [[text, standing[text].sha256] for text in dict.fromkeys(cited)]


def new_edition(
    entry: RegisterEntry, spec: KindSpec, name: str, values: Mapping[str, Any], basis: list[list[str]],
    valid_from: date, *, reason: str, by: Actor, at: datetime,
) -> Edition:  # fmt: skip
    """One more edition of an entry, waiting to be checked."""
    last = Edition.objects.filter(entry=entry).order_by("-seq").values_list("seq", flat=True).first() or 0
    made = Edition(
        entry=entry, seq=last + 1, basis=basis, state=EditionState.COLLECTED, reason=reason,
        collected_by=by.person_id, collected_name=by.name, collected_at=at,
    )  # fmt: skip
    fill(made, spec, name, values, valid_from)
    made.save(force_insert=True)
    return made


def fill(edition: Edition, spec: KindSpec, name: str, values: Mapping[str, Any], valid_from: date) -> None:
    """Lay the contents on an edition, with their digest and what they change against the public edition."""
    public = edition.entry.coming or edition.entry.current
    edition.name, edition.values, edition.valid_from = name, dict(values), valid_from
    edition.digest = content_digest(spec.key, edition.entry.code, name, values, valid_from)
    before = (public.name, public.values) if public else None
    edition.changes = [[c.label, c.before, c.after] for c in differences(spec, before, (name, values))]
