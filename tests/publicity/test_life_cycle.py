"""The moves from taking in to making public, each refusal by its rule, and what the ledger keeps."""

from datetime import date
from typing import Any

import pytest
from tests.publicity import samples
from tests.redacting import papers

from mingjing.foundation import outbox
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations, queries
from mingjing.publicity.events import Event
from mingjing.publicity.models import Publication, Source, Span, Step, Version
from mingjing.publicity.terms import IN_PUBLIC, MOVES, Category, KnownEntity, Move, State, Verdict

pytestmark = pytest.mark.django_db


def refused_by(rule: str, act: Any, **arguments: Any) -> str:
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    assert rule in refusal.value.rules, refusal.value
    return str(refusal.value)


def test_the_worked_example_is_due_on_the_seventh_working_day() -> None:
    made = samples.scheduled()
    assert (made.state, made.due, made.due_provisional) == (State.DUE, date(2026, 11, 16), False)
    assert made.due_steps
    assert (
        made.address
        == "/gs/%E7%A4%BA%E5%BA%94%E6%80%A5/%E7%A4%BA%E5%BA%94%E6%80%A5%E7%BD%9A%E3%80%942026%E3%80%959%E5%8F%B7/"
    )


def test_the_whole_way_to_the_public() -> None:
    made = samples.released()
    assert made.state == State.RELEASED
    moves = [step.move for step in queries.history(made.id)]
    assert moves == [Move.PROPOSE, Move.DECIDE, Move.CONFIRM, Move.RELEASE]
    kinds = [entry.kind for entry in ledger.entries(f"pub:{made.id}")]
    assert kinds == [
        Event.SCHEDULED, Event.PROPOSED, Event.DECIDED, Event.CONFIRMED, Event.RELEASED,
    ]  # fmt: skip


def test_the_same_decision_twice_is_one_publication() -> None:
    first, second = samples.scheduled(), samples.scheduled()
    assert first == second
    assert Publication.objects.count() == 1
    assert len(ledger.entries(f"pub:{first.id}")) == 1


