"""The witness as a small web server: add-checkpoint, what it last cosigned, and a page that says who it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.witness.cosigning import BODY_LIMIT, Answer, add_checkpoint
from mingjing.ledger.witness.folder import Folder, NotSetUp

GREENWICH = timezone(timedelta(0))
"""Python has a name for it since 3.11; this runs on older ones."""

Clock = Callable[[], float]


def server(folder: Folder, host: str, port: int, clock: Clock = time.time) -> ThreadingHTTPServer:
    """A server that is ready to serve; `port` 0 takes any free one."""
    folder.public()

    class Handler(_Handler):
        own, now = folder, staticmethod(clock)

    made = ThreadingHTTPServer((host, port), Handler)
    made.daemon_threads = True
    return made


class _Handler(BaseHTTPRequestHandler):
    own: Folder
    now: Clock
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_POST(self) -> None:
        """add-checkpoint."""
        told = self.headers.get("Content-Length", "")
        length = int(told) if told.isascii() and told.isdigit() else -1
        if not 0 <= length <= BODY_LIMIT:
            self.close_connection = True
            return self._answer(Answer(413 if length > 0 else 411, "请求过大，或没有写明长度\n"))
        data = self.rfile.read(length)
        if not urlsplit(self.path).path.endswith("/add-checkpoint"):
            return self._answer(Answer(404, "只受理 add-checkpoint\n"))
        try:
            return self._answer(add_checkpoint(self.own, data.decode("utf-8"), int(self.now())))
        except UnicodeDecodeError:
            return self._answer(Answer(400, "请求不是 UTF-8\n"))
        except (NotSetUp, Bad, OSError) as failure:
            return self._answer(Answer(500, f"见证程序出错：{failure}\n"))

    def do_GET(self) -> None:
        """The last checkpoint of a log (`/last?origin=…`); everything else is the page that says who this is."""
        asked = urlsplit(self.path)
        try:
            if not asked.path.endswith("/last"):
                return self._answer(Answer(200, standing(self.own)))
            seen = self.own.seen(parse_qs(asked.query).get("origin", [""])[0])
            return self._answer(Answer(200, seen.note) if seen else Answer(404, "还没有见证过这本台账\n"))
        except (NotSetUp, Bad, OSError) as failure:
            return self._answer(Answer(500, f"见证程序出错：{failure}\n"))

    def _answer(self, answer: Answer) -> None:
        data = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: Any) -> None:
        """One line for each request, in the local time; nothing of what was sent."""
        when = datetime.fromtimestamp(self.now(), GREENWICH).astimezone()
        print(f"{when:%Y-%m-%d %H:%M:%S} {self.client_address[0]} {format % arguments}", flush=True)  # noqa: T201


def standing(folder: Folder) -> str:
    """Who this witness is and how far it has seen each log, in Chinese."""
    lines = ["明镜台账见证", f"名称：{folder.name()}", f"公钥：{folder.key()}"]
    origins = sorted({name for name, _ in folder.logs().logs})
    if not origins:
        lines.append("还没有登记台账。请用 witness trust 登记机关公布的台账公钥。")
    for origin in origins:
        for name in (origin, f"{origin}/sm3"):
            seen = folder.seen(name)
            lines.append(f"台账 {name}：" + (f"已见证到 {seen.size} 条" if seen else "还没有见证过"))
    return "\n".join(lines) + "\n"
