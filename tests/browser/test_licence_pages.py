"""The pages of an application in a real browser: axe, three widths."""

from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from tests import kept
from tests.browser.conftest import Open, at_every_width, check, picture
from tests.bureau.test_licences import played

from mingjing.sites.journeys import world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case_id(transactional_db: None) -> UUID:
    """An application that was supplemented and accepted."""
    cache.clear()
    built = kept.county()
    found = played(built, "licence-grant.yaml", "2026-09-16 00:00").case_id()
    get_user_model().objects.update(must_change_password=False)
    assert isinstance(built, world.World)
    return found


def test_the_pages_pass_axe_and_fit_their_width(case_id: UUID, open_page: Open) -> None:
    base = f"/bureau/cases/{case_id}/"
    pages = {
        "licence-new": ("zhangsan", "/bureau/cases/new/?procedure=licence"),
        "licence-case": ("zhangsan", base),
        "licence-clocks": ("zhangsan", f"{base}?tab=clocks"),
        "licence-check": ("zhangsan", f"{base}acts/check/"),
    }
    for name, page in at_every_width(open_page, pages):
        picture(page, name)
        check(page)
