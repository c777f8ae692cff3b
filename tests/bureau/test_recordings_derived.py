"""Copies of a recording: children with their own digests, explained, held against the original's streams."""

import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.records.films import AT, committed, film, held, sent
from tests.security.hostile import browser

from mingjing.foundation import films, storage
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import RecordingCopy
from mingjing.records.terms.derived import CopyDraft

pytestmark = pytest.mark.django_db
OTHER = film(mark=b"copy")
REDACTED = CopyDraft("redacted", "遮盖.mp4", "公开播放，遮盖未成年人")


def derived(shifan: Any, one: Any, draft: CopyDraft = REDACTED, content: bytes = OTHER, key: str = "甲") -> Any:
    return operations.derive_recording(
        recording_id=one.id, draft=draft, kept=storage.put(content), by=shifan.actor(key, AT), at=AT
    )


def test_a_copy_is_a_child_of_its_original_and_logged(shifan: Any) -> None:
    one = held(shifan, film())
    made, again = derived(shifan, one), derived(shifan, one)
    assert made.id == again.id
    assert (made.sha256, made.agreement, made.outside) == (sha256(OTHER).hexdigest(), "unknown", True)
    told = ledger.whole(f"recording:{one.id}")[-1]
    assert (told.kind, told.payload["original"], told.objects[0]["sha256"]) == (
        "record:recording:derived", one.held_sha256, made.sha256,
    )  # fmt: skip
    assert storage.read(one.held_sha256) == film(), "the original stays as it is"
    assert not [*queries.copies_unlike_the_ledger()]
    RecordingCopy.objects.update(agreement="same")
    assert ["不符" in str(each) for each in queries.copies_unlike_the_ledger()] == [True]
    RecordingCopy.objects.all().delete()
    assert ["被删除" in str(each) for each in queries.copies_unlike_the_ledger()] == [True]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (CopyDraft("dance", "a.mp4", "公开播放"), "kind"), (CopyDraft("redacted", "a.mp4", "无"), "reason"), (CopyDraft("clip", "a.mp4", "公开播放"), "since"),
        (CopyDraft("clip", "a.mp4", "公开播放", 5, 5), "since"), (CopyDraft("clip", "a.mp4", "公开播放", 0, 10**6), "since"), (CopyDraft("redacted", "a.pdf", "公开播放"), "file"),
    ],
)  # fmt: skip
def test_what_is_not_explained_is_refused(shifan: Any, draft: CopyDraft, field: str) -> None:
    one = held(shifan, film())
    with pytest.raises(Refused) as refused:
        derived(shifan, one, draft)
    assert [(each.rule, each.field) for each in refused.value.findings] == [("REC-70", field)]
    assert not RecordingCopy.objects.exists()


def test_no_copy_without_an_original_nor_of_itself_nor_by_a_stranger(shifan: Any) -> None:
    with pytest.raises(Invalid, match="还没有入库"):
        derived(shifan, committed(shifan, film(mark=b"0")))
    one = held(shifan, film())
    for content, word in ((film(), "就是原件"), (b"no film", "不是音像")):
        with pytest.raises(Invalid, match=word):
            derived(shifan, one, content=content)
    with pytest.raises(Forbidden):
        derived(shifan, one, key="市甲")


def test_streams_say_whether_a_copy_agrees(shifan: Any) -> None:
    one = held(shifan, film())
    for number, (streams, word) in enumerate((("v=1", "same"), ("v=2", "differs"), ("", "unknown"))):
        draft = CopyDraft("transcoded", "a.mp4", "便于播放", streams_original="v=1", streams_copy=streams)
        assert derived(shifan, one, draft, film(mark=b"%d" % number)).agreement == word


def test_a_copy_made_elsewhere_is_handed_in_seen_and_opened_with_a_purpose(shifan: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(films, "ffmpeg", lambda: "")
    one = held(shifan, film())
    client, form = browser(shifan.people["甲"]), reverse("bureau:recording_derive", args=[one.id])
    assert "没有安装 FFmpeg" in client.get(form).content.decode()
    typed = {"kind": "redacted", "reason": "公开播放用", "since": "", "until": ""}
    answer = client.post(form, typed)
    assert (answer.status_code, "请选择做好的派生件文件" in answer.content.decode()) == (422, True)
    assert client.post(form, typed | {"kind": "clip", "since": "0:01", "until": "0:02"}).status_code == 422
    assert client.post(form, typed | {"reason": ""}).status_code == 422
    assert client.post(form, typed | {"file": SimpleUploadedFile("遮盖.mp4", OTHER)}).status_code == 302
    shown = client.get(reverse("bureau:recording", args=[one.id])).content.decode()
    assert "遮盖.mp4" in shown and "无法核对" in shown
    made = queries.copies(one.id)[0]
    where = reverse("bureau:recording_copy", args=[one.id, made.id])
    assert client.get(where).status_code == 302
    client.post(reverse("bureau:recording_play", args=[one.id]), {"purpose": "handle"})
    assert b"".join(client.get(where).streaming_content) == OTHER
    assert client.get(reverse("bureau:recording_copy", args=[one.id, uuid4()])).status_code == 404
    assert browser(shifan.people["市甲"]).get(form).status_code == 404


@pytest.mark.slow
@pytest.mark.skipif(not films.ffmpeg(), reason="本机没有 FFmpeg，不试剪辑和流摘要")
def test_a_remuxed_copy_has_the_content_of_the_original_and_a_clip_is_cut_here(shifan: Any, tmp_path: Path) -> None:
    source, remuxed = tmp_path / "a.mp4", tmp_path / "b.mov"
    made = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=6", "-c:v", "mpeg4", "-g", "5", str(source)]
    subprocess.run([films.ffmpeg(), "-v", "error", *made], check=True)
    subprocess.run([films.ffmpeg(), "-v", "error", "-i", str(source), "-c", "copy", str(remuxed)], check=True)
    content = source.read_bytes()
    one = committed(shifan, content, name="a.mp4")
    begun = operations.begin_upload(recording_id=one.id, length=len(content), by=shifan.actor("甲", AT), at=AT)
    sent(shifan, begun, content)
    client, form = browser(shifan.people["甲"]), reverse("bureau:recording_derive", args=[one.id])
    typed = {"kind": "transcoded", "reason": "便于播放", "since": "", "until": ""}
    assert client.post(form, typed | {"file": SimpleUploadedFile("b.mov", remuxed.read_bytes())}).status_code == 302
    cut = {"kind": "clip", "reason": "听证会播放", "since": "0:02", "until": "0:04"}
    assert client.post(form, cut).status_code == 302
    assert [(each.kind, each.agreement, each.outside) for each in queries.copies(one.id)] == [
        ("transcoded", "same", True), ("clip", "differs", False),
    ]  # fmt: skip
    assert films.stream_hashes(tmp_path / "none.mp4") == ""
