#!/usr/bin/env python3
"""明镜离线核验程序：只用 Python 标准库（3.8 及以上），不联网，不写任何文件。

用法：python mingjing_verify.py 文件 [--key 行政机关公布的公钥] [--policy 见证策略] [--json]
文件可以是一份决定的证明（mingjing-decision@1，JSON）、导出的案卷（mingjing-case@1，ZIP）或归档包（mingjing-archive@1，ZIP）。
退出码：0 核验通过；1 核验不通过；2 不是可以核验的文件。格式见 docs/reference/ledger.md。
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from pathlib import Path
from typing import BinaryIO

from mingjing.ledger.verifier.bags import bag, bag_root
from mingjing.ledger.verifier.casefiles import DECISION_LIMIT, case
from mingjing.ledger.verifier.decisions import decision
from mingjing.ledger.verifier.policies import Policy, given_policy
from mingjing.ledger.verifier.reading import given_key, parsed
from mingjing.ledger.verifier.saying import Bad, Report, Unfit


def verify(path: str, key: str = "", policy: str = "") -> Report:
    """Check a file and give back the report; hostile files end in a report too."""
    report = Report(Path(path).name)
    try:
        pinned = given_key(key) if key else None
        trusted = given_policy(policy) if policy else None
        with Path(path).open("rb") as source:
            examine(report, source, pinned, trusted)
    except Unfit as failure:
        report.unfit = str(failure)
    except Bad as failure:
        report.add("格式", False, f"{failure}。说明：文件残缺或被改动。")
    except OSError as failure:
        report.unfit = f"读不了这个文件（{failure.strerror or failure}）"
    except Exception as failure:  # the last net: whatever a hostile file provokes is a failed check
        report.add("格式", False, f"文件残缺或被改动（{type(failure).__name__}）。")
    return report


def examine(report: Report, source: BinaryIO, pinned: bytes | None, policy: Policy | None = None) -> None:
    start = source.read(4)
    source.seek(0)
    if start[:2] == b"PK":
        try:
            with zipfile.ZipFile(source) as packed:
                return bag(report, packed, pinned, policy) if bag_root(packed) else case(report, packed, pinned, policy)
        except zipfile.BadZipFile:
            raise Bad("文件包（ZIP）的结构已损坏") from None
    data = source.read(DECISION_LIMIT + 1)
    if len(data) > DECISION_LIMIT:
        raise Unfit("文件过大")
    try:
        value = parsed(data, "文件")
    except Bad:
        raise Unfit("既不是明镜的决定证明（JSON），也不是案卷（ZIP）") from None
    if value.get("format") != "mingjing-decision@1":
        raise Unfit("不是 mingjing-decision@1 格式的决定证明")
    return decision(report, value, pinned, policy)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="明镜离线核验：核对决定证明或导出案卷是否被改动")
    parser.add_argument("file", help="决定证明（.json）、案卷或归档包（.zip）")
    parser.add_argument("--key", default="", help="行政机关公布的台账公钥，或存有公钥的文件")
    parser.add_argument("--policy", default="", help="见证策略文件（公示门户的 log/policy）：检查点须有足够的见证签名")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    report = verify(options.file, options.key, options.policy)
    sys.stdout.write((json.dumps(report.as_dict(), ensure_ascii=False) if options.json else report.text()) + "\n")
    return report.code


if __name__ == "__main__":
    sys.exit(main())
