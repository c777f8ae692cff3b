"""A visit names a real draw or says its cause; the work list leads to the form filled in; the pages of a plan, as every role."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_public_lists import sent, text
from tests.inspections.made import AFTER, AT, LOTTERY, NUMBER, approved, code, drawn, frozen, refused
from tests.publicity.test_visits import drafted
from tests.security.hostile import browser

from mingjing.inspections import operations, queries
from mingjing.inspections.models import Drawn, Plan, PoolParty, VisitCause
from mingjing.kernel.findings import Invalid
from mingjing.publicity.models import RegisterEntry, Visit
from mingjing.publicity.terms import VisitDraft

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(hours=2)


@pytest.fixture
def sent_out(shifan: Any) -> Any:
    """A draw that was dispatched, and one of its places with 甲 in the team."""
    plan = approved(shifan)
    made = drawn(shifan, plan)
    operations.issue_draw(plan_id=plan.id, by=shifan.actor("己", AFTER), at=AFTER)
    mine = queries.my_drawn(shifan.people["甲"])[0]
    return plan, made, mine[0]


def visit_of(shifan: Any, number: str, place: Any, **changes: Any) -> VisitDraft:
    entry = RegisterEntry.objects.get(code="SJ-900")
    people = tuple(
        one
        for one in (shifan.people[who] for who in ("乙", "庚", "丙"))
        if str(one) in {each["id"] for each in place.officers}
    )
    draft = drafted(shifan, type("E", (), {"entry_id": entry.pk}), kind="random", task="1号", draw=number, enterprise=place.name,
                    enterprise_code=place.code, officers=people)  # fmt: skip
    return replace(draft, **changes)


def begin(shifan: Any, draft: VisitDraft, **told: Any) -> Any:
    given = {"outside": False, "cause": "", "source": ""} | told
    return operations.begin_visit(draft=draft, by=shifan.actor("甲", LATER), at=LATER, **given)


def test_a_random_check_is_of_a_real_draw(shifan: Any, sent_out: Any) -> None:
    plan, made, place = sent_out
    good = visit_of(shifan, made.number, place)
    assert refused(lambda: begin(shifan, replace(good, draw="CQ-2026-0031"))) == {"DRW-23"}
    assert refused(lambda: begin(shifan, replace(good, enterprise_code="91130821MA0HX001XP"))) == {"DRW-23"}
    other = next(
        one for one in ("乙", "庚", "丙") if str(shifan.people[one]) not in {each["id"] for each in place.officers}
    )
    assert refused(lambda: begin(shifan, replace(good, officers=(shifan.people[other],)))) == {"DRW-23"}
    assert refused(lambda: begin(shifan, replace(good, enterprise_code=code(999)), outside=True)) == {"DRW-23"}
    assert not Visit.objects.exists()
    visit = begin(shifan, good)
    assert Drawn.objects.get(pk=place.id).visit_id == visit.id and not VisitCause.objects.exists()
    assert queries.plan_of_visit(visit.id) == (plan.id, plan.number)
    assert place.id not in {one[0].id for one in queries.my_drawn(shifan.people["甲"])}
    assert refused(lambda: begin(shifan, good)) == {"DRW-23"}
    swap = {"drawn_id": place.id, "kind": "party", "out": place.code, "reason": "closed", "note": ""}
    assert refused(lambda: operations.replace(by=shifan.actor("己", LATER), at=LATER, **swap)) == {"DRW-22"}


def test_a_draw_of_another_system_is_said_to_be_one(shifan: Any, sent_out: Any) -> None:
    visit = begin(shifan, visit_of(shifan, "CQ-2026-0031", sent_out[2]), outside=True)
    assert queries.undrawn(visit.id) == ("", "", True) and queries.plan_of_visit(visit.id) is None


@pytest.mark.parametrize(
    ("cause", "source", "good"),
    [
        ("", "", False),
        ("lottery", "1", False),
        ("complaint", " ", False),
        ("complaint", "示投〔2026〕1号", True),
        ("recheck", "", True),
    ],
)
def test_an_undrawn_inspection_says_its_cause(shifan: Any, sent_out: Any, cause: str, source: str, good: bool) -> None:
    draft = visit_of(shifan, "", sent_out[2], kind="triggered", task="")
    if not good:
        assert refused(lambda: begin(shifan, draft, cause=cause, source=source)) == {"DRW-24"}
        assert not VisitCause.objects.exists() and not Visit.objects.exists()
    else:
        visit = begin(shifan, draft, cause=cause, source=source)
        assert queries.undrawn(visit.id) is not None and VisitCause.objects.get().cause == cause
    with pytest.raises(Invalid):
        begin(shifan, draft, cause=cause, source="x" * 121)


def test_who_was_inspected_as_often_as_may_be_is_left_out(shifan: Any, sent_out: Any) -> None:
    plan = approved_twice(shifan)
    place = sent_out[2]
    first = begin(shifan, visit_of(shifan, sent_out[1].number, place))
    row = Visit.objects.get(pk=first.id)
    Visit.objects.bulk_create(
        [Visit(**{one.attname: getattr(row, one.attname) for one in Visit._meta.fields if one.attname not in {"id", "number", "code"}}
               | {"number": f"{n}", "code": f"{n}", "closed_at": LATER}) for n in range(3)]
    )  # fmt: skip
    operations.freeze(
        plan_id=plan.id,
        source=replace(LOTTERY, on=LATER.date() + timedelta(days=1)),
        reason="",
        by=shifan.actor("甲", LATER),
        at=LATER,
    )
    assert list(PoolParty.objects.filter(plan_id=plan.id, out="cap").values_list("code", flat=True)) == [place.code]


def approved_twice(shifan: Any) -> Any:
    return approved(shifan, code="SJ-902")


@pytest.fixture
def desks(shifan: Any) -> dict[str, Client]:
    return {key: browser(shifan.people[key]) for key in ("甲", "己", "监", "公", "市甲", "丁", "系小管")}


def test_a_plan_goes_its_way_through_the_pages(shifan: Any, desks: dict[str, Client], client: Client) -> None:
    from tests.publicity.test_visits import item

    public = item(shifan)
    form = {
        "title": "2026 年双随机抽查",
        "year": "2026",
        "items": [str(public.entry_id)],
        "wanted": "3",
        "ratio": "",
        "team": "2",
        "announced_on": "2026-10-13",
        "scope": "",
    }
    with clock(AT):
        assert "没有正在办理的抽查计划" in text(desks["甲"], "/bureau/draws/")
        kept = sent(desks["甲"], "/bureau/draws/new/", form | {"wanted": "三"}, 422)
        assert "请写整数" in kept and "2026 年双随机抽查" in kept
        assert "DRW-02" in sent(desks["甲"], "/bureau/draws/new/", form | {"team": "1"}, 409)
        here = sent(desks["甲"], "/bureau/draws/new/", form)
        sent(desks["甲"], f"{here}amend/", form | {"wanted": "4"})
        sheet = "统一社会信用代码,企业名称,风险等级,信用等级\n" + "\n".join(
            f"{code(n)},示范县第{n}公司,{'高风险' if n % 3 else '低风险'},信用A" for n in range(12)
        )
        from django.core.files.uploadedfile import SimpleUploadedFile

        wrong = SimpleUploadedFile("a.csv", sheet.replace(code(3), "913").encode())
        said = sent(desks["甲"], f"{here}parties/import/", {"file": wrong}, 409)
        assert "第 5 行" in said and "DRW-10" in said
        assert "没有找到列名" in sent(
            desks["甲"], f"{here}parties/import/", {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2")}, 422
        )
        assert "没有选择文件" in sent(desks["甲"], f"{here}parties/import/", {}, 422)
        sent(desks["甲"], f"{here}parties/import/", {"file": SimpleUploadedFile("a.csv", sheet.encode())})
        assert "示范县第3公司" in text(desks["甲"], f"{here}parties/?q=第3公")
        sent(desks["甲"], f"{here}parties/{code(2)}/", {"reason": "closed", "note": "已注销"})
        assert "11 家参加抽取，1 家不参加" in text(desks["丁"], f"{here}parties/")
        sent(
            desks["甲"],
            f"{here}parties/new/",
            {"code": code(20), "name": "示范县新公司", "risk": "high", "credit": "B"},
        )
        sent(desks["甲"], f"{here}move/officers/", {})
        sent(desks["甲"], f"{here}officers/{shifan.people['丙']}/", {"reason": "post", "note": ""})
        sent(desks["甲"], f"{here}avoid/", {"person_id": str(shifan.people["乙"]), "code": code(5), "note": "亲属任职"})
        assert client.get(f"/cq/{Plan.objects.get().number}/").status_code == 404
        sent(desks["己"], f"{here}move/approve/", {})
        source = {"what": LOTTERY.what, "where": LOTTERY.where, "on": "2026-10-13"}
        assert "DRW-20" in sent(desks["甲"], f"{here}freeze/", source, 409)
        sent(desks["甲"], f"{here}freeze/", source | {"on": "2026-10-15"})
        number = Plan.objects.get().number
        shown = text(client, f"/cq/{number}/")
        assert (
            queries.freezes(Plan.objects.get().pk)[0].sha256 in shown
            and "示范县第3公司" not in shown
            and "亲属" not in shown
        )
        assert client.get(f"/cq/{number}/draw.json").status_code == 404
    with clock(AFTER):
        told = {"on": "2026-10-15", "value": NUMBER, "again": NUMBER}
        assert "DRW-21" in sent(desks["甲"], f"{here}number/", told | {"again": "1"}, 409)
        sent(desks["甲"], f"{here}number/", told)
        sent(desks["甲"], f"{here}move/hold/", {})
        sent(desks["甲"], f"{here}move/hold/", {}, 409)
        sent(desks["己"], f"{here}move/issue/", {})
        mine = text(desks["甲"], "/bureau/")
        assert "到达企业，亮码" in mine and "示应急抽取〔2026〕1号" in mine
        place = queries.my_drawn(shifan.people["甲"])[0][0]
        filled = text(desks["甲"], f"/bureau/visits/new/?place={place.id}")
        assert place.code in filled and number in filled and "示应急抽取〔2026〕1号" in filled
        sent(desks["己"], f"{here}places/{place.id}/party/", {"reason": "gone", "note": ""})
        assert "示范县" in text(client, f"/cq/{number}/") and "替换" in text(client, f"/cq/{number}/")
        file = client.get(f"/cq/{number}/draw.json").json()
        assert len(file["substitutions"]) >= 1 and "亲属" not in str(file) and "已注销" not in str(file)
        assert desks["丁"].get(f"{here}places.xlsx").status_code == 200
        assert number in text(client, "/cq/") and number not in text(client, "/cq/?tab=stopped")
    for who in ("市甲",):
        assert desks[who].get(here).status_code == 404
    assert desks["系小管"].get(here).status_code == 403
    assert text(desks["监"], here)


def test_nothing_asked_for_breaks_a_page(shifan: Any, desks: dict[str, Client], client: Client) -> None:
    plan = approved(shifan)
    frozen(shifan, plan)
    here = f"/bureau/draws/{plan.id}/"
    for path, status in (
        ("/cq/%00/", 404), ("/cq/x/draw.json", 404), ("/cq/?after=x&tab=%00", 200), ("/cq/check/", 200), ("/cq/mingjing_redraw.py", 200),
    ):  # fmt: skip
        assert client.get(path).status_code == status, path
    for path, status in (
        (f"{here}parties/?after=x&q=%27", 200), (f"{here}parties/zzz/", 404), (f"{here}move/other/", 404), (f"{here}places.pdf", 404),
        (f"{here}officers/{plan.id}/", 404), ("/bureau/draws/?tab=x&q=%25&after=1", 200), (f"/bureau/visits/new/?place={plan.id}", 200),
        ("/bureau/draws/template.csv", 200), (f"{here}places/{plan.id}/party/", 403),
    ):  # fmt: skip
        assert desks["甲"].get(path).status_code == status, path
