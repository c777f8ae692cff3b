"""Make `.venv`, install the pinned requirements a target needs, then run the target. Standard library only.

A `wheelhouse/` folder beside the Makefile is used instead of the index where it is present. A stamp in the
environment holds the digests of the installed lock files, so a second run installs nothing.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "mingjing-stamp.json"
LOG = VENV / "install.log"
WHEELHOUSE = ROOT / "wheelhouse"
REQUIREMENTS = ROOT / "requirements"
RUN, WORK = ("runtime", "lawdata"), ("dev", "lawdata")
# What each target needs installed, and the command it runs inside the environment.
TARGETS: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "demo": (RUN, ["bin/mingjing", "demo"]),
    "bench": (RUN, ["bin/mingjing", "bench"]),
    "test": (WORK, ["bin/python", "tools/suite.py"]),
    "quick": (WORK, ["bin/python", "tools/suite.py", "--quick"]),
    "lint": (WORK, ["bin/python", "tools/gates.py"]),
    "reference": (WORK, ["bin/python", "tools/make_reference.py"]),
    "docs": (WORK, ["bin/sphinx-build", "-q", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html"]),
    "wheelhouse": ((), ["bin/python", "tools/wheelhouse.py"]),
}
CACHES = [".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis", "build", "docs/_build"]
NO_VENV = (
    "这个 Python（{python}）不能建立虚拟环境，缺少 ensurepip。\n"
    "  Debian、Ubuntu：apt install python3-venv（或 python3.11-venv，与所用版本一致）\n"
    "装好后再运行一次同一条命令。"
)
NO_INDEX = (
    "安装依赖没有成功，详情见 {log}，末尾是：\n{tail}\n\n"
    "  不能上网：在能上网的机器上运行 make wheelhouse，把 wheelhouse 目录拷到这里再试。\n"
    "  用内部镜像：先运行 pip config set global.index-url 镜像地址。"
)
WRAPPER = """#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"
' '''
import sys

from mingjing.sites.commandline import main

sys.exit(main())
"""


class Failed(Exception):
    """Stop with this message."""


class Progress:
    """Steps that say in Chinese what is happening and how long it took."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.live = total, 0, sys.stdout.isatty()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show one step; on a terminal the seconds run while it works."""
        self.done += 1
        label = f"[{self.done}/{self.total}] {title}"
        begun, over = time.monotonic(), threading.Event()
        ticker = threading.Thread(target=self._tick, args=(label, begun, over), daemon=True)
        if self.live:
            ticker.start()
        try:
            yield
        finally:
            over.set()
            if self.live:
                ticker.join()
        print(f"{self._start()}{label}，用时 {time.monotonic() - begun:.1f} 秒", flush=True)

    def _start(self) -> str:
        return "\r\033[K" if self.live else ""

    def _tick(self, label: str, begun: float, over: threading.Event) -> None:
        while not over.wait(0.2):
            print(f"\r\033[K{label} …… {time.monotonic() - begun:.0f} 秒", end="", flush=True)


def digests(locks: tuple[str, ...]) -> dict[str, str]:
    """What must be in the environment: a digest per lock file, the interpreter and the place."""
    found = {name: hashlib.sha256((REQUIREMENTS / f"{name}.lock").read_bytes()).hexdigest() for name in locks}
    if "dev" in found:  # a superset with the same pins, see tests/architecture/test_requirements.py
        found["runtime"] = hashlib.sha256((REQUIREMENTS / "runtime.lock").read_bytes()).hexdigest()
    return {**found, "python": sys.version.split()[0], "root": str(ROOT)}


def stamped() -> dict[str, str]:
    """What the environment says is installed; nothing where it is new or damaged."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def quietly(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a step with its output in the log; whether it succeeded."""
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        done = subprocess.run(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment, cwd=ROOT, check=False
        )
        return done.returncode == 0


def make_environment() -> None:
    """A fresh `.venv` with pip in it."""
    if not importlib.util.find_spec("ensurepip"):
        raise Failed(NO_VENV.format(python=sys.executable))
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Failed(NO_VENV.format(python=sys.executable) + "\n" + (made.stdout + made.stderr).strip())


def offline(lock: str) -> bool:
    """Whether a wheelhouse serves this lock file; the developers' tools always come from the index."""
    return WHEELHOUSE.is_dir() and lock != "dev"


