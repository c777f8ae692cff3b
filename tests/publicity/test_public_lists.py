"""事前公示: collected, checked and released by three people; every guard passes, refuses, refuses again, refuses a shell."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook import queries as laws
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.queries.drawing import LAWBOOK
from mingjing.publicity.rules import registers as rules
from mingjing.publicity.terms import EditionFacts, EditionState, kinds

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)
CHECK = {
    "basis": "《安全生产法》第九十七条第（七）项", "body": "示范县应急管理局", "object": "危险化学品企业",
    "content": "持证上岗情况\n\n设备检测情况", "method": "现场检查", "ratio": "每年 10%",
}  # fmt: skip
GUIDE = {
    "basis": "《安全生产法》第三十条第一款", "accepting": "综合法规股", "approving": "示范县应急管理局", "conditions": "场所合格",
    "materials": "申请书 1 份", "statutory_days": "20", "promised_days": "12", "fee": "不收费", "window": "3 号窗口",
    "phone": "0399-6000008", "result": "许可决定书", "complaint": "12345", "steps": "申请\n受理\n决定",
}  # fmt: skip


@pytest.fixture
def people(shifan: Any) -> dict[str, Actor]:
    """The organ's people, and those who must be refused."""
    names = {
        "collector": "公",
        "checker": "丁",
        "releaser": "己",
        "handler": "甲",
        "archivist": "档",
        "supervisor": "监",
        "stranger": "市公",
    }
    return {word: shifan.actor(key, AT) for word, key in names.items()} | {"keeper": shifan.actor("系小管", AT)}


@pytest.fixture
def organ(shifan: Any) -> UUID:
    found: UUID = shifan.organs["应急局"]
    return found


def collected(
    organ: UUID, by: Actor, *, code: str = "SJ-900", kind: str = "random_check", **changes: Any
) -> EditionFacts:
    values = {**(CHECK if kind == "random_check" else GUIDE), **changes.pop("values", {})}
    told = {"name": "危险化学品企业抽查", "valid_from": AT.date(), "at": AT, **changes}
    return operations.collect_entry(organ_id=organ, kind=kind, code=code, values=values, by=by, **told)


def released(organ: UUID, people: dict[str, Actor], **changes: Any) -> EditionFacts:
    one = collected(organ, people["collector"], **changes)
    at = changes.get("at", AT)
    operations.check_entry(edition_id=one.id, by=people["checker"], at=at)
    return operations.release_entry(edition_id=one.id, by=people["releaser"], at=at)


def test_the_whole_way_names_everybody_and_is_proven(organ: UUID, people: dict[str, Actor]) -> None:
    one = released(organ, people)
    assert (one.collected.name, one.checked and one.checked.name, one.released and one.released.name) == (
        "郑公示",
        "赵六",
        "孙九",
    )
    assert one.values["content"] == ["持证上岗情况", "设备检测情况"]
    told = [event.kind for event in reversed(ledger.events(f"pubreg:{one.entry_id}"))]
    assert told == ["publicity:entry:collected", "publicity:entry:checked", "publicity:entry:released"]
    public = queries.public_entry("示应急", "random_check", "SJ-900")
    assert public is not None and public.edition.id == one.id
    assert queries.found_entries("设备检测")[0].id == one.id


@pytest.mark.parametrize("stranger", ["archivist", "supervisor", "stranger", "keeper"])
def test_nobody_else_collects_checks_or_releases(organ: UUID, people: dict[str, Actor], stranger: str) -> None:
    by = people[stranger]
    with pytest.raises(Forbidden):
        collected(organ, by)
    one = collected(organ, people["collector"])
    for act in (operations.check_entry, operations.release_entry):
        with pytest.raises(Forbidden):
            act(edition_id=one.id, by=by, at=AT)
    for act in (operations.return_entry, operations.drop_entry, operations.retire_entry):
        with pytest.raises(Forbidden):
            act(edition_id=one.id, reason="没有职责的人", by=by, at=AT)
    assert queries.edition(one.id).state == EditionState.COLLECTED  # type: ignore[union-attr]


def test_whoever_collected_does_not_check(organ: UUID, people: dict[str, Actor]) -> None:
    own = collected(organ, people["checker"])
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            operations.check_entry(edition_id=own.id, by=people["checker"], at=AT)
        assert refused.value.rules == {"PUB-21"}
    operations.check_entry(edition_id=own.id, by=people["releaser"], at=AT)


