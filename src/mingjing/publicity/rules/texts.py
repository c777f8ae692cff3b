"""Texts whose figures come from the parameters: which marks they hold, and whether what is public still agrees."""

from collections.abc import Iterable, Mapping, Sequence

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.publicity.terms import ARTICLES, FIGURES, MARK, KindSpec, Told, Values

_N118 = "国办发〔2018〕118号第二部分（二）"


@rule("PUB-64", cites=_N118, acts=("collect_entry", "revise_entry", "draft_texts"))
def marks_have_figures(kind: KindSpec, values: Values) -> tuple[Finding, ...]:
    """办法和制度里的期限、机构、电话用代号写，由系统按现行参数和登记事项给出，不得手写；没有的代号不能用。"""
    if kind.field(ARTICLES) is None:
        return ()
    known = {str(row[-1]) for row in values.get(FIGURES, ())}
    return tuple(
        marks_have_figures.finding(f"没有“{{{mark}}}”这个代号", next_step="请改成列出的代号", field=ARTICLES)
        for mark in marks(values.get(ARTICLES, ()))
        if mark not in known
    )


def marks(lines: Iterable[object]) -> tuple[str, ...]:
    """The marks of a text in the order in which they first appear."""
    return tuple(dict.fromkeys(found for line in lines for found in MARK.findall(str(line))))


def figure_rows(lines: Iterable[object], figures: Mapping[str, Told]) -> list[list[str]]:
    """What stands for each mark of a text, in order: title, words, source, and the mark itself last."""
    return [[*figures[mark], mark] for mark in marks(lines) if mark in figures]


def outdated(rows: Sequence[Sequence[str]], figures: Mapping[str, Told]) -> tuple[str, ...]:
    """The titles of the figures of a text that read otherwise now."""
    return tuple(str(row[0]) for row in rows if len(row) > 2 and row[1] != figures.get(str(row[-1]), ("", "", ""))[1])
