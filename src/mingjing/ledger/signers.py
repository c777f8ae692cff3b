"""Who signs: one interface over a key in a file, or in a machine that never gives it out (HSM, 签名验签服务器)."""

import base64
import contextlib
import os
import secrets
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from mingjing.ledger.terms import KeyMissing
from mingjing.ledger.verifier.policies import ED25519_TYPE
from mingjing.ledger.verifier.sm2 import SM2_TYPE, sm2

FILES = {"ed25519": "log-ed25519.pem", "sm2": "log-sm2.pem"}
KINDS = {"ed25519": ED25519_TYPE, "sm2": SM2_TYPE}
# SEC 1 for the SM2 curve (1.2.156.10197.1.301), as OpenSSL writes it: version, private key, curve, public key.
_HEAD, _MIDDLE = bytes.fromhex("30770201010420"), bytes.fromhex("a00a06082a811ccf5501822da14403420004")
_OPEN, _SHUT = "-----BEGIN EC PRIVATE KEY-----\n", "-----END EC PRIVATE KEY-----\n"


class Signer(Protocol):
    """A key that signs. `kind`: the type of its signatures in a note; `public`: the public key as the note has it."""

    kind: bytes
    public: bytes

    def sign(self, message: bytes) -> bytes: ...


class Ed25519File:
    """An Ed25519 key in a file."""

    kind = ED25519_TYPE

    def __init__(self, pem: bytes) -> None:
        key = load_pem_private_key(pem, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("not Ed25519")
        self._key = key
        self.public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        """64 bytes (RFC 8032)."""
        return self._key.sign(message)

    @staticmethod
    def new() -> bytes:
        """A new key as PEM."""
        return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Sm2File:
    """An SM2 key in a file, for pilots: only certified modules satisfy a 密评."""

    kind = SM2_TYPE

    def __init__(self, pem: bytes) -> None:
        der = base64.b64decode("".join(line for line in pem.decode().splitlines() if not line.startswith("-")))
        if len(der) != 121 or der[:7] != _HEAD or der[39:57] != _MIDDLE:
            raise ValueError("not SM2")
        self._private, self._point = der[7:39], der[57:]
        self.public = b"\x04" + self._point

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each (GB/T 32918.2). What the library made is checked by our own arithmetic before it is used."""
        made: bytes = _gmssl().SM2(self._private.hex(), self.public.hex()).sign(message)
        if not sm2(self.public, message, made):
            raise RuntimeError("the SM2 library gave a signature that does not fit its key")
        return made

    @staticmethod
    def new() -> bytes:
        """A new key as PEM, readable for OpenSSL."""
        made = _gmssl().SM2.generate()
        private, point = bytes.fromhex(made.private_key_hex), bytes.fromhex(made.public_key_hex)[1:]
        text = base64.b64encode(_HEAD + private + _MIDDLE + point).decode()
        return (_OPEN + "".join(f"{text[at : at + 64]}\n" for at in range(0, len(text), 64)) + _SHUT).encode()


MAKERS: dict[str, type[Ed25519File] | type[Sm2File]] = {"ed25519": Ed25519File, "sm2": Sm2File}


def can_make(algorithm: str) -> bool:
    """Whether this machine has what such a key needs."""
    return algorithm != "sm2" or find_spec("gmssl_fast") is not None


def _gmssl() -> Any:
    """The library that signs with SM2. Raises KeyMissing where it is not installed."""
    try:
        return import_module("gmssl_fast")
    except ImportError as failure:
        raise KeyMissing("这台电脑没有 SM2 的程序库（gmssl-fast），不能用 SM2 密钥签名：请安装后再试。") from failure


def signer(algorithm: str, *, may_make: bool = False, following: bool = False) -> Signer:
    """The present key of this kind, or with `following` the one prepared to follow it. Raises KeyMissing."""
    path = path_of(algorithm, following=following)
    if not path.exists():
        if not may_make:
            raise KeyMissing(f"台账签名密钥 {path.name} 不见了：请从备份恢复到密钥文件夹，不要另造新密钥。")
        _make(path, MAKERS[algorithm].new())
    return _loaded(algorithm, path, path.stat().st_mtime_ns)


def path_of(algorithm: str, *, following: bool = False) -> Path:
    """Where the key lies."""
    name = FILES[algorithm]
    return Path(settings.MINGJING_KEYS) / (name.replace(".pem", ".next.pem") if following else name)


def move_up(algorithm: str) -> None:
    """Put the key prepared in the place of the present one, which is kept aside under the number of its public key."""
    present, following = path_of(algorithm), path_of(algorithm, following=True)
    if present.exists():
        number = signer(algorithm).public[-32:].hex()[:12]
        with contextlib.suppress(FileExistsError):
            os.link(present, present.with_name(f"retired-{number}-{present.name}"))
    following.replace(present)


@cache
def _loaded(algorithm: str, path: Path, _stamp: int) -> Signer:
    try:
        return MAKERS[algorithm](path.read_bytes())
    except (ValueError, TypeError) as failure:
        raise KeyMissing(f"{path.name} 不是 {algorithm.upper()} 密钥，请从备份恢复。") from failure


def _make(path: Path, pem: bytes) -> None:
    """Write a new key under a draft name and link it into place, so that two first users end with one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
