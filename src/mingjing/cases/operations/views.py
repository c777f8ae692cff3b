"""Filters somebody keeps."""

from mingjing.cases.models import SavedView
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid


@operation("case:view:saved")
def save_view(*, name: str, query: str, by: Actor) -> None:
    """Keep a filter under a name; the same name is replaced."""
    name = name.strip()
    if not 1 <= len(name) <= 40:
        raise Invalid({"name": ["请给筛选起个 1 至 40 字的名字。"]})
    if len(query) > 1000:
        raise Invalid({"query": ["筛选条件太长，请减少条件。"]})
    SavedView.objects.update_or_create(person_id=by.person_id, name=name, defaults={"query": query})


@operation("case:view:dropped")
def drop_view(*, view_id: int, by: Actor) -> None:
    """Forget one's own filter."""
    SavedView.objects.filter(id=view_id, person_id=by.person_id).delete()
