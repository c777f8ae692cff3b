"""文字稿 at the pages: seen while the purpose holds, kept version by version, found by what is said, taken out with the file."""

import hashlib
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.bureau.test_recordings import committed, sent
from tests.records.films import film

from mingjing.cases import operations as cases
from mingjing.cases.models import Case
from mingjing.ledger.verifier import mingjing_verify
from mingjing.records import queries
from mingjing.records.models import Transcript
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
SAID = "0:05 张三：动火作业票呢\n0:09 李四：还没有办"


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def recorded(client: Client, case_id: UUID) -> str:
    one = committed(client, film(), f"/bureau/recordings/new/?case={case_id}", act="2").json()
    sent(client, one, film())
    return str(one["page"])


def playing(client: Client, page: str) -> None:
    assert client.post(f"{page}play/", {"purpose": "handle"}).status_code == 302


def text_of(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_it_is_written_seen_changed_and_nothing_typed_is_lost(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = recorded(client, case_id)
        assert "请先选择调阅用途" in text_of(client, f"{page}transcript/")
        playing(client, page)
        assert "还没有文字稿" in text_of(client, page)
        assert client.get(f"{page}transcript.vtt").status_code == 404
        wrong = client.post(f"{page}transcript/", {"lines": "没有时刻", "base": "0"})
        assert (wrong.status_code, "第 1 行没有时刻" in wrong.content.decode(), "没有时刻</textarea>" in wrong.content.decode()) == (409, True, True)  # fmt: skip
        assert client.post(f"{page}transcript/", {"lines": SAID, "base": "0"}).status_code == 302
        shown = text_of(client, page)
        for word in (
            "第 1 版，2 行",
            "动火作业票呢",
            "不单独作为证据",
            'data-at="5"',
            'href="?at=9#player"',
            "录入",
            'kind="captions"',
        ):
            assert word in shown, word
        edit = text_of(client, f"{page}transcript/")
        assert "0:09 李四：还没有办" in edit and 'name="base" value="1"' in edit
        assert client.post(f"{page}transcript/", {"lines": "0:05 张三：动火票呢", "base": "1"}).status_code == 422
        stale = client.post(f"{page}transcript/", {"lines": "0:05 张三：动火票呢", "base": "0", "reason": "重新听写"})
        assert (stale.status_code, "已经存了第 1 版" in stale.content.decode()) == (409, True)
        srt = SimpleUploadedFile("a.srt", "1\n00:00:05,000 --> 00:00:07,000\n张三：动火票呢\n".encode("gb18030"))
        told = {"lines": "", "base": "1", "reason": "重新听写", "file": srt}
        assert client.post(f"{page}transcript/", told).status_code == 302
        shown = text_of(client, page)
        assert "导入 SRT" in shown and "以前的版本" in shown and "动火作业票呢" not in shown
        assert "动火作业票呢" in text_of(client, f"{page}transcript.txt?version=1")
        answer = client.get(f"{page}transcript.vtt?download=1")
        assert (answer["Content-Type"], "attachment" in answer["Content-Disposition"]) == (
            "text/vtt; charset=utf-8",
            True,
        )
        assert "<v 张三>动火票呢" in answer.content.decode()
        for bad in ("transcript.vtt?version=9", "transcript.vtt?version=x", "transcript.exe"):
            assert client.get(f"{page}{bad}").status_code == 404


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"\xff\xfe\x00\xff" * 9, "读不出文字"), (b"x" * (1024 * 1024 + 1), "最大 1024 KB"), (b"", "文字稿是空的")],
)
def test_a_file_that_is_none_is_told(shifan: World, case_id: UUID, content: bytes, word: str) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = recorded(client, case_id)
        playing(client, page)
        answer = client.post(f"{page}transcript/", {"lines": "", "base": "0", "file": SimpleUploadedFile("a.srt", content)})  # fmt: skip
    assert (answer.status_code in (409, 422), word in answer.content.decode()) == (True, True)
    assert not Transcript.objects.exists()


def test_a_supervisor_reads_it_after_the_purpose_and_writes_nothing(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        mine = enter(shifan, "甲")
        page = recorded(mine, case_id)
        playing(mine, page)
        mine.post(f"{page}transcript/", {"lines": SAID, "base": "0"})
        client = enter(shifan, "监")
        assert "动火作业票呢" not in text_of(client, page) and "有文字稿第 1 版" in text_of(client, page)
        assert "动火作业票呢" not in text_of(client, f"{page}transcript.txt")
        playing(client, page)
        assert "动火作业票呢" in text_of(client, page) and "修改文字稿" not in text_of(client, page)
        assert client.get(f"{page}transcript/").status_code == 404
        assert client.post(f"{page}transcript/", {"lines": SAID, "base": "0"}).status_code == 404
        stranger = enter(shifan, "市甲")
        assert stranger.get(f"{page}transcript.txt").status_code == 404


def test_the_search_finds_the_file_and_the_moment_for_those_who_may_see_it(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = recorded(client, case_id)
        playing(client, page)
        client.post(f"{page}transcript/", {"lines": SAID, "base": "0"})
        number = Case.objects.get(id=case_id).number
        found = text_of(client, "/bureau/calling/?said=动火作业票")
        assert number in found and f"{page}?at=5" in found and "票呢" not in found
        assert number not in text_of(client, "/bureau/calling/?said=没有说过")
        assert number in client.get("/bureau/calling/files.csv?said=还没有办").content.decode("utf-8-sig")
        assert number not in text_of(enter(shifan, "市甲"), "/bureau/calling/?said=动火作业票")


def test_it_goes_out_with_the_file_and_is_verified(shifan: World, case_id: UUID, tmp_path: Path) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = recorded(client, case_id)
        playing(client, page)
        client.post(f"{page}transcript/", {"lines": SAID, "base": "0"})
        by = shifan.actor("甲", NOW)
        _, content = cases.export_case(case_id=case_id, by=by, now=NOW)
    target = tmp_path / "case.zip"
    target.write_bytes(content.read())
    with zipfile.ZipFile(target) as packed:
        names = [name for name in packed.namelist() if "文字稿" in name]
        assert sorted(name.rsplit(".", 1)[-1] for name in names) == ["txt", "vtt"]
        digests = {hashlib.sha256(packed.read(name)).hexdigest() for name in names}
    dossier = Case.objects.get(id=case_id).dossier_id
    assert digests == {each.sha256 for each in queries.transcript_files(dossier)}
    assert mingjing_verify.verify(str(target)).code == 0
