"""Contents come in pieces over a broken link, and whatever dies on the way, nothing is lost and nothing is half true."""

import hashlib
import os
import resource
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests import kept
from tests.organs.at_once import at_once
from tests.records.films import AT, committed, dossier, film, held, sent

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.hashing import sm3_hash
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Upload
from mingjing.records.operations import uploading
from mingjing.records.terms import NotFound
from mingjing.records.terms.recordings import BadChecksum, WrongOffset

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits: drafts go with the commit."""
    return kept.county()


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    """A store of the test's own."""
    settings.MINGJING_STORE = tmp_path / "store"
    return Path(settings.MINGJING_STORE)


def begun(shifan: Any, content: bytes, **changes: Any) -> Any:
    one = committed(shifan, content, **changes)
    return operations.begin_upload(recording_id=one.id, length=len(content), by=shifan.actor("甲", AT), at=AT)


def piece(shifan: Any, upload: Any, offset: int, content: bytes, checksum: bytes | None = None) -> Any:
    digest = hashlib.sha256(content).digest() if checksum is None else checksum
    return operations.receive(
        upload_id=upload.id, offset=offset, piece=content, checksum=digest, by=shifan.actor("甲", AT), at=AT
    )


def drafts() -> list[str]:
    folder = Path(settings.MINGJING_STORE) / "drafts"
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_a_film_comes_in_pieces_and_is_what_was_committed(shifan: Any) -> None:
    content = film()
    one = held(shifan, content)
    assert (one.state, one.held_sha256, one.held_size, one.media_type) == ("held", one.sha256, 3500, "video/mp4")
    assert one.sm3 == sm3_hash(content).hexdigest()
    assert storage.read(one.held_sha256) == content
    event = ledger.whole(f"recording:{one.id}")[-1]
    assert (event.kind, event.payload["same"], event.payload["late_seconds"]) == ("record:recording:held", True, 0)
    assert event.objects[0]["sm3"] == one.sm3
    assert (drafts(), Upload.objects.count()) == ([], 0)


def test_a_cut_link_goes_on_where_it_was_cut(shifan: Any) -> None:
    content = film()
    upload = sent(shifan, begun(shifan, content), content, until=1700)
    again = operations.begin_upload(recording_id=upload.recording_id, length=3500, by=shifan.actor("甲", AT), at=AT)
    assert (again.id, again.offset) == (upload.id, 1700)
    assert queries.recording(upload.recording_id).received == 1700
    uploading._running.clear()  # another process goes on: it knows no running digests
    sent(shifan, again, content)
    assert queries.recording(upload.recording_id).state == "held"


def test_a_piece_out_of_place_is_told_the_place(shifan: Any) -> None:
    content = film()
    upload = piece(shifan, begun(shifan, content), 0, content[:1000])
    for offset in (0, 999, 2000):
        with pytest.raises(WrongOffset) as wrong:
            piece(shifan, upload, offset, content[offset : offset + 500])
        assert wrong.value.offset == 1000


def test_a_piece_that_changed_on_the_way_is_sent_again(shifan: Any) -> None:
    content = film()
    upload = begun(shifan, content)
    with pytest.raises(BadChecksum):
        piece(shifan, upload, 0, content[:999] + b"!", hashlib.sha256(content[:1000]).digest())
    assert queries.upload(upload.id).offset == 0
    assert piece(shifan, upload, 0, content[:1000]).offset == 1000


@pytest.mark.parametrize(
    ("sent_instead", "how"),
    [(film(3000), "短了 500 字节"), (film(3600), "长了 100 字节"), (film(3500, b"x"), "长度相同、内容不同")],
)
def test_a_shortened_or_different_film_is_kept_and_says_so(shifan: Any, sent_instead: bytes, how: str) -> None:
    one = committed(shifan, film())
    upload = operations.begin_upload(recording_id=one.id, length=len(sent_instead), by=shifan.actor("甲", AT), at=AT)
    sent(shifan, upload, sent_instead)
    kept_ = queries.recording(one.id)
    assert (kept_.state, kept_.sha256, kept_.size) == ("differs", one.sha256, 3500)
    assert storage.read(kept_.held_sha256) == sent_instead
    from mingjing.records.rules.recordings import is_what_was_committed

    assert how in str(is_what_was_committed(one.sha256, one.size, kept_.held_sha256, kept_.held_size)[0])


def test_it_may_be_late_and_that_is_logged(shifan: Any) -> None:
    content, late = film(), AT + timedelta(days=3)
    one = committed(shifan, content)
    upload = operations.begin_upload(recording_id=one.id, length=3500, by=shifan.actor("甲", late), at=late)
    sent(shifan, upload, content, at=late)
    assert (
        ledger.whole(f"recording:{one.id}")[-1].payload["late_seconds"] == int((late - one.due_at).total_seconds()) > 0
    )


