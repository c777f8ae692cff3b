"""Check a decision or an exported case file offline, without database and without Django."""

import argparse
import json

from mingjing.ledger.verifier import mingjing_verify

HELP = "离线核验一份决定证明（JSON）或导出的案卷（ZIP）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the key to hold it against, and the form of the answer."""
    parser.add_argument("file", help="决定证明（.json）或案卷（.zip）")
    parser.add_argument("--key", default="", help="行政机关公布的台账公钥，或存有公钥的文件（如 policy.json）")
    parser.add_argument("--policy", default="", help="见证策略文件（公示门户的 log/policy）：检查点须有足够的见证签名")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")


def run(options: argparse.Namespace) -> int:
    """0: verified; 1: something does not fit; 2: not a file that can be verified."""
    report = mingjing_verify.verify(options.file, options.key, options.policy)
    print(json.dumps(report.as_dict(), ensure_ascii=False) if options.json else report.text())
    return report.code