def test_a_number_stands_for_one_text_only() -> None:
    samples.scheduled()
    refused_by(
        "PUB-11", operations.schedule, decision=samples.decision(result="罚款 9 元"), by=samples.HANDLER, at=samples.NOW
    )
    assert samples.scheduled(samples.decision(organ_id=samples.ORGAN, number="示应急罚〔2026〕12号")).number.endswith(
        "12号"
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "示应急罚/9号"}, "number"),
        ({"number": "示应急罚\n9号"}, "number"),
        ({"number": "号" * 61}, "number"),
        ({"party_name": ""}, "party_name"),
        ({"full_text": ()}, "full_text"),
        ({"full_text": ("  ",)}, "full_text"),
        ({"category": "secret"}, "category"),
        ({"decided_on": date(2026, 11, 11)}, "decided_on"),
        ({"decided_on": date(2018, 12, 4)}, "decided_on"),
        ({"never_publish": ("because",)}, "never_publish"),
        ({"full_text": ("正文\x00",)}, "full_text"),
        ({"cause": "半个字\ud83d"}, "full_text"),
    ],
)
def test_what_cannot_be_published_is_not_taken_in(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as problem:
        samples.scheduled(samples.decision(**changes))
    assert field in problem.value.errors
    assert not Publication.objects.exists()


def test_only_the_deciding_organ_schedules() -> None:
    with pytest.raises(Forbidden):
        operations.schedule(decision=samples.decision(), by=samples.OUTSIDER, at=samples.NOW)


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_a_clock(category: str) -> None:
    assert samples.scheduled(samples.decision(category=category)).due > samples.DECIDED


def test_proposing_again_keeps_what_a_person_decided() -> None:
    made = samples.proposed()
    first = queries.spans(made.id)
    operations.decide_span(span_id=first[0].id, verdict=Verdict.ACCEPTED, by=samples.PUBLICIST, at=samples.NOW)
    operations.add_span(
        publication_id=made.id, text="现场检查笔录", ground="其他", by=samples.PUBLICIST, at=samples.NOW
    )
    operations.propose_redaction(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    again = queries.spans(made.id)
    assert len(again) == len(first) + 1
    assert {span.verdict for span in again} == {Verdict.OPEN, Verdict.ACCEPTED}


def test_nothing_is_confirmed_while_a_place_is_undecided() -> None:
    made = samples.proposed()
    spans = queries.spans(made.id)
    verdicts = {span.id: ("accepted", "") for span in spans[1:]}
    operations.decide_spans(publication_id=made.id, verdicts=verdicts, by=samples.PUBLICIST, at=samples.NOW)
    text = refused_by("PUB-02", operations.confirm, publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    assert "还有 1 处" in text
    assert samples.state(made.id).state == State.PROPOSED


def test_keeping_a_place_needs_a_reason_and_identity_numbers_are_never_kept() -> None:
    made = samples.proposed()
    spans = {span.text: span for span in queries.spans(made.id)}
    ask = {"verdict": "rejected", "by": samples.PUBLICIST, "at": samples.NOW}
    refused_by("PUB-14", operations.decide_span, span_id=spans[samples.PHONE].id, **ask)
    refused_by("PUB-14", operations.decide_span, span_id=spans[samples.WELDER_ID].id, reason="无关紧要", **ask)
    kept = operations.decide_span(span_id=spans[samples.PHONE].id, reason="单位公开电话", **ask)
    assert (kept.verdict, kept.reason, kept.decided_by) == ("rejected", "单位公开电话", "庚公示")


@pytest.mark.parametrize("verdict", ["", "maybe", "ACCEPTED'; DROP"])
def test_an_unknown_verdict_is_invalid(verdict: str) -> None:
    span = queries.spans(samples.proposed().id)[0]
    with pytest.raises(Invalid):
        operations.decide_span(span_id=span.id, verdict=verdict, by=samples.PUBLICIST, at=samples.NOW)


def test_spans_of_another_publication_are_not_decided_here() -> None:
    mine, other = samples.proposed(), samples.proposed(samples.natural())
    foreign = queries.spans(other.id)[0]
    with pytest.raises(Invalid):
        operations.decide_spans(
            publication_id=mine.id, verdicts={foreign.id: ("accepted", "")}, by=samples.PUBLICIST, at=samples.NOW
        )


def test_a_text_added_by_hand_is_removed_wherever_it_stands() -> None:
    made = samples.proposed()
    added = operations.add_span(
        publication_id=made.id, text="操作证", ground="秘密", by=samples.PUBLICIST, at=samples.NOW
    )
    assert {span.part for span in added} == {"violation", "p1"}
    samples.accept_all(made.id)
    operations.confirm(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    operations.release(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    shown = queries.decision("示应急", samples.NUMBER)
    assert shown is not None
    assert shown.version is not None
    assert "操作证" not in str(shown.version.parts)


@pytest.mark.parametrize(("text", "ground"), [("没有这段", "其他"), ("工", "其他"), ("李焊工", "随便")])
def test_a_hand_made_place_must_exist_and_have_a_ground(text: str, ground: str) -> None:
    made = samples.proposed()
    with pytest.raises(Invalid):
        operations.add_span(publication_id=made.id, text=text, ground=ground, by=samples.PUBLICIST, at=samples.NOW)


def test_a_secret_kept_in_one_place_but_removed_in_another_stops_the_confirmation() -> None:
    made = samples.proposed(samples.decision(known_entities=(KnownEntity("李焊工", "person"),)))
    samples.accept_all(made.id)
    Span.objects.filter(publication_id=made.id, part="p2").delete()
    text = refused_by("PUB-03", operations.confirm, publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    assert "正文第3段" in text


def test_the_release_looks_again_and_notices_tampering() -> None:
    made = samples.confirmed()
    source = Source.objects.get(publication_id=made.id)
    source.content["full_text"][4] += "补一句。"
    source.save()
    refused_by("PUB-12", operations.release, publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    assert not Version.objects.exists()


def test_a_verdict_changed_behind_the_confirmation_is_noticed() -> None:
    made = samples.confirmed()
    Span.objects.filter(publication_id=made.id, text=samples.PHONE).update(verdict="rejected", reason="改了")
    refused_by("PUB-12", operations.release, publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)


@pytest.mark.parametrize(
    "ground", ["state_secret", "trade_secret", "privacy", "safety", "related_case", "crime_transfer"]
)
def test_never_publish_grounds_block_the_release(ground: str) -> None:
    made = samples.confirmed(samples.decision(never_publish=(ground,)))
    refused_by("PUB-04", operations.release, publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)


@pytest.mark.parametrize(
    "changes", [{"minor": True}, {"never_publish": ("minor",)}, {"party_id_no": "130821201305071236"}]
)
def test_a_minor_party_is_never_published(changes: dict[str, object]) -> None:
    made = samples.confirmed(samples.natural(**changes))
    refused_by("PUB-05", operations.release, publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    assert queries.decision("示应急", made.number) is None


def test_a_minor_named_in_the_text_cannot_be_kept() -> None:
    given = samples.decision(
        known_entities=(KnownEntity("赵小童", "minor", role="证人"),), full_text=("证人赵小童在场。",)
    )
    span = next(one for one in queries.spans(samples.proposed(given).id) if one.text == "赵小童")
    refused_by(
        "PUB-14",
        operations.decide_span,
        span_id=span.id, verdict="rejected", reason="可以公开", by=samples.PUBLICIST, at=samples.NOW,
    )  # fmt: skip


def test_an_exemption_needs_ground_basis_and_the_head() -> None:
    made = samples.scheduled()
    ask = {"publication_id": made.id, "by": samples.HEAD, "at": samples.NOW}
    refused_by("PUB-10", operations.exempt, ground="because", basis="负责人要求", **ask)
    refused_by("PUB-10", operations.exempt, ground="privacy", basis=" ", **ask)
    with pytest.raises(Forbidden):
        operations.exempt(**{**ask, "by": samples.PUBLICIST}, ground="privacy", basis="涉及隐私的说明")
    done = operations.exempt(**ask, ground="crime_transfer", basis="已移送公安机关，示公立字〔2026〕3号")
    assert (done.state, done.exempt_ground, done.open_due) == (State.EXEMPT, "crime_transfer", None)
    refused_by("PUB-08", operations.propose_redaction, publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    again = operations.resume(**ask, reason="公安机关决定不予立案")
    assert (again.state, again.open_due) == (State.DUE, made.due)


STEPS = {
    Move.PROPOSE: (operations.propose_redaction, {}),
    Move.DECIDE: (operations.add_span, {"text": "你单位", "ground": "其他"}),
    Move.FILES: (operations.attach_file, {"name": "a.jpg", "content": papers.photo()}),
    Move.CONFIRM: (operations.confirm, {}),
    Move.REOPEN: (operations.reopen, {}),
    Move.RELEASE: (operations.release, {}),
    Move.CORRECT: (operations.correct, {"reason": "案由写错", "changes": {"cause": "新的案由"}}),
    Move.WITHDRAW: (operations.withdraw, {"trigger": "revoked", "reason": "复议机关决定撤销"}),
    Move.EXEMPT: (operations.exempt, {"ground": "privacy", "basis": "主要事实涉及隐私"}),
    Move.RESUME: (operations.resume, {"reason": "事由已经消失"}),
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(STEPS))
def test_the_table_of_moves_is_the_only_way(state: State, move: Move) -> None:
    made = samples.released() if state in IN_PUBLIC else samples.proposed()
    if state is State.CONFIRMED:
        samples.accept_all(made.id)
        operations.confirm(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    if move is Move.CONFIRM and state is State.PROPOSED:
        samples.accept_all(made.id)
    Publication.objects.filter(pk=made.id).update(state=state)
    act, more = STEPS[move]
    by = samples.HEAD if move in {Move.EXEMPT, Move.RESUME} else samples.PUBLICIST
    before = Step.objects.count()
    if state in MOVES[move][0]:
        act(publication_id=made.id, by=by, at=samples.NOW, **more)
        assert samples.state(made.id).state == (MOVES[move][1] or state)
    else:
        refused_by("PUB-08", act, publication_id=made.id, by=by, at=samples.NOW, **more)
        assert Step.objects.count() == before
        assert samples.state(made.id).state == state


TYPED = {
    Move.DECIDE: "text", Move.CORRECT: "reason", Move.WITHDRAW: "reason", Move.EXEMPT: "basis", Move.RESUME: "reason", Move.REOPEN: "reason",
}  # fmt: skip


@pytest.mark.parametrize("nasty", ["\x00", "\x1b", "\u202e", "\ud83d"])
@pytest.mark.parametrize("move", list(TYPED))
def test_what_is_typed_holds_no_control_characters(move: Move, nasty: str) -> None:
    made = samples.released() if move in {Move.CORRECT, Move.WITHDRAW} else samples.proposed()
    if move not in {Move.CORRECT, Move.WITHDRAW}:
        Publication.objects.filter(pk=made.id).update(state=next(iter(MOVES[move][0])))
    act, more = STEPS[move]
    by = samples.HEAD if move in {Move.EXEMPT, Move.RESUME} else samples.PUBLICIST
    with pytest.raises(Invalid) as problem:
        act(publication_id=made.id, by=by, at=samples.NOW, **(more | {TYPED[move]: f"写明{nasty}理由的一段话"}))
    assert TYPED[move] in problem.value.errors


@pytest.mark.parametrize("who", list(samples.STRANGERS))
@pytest.mark.parametrize("move", list(STEPS))
def test_strangers_move_nothing(move: Move, who: str) -> None:
    made = samples.proposed()
    starts = next(iter(MOVES[move][0]))
    Publication.objects.filter(pk=made.id).update(state=starts)
    act, more = STEPS[move]
    with pytest.raises(Forbidden):
        act(publication_id=made.id, by=samples.STRANGERS[who], at=samples.NOW, **more)
    assert samples.state(made.id).state == starts


@pytest.mark.parametrize("who", ["外机关的公示员", "本机关承办人", "没有角色的人"])
def test_the_original_is_for_the_publicist_the_head_and_the_supervisor(who: str) -> None:
    made = samples.proposed()
    with pytest.raises(Forbidden):
        operations.read_draft(made.id, by=samples.STRANGERS[who])
    for reader in (samples.PUBLICIST, samples.HEAD, samples.SUPERVISOR):
        assert samples.PHONE in operations.read_draft(made.id, by=reader).originals["p0"]


def test_undecided_places_are_shown_as_removed() -> None:
    draft = operations.read_draft(samples.proposed().id, by=samples.PUBLICIST)
    assert samples.PHONE not in str(draft.public)


def test_what_waits_is_sorted_by_urgency_with_lights() -> None:
    urgent = samples.scheduled(samples.decision(decided_on=date(2026, 10, 30), number="示应急罚〔2026〕8号"))
    calm = samples.scheduled()
    samples.released(samples.decision(number="示应急罚〔2026〕7号"))
    waiting = queries.waiting(samples.ORGAN, date(2026, 11, 10))
    assert [one.publication.id for one in waiting] == [urgent.id, calm.id]
    assert [one.light for one in waiting] == ["red", "green"]
    assert waiting[0].party_name == "示范县恒源化工有限公司"
    assert queries.waiting(samples.OTHER_ORGAN, date(2026, 11, 10)) == ()
    assert len(queries.waiting(None, date(2026, 11, 10))) == 2


def test_a_dossier_knows_its_publications() -> None:
    made = samples.scheduled()
    assert queries.by_source("dossier-0009") == (made,)
    assert queries.by_source("nothing") == ()
    assert queries.counts(samples.ORGAN)[State.DUE] == 1


def test_events_carry_nothing_private(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(outbox, "_listeners", lambda: dict.fromkeys(Event, (heard.append,)))
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **_: call())
    samples.released()
    assert [one["state"] for one in heard] == ["proposed", "proposed", "confirmed", "released"]
    assert not [secret for secret in samples.SECRETS if secret in str(heard)]
    assert "恒源" not in str(heard)
