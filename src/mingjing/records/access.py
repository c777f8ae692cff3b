"""Who may do what with audio-video, as sentences."""

from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor, Role
from mingjing.records.models import Recording
from mingjing.records.terms import COLLECTORS, KEEPERS, WORKERS, RecordingFacts, works_with
from mingjing.records.terms.filings import DRAFTERS
from mingjing.records.terms.links import may_ask, may_decide
from mingjing.records.terms.papers import SCANNERS
from mingjing.records.terms.seals import SIGNATURE_TAKERS


@predicate("承办人、案件审查人或者听证主持人")
def may_commit(actor: Actor, _: object) -> bool:
    """Who records acts commits recordings."""
    return actor.has(*COLLECTORS)


@predicate("采集人本人，或者本机关的承办人、档案员、负责人")
def may_hear(actor: Actor, recording: Recording | RecordingFacts) -> bool:
    """A recording of the organ, for its collector and for those who work with its files."""
    return works_with(actor, recording.organ_id, recording.collector_id)


@predicate("本机关的档案员、负责人")
def may_keep_equipment(actor: Actor, organ_id: UUID) -> bool:
    """Who registers an organ's equipment and rooms."""
    return actor.organ_id == organ_id and actor.has(*KEEPERS)


@predicate("本机关的承办人、案件审查人、听证主持人、档案员、负责人")
def may_use_equipment(actor: Actor, organ_id: UUID) -> bool:
    """Who takes an organ's equipment out and gives it back."""
    return actor.organ_id == organ_id and actor.has(*WORKERS)


@predicate("本机关的承办人、法制审核人、负责人")
def may_draft_forms(actor: Actor, organ_id: UUID) -> bool:
    """Who adjusts an organ's forms and sends them to be filed."""
    return actor.organ_id == organ_id and actor.has(*DRAFTERS)


@predicate("本机关负责人")
def may_head(actor: Actor, organ_id: UUID) -> bool:
    """The head of the organ."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD)


@predicate("司法行政部门的执法监督员")
def may_answer_forms(actor: Actor, _: object) -> bool:
    """Who files or returns what organs send."""
    return actor.has(Role.SUPERVISOR)


@predicate("本机关的承办人、案件审查人、听证主持人、档案员")
def may_scan(actor: Actor, organ_id: UUID) -> bool:
    """Who takes in scans of an organ's paper and compares them."""
    return actor.organ_id == organ_id and actor.has(*SCANNERS)


@predicate("本机关的承办人、档案员")
def may_ask_reading(actor: Actor, organ_id: UUID) -> bool:
    """Who enters that somebody from outside wants to consult a file."""
    return may_ask(actor, organ_id)


@predicate("本机关的负责人")
def may_decide_reading(actor: Actor, organ_id: UUID) -> bool:
    """Who decides on it."""
    return may_decide(actor, organ_id)


may_end_reading = may_ask_reading | may_decide_reading


@predicate("本机关的承办人或者听证主持人")
def may_take_signatures(actor: Actor, organ_id: UUID) -> bool:
    """Who hands the screen to whoever signs a document of the organ."""
    return actor.organ_id == organ_id and actor.has(*SIGNATURE_TAKERS)


@predicate("本机关的承办人、案件审查人或者听证主持人")
def may_deposit(actor: Actor, organ_id: UUID) -> bool:
    """In whose name another system deposits: who records acts of that organ."""
    return actor.organ_id == organ_id and actor.has(*COLLECTORS)
