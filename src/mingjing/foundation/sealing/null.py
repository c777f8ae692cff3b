"""Where no seal service is set: nothing is sealed, every page says so, and nobody is told otherwise."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf

from mingjing.foundation.sealing.ports import Order, Sealed, Unsealable
from mingjing.foundation.typesetting import render

WARNING = "未盖电子印章"
_NOTE = Path(__file__).parent / "unsealed.typ"


class NullSeal:
    """Refuses, whatever it is asked."""

    def seal(self, pdf: bytes, order: Order) -> Sealed:
        """Raises Unsealable."""
        raise Unsealable(
            "没有设置印章服务，文书没有盖章。请系统管理员设置政务电子印章（MINGJING_SEAL_URL），或者为试点印章装入证书"
            f"（mingjing seals pilot {order.seal_id}）。"
        )


def warned(pdf: bytes, at: datetime) -> bytes:
    """The file with 未盖电子印章 over every page: for looking at, never kept."""
    note = render(_NOTE, {"text": WARNING}, created=at).pdf
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened, pikepdf.open(BytesIO(note)) as notes:
        for page in opened.pages:
            page.add_overlay(notes.pages[0], pikepdf.Rectangle(*_top(page)))
        opened.save(target, deterministic_id=True)
    return target.getvalue()


def _top(page: pikepdf.Page) -> tuple[float, float, float, float]:
    left, _, right, top = (float(at) for at in page.mediabox)
    middle = (left + right) / 2
    return (middle - 75, top - 34, middle + 75, top - 8)
