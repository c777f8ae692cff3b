"""调阅: everything about one party after the purpose, the search over files by facets, what others must not see."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
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


def test_a_table_is_safe_for_spreadsheets(shifan: World, case_id: UUID) -> None:
    Case.objects.filter(id=case_id).update(party_name="=cmd|' /C calc'!A0")
    with clock(NOW):
        text = enter(shifan, "甲").get("/bureau/calling/files.csv").content.decode()
    assert "\"'=cmd" in text


def test_many_parties_on_one_day_are_listed_for_checking(shifan: World) -> None:
    day = LookDay(shifan.people["甲"], "张三", NOW.date(), 11, 0, 0, 0, parties=11)
    assert "11 个当事人的全部材料（超过 10 个）" in str(looks_are_usual(day)[0])
    assert not looks_are_usual(LookDay(shifan.people["甲"], "张三", NOW.date(), 10, 0, 0, 0, parties=10))
