"""调阅: everything about one party after the purpose, the search over files by facets, what others must not see."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import NOW, case_at, clock, enter

from mingjing.cases.models import Case
from mingjing.cases.queries import calling
from mingjing.cases.queries.calling import Asked
from mingjing.records import queries as records
from mingjing.records.models import Viewing
from mingjing.records.rules.looks import looks_are_usual
from mingjing.records.terms.looks import LookDay
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import as_story
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
THEIRS = (
    {"at": "2026-10-13 10:30", "case": "市监案", "in": "市监局", "act": "register_lead", "with": {"matter": "SP126-3"}},
)


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    """A case of 恒源 with the emergency bureau; another bureau has one on the same party."""
    found = case_at(shifan, 7)
    player = Player(shifan, as_story({"journey": "另案", "organ": "市监局", "party": "恒源", "steps": list(THEIRS)}))
    assert player.play().good, player.report.text()
    return found


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def together(shifan: World) -> str:
    return f"/bureau/parties/{shifan.parties['恒源']}/all/"


def test_everything_about_a_party_asks_what_for_once_and_logs_it(shifan: World, case_id: UUID) -> None:
    where, number = together(shifan), Case.objects.get(id=case_id)
    with clock(NOW):
        client = enter(shifan, "甲")
        assert "全部案件和材料" in client.get(f"/bureau/parties/{shifan.parties['恒源']}/").content.decode()
        asked = client.get(where).content.decode()
        assert "调阅用途" in asked and number.number not in asked
        assert client.post(where, {"purpose": "好奇"}).status_code == 422
        assert not Viewing.objects.exists()
        assert client.post(where, {"purpose": "handle"}).status_code == 302
        page = client.get(where).content.decode()
        assert number.number in page and "办理本案" in page and "张三 2026-11-22" in page
        for tab in ("decisions", "document", "attachment", "recording"):
            assert client.get(where, {"tab": tab}).status_code == 200
        assert "现场检查笔录" in client.get(where, {"tab": "document"}).content.decode()
    look = Viewing.objects.get()
    assert (look.what, look.object_id, look.dossier_id) == ("party", shifan.parties["恒源"], None)
    with clock(NOW + timedelta(hours=5)):
        assert "调阅用途" in client.get(where).content.decode()
    assert "调阅用途" in enter(shifan, "庚").get(where).content.decode()


def test_each_sees_only_the_own_organs_cases_and_the_supervisor_all(shifan: World, case_id: UUID) -> None:
    numbers = {one.organ_id: one.number or one.lead_number for one in Case.objects.all()}
    mine, theirs = numbers[shifan.organs["应急局"]], numbers[shifan.organs["市监局"]]
    with clock(NOW):
        for who, shown, hidden in (("甲", [mine], [theirs]), ("市甲", [theirs], [mine]), ("监", [mine, theirs], [])):
            client = enter(shifan, who)
            client.post(together(shifan), {"purpose": "supervise"})
            for address in (
                together(shifan),
                "/bureau/calling/",
                f"/bureau/calling/?party={shifan.parties['恒源']}",
                "/bureau/calling/files.csv",
            ):
                text = client.get(address).content.decode()
                assert all(word in text for word in shown) and not any(word in text for word in hidden), (who, address)
        for who in ("系小管", "安小全", "审小计"):
            assert enter(shifan, who).get(together(shifan)).status_code == 403
            assert enter(shifan, who).get("/bureau/calling/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=恒源", True), ("q=鑫达", False), ("since=2026-08-01&until=2026-09-30", True), ("since=2026-11-01", False), ("kind=document", True),
        ("kind=attachment", False), ("kind=recording", False), ("films=no", True), ("films=yes", False), ("matter=没有的", False),
        ("officer={甲}", True), ("officer={己2}", False),
    ],
)  # fmt: skip
def test_facets_narrow_the_files(shifan: World, case_id: UUID, query: str, found: bool) -> None:
    number = Case.objects.get(id=case_id).number
    query = query.format(**{key: str(shifan.people[key]) for key in ("甲", "己2")})
    with clock(NOW):
        page = enter(shifan, "甲").get(f"/bureau/calling/?{query}").content.decode()
    assert (number in page) is found
    assert ("没有符合条件的案卷" in page) is not found


@pytest.mark.parametrize(
    "query",
    [
        "organ=x",
        "party=x&officer=--",
        "since=昨天&until=0001-01-01",
        "kind=ledger&films=maybe",
        "q=%27%0A&matter=%0A",
        "after=x_y",
    ],
)
def test_bad_filters_are_no_errors(shifan: World, case_id: UUID, query: str) -> None:
    client = enter(shifan, "监")
    assert client.get(f"/bureau/calling/?{query}").status_code == 200
    assert client.get(f"/bureau/calling/files.xlsx?{query}").status_code == 200
    assert client.get("/bureau/calling/files.pdf").status_code == 404


def test_pages_go_by_key_and_each_file_comes_once(shifan: World, case_id: UUID) -> None:
    actor, seen, after = shifan.actor("监", NOW), [], ""
    while True:
        found = calling.files(actor, Asked(), after=after, limit=1)
        seen += [row["id"] for row in found.rows]
        if not (after := found.after):
            break
    assert sorted(seen) == sorted(Case.objects.values_list("id", flat=True)) and len(seen) == 2


def test_a_paper_is_found_by_its_number_by_those_who_may(shifan: World, case_id: UUID) -> None:
    row = Case.objects.get(id=case_id)
    number = next(one.number for one in records.documents(row.dossier_id) if one.number and one.number != row.number)
    with clock(NOW):
        for who, files in (("甲", 1), ("监", 1), ("市戊", 0)):
            found = calling.files(shifan.actor(who, NOW), Asked(q=number))
            assert [one["id"] for one in found.rows] == [case_id] * files, who
        assert not calling.files(shifan.actor("甲", NOW), Asked(q=f"{number}9号")).rows


def test_the_questions_do_not_grow_with_the_files(shifan: World, case_id: UUID, django_assert_num_queries: Any) -> None:
    actor = shifan.actor("监", NOW)
    for limit in (1, 20):
        with django_assert_num_queries(5):
            found = calling.files(actor, Asked(films="no", kind="document"), limit=limit)
        assert found.rows
    dossiers = [row["dossier_id"] for row in calling.cases_of_party(actor, shifan.parties["恒源"])]
    with django_assert_num_queries(1):
        things = records.materials(dossiers, "document", limit=3)
    rest = records.materials(dossiers, "document", after=(things[-1].at, things[-1].id), limit=100)
    assert len({one.id for one in (*things, *rest)}) == records.material_counts(dossiers)["document"]


@pytest.mark.parametrize(
    ("moment", "since", "until", "found"),
    [
        ("2026-09-23T16:00:00+00:00", date(2026, 9, 24), date(2026, 9, 24), True),  # midnight in China
        ("2026-09-24T15:59:59.999999+00:00", date(2026, 9, 24), date(2026, 9, 24), True),
        ("2026-09-23T15:59:59.999999+00:00", date(2026, 9, 24), None, False),
        ("2026-09-24T16:00:00+00:00", None, date(2026, 9, 24), False),
        ("2026-09-24T16:00:00+00:00", date.min, date.max, True),
    ],
)
def test_days_are_days_in_china_both_ends_included(
    shifan: World, case_id: UUID, moment: str, since: date | None, until: date | None, found: bool
) -> None:
    Case.objects.filter(id=case_id).update(opened_at=datetime.fromisoformat(moment))
    rows = calling.files(shifan.actor("甲", NOW), Asked(since=since, until=until)).rows
    assert (case_id in {row["id"] for row in rows}) is found


def test_the_last_registered_file_comes_first_however_late_another_was_changed(shifan: World, case_id: UUID) -> None:
    other = Case.objects.exclude(id=case_id).get()
    Case.objects.filter(id=case_id).update(opened_at=NOW - timedelta(days=9), updated_at=NOW)
    Case.objects.filter(id=other.id).update(opened_at=NOW - timedelta(days=2), updated_at=NOW - timedelta(days=2))
    actor = shifan.actor("监", NOW)
    for asked in (Asked(), Asked(since=date(2026, 1, 1))):
        assert [row["id"] for row in calling.files(actor, asked).rows] == [other.id, case_id]
        assert [row["id"] for row in calling.every_file(actor, asked)] == [other.id, case_id]


DAYS = {"since": date(2026, 8, 1), "until": date(2026, 9, 30)}


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="reads the plans of SQLite; PostgreSQL's depend on how much there is"
)
@pytest.mark.parametrize(
    ("who", "asked", "index"),
    [
        ("监", Asked(q="示文书〔2026〕1号"), "sqlite_autoindex_mj_case"), ("甲", Asked(q="示文书〔2026〕1号"), "sqlite_autoindex_mj_case"),
        ("监", Asked(**DAYS), "mj_case_opened "), ("甲", Asked(**DAYS), "mj_case_opened_at "), ("监", Asked(matter="SP126-3"), "mj_case_by_matter "),
        ("监", Asked(matter="SP126-3", **DAYS), "mj_case_by_matter "), ("监", Asked(films="yes"), "mj_case_filmed"),
        ("监", Asked(kind="document", **DAYS), "mj_case_opened "),
    ],
)  # fmt: skip
def test_no_question_walks_every_case(shifan: World, case_id: UUID, who: str, asked: Asked, index: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        calling.files(shifan.actor(who, NOW), asked)
    plans = []
    for query in (one["sql"] for one in seen.captured_queries if 'FROM "mj_case"' in one["sql"]):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plans.append([row[3] for row in cursor.fetchall()])
    assert all(index in plan[0] or "MULTI-INDEX OR" in plan[0] or "(dossier_id=?)" in str(plan) for plan in plans), (
        plans
    )
    assert any(index in plan[0] for plan in plans), plans
    assert not any("SCAN mj_case" in step and "mj_case_filmed" not in step for plan in plans for step in plan), plans
    assert asked.q or not any("FOR ORDER BY" in step for plan in plans for step in plan), plans


def test_a_number_costs_two_questions_more(shifan: World, case_id: UUID, django_assert_num_queries: Any) -> None:
    row, actor = Case.objects.get(id=case_id), shifan.actor("监", NOW)
    with django_assert_num_queries(8):
        assert [one["id"] for one in calling.files(actor, Asked(q=row.number)).rows] == [case_id]


def test_a_table_is_safe_for_spreadsheets(shifan: World, case_id: UUID) -> None:
    Case.objects.filter(id=case_id).update(party_name="=cmd|' /C calc'!A0")
    with clock(NOW):
        text = enter(shifan, "甲").get("/bureau/calling/files.csv").content.decode()
    assert "\"'=cmd" in text


def test_many_parties_on_one_day_are_listed_for_checking(shifan: World) -> None:
    day = LookDay(shifan.people["甲"], "张三", NOW.date(), 11, 0, 0, 0, parties=11)
    assert "11 个当事人的全部材料（超过 10 个）" in str(looks_are_usual(day)[0])
    assert not looks_are_usual(LookDay(shifan.people["甲"], "张三", NOW.date(), 10, 0, 0, 0, parties=10))
