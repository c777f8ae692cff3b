"""A superior's guiding catalogue: inherited with its origin, never looser without a reason, newest version or told so; guidance is answered."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.archives.filed import undone
from tests.lawbook.listed import ROW
from tests.organs.town import AT, Town, draft, town

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Catalogue, Guidance, MajorRow
from mingjing.lawbook.queries.guiding import catalogues_unlike_the_ledger
from mingjing.lawbook.terms import CatalogueFacts, Condition, ConditionKind, Fit, GuidanceFacts, MajorSpec, Subject
from mingjing.organs import operations as registers
from mingjing.organs import queries as organs

pytestmark = pytest.mark.django_db
DAY, TODAY = timedelta(days=1), date(2026, 9, 1)
FIFTY = Condition(ConditionKind.FINE_UNIT_MIN, Decimal(50000))
HARD = Condition(ConditionKind.COMPLEX)
UPPER = (
    replace(ROW, item="五万元以上的罚款", conditions=(FIFTY,)),
    replace(ROW, item="疑难复杂的处罚", conditions=(HARD,)),
)
REASON = "本县同类案件数额普遍较高"


class Tree:
    """A city bureau that guides, a county bureau below it, and a stranger; the founded organ keeps the platform."""

    def __init__(self) -> None:
        self.town: Town = town()
        self.city = self._organ("示市应急管理局", "示市应急", "shi-city", level="city")
        self.county = self._organ("示区应急管理局", "示区应急", "shi-qu", parent_id=self.city)
        self.stranger = self._organ("外县应急管理局", "外应急", "wai-yj")
        self.city_head = self.town.actor("市领导", Role.HEAD, organ_id=self.city)
        self.head = self.town.actor("区领导", Role.HEAD, organ_id=self.county)
        self.reviewer = self.town.reviewer("区审核", organ_id=self.county)

    def _organ(self, name: str, code: str, slug: str, **more: Any) -> Any:
        return registers.register_organ(draft=draft(name, code, slug, **more), by=self.town.sysadmin, at=AT).id


@pytest.fixture
def tree(db: None) -> Tree:
    return Tree()


def lay(by: Actor, rows: Any = UPPER, on: date = TODAY, **more: Any) -> CatalogueFacts:
    given = {"by": by, "at": AT, "organ_id": by.organ_id, "title": "审核目录", "document_number": "示应急〔2026〕2号", "valid_from": on, "rows": list(rows)}  # fmt: skip
    return operations.set_catalogue(**{**given, **more})


def guide(tree: Tree, rows: Any = UPPER, on: date = TODAY) -> CatalogueFacts:
    return lay(tree.city_head, rows, on, guiding=True)


def inherited(upper: CatalogueFacts) -> list[MajorSpec]:
    return [replace(row.spec, origin=row.row_id) for row in upper.rows]


def advise(tree: Tree, **more: Any) -> GuidanceFacts:
    given = {"organ_id": tree.county, "text": "请补充没收的标准", "by": tree.city_head, "at": AT, **more}
    return operations.give_guidance(**given)


def test_who_guides_whom(tree: Tree) -> None:
    keeper = tree.town.organ.id
    assert organs.above(tree.county)[:1] == (tree.city,) and organs.above(tree.city) in {(), (keeper,)}
    assert organs.guided(tree.city) == {tree.county} and organs.guided(tree.county) == frozenset()
    assert organs.above(uuid4()) == ()
    if organs.keeps_platform(keeper):
        assert organs.guided(keeper) == {tree.city, tree.county, tree.stranger}
        assert organs.above(keeper) == () and organs.above(tree.county) == (tree.city, keeper)


def test_an_organ_without_a_catalogue_is_judged_by_the_superior_s(tree: Tree) -> None:
    assert queries.applying(tree.county, TODAY) == (None, ())
    guide(tree)
    own, rows = queries.applying(tree.county, TODAY)
    assert own is None and [row.origin for row in rows] == [f"示市应急管理局《审核目录》第1版第{n}项" for n in (1, 2)]
    assert queries.applying(tree.county, TODAY - DAY) == queries.applying(tree.stranger, TODAY) == (None, ())
    subject = Subject("penalty", "county", "emergency", True, ("fine",), Decimal(60000), complex=False)
    assert [one.fit for one in queries.major_fits(tree.county, subject, TODAY)[1]] == [Fit.YES, Fit.NO]


def test_a_catalogue_that_is_no_guiding_one_binds_nobody_below(tree: Tree) -> None:
    lay(tree.city_head)
    assert queries.applying(tree.county, TODAY) == (None, ()) and queries.guiding_rows(tree.county, TODAY) is None
    with pytest.raises(Invalid, match="没有下级机关"):
        lay(tree.head, guiding=True)


def test_entries_are_inherited_added_to_and_made_stricter(tree: Tree) -> None:
    upper = guide(tree)
    first, second = inherited(upper)
    stricter = replace(first, item="三万元以上的罚款", conditions=(replace(FIFTY, amount=Decimal(30000)),))
    own = lay(tree.head, [stricter, second, replace(ROW, item="本机关增加的")])
    assert [bool(row.origin) for row in own.rows] == [True, True, False]
    assert (
        own.rows[0].origin == "示市应急管理局《审核目录》第1版第1项" and own.rows[0].spec.origin == upper.rows[0].row_id
    )
    assert (own.follows, own.looser) == (upper.catalogue_id, ())
    assert queries.applying(tree.county, TODAY) == (queries.catalogue(tree.county), own.rows)
    strange = lay(tree.head, [replace(one, origin=own.rows[0].row_id) for one in (first, second)], TODAY + DAY)
    assert [row.origin for row in strange.rows] == ["", ""]  # only a guiding catalogue above is an origin


def test_a_looser_figure_needs_a_reason_for_itself(tree: Tree) -> None:
    guide(tree)
    rows = [replace(ROW, conditions=(replace(FIFTY, amount=Decimal(80000)),))]
    asked = queries.looser(tree.county, rows, TODAY)
    assert [(one.key, one.own) for one in asked] == [("1-0", "对单位罚款80,000元以上"), ("2-0", "没有这一条件")]
    assert queries.looser(tree.stranger, rows, TODAY) == queries.looser(tree.county, rows, TODAY - DAY) == ()
    for reasons in (None, {}, {"1-0": REASON}, {"1-0": REASON, "2-0": " "}):
        with pytest.raises(Refused, match="LAW-07"):
            lay(tree.head, rows, reasons=reasons)
    with pytest.raises(Invalid) as long:
        lay(tree.head, rows, reasons={"1-0": "长" * 1001, "2-0": REASON})
    assert list(long.value.errors) == ["reason-1-0"] and queries.catalogue(tree.county) is None
    own = lay(tree.head, rows, reasons={"1-0": f" {REASON} ", "2-0": REASON})
    assert [(one.upper, one.own, one.reason) for one in own.looser][0] == (
        "对单位罚款50,000元以上",
        "对单位罚款80,000元以上",
        REASON,
    )
    assert queries.applying(tree.county, TODAY)[1] == own.rows  # answered, so nothing is added


def test_an_empty_catalogue_is_refused_before_anything_is_asked(tree: Tree) -> None:
    guide(tree)
    with pytest.raises(Invalid, match="至少要有一行"):
        lay(tree.head, [])
    for rows, words in (
        ([replace(ROW, levels=("village",))], "执法层级"),
        ([replace(ROW, domains=("none",))], "执法领域"),
    ):
        with pytest.raises(Invalid, match=words):
            lay(tree.head, rows)


def test_a_newer_guiding_version_is_told_and_applies_meanwhile(tree: Tree) -> None:
    upper = guide(tree)
    lay(tree.head, inherited(upper))
    assert queries.catalogue_duties(tree.county) == ()
    (one,) = queries.following([tree.county], tree.city, TODAY)
    assert (one.state, one.open_guidance) == ("follows", 0)
    guide(tree, (*UPPER, replace(ROW, item="新增的一项")), TODAY + DAY)
    (one,) = queries.following([tree.county], tree.city, TODAY + DAY)
    assert one.state == "lags" and one.own and queries.versions([one.own.follows]) == {upper.catalogue_id: 1}
    assert [duty.kind for duty in queries.catalogue_duties(tree.county)] == ["revise"]
    rows = queries.applying(tree.county, TODAY + DAY)[1]
    assert [row.spec.item for row in rows] == [
        "五万元以上的罚款",
        "疑难复杂的处罚",
        "新增的一项",
    ] and "第2版第3项" in rows[2].origin
    newest = queries.guiding_rows(tree.county, TODAY + DAY)
    lay(tree.head, inherited(newest), TODAY + DAY)
    assert queries.catalogue_duties(tree.county) == ()
    assert queries.following([tree.county], tree.city, TODAY + DAY)[0].state == "follows"


def test_an_organ_that_has_none_or_nothing_to_follow_is_told_apart(tree: Tree) -> None:
    assert [one.state for one in queries.following([tree.county], tree.city, TODAY)] == ["none"]
    guide(tree)
    with CaptureQueriesContext(connection) as few:
        assert [one.state for one in queries.following([tree.county], tree.city, TODAY)] == ["missing"]
    lay(tree.head)
    with CaptureQueriesContext(connection) as many:
        queries.following([tree.county, tree.stranger, tree.town.organ.id], tree.city, TODAY)
    assert len(many) <= 5 and len(few) <= len(many)


def test_guidance_is_given_from_above_and_answered_once(tree: Tree) -> None:
    made = advise(tree)
    assert [(one.kind, one.id) for one in queries.catalogue_duties(tree.county)] == [("guidance", made.id)]
    assert queries.following([tree.county], tree.city, TODAY)[0].open_guidance == 1
    with pytest.raises(Refused, match="上一件指导意见还没有答复"):
        advise(tree)
    with pytest.raises(Forbidden):
        operations.answer_guidance(guidance_id=made.id, answer="已经补充", by=tree.city_head, at=AT)
    with pytest.raises(Refused, match="没有写明答复"):
        operations.answer_guidance(guidance_id=made.id, answer="  ", by=tree.head, at=AT)
    answered = operations.answer_guidance(guidance_id=made.id, answer=" 已经补充 ", by=tree.reviewer, at=AT)
    assert (answered.answer, answered.answered_by_name) == ("已经补充", "区审核")
    with pytest.raises(Refused, match="已经答复过"):
        operations.answer_guidance(guidance_id=made.id, answer="再答一次", by=tree.head, at=AT)
    assert queries.guidances(tree.county) == (answered,) and queries.guidance(made.id) == answered
    assert queries.catalogue_duties(tree.county) == () and queries.guidance(uuid4()) is None
    with pytest.raises(Invalid, match="没有这件"):
        operations.answer_guidance(guidance_id=uuid4(), answer="答复内容", by=tree.head, at=AT)
    advise(tree)


def test_only_who_stands_above_gives_guidance_and_an_empty_shell_is_none(tree: Tree) -> None:
    for by in (
        tree.head,
        tree.town.actor("外领导", Role.HEAD, organ_id=tree.stranger),
        tree.town.actor("市承办", Role.HANDLER, organ_id=tree.city),
    ):
        with pytest.raises(Forbidden):
            advise(tree, by=by)
    for text in ("", "  嗯  "):
        with pytest.raises(Refused, match="没有写明指导意见"):
            advise(tree, text=text)
    with pytest.raises(Invalid, match="超过2000字"):
        advise(tree, text="长" * 2001)
    assert not Guidance.objects.exists()


def test_the_audit_finds_what_was_changed_put_in_or_taken_away(tree: Tree) -> None:
    guide(tree)
    made = advise(tree)
    operations.answer_guidance(guidance_id=made.id, answer="已经补充", by=tree.head, at=AT)
    assert list(catalogues_unlike_the_ledger()) == []
    for change in (
        lambda: MajorRow.objects.filter(position=1).update(conditions=[{"kind": "fine_unit_min", "amount": "90000"}]),
        lambda: Catalogue.objects.update(guiding=False),
        lambda: Guidance.objects.update(answer="别的"),
        lambda: Guidance.objects.update(text="别的意见"),
    ):
        with undone():
            change()
            assert [one.message for one in catalogues_unlike_the_ledger()] == ["与台账登记的不符"]
    Guidance.objects.all().delete()
    assert [one.message for one in catalogues_unlike_the_ledger()] == ["台账记有，业务库里没有（被删除）"]
