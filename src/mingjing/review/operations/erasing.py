"""Lawful destruction: the rounds of review of a dossier."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.ledger.terms import By
from mingjing.review.models import (
    CounselAsk,
    Dispute,
    HandedIn,
    Opinion,
    OutsideDraft,
    OutsideFile,
    OutsideVersion,
    Pause,
    RoundRequest,
    Submission,
)


@operation("review:dossier:erased")
def erase_dossier(*, dossier_id: UUID, by: By, at: datetime) -> tuple[str, ...]:
    """Delete every round with its opinion and dispute, what counsel were asked, what was handed in and the draft of another system; gives the streams of the log that tell of them.

    The archives ask for it, in the transaction of a destruction that two have approved; nobody else may.
    """
    rounds = Submission.objects.filter(dossier_id=dossier_id)
    inside, _ = RoundRequest.objects.filter(submission__in=rounds).delete()
    for model in (Dispute, Opinion, Pause):
        model._default_manager.filter(submission__in=rounds).delete()
    rounds.delete()
    asked, _ = CounselAsk.objects.filter(dossier_id=dossier_id).delete()
    for outside in (OutsideFile, OutsideVersion):
        outside._default_manager.filter(draft__dossier_id=dossier_id).delete()
    drafted, _ = OutsideDraft.objects.filter(dossier_id=dossier_id).delete()
    given, _ = HandedIn.objects.filter(dossier_id=dossier_id).delete()
    return (
        f"review:{dossier_id}", *([f"counsel:{dossier_id}"] if asked else []), *([f"review-handed:{dossier_id}"] if given else []),
        *([f"review-request:{dossier_id}"] if inside else []),
        *([f"review-draft:{dossier_id}"] if drafted else []),
    )  # fmt: skip
