"""Of two presses at the same moment one counts: check, release, end; two releases have two numbers. On a database that commits."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.lawbook.guided import AT, SPEC, Desk
from tests.lawbook.shelf import ADMIN, cut
from tests.organs.at_once import at_once

from mingjing.foundation.people import Role
from mingjing.kernel.findings import Refused
from mingjing.lawbook import operations
from mingjing.lawbook.models import GuidingCase, LawUse
from mingjing.lawbook.queries.guiding_cases import guiding_unlike_the_ledger
from mingjing.lawbook.terms import GuidingFacts

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(transactional_db: None, tmp_path: Path) -> Desk:
    operations.import_library(
        by=ADMIN, at=AT, path=cut(tmp_path / "laws.db", ("中华人民共和国安全生产法",)), accept_changed=True
    )
    return Desk()


def one_refused(given: list[object], rule: str) -> None:
    lost = [one for one in given if isinstance(one, Refused)]
    assert len(lost) == 1 and lost[0].rules == {rule}, given


def test_one_check_one_release_one_end(desk: Desk) -> None:
    one = desk.written()
    one_refused(at_once(lambda: desk.check(one), lambda: desk.check(one, passed=False)), "LAW-24")
    GuidingCase.objects.update(state="checked")
    other = desk.town.actor("副职", Role.HEAD, organ_id=desk.city)
    one_refused(at_once(lambda: desk.release(one), lambda: desk.release(one, by=other)), "LAW-24")
    row = GuidingCase.objects.get()
    assert row.serial == 1 and LawUse.objects.filter(guiding_case=row).count() == 3
    out = row.facts()
    one_refused(at_once(lambda: desk.end(out), lambda: desk.end(out, by=other)), "LAW-24")


def test_two_released_at_once_have_two_numbers(desk: Desk) -> None:
    first, second = desk.checked(), desk.checked(title="某公司的第二件")
    given = at_once(lambda: desk.release(first), lambda: desk.release(second))
    assert sorted(one.number for one in given if isinstance(one, GuidingFacts)) == ["第1号", "第2号"], given
    assert list(guiding_unlike_the_ledger()) == []


def test_a_revision_and_a_check_at_once_never_pass_what_nobody_read(desk: Desk) -> None:
    one = desk.written()
    spec = replace(SPEC, discretion="另一番裁量考虑，没有人看过。")

    def revise() -> GuidingFacts:
        return operations.revise_guiding_case(guiding_id=one.id, spec=spec, seen=one.digest, by=desk.head, at=AT)

    given = at_once(lambda: desk.check(one), revise)
    assert sum(isinstance(each, Refused) for each in given) == 1, given
    row = GuidingCase.objects.get()
    assert (row.state == "checked") == (row.digest == one.digest) and list(guiding_unlike_the_ledger()) == []
