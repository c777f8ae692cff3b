"""What may be installed and imported: licences, banned packages, pins."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.architecture import places

ALLOWED = (
    "0BSD", "Apache", "BSD", "CC0", "HPND", "ISC", "LGPL", "Lesser General Public License", "MIT", "MPL",
    "Mozilla Public License", "OFL", "PSF", "Public Domain", "Python Software Foundation", "Unlicense", "ZPL", "Zlib",
)  # fmt: skip
REFUSED = re.compile(
    r"(?<!L)\bA?GPL|(?<!Lesser )General Public License|Affero|Business Source|\bBUSL|SSPL|Commons Clause", re.IGNORECASE
)
# Packages whose licence field says nothing: read by a person, with what the licence file says.
READ_BY_HAND: dict[str, str] = {}
BANNED = {
    "gmssl": "constant-time and on-curve checks missing",
    "pymupdf": "AGPL",
    "fitz": "AGPL (PyMuPDF under its import name)",
    "pymerkle": "GPL",
    "easyofd": "unmaintained, unsafe XML",
    "chinese_calendar": "for tests only: one source of workdays at run time",
    "holidays": "for tests only: one source of workdays at run time",
}
TEST_ONLY = {"chinese_calendar", "holidays"}


def pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", places.text(f"requirements/{lock}.lock"), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def acceptable(licence: str) -> bool:
    """Of several licences joined by OR or ; one acceptable choice is enough, and none may be unknown."""
    choices = re.split(r"\s+OR\s+|;", licence)
    return any(not REFUSED.search(choice) and any(word in choice for word in ALLOWED) for choice in choices)


def test_every_runtime_licence_is_on_the_list() -> None:
    runtime = pins("runtime") | pins("lawdata")
    tool = Path(sys.executable).with_name("pip-licenses")
    made = subprocess.run([tool, "--from=mixed", "--format=json"], capture_output=True, text=True, check=True)
    said = {re.sub(r"[-_.]+", "-", row["Name"]).lower(): row["License"] for row in json.loads(made.stdout)}
    refused = {name: said[name] for name in runtime if name in said and not acceptable(said[name])}
    assert not refused.keys() - READ_BY_HAND.keys(), refused
    assert not READ_BY_HAND.keys() - refused.keys(), "stale exceptions"


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", True),
        ("LGPL-3.0-only", True),
        ("BSD License; GNU General Public License (GPL)", True),
        ("GNU General Public License v3", False),
        ("AGPL-3.0-or-later", False),
        ("Business Source License 1.1", False),
        ("UNKNOWN", False),
    ],
)
def test_the_licence_list_knows_good_from_bad(licence: str, fine: bool) -> None:
    assert acceptable(licence) is fine


def test_no_banned_package_is_required() -> None:
    runtime = pins("runtime") | pins("lawdata") | pins("installer")
    assert not (BANNED.keys() - TEST_ONLY) & (runtime | pins("dev")).keys()
    assert not {"chinesecalendar", "holidays"} & runtime.keys()


def test_no_banned_package_is_imported() -> None:
    found = [
        (name, module)
        for name in places.python_files("src/", "tools/", "tests/")
        for module in places.imported(name)
        if module.split(".")[0] in (BANNED.keys() - TEST_ONLY if name.startswith("tests/") else BANNED.keys())
    ]
    assert not found


def test_the_locks_agree_with_each_other_and_with_the_project() -> None:
    runtime, dev = pins("runtime"), pins("dev")
    assert {name: version for name, version in runtime.items() if dev.get(name) != version} == {}
    project = tomllib.loads(places.text("pyproject.toml"))["project"]["dependencies"]
    wanted = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ]", line)[0]).lower() for line in project}
    assert wanted <= runtime.keys()


@pytest.mark.parametrize("lock", ["runtime", "dev", "lawdata", "installer"])
def test_every_pin_has_hashes(lock: str) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", places.text(f"requirements/{lock}.lock"), flags=re.MULTILINE)
    assert not [block.splitlines()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
