"""Keys of the API: issued by the administrator, agreed to by the person, shown once, bounded, revoked with a reason."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from mingjing.exchange.access import FEEDERS, RECORDERS, keeps_keys, speaks_for_itself
from mingjing.exchange.events import Event
from mingjing.exchange.models import ApiKey, ApiOnce
from mingjing.exchange.rules.keys import another_agrees, key_is_bounded, key_lets_in, same_request
from mingjing.exchange.terms import KEY_PREFIX, KEY_STATES, RECORDING_SCOPES, Answer, KeyFacts, NotAKey
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs

_SEEN_EVERY = timedelta(minutes=5)
_ANSWERS_KEPT = timedelta(days=7)


@operation(Event.KEY_ISSUED)
def issue_key(
    *, organ_id: UUID, name: str, scopes: Sequence[str], person_id: UUID, expires_on: date, by: Actor, at: datetime
) -> tuple[KeyFacts, str]:
    """Issue a key that acts as a person of the organ; the second value is the key itself, told only here.

    It lets nobody in before that person has agreed (`accept_key`). Raises Forbidden, Invalid (the person), Refused:
    XCH-24, XCH-27 where the administrator would act through it in his own name.
    """
    keeps_keys.require(by, organ_id, doing="发放接口密钥")
    if hidden := clean(name)[1]:
        raise Invalid({"name": hidden})
    unfit = key_is_bounded(name, tuple(scopes), expires_on, local_day(at))
    if found := (*unfit, *another_agrees(by.person_id, person_id)):
        raise Refused(*found)
    person = organs.persons([person_id]).get(person_id)
    if person is None or person.organ_id != organ_id or not organs.actor(person_id, at).has(*FEEDERS):
        raise Invalid({"person_id": ["请选本机关在岗的公示员、负责人或者承办人：接口办理的都记在这个人名下"]})
    if RECORDING_SCOPES.intersection(scopes) and not organs.actor(person_id, at).has(*RECORDERS):
        raise Invalid({"person_id": ["存入案卷、音像和外部送审的密钥要以承办人的名义，请另选人员"]})
    secret = f"{KEY_PREFIX}_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(
        organ_id=organ_id, name=name.strip(), digest=_digest(secret), scopes=sorted(set(scopes)), person_id=person_id,
        issued_at=at, issued_by=by.name, issuer_id=by.person_id, expires_on=expires_on,
    )  # fmt: skip
    told = {"key": str(row.id), "scopes": row.scopes, "person": str(person_id), "expires_on": expires_on.isoformat()}
    append(kind=Event.KEY_ISSUED, stream=f"feeding:{organ_id}", at=at, by=by, payload=told)
    return row.facts(), secret


@operation(Event.KEY_ACCEPTED)
def accept_key(*, key_id: UUID, by: Actor, at: datetime) -> KeyFacts:
    """The person in whose name the key acts agrees; from now on it lets in.

    Raises Forbidden for everybody else, Refused (XCH-27) for who issued it, Invalid where it is not waiting any more.
    """
    row = _key(key_id)
    speaks_for_itself.require(by, row.person_id, doing="接受接口密钥")
    if found := another_agrees(row.issuer_id, by.person_id):
        raise Refused(*found)
    state = row.facts().state(local_day(at))
    if state != "waiting":
        raise Invalid({"answer": [f"这个密钥是“{KEY_STATES[state]}”，不用接受"]})
    if not by.has(*FEEDERS) or by.organ_id != row.organ_id:
        raise Invalid({"answer": ["你不再是这个机关的公示员、负责人或者承办人，不能接受；请选“不同意”"]})
    row.accepted_at = at
    row.save(update_fields=["accepted_at"])
    told = {"key": str(row.id)}
    append(kind=Event.KEY_ACCEPTED, stream=f"feeding:{row.organ_id}", at=at, by=by, payload=told)
    return row.facts()


def _key(key_id: UUID) -> ApiKey:
    row = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if row is None:
        raise Invalid({"key": ["没有这个密钥，请从列表重新进入"]})
    return row


@operation(Event.KEY_REVOKED)
def revoke_key(*, key_id: UUID, reason: str, by: Actor, at: datetime) -> KeyFacts:
    """Revoke a key; from now on it lets nobody in. `by`: the administrator, or the person who does not (or no longer) agree.

    Raises Forbidden, Invalid (no such key, no reason, revoked already).
    """
    row = _key(key_id)
    if not speaks_for_itself(by, row.person_id):
        keeps_keys.require(by, row.organ_id, doing="撤销接口密钥")
    if row.revoked_at is not None:
        raise Invalid({"key": ["这个密钥已经撤销，不用再办"]})
    if not 4 <= len(reason.strip()) <= 200 or clean(reason)[1]:
        raise Invalid({"reason": ["请写明撤销的理由，4 至 200 个字"]})
    row.revoked_at, row.revoked_reason = at, reason.strip()
    row.save(update_fields=["revoked_at", "revoked_reason"])
    told = {"key": str(row.id), "reason": row.revoked_reason}
    append(kind=Event.KEY_REVOKED, stream=f"feeding:{row.organ_id}", at=at, by=by, payload=told)
    return row.facts()


def _digest(secret: str) -> str:
    # 256 bits of chance need no slow hash: nobody guesses them.
    return hashlib.sha256(secret.encode()).hexdigest()


def use_key(secret: str, at: datetime) -> tuple[KeyFacts, Actor]:
    """The key that this is, and the person it acts as with the roles held now. Notes the use, at most every five minutes.

    Raises NotAKey for an unknown, expired or revoked key, one that its person has not accepted, and where the person left.
    """
    row = ApiKey.objects.filter(digest=_digest(secret)).first() if secret.startswith(f"{KEY_PREFIX}_") else None
    if row is None:
        raise NotAKey("密钥不对，请核对 Authorization: Bearer 之后的内容")
    facts = row.facts()
    if facts.state(local_day(at)) != "active":
        raise NotAKey("".join(map(str, key_lets_in(facts, facts.scopes[0], local_day(at)))))
    person = organs.persons([row.person_id]).get(row.person_id)
    if person is None or not person.active or person.organ_id != row.organ_id:
        raise NotAKey(f"密钥“{row.name}”所用的人员已经离岗，请向本机关系统管理员申请新的密钥")
    if row.last_used_at is None or at - row.last_used_at > _SEEN_EVERY:
        ApiKey.objects.filter(pk=row.pk).update(last_used_at=at)
    return facts, replace(organs.actor(row.person_id, at), via=str(row.pk))


def require_scope(key: KeyFacts, scope: str, at: datetime) -> None:
    """Raise Refused (XCH-25) where the key is not for this."""
    if found := key_lets_in(key, scope, local_day(at)):
        raise Refused(*found)


@operation(Event.ANSWERED_ONCE)
def answer_once(
    *, key_id: UUID, name: str, digest: str, answer: Callable[[], Answer], by: Actor, at: datetime
) -> Answer:
    """Answer a request that named an Idempotency-Key: the first time by acting, later with the same answer.

    Act and answer are one transaction; of two at once the second waits for the first. Answers are kept for seven days.
    Raises Refused (XCH-26) for another request under the same name, and whatever the act raises; then nothing is kept.
    """
    ApiKey.objects.select_for_update().get(pk=key_id)
    ApiOnce.objects.filter(key_id=key_id, at__lt=at - _ANSWERS_KEPT).delete()
    known = ApiOnce.objects.filter(key_id=key_id, name=name).first()
    if known is not None:
        if found := same_request(known.digest, digest):
            raise Refused(*found)
        return Answer(known.status, known.body)
    said = answer()
    ApiOnce.objects.create(key_id=key_id, name=name, digest=digest, status=said.status, body=said.body, at=at)
    return said
