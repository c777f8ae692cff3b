"""`make TARGET` arrives here: find a Python, make `.venv`, install what the target needs, run it.

Standard library only. This file must still be readable by old interpreters, because it is they who have to say in
Chinese that they are too old.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
CANDIDATES = ("python3", "python3.11", "python3.12", "python3.13", "python3.14")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
HOW = (
    "明镜需要 Python 3.11 或更新的版本，这台机器上没有找到（找过：{names}）。\n"
    "  Debian 12、Ubuntu 24.04：apt install python3 python3-venv\n"
    "  较旧的 Debian、Ubuntu：apt install python3.11 python3.11-venv\n"
    "  麒麟、openEuler、RHEL：dnf install python3.11\n"
    "装好后再运行一次同一条命令。"
)


def new_enough(python: str) -> bool:
    """Whether this command is an interpreter that we can use."""
    question = "import sys; sys.exit(sys.version_info < {!r})".format(OLDEST)  # noqa: UP032
    try:
        return subprocess.call([python, "-c", question], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def main() -> int:
    """Hand over to `tools/install.py` under an interpreter that is new enough."""
    program = [os.path.join(ROOT, "tools", "install.py")] + sys.argv[1:]  # noqa: PTH118
    if sys.version_info >= OLDEST:
        os.execv(sys.executable, [sys.executable] + program)
    for python in CANDIDATES:
        if new_enough(python):
            os.execvp(python, [python] + program)
    sys.stderr.write(HOW.format(names="、".join(CANDIDATES)) + "\n")
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
