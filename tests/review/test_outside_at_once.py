"""Two people at the same moment: one draft under a number, one file, one round, one opinion, one withdrawal."""

from typing import Any

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import MONDAY
from tests.review.desk import desk as opened
from tests.review.outside import Outside, submitted

from mingjing.kernel.findings import Invalid, Refused
from mingjing.records import queries as records
from mingjing.review import queries
from mingjing.review.models import Opinion, OutsideDraft, OutsideFile, Submission
from mingjing.review.queries.outside import drafts_unlike_the_ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def refused(found: list[Any]) -> int:
    return sum(isinstance(one, Invalid | Refused) for one in found)


def test_every_step_is_done_once() -> None:
    desk = opened()
    one, other = Outside(desk), Outside(desk)
    made = at_once(one.make, other.make)
    assert refused(made) == 0
    assert OutsideDraft.objects.count() == 1
    assert {each.id for each in made} == {OutsideDraft.objects.get().pk}
    one.files()
    assert refused(at_once(lambda: one.file("other"), lambda: one.file("other"))) == 0
    assert OutsideFile.objects.filter(kind="other").count() == 1
    assert refused(at_once(one.submit, one.submit)) == 1
    assert Submission.objects.count() == 1
    assert refused(at_once(one.opine, one.opine)) == 1
    assert Opinion.objects.count() == len(records.documents(one.now.dossier_id)) == 1
    assert refused(at_once(one.withdraw, one.withdraw)) == 1
    assert list(drafts_unlike_the_ledger()) == []


def test_an_opinion_and_a_change_do_not_both_stand_as_a_pass() -> None:
    desk = opened()
    one = submitted(desk)
    found = at_once(one.opine, lambda: one.revise(proposal="拟准予许可，有效期三年。"))
    assert refused(found) <= 1
    # The change came first and was refused, or it came after the opinion and the pass stands no more.
    assert one.now.passes is (refused(found) == 1)
    assert list(drafts_unlike_the_ledger()) == []


def test_an_opinion_and_a_withdrawal_do_not_both_stand() -> None:
    desk = opened()
    one = submitted(desk)
    at_once(one.opine, one.withdraw)
    assert one.now.stage == "withdrawn"
    assert not one.now.passes
    assert list(drafts_unlike_the_ledger()) == []


def test_two_opinions_of_one_organ_have_two_numbers() -> None:
    desk = opened()
    one = submitted(desk)
    other = Outside(desk)
    other.make(ref="XK-2026-002", title="另一件许可事项")
    other.files()
    other.submit()
    assert refused(at_once(one.opine, other.opine)) == 0
    numbers = {records.documents(each.now.dossier_id)[0].number for each in (one, other)}
    assert len(numbers) == 2
    assert queries.desk(desk.town.organ.id, MONDAY.date()) == ()