def test_whoever_revises_is_the_collector(organ: UUID, people: dict[str, Actor]) -> None:
    """Otherwise a checker could change everything and find it right himself."""
    one = collected(organ, people["collector"])
    operations.return_entry(edition_id=one.id, reason="抽查比例写错", by=people["checker"], at=AT)
    operations.revise_entry(
        edition_id=one.id,
        name="抽查",
        values=CHECK | {"ratio": "每年 20%"},
        valid_from=AT.date(),
        by=people["checker"],
        at=AT,
    )
    with pytest.raises(Refused) as refused:
        operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    assert refused.value.rules == {"PUB-21"}


def test_no_step_is_skipped_or_repeated(organ: UUID, people: dict[str, Actor]) -> None:
    one = collected(organ, people["collector"])
    with pytest.raises(Refused) as refused:
        operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)
    assert "PUB-25" in refused.value.rules
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    with pytest.raises(Refused):
        operations.check_entry(edition_id=one.id, by=people["releaser"], at=AT)
    operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)
    for act in (operations.release_entry, operations.check_entry):
        with pytest.raises(Refused):
            act(edition_id=one.id, by=people["releaser"], at=AT)
    with pytest.raises(Refused):
        operations.revise_entry(
            edition_id=one.id, name="改公开过的", values=CHECK, valid_from=AT.date(), by=people["collector"], at=AT
        )
    with pytest.raises(Refused):
        operations.drop_entry(edition_id=one.id, reason="公开过不能作废", by=people["collector"], at=AT)


@pytest.mark.parametrize("missing", [one.key for one in kinds()["random_check"].fields if one.required])
def test_nothing_that_must_be_there_is_missing(organ: UUID, people: dict[str, Actor], missing: str) -> None:
    with pytest.raises(Refused) as refused:
        collected(organ, people["collector"], values={missing: "  \n "})
    assert [(one.rule, one.field) for one in refused.value.findings] == [("PUB-22", missing)]


def test_an_empty_shell_is_refused_whole(organ: UUID, people: dict[str, Actor]) -> None:
    with pytest.raises(Refused) as refused:
        operations.collect_entry(
            organ_id=organ,
            kind="guide",
            code="BS-1",
            name="空",
            values={},
            valid_from=AT.date(),
            by=people["collector"],
            at=AT,
        )
    assert len(refused.value.findings) == sum(one.required for one in kinds()["guide"].fields)
    assert not RegisterEntry.objects.filter(code="BS-1").exists()


@pytest.mark.parametrize("basis", ["《安全生产法》第九百九十九条", "《没有这部法》第一条", "安全生产法"])
def test_only_articles_in_force_are_cited(organ: UUID, people: dict[str, Actor], basis: str) -> None:
    with pytest.raises(Refused) as refused:
        collected(organ, people["collector"], values={"basis": basis})
    assert refused.value.rules == {"PUB-23"}
    assert basis in str(refused.value)


@pytest.mark.parametrize(
    ("statutory", "promised", "good"), [("20", "20", True), ("20", "19", True), ("20", "21", False)]
)
def test_a_promise_keeps_within_the_statute(
    organ: UUID, people: dict[str, Actor], statutory: str, promised: str, good: bool
) -> None:
    values = {"statutory_days": statutory, "promised_days": promised}
    if good:
        assert collected(organ, people["collector"], kind="guide", code="BS-2", values=values).seq == 1
        return
    with pytest.raises(Refused) as refused:
        collected(organ, people["collector"], kind="guide", code="BS-2", values=values)
    assert refused.value.rules == {"PUB-24"}


def test_a_new_edition_shows_what_changed_and_ends_the_old_one(organ: UUID, people: dict[str, Actor]) -> None:
    first = released(organ, people)
    later = AT + timedelta(days=3)
    with pytest.raises(Refused) as refused:
        collected(organ, people["collector"], values={"ratio": "每年 20%"})
    assert refused.value.rules == {"PUB-27"}
    second = released(organ, people, values={"ratio": "每年 20%"}, reason="扩大抽查面", at=later)
    assert [(one.label, one.before, one.after) for one in second.changes] == [
        ("抽查比例和频次", "每年 10%", "每年 20%")
    ]
    old = queries.edition(first.id)
    assert old is not None and (old.state, old.ended_at) == (EditionState.ENDED, later)
    public = queries.public_entry("示应急", "random_check", "SJ-900")
    assert public is not None and [one.seq for one in public.editions] == [2, 1]


