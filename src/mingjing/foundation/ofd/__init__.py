"""OFD (GB/T 33190): a file taken apart with limits, its signatures as they are written, its words. Nothing here judges a seal.

Structure after GB/T 33190-2016 as public implementations carry it; the standard's own text was not seen.
"""

from mingjing.foundation.ofd.marks import Mark, Reference, marks
from mingjing.foundation.ofd.package import BrokenOfd, Package, looks_like_ofd, opened
from mingjing.foundation.ofd.pages import part_name, words

__all__ = ["BrokenOfd", "Mark", "Package", "Reference", "looks_like_ofd", "marks", "opened", "part_name", "words"]
