"""指导案例: written by one, checked by another, released under a number, found by offence and article, ended with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.archives.filed import undone
from tests.lawbook.guided import AT, OPINION, SPEC, Desk
from tests.lawbook.listed import MATTER
from tests.lawbook.shelf import ADMIN

from mingjing.foundation import search
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.foundation.suspecting import Suspect, suspects
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Article, GuidingCase, LawUse, LawVersion
from mingjing.lawbook.queries.guiding_cases import digest_of, guiding_unlike_the_ledger
from mingjing.lawbook.rules import guiding_cases as rules
from mingjing.lawbook.terms import GuidingFacts, GuidingMove, GuidingState, Side
from mingjing.lawbook.terms.guiding_cases import Shared
from mingjing.ledger import queries as ledger

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 1)


@pytest.fixture
def desk(shelf: Any) -> Desk:
    return Desk()


def refused(rule: str, act: Callable[[], Any], field: str = "") -> None:
    with pytest.raises(Refused) as problem:
        act()
    assert problem.value.rules == {rule}, problem.value
    assert not field or {one.field for one in problem.value.findings} == {field}


def test_one_is_written_checked_released_and_kept_in_the_ledger(desk: Desk) -> None:
    one = desk.written()
    assert (one.state, one.number, one.code, one.digest) == (GuidingState.DRAFT, "", "", digest_of(SPEC))
    checked = desk.check(one)
    assert checked.state is GuidingState.CHECKED and checked.checked and checked.checked.note == OPINION
    out = desk.release(checked)
    assert (out.number, out.code, out.released_on, out.state_name) == ("第1号", "shi-city-g1", ON, "现行")
    assert out.called == "示市应急管理局指导案例第1号" and [rest.citation for rest in out.rests] == list(SPEC.citations)
    article = queries.article_by_id(UUID(out.rests[1].article_id))
    assert article and article.number == 97 and article.sha256 == out.rests[1].sha256
    kinds = [one.kind.rsplit(":", 1)[1] for one in ledger.whole(f"lawbook:{desk.city}")]
    assert kinds == ["written", "checked", "released"]
    assert queries.guiding_case(out.id) == queries.guiding_case_at(out.code) == out
    assert desk.released(title="某厂的第二件").number == "第2号"
    assert list(guiding_unlike_the_ledger()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"offences": ()}, "offences"), ({"violates": ()}, "violates"), ({"penalises": ()}, "penalises"), ({"keywords": ()}, "keywords"),
        ({"facts": " " * 40}, "facts"), ({"decision": "罚款"}, "decision"), ({"significance": ""}, "significance"),
        ({"domain": "market"}, "domain"), ({"source": "national", "issuer": "司法部", "document_number": "司发1号"}, "source_number"),
        ({"source": "superior", "source_number": "第1号", "document_number": "司发1号"}, "issuer"),
    ],
)  # fmt: skip
def test_an_empty_shell_is_refused(desk: Desk, changes: dict[str, Any], field: str) -> None:
    refused("LAW-20", lambda: desk.written(**changes), field)
    assert not GuidingCase.objects.exists()


def test_what_is_typed_wrongly_names_its_field(desk: Desk) -> None:
    for changes, field in (
        ({"title": ""}, "title"), ({"title": "长" * 121}, "title"), ({"facts": "长" * 5001}, "facts"), ({"domain": "none"}, "domain"),
        ({"source": "nobody"}, "source"), ({"offences": tuple(f"案由{n}" for n in range(21))}, "offences"), ({"keywords": ("长" * 121,)}, "keywords"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as problem:
            desk.written(**changes)
        assert list(problem.value.errors) == [field]


def test_only_an_organ_that_guides_others_writes_in_its_field(desk: Desk) -> None:
    refused("LAW-20", lambda: desk.written(by=desk.below), "")
    with pytest.raises(Forbidden):
        desk.written(by=desk.handler)
    # The justice bureau keeps the platform and may write in every field.
    keeper = desk.town.actor("司法", Role.SUPERVISOR)
    assert desk.written(by=keeper, domain="market").spec.domain == "market"
    assert queries.writes_guiding_cases(keeper) and queries.writes_guiding_cases(desk.writer)
    assert not queries.writes_guiding_cases(desk.below) and not queries.writes_guiding_cases(desk.handler)


def test_every_citation_is_in_force_when_it_is_written_and_when_it_is_released(desk: Desk) -> None:
    refused("LAW-21", lambda: desk.written(penalises=("《安全生产法》第九百条",)), "penalises")
    refused("LAW-21", lambda: desk.written(violates=("看着办",)), "violates")
    refused("LAW-21", lambda: desk.written(violates=("《乡镇企业法》第三条",)), "violates")
    one = desk.checked()
    LawVersion.objects.filter(law__short_title="安全生产法").update(effective_to=ON)
    refused("LAW-21", lambda: desk.release(one))
    assert GuidingCase.objects.get().state == "checked" and not LawUse.objects.filter(guiding_case__isnull=False)


@pytest.mark.parametrize(
    ("words", "certain"),
    [
        ("当事人身份证号11010519491231002X", True), ("联系电话13812345678", False), ("法定代表人马恒源，到场", False),
        ("示区恒源化工有限公司", False),
    ],
)  # fmt: skip
def test_nobody_is_named_unless_it_is_confirmed_with_a_reason(desk: Desk, words: str, certain: bool) -> None:
    spec = replace(SPEC, facts=f"{SPEC.facts}{words}。")

    def write(confirmed: Any = (), why: str = "") -> GuidingFacts:
        return operations.draft_guiding_case(spec=spec, confirmed=confirmed, confirmed_why=why, by=desk.writer, at=AT)

    refused("LAW-22", write, "facts")
    found = [one.text for one in suspects(spec.texts(), ON)] + [text for _, text in rules.units_named(spec.texts())]
    refused("LAW-22", lambda: write(found), "facts")
    refused("LAW-22", lambda: write((), "已经公开报道"), "facts")
    if certain:
        refused("LAW-22", lambda: write(found, "已经公开报道"), "facts")
    else:
        made = write(found, "已经公开报道")
        assert made.confirmed and made.confirmed_why == "已经公开报道"
        assert desk.release(desk.check(made)).number == "第1号"


def test_the_party_of_the_decision_it_was_made_from_may_never_be_named(desk: Desk) -> None:
    changes = {"shielded": ("恒源",), "significance": SPEC.significance + "恒源"}
    refused("LAW-22", lambda: desk.written(**changes), "significance")
    made = desk.written(shielded=("恒源",), origin="示应急罚〔2026〕1号")
    # A revision cannot take the shield off.
    spec = replace(SPEC, significance=SPEC.significance + "恒源")
    refused("LAW-22", lambda: operations.revise_guiding_case(guiding_id=made.id, spec=spec, seen=made.digest, by=desk.writer, at=AT))  # fmt: skip


def test_without_an_engine_nothing_passes(desk: Desk, settings: Any) -> None:
    settings.MINGJING_SUSPECTS = ""
    with pytest.raises(Exception, match="MINGJING_SUSPECTS"):
        desk.written()


def test_who_wrote_it_neither_checks_nor_releases_it(desk: Desk) -> None:
    one = desk.written()
    refused("LAW-23", lambda: desk.check(one, by=desk.writer))
    back = desk.check(one, passed=False, opinion="请补写改正情况")
    assert back.state is GuidingState.RETURNED
    spec = replace(SPEC, discretion="当日停止作业、按期改正，在下限处罚。")
    again = operations.revise_guiding_case(guiding_id=one.id, spec=spec, seen=back.digest, by=desk.head, at=AT)
    assert again.state is GuidingState.DRAFT and again.checked is None and len(again.authors) == 2
    checked = desk.check(again)
    refused("LAW-23", lambda: desk.release(checked))  # the head has changed it
    other = desk.town.actor("副职", Role.HEAD, organ_id=desk.city)
    assert desk.release(checked, by=other).spec.discretion == spec.discretion
    assert list(guiding_unlike_the_ledger()) == []


def test_what_was_read_is_what_is_checked_and_released(desk: Desk) -> None:
    one = desk.written()
    refused("LAW-23", lambda: desk.check(one, seen="0" * 64))
    refused("LAW-23", lambda: desk.check(one, opinion=" "), "opinion")
    refused("LAW-23", lambda: desk.release(desk.check(one), seen=""))
    with pytest.raises(Invalid, match="没有这件"):
        desk.check(one, guiding_id=uuid4())


def test_the_steps_come_in_order_and_none_is_repeated(desk: Desk) -> None:
    one = desk.written()
    refused("LAW-24", lambda: desk.release(one))
    refused("LAW-24", lambda: desk.end(one))
    checked = desk.check(one)
    refused("LAW-24", lambda: desk.check(checked))
    refused("LAW-24", lambda: operations.revise_guiding_case(guiding_id=one.id, spec=SPEC, seen=one.digest, by=desk.writer, at=AT))  # fmt: skip
    out = desk.release(checked)
    refused("LAW-24", lambda: desk.release(out))
    desk.end(out)
    refused("LAW-24", lambda: desk.end(out))
    with pytest.raises(Invalid, match="别人已经改过"):
        fresh = desk.written()
        operations.revise_guiding_case(guiding_id=fresh.id, spec=SPEC, seen="旧", by=desk.writer, at=AT)


def test_strangers_do_nothing(desk: Desk) -> None:
    one = desk.written()
    outsider = desk.town.actor("外人", Role.HEAD, Role.SUPERVISOR, Role.REVIEWER)
    checked = desk.check(one)
    for act in (
        lambda: desk.check(one, by=outsider), lambda: desk.release(checked, by=outsider), lambda: desk.release(checked, by=desk.checker),
        lambda: desk.end(one, by=outsider),
        lambda: operations.revise_guiding_case(guiding_id=one.id, spec=SPEC, seen=one.digest, by=outsider, at=AT),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            act()


def test_one_is_replaced_or_withdrawn_with_a_reason_and_found_no_more(desk: Desk) -> None:
    first, second = desk.released(), desk.released(title="某公司的新案例")
    refused("LAW-25", lambda: desk.end(first, reason=" "), "reason")
    for wrong in (first.id, desk.written().id):
        refused("LAW-25", lambda wrong=wrong: desk.end(first, replaced_by=wrong), "replaced_by")
    gone = desk.end(first, replaced_by=second.id)
    assert (gone.state, gone.replaced_by) == (GuidingState.REPLACED, second.code)
    assert desk.end(second).state is GuidingState.WITHDRAWN
    assert queries.guiding_cases() == () and search.search("guiding", "特种作业") == ()
    assert queries.guiding_for(SPEC.offences, SPEC.violates, SPEC.penalises) == ()
    assert queries.guiding_counts(desk.city) == {"current": 0, "ended": 2, "open": 1}
    shown = queries.guiding_case_at(first.code)
    assert shown and shown.replaced_by == second.code and list(guiding_unlike_the_ledger()) == []


def test_the_list_is_searched_narrowed_and_paged_in_two_queries(desk: Desk) -> None:
    made = [desk.released(title=f"某公司第{n}件", keywords=(f"{word}类企业",)) for n, word in enumerate("甲乙丙丁戊")]
    with CaptureQueriesContext(connection) as asked:
        first = queries.guiding_cases(limit=2)
    assert len(asked) == 1 and len(first) == 2
    rest = queries.guiding_cases(after=first[-1].place, limit=10)
    assert {one.id for one in (*first, *rest)} == {one.id for one in made} and len(rest) == 3
    for spoilt in ("x", "2026-01-01_x", "0001-01-01T00:00:00+00:00_" + str(made[0].id)):
        assert len(queries.guiding_cases(after=spoilt)) == 5
    with CaptureQueriesContext(connection) as asked:
        assert [one.id for one in queries.guiding_cases(text="丁类企业")] == [made[3].id]
    assert len(asked) <= 2
    assert queries.guiding_cases(text="临时顶岗 没有这个词") == () == queries.guiding_cases("nonsense")
    assert len(queries.guiding_cases(domain="emergency", source="own")) == 5
    assert queries.guiding_cases(domain="market") == queries.guiding_cases(source="national") == ()
    assert queries.guiding_cases("open", organ_id=desk.county) == () and desk.written().id
    assert len(queries.guiding_cases("open", organ_id=desk.city, text="特种")) == 1
    assert len(queries.guiding_waiting(desk.city)) == 1


def test_the_same_offence_comes_first_then_the_same_articles_then_the_same_words(desk: Desk) -> None:
    words = desk.released(title="用词相近", offences=("别的违法行为",), violates=("《行政处罚法》第三条",), penalises=("《行政处罚法》第九条",), significance=SPEC.significance + "特种作业人员未取得相应资格上岗作业。")  # fmt: skip
    article = desk.released(title="同一条款", offences=("又一种违法行为",), violates=("《行政处罚法》第三条",))
    same = desk.released()
    desk.written()  # a draft is never pushed
    with CaptureQueriesContext(connection) as asked:
        found = queries.guiding_for(
            ("特种作业人员未取得相应资格上岗作业",), SPEC.violates, SPEC.penalises, text="特种作业人员未取得相应资格"
        )
    assert [one.facts.id for one in found] == [same.id, article.id, words.id] and len(asked) <= 3
    assert found[0].shared.why[0] == "同一违法行为" and found[2].shared.why == ("用词相近",)
    assert found[1].shared == Shared(offence=False, penalty=SPEC.penalises, duty=())
    assert queries.guiding_for((), (), ()) == () and len(queries.guiding_for(SPEC.offences, (), (), limit=1)) == 1
    # Whatever the rank says: the offence outweighs any number of articles, a penalty article any number of duties.
    ranks = [rules.rank(Shared(*one)) for one in ((True, (), ()), (False, ("a", "b"), ("c",)), (False, ("a",), ("b", "c", "d")), (False, (), ()))]  # fmt: skip
    assert ranks == sorted(ranks, reverse=True)


def test_an_article_tells_what_rests_on_it_on_a_day(desk: Desk) -> None:
    keeper = desk.town.actor("区法制", Role.REVIEWER, organ_id=desk.county)
    operations.add_matter(by=keeper, at=AT, organ_id=desk.county, spec=MATTER, valid_from=ON)
    out = desk.released()
    with CaptureQueriesContext(connection) as asked:
        uses = queries.uses_of("《安全生产法》", 97, 0, ON)
    assert [(one.code, one.sides, one.benchmark) for one in uses.matters] == [("AQ097-7", {Side.PENALTY}, "")]
    assert [one.id for one in uses.guiding] == [out.id] and uses.more == 0 and len(asked) <= 4
    assert queries.uses_of("安全生产法", 30, 0, ON).matters[0].sides == {Side.DUTY}
    assert queries.uses_of("安全生产法", 97, 0, ON - timedelta(days=1)).matters == ()
    other = queries.uses_of("安全生产法", 98, 0, ON)
    assert other.matters == () == other.guiding
    desk.end(out)
    assert queries.uses_of("安全生产法", 97, 0, ON).guiding == ()


def test_a_change_of_the_law_is_told_by_itself(desk: Desk) -> None:
    out = desk.released()
    assert queries.guiding_stale(desk.city, ON) == () and queries.guiding_moved((), ON) == {}
    LawVersion.objects.filter(law__short_title="安全生产法").update(effective_to=date(2027, 1, 1))
    assert queries.guiding_stale(desk.city, date(2026, 12, 31)) == ()
    ((facts, moved),) = queries.guiding_stale(desk.city, date(2027, 1, 1))
    assert facts.id == out.id and {(one.gone, one.since) for one in moved} == {(True, date(2027, 1, 1))}
    assert "《安全生产法》第三十条第一款 2027-01-01 起失效" in str(rules.still_fits_the_law(facts, moved)[0])
    assert rules.still_fits_the_law(desk.end(out), moved) == () == rules.still_fits_the_law(facts, ())
    assert queries.guiding_stale(desk.city, date(2027, 1, 1)) == ()


def test_an_amended_article_is_told_apart_from_a_repealed_one(desk: Desk) -> None:
    out = desk.released()
    Article.objects.filter(pk=out.rests[0].article_id).update(sha256="0" * 64)
    (moved,) = queries.guiding_moved((out,), ON)[out.id]
    assert not moved.gone and moved.told.endswith("起有修改")


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "0" * 64}, {"state": "withdrawn"}, {"released_on": date(2026, 1, 1)}, {"code": "x-g9"}, {"serial": 9},
        {"opinion": "改过的意见"}, {"release_note": "改过"}, {"rests": []}, {"checked_by": uuid4()},
    ],
)  # fmt: skip
def test_the_audit_finds_what_was_changed_behind_the_operations(desk: Desk, change: dict[str, Any]) -> None:
    desk.released()
    with undone():
        GuidingCase.objects.update(**change)
        assert [one.message for one in guiding_unlike_the_ledger()] == ["与台账登记的不符"]


def test_the_audit_finds_what_is_gone_or_was_never_told(desk: Desk) -> None:
    desk.end(desk.released())
    row = GuidingCase.objects.get()
    with undone():
        content = {**row.content, "facts": "另一份案情"}
        GuidingCase.objects.update(content=content)
        assert len(list(guiding_unlike_the_ledger())) == 1
    with undone():
        row.pk, row.serial, row.code = uuid4(), 7, "x-g7"
        row.save(force_insert=True)
        assert len(list(guiding_unlike_the_ledger())) == 1
    with undone():
        LawUse.objects.all().delete()
        GuidingCase.objects.all().delete()
        assert [one.message for one in guiding_unlike_the_ledger()] == ["台账有登记，业务库里没有（被删除）"]


def test_every_state_has_its_moves_and_words() -> None:
    from mingjing.lawbook.terms import GUIDING_MOVES, GUIDING_STATES

    assert set(GUIDING_STATES) == set(GuidingState) and set(GUIDING_MOVES) == set(GuidingMove)
    assert ADMIN.name and Suspect("facts", "x", "y") != Suspect("facts", "x", "y", certain=True)


def test_an_offence_is_the_same_under_small_differences_of_writing() -> None:
    assert rules.offence_key(" 未 查验许可证案") == rules.offence_key("未查验许可证") and rules.offence_key("案") == ""
    assert rules.uses(("",), ("读不懂",), ()) == frozenset()
