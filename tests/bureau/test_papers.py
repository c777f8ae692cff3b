"""纸质件: a print is scanned or photographed, finds its document by its codes, is compared, signed, listed; bad files are told."""

import io
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.scanning.camera import bound, jpeg, paper, photographed, scanned, written

from mingjing.cases.models import Case
from mingjing.foundation import storage
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Attachment, Document, PaperSignature, Scan, ScanPage, Viewing
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 9)


def printed(world: World, case_id: UUID, form: str = "interview_record") -> tuple[Document, bytes]:
    """A document of the case that is signed on paper, as it is printed."""
    case = Case.objects.get(id=case_id)
    row = Document.objects.filter(dossier_id=case.dossier_id, form=form).order_by("act_seq")[0]
    facts = operations.render(dossier_id=row.dossier_id, document_id=row.id, at=NOW, by=world.actor("甲", NOW))
    row.refresh_from_db()
    return row, storage.read(facts.pdf_sha256)


def sent(world: World, case_id: UUID, content: bytes, name: str = "扫描.jpg", who: str = "甲") -> str:
    """A file handed in at the case; what the page says."""
    one = SimpleUploadedFile(name, content)
    client = enter(world, who)
    answer = client.post(f"/bureau/cases/{case_id}/papers/take/", {"file": one})
    assert answer.status_code == 302, answer.status_code
    return client.get(answer["Location"]).content.decode()


def signed(pdf: bytes, page: int = 0) -> Image.Image:
    """The page with a name written on it."""
    return written(paper(pdf, page), "李四", (60, 258))


def test_a_photographed_page_is_matched_compared_and_signed(shifan: World, case_id: UUID) -> None:
    row, pdf = printed(shifan, case_id)
    with clock(NOW):
        page = sent(shifan, case_id, jpeg(photographed(signed(pdf), turn=1)))
        assert "已收下“扫描.jpg”" in page and row.title in page and "待核对" in page
        sheet = ScanPage.objects.get()
        assert (sheet.document_id, sheet.page, sheet.state, sheet.by_code) == (row.id, 1, "matched", True)
        assert len(sheet.spots) == 1 and sheet.spots[0]["written"]
        client = enter(shifan, "甲")
        address = f"/bureau/papers/{sheet.id}/"
        page = client.get(address).content.decode()
        assert "多出的笔迹" in page and "还缺 被询问人、询问人" in page
        for side in ("scan", "original"):
            assert client.get(f"{address}{side}.png")["Content-Type"] == "image/png"
            client.get(f"{address}{side}.png")
        assert [one.what for one in Viewing.objects.all()] == ["scan"]
        assert client.get(f"{address}other.png").status_code == 404
        assert client.post(address, {"note": "写了"}).status_code == 422
        assert client.post(address, {"mark-0": "note", "note": ""}).status_code == 422
        client.post(address, {"mark-0": "signature"})
        sheet.refresh_from_db()
        assert (sheet.outcome, sheet.checked_by) == ("signed", "张三")
        client.post(f"{address}sign/", {"role": "被询问人", "name": "李四", "refused": "no"})
        assert client.post(f"{address}sign/", {"role": "询问人", "name": "张三", "refused": "yes"}).status_code == 409
        client.post(f"{address}sign/", {"role": "询问人", "name": "张三", "refused": "no"})
    assert PaperSignature.objects.count() == 2
    events = [one for one in ledger.whole(f"dossier:{row.dossier_id}") if one.kind == "record:paper:checked"]
    assert [one["sha256"] for one in events[0].objects] == [sheet.scan.sha256, row.pdf_sha256]
    assert not list(queries.unlike_the_ledger(row.dossier_id, ledger.whole(f"dossier:{row.dossier_id}")))


def test_a_signed_bundle_is_put_in_order_and_missing_pages_are_named(shifan: World, case_id: UUID) -> None:
    row, pdf = printed(shifan, case_id, "inspection_record")
    pages = [scanned(paper(pdf, n), angle=0.8) for n in range(row.pages or 0)]
    with clock(NOW):
        page = sent(shifan, case_id, bound([*reversed(pages[1:]), Image.new("L", (1654, 2339), 250)]), "倒着的.pdf")
    assert "缺第 1 页" in page or "没有" in page
    told = {one.number: (one.state, one.page) for one in ScanPage.objects.all()}
    assert told[len(pages)] == ("unmatched", 0) and "没有读到页码二维码" in page
    standing = next(one for one in queries.standings((row.dossier_id,)) if one.document_id == row.id)
    assert 1 in standing.gone and not standing.whole
    assert any(one.rule == "PAPER-01" and row.title in one.message for one in queries.paper_findings(row.dossier_id))
    with clock(NOW):
        missing = enter(shifan, "己").get("/bureau/papers/?tab=missing").content.decode()
        assert "缺纸质件" in missing and "询问笔录" in missing
        form = enter(shifan, "档").get(f"/bureau/cases/{case_id}/papers/").content.decode()
    assert "需要签名的文书" in form and "没有齐" in form


