"""The order of the file and its pages: data in `orders/`, arithmetic here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from mingjing.archives.terms import VOLUME_NAMES, ArchiveItem, CatalogueRow, Volume
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

CITES = ("行政处罚法第四十七条", "档案法第三十七条")
OTHER = "其他"
PAGED = ("application/pdf", "image/")


@dataclass(frozen=True, slots=True)
class Order:
    """How a kind of file is arranged and what it must hold. `opens`: every file begins with one of these; the first is the usual one."""

    groups: tuple[tuple[Volume, str, frozenset[str]], ...]
    unnumbered: frozenset[str]
    required: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    outcomes: frozenset[str]
    opens: tuple[str, ...]
    media_types: frozenset[str]

    def place(self, form: str) -> tuple[int, Volume, str]:
        """Where a form is filed; what no group names goes to the end of 正卷."""
        for number, (volume, name, forms) in enumerate(self.groups):
            if form in forms:
                return number, volume, name
        last = max(number for number, (volume, _, _) in enumerate(self.groups) if volume is Volume.MAIN)
        return last, Volume.MAIN, OTHER


@cache
def order_of(kind: str = "penalty") -> Order:
    """The order of a kind of file. Raises FileNotFoundError."""
    data = yaml.safe_load((files("mingjing.archives") / "orders" / f"{kind}.yaml").read_text(encoding="utf-8"))
    return Order(
        groups=tuple(
            (volume, row["group"], frozenset(row["forms"])) for volume in Volume for row in data[volume.value]
        ),
        unnumbered=frozenset(data["unnumbered"]),
        required=tuple((frozenset(row["of"]), tuple(row["need"])) for row in data["required"]),
        outcomes=frozenset(data["outcomes"]),
        opens=tuple(data["opens"]),
        media_types=frozenset(data["media_types"]),
    )


@rule("ARCH-10", cites=CITES)
def arranged(items: Sequence[ArchiveItem], order: Order) -> tuple[CatalogueRow, ...]:
    """正卷按决定书、立案、证据、调查报告、告知和其他文书、听证、财物和执行、结案排列，副卷按案源、审核、听证报告、审查、讨论排列；
    同类按日期先后，送达回证随所送达的文书；正卷、副卷各自从第一页起连续编页，封面、目录、备考表不编页。"""
    numbered = [item for item in items if item.form not in order.unnumbered]
    followed = {item.seq: item for item in reversed(numbered) if not item.follows}
    sorted_ = sorted(numbered, key=lambda item: _key(item, followed, order))
    return tuple(_numbered(sorted_, followed, order))


def _anchor(item: ArchiveItem, followed: Mapping[int, ArchiveItem]) -> ArchiveItem:
    return followed.get(item.follows, item) if item.follows else item


def _key(
    item: ArchiveItem, followed: Mapping[int, ArchiveItem], order: Order
) -> tuple[int, bool, date, int, bool, date, int]:
    anchor = _anchor(item, followed)
    number, _, group = order.place(anchor.form)
    return number, group == OTHER, anchor.day, anchor.seq, anchor is not item, item.day, item.seq


def _numbered(
    items: Iterable[ArchiveItem], followed: Mapping[int, ArchiveItem], order: Order
) -> Iterator[CatalogueRow]:
    lines = dict.fromkeys(Volume, 0)
    pages = dict.fromkeys(Volume, 0)
    for item in items:
        _, volume, group = order.place(_anchor(item, followed).form)
        lines[volume] += 1
        first = pages[volume] + 1 if item.pages else 0
        pages[volume] += item.pages
        yield CatalogueRow(
            no=lines[volume], title=item.title, number=item.number, day=item.day, first=first,
            last=pages[volume] if item.pages else 0, volume=volume, group=group, item=item,
        )  # fmt: skip


@rule("ARCH-11", cites=(*CITES, "DA/T 22-2015"))
def pages_add_up(rows: Sequence[CatalogueRow]) -> Iterator[Finding]:
    """页码连续无重无缺，卷内目录的起止页与材料的页数相符；每份文书和图像都有页数。"""
    if not rows:
        yield pages_add_up.finding("案卷里没有任何材料", next_step="请先办理并生成文书")
    for row in rows:
        paged = row.item.media_type.startswith(PAGED)
        if row.item.electronic and paged and row.item.pages < 1:
            yield pages_add_up.finding(f"“{row.title}”还没有页数", next_step="请先生成文书再归档")
    for volume in Volume:
        reached = 0
        for row in (each for each in rows if each.volume is volume and each.first):
            if row.first != reached + 1 or row.last - row.first + 1 != row.item.pages:
                yield pages_add_up.finding(
                    f"{VOLUME_NAMES[volume]}第{row.no}号“{row.title}”的页码接不上", next_step="请重新编制卷内目录"
                )
            reached = row.last


def total(rows: Sequence[CatalogueRow]) -> int:
    """The pages of both volumes."""
    return sum(row.item.pages for row in rows)
