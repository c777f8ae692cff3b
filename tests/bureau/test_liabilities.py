"""责任追究 and 通报 in the browser's forms: from the source to the end; every reader sees their part; what was typed stays."""

from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_gradings import signed_in
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import browser
from tests.supervision import wrongly as made
from tests.supervision.wrongly import AT, LATER

from mingjing.publicity.models import Edition
from mingjing.supervision import queries
from mingjing.supervision.models import Liability

pytestmark = pytest.mark.django_db
HOME, CIRCULARS = "/bureau/liabilities/", "/bureau/circulars/"


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    return made.revoke(shifan)


def doors(county: Any) -> dict[str, Client]:
    return signed_in(county) | {who: browser(county.people[who]) for who in ("监2", "乙")}


@pytest.fixture
def desks(county: Any) -> dict[str, Client]:
    with clock(AT):
        return doors(county)


def source(county: Any) -> str:
    (one,) = queries.offers(county.actor("监", AT), AT.date())
    return f"?offer={one.key}&organ={one.organ_id}"


def opening(county: Any, **more: Any) -> dict[str, Any]:
    people = [str(county.people[who]) for who in ("甲", "丁")]
    return {"title": "决定被复议撤销的责任", "examiner_id": str(county.organs["司法局"]), "person_ids": people} | more


def blamed(county: Any, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"text": made.FACTS}
    for who in ("甲", "丁"):
        key = county.people[who].hex
        found |= {f"fault_{key}": "slight", f"reason_{key}": "没有核对就认定事实", f"basis_{key}": "示范县办法第九条"}
    return found | more


def test_from_the_source_to_the_end(county: Any, desks: dict[str, Client]) -> None:
    first, second = (county.people[who] for who in ("甲", "丁"))
    with clock(AT):
        page = text(desks["监"], HOME)
        assert "示政复决〔2026〕3号" in page and source(county).replace("&", "&amp;") in page
        assert "启动或者说明" in text(desks["监"], "/bureau/?tab=reports")
        form = text(desks["监"], f"{HOME}new/{source(county)}")
        assert form.count("checked") >= 2 and "作过责任声明" in form
        here = sent(desks["监"], f"{HOME}new/{source(county)}", opening(county))
        page = text(desks["监2"], here)
        assert "责任声明" in page and "审核意见" in page and "台账第" in page and "摘要相符" in page
        assert [desks[who].get(here).status_code for who in ("甲", "丁", "乙", "市己")] == [404] * 4
        bad = sent(
            desks["监"],
            f"{here}examine/",
            blamed(county, **{f"fault_{first.hex}": "none", f"reason_{first.hex}": "没有"}),
            409,
        )
        assert "SUP-113" in bad and made.FACTS in bad
        sent(desks["监"], f"{here}examine/", blamed(county))
        assert here in text(desks["甲"], "/bureau/?tab=reports")
        mine = text(desks["甲"], here)
        assert "张三" in mine and "赵六" not in mine and "责任声明" not in mine
        assert (
            desks["甲"].get(f"{here}propose/").status_code == 404
            and desks["监"].get(f"{here}defend/").status_code == 404
        )
        bad = sent(desks["甲"], f"{here}defend/", {"waived": "yes", "text": "我没有错"}, 409)
        assert "SUP-114" in bad and "我没有错" in bad
        sent(desks["甲"], f"{here}defend/", {"waived": "no", "text": "当事人当时没有提交培训记录"})
        assert "陈述申辩</a>" not in text(desks["甲"], here)
        assert desks["己"].get(f"{here}examine/").status_code == 404
    with clock(LATER):
        desks = doors(county)
        form = text(desks["监"], f"{here}propose/")
        assert "当事人当时没有提交培训记录" in form and form.count("没有核对就认定事实") == 2
        given = blamed(
            county,
            **{
                f"measures_{first.hex}": ["withdraw", "discipline"],
                f"body_{first.hex}": "示范县纪委监委",
                f"answer_{first.hex}": "没有证据，不采纳",
                f"measures_{second.hex}": ["criticism"],
            },
        )
        sent(desks["监"], f"{here}propose/", given)
        assert "SUP-112" in sent(desks["监"], f"{here}decide/", {"text": "同意处理意见"}, 409)
        sent(desks["监2"], f"{here}decide/", {"text": "同意处理意见"})
        assert "移送纪检监察机关" in text(desks["甲"], here)
        for who in (first, second):
            sent(desks["监"], f"{here}{who}/tell/", {"on": "2026-12-16", "text": "当面送达，本人签收"})
        page = text(desks["监"], here)
        assert f"/bureau/officers/{first}/" in page and f"/bureau/officers/{second}/" not in page
        assert desks["监"].get(f"{here}{second}/send/").status_code == 200
        assert "SUP-116" in sent(desks["监"], f"{here}{second}/send/", {"on": "2026-12-16", "text": "调查结果"}, 409)
        sent(desks["监"], f"{here}{first}/send/", {"on": "2026-12-16", "text": "调查结果、案卷复制件"})
        answer = desks["监"].get(f"{here}{first}/letter.pdf")
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF") and len(answer.content) > 5000
        assert [desks[who].get(f"{here}{first}/letter.pdf").status_code for who in ("甲", "丁", "乙")] == [404] * 3
        assert desks["监"].get(f"{here}{second}/letter.pdf").status_code == 404
        assert "SUP-117" in sent(desks["监2"], f"{here}close/", {"text": "都已落实"}, 409)
        for who in (first, second):
            sent(desks["监"], f"{here}{who}/report/", {"on": "2026-12-16", "text": "已经落实，执法证已收回"})
        sent(desks["监2"], f"{here}close/", {"text": "移送后还没有反馈"})
        case = str(queries.liabilities(county.actor("监", LATER), ("closed",))[0].case_id)
        assert here in text(desks["监"], f"/bureau/cases/{case}/") and here not in text(
            desks["甲"], f"/bureau/cases/{case}/"
        )
        assert "已办结" in text(desks["监"], here) and "决定被复议撤销的责任" in text(desks["甲"], f"{HOME}?tab=closed")
        assert "决定被复议撤销的责任" in text(desks["监"], f"{HOME}?tab=closed&q=复议")
        assert "没有符合的事项" in text(desks["监"], f"{HOME}?tab=closed&q=没有的")
        figures = text(desks["监"], f"{HOME}figures/?year=2026")
        assert (
            "示范县应急管理局" in figures
            and "收回执法证件 1" in figures
            and "一般过失 2" in figures
            and "没有责任追究事项" in text(desks["监"], f"{HOME}figures/?year=2025")
        )
        for address in (f"{HOME}export.", f"{HOME}figures."):
            assert [desks["监"].get(f"{address}{kind}").status_code for kind in ("csv", "xlsx", "pdf")] == [
                200,
                200,
                404,
            ]


