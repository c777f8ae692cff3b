"""The law library: full-text search with many different questions, and every citation of a long decision checked."""

import random
import re
from functools import partial

from django.utils import timezone

from mingjing.lawbook import queries
from mingjing.sites.bench.county import Grown
from mingjing.sites.bench.growing import table
from mingjing.sites.bench.meter import Meter

QUESTIONS, SEARCH_MS, CITE_MS, CITED = 300, 30, 100, 40
_HAN = re.compile(r"[\u4e00-\u9fff]{8,}")


def statutes(meter: Meter, county: Grown, *, trial: bool = False) -> None:
    """Two to six characters from anywhere in the library, exact articles among them; a decision of five pages with forty citations."""
    chosen, today = random.Random(20261201), timezone.localdate(county.now)  # noqa: S311 the same every time
    model = table("lawbook.Article")
    held = model.objects.count()
    keys = chosen.sample(
        list(
            model.objects.filter(number__gt=0)
            .order_by("version__law__short_title", "version__published_on", "position")
            .values_list("id", flat=True)
        ),
        QUESTIONS,
    )
    rows = list(
        model.objects.filter(id__in=keys)
        .select_related("version__law")
        .order_by("version__law__short_title", "position")
    )
    words = [_words(row.text, place, chosen) for place, row in enumerate(rows)]
    asked = [
        f"{row.version.law.short_title}{row.label}" if place % 10 == 0 else word
        for place, (row, word) in enumerate(zip(rows, words, strict=True))
    ]
    calls = [partial(queries.search, word, 20, None, today) for word in asked[: 20 if trial else QUESTIONS]]
    calls[0]()
    meter.slowest(f"法规库：{held:,} 条里全文检索，{len(calls)} 个不同的词，第 95 百分位", calls, target=SEARCH_MS)
    text = "".join(
        f"上述行为违反了《{row.version.law.short_title}》{row.label}的规定。{'经查明的事实和证据，' * 10}"
        for row in chosen.sample(rows, CITED)
    )
    meter.slowest(
        f"引用核对：{len(text):,} 字、{CITED} 处引用的决定书",
        [partial(queries.resolve, text, today)] * (10 if trial else 60),
        target=CITE_MS,
    )


def _words(text: str, place: int, chosen: random.Random) -> str:
    """Two to six characters that stand in the article."""
    run = max(_HAN.findall(text), key=len, default="应当依法处理有关事项")
    size = 2 + place % 5
    start = chosen.randrange(len(run) - size + 1)
    return run[start : start + size]
