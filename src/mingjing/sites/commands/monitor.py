"""Read the log again from outside and say when it forked, went back or fell silent. Without database and Django."""

import argparse
import sys
import time

from mingjing.ledger.witness import watching

HELP = "监测台账：从网址或文件夹重读检查点和瓦片，与上次看到的对照，分叉、退回、沉默时报警"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which log, and how to look."""
    watching.monitor_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """0: in order; 1: alarm; 2: cannot be read."""
    found = watching.watched(options, int(time.time()))
    print("\n".join(found.lines), file=sys.stderr if found.code == 2 else sys.stdout)
    return found.code
