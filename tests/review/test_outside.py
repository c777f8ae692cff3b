"""Drafts made in another system: in, revised, reviewed, bound to a pass, withdrawn; nobody reviews what he had a hand in."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from tests.review.desk import HANDLING, MONDAY, REVIEWING, Desk
from tests.review.outside import PDF, Outside, submitted

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import queries as records
from mingjing.records.models import Document
from mingjing.review import operations, queries
from mingjing.review.models import Opinion, OutsideDraft, OutsideFile, OutsideVersion
from mingjing.review.queries.outside import drafts_unlike_the_ledger
from mingjing.review.terms import Check, HandlerNamed

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(desk: Desk) -> Outside:
    return Outside(desk)


def rules(caught: Any) -> set[str]:
    return set(caught.value.rules)


def test_a_draft_goes_in_is_reviewed_and_passes(one: Outside) -> None:
    made = one.make()
    assert (made.fresh, made.stage, made.version) == (True, "made", 1)
    one.files()
    shown = one.submit()
    assert one.now.stage == "open"
    assert {each.kind for each in shown.materials} == {"basis", "report", "draft", "evidence"}
    assert shown.triggers == ("涉及重大公共利益",)
    assert shown.summary["拟作决定"] == "拟准予烟花爆竹（批发）经营许可。"
    assert queries.desk(one.desk.town.organ.id, MONDAY.date())[0].round.id == shown.id
    given = one.opine()
    assert (given.result, one.now.stage, one.now.passes) == ("agree", "agreed", True)
    assert queries.gate(made.dossier_id, one.now.digest, made.content.profile, MONDAY.date()) == ()
    paper = records.documents(made.dossier_id)[0]
    assert (paper.form, paper.act_seq) == ("review_opinion", 1)
    assert "外审〔2026〕1号" in paper.number
    assert list(drafts_unlike_the_ledger()) == []


def test_the_same_again_is_the_same_draft_and_another_under_the_number_is_refused(one: Outside) -> None:
    first = one.make()
    again = one.make()
    assert (again.id, again.fresh) == (first.id, False)
    with pytest.raises(Refused) as caught:
        one.make(proposal="拟不予许可，理由如下。")
    assert rules(caught) == {"REV-51"}
    with pytest.raises(Refused) as other:
        one.make(system="另一个系统")
    assert other.value.findings[0].field == "source_ref"
    assert OutsideDraft.objects.count() == OutsideVersion.objects.count() == 1


def test_an_empty_draft_is_told_every_field_and_nothing_is_kept(one: Outside) -> None:
    with pytest.raises(Invalid) as caught:
        one.make(title="", party=" ", facts="", basis="", proposal="无")
    assert set(caught.value.errors) == {"title", "party", "facts", "basis", "proposal"}
    with pytest.raises(Refused) as named:
        one.make(handlers=(), category="gift", domain="moon")
    assert {each.field for each in named.value.findings} == {"handlers", "category", "domain"}
    with pytest.raises(Refused) as twice:
        one.make(handlers=(HandlerNamed("周许可"), HandlerNamed("周许可")))
    assert rules(twice) == {"REV-50"}
    with pytest.raises(Refused) as stranger:
        one.make(handlers=(HandlerNamed("周许可", "没有这个证号"),))
    assert "名册" in str(stranger.value)
    with pytest.raises(Invalid):
        one.make(handlers=(HandlerNamed("周\u202e许可"),))
    with pytest.raises(Invalid):
        one.make(facts="有\x00控制字符的事实")
    assert not OutsideDraft.objects.exists()


def test_an_empty_shell_is_not_submitted_and_is_told_everything_at_once(one: Outside) -> None:
    one.make()
    with pytest.raises(Refused) as caught:
        one.submit()
    assert rules(caught) == {"REV-10"}
    assert all(name in str(caught.value) for name in ("审查", "拟作决定文稿", "证据材料"))
    assert one.now.stage == "made"


def test_what_was_submitted_is_not_submitted_again_nor_changed_while_it_is_reviewed(desk: Desk) -> None:
    one = submitted(desk)
    with pytest.raises(Refused) as again:
        one.submit()
    assert rules(again) == {"REV-08"}
    for change in (lambda: one.revise(facts="另一套事实说法"), lambda: one.file("evidence", b"%PDF-1.7\nmore")):
        with pytest.raises(Refused) as caught:
            change()
        assert rules(caught) == {"REV-52"}
    file = OutsideFile.objects.filter(kind="evidence").get()
    with pytest.raises(Refused):
        operations.void_draft_file(file_id=file.pk, reason="传错了文件", by=desk.handler, at=MONDAY)
    # The very same file once more is no change and no error: a system that repeats itself is told where it stands.
    assert one.file("evidence").fresh is False


def test_a_pass_is_for_exactly_what_was_looked_at(desk: Desk) -> None:
    one = submitted(desk)
    one.opine()
    passed = one.now
    assert passed.passes and passed.cleared == passed.digest
    one.revise(proposal="拟准予许可，有效期三年。")
    assert (one.now.stage, one.now.passes) == ("stale", False)
    found = queries.gate(passed.dossier_id, one.now.digest, one.now.content.profile, MONDAY.date())
    assert [each.rule for each in found] == ["REV-04"]
    one.revise("改回原来的写法")
    assert one.now.passes, "the same text and files are what was passed"
    extra = one.file("other", PDF + b"extra")
    assert one.now.stage == "stale"
    operations.void_draft_file(file_id=extra.id, reason="传错了文件", by=desk.handler, at=MONDAY)
    assert one.now.passes
    one.file("other", PDF + b"another")
    again = one.submit()
    assert (again.round, one.now.stage) == (2, "open")
    changed = queries.differences(passed.dossier_id, 1, 2)
    assert [each.what for each in changed] == ["材料：其他材料：其他.pdf"]
    one.opine()
    assert one.now.passes
    assert [each.number for each in records.documents(passed.dossier_id)][-1].endswith("2号")
    assert list(drafts_unlike_the_ledger()) == []


def test_nothing_is_revised_into_what_it_is(one: Outside) -> None:
    one.make()
    with pytest.raises(Refused) as caught:
        one.revise()
    assert rules(caught) == {"REV-52"}
    with pytest.raises(Invalid):
        one.revise(reason="", facts="改了事实的写法")


@pytest.mark.parametrize("result", ["return", "disagree", "correct"])
def test_every_kind_of_opinion_is_answered_before_it_comes_back(desk: Desk, result: str) -> None:
    one = submitted(desk)
    one.opine(Check.FACTS, result=result)
    assert one.now.stage == "problems"
    one.revise(facts="补充了核查记录，事实清楚。")
    with pytest.raises(Refused) as caught:
        one.submit()
    assert rules(caught) == {"REV-08"}
    one.submit(response="已补充核查记录")
    assert queries.rounds(one.now.dossier_id)[0].response == "已补充核查记录"
    assert one.now.stage == "open"


def test_a_transfer_needs_its_reason_among_the_answers(desk: Desk) -> None:
    one = submitted(desk)
    with pytest.raises(Refused) as caught:
        one.opine(Check.FACTS, result="transfer")
    assert rules(caught) == {"REV-56"}
    assert one.now.stage == "open"
    given = one.opine(Check.POWERS, result="transfer", problems="应由市级机关许可")
    assert (given.result_name, one.now.stage) == ("建议移送", "problems")
    with pytest.raises(Refused):
        one.opine(Check.POWERS, result="transfer")


def test_sent_back_as_incomplete_and_supplemented(desk: Desk) -> None:
    one = submitted(desk)
    operations.return_draft(draft_id=one.id, missing="缺少现场核查照片", by=desk.reviewer, at=MONDAY)
    assert one.now.stage == "incomplete"
    assert queries.rounds(one.now.dossier_id)[-1].incomplete == "缺少现场核查照片"
    one.file("evidence", PDF + b"photo")
    assert one.submit().round == 1
    assert one.now.stage == "open"
    with pytest.raises(Refused):
        operations.respond_on_draft(draft_id=one.id, response="没有意见可答", by=desk.handler, at=MONDAY)


def test_the_head_extends_the_limit_once(desk: Desk) -> None:
    one = submitted(desk)
    first = queries.rounds(one.now.dossier_id)[-1].due_on
    later = operations.extend_draft(draft_id=one.id, reason="情况复杂", by=desk.head, at=MONDAY)
    assert later.due_on > first
    with pytest.raises(Refused):
        operations.extend_draft(draft_id=one.id, reason="还是复杂", by=desk.head, at=MONDAY)


def test_a_disagreement_goes_its_whole_way(desk: Desk) -> None:
    one = submitted(desk)
    one.opine(Check.LAW)
    who: dict[str, Any] = {"draft_id": one.id, "at": MONDAY}
    operations.dispute_draft(statement=HANDLING, by=desk.handler, **who)
    assert one.now.stage == "disputed"
    operations.answer_draft_dispute(statement=REVIEWING, by=desk.reviewer, **who)
    assert one.now.stage == "replied"
    operations.consult_on_draft(
        consulted_on=MONDAY.date(),
        consulted_with="承一、审一",
        consultation="双方协商未果",
        agreed=False,
        by=desk.handler,
        **who,
    )
    operations.settle_draft_dispute(
        settlement="head", outcome="补充依据后再送审", responsible="承一", by=desk.head, **who
    )
    assert one.now.stage == "settled"
    operations.respond_on_draft(response="已补充依据", by=desk.handler, **who)
    assert one.now.stage == "answered"
    assert one.submit().round == 2
    assert list(drafts_unlike_the_ledger()) == []


def test_nobody_reviews_a_draft_he_ever_had_a_hand_in(desk: Desk) -> None:
    town = desk.town
    both = town.reviewer("审二", "A20120002")
    one = Outside(desk)
    one.make(handlers=(HandlerNamed("周许可"), HandlerNamed(both.name)))
    one.files()
    # The name is taken out again: what counts is the whole history.
    one.revise(handlers=(HandlerNamed("周许可"),))
    one.submit()
    for act in (
        lambda: one.opine(by=both),
        lambda: operations.return_draft(draft_id=one.id, missing="缺少材料", by=both, at=MONDAY),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert rules(caught) == {"REV-55"}
    assert one.now.stage == "open"
    one.opine(Check.LAW)
    operations.dispute_draft(draft_id=one.id, statement=HANDLING, by=desk.handler, at=MONDAY)
    with pytest.raises(Refused) as answering:
        operations.answer_draft_dispute(draft_id=one.id, statement=REVIEWING, by=both, at=MONDAY)
    assert rules(answering) == {"REV-55"}


def test_who_handed_in_a_file_does_not_review_either(desk: Desk) -> None:
    helper = desk.town.reviewer("审三", "A20120003")
    wearing_two_hats = replace(helper, roles=helper.roles | {Role.HANDLER})
    one = Outside(desk)
    one.make()
    one.files()
    one.file("other", PDF + b"x", by=wearing_two_hats)
    one.submit()
    with pytest.raises(Refused) as caught:
        one.opine(by=helper)
    assert rules(caught) == {"REV-06"}


def test_withdrawn_it_leaves_the_desk_and_nothing_more_is_done(desk: Desk) -> None:
    one = submitted(desk)
    with pytest.raises(Invalid):
        one.withdraw(reason="")
    gone = one.withdraw()
    assert (gone.stage, gone.withdraw_reason, gone.withdrawn_by_name) == (
        "withdrawn",
        "申请人撤回申请",
        desk.handler.name,
    )
    assert queries.desk(desk.town.organ.id, MONDAY.date()) == ()
    assert queries.rounds(gone.dossier_id)[-1].state_name == "已撤回"
    for act in (
        one.withdraw,
        one.submit,
        one.opine,
        lambda: one.revise(facts="撤回以后再改事实"),
        lambda: one.file("other"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert rules(caught) <= {"REV-54", "REV-52"}
    assert list(drafts_unlike_the_ledger()) == []


def test_a_pass_that_is_withdrawn_stands_no_more(desk: Desk) -> None:
    one = submitted(desk)
    one.opine()
    one.withdraw()
    assert not one.now.passes


@pytest.mark.parametrize("who", ["reviewer", "head", "stranger"])
def test_only_handlers_of_the_organ_submit(one: Outside, who: str) -> None:
    by = replace(one.desk.handler, organ_id=uuid4()) if who == "stranger" else getattr(one.desk, who)
    made = one.make()
    for act in (
        lambda: operations.add_draft_file(draft_id=made.id, kind="report", name="a.pdf", content=PDF, by=by, at=MONDAY),
        lambda: one.submit(by=by),
        lambda: one.withdraw(by=by),
        lambda: one.revise(facts="另一套事实说法", by=by),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_draft_that_is_not_there_is_named(one: Outside) -> None:
    for act in (one.submit, one.withdraw, lambda: one.file("report")):
        with pytest.raises(Invalid):
            act()
    with pytest.raises(Invalid):
        operations.void_draft_file(file_id=one.id, reason="传错了文件", by=one.desk.handler, at=MONDAY)


def test_files_are_of_a_kind_and_void_once(one: Outside) -> None:
    one.make()
    with pytest.raises(Refused) as caught:
        one.file("picture")
    assert rules(caught) == {"REV-53"}
    with pytest.raises(Invalid):
        one.file("report", b"MZ not a pdf", name="报告.pdf")
    held = one.file("report")
    void: dict[str, Any] = {"file_id": held.id, "reason": "传错了文件", "by": one.desk.handler, "at": MONDAY}
    assert operations.void_draft_file(**void).void_reason == "传错了文件"
    with pytest.raises(Invalid):
        operations.void_draft_file(**void)
    assert one.file("report").fresh, "a void file may come again"


def test_the_ledger_tells_what_was_changed_behind_its_back(desk: Desk) -> None:
    one = submitted(desk)
    one.opine()
    assert list(drafts_unlike_the_ledger()) == []
    OutsideDraft.objects.filter(pk=one.id).update(stage="stale")
    OutsideVersion.objects.filter(draft_id=one.id).update(
        content=OutsideVersion.objects.get().content | {"facts": "改过"}
    )
    OutsideFile.objects.filter(kind="report").update(sha256="0" * 64)
    OutsideFile.objects.filter(kind="evidence").delete()
    Opinion.objects.update(result="disagree")
    Document.objects.update(data={"number": "改过的意见书"})
    told = "\n".join(map(str, drafts_unlike_the_ledger()))
    for word in ("第1稿", "审查报告.pdf", "被删除", "审核意见与台账", "内容与台账", "经营许可”：与台账"):
        assert word in told, word


def test_reading_a_list_asks_once(desk: Desk, django_assert_max_num_queries: Any) -> None:
    one = Outside(desk)
    for number in range(5):
        one.make(ref=f"XK-{number}", title=f"第{number}件许可事项")
    organ = desk.town.organ.id
    with django_assert_max_num_queries(1):
        assert len(queries.outside_drafts([organ], limit=3)) == 3
    first = queries.outside_drafts([organ], limit=2)
    rest = queries.outside_drafts([organ], before=(first[-1].made_at, first[-1].id), limit=10)
    assert len({each.id for each in (*first, *rest)}) == 5
    assert [each.source_ref for each in queries.outside_drafts(None, q="xk-3")] == ["XK-3"]
    assert queries.outside_drafts([organ], stage="agreed") == ()
    assert len(queries.outside_drafts([organ], category="licence")) == 5


def test_the_dossier_is_destroyed_with_everything(desk: Desk) -> None:
    one = submitted(desk)
    place = one.now.dossier_id
    assert f"review-draft:{place}" in operations.erase_dossier(dossier_id=place, by=desk.head, at=MONDAY)
    assert not OutsideDraft.objects.exists()
    assert not OutsideFile.objects.exists()
    assert ledger.whole(f"review-draft:{place}")


def test_what_a_draft_asks_for_after_a_return_has_to_be_there(desk: Desk) -> None:
    one = submitted(desk)
    operations.return_draft(draft_id=one.id, missing="听证笔录", by=desk.reviewer, at=MONDAY)
    one.revise(after_hearing=True)
    with pytest.raises(Refused) as caught:
        one.submit()
    assert rules(caught) == {"REV-10"}
    assert one.now.stage == "incomplete"
    one.file("hearing", b"%PDF-1.7\nhearing")
    assert "听证" in "".join(one.submit().triggers)
