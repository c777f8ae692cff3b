"""Article labels: 第一百二十条之一 ↔ (120, 1)."""

import re

from mingjing.kernel.numerals import number

_LABEL = re.compile(r"第([零〇一二三四五六七八九十百千两\d]{1,12})条(?:之([一二三四五六七八九十\d]{1,3}))?")


def label_parts(label: str) -> tuple[int, int] | None:
    """(number, sub) of an article's label; None where it is not 第…条."""
    found = _LABEL.fullmatch(re.sub(r"\s", "", label))
    try:
        return (number(found[1]), number(found[2]) if found[2] else 0) if found else None
    except ValueError:
        return None


def article_key(asked: int | str) -> tuple[int, int] | None:
    """What a person types for an article: 58, "58", "第五十八条", "120之一", "五十八". None where it is no number."""
    text = str(asked).strip()[:40]
    text = text if text.startswith("第") else f"第{text}"
    if "条" not in text:
        head, _, tail = text.partition("之")
        text = f"{head}条之{tail}" if tail else f"{head}条"
    parts = label_parts(text)
    return parts if parts and 0 < parts[0] <= 9999 else None
