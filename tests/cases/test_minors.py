"""A party under eighteen is not published: on the eighteenth birthday still protected, on the day after no more."""

import pytest
from tests.cases.rules.made import PARTY, case

from mingjing.cases.operations.publishing import _minor


@pytest.mark.parametrize(
    ("born", "decided", "protected"),
    [
        ("2008-11-05", "2026-11-04", True),
        ("2008-11-05", "2026-11-05", True),
        ("2008-11-05", "2026-11-06", False),
        ("2008-02-29", "2026-02-28", True),
        ("2008-02-29", "2026-03-01", False),
        ("2008-12-31", "2027-01-01", False),
        ("2009-01-01", "2026-12-31", True),
        ("", "2026-11-05", False),
    ],
)
def test_the_eighteenth_birthday(born, decided, protected):
    facts = case(("decide", decided, {"fine": "100"}), party={**PARTY, "kind": "citizen", "birth_date": born})
    assert _minor(facts, facts.decision) is protected
