"""Two people pressing the same button at the same moment: one act, one number, no gap; on a database that commits."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once

from mingjing.cases import operations, queries
from mingjing.cases.models import Act, Case, Draft
from mingjing.cases.terms import ActFacts
from mingjing.kernel.findings import Refused
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.recordings import film_act
from mingjing.sites.journeys.story import Story, read_story
from mingjing.sites.journeys.world import moment

HERE = Path(__file__).parent
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def played(county: world.World, name: str, until: str, party: str = "恒源") -> Player:
    """The steps of a story before a moment, really committed; told of another party where one is named."""
    story, drafts = read_story(HERE / name), world.read()["parties"]
    steps = [dict(step) for step in (*story.before, *story.steps) if moment(step["at"]) < moment(until)]
    for step in steps:
        if "shown_name" in step.get("with", {}):
            step["with"] = {**step["with"], "shown_name": drafts[party]["name"]}
    player = Player(county, Story(story.title, {**story.head, "party": party}, tuple(steps)))
    report = player.play()
    assert report.good, report.text()
    return player


def press(player: Player, code: str, at: str, *, version: int | None = None, **given: Any) -> Callable[[], ActFacts]:
    """The press of a button: everything prepared, nothing done yet."""
    when, spec, case_id = moment(at), player.spec(code), player.case_id()
    by = player.actor(player._who(spec.by), when)
    drafter = player.actor(player._who(spec.drafter), when) if spec.drafter else None
    data = player.data_for(code, when, case_id, given)
    now = when + timedelta(minutes=1)
    return lambda: operations.attempt(
        case_id=case_id, code=code, data=data, by=by, drafter=drafter, at=when, now=now, version=version
    )


def sorted_out(answers: list[Any]) -> tuple[list[ActFacts], list[Refused]]:
    done = [each for each in answers if isinstance(each, ActFacts)]
    refused = [each for each in answers if isinstance(each, Refused)]
    assert len(done) + len(refused) == len(answers), answers
    return done, refused


def once(player: Player, code: str, at: str, rule: str, **given: Any) -> ActFacts:
    """Press twice at once: exactly one act, and the other is told why; pressed a third time, refused the same way."""
    before = Act.objects.filter(case_id=player.case_id(), code=code).count()
    done, refused = sorted_out(at_once(press(player, code, at, **given), press(player, code, at, **given)))
    assert len(done) == 1 and len(refused) == 1, (code, done, refused)
    assert rule in refused[0].rules, (code, refused[0].rules)
    with pytest.raises(Refused) as again:
        press(player, code, at, **given)()
    assert rule in again.value.rules
    assert Act.objects.filter(case_id=player.case_id(), code=code).count() == before + 1
    return done[0]


def never(player: Player, code: str, at: str, rule: str, **given: Any) -> None:
    """Press twice at once, and once more: refused each time for the same reason, nothing entered, no number taken."""
    before = list(Act.objects.filter(case_id=player.case_id()).values_list("seq", "number"))
    done, refused = sorted_out(at_once(press(player, code, at, **given), press(player, code, at, **given)))
    assert not done and all(rule in each.rules for each in refused), (code, done, [each.rules for each in refused])
    with pytest.raises(Refused) as again:
        press(player, code, at, **given)()
    assert rule in again.value.rules
    assert list(Act.objects.filter(case_id=player.case_id()).values_list("seq", "number")) == before


def numbers(code: str) -> list[str]:
    return sorted(Act.objects.filter(code=code).values_list("number", flat=True))


def test_two_decide_at_once(county: world.World) -> None:
    """G-26/G-28/STEP-01: one decision per case, serials 1 and 2 for two cases, and refused presses take no number."""
    first = played(county, "basic.yaml", "2026-10-10 08:00")
    second = played(county, "basic.yaml", "2026-10-10 08:00", party="鑫达")
    at = "2026-10-10 09:30"
    twice, other = press(first, "decide", at), press(second, "decide", at)
    done, refused = sorted_out(at_once(twice, press(first, "decide", at), other))
    assert len(done) == 2 and len(refused) == 1 and refused[0].rules == {"STEP-01"}
    assert numbers("decide") == ["示应急罚〔2026〕1号", "示应急罚〔2026〕2号"]
    assert Case.objects.get(id=first.case_id()).stage == "decided"

    stale = Case.objects.get(id=first.case_id()).version - 1
    with pytest.raises(Refused) as refusal:
        press(first, "serve", "2026-10-12 10:00", version=stale)()
    assert refusal.value.rules == {"STALE-01"}
    now = stale + 1
    done, refused = sorted_out(
        at_once(*[press(first, "confirm_address", "2026-10-12 09:00", version=now) for _ in range(2)])
    )
    assert len(done) == 1 and refused[0].rules == {"STALE-01"}
    once(first, "serve", "2026-10-12 10:00", "G-31", document_seq=done_seq(first, "decide"))
    assert queries.case_row(first.case_id()).stage == "served"


def done_seq(player: Player, code: str) -> int:
    found = player.facts().last(code)
    assert found is not None
    return found.seq


def test_hearing_and_review_at_once(county: world.World) -> None:
    """G-22, G-31, G-24, G-25, REV-08, REV-06, X-01: asked, served, held, reported, submitted and answered once."""
    player = played(county, "worked-example.yaml", "2026-10-09 16:00")
    once(player, "request_hearing", "2026-10-09 16:20", "G-22")
    press(player, "arrange_hearing", "2026-10-10 09:20", hearing_at="2026-10-22 09:00")()
    once(player, "serve", "2026-10-10 10:00", "G-31", document_seq=done_seq(player, "arrange_hearing"))
    once(player, "hold_hearing", "2026-10-22 11:30", "G-24")
    hearing, at = player.facts().acts[-1], moment("2026-10-22 12:00")
    film_act(player.case_id(), hearing, ("started_at", "ended_at"), player.actor("甲", at), at)
    once(player, "report_hearing", "2026-10-23 10:00", "G-25")
    once(player, "submit_review", "2026-10-26 09:00", "REV-08")
    once(player, "give_opinion", "2026-10-30 16:00", "REV-06")
    assert player.facts().acts[-1].seq == len(player.facts().acts) == queries.case_row(player.case_id()).version


def test_the_end_of_a_case_at_once(county: world.World) -> None:
    """G-33, REM-01, CLOSE-01, ARCH-01: filed, called back, closed and archived once."""
    player = played(county, "basic.yaml", "2026-10-26 08:00")
    once(player, "receive_remedy", "2026-10-26 09:00", "REM-01", filed_on="2026-10-23", received_on="2026-10-26")
    once(player, "end_remedy", "2026-10-27 09:00", "REM-01", result="revoked")
    changed = once(player, "change_decision", "2026-10-27 10:00", "G-33", refund="20000")
    press(player, "serve", "2026-10-27 11:00", document_seq=changed.seq)()
    press(player, "record_refund", "2026-10-27 16:00", refunded_on="2026-10-27", amount="20000")()
    once(player, "close", "2026-10-28 09:00", "STEP-01", ground="revoked")
    once(player, "archive", "2026-11-10 09:00", "STEP-01")
    assert numbers("close") == ["示应急结〔2026〕1号"]


def test_a_penalty_on_the_spot_at_once(county: world.World) -> None:
    """G-16, G-17, G-35: decided, filed, handed in and banked once, whoever presses at the same moment."""
    player = played(county, "spot-collected.yaml", "2026-09-02 09:50")
    once(player, "decide", "2026-09-02 10:00", "STEP-01", kinds=["fine"], fine="100")
    assert numbers("decide") == ["示应急当罚〔2026〕1号"]
    taken = {"fine_paid": "100", "mode": "officer", "ground": "small"}
    never(player, "record_payment", "2026-09-02 10:09", "G-35", **taken)
    once(player, "record_payment", "2026-09-02 10:10", "G-34", official_receipt=True, **taken)
    once(player, "file_with_organ", "2026-09-03 09:00", "G-17")
    once(player, "hand_in_fine", "2026-09-03 10:00", "G-35", amount="100")
    once(player, "bank_fine", "2026-09-04 10:00", "G-35", amount="100")


def test_the_spot_is_left_one_way_only(county: world.World) -> None:
    """G-12, G-16, G-17: of one who fines and one who lets off at the same moment one is refused; over the limit neither fines."""
    player = played(county, "spot-limits.yaml", "2026-09-02 09:50")
    never(player, "decide", "2026-09-02 09:50", "G-16", kinds=["fine"], fine=3001)
    never(player, "decide", "2026-09-02 09:58", "G-17", kinds=["warning"], received="refused")
    never(player, "end_spot", "2026-09-02 09:58", "G-12", ground="educated", education="教育")
    fine = press(player, "decide", "2026-09-02 10:00", kinds=["warning"])
    off = press(player, "end_spot", "2026-09-02 10:00", ground="ordinary", reason="拟处罚款超过三千元，适用普通程序。")
    done, refused = sorted_out(at_once(fine, off))
    assert len(done) == 1 and [one.rules for one in refused] == [{"STEP-01"}]


def test_two_leads_at_once_get_two_numbers(county: world.World) -> None:
    """Numbers of one organ, kind and year run without gap or double, even where nothing else is shared."""
    player = Player(county, read_story(HERE / "basic.yaml"))
    when = moment("2026-08-31 09:30")
    by = player.actor("甲", when)
    data = player.data_for("register_lead", when, None)

    def register() -> ActFacts:
        return operations.attempt(
            case_id=None, code="register_lead", data=data, by=by, at=when, now=when + timedelta(minutes=1)
        )

    done, _ = sorted_out(at_once(register, register, register))
    assert sorted(act.number for act in done) == [f"示应急源〔2026〕{serial}号" for serial in (1, 2, 3)]


def test_an_act_and_the_browsers_last_save_at_once_leave_no_draft(county: world.World) -> None:
    """Whichever comes first: the text is in the act, and does not come back as something half typed."""
    player = played(county, "basic.yaml", "2026-09-08 13:00")
    case_id, when = player.case_id(), moment("2026-09-08 16:00")
    for turn in range(3):
        at = when + timedelta(minutes=10 * turn)
        version, by = queries.case_row(case_id).version, player.actor("甲", at)
        act = press(player, "collect_evidence", at.isoformat(), version=version)

        def save(version: int = version, by: Any = by, at: Any = at) -> Any:
            typed = {"name": "迟到的自动保存"}
            return operations.save_draft(
                case_id=case_id, code="collect_evidence", data=typed, by=by, now=at, version=version
            )

        answers = at_once(act, save)
        assert sum(isinstance(each, ActFacts) for each in answers) == 1, answers
        assert not any(isinstance(each, Exception) for each in answers), answers
        assert not Draft.objects.filter(case_id=case_id).exclude(state="done").exists(), turn
