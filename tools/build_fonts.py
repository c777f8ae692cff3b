"""Cut the product's fonts out of Noto Serif CJK; run by hand, only when the fonts change.

Source: the Debian packages fonts-noto-cjk and fonts-noto-cjk-extra (upstream 2.001, SIL Open Font License 1.1):

    apt-get download fonts-noto-cjk fonts-noto-cjk-extra
    dpkg -x fonts-noto-cjk_*.deb unpacked && dpkg -x fonts-noto-cjk-extra_*.deb unpacked
    .venv/bin/python tools/build_fonts.py unpacked/usr/share/fonts/opentype/noto

Regular keeps every Chinese character of the font (rare names!); Bold keeps GB 2312 and what our forms print.
The same source gives the same bytes: no time stamp is written.
"""

import argparse
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/mingjing/foundation/typesetting/fonts"
FORMS = ROOT / "src/mingjing/records/forms"
FACE = "Noto Serif CJK SC"
SIGNS = (
    (0x0020, 0x024F),  # Latin
    (0x02B0, 0x03FF),  # tone marks, Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin with several marks (pinyin)
    (0x2000, 0x27BF),  # punctuation, currency, letter-like, arrows, mathematics, boxes, shapes, dingbats
    (0x2E80, 0x31FF),  # radicals, CJK punctuation with 〔〕, kana, bopomofo, strokes
    (0x3200, 0x33FF),  # enclosed and squared
    (0xFE10, 0xFE6F),  # vertical and small forms
    (0xFF00, 0xFFEF),  # fullwidth and halfwidth
)
HAN = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),  # Ext-B to Ext-H and the compatibility supplement, as far as the font has them
)


def spread(*ranges: tuple[int, int]) -> set[int]:
    """Every code point of the ranges."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def gb2312() -> set[int]:
    """The 6763 characters and the signs of GB 2312."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(char) for pair in pairs for char in pair.decode("gb2312", "ignore")}


def printed() -> set[int]:
    """What the form templates themselves print."""
    return {
        ord(char) for path in FORMS.rglob("*") if path.suffix in {".typ", ".yaml"} for char in path.read_text("utf-8")
    }


def face(collection: Path) -> TTFont:
    """The simplified Chinese face of a collection."""
    fonts = TTCollection(collection, lazy=True).fonts
    return next(
        font for font in fonts if font["name"].getDebugName(1).startswith(FACE) or font["name"].getDebugName(16) == FACE
    )


def cut(source: Path, target: Path, codes: set[int]) -> None:
    """Write the part of a face that `codes` need; outlines and name tables stay as they are."""
    options = subset.Options()
    options.layout_features = ["ccmp", "kern", "halt"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    options.recalc_timestamp = False
    font = face(source)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB, {len(font.getBestCmap())} characters")


def main() -> int:
    """Build both faces."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder with NotoSerifCJK-Regular.ttc and NotoSerifCJK-Bold.ttc")
    folder = parser.parse_args().source
    cut(folder / "NotoSerifCJK-Regular.ttc", TARGET / "NotoSerifCJKsc-Regular.otf", spread(*SIGNS, *HAN))
    cut(
        folder / "NotoSerifCJK-Bold.ttc",
        TARGET / "NotoSerifCJKsc-Bold.otf",
        spread(*SIGNS[:1]) | gb2312() | printed() | {0x3014, 0x3015},
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
