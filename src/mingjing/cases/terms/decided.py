"""What other rooms may know of a penalty that was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PenaltyDecided:
    """A decision to punish. Money in yuan; `party` as the case keeps it; `kinds` by code and by name."""

    case_id: UUID
    dossier_id: UUID
    organ_id: UUID
    number: str
    decided_on: date
    party: Mapping[str, Any]
    cause: str
    basis: tuple[str, ...]
    kinds: tuple[str, ...]
    kind_names: tuple[str, ...]
    fine: Decimal | None
    confiscation: Decimal | None
    other: str
