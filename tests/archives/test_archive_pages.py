"""The desk of the archives as its people use it: handed over, filed, found, checked, put under hold, destroyed by two."""

from datetime import date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from tests.archives.filed import Told
from tests.archives.test_destroying import put_away
from tests.security.hostile import browser

from mingjing.archives import queries
from mingjing.archives.models import ArchivedFile, Destruction
from mingjing.cases.models import Case
from mingjing.kernel.days import CHINA
from mingjing.records.models import Recording

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(closed: Told) -> None:
    get_user_model().objects.update(must_change_password=False)


def who(closed: Told, key: str) -> object:
    return browser(closed.world.people[key])


def test_a_handler_hands_over_and_the_archivist_takes_it(closed: Told) -> None:
    handler, archivist = who(closed, "甲"), who(closed, "档")
    case = handler.get(reverse("bureau:case", args=[closed.case_id])).content.decode()
    where = reverse("bureau:archive_hand_over", args=[closed.case_id])
    assert where in case
    wrong = handler.post(where, {"paper_pages": "many"})
    assert wrong.status_code == 409 and "many" in wrong.content.decode()
    assert handler.post(where, {"paper_pages": "12", "note": "一袋"}).status_code == 302
    assert "移交等待接收（1）" in archivist.get(reverse("bureau:archives")).content.decode()
    (one,) = queries.handovers_waiting(closed.case.organ_id)
    settle = reverse("bureau:handover_settle", args=[one.id, "return"])
    assert archivist.post(settle, {"reason": "缺回证原件"}).status_code == 302
    assert "缺回证原件" in handler.get(where).content.decode()


def test_a_file_is_found_held_and_destroyed_by_two_through_the_pages(closed: Told) -> None:
    filed = put_away(closed)
    archivist, head, reviewer = who(closed, "档"), who(closed, "己"), who(closed, "丁")
    page = reverse("bureau:archive_file", args=[filed.id])
    assert page in archivist.get(reverse("bureau:archive_files"), {"q": "恒源"}).content.decode()
    assert "没有符合条件" in archivist.get(reverse("bureau:archive_files"), {"due": "1"}).content.decode()
    ArchivedFile.objects.filter(id=filed.id).update(retain_until=date(2020, 12, 31))
    Recording.objects.update(ended_at=datetime(2020, 1, 1, tzinfo=CHINA))  # else the films would still be kept (REC-83)
    assert page in archivist.get(reverse("bureau:archive_files"), {"due": "1"}).content.decode()
    propose = reverse("bureau:archive_propose", args=[filed.id])
    given = {"ground": "schedule", "basis": "纪要〔2026〕1号", "appraisal": "逐件看过，没有继续保存的价值。"}
    assert (
        head.post(reverse("bureau:archive_hold", args=[filed.id]), {"reason": "行政诉讼", "basis": "1号"}).status_code
        == 302
    )
    assert archivist.post(propose, given).status_code == 409
    lift = reverse("bureau:archive_hold_lift", args=[filed.id, queries.holds(filed.id)[0].id])
    assert head.post(lift, {"reason": "案件终结"}).status_code == 302
    assert archivist.post(propose, given).status_code == 302
    one = Destruction.objects.get()
    execute = reverse("bureau:disposal_execute", args=[one.id])
    assert archivist.post(execute, {"number": filed.catalogue_no}).status_code == 409
    approve = reverse("bureau:disposal_decide", args=[one.id, "approve"])
    for person in (head, reviewer):
        assert person.post(approve, {"opinion": "同意销毁"}).status_code == 302
    assert archivist.post(execute, {"number": "另一个"}).status_code == 422
    assert archivist.post(execute, {"number": filed.catalogue_no}).status_code == 302
    assert not Case.objects.filter(id=closed.case_id).exists()
    gone = archivist.get(page)
    assert gone.status_code == 200 and "恒源" not in gone.content.decode()
    for name in ("disposal", "disposals"):
        shown = archivist.get(reverse(f"bureau:{name}", args=[one.id] if name == "disposal" else []))
        assert filed.catalogue_no in shown.content.decode()
    assert archivist.get(reverse("bureau:disposal_pdf", args=[one.id])).content.startswith(b"%PDF")
    assert archivist.post(reverse("bureau:archive_package", args=[filed.id])).status_code == 404
    assert archivist.get(reverse("bureau:case", args=[closed.case_id])).status_code == 404
