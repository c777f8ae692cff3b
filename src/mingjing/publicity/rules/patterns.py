"""Number, address and cue detectors. Each looks at folded text and answers with stretches and the reason."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from mingjing.kernel.identifiers import birth_date, resident_id_problem, uscc_problem
from mingjing.publicity.rules.folding import compact
from mingjing.publicity.rules.names import may_be_name
from mingjing.publicity.terms import Ground

_JOINT = r"[\s\-–—_.·]{0,2}"
_USCC = "0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy"
_PLACE = "(?:省|市|县|区|旗|镇|乡|村|屯|路|街|巷|道|里|弄|小区|花园|号|室|栋|幢|组|户)"


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of folded text, why it was flagged, and whether there is no doubt about it."""

    start: int
    end: int
    ground: Ground
    why: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression (group 1, if there is one, is the stretch) and a judge of what it matched."""

    expression: re.Pattern[str]
    judge: Callable[[str, date], tuple[Ground, str, bool] | None]

    def hits(self, text: str, on: date) -> Iterator[Hit]:
        """Every stretch that the judge does not wave through."""
        for found in self.expression.finditer(text):
            group = 1 if self.expression.groups else 0
            judged = self.judge(found.group(group), on)
            if judged:
                yield Hit(found.start(group), found.end(group), *judged)


def _resident(text: str, on: date) -> tuple[Ground, str, bool]:
    number = compact(text)
    if problem := resident_id_problem(number):
        return Ground.ID, f"形似公民身份号码，校验不符（{problem.rstrip('。')}），录入错误的号码同样要处理", False
    if _years(birth_date(number), on) < 18:
        return Ground.MINOR, "公民身份号码，出生日期显示未满十八周岁", True
    return Ground.ID, "公民身份号码，校验位相符", True


def _years(born: date, on: date) -> int:
    # 周岁 counts from the day after the birthday, here as in the cases: docs/decisions/0007.
    return on.year - born.year - ((on.month, on.day) <= (born.month, born.day))


def under_age(number: str, on: date) -> bool:
    """Whether a valid resident identity number belongs to a person under eighteen on that day."""
    return not resident_id_problem(compact(number)) and _years(birth_date(compact(number)), on) < 18


def _unit_code(text: str, on: date) -> tuple[Ground, str, bool] | None:
    code = compact(text)
    if code.isdigit() and not resident_id_problem(code):
        return None
    if not any(character.isalpha() for character in code) and uscc_problem(code):
        return None
    state = "校验位不符" if uscc_problem(code) else "校验位相符"
    return Ground.USCC, f"统一社会信用代码（{state}），不是当事人的代码", False


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _account(text: str, on: date) -> tuple[Ground, str, bool]:
    digits = "".join(character for character in text if character.isdigit())
    state = "通过" if luhn(digits) else "未通过，账号或者录入有误的卡号同样要处理"
    return Ground.ACCOUNT, f"形似银行账号或者卡号（Luhn 校验{state}）", False


def _always(ground: Ground, why: str) -> Callable[[str, date], tuple[Ground, str, bool]]:
    return lambda text, on: (ground, why, False)


def _name(text: str, on: date) -> tuple[Ground, str, bool] | None:
    return (Ground.NAME, "称谓之后形似姓名", False) if may_be_name(text) else None


def _age(text: str, on: date) -> tuple[Ground, str, bool] | None:
    years = int("".join(character for character in text if character.isdigit()))
    return (Ground.MINOR, f"文中出现{years}周岁，可能指未成年人", False) if years < 18 else None


NUMBERS = (
    Pattern(re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_JOINT}\d){{16}}{_JOINT}[\dXx](?![0-9A-Za-z])"), _resident),
    Pattern(
        re.compile(r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"),
        _always(Ground.ID, "形似十五位公民身份号码"),
    ),
    Pattern(
        re.compile(r"(?<!\d)\d{4,14}[*xX×]{4,12}\d{0,4}[\dXx]?(?![0-9A-Za-z])"),
        _always(Ground.ID, "遮盖不完全的号码"),
    ),
    Pattern(
        re.compile(
            rf"(?<![0-9A-Za-z])[{_USCC}]{_JOINT}[{_USCC}](?:{_JOINT}\d){{6}}(?:{_JOINT}[{_USCC}]){{10}}(?![0-9A-Za-z])"
        ),
        _unit_code,
    ),
    Pattern(
        re.compile(rf"(?<!\d)(?:\+?86{_JOINT})?1{_JOINT}[3-9](?:{_JOINT}\d){{9}}(?!\d)"),
        _always(Ground.PHONE, "手机号码"),
    ),
    Pattern(
        re.compile(r"(?<!\d)\(?0\d{2,3}\)?[\s\-–—]{0,2}[2-9]\d{6,7}(?!\d)"),
        _always(Ground.PHONE, "固定电话号码"),
    ),
    Pattern(re.compile(r"(?<!\d)[48]00[\s\-]?\d{3}[\s\-]?\d{4}(?!\d)"), _always(Ground.PHONE, "服务电话号码")),
    Pattern(
        re.compile(
            r"(?:电话|手机|联系方式|微信|QQ|qq|传真)(?:号码|账号|号)?[:为是]{0,2}\s{0,2}([A-Za-z0-9][A-Za-z0-9_\-]{4,19})"
        ),
        _always(Ground.PHONE, "联系方式"),
    ),
    Pattern(
        re.compile(
            r"(?:护照|通行证|居住证|驾驶证|操作证|军官证|士兵证|证件)(?:号码|编号|号)?[:为是]{0,2}\s{0,2}([A-Za-z]{0,3}\d[0-9A-Za-z\-]{5,19})"
        ),
        _always(Ground.ID, "证件号码"),
    ),
    Pattern(
        re.compile(
            r"(?:核验码|查询码|验证码|提取码|校验码|密码)[:为是]{0,2}\s{0,2}([0-9A-Za-z](?:[-–—－ ]?[0-9A-Za-z]){3,39})"
        ),
        _always(Ground.OTHER, "凭它可以查询或者打开非公开内容的码"),
    ),
    Pattern(
        re.compile(r"(?<![0-9A-Za-z])\d{4}(?:[ \-]?\d{4}){2,6}(?:[ \-]?\d{1,4})?(?![0-9A-Za-z])"),
        _account,
    ),
    Pattern(re.compile(r"(?:账号|帐号|账户|帐户|卡号)[:为是]{0,2}\s{0,2}(\d[\d \-]{5,33}\d)"), _account),
    Pattern(
        re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"), _always(Ground.EMAIL, "电子邮箱地址")
    ),
    Pattern(
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][·•.\s]?"
            r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
        ),
        _always(Ground.PLATE, "机动车号牌"),
    ),
)
ADDRESSES = (
    Pattern(
        re.compile(
            r"(?:家庭住址|居住地址|户籍所在地|户籍地址?|经常居住地|现住址?|住址|家住|居住于|居住在)[:于在是为]{0,2}\s{0,2}"
            r"([^，。；,;\n()（）]{3,60})"
        ),
        _always(Ground.ADDRESS, "自然人住址"),
    ),
    Pattern(
        re.compile(rf"住([^，。；,;\n()（）址所房宅宿院在于]{{1,40}}?{_PLACE}[^，。；,;\n()（）]{{0,30}})"),
        _always(Ground.ADDRESS, "可能是自然人住址"),
    ),
    Pattern(
        re.compile(r"([\u4e00-\u9fff0-9]{2,30}?\d{1,4}(?:号楼|栋|幢|座)(?:\d{1,2}单元)?\d{2,4}[室户号])"),
        _always(Ground.ADDRESS, "具体到门户的住址"),
    ),
)
PARTY_ADDRESS = Pattern(
    re.compile(r"(?:住所地?|地址)[:于在是为]{0,2}\s{0,2}([^，。；,;\n()（）]{3,60})"),
    _always(Ground.ADDRESS, "自然人当事人的住所"),
)
NAMES = (
    Pattern(
        re.compile(
            r"(?:法定代表人|负责人|经营者|投资人|证人|见证人|投诉人|举报人|被询问人|被检查人|委托代理人|代理人|联系人|被害人|受害人|死者|伤者"
            r"|家属|亲属|监护人|焊工|员工|职工|工人|学徒|从业人员|操作人员|操作工|驾驶员|司机|店员|店主)"
            r"(?:\([^)]{0,12}\))?[:为是]{0,2}\s{0,2}([\u4e00-\u9fff]{2,4}?)"
            r"(?=[，。；、,;:()（）“”\s]|$|[男女系的等于在向称未无和与及])"
        ),
        _name,
    ),
    Pattern(re.compile(r"(?<!\d)(\d{1,2}\s?周?岁)"), _age),
)
