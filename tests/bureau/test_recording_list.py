"""A recording list that keeps for less than the organ's least is flagged where it is checked, released and looked at."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.records.test_keeping import listed
from tests.security.hostile import browser

from mingjing.publicity.models import Edition
from mingjing.publicity.terms import kinds

pytestmark = pytest.mark.django_db
FLAG = "只保存 3 个月，少于规定的 6 个月"


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def read(client: Any, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, (where, answer.status_code)
    return str(answer.content.decode())


def test_it_is_flagged_from_drawing_to_release_and_released_all_the_same(shifan: Any) -> None:
    kind = next(one.key for one in kinds().values() if one.draws == "recording")
    publicist, reviewer, head = (browser(shifan.people[key]) for key in ("公", "丁", "己"))
    where = f"/bureau/lists/{kind}/"
    assert FLAG not in read(publicist, where)
    listed(shifan, 3, date(2026, 11, 1))
    assert FLAG in read(publicist, where)
    assert publicist.post(f"{where}draw/").status_code == 302
    here = f"/bureau/editions/{Edition.objects.latest('collected_at').id}/"
    assert FLAG in read(reviewer, here) and FLAG in read(reviewer, f"{here}check/")
    assert reviewer.post(f"{here}check/").status_code == 302
    assert FLAG in read(head, f"{here}release/")
    assert head.post(f"{here}release/").status_code == 302
    assert FLAG in read(head, "/bureau/equipment/rules/")
    assert FLAG in read(head, "/bureau/supervision/coverage/")


def test_a_list_that_keeps_enough_is_not_flagged(shifan: Any) -> None:
    head = browser(shifan.people["己"])
    for where in ("/bureau/equipment/rules/", "/bureau/supervision/coverage/"):
        assert "少于规定的" not in read(head, where)
