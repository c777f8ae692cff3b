"""A file as it would be taken in, row by row with its problems; what was taken in; what waits to be confirmed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from mingjing.exchange.models import Fed, FedFile, Upload
from mingjing.exchange.partners.shuanggongshi import entering, mapping, reading
from mingjing.exchange.queries.sheets import problems
from mingjing.exchange.rules import cells, columns, feeding, sheets
from mingjing.exchange.terms import (
    ROW_LIMIT,
    Cell,
    Checked,
    Column,
    Edition,
    Entered,
    FedFacts,
    FileFacts,
    Grid,
    Layout,
    Line,
    ParkedFacts,
    Problem,
    SheetKind,
)
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.kernel.text import clean
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import operations as publishing
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import PublicationFacts, Publishable

Standing = Mapping[str, tuple[PublicationFacts, str, str]]
# Which column a thing that the publicity room does not take stands in.
_COLUMN_OF = {"cause": "cause", "number": "number", "party_name": "party_name", "decided_on": "decided_on"}


@dataclass(frozen=True, slots=True)
class _Read:
    """One line of data: its place in the file, counted from 1, its values and what is wrong with its cells."""

    place: int
    values: dict[str, str]
    found: tuple[Finding, ...]


def checked(organ_id: UUID, name: str, content: bytes, at: datetime) -> Checked:
    """The file with every problem of every row. Raises Invalid or Refused where the file as a whole is none of ours."""
    organ = organs.organ(organ_id)
    grid, found, edition = _recognised(reading.read(content))
    read = list(_lines(grid, found, edition, local_day(at)))
    if not read:
        raise reading.refused(f"工作表“{grid.name}”只有列名，没有数据")
    if len(read) > ROW_LIMIT:
        raise reading.refused(f"有 {len(read)} 行数据，一份最多 {ROW_LIMIT} 行。请分成几份")
    lines, entered = _judged(read, edition, organ, at)
    return Checked(
        name=name, sha256=sha256(content).hexdigest(), size=len(content), kind=edition.kind, edition=edition.key, sheet=grid.name,
        unknown=found.unknown, heads=tuple(cell.text for cell in grid.lines[found.first - 1]),
        cells=tuple(tuple(cell.text for cell in grid.lines[one.place - 1]) for one in read), lines=lines, entered=entered,
    )  # fmt: skip


def sheet_rows(
    organ_id: UUID, rows: Sequence[Mapping[str, str]], decision: Publishable, at: datetime
) -> tuple[str, tuple[Mapping[str, str], ...]]:
    """The kind of sheet and the rows as they are kept, of a decision whose rows come with it, by the partner's codes.

    Raises Invalid (field `sheet`, or `sheet.0` for the first row) with every problem, Refused where columns are missing.
    """
    organ = organs.organ(organ_id)
    codes = list(dict.fromkeys(code for row in rows for code in row))
    cells_of = (tuple(Cell(row.get(code, "").strip()) for code in codes) for row in rows)
    grid, found, edition = _recognised([Grid("sheet", (tuple(map(Cell, codes)), *cells_of))])
    errors: dict[str, list[str]] = {"sheet": [f"没有代码 {code}" for code in found.unknown]} if found.unknown else {}
    if edition.kind != decision.category:
        errors["sheet"] = ["表格的种类与执法类别不符"]
    read = list(_lines(grid, found, edition, local_day(at)))
    for at_row, one in enumerate(read):
        problem = problems((*one.found, *feeding.own_decision(one.values, organ.name, organ.uscc)), edition)
        told = [str(each) for each in problem]
        if (one.values["number"], one.values["decided_on"]) != (decision.number, f"{decision.decided_on:%Y/%m/%d}"):
            told.append("文号、决定日期与决定不一致")
        errors |= {f"sheet.{at_row}": told} if told else {}
    if not errors and len(read) > 1:
        apart = feeding.one_decision([one.values for one in read], [one.place - 1 for one in read])
        errors |= {"sheet": [str(one) for one in problems(tuple(apart), edition)]} if apart else {}
    if not errors and sorted(_names(one.values["party_name"] for one in read)) != sorted(_names([decision.party_name])):
        errors["sheet"] = [f"表格里的当事人与决定的当事人（{decision.party_name[:60]}）不一致，一个当事人一行"]
    if errors:
        raise Invalid(errors)
    return edition.kind, tuple(_kept(one.values, edition) for one in read)


def _names(told: Iterable[str]) -> list[str]:
    return "、".join(told).split("、")


def _recognised(grids: Sequence[Grid]) -> tuple[Grid, Layout, Edition]:
    """The one sheet that is 双公示. Raises Invalid where two are, Refused (XCH-11, XCH-12) where none is or it is unfit."""
    names = mapping.aliases()
    known = [(grid, found) for grid in grids if (found := columns.layout(grid, mapping.every_edition(), names))]
    if len(known) > 1:
        titles = "、".join(f"“{grid.name}”" for grid, _ in known)
        raise reading.refused(f"文件里有几张可以登记的工作表（{titles}）。一次只登记一张，请分成几个文件")
    if not known:
        raise Refused(*columns.columns_are_there(Grid("", ()), None, None, names))
    grid, found = known[0]
    edition = mapping.editions(found.kind)[found.edition]
    unfit = (*columns.columns_are_there(grid, found, edition, names), *columns.nothing_merged(grid, found.first))
    if unfit:
        raise Refused(*unfit)
    return grid, found, edition


def _lines(grid: Grid, found: Layout, edition: Edition, today: date) -> Iterator[_Read]:
    by_key = {one.key: one for one in edition.columns}
    wanted = {key: by_key.get(key) or Column(key, key, key, 4000) for key in found.places}
    for at in range(found.first, len(grid.lines)):
        line = grid.lines[at]
        if not any(cell.text for cell in line):
            continue
        told: dict[str, str] = {}
        wrong: list[Finding] = []
        for key, place in found.places.items():
            if place < len(line):
                told[key], problem = cells.value_of(wanted[key], line[place])
                wrong += problem
        values = entering.tidied(mapping.whole(told) | told)
        # A spoilt cell is told once: that it is then also too short, or wrong by its check digit, is no news.
        spoilt = {one.field for one in wrong}
        yield _Read(
            at + 1, values, (*wrong, *(one for one in _of_row(values, edition, today) if one.field not in spoilt))
        )


def _of_row(values: Mapping[str, str], edition: Edition, today: date) -> tuple[Finding, ...]:
    """What is wrong with a row by itself."""
    found = (
        *sheets.filled(edition, values),
        *sheets.filled_where_due(edition, values),
        *sheets.within_length(edition, values),
        *sheets.codes_are_right(edition, values),
    )
    step = "请在表格里补正"
    return (
        *(replace(one, next_step=step) for one in found),
        *_dates(values, today),
        *feeding.party_is_told(values),
        *feeding.words_of_the_list(edition.kind, edition.key, values),
        *feeding.zeros_only_for_traders(values),
        *_unprintable(values),
    )


def _dates(values: Mapping[str, str], today: date) -> tuple[Finding, ...]:
    told = [values[key] if len(values[key]) == 10 else "" for key in ("decided_on", "valid_from", "valid_to")]
    return tuple(cells.a_day(*told, today))


def _unprintable(values: Mapping[str, str]) -> tuple[Finding, ...]:
    return tuple(
        Finding("填写", texts[0], field=key, next_step="请重新录入这一格")
        for key, text in values.items()
        if (texts := clean(text)[1])
    )


def _judged(
    read: Sequence[_Read], edition: Edition, organ: OrganFacts, at: datetime
) -> tuple[tuple[Line, ...], tuple[Entered, ...]]:
    """Each line with its verdict, and the decisions that good ones make; lines of one number stand or fall together."""
    groups: dict[str, list[_Read]] = {}
    for one in read:
        groups.setdefault(one.values["number"] or f"line {one.place}", []).append(one)
    standing = publicity.known_numbers(organ.id, list(groups))
    kept = {one.number: one.rows for one in _fed(organ.id, list(groups))}
    lines: dict[int, Line] = {}
    entered: list[Entered] = []
    for number, group in groups.items():
        rows = tuple(_kept(one.values, edition) for one in group)
        found = {
            one.place: problems((*one.found, *feeding.own_decision(one.values, organ.name, organ.uscc)), edition)
            for one in group
        }
        decision, same = None, False
        if not any(found.values()):
            decision, same, more = _together(group, rows, edition, organ, standing, kept.get(number), at)
            found = {place: problems(more, edition) for place in found}
        elif len(group) > 1:
            found = {place: own or (_fellow(found),) for place, own in found.items()}
        lines |= {one.place: Line(one.place, one.values, found[one.place], same) for one in group}
        if decision and not same and not any(found.values()):
            entered.append(Entered(decision, rows))
    return tuple(lines[place] for place in sorted(lines)), tuple(entered)


def _together(
    group: Sequence[_Read], rows: tuple[Mapping[str, str], ...], edition: Edition, organ: OrganFacts,
    standing: Standing, kept: list[dict[str, str]] | None, at: datetime,
) -> tuple[Publishable | None, bool, tuple[Finding, ...]]:  # fmt: skip
    """The decision of a group, whether it was taken in before, and what is wrong with it as a whole."""
    apart = feeding.one_decision([one.values for one in group], [one.place for one in group])
    if apart:
        return None, False, tuple(apart)
    decision = entering.publishable(edition.kind, rows, organ)
    facts, digest, reason = standing.get(decision.number, (None, "", ""))
    if gone := feeding.not_taken_down(facts, reason):
        return decision, False, tuple(gone)
    same = facts is not None and (list(rows) == kept or decision.digest() == digest)
    if facts is not None and not same:
        return decision, False, (_other_content(facts),)
    unfit = publishing.unfit(decision, at)
    more = tuple(
        Finding("填写", f"{text}", field=_COLUMN_OF.get(key, ""), next_step="请在表格里改正")
        for key, texts in unfit.items()
        for text in texts
    )
    return decision, same, (*more, *feeding.says_why(decision))


def _other_content(facts: PublicationFacts) -> Finding:
    word = feeding.standing_word(facts)
    return Finding(
        "PUB-11", f"这个文号已经登记过内容不同的决定（现在{word}）", field="number",
        next_step="核对文号；公开的内容有误的，请公示员在“执法公示”里更正；重新作出的决定用新文号",
    )  # fmt: skip


def _fellow(found: Mapping[int, tuple[Problem, ...]]) -> Problem:
    places = "、".join(str(place) for place, own in found.items() if own)
    return Problem("", "XCH-17", f"同一文号的第 {places} 行有问题", "请一并改正后再登记，同一决定的当事人要一起登记")


def _kept(values: Mapping[str, str], edition: Edition) -> dict[str, str]:
    """What is kept of a row: every value that is filled, without what belongs to the file and not to the decision."""
    return {
        key: text for key, text in values.items() if text and key not in {"kind_first", "kind_second", "updated"}
    } | {key: values[key] for key in _ALWAYS}


_ALWAYS = (
    "party_name",
    "party_class",
    "uscc",
    "id_number",
    "number",
    "decided_on",
    "content",
    "basis",
    "cause",
    "facts",
)


def _fed(organ_id: UUID, numbers: Sequence[str]) -> Iterator[Fed]:
    for start in range(0, len(numbers), 500):
        yield from Fed.objects.filter(organ_id=organ_id, number__in=list(numbers[start : start + 500]))


def fed_by(organ_id: UUID, source_ref: str) -> FedFacts | None:
    """The decision an organ fed under a reference of its own."""
    row = Fed.objects.filter(organ_id=organ_id, source_ref=source_ref).first()
    return row.facts() if row else None


def fed_without_rows(organ_id: UUID, limit: int = 20) -> tuple[FedFacts, ...]:
    """Penalties and licences that came without rows of 双公示, the newest first: nobody can hand them over yet."""
    rows = Fed.objects.filter(organ_id=organ_id, kind="", publication__category__in=list(SheetKind))
    return tuple(one.facts() for one in rows.order_by("-at", "-id")[:limit])


def rows_asked(publication_id: UUID) -> tuple[Edition, tuple[Mapping[str, str], ...]] | None:
    """What the sheet asks of a decision that came without rows, a row for each party, filled as far as it is known.

    None where it was not fed, has its rows, or is neither penalty nor licence.
    """
    fed = Fed.objects.filter(publication_id=publication_id).first()
    decision = publicity.source(publication_id)
    if fed is None or decision is None or fed.rows or decision.category not in set(SheetKind):
        return None
    edition = next(iter(mapping.editions(decision.category).values()))
    return edition, entering.asked(decision, organs.organ(fed.organ_id))


def fed_files(organ_id: UUID, limit: int = 20) -> tuple[FileFacts, ...]:
    """The newest files an organ took in."""
    return tuple(one.facts() for one in FedFile.objects.filter(organ_id=organ_id).order_by("-at")[:limit])


def fed_decisions(organ_id: UUID, limit: int = 20) -> tuple[tuple[FedFacts, PublicationFacts], ...]:
    """The newest decisions an organ fed, with where their publication stands."""
    rows = Fed.objects.filter(organ_id=organ_id).select_related("publication").order_by("-at", "-id")[:limit]
    return tuple((one.facts(), one.publication.facts()) for one in rows)


def parked(upload_id: UUID, organ_id: UUID, person_id: UUID) -> tuple[ParkedFacts, bytes] | None:
    """A file that this person uploaded and has not confirmed, with its content."""
    row = Upload.objects.filter(pk=upload_id, organ_id=organ_id, person_id=person_id).first()
    return (row.facts(), bytes(row.content)) if row else None


def waiting_files(organ_id: UUID, person_id: UUID) -> tuple[ParkedFacts, ...]:
    """The files that this person uploaded and has not confirmed, newest first."""
    rows = Upload.objects.filter(organ_id=organ_id, person_id=person_id).defer("content").order_by("-at")
    return tuple(one.facts() for one in rows)
