"""Credit codes and resident identity numbers: every way of being wrong has its own sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.identifiers import birth_date, resident_id_problem, uscc_problem

USCC = "91130821MA0HTEA1XE"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit(body: str) -> str:
    """GB 11643 by its own formula: weights are powers of two modulo eleven."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return "10X98765432"[total % 11]


def resident(body: str) -> str:
    return body + check_digit(body)


@pytest.mark.parametrize("code", [USCC, f" {USCC.lower()} ", "91110000600037341L"])
def test_a_good_credit_code(code):
    assert uscc_problem(code) == ""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "应为18位，现为0位"),
        (USCC[:-1], "应为18位，现为17位"),
        (USCC + "1", "应为18位，现为19位"),
        ("91130821MA0HTEAIXE", "第16位“I”不可用"),
        ("91130821MA0HTEA１XE", "第16位“１”不可用"),
        ("9113O821MA0HTEA1XE", "第5位“O”不可用"),
        ("9113A821MA0HTEA1XE", "第3至8位是登记机关行政区划码，应为数字，第5位现为“A”"),
        ("91130821MA0HTEA1X1", "校验位不符"),
        ("91130281MA0HTEA1XE", "校验位不符"),
    ],
)
def test_a_bad_credit_code_is_told_what_is_wrong(code, told):
    assert told in uscc_problem(code)
    assert uscc_problem(code).endswith("。")


def test_units_other_than_firms_may_begin_with_a_letter():
    body = "N2130821MF1234567"
    weights = [pow(3, place, 31) for place in range(17)]
    check = LETTERS[-sum(LETTERS.index(c) * w for c, w in zip(body, weights, strict=True)) % 31]
    assert uscc_problem(body + check) == ""


@given(st.integers(0, 17), st.sampled_from(LETTERS))
def test_one_wrong_character_is_always_found(place, letter):
    spoilt = USCC[:place] + letter + USCC[place + 1 :]
    assert (uscc_problem(spoilt) == "") is (spoilt == USCC)


GOOD = resident("13082119900307123")


def test_a_good_identity_number():
    assert resident_id_problem(GOOD) == ""
    assert resident_id_problem(f" {GOOD} ", date(2026, 11, 22)) == ""
    assert birth_date(GOOD) == date(1990, 3, 7)


def test_a_small_x_counts_as_a_capital():
    number = next(n for n in (resident(f"130821199003071{k:02d}") for k in range(100)) if n.endswith("X"))
    assert resident_id_problem(number.lower()) == "" and birth_date(number.lower()) == date(1990, 3, 7)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("", "应为18位，现为0位"),
        (GOOD[:15], "应为18位，现为15位"),
        ("X" + GOOD[1:], "第1位“X”不可用"),
        (GOOD[:16] + "ａ" + GOOD[17:], "第17位“Ａ”不可用"),
        (GOOD[:17] + "Y", "第18位“Y”不可用"),
        (GOOD[:5] + "٣" + GOOD[6:], "第6位“٣”不可用"),
        (resident("13082119900230123"), "出生日期1990年02月30日不存在"),
        (resident("13082100000307123"), "出生日期0000年03月07日不存在"),
        (resident("13082118490307123"), "出生日期1849年03月07日过早"),
        (resident("13082120261123123"), "出生日期2026年11月23日晚于2026年11月22日"),
    ],
)
def test_a_bad_identity_number_is_told_what_is_wrong(number, told):
    assert told in resident_id_problem(number, date(2026, 11, 22))


def test_a_wrong_check_digit_is_found():
    wrong = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")
    assert "校验位不符" in resident_id_problem(wrong)


def test_without_a_day_a_birth_may_lie_in_the_future():
    assert resident_id_problem(resident("13082120991123123")) == ""


@given(st.dates(date(1900, 1, 1), date(2026, 11, 22)), st.integers(0, 999))
def test_every_number_that_follows_the_standard_is_good(born, sequence):
    number = resident(f"130821{born:%Y%m%d}{sequence:03d}")
    assert resident_id_problem(number, date(2026, 11, 22)) == ""
    assert birth_date(number) == born


@pytest.mark.parametrize("number", ["", "13082119900230123X", "甲" * 18])
def test_no_birth_date_can_be_read(number):
    with pytest.raises(ValueError, match=r"出生日期|day is out of range"):
        birth_date(number)


@pytest.mark.parametrize("code", ["0" * 18, "0" * 17 + "X", "0" * 12 + "12345X"])
def test_a_string_of_zeros_is_no_credit_code_although_its_check_digit_fits(code: str) -> None:
    assert "一串0" in uscc_problem(code)
