"""Grading and weak links in the browser's forms: from the plan to the end, as every role; what was typed stays."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import JOURNEYS, browser
from tests.security.town import play

from mingjing.kernel.days import CHINA
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import GradedFile, Grading

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
JAN = datetime(2027, 1, 6, 10, 0, tzinfo=CHINA)


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    return shifan


@pytest.fixture
def desks(county: Any) -> dict[str, Client]:
    with clock(AT):
        return signed_in(county)


def signed_in(county: Any) -> dict[str, Client]:
    """Browsers whose session began at the moment of the clock."""
    return {key: browser(county.people[key]) for key in ("监", "己", "丁", "甲", "公", "市己", "系小管")}


def drawn(county: Any, desks: dict[str, Client]) -> str:
    """A round with its sample, made by the supervisor's forms; its address."""
    form = {
        "title": "案卷评查", "per_organ": "1", "since": "2026-01-01", "until": "2026-12-06",
        "organ_ids": [str(county.organs["应急局"])],
    }  # fmt: skip
    here = sent(desks["监"], "/bureau/gradings/new/", form)
    sent(desks["监"], f"{here}draw/", {})
    return here


def marks_of_form(county: Any) -> dict[str, str]:
    """What the marking form offers, as the browser would send it back."""
    row = GradedFile.objects.select_related("grading").get()
    start = queries.proposal(row.facts(), AT)
    form = {"opinion": "案卷较为规范。"}
    for key, (points, why) in start.marks.items.items():
        form |= {f"points_{key}": str(points), f"why_{key}": why}
    return form | {f"veto_{no}": why for no, why in start.marks.vetoes.items()}


def test_a_round_from_plan_to_end(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        assert "还没有案卷评查" in text(desks["监"], "/bureau/gradings/")
        form = {
            "title": "2026 年案卷评查", "per_organ": "3", "since": "2026-01-01", "until": "2026-12-06",
            "organ_ids": [str(county.organs["应急局"])],
        }  # fmt: skip
        page = sent(desks["监"], "/bureau/gradings/new/", form | {"until": "2026-12-31"}, 409)
        assert "SUP-51" in page and "2026 年案卷评查" in page
        assert "SUP-51" in sent(desks["监"], "/bureau/gradings/new/", form | {"per_organ": "一件"}, 409)
        here = sent(desks["监"], "/bureau/gradings/new/", form)
        assert "待抽取" in text(desks["监"], here)
        sent(desks["监"], f"{here}draw/", {})
        assert "SUP-53" in sent(desks["监"], f"{here}draw/", {}, 409)
        row = GradedFile.objects.get()
        file = f"/bureau/gradings/files/{row.pk}/"
        assert "去评查" in text(desks["监"], here) and "待评查" in text(desks["监"], "/bureau/")
        assert "去评查" not in text(desks["己"], here)
        typed = marks_of_form(county) | {"points_decision": "99", "why_decision": "事实部分写得太简单"}
        again = sent(desks["监"], f"{file}mark/", typed, 409)
        assert "SUP-55" in again and "事实部分写得太简单" in again and "案卷较为规范。" in again
        assert "请填写数字" in sent(desks["监"], f"{file}mark/", typed | {"points_decision": "很多"}, 422)
        sent(desks["监"], f"{file}mark/", marks_of_form(county))
        assert "2026-12-21" in text(desks["己"], file)
        assert "没有确认" in text(desks["己"], "/bureau/")
        assert "异议的理由" in text(desks["丁"], f"{file}object/")
        assert "SUP-58" in sent(desks["己"], f"{file}object/", {"text": "短"}, 409)
        sent(desks["己"], f"{file}object/", {"text": "复查意见书在副卷，请核对"})
        assert "去答复" in text(desks["监"], here)
        sent(desks["监"], f"{file}answer/", marks_of_form(county) | {"text": "已核对，予以维持"})
        assert "已核对，予以维持" in text(desks["己"], file)
        sent(desks["监"], f"{here}finish/", {"summary": "总体规范，个别案卷归档材料不全。"})
        assert "总体规范，个别案卷归档材料不全。" in text(desks["己"], here)
        lines = desks["监"].get(f"{here}results.csv")
        rows = list(csv.reader(io.StringIO(b"".join(lines.streaming_content).decode("utf-8-sig"))))
        assert rows[0][0] == "机关" and rows[1][1] == row.case_no and len(rows) == 2
        kept = desks["监"].get(f"{here}results.json").json()
        assert kept["digest"] == Grading.objects.get().draw_digest
        assert desks["己"].get(f"{here}results.json").status_code == 404


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        here = drawn(county, desks)
        GradedFile.objects.update(case_no='=HYPERLINK("http://x")')
        body = b"".join(desks["监"].get(f"{here}results.csv").streaming_content).decode("utf-8-sig")
        assert "'=HYPERLINK" in body


def test_others_find_nothing(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        here = drawn(county, desks)
        file = f"/bureau/gradings/files/{GradedFile.objects.get().pk}/"
        for who, status in {"甲": 403, "公": 403, "系小管": 403, "市己": 404}.items():
            for where in (here, file, f"{file}object/", f"{here}results.csv"):
                assert desks[who].get(where).status_code == status, (who, where)
        assert file not in text(desks["市己"], "/bureau/gradings/")
        for where in (f"{file}mark/", f"{file}answer/", f"{here}finish/", f"{here}draw/"):
            assert desks["己"].get(where).status_code in {403, 404}
        assert desks["监"].get(f"{file}nothing/").status_code == 404


def test_weak_links_from_beginning_to_signature(county: Any) -> None:
    with clock(JAN):
        desks = signed_in(county)
        assert "没有发起" in text(desks["己"], "/bureau/")
        assert "还没有薄弱环节分析" in text(desks["己"], "/bureau/analyses/")
        sent(desks["己"], "/bureau/analyses/new/", {"quarter": "2027-1"}, 422)
        here = sent(desks["己"], "/bureau/analyses/new/", {"quarter": "2026-4"})
        assert "已经发起" in sent(desks["己"], "/bureau/analyses/new/", {"quarter": "2026-4"}, 422)
        assert "统计中" in text(desks["己"], here)
        assert "SUP-62" in sent(desks["己"], f"{here}sign/", {"causes": "", "measures": ""}, 409)
        while operations.count_waiting(by="system", now=JAN):
            pass
        page = text(desks["己"], here)
        assert "待定稿" in page and "音像记录" in page
        sent(
            desks["己"],
            f"{here}sign/",
            {"causes": "新到岗人员对期限不熟悉。", "measures": "二月底以前培训一次，法规股负责。"},
        )
        assert "二月底以前培训一次，法规股负责。" in text(desks["监"], here)
        assert desks["市己"].get(here).status_code == 404 and desks["甲"].get(here).status_code == 403
        rows = list(
            csv.reader(
                io.StringIO(b"".join(desks["己"].get(f"{here}analysis.csv").streaming_content).decode("utf-8-sig"))
            )
        )
        found = queries.analyses(county.actor("己", JAN))[0]
        assert len(rows) == 1 + sum(one.count for one in found.links)


@pytest.mark.parametrize("token", ["x", "2026-12-07T10:00:00_zz", "2026-12-07_" + "0" * 32, "9" * 300])
def test_a_place_changed_by_hand_is_the_first_page(county: Any, desks: dict[str, Client], token: str) -> None:
    for where in ("gradings", "analyses"):
        assert desks["监"].get(f"/bureau/{where}/", {"after": token}).status_code == 200
