"""Two people press the same button of a licence at the same moment: one act, and the other is told why."""

import pytest
from tests import kept
from tests.journeys.test_at_once import never, numbers, once, played, press

from mingjing.sites.journeys import world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = "2026-09-08 09:30"
HEARING = "2026-09-24 09:00"
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


def test_what_is_lacking_is_refused_at_once(county: world.World) -> None:
    """LIC-02, LIC-05 to LIC-09, LIC-41: while something lacks nobody accepts or refuses; when nothing does it is accepted once."""
    player = played(county, "licence-grant.yaml", "2026-09-08 09:00")
    lacks = [{"name": "经营许可申请书", "held": "yes"}]
    never(player, "accept", "2026-09-08 09:00", "LIC-06", materials=lacks)
    never(player, "supplement", "2026-09-08 09:10", "LIC-02", missing=[{"name": "经营许可申请书", "need": "缺签名"}])
    alien = [*FIRST["missing"], {"name": "无犯罪记录证明", "need": "请提交"}]
    never(player, "supplement", "2026-09-08 09:20", "LIC-05", missing=alien)
    never(player, "refuse_acceptance", "2026-09-08 09:25", "LIC-07")
    never(player, "refuse_acceptance", "2026-09-08 09:26", "LIC-41", ground="not_needed", remedies="可以申请行政复议。")
    press(player, "supplement", AT, **FIRST)()
    never(player, "accept", "2026-09-08 09:40", "LIC-08")
    press(player, "receive_supplement", "2026-09-14 09:00")()
    never(player, "accept", "2026-09-15 09:00", "LIC-09", fee=500)
    once(player, "accept", "2026-09-15 09:10", "STEP-01")


def test_a_decision_that_nothing_carries_is_refused_at_once(county: world.World) -> None:
    """LIC-10, LIC-11, LIC-40, LIC-43: not before the examination nor against it, not whole, not closed before it is public."""
    player = played(county, "licence-grant.yaml", "2026-09-16 09:00")
    never(player, "grant", "2026-09-16 09:00", "LIC-11", facts="没有审查。")
    never(player, "check", "2026-09-17 09:00", "LIC-10", officers=["甲"])
    press(player, "check", "2026-09-17 09:10")()
    never(player, "deny", "2026-09-18 09:00", "LIC-11")
    never(player, "grant", "2026-09-18 09:10", "LIC-40", valid_from="2026-09-01")
    made = press(player, "grant", "2026-09-18 09:20")()
    once(player, "serve", "2026-09-22 09:00", "G-31", document_seq=made.seq)
    never(player, "close", "2026-09-22 09:30", "LIC-43")


def test_acceptance_is_refused_once_and_silence_is_not_undone_at_once(county: world.World) -> None:
    """LIC-04, LIC-07, LIC-43."""
    player = played(county, "licence-thrice.yaml", "2026-09-16 10:10")
    never(player, "receive_supplement", "2026-09-23 09:00", "LIC-04", received_on="2026-09-23")
    never(player, "refuse_acceptance", "2026-09-16 10:00", "LIC-07", ground="not_ours")
    made = once(player, "refuse_acceptance", "2026-09-16 10:10", "STEP-01")
    never(player, "close", "2026-09-16 10:20", "LIC-43")
    press(player, "serve", "2026-09-16 10:30", document_seq=made.seq)()
    once(player, "close", "2026-09-17 09:00", "STEP-01")


def test_silence_accepts_once(county: world.World) -> None:
    """LIC-04, LIC-08, LIC-31: not a day too early; afterwards nothing else answers; a period that ended is not extended."""
    player = played(county, "licence-silence.yaml", "2026-09-14 09:00")
    never(player, "deem_accepted", "2026-09-14 09:00", "LIC-08")
    lacks = [{"name": "经营许可申请书", "need": "缺签名"}]
    never(player, "supplement", "2026-09-15 09:00", "LIC-04", missing=lacks)
    never(player, "refuse_acceptance", "2026-09-15 09:10", "LIC-04", ground="not_needed")
    never(player, "accept", "2026-09-15 09:20", "LIC-08")
    once(player, "deem_accepted", "2026-09-15 09:30", "STEP-01")
    never(player, "extend", "2026-10-12 09:00", "LIC-31")


def test_a_hearing_on_a_licence_at_once(county: world.World) -> None:
    """LIC-12, LIC-20 to LIC-24, LIC-30, LIC-33: asked, excluded, ended, held once each; no decision gets past it."""
    player = played(county, "licence-hearing.yaml", "2026-09-08 11:00")
    never(player, "grant", "2026-09-08 10:00", "LIC-12")
    never(player, "request_hearing", "2026-09-08 11:00", "LIC-20")
    told = press(player, "ask_third_party", "2026-09-08 14:00")()
    press(player, "serve", "2026-09-08 15:00", document_seq=told.seq, receiver="示范县化工路居民委员会")()
    once(player, "request_hearing", "2026-09-11 09:00", "LIC-20")
    never(player, "arrange_hearing", "2026-09-11 10:00", "LIC-21", hearing_at="2026-09-18 09:00")
    never(player, "arrange_hearing", "2026-09-11 10:10", "LIC-22", hearing_at=HEARING, chair="甲")
    noticed = press(player, "arrange_hearing", "2026-09-11 10:20", hearing_at=HEARING)()
    never(player, "hold_hearing", "2026-09-24 10:30", "LIC-23")
    once(player, "serve", "2026-09-11 10:30", "G-31", document_seq=noticed.seq)
    excluded = once(player, "exclude_time", "2026-09-14 09:00", "LIC-30")
    press(player, "serve", "2026-09-14 09:10", document_seq=excluded.seq)()
    once(player, "end_exclusion", "2026-09-23 09:00", "LIC-30")
    never(player, "grant", "2026-09-24 08:00", "LIC-24")
    once(player, "hold_hearing", "2026-09-24 10:30", "LIC-23")
    never(player, "grant", "2026-09-25 09:00", "LIC-25")
    never(player, "grant", "2026-09-25 09:00", "LIC-33", hearing_basis="听证笔录认定申请人只做票据贸易。")


def test_a_licence_is_renewed_once(county: world.World) -> None:
    """LIC-45, LIC-46, LIC-47: asked for once, answered once, to a later day."""
    player = played(county, "licence-renewed.yaml", "2026-08-24 09:00")
    once(player, "apply_renewal", "2026-08-24 09:00", "LIC-45")
    never(player, "renew", "2026-08-26 09:00", "LIC-47", valid_to="2026-09-30")
    once(player, "renew", "2026-08-26 10:00", "LIC-46")


def test_a_licence_is_gone_once(county: world.World) -> None:
    """LIC-44, LIC-46, LIC-48, LIC-49: renewed by silence, revoked and cancelled once each; nothing is done to what is gone."""
    player = played(county, "licence-renewed.yaml", "2026-10-08 09:20")
    never(player, "cancel_licence", "2026-10-08 09:10", "LIC-49", ground="expired")
    once(player, "deem_renewed", "2026-10-08 09:20", "LIC-46")
    never(player, "revoke_licence", "2026-10-20 09:10", "LIC-48", ground="procedure")
    once(player, "revoke_licence", "2026-10-20 09:20", "LIC-44")
    once(player, "cancel_licence", "2026-10-21 09:00", "LIC-49")
    never(player, "change_licence", "2026-10-21 09:20", "LIC-44")
