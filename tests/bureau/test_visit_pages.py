"""入企检查 in the bureau: arrive, show the code, leave; and the pages of the photograph, for everybody who may come by."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.publicity.test_visits import CODE, drafted, item
from tests.security.hostile import browser

from mingjing.organs import queries as organs
from mingjing.publicity import operations
from mingjing.publicity.models import Visit
from mingjing.publicity.terms import VisitFacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(shifan: Any) -> Any:
    return item(shifan)


def form(shifan: Any, public: Any, **changes: Any) -> dict[str, Any]:
    return {
        "enterprise": "示范县恒源化工有限公司", "enterprise_code": CODE, "place": "示范县化工园区1号", "purpose": "年度双随机抽查", "check_kind": "special", "dressed": "yes", "task": "", "draw": "", "cause": "warning",
        "item": str(public.entry_id), "officer_2": str(shifan.people["乙"]), "officer_3": "", "officer_4": "", "approval": "紧急：储罐泄漏",
        "latitude": "", "longitude": "", **changes,
    }  # fmt: skip


def opened(shifan: Any, public: Any, ago: int = 0) -> VisitFacts:
    at = timezone.now() - timedelta(days=ago)
    return operations.open_visit(draft=drafted(shifan, public), by=shifan.actor("甲", at), at=at)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_arrive_show_and_leave(shifan: Any, public: Any) -> None:
    officer = browser(shifan.people["甲"])
    offered = text(officer.get("/bureau/visits/new/"))
    assert "危险化学品企业抽查（SJ-900）" in offered and "李四（13082103002）" in offered
    assert "许一" not in offered
    done = officer.post("/bureau/visits/new/", form(shifan, public))
    visit = Visit.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/bureau/visits/{visit.pk}/")
    shown = text(officer.get(done["Location"]))
    code = operations.visit_code(visit.pk)
    assert "-".join(code[n : n + 4] for n in range(0, 16, 4)) in shown and "<svg" in shown
    for wrong in ({"result": "", "note": ""}, {"result": "correct", "note": ""}):
        assert officer.post(f"/bureau/visits/{visit.pk}/close/", wrong).status_code in {409, 422}
    assert (
        officer.post(f"/bureau/visits/{visit.pk}/close/", {"result": "correct", "note": "七日内更换"}).status_code
        == 302
    )
    ended = text(officer.get(f"/bureau/visits/{visit.pk}/"))
    assert "责令改正" in ended and code not in ended.replace("-", "")
    assert visit.number.split("〔")[0] in text(officer.get("/bureau/visits/?tab=closed"))


def test_a_refusal_names_the_rule_and_keeps_what_was_typed(shifan: Any, public: Any) -> None:
    officer = browser(shifan.people["甲"])
    wrong = officer.post("/bureau/visits/new/", form(shifan, public, enterprise_code="91130821MA0HTEA1XF"))
    assert wrong.status_code == 422 and "校验位不符" in text(wrong) and "年度双随机抽查" in text(wrong)
    head = shifan.actor(shifan.teams["应急局"]["head"], timezone.now())
    operations.retire_entry(edition_id=public.id, reason="清单调整，停止公开", by=head, at=timezone.now())
    gone = officer.post("/bureau/visits/new/", form(shifan, public))
    assert gone.status_code == 422 and "年度双随机抽查" in text(gone)
    assert "还没有公开的抽查事项" in text(officer.get("/bureau/visits/new/"))


def test_a_visit_left_open_stands_on_the_work_list_of_both(shifan: Any, public: Any) -> None:
    visit = opened(shifan, public, ago=1)
    for key in ("甲", "乙"):
        home = text(browser(shifan.people[key]).get("/bureau/"))
        assert "PUB-54" in home and f"/bureau/visits/{visit.id}/close/" in home
        assert "逾期" in home
    assert "PUB-54" not in text(browser(shifan.people["庚"]).get("/bureau/"))


@pytest.mark.parametrize(
    ("who", "list_", "new", "one"),
    [
        ("甲", 200, 200, 200), ("丙", 200, 403, 200), ("丁", 200, 403, 200), ("己", 200, 403, 200), ("公", 200, 403, 200),
        ("档", 403, 403, 403), ("戊", 403, 403, 403), ("监", 200, 403, 404), ("市甲", 200, 200, 404), ("系小管", 403, 403, 403),
    ],
)  # fmt: skip
def test_who_may_open_which_page(shifan: Any, public: Any, who: str, list_: int, new: int, one: int) -> None:
    visit = opened(shifan, public)
    staff = browser(shifan.people[who])
    assert staff.get("/bureau/visits/").status_code == list_
    assert staff.get("/bureau/visits/new/").status_code == new
    shown = staff.get(f"/bureau/visits/{visit.id}/")
    assert shown.status_code == one
    close = staff.post(f"/bureau/visits/{visit.id}/close/", {"result": "clean", "note": ""})
    assert close.status_code == (302 if who == "甲" else 404 if who == "市甲" else 403)
    assert Visit.objects.get().closed_at is None or who == "甲"


def test_only_who_was_there_shows_the_code(shifan: Any, public: Any) -> None:
    visit = opened(shifan, public)
    code = operations.visit_code(visit.id)
    for key in ("丙", "丁", "己", "公", "庚"):
        assert code not in text(browser(shifan.people[key]).get(f"/bureau/visits/{visit.id}/")).replace("-", "")
    assert code in text(browser(shifan.people["乙"]).get(f"/bureau/visits/{visit.id}/")).replace("-", "")


def test_strangers_are_sent_to_sign_in(shifan: Any, public: Any) -> None:
    visit = opened(shifan, public)
    for where in (
        "/bureau/visits/",
        "/bureau/visits/new/",
        f"/bureau/visits/{visit.id}/",
        f"/bureau/visits/{visit.id}/close/",
    ):
        answer = Client().get(where)
        assert answer.status_code == 302 and answer["Location"].startswith("/bureau/sign-in/")


@pytest.mark.parametrize(
    "token",
    ["x", "2026-13-01", "9999-12-31T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "%00"],
)
def test_a_forged_place_in_the_list_is_no_fault(shifan: Any, public: Any, token: str) -> None:
    opened(shifan, public)
    assert browser(shifan.people["甲"]).get("/bureau/visits/", {"after": token, "tab": token}).status_code == 200


def test_lists_cost_the_same_however_many_there_are(
    shifan: Any, public: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        visit = opened(shifan, public)
        operations.close_visit(
            visit_id=visit.id, result="clean", note="", by=shifan.actor("甲", timezone.now()), at=timezone.now()
        )
    staff = browser(shifan.people["甲"])
    with django_assert_max_num_queries(8):
        staff.get("/bureau/visits/?tab=closed")
    with django_assert_max_num_queries(9):
        staff.get("/bureau/visits/new/")


def photograph() -> io.BytesIO:
    held = io.BytesIO()
    Image.new("RGB", (500, 700), "green").save(held, "JPEG")
    held.name = "证件照.jpg"
    held.seek(0)
    return held


def test_the_keeper_puts_in_a_photograph_and_takes_it_down(shifan: Any) -> None:
    held = organs.certificate_by_number("13082103001")
    assert held is not None
    keeper, where = browser(shifan.people["系小管"]), f"/bureau/certificates/{held.id}/photo/"
    assert "登记照片" in text(keeper.get(f"/bureau/officers/{held.person_id}/"))
    wrong = keeper.post(where, {"photo": io.BytesIO(b"not a picture")})
    assert wrong.status_code == 409 and "ORG-10" in text(wrong)
    assert keeper.post(where, {}).status_code == 409
    assert keeper.post(where, {"photo": photograph()}).status_code == 302
    picture = keeper.get(f"/bureau/certificates/{held.id}/photo.jpg")
    assert (picture.status_code, picture["Cache-Control"]) == (200, "private, no-store")
    for page in ("/bureau/card/", "/bureau/card/print/"):
        assert f"/bureau/certificates/{held.id}/photo.jpg" in text(browser(shifan.people["甲"]).get(page))
    assert keeper.post(f"{where}remove/", {"reason": "人像不清楚"}).status_code == 302
    assert keeper.get(f"/bureau/certificates/{held.id}/photo.jpg").status_code == 404


@pytest.mark.parametrize("who", ["甲", "己", "公", "监", "安小全", "审小计"])
def test_nobody_else_keeps_photographs(shifan: Any, who: str) -> None:
    held = organs.certificate_by_number("13082103001")
    assert held is not None
    staff = browser(shifan.people[who])
    for where in (f"/bureau/certificates/{held.id}/photo/", f"/bureau/certificates/{held.id}/photo/remove/"):
        assert staff.post(where, {"photo": photograph(), "reason": "人像不清楚"}).status_code == 403
    assert organs.photo(held.id) is None
    assert Client().get(f"/bureau/certificates/{held.id}/photo.jpg").status_code == 302
