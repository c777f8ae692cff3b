"""Reads of the wording guides."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from uuid import UUID

import yaml

from mingjing.kernel.hashing import fingerprint
from mingjing.records.models import WordingRead
from mingjing.records.terms.wordings import Wording, WordingReading


@cache
def wordings() -> Mapping[str, Wording]:
    """Every guide, by act, in the order of the file."""
    text = (files("mingjing.records") / "wordings" / "ordinary.yaml").read_text(encoding="utf-8")
    return {act: _wording(act, told) for act, told in yaml.safe_load(text)["acts"].items()}


def _wording(act: str, told: Mapping[str, list[str]]) -> Wording:
    say, avoid = tuple(told["say"]), tuple(told["avoid"])
    return Wording(act, str(told["name"]), say, avoid, fingerprint({"say": list(say), "avoid": list(avoid)})[:16])


def wording(act: str) -> Wording | None:
    """The guide of an act, if there is one."""
    return wordings().get(act)


def has_read(person_id: UUID, one: Wording) -> bool:
    """Whether a person read the guide as it is now."""
    return WordingRead.objects.filter(person_id=person_id, act=one.act, version=one.version).exists()


def read_by(person_id: UUID) -> frozenset[str]:
    """The acts whose guide a person read as it is now. One query."""
    rows = WordingRead.objects.filter(person_id=person_id).values_list("act", "version")
    known = wordings()
    return frozenset(act for act, version in rows if act in known and known[act].version == version)


def readings(organ_id: UUID) -> tuple[WordingReading, ...]:
    """Who of an organ read which guide as it is now, newest first. One query."""
    known = wordings()
    rows = WordingRead.objects.filter(organ_id=organ_id)
    return tuple(
        WordingReading(row.act, row.person_name, row.at)
        for row in rows
        if row.act in known and known[row.act].version == row.version
    )
