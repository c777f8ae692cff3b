"""The credit channel: class and terms by dated tables, its own clock, the stop, repair and objection."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.test import Client
from tests.architecture.places import SOURCE, python_files, text
from tests.exchange import town
from tests.exchange.test_sheets import UNIT
from tests.portal import pages
from tests.publicity import ends, samples
from tests.publicity.test_concurrency import at_once

from mingjing.exchange import operations, queries
from mingjing.exchange.models import CreditItem
from mingjing.exchange.operations import credit as acts
from mingjing.exchange.partners.shuanggongshi.mapping import publish_to
from mingjing.exchange.rules import credit as rules
from mingjing.exchange.terms import CONDITIONS, CREDIT_MOVES, CreditMove, CreditState, RequestFacts
from mingjing.foundation import outbox
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import State

pytestmark = pytest.mark.django_db
DECIDED = date(2026, 11, 5)
AFTER_SHORTEST = datetime(2027, 2, 6, 9, tzinfo=CHINA)
AFTER_LONGEST = datetime(2027, 11, 6, 0, 5, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    """Keys and packages in a folder of the test's own."""
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"


def answered(request: RequestFacts, at: datetime = AFTER_SHORTEST, **more: Any) -> RequestFacts:
    told: dict[str, Any] = {"granted": True, "reason": "经核实，条件全部具备", "conditions": tuple(CONDITIONS)}
    return operations.answer_credit(request_id=request.id, by=samples.HEAD, at=at, **(told | more))


def refused_by(rule: str, act: Any, *given: Any, **more: Any) -> None:
    with pytest.raises(Refused) as refusal:
        act(*given, **more)
    assert rule in refusal.value.rules, refusal.value


@pytest.mark.parametrize(
    ("kinds", "decided", "klass", "shown", "shortest", "longest"),
    [
        (("warning",), date(2026, 11, 5), "light", False, None, None),
        (("criticism",), date(2026, 11, 5), "light", False, None, None),
        (("fine",), date(2026, 11, 5), "ordinary", True, date(2027, 2, 5), date(2027, 11, 5)),
        (("warning", "fine"), date(2026, 11, 5), "ordinary", True, date(2027, 2, 5), date(2027, 11, 5)),
        (("fine", "revoke_licence"), date(2026, 11, 5), "serious", True, date(2027, 11, 5), date(2029, 11, 5)),
        (("ban",), date(2026, 4, 1), "serious", True, date(2027, 4, 1), date(2029, 4, 1)),
        # A kind that no table names is not let off.
        (("something_new",), date(2026, 11, 5), "ordinary", True, date(2027, 2, 5), date(2027, 11, 5)),
        # The day before the rule of 2026, and before that of 2019.
        (("warning",), date(2026, 3, 31), "ordinary", True, date(2026, 6, 30), date(2027, 3, 31)),
        (("ban",), date(2026, 3, 31), "serious", True, date(2026, 9, 30), date(2029, 3, 31)),
        # Thirty-first of a month that the later month lacks.
        (("fine",), date(2026, 8, 31), "ordinary", True, date(2026, 11, 30), date(2027, 8, 31)),
    ],
)  # fmt: skip
def test_class_and_terms_follow_the_table_of_the_day(
    kinds: tuple[str, ...], decided: date, klass: str, shown: bool, shortest: Any, longest: Any, calendar: Workdays
) -> None:
    term = rules.credit_term(decided, kinds, "80000", "", calendar)
    assert term is not None
    assert (term.klass, term.shown, term.shortest, term.longest) == (klass, shown, shortest, longest)
    assert term.cites
    assert not term.verified, "the class articles were never read: a person has to check them"


def test_before_every_table_there_is_nothing(calendar: Workdays) -> None:
    assert rules.credit_term(date(2019, 6, 30), ("fine",), "", "", calendar) is None


def test_a_domain_may_have_its_own_table_and_its_own_large_fine(
    calendar: Workdays, monkeypatch: pytest.MonkeyPatch
) -> None:
    national = rules.tables()["national"][date(2026, 4, 1)]
    own = {"market": {date(2026, 6, 1): {**national, "large_fine": 100_000}}, "national": rules.tables()["national"]}
    monkeypatch.setattr(rules, "tables", lambda: own)
    for on, fine, domain, klass in (
        (date(2026, 6, 1), "100000", "market", "serious"), (date(2026, 6, 1), "99999.99", "market", "ordinary"),
        (date(2026, 6, 1), "100000", "emergency", "ordinary"), (date(2026, 5, 31), "100000", "market", "ordinary"),
    ):  # fmt: skip
        term = rules.credit_term(on, ("fine",), fine, domain, calendar)
        assert term is not None
        assert term.klass == klass


