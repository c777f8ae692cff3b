"""Transcripts: read as people write them and as SRT or WebVTT, checked, and written out again. Pure."""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.records.terms.transcripts import (
    LONGEST_LINE,
    LONGEST_REASON,
    LONGEST_SPEAKER,
    MARK,
    MOST_LINES,
    Line,
    TranscriptSource,
)

_CITES = ("国办发〔2018〕118号第三部分（八）", "国办发〔2018〕118号第三部分（九）")
SHORTEST = 4
NO_TIME = -2
"""Where a line begins whose time cannot be read; no recording has such a moment."""
LAST_FOR = 5000
"""How long the last line stands, in milliseconds, where its end is not told."""
_CLOCK = r"(?:\d{1,3}[:：])?\d{1,4}[:：]\d{2}(?:[.,]\d{1,3})?"
_TYPED = re.compile(rf"\[?({_CLOCK})(?:\s*(?:-->|[-–—~至到])\s*({_CLOCK}))?\]?[\s　]*(.*)", re.DOTALL)
_CUE = re.compile(rf"\s*({_CLOCK})\s*-->\s*({_CLOCK})(?:\s.*)?")
_SPEAKER = re.compile(
    r"([^\s:：，,。.；;！!？?“”\d][^\s:：，,。；;！!？?“”]{0,39})(?:(?<!\d)[:：]|[:：](?!\d))\s*(.+)", re.DOTALL
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAGS = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_SKIPPED = ("NOTE", "STYLE", "REGION")


def kind_of(text: str) -> TranscriptSource:
    """How a text is written: WebVTT, SRT, or as people type it."""
    if text.lstrip("\ufeff").startswith("WEBVTT"):
        return TranscriptSource.VTT
    return TranscriptSource.SRT if any(map(_CUE.fullmatch, text.splitlines())) else TranscriptSource.TYPED


def read(text: str) -> tuple[Line, ...]:
    """The lines of a text, in its order. What cannot be read keeps a time that no recording has, so that it is told."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return tuple(_typed(plain) if kind_of(text) is TranscriptSource.TYPED else _cues(plain))


def _typed(text: str) -> Iterator[Line]:
    """`1:30 张三：话` or `1:30-1:45 张三：话`, one a line."""
    for row in filter(None, (each.strip() for each in text.split("\n"))):
        found = _TYPED.fullmatch(row)
        if found is None:
            yield Line(NO_TIME, -1, "", _plain(row))
            continue
        yield _line(_milliseconds(found[1]), _milliseconds(found[2]) if found[2] else -1, found[3])


def _cues(text: str) -> Iterator[Line]:
    """The cues of SRT or WebVTT: everything else in the file is no speech."""
    for block in re.split(r"\n[ \t]*\n", text):
        rows = [row for row in block.split("\n") if row.strip()]
        if not rows or rows[0].startswith(_SKIPPED):
            continue
        at = next((place for place, row in enumerate(rows) if "-->" in row), None)
        if at is None:
            continue
        found, said = _CUE.fullmatch(rows[at]), "\n".join(rows[at + 1 :])
        if found is None:
            yield Line(NO_TIME, -1, "", _plain(rows[at]))
            continue
        voice = _VOICE.search(said)
        told = html.unescape(_TAGS.sub("", said))
        since, until = _milliseconds(found[1]), _milliseconds(found[2])
        yield Line(since, until, _plain(html.unescape(voice[1])), _plain(told)) if voice else _line(since, until, told)


def _line(since: int, until: int, said: str) -> Line:
    found = _SPEAKER.fullmatch(said.strip())
    return Line(since, until, _plain(found[1]) if found else "", _plain(found[2] if found else said))


def _plain(text: str) -> str:
    """One line without signs that nobody sees."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _milliseconds(text: str) -> int:
    whole, _, part = text.replace("：", ":").replace(",", ".").partition(".")
    total = 0
    for each in whole.split(":"):
        total = total * 60 + int(each)
    return total * 1000 + int(f"{part}000"[:3])


@rule("REC-84", cites=_CITES, acts=("keep_transcript",))
def transcript_is_plain(lines: Sequence[Line], seconds: int) -> tuple[Finding, ...]:
    """文字稿逐行写明时刻和说的话，时刻在音像的起止以内，先后不乱；说话人不清楚的可以不写。"""
    if not lines:
        return (_wrong("文字稿是空的", "每行写一句，例如“1:30 张三：请出示证件”"),)
    if len(lines) > MOST_LINES:
        return (_wrong(f"文字稿有 {len(lines)} 行，最多 {MOST_LINES} 行", "请合并短句后再存"),)
    found = [each for number, one in enumerate(lines, 1) for each in _problems(number, one, seconds)]
    for number, (before, one) in enumerate(pairwise(lines), 2):
        if NO_TIME < one.since < before.since:
            found.append(_wrong(f"第 {number} 行 {clocked(one.since)} 比上一行早", "请按时刻先后排列"))
    return tuple(found[:10])


def _problems(number: int, one: Line, seconds: int) -> Iterator[Finding]:
    if one.since == NO_TIME:
        yield _wrong(f"第 {number} 行没有时刻：{one.text[:20]}", "行首写时刻，例如 1:30 或者 0:01:30")
    elif one.since > seconds * 1000:
        yield _wrong(f"第 {number} 行 {clocked(one.since)} 在音像结束（{clocked(seconds * 1000)}）以后", "请核对时刻")
    elif -1 < one.until <= one.since:
        yield _wrong(f"第 {number} 行结束不晚于开始", "请核对起止时刻")
    if not one.text:
        yield _wrong(f"第 {number} 行没有写说了什么", "请补上，或者删去这一行")
    if len(one.text) > LONGEST_LINE:
        yield _wrong(f"第 {number} 行有 {len(one.text)} 个字，最多 {LONGEST_LINE} 个字", "请分成几行")
    if len(one.speaker) > LONGEST_SPEAKER:
        yield _wrong(f"第 {number} 行的说话人太长", f"最多 {LONGEST_SPEAKER} 个字")


def _wrong(message: str, step: str) -> Finding:
    return transcript_is_plain.finding(message, field="lines", next_step=step)


@rule("REC-85", cites=_CITES, acts=("keep_transcript",))
def version_is_explained(newest: int, base: int, by: str, reason: str) -> tuple[Finding, ...]:
    """文字稿只加新的一版，不改以前的；改动写明改了什么；别人已经存了新的一版的，先看过再改。"""
    if base != newest:
        message = f"{by}已经存了第 {newest} 版" if newest else "没有您所根据的那一版"
        return (version_is_explained.finding(message, next_step="请另存您写的内容，刷新页面看过新的一版再改"),)
    if newest and not SHORTEST <= len(reason.strip()) <= LONGEST_REASON:
        step = f"写明改了哪里、为什么（{SHORTEST} 到 {LONGEST_REASON} 个字）"
        return (version_is_explained.finding("没有写明改了什么", field="reason", next_step=step),)
    return ()


def clocked(since: int) -> str:
    """A moment as players show it."""
    minutes, seconds = divmod(since // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def typed(lines: Sequence[Line]) -> str:
    """The lines as people type them; read again they are the same, but for fractions of a second that nobody types."""
    return "\n".join(f"{_typed_clock(one)} {f'{one.speaker}：' if one.speaker else ''}{one.text}" for one in lines)


def _typed_clock(one: Line) -> str:
    begun = _exact(one.since)
    return begun if one.until < 0 else f"{begun}-{_exact(one.until)}"


def _exact(at: int) -> str:
    return clocked(at) + (f".{at % 1000:03}" if at % 1000 else "")


def title_of(name: str, version: int, person: str) -> str:
    """What stands at the head of both files."""
    return f"音像“{name}”文字稿第 {version} 版，{person}整理"


def as_text(title: str, lines: Sequence[Line]) -> str:
    """The transcript to be read."""
    body = "\n".join(f"[{clocked(one.since)}] {f'{one.speaker}：' if one.speaker else ''}{one.text}" for one in lines)
    return f"{title}\n{MARK}。\n\n{body}\n"


def as_vtt(title: str, lines: Sequence[Line]) -> str:
    """The transcript as WebVTT, with voices; a line without an end stands until the next begins."""
    note = f"{title}；{MARK}".replace("-->", "→")
    ends = [one.since for one in lines[1:]] + [lines[-1].since + LAST_FOR] if lines else []
    cues = (
        f"{_stamp(one.since)} --> {_stamp(one.until if one.until > one.since else max(end, one.since + 1))}\n{_voiced(one)}\n"
        for one, end in zip(lines, ends, strict=True)
    )
    return "\n".join([f"WEBVTT\n\nNOTE {note}\n", *cues])


def _voiced(one: Line) -> str:
    speaker = f"<v {html.escape(one.speaker, quote=False)}>" if one.speaker else ""
    return f"{speaker}{html.escape(one.text, quote=False)}"


def _stamp(at: int) -> str:
    seconds, part = divmod(at, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{part:03}"
