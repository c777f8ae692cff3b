"""Taking entries over from the lists of the lawbook, so that nothing is typed twice: only what is new or changed."""

from datetime import datetime
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
from mingjing.publicity.queries.drawing import LAWBOOK, not_drawn
from mingjing.publicity.queries.staff import staffed
from mingjing.publicity.rules.drawn import Drawn
from mingjing.publicity.terms import EditionFacts, KindSpec

REASON = "本平台清单有变化"


@operation(Event.ENTRY_DRAWN)
def draw_entries(*, organ_id: UUID, kind: str, by: Actor, at: datetime) -> tuple[EditionFacts, ...]:
    """Collect, from the organ's own list in the lawbook, every entry that is new or differs from what is public.

    An edition that still waits is left alone. Gives back the new editions. Raises Invalid for a kind that is filled in
    by hand, Forbidden.
    """
    spec = the_kind(kind)
    if spec.draws not in LAWBOOK:
        raise Invalid({"kind": [f"{spec.title}不是从法规与目录提取的，没有可以提取的清单"]})
    may_work(staffed(organ_id, kind), "collect").require(by, organ_id, doing=f"提取{spec.title}")
    found = not_drawn(organ_id, kind, at)
    return tuple(_collected(organ_id, spec, one, by, at) for one in found)


def _collected(organ_id: UUID, spec: KindSpec, one: Drawn, by: Actor, at: datetime) -> EditionFacts:
    organ = organs.organ(organ_id)
    entry, fresh = RegisterEntry.objects.get_or_create(
        organ_id=organ_id, kind=spec.key, code=one.code, defaults={"organ_name": organ.name, "organ_code": organ.code}
    )
    entry = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    cited = [text for each in spec.fields if each.type == "citations" for text in one.values.get(each.key, ())]
    standing = lawbook.standings(cited, local_day(at))
    basis = [[text, standing[text].sha256] for text in dict.fromkeys(cited) if text in standing]
    made = new_edition(
        entry, spec, one.name, one.values, basis, one.valid_from, reason="" if fresh else REASON, by=by, at=at
    )
    log(made, Event.ENTRY_COLLECTED, by=by, at=at)
    return made.facts()
