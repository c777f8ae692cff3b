"""Digests: the standard's own vectors, OpenSSL, and the one canonical form."""

import hashlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel import hashing
from mingjing.kernel.hashing import canonical, fingerprint, sm3_hash
from mingjing.kernel.sm3 import SM3

HAS_SM3 = "sm3" in hashlib.algorithms_available


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
        (b"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
    ],
)
def test_vectors_of_gbt_32905(data, digest):
    assert SM3(data).hexdigest() == digest
    assert sm3_hash(data).hexdigest() == digest


@pytest.mark.skipif(not HAS_SM3, reason="this OpenSSL has no SM3")
@pytest.mark.parametrize("length", [1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])
def test_every_padding_agrees_with_openssl(length):
    data = bytes(range(256)) * 4
    assert SM3(data[:length]).digest() == hashlib.new("sm3", data[:length]).digest()


@pytest.mark.skipif(not HAS_SM3, reason="this OpenSSL has no SM3")
@given(st.lists(st.binary(max_size=150), max_size=5))
def test_pieces_agree_with_the_whole(pieces):
    running = SM3()
    for piece in pieces:
        running.update(piece)
        running.digest()
    assert running.digest() == hashlib.new("sm3", b"".join(pieces)).digest()


def test_our_own_sm3_steps_in_where_openssl_has_none(monkeypatch):
    def missing(name, data=b""):
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashing.hashlib, "new", missing)
    found = sm3_hash(b"abc")
    assert isinstance(found, SM3)
    assert (found.name, found.digest_size, found.block_size) == ("sm3", 32, 64)


def test_canonical_json_is_sorted_and_bare():
    assert canonical({"b": [1, True, None], "a": "罚"}) == '{"a":"罚","b":[1,true,null]}'.encode()


@pytest.mark.parametrize("value", [1.0, {"a": 1.5}, [0, (2.5,)], {"a": [{"b": 0.1}]}])
def test_floats_have_no_canonical_form(value):
    with pytest.raises(TypeError, match="float"):
        canonical(value)


def test_other_types_have_no_canonical_form_either():
    with pytest.raises(TypeError):
        canonical({"a": Decimal(1)})


def test_a_copy_of_our_sm3_goes_its_own_way():
    running = SM3(b"ab")
    twin = running.copy()
    twin.update(b"c")
    assert twin.digest() == SM3(b"abc").digest()
    assert running.digest() == SM3(b"ab").digest()


def test_a_fingerprint_is_that_of_the_canonical_form_and_empty_without_one():
    assert fingerprint({"b": 1, "a": "罚"}) == hashlib.sha256('{"a":"罚","b":1}'.encode()).hexdigest()
    assert fingerprint({"a": 1.5}) == fingerprint(object()) == ""
