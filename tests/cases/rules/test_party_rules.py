"""Another party in the middle of a case: what may be chosen, and what has to be done anew towards the new one."""

from typing import Any

import pytest
from tests.cases.rules.made import PARTY, asked, case, part, told

from mingjing.cases.rules.notice import live_request
from mingjing.cases.rules.review import changes_since, digest

OTHER = {**PARTY, "id": "00000000-0000-4000-8000-0000000000ff", "name": "示范县另一家有限公司", "id_no": "X"}
RENAMED = {**PARTY, "name": "示范县新名称有限公司", "version": 2}
NOTICE = ("notify", "2026-09-24", {"kinds": ["fine"], "fine": "20000.00", "hearing_offered": "no"})


def change(kind: str, former: Any = PARTY, on: str = "2026-09-25") -> Any:
    return ("change_party", on, {"kind": kind, "former": former, "party": OTHER, "reason": "核查"})


@pytest.mark.parametrize(
    ("party", "kind", "message"),
    [
        (OTHER, "mistaken", ""),
        (OTHER, "succeed", ""),
        (RENAMED, "rename", ""),
        (PARTY, "mistaken", "选的还是现在的当事人"),
        (RENAMED, "succeed", "选的还是现在的当事人"),
        (PARTY, "rename", "没有变化"),
        ({**PARTY, "version": 9}, "rename", "没有变化"),
        (OTHER, "rename", "不是同一登记"),
        # One entry of the register, amended until it is somebody else: name and number together.
        ({**RENAMED, "id_no": "91130821MA0HX002XQ"}, "rename", "不是同一主体"),
        ({**PARTY, "id_no": "91130821MA0HX002XQ", "version": 2}, "rename", ""),
        (None, "rename", ""),
    ],
)
def test_the_new_party_fits_the_kind_of_change(party: Any, kind: str, message: str) -> None:
    act = asked("change_party", "2026-09-25", party=party, kind=kind)
    found = told(part("PTY-01", "change_fits_its_kind"), case(), act, None)
    assert any(message in each for each in found) if message else not found


@pytest.mark.parametrize(
    ("acts", "refused"),
    [
        ([NOTICE], False),
        ([NOTICE, change("rename")], False),
        ([NOTICE, change("mistaken")], True),
        ([NOTICE, change("succeed")], True),
        ([NOTICE, change("mistaken"), change("rename")], True),
        ([NOTICE, change("mistaken"), ("notify", "2026-09-28", NOTICE[2])], False),
        ([NOTICE, change("mistaken"), ("notify", "2026-09-28", NOTICE[2]), change("succeed")], True),
        ([change("mistaken")], True),
    ],
)
def test_a_new_party_is_told_before_it_is_punished(acts: Any, refused: bool) -> None:
    found = told(part("PTY-02", "new_party_is_told"), case(*acts), asked("decide", "2026-10-20"), None)
    assert bool(found) is refused


def test_a_change_makes_the_review_stale_and_says_so() -> None:
    before, after = case(NOTICE), case(NOTICE, change("rename"))
    assert digest(before) != digest(after)
    assert changes_since(after, 1) == "09-25 当事人变更"


def test_a_request_for_a_hearing_goes_with_the_party_that_made_it() -> None:
    request = ("request_hearing", "2026-09-25", {"requested_at": "2026-09-25T10:00+08:00"})
    again = ("notify", "2026-09-28", NOTICE[2])
    for kind, stands in (("rename", True), ("mistaken", False)):
        facts = case(NOTICE, request, change(kind, on="2026-09-26"), again)
        assert (live_request(facts, facts.last("notify")) is not None) is stands


def test_earlier_acts_are_judged_by_the_party_of_their_time() -> None:
    facts = case(NOTICE, change("mistaken", former={**PARTY, "name": "原当事人"}))
    assert facts.before(1).party["name"] == "原当事人"
    assert facts.before(2).party["name"] == "原当事人"
    assert facts.before(3).party == facts.party


def test_papers_of_the_former_party_do_not_contradict_the_new_one() -> None:
    paper = ("collect_evidence", "2026-09-08", {"name": "营业执照", "shown_name": "原当事人", "files": []})
    act, rule = asked("decide", "2026-10-20"), part("DOC-02", "one_party_name")
    assert told(rule, case(paper), act, None)
    assert not told(rule, case(paper, change("succeed")), act, None)
    assert told(rule, case(change("succeed", on="2026-09-01"), paper), act, None)
