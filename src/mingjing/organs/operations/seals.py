"""The register of seals: registered, lent, stopped, cancelled; and the day from which documents must bear one."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.organs import access
from mingjing.organs.models import Person, Seal, SealingRule
from mingjing.organs.queries import actors
from mingjing.organs.queries.agreeing import rule_as_told, seal_as_told
from mingjing.organs.rules import seals as rules
from mingjing.organs.terms.seals import SealDraft, SealFacts, SealingFacts


def seal_stream(organ_id: UUID) -> str:
    """The ledger stream of an organ's seals."""
    return f"seals:{organ_id}"


@operation("organ:seal:registered")
def register_seal(*, draft: SealDraft, by: Actor, at: datetime) -> SealFacts:
    """登记电子印章。Raises Forbidden, Invalid; Refused (ORG-30, ORG-31). 国办发〔2025〕33号。"""
    access.keeps_seals.require(by, by.organ_id, doing="登记电子印章")
    taken = Seal.objects.filter(organ_id=by.organ_id, number=draft.number.strip()).exists()
    _refuse(*rules.seal_is_told_apart(draft, taken), *_people(draft.holder_id, draft.users, by.organ_id, at))
    assert draft.valid_from is not None and draft.valid_to is not None
    row = Seal(
        organ_id=by.organ_id, kind=draft.kind, name=_plain(draft.name), owner=_plain(draft.owner), holder_id=draft.holder_id,
        users=_ids(draft), number=_plain(draft.number), serial=draft.serial.strip().upper().lstrip("0"), valid_from=draft.valid_from,
        valid_to=draft.valid_to, filing_number=_plain(draft.filing_number), registered_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(*rules.seal_is_told_apart(draft, True)) from None
    return _logged("organ:seal:registered", row, by, at)


@operation("organ:seal:lent")
def assign_seal(*, seal_id: UUID, holder_id: UUID, users: tuple[UUID, ...], by: Actor, at: datetime) -> SealFacts:
    """更换印章的保管人、使用人。Raises Invalid, Forbidden; Refused (ORG-31)."""
    row = _locked(seal_id)
    access.keeps_seals.require(by, row.organ_id, doing="更换印章的保管人、使用人")
    _refuse(*_people(holder_id, users, row.organ_id, at))
    row.holder_id, row.users = holder_id, sorted(str(one) for one in set(users) - {holder_id})
    row.save(update_fields=["holder_id", "users"])
    return _logged("organ:seal:lent", _locked(seal_id), by, at)


@operation("organ:seal:moved")
def move_seal(*, seal_id: UUID, state: str, reason: str, by: Actor, at: datetime) -> SealFacts:
    """停用、恢复启用、注销印章。Raises Invalid, Forbidden; Refused (ORG-32)."""
    row = _locked(seal_id)
    access.keeps_seals.require(by, row.organ_id, doing="停用、启用、注销印章")
    _refuse(*rules.seal_move_fits(row.facts(), state, reason))
    row.state, row.note = state, _plain(reason)[:200]
    row.save(update_fields=["state", "note"])
    return _logged("organ:seal:moved", row, by, at)


@operation("organ:sealing:required")
def require_seals(
    *, since: date | None, required: bool, forms: tuple[str, ...], automatic: tuple[str, ...], seal_id: UUID | None,
    reason: str, by: Actor, at: datetime,
) -> SealingFacts:  # fmt: skip
    """从某日起，本机关的文书须盖章（或者不再须盖章）。Raises Forbidden; Refused (ORG-34)."""
    access.keeps_seals.require(by, by.organ_id, doing="设定盖章要求")
    row = Seal.objects.select_related("holder").filter(id=seal_id, organ_id=by.organ_id).first() if seal_id else None
    facts = row.facts() if row else None
    _refuse(*rules.sealing_rule_fits(since, local_day(at), required, automatic, facts, reason))
    assert since is not None
    made = SealingRule.objects.create(
        organ_id=by.organ_id, since=since, required=required, forms=sorted(forms), automatic=sorted(automatic),
        seal=row, reason=_plain(reason)[:200], set_by=by.person_id, set_name=by.name, set_at=at,
    )  # fmt: skip
    append(kind="organ:sealing:required", stream=seal_stream(by.organ_id), at=at, by=by, payload=rule_as_told(made))
    return made.facts()


def _locked(seal_id: UUID) -> Seal:
    row = Seal.objects.select_for_update(of=("self",)).select_related("holder").filter(id=seal_id).first()
    if row is None:
        raise Invalid({"seal": ["没有登记这枚印章，请从登记簿重新进入。"]})
    return row


def _people(holder_id: UUID, users: tuple[UUID, ...], organ_id: UUID, at: datetime) -> tuple[Finding, ...]:
    wanted = list(dict.fromkeys((holder_id, *users)))
    serving = set(Person.objects.filter(id__in=wanted, organ_id=organ_id, active=True).values_list("id", flat=True))
    known = actors(wanted, at)
    nobody = "这个人员", frozenset[str](), False
    told = [(known[one].name, known[one].roles, one in serving) if one in known else nobody for one in wanted]
    found: tuple[Finding, ...] = rules.seal_users_fit(told)
    return found


def _ids(draft: SealDraft) -> list[str]:
    return sorted(str(one) for one in set(draft.users) - {draft.holder_id})


def _plain(text: str) -> str:
    """Without what a register cannot show. Raises Invalid."""
    told, hidden = clean(" ".join(text.split()))
    if hidden:
        raise Invalid({"记录": ["含有看不见的字符，请删除后重新填写。"]})
    return told


def _refuse(*found: Finding) -> None:
    if found:
        raise Refused(*found)


def _logged(kind: str, row: Seal, by: Actor, at: datetime) -> SealFacts:
    append(kind=kind, stream=seal_stream(row.organ_id), at=at, by=by, payload=seal_as_told(row))
    return row.facts()
