"""入企检查: arrive with a published item and two valid certificates, leave with a result; the enterprise reads with its code."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.publicity.test_public_lists import CHECK

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import operations as registers
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Visit, VisitRating
from mingjing.publicity.rules import visits as rules
from mingjing.publicity.terms import VisitDraft, VisitFacts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 13, 10, 0, tzinfo=CHINA)
CODE = "91130821MA0HTEA1XE"


def item(shifan: Any, home: str = "应急局", code: str = "SJ-900") -> Any:
    """A random-check item of the organ, public."""
    team = shifan.teams[home]
    collector, checker, releaser = (shifan.actor(team[role], AT) for role in ("publicist", "reviewer", "head"))
    made = operations.collect_entry(
        organ_id=shifan.organs[home], kind="random_check", code=code, name="危险化学品企业抽查", values=CHECK,
        valid_from=AT.date(), by=collector, at=AT - timedelta(days=1),
    )  # fmt: skip
    operations.check_entry(edition_id=made.id, by=checker, at=AT - timedelta(days=1))
    return operations.release_entry(edition_id=made.id, by=releaser, at=AT - timedelta(days=1))


@pytest.fixture
def public(shifan: Any) -> Any:
    return item(shifan)


def drafted(shifan: Any, public: Any, **changes: Any) -> VisitDraft:
    told = VisitDraft(
        dressed="yes",
        entry_id=public.entry_id, enterprise="示范县恒源化工有限公司", enterprise_code=CODE, place="示范县化工园区1号",
        purpose="年度双随机抽查", approval="示应急检〔2026〕12号", kind="special", officers=(shifan.people["乙"],),
    )  # fmt: skip
    return replace(told, **changes)


def arrived(shifan: Any, public: Any, *, who: str = "甲", at: datetime = AT, **changes: Any) -> VisitFacts:
    return operations.open_visit(draft=drafted(shifan, public, **changes), by=shifan.actor(who, AT), at=at)


def left(shifan: Any, visit: VisitFacts, *, at: datetime = AT + timedelta(hours=2), **changes: Any) -> VisitFacts:
    told = {"result": "clean", "note": "", **changes}
    return operations.close_visit(visit_id=visit.id, by=shifan.actor("甲", AT), at=at, **told)


def test_an_arrival_freezes_item_basis_and_people(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public, approval="示应急检〔2026〕1号")
    assert visit.number == "示应急入企〔2026〕1号"
    assert visit.item.basis == ("《安全生产法》第九十七条第（七）项",)
    assert visit.item.content == ("持证上岗情况", "设备检测情况")
    assert [(one.name, one.certificate) for one in visit.officers] == [("张三", "13082103001"), ("李四", "13082103002")]
    assert (visit.nth, visit.closed_at, visit.code_until) == (1, None, None)
    team = shifan.teams["应急局"]
    operations.retire_entry(edition_id=public.id, reason="清单调整，停止公开", by=shifan.actor(team["head"], AT), at=AT)
    seen = queries.visit_by_code(operations.visit_code(visit.id), AT.date())
    assert seen is not None and seen.item.content == visit.item.content


def test_an_item_that_is_not_published_is_refused_again_and_again(shifan: Any, public: Any) -> None:
    head = shifan.actor(shifan.teams["应急局"]["head"], AT)
    operations.retire_entry(edition_id=public.id, reason="清单调整，停止公开", by=head, at=AT)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            arrived(shifan, public)
        assert refused.value.rules == {"PUB-50"}
        assert "没有公开" in str(refused.value)
    with pytest.raises(Refused) as refused:
        arrived(shifan, public, entry_id=uuid4())
    assert refused.value.rules == {"PUB-50"}
    assert not Visit.objects.exists()


def test_an_item_of_another_organ_or_of_another_list_is_refused(shifan: Any, public: Any) -> None:
    theirs = item(shifan, "市监局")
    with pytest.raises(Refused) as refused:
        arrived(shifan, public, entry_id=theirs.entry_id)
    assert refused.value.rules == {"PUB-50"}


def test_a_published_matter_may_be_inspected_and_rests_on_its_articles(shifan: Any) -> None:
    team, organ_id = shifan.teams["应急局"], shifan.organs["应急局"]
    collector, checker, releaser = (shifan.actor(team[role], AT) for role in ("publicist", "reviewer", "head"))
    drawn = operations.draw_entries(organ_id=organ_id, kind="matter", by=collector, at=AT)[0]
    with pytest.raises(Refused) as refused:
        arrived(shifan, drawn)
    assert refused.value.rules == {"PUB-50"}
    operations.check_entry(edition_id=drawn.id, by=checker, at=AT)
    operations.release_entry(edition_id=drawn.id, by=releaser, at=AT)
    visit = arrived(shifan, drawn)
    assert visit.item.basis == tuple(dict.fromkeys([*drawn.values["violates"], *drawn.values["penalises"]]))
    assert drawn.name in visit.item.content[0]
    assert [one.kind for one in queries.check_items(organ_id, AT.date())] == ["matter"]


def test_one_officer_is_not_enough_nor_the_same_one_twice(shifan: Any, public: Any) -> None:
    for officers in ((), (shifan.people["甲"],)):
        with pytest.raises(Refused) as refused:
            arrived(shifan, public, officers=officers)
        assert "PUB-51" in refused.value.rules


@pytest.mark.parametrize("other", ["壬", "市甲"])
def test_who_has_no_valid_certificate_of_the_organ_does_not_count(shifan: Any, public: Any, other: str) -> None:
    with pytest.raises(Refused) as refused:
        arrived(shifan, public, officers=(shifan.people[other],))
    assert {"ORG-02", "PUB-51"} <= refused.value.rules
    with pytest.raises(Refused) as refused:
        arrived(shifan, public, officers=(shifan.people["乙"], shifan.people[other]))
    assert refused.value.rules == {"ORG-02"}


def test_a_certificate_withheld_at_that_moment_does_not_count(shifan: Any, public: Any) -> None:
    held = organs.certificates([shifan.people["乙"]])[shifan.people["乙"]][0]
    keeper = shifan.actor("系小管", AT)
    registers.suspend_certificate(certificate_id=held.id, reason="培训没有完成", by=keeper, at=AT - timedelta(hours=1))
    with pytest.raises(Refused) as refused:
        arrived(shifan, public)
    assert refused.value.rules == {"ORG-02", "PUB-51"}
    assert arrived(shifan, public, at=AT - timedelta(hours=2)).number


@pytest.mark.parametrize("who", ["丁", "己", "公", "档", "监", "系小管"])
def test_only_officers_go_out(shifan: Any, public: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        arrived(shifan, public, who=who)


@pytest.mark.parametrize("approval", ["", "  ", "急"])
def test_no_visit_without_approval_or_the_urgent_reason(shifan: Any, public: Any, approval: str) -> None:
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            arrived(shifan, public, approval=approval)
        assert {(one.rule, one.field) for one in refused.value.findings} == {("PUB-58", "approval")}
    assert not Visit.objects.exists()
    assert arrived(shifan, public, approval="紧急：储罐泄漏").approval == "紧急：储罐泄漏"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"enterprise": ""}, "enterprise"), ({"enterprise": "字" * 121}, "enterprise"), ({"enterprise": "看不见\u200b"}, "enterprise"),
        ({"enterprise_code": ""}, "enterprise_code"), ({"enterprise_code": "91130821MA0HTEA1XF"}, "enterprise_code"),
        # Zeros satisfy the check digit and stand for “no code”: two firms would read each other's visits.
        ({"enterprise_code": "0" * 18}, "enterprise_code"),
        ({"place": " "}, "place"), ({"purpose": ""}, "purpose"), ({"approval": "号" * 81}, "approval"),
        ({"latitude": "91", "longitude": "116"}, "place"), ({"latitude": "40.1"}, "place"), ({"latitude": "NaN", "longitude": "1"}, "place"),
        ({"latitude": "四十", "longitude": "116"}, "place"), ({"latitude": "1e999", "longitude": "1"}, "place"),
    ],
)  # fmt: skip
def test_bad_input_names_its_field(shifan: Any, public: Any, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        arrived(shifan, public, **changes)
    assert field in refused.value.errors
    assert not Visit.objects.exists()


def test_a_place_is_kept_only_where_it_was_given(shifan: Any, public: Any) -> None:
    assert (
        arrived(shifan, public, latitude="40.960371", longitude="117.93").position == "北纬 40.96037°，东经 117.93000°"
    )
    assert Visit.objects.get().latitude is not None
    left(shifan, queries.visits(shifan.actor("甲", AT), closed=False)[0])
    assert arrived(shifan, public).position == ""


def test_a_second_visit_waits_for_the_end_of_the_first(shifan: Any, public: Any) -> None:
    first = arrived(shifan, public)
    with pytest.raises(Refused) as refused:
        arrived(shifan, public, enterprise_code=CODE.lower())
    assert refused.value.rules == {"PUB-52"}
    assert first.number in str(refused.value)
    left(shifan, first)
    assert arrived(shifan, public).nth == 2


def test_the_count_of_visits_begins_anew_with_the_year(shifan: Any, public: Any) -> None:
    left(shifan, arrived(shifan, public))
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=CHINA)
    left(shifan, arrived(shifan, public, at=datetime(2026, 12, 31, 23, 30, tzinfo=CHINA)), at=new_year)
    assert [one.nth for one in queries.visits_there(CODE)] == [2, 1]
    assert arrived(shifan, public, at=new_year).nth == 1
    assert queries.visits_there(CODE)[0].number == "示应急入企〔2027〕1号"


@pytest.mark.parametrize(
    ("result", "note", "rules_named"),
    [
        ("", "", {"PUB-53"}),
        ("fine", "罚款", {"PUB-91"}),
        ("clean,correct", "七日内改正", {"PUB-91"}),
        ("correct", "", {"PUB-53"}),
        ("handle", "再说", {"PUB-53"}),
    ],
)
def test_a_departure_says_how_it_ended(shifan: Any, public: Any, result: str, note: str, rules_named: set[str]) -> None:
    visit = arrived(shifan, public)
    with pytest.raises(Refused) as refused:
        left(shifan, visit, result=result, note=note)
    assert refused.value.rules == rules_named
    assert Visit.objects.get().closed_at is None


def test_a_visit_ends_once_and_by_its_organ(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public)
    with pytest.raises(Forbidden):
        operations.close_visit(visit_id=visit.id, result="clean", note="", by=shifan.actor("市甲", AT), at=AT)
    done = left(shifan, visit, result="correct", note="七日内更换灭火器")
    assert (done.result_name, done.closed_name) == ("发现问题已责令改正", "张三")
    with pytest.raises(Refused) as refused:
        left(shifan, visit)
    assert refused.value.rules == {"PUB-53"}
    with pytest.raises(Invalid):
        operations.close_visit(visit_id=uuid4(), result="clean", note="", by=shifan.actor("甲", AT), at=AT)
    with pytest.raises(Invalid):
        left(shifan, visit, note="长" * 1001)


def test_a_photographed_code_goes_stale_after_the_visit(shifan: Any, public: Any) -> None:
    """Left on 13 October, fifteen days: the last is 28 October, read off the wall calendar."""
    visit = arrived(shifan, public)
    code = operations.visit_code(visit.id)
    assert queries.visit_by_code(code, date(2027, 12, 31)) is not None
    left(shifan, visit)
    assert queries.visit_by_code(code, date(2026, 10, 28)) is not None
    assert queries.visit_by_code(code, date(2026, 10, 29)) is None
    late = datetime(2026, 10, 29, 0, 1, tzinfo=CHINA)
    for act in (
        lambda: operations.confirm_visit(code=code, by="system", at=late),
        lambda: operations.rate_visit(code=code, score=5, text="", by="system", at=late),
    ):
        with pytest.raises(Invalid):
            act()


def test_a_code_is_typed_with_blanks_and_small_letters_and_stored_nowhere(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public)
    code = operations.visit_code(visit.id)
    assert len(code) == 16
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]}"
    assert queries.visit_by_code(typed, AT.date()) is not None
    assert queries.visit_by_code(code[:-1] + ("2" if code[-1] != "2" else "3"), AT.date()) is None
    assert code not in str(Visit.objects.values().get())
    assert code not in str(ledger.stream_bundles(f"visit:{visit.id}"))


def test_the_enterprise_confirms_and_rates_once(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public)
    code = operations.visit_code(visit.id)
    first = operations.confirm_visit(code=code, by="system", at=AT + timedelta(minutes=3))
    again = operations.confirm_visit(code=code, by="system", at=AT + timedelta(minutes=9))
    assert first.confirmed_at == again.confirmed_at
    operations.rate_visit(code=code, score=4, text="检查认真", by="system", at=AT)
    with pytest.raises(Refused) as refused:
        operations.rate_visit(code=code, score=1, text="改主意了", by="system", at=AT)
    assert refused.value.rules == {"PUB-56"}
    assert VisitRating.objects.get().score == 4


@pytest.mark.parametrize(("score", "text", "field"), [(0, "", "score"), (6, "", "score"), (3, "长" * 1001, "text"), (3, "\x07", "text")])  # fmt: skip
def test_a_rating_that_is_none_is_named(shifan: Any, public: Any, score: int, text: str, field: str) -> None:
    code = operations.visit_code(arrived(shifan, public).id)
    with pytest.raises(Invalid) as refused:
        operations.rate_visit(code=code, score=score, text=text, by="system", at=AT)
    assert field in refused.value.errors
    assert not VisitRating.objects.exists()


def rated(shifan: Any, public: Any) -> None:
    code = operations.visit_code(arrived(shifan, public).id)
    operations.rate_visit(code=code, score=2, text="吃饭的事不方便说", by="system", at=AT)


def test_figures_go_to_head_and_supervisor_and_words_to_the_supervisor_alone(shifan: Any, public: Any) -> None:
    rated(shifan, public)
    head, supervisor = shifan.actor("己", AT), shifan.actor("监", AT)
    assert [(one.organ_name, one.count, one.mean) for one in queries.rating_figures(head, AT.date())] == [
        ("示范县应急管理局", 1, "—")
    ]
    assert [one.scores for one in queries.rating_figures(supervisor, AT.date())] == [(0, 1, 0, 0, 0)]
    assert [one.text for one in queries.rating_texts(supervisor)] == ["吃饭的事不方便说"]
    for key in ("甲", "丁", "公", "档", "市己", "系小管", "己"):
        actor = shifan.actor(key, AT)
        assert queries.rating_texts(actor) == ()
        assert key == "己" or queries.rating_figures(actor, AT.date()) == ()


def test_a_supervisor_reads_no_words_about_the_own_organ(shifan: Any, public: Any) -> None:
    rated(shifan, public)
    VisitRating.objects.update(organ_id=shifan.organs["司法局"])
    supervisor = shifan.actor("监", AT)
    assert (queries.rating_figures(supervisor, AT.date()), queries.rating_texts(supervisor)) == ((), ())


def test_the_ledger_holds_digests_of_what_was_found(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public)
    code = operations.visit_code(visit.id)
    operations.confirm_visit(code=code, by="system", at=AT)
    left(shifan, visit, result="handle", note="绝密的检查情况")
    operations.rate_visit(code=code, score=1, text="绝密的意见", by="system", at=AT + timedelta(hours=3))
    told = str(ledger.stream_bundles(f"visit:{visit.id}"))
    kinds = [one.kind for one in ledger.entries(f"visit:{visit.id}")]
    assert kinds == [f"publicity:visit:{verb}" for verb in ("opened", "confirmed", "closed", "rated")]
    assert not [word for word in ("绝密", "恒源", CODE) if word in told]


def test_public_figures_count_by_organ_and_month_and_name_no_enterprise(shifan: Any, public: Any) -> None:
    left(shifan, arrived(shifan, public))
    left(
        shifan,
        arrived(shifan, public, at=datetime(2026, 10, 31, 23, 59, tzinfo=CHINA)),
        at=datetime(2026, 11, 1, 0, 9, tzinfo=CHINA),
    )
    arrived(shifan, public, at=datetime(2026, 11, 1, 0, 10, tzinfo=CHINA))
    assert [(one.month, one.organ_code, one.count) for one in queries.visit_figures(2026)] == [
        ("2026-11", "示应急", 1), ("2026-10", "示应急", 2),
    ]  # fmt: skip
    assert "恒源" not in str(queries.visit_figures(2026))
    assert queries.visit_figures(2025) == ()


def test_a_visit_not_ended_by_the_end_of_the_day_is_a_to_do(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public)
    evening, morning = AT.replace(hour=23, minute=59), datetime(2026, 10, 14, 0, 0, tzinfo=CHINA)
    for key in ("甲", "乙"):
        assert [len(found) for _, found in queries.left_open(shifan.actor(key, AT), evening)] == [0]
        assert [found[0].rule for _, found in queries.left_open(shifan.actor(key, AT), morning)] == ["PUB-54"]
    assert queries.left_open(shifan.actor("庚", AT), morning) == ()
    left(shifan, visit)
    assert queries.left_open(shifan.actor("甲", AT), morning) == ()


def test_visits_are_the_organs_own(shifan: Any, public: Any) -> None:
    visit = arrived(shifan, public)
    for key in ("市甲", "市己", "监", "档", "系小管"):
        actor: Actor = shifan.actor(key, AT)
        assert queries.visit(visit.id, by=actor) is None
        assert queries.visits(actor, closed=False) == ()
        assert queries.visit_counts(actor) == {"open": 0, "closed": 0}
    assert queries.visit_counts(shifan.actor("公", AT)) == {"open": 1, "closed": 0}


def test_questions_cost_one_query_each(shifan: Any, public: Any, django_assert_num_queries: Any) -> None:
    for number in range(3):
        left(shifan, arrived(shifan, public), at=AT + timedelta(hours=number + 1))
    actor = shifan.actor("甲", AT)
    for ask in (
        lambda: queries.visits(actor, closed=True), lambda: queries.visit_counts(actor), lambda: queries.left_open(actor, AT),
        lambda: queries.visits_there(CODE), lambda: queries.visit_figures(2026), lambda: queries.check_items(actor.organ_id, AT.date()),
    ):  # fmt: skip
        with django_assert_num_queries(1):
            ask()


def test_the_code_stands_as_many_days_as_the_parameter_says() -> None:
    assert rules.code_until(date(2026, 2, 20)) == date(2026, 3, 7)


def test_a_head_sees_scores_once_they_are_enough_and_never_before(shifan: Any, public: Any) -> None:
    rated(shifan, public)
    head, first = shifan.actor("己", AT), VisitRating.objects.get()
    for more in (1, 2):
        (few,) = queries.rating_figures(head, AT.date())
        assert (few.count, few.scores, few.mean, few.few) == (more, (0, 0, 0, 0, 0), "—", True)
        other = Visit.objects.get(pk=first.visit_id)
        other.pk, other.number, other.code, other.opened_at = (
            None,
            f"{other.number}-{more}",
            f"{more}" * 64,
            AT + timedelta(days=more),
        )
        other.id, other.enterprise_code = uuid4(), f"{more}" * 18
        other.save(force_insert=True)
        VisitRating.objects.create(
            visit=other, organ_id=first.organ_id, organ_name=first.organ_name, score=5, text="", at=AT
        )
    (enough,) = queries.rating_figures(head, AT.date())
    assert (enough.count, enough.scores, enough.mean, enough.few) == (3, (0, 1, 0, 0, 2), "4.0", False)


@pytest.mark.parametrize(("who", "word"), [("甲", "自己的检查"), ("丁", "登录着办案系统"), ("监", "登录着办案系统")])
def test_who_is_signed_in_neither_confirms_nor_rates_for_the_enterprise(
    shifan: Any, public: Any, who: str, word: str
) -> None:
    code = operations.visit_code(arrived(shifan, public).id)
    given = {"code": code, "by": "system", "at": AT, "holder": shifan.people[who]}
    for _ in range(2):
        with pytest.raises(Refused, match=word) as refused:
            operations.rate_visit(score=5, text="", **given)
        assert refused.value.rules == {"PUB-59"}
        with pytest.raises(Refused) as refused:
            operations.confirm_visit(**given)
        assert refused.value.rules == {"PUB-59"}
    assert not VisitRating.objects.exists()
    operations.rate_visit(code=code, score=5, text="", by="system", at=AT)


@pytest.mark.parametrize(
    ("domain", "dressed", "reason", "field"),
    [
        ("emergency", "yes", "", None), ("emergency", "", "", "dressed"), ("emergency", "perhaps", "", "dressed"), ("emergency", "no", "坏了", "undressed"),
        ("emergency", "no", "暗访检查，不着装", None), ("market", "", "", "dressed"), ("", "", "", None), ("grain", "no", "", None),
    ],
)  # fmt: skip
def test_a_prescribed_uniform_is_worn_or_the_reason_is_said(
    domain: str, dressed: str, reason: str, field: str | None
) -> None:
    found = rules.dressed_as_prescribed(domain, AT.date(), dressed, reason)
    assert [(one.rule, one.field) for one in found] == ([("PUB-66", field)] if field else [])
    assert rules.dressed_as_prescribed(domain, date(2020, 12, 30), "", "") == ()


def test_without_a_word_on_the_uniform_nobody_arrives(shifan: Any, public: Any) -> None:
    with pytest.raises(Refused) as refused:
        arrived(shifan, public, dressed="")
    assert refused.value.rules == {"PUB-66"} and not Visit.objects.exists()
    made = arrived(shifan, public, dressed="no", undressed="暗访检查，不着装")
    assert made.dress == "没有着装：暗访检查，不着装"
    assert ledger.whole(f"visit:{made.id}")[0].payload["undressed"] == "暗访检查，不着装"
