"""FFmpeg as a process of its own, where it is installed; never bundled, never linked."""

import shutil
import subprocess
from pathlib import Path

SECONDS = 120
"""How long a run may take; what takes longer is left to a person with a bigger machine."""


def ffmpeg() -> str:
    """Where the program lies; empty where it is not installed."""
    return shutil.which("ffmpeg") or ""


def stream_hashes(path: Path) -> str:
    """SHA-256 of each elementary stream, one a line: the same for a copy in another container. Empty where it cannot be told."""
    told = _run("-i", str(path), "-map", "0", "-c", "copy", "-f", "streamhash", "-hash", "sha256", "-")
    return "\n".join(sorted(line.strip() for line in told.decode("ascii", "replace").splitlines() if "=" in line))


def clipped(path: Path, target: Path, since: int, until: int) -> bool:
    """Cut a piece out without decoding it anew, at the nearest key frames; whether that was done."""
    _run("-ss", str(since), "-to", str(until), "-i", str(path), "-map", "0", "-c", "copy", "-y", str(target))
    return target.is_file() and target.stat().st_size > 0


def _run(*words: str) -> bytes:
    """Standard output; nothing where the program is absent, fails, or takes too long."""
    program = ffmpeg()
    if not program:
        return b""
    command = [program, "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 a list, no shell
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
