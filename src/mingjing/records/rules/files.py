"""Which files may enter a dossier."""

import re

from mingjing.kernel.text import clean

SIGNATURES: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"%PDF-", "application/pdf", frozenset({"pdf"})),
    (b"\x89PNG\r\n\x1a\n", "image/png", frozenset({"png"})),
    (b"\xff\xd8\xff", "image/jpeg", frozenset({"jpg", "jpeg"})),
    (b"II*\x00", "image/tiff", frozenset({"tif", "tiff"})),
    (b"MM\x00*", "image/tiff", frozenset({"tif", "tiff"})),
    (b"PK\x03\x04", "application/zip", frozenset({"zip", "docx", "xlsx", "pptx", "ofd"})),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", frozenset({"doc", "xls", "ppt", "wps", "et"})),
    (b"ID3", "audio/mpeg", frozenset({"mp3"})),
    (b"\xff\xfb", "audio/mpeg", frozenset({"mp3"})),
    (b"\x1aE\xdf\xa3", "video/webm", frozenset({"webm"})),
    (b"RIFF", "audio/wav", frozenset({"wav", "avi"})),
)
PLAIN = frozenset({"txt", "csv"})
MOVIES = frozenset({"mp4", "mov", "m4a"})
ALLOWED = frozenset().union(*(endings for _, _, endings in SIGNATURES), PLAIN, MOVIES)
# In an exported file a name gets a number before it, and file systems take 255 bytes.
NAME_LIMIT = 240
_BAD_NAME = re.compile(r'[\x00-\x1f\x7f\x85\u2028\u2029/\\:*?"<>|]')


def media_type(content: bytes) -> str:
    """What the first bytes say the file is; empty where they say nothing."""
    if content[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for start, kind, _ in SIGNATURES if content.startswith(start)), "")


def problem(name: str, content: bytes, limit: int) -> str:
    """Why a file may not enter, in one Chinese sentence with the next step; empty where it may."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if wrong := name_problem(name):
        return wrong
    if not content:
        return f"“{name}”是空文件，请重新选择。"
    if len(content) > limit:
        return f"“{name}”超过 {limit // 1048576} MB 的上限，请压缩或者分成几个文件。"
    if ending not in ALLOWED:
        return f"不接受“.{ending or '无扩展名'}”文件，请转成 PDF、图片、音视频或者办公文档。"
    if not _is_what_it_says(ending, content):
        return f"“{name}”的内容与扩展名不符，可能是改名的文件，请上传原文件。"
    return ""


def name_problem(name: str) -> str:
    """A name must read the same for everybody who looks, and fit whole into the record and into an exported file."""
    if _BAD_NAME.search(name) or clean(name)[1] or not name.strip():
        shown = "".join(sign if sign.isprintable() else "?" for sign in _BAD_NAME.sub("?", name))
        return f"文件名“{shown[:60]}”含有不允许的字符（包括看不见的和改变文字方向的），请改名后再传。"
    if len(name.encode()) > NAME_LIMIT:
        return f"文件名“{name[:30]}…”有 {len(name)} 个字，太长（最多 {NAME_LIMIT // 3} 个汉字），请改短后再传。"
    return ""


def _is_what_it_says(ending: str, content: bytes) -> bool:
    if ending in MOVIES:
        return content[4:8] == b"ftyp"
    if ending in PLAIN:
        return not media_type(content) and b"\x00" not in content[:4096]
    return any(content.startswith(start) and ending in endings for start, _, endings in SIGNATURES)
