"""Seals and signatures at the pages: registered, asked for, put on, examined; signed on a screen or refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.sealing.made import set_up

from mingjing.foundation import storage
from mingjing.organs.queries import seals as seal_register
from mingjing.records import queries
from mingjing.records.models import Document, HandSignature, Sealing, Viewing
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
STROKES = [
    [[1000 + 300 * at, 2000 + (at % 3) * 400, 500, 16 * at] for at in range(20)],
    [[5000, 3000, 900, 400], [5200, 7000, 800, 420]],
]


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def paper_of(case_id: UUID, form: str = "filing_approval") -> tuple[str, Document]:
    row = Document.objects.get(form=form)
    return f"/bureau/cases/{case_id}/documents/{row.id}/", row


def typed(shifan: World, **changes: Any) -> dict[str, Any]:
    """The form of a new seal."""
    return {
        "kind": "pilot", "name": "应急局试点章", "owner": "示范县应急管理局", "number": "SD-01", "filing_number": "", "serial": "5ea1",
        "valid_from": "2026-01-01", "valid_to": "2028-01-01", "holder": str(shifan.people["档"]), "users": [str(shifan.people["甲"])],
    } | changes  # fmt: skip


def registered(shifan: World) -> UUID:
    """A seal of the organ that works."""
    assert enter(shifan, "己").post("/bureau/seals/new/", typed(shifan)).status_code == 302
    [one] = seal_register.seals(shifan.organs["应急局"])
    set_up(Path(settings.MINGJING_KEYS), one.id)
    return one.id


def test_the_head_registers_lends_and_stops_a_seal(shifan: World) -> None:
    with clock(NOW):
        head = enter(shifan, "己")
        assert "还没有登记电子印章" in head.get("/bureau/seals/").content.decode()
        wrong = head.post("/bureau/seals/new/", typed(shifan, serial="序列号"))
        assert wrong.status_code == 409 and "应急局试点章" in wrong.content.decode()
        assert head.post("/bureau/seals/new/", typed(shifan, holder=str(shifan.people["系小管"]))).status_code == 422
        seal_id = registered(shifan)
        again = head.post("/bureau/seals/new/", typed(shifan))
        assert again.status_code == 409 and "已经登记" in again.content.decode()
        here = f"/bureau/seals/{seal_id}/"
        assert head.post(f"{here}lend/", {"holder": str(shifan.people["己"]), "users": []}).status_code == 302
        assert seal_register.seals(shifan.organs["应急局"])[0].holder_id == shifan.people["己"]
        assert head.post(f"{here}move/", {"state": "cancelled", "note": "到期换章"}).status_code == 302
        assert head.post(f"{here}move/", {"state": "active", "note": "再启用一次"}).status_code == 409
        assert "已注销" in head.get(here).content.decode()
        assert enter(shifan, "市己").get(here).status_code == 404
        assert enter(shifan, "监").get(here).status_code == 200
        assert "用印登记" in enter(shifan, "监").get("/bureau/seals/?organ=yjj").content.decode()


def test_a_document_is_asked_sealed_opened_and_examined(shifan: World, case_id: UUID) -> None:
    here, row = paper_of(case_id)
    with clock(NOW):
        registered(shifan)
        officer, keeper = enter(shifan, "甲"), enter(shifan, "档")
        assert "申请盖章" in officer.get(here).content.decode()
        assert officer.post(f"{here}seal/").status_code == 302
        waiting = queries.sealing_of(row.id)
        assert waiting and waiting.stage == "waiting"
        banner = officer.get(f"{here}document.pdf")
        assert "未盖电子印章" in "".join(storage_text(banner.content))
        page = keeper.get("/bureau/seals/waiting/").content.decode()
        assert "立案审批表" in page and "应急局试点章" in page
        assert enter(shifan, "乙").post(f"/bureau/seals/waiting/{waiting.id}/put/", {"seal": ""}).status_code == 403
        [one] = seal_register.seals(shifan.organs["应急局"])
        assert keeper.post(f"/bureau/seals/waiting/{waiting.id}/put/", {"seal": str(one.id)}).status_code == 302
        done = queries.sealing_of(row.id)
        assert done and done.sealed
        opened = officer.get(f"{here}document.pdf")
        assert opened.content == storage.read(done.sha256) and opened["ETag"] == f'"{done.sha256}"'
        before = officer.get(f"{here}document.pdf?original=1")
        assert before.content == storage.read(done.source_sha256)
        assert Viewing.objects.order_by("-id")[0].purpose == "办理本案（打开盖章前的文书）"
        page = officer.get(here).content.decode()
        assert "已盖章" in page and "试点印章" in page
        report = officer.get(f"{here}seal/report/").content.decode()
        assert "没有发现改动" in report and "没有设置信任的根证书" in report and "5EA1" in report
        told = json.loads(officer.get(f"{here}seal/report.json").content)
        assert told["facts"]["盖章后文件 SHA-256"] == done.sha256 and told["report"]["state"] == "unknown"
        assert officer.get(f"{here}seal/report.pdf").content.startswith(b"%PDF-")
        assert officer.get(f"{here}seal/report.exe").status_code == 404
        assert officer.post(f"{here}seal/report/").status_code == 302
        assert keeper.post(f"/bureau/seals/waiting/{waiting.id}/put/", {"seal": str(one.id)}).status_code == 409
        assert officer.post(f"{here}seal/").status_code == 409
        used = enter(shifan, "己").get("/bureau/seals/uses.csv").content.decode("utf-8-sig")
        assert "应急局试点章" in used and done.sha256 in used
        assert "已盖章" in officer.get(f"/bureau/cases/{case_id}/?tab=documents").content.decode()


def storage_text(pdf: bytes) -> list[str]:
    """The text of a PDF's pages."""
    from mingjing.foundation.typesetting import text_of

    return text_of(pdf)


