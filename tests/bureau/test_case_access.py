"""Every role at every address of a case, and those who must always be refused."""

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.bureau.case_desk import NOW, case_at, clock, enter

from mingjing.cases import operations
from mingjing.cases.models import Act, Case, Draft
from mingjing.records.models import Document, Viewing
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
OWN = ("甲", "丙", "丁", "戊", "己", "公", "档")
STRANGERS = ("市甲", "市己", "市丁", "市档")
TABS = ("work", "timeline", "documents", "evidence", "clocks", "review", "publicity", "check", "related")


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 31)


@pytest.fixture
def file_id(shifan: World, case_id: UUID) -> UUID:
    kept = operations.add_file(
        case_id=case_id,
        name="现场照片.png",
        content=b"\x89PNG\r\n\x1a\n" + b"0" * 40,
        by=shifan.actor("甲", NOW),
        now=NOW,
    )
    return kept.id


def addresses(case_id: UUID, file_id: UUID) -> list[str]:
    """Everything of a case that can be looked at."""
    base = f"/bureau/cases/{case_id}/"
    document = Document.objects.order_by("act_seq").first()
    assert document is not None
    return [
        *(f"{base}?tab={tab}" for tab in TABS),
        f"{base}records/1/",
        f"{base}files/{file_id}/",
        f"{base}documents/{document.id}/document.pdf",
        f"{base}documents/{document.id}/page-1.png",
    ]


def acts_on(case_id: UUID) -> list[str]:
    """Everything of a case that can be posted to by a handler."""
    base = f"/bureau/cases/{case_id}/"
    return [
        f"{base}acts/interview/",
        f"{base}acts/interview/draft/",
        f"{base}acts/interview/draft/drop/",
        f"{base}files/",
    ]


@pytest.mark.parametrize("key", [*OWN, "监"])
def test_people_of_the_organ_and_supervisors_see_the_case(
    shifan: World, case_id: UUID, file_id: UUID, key: str
) -> None:
    with clock(NOW):
        client = enter(shifan, key)
        for address in addresses(case_id, file_id):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("key", STRANGERS)
def test_people_of_another_organ_find_nothing(shifan: World, case_id: UUID, file_id: UUID, key: str) -> None:
    before = Act.objects.count(), Draft.objects.count(), Viewing.objects.count()
    with clock(NOW):
        client = enter(shifan, key)
        for address in addresses(case_id, file_id):
            assert client.get(address).status_code == 404, address
        for address in acts_on(case_id):
            assert client.post(address, {"purpose": "handle"}).status_code == 404, address
        assert client.post(f"/bureau/cases/{case_id}/files/{file_id}/", {"purpose": "handle"}).status_code == 404
        assert client.get(f"/bureau/cases/{case_id}/acts/interview/").status_code == 404
        assert client.get(f"/bureau/cases/{case_id}/acts/interview/preview-1.png").status_code == 404
    assert (Act.objects.count(), Draft.objects.count(), Viewing.objects.count()) == before


@pytest.mark.parametrize("key", ["系小管", "安小全", "审小计"])
def test_administrators_see_no_case(shifan: World, case_id: UUID, file_id: UUID, key: str) -> None:
    with clock(NOW):
        client = enter(shifan, key)
        for address in [*addresses(case_id, file_id), "/bureau/cases/", "/bureau/cases/export.csv", "/bureau/reviews/"]:
            assert client.get(address).status_code == 403, address
        assert "恒源" not in client.get("/bureau/").content.decode()


def test_the_anonymous_are_sent_to_sign_in(shifan: World, case_id: UUID, file_id: UUID) -> None:
    for address in [*addresses(case_id, file_id), "/bureau/cases/", "/bureau/cases/export.xlsx", "/bureau/decisions/"]:
        answer = Client().get(address)
        assert answer.status_code == 302 and "/sign-in/" in answer["Location"], address


def test_a_supervisor_changes_nothing(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "监")
        assert client.get(f"/bureau/cases/{case_id}/acts/interview/").status_code == 403
        answer = client.post(f"/bureau/cases/{case_id}/acts/interview/", {"place": "写了很多的地点"})
        assert answer.status_code == 422 and "写了很多的地点" in answer.content.decode()
        png = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n0")
        assert client.post(f"/bureau/cases/{case_id}/files/", {"file": png}).status_code == 403


