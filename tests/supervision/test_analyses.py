"""Weak links of a quarter: counted piece by piece, compared with the quarter before, signed once, closed to others."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.cases import queries as cases
from mingjing.cases.models import Case
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Analysis
from mingjing.supervision.queries.agreeing_gradings import gradings_unlike_the_ledger
from mingjing.supervision.rules import analyses as rules
from mingjing.supervision.terms.analyses import AnalysisFacts

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 6, 10, 0, tzinfo=CHINA)
CAUSES, MEASURES = "新到岗人员对期限不熟悉，核对不细。", "二月底以前组织一次培训，由法规股负责核对。"


@pytest.fixture(scope="module")
def county(shifan: Any) -> Any:
    """示范县 with a case from September to November 2026, and one that stopped in September and is late ever since."""
    basic = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, basic, party="恒源")
    named = {"shown_name": "示范县鑫达烟花爆竹有限公司"}
    early = [
        {**one, "with": {**one.get("with", {}), **named}} if "shown_name" in one.get("with", {}) else one
        for one in basic if str(one["at"])[:10] <= "2026-09-23"
    ]  # fmt: skip
    play(shifan, early, party="鑫达")
    return shifan


def begin(county: Any, who: str = "己", quarter: int = 3, **more: Any) -> AnalysisFacts:
    given = {
        "year": 2026,
        "quarter": quarter,
        "whole_region": who == "监",
        "by": county.actor(who, AT),
        "at": AT,
    } | more
    return operations.begin_analysis(**given)


def counted(county: Any, made: AnalysisFacts, limit: int = 50) -> AnalysisFacts:
    while operations.count_waiting(by="system", now=AT, limit=limit):
        pass
    row = Analysis.objects.get(pk=made.id)
    return row.facts()


def sign(county: Any, made: AnalysisFacts, who: str = "己", **more: str) -> AnalysisFacts:
    texts = {"causes": CAUSES, "measures": MEASURES} | more
    return operations.sign_analysis(analysis_id=made.id, by=county.actor(who, AT), at=AT, **texts)


def refused(act: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as found:
        act()
    return {(one.rule, one.field) for one in found.value.findings}


def test_what_is_counted_is_what_the_rules_say_case_by_case(county: Any) -> None:
    made = counted(county, begin(county))
    own = Case.objects.filter(organ_id=county.organs["应急局"])
    expected: dict[str, set[str]] = {}
    for row in own:
        acts = {act.seq: act.at.astimezone(CHINA).date() for act in row.acts.all()}
        for one in cases.supervise(row.pk, AT):
            if one.act_seq in acts and date(2026, 7, 1) <= acts[one.act_seq] <= date(2026, 9, 30):
                expected.setdefault(one.finding.rule, set()).add(str(row.pk))
    assert {one.rule: {str(key) for key, _ in one.cases} for one in made.links} == expected
    assert expected, "the case that stopped in September is late"
    assert (
        made.state == "ready"
        and made.looked == made.total == own.filter(acts__at__lt=datetime(2026, 10, 1, tzinfo=CHINA)).distinct().count()
    )
    assert all(one.sentence for one in made.links)
    assert sum(len(one.cases) for one in made.kinds) == own.filter(filed_on__lte=date(2026, 9, 30)).count()


def test_pieces_give_the_same_as_the_whole(county: Any) -> None:
    whole = counted(county, begin(county))
    sign(county, whole)
    again = begin(county)
    assert (again.seq, again.state) == (2, "counting")
    first = operations.count_waiting(by="system", now=AT, limit=1)
    assert first == 1 and Analysis.objects.get(pk=again.id).looked == 1
    pieces = counted(county, again, limit=1)
    assert (pieces.links, pieces.kinds, pieces.films, pieces.looked) == (
        whole.links,
        whole.kinds,
        whole.films,
        whole.looked,
    )
    assert operations.count_waiting(by="system", now=AT) == 0


def test_a_quarter_is_compared_with_the_signed_one_before(county: Any) -> None:
    third = sign(county, counted(county, begin(county)))
    assert all(one.before is None and one.change is None for one in third.links)
    fourth = counted(county, begin(county, quarter=4))
    told = {one.rule: (one.count, one.before) for one in fourth.links}
    for one in third.links:
        now = len([each for each in fourth.links if each.rule == one.rule for _ in each.cases])
        assert told[one.rule] == (now, one.count)
    assert {one.code: one.before for one in fourth.kinds} == {
        one.code: len(one.cases) for one in third.kinds if one.cases
    }


def test_it_is_signed_once_with_causes_and_measures(county: Any) -> None:
    made = begin(county)
    assert refused(lambda: sign(county, made)) == {("SUP-62", "")}
    ready = counted(county, made)
    for _ in range(2):
        assert refused(lambda: sign(county, ready, causes="", measures=" ")) == {
            ("SUP-62", "causes"),
            ("SUP-62", "measures"),
        }
    with pytest.raises(Invalid):
        sign(county, ready, causes="长" * 4001)
    signed = sign(county, ready)
    assert (signed.state, signed.signed_by) == ("signed", county.actor("己", AT).name)
    assert refused(lambda: sign(county, ready)) == {("SUP-62", "")}
    kinds = [one.kind.rpartition(":")[2] for one in ledger.whole(f"analysis:{made.id}")]
    assert kinds == ["begun", "counted", "signed"]
    assert CAUSES not in repr([one.payload for one in ledger.whole(f"analysis:{made.id}")])
    assert not list(gradings_unlike_the_ledger())


def test_a_quarter_that_runs_and_one_begun_already_are_refused(county: Any) -> None:
    assert refused(lambda: begin(county, year=2027, quarter=1)) == {("SUP-16", "")}
    for quarter in (0, 5):
        with pytest.raises(Invalid):
            begin(county, quarter=quarter)
    with pytest.raises(Invalid):
        begin(county, year=2028)
    begin(county)
    for _ in range(2):
        with pytest.raises(Invalid):
            begin(county)
    with pytest.raises(Invalid):
        operations.sign_analysis(
            analysis_id=uuid4(), causes=CAUSES, measures=MEASURES, by=county.actor("己", AT), at=AT
        )


def test_the_region_is_the_supervisors_and_an_organs_its_own(county: Any) -> None:
    region, own = counted(county, begin(county, "监")), counted(county, begin(county))
    for who, sees in {
        "监": (True, True),
        "己": (False, True),
        "公": (False, True),
        "丁": (False, True),
        "甲": (False, False),
        "市己": (False, False),
        "系小管": (False, False),
    }.items():
        actor = county.actor(who, AT)
        assert (bool(queries.analysis(region.id, actor)), bool(queries.analysis(own.id, actor))) == sees, who
        assert {one.id for one in queries.analyses(actor)} == {
            one.id for one, seen in zip((region, own), sees, strict=True) if seen
        }
    for who in ("甲", "市甲"):
        with pytest.raises(Forbidden):
            begin(county, who)
    with pytest.raises(Forbidden):
        begin(county, whole_region=True)
    with pytest.raises(Forbidden):
        sign(county, region)
    with pytest.raises(Forbidden):
        sign(county, own, "监")


def test_the_last_quarter_without_an_analysis_is_owed(county: Any) -> None:
    def owed(who: str) -> list[str]:
        return [one.missing for one in queries.duties(county.actor(who, AT), AT.date()) if "薄弱环节" in one.what]

    assert owed("己") == owed("监") == ["没有发起"] and owed("甲") == []
    made = begin(county, quarter=4)
    assert owed("己") == ["统计中"]
    sign(county, counted(county, made))
    assert owed("己") == [] and owed("监") == ["没有发起"]


@pytest.mark.parametrize("harm", ["found", "causes", "delete", "digest"])
def test_what_is_changed_by_hand_is_found(county: Any, harm: str) -> None:
    made = sign(county, counted(county, begin(county)))
    row = Analysis.objects.filter(pk=made.id)
    if harm == "delete":
        row.delete()
    else:
        row.update(
            **{"found": {"found": {}}, "causes": {"causes": "没有问题，一切正常。"}, "digest": {"digest": "0" * 64}}[
                harm
            ]
        )
    assert list(gradings_unlike_the_ledger()), harm


def test_a_case_counts_once_per_rule() -> None:
    found: dict[str, Any] = {}
    one, two = uuid4(), uuid4()
    for act, case in (("立案", one), ("告知", one), ("告知", two), ("告知", two)):
        rules.add(found, "G-01", act, case, str(case))
    (link,) = rules.links_of(found, {"G-01": 3})
    assert (link.acts, link.count, link.change) == (("立案", "告知"), 2, -1)
