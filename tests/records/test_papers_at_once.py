"""Two people at the same moment: one filing is approved once, one scan is taken once, one page is read once."""

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from PIL import Image
from tests import kept
from tests.records.films import AT

from mingjing.kernel.findings import Refused
from mingjing.records import operations
from mingjing.records.models import OrganForm, Scan, ScanPage
from mingjing.records.terms.filings import FormContent, FormDraft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DRAFT = FormDraft("interview_record", FormContent(title="调查询问笔录"), "统一格式", AT.date())


def twice(act: Callable[[], Any]) -> list[str]:
    """What came of the same act asked for by two threads."""
    start, told = threading.Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            act()
            told.append("done")
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(told)


def test_a_form_is_drafted_approved_and_sent_once() -> None:
    world = kept.county()
    by, head = world.actor("甲", AT), world.actor("己", AT)
    assert twice(lambda: operations.draft_form(draft=DRAFT, fields={}, by=by, at=AT)) == ["done", "refused"]
    row = OrganForm.objects.get()
    assert twice(lambda: operations.approve_form(filing_id=row.id, by=head, at=AT)) == ["done", "refused"]
    assert twice(lambda: operations.send_form(filing_id=row.id, materials="报告", by=by, at=AT)) == ["done", "refused"]


def test_a_scan_is_taken_and_each_page_read_once() -> None:
    world = kept.county()
    by, organ = world.actor("甲", AT), world.organs["应急局"]
    held = io.BytesIO()
    Image.new("L", (80, 113), 250).save(held, "JPEG")
    content = held.getvalue()
    assert twice(lambda: operations.take_scan(
        organ_id=organ, dossier_id=None, name="扫描.jpg", content=content, limit=10**6, by=by, at=AT
    )) == ["done", "refused"]  # fmt: skip
    scan = Scan.objects.get()
    assert twice(lambda: operations.read_scan(scan_id=scan.id, limit=1, by=by, at=AT)) == ["done", "done"]
    assert ScanPage.objects.count() == 1
    page = ScanPage.objects.get()
    assert twice(lambda: operations.set_aside_paper(page_id=page.id, reason="空白的一页", by=by, at=AT)) == [
        "done",
        "refused",
    ]
