"""The reading desk: asked for, granted by another, exactly that is read until the term ends; paper goes out once and comes back."""

from datetime import timedelta
from typing import Any

import pytest
from tests.archives.filed import LATER, Told
from tests.archives.test_destroying import OVER, WHY, put_away

from mingjing.archives import operations, queries
from mingjing.archives.models import Lending, LendingRead
from mingjing.archives.queries.agreeing import lendings_unlike_the_ledger
from mingjing.archives.terms import Borrower, LendingFacts, Wanted
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations as records
from mingjing.records.models import Viewing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
COURT = Borrower("贺法官", "示范县人民法院", letter="示法调〔2026〕8号")


def wanted(**more: Any) -> Wanted:
    return Wanted(
        **{"kind": "read", "extent": "main", "items": (), "purpose": "办理同一当事人的另案", "days": 7, **more}
    )


def asked(closed: Told, file: Any, who: str = "甲", outsider: Borrower | None = None, **more: Any) -> LendingFacts:
    given = {"file_id": file.id, "wanted": wanted(**more), "by": closed.person(who), "at": LATER, "outsider": outsider}
    return operations.ask_loan(**given)


def granted(closed: Told, file: Any, who: str = "甲", by: str = "档", **more: Any) -> LendingFacts:
    one = asked(closed, file, who, **more)
    return operations.grant_loan(lending_id=one.id, opinion="同意", by=closed.person(by), at=LATER)


