"""Which kinds of files can be rewritten, and the limits that keep bombs out."""

from enum import StrEnum

MOST_BYTES = 50 * 1024 * 1024
MOST_PAGES = 200
MOST_PIXELS = 50_000_000
MOST_MEMBERS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
MOST_CELLS = 200_000


class Unfit(Exception):
    """The file cannot be rewritten. Both sentences are Chinese: what is so, and what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(f"{message}。{next_step}")
        self.message = message
        self.next_step = next_step


class Format(StrEnum):
    """A kind of file that can be rewritten."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    JPEG = "jpeg"
    PNG = "png"


EXTENSIONS = {
    Format.PDF: ("pdf",), Format.DOCX: ("docx",), Format.XLSX: ("xlsx",), Format.XLS: ("xls",), Format.JPEG: ("jpg", "jpeg"),
    Format.PNG: ("png",),
}  # fmt: skip
MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.XLS: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
}
"""The media type of the public copy; that of an .xls is an .xlsx."""