def install_with(tool: list[str], lock: str) -> list[str]:
    """The command line that installs a lock file with its hashes and nothing else."""
    source = ["--no-index", "--find-links", str(WHEELHOUSE)] if offline(lock) else []
    file = str(REQUIREMENTS / f"{lock}.lock")
    return [*tool, "install", "--require-hashes", "--no-deps", "--only-binary", ":all:", *source, "-r", file]


def uv_environment() -> dict[str, str]:
    """pip's own configuration told to uv, which does not read it."""
    told = subprocess.run([str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    said: dict[str, str] = {}
    for line in told.stdout.splitlines():
        key, _, value = line.partition("=")
        said[key.split(".")[-1]] = value.strip("'\"").replace("\\n", " ")
    web = [url for url in said.get("extra-index-url", "").split() if url.startswith("http")]
    names = {"UV_DEFAULT_INDEX": said.get("index-url", ""), "UV_INDEX": " ".join(web)}
    names["SSL_CERT_FILE"] = said.get("cert", "")
    return {**{name: value for name, value in names.items() if value}, **os.environ, "VIRTUAL_ENV": str(VENV)}


def install(lock: str) -> None:
    """Install one lock file: uv where it could be had, else pip."""
    uv = str(VENV / "bin" / "uv")
    fast = [*install_with([uv, "pip"], lock), "--compile-bytecode"]
    if lock != "installer" and Path(uv).exists() and quietly(fast, uv_environment()):
        return
    if not quietly(install_with([str(PYTHON), "-m", "pip", "--disable-pip-version-check"], lock)):
        tail = "\n".join(LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        raise Failed(NO_INDEX.format(log=LOG.relative_to(ROOT), tail=tail))


def connect() -> None:
    """Make the package importable and the command `mingjing` callable, without a build and without the network."""
    for packages in VENV.glob("lib/python3*/site-packages"):
        # Relative, because a .pth file is read in the locale's encoding and the project may lie in a Chinese folder.
        (packages / "mingjing.pth").write_text("../../../../src\n", encoding="ascii")
    command = VENV / "bin" / "mingjing"
    command.write_text(WRAPPER, encoding="utf-8")
    command.chmod(0o755)
    quietly([str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(ROOT / "src")])


def prepare(locks: tuple[str, ...]) -> None:
    """Bring the environment to what these lock files say; at once where it is there already."""
    wanted, found = digests(locks), stamped()
    if wanted.items() <= found.items() and PYTHON.exists():
        return
    fresh = not PYTHON.exists() or (found and any(found.get(key) != wanted[key] for key in ("python", "root")))
    missing = [lock for lock in locks if fresh or found.get(lock) != wanted[lock]]
    need_uv = bool(missing) and not (VENV / "bin" / "uv").exists()
    progress = Progress(bool(fresh) + need_uv + len(missing) + 1)
    if fresh:
        with progress.step("建立 Python 环境 .venv"):
            make_environment()
            found = {}
    if need_uv:
        with progress.step("取得安装工具"), suppress(Failed):  # without it pip does the work, only slower
            install("installer")
    for lock in missing:
        with progress.step(f"安装 requirements/{lock}.lock（{'离线' if offline(lock) else '联网'}）"):
            install(lock)
    with progress.step("接好命令 .venv/bin/mingjing"):
        connect()
    STAMP.write_text(json.dumps({**found, **wanted}, indent=1), encoding="utf-8")


def clean() -> None:
    """Remove the environment and every cache; data in `var/` stays."""
    for name in [".venv", *CACHES]:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for cache in [*ROOT.glob("src/**/__pycache__"), *ROOT.glob("tests/**/__pycache__")]:
        shutil.rmtree(cache, ignore_errors=True)
    print("已删除环境和缓存。数据目录 var/ 没有动；要重做演示，删掉 var/ 再运行 make demo。")


def main(arguments: list[str]) -> int:
    """Prepare for one target and run it; its exit status is ours."""
    target = arguments[0] if arguments else ""
    if target == "clean":
        clean()
        return 0
    if target not in TARGETS:
        print(f"没有“{target}”这个目标。可用：{'、'.join([*TARGETS, 'clean'])}。", file=sys.stderr)
        return 2
    locks, command = TARGETS[target]
    try:
        prepare(locks)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    return hand_over([str(VENV / command[0]), *command[1:], *arguments[1:]])


def hand_over(program: list[str]) -> NoReturn:
    """Become the target's program, so that Ctrl-C reaches it alone."""
    environment = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    os.chdir(ROOT)
    os.execve(program[0], program, environment)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
