"""Numbers that prove themselves: the unified social credit code and the resident identity number.

Arithmetic comes from python-stdnum; what is wrong is said here, in Chinese. An empty answer means that nothing is.
"""

import re
from datetime import date

from stdnum.cn import ric, uscc

_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_OLDEST = date(1850, 1, 1)


def uscc_problem(text: str) -> str:
    """What is wrong with a unified social credit code (GB 32100-2015), or nothing. Small letters count as capitals."""
    code = text.strip().upper()
    if len(code) != 18:
        return f"统一社会信用代码应为18位，现为{len(code)}位，请对照营业执照补全或删减。"
    if code.startswith("0" * 12):
        return "统一社会信用代码不会是一串0（那是没有代码时的填法），请填营业执照上的真实代码。"
    for place, character in enumerate(code, start=1):
        if character not in _USCC_LETTERS:
            return (
                f"统一社会信用代码第{place}位“{character}”不可用（只用数字和除I、O、S、V、Z以外的大写字母），请改正。"
            )
        if 3 <= place <= 8 and not _digit(character):
            return f"统一社会信用代码第3至8位是登记机关行政区划码，应为数字，第{place}位现为“{character}”，请改正。"
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        return "统一社会信用代码的校验位不符，其中至少有一位写错，请对照营业执照逐位核对。"
    return ""


def resident_id_problem(text: str, on: date | None = None) -> str:
    """What is wrong with a resident identity number (GB 11643-1999), or nothing.

    `on`: the day of asking; a birth after it is impossible. Without it only the calendar is checked.
    """
    number = text.strip().upper()
    if len(number) != 18:
        return f"公民身份号码应为18位，现为{len(number)}位，请对照身份证补全或删减。"
    wrong = _wrong_place(number)
    if wrong:
        return f"公民身份号码第{wrong}位“{number[wrong - 1]}”不可用（前17位为数字，末位为数字或X），请改正。"
    return _birth_problem(number, on) or _check_problem(number)


def birth_date(resident_id: str) -> date:
    """The birth date inside a resident identity number. Raises ValueError where there is none."""
    found = re.fullmatch(r"[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]", resident_id.strip().upper())
    if found is None:
        raise ValueError("公民身份号码的位数或字符不对，读不出出生日期")
    return date(int(found[1]), int(found[2]), int(found[3]))


def _digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


def _wrong_place(number: str) -> int:
    """The first place with a character that cannot stand there, counted from 1; 0 for none."""
    for place, character in enumerate(number, start=1):
        if not (_digit(character) or (place == 18 and character == "X")):
            return place
    return 0


def _birth_problem(number: str, on: date | None) -> str:
    written = f"{number[6:10]}年{number[10:12]}月{number[12:14]}日"
    try:
        born = birth_date(number)
    except ValueError:
        return f"公民身份号码第7至14位的出生日期{written}不存在，请对照身份证核对。"
    if born < _OLDEST:
        return f"公民身份号码中的出生日期{written}过早，请对照身份证核对。"
    if on is not None and born > on:
        return f"公民身份号码中的出生日期{written}晚于{on.year}年{on.month}月{on.day}日，请对照身份证核对。"
    return ""


def _check_problem(number: str) -> str:
    if number[-1] != ric.calc_check_digit(number):
        return "公民身份号码的校验位不符，其中至少有一位写错，请对照身份证逐位核对。"
    return ""
