"""Why an act has no recording, or one with a gap: said by who records, kept in the chain of the case."""

from datetime import datetime
from uuid import UUID

from mingjing.cases import access, events
from mingjing.cases.models import Case, RecordingReason
from mingjing.cases.operations.files import not_archived
from mingjing.cases.operations.recordings import reckon
from mingjing.cases.queries.facts import load
from mingjing.cases.rules.recording import owed, reason_is_whole
from mingjing.cases.terms.recording import Owed
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records
from mingjing.records.terms import COLLECTORS

LONGEST = {"text": 500, "person": 60, "remedy": 500}


@operation(events.RECORDING_EXPLAINED)
def explain_recording(
    *, case_id: UUID, act_seq: int, why: str, text: str, person: str, remedy: str, by: Actor, now: datetime,
    gap: int | None = None,
) -> Owed:  # fmt: skip
    """Say why an act was not recorded, or one gap of it (`gap`: its place among those still open, from 0).

    Raises Invalid, Forbidden, Refused (AV-04; AV-06 where nothing is missing). 国办发〔2018〕118号第三部分（八）。
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    if not access.may_see(by, access.Seen(case.organ_id)) or by.organ_id != case.organ_id or not by.has(*COLLECTORS):
        raise Forbidden("只有本机关负责记录的人员（承办人、案件审查人、听证主持人）可以说明。")
    not_archived(case, "说明")
    one = _missing(case, act_seq)
    since, until = _stretch(one, gap)
    if refused := blocking(reason_is_whole(one.duty, why, text, person, remedy, since is not None)):
        raise Refused(*refused)
    told = {"text": text.strip(), "person": person.strip(), "remedy": remedy.strip()}
    if long := {
        name: [f"太长，最多 {LONGEST[name]} 个字"] for name, value in told.items() if len(value) > LONGEST[name]
    }:
        raise Invalid(long)
    RecordingReason.objects.create(
        case=case, act_seq=act_seq, since=since, until=until, why=why, by_id=by.person_id, by_name=by.name, at=now, **told
    )  # fmt: skip
    ledger.append(
        kind=events.RECORDING_EXPLAINED, stream=records.stream(case.dossier_id), at=now, by=by,
        payload=told | {
            "for": act_seq, "why": why, "since": since.isoformat() if since else "", "until": until.isoformat() if until else "",
        },
    )  # fmt: skip
    reckon(case, now)
    return next(each for each in owed(load(case)) if each.act_seq == act_seq)


def _missing(case: Case, act_seq: int) -> Owed:
    one = next((each for each in owed(load(case)) if each.act_seq == act_seq), None)
    if one is None or not one.missing:
        raise Refused(
            Finding(
                "AV-06",
                "这一步不欠音像记录，不必说明",
                ("国办发〔2018〕118号第三部分（八）",),
                next_step="请刷新页面查看",
            )
        )
    return one


def _stretch(one: Owed, gap: int | None) -> tuple[datetime | None, datetime | None]:
    if not one.gaps:
        return None, None
    if gap is None or not 0 <= gap < len(one.gaps):
        raise Invalid({"gap": ["请选定说明哪一段中断"]})
    return one.gaps[gap]
