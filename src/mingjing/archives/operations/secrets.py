"""What is marked as a state secret is refused before anything of it is kept (ARCH-21)."""

from mingjing.archives.operations.custody import refuse
from mingjing.archives.rules.safe import nothing_secret
from mingjing.foundation.typesetting import text_of

FIRST = 400
"""The mark stands at the head of the first page; what a text further down says of marks is no mark."""


def refuse_secret(*, name: str, content: bytes) -> None:
    """Raise Refused for a file whose name, or the head of whose first page, bears 绝密★, 机密★ or 秘密★.

    A scan bears its mark as a picture, which this does not read: who hands it in must know.
    """
    refuse(*nothing_secret((name, *_head(content))))


def _head(content: bytes) -> tuple[str, ...]:
    if not content.startswith(b"%PDF-"):
        return ()
    try:
        pages = text_of(content)
    except Exception:  # what does not open is told elsewhere
        return ()
    return (pages[0][:FIRST],) if pages else ()
