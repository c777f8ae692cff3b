"""Documents and files: right headers, the same bytes for ever, every look at a file says what for."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.bureau.case_desk import NOW, case_at, clock, enter

from mingjing.records.models import Attachment, Document, Viewing
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def test_a_document_opens_in_the_browser_and_downloads(shifan: World, case_id: UUID) -> None:
    document = Document.objects.get(form="filing_approval")
    address = f"/bureau/cases/{case_id}/documents/{document.id}/"
    with clock(NOW):
        client = enter(shifan, "甲")
        shown = client.get(f"{address}document.pdf")
        assert shown["Content-Type"] == "application/pdf" and shown.content.startswith(b"%PDF-")
        assert shown["Content-Disposition"].startswith("inline; filename*=UTF-8''")
        assert shown["X-Content-Type-Options"] == "nosniff" and "private" in shown["Cache-Control"]
        assert client.get(f"{address}document.pdf", headers={"if-none-match": shown["ETag"]}).status_code == 304
        saved = client.get(f"{address}document.pdf?download=1")
        assert saved["Content-Disposition"].startswith("attachment") and saved.content == shown.content
        picture = client.get(f"{address}page-1.png")
        assert picture["Content-Type"] == "image/png"
        assert client.get(f"{address}page-77.png").status_code == 404


def test_every_look_at_a_document_is_logged_and_a_preview_once_a_day(shifan: World, case_id: UUID) -> None:
    document = Document.objects.get(form="filing_approval")
    address = f"/bureau/cases/{case_id}/documents/{document.id}/"
    with clock(NOW):
        client, reviewer = enter(shifan, "甲"), enter(shifan, "丁")
        assert enter(shifan, "市甲").get(f"{address}document.pdf").status_code == 404
        assert client.get(f"/bureau/cases/{case_id}/?tab=documents").status_code == 200
        assert not Viewing.objects.exists(), "neither a refused look nor the list is a look at the content"
        for _ in range(3):
            client.get(f"{address}page-1.png")
        assert Viewing.objects.get().purpose == "办理本案（预览文书）"
        reviewer.get(f"{address}document.pdf")
        reviewer.get(f"{address}document.pdf?download=1")
        reviewer.get(f"{address}page-1.png")
        timeline = client.get(f"/bureau/cases/{case_id}/?tab=timeline").content.decode()
    with clock(NOW + timedelta(days=1)):
        enter(shifan, "甲").get(f"{address}page-1.png")
    looks = [(row.person_name, row.purpose) for row in Viewing.objects.order_by("id")]
    assert looks[1:] == [("赵六", "法制审核（打开文书）"), ("赵六", "法制审核（下载文书）"), (looks[0][0], looks[0][1])]
    assert f"调阅：立案审批表（{document.number}）" in timeline and "法制审核（下载文书）" in timeline


def test_files_are_handed_in_and_every_look_is_logged(shifan: World, case_id: UUID) -> None:
    base = f"/bureau/cases/{case_id}/files/"
    with clock(NOW):
        client = enter(shifan, "甲")
        assert client.post(base, {"file": [SimpleUploadedFile("照片 1.png", PNG)]}).status_code == 302
        kept = Attachment.objects.get()
        address = f"{base}{kept.id}/"
        assert kept.sha256 in client.get(address).content.decode()
        assert not Viewing.objects.exists(), "looking at the facts is not looking at the content"
        assert client.post(address, {"purpose": "curiosity"}).status_code == 302
        assert not Viewing.objects.exists()
        reviewer = enter(shifan, "丁")
        opened = reviewer.post(address, {"purpose": "review"})
        assert opened.content == PNG and opened["Content-Disposition"].startswith("inline")
        assert reviewer.post(address, {"purpose": "review", "_save": "1"})["Content-Disposition"].startswith(
            "attachment"
        )
        page = client.get(address).content.decode()
        timeline = client.get(f"/bureau/cases/{case_id}/?tab=timeline").content.decode()
    assert Viewing.objects.filter(purpose="法制审核", person_name="赵六").count() == 2
    assert "赵六" in page and "调阅：照片 1.png" in timeline and "用途：法制审核" in timeline


def test_what_is_not_a_picture_is_never_run_by_the_browser(shifan: World, case_id: UUID) -> None:
    base = f"/bureau/cases/{case_id}/files/"
    with clock(NOW):
        client = enter(shifan, "甲")
        client.post(base, {"file": [SimpleUploadedFile("网页.txt", b"<script>alert(1)</script>")]})
        kept = Attachment.objects.get()
        sent = client.post(f"{base}{kept.id}/", {"purpose": "handle"})
    assert sent["Content-Type"] == "application/octet-stream" and sent["Content-Disposition"].startswith("attachment")


def test_nothing_chosen_and_bad_names_are_told(shifan: World, case_id: UUID) -> None:
    base = f"/bureau/cases/{case_id}/files/"
    with clock(NOW):
        client = enter(shifan, "甲")
        assert "没有选择文件" in client.post(base, {}, follow=True).content.decode()
        told = client.post(base, {"file": [SimpleUploadedFile("假.pdf", b"MZ")]}, follow=True).content.decode()
    assert "不符" in told and not Attachment.objects.exists()


def test_a_record_shows_every_field_and_its_place_in_the_ledger(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        page = enter(shifan, "甲").get(f"/bureau/cases/{case_id}/records/6/").content.decode()
    assert "立案" in page and "负责人意见" in page and "留痕台账" in page and "孙九" in page


def test_the_case_file_is_exported_by_those_who_may_see_it(shifan: World, case_id: UUID) -> None:
    address = f"/bureau/cases/{case_id}/export/"
    with clock(NOW):
        assert enter(shifan, "甲").get(address).status_code == 404, "an export is logged, so it is asked for by POST"
        assert enter(shifan, "市甲").post(address).status_code == 404
        assert not Viewing.objects.exists()
        sent = enter(shifan, "甲").post(address)
    assert sent["Content-Type"] == "application/zip" and next(iter(sent.streaming_content)).startswith(b"PK")
    assert "attachment" in sent["Content-Disposition"] and Viewing.objects.get().person_name == "张三"
