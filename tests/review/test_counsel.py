"""Counsel: registered, asked, assigned after a check for conflicts, heard; never in the place of the review."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.archives.filed import undone
from tests.review import pool
from tests.review.desk import MONDAY, ONE, Desk, profile
from tests.review.pool import FREE, PAPER, TODAY, advised, asked, assigned, bureau_supervisor, draft, public, register

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.models import Entry
from mingjing.review import operations, queries
from mingjing.review.models import Counsel, CounselAsk
from mingjing.review.queries.agreeing import counsel_unlike_the_ledger
from mingjing.review.rules import advice_findings, conflict_findings
from mingjing.review.terms import CONFLICT_QUESTIONS, Involved, PaperFacts

LATER = MONDAY + timedelta(days=3)


def test_counsel_are_registered_renewed_and_leave(desk: Desk) -> None:
    one = register(desk)
    assert (one.kind_name, one.price, one.fits_on(TODAY), one.fits_on(date(2027, 1, 1))) == (
        "法律顾问",
        Decimal(30000),
        True,
        False,
    )
    longer = draft(contract_until=date(2027, 12, 31), price="32,000.50", field="行政处罚、复议")
    new = operations.renew_counsel(counsel_id=one.id, draft=longer, by=desk.head, at=LATER)
    assert (new.price, new.field, new.fits_on(date(2027, 1, 1))) == (Decimal("32000.50"), "行政处罚、复议", True)
    with pytest.raises(Invalid, match="没有不同"):
        operations.renew_counsel(counsel_id=one.id, draft=longer, by=desk.head, at=LATER)
    with pytest.raises(Invalid):
        operations.end_counsel(counsel_id=one.id, reason=" ", by=desk.head, at=LATER)
    assert operations.end_counsel(counsel_id=one.id, reason="服务合同终止", by=desk.head, at=LATER).end_reason
    with pytest.raises(Invalid, match="已经退出"):
        operations.end_counsel(counsel_id=one.id, reason="再退一次吧", by=desk.head, at=LATER)
    with pytest.raises(Refused, match="已经退出顾问库"):
        operations.renew_counsel(counsel_id=one.id, draft=draft(field="别的领域"), by=desk.head, at=LATER)
    with pytest.raises(Invalid, match="没有这个人"):
        operations.end_counsel(counsel_id=uuid4(), reason="没有这个人", by=desk.head, at=LATER)
    kinds = (
        Entry.objects.filter(stream=f"review-counsel:{desk.head.organ_id}")
        .order_by("stream_seq")
        .values_list("kind", flat=True)
    )
    assert list(kinds) == [f"review:counsel:{word}" for word in ("registered", "renewed", "ended")]
    assert register(desk).end_reason == ""  # may come back
    assert queries.counsel_counts(TODAY) == {"in": 1, "lapsed": 0, "out": 1}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"name": " "}, "没有写明姓名"),
        ({"employer": "x"}, "没有写明所在单位"),
        ({"field": ""}, "没有写明专业领域"),
        ({"kind": "friend"}, "没有选择类别"),
        ({"kind": "public"}, "公职律师不是购买的服务"),
        ({"kind": "public", "certificate": "", "valid_until": None, "contract_from": None, "contract_until": None, "price": ""}, "没有写明证号"),
        ({"valid_until": None}, "没有同时写明"),
        ({"certificate": ""}, "没有同时写明"),
        ({"valid_until": date(2026, 9, 20)}, "证件已于 2026-09-20 到期"),
        ({"contract_until": date(2026, 9, 20)}, "服务合同已于 2026-09-20 到期"),
        ({"contract_from": None}, "没有写明服务合同的起止日期"),
        ({"contract_from": date(2027, 1, 1)}, "终止日期早于开始日期"),
        ({"price": "-1"}, "价款小于零"),
    ],
)  # fmt: skip
def test_an_empty_or_expired_registration_is_refused(desk: Desk, more: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        register(desk, **more)
    assert not Counsel.objects.exists()


@pytest.mark.parametrize("price", ["三万", "1.234", "NaN", "1e20"])
def test_a_price_is_an_amount(desk: Desk, price: str) -> None:
    with pytest.raises(Invalid, match="最多两位小数"):
        register(desk, price=price)


def test_nobody_is_in_the_pool_twice(desk: Desk) -> None:
    register(desk)
    other = register(desk, public())
    with pytest.raises(Invalid, match="同一证号"):
        register(desk, name="顾二")
    with pytest.raises(Invalid, match="同一单位的同名"):
        register(desk, certificate="1130820101000002")
    with pytest.raises(Invalid, match="同一证号"):
        operations.renew_counsel(
            counsel_id=other.id, draft=public(certificate="11308201010000001"), by=desk.head, at=MONDAY
        )
    assert Counsel.objects.count() == 2
    assert (
        register(desk, draft(name="教授", employer="某某大学法学院", certificate="", valid_until=None, price="")).price
        is None
    )


def test_who_keeps_the_pool(desk: Desk) -> None:
    supervisor = bureau_supervisor(desk)
    theirs = register(desk, public(), by=supervisor)
    for by in (desk.handler, desk.reviewer):
        with pytest.raises(Forbidden):
            register(desk, by=by)
    with pytest.raises(Forbidden):
        operations.end_counsel(counsel_id=theirs.id, reason="不是本机关的", by=desk.head, at=MONDAY)
    with pytest.raises(Invalid, match="姓名与登记的不同"):
        register(desk, person_id=desk.reviewer.person_id)
    with pytest.raises(Invalid, match="没有这个平台人员"):
        register(desk, person_id=uuid4())


def test_an_opinion_is_asked_assigned_and_entered_from_paper(desk: Desk) -> None:
    desk.submit()
    one, ask = register(desk), asked(desk)
    assert (ask.state_name, [each["title"] for each in ask.materials], ask.organ_name) == (
        "待指派",
        ["调查终结报告"],
        desk.town.organ.name,
    )
    assert [each.id for each in queries.counsel_duties(desk.head)] == [ask.id]
    assert queries.counsel_duties(desk.reviewer) == queries.counsel_duties(desk.handler) == ()
    done = assigned(desk, ask, one)
    assert (done.state_name, done.counsel, done.waits) == ("待出具意见", one, True)
    assert [each.id for each in queries.counsel_duties(desk.reviewer)] == [ask.id] and queries.counsel_duties(
        desk.head
    ) == ()
    given = advised(desk, ask)
    assert (given.state_name, given.advice, given.paper, given.waits) == ("已出具意见", pool.ADVICE, PAPER, False)
    assert queries.advice_on(desk.dossier_id) == (given,) and queries.counsel_duties(desk.reviewer) == ()
    assert queries.ask_counts(desk.head) == {"advised": 1}


def test_advice_never_stands_in_for_the_review(desk: Desk) -> None:
    desk.submit()
    ask = asked(desk)
    assigned(desk, ask, register(desk))
    advised(desk, ask, advice="完全同意，可以作出处罚决定。")
    (finding,) = queries.gate(desk.dossier_id, ONE, profile(desk.town.organ.id), TODAY)
    assert finding.rule == "REV-03" and "还没有出具意见" in finding.message
    assert queries.clearance(desk.dossier_id) is None


def test_the_counsel_with_an_account_answers(desk: Desk) -> None:
    lawyer = desk.town.reviewer("公一", "A20120009")
    one, other = register(desk, public(person_id=lawyer.person_id)), desk.town.reviewer("审三", "A20120010")
    desk.submit()
    ask = asked(desk)
    assert queries.asks(desk.handler, ["asked"]) == ()
    assigned(desk, ask, one)
    assert [each.id for each in queries.counsel_duties(lawyer)] == [ask.id]
    assert queries.counsel_duties(other) == ()
    given = advised(desk, ask, by=lawyer, paper=None)
    assert given.paper is None and given.advised_by_name == "公一"


def test_nothing_is_asked_without_a_question_materials_and_a_day(desk: Desk) -> None:
    with pytest.raises(Refused, match="还没有送法制审核"):
        asked(desk)
    desk.submit()
    for more, told in (
        ({"question": "  ？ "}, "没有写明要问的问题"),
        ({"materials": []}, "没有选定提供的材料"),
        ({"materials": ["没有送审的材料"]}, "没有选定提供的材料"),
        ({"due_on": date(2026, 9, 20)}, "在今天之前"),
    ):
        with pytest.raises(Refused, match=told):
            asked(desk, **more)
    asked(desk)
    with pytest.raises(Refused, match="已经请求过"):
        asked(desk, question=f" {pool.QUESTION} ")
    with pytest.raises(Forbidden):
        asked(desk, by=desk.handler)
    assert CounselAsk.objects.count() == 1 and asked(desk, question="另一个问题：程序是否合法？", by=desk.head)


def test_only_who_is_fit_is_assigned(desk: Desk) -> None:
    desk.submit()
    ask, one = asked(desk), register(desk)
    for change, told in (
        ({"contract_until": date(2026, 9, 20)}, "服务合同已于 2026-09-20 到期"),
        ({"valid_until": date(2026, 9, 20)}, "证件已于 2026-09-20 到期"),
        ({"contract_from": date(2026, 9, 22)}, "自 2026-09-22 才开始"),
        ({"end_reason": "合同终止"}, "已经退出顾问库"),
    ):
        with undone():
            Counsel.objects.filter(id=one.id).update(**change)
            with pytest.raises(Refused, match=told):
                assigned(desk, ask, one)
            assert one.id not in [each.id for each in queries.counsel_for(desk.head, TODAY)]
    with undone():  # the last day still counts
        Counsel.objects.filter(id=one.id).update(contract_until=TODAY, valid_until=TODAY)
        assert assigned(desk, ask, one).counsel
    assigned(desk, ask, one)
    with pytest.raises(Refused, match="已经指派或者撤回"):
        assigned(desk, ask, one)
    with pytest.raises(Invalid, match="没有这次请求"):
        operations.call_off(ask_id=uuid4(), reason="没有这次请求", by=desk.head, at=MONDAY)


def test_across_organs_the_justice_bureau_assigns(desk: Desk) -> None:
    desk.submit()
    supervisor = bureau_supervisor(desk)
    theirs, ask = register(desk, public(), by=supervisor), asked(desk)
    with pytest.raises(Refused, match="由司法行政机关统筹指派"):
        assigned(desk, ask, theirs)
    with pytest.raises(Forbidden):
        assigned(desk, ask, theirs, by=desk.reviewer)
    stranger = desk.town.actor("外领导", Role.HEAD, organ_id=supervisor.organ_id)
    with pytest.raises(Forbidden):
        assigned(desk, ask, theirs, by=stranger)
    assert queries.ask(ask.id, stranger) is None and queries.ask(ask.id, supervisor) == ask
    assert [one.id for one in queries.counsel_for(supervisor, TODAY)] == [theirs.id] and queries.counsel_for(
        desk.head, TODAY
    ) == ()
    assert [one.id for one in queries.counsel_duties(supervisor)] == [ask.id]
    assert assigned(desk, ask, theirs, by=supervisor).counsel == theirs


def test_a_conflict_stated_or_found_refuses(desk: Desk) -> None:
    desk.submit()
    lawyer = desk.town.reviewer("公一", "A20120009")
    one, ask = register(desk, public(person_id=lawyer.person_id)), asked(desk)
    for key, told in CONFLICT_QUESTIONS.items():
        with pytest.raises(Refused, match=f"声明：{told}"):
            assigned(desk, ask, one, stated=FREE | {key: "yes"})
        with pytest.raises(Refused, match=f"没有登记公一本人关于“{told}”的声明"):
            assigned(desk, ask, one, stated={other: "no" for other in FREE if other != key})
    for involved, told in (
        (Involved(persons={lawyer.person_id}), "参与过本案"),
        (Involved(agents={"公一"}), "同名"),
        (Involved(agents={"示县司法局"}), "是本案当事人"),
        (Involved(told=("李四，特别授权，示县司法局",)), "代理当事人"),
    ):
        with pytest.raises(Refused, match=told):
            assigned(desk, ask, one, involved=involved)
    with pytest.raises(Refused, match="没有登记公一本人"):
        assigned(desk, ask, one, stated={})
    assert assigned(desk, ask, one, involved=Involved({uuid4()}, {"王五"}, ("王五，河北乙律师事务所",))).counsel == one


def test_who_asked_does_not_answer(desk: Desk) -> None:
    desk.submit()
    own = register(desk, public(name=desk.reviewer.name, person_id=desk.reviewer.person_id))
    with pytest.raises(Refused, match="送审"):
        assigned(desk, asked(desk), own)


def test_an_opinion_says_something_and_is_signed(desk: Desk) -> None:
    desk.submit()
    ask = asked(desk)
    with pytest.raises(Refused, match="不在等待意见"):
        advised(desk, ask)
    assigned(desk, ask, register(desk))
    for more, told in (
        ({"advice": " 同意 "}, "没有写明意见"),
        ({"advised_on": date(2026, 9, 20)}, "不在指派之日至今天之间"),
        ({"advised_on": date(2026, 9, 22)}, "不在指派之日至今天之间"),
        ({"paper": None}, "没有纸质意见的扫描件"),
        ({"paper": PaperFacts("xy" * 32, "案卷")}, "没有纸质意见的扫描件"),
        ({"paper": PaperFacts("ab", "案卷")}, "没有纸质意见的扫描件"),
        ({"paper": PaperFacts("ab" * 32, " ")}, "没有写明纸质原件的存放处"),
    ):
        with pytest.raises(Refused, match=told):
            advised(desk, ask, **more)
    with pytest.raises(Forbidden):
        advised(desk, ask, by=desk.handler)
    advised(desk, ask)
    with pytest.raises(Refused, match="不在等待意见"):
        advised(desk, ask)


def test_a_request_is_called_off_and_asked_again(desk: Desk) -> None:
    desk.submit()
    ask = asked(desk)
    with pytest.raises(Forbidden):
        operations.call_off(ask_id=ask.id, reason="另行请求吧", by=desk.handler, at=MONDAY)
    with pytest.raises(Invalid):
        operations.call_off(ask_id=ask.id, reason=" ", by=desk.reviewer, at=MONDAY)
    assert operations.call_off(ask_id=ask.id, reason="另行请求吧", by=desk.reviewer, at=MONDAY).state_name == "已撤回"
    for again in (
        lambda: operations.call_off(ask_id=ask.id, reason="另行请求吧", by=desk.reviewer, at=MONDAY),
        lambda: assigned(desk, ask, register(desk)),
        lambda: advised(desk, ask),
    ):
        with pytest.raises(Refused):
            again()
    assert queries.advice_on(desk.dossier_id) == () and asked(desk).id != ask.id


def test_figures_count_by_organ_and_person(desk: Desk) -> None:
    desk.submit()
    first, second = register(desk), register(desk, public())
    for number, (counsel, at) in enumerate(((first, MONDAY), (first, LATER + timedelta(days=1)), (second, LATER))):
        ask = asked(desk, question=f"第 {number} 个要问的问题")
        assigned(desk, ask, counsel)
        advised(desk, ask, advised_on=at.date(), at=at)
    found = {
        one.counsel_name: (one.organ_name, one.given, one.late)
        for one in queries.counsel_figures(TODAY, date(2026, 12, 31))
    }
    name = desk.town.organ.name
    assert found == {"顾一": (name, 2, 1), "公一": (name, 1, 0)}
    assert [one.given for one in queries.counsel_figures(TODAY, TODAY, desk.town.organ.id)] == [1]
    assert queries.counsel_figures(TODAY, TODAY, uuid4()) == ()


def test_lists_are_searched_paged_and_bounded(desk: Desk, django_assert_num_queries: Any) -> None:
    desk.submit()
    for number in range(5):
        register(desk, name=f"顾{number}号", certificate=f"11308{number}")
        asked(desk, question=f"第 {number} 个要问的问题")
    with django_assert_num_queries(1):
        first = queries.counsel_pool(on=TODAY, limit=3)
    rest = queries.counsel_pool(on=TODAY, after=(first[-1].registered_at, first[-1].id), limit=3)
    assert len({one.id for one in (*first, *rest)}) == 5
    assert [one.name for one in queries.counsel_pool(on=TODAY, words="113083")] == ["顾3号"]
    assert queries.counsel_pool(on=TODAY, kind="public") == () == queries.counsel_pool(on=TODAY, state="out")
    assert len(queries.counsel_pool(on=date(2027, 1, 1), state="lapsed")) == 5
    with django_assert_num_queries(1):
        some = queries.asks(desk.head, ["asked"], limit=2)
    assert len(queries.asks(desk.head, ["asked"], after=(some[-1].asked_at, some[-1].id))) == 3
    assert [one.question for one in queries.asks(desk.head, ["asked"], words="第 4 个")] == ["第 4 个要问的问题"]
    with django_assert_num_queries(1):
        assert len(queries.counsel_duties(desk.head)) == 5


def test_a_lawful_destruction_takes_the_requests_with_it(desk: Desk) -> None:
    assert operations.erase_dossier(dossier_id=desk.dossier_id, by=desk.head, at=MONDAY) == (
        f"review:{desk.dossier_id}",
    )
    desk.submit()
    asked(desk)
    streams = operations.erase_dossier(dossier_id=desk.dossier_id, by=desk.head, at=MONDAY)
    assert streams == (f"review:{desk.dossier_id}", f"counsel:{desk.dossier_id}") and not CounselAsk.objects.exists()


def test_the_audit_finds_what_was_changed_put_in_or_taken_away(desk: Desk) -> None:
    desk.submit()
    one, gone = register(desk), register(desk, public())
    operations.renew_counsel(counsel_id=one.id, draft=draft(price="31000"), by=desk.head, at=MONDAY)
    first, second, third = (
        asked(desk),
        asked(desk, question="另一个要问的问题"),
        asked(desk, question="第三个要问的问题"),
    )
    assigned(desk, first, one)
    advised(desk, first)
    operations.call_off(ask_id=second.id, reason="另行请求吧", by=desk.reviewer, at=MONDAY)
    assert list(counsel_unlike_the_ledger()) == []
    for row, change in (
        (first, {"advice": "改成不同意了，请另行处理。"}), (first, {"stated": {}}), (first, {"paper_sha256": "cd" * 32}), (second, {"off_reason": "别的"}),
        (first, {"question": "别的问题"}), (third, {"due_on": date(2027, 1, 1)}),
    ):  # fmt: skip
        with undone():
            CounselAsk.objects.filter(id=row.id).update(**change)
            assert [each.message for each in counsel_unlike_the_ledger()] == ["与台账登记的不符"], change
    for changed in ({"price": Decimal(1)}, {"end_reason": "没有退出"}, {"valid_until": date(2030, 1, 1)}):
        with undone():
            Counsel.objects.filter(id=one.id).update(**changed)
            assert [each.place for each in counsel_unlike_the_ledger()] == ["顾问库的顾一"]
    Counsel.objects.filter(id=gone.id).delete()
    CounselAsk.objects.filter(id=third.id).delete()
    assert [each.message for each in counsel_unlike_the_ledger()] == ["台账记有，业务库里没有（被删除）"] * 2


def test_rules_by_themselves(desk: Desk) -> None:
    one = register(desk)
    assert not list(conflict_findings(one, FREE, Involved(agents={"甲公司"}, told=("乙律师事务所",))))
    assert not list(advice_findings(pool.ADVICE, TODAY, TODAY, TODAY, own=True, paper=None, waits=True))
    assert len(list(advice_findings("", TODAY, None, TODAY, own=False, paper=None, waits=False))) == 3
