"""`make wheelhouse`: download every wheel for an installation without internet, for both processor families.

The folder `wheelhouse/` is then used by `make demo` and the other targets instead of the index.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "wheelhouse"
LOCKS = ("installer", "runtime", "lawdata")
MACHINES = ("x86_64", "aarch64")
# glibc 2.28 is what the older domestic distributions have.
GLIBC = ("manylinux_2_28", "manylinux_2_17", "manylinux2014", "manylinux_2_5", "manylinux1")
PYTHONS = ("3.11", "3.12", "3.13")


def download(lock: str, machine: str, python: str) -> bool:
    """One lock file for one kind of machine and one Python."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes"]
    command += ["--only-binary=:all:", "--dest", str(FOLDER), "--implementation", "cp", "--python-version", python]
    for libc in GLIBC:
        command += ["--platform", f"{libc}_{machine}"]
    for abi in (f"cp{python.replace('.', '')}", "abi3", "none"):
        command += ["--abi", abi]
    return subprocess.call([*command, "-r", str(ROOT / "requirements" / f"{lock}.lock")]) == 0


def main() -> int:
    """All locks × machines × Pythons."""
    FOLDER.mkdir(exist_ok=True)
    wanted = [(lock, machine, python) for python in PYTHONS for machine in MACHINES for lock in LOCKS]
    failed = []
    for position, job in enumerate(wanted, 1):
        print(f"[{position}/{len(wanted)}] {job[0]}.lock，{job[1]}，Python {job[2]}", flush=True)
        if not download(*job):
            failed.append(job)
    size = sum(file.stat().st_size for file in FOLDER.iterdir()) / 1e6
    print(f"wheelhouse/ 里有 {len(list(FOLDER.iterdir()))} 个安装包，共 {size:.0f} MB。")
    for lock, machine, python in failed:
        print(f"没有下全：{lock}.lock，{machine}，Python {python}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
