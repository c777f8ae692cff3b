"""What differs between two versions of a law, article by article (立改废释)."""

from dataclasses import dataclass
from enum import StrEnum

from mingjing.lawbook.terms.library import ArticleFacts


class Change(StrEnum):
    """What became of an article."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


CHANGE_NAMES = {
    Change.SAME: "没有变化",
    Change.MOVED: "只变条号",
    Change.CHANGED: "修改",
    Change.ADDED: "增加",
    Change.REMOVED: "删去",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both versions, only in the old one, or only in the new one."""

    text: str
    old: bool = True
    new: bool = True


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article of the old version beside the one of the new; `pieces` tell a changed text stretch by stretch."""

    change: Change
    old: ArticleFacts | None
    new: ArticleFacts | None
    pieces: tuple[Piece, ...] = ()
