"""Forms of acts: errors beside their fields, nothing lost, double posts harmless, stale pages told what changed."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.bureau.case_desk import NOW, case_at, clock, enter, opened, rules_on

from mingjing.cases.models import Act, Draft, Refusal
from mingjing.records.models import Attachment
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    """A case under investigation: filed, nobody interviewed yet."""
    return case_at(shifan, 7)


def evidence(shifan: World, **more: Any) -> dict[str, Any]:
    """A filled form of collect_evidence."""
    return {
        "kind": "documentary", "name": "操作证查询打印件", "source": "查询平台", "collected_on": "2026-09-08",
        "proves": "没有取得操作证", "officers": [str(shifan.people["甲"])], **more,
    }  # fmt: skip


def act(case_id: UUID, code: str = "collect_evidence") -> str:
    return f"/bureau/cases/{case_id}/acts/{code}/"


def post(client: Client, address: str, sent: dict[str, Any]) -> Any:
    return client.post(address, {**opened(client, address), **sent})


@pytest.mark.parametrize(
    ("code", "field", "typed", "told"),
    [
        ("collect_evidence", "name", "", "没有填写"),
        ("collect_evidence", "name", "长" * 301, "最多 300 字"),
        ("collect_evidence", "name", "假\u202e名", "控制字符"),
        ("collect_evidence", "collected_on", "昨天", "应是日期"),
        ("collect_evidence", "kind", "rumour", "只能选"),
        ("collect_evidence", "officers", ["not-a-person"], "没有这个人"),
        ("interview", "started_at", "上午", "应是日期和时间"),
        ("interview", "person_id_no", "110101199003070000", "不对"),
        ("interview", "certificate_shown", "", "必须确认"),
        ("interview", "recorder", "00000000-0000-0000-0000-000000000000", "没有这个人"),
        ("interview", "officers", [], "没有填写"),
        ("order_correction", "breached", ["随便写的第条"], "引用"),
        ("report", "fine", "八万", "应是金额"),
        ("report", "kinds", ["prison"], "只能选"),
        ("exclude_evidence", "evidence_no", "99", "没有第 99 号证据"),
        ("serve", "document_seq", "999", "没有对应的文书"),
        ("collect_evidence", "at", "明天吧", "应是日期和时间"),
    ],
)
def test_each_kind_of_field_says_what_is_wrong_and_keeps_the_rest(
    shifan: World, case_id: UUID, code: str, field: str, typed: Any, told: str
) -> None:
    kept = "这句话不能丢"
    other = {"interview": "place", "order_correction": "facts", "report": "course", "exclude_evidence": "reason"}
    with clock(NOW):
        answer = post(enter(shifan, "甲"), act(case_id, code), {other.get(code, "place"): kept, field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in page and told in page
    assert kept in page


@pytest.mark.parametrize(("typed", "told"), [("-1", "不能小于 0"), ("多次", "应是整数")])
def test_numbers_have_bounds(shifan: World, case_id: UUID, typed: str, told: str) -> None:
    with clock(NOW):
        answer = post(enter(shifan, "甲"), act(case_id, "approve_inspection"), {"count_this_year": typed})
    assert answer.status_code == 422 and told in answer.content.decode()


def test_a_table_grows_by_a_line_without_script_and_names_the_wrong_line(shifan: World, case_id: UUID) -> None:
    address = act(case_id, "interview")
    with clock(NOW):
        client = enter(shifan, "甲")
        page = post(client, address, {"_add": "answers", "answers-0-question": "第一问", "place": "询问室"})
        assert page.status_code == 200
        text = page.content.decode()
        assert 'name="answers-1-question"' in text and "第一问" in text and 'value="询问室"' in text
        wrong = post(
            client, address, {"answers-0-question": "问", "answers-0-answer": "答", "answers-3-question": "问二"}
        )
    assert "第 2 行" in wrong.content.decode()
    assert not Act.objects.filter(code="interview").exists()


def test_citations_grow_too(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        page = post(
            enter(shifan, "甲"), act(case_id, "order_correction"),
            {"_add": "breached", "breached": ["安全生产法第三十条第一款"]},
        ).content.decode()  # fmt: skip
    assert page.count('name="breached"') == 3
    assert "/bureau/laws/cite/?c=" in page


def test_a_good_form_is_done_and_goes_back_to_the_case(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        answer = post(enter(shifan, "甲"), act(case_id), evidence(shifan))
    assert answer.status_code == 302 and answer["Location"] == f"/bureau/cases/{case_id}/"
    done = Act.objects.get(case_id=case_id, code="collect_evidence")
    assert done.at == NOW and done.data["name"] == "操作证查询打印件"


def test_the_same_form_twice_is_done_once(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        sent = {**opened(client, act(case_id)), **evidence(shifan)}
        first, second = client.post(act(case_id), sent), client.post(act(case_id), sent)
        told = client.get(second["Location"]).content.decode()
    assert first["Location"] == second["Location"]
    assert "没有重复办理" in told
    assert Act.objects.filter(code="collect_evidence").count() == 1


def test_the_same_form_from_two_windows_is_done_once(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client, other = enter(shifan, "甲"), enter(shifan, "甲")
        sent = {**opened(client, act(case_id)), **evidence(shifan)}
        assert client.post(act(case_id), sent).status_code == 302
        late = other.post(act(case_id), sent)
    assert late.status_code == 422 and rules_on(late.content.decode()) == {"STALE-01"}
    assert Act.objects.filter(code="collect_evidence").count() == 1


def test_a_stale_page_says_what_changed_and_can_then_be_sent(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client, other = enter(shifan, "甲"), enter(shifan, "乙")
        marks = opened(client, act(case_id))
        assert post(other, act(case_id), evidence(shifan, name="乙收集的证据")).status_code == 302
        stale = client.post(act(case_id), {**marks, **evidence(shifan, name="甲收集的证据")})
        page = stale.content.decode()
        assert stale.status_code == 422 and "STALE-01" in page
        assert "新情况" in page and "李四" in page and "甲收集的证据" in page
        assert post(client, act(case_id), evidence(shifan, name="甲收集的证据")).status_code == 302
    assert Act.objects.filter(code="collect_evidence").count() == 2
    assert not Refusal.objects.exists(), "looking at a stale page is not an attempt to break a rule"


def test_a_refusal_keeps_what_was_typed_and_is_kept_itself(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        answer = post(enter(shifan, "甲"), act(case_id), evidence(shifan, at="2026-08-01T09:00"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "REC-01" in rules_on(page) and "操作证查询打印件" in page and "2026-08-01T09:00" in page
    assert Refusal.objects.get().rules == "REC-01"


def test_a_form_survives_the_end_of_the_session(shifan: World, case_id: UUID) -> None:
    address = act(case_id)
    with clock(NOW):
        client = enter(shifan, "甲")
        page = client.get(address).content.decode()
        who = page.split('name="_who" value="')[1].split('"')[0]
        client.cookies.pop("sessionid")
        lost = client.post(
            address,
            {**evidence(shifan, name="打了很久的字"), "_who": who},
            headers={"referer": f"http://testserver{address}"},
        )
        assert lost.status_code == 302 and "sign-in" in lost["Location"]
        from django.contrib.auth import get_user_model

        account = get_user_model().objects.get(person_id=shifan.people["甲"])
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        again = client.get(address).content.decode()
    assert "打了很久的字" in again and "没有取得操作证" in again
    assert not Act.objects.filter(code="collect_evidence").exists()


def test_what_is_typed_is_kept_as_a_draft_and_gone_once_done(shifan: World, case_id: UUID) -> None:
    address = act(case_id)
    with clock(NOW):
        client = enter(shifan, "甲")
        marks = opened(client, address)
        saved = client.post(f"{address}draft/", {**marks, "name": "打到一半", "kind": "documentary"})
        assert saved.status_code == 204
        assert "打到一半" in client.get(address).content.decode()
        assert "打到一半" not in enter(shifan, "乙").get(address).content.decode(), "drafts are their author's"
        assert client.post(address, {**marks, **evidence(shifan)}).status_code == 302
        late = client.post(f"{address}draft/", {"_version": marks["_version"], "name": "迟到的自动保存"})
        assert late.status_code == 409
        assert "迟到的自动保存" not in client.get(address).content.decode()
    assert set(Draft.objects.values_list("state", flat=True)) == {"done"}


def test_a_draft_can_be_thrown_away(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        post(client, act(case_id), {"_save": "1", "name": "不要了"})
        assert "不要了" in client.get(act(case_id)).content.decode()
        assert client.post(f"{act(case_id)}draft/drop/").status_code == 302
        assert "不要了" not in client.get(act(case_id)).content.decode()


def test_files_come_with_the_form_and_stay_when_it_is_refused(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        sent = evidence(shifan, name="", **{"files-new": SimpleUploadedFile("照片.png", PNG)})
        answer = post(client, act(case_id), sent)
        page = answer.content.decode()
        kept = Attachment.objects.get()
        assert answer.status_code == 422 and "照片.png" in page and str(kept.id) in page
        assert post(client, act(case_id), evidence(shifan, files=[str(kept.id)])).status_code == 302
    assert Act.objects.get(code="collect_evidence").data["files"][0]["sha256"] == kept.sha256


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("空.png", b"", "空文件"), ("假.pdf", b"MZ not a pdf", "不符"), ("病毒.exe", b"MZ", "不接受")],
    ids=["empty", "forged", "forbidden"],
)
def test_bad_files_are_named(shifan: World, case_id: UUID, name: str, content: bytes, told: str) -> None:
    with clock(NOW):
        sent = evidence(shifan, **{"files-new": SimpleUploadedFile(name, content)})
        answer = post(enter(shifan, "甲"), act(case_id), sent)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not Act.objects.filter(code="collect_evidence").exists()


def test_the_document_is_seen_beside_the_form_before_it_exists(shifan: World, case_id: UUID) -> None:
    address = act(case_id, "interview")
    with clock(NOW):
        client = enter(shifan, "甲")
        page = post(client, address, {"_preview": "1", "place": "示范县询问室", "person_name": "焦甲"})
        assert page.status_code == 200 and 'value="示范县询问室"' in page.content.decode()
        assert f"{address}preview-1.png" in page.content.decode()
        picture = client.get(f"{address}preview-1.png")
        assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
        assert client.get(f"{address}preview-99.png").status_code == 404
    assert not Act.objects.filter(code="interview").exists()
