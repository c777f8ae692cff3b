"""Money of the law: yuan with at most two decimals, never negative, and its capital form (捌万元整)."""

import re
import unicodedata
from decimal import Decimal

import cn2an

from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean

_WRITTEN = re.compile(r"¥?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?元?", re.ASCII)
_LARGEST = Decimal("999999999999.99")
_CENT = Decimal("0.01")


def yuan(text: str) -> Decimal:
    """Read an amount in yuan: 80000, 80,000.50, ¥80000, 80000元, full-width digits.

    Raises Invalid (field `amount`) with one Chinese sentence for anything else.
    """
    _, hidden = clean(text)
    tidy = unicodedata.normalize("NFKC", text).strip()
    if hidden or "\n" in tidy or "\t" in tidy:
        raise _invalid("金额中有不可见的字符，请删除后重新填写")
    if not tidy:
        raise _invalid("没有填写金额，请填写以元为单位的数额，例如 80000")
    if tidy[0] in "-−﹣":
        raise _invalid(f"金额不能是负数，现为“{tidy[:30]}”，请改正")
    found = _WRITTEN.fullmatch(tidy)
    if found is None:
        raise _invalid(f"“{tidy[:30]}”不是金额，请填写以元为单位的阿拉伯数字，例如 80000 或 1050.50")
    return _checked(Decimal(found[1].replace(",", "") + (found[2] or "")))


def capital(amount: Decimal | int) -> str:
    """The amount in capitals as on a cheque or a fine: 捌万元整, 壹仟零伍拾元伍角, 壹拾元零伍分.

    Follows 正确填写票据和结算凭证的基本规定: 整 after 元 only, none after 角 or 分. Raises Invalid (field `amount`).
    """
    exact = _checked(Decimal(amount))
    written: str = cn2an.an2cn(f"{exact:.2f}", "rmb")
    return written


def show(amount: Decimal | int) -> str:
    """The amount as on screen: 80,000.00. Raises Invalid (field `amount`)."""
    return f"{_checked(Decimal(amount)):,.2f}"


def short(amount: Decimal | int) -> str:
    """The amount as in a sentence: 80,000, with the 分 only where there are some. Raises Invalid (field `amount`)."""
    return show(amount).removesuffix(".00")


def _checked(amount: Decimal) -> Decimal:
    if not amount.is_finite():
        raise _invalid("金额不是一个确定的数，请重新填写")
    if amount < 0:
        raise _invalid(f"金额不能是负数，现为 {amount}，请改正")
    if amount > _LARGEST:
        raise _invalid("金额超过一万亿元，请核对位数")
    if amount != amount.quantize(_CENT):
        raise _invalid(f"金额最多写到分（两位小数），现为 {amount}，请改正")
    return amount


def _invalid(message: str) -> Invalid:
    return Invalid({"amount": [message]})
