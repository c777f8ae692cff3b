"""The command `mingjing`: one sub-command per module of `mingjing.sites.commands`.

A command module offers `HELP` (one Chinese line), `arguments(parser)` and `run(options) -> int`. Modules are
imported only when called, so `mingjing due` and `mingjing verify` never load Django.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

from mingjing.sites import commands


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
    parser = argparse.ArgumentParser(prog=f"mingjing {arguments[0]}", description=module.HELP)
    module.arguments(parser)
    return int(module.run(parser.parse_args(arguments[1:])) or 0)


def _overview(unknown: str) -> str:
    lines = [f"没有“{unknown}”这个命令。"] if unknown else []
    lines.append("用法：mingjing 命令 [参数]，加 --help 看每个命令的说明。\n")
    for name in names():
        module = importlib.import_module(f"{commands.__name__}.{name}")
        lines.append(f"  {name:<12}{module.HELP}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
