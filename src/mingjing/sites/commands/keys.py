"""The keys that sign the log: which there are, and bringing in a new one."""

import argparse
import os
import sys

HELP = "台账签名密钥：列出（show），更换（change）；更换由旧钥和新钥共同签名，并记入台账"


def arguments(parser: argparse.ArgumentParser) -> None:
    """One action each."""
    actions = parser.add_subparsers(dest="action", metavar="做什么", required=True)
    actions.add_parser("show", help="列出公钥", description="列出公钥")
    change = actions.add_parser("change", help="启用新密钥", description="启用新密钥")
    change.add_argument("algorithm", choices=["ed25519", "sm2"], help="哪一把")


def run(options: argparse.Namespace) -> int:
    """0: done; 2: the present key is missing, or the library for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from django.utils import timezone

    from mingjing.ledger import operations, queries
    from mingjing.ledger.terms import KeyMissing

    try:
        if options.action == "change":
            key = operations.change_key(algorithm=options.algorithm, by="system", at=timezone.now())
            print(
                f"新密钥已启用：{key}\n请备份密钥文件夹，把新公钥公布在门户、年度报告，并告诉每家见证单位（witness trust）。"
            )
            print("旧密钥已改名 retired-…，请移到别处封存或销毁：它不能再签新的检查点。")
            return 0
        policy = queries.policy()
    except KeyMissing as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"Ed25519：{policy['key']}")
    print(f"SM2：{policy.get('key_sm2', '没有，后台进程运行后自动生成，或运行 mingjing keys change sm2')}")
    print(f"更换过 {len(policy.get('key_changes', ()))} 次。")
    return 0