def test_a_failure_is_shown_and_may_be_tried_again_or_taken_back(shifan: World, case_id: UUID) -> None:
    here, _ = paper_of(case_id)
    with clock(NOW):
        assert enter(shifan, "己").post("/bureau/seals/new/", typed(shifan)).status_code == 302
        [one] = seal_register.seals(shifan.organs["应急局"])
        officer, keeper = enter(shifan, "甲"), enter(shifan, "档")
        officer.post(f"{here}seal/")
        row = Sealing.objects.get()
        answer = keeper.post(f"/bureau/seals/waiting/{row.id}/put/", {"seal": str(one.id)})
        assert answer.status_code == 409 and "没有设置印章服务" in answer.content.decode()
        page = keeper.get("/bureau/seals/waiting/").content.decode()
        assert "没有盖成" in page and "重试" in page and "第 1 次" in page
        assert keeper.get("/bureau/seals/waiting/?q=没有这份").content.decode().count("没有符合条件的文书") == 1
        drop = f"/bureau/seals/waiting/{row.id}/drop/"
        assert officer.post(drop, {"reason": "不"}).status_code == 409
        assert officer.post(drop, {"reason": "这份不用盖"}).status_code == 302
        assert "没有待盖章的文书" in keeper.get("/bureau/seals/waiting/").content.decode()


def test_a_document_that_must_bear_a_seal_is_not_downloaded_in_production(
    shifan: World, case_id: UUID, settings: Any
) -> None:
    here, _ = paper_of(case_id)
    with clock(NOW):
        officer = enter(shifan, "甲")
        officer.post(f"{here}seal/")
        assert officer.get(f"{here}document.pdf?download=1").status_code == 200
        settings.PRODUCTION = True
        answer = officer.get(f"{here}document.pdf?download=1")
        assert answer.status_code == 409 and "应当盖章，还没有盖" in answer.content.decode()
        assert officer.get(f"{here}document.pdf").status_code == 200


def test_the_head_says_from_when_documents_must_bear_a_seal(shifan: World) -> None:
    with clock(NOW):
        registered(shifan)
        head = enter(shifan, "己")
        past = {
            "since": "2026-11-01",
            "required": "yes",
            "forms": [],
            "automatic": [],
            "seal": "",
            "reason": "局办公会定",
        }
        assert head.post("/bureau/seals/required/", past).status_code == 409
        auto = past | {"since": "2026-12-01", "automatic": ["penalty_decision"]}
        assert head.post("/bureau/seals/required/", auto).status_code == 409
        [one] = seal_register.seals(shifan.organs["应急局"])
        assert head.post("/bureau/seals/required/", auto | {"seal": str(one.id)}).status_code == 302
        page = head.get("/bureau/seals/").content.decode()
        assert "现在没有要求文书盖章" in page and "从 2026-12-01 起：须盖章" in page
        assert seal_register.sealing_on(shifan.organs["应急局"], date(2026, 11, 30)) is None


