"""A row of the public lists or a letter changed past the system is named by the audit."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from tests.portal.test_lists import window

from mingjing.kernel.days import CHINA
from mingjing.publicity import operations
from mingjing.publicity.models import Edition, Letter, RegisterEntry
from mingjing.publicity.operations import LetterDraft
from mingjing.publicity.queries.agreeing_lists import letters_unlike_the_ledger, lists_unlike_the_ledger

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)


@pytest.fixture
def lists(shifan: Any) -> Any:
    """An entry with two editions, one that waits and one that stopped; a letter with its answer and one without."""
    window(shifan)
    window(shifan, post="第二版", reason="职责调整", at=AT.replace(day=13))
    stopped = operations.collect_entry(
        organ_id=shifan.organs["市监局"], kind="window", code="CK-1", name="窗口", valid_from=AT.date(), by=shifan.actor("市公", AT), at=AT,
        values=dict.fromkeys(("post", "duties", "samples", "progress", "advice", "complaint"), "窗口"),
    )  # fmt: skip
    operations.return_entry(edition_id=stopped.id, reason="写得不清楚", by=shifan.actor("市丁", AT), at=AT)
    for n, kind in enumerate(("question", "correction")):
        draft = LetterDraft(kind, shifan.organs["应急局"], "请问几点下班？")
        operations.receive_letter(draft=draft, once=f"{n:032d}", by="system", at=AT)
    asked = Letter.objects.get(kind="question")
    operations.answer_letter(
        letter_id=asked.pk, outcome="explained", answer="工作日十七时", by=shifan.actor("公", AT), at=AT
    )
    return shifan


def test_what_went_through_the_operations_agrees(lists: Any) -> None:
    assert not [*lists_unlike_the_ledger(), *letters_unlike_the_ledger()]


def _values(row: Edition) -> None:
    Edition.objects.filter(pk=row.pk).update(values={**row.values, "post": "被改过的岗位"})


TAMPERING: dict[str, Callable[[Edition], Any]] = {
    "values": _values,
    "name": lambda row: Edition.objects.filter(pk=row.pk).update(name="被改过的名称"),
    "values and digest": lambda row: (_values(row), Edition.objects.filter(pk=row.pk).update(digest="0" * 64)),
    "state": lambda row: Edition.objects.filter(pk=row.pk).update(state="ended"),
    "checker": lambda row: Edition.objects.filter(pk=row.pk).update(checked_by=uuid4()),
    "collector": lambda row: Edition.objects.filter(pk=row.pk).update(collected_by=row.checked_by),
    "releaser": lambda row: Edition.objects.filter(pk=row.pk).update(released_by=None),
    "hidden": lambda row: RegisterEntry.objects.filter(pk=row.entry_id).update(current=None),
    "old one shown": lambda row: RegisterEntry.objects.filter(pk=row.entry_id).update(
        current=Edition.objects.get(entry_id=row.entry_id, seq=1)
    ),
    "deleted": lambda row: Edition.objects.filter(entry_id=row.entry_id, seq=1).delete(),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_a_changed_row_is_named(lists: Any, how: str) -> None:
    TAMPERING[how](Edition.objects.get(entry__code="CK-8", seq=2))
    found = list(lists_unlike_the_ledger())
    assert found
    assert all("CK-8" in str(one) for one in found)


LETTERS: dict[str, Callable[[], Any]] = {
    "text": lambda: Letter.objects.update(text="被改过的内容"),
    "answer": lambda: Letter.objects.filter(kind="question").update(answer="被改过的答复"),
    "outcome": lambda: Letter.objects.filter(kind="question").update(outcome="declined"),
    "answered without an act": lambda: Letter.objects.filter(kind="correction").update(state="answered"),
    "unanswered": lambda: Letter.objects.filter(kind="question").update(state="received"),
    "number": lambda: Letter.objects.filter(kind="question").update(number="示应急询〔2026〕99号"),
}


@pytest.mark.parametrize("how", LETTERS)
def test_a_changed_letter_is_named(lists: Any, how: str) -> None:
    LETTERS[how]()
    assert list(letters_unlike_the_ledger())
