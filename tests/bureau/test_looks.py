"""调阅监督 at the page: a supervisor plays a recording with a purpose and finds that look in the report."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.bureau.test_recordings import committed, sent
from tests.records.films import film

from mingjing.cases.queries import dossier_of
from mingjing.records import operations
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
PAGE = "/bureau/supervision/looks/"


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def test_the_supervisors_own_look_is_in_the_report(shifan: World, case_id: UUID, tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"
    content = film()
    with clock(NOW):
        one = committed(enter(shifan, "甲"), content, f"/bureau/recordings/new/?case={case_id}", act="2").json()
        sent(enter(shifan, "甲"), one, content)
        watch = enter(shifan, "监")
        assert "这段时间没有调阅" in watch.get(PAGE).content.decode()
        watch.post(f"{one['page']}play/", {"purpose": "supervise"})
        report = watch.get(PAGE).content.decode()
        assert "华监督" in report and "执法监督（播放音像）：1 次" in report
        detail = watch.get(f"{PAGE}?person={shifan.people['监']}").content.decode()
        assert "查看音像" in detail and "现场.mp4" in detail and "华监督的调阅" in detail
        table = watch.get("/bureau/supervision/looks.csv").content.decode("utf-8-sig")
        assert '"华监督","1","1","0","0","1","0"' in table
        assert "华监督" in enter(shifan, "己").get(PAGE).content.decode(), (
            "the head sees who looked at the organ's files"
        )
        assert "华监督" not in enter(shifan, "市己").get(PAGE).content.decode(), "another organ's head does not"
        assert (
            "华监督" not in enter(shifan, "市己").get(f"{PAGE}?organ=yjj&person={shifan.people['监']}").content.decode()
        )
        assert {enter(shifan, key).get(PAGE).status_code for key in ("甲", "档", "审小计")} == {403}


def test_a_night_is_listed_and_odd_addresses_are_answered(shifan: World, case_id: UUID) -> None:
    night = (NOW - timedelta(days=1)).replace(hour=23)
    by = shifan.actor("庚", night)
    operations.log_view(
        dossier_id=dossier_of(case_id),
        what="document",
        object_id=case_id,
        name="决定书",
        purpose="办理本案（打开文书）",
        at=night,
        by=by,
    )
    with clock(NOW):
        watch = enter(shifan, "监")
        page = watch.get(f"{PAGE}?organ=yjj").content.decode()
        assert "夜间调阅 1 次" in page and "REC-30" in page
        for query in (
            "since=昨天",
            "until=9999-99-99",
            "since=2026-12-01&until=2026-01-01",
            "person=1",
            "organ=nowhere",
            "since=1000-01-01",
            "after=x",
        ):
            assert watch.get(f"{PAGE}?{query}").status_code == 200, query
        assert watch.get("/bureau/supervision/looks.exe").status_code == 404
