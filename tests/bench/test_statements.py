"""How many statements the pages and acts that everybody uses may cost. The bench measures time; this holds the cause."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from tests.conftest import shifan

from mingjing.cases import operations, queries
from mingjing.cases.models import Deadline
from mingjing.cases.queries.lists import Filters
from mingjing.kernel.days import CHINA
from mingjing.publicity.models import Publication
from mingjing.sites.journeys import county
from mingjing.sites.journeys.player import Player

pytestmark = pytest.mark.django_db
__all__ = ["shifan"]

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=CHINA)
PLAYED = ("evidence", "discussed", "archived")


@pytest.fixture(scope="module")
def played(shifan: Any, django_db_blocker: Any) -> dict[str, tuple[Player, UUID]]:
    """Three cases of one bureau: evidence being taken, ready for the decision, and archived."""
    found = {}
    with django_db_blocker.unblock():
        for until in PLAYED:
            told = next(each for each in county.PLAN if each.until == until and each.organ == "应急局")
            player = Player(shifan, county.story(told, NOW.date(), queries.calendar()))
            assert player.play().good, player.report.text()
            found[until] = (player, player.case_id())
    return found


@pytest.fixture
def undone(played: Any) -> Iterator[None]:
    """What a test does is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def browser(played: Any, undone: None) -> Client:
    """A browser in which one handler has signed in and opened a page before."""
    made = Client(SERVER_NAME="localhost")
    account = get_user_model().objects.get(username="zhangsan")
    get_user_model().objects.filter(pk=account.pk).update(must_change_password=False)
    made.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert made.get("/bureau/cases/").status_code == 200
    return made


@pytest.mark.parametrize("query", ["", "?tab=overdue", "?mine=1", "?q=化工", "?stage=archived&filed_from=2026-01-01"])
def test_the_list_of_cases(browser: Client, query: str, django_assert_max_num_queries: Callable[..., Any]) -> None:
    with django_assert_max_num_queries(8):
        assert browser.get(f"/bureau/cases/{query}").status_code == 200


@pytest.mark.parametrize("until", PLAYED)
@pytest.mark.parametrize("tab", ["work", "timeline", "documents", "evidence", "clocks", "review"])
def test_the_page_of_a_case(
    browser: Client, played: Any, until: str, tab: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    address = f"/bureau/cases/{played[until][1]}/?tab={tab}"
    with django_assert_max_num_queries(17):
        assert browser.get(address).status_code == 200


def test_the_public_page_of_a_decision(
    played: Any, undone: None, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    address = Publication.objects.filter(state="released").order_by("-released_at")[0].address
    public = Client(SERVER_NAME="localhost")
    with django_assert_max_num_queries(5):
        assert public.get(address).status_code == 200
    with django_assert_max_num_queries(1):
        assert public.get(address).status_code == 200


@pytest.mark.parametrize(
    ("until", "code", "by", "drafter", "most"),
    [("evidence", "collect_evidence", "甲", None, 24), ("discussed", "decide", "己", "甲", 55)],
)
def test_an_act(
    played: Any, undone: None, until: str, code: str, by: str, drafter: str | None, most: int,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    player, case_id = played[until]
    actors = {"by": player.actor(by, NOW), "drafter": player.actor(drafter, NOW) if drafter else None}
    data = player.data_for(code, NOW, case_id)
    with django_assert_max_num_queries(most):
        operations.attempt(case_id=case_id, code=code, data=data, at=NOW, now=NOW, **actors)


def test_an_act_that_moves_no_clock_leaves_the_clocks_alone(played: Any, undone: None) -> None:
    player, case_id = played["evidence"]
    before = set(Deadline.objects.filter(case=case_id).values_list("id", flat=True))
    data = player.data_for("collect_evidence", NOW, case_id)
    operations.attempt(case_id=case_id, code="collect_evidence", data=data, by=player.actor("甲", NOW), at=NOW, now=NOW)
    assert before == set(Deadline.objects.filter(case=case_id).values_list("id", flat=True))


def test_the_tabs_count_what_the_lists_show(played: Any, undone: None) -> None:
    actor, today = played["archived"][0].actor("甲", NOW), NOW.date()
    for mine in (False, True):
        counted = queries.counts(actor, Filters(mine=mine), today)
        shown = {
            tab: len(queries.case_list(actor, Filters(tab=tab, mine=mine), today, limit=100).rows) for tab in counted
        }
        assert counted == shown
        assert counted["all"] >= len(PLAYED)


def test_a_case_is_found_by_its_number_and_by_its_party(played: Any, undone: None) -> None:
    actor, case_id = played["archived"][0].actor("甲", NOW), played["archived"][1]
    row = queries.case_row(case_id)
    for word in (row.number, row.decision_number, row.lead_number, row.party_name):
        found = queries.case_list(actor, Filters(q=word), NOW.date(), limit=100).rows
        assert case_id in {each["id"] for each in found}, word
