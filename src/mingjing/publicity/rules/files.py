"""Attachments: which files may come in, what must be decided and confirmed, and the search of the copies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.publicity.rules.folding import compact
from mingjing.publicity.rules.redaction import candidates, leaks, occurrences
from mingjing.publicity.terms import (
    Candidate,
    FileFacts,
    Ground,
    KnownEntity,
    Move,
    Policy,
    Publishable,
    SpanFacts,
    Verdict,
)

_N118 = "国办发〔2018〕118号第二部分（二）"


@rule("PUB-40", cites=_N118, acts=(Move.FILES,))
def file_fit(message: str, next_step: str) -> tuple[Finding, ...]:
    """附件须是能够逐页核对、重新制作的文件：没有密码、宏，没有损坏，格式与扩展名一致，大小和页数在限度之内。"""
    return (file_fit.finding(message, next_step=next_step, field="file"),) if message else ()


@rule("PUB-41", cites=_N118, acts=(Move.FILES, Move.CONFIRM, Move.RELEASE, Move.CORRECT, Move.REPUBLISH))
def marks_decided(files: Sequence[FileFacts], page: int = 0) -> tuple[Finding, ...]:
    """附件里每一处拟遮盖的内容都由人决定，方可确认。"""
    found = []
    for file in files:
        waiting = sum(mark.verdict == Verdict.OPEN for mark in file.marks if page in {0, mark.page})
        if waiting and not file.dropped:
            place = f"附件{file.seq}" + (f"第 {page} 页" if page else "")
            said = f"{place}还有 {waiting} 处没有决定"
            found.append(marks_decided.finding(said, next_step="打开这个附件，逐处选择“遮盖”或者“保留”"))
    return tuple(found)


@rule("PUB-42", cites=_N118, acts=(Move.CONFIRM, Move.RELEASE, Move.CORRECT, Move.REPUBLISH))
def pages_confirmed(files: Sequence[FileFacts]) -> tuple[Finding, ...]:
    """附件的每一页由公示员对照原件确认后方可公开；改动过的页重新确认。"""
    found = []
    for file in files:
        if file.unconfirmed and not file.dropped:
            some = "、".join(map(str, file.unconfirmed[:10])) + ("……" if len(file.unconfirmed) > 10 else "")
            said = f"附件{file.seq}第 {some} 页还没有对照确认"
            found.append(pages_confirmed.finding(said, next_step="打开这个附件，逐页对照后点“确认本页”"))
    return tuple(found)


@rule("PUB-43", cites=_N118, acts=(Move.CONFIRM, Move.RELEASE, Move.CORRECT, Move.REPUBLISH))
def copy_clean(
    seq: int, told: Mapping[str, str], *, removed: Iterable[str], kept: Iterable[str], natural: bool, on: date
) -> tuple[Finding, ...]:
    """公开副本制作后重新打开检查：文字、属性、隐藏部分和字节里都不得残留已决定删去的内容和各种号码。"""
    # Places that begin with ! were found by the search of bytes and pixels; their text says what is wrong.
    wrong = [(place[1:], what) for place, what in told.items() if place.startswith("!")]
    texts = {place: text for place, text in told.items() if not place.startswith("!")}
    wrong += leaks(texts, removed=removed, kept=kept, natural=natural, on=on)
    return tuple(
        copy_clean.finding(
            f"附件{seq}的公开副本（{place}）里还有不应公开的内容：{why}",
            next_step="打开这个附件，补划后重新确认；补划不了的，不公开这个附件并写明理由",
        )
        for place, why in dict.fromkeys(wrong)
    )


@rule("PUB-44", cites="市场监督管理行政处罚信息公示规定第七条", acts=(Move.RELEASE, Move.CORRECT))
def copy_unchanged(seq: int, then: str, now: str, unread: str = "") -> tuple[Finding, ...]:
    """公开的副本就是公示员确认时制作的副本。"""
    # Fingerprints of original and marks, then and now; `unread` says why the file cannot even be read as it was then.
    if unread:
        return (copy_unchanged.finding(f"附件{seq}：{unread}"),)
    if then and then == now:
        return ()
    return (copy_unchanged.finding(f"附件{seq}在确认以后有变化", next_step="退回修改，重新对照并确认脱敏稿"),)


@rule("PUB-45", cites=_N118, acts=(Move.FILES,))
def drop_reason(reason: str) -> tuple[Finding, ...]:
    """已添加的附件不公开的，写明理由；原件和理由留在本机关备查。"""
    if len(reason.strip()) >= 4:
        return ()
    return (
        drop_reason.finding(
            "没有写明不公开这个附件的理由", next_step="写明理由，例如“与决定无关，误传”", field="reason"
        ),
    )


def file_candidates(
    decision: Publishable, pages: Sequence[str], spans: Iterable[SpanFacts], natural_person_name: str
) -> tuple[tuple[int, Candidate], ...]:
    """What should perhaps not become public in the pages of a file: (page from 1, candidate), in reading order.

    Looks with the rules, with what the file is known to contain, and for everything removed from the decision itself;
    what a person decided to keep there is not asked again.
    """
    decided = tuple(spans)
    kept = tuple(KnownEntity(one.text, "other", Policy.KEEP) for one in decided if one.verdict == Verdict.REJECTED)
    before = len(decision.full_text)
    whole = replace(decision, full_text=(*decision.full_text, *pages), known_entities=(*decision.known_entities, *kept))
    found = [one for one in candidates(whole, natural_person_name) if _page(one.part, before)]
    parts = {f"p{before + at}": text for at, text in enumerate(pages)}
    removed = {
        compact(one.text): one for one in decided if one.verdict == Verdict.ACCEPTED and len(compact(one.text)) > 1
    }
    for one in removed.values():
        for again in occurrences(parts, one.text, Ground(one.ground), "决定书里已决定删去同样的内容"):
            if not any(
                again.part == other.part and again.start < other.end and other.start < again.end for other in found
            ):
                found.append(replace(again, replacement=one.replacement, certain=one.certain))
    return tuple(sorted(((_page(one.part, before), one) for one in found), key=lambda item: (item[0], item[1].start)))


def _page(part: str, before: int) -> int:
    """The page of a file that a part of the widened decision stands for; 0 for a part of the decision itself."""
    number = part[1:]
    return int(number) - before + 1 if part[:1] == "p" and number.isdigit() and int(number) >= before else 0