def test_a_disguised_file_is_told_at_its_first_piece(shifan: Any) -> None:
    content = b"MZ" + bytes(3000)
    upload = begun(shifan, content)
    with pytest.raises(Invalid, match="不是 .mp4 音像文件"):
        piece(shifan, upload, 0, content[:1000])
    assert (queries.upload(upload.id).offset, drafts()) == (0, [])


@pytest.mark.parametrize("length", [0, -1, uploading.LARGEST + 1])
def test_a_length_that_cannot_be_is_refused(shifan: Any, length: int) -> None:
    one = committed(shifan, film())
    with pytest.raises(Invalid, match="1 字节到 64 GB"):
        operations.begin_upload(recording_id=one.id, length=length, by=shifan.actor("甲", AT), at=AT)


def test_what_is_held_is_not_sent_again_and_another_file_is_asked_for(shifan: Any) -> None:
    one, by = held(shifan, film()), shifan.actor("甲", AT)
    with pytest.raises(Invalid, match="已经入库"):
        operations.begin_upload(recording_id=one.id, length=3500, by=by, at=AT)
    other = begun(shifan, film(mark=b"2"))
    with pytest.raises(Invalid, match="正在上传的是 3,500 字节"):
        operations.begin_upload(recording_id=other.recording_id, length=10, by=by, at=AT)
    operations.drop_upload(upload_id=other.id, by=by, at=AT)
    assert operations.begin_upload(recording_id=other.recording_id, length=10, by=by, at=AT).length == 10


def test_more_than_was_said_is_refused(shifan: Any) -> None:
    upload = begun(shifan, film(1000))
    with pytest.raises(Invalid, match="比登记的总长还多"):
        piece(shifan, upload, 0, film(1001))


def test_a_full_store_is_said_before_the_first_byte(shifan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "free", lambda: 100)
    with pytest.raises(Invalid, match="存储空间不足.*请不要删除"):
        begun(shifan, film())


