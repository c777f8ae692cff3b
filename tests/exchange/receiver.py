"""A receiving platform that really listens, and does what it is told: take, fail, hang, redirect, lie."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Platform(ThreadingHTTPServer):
    """What it got, what it holds by delivery, and how it behaves."""

    daemon_threads = True

    def __init__(self, context: Any = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mood = "take"
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        self.held: dict[str, dict[str, Any]] = {}
        self.tls = context is not None
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is nothing to print."""

    @property
    def address(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.server_port}/push?from=shifan"


class _Handler(BaseHTTPRequestHandler):
    server: Platform

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self.server.posts.append(("GET", {}, b""))
        self._answer(200, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, dict(self.headers), body))
        key, mood = self.headers["Idempotency-Key"], self.server.mood
        taken = {
            "delivery": key,
            "sha256": self.headers["X-Content-SHA256"],
            "receipt": f"HZ-{len(self.server.held) + 1:04}",
            "accepted": True,
        }
        if mood == "hang":
            time.sleep(1.5)
        if mood in {"500", "404"}:
            return self._answer(int(mood), {})
        if mood == "redirect":
            return self._answer(302, {}, ("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere"))
        if mood == "later":
            return self._answer(202, {})
        if mood == "html":
            return self._raw(200, b"<html>ok</html>")
        if mood == "huge":
            return self._raw(200, b"x" * 200_000)
        lies = {
            "other delivery": {"delivery": "0"},
            "other content": {"sha256": "0" * 64},
            "no number": {"receipt": ""},
            "refuses": {"accepted": False, "reason": "字段不全"},
        }
        if mood in lies:
            return self._answer(200, taken | lies[mood])
        again = key in self.server.held
        self.server.held.setdefault(key, taken)
        return self._answer(409 if again else 201, self.server.held[key])

    def _answer(self, status: int, told: Any, *headers: tuple[str, str]) -> None:
        self._raw(status, json.dumps(told).encode(), *headers)

    def _raw(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def listening(context: Any = None) -> Iterator[Platform]:
    """The platform for a while."""
    platform = Platform(context)
    thread = threading.Thread(target=platform.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        platform.shutdown()
        platform.server_close()
        thread.join()
