"""The example county: forty cases played through the operations, on whatever day somebody tries the product."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from mingjing.cases import queries
from mingjing.cases.models import Case, Draft
from mingjing.cases.queries.facts import context, load
from mingjing.cases.queries.force import carried
from mingjing.cases.rules.engine import hindrances
from mingjing.cases.rules.guidance import advice
from mingjing.cases.terms import Proposed, procedure
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import blocking
from mingjing.publicity import queries as publicity
from mingjing.review import queries as review
from mingjing.sites.journeys import beside, bodies, county, demo, guiding, lodging, outside, registers
from mingjing.sites.journeys.world import moment, read
from mingjing.supervision import queries as supervision
from mingjing.supervision.queries.lodgings import lodgings_unlike_the_ledger
from mingjing.supervision.terms.lodgings import LodgingState

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


@pytest.fixture(scope="module")
def played(shifan):
    """All forty cases, once for this module."""
    calendar = queries.calendar()
    for told in county.PLAN:
        demo.play(shifan, told, NOW, calendar)
    return shifan


@pytest.mark.django_db
def test_there_are_cases_at_every_stage_and_every_exit(played):
    stages = Counter(Case.objects.values_list("stage", flat=True))
    assert sum(stages.values()) == len(county.PLAN) == 40
    assert set(procedure().stages) - {"terminated"} <= set(stages)
    assert Draft.objects.filter(state="submitted").count() == 3
    publications = Counter(Case.objects.exclude(publication="").values_list("publication", flat=True))
    assert publications["released"] >= 6
    assert publications["withdrawn"] == 1


@pytest.mark.django_db
def test_the_guidance_never_points_at_a_step_that_would_be_refused(played):
    for case in Case.objects.all():
        facts = load(case)
        ctx = context(facts.organ, NOW)
        told = advice(facts, ctx)
        assert (told is None) == (case.stage == "archived"), case.party_name
        if told is None or not told.act:
            continue
        asked = Proposed(told.act, NOW, case.id, None, {}, NOW)
        refused = blocking(hindrances(facts, asked, ctx))
        # Closing may still wait for money that runs until today; everything else must be free to start.
        assert not refused, (case.party_name, told, [str(each) for each in refused])


@pytest.mark.django_db
def test_every_finished_case_passes_its_own_check_without_a_major_problem(played):
    for case in Case.objects.filter(stage__in=("closed", "archived")):
        found = queries.score(load(case), NOW)
        assert not found.vetoes, (case.party_name, [str(each.finding) for each in found.vetoes])


@pytest.mark.django_db
def test_one_fine_is_paid_by_an_agreement_on_execution(played):
    (row,) = Case.objects.filter(acts__code="agree_execution").distinct()
    (one,) = carried(load(row), NOW)
    assert (one.kind, one.word, one.why) == ("执行协议", "正在履行", "下一期 2026-12-12")
    assert advice(load(row), context(load(row).organ, NOW)).act == "record_payment"


@pytest.mark.django_db
def test_the_guiding_cases_are_found_by_the_public(played, client):
    guiding.write(played, NOW)
    for word in ("顶岗", "tezhongzuoye", "tzzy"):
        assert guiding.WELDERS.title in client.get("/s/", {"q": word, "kind": "guiding"}).content.decode(), word


@pytest.mark.django_db
def test_the_review_bodies_are_public_and_one_has_changed_since(played):
    bodies.found(played, NOW)
    shown = {one.organ_name: one for one in publicity.public_entries("review_body", on=NOW.date())}
    assert len(shown) == len(played.teams)
    assert sorted(bool(one.outdated) for one in shown.values()) == [*[False] * (len(shown) - 1), True]
    (material,) = publicity.public_entries("review_list", on=NOW.date())
    assert [row[0] for row in material.readable["rows"]][-4:] == [one.name for one in bodies.ITEMS]
    (waits,) = review.lists_waiting(played.organs[bodies.HOME])
    assert waits.category_name == "行政许可"


@pytest.mark.django_db
def test_a_licence_of_another_system_was_reviewed_here(played):
    outside.submit(played, NOW)
    drafts = {one.source_ref: one for one in review.outside_drafts([played.organs[outside.HOME]])}
    assert [one.stage for _, one in sorted(drafts.items())] == ["agreed", "problems", "open"]
    assert drafts["XK-2026-0031"].passes
    assert {one.content.profile.category for one in drafts.values()} == {"licence"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now", [datetime(2026, 12, 31, 23, 30, tzinfo=CHINA), datetime(2027, 6, 16, 0, 10, tzinfo=CHINA)]
)
def test_the_county_can_be_set_up_on_other_days_too(shifan, now):
    calendar = queries.calendar()
    for told in (*county.PLAN[::6], *(each for each in county.PLAN if each.extra == "agreed")):
        demo.play(shifan, told, now, calendar)


@pytest.mark.django_db
def test_major_decisions_are_lodged_owed_returned_and_registered(played):
    lodging.lodge(played, NOW)
    found = Counter(one.state for one in supervision.lodgings(played.actor("监", NOW), list(LodgingState), limit=100))
    assert found["owed"] >= 2 and found["registered"] >= 2 and found["reported"] >= 1 and found["returned"] >= 1
    assert not list(lodgings_unlike_the_ledger())


@pytest.mark.django_db
def test_the_cases_of_the_other_procedures_fit_into_the_county(played):
    """What the forty cases left behind (inspections counted, files, numbers) does not stop the others."""
    for home in played.teams:
        registers.publish(played, home, moment(read()["founded_at"]) + timedelta(hours=1))
    demo.play_beside(played, NOW, queries.calendar())
    assert Case.objects.count() > len(county.PLAN) + len(beside.PLAN) - 1
