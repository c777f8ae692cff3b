"""可用性: everything opens, with its pages and fonts, in a format that archives take. Pure."""

from mingjing.archives.rules.authentic import LATER
from mingjing.archives.rules.lines import HANDED_IN, STANDARD, Line, explains, shown, told
from mingjing.archives.terms import Check, Gathered, Inspected, Property
from mingjing.kernel.rulebook import rule

_U = Property.USABLE
XML = Line("KY-01", _U, "ARCH-24", "3-1", "包内目录可以解析", "归档包")
READ = Line("KY-02", _U, "ARCH-15", "3-2", "元数据可以读取", "著录项")
OPENS = Line("KY-03", _U, "ARCH-15", "3-3", "打开文件", "电子材料")
PAGES = Line("KY-04", _U, "ARCH-15", "3-3", "页数", "文书、图像")
FONTS = Line("KY-05", _U, "ARCH-15", "3-3", "PDF 字体嵌入", "PDF")
LOCKED = Line("KY-06", _U, "ARCH-15", "3-8", "没有加密和私有压缩", "电子材料")
FILMS = Line("KY-07", _U, "ARCH-15", "本系统", "音像可以播放", "音像记录")


@rule("ARCH-15", cites=(*STANDARD, "GB/T 18894-2016"))
def usable(all_: Gathered) -> tuple[Check, ...]:
    """可用性：文书、图像、压缩文件都能打开，不加密，PDF 带有所用的字体；收到时就打不开的材料在备考表中说明；页数与目录相符。"""
    documents = [one for one in all_.seen if not one.item.recording]
    wrong = [one.item.title for one in documents if not one.opens and one.pages and one.pages != one.item.pages]
    return (
        _xml(all_),
        READ.judged([] if all_.rows else ["读不出卷内目录"], f"{len(all_.rows)} 条著录都能读取"),
        _opens(documents, all_.note),
        PAGES.judged(told("页数与目录不符", wrong), "页数与卷内目录相符"),
        _fonts(documents),
        _locked(documents, all_.note),
        _films([one for one in all_.seen if one.item.recording]),
    )


def _xml(all_: Gathered) -> Check:
    if all_.package is None or all_.package.state == "missing":
        return XML.absent(LATER if all_.package is None else "存储中没有归档包")
    return XML.judged([all_.package.xml] if all_.package.xml else [], "案卷目录.XML 可以解析")


def _opens(documents: list[Inspected], note: str) -> Check:
    closed = [one for one in documents if one.opens]
    excused = [one for one in closed if one.item.form in HANDED_IN] if explains(note) else []
    names = [f"{one.item.title}（{one.opens}）" for one in closed if one not in excused]
    good = f"{len(documents)} 份电子材料都能读取"
    if excused:
        good = f"{len(excused)} 份收到的材料打不开，备考表说明：{shown(note)}"
    return OPENS.judged(told("打不开", names), good)


def _fonts(documents: list[Inspected]) -> Check:
    loose = [one for one in documents if one.fonts]
    own = [f"{one.item.title}（{one.fonts[0]}）" for one in loose if one.item.form not in HANDED_IN]
    if own:
        return FONTS.judged(told("没有嵌入字体", own), "")
    if loose:
        names = [one.item.title for one in loose]
        return FONTS.asked(f"{told('收到的 PDF 没有嵌入字体', names)[0]}。原件照收，请打开看文字显示是否正确")
    return FONTS.passes("PDF 都带有所用的字体")


def _locked(documents: list[Inspected], note: str) -> Check:
    locked = [one for one in documents if one.locked]
    own = [one.item.title for one in locked if one.item.form not in HANDED_IN or not explains(note)]
    if own:
        return LOCKED.judged(told("加了密", own), "")
    good = f"收到的材料有 {len(locked)} 份加密，备考表说明：{shown(note)}" if locked else "没有加密和私有压缩的文件"
    return LOCKED.passes(good)


def _films(films: list[Inspected]) -> Check:
    if not films:
        return FILMS.absent("案卷里没有音像记录")
    odd = [one.item.title for one in films if one.opens]
    head = f"{told('开头不像音像文件', odd)[0]}；" if odd else ""
    return FILMS.asked(f"{head}共 {len(films)} 段，请在案件的“音像”里各播放开头和结尾，声音、画面正常即可")
