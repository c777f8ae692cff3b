"""Seals in the files that were handed in: a PDF or OFD from elsewhere, examined as it lies in the store."""

from dataclasses import replace
from datetime import datetime

from mingjing.foundation import storage
from mingjing.foundation.sealing import Check, SealReport, State, examine_file
from mingjing.records.terms import AttachmentFacts

_ENDINGS = (".pdf", ".ofd")


def may_bear_seals(one: AttachmentFacts) -> bool:
    """Whether a file is of a kind that is sealed."""
    return one.name.lower().endswith(_ENDINGS)


def seals_in(one: AttachmentFacts, now: datetime) -> tuple[SealReport, ...]:
    """One report for each seal in a file; none where it has none. Raises Unsealable (a setting)."""
    try:
        return tuple(_from_elsewhere(each) for each in examine_file(storage.read(one.sha256), now))
    except storage.Missing as problem:
        return (SealReport("", "", "", "", (Check("intact", "内容没有被改动", State.BAD, str(problem)),)),)


def _from_elsewhere(one: SealReport) -> SealReport:
    """A seal of somebody else stands in no register of ours."""
    return replace(one, checks=tuple(each for each in one.checks if each.key != "register"))
