"""评议考核: points against an oracle written by hand, fines that can never be rewarded, every move refused five ways."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.cases.models import Case
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as lists
from mingjing.publicity.models import Edition, Publication
from mingjing.sites.bureau.views.overdue import owed
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Appraisal, Scheme
from mingjing.supervision.queries.agreeing_appraisals import appraisals_unlike_the_ledger
from mingjing.supervision.queries.measuring import Asked, measured
from mingjing.supervision.rules import appraisals as rules
from mingjing.supervision.terms import OrderDraft
from mingjing.supervision.terms.appraisals import (
    PUBLIC,
    AppraisalFacts,
    AppraisalMove,
    Figure,
    Given,
    Ref,
    SchemeDraft,
    SchemeFacts,
    SchemeItem,
)

AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
JAN = datetime(2027, 1, 11, 10, 0, tzinfo=CHINA)
HAND = SchemeItem("hand1", "组织领导", Decimal(20), "", "有专人负责、开过推进会得满分")
ITEMS = (
    SchemeItem("publicity", "执法决定按期公开", Decimal(30), "publicity"),
    SchemeItem("review", "应当法制审核的先审核后决定", Decimal(30), "review"),
    SchemeItem("orders", "督办按期报告", Decimal(20), "orders"),
    HAND,
)


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    """示范县 with one case decided, made public and closed in 2026."""
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    return shifan


def draft(county: Any, **more: Any) -> SchemeDraft:
    given = {
        "year": 2026, "title": "2026 年度评议考核方案", "since": date(2026, 1, 1), "until": date(2026, 12, 31),
        "organ_ids": (county.organs["应急局"], county.organs["市监局"]), "items": ITEMS,
    } | more  # fmt: skip
    return SchemeDraft(**given)


def drafted(county: Any, **more: Any) -> SchemeFacts:
    return operations.draft_scheme(draft=draft(county, **more), by=county.actor("监", AT), at=AT)


def released(county: Any, **more: Any) -> SchemeFacts:
    made = drafted(county, **more)
    return operations.release_scheme(scheme_id=made.id, by=county.actor("监", AT), at=AT)


def scored(county: Any, **more: Any) -> dict[str, AppraisalFacts]:
    made = released(county, **more)
    operations.begin_scoring(scheme_id=made.id, by=county.actor("监", JAN), at=JAN)
    return {one.organ_name: one for one in queries.appraisals(made.id, county.actor("监", JAN))}


GIVEN = {"hand1": Given(Decimal("17.5"), "推进会只开了一次", "示府办纪〔2026〕3号")}


def told(county: Any, **more: Any) -> AppraisalFacts:
    one = scored(county, **more)["示范县应急管理局"]
    operations.enter_points(appraisal_id=one.id, given=GIVEN, by=county.actor("监", JAN), at=JAN)
    return operations.tell_appraisal(appraisal_id=one.id, by=county.actor("监", JAN), at=JAN)


def refused(act: Any) -> set[str]:
    with pytest.raises(Refused) as found:
        act()
    return {one.rule for one in found.value.findings}


# -- pure rules ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "罚款数额完成情况", "罚没收入增长", "全年处罚数量", "办案数", "立案件数", "按罚 款 额 排名", "案件总量", "没收金额", "处罚决定的件数",
        "人均办案量", "创收任务", "结案数量增长", "执法指标", "处罚力度", "查处数", "罚金", "处罚的次数",
    ],
)  # fmt: skip
def test_no_item_rewards_fines_or_numbers(words: str) -> None:
    for one in (replace(HAND, title=words), replace(HAND, standard=f"{words}，每增加一成得 1 分")):
        (found,) = rules.fines_are_never_rewarded([one])
        assert found.rule == "SUP-71" and "第七十四条" in found.cites[0]


@pytest.mark.parametrize(
    "words",
    ["组织领导", "案件数据质量", "处罚数据按期报送", "罚款决定与罚款收缴分离", "罚没物品管理规范", "案卷归档", "执法人员培训", "执法证件管理"],
)  # fmt: skip
def test_what_measures_nothing_forbidden_passes(words: str) -> None:
    assert rules.fines_are_never_rewarded([replace(HAND, title=words, standard=f"{words}良好")]) == ()


def test_no_metric_of_the_platform_rewards_fines() -> None:
    every = [SchemeItem(key, one.title, Decimal(1), key, one.counted) for key, one in rules.metrics().items()]
    found = rules.fines_are_never_rewarded(every)
    assert {one.field for one in found} <= {"standard_publicity"}, found


@pytest.mark.parametrize(
    ("full", "good", "every", "points"),
    [("30", 1, 1, "30"), ("30", 2, 3, "20"), ("10", 1, 3, "3.3"), ("10", 2, 3, "6.7"), ("7", 1, 8, "0.9"), ("30", 0, 4, "0")],
)  # fmt: skip
def test_points_are_a_share(full: str, good: int, every: int, points: str) -> None:
    item = SchemeItem("orders", "督办", Decimal(full), "orders")
    line = rules.line_of(item, Figure(Decimal(good), Decimal(every)), None)
    assert line.points == Decimal(points) and line.applicable


def test_a_total_leaves_out_what_did_not_happen() -> None:
    # 30 of 30, nothing happened of 30 + 20, 10 of 20: 100 × 40 / 50.
    lines = [
        rules.line_of(ITEMS[0], Figure(Decimal(4), Decimal(4)), None),
        rules.line_of(ITEMS[1], Figure(Decimal(0), Decimal(0)), None), rules.line_of(ITEMS[2], None, None),
        rules.line_of(HAND, None, Given(Decimal(10), "事实和理由", "台账")),
    ]  # fmt: skip
    assert rules.total_of(lines) == Decimal("80.0")
    assert rules.total_of([*lines[:3], rules.line_of(HAND, None, None)]) is None
    assert rules.total_of(lines[1:3]) is None


def test_equal_totals_share_a_place() -> None:
    places = rules.ranked({"甲": Decimal(80), "乙": Decimal(91), "丙": Decimal(80), "丁": Decimal(10)})
    assert places == {"乙": 1, "甲": 2, "丙": 2, "丁": 4}


@pytest.mark.parametrize(
    ("total", "band"), [("100", "优秀"), ("90", "优秀"), ("89.9", "良好"), ("60", "合格"), ("59.9", "不合格")]
)
def test_bands(total: str, band: str) -> None:
    assert rules.band_of(Decimal(total)) == band


# -- the scheme ---------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_a_scheme_says_everything(county: Any) -> None:
    for more, field in (
        ({"title": " 案 "}, "title"), ({"organ_ids": ()}, "organ_ids"), ({"until": date(2027, 1, 1)}, "until"),
        ({"since": date(2025, 12, 1)}, "until"), ({"publish": "tv"}, "publish"), ({"items": ()}, "items"), ({"items": ITEMS[:3]}, "items"),
        ({"items": (*ITEMS[:3], replace(HAND, standard="  "))}, "standard_hand1"),
        ({"items": (*ITEMS[:3], replace(HAND, full=Decimal("20.3")))}, "full_hand1"),
        ({"items": (*ITEMS[:3], replace(HAND, full=Decimal("NaN")))}, "full_hand1"),
        ({"items": (*ITEMS[:3], replace(HAND, key="orders"))}, "items"),
        ({"items": (replace(ITEMS[0], metric="fines"), *ITEMS[1:])}, "items"),
    ):  # fmt: skip
        with pytest.raises(Refused) as found:
            drafted(county, **more)
        assert (("SUP-70", field)) in {(one.rule, one.field) for one in found.value.findings}, more
    assert refused(lambda: drafted(county, items=(*ITEMS[:3], replace(HAND, title="罚款总额")))) == {"SUP-71"}
    assert refused(lambda: drafted(county, organ_ids=(county.organs["司法局"],))) == {"SUP-74"}
    with pytest.raises(Invalid):
        drafted(county, organ_ids=(uuid4(),))
    with pytest.raises(Invalid):
        drafted(county, items=(*ITEMS[:3], replace(HAND, standard="长" * 501)))
    with pytest.raises(Forbidden):
        operations.draft_scheme(draft=draft(county), by=county.actor("己", AT), at=AT)
    assert not Scheme.objects.exists()


def test_a_released_scheme_is_replaced_with_a_reason_only(county: Any) -> None:
    made = released(county)
    assert made.number == "示司考〔2026〕1号" and made.state == "released"
    assert refused(lambda: operations.release_scheme(scheme_id=made.id, by=county.actor("监", AT), at=AT)) == {"SUP-73"}
    assert refused(lambda: drafted(county)) == {"SUP-73"}
    second = drafted(county, reason="增加一个机关")
    assert second.seq == 2 and second.number == made.number
    assert refused(lambda: drafted(county, reason="再来一版")) == {"SUP-73"}
    changed = operations.change_scheme(
        scheme_id=second.id, draft=draft(county, title="新的方案名称", reason="增加一个机关"), by=county.actor("监", AT), at=AT
    )  # fmt: skip
    assert changed.title == "新的方案名称"
    late = county.actor("监", JAN)
    assert refused(lambda: operations.release_scheme(scheme_id=second.id, by=late, at=JAN)) == {"SUP-72"}
    operations.release_scheme(scheme_id=second.id, by=county.actor("监", AT), at=AT)
    assert Scheme.objects.get(pk=made.id).state == "replaced"
    assert refused(lambda: operations.begin_scoring(scheme_id=made.id, by=late, at=JAN)) == {"SUP-73"}
    assert list(appraisals_unlike_the_ledger()) == []


def test_a_draft_is_changed_and_released_by_the_same_rules(county: Any) -> None:
    made, by = drafted(county), county.actor("监", AT)
    for more, rule in (
        ({"title": "  "}, "SUP-70"), ({"items": (*ITEMS[:3], replace(HAND, title="罚款总额"))}, "SUP-71"),
        ({"organ_ids": (county.organs["司法局"],)}, "SUP-74"),
    ):  # fmt: skip
        for _ in range(2):
            said = draft(county, **more)
            assert refused(lambda said=said: operations.change_scheme(scheme_id=made.id, draft=said, by=by, at=AT)) == {rule}  # type: ignore[misc]  # fmt: skip
    # What came into the table by another way is not released either.
    row = Scheme.objects.get(pk=made.id)
    for items, rule in ((row.items[:3], "SUP-70"), ([*row.items[:3], row.items[3] | {"title": "罚款总额"}], "SUP-71")):
        Scheme.objects.filter(pk=made.id).update(items=items)
        assert refused(lambda: operations.release_scheme(scheme_id=made.id, by=by, at=AT)) == {rule}
    assert Scheme.objects.get(pk=made.id).state == "draft"


def test_a_step_of_a_score_is_taken_once(county: Any) -> None:
    one, by = told(county), county.actor("监", JAN)
    assert refused(lambda: operations.enter_points(appraisal_id=one.id, given=GIVEN, by=by, at=JAN)) == {"SUP-78"}
    assert refused(lambda: operations.tell_appraisal(appraisal_id=one.id, by=by, at=JAN)) == {"SUP-78"}
    answer = {"appraisal_id": one.id, "text": "予以维持", "given": {}, "by": by, "at": JAN}
    assert refused(lambda: operations.answer_appraisal(**answer)) == {"SUP-78"}
    operations.object_appraisal(appraisal_id=one.id, text="推进会开过两次", by=county.actor("己", JAN), at=JAN)
    bad = {"hand1": replace(GIVEN["hand1"], why=" ")}
    assert refused(lambda: operations.answer_appraisal(**answer | {"given": bad})) == {"SUP-76"}
    operations.answer_appraisal(**answer)
    assert refused(lambda: operations.answer_appraisal(**answer)) == {"SUP-78"}
    finish = {"scheme_id": one.scheme.id, "by": by, "at": JAN}
    other = Appraisal.objects.exclude(pk=one.id).get()
    assert refused(lambda: operations.finish_scheme(conclusion="总体较好", **finish)) == {"SUP-81"}
    Appraisal.objects.filter(pk=other.pk).update(state="settled")
    assert refused(lambda: operations.finish_scheme(conclusion=" \n ", **finish)) == {"SUP-81"}
    assert Scheme.objects.get().state == "scoring"


def test_a_version_nobody_released_ends_when_scoring_begins(county: Any) -> None:
    made = released(county)
    second = drafted(county, reason="增加一个机关")
    by = county.actor("监", JAN)
    operations.begin_scoring(scheme_id=made.id, by=by, at=JAN)
    assert Scheme.objects.get(pk=second.id).state == "dropped"
    assert refused(lambda: operations.release_scheme(scheme_id=second.id, by=by, at=JAN)) == {"SUP-72", "SUP-73"}
    assert refused(lambda: drafted(county, reason="再来一版")) == {"SUP-73"}
    assert list(appraisals_unlike_the_ledger()) == []


def test_what_cannot_be_printed_is_told(county: Any) -> None:
    for more in (
        {"title": "方案\U0001f600名称"},
        {"items": (*ITEMS[:3], replace(HAND, standard="好的\U0001f600表情"))},
    ):
        with pytest.raises(Invalid):
            drafted(county, **more)


def test_nothing_is_scored_before_the_period_is_over(county: Any) -> None:
    made = released(county)
    for at, rules_ in ((AT, {"SUP-75"}), (datetime(2026, 12, 31, 23, 59, tzinfo=CHINA), {"SUP-75"})):
        assert (
            refused(lambda at=at: operations.begin_scoring(scheme_id=made.id, by=county.actor("监", at), at=at))
            == rules_
        )  # type: ignore[misc]
    first = datetime(2027, 1, 1, 0, 0, tzinfo=CHINA)
    assert operations.begin_scoring(scheme_id=made.id, by=county.actor("监", first), at=first).state == "scoring"
    assert refused(lambda: operations.begin_scoring(scheme_id=made.id, by=county.actor("监", JAN), at=JAN)) == {
        "SUP-73"
    }


# -- the figures --------------------------------------------------------------------------------------------------


def test_figures_are_counted_from_what_the_platform_holds(county: Any) -> None:
    case = Case.objects.get(organ_id=county.organs["应急局"])
    shown = Publication.objects.get(organ_id=case.organ_id)
    organ, other = county.organs["应急局"], county.organs["市监局"]
    asked = Asked((organ, other), date(2026, 1, 1), date(2026, 12, 31), JAN)
    found = measured(tuple(rules.metrics()), asked)
    assert set(found) == {organ, other} and set(found[organ]) == set(rules.metrics())
    assert all(not one.every for key, one in found[other].items() if key != "reports")
    assert found[organ]["publicity"] == Figure(
        Decimal(1), Decimal(1), (Ref("publication", str(shown.pk), shown.number, True),)
    )
    assert [(one.page, one.id, one.good) for one in found[organ]["review"].refs] == [("case", str(case.pk), True)]
    assert [one.id for one in found[organ]["recordings"].refs] == [str(case.pk)]
    assert found[organ]["recordings"].good == (0 if case.av_owed else 1)


def test_a_late_publication_does_not_count(county: Any) -> None:
    shown = Publication.objects.get(organ_id=county.organs["应急局"])
    Publication.objects.filter(pk=shown.pk).update(released_at=datetime.combine(shown.due, datetime.max.time(), CHINA))
    asked = Asked((shown.organ_id,), shown.due, shown.due, JAN)
    assert measured(["publicity"], asked)[shown.organ_id]["publicity"].good == 1
    later = datetime.combine(shown.due + timedelta(days=1), datetime.min.time(), CHINA)
    Publication.objects.filter(pk=shown.pk).update(released_at=later)
    assert measured(["publicity"], asked)[shown.organ_id]["publicity"].good == 0
    Publication.objects.filter(pk=shown.pk).update(released_at=None)
    assert measured(["publicity"], asked)[shown.organ_id]["publicity"].good == 0
    Publication.objects.filter(pk=shown.pk).update(state="exempt")
    assert measured(["publicity"], asked)[shown.organ_id]["publicity"].every == 0


def test_a_case_without_its_review_counts_against_the_organ(county: Any) -> None:
    case = Case.objects.get(organ_id=county.organs["应急局"])
    decided = case.acts.get(code="decide")
    case.acts.filter(code__in=("give_opinion", "submit_review")).delete()  # As if nobody had reviewed it.
    day = decided.at.astimezone(CHINA).date()
    figure = measured(["review"], Asked((case.organ_id,), day, day, JAN))[case.organ_id]["review"]
    assert (figure.good, figure.every) == (0, 1)


def test_an_order_counts_by_the_day_it_was_issued_with(county: Any) -> None:
    organ, by = county.organs["应急局"], county.actor("监", AT)
    said = OrderDraft(organ, "出示执法证件", "查明情况并报告。", "行政处罚法第七十五条", date(2026, 12, 20))
    first, second, third = (operations.issue_order(draft=said, by=by, at=AT) for _ in range(3))
    operations.answer_order(order_id=first.id, text="已经查明并改正", by=county.actor("己", AT), at=AT)
    late = datetime(2026, 12, 21, 9, 0, tzinfo=CHINA)
    operations.answer_order(order_id=second.id, text="已经查明并改正", by=county.actor("己", late), at=late)
    figure = measured(["orders"], Asked((organ,), date(2026, 1, 1), date(2026, 12, 31), JAN))[organ]["orders"]
    assert {one.label: one.good for one in figure.refs} == {
        first.number: True,
        second.number: False,
        third.number: False,
    }
    assert (figure.good, figure.every) == (1, 3)


# -- the scores ---------------------------------------------------------------------------------------------------


def test_a_year_goes_its_way(county: Any) -> None:
    scores = scored(county, publish=PUBLIC)
    one, other = scores["示范县应急管理局"], scores["示范县市场监督管理局"]
    supervisor, head = county.actor("监", JAN), county.actor("己", JAN)
    assert queries.appraisals(one.scheme.id, head) == () and queries.appraisal(one.id, head) is None
    assert [duty.what for duty in queries.duties(supervisor, JAN.date()) if duty.page == "appraisal"] == [
        "2026 年度考核"
    ] * 2
    done = operations.enter_points(appraisal_id=one.id, given=GIVEN, by=supervisor, at=JAN)
    # 30 of 30, 30 of 30, orders did not happen, 17.5 of 20: 100 × 77.5 / 80 = 96.875.
    assert done.total == Decimal("96.9") and done.band == "优秀"
    shown = operations.tell_appraisal(appraisal_id=one.id, by=supervisor, at=JAN)
    assert shown.object_by == date(2027, 1, 25)
    (duty,) = (each for each in queries.duties(head, JAN.date()) if each.page == "appraisal")
    assert duty.due == shown.object_by
    operations.object_appraisal(appraisal_id=one.id, text="推进会开过两次", by=head, at=JAN)
    given = {"hand1": Given(Decimal(20), "核对纪要，开过两次", "示府办纪〔2026〕7号")}
    answered = operations.answer_appraisal(appraisal_id=one.id, text="予以更正", given=given, by=supervisor, at=JAN)
    assert answered.total == Decimal("100.0") and answered.state == "settled"
    assert refused(
        lambda: operations.finish_scheme(scheme_id=one.scheme.id, conclusion="总体较好", by=supervisor, at=JAN)
    ) == {"SUP-81"}
    operations.enter_points(
        appraisal_id=other.id, given={"hand1": replace(GIVEN["hand1"], points=Decimal(0))}, by=supervisor, at=JAN
    )
    operations.tell_appraisal(appraisal_id=other.id, by=supervisor, at=JAN)
    assert queries.standing_table(one.scheme.id, supervisor) == ()
    late = datetime(2027, 1, 26, 9, 0, tzinfo=CHINA)
    by = county.actor("监", late)
    finished = operations.finish_scheme(scheme_id=one.scheme.id, conclusion="总体较好。", by=by, at=late)
    assert finished.state == "finished"
    table = queries.standing_table(one.scheme.id, county.actor("己", late))
    assert [row[:3] for row in table] == [(1, "示范县应急管理局", "100.0"), (2, "示范县市场监督管理局", "0.0")]
    edition = Edition.objects.get(pk=finished.edition_id)
    assert edition.state == "collected" and edition.values["table"][0] == ["1", "示范县应急管理局", "100.0", "优秀"]
    assert list(appraisals_unlike_the_ledger()) == []
    assert refused(
        lambda: operations.finish_scheme(scheme_id=one.scheme.id, conclusion="总体较好", by=by, at=late)
    ) == {"SUP-73"}
    assert refused(lambda: operations.tell_appraisal(appraisal_id=one.id, by=by, at=late)) == {"SUP-78"}
    assert lists.set_paper(queries.table_paper(finished, table)).pdf.startswith(b"%PDF")


def test_an_organ_to_which_nothing_applies_has_no_score_and_no_none(county: Any) -> None:
    items = (SchemeItem("orders", "督办按期报告", Decimal(100), "orders"),)
    one = scored(county, items=items, organ_ids=(county.organs["市监局"],), publish=PUBLIC)["示范县市场监督管理局"]
    supervisor, head = county.actor("监", JAN), county.actor("市己", JAN)
    assert one.total is None and one.scored and one.score == "没有适用的项目"
    operations.tell_appraisal(appraisal_id=one.id, by=supervisor, at=JAN)
    (duty,) = (each for each in queries.duties(head, JAN.date()) if each.page == "appraisal")
    assert duty.missing == "没有适用的项目，没有确认"
    operations.accept_appraisal(appraisal_id=one.id, by=head, at=JAN)
    done = operations.finish_scheme(scheme_id=one.scheme.id, conclusion="期间内没有发生。", by=supervisor, at=JAN)
    table = queries.standing_table(done.id, supervisor)
    assert table == ((1, "示范县市场监督管理局", "没有适用的项目", ""),)
    assert Edition.objects.get(pk=done.edition_id).values["table"] == [list(map(str, table[0]))]
    assert "None" not in str(queries.table_paper(done, table)) and list(appraisals_unlike_the_ledger()) == []


def test_points_need_grounds(county: Any) -> None:
    one = scored(county)["示范县应急管理局"]

    def enter(**more: Any) -> Any:
        given = {"hand1": replace(GIVEN["hand1"], **more)}
        return operations.enter_points(appraisal_id=one.id, given=given, by=county.actor("监", JAN), at=JAN)

    for more in ({"points": Decimal("20.5")}, {"points": Decimal(-1)}, {"points": Decimal("1.2")}, {"points": Decimal("NaN")}, {"why": " 短 "}, {"evidence": ""}):  # fmt: skip
        assert refused(lambda more=more: enter(**more)) == {"SUP-76"}  # type: ignore[misc]
    with pytest.raises(Invalid):
        enter(why="长" * 501)
    for key in ("publicity", "nothing"):
        with pytest.raises(Invalid):
            operations.enter_points(
                appraisal_id=one.id, given={key: GIVEN["hand1"]}, by=county.actor("监", JAN), at=JAN
            )
    assert refused(lambda: operations.tell_appraisal(appraisal_id=one.id, by=county.actor("监", JAN), at=JAN)) == {
        "SUP-77"
    }
    with pytest.raises(Forbidden):
        operations.enter_points(appraisal_id=one.id, given=GIVEN, by=county.actor("己", JAN), at=JAN)
    with pytest.raises(Invalid):
        operations.tell_appraisal(appraisal_id=uuid4(), by=county.actor("监", JAN), at=JAN)
    assert Appraisal.objects.get(pk=one.id).given == {}


def test_an_objection_has_its_time_and_its_reason(county: Any) -> None:
    one = told(county)
    assert one.object_by is not None

    def object_(text: str = "推进会开过两次", at: datetime = JAN, who: str = "己") -> Any:
        return operations.object_appraisal(appraisal_id=one.id, text=text, by=county.actor(who, at), at=at)

    assert refused(lambda: object_("  ")) == {"SUP-79"}
    after = datetime.combine(one.object_by + timedelta(days=1), datetime.min.time(), CHINA)
    assert refused(lambda: object_(at=after)) == {"SUP-79"}
    for who in ("市己", "甲", "监"):
        with pytest.raises(Forbidden):
            object_(who=who)
    last = datetime.combine(one.object_by, datetime.max.time(), CHINA)
    assert object_(at=last).state == "objected"
    assert refused(object_) == {"SUP-78"}
    assert refused(lambda: operations.accept_appraisal(appraisal_id=one.id, by=county.actor("己", JAN), at=JAN)) == {
        "SUP-78"
    }
    by = county.actor("监", JAN)
    assert refused(lambda: operations.answer_appraisal(appraisal_id=one.id, text=" ", given={}, by=by, at=JAN)) == {
        "SUP-80"
    }
    given = {"publicity": Given(Decimal(15), "其中一件确已逾期", "PUB-01")}
    done = operations.answer_appraisal(appraisal_id=one.id, text="更正一项", given=given, by=by, at=JAN)
    # A counted item may be corrected, with grounds: 15 + 30 + 17.5 of 80.
    assert done.total == Decimal("78.1")


def test_an_unanswered_objection_is_overdue(county: Any) -> None:
    one = told(county)
    operations.object_appraisal(appraisal_id=one.id, text="推进会开过两次", by=county.actor("己", JAN), at=JAN)
    due = Appraisal.objects.get(pk=one.id).answer_by
    for day, late in ((due, False), (due + timedelta(days=1), True)):
        at = datetime.combine(day, datetime.min.time(), CHINA)
        assert ("SUP-82" in {each.rule for each in owed(county.actor("监", at), at)}) is late


def test_strangers_see_nothing(county: Any) -> None:
    one = told(county)
    for who in ("市己", "甲", "公", "系小管"):
        actor = county.actor(who, JAN)
        assert queries.appraisal(one.id, actor) is None
        assert (queries.scheme(one.scheme.id, actor) is not None) is (who == "市己")
    assert queries.appraisal(one.id, county.actor("己", JAN)) is not None


def test_what_was_changed_by_sql_is_found(county: Any) -> None:
    one = told(county)
    for model, key, more in (
        (Appraisal, one.id, {"total": Decimal(99)}), (Appraisal, one.id, {"given": {}}), (Scheme, one.scheme.id, {"until": date(2026, 6, 30)}),
        (Scheme, one.scheme.id, {"items": []}),
    ):  # fmt: skip
        before = model.objects.filter(pk=key).values(*more).get()
        model.objects.filter(pk=key).update(**more)
        assert len(list(appraisals_unlike_the_ledger())) == 1, more
        model.objects.filter(pk=key).update(**before)
    assert list(appraisals_unlike_the_ledger()) == []
    Appraisal.objects.all().delete()
    assert len(list(appraisals_unlike_the_ledger())) == 1
    Scheme.objects.all().delete()
    assert len(list(appraisals_unlike_the_ledger())) == 1


def test_every_move_has_a_name() -> None:
    assert set(rules.APPRAISAL_MOVES) == set(AppraisalMove) == set(rules.APPRAISAL_MOVE_NAMES)
