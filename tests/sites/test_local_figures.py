"""One local file moves the clock of every room that reckons with it: case, review, publicity."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.case_desk import case_at, enter
from tests.organs.test_overlays import figure, write
from tests.publicity import samples

from mingjing.cases.queries.calendar import figures_of
from mingjing.foundation.people import Role
from mingjing.kernel.workdays import national
from mingjing.organs import queries as organs
from mingjing.organs.queries import overlays
from mingjing.publicity import operations
from mingjing.publicity.rules.clocks import parameters as public_figures
from mingjing.publicity.rules.clocks import publish_by
from mingjing.review.queries import lists
from mingjing.sites.figures import figures

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 16)
OWN = """checked: 2026-11-01
review.limit:
  2026-11-01: {value: 2, unit: wd, cites: 甲, verified: true}
review.term_most:
  2026-11-01: {value: 4, unit: wd, cites: 甲, verified: true}
publish.penalty:
  2026-11-01: {value: 3, unit: wd, cites: 甲, verified: true}
"""


def test_case_review_and_publicity_go_by_the_same_local_figure(shifan: Any, tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_PARAMETERS = tmp_path
    key = shifan.organs["应急局"]
    organ, other = organs.organ(key), organs.organ(shifan.organs["市监局"])
    assert (lists.term_told(key, ON), lists.bounds(key, ON)) == (5, (1, 10))
    write(tmp_path, "organs/示应急", OWN)
    asked = figures_of(organ)
    assert [asked(name, ON).value for name in ("review.limit", "publish.penalty")] == [2, 3]
    assert (lists.term_told(key, ON), lists.bounds(key, ON)) == (2, (1, 4))
    assert lists.term_told(other.id, ON) == 10
    where = organs.local_for(public_figures, key, organ.domain)
    assert publish_by(ON, "penalty", where, national()).due == date(2026, 11, 19)
    assert publish_by(ON, "penalty", organs.local_for(public_figures, other.id, other.domain), national()).due == date(
        2026, 12, 14
    )


def test_a_scheduled_decision_is_due_by_the_local_figure(shifan: Any, tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_PARAMETERS = tmp_path
    write(tmp_path, "organs/示应急", OWN)
    key = shifan.organs["应急局"]
    asked = samples.decision(organ_id=key, decided_on=date(2026, 11, 2))
    made = operations.schedule(decision=asked, by=samples.actor(Role.HANDLER, organ=key), at=samples.NOW)
    assert made.due == date(2026, 11, 5)


def test_what_the_organ_publishes_about_itself_is_what_it_is_held_to(
    shifan: Any, tmp_path: Path, settings: Any
) -> None:
    settings.MINGJING_PARAMETERS = tmp_path
    write(tmp_path, "organs/示应急", OWN)
    told, other = (figures(organs.organ(shifan.organs[one]), "systems", ON) for one in ("应急局", "市监局"))
    assert (told["publish_penalty"][1:], told["review_limit"][1:]) == (("3个工作日", "甲"), ("2个工作日", "甲"))
    assert other["publish_penalty"][1] == "20个工作日"


def test_what_no_organ_may_set_is_told_as_the_nation_sets_it(shifan: Any, tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_PARAMETERS = tmp_path
    write(tmp_path, "organs/示应急", figure("training", 60, "h/y"))
    assert figures(organs.organ(shifan.organs["应急局"]), "systems", ON)["training"][1] == "40学时"


def test_a_page_looks_once_whether_the_local_files_changed(
    shifan: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MINGJING_PARAMETERS = tmp_path
    write(tmp_path, "organs/示应急", OWN)
    case, client, looks = case_at(shifan, 3, "branch-c.yaml"), enter(shifan, "甲"), []
    real = overlays._print
    monkeypatch.setattr(overlays, "_print", lambda organ: looks.append(organ) or real(organ))
    for path in (
        f"/bureau/cases/{case}/",
        f"/bureau/cases/{case}/?tab=clocks",
        f"/bureau/cases/{case}/acts/close/",
        "/bureau/",
        "/bureau/cases/",
    ):
        looks.clear()
        assert client.get(path).status_code == 200
        assert len(looks) <= 1, path
