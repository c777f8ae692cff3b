"""执法事项 kept on the pages: entered, the next version, taken off; what is typed wrong is said and stays."""

from datetime import timedelta

import pytest
from tests.bureau.case_desk import NOW, clock, enter

from mingjing.lawbook import queries
from mingjing.lawbook.models import Matter
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HOME, TODAY = "/bureau/matters/", NOW.date()
SENT = {
    "code": "AQ-NEW", "name": "未按照规定报告隐患案", "domain": "emergency", "valid_from": TODAY.isoformat(), "violates": "《安全生产法》第四十一条第二款",
    "penalises": "《安全生产法》第九十七条第（五）项", "penalties": ["fine", "warning"], "unit_min": "", "unit_max": "100,000", "multiple": "", "note": "",
}  # fmt: skip


def test_a_matter_is_entered_revised_and_taken_off(shifan: World) -> None:
    with clock(NOW):
        legal = enter(shifan, "丁")
        assert f"{HOME}new/" in legal.get(HOME).content.decode()
        assert legal.post(f"{HOME}new/", SENT).status_code == 302
        first = queries.matter_by_code(shifan.organs["应急局"], "AQ-NEW", TODAY)
        assert first is not None and first.spec.unit_fine is not None and first.spec.person_fine is None
        assert (first.spec.unit_fine.low, first.spec.unit_fine.high) == (
            0,
            100000,
        ) and not first.spec.correction_required
        page = legal.get(f"{HOME}{first.matter_id}/revise/").content.decode()
        assert "《安全生产法》第四十一条第二款" in page and 'name="code"' not in page
        later = (TODAY + timedelta(days=3)).isoformat()
        assert (
            legal.post(
                f"{HOME}{first.matter_id}/revise/", SENT | {"name": "未按照规定报告重大隐患案", "valid_from": later}
            ).status_code
            == 302
        )
        second = queries.matter_by_code(shifan.organs["应急局"], "AQ-NEW")
        assert second is not None and (second.version, second.name) == (2, "未按照规定报告重大隐患案")
        assert legal.get(f"{HOME}{first.matter_id}/revise/").status_code == 404
        gone = (TODAY + timedelta(days=9)).isoformat()
        assert legal.post(f"{HOME}{second.matter_id}/retire/", {"valid_to": later}).status_code == 422
        assert legal.post(f"{HOME}{second.matter_id}/retire/", {"valid_to": gone}).status_code == 302
        assert legal.post(f"{HOME}{second.matter_id}/retire/", {"valid_to": gone}).status_code == 404
    assert queries.matter_by_code(shifan.organs["应急局"], "AQ-NEW") is None


@pytest.mark.parametrize(
    ("changed", "told", "status"),
    [
        ({"penalises": "《安全生产法》第九百条"}, "没有当日有效的", 409), ({"violates": "随便写的"}, "读不懂", 422), ({"code": "有中文"}, "事项编码只用字母", 422),
        ({"unit_max": "很多"}, "请写数字", 422), ({"unit_min": "5", "unit_max": ""}, "有下限的要写上限", 422), ({"unit_min": "5", "unit_max": "1"}, "下限高于上限", 422),
        ({"penalties": []}, "请选择处罚种类", 422), ({"valid_from": "明天"}, "日期写法不对", 422), ({"name": ""}, "请填写", 422), ({"unit_max": "NaN"}, "应在0元至", 422),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_stays_typed(
    shifan: World, changed: dict[str, object], told: str, status: int
) -> None:
    before = Matter.objects.count()
    with clock(NOW):
        answer = enter(shifan, "丁").post(f"{HOME}new/", SENT | {"note": "写过的说明"} | changed)
    page = answer.content.decode()
    assert (answer.status_code, told in page, "写过的说明" in page) == (status, True, True), page[-3000:]
    assert 'name="correction_required" checked' not in page
    assert Matter.objects.count() == before


def test_others_neither_see_the_buttons_nor_get_in(shifan: World) -> None:
    matter = queries.matters(shifan.organs["应急局"], TODAY)[0]
    with clock(NOW):
        for who, status in (("甲", 403), ("监", 403), ("市己", 404)):
            client = enter(shifan, who)
            assert f"{HOME}{matter.matter_id}/revise/" not in client.get(f"{HOME}{matter.matter_id}/").content.decode()
            assert client.get(f"{HOME}{matter.matter_id}/revise/").status_code == status


LICENCE = {
    "code": "XK-01", "name": "烟花爆竹经营（零售）许可", "act_kind": "licence", "domain": "emergency", "valid_from": TODAY.isoformat(), "note": "写过的说明",
    "penalises": "《安全生产法》第四十一条第二款", "materials": "零售许可申请书\n营业执照复印件\n周边平面图（选交）",
}  # fmt: skip


def test_what_is_applied_for_has_its_materials_and_no_fines(shifan: World) -> None:
    with clock(NOW):
        legal = enter(shifan, "丁")
        assert legal.post(f"{HOME}new/", LICENCE).status_code == 302
        made = queries.matter_by_code(shifan.organs["应急局"], "XK-01", TODAY)
        assert made is not None and (made.spec.act_kind, made.spec.chart) == ("licence", "licence")
        assert [(one.name, one.required) for one in made.spec.materials] == [
            ("零售许可申请书", True),
            ("营业执照复印件", True),
            ("周边平面图", False),
        ]
        page = legal.get(f"{HOME}{made.matter_id}/").content.decode()
        assert "周边平面图（选交）" in page and "裁量基准" not in page.split("<main")[1] and "行政许可" in page
        assert "行政许可" in legal.get(HOME).content.decode()
        again = legal.get(f"{HOME}{made.matter_id}/revise/").content.decode()
        assert "周边平面图（选交）" in again and 'name="act_kind"' not in again


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"materials": ""}, "至少一份必交"), ({"materials": "图纸（选交）"}, "至少一份必交"), ({"materials": "图纸\n图纸"}, "同名"),
        ({"penalties": ["fine"]}, "行政许可事项不填这一项"), ({"unit_max": "5"}, "行政许可事项不填这一项"), ({"violates": "《安全生产法》第四十一条第二款"}, "不填这一项"),
        ({"multiple": "十倍"}, "没有罚款"), ({"act_kind": "别的"}, "没有这个选项"), ({"act_kind": "penalty", "violates": "《安全生产法》第四十一条第二款", "penalties": ["fine"]}, "没有申请材料"),
    ],
)  # fmt: skip
def test_a_wrong_matter_of_applications_is_said_and_stays_typed(
    shifan: World, changed: dict[str, object], told: str
) -> None:
    before = Matter.objects.count()
    with clock(NOW):
        answer = enter(shifan, "丁").post(f"{HOME}new/", LICENCE | changed)
    page = answer.content.decode()
    assert (answer.status_code, told in page, "写过的说明" in page) == (422, True, True), page[-3000:]
    assert Matter.objects.count() == before
