"""A real object store for tests: SeaweedFS on ports of its own, in a folder that goes away with the session."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEY, SECRET = "mingjing-test", "only-for-tests-and-known-to-everybody"
STARTS_WITHIN = 60


def binary() -> str:
    """Where `weed` lies; empty where the package is not installed."""
    beside = Path(sys.executable).parent / "weed"
    return str(beside) if beside.exists() else shutil.which("weed") or ""


def ports(many: int) -> list[int]:
    """Ports that nobody listens on now."""
    held = [socket.socket() for _ in range(many)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    found = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return found


@contextmanager
def running(place: Path) -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    config = place / "s3.json"
    may = {"name": "mingjing", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin", "Read", "List", "Tagging", "Write"]}  # fmt: skip
    config.write_text(json.dumps({"identities": [may]}))
    a, b, c, d, e, f, g, h = ports(8)
    words = [
        binary(), "server", f"-dir={place}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-master.port={a}", f"-master.port.grpc={b}",
        f"-volume.port={c}", f"-volume.port.grpc={d}", "-volume.max=50", "-master.volumeSizeLimitMB=64", "-filer", f"-filer.port={e}",
        f"-filer.port.grpc={f}", "-s3", f"-s3.port={g}", f"-s3.port.grpc={h}", "-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.config={config}",
    ]  # fmt: skip
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "HOME": str(place)}, cwd=place)
        try:
            address = f"http://127.0.0.1:{g}"
            _answers(address, server, place / "log")
            yield address
        finally:
            server.kill()  # it takes long to say good-bye, and its folder goes away
            server.wait()


def _answers(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(STARTS_WITHIN * 10):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"SeaweedFS did not start: {log.read_text(errors='replace')[-2000:]}")
