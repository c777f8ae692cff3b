"""An S3-compatible object store: versions, retention (GOVERNANCE) and legal hold below the application.

What is new lies in the local folder first, so that no transaction waits for a network and nothing is lost while the
object store is away; `move` takes it over. Reads look there first.
"""

import base64
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from mingjing.foundation.storage.folder import READ, Folder
from mingjing.foundation.storage.terms import Away, Locked, Missing, Stored, absent, altered
from mingjing.kernel.hashing import Sums

PART = 16 * 1024 * 1024
"""How long one part of a film is on its way, in bytes; shorter contents go at once."""
R = TypeVar("R")


@dataclass(frozen=True)
class Bucket:
    """Where the contents lie, and how long they are locked on arrival."""

    endpoint: str
    bucket: str
    key: str
    secret: str
    region: str = "us-east-1"
    prefix: str = ""
    retain_days: str = "0"

    @cached_property
    def client(self) -> Any:
        """The connection. Slow answers are waited for, lost ones asked again."""
        options: Any = Config(  # type: ignore[no-untyped-call]
            retries={"max_attempts": 4, "mode": "standard"}, connect_timeout=5, read_timeout=60, s3={"addressing_style": "path"},
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        return boto3.client(  # type: ignore[no-untyped-call]
            "s3", endpoint_url=self.endpoint, aws_access_key_id=self.key, aws_secret_access_key=self.secret,
            region_name=self.region, config=options,
        )  # fmt: skip

    def at(self, sha256: str) -> dict[str, str]:
        """Bucket and key of a content."""
        return {"Bucket": self.bucket, "Key": f"{self.prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"}

    def locks(self, now: datetime) -> dict[str, Any]:
        """The retention with which a content arrives; nothing where none is set."""
        days = int(self.retain_days or 0)
        if not days:
            return {}
        return {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": now + timedelta(days=days)}


def asked(what: Callable[[], R], sha256: str = "") -> R:
    """The answer of the object store, its refusals in our words. Raises Missing, Locked, Away."""
    try:
        return what()
    except ClientError as problem:
        code = str(problem.response.get("Error", {}).get("Code", ""))
        if code in {"404", "NoSuchKey", "NotFound", "NoSuchVersion"}:
            raise absent(sha256) from None
        raise Away(f"对象存储拒绝了请求（{code}）。请核对 MINGJING_STORE_S3_ 开头的设置和桶的权限。") from problem
    except BotoCoreError as problem:
        raise Away(
            "对象存储没有回答，内容都还在本机，请稍后再试；一直不行的，请核对 MINGJING_STORE_S3_ENDPOINT 和网络。"
        ) from problem


class Objects:
    """A bucket behind a local folder."""

    def __init__(self, local: Folder, bucket: Bucket) -> None:
        self.local, self.far = local, bucket

    def put(self, content: bytes | Iterable[bytes]) -> Stored:
        """Keep a content on the local disk; `move` takes it over."""
        return self.local.put(content)

    def keep(self, draft: Path, sha256: str, sm3: str) -> Stored:
        """Keep a draft on the local disk; `move` takes it over."""
        return self.local.keep(draft, sha256, sm3)

    def open_(self, sha256: str) -> BinaryIO:
        """Open a content for reading. Raises Missing, Away."""
        try:
            return self.local.open_(sha256)
        except Missing:
            body = asked(lambda: self.far.client.get_object(**self.far.at(sha256))["Body"], sha256)
            return cast("BinaryIO", io.BufferedReader(body, READ))

    def span(self, sha256: str, since: int, until: int) -> Iterator[bytes]:
        """Some bytes of a content, piece by piece. Raises Missing before the first piece."""
        try:
            return self.local.span(sha256, since, until)
        except Missing:
            until = min(until, self.size(sha256))
            if since >= until:
                return iter(())
            named = self.far.at(sha256) | {"Range": f"bytes={since}-{until - 1}"}
            body = asked(lambda: self.far.client.get_object(**named)["Body"], sha256)
            return cast("Iterator[bytes]", body.iter_chunks(READ))

    def size(self, sha256: str) -> int:
        """How many bytes a content has. Raises Missing, Away."""
        try:
            return self.local.size(sha256)
        except Missing:
            return int(self._head(sha256)["ContentLength"])

    def names(self) -> Iterator[str]:
        """The names of all contents that are held, here or there, in order."""
        waiting = set(self.local.names())
        there: Iterator[str] = (
            str(one["Key"]).rsplit("/", 1)[-1] for page in asked(lambda: self._pages()) for one in page.get("Contents", ())
        )  # fmt: skip
        yield from sorted(waiting.union(there))

    def hold(self, sha256: str, on: bool) -> bool:
        """Lay or lift a legal hold. Raises Missing, Away."""
        self._there(sha256)
        asked(lambda: self.far.client.put_object_legal_hold(**self.far.at(sha256), LegalHold={"Status": "ON" if on else "OFF"}), sha256)  # fmt: skip
        return True

    def retain(self, sha256: str, until: datetime) -> bool:
        """Lock a content until a moment (GOVERNANCE). Raises Missing, Away."""
        self._there(sha256)
        lock = {"Mode": "GOVERNANCE", "RetainUntilDate": until}
        asked(lambda: self.far.client.put_object_retention(**self.far.at(sha256), Retention=lock), sha256)
        return True

    def erase(self, sha256: str, order: str) -> bool:
        """Remove every version of a content, here and there; the retention is lifted for an order only. Raises Locked, Away."""
        versions = self._versions(sha256)
        for one in versions:
            self._may_go(sha256, str(one["VersionId"]), order)
        for one in versions:
            bypass = {"BypassGovernanceRetention": True} if order else {}
            named = self.far.at(sha256) | {"VersionId": one["VersionId"]}
            asked(lambda named=named, bypass=bypass: self.far.client.delete_object(**named, **bypass), sha256)  # type: ignore[misc]
        return self.local.erase(sha256, order) or bool(versions)

    def set_back(self, sha256: str, pieces: Iterable[bytes]) -> tuple[str, str]:
        """Put a content back where the copy is the very one, as a new version; the altered version stays under it."""
        given, aside = self.local.set_back(sha256, pieces)
        if given == sha256:
            path = self.local.path(sha256)
            self._send(path, sha256, path.stat().st_size)
            path.unlink()
        return given, aside

    def move(self, limit: int) -> int:
        """Take over what waits on the local disk, about `limit` bytes. Raises Missing for an altered content, Away."""
        moved, left = 0, limit
        for name in self.local.names():
            if left <= 0:
                break
            left -= self.local.size(name)
            self._take_over(name)
            moved += 1
        return moved

    def take(self, path: Path, sha256: str) -> None:
        """Lay a content down there, its digests computed on the way. Raises Missing for one that is not what its name says."""
        length = path.stat().st_size
        if not self._held(sha256, length):
            sums = self._send(path, sha256, length)
            if sums.sha256 != sha256 or not self._held(sha256, length):
                raise altered(sha256)

    def far_content(self, sha256: str) -> Iterator[bytes]:
        """A content as it lies there. Raises Missing, Away."""
        body = asked(lambda: self.far.client.get_object(**self.far.at(sha256))["Body"], sha256)
        return cast("Iterator[bytes]", body.iter_chunks(READ))

    def _take_over(self, sha256: str) -> None:
        """Move: only what lies there is removed here."""
        path = self.local.path(sha256)
        self.take(path, sha256)
        path.unlink(missing_ok=True)

    def _send(self, path: Path, sha256: str, length: int) -> Sums:
        sums, client, here = Sums(), self.far.client, self.far.at(sha256)
        locks = self.far.locks(datetime.now(UTC))
        with path.open("rb") as source:
            if length <= PART:
                content = source.read()
                sums.update(content)
                if sums.sha256 == sha256:
                    told = {"sm3": sums.sm3}
                    asked(
                        lambda: client.put_object(
                            **here, Body=content, Metadata=told, ContentMD5=_md5(content), **locks
                        )
                    )
                return sums
            begun = asked(lambda: client.create_multipart_upload(**here, **locks))["UploadId"]
            try:
                return self._parts(source, here | {"UploadId": begun}, sha256)
            except BaseException:
                client.abort_multipart_upload(**here, UploadId=begun)
                raise

    def _parts(self, source: BinaryIO, upload: dict[str, str], sha256: str) -> Sums:
        """Part by part; completed only where all of it is what its name says. Raises Missing, Away."""
        sums = Sums()
        parts: list[dict[str, Any]] = []
        while piece := source.read(PART):
            sums.update(piece)
            number = len(parts) + 1
            sent = asked(lambda piece=piece, number=number: self.far.client.upload_part(**upload, PartNumber=number, Body=piece, ContentMD5=_md5(piece)))  # type: ignore[misc]  # fmt: skip
            parts.append({"PartNumber": number, "ETag": sent["ETag"]})
        if sums.sha256 != sha256:
            raise altered(sha256)
        asked(lambda: self.far.client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts}))
        return sums

    def _head(self, sha256: str) -> dict[str, Any]:
        return asked(lambda: dict(self.far.client.head_object(**self.far.at(sha256))), sha256)

    def _held(self, sha256: str, length: int) -> bool:
        try:
            return int(self._head(sha256)["ContentLength"]) == length
        except Missing:
            return False

    def _there(self, sha256: str) -> None:
        """A lock is laid on what lies there: a content that still waits here is taken over first. Raises Missing."""
        if self.local.path(sha256).exists():
            self._take_over(sha256)

    def _pages(self) -> list[dict[str, Any]]:
        pages = self.far.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.far.bucket, Prefix=self.far.prefix
        )
        return list(pages)

    def _versions(self, sha256: str) -> list[dict[str, Any]]:
        here = self.far.at(sha256)
        told = asked(
            lambda: dict(self.far.client.list_object_versions(Bucket=here["Bucket"], Prefix=here["Key"])), sha256
        )
        return [*told.get("Versions", ()), *told.get("DeleteMarkers", ())]

    def _may_go(self, sha256: str, version: str, order: str) -> None:
        """Raise Locked for a legal hold, and for a retention where no order lifts it."""
        named = self.far.at(sha256) | {"VersionId": version}
        head = asked(lambda: dict(self.far.client.head_object(**named)), sha256)
        if head.get("ObjectLockLegalHoldStatus") == "ON":
            raise Locked(f"内容 {sha256[:12]}… 处于依法留存（legal hold），不能销毁；请先由作出留存决定的人解除。")
        until = head.get("ObjectLockRetainUntilDate")
        if until is not None and until > datetime.now(UTC) and not order:
            raise Locked(f"内容 {sha256[:12]}… 锁定到 {until:%Y-%m-%d}，没有销毁批准文号不能删除。")


def _md5(content: bytes) -> str:
    """What the protocol asks for with locked objects; nothing relies on it."""
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
