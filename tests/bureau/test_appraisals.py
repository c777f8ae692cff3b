"""评议考核 in the browser's forms: from the scheme to the signed table, as every role; what was typed stays."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_gradings import signed_in
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.kernel.days import CHINA
from mingjing.publicity.models import Edition
from mingjing.sites.journeys.story import read_story
from mingjing.supervision.models import Appraisal, Scheme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
JAN = datetime(2027, 1, 11, 10, 0, tzinfo=CHINA)
NEW = "/bureau/schemes/new/"


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    return shifan


def form(county: Any, **more: Any) -> dict[str, Any]:
    return {
        "year": "2026", "title": "2026 年度评议考核方案", "since": "2026-01-01", "until": "2026-12-31", "publish": "public",
        "organ_ids": [str(county.organs["应急局"])], "full_publicity": "60", "title_hand1": "组织领导", "full_hand1": "40",
        "standard_hand1": "有专人负责，开过推进会", "note": "不得下达罚没指标。",
    } | more  # fmt: skip


def scored(county: Any) -> str:
    """A scheme that is being scored; its organ's address."""
    with clock(AT):
        desks = signed_in(county)
        here = sent(desks["监"], NEW, form(county))
        sent(desks["监"], f"{here}release/", {})
    with clock(JAN):
        sent(signed_in(county)["监"], f"{here}score/", {})
    return f"/bureau/appraisals/{Appraisal.objects.get().pk}/"


def test_a_year_from_the_scheme_to_the_public_table(county: Any, client: Client) -> None:
    with clock(AT):
        desks = signed_in(county)
        assert "还没有考核方案" in text(desks["监"], "/bureau/schemes/")
        here = sent(desks["监"], NEW, form(county))
        assert "草案" in text(desks["监"], here) and desks["己"].get(here).status_code == 404
        assert "2026 年度评议考核方案" in text(desks["监"], f"{here}change/")
        sent(desks["监"], f"{here}change/", form(county, full_publicity="70", full_hand1="30"))
        sent(desks["监"], f"{here}release/", {})
        shown = text(desks["己"], here)
        assert "按期公开的件数" in shown and "开始评分" not in text(desks["监"], here)
        assert "SUP-75" in sent(desks["监"], f"{here}score/", {}, 409)
    with clock(JAN):
        desks = signed_in(county)
        sent(desks["监"], f"{here}score/", {})
        mine = f"/bureau/appraisals/{Appraisal.objects.get().pk}/"
        assert "去评分" in text(desks["监"], here) and mine in text(desks["监"], "/bureau/")
        assert desks["己"].get(mine).status_code == 404 and "得分还没有告知" in text(desks["己"], here)
        points = {"points_hand1": "25", "why_hand1": "推进会只开了一次", "evidence_hand1": "示府办纪〔2026〕3号"}
        assert "总分 95.0" in text(desks["监"], sent(desks["监"], f"{mine}enter/", points))
        sent(desks["监"], f"{mine}tell/", {})
        assert "看得分" in text(desks["己"], "/bureau/")
        page = text(desks["己"], mine)
        assert "1 件，做到 1 件" in page and "/bureau/publications/" in page and "推进会只开了一次" in page
        sent(desks["己"], f"{mine}object/", {"text": "推进会开过两次"})
        assert "推进会开过两次" in text(desks["监"], f"{mine}answer/")
        sent(desks["监"], f"{mine}answer/", {"text": "维持原来的得分"})
        assert "SUP-81" in sent(desks["监"], f"{here}finish/", {"conclusion": "好"}, 409)
        sent(desks["监"], f"{here}finish/", {"conclusion": "总体较好。\r\n公开最规范。"})
        assert "第 1" in text(desks["己"], mine) and "总体较好。" in text(desks["己"], here)
        for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", "\ufeff".encode())):
            assert desks["己"].get(f"{here}table.{kind}").content.startswith(start)
        rows = list(csv.reader(io.StringIO(desks["己"].get(f"{mine}score.csv").content.decode("utf-8-sig"))))
        assert rows[1][:4] == ["执法决定按期公开", "70", "70", "1 / 1"] and rows[2][6] == "做到"
        edition = Edition.objects.get(entry__kind="appraisal")
        assert edition.state == "collected" and "2026 年度行政执法评议考核结果" in text(
            desks["监"], f"/bureau/editions/{edition.pk}/"
        )


def test_what_was_typed_stays(county: Any) -> None:
    with clock(AT):
        desk = signed_in(county)["监"]
        for more, said in (
            ({"full_hand1": "30"}, "合计 90"), ({"title_hand1": "罚款数额"}, "SUP-71"), ({"full_hand1": "四十"}, "SUP-70"),
            ({"standard_hand1": ""}, "没有写明名称或者评分标准"), ({"year": "今年"}, "SUP-70"), ({"until": "2025-12-31"}, "SUP-70"),
            ({"full_hand1": "1e400"}, "SUP-70"), ({"full_hand1": "Infinity"}, "SUP-70"),
        ):  # fmt: skip
            page = sent(desk, NEW, form(county, **more), 409)
            assert said in page and "不得下达罚没指标。" in page, more
        assert "请填写这一项" in sent(desk, NEW, form(county, until=""), 422)
        assert "日期写法不对" in sent(desk, NEW, form(county, until="年底"), 422)
        assert "没有这个选项" in sent(desk, NEW, form(county, organ_ids=["x"]), 422)
        assert not Scheme.objects.exists()
        for bad in ("x", "9" * 40):
            assert desk.get(f"{NEW}?again={bad}").status_code == 404


def test_points_typed_wrong(county: Any) -> None:
    mine = scored(county)
    with clock(JAN):
        desks = signed_in(county)
        good = {"points_hand1": "25", "why_hand1": "推进会只开了一次", "evidence_hand1": "示府办纪〔2026〕3号"}
        for more in ({"points_hand1": "41"}, {"points_hand1": "二十"}, {"why_hand1": " "}, {"evidence_hand1": "纪"}):
            page = sent(desks["监"], f"{mine}enter/", good | more, 409)
            assert "SUP-76" in page
        assert "没有填得分" in sent(desks["监"], f"{mine}enter/", good | {"points_hand1": ""}, 422)
        assert "SUP-77" in sent(desks["监"], f"{mine}tell/", {}, 409)
        assert desks["监"].get(f"{mine}object/").status_code == 403
        assert desks["监"].get(f"{mine}delete/").status_code == 404
        assert desks["监"].get(f"{mine}score.pdf").status_code == 404
        assert desks["市己"].get(mine).status_code == 404


def test_a_new_version_has_its_reason(county: Any) -> None:
    with clock(AT):
        desk = signed_in(county)["监"]
        here = sent(desk, NEW, form(county))
        assert "SUP-73" in sent(desk, NEW, form(county), 409)
        sent(desk, f"{here}release/", {})
        key = here.rstrip("/").rsplit("/", 1)[1]
        assert "另出一版的理由" in text(desk, f"{NEW}?again={key}")
        assert "请填写这一项" in sent(desk, f"{NEW}?again={key}", form(county), 422)
        second = sent(desk, f"{NEW}?again={key}", form(county, reason="增加一项内容"))
        assert "第 2 版" in text(desk, second) and "增加一项内容" in text(desk, f"{second}change/")
        sent(desk, f"{second}release/", {})
        assert "已被新版替代" in text(desk, "/bureau/schemes/")
