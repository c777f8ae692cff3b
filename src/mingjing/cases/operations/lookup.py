"""What the form cleaner asks of other rooms: people, parties, matters, files, citations."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from mingjing.cases.queries.benchmarks import benchmark_of
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.fields import Lookup
from mingjing.kernel.citations import parse
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import Addressee, MatterFacts
from mingjing.organs import queries as organs
from mingjing.organs.terms import CertificateFacts, PersonFacts
from mingjing.parties import queries as parties
from mingjing.parties.terms import PartyFacts
from mingjing.records import queries as records
from mingjing.records.terms import NotFound


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def party_json(party: PartyFacts) -> dict[str, Any]:
    """The party as a case keeps it: a later amendment of the register never rewrites it."""
    return {
        "id": str(party.id),
        "version": party.version,
        "kind": party.kind,
        "kind_name": party.kind_name,
        "name": party.name,
        "id_label": party.id_type_name,
        "id_no": party.id_number,
        "representative_label": party.representative_label,
        "representative": party.representative,
        "address": party.address,
        "phone": party.phone,
        "birth_date": party.birth_on.isoformat() if party.birth_on else "",
    }


def matter_json(matter: MatterFacts) -> dict[str, Any]:
    """The matter as a case keeps it, with the statute's range."""
    spec = matter.spec
    ranges = {"unit": spec.fine(Addressee.UNIT), "person": spec.fine(Addressee.PERSON)}
    found: dict[str, Any] = {
        "id": str(matter.matter_id),
        "organ_id": str(matter.organ_id),
        "code": spec.code,
        "name": spec.name,
        "version": matter.version,
        "violates": list(spec.violates),
        "penalises": list(spec.penalises),
        "multiple": spec.multiple,
    }
    if spec.act_kind != "penalty":
        return found | {"act_kind": spec.act_kind, "materials": [[one.name, one.required] for one in spec.materials]}
    for side, limits in ranges.items():
        found[f"fine_{side}_min"] = str(limits.low) if limits else ""
        found[f"fine_{side}_max"] = str(limits.high) if limits else ""
    return found


def _matter(organ_id: UUID, at: datetime, kind: str, text: str) -> dict[str, Any] | None:
    """A matter of the organ's list, of the kind that the case's procedure is for."""
    key = _uuid(text)
    found = lawbook.matter(key) if key else lawbook.matter_by_code(organ_id, text, at.date())
    fits = found is not None and found.organ_id == organ_id and found.spec.act_kind == kind
    return matter_json(found) if found and fits else None


def _party(text: str) -> dict[str, Any] | None:
    """The party by its key in the register, else by its full name or number where only one answers to it."""
    key = _uuid(text)
    if key is None:
        same = [each for each in parties.find(text, 3) if text.strip() in {each.name, each.id_number}]
        return party_json(same[0]) if len(same) == 1 else None
    try:
        return party_json(parties.party(key))
    except (Invalid, LookupError):
        return None


def _people(organ_id: UUID, case: CaseFacts, at: datetime, keys: Iterable[str]) -> dict[str, dict[str, Any] | None]:
    """Everybody of the organ who may be meant, by what was typed; None for who is not of the organ."""
    ids = {text: key for text in keys if (key := _uuid(text))}
    known = {key: one for key, one in organs.persons(ids.values()).items() if one.organ_id == organ_id}
    fresh = known.keys() - case.certificates.keys()
    held = {**case.certificates, **(organs.certificates(fresh) if fresh else {})}
    return {text: _person(known[key], held[key], at) if key in known else None for text, key in ids.items()}


def _person(person: PersonFacts, held: tuple[CertificateFacts, ...], at: datetime) -> dict[str, Any]:
    valid = next((each for each in held if each.valid_at(at, person.organ_id)), held[0] if held else None)
    return {
        "id": str(person.id),
        "name": person.name,
        "post": person.post,
        "certificate": valid.number if valid else "",
    }


@cache
def _citation_shape(text: str) -> str:
    try:
        parse(text)
    except Invalid as problem:
        return f"“{text}”不是完整的引用：请写成“安全生产法第九十七条第（七）项”的样子（{'；'.join(sum(problem.errors.values(), []))}）。"
    return ""


def citation_problem(text: str) -> str:
    """Why a citation cannot be taken; empty where it can. Documents without articles are taken as they are."""
    if "〔" in text or ("条" not in text and not text.startswith("《")):
        return ""
    return _citation_shape(text)


def _strings(value: Any) -> Iterator[str]:
    """Every typed string that is as long as an id, wherever it stands in a form."""
    if isinstance(value, str) and len(value) == 36:
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def lookup_for(
    organ_id: UUID, dossier_id: UUID | None, case: CaseFacts, at: datetime, typed: Mapping[str, Any]
) -> Lookup:
    """The lookup of one form of one case; the people in `typed` are asked for all at once."""
    people: dict[str, dict[str, Any] | None] = {}

    def person(key: str) -> dict[str, Any] | None:
        if key not in people:
            people.update(_people(organ_id, case, at, {key, *_strings(typed)}))
        return people.get(key)

    offices: dict[str, frozenset[str]] = {}

    def holds(key: str, role: str) -> bool:
        if role not in offices:
            offices[role] = frozenset(str(one.id) for one in organs.people(organ_id, role=role, on=at.date()))
        return key in offices[role]

    def file(key: str) -> dict[str, Any] | None:
        wanted = _uuid(key)
        if wanted is None or dossier_id is None:
            return None
        try:
            return records.attachment(dossier_id, wanted).as_json()
        except NotFound:
            return None

    return Lookup(
        person=person,
        party=_party,
        matter=lambda key: _matter(organ_id, at, case.procedure.matter_kind, key),
        file=file,
        citation=citation_problem,
        holds=holds,
        benchmark=lambda key: benchmark_of(case, wanted) if (wanted := _uuid(key)) else None,
        evidence=tuple(number for number, _, counts in case.evidence if counts),
        acts={act.seq: act.code for act in case.acts},
    )
