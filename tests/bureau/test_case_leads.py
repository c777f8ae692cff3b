"""Leads and filings from nothing: the party found or registered on the way, the head who approves or sends back."""

from typing import Any

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.bureau.test_case_forms import act, post

from mingjing.cases.models import Act, Case, Draft
from mingjing.lawbook import queries as lawbook
from mingjing.parties.models import Party
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db


def test_the_head_approves_or_sends_back(shifan: World) -> None:
    case_id = case_at(shifan, 5)
    filing = {
        "facts": "两名焊工未取得操作证", "breached": ["安全生产法第三十条第一款"], "violation_from": "2026-09-02", "has_facts": "1",
        "should_punish": "1", "has_jurisdiction": "1", "in_time": "1", "continuing": "no", "five_years": "no", "unit_opinion": "建议立案",
        "handlers": [str(shifan.people["甲"]), str(shifan.people["乙"])],
    }  # fmt: skip
    address = act(case_id, "file_case")
    with clock(moment("2026-09-04 09:00")):
        handler, head = enter(shifan, "甲"), enter(shifan, "己")
        assert (
            "负责人意见"
            not in handler.get(address).content.decode().split('<form class="mj-form"')[1].split("mj-buttons")[0]
        )
        for left_out, label in (("continuing", "违法行为仍在持续"), ("five_years", "涉及公民生命健康安全")):
            refused = post(handler, address, filing | {left_out: ""})
            assert refused.status_code == 422 and label in refused.content.decode()
            assert not Draft.objects.filter(state="submitted").exists(), "a judgement left out is not a no"
        assert post(handler, address, filing).status_code == 302
        draft = Draft.objects.get(state="submitted")
        assert "等负责人办理" in handler.get(address).content.decode()
        desk = f"/bureau/decisions/{draft.id}/"
        assert head.get(address)["Location"] == desk
        page = head.get(desk).content.decode()
        assert "两名焊工未取得操作证" in page and "全部符合" in page and "G-04" in page
        assert "同意。" not in page and "由负责人本人写明" in page, "the head's words are the head's own"
        assert head.get(f"{desk}page-1.png").content.startswith(b"\x89PNG")
        short = post(head, desk, {"_return": "1", "note": "改"})
        assert short.status_code == 422 and "不少于 4 字" in short.content.decode()
        assert post(head, desk, {"_return": "1", "note": "请补充事实。"}).status_code == 302
        assert "请补充事实。" in handler.get(address).content.decode()
        assert post(handler, address, filing).status_code == 302
        draft.refresh_from_db()
        assert draft.state == "submitted"
        assert post(head, desk, {"head_opinion": ""}).status_code == 422
        assert post(head, desk, {"head_opinion": "同意立案。"}).status_code == 302
        gone = head.get(desk)
        assert gone.status_code == 302 and gone["Location"] == "/bureau/decisions/"
    filed = Act.objects.get(code="file_case")
    assert filed.data["head_opinion"] == "同意立案。" and filed.drafted_by == shifan.people["甲"]
    assert Case.objects.get(id=case_id).stage == "filed"


def lead(shifan: World, **more: str) -> dict[str, Any]:
    matter = lawbook.matters(shifan.organs["应急局"])[0]
    return {
        "source": "inspection", "matter": str(matter.matter_id), "found_on": "2026-11-20", "place": "化工园区", "clue": "检查发现", **more,
    }  # fmt: skip


def test_a_lead_finds_its_party(shifan: World) -> None:
    address = "/bureau/cases/new/"
    with clock(NOW):
        client = enter(shifan, "甲")
        found = post(client, address, lead(shifan, _find="1", party_q="恒源")).content.decode()
        assert str(shifan.parties["恒源"]) in found and "检查发现" in found
        without = post(client, address, lead(shifan))
        assert without.status_code == 422 and "请选择当事人" in without.content.decode()
        done = post(client, address, lead(shifan, party=str(shifan.parties["恒源"])))
    assert done.status_code == 302
    assert Case.objects.get().party_name == "示范县恒源化工有限公司"


def test_a_lead_registers_a_new_party_on_the_way(shifan: World) -> None:
    new = {"new_kind": "citizen", "new_name": "牛新人", "new_id_number": "110101199003070000"}
    with clock(NOW):
        client = enter(shifan, "甲")
        wrong = post(client, "/bureau/cases/new/", lead(shifan, **new))
        page = wrong.content.decode()
        assert wrong.status_code == 422 and 'href="#f-new_id_number"' in page and "牛新人" in page
        assert not Case.objects.exists()
        new["new_id_number"] = "11010119900307002X"
        good = post(client, "/bureau/cases/new/", lead(shifan, **new))
        assert good.status_code == 302, good.content.decode()
        again = post(client, "/bureau/cases/new/", lead(shifan, **new))
    assert again.status_code == 302
    assert Party.objects.filter(name="牛新人").count() == 1 and Case.objects.count() == 2


def test_a_lead_is_kept_as_a_draft(shifan: World) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        assert client.post("/bureau/cases/new/draft/", {"clue": "写了一半的线索"}).status_code == 204
        assert "写了一半的线索" in client.get("/bureau/cases/new/").content.decode()
        assert "写了一半的线索" not in enter(shifan, "乙").get("/bureau/cases/new/").content.decode()