def test_lists_hold_only_what_one_may_see(shifan: World, case_id: UUID) -> None:
    number = Case.objects.get(id=case_id).number
    with clock(NOW):
        for key, there in (("甲", True), ("监", True), ("市甲", False)):
            client = enter(shifan, key)
            for address in ("/bureau/cases/", "/bureau/cases/?q=恒源", "/bureau/search/?q=恒源"):
                assert (number in client.get(address).content.decode()) is there, (key, address)
            csv = b"".join(client.get("/bureau/cases/export.csv").streaming_content).decode()
            assert (number in csv) is there


def test_another_organs_draft_is_not_the_heads(shifan: World, case_id: UUID) -> None:
    draft = Draft.objects.create(
        case_id=case_id, organ_id=shifan.organs["应急局"], code="notify", author_id=shifan.people["甲"],
        author_name="张三", state="submitted", updated_at=NOW,
    )  # fmt: skip
    with clock(NOW):
        for key, status in (("己", 200), ("市己", 302), ("甲", 403), ("监", 403)):
            assert enter(shifan, key).get(f"/bureau/decisions/{draft.id}/").status_code == status, key
        assert enter(shifan, "市己").get(f"/bureau/decisions/{draft.id}/page-1.png").status_code == 404


def test_unknown_things_are_not_found(shifan: World, case_id: UUID) -> None:
    base = f"/bureau/cases/{case_id}/"
    with clock(NOW):
        client = enter(shifan, "甲")
        for address in (
            f"/bureau/cases/{uuid4()}/", f"{base}records/999/", f"{base}acts/nothing/", f"{base}acts/register_lead/",
            f"{base}files/{uuid4()}/", f"{base}documents/{uuid4()}/document.pdf", f"{base}redo/", f"{base}acts/interview/draft/",
            "/bureau/cases/export.exe",
        ):  # fmt: skip
            assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("key", "address", "status"),
    [
        ("己", "/bureau/decisions/", 200), ("甲", "/bureau/decisions/", 403), ("丁", "/bureau/reviews/", 200),
        ("档", "/bureau/reviews/", 403), ("戊", "/bureau/hearings/", 200), ("丁", "/bureau/hearings/", 403),
        ("档", "/bureau/archives/", 200), ("监", "/bureau/supervision/", 200), ("己", "/bureau/supervision/", 200),
        ("甲", "/bureau/supervision/", 403), ("监", "/bureau/supervision/refusals/", 200),
        ("监", "/bureau/supervision/organs/scjg/", 200), ("己", "/bureau/supervision/organs/yjj/?tab=all", 200),
        ("己", "/bureau/supervision/organs/scjg/", 404), ("监", "/bureau/supervision/organs/nowhere/", 404),
        ("丙", "/bureau/cases/new/", 403), ("甲", "/bureau/cases/new/", 200),
    ],
)  # fmt: skip
def test_each_desk_has_its_people(shifan: World, case_id: UUID, key: str, address: str, status: int) -> None:
    with clock(NOW):
        assert enter(shifan, key).get(address).status_code == status


def test_the_draft_of_a_stranger_is_refused_by_the_operation_too(shifan: World, case_id: UUID) -> None:
    from mingjing.foundation.access import Forbidden

    with pytest.raises(Forbidden):
        operations.save_draft(case_id=case_id, code="interview", data={}, by=shifan.actor("市甲", NOW), now=NOW)


def test_the_chair_sees_when_the_hearing_is(shifan: World) -> None:
    case_at(shifan, 31)
    now = moment("2026-10-12 09:00")
    with clock(now):
        page = enter(shifan, "戊").get("/bureau/hearings/").content.decode()
    assert "听证定于 2026-10-22 09:00" in re.sub("<[^>]+>", "", page)


def test_after_a_withdrawn_filing_the_closing_is_still_to_come(shifan: World) -> None:
    case_id = case_at(shifan, 2, "exit-withdrawn.yaml")
    with clock(moment("2026-09-19 09:00")):
        body = enter(shifan, "甲").get(f"/bureau/cases/{case_id}/").content.decode()
    steps = re.findall(r'<li class="mj-flow-(\w+)"[^>]*>.*?<span>(.*?)</span>', body)
    assert steps[-3:] == [("here", "撤销立案"), ("ahead", "结案"), ("ahead", "归档")]
