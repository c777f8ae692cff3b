"""Schemes and scores for who appraises and for who is appraised."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import plain
from mingjing.organs import queries as organs
from mingjing.publicity.terms import PaperData
from mingjing.supervision.models import Appraisal, Scheme
from mingjing.supervision.queries.objections import duty_to_answer, duty_to_look
from mingjing.supervision.rules import appraisals as rules
from mingjing.supervision.terms import ANSWERING, Duty
from mingjing.supervision.terms.appraisals import (
    NO_SCORE,
    AppraisalFacts,
    AppraisalState,
    Line,
    SchemeFacts,
    SchemeState,
    score_cells,
    score_words,
)

COLUMNS = ("名次", "机关", "总分", "等次")


def _schemes(by: Actor) -> QuerySet[Scheme]:
    """A supervisor's region; for the organ's head and reviewer the released ones that name their organ."""
    if by.has(Role.SUPERVISOR):
        return Scheme.objects.filter(region=organs.organ(by.organ_id).region)
    if by.has(*ANSWERING):
        region = organs.organ(by.organ_id).region
        rows = Scheme.objects.filter(region=region).exclude(state=SchemeState.DRAFT)
        # JSON lookups differ between databases; a region has a handful of schemes.
        mine = [one.pk for one in rows.only("id", "organs") if str(by.organ_id) in {key for key, _ in one.organs}]
        return Scheme.objects.filter(pk__in=mine)
    return Scheme.objects.none()


def _scores(by: Actor, region: str = "") -> QuerySet[Appraisal]:
    """All of the region for a supervisor; the own one, once told, for an organ (everybody's places: `standing_table`)."""
    rows = Appraisal.objects.select_related("scheme")
    if by.has(Role.SUPERVISOR):
        return rows.filter(scheme__region=region or organs.organ(by.organ_id).region)
    if not by.has(*ANSWERING):
        return rows.none()
    return rows.filter(organ_id=by.organ_id).exclude(state=AppraisalState.SCORING)


def schemes(by: Actor) -> tuple[SchemeFacts, ...]:
    """The schemes this person may see, newest first. At most three queries; a region has one or two a year."""
    return tuple(row.facts() for row in _schemes(by)[:200])


def scheme(scheme_id: UUID, by: Actor) -> SchemeFacts | None:
    """One scheme, for who may see it; None for everybody else."""
    row = _schemes(by).filter(pk=scheme_id).first()
    return row.facts() if row else None


def appraisals(scheme_id: UUID, by: Actor) -> tuple[AppraisalFacts, ...]:
    """The scores of a scheme that this person may see, the ranked ones in order."""
    rows = _scores(by).filter(scheme_id=scheme_id)
    return tuple(row.facts() for row in rows.order_by("rank", "organ_name"))


def standing_table(scheme_id: UUID, by: Actor) -> tuple[tuple[int, str, str, str], ...]:
    """Place, organ, total, band of a signed scheme, for everybody who may see the scheme; nothing before it is signed."""
    found = scheme(scheme_id, by)
    if found is None or found.state != SchemeState.FINISHED:
        return ()
    rows = Appraisal.objects.filter(scheme_id=scheme_id).order_by("rank", "organ_name")
    return tuple((row.rank, row.organ_name, *score_cells(row.total, row.band)) for row in rows)


def appraisal(appraisal_id: UUID, by: Actor) -> AppraisalFacts | None:
    """One score; None for who may not see it."""
    row = _scores(by).filter(pk=appraisal_id).first()
    return row.facts() if row else None


def score_rows(one: AppraisalFacts) -> Iterator[list[str]]:
    """An organ's score line by line, each figure followed by what it was counted from; the cells are plain texts."""
    for line in one.lines:
        figure = line.figure
        counted = f"{figure.good.normalize():f} / {figure.every.normalize():f}" if figure else ""
        yield [
            line.item.title, f"{line.item.full.normalize():f}", points_of(line), counted, line.given.why if line.given else "",
            line.given.evidence if line.given else "", "",
        ]  # fmt: skip
        for ref in figure.refs if figure else ():
            yield ["", "", "", "", "", ref.label, "做到" if ref.good else "没有做到"]


SCORE_HEADINGS = ("项目", "分值", "得分", "做到 / 应做", "事实和理由", "材料", "情况")


def points_of(line: Line) -> str:
    """The points as a page writes them."""
    if not line.applicable:
        return "不适用"
    return "—" if line.points is None else f"{line.points.normalize():f}"


def table_paper(found: SchemeFacts, table: Sequence[tuple[int, str, str, str]]) -> PaperData:
    """The signed table as an official paper."""
    assert found.signed_at is not None
    day = found.signed_at.date()
    items = [[one.title, f"{one.full.normalize():f}"] for one in found.items]
    blocks = [
        {"k": "p", "t": f"考核方案：{found.title}（{found.number}，第 {found.seq} 版）。考核期间：{plain(found.since)}至{plain(found.until)}。"},
        {"k": "article", "head": "考核结果", "t": "按总分从高到低排列，总分相同的名次相同。"},
        *({"k": "p", "t": f"{place}. {name}：{total if total == NO_SCORE else f'{total} 分，{band}'}"} for place, name, total, band in table),
        {"k": "article", "head": "考核项目", "t": "；".join(f"{title}（{full} 分）" for title, full in items) + "。"},
        {"k": "article", "head": "考核结论", "t": found.conclusion.splitlines()[0] if found.conclusion else ""},
        *({"k": "p", "t": line} for line in found.conclusion.splitlines()[1:] if line.strip()),
    ]  # fmt: skip
    document = {
        "title": f"{found.year} 年度行政执法评议考核结果", "masthead": False, "number": "", "copies": "", "day": plain(day),
        "blocks": blocks, "notes": [],
    }  # fmt: skip
    data = {"title": f"{found.year} 年度行政执法评议考核结果", "organ": found.issuer_name, "documents": [document]}
    return PaperData("single", str(data["title"]), data, day)


def appraisal_duties(by: Actor, today: date, region: str) -> tuple[Duty, ...]:
    """What an appraisal asks of a person: objections to answer, or a score to look at in time. One query."""
    rows = _scores(by, region).filter(scheme__state=SchemeState.SCORING)
    if by.has(Role.SUPERVISOR):
        waiting = rows.filter(state__in=[AppraisalState.OBJECTED, AppraisalState.SCORING])
        return tuple(_to_score(one) for one in waiting.defer("figures")[:50])
    said = f"收到告知之日起 {objection_days()} 个工作日内"
    return tuple(
        duty_to_look(
            one, "appraisal", f"{one.scheme.year} 年度考核得分", score_words(one.total, one.band), "看得分", said
        )
        for one in rows.filter(state=AppraisalState.TOLD, object_by__gte=today).defer("figures")[:50]
    )


def objection_days() -> int:
    """In how many working days an organ may object to its score (SUP-79)."""
    return rules.days("objection_days")


def _to_score(one: Appraisal) -> Duty:
    if one.state == AppraisalState.SCORING:
        return Duty(f"{one.scheme.year} 年度考核", one.organ_name, "待评分、告知", "去评分", "appraisal", (one.pk,))
    return duty_to_answer(one, "appraisal", one.organ_name, rules.days("answer_days"))
