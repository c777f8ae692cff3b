"""Dated figures: layers, days of effect, clear mistakes, and the constants of rulebook §10."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from mingjing.kernel.findings import Invalid
from mingjing.kernel.parameters import Layer, NotInForce, Parameters, UnknownParameter, load_layers, read_layer
from mingjing.kernel.periods import Period, Unit

FOLDER = Path(__file__).resolve().parents[2] / "src" / "mingjing" / "cases" / "parameters"
NOW = date(2026, 11, 22)

NATIONAL = """
checked: 2026-11-22
publish.penalty:
  title: 处罚决定公开期限
  2018-12-05: {value: 7, unit: wd, cites: 国办发〔2018〕118号, verified: true}
  2016-01-01: {value: 20, unit: wd, cites: 旧规定, verified: false}
surcharge:
  2021-07-15: {value: 0.03, unit: ratio, cites: 行政处罚法第七十二条, verified: true}
"""
PROVINCE = """
checked: 2026-11-22
publish.penalty:
  title: 本省处罚决定公开期限
  2020-01-01: {value: 5, unit: wd, cites: 省规定, verified: true}
  2025-01-01: {repealed: true, cites: 省政府令废止}
"""


def layers(**texts: str) -> Parameters:
    return Parameters(tuple(read_layer(name, {"figures.yaml": text}) for name, text in texts.items()))


BOTH = layers(national=NATIONAL, province=PROVINCE)


@pytest.mark.parametrize(
    ("on", "value", "layer"),
    [
        (date(2016, 1, 1), 20, "national"),
        (date(2018, 12, 4), 20, "national"),
        (date(2018, 12, 5), 7, "national"),
        (date(2019, 12, 31), 7, "national"),
        (date(2020, 1, 1), 5, "province"),
        (date(2024, 12, 31), 5, "province"),
        (date(2025, 1, 1), 7, "national"),
    ],
)
def test_the_most_special_figure_in_force_decides(on, value, layer):
    figure = BOTH.at("publish.penalty", on)
    assert (figure.value, figure.layer) == (value, layer)


def test_a_figure_knows_where_it_comes_from():
    figure = BOTH.at("publish", NOW, kind="penalty")
    assert (figure.key, figure.unit, figure.cites, figure.verified) == (
        "publish.penalty",
        "wd",
        "国办发〔2018〕118号",
        True,
    )
    assert (figure.since, figure.checked) == (date(2018, 12, 5), date(2026, 11, 22))
    assert figure.period == Period(7, Unit.WORKDAY)


def test_a_decimal_keeps_the_digits_that_were_typed():
    assert BOTH.at("surcharge", NOW).value == Decimal("0.03")


def test_a_ratio_is_no_period():
    with pytest.raises(ValueError, match="ratio"):
        _ = layers(national=NATIONAL.replace("0.03", "3")).at("surcharge", NOW).period


def test_the_day_of_a_moment_is_the_day_in_beijing():
    assert BOTH.at("publish.penalty", datetime(2018, 12, 4, 17, tzinfo=UTC)).value == 7


def test_an_unknown_key_is_named():
    with pytest.raises(UnknownParameter, match="参数库中没有“publish.nothing”"):
        BOTH.at("publish", NOW, kind="nothing")


def test_a_day_before_the_first_figure_is_named():
    with pytest.raises(
        NotInForce, match="“publish.penalty”（本省处罚决定公开期限）在2015年12月31日.*最早自2016年1月1日起"
    ):
        BOTH.at("publish.penalty", date(2015, 12, 31))


def test_what_there_is_can_be_listed():
    assert BOTH.keys() == ("publish.penalty", "surcharge")
    assert [figure.value for figure in BOTH.figures("publish.penalty")] == [20, 7, 5]
    assert (BOTH.title("publish.penalty"), BOTH.title("surcharge")) == ("本省处罚决定公开期限", "surcharge")
    assert Layer("empty", {}).at("surcharge", NOW) is None


def test_folders_are_layers_in_order(tmp_path):
    for name, text in (("national", NATIONAL), ("organ", PROVINCE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "figures.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "organ" / "readme.txt").write_text("not read", encoding="utf-8")
    loaded = Parameters.load(tmp_path / "national", tmp_path / "organ")
    assert loaded.at("publish.penalty", date(2021, 1, 1)).layer == "organ"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="没有参数文件夹“nowhere”"):
        load_layers(tmp_path / "nowhere")


GOOD = "{value: 7, unit: wd, cites: 依据, verified: true}"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("[1, 2]", "逐项写明"),
        ("a: [", "写法有误"),
        ("? [a]\n: 1", "写法有误"),
        ("checked: 2026-02-30", "写法有误"),
        (f"a: {{2020-01-01: {GOOD}}}", "缺少核对日期 checked"),
        ("checked: 2026-11-22 10:00:00", "缺少核对日期 checked"),
        ("checked: 2026-11-22\na: 7", "“a”应写明生效日期和数值"),
        (f"checked: 2026-11-22\n1: {{2020-01-01: {GOOD}}}", "“1”应写明生效日期和数值"),
        ("checked: 2026-11-22\na: {title: 甲}", "应以生效日期开头"),
        (f"checked: 2026-11-22\na: &a {{2020-01-01: {GOOD}}}\nb: *a", "第3行附近写法有误"),
        (f"checked: 2026-11-22\na: {{stricter: looser, 2020-01-01: {GOOD}}}", "stricter 只能是 less、more 或者 fixed"),
        (f"checked: 2026-11-22\na: {{now: {GOOD}}}", "应以生效日期开头"),
        ("checked: 2026-11-22\na: {2020-01-01: 7}", "“a”自2020年1月1日起的内容应写成"),
        ("checked: 2026-11-22\na: {2020-01-01: {value: 7}}", "缺少 cites.*缺少 unit.*缺少 verified"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD[:-1]}, note: x}}}}", "多出 note"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD.replace('7', 'true')}}}", "value 应为数字或文字"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD.replace('7', '[7]')}}}", "value 应为数字或文字"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD.replace('wd', 'week')}}}", "单位 unit 只能是"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD.replace('wd', '[wd]')}}}", "单位 unit 只能是"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD.replace('依据', '7')}}}", "依据 cites 不能空白"),
        (
            f"checked: 2026-11-22\na: {{2020-01-01: {GOOD.replace('依据', ' ').replace('cites:  ', 'cites: ')}}}",
            "cites",
        ),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD.replace('true', 'maybe')}}}", "verified 应为"),
        ("checked: 2026-11-22\na: {2020-01-01: {repealed: true, value: 7}}", "多出 repealed"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD}, 2020-01-01: {GOOD}}}", "重复的项"),
        (f"checked: 2026-11-22\na: {{2020-01-01: {GOOD}}}\na: {{2021-01-01: {GOOD}}}", "第3行|重复的项"),
    ],
)
def test_a_mistake_in_the_data_is_named(body, told):
    with pytest.raises(Invalid, match=told) as refused:
        read_layer("national", {"figures.yaml": body})
    assert list(refused.value.errors) == ["figures.yaml"]


def test_one_key_stands_in_one_file_of_a_layer():
    text = f"checked: 2026-11-22\na: {{2020-01-01: {GOOD}}}"
    with pytest.raises(Invalid, match="b.yaml.*“a”在本层重复定义"):
        read_layer("national", {"a.yaml": text, "b.yaml": text})


# -- the shipped figures ----------------------------------------------------------------------------------------------

CONSTANTS = {
    "publish.penalty": "7wd",
    "publish.licence": "7wd",
    "publish.other": "20wd",
    "withdraw": "3wd",
    "av.upload": "24h",
    "spot.handover": "2wd",
    "spot.bank": "2wd",
    "simple.file": "3wd",
    "prefile.limit": "15wd",
    "prefile.extension": "15wd",
    "preserve": "7wd",
    "statement": "5wd",
    "hearing.request": "5wd",
    "hearing.notice": "7wd",
    "decision.limit": "90d",
    "decision.extension": "30d",
    "service": "7wd",
    "pay": "15d",
    "limitation": "2y",
    "limitation.serious": "5y",
    "seize": "30d",
    "seize.extension": "30d",
    "seize.makeup": "24h",
    "freeze.notice": "3wd",
    "urge.before.court": "10wd",
    "court.apply": "3m",
    "substitute.urge": "3wd",
    "urge.before.force": "10wd",
    "force.surcharge": "30d",
    "announce.service": "30d",
    "licence.supplement": "5wd",
    "licence.decide": "20wd",
    "licence.decide.extension": "10wd",
    "licence.joint": "45wd",
    "licence.joint.extension": "15wd",
    "licence.issue": "10wd",
    "licence.hearing.request": "5wd",
    "licence.hearing.hold": "20wd",
    "licence.hearing.notice": "7wd",
    "review.apply": "60d",
    "review.apply.untold": "1y",
    "review.apply.longest": "5y",
    "review.apply.property": "20y",
    "review.answer": "10wd",
    "review.answer.simplified": "5wd",
    "sue": "6m",
    "sue.after_review": "15d",
    "sue.answer": "15d",
    "crime.decide": "3d",
    "crime.transfer": "24h",
    "crime.goods": "3d",
    "archive": "30d",
    "credit.minor.max": "3m",
    "credit.general.min": "3m",
    "credit.general.max": "1y",
    "credit.serious.min": "1y",
    "credit.serious.max": "3y",
}
SHIPPED = Parameters.load(FOLDER / "national")
EMERGENCY = Parameters.load(FOLDER / "national", FOLDER / "domains" / "emergency")
MARKET = Parameters.load(FOLDER / "national", FOLDER / "domains" / "market")


@pytest.mark.parametrize(("key", "period"), CONSTANTS.items())
def test_national_time_limits(key, period):
    assert str(SHIPPED.at(key, NOW).period) == period


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("annual_report", "01-31", "month-day"),
        ("city_rollup", 2, "month-end"),
        ("quarterly", 1, "quarter"),
        ("reviewer_ratio", Decimal("0.05"), "ratio"),
        ("simple.max.person", 200, "CNY"),
        ("simple.max.unit", 3000, "CNY"),
        ("spot.collect.max", 100, "CNY"),
        ("surcharge", Decimal("0.03"), "ratio"),
        ("surcharge.cap", Decimal(1), "ratio"),
        ("collective.fine", 500_000, "CNY"),
        ("credit.minor.min", 0, "m"),
        ("training", 40, "h/y"),
    ],
)
def test_other_national_figures(key, value, unit):
    figure = SHIPPED.at(key, NOW)
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(
    ("domain", "person", "unit", "verified"), [(EMERGENCY, 20_000, 50_000, False), (MARKET, 10_000, 100_000, True)]
)
def test_hearing_thresholds_differ_by_domain(domain, person, unit, verified):
    found = [domain.at("hearing.threshold", NOW, party=party) for party in ("person", "unit")]
    assert [figure.value for figure in found] == [person, unit]
    assert {figure.verified for figure in found} == {verified}


def test_the_domains_say_where_they_differ():
    assert MARKET.at("publish.penalty", NOW).value == 20
    assert EMERGENCY.at("publish.penalty", NOW).cites.startswith("安全生产法第七十八条")
    assert EMERGENCY.at("seize", NOW).layer == "national"


@pytest.mark.parametrize(
    ("key", "first"),
    [("publish.penalty", "2018-12-05"), ("withdraw", "2021-07-15"), ("announce.service", "2022-01-01")],
)
def test_no_figure_holds_on_the_day_before_it_took_effect(key, first):
    day = date.fromisoformat(first)
    assert SHIPPED.at(key, day).since == day
    with pytest.raises(NotInForce):
        SHIPPED.at(key, date.fromordinal(day.toordinal() - 1))


def test_every_overlay_key_is_known_nationally():
    assert set(EMERGENCY.keys()) | set(MARKET.keys()) == set(SHIPPED.keys())


def test_every_national_figure_has_a_title():
    assert [key for key in sorted(SHIPPED.keys()) if SHIPPED.title(key) == key] == []
