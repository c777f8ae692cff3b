"""舆情应对 in the browser's forms: registered, answered, checked, told, ended; what was typed stays."""

from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_gradings import AT, county, desks
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import browser

from mingjing.cases.models import Case
from mingjing.publicity.models import Edition
from mingjing.supervision.models import Concern

__all__ = ["county", "desks"]
pytestmark = pytest.mark.django_db
NEW = "/bureau/concerns/new/"


def form(county: Any, **more: Any) -> dict[str, str]:
    case = Case.objects.get(organ_id=county.organs["应急局"])
    return {
        "organ_id": str(county.organs["应急局"]), "title": "网传没有出示证件", "source": "online", "link": "某论坛", "heard_at": "2026-12-07T08:00",
        "claim": "网帖说十月检查时没有出示执法证件。", "severity": "major", "cases": f"{case.number}\r\n",
    } | more  # fmt: skip


def test_a_matter_from_the_register_to_its_end(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        assert "这里没有舆情" in text(desks["监"], "/bureau/concerns/")
        here = sent(desks["监"], NEW, form(county))
        assert "还剩 22 小时" in text(desks["公"], here) and here in text(desks["丁"], "/bureau/")
        assert desks["市己"].get(here).status_code == 404 and desks["甲"].get(here).status_code in {403, 404}
        page = text(desks["公"], f"{here}draft/")
        assert "现场检查" in page or "记录" in page
        key = page.split('name="record_ids"')[1].split('value="')[1].split('"')[0]
        said = {"text": "经查，当日出示了证件。", "why": "核对是否出示证件", "record_ids": [key]}
        bad = sent(desks["公"], f"{here}draft/", said | {"why": "短"}, 409)
        assert "SUP-93" in bad and "经查，当日出示了证件。" in bad
        sent(desks["公"], f"{here}draft/", said)
        assert desks["公"].get(f"{here}check/").status_code == 404
        sent(desks["丁"], f"{here}check/", {"text": "对照现场笔录，一致"})
        assert desks["丁"].get(f"{here}release/").status_code == 404
        sent(desks["己"], f"{here}release/", {"channel": "public"})
        edition = Edition.objects.get(entry__kind="response")
        assert str(edition.pk) in text(desks["己"], here)
        sent(desks["丁"], f"/bureau/editions/{edition.pk}/check/", {})
        sent(desks["公"], f"/bureau/editions/{edition.pk}/release/", {})
        sent(desks["己"], f"{here}close/", {"text": "情况不属实，已说明"})
        assert "已办结" in text(desks["监"], here) and "关于“网传没有出示证件”的回应" in text(
            Client(), f"/sq/示应急/response/{edition.entry.code}/"
        )
        assert "网传没有出示证件" in text(desks["监"], "/bureau/concerns/?tab=closed&q=证件")
        assert "没有符合的舆情" in text(desks["监"], "/bureau/concerns/?tab=closed&q=没有的")
        for kind in ("csv", "xlsx"):
            assert desks["监"].get(f"/bureau/concerns/export.{kind}?tab=closed").status_code == 200
        assert desks["监"].get("/bureau/concerns/export.pdf").status_code == 404


def test_what_was_typed_stays(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        for more, said, status in (
            ({"heard_at": "昨天"}, "时间写法不对", 422), ({"heard_at": "2026-12-08T08:00"}, "SUP-90", 409), ({"heard_at": "9999-12-31T23:59"}, "时间写法不对", 422),
            ({"cases": "没有的案号"}, "这个机关没有案件", 422), ({"claim": "短的"}, "SUP-90", 409), ({"organ_id": ""}, "请填写这一项", 422),
            ({"severity": "x"}, "没有这个选项", 422),
        ):  # fmt: skip
            page = sent(desks["监"], NEW, form(county, **more), status)
            assert said in page and "网传没有出示证件" in page, more
        other = form(county, organ_id=str(county.organs["市监局"]))
        assert "没有这个选项" in sent(desks["公"], NEW, other, 422)
        assert not Concern.objects.exists()


def test_wrong_addresses_are_not_found(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        here = sent(desks["公"], NEW, form(county, cases=""))
        assert desks["公"].get(f"{here}delete/").status_code == 404
        assert "事实的来源" in text(desks["公"], f"{here}draft/")
        assert browser(county.people["市己"]).get(f"{here}draft/").status_code == 404
        for token in ("x", "2026-01-01_x", "2026-01-01T00:00_" + "0" * 32, "0001-01-01T00:00+23:59_" + "0" * 32):
            assert desks["公"].get("/bureau/concerns/", {"after": token}).status_code == 200
        assert desks["公"].get("/bureau/concerns/", {"q": "\x00%_'\"", "tab": "?"}).status_code in {200, 400}
