"""Seals as registered things: each rule of ORG-30 to ORG-34 passes, refuses by field, and refuses an empty shell."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from mingjing.organs.rules import seals as rules
from mingjing.organs.rules.seals import KINDS
from mingjing.organs.terms.seals import SEAL_USERS, SealDraft, SealFacts, SealState

DAY = date(2026, 11, 30)
HOLDER, USER, OTHER = uuid4(), uuid4(), uuid4()
DRAFT = SealDraft(
    KINDS[0], "示范县应急管理局行政处罚专用章", "示范县应急管理局", HOLDER, (USER,), "130831-07", "0AF3", date(2026, 1, 1), date(2028, 12, 31), "备-1"
)  # fmt: skip
SEAL = SealFacts(
    uuid4(), uuid4(), KINDS[0], "专用章", "应急局", HOLDER, "张三", (USER,), ("李四",), "130831-07", "0AF3", date(2026, 1, 1),
    date(2028, 12, 31), "备-1", SealState.ACTIVE, "", datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


def fields(found: Any) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in found]


@pytest.mark.parametrize(
    ("more", "taken", "wrong"),
    [
        ({}, False, []),
        ({"kind": "rubber"}, False, ["kind"]),
        ({"name": " "}, False, ["name"]),
        ({"owner": "主" * 81}, False, ["owner"]),
        ({"number": ""}, False, ["number"]),
        ({"serial": "0A:F3"}, False, ["serial"]),
        ({"serial": ""}, False, ["serial"]),
        ({"valid_from": None}, False, ["valid_to"]),
        ({"valid_to": date(2025, 12, 31)}, False, ["valid_to"]),
        ({"filing_number": " "}, False, ["filing_number"]),
        ({"kind": KINDS[1], "filing_number": ""}, False, []),
        ({}, True, ["number"]),
        (
            {"kind": "", "name": "", "owner": "", "number": "", "serial": "", "valid_from": None, "valid_to": None},
            False,
            ["kind", "name", "owner", "number", "serial", "valid_to"],
        ),
    ],
)
def test_what_a_registration_must_say(more: dict[str, Any], taken: bool, wrong: list[str]) -> None:
    assert fields(rules.seal_is_told_apart(replace(DRAFT, **more), taken)) == [("ORG-30", field) for field in wrong]


def test_who_may_keep_and_use_one() -> None:
    fit = frozenset({SEAL_USERS[0]})
    assert rules.seal_users_fit([("张三", fit, True), ("李四", fit, True)]) == ()
    for roles, own in ((fit, False), (frozenset(), True), (fit | {"sysadmin"}, True), (frozenset({"auditor"}), True)):
        assert fields(rules.seal_users_fit([("王五", roles, own)])) == [("ORG-31", "holder")]


@pytest.mark.parametrize(
    ("state", "to", "reason", "wrong"),
    [
        (SealState.ACTIVE, "stopped", "换发新的印章", []),
        (SealState.ACTIVE, "stopped", "换", ["note"]),
        (SealState.ACTIVE, SealState.ACTIVE, "再启用一次", ["state"]),
        (SealState.CANCELLED, SealState.ACTIVE, "恢复启用", ["state"]),
        (SealState.CANCELLED, "nothing", " ", ["state", "note"]),
    ],
)
def test_how_one_is_stopped_and_never_comes_back(state: str, to: str, reason: str, wrong: list[str]) -> None:
    found = rules.seal_move_fits(replace(SEAL, state=state), to, reason)
    assert fields(found) == [("ORG-32", field) for field in wrong]


@pytest.mark.parametrize(
    ("more", "who", "roles", "day", "count"),
    [
        ({}, HOLDER, ["handler"], DAY, 0),
        ({}, USER, ["handler"], DAY, 0),
        ({}, OTHER, ["handler"], DAY, 1),
        ({}, HOLDER, ["handler", "secadmin"], DAY, 1),
        ({"state": "stopped"}, HOLDER, ["handler"], DAY, 1),
        ({}, HOLDER, ["handler"], date(2029, 1, 1), 1),
        ({}, HOLDER, ["handler"], date(2025, 12, 31), 1),
        ({"state": SealState.CANCELLED}, OTHER, [], DAY, 2),
    ],
)
def test_when_and_by_whom_one_is_used(more: Any, who: UUID, roles: list[str], day: date, count: int) -> None:
    found = rules.seal_may_be_used(replace(SEAL, **more), who, roles, day)
    assert [one.rule for one in found] == ["ORG-33"] * count


@pytest.mark.parametrize(
    ("since", "required", "automatic", "seal", "reason", "wrong"),
    [
        (DAY, True, (), None, "局务会议决定", []),
        (DAY, True, ("penalty_decision",), SEAL, "局务会议决定", []),
        (DAY, False, ("penalty_decision",), None, "局务会议决定", []),
        (None, True, (), None, "局务会议决定", ["since"]),
        (date(2026, 11, 29), True, (), None, "局务会议决定", ["since"]),
        (DAY, True, (), None, "", ["reason"]),
        (DAY, True, ("penalty_decision",), None, "局务会议决定", ["seal"]),
        (DAY, True, ("penalty_decision",), replace(SEAL, state="stopped"), "局务会议决定", ["seal"]),
    ],
)
def test_from_which_day_documents_must_bear_one(
    since: Any, required: bool, automatic: Any, seal: Any, reason: str, wrong: list[str]
) -> None:
    found = rules.sealing_rule_fits(since, DAY, required, automatic, seal, reason)
    assert fields(found) == [("ORG-34", field) for field in wrong]
