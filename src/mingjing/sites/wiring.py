"""Who hears what: every reaction between rooms, on one page. Events go up; calls go down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from mingjing.cases import events, queries
from mingjing.cases import operations as cases
from mingjing.exchange import operations as exchange
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as publicity_queries
from mingjing.publicity.events import Event as Publicity
from mingjing.publicity.terms import ApplicationFacts, ApplicationState, State
from mingjing.supervision import operations as supervision


def publication_moved(event: Mapping[str, Any]) -> None:
    """The case remembers where the publication of its decision stands now: an event heard late must not set it back."""
    facts = publicity_queries.publication(UUID(str(event["publication_id"])))
    state = str(event["state"]) if facts is None else facts.state
    cases.note_publication(source_ref=str(event["source_ref"]), state=state, by="system")


def progress_moved(event: Mapping[str, Any]) -> None:
    """The portal learns how far a matter is, as it stands when the event is heard, for who asks with the paper's code."""
    now = timezone.now()
    if (facts := queries.progress(UUID(str(event["case"])), now)) is not None:
        publicity.note_progress(facts=facts, by="system", at=now)


OUTCOMES = {
    "state_defence": "您的陈述申辩已经记入案卷，机关逐条复核，采纳与否写进决定书。",
    "request_hearing": "听证申请已经登记，机关另行送达听证通知书，写明时间、地点和主持人。",
    "grant_instalments": "已经批准延期（分期）缴纳罚款，期限和金额以送达的通知书为准。",
    "confirm_address": "送达地址已经登记，以后的文书送到新的地址。",
}
RECUSAL = {True: "机关负责人同意回避。", False: "机关负责人驳回了回避申请，理由以送达的决定书为准。"}


def _outcome(act: queries.Settled, one: ApplicationFacts, carried: bool) -> str:
    """What the applicant reads where this act ends the application; empty where it does not."""
    if act.code == "decide_recusal":
        return RECUSAL[act.granted] if one.act_seq and one.act_seq == act.answers else ""
    return OUTCOMES.get(act.code, "") if carried else ""


def application_settled(event: Mapping[str, Any]) -> None:
    """An act of the case ends the online application that it carries: its number stands in the act, a recusal's in the
    request that is decided, a confirmed address is the one that was being acted on. Idempotent.
    """
    act = queries.settled(UUID(str(event["case"])), int(event["seq"]))
    if act is None:
        return
    now = timezone.now()
    for one in publicity_queries.acting_on(act.source_ref, act.kind):
        carried = one.state == ApplicationState.ACTING if act.code == "confirm_address" else one.number in act.words
        if act.code == "request_recusal" and carried:
            publicity.register_application(application_id=one.id, act_code=act.code, act_seq=act.seq, by=SYSTEM, at=now)
        elif outcome := _outcome(act, one, carried):
            publicity.close_application(
                application_id=one.id, outcome=outcome, act_code=act.code, act_seq=act.seq, by=SYSTEM, at=now
            )


def to_the_channels(event: Mapping[str, Any]) -> None:
    """Every other channel hears of a public move; the credit channel by its own clock. Idempotent."""
    key, state = UUID(str(event["publication_id"])), str(event["state"])
    now = datetime.fromisoformat(str(event["moved_at"]))
    if state == State.WITHDRAWN:
        exchange.cancel_credit(publication_id=key, by=SYSTEM, at=now)
    elif state == State.REPUBLISHED:
        exchange.reinstate_credit(publication_id=key, by=SYSTEM, at=now)
    elif state == State.RELEASED:
        exchange.open_credit(publication_id=key, by=SYSTEM, at=now)
    exchange.queue(
        publication_id=key,
        state=state,
        index=int(event["ledger_index"]),
        by=SYSTEM,
        at=now,
    )


def decision_lodged(event: Mapping[str, Any]) -> None:
    """A major decision has to be lodged with the superior: once it is made, served, changed (SUP-130). Idempotent."""
    if event.get("code", "serve") == "serve":
        supervision.reckon_lodging(case_id=UUID(str(event["case"])), by="system", at=timezone.now())


LISTENERS = {
    events.ACT_DONE: (progress_moved, application_settled, decision_lodged),
    events.DECISION_MADE: (decision_lodged,),
    events.DECISION_CHANGED: (decision_lodged,),
    Publicity.SCHEDULED: (publication_moved,),
    Publicity.PROPOSED: (publication_moved,),
    Publicity.CONFIRMED: (publication_moved,),
    Publicity.REOPENED: (publication_moved,),
    Publicity.RELEASED: (publication_moved, to_the_channels),
    Publicity.CORRECTED: (publication_moved, to_the_channels),
    Publicity.CALLED_BACK: (publication_moved,),
    Publicity.WITHDRAWN: (publication_moved, to_the_channels),
    Publicity.EXPIRED: (publication_moved, to_the_channels),
    Publicity.REPAIRED: (publication_moved, to_the_channels),
    Publicity.REPUBLISHED: (publication_moved, to_the_channels),
    Publicity.EXEMPTED: (publication_moved,),
    Publicity.RESUMED: (publication_moved,),
}