def sent(digest: str, **changes: Any) -> dict[str, Any]:
    """What the signing page posts."""
    return {
        "role": "asked",
        "name": "李某四",
        "reason": "",
        "witness": "",
        "shown": digest,
        "strokes": json.dumps(STROKES),
    } | changes


def test_somebody_signs_on_the_screen(shifan: World, case_id: UUID) -> None:
    here, row = paper_of(case_id)
    with clock(NOW):
        officer = enter(shifan, "甲")
        page = officer.get(f"{here}sign/").content.decode()
        row.refresh_from_db()
        assert row.pdf_sha256 in page
        bad: list[dict[str, Any]] = [
            {"name": ""},
            {"strokes": ""},
            {"strokes": "[[[1,2]]]"},
            {"strokes": "{"},
            {"shown": "0" * 64},
            {"role": "king"},
        ]
        for wrong in bad:
            answer = officer.post(f"{here}sign/", sent(row.pdf_sha256, **wrong))
            assert answer.status_code in (409, 422), wrong
            if "name" not in wrong:
                assert "李某四" in answer.content.decode(), "what was typed stays"
        assert not HandSignature.objects.exists()
        assert officer.post(f"{here}sign/", sent(row.pdf_sha256)).status_code == 302
        [one] = queries.signatures(row.id)
        assert (one.name, one.told, one.current, one.refused) == ("李某四", "被询问人", True, False)
        kept = json.loads(storage.read(one.strokes_sha256))
        assert kept["strokes"] == STROKES
        picture = officer.get(f"{here}signatures/{one.id}.png")
        assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
        sheet = officer.get(f"{here}signatures.pdf")
        text = "".join(storage_text(sheet.content))
        assert "李某四" in text and row.pdf_sha256[:32] in text
        assert "李某四" in officer.get(here).content.decode()


def test_who_will_not_sign_is_noted_with_reason_and_witness(shifan: World, case_id: UUID) -> None:
    here, row = paper_of(case_id)
    with clock(NOW):
        officer = enter(shifan, "甲")
        officer.get(f"{here}sign/")
        row.refresh_from_db()
        no = sent(row.pdf_sha256, refused="1", strokes="")
        assert officer.post(f"{here}sign/", no).status_code == 409
        assert officer.post(f"{here}sign/", no | {"reason": "对事实有异议"}).status_code == 409
        assert officer.post(f"{here}sign/", no | {"reason": "对事实有异议", "witness": "王某社区"}).status_code == 302
        page = officer.get(here).content.decode()
        assert "拒绝签名" in page and "见证人：王某社区" in page
        assert "拒绝签名" in "".join(storage_text(officer.get(f"{here}signatures.pdf").content))


def test_a_signature_on_what_was_shown_before_the_seal_stays_and_one_of_another_version_says_so(
    shifan: World, case_id: UUID
) -> None:
    here, row = paper_of(case_id)
    with clock(NOW):
        seal_id, officer = registered(shifan), enter(shifan, "甲")
        officer.get(f"{here}sign/")
        row.refresh_from_db()
        officer.post(f"{here}sign/", sent(row.pdf_sha256))
        officer.post(f"{here}seal/")
        officer.post(f"/bureau/seals/waiting/{Sealing.objects.get().id}/put/", {"seal": str(seal_id)})
        assert officer.post(f"{here}sign/", sent(row.pdf_sha256)).status_code == 409, (
            "the sealed file is what is shown now"
        )
        done = queries.sealing_of(row.id)
        assert done and done.sealed
        assert officer.post(f"{here}sign/", sent(done.sha256, role="party")).status_code == 302
        assert [one.current for one in queries.signatures(row.id)] == [True, True]
        HandSignature.objects.filter(role="asked").update(shown_sha256="f" * 64)
        assert "签的是另一版文书" in officer.get(here).content.decode()
