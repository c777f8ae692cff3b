"""Who hears what: every reaction between rooms, on one page. Events go up; calls go down."""

from collections.abc import Mapping
from typing import Any

from mingjing.cases import operations as cases
from mingjing.publicity.events import Event as Publicity


def publication_moved(event: Mapping[str, Any]) -> None:
    """The case remembers where the publication of its decision stands."""
    cases.note_publication(source_ref=str(event["source_ref"]), state=str(event["state"]), by="system")


LISTENERS = {
    Publicity.SCHEDULED: (publication_moved,),
    Publicity.PROPOSED: (publication_moved,),
    Publicity.CONFIRMED: (publication_moved,),
    Publicity.REOPENED: (publication_moved,),
    Publicity.RELEASED: (publication_moved,),
    Publicity.CORRECTED: (publication_moved,),
    Publicity.CALLED_BACK: (publication_moved,),
    Publicity.WITHDRAWN: (publication_moved,),
    Publicity.EXPIRED: (publication_moved,),
    Publicity.REPAIRED: (publication_moved,),
    Publicity.REPUBLISHED: (publication_moved,),
    Publicity.EXEMPTED: (publication_moved,),
    Publicity.RESUMED: (publication_moved,),
}
