"""通报: anonymous unless a reason is given, received and reported on by every organ, published by way of the lists, warned of when late."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.supervision import wrongly as made
from tests.supervision.wrongly import AT

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Edition
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Circular, CircularStep
from mingjing.supervision.queries.agreeing_liabilities import circulars_unlike_the_ledger
from mingjing.supervision.rules.circulars import circular_names_nobody
from mingjing.supervision.terms.circulars import ANONYMOUS, NAMED, CircularDraft, CircularFacts

pytestmark = pytest.mark.django_db
PARTY = "示范县恒源化工有限公司"
DUE = date(2026, 12, 31)


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    return made.revoke(shifan)


def draft(county: Any, **more: Any) -> CircularDraft:
    given = {
        "title": "一起处罚决定被复议撤销", "naming": ANONYMOUS, "naming_reason": "", "facts": "某机关没有核对记录就认定事实，决定被撤销。",
        "findings": "事实没有查清，审核没有发现。", "demands": "各机关自查同类案件。\n发现问题的自行纠正。", "due": DUE,
        "organ_ids": (county.organs["应急局"], county.organs["市监局"]),
    } | more  # fmt: skip
    return CircularDraft(**given)


def issued(county: Any, who: str = "监", **more: Any) -> CircularFacts:
    return operations.issue_circular(draft=draft(county, **more), by=county.actor(who, AT), at=AT)


def refused(act: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as found:
        act()
    return {(one.rule, one.field) for one in found.value.findings}


def test_a_circular_says_everything(county: Any) -> None:
    for more, field in (
        ({"title": "短"}, "title"), ({"facts": " "}, "facts"), ({"findings": ""}, "findings"), ({"demands": "改"}, "demands"), ({"due": AT.date()}, "due"),
        ({"naming": "x"}, "naming"), ({"naming": NAMED}, "naming_reason"), ({"organ_ids": ()}, "organ_ids"), ({"organ_ids": (county.organs["司法局"],)}, "organ_ids"),
        ({"facts": "当事人电话 13800138000 的案件"}, "facts"), ({"demands": "身份证 130821199001011234 的案件"}, "demands"),
    ):  # fmt: skip
        assert ("SUP-119", field) in refused(lambda more=more: issued(county, **more)), more
    for more in (
        {"organ_ids": (uuid4(),)},
        {"facts": "长" * 4001},
        {"title": "坏\x00字符的标题"},
        {"title": "难\U0002b81f字标题"},
        {"liability_id": uuid4()},
    ):
        with pytest.raises(Invalid):
            issued(county, **more)
    for who in ("己", "丁", "甲", "公", "审小计"):
        with pytest.raises(Forbidden):
            issued(county, who)
    assert not Circular.objects.exists()
    one = issued(county)
    assert one.number == "示司通〔2026〕1号" and [line.state for line in one.organs] == ["sent", "sent"]
    assert issued(county).number == "示司通〔2026〕2号"


def test_where_nobody_is_named_no_name_appears(county: Any) -> None:
    item = made.opened(county)
    for text in (
        "示范县应急管理局没有核对记录",
        "张三没有核对当事人的记录",
        f"{PARTY}的案件没有核对",
        f"案件 {item.case_no} 没有核对",
    ):
        assert refused(lambda text=text: issued(county, facts=text, liability_id=item.id)) == {("SUP-119", "facts")}, (
            text
        )
    assert circular_names_nobody(ANONYMOUS, ("张 三",), {"facts": "承办人 张三 说"})[0].field == "facts"
    assert circular_names_nobody(NAMED, ("张三",), {"facts": "承办人张三说"}) == ()
    reason = "同类问题反复发生，点名督促整改"
    one = issued(
        county, facts="示范县应急管理局没有核对记录。", naming=NAMED, naming_reason=reason, liability_id=item.id
    )
    assert one.liability_id == item.id
    # The organs never learn of the item behind it.
    assert queries.circular(one.id, county.actor("己", AT)).liability_id is None
    assert queries.circular(one.id, county.actor("监", AT)).liability_id == item.id
    assert reason in str(queries.circular_paper(one).data)


def test_every_organ_receives_and_reports(county: Any) -> None:
    one = issued(county)
    head, by = county.actor("己", AT), county.actor("监", AT)
    text = "已自查三件，没有同类问题"
    given = {"circular_id": one.id, "by": head, "at": AT}
    assert refused(lambda: operations.report_circular(text=text, **given)) == {("SUP-119", "")}
    for who in ("甲", "公", "监", "监2"):
        with pytest.raises(Forbidden):
            operations.receive_circular(**given | {"by": county.actor(who, AT)})
    mine = operations.receive_circular(**given)
    assert [line.organ_name for line in mine.organs] == ["示范县应急管理局"]
    assert refused(lambda: operations.receive_circular(**given)) == {("SUP-119", "")}
    assert refused(lambda: operations.report_circular(text="自查过了", **given)) == {("SUP-119", "text")}
    operations.report_circular(text=text, **given)
    assert refused(lambda: operations.report_circular(text=text, **given)) == {("SUP-119", "")}
    back = {"circular_id": one.id, "organ_id": county.organs["应急局"], "text": "没有写改了什么", "at": AT}
    with pytest.raises(Forbidden):
        operations.return_circular(by=head, **back)
    with pytest.raises(Invalid):
        operations.return_circular(by=by, **back | {"organ_id": county.organs["司法局"]})
    assert refused(lambda: operations.return_circular(by=by, **back | {"organ_id": county.organs["市监局"]})) == {
        ("SUP-119", "")
    }
    operations.return_circular(by=by, **back)
    operations.report_circular(text=text, **given)
    end = {"circular_id": one.id, "text": "各机关都已落实", "by": by, "at": AT}
    assert refused(lambda: operations.close_circular(**end)) == {("SUP-119", "")}
    theirs = {"circular_id": one.id, "by": county.actor("市丁", AT), "at": AT}
    operations.receive_circular(**theirs)
    operations.report_circular(text=text, **theirs)
    for who in ("己", "甲"):
        with pytest.raises(Forbidden):
            operations.close_circular(**end | {"by": county.actor(who, AT)})
    assert operations.close_circular(**end).closed
    assert refused(lambda: operations.close_circular(**end)) == {("SUP-119", "")}
    assert refused(lambda: operations.return_circular(by=by, **back)) == {("SUP-119", "")}
    assert refused(lambda: operations.publish_circular(**end)) == {("SUP-119", "")}
    assert not list(circulars_unlike_the_ledger())
    with pytest.raises(Invalid):
        operations.close_circular(**end | {"circular_id": uuid4()})


def test_who_sees_which_line(county: Any) -> None:
    one = issued(county, organ_ids=(county.organs["应急局"],))
    assert all(queries.circular(one.id, county.actor(who, AT)) is None for who in ("市己", "甲", "公", "审小计"))
    assert queries.circular(one.id, county.actor("丁", AT)) and queries.circular_counts(county.actor("市己", AT)) == {}
    duty = next(one for one in queries.duties(county.actor("丁", AT), AT.date()) if one.page == "circular")
    assert (duty.action, duty.due) == ("去签收", DUE)
    assert queries.circulars(county.actor("丁", AT), closed=False, words="没有的词") == ()
    assert len(queries.circulars(county.actor("监", AT), closed=False, words="复议撤销")) == 1


def test_who_is_late_is_warned_of(county: Any) -> None:
    one = issued(county)
    by = county.actor("监", AT)
    assert queries.late_circulars(by, DUE) == ()
    ((key, found),) = queries.late_circulars(by, DUE + timedelta(days=1))
    assert (key, found.rule) == (one.id, "SUP-118") and "示范县市场监督管理局" in found.message
    ((_, mine),) = queries.late_circulars(county.actor("己", AT), DUE + timedelta(days=1))
    assert "示范县市场监督管理局" not in mine.message


def test_it_becomes_public_by_way_of_the_lists(county: Any) -> None:
    one, by = issued(county), county.actor("监", AT)
    given = {"circular_id": one.id, "text": "问题有普遍性，公开提醒", "at": AT}
    for who in ("己", "甲"):
        with pytest.raises(Forbidden):
            operations.publish_circular(by=county.actor(who, AT), **given)
    assert refused(lambda: operations.publish_circular(by=by, **given | {"text": "公"})) == {("SUP-119", "text")}
    made_ = operations.publish_circular(by=by, **given)
    assert refused(lambda: operations.publish_circular(by=by, **given)) == {("SUP-119", "")}
    edition = Edition.objects.get(pk=made_.edition_id)
    assert edition.state == "collected"
    publicity.check_entry(edition_id=edition.pk, by=county.actor("监2", AT), at=AT)
    publicity.release_entry(edition_id=edition.pk, by=by, at=AT)
    assert Edition.objects.get(pk=edition.pk).state == "released"


def test_the_ledger_notices_what_was_changed(county: Any) -> None:
    one = issued(county)
    operations.receive_circular(circular_id=one.id, by=county.actor("己", AT), at=AT)
    assert "核对" not in str([event.payload for event in ledger.whole(f"circular:{one.id}")])
    for change in ({"title": "改过的标题"}, {"closed": True}, {"due": date(2027, 1, 1)}):
        before = Circular.objects.values(*change).get()
        Circular.objects.update(**change)
        assert len(list(circulars_unlike_the_ledger())) == 1, change
        Circular.objects.update(**before)
    CircularStep.objects.update(text="加了字")
    assert len(list(circulars_unlike_the_ledger())) == 1
    CircularStep.objects.all().delete()
    assert len(list(circulars_unlike_the_ledger())) == 1


def test_a_bounded_number_of_queries(county: Any, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        issued(county)
    by = county.actor("监", AT)
    with django_assert_max_num_queries(3):
        assert len(queries.circulars(by, closed=False)) == 3
