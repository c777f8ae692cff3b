"""The schedule of a file may not undercut what the recording list says of its recordings (REC-83)."""

from datetime import date
from typing import Any

import pytest
from tests.archives.filed import LATER, Told
from tests.archives.test_destroying import OVER, approved, proposed, put_away
from tests.archives.test_recordings import committed, sent
from tests.records.films import film

from mingjing.archives.models import Destruction
from mingjing.cases import operations as cases
from mingjing.kernel.findings import Refused
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook.terms import AVSpec
from mingjing.records import queries
from mingjing.records.models import Recording

pytestmark = pytest.mark.django_db


def listed(closed: Told, months: int) -> None:
    """The organ's list from a day before the recording began."""
    rows = [AVSpec("inspection", "现场检查", "检查实施", "执法记录仪", False, "到场", "全部", "离场", months)]
    lawbook.set_av_items(
        organ_id=closed.case.organ_id, title="音像记录事项清单", document_number="", valid_from=date(2026, 10, 1), rows=rows,
        by=closed.person("己"), at=LATER,
    )  # fmt: skip


def with_film(closed: Told) -> Any:
    content = film()
    one = sent(closed, committed(closed, content), content)
    return one, put_away(closed)


def test_a_longer_line_than_the_files_term_holds_the_file_and_is_named(closed: Told) -> None:
    one, filed = with_film(closed)
    assert one.keep_row == "现场检查"
    listed(closed, 12 * 50)
    until = queries.keeping(queries.recording(one.id)).until
    assert until is not None and until > OVER.date() > filed.retain_until
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            proposed(closed, filed.id)
        assert refused.value.rules == {"REC-83"}
        assert "“现场检查”：600 个月" in str(refused.value) and f"要保存到 {until}" in str(refused.value)
    assert not Destruction.objects.exists()
    # An order that took effect, or a person's right, goes before the organ's own list.
    assert proposed(closed, filed.id, ground="order").state == "proposed"


def test_it_is_asked_again_before_it_is_done(closed: Told) -> None:
    one, filed = with_film(closed)
    ready = approved(closed, filed.id)
    listed(closed, 12 * 50)
    with pytest.raises(Refused) as refused:
        cases.destroy_file(disposal_id=ready.id, by=closed.person("档"), now=OVER)
    assert refused.value.rules == {"REC-83"} and Recording.objects.filter(id=one.id).exists()


def test_a_shorter_line_does_not_hinder(closed: Told) -> None:
    one, filed = with_film(closed)
    ready = approved(closed, filed.id)
    assert cases.destroy_file(disposal_id=ready.id, by=closed.person("档"), now=OVER).state == "destroyed"
    assert not Recording.objects.filter(id=one.id).exists()
