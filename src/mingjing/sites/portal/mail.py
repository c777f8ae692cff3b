"""The letters of the portal to subscribers, in plain text: a question whether they want it, and what is new."""

from urllib.parse import unquote

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from mingjing.publicity.terms import CATEGORY_NAMES, Category, DecisionRow, Digest


def send_confirmation(address: str, token: str) -> None:
    """Ask the address whether it wants a subscription. Raises OSError or SMTPException where no letter can be sent.

    What was asked for is not in it: anybody may have typed it, and would speak to a stranger in the name of the site.
    """
    text = (
        "有人用这个邮箱订阅了行政执法公示。订阅了什么，打开下面的网址就能看到。\n\n"
        f"是您本人订阅的，请打开下面的网址确认（七天内有效）：\n{_site('portal:subscription_confirm', token)}\n\n"
        "不是您订阅的，不用理会：没有确认就不会再发，七天后邮箱地址自动删除。\n"
    )
    _message("请确认订阅行政执法公示", text, address, token).send()


def send_digest(digest: Digest) -> None:
    """One letter with what is new. Raises OSError or SMTPException where it cannot be sent."""
    count = f"{len(digest.rows)} 件以上" if digest.more else f"{len(digest.rows)} 件"
    everything = f"{settings.MINGJING_PORTAL_URL}{reverse('portal:decisions')}"
    query = f"?{digest.subscription.query}" if digest.subscription.query else ""
    text = "\n\n".join(
        (
            f"您订阅的“{digest.subscription.title}”新公示 {count}：",
            *(_line(row) for row in digest.rows),
            f"查看全部：{everything}{query}",
            "以网页最新版本为准；决定依法撤下后，网页不再展示内容。公示数据不得用于信用评价。",
            f"不想再收到：{_site('portal:subscription_end', digest.token)}",
        )
    )
    _message(f"行政执法公示：新公示 {count}", f"{text}\n", digest.address, digest.token).send()


def _line(row: DecisionRow) -> str:
    category = CATEGORY_NAMES[Category(row.category)]
    where = unquote(f"{settings.MINGJING_PORTAL_URL}{row.address}")
    return f"{row.number}　{category}\n{row.party}　{row.cause}\n{row.organ_name}　{row.decided_on.isoformat()} 作出\n{where}"


def _site(name: str, token: str) -> str:
    return f"{settings.MINGJING_PORTAL_URL}{reverse(name, args=[token])}"


def _message(subject: str, text: str, address: str, token: str) -> EmailMessage:
    headers = {
        "List-Unsubscribe": f"<{_site('portal:subscription_end', token)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, text, settings.MINGJING_MAIL_FROM, [address], headers=headers)
