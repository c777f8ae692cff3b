"""指导案例: written, checked by another person, released under a number, ended with a reason."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.numbering import next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.suspecting import suspects
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import GuidingCase, LawUse
from mingjing.lawbook.operations import entries
from mingjing.lawbook.operations.indexing import forget_guiding_case, index_guiding_case
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.queries.guiding_cases import digest_of, rests_told
from mingjing.lawbook.queries.library import articles
from mingjing.lawbook.rules import guiding_cases as rules
from mingjing.lawbook.rules.citing import keys_of
from mingjing.lawbook.terms import GuidingFacts, GuidingMove, GuidingSource, GuidingSpec, GuidingState
from mingjing.lawbook.terms.guiding_cases import GUIDING_TEXTS
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, Domain

MOST_LINES, LONGEST_LINE = 20, 120
LETTERS = {GuidingSource.OWN: "g", GuidingSource.SUPERIOR: "s", GuidingSource.NATIONAL: "n"}


@operation(Event.GUIDING_CASE_WRITTEN)
def draft_guiding_case(
    *, spec: GuidingSpec, confirmed: Collection[str] = (), confirmed_why: str = "", by: Actor, at: datetime
) -> GuidingFacts:
    """编写指导案例 as a draft. `confirmed`: words that look like a person's and may stay, with the reason for it.

    Raises Refused (LAW-20, LAW-21, LAW-22), Invalid, Forbidden.
    """
    access.write_guiding_case.require(by, by.organ_id, doing="编写指导案例")
    _sound(spec, by.organ_id, confirmed, confirmed_why, at)
    row = GuidingCase(
        organ_id=by.organ_id, organ_name=by.organ_name, drafted_by=by.person_id, drafted_by_name=by.name, drafted_at=at
    )
    return _written(row, spec, confirmed, confirmed_why, by, at)


@operation(Event.GUIDING_CASE_WRITTEN)
def revise_guiding_case(
    *, guiding_id: UUID, spec: GuidingSpec, seen: str, confirmed: Collection[str] = (), confirmed_why: str = "", by: Actor,
    at: datetime,
) -> GuidingFacts:  # fmt: skip
    """Change a draft, or one that was sent back; who changes it is an author too. `seen`: the digest of what was read.

    Where it was made from and whose names it must not carry stay as they are. Raises Refused (LAW-20, LAW-21, LAW-22,
    LAW-24), Invalid, Forbidden.
    """
    row = _held(guiding_id)
    access.write_guiding_case.require(by, row.organ_id, doing="修改指导案例")
    _refuse(rules.moves_in_order(row.facts(), GuidingMove.REVISE))
    if row.digest != seen:
        raise Invalid({"title": ["打开以后别人已经改过，请重新打开再改；您写的还在下面。"]})
    before = row.spec()
    kept_of = {"origin": before.origin, "origin_address": before.origin_address, "shielded": before.shielded}
    told = GuidingSpec(**{name: getattr(spec, name) for name in spec.__dataclass_fields__} | kept_of)
    _sound(told, row.organ_id, confirmed, confirmed_why, at)
    return _written(row, told, confirmed, confirmed_why, by, at)


@operation(Event.GUIDING_CASE_CHECKED)
def check_guiding_case(
    *, guiding_id: UUID, passed: bool, opinion: str, seen: str, by: Actor, at: datetime
) -> GuidingFacts:
    """法制审核 of a draft by somebody who did not write it: passed, or sent back with what to change.

    `seen`: the digest of what was read. Raises Refused (LAW-23, LAW-24), Invalid, Forbidden.
    """
    row = _held(guiding_id)
    access.write_guiding_case.require(by, row.organ_id, doing="审核指导案例")
    facts = row.facts()
    _refuse(
        rules.moves_in_order(facts, GuidingMove.CHECK),
        rules.another_person(facts.authors, by.person_id, facts.digest, seen, opinion),
    )
    row.state = GuidingState.CHECKED if passed else GuidingState.RETURNED
    row.opinion = entries.told("审核意见", opinion, "opinion")
    row.checked_by, row.checked_by_name, row.checked_at, row.moved_at = by.person_id, by.name, at, at
    row.save()
    _log(Event.GUIDING_CASE_CHECKED, row, by, at, passed="yes" if passed else "no", note=row.opinion)
    return row.facts()


@operation(Event.GUIDING_CASE_RELEASED)
def release_guiding_case(*, guiding_id: UUID, note: str, seen: str, by: Actor, at: datetime) -> GuidingFacts:
    """发布: number, day and permanent address are given, the articles are fixed as of the day, and it can be found.

    Everything is asked again on the day. Raises Refused (LAW-21, LAW-22, LAW-23, LAW-24), Invalid, Forbidden.
    """
    row = _held(guiding_id)
    access.release_guiding_case.require(by, row.organ_id, doing="发布指导案例")
    facts, on = row.facts(), local_day(at)
    _refuse(
        rules.moves_in_order(facts, GuidingMove.RELEASE),
        rules.another_person(facts.authors, by.person_id, facts.digest, seen, note),
    )
    _sound(facts.spec, row.organ_id, facts.confirmed, facts.confirmed_why, at)
    row.serial = next_serial(organ_id=row.organ_id, kind=f"guiding-{row.source}", year=0)
    row.code = f"{organs.organ(row.organ_id).slug}-{LETTERS[GuidingSource(row.source)]}{row.serial}"
    row.rests = _rests(facts.spec, at)
    row.state, row.released_on, row.released_at, row.moved_at = GuidingState.RELEASED, on, at, at
    row.released_by, row.released_by_name = by.person_id, by.name
    row.release_note = entries.told("发布意见", note, "opinion")
    row.save()
    index_uses(facts.spec.offences, facts.spec.violates, facts.spec.penalises, guiding_case=row)
    index_guiding_case(row)
    _log(Event.GUIDING_CASE_RELEASED, row, by, at, code=row.code, number=row.number, on=on.isoformat(), rests=rests_told(row.rests), note=row.release_note)  # fmt: skip
    return row.facts()


@operation(Event.GUIDING_CASE_ENDED)
def end_guiding_case(
    *, guiding_id: UUID, reason: str, replaced_by: UUID | None = None, by: Actor, at: datetime
) -> GuidingFacts:
    """停止参照, with a reason; `replaced_by`: the guiding case that stands in its place. It is found no more.

    Raises Refused (LAW-24, LAW-25), Invalid, Forbidden.
    """
    row = _held(guiding_id)
    access.release_guiding_case.require(by, row.organ_id, doing="停止参照指导案例")
    successor = _held(replaced_by) if replaced_by else None
    facts = row.facts()
    _refuse(
        rules.moves_in_order(facts, GuidingMove.END),
        rules.ends_with_a_reason(reason, successor.facts() if successor else None, facts),
    )
    row.state = GuidingState.REPLACED if successor else GuidingState.WITHDRAWN
    row.end_reason, row.replaced_by = entries.told("理由", reason, "reason"), successor
    row.ended_by, row.ended_by_name, row.ended_at, row.moved_at = by.person_id, by.name, at, at
    row.save()
    forget_guiding_case(row.pk)
    _log(Event.GUIDING_CASE_ENDED, row, by, at, state=row.state, note=row.end_reason, replaced_by=successor.code or "" if successor else "")  # fmt: skip
    return row.facts(successor.code or "" if successor else "")


def index_uses(offences: Collection[str], violates: Collection[str], penalises: Collection[str], **of: Any) -> None:
    """Let the articles know what rests on them: a new matter or a released guiding case (`of`: one of the two rows)."""
    found = sorted(rules.uses(offences, violates, penalises))
    LawUse.objects.bulk_create(LawUse(side=side, key=key, **of) for side, key in found)


def _held(guiding_id: UUID) -> GuidingCase:
    row = GuidingCase.objects.select_for_update().filter(pk=guiding_id).first()
    if row is None:
        raise Invalid({"guiding_id": ["没有这件指导案例，请从列表进入。"]})
    return row


def _refuse(*groups: Any) -> None:
    findings: tuple[Finding, ...] = blocking(tuple(one for group in groups for one in group))
    if findings:
        raise Refused(*findings)


def _sound(spec: GuidingSpec, organ_id: UUID, confirmed: Collection[str], why: str, at: datetime) -> None:
    """Ask everything that is asked of the text. Raises Invalid, Refused (LAW-20, LAW-21, LAW-22)."""
    entries.refuse(_errors(spec, why))
    on = local_day(at)
    keeper, organ = organs.keeps_platform(organ_id), organs.organ(organ_id)
    keys = [key for one in spec.citations if (key := keys_of(one))]
    texts = spec.texts()
    _refuse(
        rules.says_something(
            spec, guides=keeper or bool(organs.guided(organ_id)), own_domain="" if keeper else organ.domain
        ),
        rules.rests_on_law_in_force(spec, articles(keys, on).keys()),
        rules.names_nobody(suspects(texts, on), spec.shielded, texts, confirmed, why),
    )


def _errors(spec: GuidingSpec, why: str) -> entries.Errors:
    """What is wrong with the fields one by one."""
    errors = {
        "title": entries.words("标题", spec.title, 120),
        "domain": [] if spec.domain in set(Domain) else ["请选择领域：" + "、".join(DOMAIN_NAMES.values())],
        "source": [] if spec.source in set(GuidingSource) else ["请选择来源。"],
        "confirmed": entries.words("确认保留的理由", why, 500, needed=False),
    }
    for name, label in (
        ("issuer", "制发机关"),
        ("document_number", "文号"),
        ("source_number", "编号"),
        ("origin", "来源决定"),
    ):
        errors[name] = entries.words(label, getattr(spec, name), 100, needed=False)
    for name, label in (
        ("offences", "案由"),
        ("violates", "违反条款"),
        ("penalises", "处罚依据"),
        ("keywords", "关键词"),
    ):
        lines = getattr(spec, name)
        errors[name] = [f"{label}最多 {MOST_LINES} 行。"] if len(lines) > MOST_LINES else []
        errors[name] += [text for line in lines for text in entries.words(label, line, LONGEST_LINE)]
    for name, (label, _, most) in GUIDING_TEXTS.items():
        errors[name] = entries.words(label, getattr(spec, name), most, needed=False)
    return errors


def _written(
    row: GuidingCase, spec: GuidingSpec, confirmed: Collection[str], why: str, by: Actor, at: datetime
) -> GuidingFacts:
    for name, value in GuidingCase.columns(spec).items():
        setattr(row, name, value)
    row.state, row.moved_at, row.digest = GuidingState.DRAFT, at, digest_of(spec)
    row.authors = list(dict.fromkeys((*row.authors, str(by.person_id))))
    row.confirmed, row.confirmed_why = sorted(set(confirmed)), why.strip()
    row.checked_by, row.checked_by_name, row.checked_at = None, "", None
    row.save()
    _log(Event.GUIDING_CASE_WRITTEN, row, by, at, title=spec.title, confirmed="\n".join(row.confirmed), confirmed_why=row.confirmed_why)  # fmt: skip
    return row.facts()


def _rests(spec: GuidingSpec, at: datetime) -> list[dict[str, str]]:
    keys = {one: key for one in spec.citations if (key := keys_of(one))}
    held = articles(keys.values(), local_day(at))
    return [
        {"citation": one, "sha256": held[key].sha256, "article_id": str(held[key].article_id)}
        for one, key in keys.items()
    ]


def _log(event: Event, row: GuidingCase, by: Actor, at: datetime, **more: str) -> None:
    kept(event, by=by, at=at, organ_id=row.organ_id, guiding=str(row.pk), digest=row.digest, **more)
