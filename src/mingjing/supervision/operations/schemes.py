"""Schemes of appraisal (考核方案): drafted, released before the period ends, scored after it, signed with the table (R-16, O-04)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.foundation.typesetting import missing_glyphs, unprintable
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.supervision.access import supervises_region
from mingjing.supervision.events import Event
from mingjing.supervision.models import Appraisal, Scheme
from mingjing.supervision.operations.freezing import alone, refuse, typed
from mingjing.supervision.queries.measuring import Asked, measured
from mingjing.supervision.rules import appraisals as rules
from mingjing.supervision.terms.appraisals import (
    PUBLIC,
    AppraisalState,
    SchemeDraft,
    SchemeFacts,
    SchemeState,
    score_cells,
)

SERIES = "考"
MOST = {"title": 120, "note": 4000, "reason": 2000, "conclusion": 4000}
LONGEST = {"title": 60, "standard": 500}
BUSY = "这一年度的方案正在拟定，或者已经有一版，请从列表进入"


@operation(Event.SCHEME_DRAFTED)
def draft_scheme(*, draft: SchemeDraft, by: Actor, at: datetime) -> SchemeFacts:
    """Draft the scheme of a year, or a new version of one that is released and not scored.

    Raises Forbidden, Invalid, Refused (SUP-70, SUP-71, SUP-73, SUP-74).
    """
    issuer = organs.organ(by.organ_id)
    supervises_region.require(by, issuer.region, doing="拟定考核方案")
    tidy, names = _checked(draft, issuer.id, issuer.region)
    last = Scheme.objects.select_for_update().filter(issuer_id=issuer.id, year=tidy.year).order_by("-seq").first()
    if last:
        refuse(rules.scheme_move_allowed(last.state, SchemeState.RELEASED, "另出一版", tidy.reason))
        number, seq = last.number, last.seq + 1
    else:
        serial = next_serial(organ_id=issuer.id, kind=SERIES, year=tidy.year)
        number, seq = document_number(issuer.code, SERIES, tidy.year, serial), 1
    row = Scheme(
        pk=uuid4(), number=number, issuer_id=issuer.id, issuer_name=issuer.name, region=issuer.region, year=tidy.year, seq=seq,
        counting=rules.counting(), drafted_name=by.name, drafted_at=at, **_said(tidy, names),
    )  # fmt: skip
    row.digest = rules.scheme_digest(number, seq, tidy, row.counting)
    alone(lambda: row.save(force_insert=True), "year", BUSY)
    _log(row, Event.SCHEME_DRAFTED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.SCHEME_CHANGED)
def change_scheme(*, scheme_id: UUID, draft: SchemeDraft, by: Actor, at: datetime) -> SchemeFacts:
    """Change a draft; its year stays. Raises Forbidden, Invalid, Refused (SUP-70, SUP-71, SUP-73, SUP-74)."""
    row = _scheme(scheme_id, by, "修改考核方案")
    reason = draft.reason if row.seq > 1 else "第一版方案"
    refuse(rules.scheme_move_allowed(row.state, SchemeState.DRAFT, "修改", reason))
    tidy, names = _checked(replace(draft, year=row.year), row.issuer_id, row.region)
    for name, value in _said(tidy, names).items():
        setattr(row, name, value)
    row.drafted_name, row.drafted_at = by.name, at
    row.digest = rules.scheme_digest(row.number, row.seq, tidy, row.counting)
    row.save()
    _log(row, Event.SCHEME_CHANGED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.SCHEME_RELEASED)
def release_scheme(*, scheme_id: UUID, by: Actor, at: datetime) -> SchemeFacts:
    """Release a scheme to the organs; the version before is replaced. Raises Forbidden, Invalid, Refused (SUP-70 to SUP-73)."""
    row = _scheme(scheme_id, by, "印发考核方案")
    said = row.draft()
    refuse(
        rules.scheme_move_allowed(row.state, SchemeState.DRAFT, "印发"),
        rules.scheme_says(said),
        rules.fines_are_never_rewarded(said.items),
        rules.scheme_comes_before_its_year_ends(row.until, local_day(at)),
    )
    others = Scheme.objects.select_for_update().filter(issuer_id=row.issuer_id, year=row.year).exclude(pk=row.pk)
    if any(one.state in {SchemeState.SCORING, SchemeState.FINISHED} for one in others):
        raise Invalid({"scheme": ["前一版已经开始评分，不能再换方案"]})
    others.filter(state=SchemeState.RELEASED).update(state=SchemeState.REPLACED)
    row.state, row.released_name, row.released_at = SchemeState.RELEASED, by.name, at
    row.save(update_fields=["state", "released_name", "released_at"])
    _log(row, Event.SCHEME_RELEASED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.SCORING_BEGUN)
def begin_scoring(*, scheme_id: UUID, by: Actor, at: datetime) -> SchemeFacts:
    """Count every figure of every organ, once; they are frozen with what they were counted from.

    Raises Forbidden, Invalid, Refused (SUP-73, SUP-75).
    """
    row = _scheme(scheme_id, by, "开始评分")
    refuse(
        rules.scheme_move_allowed(row.state, SchemeState.RELEASED, "开始评分"),
        rules.period_is_over(row.until, local_day(at)),
    )
    _drop_drafts(row, by=by, at=at)
    names = {UUID(key): name for key, name in row.organs}
    keys = [one.metric for one in row.parts() if one.metric]
    found = measured(keys, Asked(tuple(names), row.since, row.until, at))
    made = []
    for organ_id, name in names.items():
        figures = {key: figure.as_json() for key, figure in found[organ_id].items()}
        made.append(Appraisal(pk=uuid4(), scheme=row, organ_id=organ_id, organ_name=name, figures=figures))
        settle_score(made[-1])
    Appraisal.objects.bulk_create(made)
    digests = {str(one.organ_id): one.digest for one in made}
    row.state = SchemeState.SCORING
    row.save(update_fields=["state"])
    _log(row, Event.SCORING_BEGUN, by=by, at=at, counting=row.counting, digests=digests)
    return row.facts()


def _drop_drafts(row: Scheme, *, by: Actor, at: datetime) -> None:
    """A version that nobody released before scoring began is none."""
    for one in Scheme.objects.select_for_update().filter(
        issuer_id=row.issuer_id, year=row.year, state=SchemeState.DRAFT
    ):
        one.state = SchemeState.DROPPED
        one.save(update_fields=["state"])
        _log(one, Event.SCHEME_DROPPED, by=by, at=at)


@operation(Event.SCHEME_FINISHED)
def finish_scheme(*, scheme_id: UUID, conclusion: str, by: Actor, at: datetime) -> SchemeFacts:
    """Sign the table: every organ's score is settled, ranked, told as the scheme says. Raises Forbidden, Invalid, Refused (SUP-73, SUP-81)."""
    row = _scheme(scheme_id, by, "定稿考核结果")
    typed(MOST, conclusion=conclusion)
    if problems := _fits(conclusion, MOST["conclusion"]):
        raise Invalid({"conclusion": problems})
    refuse(rules.scheme_move_allowed(row.state, SchemeState.SCORING, "定稿"))
    today = local_day(at)
    scores = list(row.appraisals.select_for_update().order_by("organ_name"))
    waiting = [
        one.organ_name
        for one in scores
        if one.state != AppraisalState.SETTLED
        and not (one.state == AppraisalState.TOLD and one.objection_is_over(today))
    ]
    refuse(rules.every_organ_has_its_end(waiting, conclusion))
    places = rules.ranked({one.organ_name: Decimal(one.total or 0) for one in scores})
    for one in scores:
        one.state, one.rank = AppraisalState.SETTLED, places[one.organ_name]
    Appraisal.objects.bulk_update(scores, ["state", "rank"])
    row.conclusion, row.signed_name, row.signed_at, row.state = conclusion.strip(), by.name, at, SchemeState.FINISHED
    row.table_digest = row.table(scores)
    row.edition_id = _publish(row, scores, by=by, at=at) if row.publish == PUBLIC else None
    row.save()
    _log(row, Event.SCHEME_FINISHED, by=by, at=at, digest=row.table_digest)
    return row.facts()


