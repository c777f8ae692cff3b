"""G-42 from both sides: what is cited is public, in force and has the tier; where one is public, it is cited."""

import pytest
from tests.cases.rules.made import asked, case, part, told

CITED = {
    "id": "e", "organ_code": "示应急", "organ_name": "示范县应急管理局", "code": "AQ097-7", "name": "特种作业", "seq": 1,
    "document": "示应急发〔2026〕5号", "valid_from": "2026-01-01", "released_on": "2025-12-20", "ended_on": "",
    "sha256": "0" * 64, "tiers": ["轻微", "较轻", "一般", "较重", "严重"],
}  # fmt: skip
PUBLIC = [{key: CITED[key] for key in ("id", "organ_name", "name", "document", "seq")}]


def says(name, act, message, facts=None):
    found = told(part("G-42", name), facts or case(), act)
    assert any(message in each for each in found) if message else not found, found


def deciding(on="2026-10-10", code="decide", **more):
    return asked(code, on, **({"benchmark": CITED, "tier": "较重"} | more))


@pytest.mark.parametrize(
    ("changed", "on", "message"),
    [
        ({}, "2026-10-10", ""),
        ({}, "2026-01-01", ""),
        ({}, "2025-12-31", "还没有施行"),
        ({"released_on": ""}, "2026-10-10", "没有公布过"),
        ({"released_on": "2026-10-11"}, "2026-10-10", "2026-10-11 才公布"),
        ({"ended_on": "2026-10-10"}, "2026-10-10", "已于 2026-10-10 停止施行"),
        ({"ended_on": "2026-10-11"}, "2026-10-10", ""),
    ],
)
def test_what_is_cited_is_public_and_in_force_on_the_day(changed, on, message):
    says("cited_benchmark_is_public", deciding(on, benchmark=CITED | changed), message)


def test_a_decision_without_a_benchmark_is_not_asked_about_it():
    for name in ("cited_benchmark_is_public", "tier_is_of_the_cited_benchmark", "benchmark_is_of_the_matter"):
        says(name, asked("decide", tier="较重"), "")


@pytest.mark.parametrize("code", ["report", "notify", "decide"])
@pytest.mark.parametrize(
    ("tier", "message"), [("较重", ""), (" 较重 ", ""), ("特重", "没有“特重”阶次"), ("", "没有写裁量阶次")]
)
def test_the_tier_is_one_of_the_benchmark(code, tier, message):
    says("tier_is_of_the_cited_benchmark", deciding(code=code, tier=tier), message)


@pytest.mark.parametrize("discretion", ["reduced", "none"])
def test_a_reduced_penalty_needs_no_tier(discretion):
    says("tier_is_of_the_cited_benchmark", deciding(code="report", tier="", discretion=discretion), "")
    reported = case(("report", "2026-09-18", {"discretion": discretion}))
    says("tier_is_of_the_cited_benchmark", deciding(tier=""), "", reported)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, ""),
        ({"benchmarks_public": []}, ""),
        ({"benchmarks_public": PUBLIC}, "决定没有引用"),
        ({"benchmarks_public": PUBLIC, "benchmark_reason": "不"}, "决定没有引用"),
        ({"benchmarks_public": PUBLIC, "benchmark_reason": "基准没有规定本案的情形。"}, ""),
        ({"benchmarks_public": PUBLIC, "benchmark": CITED}, ""),
    ],
)
def test_where_one_is_public_it_is_cited_or_the_reason_is_given(data, message):
    says("published_benchmark_is_cited", asked("decide", **data), message)


def test_the_benchmark_of_another_matter_is_pointed_out():
    says("benchmark_is_of_the_matter", deciding(), "")
    says("benchmark_is_of_the_matter", deciding(benchmark=CITED | {"code": "AQ102"}), "是事项 AQ102 的，本案是 AQ097-7")
