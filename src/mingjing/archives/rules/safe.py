"""安全性: nothing in the file can do harm, and nothing in it is a state secret. Pure."""

import re
from collections.abc import Iterator, Sequence

from mingjing.archives.rules.lines import HANDED_IN, STANDARD, Line, told
from mingjing.archives.rules.order import Order
from mingjing.archives.terms import SECRECY_NAMES, STATE_SECRETS, Check, Gathered, Property, Secrecy
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_S = Property.SAFE
SCANNER = Line("AQ-01", _S, "ARCH-16", "4-1", "防病毒软件", "运行环境")
VIRUS = Line("AQ-02", _S, "ARCH-16", "4-2", "没有病毒", "电子材料")
MEDIA = Line("AQ-03", _S, "ARCH-16", "4-3", "载体", "脱机载体")
ACTIVE = Line("AQ-04", _S, "ARCH-16", "本系统", "没有宏、脚本、内嵌文件", "文书、办公文档、压缩文件")
FORMAT = Line("AQ-05", _S, "ARCH-16", "3-3", "文件格式", "电子材料")
PROCESS = Line("AQ-06", _S, "ARCH-16", "4-7", "归档过程安全", "全过程记录")
SECRETS = Line("AQ-07", _S, "ARCH-21", "本系统", "没有涉密材料", "全部材料")
INSTALL = "请信息管理员安装 ClamAV（clamscan 或者 clamdscan）后重新检测，或者用单位的防病毒软件查杀，在备考表写明结果"
_MARK = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆]")


@rule("ARCH-16", cites=STANDARD)
def safe(all_: Gathered, order: Order) -> tuple[Check, ...]:
    """安全性：只收规定格式的文件，程序文件和来历不明的格式不入卷；没有病毒；文书里没有宏、脚本和内嵌文件，收到的材料带有的，由人核对后原样保存。"""
    infected = [f"{one.item.title}（{one.virus[:40]}）" for one in all_.seen if one.virus]
    strange = [
        f"{one.item.title}（{one.item.media_type or '无格式'}）"
        for one in all_.seen
        if one.item.media_type not in order.media_types
    ]
    scanned = VIRUS.judged(told("发现病毒", infected), f"{len(all_.seen)} 份电子材料没有发现病毒")
    return (
        SCANNER.passes(f"使用 {all_.scanner}") if all_.scanner else SCANNER.asked(f"没有检测到防病毒软件。{INSTALL}"),
        scanned if all_.scanner else VIRUS.asked(f"没有查杀病毒。{INSTALL}"),
        MEDIA.absent("联机保存，没有脱机载体"),
        _active(all_),
        FORMAT.judged(told("不在规定格式之内", strange), "全部是规定的格式"),
        PROCESS.passes("每一步的办理人、时间都在台账中，归档包由系统生成，中间不落地"),
        _secrets(all_),
    )


def _active(all_: Gathered) -> Check:
    risky = [one for one in all_.seen if one.risks]
    own = [f"{one.item.title}（{'、'.join(one.risks)}）" for one in risky if one.item.form not in HANDED_IN]
    if own:
        return ACTIVE.judged(told("带有会自动运行的内容", own), "")
    if risky:
        names = [f"{one.item.title}（{'、'.join(one.risks)}）" for one in risky]
        return ACTIVE.asked(f"{told('收到的材料带有会自动运行的内容', names)[0]}。原件照收，不要在办公电脑上直接打开")
    return ACTIVE.passes("没有宏、脚本和内嵌文件")


def _secrets(all_: Gathered) -> Check:
    texts = [text for row in all_.rows for text in (row.title, row.item.name)]
    return SECRETS.judged(
        [one.message for one in nothing_secret(texts, all_.about.secrecy)], "题名、文件名没有密级标志"
    )


@rule("ARCH-21", cites=("保守国家秘密法", "国办发〔2018〕118号第三部分（九）"))
def nothing_secret(texts: Sequence[str], secrecy: str = "none") -> Iterator[Finding]:
    """涉密材料不得存入本系统：带有绝密、机密、秘密标志的文件不收；在案卷中只登记编号，原件按保密规定另行保管。"""
    step = "请存放在保密柜或者涉密信息系统，在案卷的“另行保管”里只登记编号"
    if secrecy in STATE_SECRETS:
        name = SECRECY_NAMES[Secrecy(secrecy)]
        yield nothing_secret.finding(f"{name}级案卷不能归档到本系统", next_step=step, field="secrecy")
    if any(_MARK.search(text) for text in texts):
        yield nothing_secret.finding("文件带有国家秘密标志，没有收下", next_step=step, field="file")


@rule("ARCH-49", cites=("保守国家秘密法", "国办发〔2018〕118号第三部分（九）"))
def looked_through(unsaid: Sequence[str]) -> Iterator[Finding]:
    """扫描件、图片、PDF 上的密级标志机器看不出：逐页看过的人写明查无密级标志，才能归档；有标志的不得存入，登记另行保管。"""
    if unsaid:
        more = f"等 {len(unsaid)} 件" if len(unsaid) > 3 else ""
        yield looked_through.finding(
            f"还没有人核对密级标志：{'、'.join(unsaid[:3])}{more}",
            next_step="请在案件“文书和附件”的“密级核对”里逐件看过，写明查无密级标志",
        )
