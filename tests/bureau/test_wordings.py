"""用语指引 beside the form: read once, open no more; the head sees who has not."""

from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter

from mingjing.records.models import WordingRead
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def test_it_stands_beside_the_form_until_it_is_read(shifan: World, case_id: UUID) -> None:
    form = f"/bureau/cases/{case_id}/acts/interview/"
    with clock(NOW):
        client = enter(shifan, "甲")
        page = client.get(form).content.decode()
        assert "询问调查用语指引（您还没有读过）" in page and "我已阅读" in page
        answer = client.post("/bureau/wordings/interview/read/", {"back": form})
        assert answer["Location"] == form
        page = client.get(form).content.decode()
        assert "询问调查用语指引</summary>" in page and "您已阅读" in page
        assert (
            client.post("/bureau/wordings/interview/read/", {"back": "//evil.example/"})["Location"]
            == "/bureau/wordings/#interview"
        )
        assert client.post("/bureau/wordings/nothing/read/").status_code == 404
        assert client.get("/bureau/wordings/interview/read/")["Location"] == "/bureau/wordings/"
        assert WordingRead.objects.count() == 1
        assert "用语指引（" not in client.get(f"/bureau/cases/{case_id}/acts/extend/").content.decode()


def test_the_head_sees_who_has_not_read(shifan: World) -> None:
    with clock(NOW):
        for act in ("inspect", "serve"):
            enter(shifan, "甲").post(f"/bureau/wordings/{act}/read/")
        page = enter(shifan, "己").get("/bureau/wordings/").content.decode()
        assert "阅读情况" in page and "张三" in page and "我已阅读" not in page
        assert "阅读情况" not in enter(shifan, "甲").get("/bureau/wordings/").content.decode()
        assert enter(shifan, "系小管").get("/bureau/wordings/").status_code == 403
        assert enter(shifan, "公").post("/bureau/wordings/serve/read/").status_code == 403
