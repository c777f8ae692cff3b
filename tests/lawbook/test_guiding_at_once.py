"""Two guidances, two answers, two versions, two unanswered drafts at once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.lawbook.listed import ROW
from tests.lawbook.test_guiding import FIFTY, Tree, advise, guide, lay
from tests.organs.at_once import at_once
from tests.organs.town import AT

from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations
from mingjing.lawbook.models import Catalogue, Guidance

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_guidances_at_once_leave_one_open() -> None:
    tree = Tree()
    given = at_once(lambda: advise(tree), lambda: advise(tree, text="请补充金额的标准"))
    assert sum(isinstance(one, Refused) for one in given) == 1 and Guidance.objects.count() == 1


def test_two_answers_at_once_leave_the_first() -> None:
    tree = Tree()
    made = advise(tree)
    given = at_once(
        lambda: operations.answer_guidance(guidance_id=made.id, answer="已经补充", by=tree.head, at=AT),
        lambda: operations.answer_guidance(guidance_id=made.id, answer="正在补充", by=tree.reviewer, at=AT),
    )
    assert sum(isinstance(one, Refused) for one in given) == 1


def test_two_first_versions_at_once_leave_one() -> None:
    tree = Tree()
    given = at_once(lambda: lay(tree.head), lambda: lay(tree.reviewer))
    assert sum(isinstance(one, Invalid) for one in given) == 1
    assert Catalogue.objects.filter(organ_id=tree.county).count() == 1


def test_two_looser_drafts_at_once_are_both_refused() -> None:
    tree = Tree()
    guide(tree)
    rows = [replace(ROW, conditions=(replace(FIFTY, amount=Decimal(80000)),))]
    given = at_once(lambda: lay(tree.head, rows), lambda: lay(tree.reviewer, rows))
    assert all(isinstance(one, Refused) for one in given)
    assert not Catalogue.objects.filter(organ_id=tree.county).exists()