def _publish(row: Scheme, scores: list[Appraisal], *, by: Actor, at: datetime) -> UUID:
    """The table as an edition of the issuer's public list; it is checked and released like every other."""
    lines = [
        [str(one.rank), one.organ_name, *score_cells(one.total, one.band)]
        for one in sorted(scores, key=lambda one: (one.rank, one.organ_name))
    ]
    values = {
        "period": f"{plain(row.since)}至{plain(row.until)}", "scheme": f"{row.title}（{row.number}，第 {row.seq} 版）",
        "items": [[one.title, f"{one.full.normalize():f}", rules.metrics()[one.metric].counted if one.metric else one.standard] for one in row.parts()],
        "table": lines, "text": row.conclusion,
    }  # fmt: skip
    return publicity.collect_entry(
        organ_id=row.issuer_id, kind="appraisal", code=str(row.year), name=f"{row.year} 年度行政执法评议考核结果", values=values,
        valid_from=local_day(at), by=by, at=at,
    ).id  # fmt: skip


def settle_score(row: Appraisal) -> None:
    """Write total, band and digest from the figures and what people gave."""
    row.total = rules.total_of(row.lines())
    row.band = "" if row.total is None else rules.band_of(row.total)
    row.digest = rules.score_digest(row.figures, row.given, row.total)


