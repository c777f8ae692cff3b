"""What the portal is told of a matter on its way, and of how each kind of act is told to the party."""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from mingjing.foundation.access import Forbidden
from mingjing.foundation.codes import PROGRESS, PROGRESS_SIGNS, code_for, fits
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By
from mingjing.publicity.events import Event
from mingjing.publicity.models import Progress, ProgressNumber, PublishedRights
from mingjing.publicity.operations.moving import refuse
from mingjing.publicity.rules.progress import number_and_code
from mingjing.publicity.terms.progress import ProgressFacts, RightsFacts, RightsStep


def progress_code(source_ref: str) -> str:
    """The code that the served documents print (50 bits): derived from the dossier and the secret, stored nowhere."""
    return code_for(PROGRESS, source_ref, PROGRESS_SIGNS)


@operation(Event.PROGRESS_NOTED)
def note_progress(*, facts: ProgressFacts, by: By, at: datetime) -> None:
    """Remember where a matter stands; the latest word counts. Idempotent, and safe for the public by its shape.

    Not logged: the acts themselves are; this only says of them what the party may read.
    """
    row, _ = Progress.objects.update_or_create(
        source_ref=facts.source_ref,
        defaults={
            "organ_name": facts.organ_name, "stage": facts.stage, "since": facts.since, "next_stage": facts.next_stage,
            "chart": facts.chart, "dates": [[word, day.isoformat()] for word, day in facts.dates],
            "clocks": [[one.name, one.due.isoformat(), one.provisional] for one in facts.clocks],
            "ended": facts.ended, "noted_at": at, "organ_id": facts.organ_id,
            "applicable": [[one.kind, one.due.isoformat() if one.due else "", one.provisional] for one in facts.applicable],
        },
    )  # fmt: skip
    known = set(row.numbers.values_list("number", flat=True))
    ProgressNumber.objects.bulk_create(
        [ProgressNumber(progress=row, number=one) for one in dict.fromkeys(facts.numbers) if one and one not in known]
    )
    emit(Event.PROGRESS_NOTED, at=at, source_ref=facts.source_ref)


def ask_progress(*, number: str, code: str) -> ProgressFacts:
    """Where a matter stands, for who holds a paper of it. Raises Refused (PUB-57), the same for every wrong answer.

    A code is reckoned for a number that nobody has too, so that the time taken tells nothing.
    """
    rows = list(Progress.objects.filter(numbers__number=number.strip()).distinct()[:5])
    found = [row for row in rows if fits(PROGRESS, row.source_ref, PROGRESS_SIGNS, code)]
    if not rows:
        fits(PROGRESS, "", PROGRESS_SIGNS, code)
    refuse(number_and_code(bool(found)))
    return found[0].facts()


@operation(Event.RIGHTS_PUBLISHED)
def publish_rights(
    *, key: str, version: str, title: str, cites: tuple[str, ...], steps: tuple[RightsStep, ...],
    periods: tuple[tuple[str, str, str], ...], by: By, at: datetime,
) -> RightsFacts:  # fmt: skip
    """Publish how a kind of act is told, drawn from its procedure and documents; the same again changes nothing.

    Raises Invalid for a page that says nothing, or a version that stands for another text; Forbidden.
    国办发〔2018〕118号第二部分（五）: 告知当事人执法事由、执法依据、权利义务.
    """
    if isinstance(by, Actor) and not by.has(Role.PUBLICIST, Role.HEAD):
        raise Forbidden(f"{by.name}不能公开告知内容：须由公示员办理。")
    if not (key.strip() and version.strip() and title.strip() and steps):
        raise Invalid({"key": ["名称代号、版本、名称和步骤都要有"]})
    content = {"cites": list(cites), "steps": [asdict(one) for one in steps], "periods": [list(one) for one in periods]}
    digest = sha256(canonical(content | {"title": title})).hexdigest()
    known = PublishedRights.objects.filter(key=key, version=version).first()
    if known is not None:
        if known.sha256 != digest:
            raise Invalid({"version": [f"“{known.title}”的版本 {version} 已公开过另一份内容，请用新的版本号"]})
        return known.facts()
    payload = {"key": key, "version": version, "title": title, "sha256": digest}
    entry = append(kind=Event.RIGHTS_PUBLISHED, stream=f"rights:{key}", at=at, by=by, payload=payload)
    made = PublishedRights.objects.create(
        key=key, version=version, title=title, content=content, sha256=digest, published_at=at, ledger_index=entry.index
    )
    return made.facts()
