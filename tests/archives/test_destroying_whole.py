"""Destruction reaches every table that hangs on the dossier, whichever room put it there; a batch of scans goes with its last page."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from tests.archives.filed import LATER, Told
from tests.archives.test_destroying import OVER, approved, put_away

from mingjing.cases import operations as cases
from mingjing.cases.models import RecordingReason
from mingjing.foundation import storage
from mingjing.publicity.models import Application, ApplicationFile, ApplicationSender
from mingjing.records.models import (
    Document,
    Grant,
    GrantItem,
    GrantOpening,
    HandSignature,
    PaperSignature,
    Scan,
    ScanPage,
    SignatureSheet,
)
from mingjing.records.operations.erasing import _hanging

pytestmark = pytest.mark.django_db


def planted(closed: Told) -> dict[str, str]:
    """A row in each table that is not part of every case; contents by what they are."""
    dossier, at = closed.case.dossier_id, LATER
    document = Document.objects.filter(dossier_id=dossier).first()
    assert document is not None
    kept = {
        name: storage.put(name.encode()).sha256
        for name in ("strokes", "picture", "sheet", "scan", "batch", "mixed", "applied")
    }
    common = {"sm3": "0" * 64, "size": 1}
    HandSignature.objects.create(
        dossier_id=dossier, document=document, role="party", name="恒某", shown_sha256="1" * 64, strokes_sha256=kept["strokes"],
        picture_sha256=kept["picture"], taken_by=uuid4(), taker="甲", at=at,
    )  # fmt: skip
    SignatureSheet.objects.create(
        document=document, signatures=1, name="签名页", sha256=kept["sheet"], pages=1, **common
    )
    PaperSignature.objects.create(document=document, page=1, role="party", name="恒某", noted_by="甲", noted_at=at)
    organ = closed.case.organ_id
    given = {
        "organ_id": organ,
        "media_type": "application/pdf",
        "pages": 2,
        "added_by_id": uuid4(),
        "added_by": "甲",
        "added_at": at,
    }
    own = Scan.objects.create(dossier_id=dossier, name="扫描.pdf", sha256=kept["scan"], **given, **common)
    batch = Scan.objects.create(name="批量.pdf", sha256=kept["batch"], **given, **common)
    mixed = Scan.objects.create(name="混装.pdf", sha256=kept["mixed"], **given, **common)
    for scan in (own, batch, mixed):
        ScanPage.objects.create(scan=scan, number=1, state="waiting", dossier_id=dossier, document=document)
    ScanPage.objects.create(scan=mixed, number=2, state="unmatched")
    grant = Grant.objects.create(
        dossier_id=dossier, organ_id=organ, reader="恒某", standing="party", checked="身份证", purpose="查阅", days=3, most=3,
        asked_by="甲", asked_by_id=uuid4(), asked_at=at,
    )  # fmt: skip
    GrantItem.objects.create(grant=grant, place=1, kind="document", object_id=document.id, name="决定书")
    GrantOpening.objects.create(grant=grant, place=1, at=at)
    RecordingReason.objects.create(
        case_id=closed.case_id, act_seq=1, why="device", text="设备没电", by_id=uuid4(), by_name="甲", at=at
    )
    applied = Application.objects.create(
        number="示应急申〔2026〕1号", code="c" * 64, once="o" * 64, kind="defence", source_ref=str(dossier), about="案", organ_id=organ,
        organ_name="局", text="独一无二的申请", received_at=at, due=at.date(),
    )  # fmt: skip
    ApplicationSender.objects.create(application=applied, name="恒某", relation="self", phone="0399-7200001")
    ApplicationFile.objects.create(application=applied, seq=1, name="证据.png", sha256=kept["applied"], **common)
    return kept


def test_nothing_that_hangs_on_the_dossier_is_left(closed: Told) -> None:
    filed = put_away(closed)
    kept = planted(closed)
    dossier = closed.case.dossier_id
    before = {model.__name__ for model in _hanging(dossier)}
    assert {
        "HandSignature",
        "SignatureSheet",
        "PaperSignature",
        "Scan",
        "ScanPage",
        "Grant",
        "GrantItem",
        "GrantOpening",
    } <= before
    one = approved(closed, filed.id)
    done = cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    assert done.state == "destroyed"
    assert _hanging(dossier) == {}
    for model in (
        HandSignature,
        SignatureSheet,
        PaperSignature,
        Grant,
        GrantItem,
        GrantOpening,
        RecordingReason,
        Application,
        ApplicationSender,
        ApplicationFile,
    ):
        assert not model._default_manager.exists(), model
    assert [(one.name, one.sheets.count()) for one in Scan.objects.all()] == [("混装.pdf", 1)]
    named = set(_contents(one.id))
    assert {kept[name] for name in ("strokes", "picture", "sheet", "scan", "batch", "applied")} <= named
    assert kept["mixed"] not in named


def _contents(disposal_id: Any) -> list[str]:
    return list(apps.get_model("archives", "Destruction").objects.get(id=disposal_id).contents)