def test_the_sheet_and_the_channel_reckon_from_one_table() -> None:
    """公示截止期 of the 双公示 sheet is the longest term of the credit channel: no second table is kept anywhere."""
    sheet = yaml.safe_load((SOURCE / "exchange/partners/shuanggongshi/schema.yaml").read_text(encoding="utf-8"))
    assert set(sheet) == {"checked", "editions"}
    assert publish_to(replace(UNIT, kinds=("revoke_licence",)), national()) == date(2029, 11, 5)
    assert publish_to(replace(UNIT, kinds=()), national()) is None


def test_a_penalty_that_becomes_public_opens_its_item_once() -> None:
    made = town.released()
    item = town.item()
    assert (item.number, item.klass, item.state, item.publication_id) == (made.number, "ordinary", "shown", made.id)
    assert (item.shortest, item.longest) == (date(2027, 2, 5), date(2027, 11, 5))
    (again,) = operations.open_credit(publication_id=made.id, by=SYSTEM, at=town.NOW)
    assert again.id == item.id
    assert [step.move for step in queries.credit_steps(item.id)] == ["open"]
    assert [entry.kind for entry in ledger.entries(f"credit:{item.id}")] == ["exchange:credit:opened"]


@pytest.mark.parametrize("changes", [{"kinds": ()}, {"category": "licence"}, {"decided_on": date(2019, 6, 30)}])
def test_what_is_no_penalty_of_a_known_class_has_no_item(changes: dict[str, Any]) -> None:
    made = town.released(**changes)
    assert queries.credit_items(None, tuple(CreditState)) == ()
    assert operations.open_credit(publication_id=made.id, by=SYSTEM, at=town.NOW) == ()
    assert operations.open_credit(publication_id=uuid4(), by=SYSTEM, at=town.NOW) == ()


def test_a_slight_penalty_is_public_but_never_sent_for_credit() -> None:
    town.channel("credit")
    town.channel("portal")
    made = town.released(kinds=("warning",), fine="")
    assert (town.item().state, town.item().shown) == ("hidden", False)
    assert [one.channel.kind for one in town.moves()] == ["portal"]
    assert samples.state(made.id).is_public
    refused_by("XCH-37", town.asked, town.item().id)


def test_an_item_that_was_over_when_it_came_is_not_shown() -> None:
    town.released(decided_on=date(2024, 11, 5), kinds=("fine",))
    assert town.item().state == "stopped"


def test_the_longest_term_stops_it_by_itself_and_only_there() -> None:
    town.channel("credit")
    town.channel("portal")
    made = town.released()
    item = town.item()
    last = datetime(2027, 11, 5, 23, 59, tzinfo=CHINA)
    assert operations.stop_due(by=SYSTEM, now=last) == 0
    refused_by("XCH-32", operations.stop_credit, item_id=item.id, by=SYSTEM, at=last)
    assert operations.stop_due(by=SYSTEM, now=AFTER_LONGEST) == 1
    assert operations.stop_due(by=SYSTEM, now=AFTER_LONGEST) == 0
    refused_by("XCH-36", operations.stop_credit, item_id=item.id, by=SYSTEM, at=AFTER_LONGEST)
    assert town.item().state == "stopped"
    assert samples.state(made.id).state == State.RELEASED, "publicity has a clock of its own"
    told = [(one.channel.kind, one.act) for one in town.moves()]
    assert told == [("credit", "show"), ("portal", "show"), ("credit", "remove")]
    assert queries.credit_steps(item.id)[-1].person_name == "平台自动"


def test_the_end_of_publicity_by_term_leaves_credit_alone() -> None:
    """A reprimand of the market regulator is public for three months; what credit shows is another matter."""
    town.channel("credit")
    made = town.released()
    publicity.expire(publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM)
    outbox.hear_waiting()
    assert town.item().state == "shown"
    assert [one.act for one in town.moves()] == ["show"]


def test_a_repair_needs_the_shortest_term_and_every_condition() -> None:
    town.channel("credit")
    made = town.released()
    asked = town.asked(town.item().id, at=AFTER_SHORTEST)
    last = datetime(2027, 2, 5, 23, 59, tzinfo=CHINA)
    refused_by("XCH-33", answered, asked, last)
    for absent in CONDITIONS:
        refused_by("XCH-33", answered, asked, conditions=tuple(set(CONDITIONS) - {absent}))
    assert town.item().state == "shown"
    done = answered(asked)
    assert (done.state, done.answer_name, done.decided_by) == ("granted", "准予修复", "己局长")
    assert town.item().state == "repaired"
    removal = town.moves()[-1]
    assert (removal.act, removal.channel.kind) == ("remove", "credit")
    assert samples.state(made.id).is_public
    with pytest.raises(Invalid):
        answered(asked)
    refused_by("XCH-37", town.asked, town.item().id, at=AFTER_SHORTEST)
    assert operations.stop_due(by=SYSTEM, now=AFTER_LONGEST) == 0


