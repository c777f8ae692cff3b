"""Write a program that stands alone: the docking station's agent, the verifier, the witness, the draw's recomputation."""

import argparse
import os
import sys
from pathlib import Path

HELP = "写出可以单独拷走的一个文件：采集站代理、核验、见证、重算抽取"
NAMES = ("station", "verify", "witness", "redraw")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which program, and where to."""
    parser.add_argument("program", choices=NAMES, help="station 采集站代理，verify 核验，witness 见证，redraw 重算抽取")
    parser.add_argument("file", type=Path, help="写到哪个文件，例如 station.py")


def run(options: argparse.Namespace) -> int:
    """0: written; 2: it could not be written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from mingjing.inspections.queries import redraw_script
    from mingjing.ledger import queries

    programs = {
        "station": queries.station_file, "verify": queries.verifier_file, "witness": queries.witness_file, "redraw": redraw_script,
    }  # fmt: skip
    try:
        options.file.write_bytes(programs[options.program]())
    except OSError as problem:
        print(f"写不了 {options.file}：{problem.strerror}。请换一个文件夹。", file=sys.stderr)
        return 2
    print(f"已写到 {options.file}，可以单独拷走。")
    return 0
