"""查无密级标志: no picture or PDF is filed that nobody looked through; said once, with a name, in the ledger; made up for later."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.archives.filed import LATER, Told, photograph
from tests.security.hostile import browser

from mingjing.archives import operations, queries
from mingjing.archives.models import Unmarked
from mingjing.cases import operations as cases
from mingjing.cases.models import Case
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations as records
from mingjing.records import queries as held

pytestmark = pytest.mark.django_db


def pictures(closed: Told) -> list[Any]:
    return [one for one in held.attachments(closed.case.dossier_id) if one.media_type == "image/png"]


def require(closed: Told) -> None:
    operations.require_unmarked(dossier_id=closed.case.dossier_id, items=closed.items())


def test_what_nobody_looked_through_is_not_filed_and_is_made_up_for(closed: Told) -> None:
    with pytest.raises(Refused, match="还没有人核对密级标志") as refused:
        require(closed)
    assert refused.value.rules == {"ARCH-49"}
    waiting = pictures(closed)
    assert waiting
    say = {"case_id": closed.case_id, "now": LATER}
    stream = records.stream(closed.case.dossier_id)
    before = len(ledger.entries(stream))
    with pytest.raises(Forbidden):
        cases.state_unmarked(files=[waiting[0].id], by=closed.person("市档"), **say)
    for nothing in ([], [closed.case_id]):
        with pytest.raises(Invalid):
            cases.state_unmarked(files=nothing, by=closed.person("甲"), **say)
    assert cases.state_unmarked(files=[one.id for one in waiting], by=closed.person("甲"), **say) >= 1
    said = queries.unmarked(closed.case.dossier_id)
    assert {one.by_name for one in said} == {closed.person("甲").name} and all(one.later for one in said)
    assert len(ledger.entries(stream)) == before + len(said)
    require(closed)


def test_what_was_said_stays_as_it_was(closed: Told) -> None:
    (one, *_) = pictures(closed)
    cases.state_unmarked(case_id=closed.case_id, files=[one.id], by=closed.person("甲"), now=LATER)
    assert cases.state_unmarked(case_id=closed.case_id, files=[one.id], by=closed.person("乙"), now=LATER) == 0
    assert Unmarked.objects.get(sha256=one.sha256).by_name == closed.person("甲").name


def test_it_is_said_while_the_file_is_handed_in(closed: Told) -> None:
    Case.objects.filter(id=closed.case_id).update(stage="filed")
    given = {"case_id": closed.case_id, "by": closed.person("甲"), "now": LATER}
    cases.add_file(name="一.png", content=photograph() + b" ", unmarked=True, **given)
    assert [one.later for one in queries.unmarked(closed.case.dossier_id)] == [False]


def test_through_the_pages(closed: Told) -> None:
    get_user_model().objects.update(must_change_password=False)
    Case.objects.filter(id=closed.case_id).update(stage="filed")
    client = browser(closed.world.people["甲"])
    upload, look = (reverse(f"bureau:{name}", args=[closed.case_id]) for name in ("case_upload", "case_unmarked"))
    many = len(held.attachments(closed.case.dossier_id))

    def send(marked: str) -> Any:
        return client.post(upload, {"file": SimpleUploadedFile("x.png", photograph() + b"x"), "marked": marked})

    assert send("yes").headers["Location"] == reverse("bureau:archive_apart", args=[closed.case_id])
    assert len(held.attachments(closed.case.dossier_id)) == many, "what bears a mark is not kept"
    send("no")
    assert len(held.attachments(closed.case.dossier_id)) == many + 1
    page = client.get(look).content.decode()
    assert "等待核对" in page and "x.png" in page
    wrong = client.post(look, {"files": ["nonsense"]})
    assert wrong.status_code == 422 and "没有这份材料" in wrong.content.decode()
    assert client.post(look, {}).status_code == 422
    ids = [str(one.id) for one in pictures(closed)]
    assert client.post(look, {"files": ids}).status_code == 302
    assert "没有等待核对" in client.get(look).content.decode()
