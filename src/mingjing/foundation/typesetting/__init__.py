"""Documents set in type: Typst templates and JSON in, PDF/A-2a out, the same bytes for the same data.

`render` sets a document, `preview` shows one of its pages as a picture, `missing_glyphs` names the characters our
fonts cannot print. Nothing here knows what a case is; the forms live in `records/forms`.
"""

from mingjing.foundation.typesetting.engine import BrokenTemplate, Rendered, render
from mingjing.foundation.typesetting.glyphs import MissingGlyphs, missing_glyphs, require_glyphs, unprintable
from mingjing.foundation.typesetting.pictures import page_count, preview, text_of
from mingjing.foundation.typesetting.qr import modules, outline

__all__ = [
    "BrokenTemplate",
    "MissingGlyphs",
    "Rendered",
    "missing_glyphs",
    "modules",
    "outline",
    "page_count",
    "preview",
    "render",
    "require_glyphs",
    "text_of",
    "unprintable",
]
