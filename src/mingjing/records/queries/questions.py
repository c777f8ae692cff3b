"""Reads of the question sets."""

from uuid import UUID

from mingjing.records.models import QuestionSet, QuestionUse
from mingjing.records.terms import NotFound
from mingjing.records.terms.questions import QuestionSet as Facts


def question_sets(organ_id: UUID) -> tuple[Facts, ...]:
    """The lists of an organ by name; those no longer used come last. One query."""
    return tuple(row.facts() for row in QuestionSet.objects.filter(organ_id=organ_id).order_by("retired", "name"))


def question_set(set_id: UUID, organ_id: UUID) -> Facts:
    """One list of an organ. Raises NotFound."""
    row = QuestionSet.objects.filter(id=set_id, organ_id=organ_id).first()
    if row is None:
        raise NotFound("没有这份询问提纲，请从清单重新进入。")
    return row.facts()


def questions_for(organ_id: UUID, cause: str) -> tuple[Facts, ...]:
    """The lists offered in a case: those of its cause first. One query."""
    found = [one for one in question_sets(organ_id) if not one.retired and one.fits(cause)]
    return tuple(sorted(found, key=lambda one: not one.cause))


def questions_used(dossier_id: UUID) -> tuple[tuple[str, str, object], ...]:
    """Which lists were used in a dossier: name, by whom, when."""
    rows = QuestionUse.objects.filter(dossier_id=dossier_id)
    return tuple((row.name, row.person_name, row.at) for row in rows)