def test_a_disk_that_fills_in_mid_upload_loses_nothing(shifan: Any) -> None:
    """The operating system itself refuses: a limit on the size of any file stands for the full disk."""
    content = film()
    upload = sent(shifan, begun(shifan, content), content, until=2000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    draft = Path(settings.MINGJING_STORE) / "drafts" / str(upload.id)

    def write(limit: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            storage.write_draft(str(upload.id), 2000, content[2000:3000])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    with pytest.raises(storage.Full, match="已经收到的都在"):
        write(2300)
    assert queries.upload(upload.id).offset == 2000
    assert draft.stat().st_size == 2300
    sent(shifan, upload, content)
    assert storage.read(queries.recording(upload.recording_id).held_sha256) == content


@pytest.mark.parametrize("step", ["write_draft", "keep_draft", "append"])
@pytest.mark.parametrize("after", [False, True])
def test_whatever_dies_at_the_last_piece_it_can_be_sent_again(
    shifan: Any, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    content = film()
    upload = sent(shifan, begun(shifan, content), content, until=3000)
    owner: Any = uploading.ledger if step == "append" else storage
    whole = getattr(owner, step)

    def dying(*given: Any, **named: Any) -> Any:
        if after:
            whole(*given, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, dying)
        with pytest.raises(KeyboardInterrupt):
            sent(shifan, upload, content)
    one = queries.recording(upload.recording_id)
    assert (one.state, one.received, one.held_at) == ("committed", 3000, None)
    assert [each.kind for each in ledger.whole(f"recording:{one.id}")] == ["record:recording:committed"]
    sent(shifan, queries.upload(upload.id), content)
    done = queries.recording(upload.recording_id)
    assert (done.state, storage.read(done.held_sha256)) == ("held", content)
    assert drafts() == []


@pytest.mark.parametrize("last", [False, True])
def test_a_piece_that_was_undone_and_comes_as_another_is_not_counted(
    shifan: Any, monkeypatch: pytest.MonkeyPatch, last: bool
) -> None:
    """The same process carries the digests along: what was rolled back may not be in them."""
    real, other = film(3000), film(3000, b"other")
    upload = sent(shifan, begun(shifan, real), real, until=2000 if last else 1000)
    until = upload.offset + 1000

    def dying(self: Upload, *given: Any, **named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Upload, "save", dying)
        with pytest.raises(KeyboardInterrupt):
            piece(shifan, upload, upload.offset, other[upload.offset : until][::-1])
    assert queries.upload(upload.id).offset == upload.offset
    sent(shifan, upload, real)
    done = queries.recording(upload.recording_id)
    assert (done.state, done.held_sha256) == ("held", hashlib.sha256(real).hexdigest())
    assert storage.read(done.held_sha256) == real


def test_what_was_kept_is_never_written_again_through_its_draft(shifan: Any) -> None:
    content = film(2000)
    upload = sent(shifan, begun(shifan, content), content, until=1000)
    storage.write_draft(str(upload.id), 1000, content[1000:])
    stored = storage.keep_draft(str(upload.id), hashlib.sha256(content).hexdigest(), "")
    storage.write_draft(str(upload.id), 0, b"other")
    assert storage.read(stored.sha256) == content


def test_a_draft_that_vanished_is_said(shifan: Any) -> None:
    content = film()
    upload = sent(shifan, begun(shifan, content), content, until=2000)
    os.truncate(Path(settings.MINGJING_STORE) / "drafts" / str(upload.id), 10)
    with pytest.raises(storage.Missing, match="请取消后重新上传"):
        sent(shifan, upload, content)
    storage.drop_draft(str(upload.id))
    with pytest.raises(storage.Missing, match="不见了"):
        sent(shifan, upload, content)


def test_what_comes_after_its_file_was_sealed_is_refused_and_nothing_is_appended(shifan: Any) -> None:
    content, by = film(), shifan.actor("甲", AT)
    going = sent(shifan, begun(shifan, content), content, until=2000)
    one, case = queries.recording(going.recording_id), dossier(shifan)
    operations.match_recording(
        recording_id=one.id,
        dossier_id=case,
        act_seq=1,
        case_number="示应急立〔2026〕1号",
        place=one.place,
        proves=one.proves,
        by=by,
        at=AT,
    )
    operations.excuse_recording(recording_id=one.id, reason="存储卡损坏，已送修并说明", by=by, at=AT)
    operations.seal(dossier_id=case, at=AT, by=by)
    before = len(ledger.whole(f"dossier:{case}"))
    with pytest.raises(Refused, match="REC-17"):
        sent(shifan, going, content)
    assert queries.upload(going.id).offset == 3000, "what came is still there; the last piece alone would have filed it"
    with pytest.raises(Refused, match="REC-17"):
        operations.begin_upload(recording_id=one.id, length=3500, by=by, at=AT)
    assert len(ledger.whole(f"dossier:{case}")) == before


def test_old_drafts_are_swept_and_the_recording_is_still_owed(shifan: Any) -> None:
    content = film()
    upload = sent(shifan, begun(shifan, content), content, until=2000)
    assert operations.drop_stale(at=AT + uploading.KEPT_FOR) == 0
    assert operations.drop_stale(at=AT + uploading.KEPT_FOR + timedelta(seconds=1)) == 1
    assert drafts() == []
    with pytest.raises(NotFound):
        queries.upload(upload.id)
    assert [one.id for one in queries.owed(shifan.organs["应急局"])] == [upload.recording_id]


@pytest.mark.parametrize("key", ["公", "监", "市甲"])
def test_only_the_organ_sends(shifan: Any, key: str) -> None:
    content = film()
    upload = begun(shifan, content)
    by = shifan.actor(key, AT)
    with pytest.raises(Forbidden):
        operations.begin_upload(recording_id=upload.recording_id, length=3500, by=by, at=AT)
    with pytest.raises(Forbidden):
        operations.receive(
            upload_id=upload.id, offset=0, piece=b"", checksum=hashlib.sha256(b"").digest(), by=by, at=AT
        )
    with pytest.raises(Forbidden):
        operations.drop_upload(upload_id=upload.id, by=by, at=AT)


def test_of_two_commitments_and_of_two_pieces_at_once_one_counts(shifan: Any) -> None:
    content = film(1000)
    both = at_once(*[lambda: committed(shifan, content)] * 3)
    assert len({one.id for one in both}) == 1
    assert len(ledger.whole(f"recording:{both[0].id}")) == 1
    by = shifan.actor("甲", AT)
    uploads = at_once(*[lambda: operations.begin_upload(recording_id=both[0].id, length=1000, by=by, at=AT)] * 3)
    assert len({one.id for one in uploads}) == 1
    answers = at_once(*[lambda: piece(shifan, uploads[0], 0, content)] * 3)
    assert sorted(type(one).__name__ for one in answers)[-1] == "UploadFacts"
    assert sum(isinstance(one, (NotFound, WrongOffset)) for one in answers) == 2
    assert [one.kind for one in ledger.whole(f"recording:{both[0].id}")].count("record:recording:held") == 1


def test_a_span_of_a_content(shifan: Any) -> None:
    content = film(600_000)
    stored = storage.put(content)
    assert storage.size(stored.sha256) == 600_000
    assert b"".join(storage.span(stored.sha256, 5, 599_999)) == content[5:599_999]
    assert b"".join(storage.span(stored.sha256, 599_990, 700_000)) == content[599_990:]
    with pytest.raises(storage.Missing):
        storage.span("0" * 64, 0, 1)
