"""Search without a server: one small index for the visitor's own browser, while it can be honest."""

import json
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs_room
from mingjing.publicity import queries
from mingjing.publicity.terms import Filters, kinds
from mingjing.sites.portal.copying.addresses import file_of

# Beyond this a browser would load megabytes to answer one question: search then lives on the live portal.
MOST = 5000


def index() -> bytes | None:
    """What the page of search looks through, as JSON; None where there is too much of it."""
    if queries.public_totals()["decisions"] > MOST:
        return None
    lines = [
        (row.number, f"{row.party}　{row.cause}", row.organ_name, _path(row.address)) for row in queries.rows(Filters())
    ]
    entries = [
        (
            one.name,
            kinds()[kind].title,
            one.organ_name,
            _path(reverse("portal:entry", args=[one.organ_code, kind, one.code])),
        )
        for kind in kinds()
        for one in queries.public_entries(kind)
    ]
    organs = [
        (one.name, "执法机关", one.region, _path(reverse("portal:organ", args=[one.code])))
        for one in organs_room.organs(timezone.localdate())
    ]
    guiding = [
        (one.title, f"指导案例　{one.called}", one.organ_name, _path(reverse("portal:guiding_case", args=[one.code])))
        for one in lawbook.guiding_cases(limit=MOST + 1)
    ]
    if max(len(entries), len(guiding)) > MOST:
        return None
    told = {"groups": [["执法决定", lines], ["事前公开的内容", entries], ["指导案例", guiding], ["执法机关", organs]]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").encode()


def _path(address: str) -> str:
    return quote(file_of(address))
