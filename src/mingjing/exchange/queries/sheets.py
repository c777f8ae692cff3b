"""What would be handed over, row by row with its problems, and what was handed over before."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.cases.terms.decided import PenaltyDecided
from mingjing.exchange.events import Event
from mingjing.exchange.partners.shuanggongshi.mapping import editions, values
from mingjing.exchange.rules import sheets
from mingjing.exchange.terms import Edition, Handed, Party, Penalty, Problem, Row
from mingjing.kernel.findings import Finding
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger import queries as ledger
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import queries as publicity

LONGEST_PERIOD = 3 * 366
ID_TYPES = {"公民身份号码": "resident", "护照": "passport"}


def sheet_editions() -> Mapping[str, Edition]:
    """Every edition of the sheet, the newest first."""
    return editions()


def penalty_rows(
    organ_id: UUID, edition: Edition, since: date, until: date, on: date, calendar: Workdays | None = None
) -> tuple[Row, ...]:
    """The rows of a period with what is wrong with each. One row per party; a case has one party. Four queries."""
    organ = organs.organ(organ_id)
    decided = cases.penalties_decided(organ_id, since, until)
    public = publicity.public_parts([str(one.dossier_id) for one in decided])
    return tuple(
        _row(_penalty(one, organ, public.get(str(one.dossier_id))), edition, on, calendar or national())
        for one in decided
    )


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
        organ_uscc=organ.uscc, published=parts is not None,
    )  # fmt: skip


def _row(penalty: Penalty, edition: Edition, on: date, calendar: Workdays) -> Row:
    told = values(penalty, calendar)
    public = sheets.is_public(penalty, on)
    # What is not public yet has no public text: that is said once, not column by column.
    texts = {one.code for one in edition.columns if one.key in {"facts", "content"}}
    found = (
        *public,
        *(one for one in sheets.filled(edition, told) if not (public and one.field in texts)),
        *sheets.filled_where_due(edition, told),
        *sheets.within_length(edition, told),
        *sheets.codes_are_right(edition, told),
    )
    labels = {one.code: one.label for one in edition.columns}
    return Row(penalty, told, tuple(_problem(one, labels) for one in found))


def _problem(finding: Finding, labels: dict[str, str]) -> Problem:
    return Problem(labels.get(finding.field, ""), finding.rule, finding.message, finding.next_step)


def handed_over(organ_id: UUID, limit: int = 20) -> tuple[Handed, ...]:
    """The newest hand-overs of an organ, as the ledger tells them."""
    told = [one for one in ledger.events(f"exchange:{organ_id}", limit=limit) if one.kind == Event.SHEET_EXPORTED]
    names = {key: one.name for key, one in organs.persons({one.person_id for one in told if one.person_id}).items()}
    return tuple(
        Handed(
            one.at, names.get(one.person_id, "") if one.person_id else "", str(one.payload["edition"]),
            date.fromisoformat(str(one.payload["since"])), date.fromisoformat(str(one.payload["until"])),
            int(one.payload["rows"]), str(one.payload["sha256"]),
        )
        for one in told
    )  # fmt: skip
