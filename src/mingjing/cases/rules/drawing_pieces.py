"""Pieces of SVG: boxes, words, arrow heads, and how wide Chinese words are. Presentation attributes only."""

from html import escape

BLUE, DEEP, MIST, LINE, INK, SOFT, GOOD, GOOD_BG = (
    "#1a5aa8", "#134684", "#eef4fb", "#c3cedb", "#1f2933", "#525d6a", "#0b6437", "#e4f4ea",
)  # fmt: skip
WRAP = 10


def width_of(words: str, size: float) -> float:
    """How wide words are in px: a Chinese character is a square."""
    return sum(size if ord(sign) > 0x2E7F or sign in "“”‘’·…—" else size * 0.58 for sign in words)


def wrapped(words: str, width: int = WRAP) -> list[str]:
    """Words in lines of about the same length; a colon ends a line."""
    if len(words) > width and "：" in words:
        head, _, tail = words.partition("：")
        return [f"{head}：", *wrapped(tail, width)]
    count = -(-len(words) // width)
    even = -(-len(words) // count)
    return [words[start : start + even] for start in range(0, len(words), even)]


def rect(
    x: float,
    y: float,
    wide: float,
    high: float,
    round_: float,
    kind: str,
    fill: str,
    line: str = "none",
    stroke: float = 1.2,
    more: str = "",
) -> str:
    """A box with round corners."""
    name = f' class="{kind}"' if kind else ""
    return f'<rect{name} x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="{round_:g}" fill="{fill}" stroke="{line}" stroke-width="{stroke:g}"{more}/>'


def text(
    x: float, y: float, words: str, size: float, ink: str, kind: str = "", *, anchor: str = "middle", weight: int = 400
) -> str:
    """Words at a place; `y` is the base line."""
    name = f' class="{kind}"' if kind else ""
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text{name} x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{ink}" text-anchor="{anchor}"{heavy}>{escape(words)}</text>'


def tip(kind: str, colour: str) -> str:
    """An arrow head."""
    return f'<marker id="{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
