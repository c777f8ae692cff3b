"""A signature written on a screen: strokes and picture kept, bound to the file that was shown; or the refusal of one."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from PIL import Image, ImageDraw

from mingjing.foundation import storage, typesetting
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By, ObjectRef
from mingjing.records.access import may_take_signatures
from mingjing.records.events import Event
from mingjing.records.models import Document, HandSignature, SignatureSheet
from mingjing.records.operations.asking import the_document
from mingjing.records.operations.dossiers import file_name
from mingjing.records.operations.refusing import refuse
from mingjing.records.queries.seals import as_signed, sealing_of, sheet_of, signatures
from mingjing.records.rules import seals as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.dossiers import stream
from mingjing.records.terms.seals import SheetFacts, SignatureDraft, SignatureFacts

WIDE, HIGH = 900, 360
"""The picture of a signature, in pixels; strokes come in ten-thousandths of its width and height."""
_SHEET = Path(__file__).resolve().parents[1] / "sheets" / "signatures.typ"


@operation(Event.SIGNED)
def sign_by_hand(
    *, dossier_id: UUID, document_id: UUID, draft: SignatureDraft, by: Actor, at: datetime
) -> SignatureFacts:
    """屏幕手写签名，或者登记拒绝签名。Bound to the digest of the file that was shown.

    The picture is drawn here from the strokes, so that both say the same. Raises NotFound, Forbidden; Invalid (a name
    that cannot be printed); Refused (REC-43, REC-44). 电子签名法第十三条。
    """
    row = the_document(dossier_id, document_id)
    may_take_signatures.require(by, row.dossier.organ_id, doing="请人签名")
    refuse(
        (
            *rules.signature_is_plain(draft, _shown_now(row), row.dossier.sealed_at is not None),
            *rules.refusal_is_witnessed(draft),
        )
    )
    texts = {
        "name": draft.name,
        "reason": draft.reason if draft.refused else "",
        "witness": draft.witness if draft.refused else "",
    }
    texts = {key: " ".join(text.split())[:200] for key, text in texts.items()}
    if missing := typesetting.missing_glyphs(texts):
        raise Invalid({key: [typesetting.unprintable(char, "姓名或者理由")] for char, key in missing})
    made = HandSignature(
        dossier_id=dossier_id, document=row, role=draft.role, shown_sha256=draft.shown, refused=draft.refused, device=draft.device[:120],
        taken_by=by.person_id, taker=by.name, at=at, **texts,
    )  # fmt: skip
    objects = [] if draft.refused else _kept(made, draft)
    made.save(force_insert=True)
    payload = {
        "signature": str(made.pk),
        "document": str(row.pk),
        "role": made.role,
        "shown": draft.shown,
        "refused": draft.refused,
        "fingerprint": as_signed(made),
    }
    ledger.append(kind=Event.SIGNED, stream=stream(dossier_id), at=at, by=by, payload=payload, objects=objects)
    return next(one for one in signatures(row.pk) if one.id == made.pk)


def _shown_now(row: Document) -> list[str]:
    """The digests of what a person may be shown of this document now: the sealed file, where it is sealed; else the rendered one."""
    one = sealing_of(row.pk)
    if one is not None and one.sealed:
        return [one.sha256]
    return [row.pdf_sha256] if row.pdf_sha256 else []


def _kept(made: HandSignature, draft: SignatureDraft) -> list[ObjectRef]:
    told = {
        "version": 1,
        "size": [WIDE, HIGH],
        "strokes": [[list(point) for point in stroke] for stroke in draft.strokes],
    }
    strokes, picture = storage.put(canonical(told)), storage.put(drawn(draft.strokes))
    made.strokes_sha256, made.picture_sha256 = strokes.sha256, picture.sha256
    return [
        ObjectRef(
            name=f"签名-{made.pk}.json",
            sha256=strokes.sha256,
            sm3=strokes.sm3,
            size=strokes.size,
            media_type="application/json",
        ),
        ObjectRef(
            name=f"签名-{made.pk}.png",
            sha256=picture.sha256,
            sm3=picture.sm3,
            size=picture.size,
            media_type="image/png",
        ),
    ]


def drawn(strokes: Any) -> bytes:
    """The signature as a PNG: black on white, thicker where it was pressed."""
    picture = Image.new("L", (WIDE, HIGH), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        places = [(x * WIDE / 10_000, y * HIGH / 10_000, 2 + p * 6 / 1000) for x, y, p, _ in stroke]
        for x, y, width in places:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=0)
        for (x0, y0, width), (x1, y1, _) in zip(places, places[1:], strict=False):
            pen.line((x0, y0, x1, y1), fill=0, width=max(1, round(width)))
    held = io.BytesIO()
    picture.save(held, "PNG", optimize=True)
    return held.getvalue()


@operation(Event.SHEET_SET)
def set_sheet(*, dossier_id: UUID, document_id: UUID, at: datetime, by: By) -> SheetFacts:
    """The page of signatures of a document, set once for each number of signatures. Raises NotFound where there is none."""
    row = the_document(dossier_id, document_id)
    given = signatures(document_id)
    if not given:
        raise NotFound("这份文书还没有签名。")
    last = sheet_of(document_id)
    if last is not None and last.signatures == len(given):
        return last
    data = {
        "title": row.title, "number": row.number, "sha256": given[-1].shown_sha256, "data_sha256": row.data_sha256,
        "signatures": [_line(one) for one in given],
    }  # fmt: skip
    made = typesetting.render(_SHEET, data, created=given[-1].at)
    kept = storage.put(made.pdf)
    name = f"{file_name(row).removesuffix('.pdf')}（签名页{len(given)}）.pdf"
    sheet = SignatureSheet.objects.create(
        document=row,
        signatures=len(given),
        name=name,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        pages=made.pages,
    )
    ledger.append(
        kind=Event.SHEET_SET, stream=stream(dossier_id), at=at, by=by,
        payload={"document": str(row.pk), "signatures": len(given)},
        objects=[ObjectRef(name=name, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, media_type="application/pdf")],
    )  # fmt: skip
    return sheet.facts()


def _line(one: SignatureFacts) -> dict[str, Any]:
    strokes = [] if one.refused else json.loads(storage.read(one.strokes_sha256))["strokes"]
    return {
        "role": one.told, "name": one.name, "at": f"{timezone.localtime(one.at):%Y年%m月%d日 %H:%M:%S}", "taker": one.taker,
        "refused": one.refused, "reason": one.reason, "witness": one.witness, "shown": one.shown_sha256, "current": one.current,
        "strokes": strokes,
    }  # fmt: skip
