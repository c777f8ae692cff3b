"""Two people press the same button of a licence at the same moment: one act, and the other is told why."""

import pytest
from tests import kept
from tests.journeys.test_at_once import never, numbers, once, played

from mingjing.sites.journeys import world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = "2026-09-08 09:30"
FIRST = {"missing": [{"name": "主要负责人安全资格证明", "need": "没有提交，请补交"}]}


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_two_tell_what_is_lacking_at_once(county: world.World) -> None:
    """LIC-03: what is lacking is told once, whoever presses first."""
    player = played(county, "licence-thrice.yaml", AT)
    once(player, "supplement", AT, "LIC-03", **FIRST)
    assert numbers("supplement") == ["示应急许补〔2026〕1号"]


def test_two_grant_at_once(county: world.World) -> None:
    """STEP-01: one decision and one number."""
    player = played(county, "licence-grant.yaml", "2026-09-18 09:20")
    once(player, "grant", "2026-09-18 09:20", "STEP-01")
    assert numbers("grant") == ["示应急准许〔2026〕1号"]


def test_two_extend_at_once(county: world.World) -> None:
    """LIC-31: the decision period is extended once."""
    player = played(county, "licence-silence.yaml", "2026-09-18 09:00")
    once(player, "extend", "2026-09-18 09:20", "LIC-31")


def test_two_deem_it_renewed_too_early(county: world.World) -> None:
    """LIC-46: before the last day nobody may say that silence renewed it."""
    player = played(county, "licence-renewed.yaml", "2026-08-24 10:00")
    never(player, "deem_renewed", "2026-08-25 09:00", "LIC-46")
