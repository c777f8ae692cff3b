"""The seals in files that were handed in: every kind of file has a page that says what is so, and a report to take along."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.sealing.ofd_made import packed, page, plain, sealed, sealed_parts
from tests.sealing.ses_made import in_the_file

from mingjing.records.models import Attachment, Viewing
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def handed_in(shifan: World, case_id: UUID, name: str, content: bytes) -> str:
    """The address of a file that 甲 handed in."""
    sent = SimpleUploadedFile(name, content)
    assert enter(shifan, "甲").post(f"/bureau/cases/{case_id}/files/", {"file": sent}).status_code == 302
    return f"/bureau/cases/{case_id}/files/{Attachment.objects.get(name=name).id}/"


def test_an_ofd_has_a_report_on_the_page_as_json_and_as_pdf(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        here = handed_in(shifan, case_id, "市局批复.ofd", sealed())
        officer = enter(shifan, "甲")
        assert f"{here}seals/" in officer.get(here).content.decode()
        looks = Viewing.objects.count()
        told = officer.get(f"{here}seals/").content.decode()
        assert "盖章后没有发现改动" in told and "章（虚构）" in told and "2026-10-13 16:20" in told
        assert "是不是该机关的印章不能判断" in told and "没有设置信任的根证书" in told
        assert "登记簿" not in told, "a seal from elsewhere stands in no register of ours"
        kept = json.loads(officer.get(f"{here}seals.json").content)
        assert kept["facts"]["文件"] == "市局批复.ofd" and kept["reports"][0]["state"] == "unknown"
        assert officer.get(f"{here}seals.pdf").content.startswith(b"%PDF-")
        assert officer.get(f"{here}seals.exe").status_code == 404
        assert Viewing.objects.count() == looks, "nothing of the content was shown"
        assert enter(shifan, "市甲").get(f"{here}seals/").status_code == 404


def test_a_changed_page_is_named(shifan: World, case_id: UUID) -> None:
    changed = sealed_parts(plain()) | {"Doc_0/Pages/Page_1/Content.xml": page("罚款减半")}
    with clock(NOW):
        here = handed_in(shifan, case_id, "改过的.ofd", packed(changed))
        told = enter(shifan, "监").get(f"{here}seals/").content.decode()
        assert "盖章后被改动：第 2 页的内容" in told and "罚款减半" not in told


def test_two_seals_are_told_apart(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        here = handed_in(shifan, case_id, "联合.ofd", packed(sealed_parts(sealed_parts(plain()), number=1)))
        told = enter(shifan, "甲").get(f"{here}seals/").content.decode()
        assert "第 1 个 " in told and "第 2 个 " in told
        assert "印章 2：" in pdf_text(enter(shifan, "甲").get(f"{here}seals.pdf").content)


def pdf_text(pdf: bytes) -> str:
    from mingjing.foundation.typesetting import text_of

    return "".join(text_of(pdf))


def test_a_sealed_pdf_from_elsewhere_has_the_same_report(shifan: World, case_id: UUID, plain_pdf: bytes) -> None:
    with clock(NOW):
        here = handed_in(shifan, case_id, "来文.pdf", in_the_file(plain_pdf))
        assert "GB/T 38540" in enter(shifan, "甲").get(f"{here}seals/").content.decode()
        bare = handed_in(shifan, case_id, "没有章.pdf", plain_pdf)
        assert "文件上没有电子印章" in enter(shifan, "甲").get(f"{bare}seals/").content.decode()


@pytest.fixture
def plain_pdf(tmp_path: Any) -> bytes:
    """A document without a seal."""
    from tests.sealing.conftest import plain as document

    return document(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "content"), [("坏的.ofd", b"PK\x03\x04junk"), ("空包.ofd", packed({"x.xml": b"<x/>"}))]
)
def test_a_broken_file_is_told(shifan: World, case_id: UUID, name: str, content: bytes) -> None:
    with clock(NOW):
        here = handed_in(shifan, case_id, name, content)
        answer = enter(shifan, "甲").get(f"{here}seals/")
        assert answer.status_code == 200 and ("损坏" in answer.content.decode() or "不是" in answer.content.decode())


def test_what_cannot_bear_a_seal_and_a_setting_that_does_not_read_are_told(
    shifan: World, case_id: UUID, settings: Any
) -> None:
    with clock(NOW):
        here = handed_in(shifan, case_id, "现场.txt", "现场情况".encode())
        officer = enter(shifan, "甲")
        assert "不是 PDF、OFD" in officer.get(f"{here}seals/").content.decode()
        assert f"{here}seals/" not in officer.get(here).content.decode()
        other = handed_in(shifan, case_id, "批复.ofd", sealed())
        settings.MINGJING_SEAL_ROOTS = "/nowhere/roots.pem"
        assert "roots.pem" in officer.get(f"{other}seals/").content.decode()
        assert officer.get(f"{other}seals.json").status_code == 302
