"""Real witnesses for tests: each with a folder, a key and a clock of its own, served over HTTP where asked."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from mingjing.ledger import queries
from mingjing.ledger.witness.cosigning import Answer, add_checkpoint
from mingjing.ledger.witness.folder import Folder
from mingjing.ledger.witness.serving import server

NOON = 1_793_160_000  # 2026-10-28T04:00:00Z, after the events of tests.ledger.logged


def witness(root: Path, name: str, *, trusting: bool = True) -> Folder:
    """A witness that knows our log."""
    folder = Folder(root / name.replace("/", "-"))
    folder.set_up(name)
    if trusting:
        folder.trust(queries.public_key())
    return folder


def policy(path: Path, *lines: str) -> None:
    """Write the policy file; a witness line may hold a Folder's key."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextlib.contextmanager
def served(folder: Folder, now: int = NOON) -> Iterator[str]:
    """The witness as a web service; gives its address."""
    made = server(folder, "127.0.0.1", 0, lambda: now)
    made.RequestHandlerClass.log_message = lambda *words: None
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_address[1]}"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def direct(*folders: Folder, now: int = NOON):
    """A way to ask the witnesses without a network: the same answers, by the name in the address."""
    known = {f"http://{folder.root.name}/add-checkpoint": folder for folder in folders}

    def post(url: str, body: str) -> tuple[int, str]:
        answer: Answer = add_checkpoint(known[url], body, now) if url in known else Answer(0, "nobody")
        return answer.status, answer.body

    return post
