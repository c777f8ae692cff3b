"""Port: what in a text may point to a person. The engine of redaction belongs to the room of publicity; rooms below ask here.

The setting MINGJING_SUSPECTS names what stands behind it. Without one every question is refused: a text that nobody
looked through must not pass for one in which nothing was found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch of a text, in which field it stands and why it was found; of a `certain` one there is no doubt."""

    field: str
    text: str
    why: str
    certain: bool = False


Suspecting = Callable[[Mapping[str, str], date], tuple[Suspect, ...]]


def suspects(texts: Mapping[str, str], on: date) -> tuple[Suspect, ...]:
    """What the engine finds in these texts, by field. Raises ImproperlyConfigured where there is no engine."""
    path = getattr(settings, "MINGJING_SUSPECTS", "")
    if not path:
        raise ImproperlyConfigured("MINGJING_SUSPECTS 没有设置：没有识别个人信息的程序，不能核对文字。")
    engine: Suspecting = import_string(path)
    return engine(texts, on)
