"""The reading desk as its people use it: asked for, granted, opened, read with the name across it; borrowed, late, returned."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from tests.archives.filed import Told
from tests.archives.test_destroying import put_away
from tests.security.hostile import browser

from mingjing.archives import queries
from mingjing.archives.models import Lending

pytestmark = pytest.mark.django_db
ASK = {"kind": "read", "extent": "main", "purpose": "办理同一当事人的另案", "days": "7"}


@pytest.fixture(autouse=True)
def known(closed: Told) -> None:
    get_user_model().objects.update(must_change_password=False)


def who(closed: Told, key: str) -> Any:
    return browser(closed.world.people[key])


def at(name: str, *values: Any) -> str:
    return reverse(f"bureau:{name}", args=list(values))


def test_a_handler_asks_reads_and_the_archivist_sees_it(closed: Told) -> None:
    filed = put_away(closed)
    handler, archivist = who(closed, "甲"), who(closed, "档")
    assert at("lending_new", filed.id) in handler.get(at("archive_file", filed.id)).content.decode()
    wrong = handler.post(at("lending_new", filed.id), {**ASK, "purpose": "看"})
    assert wrong.status_code == 409 and "没有写明用途" in wrong.content.decode()
    assert (
        handler.post(at("lending_new", filed.id), {**ASK, "extent": "named", "items": ["main-999"]}).status_code == 422
    )
    assert handler.post(at("lending_new", filed.id), ASK).status_code == 302
    one = Lending.objects.get()
    home = archivist.get(at("home")).content.decode()
    assert at("lending", one.id) in home and "借阅申请等待批准" in home
    grant = at("lending_move", one.id, "grant")
    assert handler.get(grant).status_code == 404 and archivist.get(grant).status_code == 200
    assert archivist.post(grant, {"opinion": "同意"}).status_code == 302
    page = handler.get(at("lending", one.id)).content.decode()
    key = next(item.key for item in queries.every_item(filed) if item.shown and item.volume == "main")
    item = at("lending_item", one.id, key)
    assert item in page
    assert handler.get(at("lending_picture", one.id, key, 1)).status_code == 404, "no page without an opening"
    opened = handler.post(item)
    assert opened.status_code == 302
    ticket = opened.headers["Location"].partition("?")[2]
    shown = handler.get(opened.headers["Location"])
    assert "共 " in shown.content.decode() and shown.headers["Cache-Control"] == "private, no-store"
    picture = handler.get(f"{at('lending_picture', one.id, key, 1)}?{ticket}")
    assert picture.status_code == 200 and picture.content.startswith(b"\x89PNG")
    assert handler.get(f"{at('lending_picture', one.id, key, 400)}?{ticket}").status_code == 404
    assert archivist.get(f"{at('lending_picture', one.id, key, 1)}?{ticket}").status_code == 404, "a ticket is personal"
    reads = archivist.get(at("lending_reads"))
    assert closed.person("甲").name in reads.content.decode()
    for name, kind in (("lending_reads_export", "csv"), ("lendings_export", "csv"), ("lendings_export", "xlsx")):
        assert archivist.get(at(name, kind)).status_code == 200
    assert "示应急-2026-001" in archivist.get(at("lendings_export", "csv")).content.decode()
    assert archivist.post(at("lending_move", one.id, "end"), {"reason": "用途已经完成"}).status_code == 302
    assert handler.get(f"{at('lending_picture', one.id, key, 1)}?{ticket}").status_code == 409
    assert who(closed, "乙").get(at("lending", one.id)).status_code == 404


def test_paper_goes_out_is_late_and_comes_back(closed: Told) -> None:
    filed = put_away(closed)
    handler, archivist = who(closed, "甲"), who(closed, "档")
    handler.post(at("lending_new", filed.id), {**ASK, "kind": "paper"})
    one = Lending.objects.get()
    archivist.post(at("lending_move", one.id, "grant"), {"opinion": "同意"})
    assert archivist.post(at("lending_move", one.id, "out"), {}).status_code == 302
    Lending.objects.update(until=timezone.localdate() - timedelta(days=2))
    for client in (handler, archivist):
        assert "逾期 2 天" in client.get(at("home")).content.decode()
    register = archivist.get(at("lendings"), {"tab": "late"}).content.decode()
    assert "逾期 2 天" in register and "示应急-2026-001" in register
    assert "纸质件不在库" in archivist.get(at("archive_file", filed.id)).content.decode()
    assert "ARCH-47" in who(closed, "己").get(at("supervision")).content.decode()
    back = at("lending_move", one.id, "back")
    kept = archivist.post(back, {"condition": "damaged", "note": " "})
    assert kept.status_code == 409 and "没有写明情况" in kept.content.decode()
    assert archivist.post(back, {"condition": "good", "note": ""}).status_code == 302
    assert "已归还" in handler.get(at("lending", one.id)).content.decode()


def test_another_organ_asks_by_number_and_a_court_by_letter(closed: Told) -> None:
    filed = put_away(closed)
    strange, archivist = who(closed, "市档"), who(closed, "档")
    ask = {**ASK, "organ": str(filed.organ_id), "catalogue_no": "没有-1"}
    wrong = strange.post(at("lending_elsewhere"), ask)
    assert wrong.status_code == 422 and "没有这个档号" in wrong.content.decode()
    assert strange.post(at("lending_elsewhere"), {**ask, "catalogue_no": filed.catalogue_no}).status_code == 302
    one = Lending.objects.get()
    told = strange.get(at("lending", one.id)).content.decode()
    assert filed.title not in told and "等待批准" in told
    assert "由负责人批准" in archivist.get(at("lending", one.id)).content.decode()
    court = {**ASK, "name": "贺法官", "unit": "示范县人民法院", "letter": ""}
    assert archivist.post(at("lending_outside", filed.id), court).status_code == 422
    assert archivist.post(at("lending_outside", filed.id), {**court, "letter": "示法调〔2026〕8号"}).status_code == 302
    assert "示法调" in archivist.get(at("lendings"), {"tab": "asked"}).content.decode()
