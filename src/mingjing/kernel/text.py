"""Text that a person typed: line ends made equal, and everything invisible refused."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_ALLOWED = {"\n", "\t"}
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PLAIN_BLANKS = str.maketrans("", "", "\n\t\u3000")
_MOST = 5


def clean(text: str) -> tuple[str, list[str]]:
    """The text with `\\n` as its only line end and without a byte order mark, and what is wrong with it, in Chinese.

    Refused are control characters, marks that turn the reading direction, other invisible marks and broken characters.
    They stay in the text: what was typed is not lost, and the person sees where to correct it.
    """
    tidy = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    if tidy.translate(_PLAIN_BLANKS).isprintable():
        return tidy, []
    wrong = [(place, name) for place, character in enumerate(tidy) if (name := _wrong(character))]
    problems = [_sentence(tidy, place, name) for place, name in wrong[:_MOST]]
    if len(wrong) > _MOST:
        problems.append(f"另有{len(wrong) - _MOST}处同类字符，请一并删除。")
    return tidy, problems


def _wrong(character: str) -> str:
    if character in _ALLOWED:
        return ""
    if character in _TURNING:
        return "改变文字方向的符号"
    return {"Cc": "控制字符", "Cf": "不可见的格式符号", "Cs": "残缺的字符"}.get(unicodedata.category(character), "")


def _sentence(text: str, place: int, name: str) -> str:
    line = text.count("\n", 0, place) + 1
    column = place - text.rfind("\n", 0, place)
    return f"第{line}行第{column}个字是{name}（U+{ord(text[place]):04X}），请删除后重新提交。"
