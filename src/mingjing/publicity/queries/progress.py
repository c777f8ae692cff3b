"""How each kind of act is told, as published."""

from mingjing.publicity.models import PublishedRights
from mingjing.publicity.terms.progress import RightsFacts


def rights() -> tuple[RightsFacts, ...]:
    """The newest version of every kind of act, by key. One query."""
    newest: dict[str, RightsFacts] = {}
    for row in PublishedRights.objects.order_by("key", "-published_at", "-id"):
        newest.setdefault(row.key, row.facts())
    return tuple(newest.values())


def rights_of(key: str) -> RightsFacts | None:
    """The newest version of one kind of act. One query."""
    row = PublishedRights.objects.filter(key=key).order_by("-published_at", "-id").first()
    return row.facts() if row else None
