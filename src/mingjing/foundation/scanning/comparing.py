"""What differs between an original page and its straightened scan: boxes in millimetres, with what was added or is gone."""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageStat

DPI: Final = 150
SIZE: Final = (round(210 / 25.4 * DPI), round(297 / 25.4 * DPI))
BLOCK: Final = 6
"""Pixels of the side of a block: 1 mm."""
WINDOW: Final = 4
"""Blocks of the side of a window, about a printed character; a window moves on block by block."""
CELL: Final = 48
NEAR: Final = 1
"""By how many pixels a stroke may be thicker or lie elsewhere."""
ENOUGH: Final = 22
CLEARLY: Final = 7
"""How many pixels of a window must differ, and how many of them by a pixel more. Measured on prints, scans and photographs:
what is the same seldom has 22 and never 7 (thick strokes are no other strokes), one digit for another has 30 and 10, one
character for another 100 and 25 (tests/scanning)."""
EDGE: Final = 5
"""Millimetres along each border that are not compared: shadows, the edge of the sheet."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that differs: its box in millimetres; `added` ink the original does not have, `gone` ink the scan has not."""

    x: float
    y: float
    width: float
    height: float
    added: int
    gone: int

    @property
    def written(self) -> bool:
        """Whether something was only added where nothing is printed: a signature, a date, a seal."""
        return self.added > 4 * self.gone


def ink(picture: Image.Image) -> Image.Image:
    """Where there is ink: 255, else 0. Told from the brightness around, so that shadows and yellow light do not matter."""
    around = picture.filter(ImageFilter.BoxBlur(16))
    darker = ImageChops.subtract(around, picture)
    return darker.point([255 if level > 28 else 0 for level in range(256)])


def spots(original: Image.Image, scan: Image.Image) -> tuple[Spot, ...]:
    """Every place that differs, from top to bottom. Both pictures have SIZE pixels."""
    here = ink(original)
    there = _settled(here, ink(scan))
    more, less = _apart_by(NEAR, here, there)
    clear = [one + other for one, other in zip(*_apart_by(NEAR + 1, here, there), strict=True)]
    found = [_spot(group, more, less) for group in _groups(_marked(more, less, clear))]
    return tuple(sorted(found, key=lambda one: (one.y, one.x)))


def _apart_by(pixels: int, here: Image.Image, there: Image.Image) -> tuple[list[int], list[int]]:
    """Ink of the scan that has none of the original nearby, and the other way round, block by block."""
    wider = ImageFilter.MaxFilter(2 * pixels + 1)
    added, gone = ImageChops.subtract(there, here.filter(wider)), ImageChops.subtract(here, there.filter(wider))
    return _counts(added), _counts(gone)


def _settled(here: Image.Image, there: Image.Image) -> Image.Image:
    """The scan with each cell moved by a pixel or two to where it fits best: paper is never quite flat."""
    made = Image.new("L", SIZE)
    soft, target = there.filter(ImageFilter.BoxBlur(1)), here.filter(ImageFilter.BoxBlur(1))
    for left in range(0, SIZE[0], CELL):
        for top in range(0, SIZE[1], CELL):
            dx, dy = _best(target, soft, (left - 12, top - 12, left + CELL + 12, top + CELL + 12))
            made.paste(there.crop((left + dx, top + dy, left + CELL + dx, top + CELL + dy)), (left, top))
    return made


def _best(target: Image.Image, soft: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int]:
    patch, at = target.crop(box), (0, 0)
    if patch.getbbox():
        for step in (2, 1):
            tried = [(at[0] + dx * step, at[1] + dy * step) for dx in (0, -1, 1) for dy in (0, -1, 1)]
            at = min(tried, key=lambda by: _apart(patch, soft, box, by))
    return at


def _apart(patch: Image.Image, soft: Image.Image, box: tuple[int, int, int, int], by: tuple[int, int]) -> float:
    seen = soft.crop((box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1]))
    return float(ImageStat.Stat(ImageChops.difference(patch, seen)).sum[0])


WIDE: Final = SIZE[0] // BLOCK
HIGH: Final = SIZE[1] // BLOCK


def _counts(found: Image.Image) -> list[int]:
    """How many points are set in each block, row by row; nothing along the borders."""
    inside = found.crop((EDGE * BLOCK, EDGE * BLOCK, (WIDE - EDGE) * BLOCK, (HIGH - EDGE) * BLOCK))
    plain = Image.new("L", (WIDE * BLOCK, HIGH * BLOCK))
    plain.paste(inside, (EDGE * BLOCK, EDGE * BLOCK))
    return [round(level * BLOCK * BLOCK / 255) for level in plain.reduce(BLOCK).tobytes()]


def _marked(more: list[int], less: list[int], clear: list[int]) -> set[int]:
    """The blocks of every window in which enough differs."""
    both = [one + other for one, other in zip(more, less, strict=True)]
    found: set[int] = set()
    looked: set[int] = set()
    for n, count in enumerate(clear):
        if not count:
            continue
        for top in range(max(0, n // WIDE - WINDOW + 1), min(HIGH - WINDOW, n // WIDE) + 1):
            for left in range(max(0, n % WIDE - WINDOW + 1), min(WIDE - WINDOW, n % WIDE) + 1):
                corner = top * WIDE + left
                if corner in looked:
                    continue
                looked.add(corner)
                at = [corner + y * WIDE + x for y in range(WINDOW) for x in range(WINDOW)]
                if sum(both[m] for m in at) >= ENOUGH and sum(clear[m] for m in at) >= CLEARLY:
                    found.update(m for m in at if both[m])
    return found


def _groups(marked: set[int]) -> list[list[int]]:
    """Blocks that lie near each other are one place."""
    left, found = set(marked), []
    near = [(dx, dy) for dx in range(-6, 7) for dy in range(-3, 4)]
    while left:
        stack: list[int] = [left.pop()]
        group: list[int] = []
        while stack:
            at = stack.pop()
            group.append(at)
            y, x = divmod(at, WIDE)
            for dx, dy in near:
                other = (y + dy) * WIDE + x + dx
                if other in left and 0 <= x + dx < WIDE:
                    left.discard(other)
                    stack.append(other)
        found.append(group)
    return found


def _spot(group: list[int], more: list[int], less: list[int]) -> Spot:
    mm = 25.4 / DPI * BLOCK
    xs, ys = [n % WIDE for n in group], [n // WIDE for n in group]
    return Spot(
        round(min(xs) * mm, 1), round(min(ys) * mm, 1), round((max(xs) - min(xs) + 1) * mm, 1), round((max(ys) - min(ys) + 1) * mm, 1),
        sum(more[n] for n in group), sum(less[n] for n in group),
    )  # fmt: skip
