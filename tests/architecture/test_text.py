"""What no file may contain."""

import re

import pytest
from tests.architecture import places

# Written with brackets so that this file does not contain what it looks for.
MACHINE = re.compile(r"/(wor[k]|roo[t]|far[m])/")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]or[g]|registry[.]npmj[s]|npmmirro[r]|tuna[.]tsinghu[a]")
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b|NotImplementedErro[r]|#\s*stu[b]")
FOREIGN = re.compile(
    r"""(?:src|href)\s*=\s*["'](?:https?:)?//|@import\s+["'(]*(?:https?:)?//|url\(\s*["']?(?:https?:)?//"""
)
WRITTEN = (
    ".py",
    ".md",
    ".toml",
    ".cfg",
    ".yaml",
    ".yml",
    ".html",
    ".j2",
    ".jinja",
    ".css",
    ".js",
    ".typ",
    ".txt",
    ".sh",
)


def hits(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    return [
        f"{name}:{number} {line.strip()[:100]}"
        for name in names
        for number, line in enumerate(places.text(name).splitlines(), 1)
        if pattern.search(line)
    ]


def written(*folders: str) -> list[str]:
    return [n for n in places.kept() if n.startswith(folders) and (n.endswith(WRITTEN) or "." not in n.split("/")[-1])]


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine paths", "registry hosts"])
def test_no_file_names_this_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    assert not hits(pattern, [n for n in written("") if not n.startswith(".ci/")])


def test_nothing_is_left_unfinished() -> None:
    assert not hits(UNFINISHED, written("src/", "tools/"))


def test_pages_load_nothing_from_another_host() -> None:
    pages = [n for n in written("src/") if n.endswith((".html", ".j2", ".jinja", ".css")) and "/vendor/" not in n]
    assert not hits(FOREIGN, [n for n in pages if not _links_only(n)])


def _links_only(name: str) -> bool:
    """Whether every foreign address of the page is a link a person clicks, not something the page loads."""
    loads = re.compile(r"<(script|link|img|iframe|source|video|audio|object|embed)\b[^>]*(?:https?:)?//", re.IGNORECASE)
    return name.endswith((".html", ".j2", ".jinja")) and not loads.search(places.text(name))


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (MACHINE, "open('/wor" + "k/main/x')", "open('framework/main')"),
        (UNFINISHED, "# TO" + "DO later", "todo_list = []"),
        (FOREIGN, '<script src="https://example.org/a.js">', '<script src="/static/a.js">'),
    ],
)
def test_the_patterns_know_good_from_bad(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad)
    assert not pattern.search(good)
