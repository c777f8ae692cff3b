"""Whether published flow charts and tellings of rights are still what the ledger says."""

from collections.abc import Iterator
from hashlib import sha256

from mingjing.kernel.hashing import canonical
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.publicity.models import PublishedChart, PublishedRights


def told_unlike_the_ledger() -> Iterator[Difference]:
    """What differs in charts and rights, version by version; and the streams of those that are gone."""
    yield from _charts()
    yield from _rights()


def _charts() -> Iterator[Difference]:
    held: dict[str, set[tuple[object, ...]]] = {}
    for row in PublishedChart.objects.iterator():
        digests = tuple(sha256(text.encode()).hexdigest() for text in (row.svg, row.bpmn))
        held.setdefault(f"chart:{row.key}", set()).add((row.version, row.title, *digests))
    for stream in sorted(held.keys() | ledger.streams("chart:")):
        told = {
            (one.payload["version"], one.payload["title"], *(file["sha256"] for file in one.objects))
            for one in ledger.whole(stream)
        }
        if told != held.get(stream, set()):
            yield Difference(stream, "公开的流程图与台账登记的不符（改动、多出或者缺少）")


def _rights() -> Iterator[Difference]:
    held: dict[str, set[tuple[object, ...]]] = {}
    for row in PublishedRights.objects.iterator():
        digest = sha256(canonical(row.content | {"title": row.title})).hexdigest()
        held.setdefault(f"rights:{row.key}", set()).add((row.version, row.title, digest))
    for stream in sorted(held.keys() | ledger.streams("rights:")):
        told = {(one.payload["version"], one.payload["title"], one.payload["sha256"]) for one in ledger.whole(stream)}
        if told != held.get(stream, set()):
            yield Difference(stream, "公开的告知与权利与台账登记的不符（改动、多出或者缺少）")
