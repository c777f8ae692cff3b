"""The link check: every link of every page of the copy leads to a file of the copy."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from mingjing.sites.portal.copying.folder import Folder
from mingjing.sites.portal.copying.terms import Dead

_LINK = re.compile(r'(?:href|src|action)="([^"#]*)[^"]*"')
_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//")


def dead_links(folder: Folder) -> Iterator[Dead]:
    """Read what was written and give back every link without a file, and every form."""
    there, known = set(folder.digests), defaultdict[str, set[str]](set)
    for path in sorted(there):
        if path.endswith((".html", ".css")):
            text = (folder.root / path).read_text(encoding="utf-8")
            yield from _of_page(path, text, there, known) if path.endswith(".html") else _of_style(path, text, there)


def _of_page(path: str, text: str, there: set[str], known: defaultdict[str, set[str]]) -> Iterator[Dead]:
    """`known`: way to the root → links that begin with it and were found to lead; most stand on every page of a depth."""
    here, up = posixpath.dirname(path), "../" * path.count("/")
    for link in set(_LINK.findall(text)) - known[up]:
        if link and not _ELSEWHERE.match(link):
            if not _leads(here, unescape(link), there):
                yield Dead(path, link)
            elif up and link.startswith(up) and not link.startswith("../", len(up)):
                known[up].add(link)
    if "<form" in text:
        yield Dead(path, "<form>：副本里不能提交表单")


def _of_style(path: str, text: str, there: set[str]) -> Iterator[Dead]:
    for link in set(_STYLE.findall(text)):
        if not _ELSEWHERE.match(link) and not _leads(posixpath.dirname(path), link.partition("#")[0], there):
            yield Dead(path, link)


def _leads(here: str, link: str, there: set[str]) -> bool:
    """Whether a relative link leads to a file; one from the root of a server, or out of the copy, never does."""
    if link.startswith(("/", "?")):
        return False
    return posixpath.normpath(posixpath.join(here, unquote(link.partition("?")[0]))) in there