def test_a_refusal_is_told_and_another_request_may_follow() -> None:
    town.released()
    item = town.item()
    asked = town.asked(item.id, at=AFTER_SHORTEST)
    with pytest.raises(Invalid):
        town.asked(item.id, at=AFTER_SHORTEST)
    refused_by("XCH-35", answered, asked, granted=False, reason=" ")
    assert answered(asked, granted=False, reason="罚款还没有缴清", conditions=()).answer_name == "不予修复"
    assert town.item().state == "shown"
    assert town.asked(item.id, at=AFTER_SHORTEST).state == "open"
    assert [step.move for step in queries.credit_steps(item.id)] == ["open", "ask", "answer", "ask"]


@pytest.mark.parametrize(("granted", "word"), [(True, "异议成立"), (False, "异议不成立")])
def test_an_objection_is_answered_without_the_conditions_of_a_repair(granted: bool, word: str) -> None:
    town.released()
    asked = town.asked(town.item().id, "objection", at=AFTER_SHORTEST)
    assert answered(asked, granted=granted, conditions=()).answer_name == word
    assert town.item().state == "shown"


@pytest.mark.parametrize(
    ("more", "problem"),
    [({"kind": "mood"}, Invalid), ({"applicant": " "}, Invalid), ({"applicant": "字" * 121}, Invalid), ({"claim": "缴了"}, Refused),
     ({"applied_on": date(2026, 11, 4)}, Invalid), ({"applied_on": date(2027, 2, 7)}, Invalid), ({"claim": "已经\u202e缴清罚款了"}, Invalid)],
)  # fmt: skip
def test_an_empty_request_is_not_registered(more: dict[str, Any], problem: type[Exception]) -> None:
    town.released()
    with pytest.raises(problem):
        town.asked(town.item().id, **({"at": AFTER_SHORTEST} | more))
    assert queries.open_requests(None) == ()


def test_unknown_things_are_said_to_be_unknown() -> None:
    town.released()
    asked = town.asked(town.item().id, at=AFTER_SHORTEST)
    with pytest.raises(Invalid):
        town.asked(uuid4(), at=AFTER_SHORTEST)
    with pytest.raises(Invalid):
        answered(asked, conditions=("luck",))
    with pytest.raises(Invalid):
        operations.answer_credit(
            request_id=uuid4(), granted=True, reason="条件全部具备", by=samples.HEAD, at=AFTER_SHORTEST
        )


@pytest.mark.parametrize("role", list(Role))
def test_only_the_organs_own_people_register_and_only_its_head_decides(role: Role) -> None:
    town.released()
    item = town.item()
    asked = town.asked(item.id, at=AFTER_SHORTEST)
    by = samples.actor(role)
    if role not in {Role.PUBLICIST, Role.HEAD}:
        with pytest.raises(Forbidden):
            town_ask = {"applicant": "某公司", "claim": "已经履行完毕", "applied_on": AFTER_SHORTEST.date()}
            operations.ask_credit(item_id=item.id, kind="objection", by=by, at=AFTER_SHORTEST, **town_ask)
    if role is not Role.HEAD:
        with pytest.raises(Forbidden):
            operations.answer_credit(
                request_id=asked.id, granted=False, reason="条件不具备的", by=by, at=AFTER_SHORTEST
            )
    with pytest.raises(Forbidden):
        operations.answer_credit(
            request_id=asked.id, granted=False, reason="条件不具备的", by=samples.OUTSIDER, at=AFTER_SHORTEST
        )


def test_a_withdrawn_decision_takes_its_credit_along_and_brings_it_back() -> None:
    town.channel("credit")
    made = town.released()
    item = town.item()
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=town.NOW
    )
    outbox.hear_waiting()
    assert town.item().state == "cancelled"
    assert operations.cancel_credit(publication_id=made.id, by=SYSTEM, at=town.NOW) == 0
    refused_by("XCH-37", town.asked, item.id, "objection", at=AFTER_SHORTEST)
    assert [one.act for one in town.moves()] == ["show", "remove"]
    publicity.republish(publication_id=made.id, ground="quashed", reason=ends.WHY, by=samples.HEAD, at=town.NOW)
    outbox.hear_waiting()
    assert town.item().state == "shown"
    assert [(one.act, one.seq) for one in town.moves()] == [("show", 1), ("remove", 0), ("show", 2)]
    assert [step.move for step in queries.credit_steps(item.id)] == ["open", "cancel", "reinstate"]
    assert ledger.audit().sound


