"""The worker: hears waiting events, renders documents, brings the ledger up to date. Idempotent; may be killed any time."""

import argparse
import os
import time

HELP = "后台进程：补办未送达的事件、生成文书、更新台账（make demo 自动启动）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """How often, and whether only once."""
    parser.add_argument("--every", type=float, default=2.0, help="间隔秒数，默认 2")
    parser.add_argument("--once", action="store_true", help="只做一遍")


def run(options: argparse.Namespace) -> int:
    """Tick until stopped. A tick after a day without the worker catches up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from django.db import close_old_connections

    from mingjing.sites.tick import tick

    try:
        while True:
            close_old_connections()
            tick()
            if options.once:
                return 0
            time.sleep(options.every)
    except KeyboardInterrupt:
        return 0
