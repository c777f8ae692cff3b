"""An inspection in the county: what it keeps of its day, what a case handed over begins with, its pages, its archive."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.bureau.case_desk import enter

from mingjing.archives.rules.order import order_of
from mingjing.cases import operations, queries
from mingjing.cases.models import Act, Case
from mingjing.cases.queries.facts import context, load
from mingjing.cases.queries.inspecting import inspections_of
from mingjing.cases.terms import INSPECTION, procedure
from mingjing.foundation import typesetting
from mingjing.kernel.findings import Refused
from mingjing.records import operations as records
from mingjing.records import queries as filed
from mingjing.records.terms import NotFound
from mingjing.sites.journeys.player import FOUNDED, Player
from mingjing.sites.journeys.story import Story, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parents[1] / "journeys"


def played(shifan: World, name: str, until: str = "2099-01-01") -> Player:
    """The steps of a story of checks before a moment."""
    story = read_story(HERE / f"check-{name}.yaml")
    steps = tuple(step for step in (*story.before, *story.steps) if moment(step["at"]) < moment(until))
    player = Player(shifan, Story(story.title, story.head, steps))
    report = player.play()
    assert report.good, report.text()
    return player


def test_a_check_keeps_the_public_item_of_its_day(shifan: World) -> None:
    facts = played(shifan, "clean", "2026-09-01 08:00").facts()
    kept = facts.acts[0].data["check_item"]
    assert (facts.procedure.id, facts.procedure.kind, kept["code"]) == (INSPECTION, "inspection", "SJ-901")
    assert kept["content"] == ["特种作业人员持证情况", "安全培训记录"] and kept["edition"]
    spec = facts.procedure.acts["inspect"]
    offered = queries.prefilled(facts, spec, context(facts.organ, moment("2026-09-02 09:00")))
    assert [row["point"] for row in offered["checklist"]] == kept["content"]


def test_the_count_of_the_year_is_looked_up(shifan: World) -> None:
    player = played(shifan, "clean", "2026-09-02 11:55")
    case = queries.case_row(player.case_id())
    assert inspections_of(case.organ_id, case.party_id, 2026) == 1
    assert inspections_of(case.organ_id, case.party_id, 2025) == 0
    approved = Act.objects.get(case=case, code="approve_inspection")
    assert approved.data["inspections_recorded"] == 0


def test_the_record_prints_every_point(shifan: World) -> None:
    player = played(shifan, "clean", "2026-09-02 11:55")
    case = queries.case_row(player.case_id())
    record = next(one for one in filed.documents(case.dossier_id) if one.form == "inspection_record")
    told = str(record.data)
    assert "特种作业人员持证情况" in told and "安全培训记录" in told and "符合" in told


def test_the_cover_of_the_file_of_a_check_calls_it_no_penalty(shifan: World) -> None:
    player = played(shifan, "clean")
    case = queries.case_row(player.case_id())
    cover = next(one for one in filed.documents(case.dossier_id) if one.form == "file_cover")
    now = moment("2026-12-01 09:00")
    _, pdf = operations.render_document(case_id=case.id, document_id=cover.id, by=shifan.actor("甲", now), now=now)
    said = "".join("".join(typesetting.text_of(pdf)).split())
    assert "行政检查案卷" in said and "行政处罚案卷" not in said


def test_a_case_handed_over_types_nothing_twice(shifan: World) -> None:
    player = played(shifan, "handed-over", "2026-09-03 09:30")
    check = queries.case_row(player.case_id())
    fresh = queries.case_row(player.report.cases[FOUNDED])
    facts = load(fresh)
    assert (fresh.previous_id, fresh.procedure, fresh.stage) == (check.id, "ordinary_penalty", "lead")
    assert (fresh.party_id, fresh.matter_code, fresh.source) == (check.party_id, check.matter_code, "inspection")
    assert facts.acts[0].data["found_on"] == "2026-09-02" and "未取得特种作业操作证" in facts.acts[0].data["clue"]
    assert [act.data["name"].split("（")[0] for _, act, _ in facts.evidence] == [
        "现场检查笔录",
        "特种作业操作证查询打印件",
    ]
    assert facts.ever("order_correction") and not facts.has("order_correction")
    offered = queries.prefilled(
        facts, facts.procedure.acts["file_case"], context(facts.organ, moment("2026-09-04 09:00"))
    )
    ordered = next(act for act in facts.origin if act.code == "order_correction")
    assert "一名焊工未取得特种作业操作证" in offered["facts"] and offered["breached"] == ordered.data["breached"]
    assert {one["name"] for one in offered["handlers"]} == {one["name"] for one in facts.origin[0].data["handlers"]}
    assert [one.number for one in queries.founded_by(check.id)] == [fresh.lead_number]
    assert queries.founded_by(fresh.id) == ()


def test_a_check_is_handed_over_once(shifan: World) -> None:
    player = played(shifan, "handed-over", "2026-09-03 09:30")
    at = moment("2026-09-03 09:40")
    data = player.data_for("hand_over", at, player.case_id())
    with pytest.raises(Refused) as refused:
        operations.attempt(
            case_id=player.case_id(), code="hand_over", data=data, by=player.actor("甲", at), at=at, now=at
        )
    assert "STEP-01" in refused.value.rules and Case.objects.filter(previous_id=player.case_id()).count() == 1


def test_files_are_carried_within_the_organ_only(shifan: World) -> None:
    player = played(shifan, "clean", "2026-09-01 08:00")
    case, at = queries.case_row(player.case_id()), moment("2026-09-01 09:00")
    by = player.actor("甲", at)
    mine = records.open_dossier(organ_id=case.organ_id, title="另一卷", at=at, by=by)
    other = records.open_dossier(organ_id=shifan.organs["市监局"], title="别家的卷", at=at, by=by)
    file = records.add_file(
        dossier_id=case.dossier_id, name="照片.txt", content="检查照片说明".encode(), at=at, by=by, limit=10**6
    )
    carried = filed.attachment(mine, records.carry_file(dossier_id=mine, attachment_id=file.id, at=at, by=by))
    assert (carried.name, carried.sha256, carried.sm3) == (file.name, file.sha256, file.sm3)
    with pytest.raises(NotFound):
        records.carry_file(dossier_id=other, attachment_id=file.id, at=at, by=by)


def test_another_organ_may_check_and_is_told_of_the_first(shifan: World) -> None:
    player = played(shifan, "clean", "2026-09-01 08:00")
    assert player.report.good
    item = read_story(HERE / "check-clean.yaml").steps[0]["check_item"]
    steps = (
        {"at": "2026-08-28 09:00", "check_item": item},
        {"at": "2026-09-01 09:00", "act": "register_check", "with": {"item": "SJ-901"}},
    )
    second = Player(shifan, Story("另一机关的检查", {"organ": "市监局", "party": "恒源"}, steps))
    report = second.play()
    assert report.good, report.text()
    kept = second.facts().acts[0].data
    assert (len(kept["open_elsewhere"]), kept["open_checks"], kept["checked_before"]) == (1, [], [])


def test_the_archive_knows_what_a_check_holds() -> None:
    order = order_of("inspection")
    placed = {form for _, _, forms in order.groups for form in forms} | order.unnumbered
    made = {form for act in procedure(INSPECTION).acts.values() for form in act.forms()}
    assert made <= placed, made - placed


ADDRESS = "/bureau/cases/new/?procedure=inspection"


@pytest.mark.parametrize(("who", "status"), [("甲", 200), ("丙", 403), ("己", 403), ("市公", 403)])
def test_only_officers_register_checks(shifan: World, who: str, status: int) -> None:
    assert enter(shifan, who).get(ADDRESS).status_code == status


def test_the_pages_of_a_check_name_what_is_checked_and_offer_no_parts_it_cannot_have(shifan: World) -> None:
    """Neither the file nor a form is called by the offence; a check decides nothing and weighs no fine."""
    player = played(shifan, "corrected", "2026-09-02 12:00")
    base, desk = f"/bureau/cases/{player.case_id()}/", enter(shifan, "甲")
    offence, item = player.facts().matter["name"], player.facts().acts[0].data["check_item"]["name"]
    for address in (base, f"{base}acts/order_correction/"):
        page = desk.get(address).content.decode()
        assert item in page and f"{player.facts().party['name']} · {offence}" not in page, address
    page = desk.get(base).content.decode()
    assert offence not in page
    assert "?tab=evidence" in page and "?tab=clocks" in page
    assert not [tab for tab in ("review", "publicity", "similar") if f"?tab={tab}" in page]


def test_strangers_are_sent_to_the_door() -> None:
    assert Client().get(ADDRESS).status_code == 302


def test_an_unpublished_item_is_refused_and_what_was_typed_is_kept(shifan: World) -> None:
    played(shifan, "clean", "2026-08-30")
    sent = {
        "source": "plan", "task_no": "示应急检计〔2026〕9号", "drawn": "no", "manner": "check", "item": "随便查查",
        "matter": str(Player(shifan, read_story(HERE / "check-clean.yaml"))._matter(None).matter_id), "party": str(shifan.parties["恒源"]),
        "place": "示范县化工园区1号", "handlers": [str(shifan.people["甲"]), str(shifan.people["乙"])], "reason": "按照计划检查厂区动火作业。",
        "at": "2026-08-31T09:00",
    }  # fmt: skip
    answer = enter(shifan, "甲").post(ADDRESS, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "“随便查查”不在本机关已经公开的检查事项里" in page and "SJ-901" in page
    assert "按照计划检查厂区动火作业。" in page and "示应急检计〔2026〕9号" in page
    assert not Case.objects.filter(procedure=INSPECTION).exists()


def test_a_registration_asks_a_bounded_number_of_questions(
    shifan: World, django_assert_max_num_queries: object
) -> None:
    player = played(shifan, "clean", "2026-08-30")
    at = moment("2026-08-31 09:00")
    data = player.data_for("register_check", at, None, {"item": "SJ-901"})
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        operations.attempt(
            case_id=None,
            code="register_check",
            data=data,
            by=player.actor("甲", at),
            at=at,
            now=at + timedelta(minutes=1),
        )
