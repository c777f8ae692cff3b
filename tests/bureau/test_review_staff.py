"""法制审核力量 as its people meet it: the head registers, the reviewer adds a training, the supervisor compares organs."""

import pytest
from tests.bureau.case_desk import NOW, clock, enter

from mingjing.organs import queries as organs
from mingjing.review import queries
from mingjing.review.models import Training
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HOME = "/bureau/review-staff/"
BODY = {"name": "政策法规股", "basis": "示应急〔2026〕5号", "phone": "0399-7200001", "since": "2026-01-05"}


def reviewer(shifan: World) -> str:
    return next(key for key in shifan.teams["应急局"].values() if isinstance(key, str) and shifan.actor(key, NOW).has("reviewer"))  # fmt: skip


def test_the_head_registers_and_everybody_sees(shifan: World) -> None:
    with clock(NOW):
        head = enter(shifan, shifan.teams["应急局"]["head"])
        page = head.get(HOME).content.decode()
        assert "没有登记法制审核机构" in page and "登记审核机构" in page
        wrong = head.post(f"{HOME}body/new/", BODY | {"since": "2027-01-01"})
        assert (
            wrong.status_code == 409
            and "起始日期在今天之后" in wrong.content.decode()
            and "政策法规股" in wrong.content.decode()
        )
        assert head.post(f"{HOME}body/new/", BODY).status_code == 302
        assert "政策法规股" in head.get(HOME).content.decode()
        organ = shifan.organs["应急局"]
        assert queries.review_body(organ) is not None


def test_a_reviewer_adds_the_own_training_and_the_head_makes_it_void(shifan: World) -> None:
    who = reviewer(shifan)
    sent = {
        "person_id": str(shifan.people[who]),
        "day": "2026-11-02",
        "hours": "6",
        "topic": "处罚法专题",
        "organiser": "示范县司法局",
    }
    with clock(NOW):
        client = enter(shifan, who)
        assert client.post(f"{HOME}trainings/new/", sent | {"hours": "六"}).status_code == 422
        assert client.post(f"{HOME}trainings/new/", sent).status_code == 302
        page = client.get(HOME).content.decode()
        assert "处罚法专题" in page and "6 / 20" in page and "还差 14" in page
        one = Training.objects.get()
        void = f"{HOME}trainings/{one.id}/void/"
        assert client.get(void).status_code == 403
        head = enter(shifan, shifan.teams["应急局"]["head"])
        assert head.post(void, {"reason": "日期登记有误"}).status_code == 302
        assert "已作废：日期登记有误" in head.get(HOME).content.decode()
        stranger = enter(shifan, shifan.teams["市监局"]["head"])
        assert stranger.get(void).status_code == 404


def test_the_supervisor_compares_organs_and_takes_the_table(shifan: World) -> None:
    with clock(NOW):
        client = enter(shifan, "监")
        page = client.get(HOME).content.decode()
        assert "示范县应急管理局" in page and "示范县市场监督管理局" in page and "没有登记" in page
        slug = next(one.slug for one in organs.organs() if one.name == "示范县应急管理局")
        one = client.get(HOME, {"organ": slug}).content.decode()
        assert "审核人员名册" in one and "review-staff/trainings/new/" not in one
        for kind in ("csv", "xlsx"):
            assert client.get(f"{HOME}export.{kind}").status_code == 200
        table = client.get(f"{HOME}export.csv").content.decode("utf-8-sig")
        assert '"机关","审核机构"' in table and "示范县应急管理局" in table
        own = enter(shifan, shifan.teams["应急局"]["head"])
        assert "法律职业资格证书号" in own.get(f"{HOME}export.csv").content.decode("utf-8-sig")


def test_units_are_shown_beside_the_organ_with_the_quarters_before(shifan: World) -> None:
    with clock(NOW):
        head = enter(shifan, shifan.teams["应急局"]["head"])
        page = head.get(HOME).content.decode()
        assert "各执法机构" in page and "执法大队" in page and "REV-62" in page and "少 1 人" in page
        table = head.get(f"{HOME}units.csv").content.decode("utf-8-sig").replace('"', "")
        assert "执法大队,2026-" in table and table.splitlines()[0].startswith("机关,执法机构,截至")
        watch = enter(shifan, "监")
        assert "个执法机构不足" in watch.get(HOME).content.decode()
        told = watch.get(f"{HOME}units.csv").content.decode("utf-8-sig").replace('"', "")
        assert "示范县应急管理局,执法大队" in told
        assert (
            watch.get(f"{HOME}units.xlsx?organ=yjj").status_code == 200
            and watch.get(f"{HOME}units.pdf").status_code == 404
        )


def test_a_unit_is_changed_from_a_day_on_and_the_page_shows_it(shifan: World) -> None:
    with clock(NOW):
        admin, key = enter(shifan, "系小管"), shifan.people["甲"]
        form = {"name": "张三", "unit": "执法二队", "post": "一级主任科员", "reason": "机构调整"}
        ahead = admin.post(f"/bureau/officers/{key}/change/", form | {"unit_since": "2027-12-01"})
        assert ahead.status_code == 409 and "REV-63" in ahead.content.decode() and "执法二队" in ahead.content.decode()
        same = admin.post(
            f"/bureau/officers/{key}/change/", form | {"unit": "执法大队", "post": "科员", "unit_since": "2026-11-02"}
        )
        assert same.status_code == 422 and "日期不用填" in same.content.decode()
        assert admin.post(f"/bureau/officers/{key}/change/", form | {"unit_since": "2026-11-02"}).status_code == 302
        page = admin.get(f"/bureau/officers/{key}/").content.decode()
        assert "所在机构的变更" in page and "执法二队" in page and "2026-11-02" in page
