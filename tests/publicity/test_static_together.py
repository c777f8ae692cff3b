"""Several processes write the same copy as one, byte for byte."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse, HttpResponseBase
from tests.publicity import samples

from mingjing.sites.portal.copying import decisions, exporting
from mingjing.sites.portal.copying.exporting import export
from mingjing.sites.portal.copying.terms import Dead, Site

SITE = Site("https://gs.example", "https://live.example")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("committed")
def test_two_processes_write_what_one_writes(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MINGJING_PORTAL_URL = SITE.base
    for at in range(5):
        samples.released(samples.decision(number=f"示应急罚〔2026〕{at + 20}号", source_ref=f"d-{at}"))
    samples.withdrawn(samples.natural())
    one = export(tmp_path / "one", SITE)
    monkeypatch.setattr(exporting, "MANY", 0)
    monkeypatch.setattr(exporting, "MANY_PAGES", 3)
    monkeypatch.setattr(exporting, "PAGES", 2)
    monkeypatch.setattr(decisions, "SHARE", 2)
    two = export(tmp_path / "two", SITE, workers=2)
    assert one.dead == two.dead == ()
    assert (two.pages, two.files, two.decisions) == (one.pages, one.files, one.decisions)
    assert files(tmp_path / "two") == files(tmp_path / "one")
    assert export(tmp_path / "two", SITE, since_last=True, workers=2).written == 0


@pytest.mark.usefixtures("committed")
def test_a_page_that_does_not_answer_is_told_by_one_and_by_two(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MINGJING_PORTAL_URL = SITE.base
    answered = exporting.answered

    def broken(address: str, site: Site) -> tuple[HttpResponseBase, Any]:
        response, asked = answered(address, site)
        return (HttpResponse(status=500) if address == "/dx/" else response), asked

    monkeypatch.setattr(exporting, "answered", broken)
    one = export(tmp_path / "one", SITE)
    monkeypatch.setattr(exporting, "MANY_PAGES", 3)
    monkeypatch.setattr(exporting, "PAGES", 2)
    two = export(tmp_path / "two", SITE, workers=2)
    assert Dead("dx/index.html", "/dx/") in one.dead and set(one.dead) == set(two.dead)
