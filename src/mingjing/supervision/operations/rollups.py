"""Signing the sum of a region: the children add up, cell by cell, or it is refused and the cell is named."""

from datetime import datetime

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import EditionFacts
from mingjing.supervision.access import supervises_region
from mingjing.supervision.events import Event
from mingjing.supervision.models import Sheet
from mingjing.supervision.operations.freezing import Signing, keep, refuse, tidy_text
from mingjing.supervision.operations.signing import year_fits
from mingjing.supervision.queries import Rollup, public_values, roll_up
from mingjing.supervision.rules.annual import adds_up, year_is_over
from mingjing.supervision.rules.counting import counting
from mingjing.supervision.rules.feeding import nothing_unchecked
from mingjing.supervision.rules.rollups import children_agree, children_whole, same_counting, somebody_reported
from mingjing.supervision.terms import Annual, Scope, SheetState, title_of


@operation(Event.ROLLUP_SIGNED)
def sign_rollup(*, region: str, year: int, text: str, reason: str = "", by: Actor, at: datetime) -> EditionFacts:
    """Freeze the sum of a region's year with the digests of its children (P-19); who is late is named.

    Raises Invalid, Refused (SUP-02, SUP-03, SUP-15, SUP-19 to SUP-22 and those of the public lists), Forbidden.
    """
    supervises_region.require(by, region, doing="定稿区域汇总")
    year_fits(year, local_day(at))
    refuse(year_is_over(year, local_day(at)), nothing_unchecked(_waiting(region, year)))
    found, tidy = roll_up(by.organ_id, region, year), tidy_text(text)
    refuse(
        somebody_reported(found.children),
        children_whole(found.children),
        same_counting(found.children, counting(year, region)),
        children_agree(found.pairs),
        adds_up(found.total),
    )
    organ = organs.organ(by.organ_id)
    made = publicity.collect_entry(
        organ_id=organ.id, kind="rollup", code=str(year), name=title_of(Scope.ROLLUP, region, year),
        values=public_values(found.total, tidy, region) | _parts(found), valid_from=local_day(at), reason=reason, by=by, at=at,
    )  # fmt: skip
    children = tuple((one.kind, one.name, one.digest) for one in found.reported)
    keep(
        Signing(Scope.ROLLUP, Event.ROLLUP_SIGNED, found.total, tidy, region, reason, made.id, children, found.late),
        by=by,
        at=at,
    )
    return made


def _parts(found: Rollup) -> dict[str, list[list[str]] | list[str]]:
    """Who is in the sum and with which figures, and who is not."""
    rows = [
        [one.name, _number(one.figures, "penalties"), _number(one.figures, "file_case"), "手工填报" if one.kind == "outside" else "本平台"]
        for one in found.reported
        if one.figures
    ]  # fmt: skip
    return {"parts": rows} | ({"late": list(found.late)} if found.late else {})


def _number(figures: Annual, key: str) -> str:
    number = figures.number(key)
    return "—" if number is None else str(number)


def _waiting(region: str, year: int) -> tuple[str, ...]:
    rows = Sheet.objects.filter(region=region, year=year, quarter=0, outside=True, state=SheetState.ENTERED)
    return tuple(rows.values_list("subject_name", flat=True))
