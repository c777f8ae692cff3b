"""One tokenizer for every search index: character uni- and bigrams of Chinese, whole words of everything else.

A two-character query is the commonest one in Chinese and must be answered; a bigram index answers it exactly, without
a dictionary that would decide what a word is.
"""

import re
import unicodedata
from collections.abc import Iterator

# Ideographs with their extensions, 〇 and 々, kana, bopomofo and hangul: whatever is written without blanks.
_CJK = (
    "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(rf"([{_CJK}]+)|[^\W_{_CJK}]+")


def tokens(text: str) -> list[str]:
    """What is indexed: for 行政处罚 the tokens 行 行政 政 政处 处 处罚 罚; latin words and numbers whole, in lower case."""
    return list(_tokens(text))


def query_tokens(text: str) -> list[str]:
    """What is asked for: bigrams only, or the single character where there is but one. Empty where nothing is a word."""
    return list(_query_tokens(text))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of characters, and whether they are Chinese. Full-width letters and digits count as their plain ones."""
    for found in _RUNS.finditer(unicodedata.normalize("NFKC", text).casefold()):
        yield found[0], found[1] is not None


def _tokens(text: str) -> Iterator[str]:
    for run, chinese in _runs(text):
        if not chinese:
            yield run
            continue
        for place, character in enumerate(run):
            yield character
            if place + 1 < len(run):
                yield run[place : place + 2]


def _query_tokens(text: str) -> Iterator[str]:
    for run, chinese in _runs(text):
        if not chinese or len(run) == 1:
            yield run
        else:
            yield from (run[place : place + 2] for place in range(len(run) - 1))
