"""The engine: one warm Typst compiler per thread, our fonts only, data as JSON, PDF/A-2a.

Data never become Typst source: they reach the template as one JSON text, so that nothing typed by a person can be
read as markup. Source: GB/T 9704 (page), GB/T 18894 and GB/T 33190 (archivable format), RFC 8259 (JSON).
"""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from mingjing.foundation.typesetting.glyphs import FONTS, require_glyphs
from mingjing.foundation.typesetting.pictures import page_count
from mingjing.kernel.hashing import sm3_hash

PACKAGES = Path(__file__).parent / "packages"
STANDARD: Final = "a-2a"
CHINA = timezone(timedelta(hours=8))
_threads = threading.local()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A set document: the PDF, both digests (hex) and the number of pages."""

    pdf: bytes
    sha256: str
    sm3: str
    pages: int


class BrokenTemplate(Exception):
    """The template itself does not set. The message is Typst's; a person can do nothing about it but tell us."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _compiler() -> typst.Compiler:
    compiler: typst.Compiler | None = getattr(_threads, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(font_paths=_fonts(), package_path=PACKAGES, package_cache_path=PACKAGES)
        _threads.compiler = compiler
    return compiler


def render(template: Path, data: Mapping[str, Any], *, created: datetime | date) -> Rendered:
    """Set a document. The same template, data and `created` give the same bytes.

    `created` is the day or the aware moment written into the file; a day means its midnight in China.
    Raises MissingGlyphs where a character cannot be printed, BrokenTemplate where the template is at fault,
    FileNotFoundError where it is absent, TypeError for a moment without a time zone.
    """
    if not template.is_file():
        raise FileNotFoundError(template)
    require_glyphs(data)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    pdf = _compile(template, text, _moment(created))
    return Rendered(pdf, hashlib.sha256(pdf).hexdigest(), sm3_hash(pdf).hexdigest(), page_count(pdf))


def _compile(template: Path, text: str, moment: datetime) -> bytes:
    try:
        pdf = _compiler().compile(
            input=template,
            root=template.parent,
            format="pdf",
            sys_inputs={"data": text},
            pdf_standards=STANDARD,
            timestamp=moment,
        )
    except typst.TypstError as problem:
        raise BrokenTemplate(f"{template.parent.name}/{template.name}: {problem.diagnostic}") from problem
    assert isinstance(pdf, bytes)
    return pdf


def _moment(created: datetime | date) -> datetime:
    if not isinstance(created, datetime):
        return datetime.combine(created, time(), CHINA)
    if created.tzinfo is None:
        raise TypeError("a moment needs its time zone")
    # Typst takes whole seconds only.
    return created.astimezone(CHINA).replace(microsecond=0)
