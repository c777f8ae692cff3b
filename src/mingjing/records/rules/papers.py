"""Paper and electronic document agree: pages are matched, differences told, signatures noted, what is owed is listed."""

from collections.abc import Mapping, Sequence
from typing import Any

from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.recordings import SHORTEST
from mingjing.records.terms.papers import MARK_KINDS, REASONED_KINDS, SIGNED_KINDS, Outcome, PaperStanding

_N118 = "国办发〔2018〕118号第三部分（七）"
_KEPT = "国办发〔2018〕118号第三部分（九）"


@rule("PAPER-01", cites=(_N118, _KEPT))
def paper_is_whole(standing: PaperStanding) -> tuple[Finding, ...]:
    """需要签名的文书，签名的纸质件逐页扫描，与电子文书核对一致，登记签名；缺页、没有核对、有出入和缺签名的列出。"""
    if standing.whole:
        return ()
    told = []
    if standing.gone:
        whole = len(standing.gone) == standing.pages
        told.append("没有扫描件" if whole else f"缺第 {_listed(standing.gone)} 页的扫描件")
    if standing.unchecked:
        told.append(f"第 {_listed(standing.unchecked)} 页还没有核对")
    if standing.different:
        told.append(f"第 {_listed(standing.different)} 页与电子文书有出入")
    if standing.unsigned:
        told.append(f"没有登记{'、'.join(standing.unsigned)}的签名")
    name = f"《{standing.title}》{standing.number}"
    step = "请扫描、核对，或者写明原因" if not standing.different else "请核对出入的原因，重新打印签名或者写明情况"
    return (paper_is_whole.finding(f"{name}{'，'.join(told)}", weight=Weight.WARN, next_step=step),)


def _listed(pages: Sequence[int]) -> str:
    return "、".join(str(each) for each in pages)


@rule("PAPER-02", cites=_KEPT, acts=("assign_paper", "set_aside_paper"))
def assignment_is_reasoned(reason: str, page: int, pages: int) -> tuple[Finding, ...]:
    """读不出二维码的扫描页由人对应到文书的某一页，或者注明不属于案卷，都写明理由。"""
    found = []
    if len(reason.strip()) < SHORTEST:
        step = f"请写明，不少于 {SHORTEST} 个字"
        found.append(assignment_is_reasoned.finding("没有写明理由", field="reason", next_step=step))
    if pages and not 1 <= page <= pages:
        fact = f"这份文书只有 {pages} 页，没有第 {page} 页"
        found.append(assignment_is_reasoned.finding(fact, field="page", next_step="请核对页码"))
    return tuple(found)


@rule("PAPER-03", cites=(_N118, _KEPT), acts=("check_paper",))
def differences_are_told(spots: int, marks: Sequence[Mapping[str, Any]], note: str) -> tuple[Finding, ...]:
    """扫描页与电子文书的每一处不同都由人认定；批注、污渍和文字不同的写明说明。"""
    kinds = [str(each.get("kind", "")) for each in marks]
    if len(kinds) < spots or any(kind not in MARK_KINDS for kind in kinds):
        return (
            differences_are_told.finding(
                "还有不同之处没有认定", field="mark-0", next_step="请逐处选定是签名、日期还是文字不同"
            ),
        )
    if REASONED_KINDS & set(kinds) and len(note.strip()) < SHORTEST:
        step = f"请写明，不少于 {SHORTEST} 个字"
        return (differences_are_told.finding("批注、污渍、文字不同没有说明", field="note", next_step=step),)
    return ()


def outcome(marks: Sequence[Mapping[str, Any]]) -> Outcome:
    """What the marks of a page come to."""
    kinds = {str(each["kind"]) for each in marks}
    if "different" in kinds:
        return Outcome.DIFFERENT
    return Outcome.SIGNED if kinds & SIGNED_KINDS else Outcome.SAME


@rule("PAPER-04", cites=(_N118, "行政处罚法第五十五条"), acts=("sign_paper",))
def signature_is_told(*, role: str, name: str, refused: bool, reason: str, roles: Sequence[str]) -> tuple[Finding, ...]:
    """纸质件上的签名登记身份、姓名和页码；拒绝签名的写明情况。"""
    found = []
    if role not in roles:
        found.append(("没有选定签名人的身份", "role", "请从列表中选择"))
    if not 1 <= len(name.strip()) <= 60:
        found.append(("没有写明签名人的姓名", "name", "请填写，不超过 60 个字"))
    if refused and len(reason.strip()) < SHORTEST:
        found.append(("拒绝签名的没有写明情况", "reason", f"请写明，不少于 {SHORTEST} 个字"))
    return tuple(signature_is_told.finding(fact, field=field, next_step=step) for fact, field, step in found)


@rule("PAPER-05", cites=_KEPT, acts=("take_scan",))
def scan_is_new(name: str, before: str) -> tuple[Finding, ...]:
    """同一个扫描文件只收一次；重新扫描的以新的为准，旧的保留。"""
    if not before:
        return ()
    fact = f"“{name}”和已经收下的“{before}”内容完全相同，没有重复收"
    return (scan_is_new.finding(fact, field="file", next_step="请核对是否选错文件；确需重扫的，请重新扫描"),)
