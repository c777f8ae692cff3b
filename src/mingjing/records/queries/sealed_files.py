"""Seals in files as they lie in the store: a PDF or OFD from elsewhere, and our own documents signed by people."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from mingjing.foundation import storage
from mingjing.foundation.sealing import Check, SealReport, State, examine_file, validator
from mingjing.organs.queries import seals as seal_register
from mingjing.records.queries.certificates import certificate_of, person_signings
from mingjing.records.queries.seals import sealing_of
from mingjing.records.terms import AttachmentFacts
from mingjing.records.terms.certificates import OWN_CERTIFICATE, PersonSigningFacts

_ENDINGS = (".pdf", ".ofd")


def may_bear_seals(one: AttachmentFacts) -> bool:
    """Whether a file is of a kind that is sealed."""
    return one.name.lower().endswith(_ENDINGS)


def seals_in(one: AttachmentFacts, now: datetime) -> tuple[SealReport, ...]:
    """One report for each seal in a file; none where it has none. Raises Unsealable (a setting)."""
    try:
        return tuple(_from_elsewhere(each) for each in examine_file(storage.read(one.sha256), now))
    except storage.Missing as problem:
        return (SealReport("", "", "", "", (Check("intact", "内容没有被改动", State.BAD, str(problem)),)),)


def _from_elsewhere(one: SealReport) -> SealReport:
    """A seal of somebody else stands in no register of ours."""
    return replace(one, checks=tuple(each for each in one.checks if each.key != "register"))


def signatures_told(document_id: UUID, sha256: str, now: datetime) -> tuple[SealReport, ...]:
    """Every signature and seal on the file of a document; each person's with what the register says of the certificate."""
    known = {one.serial: one for one in person_signings(document_id)}
    sealing = sealing_of(document_id)
    seal = seal_register.seal(sealing.seal_id) if sealing and sealing.sealed and sealing.seal_id else None
    result = storage.read(sealing.result_sha256) if sealing and sealing.sealed and sealing.result_sha256 else b""
    try:
        content = storage.read(sha256)
    except storage.Missing as problem:
        return (SealReport("", "", "", "", (Check("intact", "内容没有被改动", State.BAD, str(problem)),)),)
    found = validator().examine(content, now=now, serial=seal.serial if seal else "", result=result)
    return tuple(_by(known[one.serial], one) if one.serial in known else one for one in found)


def _by(signing: PersonSigningFacts, one: SealReport) -> SealReport:
    """The report on a person's signature: it names the person, and says whether the certificate is still good."""
    held = certificate_of(signing.certificate_id)
    name, told = OWN_CERTIFICATE, f"{signing.person}，证书 {signing.serial}"
    line = Check("register", name, State.GOOD, told)
    if held.revoked_at is not None and held.revoked_at <= signing.at:
        line = Check("register", name, State.BAD, f"{told}，签名以前已经吊销（{held.reason}）")
    elif held.revoked_at is not None:
        line = Check(
            "register", name, State.GOOD, f"{told}；签名以后于 {held.revoked_at:%Y-%m-%d} 吊销（{held.reason}）"
        )
    checks = tuple(line if each.key == "register" else each for each in one.checks)
    subject = one.subject if signing.person in one.subject else f"{signing.person}（{one.subject}）"
    return replace(one, subject=subject, checks=checks)
