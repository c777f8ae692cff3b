"""The folder of a witness: its key, the logs it knows, and for each log the last checkpoint it cosigned."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mingjing.ledger.verifier.merkle_paths import key_number, note_parts, told
from mingjing.ledger.verifier.policies import COSIGNATURE_TYPE, ED25519_TYPE, Policy, key_text, read_key, read_policy
from mingjing.ledger.verifier.saying import Bad

KEY_FILE, NAME_FILE, LOGS_FILE, HISTORY = "witness-ed25519.pem", "name.txt", "logs.txt", "history.txt"
_here = threading.Lock()


class Seen(NamedTuple):
    """The last checkpoint cosigned of one log."""

    size: int
    root: bytes
    note: str


class NotSetUp(Exception):
    """The folder is not that of a witness; the message says what to do."""


class Folder:
    """A witness's folder. What is written there is on the disk before the call returns."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def set_up(self, name: str) -> None:
        """Make key and name. Does nothing to a key that is there."""
        if not name or any(mark.isspace() or mark == "+" for mark in name):
            raise NotSetUp("见证单位的名称不能有空格和加号，建议用网址的样子，例如 dag.example.gov.cn/witness")
        self.root.mkdir(parents=True, exist_ok=True)
        if (self.root / KEY_FILE).exists():
            raise NotSetUp(f"{self.root} 里已经有密钥，名称是 {self.name()}。密钥不能重造，请直接使用。")
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._write(NAME_FILE, name.encode() + b"\n")
        self._write(KEY_FILE, pem)

    def name(self) -> str:
        """The name it signs with. Raises NotSetUp."""
        try:
            return (self.root / NAME_FILE).read_text(encoding="utf-8").strip()
        except OSError:
            raise NotSetUp(f"{self.root} 还不是见证文件夹，请先运行 witness init --name 名称。") from None

    def public(self) -> bytes:
        """The 32 bytes of its public key."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return bytes(self._key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def key(self) -> str:
        """Name and public key as C2SP text: the line to give to the log's keepers."""
        return key_text(self.name(), COSIGNATURE_TYPE + self.public())

    def cosign(self, text: str, now: int) -> str:
        """The signature line (cosignature/v1) over a checkpoint's text."""
        signature = self._key().sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        name, number = self.name(), key_number(self.name(), COSIGNATURE_TYPE + self.public())
        return f"— {name} {base64.b64encode(number + now.to_bytes(8, 'big') + signature).decode()}\n"

    def _key(self) -> Any:
        """The key; cryptography is loaded only where one is used."""
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            return load_pem_private_key((self.root / KEY_FILE).read_bytes(), password=None)
        except OSError:
            raise NotSetUp(f"{self.root} 里没有密钥 {KEY_FILE}：请从备份恢复，或先运行 witness init。") from None

    def logs(self) -> Policy:
        """The logs it knows. Raises NotSetUp where the file cannot be understood."""
        try:
            return read_policy((self.root / LOGS_FILE).read_text(encoding="utf-8") + "\nquorum none\n")
        except FileNotFoundError:
            return read_policy("quorum none\n")
        except (OSError, ValueError, Bad) as failure:
            raise NotSetUp(f"{LOGS_FILE} 读不懂：{failure}") from None

    def addresses(self) -> list[tuple[str, str]]:
        """(origin, URL) of the logs that are fetched by this witness itself."""
        if not (self.root / LOGS_FILE).exists():
            return []
        lines = [line.split() for line in (self.root / LOGS_FILE).read_text(encoding="utf-8").split("\n")]
        return [(read_key(words[1])[0], words[2]) for words in lines if len(words) == 3 and words[0] == "log"]

    def trust(self, key: str, url: str = "") -> str:
        """Know one more log, or one more key of a log; gives back its origin. Raises Bad, NotSetUp."""
        self.name()
        origin, raw = read_key(key.strip())
        if raw[:1] != ED25519_TYPE:
            raise Bad("台账的公钥应是 Ed25519（类型 0x01），见公示门户的“留痕台账检查点”页")
        if (origin, raw) not in self.logs().logs:
            held = (self.root / LOGS_FILE).read_text(encoding="utf-8") if (self.root / LOGS_FILE).exists() else ""
            line = f"log {key.strip()} {url}".strip()
            self._write(LOGS_FILE, f"{held}{line}\n".encode())
        return origin

    def keys(self, origin: str) -> list[bytes]:
        """The trusted Ed25519 keys of a log; the SM3 tree of a log has the keys of the log."""
        names = {origin, origin[:-4] if origin.endswith("/sm3") else origin}
        return [raw[1:] for name, raw in self.logs().logs if name in names]

    def seen(self, origin: str) -> Seen | None:
        """The last checkpoint cosigned of a log."""
        try:
            note = (self.root / self._state(origin)).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        _, size, root = told(note_parts(note)[0])
        return Seen(size, root, note)

    def remember(self, origin: str, note: str, now: int) -> None:
        """Keep a checkpoint as the last one, on the disk, and a line in the history."""
        _, size, root = told(note_parts(note)[0])
        with (self.root / HISTORY).open("a", encoding="utf-8") as history:
            history.write(f"{now} {origin} {size} {base64.b64encode(root).decode()}\n")
        self._write(self._state(origin), note.encode())

    def _state(self, origin: str) -> str:
        return f"seen-{hashlib.sha256(origin.encode()).hexdigest()[:24]}.note"

    def _write(self, name: str, data: bytes) -> None:
        """Whole or not at all: a draft is brought to the disk and then put in place."""
        draft = self.root / f".{name}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / name)
        if os.name == "posix":
            place = os.open(self.root, os.O_RDONLY)
            try:
                os.fsync(place)
            finally:
                os.close(place)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else looks and writes meanwhile: neither another thread nor another process."""
        with _here, (self.root / ".lock").open("a+b") as file:
            if os.name == "posix":
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
            else:
                import msvcrt

                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
            yield
