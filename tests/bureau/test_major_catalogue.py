"""The catalogue of major decisions as its people meet it: drafted, followed from above, asked inside the case, denied with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from tests.bureau.case_desk import NOW, clock, enter
from tests.lawbook.listed import ROW

from mingjing.lawbook import operations as lawbook
from mingjing.lawbook import queries
from mingjing.organs import queries as organs
from mingjing.review.models import NotMajor
from mingjing.sites.bureau.views.major_drafting import SPARE
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HOME, SAID = "/bureau/major-catalogue/", "/bureau/not-major/"
TODAY = NOW.date()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def head(shifan: World) -> str:
    return str(shifan.teams["应急局"]["head"])


def entry(place: int, **more: Any) -> dict[str, Any]:
    given = {
        "category": "penalty",
        "item": "对单位五万元以上的罚款",
        "unit": "50000",
        "basis": "《行政处罚法》第五十八条第一款",
    }
    return {f"r{place}-{name}": value for name, value in {**given, **more}.items()}


def draft(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    sent = {"title": "示范县应急管理局审核目录", "document_number": "示应急〔2026〕9号", "valid_from": TODAY.isoformat(), "count": len(entries), **more}  # fmt: skip
    return sent | {key: value for one in entries for key, value in one.items()}


def guide(shifan: World, **more: Any) -> Any:
    """A guiding catalogue of the justice bureau that keeps the platform."""
    keeper = shifan.homes["监"]
    by = shifan.actor("监", NOW)
    given = {"by": by, "at": NOW, "organ_id": shifan.organs[keeper], "title": "示范县指导目录", "document_number": "", "valid_from": TODAY, "rows": [ROW], "guiding": True}  # fmt: skip
    from dataclasses import replace

    from mingjing.foundation.people import Role

    return lawbook.set_catalogue(**{**given, "by": replace(by, roles=frozenset({Role.HEAD})), **more})


def test_the_catalogue_is_drafted_kept_typed_and_shown(shifan: World) -> None:
    before = queries.catalogue(shifan.organs["应急局"])
    with clock(NOW):
        client = enter(shifan, head(shifan))
        page = client.get(f"{HOME}new/").content.decode()
        shown = len(before.rows) if before else 0
        assert f'name="r{shown + SPARE - 1}-item"' in page and f'name="r{shown + SPARE}-item"' not in page
        wrong = client.post(
            f"{HOME}new/",
            draft(entry(0, unit="五万"), entry(1, item="责令停产停业", unit="", kinds=["stop"], flags=["complex"])),
        )
        page = wrong.content.decode()
        assert (
            wrong.status_code == 422
            and "请写不小于 0 的数" in page
            and 'value="五万"' in page
            and "责令停产停业" in page
        )
        blank = client.post(f"{HOME}new/", draft(entry(0, item="", basis="")))
        assert blank.status_code == 422 and "第1行：请填写决定事项" in blank.content.decode()
        nothing = client.post(f"{HOME}new/", draft(entry(0, drop="1")))
        assert nothing.status_code == 422 and "至少要有一行" in nothing.content.decode()
        made = client.post(f"{HOME}new/", draft(entry(0), entry(1, item="责令停产停业", unit="", kinds=["stop"], flags=["complex"], levels=["county"]), entry(2, drop="1"), count=5, valid_from=TOMORROW))  # fmt: skip
        assert made.status_code == 302
        assert "将于" in client.get(HOME).content.decode()
    with clock(NOW + timedelta(days=1)):
        page = enter(shifan, head(shifan)).get(HOME).content.decode()
        assert (
            "对单位罚款50,000元以上" in page
            and "处罚种类为责令停产停业" in page
            and "限县级" in page
            and "本机关" in page
        )
    found = queries.catalogue(shifan.organs["应急局"])
    assert found and [row.spec.item for row in found.rows] == ["对单位五万元以上的罚款", "责令停产停业"]


def test_a_long_catalogue_loses_nothing_when_it_is_revised(shifan: World) -> None:
    many = [
        entry(place, item=f"第 {place + 1} 类决定", kinds=["stop", "close"], flags=["complex"]) for place in range(90)
    ]
    with clock(NOW):
        client = enter(shifan, head(shifan))
        assert client.post(f"{HOME}new/", draft(*many)).status_code == 302
    with clock(NOW + timedelta(days=1)):
        client = enter(shifan, head(shifan))
        page = client.get(f"{HOME}new/").content.decode()
        assert f'name="r{90 + SPARE - 1}-item"' in page and "第 90 类决定" in page
        again = draft(*many, entry(90, item="第 91 类决定"), valid_from=TOMORROW)
        assert client.post(f"{HOME}new/", again).status_code == 302
        most = [entry(place, item=f"第 {place + 1} 类决定") for place in range(301)]
        refused = client.post(f"{HOME}new/", draft(*most, valid_from=TOMORROW))
        assert refused.status_code == 422 and "一份目录最多 300 项，现在有 301 项" in refused.content.decode()
    found = queries.catalogue(shifan.organs["应急局"])
    assert found and len(found.rows) == 91


def test_a_looser_figure_is_flagged_with_both_and_answered(shifan: World) -> None:
    guide(shifan)
    with clock(NOW):
        client = enter(shifan, head(shifan))
        page = client.get(HOME).content.decode()
        assert "没有对照这一版" in page
        loose = draft(
            entry(0, unit="80000", kinds=["stop", "revoke_licence"]),
            entry(1, unit="", item="疑难复杂", flags=["complex"]),
            valid_from=TOMORROW,
        )
        refused = client.post(f"{HOME}new/", loose)
        page = refused.content.decode()
        assert refused.status_code == 409 and "LAW-07" in page
        asked = queries.looser(shifan.organs["应急局"], lawbook_rows(loose), TODAY)
        assert asked and all(f'name="reason-{one.key}"' in page for one in asked)
        assert "上级：对单位罚款50,000元以上；本机关：对单位罚款80,000元以上" in page and 'value="80000"' in page
        answered = loose | {f"reason-{one.key}": "本县案件数额普遍较高" for one in asked}
        assert client.post(f"{HOME}new/", answered).status_code == 302
    with clock(NOW + timedelta(days=1)):
        above = enter(shifan, "监")
        page = above.get(f"{HOME}below/").content.decode()
        assert "本县案件数额普遍较高" in page and "已对照现行指导目录" in page and "示范县市场监督管理局" in page
        assert "示范县市场监督管理局" not in above.get(f"{HOME}below/", {"state": "follows"}).content.decode()
        table = above.get(f"{HOME}below/export.csv").content.decode("utf-8-sig")
        assert "上级对单位罚款50,000元以上，本机关对单位罚款80,000元以上，理由：本县案件数额普遍较高" in table


def lawbook_rows(sent: dict[str, Any]) -> Any:
    from django.http import QueryDict

    from mingjing.sites.bureau.views.major_drafting import _specs

    typed = QueryDict(mutable=True)
    for key, value in sent.items():
        typed.setlist(key, value if isinstance(value, list) else [str(value)])
    return _specs(typed, strict=True)


def test_guidance_goes_down_waits_at_home_and_is_answered(shifan: World) -> None:
    with clock(NOW):
        above, below = enter(shifan, "监"), enter(shifan, head(shifan))
        slug = next(one.slug for one in organs.organs() if one.id == shifan.organs["应急局"])
        new = f"{HOME}{slug}/guidance/new/"
        assert above.post(new, {"text": ""}).status_code == 422
        assert above.post(new, {"text": "请补充没收的标准"}).status_code == 302
        assert above.post(new, {"text": "再提一次意见"}).status_code == 409
        assert "上级机关提出了指导意见" in below.get("/bureau/").content.decode()
        (one,) = queries.guidances(shifan.organs["应急局"])
        answer = f"{HOME}guidance/{one.id}/"
        assert "请补充没收的标准" in below.get(answer).content.decode()
        assert enter(shifan, str(shifan.teams["市监局"]["head"])).get(answer).status_code == 404
        assert below.post(answer, {"answer": "已经补充，第2版施行"}).status_code == 302
        assert below.post(answer, {"answer": "再答一次"}).status_code == 409
        assert "上级机关提出了指导意见" not in below.get("/bureau/").content.decode()
        assert "已经补充，第2版施行" in above.get(HOME, {"organ": slug}).content.decode()
        assert below.get(new).status_code == 404  # nobody below the bureau
        assert below.get(f"{HOME}below/").status_code == 200


OUTSIDE = {
    "title": "示应急罚〔2026〕31号（拟）", "category": "penalty", "party": "unit", "procedure": "ordinary", "kinds": ["warning"], "fine": "0", "confiscation": "0",
    "after_hearing": "no", "public_interest": "no", "social_risk": "no", "major_rights": "no", "complex": "unknown", "reason": "警告案件，没有其他情形",
}  # fmt: skip


def test_what_is_kept_elsewhere_is_denied_here_and_seen_by_the_supervisor(shifan: World) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = client.get(f"{SAID}new/").content.decode()
        assert "还不清楚的留空" in page
        big = client.post(f"{SAID}new/", OUTSIDE | {"kinds": ["fine"], "fine": "90000"})
        assert big.status_code == 409 and "已经符合" in big.content.decode() and "警告案件" in big.content.decode()
        assert client.post(f"{SAID}new/", OUTSIDE | {"fine": "很多"}).status_code == 422
        assert client.post(f"{SAID}new/", OUTSIDE | {"reason": ""}).status_code == 422
        assert client.post(f"{SAID}new/", OUTSIDE).status_code == 302
        assert client.post(f"{SAID}new/", OUTSIDE).status_code == 422  # said already
        row = NotMajor.objects.get()
        assert (
            row.said["complex"] == "unknown"
            and row.said["fine"] == "0"
            and any("疑难复杂" in one for one in row.unknown)
        )
        page = enter(shifan, "监").get(SAID).content.decode()
        assert "警告案件，没有其他情形" in page and "示范县应急管理局" in page and "疑难复杂" in page
        other = enter(shifan, str(shifan.teams["市监局"]["head"]))
        assert "警告案件" not in other.get(SAID).content.decode()
        assert "没有这样的认定" in client.get(SAID, {"source": "case"}).content.decode()
        assert "警告案件" in client.get(f"{SAID}export.csv").content.decode("utf-8-sig")


def test_the_lists_ask_no_more_for_more_rows(shifan: World, django_assert_max_num_queries: Any) -> None:
    guide(shifan)
    with clock(NOW):
        client = enter(shifan, "监")
        with django_assert_max_num_queries(20):
            client.get(f"{HOME}below/")
        with django_assert_max_num_queries(30):
            client.get(HOME, {"organ": "sfx-yj"})
        with django_assert_max_num_queries(20):
            client.get(SAID)
