"""What a deciding room hands over when a decision is to be made public."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from mingjing.kernel.hashing import canonical
from mingjing.kernel.identifiers import resident_id_problem

NATURAL = frozenset({"citizen", "natural", "natural_person", "person"})
"""The values of `party_kind` for a natural person; every other kind is a unit (法人、非法人组织、个体工商户)."""


class Category(StrEnum):
    """Kind of enforcement decision; it selects the publicity clock."""

    PENALTY = "penalty"
    LICENCE = "licence"
    COERCION = "coercion"
    COLLECTION = "collection"
    INSPECTION = "inspection"
    CONFIRMATION = "confirmation"
    OTHER = "other"


CATEGORY_NAMES = {
    Category.PENALTY: "行政处罚",
    Category.LICENCE: "行政许可",
    Category.COERCION: "行政强制",
    Category.COLLECTION: "行政征收",
    Category.INSPECTION: "行政检查",
    Category.CONFIRMATION: "行政确认",
    Category.OTHER: "其他行政执法",
}


class EntityKind(StrEnum):
    """What a text known from the file is."""

    PERSON = "person"
    MINOR = "minor"
    ID = "id"
    PHONE = "phone"
    ACCOUNT = "account"
    ADDRESS = "address"
    EMAIL = "email"
    PLATE = "plate"
    CONFIDENTIAL = "secret"
    UNIT = "unit"
    OTHER = "other"


class Policy(StrEnum):
    """What to do with a text known from the file."""

    REMOVE = "remove"
    SURNAME = "surname"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A name, number or address that the file is known to contain, and what is to become of it.

    `role` is the person's part in the matter (证人、投诉人、法定代表人 …); it is shown to the publicist only.
    `keep` is for what is public anyway, such as the organ's own account and telephone.
    """

    text: str
    kind: str
    policy: str = Policy.REMOVE
    role: str = ""


@dataclass(frozen=True, slots=True)
class Publishable:
    """A decision as the publicity room needs it; of the file behind it the room knows only an opaque reference.

    `full_text`: the paragraphs of the served document. `never_publish`: keys of `NEVER` that hold for this decision.
    `ledger_index`: where the decision itself stands in the ledger. `domain`: selects a domain's own figures
    (`market` publishes within 20 working days). `replaces`: the number of a withdrawn decision that this one was made
    in place of. `kinds`, `fine` (yuan) and `ban_until` (last day of a ban): what the term of publicity depends on.
    `check_kind`: of an inspection, how the enterprise was chosen (CheckKind).
    """

    source_ref: str
    organ_id: UUID
    organ_name: str
    organ_code: str
    number: str
    decided_on: date
    category: str
    outcome: str
    party_name: str
    party_kind: str
    cause: str
    violation: str
    result: str
    basis: tuple[str, ...]
    full_text: tuple[str, ...]
    party_id_no: str = ""
    known_entities: tuple[KnownEntity, ...] = ()
    minor: bool = False
    never_publish: tuple[str, ...] = ()
    remedies: str = ""
    ledger_index: int | None = None
    domain: str = ""
    matter: str = ""
    replaces: str = ""
    kinds: tuple[str, ...] = ()
    fine: str = ""
    ban_until: date | None = None
    check_kind: str = ""

    @property
    def party_is_natural(self) -> bool:
        """Whether the party is a natural person."""
        return self.party_kind in NATURAL

    @property
    def unit_code(self) -> str:
        """The party's number where anybody may read it: a unit's, and never a person's, whoever filled it in where."""
        number = self.party_id_no.strip()
        return "" if self.party_is_natural or not resident_id_problem(number) else number

    def parts(self) -> dict[str, str]:
        """Every text that would become public, by the name of its place, in reading order."""
        named = {
            "party": self.party_name,
            "cause": self.cause,
            "violation": self.violation,
            "result": self.result,
            "outcome": self.outcome,
            "matter": self.matter,
            "basis": "\n".join(self.basis),
            "remedies": self.remedies,
        }
        return named | {f"p{at}": text for at, text in enumerate(self.full_text)}

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON, for keeping."""
        kept = asdict(self) | {"organ_id": str(self.organ_id), "decided_on": self.decided_on.isoformat()}
        kept["ban_until"] = self.ban_until.isoformat() if self.ban_until else ""
        # Absent where empty: what was handed over before these were known keeps its digest.
        return {
            name: value
            for name, value in kept.items()
            if value or name not in ("kinds", "fine", "ban_until", "check_kind")
        }

    def digest(self) -> str:
        """SHA-256 (hex) of everything handed over: equal for the same decision handed over again."""
        return sha256(canonical(self.as_json())).hexdigest()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote."""
        tuples = {name: tuple(kept.get(name, ())) for name in ("basis", "full_text", "never_publish", "kinds")}
        until = kept.get("ban_until")
        entities = tuple(KnownEntity(**entity) for entity in kept["known_entities"])
        return cls(
            **{
                **kept,
                **tuples,
                "known_entities": entities,
                "organ_id": UUID(kept["organ_id"]),
                "decided_on": date.fromisoformat(kept["decided_on"]),
                "ban_until": date.fromisoformat(until) if until else None,
            }
        )
