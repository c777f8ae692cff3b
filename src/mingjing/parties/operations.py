"""A party is registered, and its details amended by adding a version."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation import typesetting
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.parties import access
from mingjing.parties.models import Party, PartyVersion
from mingjing.parties.rules import details_problems, normal
from mingjing.parties.terms import KIND_NAMES, IdType, PartyDraft, PartyFacts, PartyKind

_FIELDS = tuple(PartyDraft.__dataclass_fields__)


@operation("party:party:registered")
def register(*, draft: PartyDraft, by: Actor, at: datetime) -> PartyFacts:
    """登记行政相对人。

    Raises Invalid with Chinese messages by field; where the same number is registered already, the message names
    the party, and `existing()` finds it.
    """
    access.may_register.require(by, doing="登记当事人")
    tidy = _checked(draft, at)
    party = Party(**_columns(tidy), version=1, recorded_at=at)
    _keep(party, at, by, reason="登记")
    return party.facts()


@operation("party:party:amended")
def amend(
    *, party_id: UUID, changes: dict[str, Any], reason: str, by: Actor, at: datetime, version: int | None = None
) -> PartyFacts:
    """变更行政相对人的登记事项，原版本保留，已办案件引用的版本不变。

    `changes` names fields of PartyDraft except `kind`. `version`: the registration the person saw; a stale page is
    refused. Raises Invalid.
    """
    access.may_register.require(by, doing="变更当事人登记")
    party = Party.objects.select_for_update().filter(id=party_id).first()
    if party is None:
        raise Invalid({"party_id": ["没有登记这个当事人，请先登记。"]})
    if version is not None and version != party.version:
        raise Invalid({"version": ["这一页打开之后，登记已经有人更正过，请返回查看最新的登记再提交。"]})
    unknown = sorted(set(changes) - set(_FIELDS) | {"kind"} & set(changes))
    if unknown:
        raise Invalid({field: ["这一项不能变更；类型不同的是另一个当事人，请另行登记。"] for field in unknown})
    text = reason.strip()
    if not 0 < len(text) <= 200 or not text.isprintable():
        raise Invalid({"reason": ["请用 200 字以内写明变更原因，不含换行或不可见字符。"]})
    before = PartyDraft(**{name: getattr(party, name) for name in _FIELDS})
    after = _checked(replace(before, **changes), at)
    if after == before:
        raise Invalid({"changes": ["没有任何一项发生变化。"]})
    for name, value in _columns(after).items():
        setattr(party, name, value)
    party.version, party.recorded_at = party.version + 1, at
    changed = sorted(name for name in _FIELDS if getattr(after, name) != getattr(before, name))
    _keep(party, at, by, reason=text, changed=changed)
    return party.facts()


def _checked(draft: PartyDraft, at: datetime) -> PartyDraft:
    wrong = {
        name: ["请填写文字。"] for name in _FIELDS if name != "birth_on" and not isinstance(getattr(draft, name), str)
    }
    if wrong:
        raise Invalid(wrong)
    tidy = normal(draft)
    errors = details_problems(tidy, local_day(at)) or {
        name: [typesetting.unprintable(char, "登记的内容")] for char, name in typesetting.missing_glyphs(asdict(tidy))
    }
    if errors:
        raise Invalid(errors)
    return tidy


def _columns(draft: PartyDraft) -> dict[str, Any]:
    sex = ""
    if draft.id_type == IdType.RESIDENT:
        sex = "男" if int(draft.id_number[16]) % 2 else "女"
    return {**asdict(draft), "sex": sex}


def _keep(party: Party, at: datetime, by: Actor, *, reason: str, changed: list[str] | None = None) -> None:
    same = Party.objects.filter(kind=party.kind, id_type=party.id_type, id_number=party.id_number)
    other = same.exclude(id=party.id).first()
    if other is not None:
        label = KIND_NAMES[PartyKind(other.kind)]
        raise Invalid({"id_number": [f"这个号码已经登记为{label}“{other.name}”，请直接选用，名称有变的请办理变更。"]})
    shared = {name: getattr(party, name) for name in (*_FIELDS, "sex", "version", "recorded_at")}
    try:
        with transaction.atomic():
            party.save()
            PartyVersion.objects.create(party=party, reason=reason, recorded_by=by.person_id, **shared)
    except IntegrityError:
        raise Invalid({"id_number": ["这个号码刚刚由他人登记，请刷新后选用。"]}) from None
    verb = "amended" if changed else "registered"
    payload = {"party": str(party.id), "version": party.version, "kind": party.kind, "changed": changed or []}
    append(kind=f"party:party:{verb}", stream=f"party:{party.id}", at=at, by=by, payload=payload)


@operation("party:party:erased")
def erase(*, party_id: UUID, by: Actor, at: datetime) -> None:
    """依法销毁最后一册案卷时，一并删除相对人的登记和历次版本。

    Whoever conducts cases asks for it, once no case names the party any more; the log keeps ids only.
    """
    PartyVersion.objects.filter(party_id=party_id).delete()
    Party.objects.filter(id=party_id).delete()
