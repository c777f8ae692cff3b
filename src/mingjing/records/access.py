"""Who may do what with audio-video, as sentences."""

from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor
from mingjing.records.models import Recording
from mingjing.records.terms import COLLECTORS, KEEPERS, WORKERS, RecordingFacts, works_with


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


@predicate("本机关的承办人、案件审查人或者听证主持人")
def may_deposit(actor: Actor, organ_id: UUID) -> bool:
    """In whose name another system deposits: who records acts of that organ."""
    return actor.organ_id == organ_id and actor.has(*COLLECTORS)