def test_while_one_edition_waits_there_is_no_other(organ: UUID, people: dict[str, Actor]) -> None:
    one = collected(organ, people["collector"])
    with pytest.raises(Invalid, match="正在办理"):
        collected(organ, people["handler"], reason="又采集一次")
    operations.drop_entry(edition_id=one.id, reason="重复采集", by=people["collector"], at=AT)
    assert collected(organ, people["handler"], reason="作废后重新采集").seq == 2


def test_what_stopped_is_found_no_more_but_leaves_its_reason(organ: UUID, people: dict[str, Actor]) -> None:
    one = released(organ, people)
    for reason in ("", "  ", "短"):
        with pytest.raises(Refused) as refused:
            operations.retire_entry(edition_id=one.id, reason=reason, by=people["releaser"], at=AT)
        assert refused.value.rules == {"PUB-27"}
    operations.retire_entry(edition_id=one.id, reason="抽查职责划转", by=people["releaser"], at=AT)
    assert not queries.found_entries("设备检测")
    assert one.id not in {each.id for each in queries.public_entries("random_check", "示应急")}
    public = queries.public_entry("示应急", "random_check", "SJ-900")
    assert public is not None and public.edition.ended_reason == "抽查职责划转"


def test_what_was_never_released_is_not_public(organ: UUID, people: dict[str, Actor]) -> None:
    one = collected(organ, people["collector"], name="还没有公开的抽查")
    assert queries.public_entry("示应急", "random_check", "SJ-900") is None
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    assert queries.public_entry("示应急", "random_check", "SJ-900") is None
    assert not queries.found_entries("还没有公开的抽查")


