"""The check of a file of two hundred documents takes no longer than the design allows."""

import time

import pytest
from tests.archives.filed import LATER, Told

from mingjing.archives import operations
from mingjing.archives.terms import ArchiveItem
from mingjing.foundation import storage
from mingjing.foundation.typesetting import page_count
from mingjing.records import operations as records

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MOST = 20
"""Seconds of work of this process for 200 documents; other processes on the machine do not count."""


def test_two_hundred_documents_are_checked_in_time(closed: Told) -> None:
    first = next(one for one in closed.items() if one.form == "penalty_decision")
    base = storage.read(first.sha256)
    dossier = records.open_dossier(organ_id=closed.case.organ_id, title="大卷", at=LATER, by=closed.person("甲"))
    items = []
    for number in range(200):
        content = base + f"\n% {number}\n".encode()
        held = records.add_file(
            dossier_id=dossier, name=f"{number:03d}.pdf", content=content, at=LATER, by=closed.person("甲"), limit=10**8
        )
        items.append(ArchiveItem(
            number + 1, "evidence", f"证据{number}", LATER.date(), pages=page_count(content), name=held.name, sha256=held.sha256,
            sm3=held.sm3, size=held.size, media_type=held.media_type,
        ))  # fmt: skip
    began = time.process_time()
    report = operations.check(dossier_id=dossier, items=items, note="只测快慢", at=LATER)
    spent = time.process_time() - began
    assert len(report.checks) >= 35
    assert all(one.passed for one in report.checks if one.property != "complete"), report.text()
    assert spent <= MOST, f"{spent:.1f} s"
