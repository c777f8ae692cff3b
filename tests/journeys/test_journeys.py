"""Every story of this folder, played in one county; and the command that plays them."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from django.db import transaction

from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import BadStory, Player, Report, read_story

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.yaml"))
# Guards of the case and of the review room bear one number. What the room refuses by its own records (an open disagreement, the
# organ's list, the comparison with the catalogue) the acts of the case do not tell; the decision itself is watched by G-26.
OF_THE_ROOM = frozenset({"REV-08", "REV-10", "REV-25"})


def title(path: Path) -> str:
    return str(yaml.safe_load(path.read_text(encoding="utf-8"))["journey"])


def play(path: Path) -> Report:
    with transaction.atomic():
        report = Player(world.open_world(), read_story(path)).play()
        transaction.set_rollback(True)
    return report


def beginning(path: Path) -> str:
    """What a story goes on from, its people and figures included: stories with the same beginning share it."""
    story = read_story(path)
    head = {key: value for key, value in story.head.items() if key not in {"journey", "note"}}
    return repr((head, story.before)) if story.before else ""


class Shared:
    """The steps that stories go on from, played once for all that have the same and come one after another."""

    def __init__(self) -> None:
        self.key, self.savepoint, self.player = "", "", None

    def begun(self, path: Path) -> Player | None:
        """The player at the end of the common steps, which must have gone as written; None where there are none."""
        if self.key != (key := beginning(path)):
            if self.key:
                transaction.savepoint_rollback(self.savepoint)
            self.key, self.player = key, None
            if key:
                self.savepoint = transaction.savepoint()
                story = read_story(path)
                self.player = Player(world.open_world(), replace(story, steps=story.before, before=()))
                report = self.player.play()
                assert report.good, report.text()
        return self.player

    def play(self, path: Path) -> Report:
        """Play a story from where its beginning ended; only what it does itself is taken back."""
        begun = self.begun(path)
        if begun is None:
            return play(path)
        with transaction.atomic():
            player = Player(world.open_world(), replace(read_story(path), before=()))
            player.current, player.home, player._homes = begun.current, begun.home, dict(begun._homes)
            player.report.cases, player.guiding = dict(begun.report.cases), dict(begun.guiding)
            report = player.play()
            transaction.set_rollback(True)
        return report


@pytest.fixture(scope="module")
def shared(shifan: world.World) -> Shared:
    """Lives in the transaction of this module's county. Who uses it has no mark `django_db`, and so runs after those that have."""
    return Shared()


@pytest.mark.parametrize("path", sorted(FILES, key=beginning), ids=title)
def test_journey(shared: Shared, path: Path) -> None:
    report = shared.play(path)
    if report.skip:
        pytest.skip(report.skip)
    assert report.good, report.text()
    known = OF_THE_ROOM if path.stem.startswith("review-") else frozenset()
    unseen = {f"{line.when} {line.what}": sorted(line.unseen - known) for line in report.lines if line.unseen - known}
    assert not unseen, f"拒绝了，监督复核却看不见：{unseen}"


def test_every_trap_of_the_rulebook_has_its_story() -> None:
    assert [path.stem for path in FILES if path.stem.startswith("trap-")] == [f"trap-{n:02}" for n in range(1, 28)]


@pytest.mark.django_db
def test_a_wrong_expectation_is_named(shifan: world.World) -> None:
    report = play(HERE / "wrong" / "wrong-expectation.yaml")
    assert not report.good
    wrong = [line for line in report.lines if not line.good]
    assert [line.what for line in wrong] == ["核对期限 办案期限", "收集证据"]
    assert (wrong[0].outcome, wrong[0].expected) == ("2026-12-03", "2026-12-04")
    assert "被 G-06 拒绝" in report.text()


