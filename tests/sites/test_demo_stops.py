"""The demonstration ends with everything it began, also where a shell started it in the background."""

import argparse
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from mingjing.sites.commands import demo


class Child:
    """A program that has ended by itself; one of them will not answer."""

    begun: list["Child"] = []

    def __init__(self, *_: Any) -> None:
        self.stubborn, self.killed = not Child.begun, False
        self.interrupts = signal.getsignal(signal.SIGINT)
        Child.begun.append(self)

    def poll(self) -> int:
        return 1

    def terminate(self) -> None:
        pass

    def wait(self, timeout: float | None = None) -> int:
        if timeout and self.stubborn:
            raise subprocess.TimeoutExpired("web", timeout)
        return 0

    def kill(self) -> None:
        self.killed = True


@pytest.fixture
def in_the_background(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    monkeypatch.setattr(Child, "begun", [])
    monkeypatch.setattr(demo.subprocess, "Popen", Child)
    yield
    signal.signal(signal.SIGINT, before[0])
    signal.signal(signal.SIGTERM, before[1])


def test_nothing_is_left_on_the_port(in_the_background: None) -> None:
    assert demo._serve(argparse.Namespace(host="127.0.0.1", port=8000)) == 1
    web, worker = Child.begun
    assert web.interrupts is signal.default_int_handler, "the web server ends its workers with the signal of Ctrl-C"
    assert web.killed and not worker.killed
