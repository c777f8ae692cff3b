"""A government seal service by HTTP: a small contract that a county's adapter fulfils (docs/howto/seals.md)."""

import base64
import binascii
import http.client
import json
import ssl
import urllib.request
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from mingjing.foundation.sealing.faces import place_on
from mingjing.foundation.sealing.ports import Order, Sealed, Unsealable
from mingjing.kernel.hashing import sm3_hash

TIMEOUT: Final = 30
LARGEST: Final = 64 << 20
AGAIN = "文书没有盖章，请稍后重试，或者联系系统管理员。"


@dataclass(frozen=True, slots=True)
class GovernmentSeal:
    """The service at `url`, asked with a bearer token; `authority` names the file of a certificate authority of one's own."""

    url: str
    token: str = ""
    authority: str = ""

    def seal(self, pdf: bytes, order: Order) -> Sealed:
        """Ask the service. What comes back is kept only if it is the file we sent with something added. Raises Unsealable."""
        place = place_on(pdf, order.organ)
        told = self._post(
            {
                "version": 1, "reference": order.reference, "seal": order.number, "title": order.title,
                "sha256": sha256(pdf).hexdigest(), "sm3": sm3_hash(pdf).hexdigest(), "pdf": base64.b64encode(pdf).decode(),
                "place": {"page": place.page + 1, "x": round(place.x, 1), "y": round(place.y, 1), "width": place.width},
            }
        )  # fmt: skip
        return _answer(told, pdf)

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise Unsealable("印章服务的地址（MINGJING_SEAL_URL）应以 http:// 或 https:// 开头，请系统管理员改正。")
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        asked = urllib.request.Request(self.url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310
        try:
            trust = ssl.create_default_context(cafile=self.authority or None)
            with urllib.request.urlopen(asked, timeout=TIMEOUT, context=trust) as answer:  # noqa: S310
                told = json.loads(answer.read(LARGEST + 1)[:LARGEST])
        except HTTPError as problem:
            raise Unsealable(f"印章服务拒绝盖章（{problem.code}）：{_reason(problem)}。{AGAIN}") from problem
        except (URLError, OSError, ValueError, http.client.HTTPException) as problem:
            raise Unsealable(f"印章服务没有应答（{type(problem).__name__}）。{AGAIN}") from problem
        if not isinstance(told, dict):
            raise Unsealable(f"印章服务的应答读不懂。{AGAIN}")
        return told


def _reason(problem: HTTPError) -> str:
    try:
        told = json.loads(problem.read(4096))
        return str(told.get("message", ""))[:200] if isinstance(told, dict) else ""
    except (OSError, ValueError):
        return "没有说明原因"


def _answer(told: dict[str, Any], pdf: bytes) -> Sealed:
    try:
        sealed = base64.b64decode(str(told.get("pdf", "")), validate=True)
        result = base64.b64decode(str(told.get("signature", "")), validate=True)
    except binascii.Error:
        raise Unsealable(f"印章服务的应答读不懂。{AGAIN}") from None
    # A service that rewrites the file instead of adding to it could hand back another document.
    if not sealed.startswith(pdf):
        raise Unsealable(f"印章服务交回的不是送去的文书。{AGAIN}")
    if sealed == pdf and not result:
        raise Unsealable(f"印章服务交回的文书没有盖章。{AGAIN}")
    return Sealed(sealed, result)
