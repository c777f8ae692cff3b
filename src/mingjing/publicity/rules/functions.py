"""Which public contents rest on functions that change."""

from mingjing.organs.terms import FunctionChangeFacts
from mingjing.publicity.terms import ChartFacts, EditionFacts, as_text

SAME_CODE = frozenset({"matter", "benchmark"})
"""Lists whose entries carry the code of the matter they are about."""


def rests_on(edition: EditionFacts, change: FunctionChangeFacts) -> bool:
    """Whether an entry is to be looked at again: its organ changed as a whole, it is the item, or it names the item."""
    if change.whole:
        return True
    kind, code = edition.kind, edition.code
    for its_kind, its_code, name in change.items:
        if code == its_code and (kind == its_kind or {kind, its_kind} <= SAME_CODE):
            return True
        words = name.removesuffix("案").strip()
        if len(words) >= 4 and (words in edition.name or any(words in text for text in _texts(edition))):
            return True
    return False


def chart_rests_on(chart: ChartFacts, change: FunctionChangeFacts) -> bool:
    """The same of a flow chart: its organ changed as a whole, or it names an item that moved. What the platform publishes
    for every organ follows the procedure, not one organ.
    """
    if change.whole:
        return chart.organ_id == change.organ_id
    words = (name.removesuffix("案").strip() for _, _, name in change.items)
    return any(len(one) >= 4 and (one in chart.title or one in chart.text) for one in words)


def _texts(edition: EditionFacts) -> tuple[str, ...]:
    return tuple(as_text(field, edition.values.get(field.key)) for field in edition.spec.fields)
