"""Execution in a real browser: the case page with its panel and the forms, axe at three widths."""

from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from tests import kept
from tests.browser.conftest import Open, at_every_width, check, picture
from tests.bureau.test_measures import played

from mingjing.sites.journeys import world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case_id(transactional_db: None) -> UUID:
    """A case in which a substitute performance is done and its cost not paid, seen by the live server's threads."""
    cache.clear()
    case_id = kept.kept(
        "代履行已经实施", lambda: played(world.build(cited_only=True), "force-substitute", "2026-11-02 12:00").case_id()
    )
    get_user_model().objects.update(must_change_password=False)
    return case_id


def test_the_pages_of_execution_pass_axe_and_fit_their_width(case_id: UUID, open_page: Open) -> None:
    base = f"/bureau/cases/{case_id}/"
    codes = (
        "urge_duty",
        "decide_substitute",
        "record_substitute_cost",
        "agree_execution",
        "decide_enforcement",
        "end_execution",
    )
    pages = {code: ("zhangsan", f"{base}acts/{code}/") for code in codes} | {"force": ("zhangsan", f"{base}?tab=work")}
    for name, page in at_every_width(open_page, pages):
        picture(page, f"force-{name}")
        check(page)