def test_a_changed_figure_is_found_and_explained(shifan: World, case_id: UUID) -> None:
    row, pdf = printed(shifan, case_id)
    forged = written(paper(pdf), "■", (60, 60), 6)
    with clock(NOW):
        sent(shifan, case_id, jpeg(scanned(forged)))
        sheet = ScanPage.objects.get()
        assert sheet.spots
        client, address = enter(shifan, "甲"), f"/bureau/papers/{sheet.id}/"
        kinds = {f"mark-{at}": "different" for at in range(len(sheet.spots))}
        assert client.post(address, kinds).status_code == 422
        client.post(address, kinds | {"note": "数字被改过，另行重新打印"})
    sheet.refresh_from_db()
    assert sheet.outcome == "different"
    standing = next(one for one in queries.standings((row.dossier_id,)) if one.document_id == row.id)
    assert standing.different == (1,)
    with clock(NOW):
        assert "PAPER-01" in enter(shifan, "己").get("/bureau/supervision/").content.decode()


def test_the_same_page_again_counts_and_the_first_is_kept(shifan: World, case_id: UUID) -> None:
    _, pdf = printed(shifan, case_id)
    content = jpeg(scanned(paper(pdf)))
    with clock(NOW):
        sent(shifan, case_id, content)
        assert "内容完全相同" in sent(shifan, case_id, content, "另一个名字.jpg")
        sent(shifan, case_id, jpeg(scanned(paper(pdf), angle=-1)), "重扫.jpg")
    assert [one.state for one in ScanPage.objects.order_by("scan__name")] == ["replaced", "matched"]
    assert "以这一次的为准" in ScanPage.objects.get(state="matched").problem


def test_foreign_paper_old_versions_and_other_files_are_told(shifan: World, case_id: UUID) -> None:
    row, pdf = printed(shifan, case_id)
    other = case_at(shifan, 7)
    with clock(NOW):
        sent(shifan, other, jpeg(scanned(paper(pdf))), "别的案件.jpg")
        assert "另一个案卷" in ScanPage.objects.get(scan__name="别的案件.jpg").problem
        assert "不是本机关" in _problem(shifan, "市甲", jpeg(scanned(paper(pdf), angle=0.5)))
        Document.objects.filter(id=row.id).update(void_reason="重新制作")
        sent(shifan, case_id, jpeg(scanned(paper(pdf), angle=-0.5)), "作废的.jpg")
        assert "已经作废" in ScanPage.objects.get(scan__name="作废的.jpg").problem
        Document.objects.filter(id=row.id).update(void_reason="", data_sha256="0" * 64)
        sent(shifan, case_id, jpeg(scanned(paper(pdf), angle=0.3)), "旧的.jpg")
        assert "另一个版本" in ScanPage.objects.get(scan__name="旧的.jpg").problem


def _problem(world: World, who: str, content: bytes) -> str:
    """A batch handed in by somebody; what is wrong with its first page."""
    answer = enter(world, who).post("/bureau/papers/take/", {"file": SimpleUploadedFile("批.jpg", content)})
    key = answer["Location"].rstrip("/").rsplit("/", 1)[-1]
    return str(ScanPage.objects.get(scan_id=key).problem)


def test_a_batch_goes_to_the_cases_it_belongs_to(shifan: World, case_id: UUID) -> None:
    row, pdf = printed(shifan, case_id)
    blank = Image.new("L", (1654, 2339), 250)
    with clock(NOW):
        client = enter(shifan, "档")
        file = SimpleUploadedFile("一批.tif", bound([scanned(paper(pdf)), blank], "TIFF"))
        answer = client.post("/bureau/papers/take/", {"file": file})
        page = client.get(answer["Location"]).content.decode()
        assert row.title in page and "没有读到页码二维码" in page
        assert "一批.tif 第 2 页" in client.get("/bureau/papers/").content.decode()
        lost = ScanPage.objects.get(number=2)
        address = f"/bureau/papers/{lost.id}/"
        assert "先找到案件" in client.get(f"{address}assign/").content.decode()
        assert "没有找到" in client.get(f"{address}assign/?q=没有这样的案件").content.decode()
        number = Case.objects.get(id=case_id).number
        assert row.title in client.get(f"{address}assign/", {"q": number}).content.decode()
        wrong = client.post(
            f"{address}assign/?q={number}", {"document": str(row.id), "page": "99", "reason": "标题一致的"}
        )
        assert wrong.status_code == 409
        client.post(f"{address}assign/?q={number}", {"document": str(row.id), "page": "2", "reason": "标题和页码一致"})
    lost.refresh_from_db()
    assert (lost.state, lost.page, lost.by_code) == ("matched", 2, False) or row.pages == 1
    names = list(Attachment.objects.filter(dossier_id=row.dossier_id).values_list("name", flat=True))
    assert any(name.startswith("扫描件-") and row.title in name for name in names)
    assert not list(queries.unlike_the_ledger(row.dossier_id, ledger.whole(f"dossier:{row.dossier_id}")))


