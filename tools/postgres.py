"""A private, throw-away PostgreSQL cluster for one command.

    python tools/postgres.py COMMAND …                  runs COMMAND with MINGJING_DATABASE_URL set
    python tools/postgres.py --keep=FOLDER COMMAND …    the same with data that stays in FOLDER for the next time

The server listens on a free port of the loopback address only, belongs to an ordinary user (PostgreSQL refuses
root), keeps its data in a temporary folder and is gone when the command ends.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NEEDED = ("initdb", "pg_ctl", "postgres")
ORDINARY = ("postgres", "nobody")
# Nothing in a throw-away cluster is worth an fsync.
FAST = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=64MB",
    "wal_level=minimal", "max_wal_senders=0",
)  # fmt: skip


class Unavailable(Exception):
    """No server here, or it would not start; the message says which."""


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine, or None."""
    packaged = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    newest = sorted(packaged, key=lambda path: [int(n) for n in path.parent.name.split("-") if n.isdigit()])
    on_path = shutil.which("initdb")
    places = [*reversed(newest), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((place for place in places if all((place / name).exists() for name in NEEDED)), None)


def ordinary_user() -> dict[str, Any]:
    """What `subprocess` needs to run as somebody who is not root; nothing where we are not root."""
    if os.geteuid() != 0:
        return {}
    for name in ORDINARY:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Unavailable("PostgreSQL 不能以 root 运行，本机也没有 postgres 或 nobody 用户")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(command: list[str], folder: Path, who: dict[str, Any]) -> None:
    """Run one server command; raises Unavailable with its last words."""
    log = folder / "commands.log"
    with log.open("ab") as sink:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, cwd=folder, stdout=sink, stderr=sink, env=environment, check=False, **who)
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} 失败：\n{log.read_text(errors='replace')[-1500:]}")


@contextmanager
def cluster(keep: Path | None = None) -> Iterator[str]:
    """Start a cluster and give its MINGJING_DATABASE_URL; raises Unavailable where that cannot be done.

    `keep`: a folder in which its data stay; an ordinary user must be able to reach it.
    """
    place = binaries()
    if place is None:
        raise Unavailable("本机没有 PostgreSQL 服务程序（Debian、Ubuntu：apt install postgresql）")
    who, port = ordinary_user(), free_port()
    folder = keep.resolve() if keep else Path(tempfile.mkdtemp(prefix="mingjing-postgres-"))
    folder.mkdir(parents=True, exist_ok=True)
    data, control = folder / "data", [str(place / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s"]
    if who:
        os.chown(folder, who["user"], who["group"])
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' " + " ".join(
        f"-c {setting}" for setting in FAST
    )
    try:
        initdb = [str(place / "initdb"), "-D", str(data), "-U", "mingjing", "-A", "trust", "-E", "UTF8", "-N"]
        if not (data / "PG_VERSION").exists():
            run([*initdb, "--locale=C.UTF-8"], folder, who)
        run([*control, "-l", str(folder / "server.log"), "-o", options, "start"], folder, who)
        try:
            yield f"postgres://mingjing@127.0.0.1:{port}/postgres"
        finally:
            run([*control, "-m", "fast" if keep else "immediate", "stop"], folder, who)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run a command against a cluster of its own."""
    keep = Path(command.pop(0).partition("=")[2]) if command and command[0].startswith("--keep=") else None
    if not command:
        print("用法：python tools/postgres.py [--keep=文件夹] 命令 [参数]", file=sys.stderr)
        return 2
    try:
        with cluster(keep) as url:
            return subprocess.call(command, env={**os.environ, "MINGJING_DATABASE_URL": url})
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 3


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
