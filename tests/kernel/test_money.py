"""Money: what may be typed, and the capitals that stand in a decision."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.findings import Invalid
from mingjing.kernel.money import capital, short, show, yuan


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("80000", "80000"),
        ("80,000.50", "80000.50"),
        ("1,234,567", "1234567"),
        (" ¥80000 ", "80000"),
        ("￥80000元", "80000"),
        ("８００００", "80000"),
        ("0", "0"),
        ("0.05", "0.05"),
        ("1.500", "1.5"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amounts_are_read(text, amount):
    assert yuan(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有填写金额"),
        ("   ", "没有填写金额"),
        ("-1", "不能是负数"),
        ("－1", "不能是负数"),
        ("−1", "不能是负数"),
        ("八万", "不是金额"),
        ("8万", "不是金额"),
        ("1e5", "不是金额"),
        ("NaN", "不是金额"),
        ("80000.", "不是金额"),
        (".5", "不是金额"),
        ("80,00", "不是金额"),
        ("8000,000", "不是金额"),
        ("80 000", "不是金额"),
        ("٣٤", "不是金额"),
        ("80000.125", "最多写到分"),
        ("1000000000000", "超过一万亿元"),
        ("9" * 4000, "超过一万亿元"),
        ("80\u202e000", "不可见的字符"),
        ("80000\x00", "不可见的字符"),
        ("80\n000", "不可见的字符"),
        ("80\t000", "不可见的字符"),
        ("=1+1", "不是金额"),
    ],
)
def test_bad_amounts_are_told_what_is_wrong(text, told):
    with pytest.raises(Invalid, match=told) as refused:
        yuan(text)
    assert list(refused.value.errors) == ["amount"]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("80000", "捌万元整"),
        ("1050.5", "壹仟零伍拾元伍角"),
        ("0", "零元整"),
        ("10", "壹拾元整"),
        ("200", "贰佰元整"),
        ("3000", "叁仟元整"),
        ("2400", "贰仟肆佰元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("500000", "伍拾万元整"),
        ("10500", "壹万零伍佰元整"),
        ("100010", "壹拾万零壹拾元整"),
        ("100000000", "壹亿元整"),
        ("0.05", "伍分"),
        ("0.10", "壹角"),
        ("80000.00", "捌万元整"),
    ],
)
def test_capitals_follow_the_form_of_cheques(amount, written):
    assert capital(Decimal(amount)) == written


def test_whole_numbers_need_no_decimal():
    assert capital(80000) == "捌万元整"
    assert show(80000) == "80,000.00"


@pytest.mark.parametrize(("amount", "told"), [("80000.00", "80,000"), ("100.5", "100.50"), ("0", "0")])
def test_a_sentence_shows_cents_only_where_there_are_some(amount, told):
    assert short(Decimal(amount)) == told


DIGITS = "零壹贰叁肆伍陆柒捌玖"


def worth(written: str) -> Decimal:
    """Read capitals back, by place value alone."""
    total = section = digit = 0
    for sign in re.sub("[元整角分].*|零$", "", written):
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "拾佰仟":
            section, digit = section + digit * {"拾": 10, "佰": 100, "仟": 1000}[sign], 0
        else:
            total, section, digit = (total + section + digit) * {"万": 10**4, "亿": 10**8}[sign], 0, 0
    return Decimal(total + section + digit)


@given(st.integers(1, 99_999_999))
def test_capitals_mean_the_amount(n):
    written = capital(n)
    assert worth(written) == n
    assert written.endswith("元整") and "零零" not in written and not re.search("零[元万]", written)


@given(st.integers(1, 99))
def test_cents_have_their_own_words(n):
    jiao, fen = divmod(n, 10)
    tail = (f"{DIGITS[jiao]}角" if jiao else "") + (f"{DIGITS[fen]}分" if fen else "")
    assert capital(Decimal(n) / 100) == tail
    assert capital(10 + Decimal(n) / 100) == "壹拾元" + ("" if jiao else "零") + tail


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("-0.01", "负数"),
        ("0.001", "最多写到分"),
        ("1000000000000", "万亿"),
        ("NaN", "确定的数"),
        ("Infinity", "确定的数"),
    ],
)
def test_no_capitals_for_an_impossible_amount(amount, told):
    with pytest.raises(Invalid, match=told):
        capital(Decimal(amount))
    with pytest.raises(Invalid, match=told):
        show(Decimal(amount))
