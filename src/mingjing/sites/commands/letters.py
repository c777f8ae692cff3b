"""`mingjing letters`: write today's letters to subscribers once; for a portal on a machine of its own, from its timetable."""

import argparse
import os
import sys

HELP = "给订阅公示的邮箱发今天的信（门户单独安装、没有后台进程时，每天定时运行一次）"
MOST = 100_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: what is due is sent."""


def run(options: argparse.Namespace) -> int:
    """0 when all is sent; 2 where letters are not configured. What was sent today is not sent again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from mingjing.publicity import operations
    from mingjing.sites.portal.mail import send_digest

    now = timezone.now()
    swept = operations.sweep_subscriptions(by="system", at=now)
    if not settings.MINGJING_MAIL_ON:
        print("没有开通邮件订阅：请设 MINGJING_MAIL_URL 和 MINGJING_MAIL_FROM。", file=sys.stderr)
        return 2
    sent = operations.send_digests(send=send_digest, by="system", at=now, limit=MOST)
    print(f"已发 {sent} 封；删除没有确认的邮箱 {swept} 个。八点以前不发信。")
    return 0
