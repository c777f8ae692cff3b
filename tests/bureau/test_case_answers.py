"""The bundle for a reconsideration: offered where a remedy is registered, to those who may, logged as a look."""

import io
import zipfile
from uuid import UUID

import pytest
from django.urls import reverse
from tests.bureau.case_desk import case_at, clock, enter, moment

from mingjing.cases.models import Act
from mingjing.records.models import Viewing
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
ALL = 999


@pytest.fixture
def case_id(shifan: World) -> UUID:
    return case_at(shifan, ALL, "branch-c.yaml")


def test_the_bundle_is_taken_by_those_who_may_and_logged(shifan: World, case_id: UUID) -> None:
    page = reverse("bureau:case_answers", args=[case_id])
    answered = Act.objects.filter(case_id=case_id, code="answer_remedy").first()
    assert answered is not None
    seq = answered.data["remedy_seq"]
    to = reverse("bureau:case_answer_bundle", args=[case_id, seq])
    with clock(moment("2027-06-01 10:00")):
        for key in ("甲", "丁", "己", "档"):
            client = enter(shifan, key)
            assert "下载材料" in client.get(page).content.decode()
            assert page in client.get(reverse("bureau:case", args=[case_id])).content.decode()
            before = Viewing.objects.count()
            sent = client.post(to)
            assert sent.status_code == 200 and zipfile.ZipFile(io.BytesIO(sent.content)).namelist()
            assert "no-store" in sent["Cache-Control"]
            assert Viewing.objects.filter(what="export").count() and Viewing.objects.count() == before + 1
            assert client.get(to).status_code == 404, "only by posting"
            assert client.post(reverse("bureau:case_answer_bundle", args=[case_id, 999])).status_code == 422
        for key in ("戊", "公", "监", "市甲", "市己", "系小管", "审小计"):
            before = Viewing.objects.count()
            assert enter(shifan, key).post(to).status_code in {403, 404}, key
            assert enter(shifan, key).get(page).status_code in {403, 404}, key
            assert Viewing.objects.count() == before


def test_a_lawsuit_is_answered_and_its_bundle_taken_too(shifan: World) -> None:
    case_id = case_at(shifan, 5, "branch-e-lawsuit.yaml")
    page = reverse("bureau:case_answers", args=[case_id])
    with clock(moment("2027-06-01 10:00")):
        client = enter(shifan, "甲")
        answered = Act.objects.get(case_id=case_id, code="answer_lawsuit")
        assert "已答复" in client.get(page).content.decode() and "下载材料" in client.get(page).content.decode()
        to = reverse("bureau:case_answer_bundle", args=[case_id, answered.data["remedy_seq"]])
        sent = client.post(to)
    assert sent.status_code == 200 and zipfile.ZipFile(io.BytesIO(sent.content)).namelist()


def test_an_open_lawsuit_leads_to_its_own_form(shifan: World) -> None:
    case_id = case_at(shifan, 1, "branch-e-lawsuit.yaml")
    with clock(moment("2026-12-04 10:00")):
        client = enter(shifan, "甲")
        text = client.get(reverse("bureau:case_answers", args=[case_id])).content.decode()
        assert f"/bureau/cases/{case_id}/acts/answer_lawsuit/" in text and "acts/answer_remedy/" not in text
        seq = Act.objects.get(case_id=case_id, code="receive_remedy").seq
        refused = client.post(reverse("bureau:case_answer_bundle", args=[case_id, seq]))
    assert refused.status_code == 409 and "还没有作出答复" in refused.content.decode()
