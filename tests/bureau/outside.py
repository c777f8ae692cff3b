"""A draft made elsewhere, as it is typed and sent at the pages."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingjing.review import queries
from mingjing.review.models import OutsideDraft
from mingjing.review.terms import Check, DraftFacts

HOME = "/bureau/outside/"
DRAFT = {
    "source_system": "县行政审批系统", "source_ref": "XK-2026-0031", "category": "licence", "domain": "emergency",
    "title": "示范县丙烟花爆竹公司批发经营许可", "party_name": "示范县丙烟花爆竹有限公司", "handlers": "周许可\n吴受理",
    "facts": "申请材料齐全，现场核查合格。", "basis": "《烟花爆竹安全管理条例》第十九条", "proposal": "拟准予烟花爆竹（批发）经营许可。",
    "party": "unit", "procedure": "unknown", "kinds": [], "fine": "", "confiscation": "", "after_hearing": "no",
    "public_interest": "yes", "social_risk": "no", "major_rights": "unknown", "complex": "no",
}  # fmt: skip
GOOD = {**{str(check): "yes" for check in Check}, "is_major": "yes", "result": "agree", "stated": "1", "problems": "", "not_major_reason": ""}  # fmt: skip
KINDS = ("report", "draft", "evidence")


def now(ref: str = "XK-2026-0031") -> DraftFacts:
    found = queries.outside_draft(OutsideDraft.objects.get(source_ref=ref).pk)
    assert found is not None
    return found


def there(move: str = "") -> str:
    return f"{HOME}{now().id}/{move}{'/' if move else ''}"


def make(client: Client, **more: Any) -> Any:
    return client.post(f"{HOME}new/", DRAFT | more)


def hand_in(client: Client, kind: str, content: bytes = b"") -> Any:
    file = SimpleUploadedFile(f"{kind}.pdf", content or b"%PDF-1.7\n" + kind.encode(), "application/pdf")
    return client.post(there("file"), {"kind": kind, "file": file})


def submit(client: Client) -> Any:
    for kind in KINDS:
        hand_in(client, kind)
    return client.post(there("submit"), {"stated": "1"})
