"""Local figures: what a province, a place or an organ may write, what is refused, and where every problem is told."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.cases.rules.made import ORGAN, case, context

from mingjing.cases.queries.calendar import figures_of, parameters, parameters_of
from mingjing.cases.rules.clocks import deadlines
from mingjing.kernel.findings import Weight
from mingjing.organs.queries.overlays import files_of, laid_over, places_of, stray_places
from mingjing.organs.rules.overlays import lay
from mingjing.organs.terms.overlays import LARGEST, OverlayFile, OverlayProblem

COUNTY = replace(ORGAN, region_code="130821")
MARKET = replace(COUNTY, domain="market", code="示市监")
ON = date(2026, 11, 30)
KNOWN = set(parameters("").keys())


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.MINGJING_PARAMETERS = tmp_path / "parameters"  # type: ignore[attr-defined]
    yield tmp_path / "parameters"


def write(home: Path, place: str, text: str, name: str = "own.yaml") -> Path:
    (home / place).mkdir(parents=True, exist_ok=True)
    path = home / place / name
    path.write_text(text, encoding="utf-8")
    return path


def figure(key: str, value: object, unit: str, since: str = "2026-03-01") -> str:
    return f"checked: 2026-11-20\n{key}:\n  {since}: {{value: {value}, unit: {unit}, cites: 示范省规定第三条, verified: true}}\n"


def problems(
    text: str, place: str = "organs/示应急", more: tuple[OverlayFile, ...] = (), **named: object
) -> tuple[OverlayProblem, ...]:
    return lay(parameters("emergency"), (OverlayFile(place, "own.yaml", text), *more), KNOWN, **named).problems  # type: ignore[arg-type]


def test_without_files_the_pack_itself_stands(home: Path) -> None:
    assert parameters_of(COUNTY) is parameters("emergency")
    assert files_of(COUNTY) == ()


def test_an_organ_may_be_stricter_and_only_from_its_day_on(home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"))
    asked = figures_of(COUNTY)
    assert [asked("statement", on).value for on in (date(2026, 2, 28), date(2026, 3, 1))] == [5, 8]
    assert asked("statement", ON).layer == "organs/示应急"
    assert figures_of(MARKET)("statement", ON).value == 5, "another organ's file is not ours"


def test_the_order_is_nation_place_domain_place_and_domain_organ(home: Path) -> None:
    write(home, "provinces/130000", figure("hearing.threshold.person", 3000, "CNY"))
    write(home, "provinces/1308", figure("assist.answer", 12, "wd"))
    assert figures_of(MARKET)("hearing.threshold.person", ON).value == 10000, (
        "the ministry's figure stands above the province's general one"
    )
    assert figures_of(MARKET)("assist.answer", ON).layer == "provinces/1308"
    write(home, "provinces/13/market", figure("hearing.threshold.person", 5000, "CNY"))
    assert figures_of(MARKET)("hearing.threshold.person", ON).value == 5000
    write(home, "organs/示市监", figure("hearing.threshold.person", 2000, "CNY"))
    assert figures_of(MARKET)("hearing.threshold.person", ON).value == 2000
    assert figures_of(COUNTY)("hearing.threshold.person", ON).value == 20000


def test_a_place_is_the_beginning_of_the_region_code(home: Path) -> None:
    for name in ("13", "130000", "1308", "130821", "14", "1", "abc", "130800"):
        (home / "provinces" / name).mkdir(parents=True)
    general = [one for one in places_of(COUNTY) if one.count("/") == 1 and one.startswith("provinces")]
    assert general == ["provinces/13", "provinces/130000", "provinces/1308", "provinces/130800", "provinces/130821"]
    assert places_of(replace(COUNTY, region_code="")) == ("organs/示应急",)
    assert places_of(replace(COUNTY, code="../organs"))[-1].startswith("provinces")


def test_folders_that_hold_for_nobody_are_named(home: Path) -> None:
    for name in ("provinces/13/market", "provinces/13/fishing", "provinces/99", "organs/示应急", "organs/示错字"):
        (home / name).mkdir(parents=True)
    assert stray_places([COUNTY]) == ("provinces/13/fishing", "provinces/99", "organs/示错字")


@pytest.mark.parametrize(
    ("text", "rule", "line", "told"),
    [
        (figure("statment", 8, "wd"), "PAR-02", 2, "没有“statment”这个参数"),
        (figure("statement", 8, "d"), "PAR-04", 3, "单位是 d，上一层是 wd"),
        (figure("statement", 8, "days"), "PAR-01", 3, "单位 unit 只能是"),
        (figure("statement", 3, "wd"), "PAR-05", 3, "不能更小"),
        (figure("prefile.limit", 20, "wd"), "PAR-05", 3, "不能更大"),
        (figure("surcharge", 0.01, "ratio"), "PAR-05", 3, "法律定死"),
        (figure("urge.before.force", 9, "wd"), "PAR-05", 3, "不能更小"),
        (figure("force.surcharge", 40, "d"), "PAR-05", 3, "法律定死"),
        (figure("review.first.spot", 0, "flag"), "PAR-05", 3, "法律定死"),
        (figure("hearing.threshold.unit", '"30000"', "CNY"), "PAR-05", 3, "不加引号"),
        (figure("statement", 5.5, "wd"), "PAR-05", 3, "应当写整数"),
        (figure("pause.suspension", 0.5, "flag"), "PAR-05", 3, "应当写整数"),
        (figure("statement", 99999999999, "wd"), "PAR-05", 3, "期限不能超过 999"),
        (figure("statement", 1000, "wd"), "PAR-05", 3, "期限不能超过 999"),
        (figure("credit.minor.max", -1, "m"), "PAR-05", 3, "不小于 0"),
        (figure("credit.minor.max", '"4"', "m"), "PAR-05", 3, "不加引号"),
        ("checked: 2026-11-20\n", "PAR-01", 0, "没有写任何参数"),
        ("", "PAR-01", 0, "应以“参数名: ”逐项写明"),
        ("statement:\n  2026-03-01: {value: 8, unit: wd, cites: 甲, verified: true}\n", "PAR-01", 0, "缺少核对日期"),
        ("checked: 2026-11-20\nstatement: [\n", "PAR-01", 0, "写法有误"),
        (figure("statement", 8, "wd") + "statement:\n  2027-01-01: {repealed: true}\n", "PAR-01", 2, "重复的项"),
        ("checked: 2026-11-20\nstatement:\n  2026-03-01: {value: 8, unit: wd, verified: true}\n", "PAR-01", 3, "缺少 cites"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_line_key_rule_and_next_step(
    text: str, rule: str, line: int, told: str
) -> None:
    found = problems(text)
    assert [one.finding.rule for one in found] == [rule]
    only = found[0]
    assert told in only.finding.message
    assert only.file == "own.yaml"
    assert only.finding.next_step
    if line and "重复" not in told:
        assert only.line == line


def test_a_bad_figure_is_left_out_and_the_rest_of_the_file_stands(home: Path) -> None:
    write(
        home,
        "organs/示应急",
        figure("statement", 2, "wd")
        + "hearing.request:\n  2026-03-01: {value: 6, unit: wd, cites: 甲, verified: true}\n",
    )
    asked = figures_of(COUNTY)
    assert [asked(key, ON).value for key in ("statement", "hearing.request")] == [5, 6]
    assert [one.finding.rule for one in laid_over(parameters("emergency"), COUNTY, KNOWN).problems] == ["PAR-05"]


def test_a_figure_of_the_future_waits_for_its_day(home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 9, "wd", since="2027-01-01"))
    asked = figures_of(COUNTY)
    assert [asked("statement", on).value for on in (ON, date(2026, 12, 31), date(2027, 1, 1))] == [5, 5, 9]


@pytest.mark.parametrize(
    "text", ["[" * 5000, "a: " + "[" * 30000, "? [" + "[" * 5000, "? {a: b}\n: c\n1: &a [x]\n2: *a\n"]
)
def test_a_file_nested_without_end_is_told_and_stops_nobody(home: Path, text: str) -> None:
    write(home, "organs/示应急", text)
    write(home, "provinces/13/emergency", figure("statement", 8, "wd"))
    assert figures_of(COUNTY)("statement", ON).value == 8
    assert [one.finding.rule for one in laid_over(parameters("emergency"), COUNTY, KNOWN).problems] == ["PAR-01"]


def test_references_that_grow_without_end_are_refused_at_once() -> None:
    grown = "- &a0 [x, x]\n" + "".join(f"  - &a{no} [*a{no - 1}, *a{no - 1}]\n" for no in range(1, 60))
    text = figure("statement", 8, "wd") + f"  title:\n  {grown}"
    assert [one.finding.rule for one in problems(text)] == ["PAR-01"]


def test_the_longest_and_a_round_figure_hold() -> None:
    assert (
        problems(
            figure("statement", 999, "wd")
            + "hearing.request:\n  2026-03-01: {value: 8.0, unit: wd, cites: 甲, verified: true}\n"
        )
        == ()
    )
    assert problems(figure("hearing.threshold.person", 4999.5, "CNY")) == ()


def test_two_files_with_the_same_key_are_both_refused(home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"), "a.yaml")
    write(home, "organs/示应急", figure("statement", 9, "wd"), "b.yaml")
    assert figures_of(COUNTY)("statement", ON).value == 5
    found = laid_over(parameters("emergency"), COUNTY, KNOWN).problems
    assert [(one.file, one.line, one.key, one.finding.rule) for one in found] == [("a.yaml", 2, "statement", "PAR-03"), ("b.yaml", 2, "statement", "PAR-03")]  # fmt: skip


def test_a_file_that_cannot_be_read_is_told_and_the_others_stand(home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"))
    (home / "organs/示应急/latin.yaml").write_bytes(b"\xff\xfe\x00")
    (home / "organs/示应急/long.yaml").write_text("#" * (LARGEST + 1))
    assert figures_of(COUNTY)("statement", ON).value == 8
    found = {one.file: one.finding.message for one in laid_over(parameters("emergency"), COUNTY, KNOWN).problems}
    assert "UTF-8" in found["latin.yaml"]
    assert "KB" in found["long.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_told(home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd")).chmod(0)
    assert laid_over(parameters("emergency"), COUNTY, KNOWN).problems[0].finding.rule == "PAR-01"


def test_a_direction_that_nobody_wrote_is_marked_and_not_refused() -> None:
    found = problems(figure("counter.closing", '"18:00"', "time"))
    assert [(one.finding.rule, one.finding.weight) for one in found] == [("PAR-05", Weight.NOTE)]
    laid = lay(
        parameters("emergency"),
        (OverlayFile("organs/示应急", "own.yaml", figure("counter.closing", '"18:00"', "time")),),
        KNOWN,
    )
    assert laid.parameters.at("counter.closing", ON).value == "18:00"


def test_a_figure_is_held_against_every_later_change_below_it() -> None:
    """Twelve working days to publish were stricter than twenty from 2021 on, and looser than seven before."""
    early = figure("publish.penalty", 12, "wd", since="2020-01-01")
    found = lay(parameters("market"), (OverlayFile("organs/示市监", "own.yaml", early),), KNOWN).problems
    assert [one.finding.rule for one in found] == ["PAR-05"]
    since = figure("publish.penalty", 12, "wd", since="2021-09-01")
    assert lay(parameters("market"), (OverlayFile("organs/示市监", "own.yaml", since),), KNOWN).problems == ()


def test_a_repealed_local_figure_lets_the_layer_below_speak_again(home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd") + "  2026-06-01: {repealed: true, cites: 乙}\n")
    asked = figures_of(COUNTY)
    assert [asked("statement", on).value for on in (date(2026, 5, 31), date(2026, 6, 1))] == [8, 5]


def test_a_changed_file_is_read_again(home: Path) -> None:
    path = write(home, "organs/示应急", figure("statement", 8, "wd"))
    assert figures_of(COUNTY)("statement", ON).value == 8
    path.write_text(figure("statement", 10, "wd"), encoding="utf-8")
    assert figures_of(COUNTY)("statement", ON).value == 10


def test_a_room_leaves_the_keys_of_other_rooms_alone(home: Path) -> None:
    write(home, "organs/示应急", figure("visit_code", 3, "d"))
    assert "visit_code" not in parameters_of(COUNTY).keys()  # noqa: SIM118


def test_the_clock_of_a_case_runs_on_the_organs_own_figure(home: Path) -> None:
    write(home, "organs/示应急", figure("prefile.limit", 3, "wd"))
    facts = case(("register_lead", "2026-09-01", {"source": "report", "found_on": "2026-09-01"}), organ=COUNTY)
    told = [replace(context("2026-09-02"), figures=figures_of(one)) for one in (COUNTY, MARKET)]
    due = [{line.code: line.due_on.isoformat() for line in deadlines(facts, one)}["filing"] for one in told]
    assert due == ["2026-09-04", "2026-09-21"]