def test_credit_that_was_repaired_stays_repaired_when_the_decision_returns() -> None:
    made = town.released()
    answered(town.asked(town.item().id, at=AFTER_SHORTEST))
    operations.cancel_credit(publication_id=made.id, by=SYSTEM, at=AFTER_SHORTEST)
    assert operations.reinstate_credit(publication_id=made.id, by=SYSTEM, at=AFTER_SHORTEST) == 1
    assert town.item().state == "repaired"


@pytest.mark.parametrize("state", list(CreditState))
@pytest.mark.parametrize("move", [CreditMove.STOP, CreditMove.REPAIR])
def test_the_table_of_moves_is_the_only_way(state: CreditState, move: CreditMove) -> None:
    town.released()
    item = town.item()
    asked = town.asked(item.id, at=AFTER_SHORTEST)
    CreditItem.objects.update(state=state)
    acting: dict[CreditMove, Any] = {
        CreditMove.STOP: lambda: operations.stop_credit(item_id=item.id, by=SYSTEM, at=AFTER_LONGEST),
        CreditMove.REPAIR: lambda: answered(asked),
    }
    if state in CREDIT_MOVES[move][1]:
        acting[move]()
        assert town.item().state == CREDIT_MOVES[move][2]
    else:
        refused_by("XCH-36", acting[move])
        assert town.item().state == state


def test_one_that_cannot_stop_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    town.released()
    town.released(number="示应急罚〔2026〕12号")
    real, first = acts.stop_credit, CreditItem.objects.order_by("longest", "pk").first()

    def stumbling(**given: Any) -> Any:
        if given["item_id"] == (first and first.pk):
            raise Refused()
        return real(**given)

    monkeypatch.setattr(acts, "stop_credit", stumbling)
    assert operations.stop_due(by=SYSTEM, now=AFTER_LONGEST) == 1
    assert "did not stop" in caplog.text


@pytest.mark.parametrize(
    ("kind", "due"),
    # From Monday 2 November 2026: ten and seven working days.
    [("repair", date(2026, 11, 16)), ("objection", date(2026, 11, 11))],
)
def test_requests_have_their_clock(kind: str, due: date, calendar: Workdays) -> None:
    assert rules.request_by(kind, date(2026, 11, 2), calendar).due == due


def test_a_late_answer_is_told() -> None:
    town.released()
    asked = town.asked(town.item().id, at=AFTER_SHORTEST)
    assert rules.late_request(asked, asked.due) == ()
    (found,) = rules.late_request(asked, asked.due + timedelta(days=1))
    assert (found.rule, "还没有决定" in found.message) == ("XCH-38", True)
    done = answered(asked, at=AFTER_SHORTEST + timedelta(days=60))
    (found,) = rules.late_request(done, done.due)
    assert "才决定" in found.message


def test_the_portal_shows_nothing_of_credit_but_the_mark(client: Client) -> None:
    town.released()
    answered(town.asked(town.item().id, at=AFTER_SHORTEST))
    told = pages.everything(client)
    assert "不得用于信用评价" in told
    for word in ("信用修复", "轻微", "最长公示期", "最短公示期", "2027-11-05", "2027年11月5日"):
        assert word not in told, word
    portal = python_files("src/mingjing/sites/portal/")
    assert not [name for name in portal if "mingjing.exchange" in text(name)]


def test_of_two_heads_who_decide_at_once_one_does(committed: None) -> None:
    town.released()
    asked = town.asked(town.item().id, at=AFTER_SHORTEST)
    answers = at_once(
        lambda: answered(asked), lambda: answered(asked, granted=False, reason="罚款还没有缴清", conditions=())
    )
    assert answers == ["done", "invalid"]


def test_of_two_ticks_that_stop_at_once_one_does(committed: None) -> None:
    town.released()
    item = town.item()
    ask = {"item_id": item.id, "by": SYSTEM, "at": AFTER_LONGEST}
    assert at_once(lambda: operations.stop_credit(**ask), lambda: operations.stop_credit(**ask)) == ["XCH-36", "done"]
    kinds = [entry.kind for entry in ledger.entries(f"credit:{item.id}")]
    assert kinds.count("exchange:credit:stopped") == 1