def rules(call: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        call()
    return set(refused.value.rules)


def keys(closed: Told, one: LendingFacts) -> dict[str, str]:
    file = queries.archived_file(one.file_id)
    assert file is not None
    return {item.key: item.volume for item in queries.lent_items(one, file)}


def test_the_main_volume_is_granted_by_the_archivist_and_read_until_the_term_ends(closed: Told) -> None:
    filed = put_away(closed)
    one = granted(closed, filed)
    assert (one.state, str(one.until), one.decided_name) == ("granted", "2026-12-22", closed.person("档").name)
    lent = keys(closed, one)
    assert lent and set(lent.values()) == {"main"}
    assert any(item.volume == "auxiliary" for item in queries.every_item(filed))
    first, read = next(iter(lent)), {"lending_id": one.id, "by": closed.person("甲")}
    stream = records.stream(filed.dossier_id)
    before = len(ledger.entries(stream))
    operations.read_item(key=first, at=LATER, **read)
    assert len(ledger.entries(stream)) == before + 1
    assert Viewing.objects.filter(what="lending", object_id=one.id).count() == 1
    (seen,) = queries.reads_of(one.id)
    assert (seen.reader, seen.by_name) == (closed.person("甲").name, closed.person("甲").name)
    operations.read_item(key=first, at=LATER + 7 * DAY, **read)
    assert rules(lambda: operations.read_item(key=first, at=LATER + 8 * DAY, **read)) == {"ARCH-45"}
    assert rules(lambda: operations.peek_item(key=first, at=LATER + 8 * DAY, **read)) == {"ARCH-45"}


def test_what_was_not_granted_is_not_read(closed: Told) -> None:
    filed = put_away(closed)
    one = granted(closed, filed, extent="named", items=("main-2",))
    other = next(item.key for item in queries.every_item(filed) if item.volume == "auxiliary")
    for key in ("main-1", other, "main-999", "../main-2"):
        assert rules(
            lambda key=key: operations.read_item(lending_id=one.id, key=key, by=closed.person("甲"), at=LATER)
        ) == {"ARCH-45"}
    for who in ("乙", "己", "档", "市公"):
        assert rules(
            lambda who=who: operations.read_item(lending_id=one.id, key="main-2", by=closed.person(who), at=LATER)
        ) == {"ARCH-45"}
    assert LendingRead.objects.count() == 0 and Viewing.objects.filter(what="lending").count() == 0


def test_nothing_is_read_before_it_is_granted_or_after_it_was_ended(closed: Told) -> None:
    filed = put_away(closed)
    one = asked(closed, filed)
    read = {"lending_id": one.id, "key": "main-1", "by": closed.person("甲"), "at": LATER}
    assert rules(lambda: operations.read_item(**read)) == {"ARCH-45"}
    operations.grant_loan(lending_id=one.id, opinion="", by=closed.person("档"), at=LATER)
    operations.read_item(**read)
    with pytest.raises(Forbidden):
        operations.end_loan(lending_id=one.id, reason="用途已经完成", by=closed.person("乙"), at=LATER)
    assert rules(lambda: operations.end_loan(lending_id=one.id, reason=" ", by=closed.person("档"), at=LATER)) == {
        "ARCH-48"
    }
    operations.end_loan(lending_id=one.id, reason="用途已经完成", by=closed.person("档"), at=LATER)
    assert rules(lambda: operations.read_item(**read)) == {"ARCH-45"}
    assert rules(
        lambda: operations.end_loan(lending_id=one.id, reason="用途已经完成", by=closed.person("档"), at=LATER)
    ) == {"ARCH-48"}


def test_what_lies_beside_the_main_volume_is_the_heads_to_grant(closed: Told) -> None:
    filed = put_away(closed)
    for more in ({"extent": "whole"}, {"extent": "named", "items": ("auxiliary-1", "main-1")}):
        one = asked(closed, filed, **more)
        decide = {"lending_id": one.id, "opinion": "同意", "at": LATER}
        assert rules(lambda decide=decide: operations.grant_loan(by=closed.person("档"), **decide)) == {"ARCH-41"}
        assert operations.grant_loan(by=closed.person("己"), **decide).state == "granted"
    assert "auxiliary" in set(keys(closed, one).values())


def test_nobody_grants_his_own_and_a_refusal_says_why(closed: Told) -> None:
    filed = put_away(closed)
    one = asked(closed, filed, "档")
    assert rules(
        lambda: operations.grant_loan(lending_id=one.id, opinion="同意", by=closed.person("档"), at=LATER)
    ) == {"ARCH-41"}
    for who in ("甲", "乙", "市档"):
        with pytest.raises(Forbidden):
            operations.grant_loan(lending_id=one.id, opinion="同意", by=closed.person(who), at=LATER)
    no = {"lending_id": one.id, "by": closed.person("己"), "at": LATER}
    assert rules(lambda: operations.refuse_loan(opinion=" ", **no)) == {"ARCH-41"}
    done = operations.refuse_loan(opinion="与申请的用途无关", **no)
    assert (done.state, done.opinion) == ("refused", "与申请的用途无关")
    assert rules(lambda: operations.grant_loan(opinion="同意", **no)) == {"ARCH-41"}


def test_another_organ_asks_and_only_the_head_of_the_keeper_grants(closed: Told) -> None:
    filed = put_away(closed)
    one = asked(closed, filed, "市档")
    assert one.reader.organ_id != one.organ_id
    decide = {"lending_id": one.id, "opinion": "同意", "at": LATER}
    assert rules(lambda: operations.grant_loan(by=closed.person("档"), **decide)) == {"ARCH-41"}
    operations.grant_loan(by=closed.person("己"), **decide)
    assert operations.read_item(lending_id=one.id, key="main-1", by=closed.person("市档"), at=LATER).key == "main-1"
    assert queries.file_numbered(filed.organ_id, " 示应急-2026-001 ") == filed
    assert queries.file_numbered(closed.person("市档").organ_id, "示应急-2026-001") is None


def test_a_court_reads_beside_the_archivist_with_the_number_of_its_letter(closed: Told) -> None:
    filed = put_away(closed)
    with pytest.raises(Forbidden):
        asked(closed, filed, "甲", outsider=COURT)
    for nobody in (
        Borrower("贺法官", "示范县人民法院"),
        Borrower("贺法官", " ", letter="1号"),
        Borrower(" ", "法院", letter="1号"),
    ):
        assert rules(lambda nobody=nobody: asked(closed, filed, "档", outsider=nobody)) == {"ARCH-40"}
    one = asked(closed, filed, "档", outsider=COURT)
    decide = {"lending_id": one.id, "opinion": "同意", "at": LATER}
    assert rules(lambda: operations.grant_loan(by=closed.person("档"), **decide)) == {"ARCH-41"}
    operations.grant_loan(by=closed.person("己"), **decide)
    operations.read_item(lending_id=one.id, key="main-1", by=closed.person("档"), at=LATER)
    (seen,) = queries.reads_of(one.id)
    assert (seen.reader, seen.unit, seen.by_name) == ("贺法官", "示范县人民法院", closed.person("档").name)
    assert rules(lambda: operations.read_item(lending_id=one.id, key="main-1", by=closed.person("己"), at=LATER)) == {
        "ARCH-45"
    }


@pytest.mark.parametrize(
    "more",
    [
        {"purpose": "看看"}, {"purpose": " " * 20}, {"purpose": "用" * 201}, {"days": 0}, {"days": 31}, {"days": -1}, {"kind": "copy"},
        {"extent": "named"}, {"extent": "named", "items": ("main-999",)}, {"extent": "all"}, {"kind": "paper", "days": 16},
    ],
)  # fmt: skip
def test_a_request_that_says_too_little_is_refused(closed: Told, more: dict[str, Any]) -> None:
    filed = put_away(closed)
    assert rules(lambda: asked(closed, filed, **more)) == {"ARCH-40"}


def test_administrators_borrow_nothing_and_what_is_not_there_is_said(closed: Told) -> None:
    filed = put_away(closed)
    with pytest.raises(Forbidden):
        asked(closed, filed, "系小管")
    with pytest.raises(Invalid):
        operations.grant_loan(lending_id=filed.id, opinion="", by=closed.person("档"), at=LATER)
    with pytest.raises(Invalid):
        operations.read_item(lending_id=filed.id, key="main-1", by=closed.person("甲"), at=LATER)


def test_paper_goes_out_to_one_and_comes_back_checked(closed: Told) -> None:
    filed = put_away(closed)
    one, two = granted(closed, filed, kind="paper"), granted(closed, filed, "乙", kind="paper")
    assert one.until is None
    out = operations.hand_out(lending_id=one.id, by=closed.person("档"), at=LATER)
    assert (out.state, str(out.until), out.late(LATER.date())) == ("out", "2026-12-22", 0)
    give = {"by": closed.person("档"), "at": LATER}
    assert rules(lambda: operations.hand_out(lending_id=one.id, **give)) == {"ARCH-42"}
    assert rules(lambda: operations.hand_out(lending_id=two.id, **give)) == {"ARCH-42"}
    assert rules(lambda: operations.end_loan(lending_id=one.id, reason="不用了，收回", **give)) == {"ARCH-48"}
    for given in (
        {"condition": "", "note": ""},
        {"condition": "damaged", "note": " "},
        {"condition": "lost", "note": "丢"},
    ):
        assert rules(lambda given=given: operations.take_back(lending_id=one.id, **given, **give)) == {"ARCH-43"}
    with pytest.raises(Forbidden):
        operations.take_back(lending_id=one.id, condition="good", note="", by=closed.person("甲"), at=LATER)
    back = operations.take_back(lending_id=one.id, condition="damaged", note="第 12 页撕裂，已修补", **give)
    assert (back.state, back.condition_name, back.closed_name) == ("returned", "有破损、缺页", closed.person("档").name)
    assert rules(lambda: operations.take_back(lending_id=one.id, condition="good", note="", **give)) == {"ARCH-43"}
    assert operations.hand_out(lending_id=two.id, **give).state == "out"


def test_lost_paper_is_not_lent_again_until_it_is_found(closed: Told) -> None:
    filed = put_away(closed)
    one, two = granted(closed, filed, kind="paper"), granted(closed, filed, "乙", kind="paper")
    give = {"by": closed.person("档"), "at": LATER}
    operations.hand_out(lending_id=one.id, **give)
    lost = operations.take_back(lending_id=one.id, condition="lost", note="途中遗失，已报告负责人", **give)
    assert lost.state_name(LATER.date()) == "遗失"
    assert rules(lambda: operations.hand_out(lending_id=two.id, **give)) == {"ARCH-42"}
    operations.take_back(lending_id=one.id, condition="good", note="", **give)
    assert operations.hand_out(lending_id=two.id, **give).state == "out"


def test_a_term_is_longer_once_and_not_by_the_borrower(closed: Told) -> None:
    filed = put_away(closed)
    one = granted(closed, filed, kind="paper", days=10)
    longer = {"lending_id": one.id, "days": 15, "reason": "听证延期，还要核对"}
    assert rules(lambda: operations.renew_loan(by=closed.person("档"), at=LATER, **longer)) == {"ARCH-44"}
    operations.hand_out(lending_id=one.id, by=closed.person("档"), at=LATER)
    with pytest.raises(Forbidden):
        operations.renew_loan(by=closed.person("甲"), at=LATER, **longer)
    for more in ({"days": 16}, {"days": 0}, {"reason": " "}):
        assert rules(lambda more=more: operations.renew_loan(by=closed.person("档"), at=LATER, **{**longer, **more})) == {"ARCH-44"}  # fmt: skip
    late = LATER + 11 * DAY
    assert rules(lambda: operations.renew_loan(by=closed.person("档"), at=late, **longer)) == {"ARCH-44"}
    done = operations.renew_loan(by=closed.person("档"), at=LATER + 10 * DAY, **longer)
    assert str(done.until) == "2027-01-09" and done.renewals[0].reason == "听证延期，还要核对"
    assert rules(lambda: operations.renew_loan(by=closed.person("档"), at=LATER + 10 * DAY, **longer)) == {"ARCH-44"}


def test_what_the_head_granted_only_the_head_renews(closed: Told) -> None:
    filed = put_away(closed)
    one = granted(closed, filed, by="己", extent="whole")
    longer = {"lending_id": one.id, "days": 3, "reason": "还没有看完", "at": LATER}
    assert rules(lambda: operations.renew_loan(by=closed.person("档"), **longer)) == {"ARCH-44"}
    assert len(operations.renew_loan(by=closed.person("己"), **longer).renewals) == 1


def test_an_edit_of_the_register_by_sql_is_found(closed: Told) -> None:
    filed = put_away(closed)
    one = granted(closed, filed)
    operations.end_loan(lending_id=one.id, reason="用途已经完成", by=closed.person("档"), at=LATER)
    two = granted(closed, filed, "乙")
    assert list(lendings_unlike_the_ledger()) == []
    Lending.objects.filter(id=one.id).update(purpose="另一个用途")
    assert "不符" in "".join(map(str, lendings_unlike_the_ledger()))
    Lending.objects.filter(id=two.id)._raw_delete("default")
    assert "被删除" in "".join(map(str, lendings_unlike_the_ledger()))


def test_the_late_are_listed_and_the_due_are_reminded(closed: Told) -> None:
    filed = put_away(closed)
    one = granted(closed, filed, kind="paper", days=10)
    operations.hand_out(lending_id=one.id, by=closed.person("档"), at=LATER)
    due = LATER.date() + 10 * DAY

    def reminded(on: Any) -> int:
        return len(queries.lendings_due(filed.organ_id, on))

    assert [reminded(due - days * DAY) for days in (4, 3, 0)] == [0, 1, 1]
    assert queries.late_lendings(filed.organ_id, due) == ()
    ((late, told),) = queries.late_lendings(None, due + 2 * DAY)
    assert late.id == one.id and "逾期 2 天" in told.message and told.rule == "ARCH-47"
    counts = queries.lending_counts(filed.organ_id, due + DAY)
    assert (counts["out"], counts["late"], counts["asked"]) == (1, 1, 0)
    mine = queries.lendings_due(None, due, person_id=closed.person("甲").person_id)
    assert [each.id for each in mine] == [one.id]
    assert queries.lendings_due(None, due, person_id=closed.person("乙").person_id) == ()


def test_lent_paper_holds_up_destruction_and_hand_over(closed: Told) -> None:
    filed = put_away(closed)
    one = granted(closed, filed, kind="paper")
    operations.hand_out(lending_id=one.id, by=closed.person("档"), at=LATER)
    house = {"file_id": filed.id, "receiver": "示范县档案馆", "note": "", "by": closed.person("档"), "at": LATER}
    assert rules(lambda: operations.offer_to_house(**house)) == {"ARCH-46"}
    end = {"file_id": filed.id, "by": closed.person("档"), "at": OVER, **WHY}
    assert rules(lambda: operations.propose_destruction(**end)) == {"ARCH-46"}
    operations.take_back(lending_id=one.id, condition="good", note="", by=closed.person("档"), at=LATER)
    two = granted(closed, filed, "乙", kind="paper")
    operations.offer_to_house(**house)
    assert rules(lambda: operations.hand_out(lending_id=two.id, by=closed.person("档"), at=LATER)) == {"ARCH-42"}


def test_a_file_that_was_destroyed_is_read_by_no_old_grant(closed: Told) -> None:
    from mingjing.cases import operations as cases

    filed = put_away(closed)
    one = granted(closed, filed)
    operations.read_item(lending_id=one.id, key="main-1", by=closed.person("甲"), at=LATER)
    end = operations.propose_destruction(file_id=filed.id, by=closed.person("档"), at=OVER, **WHY)
    for who in ("己", "丁"):
        operations.approve_destruction(disposal_id=end.id, opinion="同意销毁", by=closed.person(who), at=OVER)
    cases.destroy_file(disposal_id=end.id, by=closed.person("档"), now=OVER)
    assert rules(lambda: operations.read_item(lending_id=one.id, key="main-1", by=closed.person("甲"), at=LATER)) == {
        "ARCH-45"
    }
    kept = queries.lending(one.id)
    assert kept is not None and (kept.purpose, kept.opinion) == ("", "")
    assert queries.reads_of(one.id)[0].title == ""
    assert rules(lambda: asked(closed, filed)) == {"ARCH-40"}


def test_the_register_is_found_by_words_kind_and_day(closed: Told) -> None:
    from mingjing.archives.terms import LendingFilters

    filed = put_away(closed)
    asked(closed, filed, kind="paper")
    asked(closed, filed, "档", outsider=COURT)
    organ = filed.organ_id

    def found(**more: Any) -> list[str]:
        return [one.kind for one in queries.lendings(organ, LendingFilters(**more))]

    assert sorted(found()) == ["paper", "read"]
    assert found(q="示法调") == ["read"] and found(kind="paper") == ["paper"] and found(q="没有") == []
    assert len(found(since=LATER.date(), until=LATER.date())) == 2 and found(since=LATER.date() + DAY) == []
    assert len(found(tab="asked")) == 2 and found(tab="out") == []
    assert (
        len(queries.lendings_waiting(organ, head=True)) == 2 and len(queries.lendings_waiting(organ, head=False)) == 1
    )
    assert ledger.audit().sound
