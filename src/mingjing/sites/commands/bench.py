"""Measure the product on a county of its own, and write the page of figures."""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

HELP = "性能测量：自造数据，测 CPU 时间、语句数和内存，写出 docs/reference/benchmarks.md"
PAGE = Path("docs/reference/benchmarks.md")
CASES, ENTRIES, FULL_ENTRIES, DECISIONS = 100_000, 200_000, 1_000_000, 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many cases, on which database, and where the page goes."""
    parser.add_argument("--cases", type=int, default=CASES, help="案件数（默认 100000；0 不测）")
    parser.add_argument(
        "--decisions", type=int, default=DECISIONS, help="公示件数（默认 1000000，约 10 GB 磁盘；0 不测）"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="在哪种数据库上测")
    parser.add_argument("--entries", type=int, help=f"台账条数（默认 {ENTRIES}）")
    parser.add_argument("--full", action="store_true", help=f"台账测满 {FULL_ENTRIES} 条")
    parser.add_argument("--trial", action="store_true", help="只看测量走不走得通：每项少量几遍，法规只收示范事项引用的；数字不作准")  # fmt: skip
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="部分",
        help="只测这些部分：lists case pages portal static rules acts typeset ledger similar discretion reviewing statutes draws machine",
    )
    parser.add_argument("--films", action="store_true", help="只测音像：入库、断点续传、播放（约 1 GB 磁盘）")
    parser.add_argument("--documents", type=int, help="只测案卷：这么多份文书里的调阅检索，2 GB 案卷的导出、核验、四性检测（目标按 10000000）")  # fmt: skip
    parser.add_argument(
        "--keep", type=Path, metavar="文件夹",
        help="写好的公示（连同 PostgreSQL 的数据）留在这个文件夹里，下次接着用，不必重写；要同时给 --cases 0",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, help=f"写到哪个文件（默认 {PAGE}，试运行不写）；写 - 则不写")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """0 where everything was measured, whether or not a target was missed; 2 where the database is not to be had."""
    if options.keep and options.cases:
        print("--keep 只留公示：请同时写 --cases 0。", file=sys.stderr)
        return 2
    if options.database == "postgresql" and "MINGJING_DATABASE_URL" not in os.environ:
        return _with_a_cluster(options.keep)
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory(prefix="mingjing-bench-") as place:
        home = Path(place).resolve() / "home"
        home.mkdir(parents=True, exist_ok=True)
        os.environ["MINGJING_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "mingjing.sites.settings.development"
        if options.database == "sqlite":
            os.environ.pop("MINGJING_DATABASE_URL", None)
        _measured(options, options.out or (Path("-") if options.trial else PAGE))
    return 0


def _measured(options: argparse.Namespace, out: Path) -> None:
    from mingjing.sites.bench.measuring import measure, measure_dossiers, measure_films, measure_public

    entries = options.entries or (FULL_ENTRIES if options.full else ENTRIES)
    if options.films:
        measure_films(options.database, out, trial=options.trial)
        return
    if options.documents:
        measure_dossiers(options.database, options.documents, out, trial=options.trial)
        return
    if options.cases:
        measure(options.database, options.cases, entries, options.only or (), out, trial=options.trial)
    if options.decisions and not options.only:
        measure_public(options.database, options.decisions, out, trial=options.trial)


def _with_a_cluster(keep: Path | None) -> int:
    """Run the same command again inside the private cluster of a source tree."""
    script = Path(__file__).resolve().parents[4] / "tools" / "postgres.py"
    if not script.is_file():
        print("请先设置 MINGJING_DATABASE_URL=postgres://…（空库，测完请删）。", file=sys.stderr)
        return 2
    kept = [f"--keep={keep}"] if keep else []
    command = [sys.executable, str(script), *kept, sys.executable, "-m", "mingjing", *sys.argv[1:]]
    return subprocess.call(command)  # noqa: S603 our own script
