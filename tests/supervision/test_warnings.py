"""预警: thresholds against an oracle, opened once, carried on, ended by itself, answered with a reason."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_gradings import signed_in
from tests.bureau.test_public_lists import sent, text
from tests.security.town import MARKET, play

from mingjing.cases.models import Case, Deadline, Refusal
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as publicity
from mingjing.sites import tick as ticking
from mingjing.supervision import operations, queries
from mingjing.supervision.models import EarlyWarning
from mingjing.supervision.queries.warnings import readings, warnings_unlike_the_ledger
from mingjing.supervision.rules import warnings as rules
from mingjing.supervision.terms.warnings import Reading, Threshold, Watched

AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
TODAY = AT.date()


@pytest.mark.parametrize(
    ("now", "limit", "warned"),
    [
        # least only
        (Reading(2), Threshold(3), False), (Reading(3), Threshold(3), True),
        # a share of the whole: 2 of 10 is 20 %, 2 of 11 is less
        (Reading(2, 10), Threshold(2, 20), True), (Reading(2, 11), Threshold(2, 20), False), (Reading(1, 1), Threshold(2, 20), False),
        # a multiple of the period before
        (Reading(4, 0, 2), Threshold(3, times=2), True), (Reading(4, 0, 3), Threshold(3, times=2), False), (Reading(3, 0, 0), Threshold(3, times=2), True),
        (Reading(0), Threshold(1), False),
    ],
)  # fmt: skip
def test_a_figure_warns_from_its_threshold_on(now: Reading, limit: Threshold, warned: bool) -> None:
    assert bool(rules.warns(Watched.OVERDUE, now, limit)) is warned


def test_thresholds_are_dated() -> None:
    assert rules.threshold(Watched.OVERDUE, date(2020, 1, 1)) == Threshold(2, 20)
    with pytest.raises(LookupError):
        rules.threshold(Watched.OVERDUE, date(2019, 12, 31))


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    play(shifan, MARKET, party="恒源")
    return shifan


def watch(at: datetime = AT) -> int:
    return operations.watch_organs(by="system", now=at)


def refusals(county: Any, many: int, at: datetime = AT, rule: str = "G-26,PUB-01") -> None:
    case = Case.objects.get(organ_id=county.organs["市监局"])
    for _ in range(many):
        Refusal.objects.create(
            case=case, code="decide", by_id=county.people["市甲"], by_name="甲", at=at, rules=rule, message="没有审核"
        )


def complaints(county: Any, many: int, at: datetime) -> None:
    for n in range(many):
        draft = publicity.LetterDraft(
            "complaint", county.organs["市监局"], "没有出示证件，请查", "诉一", "0399-7200009"
        )
        publicity.receive_letter(draft=draft, once=f"complaint-of-the-test-{at:%m%d%H%M}-{n}", by="system", at=at)


def test_figures_are_counted_organ_by_organ(county: Any) -> None:
    organ = county.organs["市监局"]
    case = Case.objects.get(organ_id=organ)
    Case.objects.filter(pk=case.pk).update(due_on=TODAY - timedelta(days=1))
    refusals(county, 2, AT - timedelta(days=29))
    refusals(county, 1, AT - timedelta(days=30))
    refusals(county, 1, rule="G-11")
    complaints(county, 2, AT)
    complaints(county, 1, AT - timedelta(days=45))
    Deadline.objects.create(
        case=case,
        organ_id=organ,
        code="recording",
        ref=77,
        name="音像",
        kind="agency_duty",
        due=TODAY - timedelta(days=1),
    )
    Deadline.objects.create(
        case=case, organ_id=organ, code="recording", ref=78, name="音像", kind="agency_duty", due=TODAY
    )
    found = readings(TODAY)[organ]
    assert found == {
        Watched.OVERDUE: Reading(1, 1), Watched.REFUSED: Reading(2), Watched.RECORDINGS: Reading(1), Watched.COMPLAINTS: Reading(2, 0, 1),
    }  # fmt: skip


def test_a_warning_opens_once_goes_on_and_ends(county: Any) -> None:
    assert watch() == 0
    refusals(county, 3)
    assert watch() == 1 and watch() == 0
    (one,) = queries.warnings(county.actor("监", AT), ("open",))
    assert (one.kind, one.organ_name, one.count) == ("refused", "示范县市场监督管理局", 3) and "3 次" in one.words
    refusals(county, 2)
    assert watch(AT + timedelta(days=1)) == 0
    row = EarlyWarning.objects.get()
    assert (row.count, row.worst, row.opened_on, row.looked_on) == (5, 5, TODAY, TODAY + timedelta(days=1))
    done = operations.see_warning(
        warning_id=row.pk, reason="新到岗人员不熟悉流程，已培训", by=county.actor("市己", AT), at=AT
    )
    assert done.state == "seen"
    # The clock set back changes nothing.
    assert watch(AT - timedelta(days=9)) == 0 and watch(datetime(2000, 1, 1, tzinfo=CHINA)) == 0
    later = AT + timedelta(days=31)
    assert watch(later) == 1 and watch(later) == 0
    row.refresh_from_db()
    assert (row.state, row.over_on, row.worst, row.current) == ("over", later.date(), 5, None)
    refusals(county, 3, later)
    assert watch(later) == 1 and EarlyWarning.objects.count() == 2
    assert list(warnings_unlike_the_ledger()) == []


def test_who_sees_and_answers(county: Any) -> None:
    refusals(county, 3)
    watch()
    key = EarlyWarning.objects.get().pk
    for who, may in (("监", True), ("市己", True), ("己", False), ("市甲", False), ("丁", False), ("系小管", False)):
        actor = county.actor(who, AT)
        assert (queries.warning(key, actor) is not None) is may, who
        owes = [one for one in queries.duties(actor, TODAY) if one.page == "warning"]
        assert bool(owes) is may, who
        if not may:
            with pytest.raises(Forbidden):
                operations.see_warning(warning_id=key, reason="已经培训", by=actor, at=AT)
    by = county.actor("监", AT)

    def see(reason: str = "已经培训") -> Any:
        return operations.see_warning(warning_id=key, reason=reason, by=by, at=AT)

    with pytest.raises(Refused) as empty:
        see("  ")
    assert [one.rule for one in empty.value.findings] == ["SUP-101"]
    with pytest.raises(Invalid):
        see("长" * 2001)
    with pytest.raises(Invalid):
        operations.see_warning(warning_id=uuid4(), reason="已经培训", by=by, at=AT)
    see()
    with pytest.raises(Refused) as again:
        see()
    assert [one.rule for one in again.value.findings] == ["SUP-101"]
    assert not [one for one in queries.duties(by, TODAY) if one.page == "warning"]


def test_what_was_changed_by_sql_is_found(county: Any) -> None:
    refusals(county, 3)
    watch()
    row = EarlyWarning.objects.get()
    for more in ({"reason": "改过"}, {"kind": "overdue"}, {"state": "over"}):
        before = EarlyWarning.objects.values(*more).get()
        EarlyWarning.objects.update(**more)
        assert len(list(warnings_unlike_the_ledger())) == 1, more
        EarlyWarning.objects.update(**before)
    row.delete()
    assert len(list(warnings_unlike_the_ledger())) == 1


def test_the_round_watches_once_a_day(county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "_watched", {})
    refusals(county, 3)
    assert ticking.watch(AT) == 1
    refusals(county, 3)
    EarlyWarning.objects.update(looked_on=TODAY - timedelta(days=1))
    assert ticking.watch(AT) == 0 and EarlyWarning.objects.get().looked_on == TODAY - timedelta(days=1)
    assert ticking.watch(AT + timedelta(days=1)) == 0 and EarlyWarning.objects.get().count == 6


def test_the_page(county: Any) -> None:
    with clock(AT):
        desks: dict[str, Client] = signed_in(county)
        assert "没有预警" in text(desks["监"], "/bureau/warnings/")
        refusals(county, 3)
        watch()
        page = text(desks["监"], "/bureau/warnings/")
        assert (
            "3 次没有法制审核就要作决定" in page
            and "占在办的 20% 以上" in page
            and "预警：没有法制审核" in text(desks["监"], "/bureau/")
        )
        here = f"/bureau/warnings/{EarlyWarning.objects.get().pk}/"
        assert "SUP-101" in sent(desks["监"], here, {"reason": "短"}, 409)
        sent(desks["监"], here, {"reason": "新到岗人员不熟悉流程"})
        assert "SUP-101" in sent(desks["监"], here, {"reason": "再来一次"}, 409)
        assert "新到岗人员不熟悉流程" in text(desks["监"], "/bureau/warnings/?tab=seen")
        assert desks["己"].get(here).status_code == 404 and desks["丁"].get(here).status_code in {403, 404}
        assert "新到岗人员" in desks["监"].get("/bureau/warnings/export.csv").content.decode("utf-8-sig")
        assert desks["监"].get("/bureau/warnings/?after=x&tab=zz").status_code == 200
