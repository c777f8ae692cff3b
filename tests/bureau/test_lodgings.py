"""重大执法决定备案 in the browser's forms: owed by itself, reported, returned, registered, questioned, changed; what was typed stays."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import clock
from tests.bureau.test_gradings import AT, county, desks
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import browser

from mingjing.supervision import queries
from mingjing.supervision.models import Lodging, LodgingStep, Order

__all__ = ["county", "desks"]
pytestmark = pytest.mark.django_db
HOME = "/bureau/lodgings/"


def here() -> str:
    return f"{HOME}{Lodging.objects.get().pk}/"


def form(county: Any, **more: Any) -> dict[str, Any]:
    files = [one.id for one in queries.lodgeable(Lodging.objects.get().case_id) if one.decision]
    return {"to_id": str(county.organs["司法局"]), "to_name": "", "file_ids": files, "more": "光盘一张\r\n", "text": "一并附审核意见"} | more  # fmt: skip


def test_a_lodging_from_the_list_to_its_end(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        one = Lodging.objects.get()
        page = text(desks["己"], HOME)
        assert one.decision_no in page and "逾期" in page and here() in text(desks["己"], "/bureau/")
        assert here() in text(desks["监"], "/bureau/supervision/")
        assert "自作出决定之日起10日内报上一级机关备案" in text(desks["丁"], here()) and "未核实" in text(
            desks["丁"], here()
        )
        assert desks["己"].get(f"{here()}report.pdf").status_code == 404
        sent(desks["丁"], f"{here()}report/", form(county))
        shown = text(desks["监"], here())
        assert (
            "光盘一张" in shown
            and "行政处罚决定书" in shown
            and "登记备案" in shown
            and here() in text(desks["监"], "/bureau/")
        )
        made = desks["己"].get(f"{here()}report.pdf")
        assert made["Content-Type"] == "application/pdf" and made.content.startswith(b"%PDF")
        sent(desks["监"], f"{here()}return/", {"text": "没有附法制审核意见书", "due": "2026-12-20"})
        back = text(desks["己"], here())
        assert "没有附法制审核意见书" in back and "2026-12-20" in back
        again = text(desks["己"], f"{here()}report/")
        assert "光盘一张" in again and "checked" in again
        sent(desks["己"], f"{here()}report/", form(county))
        sent(desks["监"], f"{here()}register/", {"text": ""})
        assert "示司备〔2026〕1号" in text(desks["己"], here())
        sent(desks["监"], f"{here()}find/", {"text": "罚款数额与基准不符，请说明", "due": "2026-12-25"})
        order = Order.objects.get()
        assert order.number in text(desks["监"], here()) and f"/bureau/orders/{order.pk}/" in text(desks["己"], here())
        assert "已备案，发现问题" in text(desks["监"], f"{HOME}?tab=registered&q=罚")
        assert "没有符合的备案" in text(desks["监"], f"{HOME}?tab=registered&q=没有的")
        assert "没有等待备案的重大执法决定" in text(desks["己"], f"{HOME}?tab=owed")


def test_sent_twice_is_refused_and_what_was_typed_stays(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        for more, said, status in (
            ({"file_ids": []}, "SUP-133", 409), ({"to_id": "outside"}, "SUP-133", 409), ({"to_id": "x"}, "没有这个选项", 422), ({"to_id": ""}, "请填写这一项", 422),
            ({"file_ids": ["x"]}, "没有这个选项", 422), ({"text": "一并附审核意见" + "长" * 4000}, "最多 4000 个字", 422),
        ):  # fmt: skip
            page = sent(desks["己"], f"{here()}report/", form(county, **more), status)
            assert said in page and "一并附审核意见" in page and "光盘一张" in page, more
        assert not LodgingStep.objects.filter(move="report").exists()
        sent(desks["己"], f"{here()}report/", form(county))
        assert "SUP-132" in sent(desks["己"], f"{here()}report/", form(county), 409)
        page = sent(desks["监"], f"{here()}return/", {"text": "没有附审核意见书", "due": "2026-12-07"}, 409)
        assert "SUP-136" in page and "没有附审核意见书" in page
        page = sent(desks["监"], f"{here()}find/", {"text": "数额与基准不符", "due": "2026-12-01"}, 409)
        assert "SUP-31" in page and "数额与基准不符" in page and not Order.objects.exists()


def test_a_receiver_outside_is_written_down_and_its_receipt_entered(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        sent(desks["己"], f"{here()}report/", form(county, to_id="outside", to_name="某市应急管理局"))
        assert "某市应急管理局" in text(desks["监"], here())
        assert desks["监"].get(f"{here()}register/").status_code == 404
        assert "请填写这一项" in sent(desks["己"], f"{here()}register/", {"text": ""}, 422)
        sent(desks["己"], f"{here()}register/", {"text": "某应急备〔2026〕3号"})
        assert "已登记备案" in text(desks["己"], here())


def test_wrong_addresses_and_strangers(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        assert (
            desks["己"].get(f"{here()}serve/").status_code == 404
            and desks["己"].post(f"{here()}serve/").status_code == 404
        )
        assert (
            desks["己"].get(f"{here()}delete/").status_code == 404
            and desks["己"].get(f"{here()}waive/").status_code == 404
        )
        for kind in ("csv", "xlsx"):
            assert desks["监"].get(f"{HOME}export.{kind}?tab=owed&year=2026").status_code == 200
            assert desks["监"].get(f"{HOME}figures.{kind}?year=2026").status_code == 200
        assert desks["监"].get(f"{HOME}export.pdf").status_code == 404
        stranger = browser(county.people["市己"])
        for place in ("", "report/", "report.pdf", "register/"):
            assert stranger.get(f"{here()}{place}").status_code == 404
        assert Lodging.objects.get().decision_no not in text(stranger, HOME)
        assert "没有应当备案的重大执法决定" in text(stranger, f"{HOME}figures/")
        for token in ("x", "2026-01-01_x", "0001-01-01_" + "0" * 32):
            assert desks["己"].get(HOME, {"after": token, "tab": "?", "year": "九"}).status_code == 200
        assert desks["己"].get(HOME, {"q": "\x00%_'\""}).status_code in {200, 400}


def test_the_list_asks_the_same_however_long_it_is(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        text(desks["监"], HOME)
        with CaptureQueriesContext(
            connection,
        ) as few:
            text(desks["监"], HOME)
        first = Lodging.objects.get()
        for number in range(25):
            first.pk, first.case_id, first.decision_no = (
                None,
                f"00000000-0000-4000-8000-{number:012d}",
                f"示应急罚〔2026〕{900 + number}号",
            )
            first._state.adding = True
            first.save()
        with CaptureQueriesContext(connection) as many:
            page = text(desks["监"], HOME)
        assert len(many) == len(few) <= 20 and "after=" in page