def test_not_opened_needs_a_reason(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        assert desks["监"].get(f"{HOME}dismiss/").status_code == 302
        here = f"{HOME}dismiss/{source(county)}"
        bad = sent(desks["监"], here, {"reason": "不用查"}, 409)
        assert "SUP-110" in bad and "不用查" in bad
        sent(desks["监"], here, {"reason": "变更只因法律修改，作出决定时没有过错"})
        assert "没有待处理的来源" in text(desks["监"], f"{HOME}?tab=offers")
        assert "变更只因法律修改" in text(desks["监"], f"{HOME}?tab=dismissed")
        assert desks["监"].get(here).status_code == 404


def test_by_hand_first_the_organ_and_the_case(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        assert "下一步" in text(desks["监"], f"{HOME}new/")
        organ = county.organs["应急局"]
        answer = desks["监"].get(f"{HOME}new/", {"organ": str(organ), "case": "没有的案号"})
        assert answer.status_code == 422 and "没有的案号" in answer.content.decode()
        here = f"{HOME}new/?organ={organ}"
        given = opening(county, document="示范县人民检察院检察建议书 示检建〔2026〕3号", on="2026-12-01")
        bad = sent(desks["监"], here, given | {"on": "2026-12-08"}, 409)
        assert "SUP-110" in bad and "示检建〔2026〕3号" in bad
        bad = sent(desks["监"], here, given | {"on": "昨天"}, 422)
        assert "日期写法不对" in bad and "决定被复议撤销的责任" in bad
        assert "没有这个选项" in sent(desks["监"], here, given | {"person_ids": [str(county.people["市甲"])]}, 422)
        head = [str(county.people["己"])]
        assert "SUP-111" in sent(desks["监"], here, given | {"person_ids": head, "examiner_id": str(organ)}, 409)
        made_ = sent(desks["监"], here, given)
        assert "人工登记" in text(desks["监"], made_)
        assert (
            desks["己"].get(here).status_code == 200
            and desks["己"].get(f"{HOME}new/?organ={county.organs['市监局']}").status_code == 404
        )
        for move in ("add", "transfer"):
            assert desks["监"].get(f"{made_}{move}/").status_code == 200
        sent(desks["监"], f"{made_}add/", {"person_id": str(county.people["庚"]), "text": "调查中发现参与取证"})
        sent(desks["监"], f"{made_}transfer/", {"examiner_id": str(organ), "text": "由机关自己调查"})
        assert "示范县应急管理局调查" in text(desks["监"], HOME + "?tab=open")


def test_wrong_addresses_are_not_found(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        here = sent(desks["监"], f"{HOME}new/{source(county)}", opening(county))
        for tail in (
            "delete/",
            "close/",
            "defend/",
            f"{county.people['甲']}/tell/",
            f"{county.people['庚']}/tell/",
            f"{county.people['甲']}/x/",
        ):
            assert desks["监"].get(f"{here}{tail}").status_code == 404, tail
        for query in (
            {"offer": "x", "organ": "y"},
            {"organ": "y"},
            {"offer": "act:1", "organ": str(county.organs["应急局"])},
        ):
            assert desks["监"].get(f"{HOME}new/", query).status_code == 404
        for query in ({"after": "x"}, {"after": "2026-01-01_x"}, {"q": "\x00%_'\"", "tab": "?"}, {"tab": "offers"}):
            for who in ("监", "甲", "己"):
                assert desks[who].get(HOME, query).status_code in {200, 400}
        assert desks["监"].get(f"{HOME}figures/", {"year": "²²²²"}).status_code == 200
        assert desks["监"].get(f"{CIRCULARS}new/", {"liability": "x"}).status_code == 404
        assert Liability.objects.count() == 1


def test_a_circular_from_an_item_to_the_portal(county: Any, desks: dict[str, Client]) -> None:
    with clock(AT):
        assert "这里没有通报" in text(desks["监"], CIRCULARS)
        here = sent(desks["监"], f"{HOME}new/{source(county)}", opening(county))
        sent(desks["监"], f"{here}examine/", blamed(county))
        item = here.rstrip("/").rsplit("/", 1)[-1]
        assert made.FACTS in text(desks["监"], f"{CIRCULARS}new/?liability={item}")
        organs = [str(county.organs[who]) for who in ("应急局", "市监局")]
        given = {
            "title": "一起处罚决定被复议撤销", "naming": "anonymous", "naming_reason": "", "facts": "某机关张三没有核对记录。", "findings": "事实没有查清。",
            "demands": "各机关自查。\n自行纠正。", "due": "2026-12-31", "organ_ids": organs,
        }  # fmt: skip
        bad = sent(desks["监"], f"{CIRCULARS}new/?liability={item}", given, 409)
        assert "SUP-119" in bad and "某机关张三没有核对记录。" in bad
        told = sent(desks["监"], f"{CIRCULARS}new/?liability={item}", given | {"facts": "某机关没有核对记录。"})
        assert item in text(desks["监"], told) and item not in text(desks["己"], told)
        assert told in text(desks["丁"], "/bureau/?tab=reports") and desks["甲"].get(told).status_code in {403, 404}
        sent(desks["丁"], f"{told}receive/", {})
        bad = sent(desks["己"], f"{told}report/", {"text": "自查过了"}, 409)
        assert "SUP-119" in bad and "自查过了" in bad
        sent(desks["己"], f"{told}report/", {"text": "已自查三件，没有同类问题"})
        assert desks["己"].get(f"{told}report/").status_code == 404
        sent(desks["监"], f"{told}{organs[0]}/return/", {"text": "没有写改了什么"})
        assert "没有写改了什么" in text(desks["己"], told) and "没有写改了什么" not in text(desks["市己"], told)
        for who in ("监", "己"):
            answer = desks[who].get(f"{told}circular.pdf")
            assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
        sent(desks["监"], f"{told}publish/", {"text": "问题有普遍性，公开提醒"})
        edition = Edition.objects.get(entry__kind="circular")
        sent(desks["监2"], f"/bureau/editions/{edition.pk}/check/", {})
        sent(desks["监"], f"/bureau/editions/{edition.pk}/release/", {})
        public = text(Client(), f"/sq/示司/circular/{edition.entry.code}/")
        assert "一起处罚决定被复议撤销" in public and "张三" not in public
        assert [desks["监"].get(f"{CIRCULARS}export.{kind}").status_code for kind in ("csv", "xlsx", "pdf")] == [
            200,
            200,
            404,
        ]
        assert "没有符合的通报" in text(desks["监"], f"{CIRCULARS}?q=没有的")
