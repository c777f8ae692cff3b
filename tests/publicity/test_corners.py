"""Corners of the acts: what is not there, what was there already, what somebody else was faster with."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.publicity import samples

from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Publication, Span
from mingjing.publicity.operations import releasing
from mingjing.publicity.rules.redaction import candidates
from mingjing.publicity.terms import KnownEntity, State

pytestmark = pytest.mark.django_db
ASK = {"by": samples.PUBLICIST, "at": samples.NOW}


@pytest.mark.parametrize(
    "act",
    [
        lambda: operations.release(publication_id=uuid4(), **ASK),
        lambda: operations.decide_span(span_id=uuid4(), verdict="accepted", **ASK),
        lambda: operations.read_draft(uuid4(), by=samples.PUBLICIST),
    ],
)
def test_what_is_not_there_is_said(act: Callable[[], Any]) -> None:
    with pytest.raises(Invalid):
        act()


def test_unknown_publications_have_no_history_spans_or_findings() -> None:
    nobody = uuid4()
    assert queries.history(nobody) == queries.spans(nobody) == ()
    assert queries.late_findings(nobody, samples.DECIDED) == ()
    assert queries.publication(nobody) is None


def test_the_slower_of_two_is_refused_even_without_a_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    made = samples.confirmed()
    publish = releasing.publish

    def overtaken(publication: Publication, *given: Any, **named: Any) -> Any:
        entry = publish(publication, *given, **named)
        Publication.objects.filter(pk=publication.pk).update(state=State.RELEASED)
        return entry

    monkeypatch.setattr(releasing, "publish", overtaken)
    with pytest.raises(Refused) as refusal:
        operations.release(publication_id=made.id, **ASK)
    assert refusal.value.rules == {"PUB-08"}
    assert samples.state(made.id).state == State.CONFIRMED


def test_proposing_again_drops_what_the_rules_no_longer_see() -> None:
    made = samples.proposed()
    Span.objects.create(
        publication_id=made.id, part="p4", place=12, start=0, end=2, text="如不", ground="其他", why="旧规则", replacement="x", origin="rule"
    )  # fmt: skip
    operations.propose_redaction(publication_id=made.id, **ASK)
    assert "旧规则" not in {span.why for span in queries.spans(made.id)}


def test_marking_by_hand_what_the_rules_found_settles_it() -> None:
    made = samples.proposed()
    before = len(queries.spans(made.id))
    (added,) = operations.add_span(publication_id=made.id, text=samples.PHONE, ground="秘密", **ASK)
    assert (added.verdict, added.replacement, added.ground) == ("accepted", "【＊＊秘密】", "秘密")
    assert len(queries.spans(made.id)) == before


def test_a_correction_needs_a_body_and_a_current_version() -> None:
    made = samples.released()
    with pytest.raises(Invalid) as problem:
        operations.correct(publication_id=made.id, reason="正文有误", paragraphs=[" ", ""], **ASK)
    assert "paragraphs" in problem.value.errors
    Publication.objects.filter(pk=made.id).update(current=None)
    with pytest.raises(Invalid) as problem:
        operations.correct(publication_id=made.id, reason="正文有误", changes={"cause": "新"}, **ASK)
    assert "publication" in problem.value.errors


def test_resuming_needs_a_reason() -> None:
    made = samples.scheduled()
    ask = {"publication_id": made.id, "by": samples.HEAD, "at": samples.NOW}
    operations.exempt(**ask, ground="privacy", basis="主要事实涉及隐私")
    with pytest.raises(Invalid):
        operations.resume(**ask, reason=" 嗯 ")


def test_a_natural_party_without_a_number_and_an_entity_of_one_letter() -> None:
    source = samples.natural(
        party_id_no="", known_entities=(KnownEntity("甲", "person"),), full_text=("甲见到张大民。",)
    )
    assert [one.text for one in candidates(source, "surname") if one.part == "p0"] == ["张大民"]


def test_a_crossing_find_keeps_only_its_rest() -> None:
    source = samples.decision(
        known_entities=(KnownEntity("镇柳条沟村", "address"),), full_text=("住址：下板城镇柳条沟村三组。",)
    )
    found = [one for one in candidates(source, "surname") if one.part == "p0"]
    assert [one.text for one in found] == ["下板城", "镇柳条沟村", "三组"]


def test_a_rest_of_one_letter_is_not_worth_a_decision() -> None:
    source = samples.decision(
        known_entities=(KnownEntity("下板城镇柳条沟", "address"),), full_text=("住址：下板城镇柳条沟村。",)
    )
    assert [one.text for one in candidates(source, "surname") if one.part == "p0"] == ["下板城镇柳条沟"]


def test_what_never_was_public_has_no_row() -> None:
    with pytest.raises(ValueError, match="never was public|never public"):
        Publication.objects.get(pk=samples.scheduled().id).row()
