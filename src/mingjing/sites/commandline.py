"""The command `mingjing`: one sub-command per module of `mingjing.sites.commands`.

A command module offers `HELP` (one Chinese line), `arguments(parser)` and `run(options) -> int`. Modules are
imported only when called, so `mingjing due` and `mingjing verify` never load Django.
"""

import argparse
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from mingjing.sites import commands

# What argparse says in English, and the same in Chinese.
_TOLD = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"argument (\S+?): expected one argument", r"\1 后面要写一个值"),
    (r"argument (\S+?): expected at least one argument", r"\1 后面至少要写一个值"),
    (r"argument (\S+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可以写：\3"),
    (r"argument (\S+?): invalid \S+ value: (.+)", r"\1 的值 \2 写法不对"),
)


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse in Chinese; what it has no words for it says as it is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **options, "add_help": False})
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        for english, chinese in _TOLD:
            message = re.sub(f"^{english}$", chinese, message)
        sys.stderr.write(f"{message}。\n{self.format_usage()}加 --help 看说明。\n")
        raise SystemExit(2)


def names() -> list[str]:
    """The sub-commands on offer, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command and give back its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in {"-h", "--help"} or arguments[0] not in names():
        unknown = bool(arguments) and arguments[0] not in {"-h", "--help"}
        print(_overview(arguments[0] if unknown else ""), file=sys.stderr if unknown else sys.stdout)  # noqa: T201
        return 2 if unknown else 0
    module = importlib.import_module(f"{commands.__name__}.{arguments[0]}")
    parser = _Parser(prog=f"mingjing {arguments[0]}", description=module.HELP)
    module.arguments(parser)
    options = parser.parse_args(arguments[1:])
    try:
        return int(module.run(options) or 0)
    except Exception as failure:
        words = _no_database(failure)
        if not words:
            raise
        sys.stderr.write(f"{words}\n")
        return 2


def _no_database(failure: Exception) -> str:
    """What to say where there is no database of ours to work on; nothing for any other failure."""
    db = sys.modules.get("django.db")
    if db is None or not isinstance(failure, db.Error):
        return ""
    from django.conf import settings

    try:
        tables = db.connection.introspection.table_names()
    except db.Error as problem:
        return f"连不上数据库：{problem}\n请核对 MINGJING_DATABASE_URL，并确认数据库服务已经启动。"
    if "django_migrations" in tables:
        return ""
    return (
        f"数据库里还没有明镜的数据（数据目录 {settings.HOME}）。"
        "请在安装目录里运行，或者用 MINGJING_HOME 指明数据目录；第一次使用先运行 make demo。"
    )


def _overview(unknown: str) -> str:
    lines = [f"没有“{unknown}”这个命令。"] if unknown else []
    lines.append("用法：mingjing 命令 [参数]，加 --help 看每个命令的说明。\n")
    for name in names():
        module = importlib.import_module(f"{commands.__name__}.{name}")
        lines.append(f"  {name:<12}{module.HELP}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
