"""Several hands on one draft or one form at the same moment, on a database that commits."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.security import town as towns
from tests.security.hostile import JOURNEYS, browser

from mingjing.cases import operations
from mingjing.cases.models import Act, Case, Draft
from mingjing.kernel.findings import Refused
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player, read_story

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = world.moment("2026-09-10 10:00")


@pytest.fixture
def filed(transactional_db: None) -> Player:
    """A filed case."""
    story = read_story(JOURNEYS / "basic.yaml")
    steps = [step for step in story.steps if world.moment(step["at"]) < world.moment("2026-09-09") and "act" in step]
    return towns.play(kept.county(), steps, party="恒源")


def handed_in(player: Player, who: str = "甲") -> UUID:
    data = player.data_for("preserve", AT, player.case_id())
    return operations.submit_draft(
        case_id=player.case_id(), code="preserve", data=data, by=player.actor(who, AT), now=AT
    )


def outcomes(answers: list[Any]) -> list[str]:
    """“done”, or the rules that refused."""
    return sorted(
        ",".join(sorted(one.rules)) if isinstance(one, Refused) else "done" for one in answers if not _crash(one)
    )


def _crash(answer: Any) -> bool:
    if isinstance(answer, Exception) and not isinstance(answer, Refused):
        raise answer
    return False


def acts(player: Player, code: str) -> int:
    return Act.objects.filter(case_id=player.case_id(), code=code).count()


def test_of_two_approvals_of_one_draft_one_is_an_act(filed: Player) -> None:
    draft, later = handed_in(filed), AT + timedelta(minutes=5)

    def approve(who: str) -> Any:
        return lambda: operations.approve_draft(draft_id=draft, by=filed.actor(who, AT), now=later)

    assert outcomes(at_once(approve("己"), approve("己2"), approve("己3"))) == ["STEP-02", "STEP-02", "done"]
    assert acts(filed, "preserve") == 1
    assert outcomes(at_once(approve("己"))) == ["STEP-02"]


def test_a_draft_is_approved_or_sent_back_never_both(filed: Player) -> None:
    draft, later = handed_in(filed), AT + timedelta(minutes=5)
    answers = at_once(
        lambda: operations.approve_draft(draft_id=draft, by=filed.actor("己", AT), now=later),
        lambda: operations.return_draft(draft_id=draft, note="请补充保存清单", by=filed.actor("己2", AT), now=later),
    )
    assert outcomes(answers) == ["STEP-02", "done"]
    state = Draft.objects.get(id=draft).state
    assert (state, acts(filed, "preserve")) in {("done", 1), ("returned", 0)}


def test_of_two_hands_one_hands_in(filed: Player) -> None:
    assert outcomes(at_once(lambda: handed_in(filed), lambda: handed_in(filed, "乙"))) == ["STEP-02", "done"]
    assert Draft.objects.filter(case_id=filed.case_id(), state="submitted").count() == 1


def test_the_same_form_posted_twice_at_once_is_one_act(filed: Player) -> None:
    case_id, before = filed.case_id(), acts(filed, "collect_evidence")
    where, person = f"/bureau/cases/{case_id}/acts/collect_evidence/", filed.world.people["甲"]
    client = browser(person)
    marks = dict(re.findall(r'name="(_once|_version)" value="([0-9a-f]+)"', client.get(where).content.decode()))
    assert set(marks) == {"_once", "_version"}
    form = {
        "kind": "documentary", "name": "证照", "source": "当事人", "collected_on": "2026-09-10", "proves": "主体", "monitoring": "no",
        "officers": [str(person)], **marks,
    }  # fmt: skip

    def post() -> int:
        twin = browser(person)
        twin.cookies = client.cookies
        return int(twin.post(where, form).status_code)

    assert sorted(at_once(post, post)) in ([302, 302], [302, 422])
    assert acts(filed, "collect_evidence") == before + 1
    assert Case.objects.get(id=case_id).version == Act.objects.filter(case_id=case_id).count()
