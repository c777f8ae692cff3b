"""Random checks (随机抽查) that are over and whose result nobody can read yet."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.workdays import Workdays, national
from mingjing.organs.queries import local_for
from mingjing.publicity.models import Publication, Visit
from mingjing.publicity.rules.checks import result_is_public
from mingjing.publicity.rules.clocks import parameters, publish_by
from mingjing.publicity.terms.checks import CheckKind, UnpublishedCheck
from mingjing.publicity.terms.decisions import Category
from mingjing.publicity.terms.moves import State


def checks_without_publication() -> QuerySet[Visit]:
    """Closed random checks that never entered publicity: closing them enters them, so that there should be none."""
    begun = Publication.objects.filter(organ_id=OuterRef("organ_id"), number=OuterRef("number"))
    return Visit.objects.filter(~Exists(begun), kind=CheckKind.RANDOM, closed_at__isnull=False)


def unpublished_checks(
    organ_id: UUID | None, on: date, *, limit: int = 50, calendar: Workdays | None = None
) -> tuple[tuple[UnpublishedCheck, Finding], ...]:
    """The random checks of an organ (None: of all) whose result is late on that day, each with PUB-93, the latest first.

    Those of 入企检查 and those that were fed in from elsewhere. Two queries, and one for each organ with such a check where
    local figures lie.
    """
    days = calendar or national()
    waiting = (State.DUE, State.PROPOSED, State.CONFIRMED)
    rows = Publication.objects.filter(check_kind=CheckKind.RANDOM, state__in=waiting, due__lt=on)
    lost = checks_without_publication()
    if organ_id:
        rows, lost = rows.filter(organ_id=organ_id), lost.filter(organ_id=organ_id)
    found = [
        UnpublishedCheck(row.organ_id, row.organ_name, row.number, row.decided_on, row.due, row.pk)
        for row in rows.order_by("due", "number")[:limit]
    ]
    gone = lost.order_by("closed_at")[:limit]
    own = {organ: local_for(parameters, organ, None) for organ in {row.organ_id for row in gone}}
    found += [_lost(row, own[row.organ_id], days) for row in gone]
    late = [(one, finding) for one in found for finding in result_is_public(one, on)]
    return tuple(sorted(late, key=lambda pair: (pair[0].due, pair[0].number))[:limit])


def _lost(row: Visit, figures: Parameters, days: Workdays) -> UnpublishedCheck:
    assert row.closed_at is not None
    ended = local_day(row.closed_at)
    due = local_day(publish_by(ended, Category.INSPECTION, figures, days).due)
    return UnpublishedCheck(row.organ_id, row.organ_name, row.number, ended, due, None)
