"""Time stamps of RFC 3161 over plain HTTP(S), from the authority that the settings name."""

import urllib.request
from typing import Final
from urllib.error import URLError
from urllib.parse import urlsplit

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from mingjing.foundation.sealing.ports import Unsealable

TIMEOUT: Final = 10
LARGEST: Final = 1 << 20


class HttpTimeStamper(TimeStamper):
    """Asks the authority at `url`."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if urlsplit(url).scheme not in {"http", "https"}:
            raise Unsealable("时间戳服务的地址（MINGJING_TSA_URL）应以 http:// 或 https:// 开头，请系统管理员改正。")
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Post the question; a dead authority is Unsealable, never a seal without the stamp that was asked for."""
        asked = urllib.request.Request(  # noqa: S310
            self.url, req.dump(), {"Content-Type": "application/timestamp-query"}, method="POST"
        )
        try:
            with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310
                told: tsp.TimeStampResp = tsp.TimeStampResp.load(answer.read(LARGEST))
                return told
        except (URLError, OSError, ValueError) as problem:
            raise Unsealable(
                f"时间戳服务没有应答（{problem}）。文书没有盖章，请稍后重试，或者联系系统管理员。"
            ) from problem
