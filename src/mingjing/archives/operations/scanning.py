"""Looking into contents for what may do harm: viruses by ClamAV where it is installed, macros, scripts, embedded files.

Nothing here is run or unpacked to disk but for the scanner, which gets copies under the names of their digests.
"""

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from mingjing.foundation import storage

SCANNERS = (("clamdscan", ("--fdpass", "--multiscan")), ("clamscan", ("--recursive",)))
SECONDS = 1800
OFFICE = ("docx", "xlsx", "pptx", "docm", "xlsm", "pptm")
PROGRAMS = (".exe", ".dll", ".bat", ".cmd", ".com", ".js", ".vbs", ".ps1", ".scr", ".jar", ".msi", ".hta", ".lnk")
BASE_FONTS = "/FontFile", "/FontFile2", "/FontFile3"
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner found: its name (empty where none is installed) and the finding by digest."""

    scanner: str = ""
    found: tuple[tuple[str, str], ...] = ()

    def of(self, sha256: str) -> str:
        """What was found in a content; empty where nothing."""
        return dict(self.found).get(sha256, "")


@dataclass(frozen=True, slots=True)
class Look:
    """What lies inside a document: what it is, whether it is locked, what may do harm, fonts it does not carry."""

    kind: str = ""
    locked: bool = False
    risks: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


def scan(digests: Sequence[str]) -> Scan:
    """Have the installed scanner look at stored contents. Without a scanner, or where it fails, `scanner` is empty."""
    found = next(((path, options) for name, options in SCANNERS if (path := shutil.which(name))), None)
    if found is None or not digests:
        return Scan()
    program, options = found
    with tempfile.TemporaryDirectory(prefix="mingjing-scan-") as folder:
        for digest in dict.fromkeys(digests):
            try:
                pieces = storage.whole(digest)
            except storage.Missing:
                continue
            with (Path(folder) / digest).open("wb") as copy:
                for piece in pieces:
                    copy.write(piece)
        try:
            done = subprocess.run(  # noqa: S603
                [program, *options, "--no-summary", folder], capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return Scan()
    if done.returncode not in {0, 1}:
        return Scan()
    return Scan(Path(program).name, tuple(_found(done.stdout.decode("utf-8", "replace"))))


def _found(text: str) -> Iterator[tuple[str, str]]:
    """Lines like `/tmp/…/<digest>: Eicar-Signature FOUND`."""
    for line in text.splitlines():
        path, _, verdict = line.rpartition(": ")
        if verdict.endswith(" FOUND"):
            yield Path(path).name, verdict.removesuffix(" FOUND")


def look_into(media_type: str, name: str, content: bytes) -> Look:
    """What lies inside, whatever a hostile file does to its reader."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    try:
        if media_type == "application/pdf":
            return _pdf(content)
        if media_type == "application/zip":
            return _zip(content, ending)
        if media_type == "application/x-ole-storage":
            macros = ("宏",) if _OLE_MACROS in content else ()
            return Look("office", risks=macros)
    except Exception:
        return Look()
    return Look(media_type.split("/")[0])


def _zip(content: bytes, ending: str) -> Look:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        infos = packed.infolist()
    names = [info.filename.lower() for info in infos]
    risks = []
    if any(name.endswith("vbaproject.bin") for name in names):
        risks.append("宏")
    if any("/embeddings/" in name for name in names):
        risks.append("内嵌文件")
    risks += [f"程序文件 {name[:60]}" for name in names if name.endswith(PROGRAMS)][:3]
    kind = "office" if ending in OFFICE else "zip"
    return Look(kind, locked=any(info.flag_bits & 1 for info in infos), risks=tuple(risks))


def _pdf(content: bytes) -> Look:
    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        return Look("pdf", locked=True)
    with document:
        root = document.Root
        risks = []
        names = root.get("/Names")
        if _has(names, "/JavaScript") or _is_script(root.get("/OpenAction")) or _has(root, "/AA"):
            risks.append("脚本")
        if _has(names, "/EmbeddedFiles"):
            risks.append("内嵌文件")
        if any(_acts(page) for page in document.pages):
            risks.append("页面动作")
        return Look("pdf", document.is_encrypted, tuple(risks), tuple(sorted(set(_loose_fonts(document)))))


def _has(holder: Any, key: str) -> bool:
    return holder is not None and hasattr(holder, "keys") and key in holder.keys()  # noqa: SIM118  a pikepdf mapping


def _is_script(action: Any) -> bool:
    return _has(action, "/S") and str(action["/S"]) in {"/JavaScript", "/Launch"}


def _acts(page: Any) -> bool:
    marks = page.obj.get("/Annots")
    actions = [one.get("/A") for one in marks if hasattr(one, "get")] if marks is not None else []
    return _has(page.obj, "/AA") or any(map(_is_script, actions))


def _loose_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    """Fonts whose program is not in the file: another machine may show other signs."""
    seen: set[tuple[int, int]] = set()
    for page in document.pages:
        fonts = page.resources.get("/Font") if hasattr(page, "resources") else None
        for font in _values(fonts):
            key = font.objgen if hasattr(font, "objgen") else (0, 0)
            if key != (0, 0) and key in seen:
                continue
            seen.add(key)
            if str(font.get("/Subtype")) != "/Type3" and not _carried(font):
                yield str(font.get("/BaseFont", "/?")).lstrip("/")[:60]


def _values(mapping: Any) -> Iterable[Any]:
    return [mapping[key] for key in mapping.keys()] if mapping is not None else []  # noqa: SIM118


def _carried(font: Any) -> bool:
    described = font.get("/FontDescriptor")
    if described is None and font.get("/DescendantFonts") is not None:
        described = font["/DescendantFonts"][0].get("/FontDescriptor")
    return described is not None and any(_has(described, key) for key in BASE_FONTS)