def test_a_page_is_set_aside_once_and_with_a_reason(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        sent(shifan, case_id, jpeg(Image.new("L", (800, 1131), 240)))
        sheet = ScanPage.objects.get()
        client, address = enter(shifan, "甲"), f"/bureau/papers/{sheet.id}/set-aside/"
        assert client.post(address, {"reason": "空"}).status_code == 409
        assert client.post(address, {"reason": "是空白的背面"}).status_code == 302
        assert client.post(address, {"reason": "是空白的背面"}).status_code == 409
        assert client.post(f"/bureau/papers/{sheet.id}/", {}).status_code == 422
    sheet.refresh_from_db()
    assert sheet.state == "set_aside"


BOMB = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("坏的.pdf", b"%PDF-1.7 nothing", "打不开"), ("坏的.jpg", b"\xff\xd8\xff\xe0broken", "已经损坏"), ("空的.pdf", b"", "空文件"),
        ("假的.pdf", b"\xff\xd8\xff\xe0", "与扩展名不符"), ("表格.xlsx", b"PK\x03\x04xx", "HEIC"), ("炸弹.png", BOMB, "已经损坏"),
        ("半截.tif", b"II*\x00\x08\x00\x00\x00", "已经损坏"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_and_not_kept(
    shifan: World, case_id: UUID, name: str, content: bytes, told: str
) -> None:
    with clock(NOW):
        assert told in sent(shifan, case_id, content, name)
    assert not Scan.objects.exists() and not Attachment.objects.filter(name=name).exists()


def test_a_huge_picture_too_many_pages_and_too_many_bytes_are_told(shifan: World, case_id: UUID, settings: Any) -> None:
    held = io.BytesIO()
    Image.new("1", (12000, 12000)).save(held, "PNG")
    many = bound([Image.new("L", (8, 8), 255)] * 301)
    with clock(NOW):
        assert "万像素" in sent(shifan, case_id, held.getvalue(), "大图.png")
        assert "一次最多 300 页" in sent(shifan, case_id, many, "太多.pdf")
        settings.MINGJING_UPLOAD_LIMIT = 1024
        assert "上限" in sent(shifan, case_id, many, "太大.pdf")
        assert "没有选择文件" in enter(shifan, "甲").post(
            f"/bureau/cases/{case_id}/papers/take/", follow=True
        ).content.decode()  # fmt: skip


def test_two_hundred_pages_are_read_a_few_at_a_time(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        page = sent(shifan, case_id, bound([Image.new("L", (80, 113), 250)] * 200), "厚卷.pdf")
        assert "还有 197 页正在识别" in page
        assert operations.read_waiting(limit=5, by="system", at=NOW) == 5
        scan = Scan.objects.get()
        client = enter(shifan, "甲")
        assert "已识别 8 页" in client.get(f"/bureau/papers/scans/{scan.id}/").content.decode()
        client.post(f"/bureau/papers/scans/{scan.id}/")
    scan.refresh_from_db()
    assert scan.read == 11 and ScanPage.objects.count() == 11


def test_strangers_see_nothing_and_readers_change_nothing(shifan: World, case_id: UUID) -> None:
    _, pdf = printed(shifan, case_id)
    with clock(NOW):
        sent(shifan, case_id, jpeg(scanned(paper(pdf))))
        sheet = ScanPage.objects.get()
        for path in (f"{sheet.id}/", f"{sheet.id}/scan.png", f"scans/{sheet.scan_id}/"):
            assert enter(shifan, "市甲").get(f"/bureau/papers/{path}").status_code == 404
            assert enter(shifan, "丁").get(f"/bureau/papers/{path}").status_code == 403
        head = enter(shifan, "己")
        assert head.get(f"/bureau/papers/{sheet.id}/").status_code == 200
        assert head.post(f"/bureau/papers/{sheet.id}/", {"note": ""}).status_code == 403
        assert head.post(f"/bureau/cases/{case_id}/papers/take/").status_code == 403
