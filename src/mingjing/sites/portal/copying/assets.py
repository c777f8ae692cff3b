"""Styles, scripts and icons under names that carry their digest, so that they may be kept for ever."""

import hashlib
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation


class Assets:
    """The static files that pages of the copy use."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._hrefs: dict[str, str | None] = {}

    def is_ours(self, link: str) -> bool:
        """Whether a link leads to a static file."""
        return link.startswith(settings.STATIC_URL)

    def href(self, link: str) -> str | None:
        """The place of a static file seen from the root of the copy; None where there is no such file."""
        plain, mark, rest = link.partition("#")
        if plain not in self._hrefs:
            self._hrefs[plain] = self._taken(plain.removeprefix(settings.STATIC_URL).partition("?")[0])
        found = self._hrefs[plain]
        return found and found + mark + rest

    def _taken(self, name: str) -> str | None:
        content = _content(name)
        if content is None:
            return None
        told = PurePosixPath(name)
        digest = hashlib.sha256(content).hexdigest()[:12]
        path = f"static/{told.with_name(f'{told.stem}.{digest}{told.suffix}')}"
        self.files[path] = content
        return path


def _content(name: str) -> bytes | None:
    """What is served under a name: collected where files were collected, else from the apps' folders."""
    try:
        if staticfiles_storage.exists(name):
            with staticfiles_storage.open(name) as file:
                return bytes(file.read())
    except (SuspiciousFileOperation, OSError):
        return None
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else None
