"""案卷评查: a draw that anyone repeats, scores against an oracle written by hand, every move refused five ways."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.sites.bureau.views.overdue import owed
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import GradedFile, Grading
from mingjing.supervision.queries.agreeing_gradings import gradings_unlike_the_ledger
from mingjing.supervision.rules import gradings as rules
from mingjing.supervision.terms import OrderDraft
from mingjing.supervision.terms.gradings import AutoFinding, GradedFacts, GradingDraft, GradingFacts, Marks

AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
STANDARD = rules.rubric(rules.GENERAL)
EVERY = frozenset(code for item in STANDARD.items for code in item.acts)


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    """示范县 with one case closed in November 2026."""
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    return shifan


def plan(county: Any, **more: Any) -> GradingFacts:
    given = {
        "title": "2026 年行政处罚案卷评查", "organ_ids": (county.organs["应急局"],), "since": date(2026, 1, 1),
        "until": date(2026, 12, 6), "per_organ": 3,
    } | more  # fmt: skip
    return operations.plan_grading(draft=GradingDraft(**given), by=county.actor("监", AT), at=AT)


def drawn(county: Any) -> tuple[GradingFacts, GradedFacts]:
    made = plan(county)
    operations.draw_files(grading_id=made.id, by=county.actor("监", AT), at=AT)
    (file,) = queries.graded_files(made.id, county.actor("监", AT))
    return made, file


def mark(county: Any, file: GradedFacts, marks: Marks | None = None, who: str = "监") -> GradedFacts:
    start = queries.proposal(file, AT)
    return operations.mark_file(file_id=file.id, marks=marks or start.marks, by=county.actor(who, AT), at=AT)


def refused(act: Any) -> set[str]:
    with pytest.raises(Refused) as found:
        act()
    return {one.rule for one in found.value.findings}


# -- pure rules ---------------------------------------------------------------------------------------------------


def test_the_standard_adds_up_to_what_it_says() -> None:
    assert sum(one.full for one in STANDARD.items) == 100
    assert sum(one.full for one in STANDARD.base) == 20
    assert [one.no for one in STANDARD.vetoes] == list(range(1, 26))


@pytest.mark.parametrize(
    ("codes", "lost", "base", "vetoes", "score", "band"),
    [
        # 50 + 50 × 100/100 − 0
        (EVERY, {}, {}, (), "100.0", "优秀"),
        # 50 + 50 × (100 − 12.5)/100 − 2.5 = 91.25 → 91.3 (half up)
        (EVERY, {"decision": "7.5", "notice": "5"}, {"head": "2.5"}, (), "91.3", "优秀"),
        # A case without correction, hearing, test, urging and court: 100 − 10 − 4 − 8 − 5 − 2 − 5 − 10 (scene) = 56 applicable;
        # 50 + 50 × (56 − 14)/56 = 87.5
        (EVERY - {"order_correction", "recheck", "request_hearing", "arrange_hearing", "hold_hearing", "report_hearing", "sample", "entrust_appraisal", "tell_appraisal", "urge", "apply_court", "approve_inspection", "inspect"},
         {"interview": "10", "evidence": "4"}, {}, (), "87.5", "良好"),
        # What does not apply costs nothing, however it was marked.
        (EVERY - {"urge"}, {"urging": "2"}, {}, (), "100.0", "优秀"),
        # 50 + 50 × 55/100 − 20: all the formal defects there are.
        (EVERY, {"decision": "15", "notice": "10", "report": "8", "interview": "10", "filing": "2"}, {one.id: str(one.full) for one in STANDARD.base} , (), "57.5", "不合格"),
        (EVERY, {}, {}, (19,), "0.0", "不合格"),
    ],
)  # fmt: skip
def test_a_score_is_what_the_standard_makes_by_hand(
    codes: Any, lost: Any, base: Any, vetoes: Any, score: str, band: str
) -> None:
    items = {key: (Decimal(points), "事实和理由") for key, points in {**lost, **base}.items()}
    marks = Marks(items, dict.fromkeys(vetoes, "审核意见为不通过"))
    assert rules.score_of(STANDARD, codes, marks) == (Decimal(score), band)


def test_points_need_reasons_and_limits() -> None:
    marks = Marks(
        {"decision": (Decimal("15.5"), "超过满分"), "notice": (Decimal("0.3"), "不是半分"), "report": (Decimal(1), "短"), "head": (Decimal(-1), "负数的分")},
        {19: " "},
    )  # fmt: skip
    found = {one.field for one in rules.marks_have_reasons(STANDARD, marks)}
    assert found == {"points_decision", "points_notice", "why_report", "points_head", "veto_19"}
    assert rules.marks_have_reasons(STANDARD, Marks({"decision": (Decimal(15), "没有事实部分")})) == ()


def test_no_finding_disappears_without_a_word() -> None:
    plain = AutoFinding("G-11", 9, "事先告知", "少告知一天", 0, 2, "notice")
    heavy = AutoFinding("G-19", 12, "作出决定", "没有审核", 19, 0, "decision")
    loose = AutoFinding("X-1", 3, "别的", "不属于任何项目", 0, 1, "")
    every = (plain, heavy, loose)

    def left(marks: Marks) -> set[str]:
        return {one.field for one in rules.no_finding_is_dropped_in_silence(every, marks)}

    assert left(Marks()) == {"reject_G-11.9", "reject_G-19.12"}
    assert left(Marks({"notice": (Decimal(2), "少一天")}, {19: "没有审核"})) == set()
    assert left(Marks(rejected={"G-11.9": "告知书另有送达回证", "G-19.12": "审核意见在副卷第 3 页"})) == set()
    assert left(Marks(rejected={"G-11.9": "短", "G-19.12": "  "})) == {"reject_G-11.9", "reject_G-19.12"}


def test_anyone_repeats_a_draw() -> None:
    population = {"甲局": [f"示甲立〔2026〕{n}号" for n in range(1, 30)], "乙局": ["示乙立〔2026〕1号"]}
    seed = "ab" * 32
    sample = rules.draw(population, seed, 4)
    keyed = {sha256(f"{seed}:甲局:{number}".encode()).hexdigest(): number for number in population["甲局"]}
    assert sample == {"甲局": [keyed[key] for key in sorted(keyed)[:4]], "乙局": ["示乙立〔2026〕1号"]}
    assert rules.draw(population, "cd" * 32, 4)["甲局"] != sample["甲局"]


# -- the acts -----------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_a_round_goes_its_way(county: Any) -> None:
    made, file = drawn(county)
    assert made.number == "示司评〔2026〕1号" and made.state == "planned"
    kept = json.loads(queries.draw_file(made.id))
    organ = str(county.organs["应急局"])
    order = sorted(
        kept["population"][organ], key=lambda no: sha256(f"{kept['seed']}:{organ}:{no}".encode()).hexdigest()
    )
    assert kept["drawn"] == {organ: order[: kept["per_organ"]]} and file.case_no in order
    head = ledger.checkpoint()
    assert kept["tree_size"] <= head.size
    result = mark(county, file)
    assert result.state == "marked" and result.score is not None and result.object_by == date(2026, 12, 21)
    objected = operations.object_grade(
        file_id=file.id, text="复查意见书在副卷，请核对", by=county.actor("己", AT), at=AT
    )
    assert (objected.state, objected.answer_by) == ("objected", date(2026, 12, 21))
    better = Marks(opinion="已核对副卷", rejected={one.key: "副卷里有，不扣分" for one in result.auto})
    answered = operations.answer_objection(
        file_id=file.id, text="理由成立，予以调整", marks=better, by=county.actor("监", AT), at=AT
    )
    assert answered.state == "settled" and answered.score is not None and answered.score >= (result.score or 0)
    done = operations.finish_grading(
        grading_id=made.id, summary="总体规范，问题不多。", by=county.actor("监", AT), at=AT
    )
    assert done.state == "finished"
    kinds = [one.kind.split(":")[-2] + ":" + one.kind.split(":")[-1] for one in ledger.whole(f"grading:{made.id}")]
    assert kinds == [
        "grading:planned",
        "files:drawn",
        "file:marked",
        "grade:objected",
        "objection:answered",
        "grading:finished",
    ]
    assert "副卷" not in repr([one.payload for one in ledger.whole(f"grading:{made.id}")])
    assert not list(gradings_unlike_the_ledger())


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"title": ""}, "SUP-51"), ({"organ_ids": ()}, "SUP-51"), ({"per_organ": 0}, "SUP-51"), ({"per_organ": 101}, "SUP-51"),
        ({"until": AT.date()}, "SUP-51"), ({"since": date(2026, 12, 6), "until": date(2026, 12, 5)}, "SUP-51"),
    ],
)  # fmt: skip
def test_an_empty_or_impossible_plan_is_refused_again_and_again(county: Any, more: Any, rule: str) -> None:
    for _ in range(2):
        assert refused(lambda: plan(county, **more)) == {rule}
    assert not Grading.objects.exists()


def test_nobody_grades_the_own_organ_nor_plans_without_the_office(county: Any) -> None:
    assert refused(lambda: plan(county, organ_ids=(county.organs["司法局"],))) == {"SUP-52"}
    with pytest.raises(Invalid):
        plan(county, organ_ids=(uuid4(),))
    draft = GradingDraft("案卷评查", (county.organs["应急局"],), date(2026, 1, 1), date(2026, 12, 6), 3)
    for who in ("甲", "己", "丁", "市己"):
        with pytest.raises(Forbidden):
            operations.plan_grading(draft=draft, by=county.actor(who, AT), at=AT)


def test_a_sample_is_drawn_once_and_not_from_nothing(county: Any) -> None:
    made, _ = drawn(county)
    assert refused(lambda: operations.draw_files(grading_id=made.id, by=county.actor("监", AT), at=AT)) == {"SUP-53"}
    empty = plan(county, since=date(2025, 1, 1), until=date(2025, 2, 1))
    with pytest.raises(Invalid):
        operations.draw_files(grading_id=empty.id, by=county.actor("监", AT), at=AT)
    with pytest.raises(Invalid):
        operations.draw_files(grading_id=uuid4(), by=county.actor("监", AT), at=AT)


def test_a_file_is_graded_once_by_somebody_with_no_part_in_it(county: Any) -> None:
    made, file = drawn(county)
    with pytest.raises(Forbidden):
        mark(county, file, who="己")
    assert refused(lambda: mark(county, file, Marks({"decision": (Decimal(99), "太多")}))) >= {"SUP-55"}
    with pytest.raises(Invalid):
        mark(county, file, Marks({"nothing": (Decimal(1), "没有这一项")}))
    with pytest.raises(Invalid):
        mark(county, file, Marks(rejected={"G-99.1": "没有这个发现"}))
    mark(county, file)
    assert refused(lambda: mark(county, file)) == {"SUP-57"}
    row = GradedFile.objects.get(pk=file.id)
    assert rules.grader_has_no_part({row.grader_id}, row.organ_id, row.grader_id, uuid4())
    assert rules.grader_has_no_part(set(), row.organ_id, uuid4(), row.organ_id)
    assert not rules.grader_has_no_part({uuid4()}, row.organ_id, uuid4(), uuid4())


def test_an_objection_has_reasons_and_comes_in_time(county: Any) -> None:
    _, file = drawn(county)
    head = county.actor("己", AT)
    assert refused(lambda: operations.object_grade(file_id=file.id, text="请核对一下", by=head, at=AT)) == {"SUP-57"}
    mark(county, file)
    assert refused(lambda: operations.object_grade(file_id=file.id, text=" ", by=head, at=AT)) == {"SUP-58"}
    # 7 December 2026 is a Monday: ten working days on is Monday the 21st, the day after it is too late.
    late = datetime(2026, 12, 22, 9, 0, tzinfo=CHINA)
    assert refused(lambda: operations.object_grade(file_id=file.id, text="请核对一下", by=head, at=late)) == {"SUP-58"}
    for who in ("甲", "市己", "监"):
        with pytest.raises(Forbidden):
            operations.object_grade(file_id=file.id, text="请核对一下", by=county.actor(who, AT), at=AT)
    operations.accept_grade(file_id=file.id, by=head, at=AT)
    assert refused(lambda: operations.accept_grade(file_id=file.id, by=head, at=AT)) == {"SUP-57"}
    assert refused(lambda: operations.object_grade(file_id=file.id, text="请核对一下", by=head, at=AT)) == {"SUP-57"}


def test_a_round_ends_when_every_file_has_its_end(county: Any) -> None:
    made, file = drawn(county)
    supervisor = county.actor("监", AT)

    def finish(at: datetime = AT, summary: str = "总体规范。") -> GradingFacts:
        return operations.finish_grading(grading_id=made.id, summary=summary, by=supervisor, at=at)

    assert refused(finish) == {"SUP-60"}
    start = queries.proposal(file, AT)
    failed = Marks(start.marks.items, {1: "机关名称与印章不一致"}, {}, "")
    assert mark(county, file, failed).band == "不合格"
    assert refused(finish) == {"SUP-60"}
    after = datetime(2026, 12, 22, 9, 0, tzinfo=CHINA)
    assert refused(lambda: finish(after)) == {"SUP-60"}
    draft = OrderDraft(
        county.organs["应急局"],
        "不合格案卷的整改",
        "查明原因，整改，报告。",
        "行政处罚法第七十五条",
        date(2027, 1, 20),
        file.case_id,
    )
    operations.issue_order(draft=draft, by=supervisor, at=after)
    assert refused(lambda: finish(after, " ")) == {"SUP-60"}
    assert finish(after).state == "finished"
    assert queries.graded_file(file.id, supervisor).state == "settled"  # type: ignore[union-attr]
    with pytest.raises(Invalid):
        finish(after)


def test_who_sees_what(county: Any) -> None:
    made, file = drawn(county)
    for who, sees in {
        "监": True,
        "己": True,
        "丁": True,
        "甲": False,
        "公": False,
        "市己": False,
        "系小管": False,
    }.items():
        actor = county.actor(who, AT)
        assert bool(queries.graded_file(file.id, actor)) is sees, who
        assert bool(queries.grading(made.id, actor)) is sees, who
        assert bool(queries.graded_files(made.id, actor)) is sees, who
        assert (made.id in {one.facts.id for one in queries.gradings(actor)}) is sees, who


def test_duties_name_what_waits_for_whom(county: Any) -> None:
    _, file = drawn(county)

    def owed(who: str) -> list[str]:
        return [
            one.missing
            for one in queries.duties(county.actor(who, AT), AT.date())
            if file.case_no in one.what and one.page != "lodging"
        ]

    assert owed("监") == ["待评查"] and owed("己") == []
    result = mark(county, file)
    assert owed("监") == [] and owed("己") == [f"{result.score} 分，{result.band}，没有确认"]
    operations.object_grade(file_id=file.id, text="请核对一下", by=county.actor("己", AT), at=AT)
    assert owed("监") == ["待答复"] and owed("己") == []


@pytest.mark.parametrize("harm", ["score", "marks", "seed", "population", "delete", "summary"])
def test_what_is_changed_by_hand_is_found(county: Any, harm: str) -> None:
    made, file = drawn(county)
    mark(county, file)
    row, round_ = GradedFile.objects.filter(pk=file.id), Grading.objects.filter(pk=made.id)
    if harm == "score":
        row.update(score="99.0")
    elif harm == "marks":
        row.update(marks={"items": {}, "vetoes": {}, "rejected": {}, "opinion": "很好"})
    elif harm == "seed":
        round_.update(seed="ab" * 32)
    elif harm == "population":
        round_.update(population={str(county.organs["应急局"]): ["示应急立〔2026〕99号"]})
    elif harm == "delete":
        row.delete()
    else:
        round_.update(state="finished", summary="都很好。")
    assert [one for one in gradings_unlike_the_ledger() if made.number in str(one)], harm


def test_what_the_rules_propose_and_what_is_asked_of_texts_and_clocks() -> None:
    with pytest.raises(LookupError):
        rules.rubric("没有这套标准")
    plain = AutoFinding("G-11", 9, "事先告知", "少告知一天", 0, 2, "notice")
    heavy, twice = (
        AutoFinding("G-19", 12, "决定", "没有审核", 19, 0, "decision"),
        AutoFinding("G-19", 13, "决定", "审核过期", 19, 0, "decision"),
    )
    start = rules.proposed(STANDARD, EVERY - {"interview"}, (plain, heavy, twice))
    assert start.items == {"interview": (Decimal(10), "案卷里没有询问笔录"), "notice": (Decimal(2), "少告知一天")}
    assert start.vetoes == {19: "没有审核；审核过期"}
    most = rules.proposed(STANDARD, EVERY, (AutoFinding("G-1", 1, "告知", "都不对", 0, 99, "notice"),))
    assert most.items["notice"][0] == Decimal(10)
    assert [one.rule for one in rules.file_move_allowed("drawn", rules.FileMove.MARK, True)] == ["SUP-57"]
    assert [one.field for one in rules.answer_says("短")] == ["text"] and rules.answer_says("予以维持") == ()
    due = date(2026, 12, 21)
    assert rules.objection_answered_in_time("示应急罚〔2026〕1号", due, due) == ()
    (late,) = rules.objection_answered_in_time("示应急罚〔2026〕1号", due, date(2026, 12, 22))
    assert late.rule == "SUP-61" and late.weight.value == "warn"
    found = rules.every_file_has_its_end(["甲"], ["乙"], "")
    assert [one.field for one in found] == ["", "", "summary"]
    assert rules.item_of(STANDARD, "没有这个行为") == "" and rules.item_of(STANDARD, "notify") == "notice"


def test_what_cannot_be_kept_is_told_and_changes_nothing(county: Any) -> None:
    made, file = drawn(county)
    head, supervisor = county.actor("己", AT), county.actor("监", AT)
    start = queries.proposal(file, AT).marks
    for why in ("看不见\u202e的字", "长" * 501):
        with pytest.raises(Invalid) as found:
            mark(county, file, Marks({**start.items, "decision": (Decimal(1), why)}, start.vetoes, start.rejected))
        assert set(found.value.errors) == {"marks"}
    with pytest.raises(Invalid) as found:
        mark(county, file, Marks(start.items, start.vetoes, start.rejected, "长" * 2001))
    assert set(found.value.errors) == {"opinion"}
    with pytest.raises(Invalid):
        operations.accept_grade(file_id=uuid4(), by=head, at=AT)
    mark(county, file)
    with pytest.raises(Invalid) as found:
        operations.object_grade(file_id=file.id, text="长" * 4001, by=head, at=AT)
    assert set(found.value.errors) == {"text"}
    operations.object_grade(file_id=file.id, text="复查意见书在副卷", by=head, at=AT)
    for _ in range(2):
        assert refused(
            lambda: operations.answer_objection(file_id=file.id, text=" ", marks=start, by=supervisor, at=AT)
        ) == {"SUP-59"}  # fmt: skip
    assert queries.graded_file(file.id, supervisor).state == "objected"  # type: ignore[union-attr]
    with pytest.raises(Invalid) as found:
        operations.finish_grading(grading_id=made.id, summary="长" * 4001, by=supervisor, at=AT)
    assert set(found.value.errors) == {"summary"}


def test_an_answer_that_is_late_stands_among_what_is_overdue(county: Any) -> None:
    _, file = drawn(county)
    mark(county, file)
    operations.object_grade(file_id=file.id, text="复查意见书在副卷", by=county.actor("己", AT), at=AT)

    def late(who: str, day: date) -> list[tuple[str, Any]]:
        duties = queries.duties(county.actor(who, AT), day)
        return [(found.rule, one.place) for one, found in queries.late_objections(duties, day)]

    # 7 December 2026 is a Monday: the tenth working day after it is Monday the 21st.
    assert late("监", date(2026, 12, 21)) == [] and late("己", date(2026, 12, 22)) == []
    assert late("监", date(2026, 12, 22)) == [("SUP-61", (file.id,))]
    shown = [
        one for one in owed(county.actor("监", AT), datetime(2026, 12, 22, 9, 0, tzinfo=CHINA)) if one.rule == "SUP-61"
    ]
    assert [one.href for one in shown] == [reverse("bureau:graded", args=[file.id])] and file.case_no in shown[
        0
    ].message


def test_whoever_has_a_part_in_the_case_does_not_grade_it(county: Any) -> None:
    """A supervisor who was moved here from the organ that is graded."""
    _, file = drawn(county)
    moved = replace(county.actor("监", AT), person_id=county.people["甲"])
    for _ in range(2):
        assert refused(
            lambda: operations.mark_file(file_id=file.id, marks=queries.proposal(file, AT).marks, by=moved, at=AT)
        ) == {"SUP-54"}  # fmt: skip
    assert queries.graded_file(file.id, moved).state == "drawn"  # type: ignore[union-attr]
