"""Documentation proven: the generated pages agree with the code, and links inside the manual lead somewhere."""

import os
import re
import subprocess
import sys

import pytest
from tests.architecture import places

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
GENERATED = ("rules", "operations", "events", "settings", "urls")


def test_the_generated_pages_agree_with_the_code() -> None:
    """In a process of its own, so that rules which tests register do not count."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MINGJING_", "PYTEST_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "tools/make_reference.py", "--check"],
        cwd=places.ROOT, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("page", GENERATED)
def test_every_generated_page_says_that_it_is(page: str) -> None:
    assert "make reference" in places.text(f"docs/reference/{page}.md").splitlines()[0]


def test_links_lead_somewhere() -> None:
    broken = []
    for name in [n for n in places.kept() if n.endswith(".md")]:
        for target in LINK.findall(places.text(name)):
            # Pictures of the screens are taken at the end and may be missing from a working copy.
            if "://" in target or target.startswith("mailto:") or target.startswith("docs/images/"):
                continue
            if not ((places.ROOT / name).parent / target).exists():
                broken.append(f"{name} → {target}")
    assert not broken


def test_decisions_have_a_sentence_as_title_and_a_state() -> None:
    pages = [n for n in places.kept() if re.match(r"docs/decisions/\d{4}-", n)]
    assert len(pages) >= 5
    for name in pages:
        lines = places.text(name).splitlines()
        assert lines[0].startswith("# "), name
        assert len(lines[0]) > 10, name
        assert any(line.startswith("状态：") for line in lines), name


@pytest.mark.parametrize(("page", "sentence"), (("README.md", "{} 种文书"), ("README.en.md", "{} documents")))
def test_both_readmes_count_the_forms_alike(page: str, sentence: str) -> None:
    forms = {
        name.split("/")[4] for name in places.kept() if re.match(r"src/mingjing/records/forms/\w+/v\d+\.typ$", name)
    }
    assert sentence.format(len(forms)) in places.text(page)
