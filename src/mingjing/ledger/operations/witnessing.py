"""Keeping what witnesses say: their cosignatures beside the checkpoint, their refusals as entries of the log itself."""

import hashlib
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.ledger import notes
from mingjing.ledger.models import Cosignature, Entry, Head
from mingjing.ledger.operations.appending import append
from mingjing.ledger.queries.witnessing import trusted
from mingjing.ledger.terms import By, Event, NotCosigned
from mingjing.ledger.trees import APPENDING, only_writer
from mingjing.ledger.verifier.merkle_paths import key_number, note_parts, told
from mingjing.ledger.verifier.policies import COSIGNATURE_TYPE, Witness, cosigned_at
from mingjing.ledger.verifier.saying import Bad

NOTE_LIMIT = 65536


@operation(Event.COSIGNED)
def take_cosignatures(*, note: str, by: By) -> int:
    """Keep the cosignatures that a note carries beside our checkpoint of that size; gives back how many are new.

    Only what witnesses of our policy signed, and only over a checkpoint that is ours. Raises NotCosigned otherwise.
    """
    try:
        text, lines = note_parts(note if len(note) <= NOTE_LIMIT else "")
        origin, size, _ = told(text)
    except Bad as failure:
        raise NotCosigned(f"不是带签名的检查点：{failure}") from None
    tree = next((tree for tree in ("sha256", "sm3") if origin == notes.origin(tree)), "")
    if not tree:
        raise NotCosigned(f"检查点属于另一本台账“{origin[:100]}”，本台账是“{notes.origin()}”")
    head = Head.objects.filter(size=size).first()
    own = (head.checkpointsm3 if tree == "sm3" else head.checkpoint256) if head else ""
    if not own.startswith(f"{text}\n"):
        raise NotCosigned(f"本台账没有这样的 {size} 条的检查点，签名不能收：见证的不是本台账现在的历史，请立即报告")
    known = {
        (one.name, key_number(one.name, COSIGNATURE_TYPE + one.public)): one for one in trusted().witnesses.values()
    }
    found = [(known[name, raw[:4]], raw) for name, raw in lines if (name, raw[:4]) in known]
    if not found:
        raise NotCosigned("没有本机关见证策略里的单位的签名，请核对见证策略文件里的名称和公钥")
    return sum([_kept(witness, text, size, tree, raw) for witness, raw in found])


def _kept(witness: Witness, text: str, size: int, tree: str, raw: bytes) -> bool:
    """One cosignature, checked and kept; false where it was kept before. Raises NotCosigned."""
    at = cosigned_at(text, witness, raw)
    if at < 0:
        raise NotCosigned(f"{witness.alias}的签名与检查点不符")
    line = f"— {witness.name} {notes.encoded(raw)}\n"
    digest = hashlib.sha256(f"{text}\n{line}".encode()).hexdigest()
    if Cosignature.objects.filter(pk=digest).exists():
        return False
    try:
        with transaction.atomic():
            when = datetime.fromtimestamp(at, UTC)
            Cosignature.objects.create(digest=digest, size=size, tree=tree, witness=witness.name, at=when, line=line)
    except IntegrityError:  # somebody else brought the same at the same moment
        return False
    return True


@operation(Event.REFUSED)
def note_refusal(*, witness: str, tree: str, size: int, said: str, by: By, at: datetime) -> bool:
    """Log that a witness refuses our checkpoint as no continuation; once as long as it says the same of the same size."""
    only_writer(APPENDING)
    stream = f"ledger:witness:{witness}"[:100]
    last = Entry.objects.filter(stream=stream).select_related("opening").order_by("-stream_seq").first()
    said = said.replace('"', "”")[:300]
    if last and f'"said":"{said}"' in bytes(last.opening.event).decode() and not _cosigned_since(witness, last.at):
        return False
    append(kind=Event.REFUSED, stream=stream, at=at, by=by, payload={"tree": tree, "size": size, "said": said})
    return True


def _cosigned_since(witness: str, at: datetime) -> bool:
    return Cosignature.objects.filter(witness=witness, at__gt=at).exists()