def _said(tidy: SchemeDraft, names: Mapping[UUID, str]) -> dict[str, object]:
    return {
        "title": tidy.title, "since": tidy.since, "until": tidy.until, "organs": [[str(key), names[key]] for key in tidy.organ_ids],
        "items": [one.as_json() for one in tidy.items], "publish": tidy.publish, "note": tidy.note, "reason": tidy.reason,
    }  # fmt: skip


def _checked(draft: SchemeDraft, issuer: UUID, region: str) -> tuple[SchemeDraft, dict[UUID, str]]:
    """The draft as it is kept, and the names of the organs it may name. Raises Invalid, Refused."""
    typed(MOST, title=draft.title, note=draft.note, reason=draft.reason)
    errors = {
        f"{name}_{one.key}": problems
        for one in draft.items
        for name, most in LONGEST.items()
        if (problems := _fits(getattr(one, name), most))
    }
    known = {one.id: one.name for one in organs.organs() if one.region == region}
    if set(draft.organ_ids) - known.keys():
        errors["organ_ids"] = ["有的机关不在本区域，请重新选择"]
    if problems := _fits(draft.title, MOST["title"]):
        errors["title"] = problems
    if errors:
        raise Invalid(errors)
    tidy = replace(
        draft, title=draft.title.strip(), note=draft.note.strip(), reason=draft.reason.strip(),
        organ_ids=tuple(sorted(set(draft.organ_ids), key=str)),
        items=tuple(replace(one, title=one.title.strip(), standard=one.standard.strip()) for one in draft.items),
    )  # fmt: skip
    refuse(
        rules.scheme_says(tidy),
        rules.fines_are_never_rewarded(tidy.items),
        rules.nobody_appraises_itself(tidy.organ_ids, issuer),
    )
    return tidy, known


def _fits(text: str, most: int) -> list[str]:
    if problems := clean(text)[1]:
        return list(problems)
    if len(text) > most:
        return [f"最多 {most} 个字，现在是 {len(text)} 个字，请删减"]
    return [unprintable(char, "考核结果") for char, _ in missing_glyphs({"text": text})]


def _scheme(scheme_id: UUID, by: Actor, doing: str) -> Scheme:
    row = Scheme.objects.select_for_update().filter(pk=scheme_id).first()
    if row is None:
        raise Invalid({"scheme": ["没有这份考核方案，请从列表重新进入"]})
    supervises_region.require(by, row.region, doing=doing)
    return row


def _log(row: Scheme, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    told = {"scheme_id": str(row.pk), "number": row.number, "seq": row.seq, "state": row.state, **more}
    append(kind=event, stream=f"scheme:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
