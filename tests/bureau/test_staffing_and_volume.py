"""The desk pages of staffing, drafting and the volume, as every role and as an outsider, and by every path."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.bureau.test_public_lists import AT, at_desk, sent, text
from tests.security.hostile import browser

from mingjing.foundation.typesetting import text_of
from mingjing.organs import queries as organs
from mingjing.publicity import queries
from mingjing.publicity.models import Edition, KindStaff
from mingjing.sites.journeys import registers

__all__ = ["at_desk"]
pytestmark = pytest.mark.django_db
STAFF = "/bureau/lists/guide/staff/"
FORM = {"collect": ["handler"], "check": ["reviewer", "head"], "release": ["head"], "reason": "由承办人采集服务指南"}
READS = ("/bureau/lists/volume/", "/bureau/lists/volume.pdf", "/bureau/lists/staff/", "/bureau/lists/measures/")


@pytest.fixture
def keepers(shifan: Any) -> dict[str, Client]:
    return {"security": browser(shifan.people["安小全"]), "system": browser(shifan.people["系小管"])}


def test_the_head_changes_who_does_what(at_desk: dict[str, Client], shifan: Any) -> None:
    head = at_desk["head"]
    assert "承办人、法制审核人、公示员" in text(head, "/bureau/lists/guide/")
    assert 'value="publicist"' in text(head, STAFF)
    sent(head, STAFF, FORM)  # type: ignore[arg-type]
    assert queries.staffed(shifan.organs["应急局"], "guide").collect == {"handler"}
    page = text(head, "/bureau/lists/staff/")
    assert "由承办人采集服务指南" in page
    assert "孙九" in page
    assert "采集：承办人；" in text(head, "/bureau/lists/guide/")
    assert at_desk["publicist"].get("/bureau/lists/guide/new/").status_code == 403
    assert at_desk["handler"].get("/bureau/lists/guide/new/").status_code == 200


def test_a_wrong_form_of_staffing_keeps_what_was_chosen(at_desk: dict[str, Client]) -> None:
    body = sent(at_desk["head"], STAFF, FORM | {"check": [], "reason": "改由别人审核"}, 422)  # type: ignore[arg-type]
    assert "请填写这一项" in body
    assert "改由别人审核" in body
    assert 'value="handler" checked' in body
    body = sent(at_desk["head"], STAFF, FORM | {"collect": ["secadmin"]}, 422)  # type: ignore[arg-type]
    assert "没有这个选项" in body
    body = sent(at_desk["head"], STAFF, FORM | {"reason": "改"}, 409)  # type: ignore[arg-type]
    assert "PUB-27" in body
    assert not KindStaff.objects.exists()


@pytest.mark.parametrize("role", ["publicist", "reviewer", "handler", "supervisor"])
def test_others_read_the_staffing_and_cannot_change_it(at_desk: dict[str, Client], role: str) -> None:
    assert "改定" not in text(at_desk[role], "/bureau/lists/staff/").split("<table")[1]
    assert at_desk[role].get(STAFF).status_code == 403
    assert at_desk[role].post(STAFF, FORM).status_code == 403
    assert not KindStaff.objects.exists()


def test_the_security_administrator_staffs_his_own_organ_only(keepers: dict[str, Client], shifan: Any) -> None:
    assert text(keepers["security"], "/bureau/lists/staff/")
    sent(keepers["security"], STAFF, FORM)  # type: ignore[arg-type]
    assert {str(one) for one in KindStaff.objects.values_list("organ_id", flat=True)} == {str(shifan.organs["司法局"])}
    assert keepers["system"].get("/bureau/lists/staff/").status_code == 403
    assert keepers["security"].get("/bureau/lists/volume/").status_code == 403


@pytest.mark.parametrize("where", [*READS, STAFF])
def test_a_stranger_is_sent_to_sign_in(client: Client, db: None, where: str) -> None:
    answer = client.get(where)
    assert answer.status_code == 302
    assert "sign" in answer["Location"]


def test_texts_are_drafted_with_one_button_and_stay_editable(at_desk: dict[str, Client], client: Client) -> None:
    desk = at_desk["publicist"]
    assert "待拟稿 3" in text(desk, "/bureau/lists/")
    assert "拟稿 3 份" in text(desk, "/bureau/lists/measures/")
    sent(desk, "/bureau/lists/measures/draft/", {})
    assert desk.get("/bureau/lists/measures/draft/").status_code == 302
    assert Edition.objects.filter(entry__kind="measures").count() == 3
    sent(desk, "/bureau/lists/measures/draft/", {})
    assert Edition.objects.filter(entry__kind="measures").count() == 3
    one = Edition.objects.get(entry__kind="measures", entry__code="BF-02")
    here = f"/bureau/editions/{one.id}/"
    form = text(desk, f"{here}revise/")
    assert "{av_upload}" in form
    assert "figures" not in form.split("<main", 1)[1]
    told = {
        "name": one.name, "valid_from": "2026-10-12", "document": "示应急发〔2026〕3号", "copies": "", "basis": "",
        "sources": "国办发〔2018〕118号", "articles": "第一条　音像资料在{av_upload}内存入。\n第二条　电话：{phone}。",
    }  # fmt: skip
    body = sent(desk, f"{here}revise/", told | {"articles": "第一条　{nonsense}"}, 409)
    assert "PUB-64" in body
    sent(desk, f"{here}revise/", told)
    sent(at_desk["reviewer"], f"{here}check/", {})
    sent(at_desk["head"], f"{here}release/", {})
    shown = client.get("/sq/示应急/measures/BF-02/").content.decode()
    assert "在24小时内存入" in shown
    assert "0399-6000008" in shown
    assert "{" not in shown.split("<article")[1].split("</article>")[0]


def test_only_who_collects_drafts(at_desk: dict[str, Client]) -> None:
    assert at_desk["handler"].post("/bureau/lists/measures/draft/").status_code == 403
    assert at_desk["publicist"].post("/bureau/lists/guide/draft/").status_code in {409, 422}
    assert not Edition.objects.exists()


def test_the_volume_of_a_chosen_day(at_desk: dict[str, Client], shifan: Any) -> None:
    desk = at_desk["publicist"]
    assert "到这一天还缺 19 项" in text(desk, "/bureau/lists/volume/")
    registers.publish(shifan, "应急局", AT)
    assert "到这一天还缺 2 项" in text(desk, "/bureau/lists/volume/?on=2026-10-12")
    assert "到这一天还缺 19 项" in text(desk, "/bureau/lists/volume/?on=2026-10-11")
    assert text(desk, "/bureau/lists/volume/?on=nonsense")
    answer = desk.get("/bureau/lists/volume.pdf?on=2026-10-12")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "行政执法公示办法" in "".join(text_of(answer.content))


def test_a_supervisor_reads_the_volume_of_any_organ(at_desk: dict[str, Client], shifan: Any) -> None:
    assert "示范县市场监督管理局" in text(at_desk["supervisor"], "/bureau/lists/volume/?organ=scjg")
    assert "示范县应急管理局应当" in text(at_desk["publicist"], "/bureau/lists/volume/?organ=scjg")
    file = at_desk["supervisor"].get("/bureau/lists/volume.pdf?organ=scjg")
    assert "示范县市场监督管理局" in "".join(text_of(file.content)).replace("\n", "")
    assert at_desk["supervisor"].get("/bureau/lists/volume/?organ=nowhere").status_code == 404


@pytest.mark.parametrize(("where", "most"), [("/bureau/lists/volume/", 30), ("/bureau/lists/staff/", 14), (STAFF, 14)])
def test_pages_cost_few_queries(
    at_desk: dict[str, Client], shifan: Any, where: str, most: int, django_assert_max_num_queries: Any
) -> None:
    registers.publish(shifan, "应急局", AT)
    text(at_desk["head"], where)
    with django_assert_max_num_queries(most):
        text(at_desk["head"], where)


def test_the_sum_of_a_region_is_shown_to_who_keeps_it_and_to_nobody_else(shifan: Any) -> None:
    """年报汇总 is the supervisors' list: an organ without supervisors is told of no vacancy, and of nothing left unpublished."""
    word = "行政执法统计年报汇总"
    for key, there in (("公", False), ("己", False), ("监", True)):
        client = browser(shifan.people[key])
        for at in ("/bureau/lists/", "/bureau/lists/staff/"):
            assert (word in client.get(at).content.decode()) is there, (key, at)
    inside = browser(shifan.people["公"]).get("/bureau/lists/rollup/").content.decode()
    assert "由执法监督机关公开" in inside and "采集、审核、发布后" not in inside
    own, theirs = (queries.concerned_kinds(shifan.organs[key]) for key in ("应急局", "司法局"))
    assert set(theirs) - set(own) == {"appraisal", "circular", "rollup"}
    assert "rollup" not in queries.vacancies(shifan.organs["应急局"], timezone.now())
    every = queries.vacancies_of([shifan.organs["应急局"], shifan.organs["司法局"]], timezone.now())
    assert not [one for one in every.get(shifan.organs["应急局"], ()) if word in str(one)]
    for key, there in (("应急局", False), ("司法局", True)):
        code = organs.organ(shifan.organs[key]).code
        assert (word in Client().get(f"/sq/{code}/").content.decode()) is there
