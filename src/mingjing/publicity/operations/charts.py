"""Publishing flow charts (国办发〔2018〕118号第二部分（四）：执法流程图)."""

import hashlib
from datetime import datetime

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By, ObjectRef
from mingjing.publicity.events import Event
from mingjing.publicity.models import PublishedChart
from mingjing.publicity.rules.drawings import drawing_problem
from mingjing.publicity.terms import ChartFacts


@operation(Event.CHART_PUBLISHED)
def publish_chart(
    *, key: str, version: str, title: str, svg: str, bpmn: str, text: str, by: By, at: datetime
) -> ChartFacts:
    """Publish one version of a flow chart, drawn from the procedure the cases run on; the same again changes nothing.

    `by` is a publicist, or "system" where an installation publishes what it ships. Raises Invalid for a drawing with
    scripts or foreign addresses, or a version that already stands for another drawing; Forbidden.
    """
    if isinstance(by, Actor) and not by.has(Role.PUBLICIST, Role.HEAD):
        raise Forbidden(f"{by.name}不能公开流程图：须由公示员办理。")
    if problem := drawing_problem(svg) or drawing_problem(bpmn):
        raise Invalid({"svg": [problem]})
    if not (key.strip() and version.strip() and title.strip() and text.strip()):
        raise Invalid({"key": ["名称代号、版本、名称和文字说明都要写"]})
    digest = hashlib.sha256("\0".join((title, svg, bpmn, text)).encode()).hexdigest()
    known = PublishedChart.objects.filter(key=key, version=version).first()
    if known is not None:
        if known.sha256 != digest:
            raise Invalid({"version": [f"“{known.title}”的版本 {version} 已公开过另一张图，请用新的版本号"]})
        return known.facts()
    objects = [
        ObjectRef.of(f"{key}-{version}.svg", svg.encode(), "image/svg+xml"),
        ObjectRef.of(f"{key}-{version}.bpmn", bpmn.encode(), "application/xml"),
    ]
    payload = {"key": key, "version": version, "title": title}
    entry = append(kind=Event.CHART_PUBLISHED, stream=f"chart:{key}", at=at, by=by, payload=payload, objects=objects)
    organ_name = by.organ_name if isinstance(by, Actor) else ""
    chart = PublishedChart.objects.create(
        key=key,
        version=version,
        title=title,
        organ_name=organ_name,
        organ_id=by.organ_id if isinstance(by, Actor) else None,
        svg=svg,
        bpmn=bpmn,
        text=text,
        sha256=digest,
        published_at=at,
        ledger_index=entry.index,
    )
    return chart.facts()
