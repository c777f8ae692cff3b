"""How much storage the devices of a docking station have left, told to the platform at every round."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from mingjing.sites.docking.talking import Platform, Refusal


class Devices:
    """The devices of the configuration, whose storage is told to the platform at every round."""

    def __init__(self, path: Path | None) -> None:
        self.lines: list[str] = []
        self.wrong = False
        self.told: list[dict[str, Any]] = read_devices(path) if path else []

    def report(self, platform: Platform) -> None:
        """Read and tell every device; one that is not plugged in is left out, one that is refused hinders no other."""
        for one in self.told:
            try:
                read = storage_of(one)
                if read is None:
                    self.lines.append(f"  {one['code']}：没有插上，没有上报")
                    continue
                said = platform.storage(one["code"], *read)
                self.lines.append(f"  {said['name']}：剩余 {said['percent']}%")
            except (Refusal, OSError) as no:
                self.wrong = True
                self.lines.append(f"  {one['code']}：没有上报，{no}")

    def text(self) -> str:
        """What was told, in plain Chinese."""
        return "\n".join(["设备存储：", *self.lines]) if self.lines else ""


def read_devices(path: Path) -> list[dict[str, Any]]:
    """The configuration. Raises OSError for one that cannot be read, naming what is wrong."""
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as failure:
        raise OSError(f"{path} 不是 JSON（{failure}）") from None
    whole = isinstance(told, list) and all(isinstance(one, dict) and isinstance(one.get("code"), str) for one in told)
    if not whole:
        raise OSError(f'{path} 应当是一个列表，每台设备写 "code"，例如 [{{"code": "记-03", "folder": "E:/"}}]')
    for one in told:
        numbers = [one[name] for name in ("capacity", "free") if name in one]
        places = [one[name] for name in ("folder", "disk") if name in one]
        if not all(isinstance(each, str) for each in places) or not all(type(each) is int for each in numbers):
            raise OSError(f"{path} 里 {one['code']} 的 folder、disk 应当是文件夹，capacity、free 应当是字节数")
        if not places and len(numbers) < 2:
            raise OSError(f"{path} 里 {one['code']} 没有写 folder 或者 disk，也没有写全 capacity 和 free")
    return list(told)


def storage_of(one: dict[str, Any]) -> tuple[int, int] | None:
    """Capacity and free bytes of a device; None while it is not plugged in.

    A folder is measured only where it is itself a mounted device: else the station's own disk would be taken for it.
    """
    if "disk" in one or "folder" in one and os.path.ismount(one["folder"]):
        whole = shutil.disk_usage(one.get("disk") or one["folder"])
        return whole.total, whole.free
    if "capacity" not in one:
        return None
    if "free" in one:
        return one["capacity"], one["free"]
    folder = Path(one["folder"])
    if not folder.is_dir():
        return None
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return one["capacity"], max(0, one["capacity"] - used)
