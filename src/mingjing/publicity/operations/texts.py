"""The platform drafts an organ's rules and systems: texts in plain words, their figures from the parameters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs
from mingjing.publicity.access import may_work
from mingjing.publicity.events import Event
from mingjing.publicity.models import RegisterEntry
from mingjing.publicity.operations.entries import new_edition, the_kind
from mingjing.publicity.operations.listing import log
from mingjing.publicity.operations.moving import refuse
from mingjing.publicity.queries.staff import staffed
from mingjing.publicity.queries.texts import Owed, texts_owed
from mingjing.publicity.rules.texts import figure_rows, marks_have_figures
from mingjing.publicity.terms import ARTICLES, FIGURES, EditionFacts, KindSpec, Told, text_templates

REASON = "所采用的期限、分工或者登记事项有变化"


@operation(Event.TEXTS_DRAFTED)
def draft_texts(
    *, organ_id: UUID, kind: str, figures: Mapping[str, Told], by: Actor, at: datetime
) -> tuple[EditionFacts, ...]:
    """Draft every text that is missing, and anew every public one whose figures changed: in the organ's own words.

    `figures`: what each mark stands for today. The drafts wait to be checked and may be revised. Raises Invalid for a
    kind that the platform does not draft, Refused (PUB-64), Forbidden.
    """
    spec = the_kind(kind)
    if not spec.drafts:
        raise Invalid({"kind": [f"{spec.title}没有拟稿，请从清单目录重新进入"]})
    may_work(staffed(organ_id, kind), "collect").require(by, organ_id, doing=f"拟稿{spec.title}")
    return tuple(_drafted(organ_id, spec, one, figures, by, at) for one in texts_owed(organ_id, kind, figures))


def _drafted(
    organ_id: UUID, spec: KindSpec, owed: Owed, figures: Mapping[str, Told], by: Actor, at: datetime
) -> EditionFacts:
    organ = organs.organ(organ_id)
    values = _values(spec, owed)
    values[FIGURES] = figure_rows(values[ARTICLES], figures)
    refuse(marks_have_figures(spec, values))
    standing = lawbook.standings(values.get("basis", []), local_day(at))
    values["basis"] = [text for text in values.get("basis", []) if text in standing and standing[text].sha256]
    basis = [[text, standing[text].sha256] for text in values["basis"]]
    RegisterEntry.objects.get_or_create(
        organ_id=organ_id, kind=spec.key, code=owed.code,
        defaults={"organ_name": organ.name, "organ_code": organ.code},
    )  # fmt: skip
    entry = RegisterEntry.objects.select_for_update().get(organ_id=organ_id, kind=spec.key, code=owed.code)
    reason = REASON if owed.edition else ""
    tidy = {key: value for key, value in values.items() if value}
    made = new_edition(entry, spec, owed.name, tidy, basis, local_day(at), reason=reason, by=by, at=at)
    log(made, Event.ENTRY_COLLECTED, by=by, at=at)
    return made.facts()


def _values(spec: KindSpec, owed: Owed) -> dict[str, Any]:
    """The public text in the organ's words, else the platform's draft."""
    if owed.edition:
        return {**owed.edition.values}
    told = next(one for one in text_templates(spec.key) if one.code == owed.code)
    return {"basis": list(told.basis), "sources": list(told.sources), ARTICLES: list(told.articles)}
