"""A handler photographs a signed page: the file is chosen in the browser, found by its code, shown beside its original."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from tests import kept
from tests.browser.conftest import PHONE, Open, check, picture
from tests.scanning.camera import jpeg, paper, photographed, written
from tests.security import town as towns

from mingjing.cases.models import Case
from mingjing.foundation import storage
from mingjing.records.models import Document, ScanPage

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> towns.Town:
    """The town of the security tests, seen by the live server's threads."""
    cache.clear()
    made = towns.build(kept.county())
    get_user_model().objects.update(must_change_password=False)
    return made


def test_a_photographed_page_is_compared_and_signed(town: towns.Town, open_page: Open) -> None:
    dossier = Case.objects.get(id=town.done).dossier_id
    row = Document.objects.filter(dossier_id=dossier, form="interview_record").exclude(pdf_sha256="")[0]
    photo = jpeg(photographed(written(paper(storage.read(row.pdf_sha256)), "刘在场", (60, 258)), seed=5, turn=1))
    user = get_user_model().objects.get(person_id=town.world.people["甲"]).get_username()
    page = open_page(f"/bureau/cases/{town.done}/papers/", as_=user, width=PHONE)
    file = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.set_input_files("#scan", [file])  # type: ignore[list-item]
    page.get_by_role("button", name="上传并识别").click()
    page.get_by_text("已收下“IMG_0001.jpg”").wait_for(timeout=60_000)
    check(page)
    page.get_by_role("link", name="IMG_0001.jpg 第 1 页").click()
    page.get_by_text("多出的笔迹").wait_for()
    check(page)
    picture(page, "paper-photographed")
    page.select_option("[name=mark-0]", "signature")
    page.get_by_role("button", name="记下核对结果").click()
    page.get_by_text("这一页的核对结果是“一致，有签名”").wait_for()
    sheet = ScanPage.objects.get(scan__name="IMG_0001.jpg")
    assert (sheet.document_id, sheet.state, sheet.outcome, len(sheet.spots)) == (row.id, "matched", "signed", 1)
