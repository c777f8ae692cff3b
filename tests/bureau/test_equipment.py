"""记录设备 at the pages: each organ its own, the supervisor every organ's; taken, returned, told what is wrong."""

import pytest
from tests.bureau.case_desk import NOW, clock, enter

from mingjing.records import queries
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
BASE = "/bureau/equipment/"


def test_from_the_register_to_the_hand_and_back(shifan: World) -> None:
    with clock(NOW):
        keeper, officer = enter(shifan, "档"), enter(shifan, "甲")
        assert "还没有登记记录设备" in keeper.get(BASE).content.decode()
        wrong = keeper.post(f"{BASE}new/", {"kind": "body", "code": "", "model": "DSJ"})
        assert wrong.status_code == 422 and "DSJ" in wrong.content.decode()
        given = {"kind": "body", "code": "记-03", "model": "DSJ-H8", "serial": ""}
        assert keeper.post(f"{BASE}new/", given).status_code == 302
        assert keeper.post(f"{BASE}new/", given).status_code == 409
        [one] = queries.devices(shifan.organs["应急局"])
        here = f"{BASE}{one.id}/"
        assert officer.post(f"{here}take/").status_code == 302
        assert "领用中" in officer.get(BASE).content.decode()
        assert officer.post(f"{here}return/", {"clock_offset": "快", "free": "20"}).status_code == 409
        assert officer.post(f"{here}return/", {"clock_offset": "75", "free": "5"}).status_code == 302
        page = officer.get(here).content.decode()
        assert "时钟快 75 秒" in page and "存储只剩 5%" in page and "张三领用，时钟误差 75 秒" in page
        assert officer.post(f"{here}check/", {"clock_offset": "0", "free": "80"}).status_code == 302
        assert "时钟快 75 秒" not in officer.get(BASE).content.decode()
        assert "执法记录仪 记-03" in officer.get("/bureau/recordings/new/").content.decode()
        assert keeper.post(f"{here}move/", {"state": "repair", "note": "屏幕损坏"}).status_code == 302
        assert "送修" in keeper.get(here).content.decode()


def test_rooms_and_the_supervisor_who_sees_every_organ(shifan: World) -> None:
    with clock(NOW):
        keeper = enter(shifan, "档")
        room = {"kind": "interview", "name": "第一询问室", "place": "2 层", "recorded": "no"}
        assert keeper.post(f"{BASE}rooms/new/", room).status_code == 302
        watch = enter(shifan, "监")
        page = watch.get(f"{BASE}?organ=yjj").content.decode()
        assert "第一询问室" in page and "没有全程录音录像的场所：第一询问室" in page and "登记设备" not in page
        assert watch.get(f"{BASE}?organ=nowhere").status_code == 404
        assert "第一询问室" not in enter(shifan, "市甲").get(f"{BASE}?organ=yjj").content.decode()
        [made] = queries.rooms(shifan.organs["应急局"])
        assert enter(shifan, "市己").get(f"{BASE}rooms/{made.id}/close/").status_code == 404
        assert keeper.post(f"{BASE}rooms/{made.id}/close/").status_code == 302
        assert "已停用" in keeper.get(BASE).content.decode()
