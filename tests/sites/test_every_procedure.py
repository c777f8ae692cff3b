"""One story of each procedure to its end in one county; then every page, list, export and nightly job over all of them."""

import re
from collections import Counter, deque
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from tests.bureau.case_desk import clock, enter
from tests.journeys.test_journeys import HERE

from mingjing.cases.models import Case
from mingjing.sites import patrol
from mingjing.sites import tick as ticking
from mingjing.sites.commands.audit import _unlike
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment
from mingjing.supervision.queries import figures as supervision

STORIES = {
    "spot-collected": "永固",
    "licence-renewed": "鑫达",
    "licence-denied": "宏远",
    "check-handed-over": "大川",
    "check-refused": "瑞丰",
    "force-substitute": "恒源",
}
NOW = moment("2027-05-10 10:00")
LINK = re.compile(r'href="([^"#]+)')
# Not of this test: files of the layout, and citations of laws that the library of a test does not hold (a page, with 404).
ELSEWHERE = ("/static/", "/bureau/laws/cite/")
SAME = 2
"""Addresses of one shape that are opened: a list leads to many pages made alike."""


@pytest.fixture(scope="module")
def played(shifan: World) -> World:
    for at, (name, party) in enumerate(STORIES.items(), start=1):
        story = read_story(HERE / f"{name}.yaml")
        # In one county the item of inspection is made public once, and the numbers of the archive follow each other.
        steps = [step for step in story.steps if "check_item" not in step or name == "check-handed-over"]
        for step in steps:
            if step.get("act") == "archive":
                step["with"] = {"catalogue_no": f"示应急-2026-{at:03d}"}
        report = Player(shifan, replace(story, head={**story.head, "party": party}, steps=tuple(steps))).play()
        assert report.good, report.text()
    return shifan


def walked(client: Client, *first: str) -> tuple[Counter[str], dict[str, int]]:
    """Every page that can be reached by links: how often each shape was opened, and what answered with an error."""
    waiting, seen, shapes, wrong = deque(first), set(first), Counter[str](), {}
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address)
        shape = re.sub(r"[0-9a-f-]{32,}|[0-9]+", "N", path.path) + "?" + re.sub("=[^&]*", "", path.query)
        most = 40 if re.fullmatch(r"/bureau/cases/N/(\w+/)?\?", shape) else SAME
        if shapes[shape] >= most:
            continue
        shapes[shape] += 1
        client.raise_request_exception = False
        answer = client.get(address)
        if answer.status_code >= 400:
            wrong[address] = answer.status_code
        if not answer.get("content-type", "").startswith("text/html") or answer.streaming:
            b"".join(answer.streaming_content) if answer.streaming else answer.content
            continue
        for link in LINK.findall(answer.content.decode()):
            found = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            where = found.path + (f"?{found.query}" if found.query else "")
            inside = not found.netloc and not found.scheme and not found.path.startswith(ELSEWHERE)
            if inside and where not in seen:
                seen.add(where)
                waiting.append(where)
    return shapes, wrong


@pytest.mark.django_db
def test_the_stories_cover_every_procedure(played: World) -> None:
    from mingjing.cases.terms import procedures

    assert {one.id for one in procedures()} <= set(Case.objects.values_list("procedure", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["甲", "己", "监", "档"])
def test_no_page_breaks_over_a_case_of_another_procedure(played: World, who: str) -> None:
    with clock(NOW):
        shapes, wrong = walked(enter(played, who), "/bureau/")
    assert len(shapes) > 40
    assert not wrong


@pytest.mark.django_db
def test_the_public_pages_know_every_procedure(played: World) -> None:
    with clock(NOW):
        _, wrong = walked(Client(), "/")
    assert not wrong


@pytest.mark.django_db
def test_the_year_counts_penalties_as_penalties_only(played: World) -> None:
    found = supervision.annual(played.organs["应急局"], 2026)
    cells = {one.key: one.count for table in found.tables for one in table.cells}
    penalties = Case.objects.filter(procedure__in=("ordinary_penalty", "summary_penalty"), acts__at__year=2026)
    assert Case.objects.filter(procedure__in=("licence", "inspection"), acts__code="archive").exists()
    for code in ("close", "archive"):
        assert cells[code] == penalties.filter(acts__code=code).distinct().count()
    # One ordinary decision, one on the spot; the refused and the granted licence are none.
    assert (cells["decide"], cells["simple"]) == (1, 1)


@pytest.mark.django_db
def test_the_nightly_jobs_go_over_every_procedure(played: World, caplog: pytest.LogCaptureFixture) -> None:
    ticking.tick()
    assert "failed" not in caplog.text
    assert _unlike() == []
    night = moment("2027-05-11 02:00")
    for _ in range(200):
        if not patrol.walk_on(night):
            break
    assert "failed" not in caplog.text
