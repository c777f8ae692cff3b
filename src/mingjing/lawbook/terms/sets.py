"""A set of benchmarks (整套基准): what one document lays down for several matters, with one digest of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.lawbook.terms.discretion import BenchmarkFacts


@dataclass(frozen=True, slots=True)
class SetItem:
    """One matter of a set: its name, its benchmark, and what stands against publishing it while it is a draft."""

    benchmark: BenchmarkFacts
    matter_name: str
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What one document of an organ lays down, by matter. Those given up are not of it."""

    organ_id: UUID
    issuer: str
    document_number: str
    items: tuple[SetItem, ...]

    @property
    def drafts(self) -> tuple[SetItem, ...]:
        """What is not published yet."""
        return tuple(one for one in self.items if one.benchmark.published_on is None)

    @property
    def sha256(self) -> str:
        """The digest of everything published of it; empty where nothing is."""
        return set_digest([one.benchmark for one in self.items])


def set_digest(held: Sequence[BenchmarkFacts]) -> str:
    """Over the digests of the published benchmarks, by matter, so that it is the same in whatever order they were published."""
    told = sorted([one.matter_code, one.sha256] for one in held if one.published_on is not None)
    return sha256(canonical(told)).hexdigest() if told else ""
