"""总体情况: the text part drafted from the figures, in plain sentences that the organ edits before it signs."""

from collections.abc import Iterator
from decimal import Decimal

from mingjing.kernel.money import show
from mingjing.supervision.terms import Annual

_MORE = "（请补充：主要做法、存在的问题、下一步安排）"


def draft_text(now: Annual, before: Annual | None = None, *, region: str = "", reported: int = 0) -> str:
    """One paragraph a line. What is not known is not said; a comparison is made only with a year that has figures."""
    return "\n".join(_sentences(now, before, region, reported))


def _sentences(now: Annual, before: Annual | None, region: str, reported: int) -> Iterator[str]:
    head = (
        f"{now.period}，{region}汇总 {reported} 个单位的报告。"
        if region
        else f"{now.period}，{now.organ_name}依法开展行政执法工作。"
    )
    yield head + _work(now)
    every = (_penalties(now, before), _licences(now), _coercion(now), _others(now), _review(now) + _remedies(now))
    yield from filter(None, every)
    if text := _staff(now):
        yield text
    if text := _progress(now):
        yield text
    if any(one.hand is not None for table in now.tables for one in table.lines):
        yield "本报告中标明“手工填报”的数据没有在平台办理，由填报单位按来源文件填报，经另一人核对；其余数据由平台按统计口径从案件计算。"
    yield _MORE


def unfinished(text: str) -> bool:
    """Whether the draft's reminder was left in the text."""
    return "（请补充：" in text


def _work(now: Annual) -> str:
    told = _known(now, (("file_case", "立案"), ("close", "结案")), "件")
    crime = f"移送涉嫌犯罪案件 {now.number('crime')} 件。" if now.number("crime") else ""
    return (f"{told}。" if told else "") + crime


def _penalties(now: Annual, before: Annual | None) -> str:
    total = now.cell("penalties")
    if total is None or total.number is None:
        return ""
    count, money = total.number, total.money or Decimal(0)
    if not count:
        return "没有作出行政处罚决定。" + _compared(0, before)
    kinds = [
        (one.number, one.label) for table in now.tables if table.key == "penalties" for one in table.cells if one.number
    ]
    told = "、".join(f"{label} {each} 件" for each, label in sorted(kinds, key=lambda kind: -(kind[0] or 0)))
    return (
        f"作出行政处罚决定 {count} 件（几种处罚并处的按最重的一种计）：{told}；罚没金额合计 {show(money)} 元。"
        + _compared(count, before)
    )


def _compared(count: int, before: Annual | None) -> str:
    last = before.number("penalties") if before else None
    if not last or before is None:
        return ""
    if last == count:
        return f"件数与 {before.year} 年持平。"
    share = (abs(count - last) * 1000 + last // 2) // last
    return f"比 {before.year} 年（{last} 件）{'增加' if count > last else '减少'} {abs(count - last)} 件，{'上升' if count > last else '下降'} {share // 10}.{share % 10}%。"


def _licences(now: Annual) -> str:
    lines = (("licence-applied", "收到申请"), ("licence-accepted", "受理"), ("licence-granted", "准予"), ("licence-refused", "不予许可"), ("licence-revoked", "撤销"))  # fmt: skip
    told = _known(now, lines, "件")
    return f"行政许可{told}。" if told else ""


def _coercion(now: Annual) -> str:
    measures = _known(now, (("seal", "查封"), ("seize", "扣押"), ("freeze", "冻结")), "次")
    court = now.number("court") or 0
    told = "，".join(filter(None, (measures, f"申请法院强制执行 {court} 件" if court else "")))
    return f"行政强制{told}。" if told else ""


def _others(now: Annual) -> str:
    told = _known(
        now, (("inspection", "行政检查"), ("inspection-firms", "其中涉企行政检查"), ("collection", "行政征收")), "次"
    )
    return f"{told}。" if told else ""


def _known(now: Annual, lines: tuple[tuple[str, str], ...], unit: str) -> str:
    return "，".join(f"{word} {number} {unit}" for key, word in lines if (number := now.number(key)) is not None)


def _review(now: Annual) -> str:
    told = _known(now, (("reviewed", "重大执法决定法制审核"), ("mended", "经审核纠正")), "件")
    return f"{told}。" if told else ""


def _remedies(now: Annual) -> str:
    pieces = []
    for kind, word, verb in (("reconsideration", "行政复议", "被申请"), ("lawsuit", "行政诉讼", "被提起")):
        asked, wrong = now.number(f"{kind}-asked"), now.number(f"{kind}-wrong")
        if asked is not None:
            pieces.append(f"{verb}{word} {asked} 件" + (f"（决定被纠正 {wrong} 件）" if wrong else ""))
    return "，".join(pieces) + "。" if pieces else ""


def _staff(now: Annual) -> str:
    every, holding = now.number("staff-all"), now.number("staff-certified")
    if not every or holding is None:
        return ""
    share = (holding * 1000 + every // 2) // every
    return f"年末在岗执法人员 {every} 人，持有效执法证件 {holding} 人，持证率 {share // 10}.{share % 10}%。"


def _progress(now: Annual) -> str:
    """How far the three systems have come; only a quarter's report has these columns."""
    due, open_, missing = (now.number(key) for key in ("decisions-due", "decisions-open", "lists-missing"))
    if due is None or missing is None:
        return ""
    late = (now.number("decisions-afterwards") or 0) + (open_ or 0)
    told = f"三项制度推行进展：公开期限在本季度的执法决定 {due} 件，按期公开 {now.number('decisions-in-time') or 0} 件，逾期或者没有公开 {late} 件；"
    lists = f"有 {missing} 种清单一项也没有公开；" if missing else "应公开的清单都有公开的内容；"
    review = f"送法制审核 {now.number('review-sent') or 0} 次，通过 {now.number('review-passed') or 0} 次。"
    return told + lists + review
