"""Subscriptions by mail: how many, how often, and what a letter may hold."""

from datetime import datetime, time, timedelta

from mingjing.kernel.days import CHINA
from mingjing.kernel.rulebook import rule
from mingjing.publicity.terms import IN_PUBLIC

MAILS_A_DAY = 3
MOST = 20
PENDING_DAYS = 7
FROM_HOUR = 8
# A figure of this platform, not of the law: no letter is sent before eight in the morning, and one a day.


@rule("PUB-86", cites="个人信息保护法第五条、第六条、第十四条", acts=("subscribe",))
def may_write_to(asked_today: int, running: int) -> bool:
    """邮件订阅须由收信人自己确认；同一邮箱一天至多收到三封确认邮件，至多有二十个订阅。"""
    return asked_today < MAILS_A_DAY and running < MOST


@rule("PUB-87", cites=("行政处罚法第四十八条第二款", "国办发〔2018〕118号第二部分（六）"), acts=("send_digests",))
def belongs_in_letter(state: str, released_at: datetime, since: datetime, until: datetime) -> bool:
    """订阅邮件只写发出时仍在公开的决定；已经撤下的，撤下以后不得再写进邮件。"""
    return state in IN_PUBLIC and since < released_at <= until


@rule("PUB-88", cites="个人信息保护法第十五条、第十九条", acts=("unsubscribe",))
def kept_until(asked_at: datetime, confirmed: bool, ended: bool) -> datetime | None:
    """订阅人的邮箱只在订阅期间保存；没有确认的七天后删除，退订的立即删除。"""
    if ended:
        return asked_at
    return None if confirmed else asked_at + timedelta(days=PENDING_DAYS)


def letters_from(at: datetime) -> datetime:
    """The moment of the day from which the day's letters are sent."""
    return datetime.combine(at.astimezone(CHINA).date(), time(FROM_HOUR), CHINA)
