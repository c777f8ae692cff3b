"""How long a decision is public, how it ends early, how it comes back; and that no second path shows what ended."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portal import pages
from tests.publicity import ends, samples

from mingjing.foundation import search
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.workdays import Workdays
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Publication, Step, Version
from mingjing.publicity.rules import terms as rules
from mingjing.publicity.terms import (
    CONDITIONS,
    EXEMPTIONS,
    GONE,
    IN_PUBLIC,
    MOVES,
    NEVER,
    REASONS,
    SEARCH_KIND,
    Filters,
    Move,
    State,
    TermFacts,
)

pytestmark = pytest.mark.django_db
MARKET = TermFacts("penalty", "market", date(2026, 11, 10), ("fine",), "80000")


def refused_by(rule: str, act: Any, *given: Any, **arguments: Any) -> None:
    with pytest.raises(Refused) as refusal:
        act(*given, **arguments)
    assert rule in refusal.value.rules, refusal.value


@pytest.mark.parametrize(
    ("changes", "until"),
    [
        # 市场监管总局令第45号: three years, three months for a reprimand, a longer ban as long as the ban.
        ({}, date(2029, 11, 10)),
        ({"kinds": ("criticism",), "fine": ""}, date(2027, 2, 10)),
        ({"kinds": ("warning", "criticism"), "fine": ""}, date(2027, 2, 10)),
        ({"kinds": ("criticism", "fine"), "fine": "0.01"}, date(2029, 11, 10)),
        ({"kinds": ()}, date(2029, 11, 10)),
        ({"kinds": ("ban",), "ban_until": date(2036, 11, 9)}, date(2036, 11, 9)),
        ({"kinds": ("ban",), "ban_until": date(2027, 11, 9)}, date(2029, 11, 10)),
        # 29 February has no counterpart three years later.
        ({"shown_on": date(2028, 2, 29)}, date(2031, 2, 28)),
        ({"shown_on": date(2026, 11, 30), "kinds": ("criticism",)}, date(2027, 2, 28)),
        # National: none, whatever the kind; nor in a domain before its rule took effect.
        ({"domain": ""}, None), ({"domain": "emergency", "kinds": ("criticism",)}, None),
        ({"domain": "", "category": "licence"}, None), ({"domain": "market", "category": "inspection"}, None),
        ({"shown_on": date(2021, 8, 31)}, None),
        ({"shown_on": date(2021, 9, 1)}, date(2024, 9, 1)),
    ],
)  # fmt: skip
def test_the_term_is_the_domains(changes: dict[str, Any], until: date | None, calendar: Workdays) -> None:
    term = rules.public_until(replace(MARKET, **changes), calendar)
    assert (term.until if term else None) == until
    assert term is None or "市场监督管理行政处罚信息公示规定第十三条" in term.why


def test_every_public_move_has_reasons_with_a_source() -> None:
    outward = {
        Move.RELEASE,
        Move.CORRECT,
        Move.WITHDRAW,
        Move.EXPIRE,
        Move.REPAIR,
        Move.REPUBLISH,
        Move.EXEMPT,
        Move.RESUME,
    }
    assert outward <= set(REASONS)
    every = [why for table in REASONS.values() for why in table.values()]
    assert all(why.word and ("第" in why.source or "号" in why.source) for why in every)
    assert all(len(code) <= 20 for table in REASONS.values() for code in table)


@pytest.mark.parametrize("ground", sorted(set(NEVER) - {"minor"}))
def test_each_ground_of_never_blocks_the_release_and_cites_its_source(ground: str) -> None:
    made = samples.confirmed(samples.decision(never_publish=(ground,)))
    with pytest.raises(Refused) as refusal:
        operations.release(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    assert refusal.value.rules == {"PUB-04"}
    assert NEVER[ground][1] in str(refusal.value)
    assert queries.decision("示应急", samples.NUMBER) is None


@pytest.mark.parametrize("ground", sorted(EXEMPTIONS))
def test_each_exemption_is_approved_with_its_source_and_kept_from_the_public(ground: str) -> None:
    made = samples.scheduled()
    done = operations.exempt(
        publication_id=made.id, ground=ground, basis="依据和理由写明", by=samples.HEAD, at=samples.NOW
    )
    assert (done.state, done.exempt_ground) == (State.EXEMPT, ground)
    (step,) = queries.history(made.id)
    assert (step.code, EXEMPTIONS[ground][1] in step.note) == (ground, True)
    assert queries.decision("示应急", samples.NUMBER) is None


def test_release_counts_the_term_from_the_first_day_of_publicity() -> None:
    made = samples.released(ends.market())
    assert (made.term_until, "3年" in made.term_why) == (ends.LAST_DAY, True)
    assert samples.released(samples.decision(number="示应急罚〔2026〕11号")).term_until is None
    shown = queries.decision("示应急", samples.NUMBER)
    assert shown is not None
    assert shown.term.startswith("2029年11月10日")


def test_the_platform_expires_on_the_day_after_the_last_and_only_once() -> None:
    made = samples.released(ends.market())
    late_evening = datetime(2029, 11, 10, 23, 59, tzinfo=CHINA)
    assert operations.expire_due(by=SYSTEM, now=late_evening) == 0
    refused_by("PUB-71", operations.expire, publication_id=made.id, by=SYSTEM, at=late_evening)
    assert operations.expire_due(by=SYSTEM, now=ends.PAST_TERM) == 1
    assert operations.expire_due(by=SYSTEM, now=ends.PAST_TERM) == 0
    refused_by("PUB-08", operations.expire, publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM)
    found = samples.state(made.id)
    assert (found.state, found.ended_ground, found.is_gone) == (State.EXPIRED, "term", True)
    last = queries.history(made.id)[-1]
    assert (last.person_name, last.code) == ("平台自动", "term")
    assert [one.kind for one in ledger.entries(f"pub:{made.id}")][-1] == "publicity:decision:expired"
    assert ledger.audit().sound


def test_nobody_expires_by_hand_and_nothing_without_a_term_expires() -> None:
    made = samples.released(samples.decision())
    with pytest.raises(Forbidden):
        operations.expire(publication_id=made.id, by=samples.HEAD, at=ends.PAST_TERM)
    refused_by("PUB-71", operations.expire, publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM)
    assert operations.expire_due(by=SYSTEM, now=datetime(2099, 1, 1, tzinfo=CHINA)) == 0


def test_one_failure_stops_no_other_expiry(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    first = samples.released(ends.market())
    second = samples.released(ends.market(number="示应急罚〔2026〕12号"))
    Publication.objects.filter(pk=first.id).update(term_until=ends.LAST_DAY - timedelta(days=1))
    from mingjing.publicity.operations import ending

    real = ending.expire

    def stumbling(**given: Any) -> Any:
        if given["publication_id"] == first.id:
            raise Invalid({"publication": ["库里的内容有问题"]})
        return real(**given)

    monkeypatch.setattr(ending, "expire", stumbling)
    assert operations.expire_due(by=SYSTEM, now=ends.PAST_TERM) == 1
    assert (samples.state(first.id).state, samples.state(second.id).state) == (State.RELEASED, State.EXPIRED)
    assert "did not expire" in caplog.text


def test_a_repair_is_asked_decided_and_leaves_the_public() -> None:
    made = samples.released(ends.market())
    asked = ends.asked(made.id)
    # 15 working days from Tuesday 2027-06-01; the holidays of 2027 are not known yet.
    assert (asked.state, asked.due, asked.due_provisional) == ("open", date(2027, 6, 22), True)
    assert [one.id for one in queries.open_repairs(samples.ORGAN)] == [asked.id]
    done = ends.decided(asked.id)
    assert (done.state, done.ground, done.decided_by) == ("granted", "performed", "己局长")
    assert samples.state(made.id).state == State.REPAIRED
    assert queries.open_repairs(None) == ()
    with pytest.raises(Refused):
        ends.decided(asked.id)


@pytest.mark.parametrize("absent", sorted(CONDITIONS))
def test_each_condition_of_a_repair_is_needed(absent: str) -> None:
    made = samples.released(ends.market())
    asked = ends.asked(made.id)
    refused_by("PUB-72", ends.decided, asked.id, conditions=tuple(set(CONDITIONS) - {absent}))
    assert samples.state(made.id).state == State.RELEASED


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"domain": "emergency"}, ends.PAST_WAIT), ({"kinds": ("fine", "stop")}, ends.PAST_WAIT),
        ({"kinds": ("revoke_licence",)}, ends.PAST_WAIT), ({}, datetime(2027, 5, 9, 12, tzinfo=CHINA)),
        # The last day of the six months: they are full at its end only.
        ({}, datetime(2027, 5, 10, 23, 59, tzinfo=CHINA)),
    ],
)  # fmt: skip
def test_no_early_end_without_a_rule_for_lasting_kinds_or_before_its_time(
    changes: dict[str, Any], at: datetime
) -> None:
    made = samples.released(ends.market(**changes))
    refused_by("PUB-72", ends.decided, ends.asked(made.id, at).id, at)
    assert samples.state(made.id).state == State.RELEASED


def test_the_day_after_six_full_months_is_enough() -> None:
    at = datetime(2027, 5, 11, 0, 1, tzinfo=CHINA)
    made = samples.released(ends.market())
    assert ends.decided(ends.asked(made.id, at).id, at).state == "granted"


def test_a_refused_application_changes_nothing_in_public_and_another_may_follow() -> None:
    made = samples.released(ends.market())
    refused = ends.decided(ends.asked(made.id).id, granted=False, conditions=(), reason="罚款还没有缴清")
    assert (refused.state, samples.state(made.id).state) == ("refused", State.RELEASED)
    assert ends.asked(made.id).state == "open"
    with pytest.raises(Invalid):
        ends.asked(made.id)


@pytest.mark.parametrize("who", sorted(samples.STRANGERS))
def test_strangers_neither_register_nor_decide_nor_republish(who: str) -> None:
    made = samples.released(ends.market())
    asked = ends.asked(made.id)
    with pytest.raises(Forbidden):
        operations.apply_repair(
            publication_id=made.id, applicant="某公司", claim="已经履行完毕了", applied_on=ends.PAST_WAIT.date(),
            by=samples.STRANGERS[who], at=ends.PAST_WAIT,
        )  # fmt: skip
    with pytest.raises(Forbidden):
        operations.decide_repair(
            repair_id=asked.id, granted=False, reason="不具备条件的", by=samples.STRANGERS[who], at=ends.PAST_WAIT
        )
    ends.decided(asked.id)
    with pytest.raises(Forbidden):
        operations.republish(
            publication_id=made.id, ground="cheated", reason=ends.WHY, by=samples.STRANGERS[who], at=ends.PAST_WAIT
        )


@pytest.mark.parametrize(
    ("more", "problem"),
    [({"claim": "  已缴 "}, Refused), ({"applicant": " "}, Invalid), ({"applied_on": date(2026, 11, 9)}, Invalid),
     ({"applied_on": date(2027, 6, 2)}, Invalid), ({"applicant": "字" * 121}, Invalid)],
)  # fmt: skip
def test_an_empty_application_is_not_registered(more: dict[str, Any], problem: type[Exception]) -> None:
    made = samples.released(ends.market())
    with pytest.raises(problem):
        ends.asked(made.id, **more)
    assert queries.repairs(made.id) == ()


@pytest.mark.parametrize("end", sorted(ends.ENDS))
def test_what_ended_can_lawfully_come_back_as_a_new_version(end: str) -> None:
    gone = ends.ENDS[end]()
    ground = ends.GROUNDS[end]
    ask: dict[str, Any] = {"publication_id": gone.id, "by": samples.HEAD, "at": ends.PAST_WAIT}
    for other in set(ends.GROUNDS.values()) - {ground}:
        refused_by("PUB-74", operations.republish, ground=other, reason=ends.WHY, **ask)
    refused_by("PUB-74", operations.republish, ground=ground, reason=" ", **ask)
    refused_by("PUB-03", operations.republish, ground=ground, reason=f"{ends.WHY}，证人李焊工", **ask)
    back = operations.republish(ground=ground, reason=ends.WHY, **ask)
    refused_by("PUB-08", operations.republish, ground=ground, reason=ends.WHY, **ask)
    assert (back.state, back.is_public, back.call_trigger, back.ended_ground) == (State.REPUBLISHED, True, "", "")
    shown = queries.decision("示应急", samples.NUMBER)
    assert shown is not None
    assert shown.version is not None
    assert (shown.version.seq, shown.row.party, shown.row.released_at) == (2, "示范县恒源化工有限公司", ends.SHOWN)
    assert [step.move for step in shown.history][-1] == "republish"
    assert search.search(SEARCH_KIND, "恒源") != ()
    assert [row.state for row in queries.page(Filters()).rows] == [State.REPUBLISHED]
    assert operations.withdraw(
        publication_id=back.id, trigger="void", reason="再次被确认无效的文书", by=samples.PUBLICIST, at=ends.PAST_WAIT
    ).state == State.WITHDRAWN  # fmt: skip


def test_after_the_term_nothing_comes_back() -> None:
    gone = ends.expired()
    refused_by(
        "PUB-75", operations.republish, publication_id=gone.id, ground="term", reason=ends.WHY, by=samples.HEAD,
        at=ends.PAST_TERM,
    )  # fmt: skip
    assert samples.state(gone.id).state == State.EXPIRED


def test_a_correction_names_a_reason_of_the_table() -> None:
    made = samples.released()
    ask: dict[str, Any] = {
        "publication_id": made.id, "reason": "案由录入有误", "changes": {"cause": "无证上岗"}, "by": samples.PUBLICIST, "at": samples.NOW,
    }  # fmt: skip
    refused_by("PUB-76", operations.correct, ground="mood", **ask)
    operations.correct(ground="asked", **ask)
    assert queries.history(made.id)[-1].code == "asked"


@pytest.mark.parametrize("end", [*sorted(ends.ENDS), "republished"])
def test_every_second_path_shows_the_state_and_nothing_that_ended(end: str, client: Client) -> None:
    """List, search, feed, CSV, JSON, proof, QR, old version, site map: each asked in each state."""
    found = ends.republished() if end == "republished" else ends.ENDS[end]()
    content = ("恒源", "特种作业人员", "80000", "操作证上岗", "询问笔录")
    told = {where: pages.text_of(client.get(where)) for where in (*pages.LISTS, *pages.OF_A_DECISION)}
    told |= {
        f"{where} ended": pages.text_of(client.get(f"/gs{where}?state=ended"))
        for where in ("/", ".csv", ".json", ".atom")
    }
    status = {tail: client.get(pages.address(tail=tail)).status_code for tail in ("", "proof.json", "v/1/", "qr.svg")}
    if end == "republished":
        assert status == {"": 200, "proof.json": 200, "v/1/": 200, "qr.svg": 200}
        assert "重新公示" in told[pages.address()]
        assert REASONS[Move.REPUBLISH]["quashed"].word in told[pages.address()]
        assert REASONS[Move.WITHDRAW]["revoked"].word in told[pages.address()]
        assert samples.NUMBER in told["/gs.csv"]
        return
    asked_words = "\n".join(text for where, text in told.items() if "?q=" not in where)
    assert not [word for word in content if word in asked_words]
    assert not [where for where, text in told.items() if "?q=" in where and "捌万元整" in text]
    assert status == {"": 200, "proof.json": 404, "v/1/": 404, "qr.svg": 200}
    assert samples.NUMBER not in told["/gs.csv"] + told["/gs.atom"] + told["/gs.json"]
    assert found.address not in told["/sitemap.xml"]
    tomb = told[pages.address()]
    code = {"withdrawn": "revoked", "expired": "term", "repaired": "performed"}[end]
    move = {"withdrawn": Move.WITHDRAW, "expired": Move.EXPIRE, "repaired": Move.REPAIR}[end]
    assert REASONS[move][code].word in tomb
    assert REASONS[move][code].source in tomb
    word = {"withdrawn": "已经撤下", "expired": "公示期已满", "repaired": "已提前终止公示"}[end]
    assert word in tomb
    assert "noindex" in tomb
    listed = told["/gs.csv?state=withdrawn"] if end == "withdrawn" else told[".csv ended"]
    assert samples.NUMBER in listed
    assert Version.objects.get(publication_id=found.id).text


@pytest.mark.parametrize("state", sorted(State))
@pytest.mark.parametrize("move", [Move.EXPIRE, Move.REPAIR, Move.REPUBLISH])
def test_the_ends_start_only_where_the_table_says(state: State, move: Move) -> None:
    made = samples.released(ends.market())
    Publication.objects.filter(pk=made.id).update(state=state)
    before = Step.objects.count()
    ground = next(
        (
            key
            for key, starts in {"quashed": "withdrawn", "term": "expired", "cheated": "repaired"}.items()
            if starts == state
        ),
        "quashed",
    )
    acts: dict[Move, Any] = {
        Move.EXPIRE: lambda: operations.expire(publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM),
        Move.REPAIR: lambda: ends.decided(ends.asked(made.id).id),
        Move.REPUBLISH: lambda: operations.republish(
            publication_id=made.id, ground=ground, reason=ends.WHY, by=samples.HEAD, at=ends.PAST_WAIT
        ),
    }
    if state in MOVES[move][0]:
        acts[move]()
        assert samples.state(made.id).state == MOVES[move][1]
    else:
        refused_by("PUB-08", acts[move])
        assert Step.objects.count() == before


def test_states_are_public_gone_or_waiting_and_never_two() -> None:
    assert not IN_PUBLIC & GONE
    assert set(State) - IN_PUBLIC - GONE == {State.DUE, State.PROPOSED, State.CONFIRMED, State.EXEMPT}


def test_the_tick_asks_one_question_where_nothing_has_run_out() -> None:
    samples.released(ends.market())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        operations.expire_due(by=SYSTEM, now=samples.NOW)
    assert len(asked) == 1


def test_an_order_to_decide_anew_rests_on_the_notice_and_the_others_on_the_article() -> None:
    told = {code: why.source for code, why in REASONS[Move.WITHDRAW].items()}
    assert told.pop("redo") == "国办发〔2018〕118号第二部分（六）"
    assert set(told.values()) == {"行政处罚法第四十八条第二款"}
