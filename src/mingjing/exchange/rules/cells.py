"""One cell as the sheet means it: a code that Excel has not spoilt, a day, an amount in 万元."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from mingjing.exchange.terms import Cell, Column
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_C424 = "发改办财金〔2018〕424号"
CODES = frozenset(
    {"uscc", "registration", "org_code", "tax_no", "institution_no", "society_no", "rep_id_number", "id_number",
     "organ_uscc", "source_uscc", "area"}
)  # fmt: skip
DAYS = frozenset({"decided_on", "valid_from", "valid_to", "publish_to"})
AMOUNTS = frozenset({"fine", "confiscation"})
_NOTHING = {"无", "/", "-", "--", "—", "——", "空"}
_JUNK = {"UNDEFINED", "NULL", "NONE", "NAN", "()", "[]", "{}"}
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{2}", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00?:00(?::00)?(?:\.0+)?)?")
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:万元)?")
_EPOCH = date(1899, 12, 30)
_LARGEST, _PLACES = Decimal("99999999.999999"), 6
# Excel keeps fifteen digits of a number; of a longer code the rest is zeros.
_KEPT = 15
_REGISTRATION_LENGTHS = {13, 15}


def value_of(column: Column, cell: Cell) -> tuple[str, tuple[Finding, ...]]:
    """What a cell says, written in our one way, and what is wrong with it; what is wrong stays as it was typed."""
    text = cell.text
    if cell.kind == "error":
        return "", (not_spoilt.finding(f"单元格是公式错误 {text}", next_step="请改成实际内容", field=column.code),)
    if not text or (text in _NOTHING and not column.required):
        return "", ()
    if text.upper() in _JUNK:
        return "", (not_spoilt.finding(f"内容是“{text}”，不是数据", next_step="没有的请留空", field=column.code),)
    if column.key in CODES:
        return _code(column, cell)
    if column.key in DAYS:
        return _day(column, cell)
    return _amount(column, cell) if column.key in AMOUNTS else (text, ())


def _code(column: Column, cell: Cell) -> tuple[str, tuple[Finding, ...]]:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text)).upper()
    return text, not_spoilt(column, cell)


@rule("XCH-13", cites=_C424, acts=("feed_file",))
def not_spoilt(column: Column, cell: Cell) -> tuple[Finding, ...]:
    """代码、证件号码要以文本保存：被 Excel 改成科学记数、丢了末尾数字或者开头的零的，不登记。"""
    step = "请把这一列设为“文本”格式后重新录入原来的号码"
    text = re.sub(r"\s", "", cell.text)
    if _SCIENTIFIC.fullmatch(text):
        what = f"号码被 Excel 改成了科学记数 {text}，末尾的数字已经丢失"
    elif cell.kind == "number" and len(text) > _KEPT:
        what = f"号码 {text} 被 Excel 存成了数字，第 15 位以后已经不可靠"
    elif cell.kind == "number" and not _length_fits(column, len(text)):
        what = f"号码 {text} 被 Excel 存成了数字，开头的零可能已经丢失"
    elif not re.fullmatch(r"[0-9A-Z()（）\-]+", unicodedata.normalize("NFKC", text), re.IGNORECASE):
        what = f"号码“{text[:30]}”里夹有号码以外的字"
        step = "请只留号码，去掉名称、说明和 * 号"
    elif re.search(r"\(\d/\d\)|\(\)", unicodedata.normalize("NFKC", text)):
        what, step = f"号码“{text[:30]}”带有括号里的序号", "请只留号码"
    else:
        return ()
    return (not_spoilt.finding(what, next_step=step, field=column.code),)


def _length_fits(column: Column, length: int) -> bool:
    return length in _REGISTRATION_LENGTHS if column.key == "registration" else length == column.longest


def _day(column: Column, cell: Cell) -> tuple[str, tuple[Finding, ...]]:
    found = day_in(cell)
    if found is None:
        return cell.text, (
            a_day.finding(f"“{cell.text[:30]}”不是日期", next_step="请写成 2026/11/05 这样的年月日", field=column.code),
        )
    return f"{found.year:04}/{found.month:02}/{found.day:02}", ()


def day_in(cell: Cell) -> date | None:
    """The day of a cell: a date, a text in the usual ways, or the serial number that Excel keeps a date as."""
    text = unicodedata.normalize("NFKC", cell.text)
    if cell.kind == "number" and re.fullmatch(r"\d{5}", text):
        return _EPOCH + timedelta(days=int(text))
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


@rule("XCH-14", cites=_C424, acts=("feed_file",))
def a_day(decided: str, since: str, until: str, today: date) -> tuple[Finding, ...]:
    """日期要是真实的年月日；决定日期不得在将来，有效期不得早于决定日期、起不得晚于止。"""
    problems = []
    if decided and decided > f"{today:%Y/%m/%d}":
        problems.append(a_day.finding(f"决定日期 {decided} 在将来", next_step="请核对决定日期", field="decided_on"))
    if until and decided and until < decided:
        problems.append(a_day.finding(f"有效期至 {until}，早于决定日期", next_step="请核对有效期", field="valid_to"))
    if since and until and since > until:
        problems.append(a_day.finding(f"有效期自 {since}，晚于有效期至", next_step="请核对有效期", field="valid_from"))
    return tuple(problems)


def _amount(column: Column, cell: Cell) -> tuple[str, tuple[Finding, ...]]:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text))
    problems = an_amount(column, text)
    if problems:
        return cell.text, problems
    return f"{_decimal(text):.6f}", ()


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").removesuffix("万元"))


@rule("XCH-15", cites=_C424, acts=("feed_file",))
def an_amount(column: Column, text: str) -> tuple[Finding, ...]:
    """金额以万元计，最多六位小数（一分是 0.000001 万元），不得四舍五入，不得为负。"""
    if not _AMOUNT.fullmatch(text):
        return (
            an_amount.finding(
                f"“{text[:30]}”不是以万元计的金额", next_step="请写数字，例如 2000 元写作 0.2", field=column.code
            ),
        )
    amount = _decimal(text)
    if len(text.removesuffix("万元").partition(".")[2].rstrip("0")) > _PLACES:
        return (
            an_amount.finding(
                f"金额 {text[:30]} 万元不足一分，多于六位小数",
                next_step="请核对金额，以万元计最多六位小数",
                field=column.code,
            ),
        )
    if amount > _LARGEST:
        return (
            an_amount.finding(f"金额 {text[:30]} 万元过大", next_step="请核对是不是把元写成了万元", field=column.code),
        )
    return ()
