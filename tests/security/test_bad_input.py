"""Bad input in the forms of a case: a clear Chinese word, nothing written, nothing typed lost."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.bureau.case_desk import NOW, case_at, clock, enter

from mingjing.cases.models import Act, Case
from mingjing.lawbook import queries as lawbook
from mingjing.ledger.models import Entry
from mingjing.parties.models import Party
from mingjing.records.models import Attachment
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
KEPT = "这句话不能丢"
NASTY = {"terminal": "假\x1b[2J名", "turning": "假\u202e名", "blank": "假\u200b名", "mark": "假\u200f名"}


def body(answer: Any) -> str:
    return str(answer.content.decode())


def send(client: Client, to: str, typed: dict[str, Any]) -> Any:
    return client.post(to, dict(HIDDEN.findall(body(client.get(to)))) | typed)


FIRM = {"new_kind": "legal_person", "new_name": "示范县清源合作社", "new_id_type": "uscc", "new_id_number": "91130821MA0HTEA1XE"}  # fmt: skip
CITIZEN = {"new_kind": "citizen", "new_name": "牛新人", "new_id_type": "resident", "new_id_number": "11010119900307002X"}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (FIRM | {"new_id_number": "91130821MA0HTEA1X0"}, "校验"),
        (FIRM | {"new_id_number": "91130821"}, "18位"),
        (FIRM | {"new_name": ""}, "当事人"),
        (CITIZEN | {"new_id_number": "110101199003070000"}, "校验"),
        (CITIZEN | {"new_id_number": "110101209903070020"}, "身份证"),
        (CITIZEN | {"new_id_number": "110101199013070020"}, "身份证"),
        (CITIZEN | {"new_id_type": "passport", "new_id_number": "E12345678", "new_birth_on": "2099-01-01"}, "出生日期"),
        (CITIZEN | {"new_birth_on": "1990-02-30"}, "应是日期"),
        (CITIZEN | {"found_on": "2099-01-01"}, "不能"),
        (CITIZEN | {"at": "2099-01-01T09:00"}, "晚于"),
        (CITIZEN | {"found_on": ""}, "没有填写"),
        (CITIZEN | {"place": "长" * 301}, "最多 300 字"),
        *((CITIZEN | {"new_name": nasty}, "控制字符") for nasty in NASTY.values()),
        *((CITIZEN | {"place": nasty}, "控制字符") for nasty in NASTY.values()),
    ],
)
def test_the_lead_form(shifan: World, typed: dict[str, str], told: str) -> None:
    matter = next(one for one in lawbook.matters(shifan.organs["应急局"]))
    good = {"source": "inspection", "matter": str(matter.matter_id), "found_on": "2026-11-20", "place": "园区"}
    before = Entry.objects.count()
    with clock(NOW):
        answer = send(enter(shifan, "甲"), "/bureau/cases/new/", good | {"clue": KEPT} | typed)
    assert answer.status_code == 422 and told in body(answer)
    assert KEPT in body(answer) and typed["new_id_number"] in body(answer)
    assert not Case.objects.exists()
    if not {"found_on", "at", "place"} & set(typed):
        assert not Party.objects.filter(name=typed["new_name"]).exists() and Entry.objects.count() == before


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"at": "2099-01-01T09:00"}, "晚于"),
        ({"at": "1999-01-01T09:00"}, "早于"),
        ({"collected_on": "2099-01-01"}, "晚于"),
        *(({"name": nasty}, "控制字符") for nasty in NASTY.values()),
    ],
)
def test_an_act_form(shifan: World, more: dict[str, str], told: str) -> None:
    where = f"/bureau/cases/{case_at(shifan, 7)}/acts/collect_evidence/"
    form = {
        "kind": "documentary", "name": "证照", "source": "平台", "collected_on": "2026-09-08", "proves": KEPT,
        "officers": [str(shifan.people["甲"])],
    }  # fmt: skip
    with clock(NOW):
        answer = send(enter(shifan, "甲"), where, form | more)
    assert answer.status_code == 422 and told in body(answer) and KEPT in body(answer)
    assert not Act.objects.filter(code="collect_evidence").exists()


def test_a_file_over_the_limit_by_both_ways_in(shifan: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MINGJING_UPLOAD_LIMIT", 100)
    case_id: UUID = case_at(shifan, 7)
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 200
    with clock(NOW):
        client, case = enter(shifan, "甲"), f"/bureau/cases/{case_id}/"
        beside = client.post(f"{case}files/", {"file": SimpleUploadedFile("大.png", png)}, follow=True)
        form = {"name": KEPT, "files-new": SimpleUploadedFile("大.png", png)}
        within = send(client, f"{case}acts/collect_evidence/", form)
    assert "大.png" in body(beside) and "超过" in body(beside)
    assert within.status_code == 422 and "超过" in body(within) and KEPT in body(within)
    assert not Attachment.objects.exists()