@pytest.mark.django_db
def test_a_wrong_answer_of_the_table_is_named(shifan: world.World) -> None:
    report = play(HERE / "wrong" / "wrong-weighing.yaml")
    wrong = {line.number: line for line in report.lines if not line.good}
    assert sorted(wrong) == [2, 3, 4, 5, 6]
    assert wrong[2].outcome == "较重 60000.00至80000.00元"
    for told in ("tier 应为 一般，是 较重", "range 应为 1至2，是 60000.00至80000.00", "row 应为 4，是 5", "missing 应为 高危岗位，是 ", "lighter 应为 now，是 "):  # fmt: skip
        assert told in wrong[2].expected, told
    assert wrong[3].expected == "被 DIS-01 拒绝" and wrong[6].outcome == "无"
    assert all("旅程写法有误" in wrong[number].outcome for number in (4, 5)) and "没有这一项" in wrong[4].outcome


@pytest.mark.django_db
def test_a_story_is_not_left_behind(shifan: world.World) -> None:
    from mingjing.cases.models import Case

    play(HERE / "trap-04.yaml")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- 只是一个列表", "要有 journey"),
        ("journey: 甲\n", "要有 steps"),
        ("journey: [", "读不了旅程文件"),
        ("journey: 甲\nsteps: [{act: decide}]", "第 1 步没有写时间"),
        ("journey: 甲\nsteps: [{at: 昨天, act: decide}]", "不是时间"),
        ("journey: 甲\nsteps: [{at: 2026-09-01, act: 决定}]", "不在程序表中"),
        ("journey: 甲\nsteps: [{at: 2026-09-01}]", "没有写 act"),
        ("journey: 甲\nsteps: [登记]", "不是“项: 值”的写法"),
        ("journey: 甲\nsteps: [{at: 2026-09-01, act: decide, refuse: G-20}]", "不认识的项：refuse"),
        ("journey: 甲\nsteps: [{at: 2026-09-01, expect: {stages: lead}}]", "不认识的项：stages"),
        ("journey: 甲\nauthor: 乙\nsteps: [{at: 2026-09-01, act: decide}]", "不认识的项：author"),
        ("journey: 甲\ncontinues: x.yaml\nsteps: [{at: 2026-09-01, act: decide}]", "continues 要写 file"),
        (
            "journey: 甲\ncontinues: {file: story.yaml, until: 2026-09-01}\nsteps: [{at: 2026-09-01, act: decide}]",
            "互相承接",
        ),
    ],
)
def test_what_is_not_a_story_is_said_in_chinese(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadStory, match=told):
        read_story(path)


@pytest.mark.django_db
def test_a_mistake_inside_a_step_is_a_difference_and_no_crash(shifan: world.World, tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("journey: 甲\nsteps: [{at: 2026-09-01, act: register_lead, by: 无此人}]", encoding="utf-8")
    report = play(path)
    assert not report.good and "旅程写法有误" in report.text()


@pytest.mark.slow
def test_the_command_answers_with_its_exit_code(tmp_path: Path) -> None:
    """0 as written, 1 on a difference, 2 where a file is not a story or is missing; all on its own county."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("journey: 甲\n", encoding="utf-8")

    def run(*files: Path) -> subprocess.CompletedProcess[str]:
        asked = [sys.executable, "-m", "mingjing.sites.commandline", "play", "--keep", str(tmp_path / "home")]
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("MINGJING_", "DJANGO_"))}
        return subprocess.run([*asked, *map(str, files)], env=clean, capture_output=True, text=True, check=False)

    assert run(tmp_path / "none.yaml").returncode == 2
    refused = run(bad)
    assert refused.returncode == 2 and "要有 steps" in refused.stderr and "Traceback" not in refused.stderr
    played = run(HERE / "trap-04.yaml", HERE / "wrong" / "skipped.yaml", HERE / "wrong" / "wrong-expectation.yaml")
    assert played.returncode == 1, played.stderr
    assert "应为：2026-12-04" in played.stdout and "跳过：" in played.stdout
    again = run(HERE / "trap-04.yaml")
    assert again.returncode == 0 and "全部符合" in again.stdout


@pytest.mark.django_db
def test_supervision_that_saw_nothing_would_be_noticed(shifan: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    from mingjing.sites.journeys import replay

    monkeypatch.setattr(replay.engine, "review_of_acts", lambda case, ctx: iter(()))
    unseen = [line.unseen for line in play(HERE / "trap-04.yaml").lines if line.unseen]
    assert unseen == [frozenset({"G-20"})] * 2
