"""SM2 (GB/T 32918.2) with SM3 on the recommended curve: whether a signature fits key and message."""

from __future__ import annotations

from typing import Any

from mingjing.ledger.verifier.digests import new_sm3

SM2_TYPE = b"\xffmingjing/sm2-with-sm3@1\n"
"""How a note names such a key: the type that C2SP leaves to everybody, and a word that nobody else will choose."""
SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_A = SM2_P - 3
SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM2_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SIGNER = b"1234567812345678"


def _sm2_twice(p: Any) -> Any:
    """A point in Jacobian coordinates, doubled (the curve has a = -3)."""
    x, y, z = p
    if not y or not z:
        return 0, 1, 0
    square = y * y % SM2_P
    s = 4 * x * square % SM2_P
    m = 3 * (x - z * z) * (x + z * z) % SM2_P
    new = (m * m - 2 * s) % SM2_P
    return new, (m * (s - new) - 8 * square * square) % SM2_P, 2 * y * z % SM2_P


def _sm2_plus(p: Any, q: Any) -> Any:
    if not p[2] or not q[2]:
        return q if not p[2] else p
    z1, z2 = p[2] * p[2] % SM2_P, q[2] * q[2] % SM2_P
    u1, u2 = p[0] * z2 % SM2_P, q[0] * z1 % SM2_P
    s1, s2 = p[1] * z2 * q[2] % SM2_P, q[1] * z1 * p[2] % SM2_P
    h, r = (u2 - u1) % SM2_P, (s2 - s1) % SM2_P
    if not h:
        return (0, 1, 0) if r else _sm2_twice(p)
    h2 = h * h % SM2_P
    h3, v = h2 * h % SM2_P, u1 * h2 % SM2_P
    x = (r * r - h3 - 2 * v) % SM2_P
    return x, (r * (v - x) - s1 * h3) % SM2_P, h * p[2] * q[2] % SM2_P


def _sm2_sum(s: int, t: int, public: tuple[int, int]) -> Any:
    """s·G + t·P, both at once."""
    base, key = (*SM2_G, 1), (*public, 1)
    table = {(1, 0): base, (0, 1): key, (1, 1): _sm2_plus(base, key)}
    found: Any = (0, 1, 0)
    for at in range(255, -1, -1):
        found = _sm2_twice(found)
        bits = s >> at & 1, t >> at & 1
        if bits != (0, 0):
            found = _sm2_plus(found, table[bits])
    return found


def sm2_identity(public: tuple[int, int], signer: bytes = SIGNER) -> bytes:
    """Z of the standard: what ties a signature to curve, signer and key."""
    values = (SM2_A, SM2_B, *SM2_G, *public)
    data = b"".join(value.to_bytes(32, "big") for value in values)
    return bytes(new_sm3((len(signer) * 8).to_bytes(2, "big") + signer + data).digest())


def sm2(public: bytes, message: bytes, signature: bytes, signer: bytes = SIGNER) -> bool:
    """Whether the signature (r and s, 32 bytes each) fits the key (04, x, y) and the message."""
    if len(public) != 65 or public[:1] != b"\x04" or len(signature) != 64:
        return False
    x, y = int.from_bytes(public[1:33], "big"), int.from_bytes(public[33:], "big")
    if x >= SM2_P or y >= SM2_P or (y * y - x * x * x - SM2_A * x - SM2_B) % SM2_P:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    t = (r + s) % SM2_N
    if not 0 < r < SM2_N or not 0 < s < SM2_N or not t:
        return False
    digest = int.from_bytes(new_sm3(sm2_identity((x, y), signer) + message).digest(), "big")
    point = _sm2_sum(s, t, (x, y))
    if not point[2]:
        return False
    inverse = pow(point[2], SM2_P - 2, SM2_P)
    return bool((digest + point[0] * inverse * inverse % SM2_P) % SM2_N == r)
