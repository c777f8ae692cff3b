"""A decision is held against triggers and catalogue; who says that it is not major gives the reason, once, and is refused where it is."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.archives.filed import undone
from tests.lawbook.listed import ROW
from tests.review.desk import MONDAY, ONE, TWO, Desk, profile

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook.terms import Fit
from mingjing.ledger.models import Entry
from mingjing.review import operations, queries
from mingjing.review.models import NotMajor, Opinion
from mingjing.review.queries.majority import not_major_unlike_the_ledger
from mingjing.review.rules import questions
from mingjing.review.terms import UNKNOWABLE, NotMajorFacts

TODAY = date(2026, 9, 21)
REASON = "罚款数额低于目录标准，没有其他情形"
OTHER = UUID(int=7)
NOTHING = {"kinds": ("warning",)}


def catalogue(desk: Desk, **more: Any) -> None:
    given = {"by": desk.head, "at": MONDAY, "organ_id": desk.head.organ_id, "title": "审核目录", "document_number": "", "valid_from": date(2026, 1, 1), "rows": [ROW]}  # fmt: skip
    lawbook.set_catalogue(**{**given, **more})


def deny(desk: Desk, **more: Any) -> NotMajorFacts:
    given: dict[str, Any] = {"title": "示应急罚〔2026〕3号（拟）", "reason": REASON, "by": desk.handler, "at": MONDAY}
    known = {name: more.pop(name) for name in list(more) if name in {*UNKNOWABLE, "unknown"}}
    return operations.say_not_major(**{**given, "profile": profile(desk.head.organ_id, **{**NOTHING, **known}), **more})


def test_every_entry_and_every_trigger_is_answered(desk: Desk) -> None:
    catalogue(desk)
    found = queries.comparison(profile(desk.head.organ_id, fine=Decimal(80000), kinds=("fine",), unknown=frozenset({"complex"})), TODAY)  # fmt: skip
    assert found.catalogue == "《审核目录》第1版"
    assert [one.fit for one in found.entries] == [Fit.YES]
    fits = {one.code: one.fit for one in found.questions}
    assert fits["N118-e"] == fits["APL58-3"] == Fit.UNKNOWN and fits["N118-a"] == Fit.NO and fits["local"] == Fit.YES
    assert found.major == (f"目录：{ROW.item}",) and found.unknown == ("案件情况疑难复杂、涉及多个法律关系",)
    fired = [one.code for one in queries.requirement(profile(desk.head.organ_id, fine=Decimal(80000), kinds=("fine",)), TODAY).fired]  # fmt: skip
    assert fired == ["local", "catalogue"]


def test_what_is_proposed_without_a_figure_is_unknown_and_no_fine_is_none(desk: Desk) -> None:
    catalogue(desk)
    by = lambda **more: queries.comparison(profile(desk.head.organ_id, **more), TODAY).entries[0].fit  # noqa: E731
    assert by(kinds=("fine",)) is Fit.UNKNOWN
    assert by(kinds=("warning",)) is Fit.NO
    assert by(unknown=frozenset({"kinds", "fine"})) is Fit.UNKNOWN


def test_the_wider_rule_of_the_organ_makes_nothing_major(desk: Desk) -> None:
    found = queries.comparison(profile(desk.head.organ_id, kinds=("warning",)), TODAY)
    assert [one.code for one in found.questions if one.fit is Fit.YES] == ["local"] and found.major == ()


def test_a_right_and_a_hearing_are_asked_together() -> None:
    def fit(**more: Any) -> Fit:
        asked = questions(profile(OTHER, **more), every_ordinary=False, heavy_kinds={"stop"})
        return next(one.fit for one in asked if one.code == "APL58-2")

    heard = frozenset({"after_hearing"})
    assert fit(major_rights=True, after_hearing=True) is Fit.YES
    assert fit(kinds=("stop",), unknown=heard) is Fit.UNKNOWN
    assert fit(unknown=heard) is Fit.NO
    assert fit(unknown=heard | {"kinds"}) is Fit.UNKNOWN


def test_the_outside_decision_is_kept_with_its_reason_and_told(desk: Desk) -> None:
    catalogue(desk)
    made = deny(desk, unknown=frozenset({"social_risk"}))
    assert (made.source_name, made.round, made.reason) == ("在别处办理", 0, REASON)
    assert made.unknown == ("可能造成重大社会影响或者引发社会风险",)
    assert queries.not_major(None) == queries.not_major([desk.head.organ_id], q="3号", source="outside") == (made,)
    assert (
        queries.not_major([OTHER]) == queries.not_major(None, source="case") == queries.not_major(None, after=1) == ()
    )
    (line,) = Entry.objects.filter(kind="review:major:denied")
    assert line.stream == f"review-major:{desk.head.organ_id}"


@pytest.mark.parametrize("reason", ["", "   ", "小案"])
def test_an_empty_shell_is_no_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(Refused, match="没有写明为什么不属于"):
        deny(desk, reason=reason)
    with pytest.raises(Refused, match="REV-25"):
        deny(desk, reason=reason)  # pressed again
    with pytest.raises(Invalid):
        deny(desk, title=" ")
    assert not NotMajor.objects.exists()


@pytest.mark.parametrize(
    "known",
    [{"fine": Decimal(80000), "kinds": ("fine",)}, {"complex": True}, {"kinds": ("stop",)}, {"after_hearing": True}],
)
def test_what_is_major_is_not_said_not_to_be(desk: Desk, known: dict[str, Any]) -> None:
    catalogue(desk)
    for _ in range(2):
        with pytest.raises(Refused, match="已经符合"):
            deny(desk, **known)
    assert not NotMajor.objects.exists()


def test_it_is_said_once_by_those_of_the_organ(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        deny(desk, by=desk.head)
    with pytest.raises(Forbidden):
        deny(desk, by=desk.town.auditor)
    deny(desk)
    with pytest.raises(Invalid, match="已经作过认定"):
        deny(desk, by=desk.reviewer)


def test_the_reviewer_s_no_wants_a_reason_and_is_linked_to_the_round(desk: Desk) -> None:
    desk.submit()
    small = profile(desk.head.organ_id, kinds=("warning",))
    for _ in range(2):
        with pytest.raises(Refused, match="没有写明为什么"):
            desk.opine(is_major=False, profile=small)
    with pytest.raises(Refused, match="已经符合"):
        desk.opine(is_major=False, not_major_reason=REASON, profile=profile(desk.head.organ_id, complex=True))
    assert not Opinion.objects.exists()
    desk.opine(is_major=False, not_major_reason=REASON, profile=small)
    (made,) = queries.not_major_in(desk.dossier_id).values()
    assert (made.source_name, made.round, made.said_by_name) == ("本平台案件", 1, desk.reviewer.name)


def test_without_a_profile_nothing_is_known_and_nothing_is_no(desk: Desk) -> None:
    catalogue(desk)
    desk.submit(ONE)
    desk.opine(is_major=False, not_major_reason=REASON)
    made = queries.not_major_in(desk.dossier_id)[1]
    assert f"目录：{ROW.item}" in made.unknown and "涉及重大公共利益" in made.unknown
    desk.submit(TWO)
    desk.opine()  # a major one leaves nothing
    assert list(queries.not_major_in(desk.dossier_id)) == [1]


def test_the_audit_finds_what_was_changed_put_in_or_taken_away(desk: Desk) -> None:
    deny(desk)
    gone = deny(desk, title="另一件小案")
    assert list(not_major_unlike_the_ledger()) == []
    with undone():
        NotMajor.objects.filter(title="另一件小案").update(reason="别的理由")
        assert [one.message for one in not_major_unlike_the_ledger()] == ["与台账登记的不符"]
    NotMajor.objects.filter(pk=gone.id).delete()
    assert [one.message for one in not_major_unlike_the_ledger()] == ["台账记有，业务库里没有（被删除）"]
