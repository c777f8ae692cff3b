"""文书格式备案: plain text only, mandatory fields stay, step by step, what is printed, what warns."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.records.films import AT

from mingjing.foundation import typesetting
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.workdays import Workdays
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import OrganForm
from mingjing.records.rules import filings as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import AddedField, FormContent, FormDraft

pytestmark = pytest.mark.django_db
FORM = "interview_record"
FIELDS = {"place": "询问地点", "relation": "与本案关系", "person_id_no": "被询问人身份证件号码", "signed": "签名情况"}
TODAY = AT.date()
DRAFT = FormDraft(
    FORM,
    FormContent(labels={"relation": "与当事人关系"}, added=(AddedField("f1", "同步录音录像编号", required=True),), title="调查询问笔录", opening="根据有关规定询问。"),
    "统一全县格式", TODAY,
)  # fmt: skip


def drafted(world: Any, draft: FormDraft = DRAFT, who: str = "甲") -> Any:
    return operations.draft_form(draft=draft, fields=FIELDS, by=world.actor(who, AT), at=AT)


def approved(world: Any, draft: FormDraft = DRAFT) -> Any:
    return operations.approve_form(filing_id=drafted(world, draft).id, by=world.actor("己", AT), at=AT)


def sent(world: Any) -> Any:
    one = approved(world)
    return operations.send_form(filing_id=one.id, materials="备案报告", by=world.actor("丁", AT), at=AT)


def answered(world: Any, one: Any, **more: Any) -> Any:
    given = {"accepted": True, "number": "示司备〔2026〕1号", "filed_on": None, "reason": ""} | more
    return operations.answer_form(filing_id=one.id, by=world.actor("监", AT), at=AT, **given)


def test_the_whole_way_to_the_register(shifan: Any) -> None:
    one = sent(shifan)
    assert one.state == "sent" and queries.in_force(one.organ_id, [FORM], TODAY)[FORM].id == one.id
    done = answered(shifan, one)
    assert (done.state, done.filing_number, done.filed_on) == ("accepted", "示司备〔2026〕1号", TODAY)
    kinds = [each.kind for each in ledger.whole(f"forms:{one.organ_id}")]
    assert kinds == [f"record:form:{verb}" for verb in ("drafted", "approved", "sent", "answered")]
    assert (
        [each.id for each in queries.filings(one.organ_id)] == [one.id] == [each.id for each in queries.filings(None)]
    )


def test_a_mandatory_field_cannot_be_left_out(shifan: Any) -> None:
    with pytest.raises(Refused) as refused:
        drafted(shifan, replace(DRAFT, content=FormContent(left_out=("place",))))
    assert refused.value.rules == {"FORM-01"} and "118号" in str(refused.value)
    assert not OrganForm.objects.exists()
    assert drafted(shifan, replace(DRAFT, content=FormContent(left_out=("person_id_no",)))).content.left_out


@pytest.mark.parametrize(
    "draft",
    [
        replace(DRAFT, content=FormContent()),
        replace(DRAFT, content=FormContent(labels={"nothing": "没有的栏目"})),
        replace(DRAFT, content=FormContent(title="名" * 61)),
        replace(DRAFT, content=FormContent(title="看不见\u200b的")),
        replace(DRAFT, content=FormContent(added=(AddedField("f1", "询问地点"),))),
        replace(DRAFT, content=FormContent(added=(AddedField("f1", "编号", kind="script"),))),
        replace(DRAFT, content=FormContent(added=tuple(AddedField(f"f{n}", f"栏{n}") for n in range(13)))),
        replace(DRAFT, reason="无"),
        replace(DRAFT, valid_from=None),
        replace(DRAFT, valid_to=TODAY - timedelta(days=1)),
        FormDraft("", FormContent(title="补充的"), "补充用的", TODAY, family="record"),
        FormDraft("", FormContent(added=(AddedField("f1", "内容"),)), "补充用的", TODAY, family="record"),
        FormDraft("", FormContent(title="补充的", added=(AddedField("f1", "内容"),)), "补充用的", TODAY, family="poster"),
    ],
)  # fmt: skip
def test_an_empty_or_broken_draft_is_refused(shifan: Any, draft: FormDraft) -> None:
    with pytest.raises(Refused) as refused:
        drafted(shifan, draft)
    assert refused.value.rules == {"FORM-02"} and not OrganForm.objects.exists()


def test_what_cannot_be_printed_or_is_no_form_is_named(shifan: Any) -> None:
    with pytest.raises(Invalid, match="字库"):
        drafted(shifan, replace(DRAFT, content=FormContent(title="询问\U00031346录")))
    with pytest.raises(Invalid, match="没有文书模板"):
        drafted(shifan, replace(DRAFT, form="nothing"))
    with pytest.raises(NotFound):
        operations.drop_form_draft(filing_id=shifan.organs["应急局"], by=shifan.actor("甲", AT), at=AT)


def test_each_step_is_done_once_and_in_order(shifan: Any) -> None:
    one = drafted(shifan)
    with pytest.raises(Refused) as refused:
        drafted(shifan)
    assert refused.value.rules == {"FORM-03"}
    with pytest.raises(Refused):
        operations.send_form(filing_id=one.id, materials="备案报告", by=shifan.actor("甲", AT), at=AT)
    operations.approve_form(filing_id=one.id, by=shifan.actor("己", AT), at=AT)
    with pytest.raises(Refused):
        operations.approve_form(filing_id=one.id, by=shifan.actor("己", AT), at=AT)
    with pytest.raises(Refused):
        operations.draft_form(draft=DRAFT, fields=FIELDS, by=shifan.actor("甲", AT), at=AT, filing_id=one.id)
    with pytest.raises(Refused):
        operations.drop_form_draft(filing_id=one.id, by=shifan.actor("甲", AT), at=AT)
    with pytest.raises(Refused):
        answered(shifan, one)
    with pytest.raises(Invalid, match="材料"):
        operations.send_form(filing_id=one.id, materials=" ", by=shifan.actor("甲", AT), at=AT)


def test_who_may_do_which_step(shifan: Any) -> None:
    one = drafted(shifan)
    for who in ("公", "档", "市甲"):
        with pytest.raises(Forbidden):
            operations.drop_form_draft(filing_id=one.id, by=shifan.actor(who, AT), at=AT)
    for who in ("甲", "丁", "市己", "监"):
        with pytest.raises(Forbidden):
            operations.approve_form(filing_id=one.id, by=shifan.actor(who, AT), at=AT)
    operations.drop_form_draft(filing_id=one.id, by=shifan.actor("甲", AT), at=AT)
    mine = drafted(shifan, who="己")
    with pytest.raises(Forbidden, match="两个人"):
        operations.approve_form(filing_id=mine.id, by=shifan.actor("己", AT), at=AT)
    operations.drop_form_draft(filing_id=mine.id, by=shifan.actor("己", AT), at=AT)
    one = sent(shifan)
    for who in ("己", "甲"):
        with pytest.raises(Forbidden):
            operations.answer_form(
                filing_id=one.id, accepted=True, number="1", filed_on=None, reason="", by=shifan.actor(who, AT), at=AT
            )


def test_an_answer_says_number_or_reason(shifan: Any) -> None:
    one = sent(shifan)
    for more in ({"number": " "}, {"accepted": False, "reason": "不"}):
        with pytest.raises(Refused) as refused:
            answered(shifan, one, **more)
        assert refused.value.rules == {"FORM-06"}
    with pytest.raises(Invalid, match="备案日期"):
        answered(shifan, one, filed_on=date(2020, 1, 1))
    assert answered(shifan, one, accepted=False, reason="缺少必要的告知").state == "returned"
    assert queries.in_force(one.organ_id, [FORM], TODAY) == {}


def test_a_returned_version_gives_way_to_the_one_before(shifan: Any) -> None:
    first = answered(shifan, sent(shifan))
    second = sent(shifan)
    assert second.version == 2 and queries.in_force(first.organ_id, [FORM], TODAY)[FORM].id == second.id
    answered(shifan, second, accepted=False, reason="缺少必要的告知")
    assert queries.in_force(first.organ_id, [FORM], TODAY)[FORM].id == first.id
    assert queries.in_force(first.organ_id, [FORM], TODAY - timedelta(days=1)) == {}
    with pytest.raises(Invalid):
        operations.retire_form(filing_id=first.id, valid_to=None, by=shifan.actor("己", AT), at=AT)
    operations.retire_form(filing_id=first.id, valid_to=TODAY, by=shifan.actor("己", AT), at=AT)
    assert queries.in_force(first.organ_id, [FORM], TODAY + timedelta(days=1)) == {}


def test_the_last_day_to_file_counts_working_days(shifan: Any) -> None:
    one = approved(shifan)
    days = Workdays()
    # 2026-11-22 is a Sunday; fifteen working days later it is Friday, 11 December.
    at = AT.replace(year=2026, month=11, day=22, hour=10)
    one = replace(one, approved_at=at, valid_from=at.date())
    assert rules.file_by(one, days) == date(2026, 12, 11)
    assert rules.filed_in_time(one, date(2026, 12, 11), days) == ()
    assert [each.rule for each in rules.filed_in_time(one, date(2026, 12, 12), days)] == ["FORM-05"]
    assert rules.file_by(replace(one, approved_at=None), days) is None
    assert rules.filed_in_time(replace(one, state="sent"), date(2027, 1, 1), days) == ()


def test_alerts_name_the_late_before_the_unfiled(shifan: Any) -> None:
    one = approved(shifan)
    late = TODAY + timedelta(days=60)
    assert [(each.id, told.rule) for each, told in queries.filing_alerts(None, TODAY)] == [(one.id, "FORM-04")]
    assert [told.rule for _, told in queries.filing_alerts(one.organ_id, late)] == ["FORM-05"]
    assert queries.filing_alerts(shifan.organs["市监局"], late) == ()
    answered(shifan, operations.send_form(filing_id=one.id, materials="报告", by=shifan.actor("甲", AT), at=AT))
    assert queries.filing_alerts(None, late) == ()


def test_typed_text_stays_text_in_print(shifan: Any) -> None:
    hostile = '#panic("x") $1$ {{ 7*7 }} *粗* @ref <b> #import "a"'
    content = FormContent(
        opening=hostile, closing=hostile, labels={"relation": "#1+1"}, added=(AddedField("f1", "$x$ {% raw %}"),)
    )
    one = drafted(shifan, replace(DRAFT, content=content))
    said = "".join(typesetting.text_of(queries.sample(one, FIELDS))).replace("\n", "").replace(" ", "")
    assert said.count(hostile.replace(" ", "")) == 2 and "#1+1" in said and "$x${%raw%}" in said


def test_differences_are_told_one_by_one(shifan: Any) -> None:
    content = replace(
        DRAFT.content,
        required=("person_id_no",),
        left_out=("person_id_no",),
        closing="完。",
        copies="一式三份。",
        large=True,
    )
    told = queries.changes(drafted(shifan, replace(DRAFT, content=content)), FIELDS)
    assert [(one.what, one.after) for one in told] == [
        ("文书名称", "调查询问笔录"), ("栏目改名", "与当事人关系"), ("改为必填", "必填"), ("不印的栏目", "不印"),
        ("增加的栏目", "同步录音录像编号（一行文字，必填）"), ("正文前的固定语句", "根据有关规定询问。"), ("正文后的固定语句", "完。"),
        ("份数说明", "一式三份。"), ("字号", "加大一号"),
    ]  # fmt: skip


@pytest.mark.parametrize("family", ["outgoing", "record", "approval"])
def test_a_form_of_its_own_is_set_in_the_layout_of_its_kind(shifan: Any, family: str) -> None:
    content = FormContent(
        title="约谈记录", added=(AddedField("f1", "约谈内容", "longtext"), AddedField("f2", "约谈日期", "date"))
    )
    one = approved(shifan, FormDraft("", content, "补充约谈文书", TODAY, family=family))
    assert one.own and one.form.startswith("own-") and queries.added_forms(one.organ_id, TODAY) == (one,)
    said = "".join(typesetting.text_of(queries.sample(one, {}))).replace("\n", "")
    assert "约谈记录" in said and "约谈内容" in said and "约谈日期" in said
    assert [each.what for each in queries.changes(one, {})] == ["类别", "增加的栏目", "增加的栏目"]
