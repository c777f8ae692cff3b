"""`mingjing due`, as a person and as a program call it."""

import json
import subprocess
import sys

import pytest

from mingjing.sites.commandline import main


def call(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(["due", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_one_line_of_json(capsys):
    status, out, err = call(capsys, "--from", "2026-09-24", "--period", "5wd", "--kind", "party_right", "--json")
    assert (status, err, out.count("\n")) == (0, "", 1)
    answer = json.loads(out)
    assert list(answer) == ["due", "provisional", "steps"]
    assert (answer["due"], answer["provisional"]) == ("2026-10-09", False)
    assert [step["step"] for step in answer["steps"]] == ["start", "rule", "skipped", "skipped", "due"]
    assert answer["steps"][2]["days"] == ["2026-09-25", "2026-09-26", "2026-09-27"]


def test_without_json_it_explains_itself(capsys):
    status, out, _ = call(capsys, "--from", "2026-09-24", "--period", "5wd", "--kind", "party_right")
    assert status == 0
    assert "国庆节放假，不计入" in out and out.endswith("期限至2026年10月9日（周五）24时届满\n")


@pytest.mark.parametrize(
    ("start", "period", "kind", "due", "provisional"),
    [
        ("2026-09-30T17:00", "24h", "agency_duty", "2026-10-01T17:00", False),
        ("2026-09-30T17:00:30", "24h", "agency_duty", "2026-10-01T17:00:30", False),
        ("2026-09-30T09:00Z", "24h", "agency_duty", "2026-10-01T17:00+08:00", False),
        ("2026-09-30T17:00", "7wd", "agency_duty", "2026-10-15", False),
        ("2026-09-02", "30d", "agency_duty", "2026-10-02", False),
        ("2026-08-31", "6m", "party_right", "2027-03-01", True),
        ("2024-02-29", "1y", "agency_duty", "2025-02-28", False),
    ],
)
def test_every_unit(capsys, start, period, kind, due, provisional):
    _, out, _ = call(capsys, "--from", start, "--period", period, "--kind", kind, "--json")
    answer = json.loads(out)
    assert (answer["due"], answer["provisional"]) == (due, provisional)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("--period 5wd --kind party_right", "--from：缺少这个参数"),
        ("--from 2026-09-24 --kind party_right", "--period：缺少这个参数"),
        ("--from 2026-09-24 --period 5wd", "--kind：缺少这个参数"),
        ("--from 2026-02-30 --period 5wd --kind party_right", "--from：“2026-02-30”在日历上不存在，请核对"),
        ("--from 2026-09-24T25:00 --period 5wd --kind party_right", "在日历上不存在"),
        ("--from 20260924 --period 5wd --kind party_right", "--from：“20260924”不是日期，应写成 2026-09-24"),
        ("--from ２０２６-09-24 --period 5wd --kind party_right", "不是日期"),
        ("--from 1899-01-01 --period 5wd --kind party_right", "--from：起算日应在1949年至2999年之间"),
        ("--from 2026-09-24 --period 五日 --kind party_right", "--period：“五日”不是期限。期限应写成数字加单位"),
        ("--from 2026-09-24 --period 0d --kind party_right", "--period：期限应为 1 至"),
        ("--from 2026-09-24 --period 24h --kind party_right", "--from：按小时的期限从某一时刻起算"),
        ("--from 2026-09-24 --period 5wd --kind party", "--kind：“party”不是期限的性质，只能是 party_right"),
    ],
)
def test_bad_input_is_told_in_chinese(capsys, arguments, told):
    status, out, err = call(capsys, *arguments.split(), "--json")
    assert (status, out) == (2, "")
    assert told in err and "用法：mingjing due" in err


@pytest.mark.parametrize("arguments", [["--from"], ["--day", "2026-09-24"], ["2026-09-24"]])
def test_a_wrong_command_line_exits_with_two(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        main(["due", *arguments])
    assert left.value.code == 2
    assert "参数写法有误" in capsys.readouterr().err


def test_it_never_loads_django():
    program = (
        "import sys; from mingjing.sites.commandline import main;"
        "main('due --from 2026-09-24 --period 5wd --kind party_right'.split());"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0
