"""舆情应对: hours against an oracle, responses that rest on records, another pair of eyes, every move refused five ways."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.cases.models import Case
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity.models import Edition
from mingjing.records.models import Viewing
from mingjing.sites.bureau.views.overdue import owed
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Concern, ConcernStep
from mingjing.supervision.queries.agreeing_appraisals import concerns_unlike_the_ledger
from mingjing.supervision.rules import concerns as rules
from mingjing.supervision.terms.concerns import (
    CONCERN_MOVE_NAMES,
    CONCERN_MOVES,
    INSIDE,
    OUTSIDE,
    ConcernDraft,
    ConcernFacts,
    ConcernMove,
)

AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
TEXT = "经查，检查人员当日出示了执法证件，现场有音像记录。"


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    return shifan


def draft(county: Any, **more: Any) -> ConcernDraft:
    case = Case.objects.get(organ_id=county.organs["应急局"])
    given = {
        "organ_id": county.organs["应急局"], "title": "网传没有出示证件", "source": "online", "link": "https://example.test/1",
        "claim": "网帖说十月检查时没有出示执法证件。", "heard_at": AT - timedelta(hours=2), "severity": "general", "case_numbers": (case.number,),
    } | more  # fmt: skip
    return ConcernDraft(**given)


def registered(county: Any, who: str = "监", **more: Any) -> ConcernFacts:
    return operations.register_concern(draft=draft(county, **more), by=county.actor(who, AT), at=AT)


def respond(county: Any, one: ConcernFacts, who: str = "公", **more: Any) -> ConcernFacts:
    given = {"text": TEXT, "why": "核对是否出示证件", "record_ids": [UUID(queries.records_of(one)[0].id)]} | more
    return operations.draft_response(concern_id=one.id, by=county.actor(who, AT), at=AT, **given)


def say(county: Any, one: ConcernFacts, move: str, who: str, text: str = "对照现场笔录，一致") -> ConcernFacts:
    act = {"return": operations.return_response, "check": operations.check_response, "drop": operations.drop_concern, "close": operations.close_concern}[move]  # fmt: skip
    return act(concern_id=one.id, text=text, by=county.actor(who, AT), at=AT)


def release(county: Any, one: ConcernFacts, channel: str = INSIDE, who: str = "己") -> ConcernFacts:
    return operations.release_response(concern_id=one.id, channel=channel, by=county.actor(who, AT), at=AT)


def refused(act: Any) -> set[str]:
    with pytest.raises(Refused) as found:
        act()
    return {one.rule for one in found.value.findings}


@pytest.mark.parametrize(
    ("heard", "severity", "due"),
    [
        # Over a weekend and over New Year: clock hours, no rest day counts.
        ("2026-12-04 17:30", "general", "2026-12-06 17:30"), ("2026-12-04 17:30", "major", "2026-12-05 17:30"),
        ("2026-12-31 23:59", "major", "2027-01-01 23:59"),
    ],
)  # fmt: skip
def test_the_first_response_is_counted_in_clock_hours(heard: str, severity: str, due: str) -> None:
    begin = datetime.fromisoformat(heard).replace(tzinfo=CHINA)
    assert rules.first_response_by(begin, severity) == datetime.fromisoformat(due).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    "text",
    ["身份证 13082119900101123X 的当事人", "电话13800138000", "电话 138 0013 8000", "手机１３８００１３８０００", "卡号 6222 0200 0000 0000 001", "138-0013-8000"],
)  # fmt: skip
def test_no_private_number_becomes_public(text: str) -> None:
    (found,) = rules.statement_names_no_private_figures(OUTSIDE, {"text": text})
    assert found.rule == "SUP-96"
    assert rules.statement_names_no_private_figures(INSIDE, {"text": text}) == ()


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "罚款 20000 元，2026-12-07 缴纳",
        "统一社会信用代码 91130821MA0HX001XP",
        "示应急罚〔2026〕990号",
        "0399-7200010",
    ],
)
def test_what_is_no_private_number_passes(text: str) -> None:
    assert rules.statement_names_no_private_figures(OUTSIDE, {"text": text}) == ()


pytestmark = pytest.mark.django_db


def test_a_matter_is_registered_whole(county: Any) -> None:
    for more, field in (
        ({"title": " 网 "}, "title"), ({"claim": "没有证件"}, "claim"), ({"source": "x"}, "source"), ({"severity": ""}, "severity"),
        ({"heard_at": AT + timedelta(seconds=1)}, "heard_at"), ({"heard_at": AT - timedelta(days=367)}, "heard_at"),
    ):  # fmt: skip
        given = more if "severity" not in more else {"severity": "none"}
        with pytest.raises(Refused) as found:
            registered(county, **given)
        assert ("SUP-90", field) in {(one.rule, one.field) for one in found.value.findings}
    for more in ({"case_numbers": ("没有的案号",)}, {"organ_id": uuid4()}, {"claim": "长" * 4001}, {"title": "坏\x00字符坏"}, {"case_numbers": tuple(map(str, range(11)))}):  # fmt: skip
        with pytest.raises(Invalid):
            registered(county, **more)
    for who in ("甲", "市己", "系小管", "市公"):
        with pytest.raises(Forbidden):
            registered(county, who)
    assert not Concern.objects.exists()
    assert registered(county, "公").number == "示应急舆〔2026〕1号" and registered(county).number == "示司舆〔2026〕1号"


def test_a_response_goes_its_way(county: Any) -> None:
    one = registered(county)
    looks = Viewing.objects.count()
    ref = queries.records_of(one)[0]
    done = respond(county, one)
    assert done.state == "drafted" and done.steps[-1].refs == (ref,)
    seen = Viewing.objects.order_by("-id").first()
    assert Viewing.objects.count() == looks + 1 and seen is not None
    assert str(seen.object_id) == ref.id and seen.purpose == f"核对是否出示证件（舆情应对 {one.number}）"
    assert say(county, one, "return", "丁", "时间没有写").state == "open"
    respond(county, one, "丁")
    assert refused(lambda: say(county, one, "check", "丁")) == {"SUP-94"}
    assert say(county, one, "check", "己").state == "checked"
    told = release(county, one)
    assert told.state == "answered" and told.answered_at == AT
    assert say(county, one, "close", "监", "情况不属实，已说明").state == "closed"
    for act in (
        lambda: respond(county, one), lambda: say(county, one, "check", "己"), lambda: release(county, one), lambda: say(county, one, "close", "己"),
        lambda: say(county, one, "return", "己"), lambda: say(county, one, "drop", "己"),
    ):  # fmt: skip
        assert refused(act) == {"SUP-92"}
    assert list(concerns_unlike_the_ledger()) == []
    words = str([event.payload for event in ledger.whole(f"concern:{one.id}")])
    assert "证件" not in words and TEXT not in words


def test_a_public_response_goes_through_the_public_lists(county: Any) -> None:
    one = registered(county)
    respond(county, one)
    say(county, one, "check", "丁")
    assert refused(lambda: release(county, one, "tv")) == {"SUP-96"}
    done = release(county, one, OUTSIDE)
    edition = Edition.objects.select_related("entry").get(pk=done.steps[-1].edition_id)
    assert (edition.entry.kind, edition.state, edition.values["text"]) == ("response", "collected", [TEXT])
    respond(county, one, text=TEXT + "后来又查明了一点。")
    say(county, one, "check", "丁")
    again = release(county, one, OUTSIDE)
    assert again.answered_at == AT and Edition.objects.filter(entry__kind="response").count() == 2


def test_a_private_number_stops_the_public_response(county: Any) -> None:
    one = registered(county)
    respond(county, one, text="当事人电话 13800138000，已经联系。")
    say(county, one, "check", "丁")
    assert refused(lambda: release(county, one, OUTSIDE)) == {"SUP-96"}
    assert not Edition.objects.filter(entry__kind="response").exists()
    assert release(county, one).state == "answered"


def test_a_response_rests_on_records(county: Any) -> None:
    one = registered(county)
    for more in ({"text": "没有"}, {"why": "  "}, {"record_ids": [], "why": "没有看"}):
        assert refused(lambda more=more: respond(county, one, **more)) == {"SUP-93"}  # type: ignore[misc]
    with pytest.raises(Invalid):
        respond(county, one, record_ids=[uuid4()])
    with pytest.raises(Invalid):
        respond(county, one, text="长" * 4001)
    for who in ("甲", "市公", "监"):
        with pytest.raises(Forbidden):
            respond(county, one, who)
    assert not ConcernStep.objects.exists()
    assert respond(county, one, record_ids=[], why="事实来自当天的值班记录").state == "drafted"
    for who in ("公", "市己", "甲"):
        with pytest.raises(Forbidden):
            say(county, one, "check", who)
    with pytest.raises(Forbidden):
        release(county, one, who="丁")
    assert refused(lambda: say(county, one, "check", "己", " ")) == {"SUP-95"}
    assert refused(lambda: release(county, one)) == {"SUP-92"}


def test_a_matter_that_needs_no_response_ends_with_a_reason(county: Any) -> None:
    one = registered(county, case_numbers=())
    assert refused(lambda: say(county, one, "drop", "己", "  ")) == {"SUP-95"}
    for who in ("丁", "公", "市己"):
        with pytest.raises(Forbidden):
            say(county, one, "drop", who)
    assert say(county, one, "drop", "己", "与本机关无关，已转公安").state == "closed"


def test_a_step_without_words_is_none(county: Any) -> None:
    one = registered(county)
    respond(county, one)
    for _ in range(2):
        assert refused(lambda: say(county, one, "return", "丁", " \n ")) == {"SUP-95"}
    assert say(county, one, "check", "丁").state == "checked"
    assert refused(lambda: say(county, one, "check", "己")) == {"SUP-92"}
    release(county, one)
    assert refused(lambda: release(county, one)) == {"SUP-92"}
    assert refused(lambda: say(county, one, "close", "己", "  ")) == {"SUP-95"}
    assert Concern.objects.get().state == "answered"


def test_only_those_concerned_see_it(county: Any) -> None:
    one = registered(county)
    for who, may in (("监", True), ("己", True), ("丁", True), ("公", True), ("甲", False), ("市己", False), ("市公", False), ("系小管", False), ("档", False)):  # fmt: skip
        actor = county.actor(who, AT)
        assert (queries.concern(one.id, actor) is not None) is may, who
        assert bool(queries.concerns(actor, ("open",))) is may, who
        assert bool(queries.concern_counts(actor)) is may, who


def test_a_late_first_response_is_overdue_and_owed(county: Any) -> None:
    one = registered(county)
    duty = next(each for each in queries.duties(county.actor("丁", AT), AT.date()) if each.page == "concern")
    assert duty.due == one.first_due.astimezone(CHINA).date() and duty.action == "去拟定"
    for at, late in ((one.first_due, False), (one.first_due + timedelta(seconds=1), True)):
        for who in ("监", "己"):
            assert ("SUP-97" in {each.rule for each in owed(county.actor(who, at), at)}) is late
    say(county, one, "drop", "己", "与本机关无关，已转公安")
    later = one.first_due + timedelta(days=1)
    assert "SUP-97" not in {each.rule for each in owed(county.actor("监", later), later)}


def test_a_second_response_is_no_late_first_one(county: Any) -> None:
    one = registered(county)
    respond(county, one)
    say(county, one, "check", "丁")
    release(county, one)
    respond(county, one, text=TEXT + "后来又查明了一点。")
    later = one.first_due + timedelta(days=1)
    assert "SUP-97" not in {each.rule for each in owed(county.actor("监", later), later)}
    (duty,) = (each for each in queries.duties(county.actor("丁", later), later.date()) if each.page == "concern")
    assert duty.due is None


def test_what_was_changed_by_sql_is_found(county: Any) -> None:
    one = registered(county)
    respond(county, one)
    for model, more in ((Concern, {"claim": "改过的内容改过的内容"}), (Concern, {"first_due": AT + timedelta(days=9)}), (ConcernStep, {"text": "改过"}), (ConcernStep, {"refs": []})):  # fmt: skip
        before = model.objects.values(*more).get()
        model.objects.update(**more)
        assert len(list(concerns_unlike_the_ledger())) == 1, more
        model.objects.update(**before)
    assert list(concerns_unlike_the_ledger()) == []
    ConcernStep.objects.all().delete()
    assert len(list(concerns_unlike_the_ledger())) == 1
    Concern.objects.all().delete()
    assert len(list(concerns_unlike_the_ledger())) == 1


def test_lists_go_on_and_are_searched(county: Any) -> None:
    every = [registered(county, title=f"事项之{n}号", heard_at=AT - timedelta(hours=n)) for n in range(1, 4)]
    actor = county.actor("监", AT)
    first = queries.concerns(actor, ("open",), limit=2)
    rest = queries.concerns(actor, ("open",), after=(first[-1].first_due, first[-1].id))
    assert [one.id for one in (*first, *rest)] == [one.id for one in reversed(every)]
    assert [one.id for one in queries.concerns(actor, ("open",), words="之2号")] == [every[1].id]


def test_every_move_has_a_name_and_no_draft_stands_after_a_return(county: Any) -> None:
    assert set(CONCERN_MOVES) == set(ConcernMove) == set(CONCERN_MOVE_NAMES)
    one = registered(county)
    respond(county, one)
    assert say(county, one, "return", "己", "时间没有写").draft is None
    with pytest.raises(Invalid):
        say(county, replace(one, id=uuid4()), "close", "己")
