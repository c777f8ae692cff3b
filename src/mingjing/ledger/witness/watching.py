"""What the monitor is told on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from mingjing.ledger.verifier.policies import read_policy
from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.witness.monitoring import Found, Watch, look
from mingjing.ledger.witness.tiles import fetcher


def monitor_arguments(parser: argparse.ArgumentParser) -> None:
    """Which log, and how to look."""
    parser.add_argument(
        "place", metavar="网址或文件夹", help="台账的网址（如 https://zf.example.gov.cn/log）或者导出的 log 文件夹"
    )
    parser.add_argument(
        "--state", metavar="FILE", type=Path, required=True, help="记住上次所见的文件，请放在自己的电脑里"
    )
    parser.add_argument("--key", default="", help="机关公布的台账公钥；第一次必须写")
    parser.add_argument("--policy", metavar="FILE", type=Path, help="见证策略文件：检查点须有足够的见证签名")
    parser.add_argument(
        "--silence", type=float, default=3.0, metavar="N", help="几小时没有新记录算沉默（缺省 3，0 为不查）"
    )
    parser.add_argument("--whole", action="store_true", help="从头重读全部条目、逐块重算全部瓦片")


def watched(options: argparse.Namespace, now: int) -> Found:
    """One look, as told."""
    try:
        policy = read_policy(options.policy.read_text(encoding="utf-8")) if options.policy else None
        return look(
            fetcher(options.place), options.state, now, Watch(options.key, options.silence, policy, options.whole)
        )
    except (Bad, ValueError) as failure:
        return Found([f"见证策略文件读不懂：{failure}"], 2)
    except OSError as failure:
        return Found([f"{failure.filename}：{failure.strerror}"], 2)
