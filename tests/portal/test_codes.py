"""QR codes that are put together say the same, module for module, as those that are computed."""

import random
from urllib.parse import quote

import pytest
import segno

from mingjing.sites.portal.views import codes


def computed(address: str) -> bytes:
    made = segno.make_qr(address, mode="byte", error="m", mask=3, boost_error=False)
    return b"".join(made.matrix)


def addresses(count: int) -> list[str]:
    chosen = random.Random(1)  # noqa: S311 the same addresses every time
    organs = [quote(name) for name in ("示应急", "示市监", "示交")]
    return [
        f"https://xzzf.example.gov.cn/gs/{chosen.choice(organs)}/{quote(f'罚〔{2020 + at % 7}〕{chosen.randrange(1, 10**5)}号')}/"
        for at in range(count)
    ]


def test_every_code_is_the_one_that_would_be_computed() -> None:
    known = codes.Codes()
    for address in addresses(400):
        side, modules = known.modules(address.encode())
        assert modules == computed(address)
        assert side * side == len(modules)


def test_what_a_bit_turns_over_is_computed_once() -> None:
    known = codes.Codes()
    for address in addresses(400):
        known.modules(address.encode())
    held = dict(known.turns)
    assert 0 < len(held) < 400
    for address in addresses(400):
        known.modules(address.encode())
    assert known.turns == held


@pytest.mark.parametrize("length", [1, 60, 150, 200])
def test_each_size_of_code_has_turns_of_its_own(length: int) -> None:
    """From version 10 on the length takes sixteen bits, so that what is said begins elsewhere."""
    known = codes.Codes()
    for other in ("a" * length, "b" * length, "a" * (length - 1) + "z", "b" * length):
        assert known.modules(other.encode())[1] == computed(other)


def test_no_more_is_kept_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_MOST", 5)
    known = codes.Codes()
    for address in addresses(60):
        assert known.modules(address.encode())[1] == computed(address)
    assert len(known.first) <= 5 and len(known.turns) <= 5


def test_the_drawing_has_every_dark_module_once() -> None:
    address = addresses(1)[0]
    drawn = codes.drawn_code(address).decode()
    modules = computed(address)
    side = int(len(modules) ** 0.5)
    dark = set()
    for piece in drawn.split('d="')[2].split('"')[0].split("M")[1:]:
        x, rest = piece.split(" ")
        y, rest = rest.split("h")
        run = {(int(y) - 4, int(x) - 4 + more) for more in range(int(rest.split("v")[0]))}
        assert not run & dark
        dark |= run
    assert dark == {divmod(at, side) for at, one in enumerate(modules) if one}
