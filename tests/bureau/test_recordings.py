"""音像记录 at the pages: committed with or without scripts, sent by tus, filed, played by ranges after a purpose was said."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.records.films import film

from mingjing.cases.models import Act, Case
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.recordings import recorded
from mingjing.foundation.ranging import span_asked as _asked
from mingjing.records import queries
from mingjing.records.models import Recording, RecordingNote, Viewing
from mingjing.sites.bureau.views.recordings_player import _second
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def typed(content: bytes = b"", **changes: str) -> dict[str, str]:
    said = {
        "place": "示范县化工园区1号", "proves": "动火作业现场", "started": "2026-11-22T09:10:00", "ended": "2026-11-22T09:30:00", "device": "记录仪 3 号",
        "clock_offset": "0", "latitude": "", "longitude": "",
    }  # fmt: skip
    if content:
        said |= {"name": "现场.mp4", "size": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    return said | changes


def committed(client: Client, content: bytes, address: str = "/bureau/recordings/new/", **changes: str) -> Any:
    return client.post(address, typed(content, **changes))


def patched(client: Client, address: str, offset: int, piece: bytes, **changes: str) -> Any:
    mark = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    given = {"HTTP_UPLOAD_OFFSET": str(offset), "HTTP_UPLOAD_CHECKSUM": f"sha256 {mark}"} | TUS | changes
    return client.generic("PATCH", address, piece, "application/offset+octet-stream", **given)


def begun(client: Client, one: dict[str, Any], length: int) -> Any:
    told = base64.b64encode(one["id"].encode()).decode()
    return client.post(one["uploads"], HTTP_UPLOAD_LENGTH=str(length), HTTP_UPLOAD_METADATA=f"recording {told}", **TUS)


def sent(client: Client, one: dict[str, Any], content: bytes) -> None:
    address, at = begun(client, one, len(content))["Location"], 0
    while at < len(content):
        answer = patched(client, address, at, content[at : at + 1000])
        assert answer.status_code == 204
        at = int(answer["Upload-Offset"])


def test_a_script_commits_then_sends_and_the_file_has_it(shifan: World, case_id: UUID) -> None:
    content = film()
    with clock(NOW):
        client = enter(shifan, "甲")
        page = client.get(f"/bureau/recordings/new/?case={case_id}").content.decode()
        assert "所记录的步骤" in page and "登记并上传" in page
        one = committed(client, content, f"/bureau/recordings/new/?case={case_id}", act="2").json()
        assert one["held"] is False
        waiting = client.get("/bureau/recordings/?tab=owed").content.decode()
        assert "现场.mp4" in waiting and "待上传" in waiting
        sent(client, one, content)
        kept = queries.recording(UUID(one["id"]))
        assert (kept.state, kept.act_seq, kept.collector, kept.proves) == ("held", 2, "张三", "动火作业现场")
        page = client.get(f"/bureau/cases/{case_id}/?tab=recordings").content.decode()
        assert "现场.mp4" in page and "已入库，与登记一致" in page and one["page"] in page
        shown = client.get(one["page"]).content.decode()
        assert "五项齐全" in shown and kept.held_sha256 in shown and "还没有人调阅" in shown


def test_without_scripts_the_file_comes_with_the_form(shifan: World, case_id: UUID) -> None:
    content = film(2_000)
    with clock(NOW):
        client = enter(shifan, "甲")
        address = f"/bureau/recordings/new/?case={case_id}"
        assert "没有选择文件" in client.post(address, typed(act="2")).content.decode()
        wrong = client.post(
            address, typed(act="2", place="", started="昨天") | {"file": SimpleUploadedFile("现场.mp4", content)}
        )
        assert wrong.status_code == 422 and "动火作业现场" in wrong.content.decode()
        answer = client.post(address, typed(act="2") | {"file": SimpleUploadedFile("现场.mp4", content)})
        kept = Recording.objects.get()
        assert answer["Location"] == f"/bureau/recordings/{kept.id}/"
    assert (kept.state, kept.held_sha256) == ("held", hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"act": "99"}, "act_seq"), ({"act": ""}, "act_seq"), ({"size": "0"}, "size"), ({"started": "昨天"}, "started"), ({"clock_offset": "快"}, "clock_offset"),
     ({"name": "账本.exe"}, "name"), ({"proves": ""}, "proves"), ({"latitude": "北"}, "latitude")],
)  # fmt: skip
def test_what_is_wrong_is_told_by_field(shifan: World, case_id: UUID, changes: dict[str, str], field: str) -> None:
    with clock(NOW):
        given = {"act": "2"} | changes
        answer = committed(enter(shifan, "甲"), film(), f"/bureau/recordings/new/?case={case_id}", **given)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not Recording.objects.exists()


def test_the_clock_of_the_device_is_put_right(shifan: World) -> None:
    with clock(NOW):
        one = committed(enter(shifan, "甲"), film(), clock_offset="90").json()
        page = enter(shifan, "甲").get(one["page"]).content.decode()
    assert queries.recording(UUID(one["id"])).started_at.minute == 8
    assert "设备时钟快 90 秒" in page and "快 90 秒，采集时间已换算" in page


def test_what_waits_is_offered_the_step_it_fits_and_filed(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        act = Act.objects.filter(code="inspect").get()
        since = datetime.fromisoformat(act.data["started_at"]).replace(tzinfo=None)
        one = committed(
            client, film(), proves="", started=since.isoformat(), ended=(since + timedelta(minutes=20)).isoformat()
        ).json()
        page = client.get(f"{one['page']}file/").content.decode()
        assert "可能是这些步骤" in page and "时间重合、采集人办理" in page and f"?case={case_id}" in page
        found = client.get(f"{one['page']}file/?q=恒源").content.decode()
        assert f"?case={case_id}" in found
        assert "没有找到没归档的案件“没有的”" in client.get(f"{one['page']}file/?q=没有的").content.decode()
        address = f"{one['page']}file/?case={case_id}&act=2"
        assert client.post(address, {"act": "2", "place": "二车间", "proves": ""}).status_code == 422
        assert client.post(address, {"act": "2", "place": "二车间", "proves": "无证动火"}).status_code == 302
        assert queries.recording(UUID(one["id"])).blank_marks == ()
        again = client.post(address, {"act": "2", "place": "二车间", "proves": "无证动火", "reason": ""})
        assert again.status_code == 422
        assert (
            client.post(
                address, {"act": "1", "place": "二车间", "proves": "无证动火", "reason": "归错步骤"}
            ).status_code
            == 302
        )
    assert queries.recording(UUID(one["id"])).act_seq == 1


def test_what_is_said_to_be_recorded_throughout_and_is_not_is_told(shifan: World, case_id: UUID) -> None:
    facts = load(Case.objects.get(id=case_id))
    inspection = next(act for act in facts.acts if act.code == "inspect")

    def told(**data: str) -> tuple[str, ...]:
        act = replace(inspection, data={**inspection.data, **data})
        return recorded(replace(facts, acts=(act,)), ())[0].findings

    assert told(av="text_only", av_reason="") == ()
    assert told(av="recorded", av_reason="设备电池耗尽，已更换") == ()
    found = told(av="recorded", av_reason="")
    assert "有 1 段没有音像记录" in found[0] and "REC-19" in found[0]


def test_it_plays_only_after_a_purpose_and_by_ranges(shifan: World, case_id: UUID) -> None:
    content = film(5_000)
    with clock(NOW):
        client = enter(shifan, "甲")
        one = committed(client, content, f"/bureau/recordings/new/?case={case_id}", act="2").json()
        sent(client, one, content)
        supervisor = enter(shifan, "监")
        bytes_ = f"{one['page']}content/"
        assert supervisor.get(bytes_)["Location"] == one["page"]
        assert "<video" not in supervisor.get(one["page"]).content.decode()
        assert supervisor.post(f"{one['page']}play/", {"purpose": "curiosity"}).status_code == 409
        assert not Viewing.objects.exists()
        assert supervisor.post(f"{one['page']}play/", {"purpose": "supervise"})["Location"] == f"{one['page']}#player"
        page = supervisor.get(one["page"]).content.decode()
        assert "<video" in page and 'class="mj-watermark" aria-hidden="true">华监督 2026-11-22' in page
        whole = supervisor.get(bytes_)
        assert (whole.status_code, b"".join(whole), whole["Accept-Ranges"]) == (200, content, "bytes")
        part = supervisor.get(bytes_, headers={"range": "bytes=1000-1999"})
        assert (part.status_code, part["Content-Range"], b"".join(part)) == (
            206,
            "bytes 1000-1999/5000",
            content[1000:2000],
        )
        assert supervisor.get(bytes_, headers={"range": "bytes=9000-"}).status_code == 416
        assert [(row.person_name, row.purpose) for row in Viewing.objects.all()] == [("华监督", "执法监督（播放音像）")]
        assert client.get(bytes_)["Location"] == one["page"], "the purpose is of one session"
        saved = client.post(f"{one['page']}play/", {"purpose": "handle", "_save": "1"})
        assert client.get(saved["Location"])["Content-Disposition"].startswith("attachment")
        page = client.get(one["page"]).content.decode()
        assert "执法监督（播放音像）" in page and "办理本案（下载音像）" in page
        timeline = client.get(f"/bureau/cases/{case_id}/?tab=timeline").content.decode()
    assert "现场.mp4" in timeline and "执法监督（播放音像）" in timeline
    with clock(NOW.replace(hour=15)):
        assert supervisor.get(bytes_)["Location"] == one["page"], "a purpose holds for four hours"


def test_notes_are_kept_and_wrong_ones_told(shifan: World) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        one = committed(client, film()).json()
        assert client.post(f"{one['page']}notes/", {"second": "1:30", "text": "出示证件"}).status_code == 302
        told = client.post(
            f"{one['page']}notes/", {"second": "三分钟", "text": "出示证件"}, follow=True
        ).content.decode()
    assert "应当在 0 到 1200 秒之间" in told and "出示证件" in told and "1:30" in told
    assert RecordingNote.objects.get().second == 90


def test_what_will_not_come_is_explained(shifan: World) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        one = committed(client, film()).json()
        assert client.post(f"{one['page']}excuse/", {"reason": "坏了"}).status_code == 409
        assert client.post(f"{one['page']}excuse/", {"reason": "存储卡损坏，已送修并说明"}).status_code == 302
        assert "已说明不能上传" in client.get(one["page"]).content.decode()
        assert "现场.mp4" not in client.get("/bureau/recordings/?tab=owed").content.decode()


def test_strangers_learn_nothing(shifan: World, case_id: UUID) -> None:
    content = film()
    with clock(NOW):
        client = enter(shifan, "甲")
        waiting = committed(client, content).json()
        filed = committed(client, film(mark=b"2"), f"/bureau/recordings/new/?case={case_id}", act="2").json()
        paths = ["", "content/", "file/", "excuse/"]
        for key in ("市甲", "系小管"):
            other = enter(shifan, key)
            for page in (waiting["page"], filed["page"]):
                assert {other.get(f"{page}{path}").status_code for path in paths} <= {403, 404}
                assert other.post(f"{page}play/", {"purpose": "handle"}).status_code in {403, 404}
                assert other.post(f"{page}notes/", {"second": "1", "text": "看看"}).status_code in {403, 404}
            assert "现场.mp4" not in other.get("/bureau/recordings/").content.decode()
            assert begun(other, waiting, len(content)).status_code == 403
        assert Client().get(waiting["page"])["Location"].startswith("/bureau/sign-in/")
        publicist = enter(shifan, "公")
        assert publicist.get(waiting["page"]).status_code == 404
        assert publicist.get(filed["page"]).status_code == 200
        assert publicist.get("/bureau/recordings/new/").status_code == 403
        assert enter(shifan, "市甲").get(f"/bureau/recordings/new/?case={case_id}").status_code == 404


def test_the_protocol_says_what_it_can_and_what_is_wrong(shifan: World) -> None:
    content = film()
    with clock(NOW):
        client = enter(shifan, "甲")
        one = committed(client, content).json()
        can = client.options(one["uploads"])
        assert (can.status_code, can["Tus-Extension"], can["Tus-Checksum-Algorithm"]) == (
            204,
            "creation,checksum,termination",
            "sha256",
        )
        assert client.post(one["uploads"], HTTP_UPLOAD_LENGTH="5").status_code == 412
        assert client.post(one["uploads"], HTTP_UPLOAD_LENGTH="五", **TUS).status_code == 400
        assert (
            client.post(one["uploads"], HTTP_UPLOAD_LENGTH="5", HTTP_UPLOAD_METADATA="recording !!!", **TUS).status_code
            == 400
        )
        assert client.get(one["uploads"], **TUS).status_code == 405
        assert Client().post(one["uploads"], **TUS).status_code == 401
        address = begun(client, one, len(content))["Location"]
        assert begun(client, one, len(content))["Location"] == address
        head = client.head(address, **TUS)
        assert (head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]) == ("0", "3500", "no-store")
        assert patched(client, address, 0, content[:10], HTTP_UPLOAD_CHECKSUM="md5 AAAA").status_code == 400
        assert (
            patched(
                client, address, 0, content[:10], HTTP_UPLOAD_CHECKSUM=f"sha256 {base64.b64encode(bytes(32)).decode()}"
            ).status_code
            == 460
        )
        assert patched(client, address, -1, content[:10]).status_code == 413
        wrong = patched(client, address, 5, content[:10])
        assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "0")
        assert client.generic("PATCH", address, b"x", "text/plain", **TUS).status_code == 415
        assert client.put(address, **TUS).status_code == 405
        disguised = patched(client, address, 0, b"MZ" + bytes(98))
        assert disguised.status_code == 422 and "不是 .mp4 音像文件" in disguised.content.decode()
        assert patched(client, address, 0, content[:1000])["Upload-Offset"] == "1000"
        assert client.delete(address, **TUS).status_code == 204
        assert client.head(address, **TUS).status_code == 404


def test_a_piece_needs_the_token_of_the_page(shifan: World) -> None:
    with clock(NOW):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = enter(shifan, "甲").cookies
        one = committed(enter(shifan, "甲"), film()).json()
        address = begun(enter(shifan, "甲"), one, 3500)["Location"]
        assert patched(strict, address, 0, film()[:1000]).status_code == 403


@pytest.mark.parametrize(
    ("header", "span"),
    [("", (0, 100)), ("bytes=0-", (0, 100)), ("bytes=10-19", (10, 20)), ("bytes=-5", (95, 100)), ("bytes=-500", (0, 100)), ("bytes=90-999", (90, 100)),
     ("bytes=-", (0, 100)), ("bytes=5-4", (5, 5)), ("bytes=100-", (100, 100)), ("bytes=0-1,5-6", (0, 100)), ("items=1-2", (0, 100))],
)  # fmt: skip
def test_what_is_asked_of_the_bytes(header: str, span: tuple[int, int]) -> None:
    assert _asked(header, 100) == span


@pytest.mark.parametrize(
    ("text", "second"), [("75", 75), ("1:15", 75), ("1:02:03", 3723), ("", -1), ("a", -1), ("1:2:3:4", -1), ("-1", -1)]
)
def test_a_moment_as_people_write_it(text: str, second: int) -> None:
    assert _second(text) == second


def test_lists_ask_few_questions(shifan: World, django_assert_max_num_queries: Any) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        for at in range(25):
            committed(
                client, film(mark=str(at).encode()), started=f"2026-11-22T09:{at:02}:00", ended="2026-11-22T09:40:00"
            )
        with django_assert_max_num_queries(9):
            page = client.get("/bureau/recordings/").content.decode()
        assert page.count("归入案卷</a>") == 20 and "after=" in page
        further = re.search(r'href="(/bureau/recordings/)?(\?[^"]*after=[^"]+)"', page)
        assert further
        second = client.get("/bureau/recordings/" + further[2].replace("&amp;", "&")).content.decode()
    assert second.count("归入案卷</a>") == 5