@pytest.mark.parametrize(
    ("field", "value"),
    [("content", "看不见的\u200b字"), ("object", "字" * 201), ("content", "字" * 4001), ("body", "控制\x07字符")],
)
def test_bad_text_names_its_field(organ: UUID, people: dict[str, Actor], field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        collected(organ, people["collector"], values={field: value})
    assert field in refused.value.errors


@pytest.mark.parametrize("days", ["二十", "-1", "0", "2.5", "99999"])
def test_days_are_counted_in_whole_numbers(organ: UUID, people: dict[str, Actor], days: str) -> None:
    with pytest.raises(Invalid) as refused:
        collected(organ, people["collector"], kind="guide", code="BS-3", values={"promised_days": days})
    assert "promised_days" in refused.value.errors


@pytest.mark.parametrize("code", ["", "SJ 1", "编号", "a" * 41, "../x", "SJ/1"])
def test_a_code_fits_into_an_address(organ: UUID, people: dict[str, Actor], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        collected(organ, people["collector"], code=code)
    assert "code" in refused.value.errors


def test_fields_and_kinds_that_do_not_exist_are_named(organ: UUID, people: dict[str, Actor]) -> None:
    with pytest.raises(Invalid, match="secret"):
        collected(organ, people["collector"], values={"secret": "x"})
    with pytest.raises(Invalid, match="没有这种"):
        operations.collect_entry(
            organ_id=organ,
            kind="nothing",
            code="A",
            name="x",
            values={},
            valid_from=AT.date(),
            by=people["collector"],
            at=AT,
        )
    with pytest.raises(Invalid, match="没有这一版"):
        operations.check_entry(edition_id=uuid4(), by=people["checker"], at=AT)
    with pytest.raises(Invalid, match="没有可以提取"):
        operations.draw_entries(organ_id=organ, kind="guide", by=people["collector"], at=AT)


@pytest.mark.parametrize("kind", [one.key for one in kinds().values() if one.draws in LAWBOOK])
def test_lists_of_the_lawbook_are_taken_over_once(organ: UUID, people: dict[str, Actor], kind: str) -> None:
    found = operations.draw_entries(organ_id=organ, kind=kind, by=people["collector"], at=AT)
    assert found
    assert {one.state for one in found} == {EditionState.COLLECTED}
    assert not rules.complete(kinds()[kind], found[0].values)
    assert operations.draw_entries(organ_id=organ, kind=kind, by=people["collector"], at=AT) == ()
    for one in found:
        operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
        operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)
    assert queries.not_drawn(organ, kind, AT) == ()
    with pytest.raises(Forbidden):
        operations.draw_entries(organ_id=organ, kind=kind, by=people["stranger"], at=AT)


def test_a_matter_says_what_the_lawbook_says(organ: UUID, people: dict[str, Actor]) -> None:
    found = operations.draw_entries(organ_id=organ, kind="matter", by=people["collector"], at=AT)
    every = laws.matters(organ, AT.date())
    held = {one.code: one for one in every if one.spec.act_kind == "penalty"}
    assert len(every) > len(held), "a licence is no power to punish"
    assert {one.code for one in found} == set(held)
    for one in found:
        assert list(one.values["penalises"]) == list(held[one.code].spec.penalises)
        assert any("行政复议" in line for line in one.values["remedies"])
        assert dict(one.basis).keys() == {*held[one.code].spec.violates, *held[one.code].spec.penalises}


def test_drawn_lists_are_not_revised_by_hand(organ: UUID, people: dict[str, Actor]) -> None:
    one = operations.draw_entries(organ_id=organ, kind="major", by=people["collector"], at=AT)[0]
    with pytest.raises(Invalid, match="重新提取"):
        operations.revise_entry(
            edition_id=one.id, name="x", values={}, valid_from=AT.date(), by=people["collector"], at=AT
        )


CHANGED = """# 中华人民共和国安全生产法

2026年10月20日全国人民代表大会常务委员会第四次修正

第三十条 生产经营单位的特种作业人员应当取得相应资格。

第九十七条 违反本法规定的，处罚款。

第九十八条 本法自2026年11月1日起施行。
"""


def test_when_the_law_moves_the_entry_is_flagged_until_it_follows(organ: UUID, people: dict[str, Actor]) -> None:
    """P-07: from the day on which the new text applies, with the date by which the page must follow."""
    one = released(organ, people)
    assert queries.stale(organ, date(2026, 10, 31)) == ()
    lawbook.add_law(by=people["releaser"], at=datetime(2026, 10, 21, 9, tzinfo=CHINA), text=CHANGED, source="测试")
    assert queries.stale(organ, date(2026, 10, 31)) == ()
    found = queries.stale(organ, date(2026, 11, 1))
    assert [each.edition.id for each in found] == [one.id]
    assert found[0].citations == ("《安全生产法》第九十七条第（七）项",)
    # Twenty working days after Sunday 2026-11-01, counted on the wall calendar: 2026-11-27.
    assert (found[0].since, found[0].due) == (date(2026, 11, 1), date(2026, 11, 27))
    later = datetime(2026, 11, 3, 10, tzinfo=CHINA)
    released(organ, people, reason="依据修改后重新核对", at=later)
    assert queries.stale(organ, date(2026, 11, 4)) == ()


def test_one_entry_has_one_edition_that_waits(organ: UUID, people: dict[str, Actor]) -> None:
    """The database itself refuses a second one, whatever two requests do at once."""
    from django.db import IntegrityError, transaction

    one = Edition.objects.get(pk=collected(organ, people["collector"]).id)
    one.pk, one.id, one.seq, one._state.adding = None, uuid4(), 2, True
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


def test_what_nobody_checked_is_not_released_whatever_its_state() -> None:
    assert [one.rule for one in rules.different_people("甲", None)] == ["PUB-21"]
    assert [one.rule for one in rules.different_people("甲", "甲")] == ["PUB-21"]
    assert not rules.different_people("甲", "乙")


def test_a_revised_new_edition_keeps_its_reason(organ: UUID, people: dict[str, Actor]) -> None:
    released(organ, people)
    again = collected(organ, people["collector"], values={"ratio": "每年 20%"}, reason="扩大抽查面")
    ask = {
        "edition_id": again.id,
        "name": "抽查",
        "values": CHECK,
        "valid_from": AT.date(),
        "by": people["collector"],
        "at": AT,
    }
    with pytest.raises(Refused) as refused:
        operations.revise_entry(**ask)
    assert refused.value.rules == {"PUB-27"}
    assert operations.revise_entry(**ask, reason="改回原来的比例").reason == "改回原来的比例"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "名" * 201}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"reason": "理" * 2001}, "reason"),
    ],
)
def test_name_and_reason_fit(organ: UUID, people: dict[str, Actor], changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        collected(organ, people["collector"], **changes)
    assert field in refused.value.errors
