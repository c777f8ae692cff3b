"""What would be handed over, row by row with its problems, and what was handed over before."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from mingjing.cases.terms.decided import PenaltyDecided
from mingjing.exchange.events import Event
from mingjing.exchange.models import Fed
from mingjing.exchange.partners.shuanggongshi import reading
from mingjing.exchange.partners.shuanggongshi.mapping import editions, fed_values, values
from mingjing.exchange.rules import feeding, sheets
from mingjing.exchange.terms import Edition, FedRow, Handed, Party, Penalty, Problem, Row, SheetKind
from mingjing.kernel.findings import Finding
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger import queries as ledger
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import queries as publicity

LONGEST_PERIOD = 3 * 366
ID_TYPES = {"公民身份号码": "resident", "护照": "passport"}
_TEXT_KEYS = frozenset({"facts", "content"})


def cells(content: bytes) -> tuple[tuple[str, ...], ...]:
    """The lines of the first visible sheet of any table (XLSX, XLS, ODS, CSV) as texts. Raises Invalid (field `file`)."""
    grids = reading.read(content)
    return tuple(tuple(one.text for one in line) for line in grids[0].lines) if grids else ()


def sheet_editions(kind: str = SheetKind.PENALTY) -> Mapping[str, Edition]:
    """Every edition of the sheet, the newest first."""
    return editions(kind)


def rows_of(
    organ_id: UUID, edition: Edition, since: date, until: date, on: date, calendar: Workdays | None = None
) -> tuple[Row, ...]:
    """The rows of either sheet: what was decided here, then what was fed from outside."""
    own = penalty_rows(organ_id, edition, since, until, on, calendar) if edition.kind == SheetKind.PENALTY else ()
    return own + fed_rows(organ_id, edition, since, until, on)


def penalty_rows(
    organ_id: UUID, edition: Edition, since: date, until: date, on: date, calendar: Workdays | None = None
) -> tuple[Row, ...]:
    """The rows of a period with what is wrong with each. One row per party; a case has one party. Four queries."""
    organ = organs.organ(organ_id)
    # Late: keys of this room are used where no case table is installed.
    from mingjing.cases import queries as cases

    decided = cases.penalties_decided(organ_id, since, until)
    public = publicity.public_parts([str(one.dossier_id) for one in decided])
    rows = []
    for one in decided:
        penalty = _penalty(one, organ, public.get(str(one.dossier_id)))
        told = values(penalty, calendar or national(), on)
        found = _found(edition, told, penalty.decided_on, penalty.published, on)
        rows.append(Row(penalty.number, penalty.party.name, penalty.decided_on, told, found, case_id=penalty.case_id))
    return tuple(rows)


def fed_rows(organ_id: UUID, edition: Edition, since: date, until: date, on: date) -> tuple[Row, ...]:
    """The rows of a period that were fed, one for each party, with what is wrong with each. Two queries and one more
    for every 500 decisions.
    """
    organ = organs.organ(organ_id)
    fed = Fed.objects.filter(organ_id=organ_id, kind=edition.kind, decided_on__gte=since, decided_on__lte=until)
    kept = [row for one in fed.order_by("decided_on", "number") for row in one.sheet_rows()]
    public = publicity.public_parts_of(list(dict.fromkeys(one.publication_id for one in kept)))
    return tuple(_fed_row(one, public.get(one.publication_id), edition, organ, on) for one in kept)


def _fed_row(kept: FedRow, public: Mapping[str, str] | None, edition: Edition, organ: OrganFacts, on: date) -> Row:
    told = fed_values(edition.kind, kept.values, public, edition, organ.region_code, on)
    found = _found(edition, told, kept.decided_on, public is not None, on)
    return Row(kept.number, told["party_name"], kept.decided_on, told, found, publication_id=kept.publication_id)


def _penalty(one: PenaltyDecided, organ: OrganFacts, parts: dict[str, str] | None) -> Penalty:
    party = one.party
    return Penalty(
        case_id=one.case_id, number=one.number, decided_on=one.decided_on,
        party=Party(
            str(party["kind"]), str(party["name"]), ID_TYPES.get(str(party.get("id_label", "")), "other"),
            str(party.get("id_no", "")), str(party.get("representative", "")),
        ),
        cause=one.cause, facts=(parts or {}).get("violation", ""), basis=one.basis, kinds=one.kinds, kind_names=one.kind_names,
        content=(parts or {}).get("result", ""), fine=one.fine, confiscation=one.confiscation, licence=one.other, organ_name=organ.name,
        organ_uscc=organ.uscc, published=parts is not None, area=organ.region_code,
        domain=organ.domain,
    )  # fmt: skip


def _found(
    edition: Edition, told: Mapping[str, str], decided_on: date, published: bool, on: date
) -> tuple[Problem, ...]:
    public = sheets.is_public(decided_on, published, on)
    # What is not public yet has no public text: that is said once, not column by column.
    texts = {one.code for one in edition.columns if one.key in _TEXT_KEYS}
    found = (
        *public,
        *(one for one in sheets.filled(edition, told) if not (public and one.field in texts)),
        *sheets.filled_where_due(edition, told),
        *sheets.within_length(edition, told),
        *sheets.codes_are_right(edition, told),
        *(feeding.words_of_the_list(edition.kind, edition.key, told) if edition.kind == SheetKind.LICENCE else ()),
    )
    return problems(found, edition)


def problems(found: tuple[Finding, ...], edition: Edition) -> tuple[Problem, ...]:
    """Findings with the name of their column, whether they name it by the partner's code or by our key."""
    labels = {one.key: one.label for one in edition.columns} | {one.code: one.label for one in edition.columns}
    return tuple(Problem(labels.get(one.field, ""), one.rule, one.message, one.next_step) for one in found)


def handed_over(organ_id: UUID, limit: int = 20) -> tuple[Handed, ...]:
    """The newest hand-overs of an organ, as the ledger tells them."""
    told = [one for one in ledger.events(f"exchange:{organ_id}", limit=limit) if one.kind == Event.SHEET_EXPORTED]
    names = {key: one.name for key, one in organs.persons({one.person_id for one in told if one.person_id}).items()}
    return tuple(
        Handed(
            one.at, names.get(one.person_id, "") if one.person_id else "", str(one.payload.get("kind", SheetKind.PENALTY)),
            str(one.payload["edition"]),
            date.fromisoformat(str(one.payload["since"])), date.fromisoformat(str(one.payload["until"])),
            int(one.payload["rows"]), str(one.payload["sha256"]),
        )
        for one in told
    )  # fmt: skip
