"""The certificate held out on a phone: fresh for a minute, stale when photographed, forged when made up; counted, never tied."""

from datetime import date, datetime, timedelta

import pytest
from tests.organs.town import Town, town

from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.organs import operations, queries
from mingjing.organs.models import Showing
from mingjing.organs.operations import showing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 24, 10, 0, 5, tzinfo=CHINA)


@pytest.fixture
def county() -> Town:
    return town()


def look(number: str, shown: object, at: datetime) -> str:
    return operations.look_at_code(number, str(shown.step), shown.code, at)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("later", "outcome"),
    [(0, "fresh"), (54, "fresh"), (114, "fresh"), (115, "stale"), (3600, "stale"), (86400 * 30, "stale")],
)
def test_a_code_is_fresh_for_its_minute_and_the_next(county: Town, later: int, outcome: str) -> None:
    """10:00:05: the minute ends at 10:01:00, the grace at 10:02:00."""
    officer = county.officer("甲执法", "冀B-1")
    shown = operations.shown_code(number="冀B-1", by=queries.actor(officer.id, AT), at=AT)
    assert look("冀B-1", shown, AT + timedelta(seconds=later)) == outcome
    assert shown.seconds == 55


def test_a_code_of_the_future_is_not_fresh(county: Town) -> None:
    officer = county.officer("甲执法", "冀B-1")
    later = AT + timedelta(minutes=5)
    shown = operations.shown_code(number="冀B-1", by=queries.actor(officer.id, AT), at=later)
    assert look("冀B-1", shown, AT) == "stale"


def test_a_code_fits_one_certificate_only(county: Town) -> None:
    one, two = county.officer("甲执法", "冀B-1"), county.officer("乙执法", "冀B-2")
    shown = operations.shown_code(number="冀B-1", by=queries.actor(one.id, AT), at=AT)
    assert look("冀B-2", shown, AT) == "forged"
    with pytest.raises(Invalid, match="只能出示自己"):
        operations.shown_code(number="冀B-1", by=queries.actor(two.id, AT), at=AT)


@pytest.mark.parametrize(
    ("step", "code"), [("", ""), ("x", "y"), ("1", "A" * 16), ("9" * 40, ""), ("１２", ""), ("-1", ""), ("1.5", "")]
)
def test_what_is_made_up_is_forged(county: Town, step: str, code: str) -> None:
    county.officer("甲执法", "冀B-1")
    assert operations.look_at_code("冀B-1", step, code, AT) == "forged"
    assert operations.look_at_code("没有这个证号", step, code, AT) == "forged"


def test_looks_are_counted_by_day_and_name_nobody(county: Town) -> None:
    officer = county.officer("甲执法", "冀B-1")
    held = queries.certificates([officer.id])[officer.id][0]
    for outcome in ("fresh", "fresh", "stale", "forged", "anything"):
        operations.count_showing(number="冀B-1", outcome=outcome, by="system", at=AT)
    operations.count_showing(number="冀B-1", outcome="fresh", by="system", at=AT + timedelta(days=1))
    operations.count_showing(number="没有这个证号", outcome="fresh", by="system", at=AT)
    counts = queries.shown_counts(held.id, date(2026, 9, 1))
    assert (counts.fresh, counts.stale) == (3, 1)
    assert queries.shown_counts(held.id, date(2026, 9, 25)).fresh == 1
    assert {field.name for field in Showing._meta.get_fields()} == {"id", "certificate", "day", "fresh", "stale"}


def test_the_step_is_a_minute() -> None:
    assert showing.STEP == 60
