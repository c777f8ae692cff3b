"""Play a journey in a county of its own and say where it differs from what the story expects."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

HELP = "演练一个旅程文件：按日期办理，核对拒绝、期限和结果"


def arguments(parser: argparse.ArgumentParser) -> None:
    """One or more story files."""
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="旅程.yaml", help="旅程文件，写法见 docs/reference/journeys.md"
    )
    parser.add_argument("--keep", type=Path, help="把准备好的示范县留在这个文件夹，下次演练更快（默认用完即删）")

    parser.add_argument("--form", nargs="?", const="", metavar="步骤", help="列出全部步骤，或者一个步骤的字段，不演练")


def run(options: argparse.Namespace) -> int:
    """0 where everything went as written, 1 on a difference, 2 where a file is not a story."""
    if options.form is not None:
        return _describe(options.form)
    if not options.files:
        print("请写明旅程文件，例如 mingjing play tests/journeys/basic.yaml。", file=sys.stderr)
        return 2
    missing = [path for path in options.files if not path.is_file()]
    if missing:
        print(f"没有这个文件：{missing[0]}，请核对路径。", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="mingjing-play-") as folder:
        home = options.keep or Path(folder)
        os.environ["MINGJING_HOME"] = str(home.resolve())
        os.environ.pop("MINGJING_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
        return _play(options.files)


def _describe(code: str) -> int:
    """What may stand in `with`: the steps of the table, or the fields of one step."""
    from mingjing.cases.terms import any_act, procedures

    if not code:
        for table in procedures():
            print(f"{table.id}（{table.name}）")
            print("\n".join(f"  {act.code:<24}{act.name}" for act in table.acts.values()))
        return 0
    spec = any_act(code)
    if spec is None:
        print(f"没有“{code}”这个步骤，用 mingjing play --form 看全部步骤。", file=sys.stderr)
        return 2
    for each in spec.fields:
        options = "、".join(f"{key} {text}" for key, text in each.options.items())
        columns = "、".join(f"{column.name} {column.label}" for column in each.columns)
        print(
            f"{each.name:<24}{each.label}{'' if each.required else '（可不填）'}{'：' if options or columns else ''}{options or columns}"
        )
    return 0


def _play(paths: list[Path]) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from mingjing.organs import queries as organs
    from mingjing.sites.journeys import player, world

    try:
        stories = [player.read_story(path) for path in paths]
    except player.BadStory as problem:
        print(problem, file=sys.stderr)
        return 2
    print("正在准备演练用的示范县……", file=sys.stderr)
    call_command("migrate", verbosity=0)
    if not organs.founded():
        world.build(cited_only=True)
    good = True
    for story in stories:
        # Each story is undone before the next, so that the stories cannot disturb each other.
        with transaction.atomic():
            report = player.Player(world.open_world(), story).play()
            transaction.set_rollback(True)
        print(report.text())
        good = good and report.good
    return 0 if good else 1
