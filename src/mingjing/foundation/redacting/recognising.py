"""What a file truly is, by its first bytes and not by its name."""

from pathlib import PurePath

from mingjing.foundation.redacting.fitness import EXTENSIONS, MOST_BYTES, Format, Unfit
from mingjing.foundation.redacting.zips import members

_KNOWN = "PDF、DOCX、XLSX、XLS、JPG、PNG、TIFF、WebP"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = {"docm", "xlsm", "xlsb", "dotm", "xltm"}


def recognise(name: str, content: bytes) -> Format:
    """What the file truly is. Raises Unfit where it is too large, unknown, locked, or not what its name says."""
    extension = PurePath(name).suffix.lstrip(".").lower()
    if not content:
        raise Unfit("文件是空的", "请重新选择文件")
    if len(content) > MOST_BYTES:
        raise Unfit(f"文件超过 {MOST_BYTES // 1024 // 1024} MB", "压缩扫描分辨率或者拆成几个文件后再上传")
    if extension in _MACROS:
        raise Unfit("文件带有宏或者是二进制工作簿", f"另存为不带宏的格式（{_KNOWN}）后再上传")
    wanted = next((one for one, names in EXTENSIONS.items() if extension in names), None)
    if wanted is None:
        raise Unfit(
            f"不能处理“.{extension[:12]}”文件" if extension else "文件名没有扩展名", f"另存为 {_KNOWN} 后再上传"
        )
    found = _by_first_bytes(content)
    if content.startswith(_OLE) and wanted in {Format.DOCX, Format.XLSX}:
        raise Unfit("文件加了打开密码，或者其实是旧版格式", "去掉密码、另存为新版格式后再上传")
    if found != wanted and not (found is None and wanted in {Format.DOCX, Format.XLSX}):
        truly = f"内容其实是 {found.upper()}" if found else "内容不是这种格式或者已经损坏"
        raise Unfit(f"文件名写着“.{extension}”，{truly}", "用原来的软件打开，另存为正确的格式后再上传")
    return wanted


def _by_first_bytes(content: bytes) -> Format | None:
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if content.startswith(_OLE):
        return Format.XLS
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return None


def _office(content: bytes) -> Format | None:
    names = members(content, wanted=()).names
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unfit("文件里有宏", "另存为不带宏的格式后再上传")
    if "word/document.xml" in names:
        return Format.DOCX
    return Format.XLSX if any(name.startswith("xl/workbook.xml") for name in names) else None
