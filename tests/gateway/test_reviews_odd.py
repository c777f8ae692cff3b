"""Legality review over the API, attacked: odd names, odd characters, replays, what a withdrawn pass still says."""

from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.gateway.deposits import System, key
from tests.gateway.test_api import problem
from tests.gateway.test_reviews import DRAFT, REF, hand_in, opine, state, submitted

from mingjing.kernel.findings import Refused
from mingjing.review.models import OutsideDraft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


@pytest.fixture
def system(shifan: Any) -> System:
    return System(key(shifan, ("review",)))


def test_a_pass_of_a_withdrawn_draft_is_told_as_no_longer_standing(shifan: Any, system: System) -> None:
    submitted(system)
    opine(shifan)
    assert state(system)["hindrances"] == []
    system.post("reviews/withdraw", source_ref=REF, reason="申请人撤回申请")
    told = state(system)
    assert (told["cleared"], [one["rule"] for one in told["hindrances"]]) == (False, ["REV-54"])


@pytest.mark.parametrize("spelled", ["{0} {1}", "{0}\u3000{1}", "{0}·{1}", " {0}{1}", "{0}{1}（主办）"])
def test_a_reviewer_named_as_handler_under_another_spelling_does_not_review(
    shifan: Any, system: System, spelled: str
) -> None:
    name = shifan.actor("丁", timezone.now()).name
    written = spelled.format(name[:1], name[1:])
    system.post("reviews", **DRAFT | {"handlers": [{"name": written}]})
    for kind in ("report", "draft", "evidence"):
        hand_in(system, kind)
    assert system.post("reviews/submit", source_ref=REF, stated=True).status_code == 200
    with pytest.raises(Refused) as caught:
        opine(shifan)
    assert "REV-55" in caught.value.rules


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"handlers": [{"name": "周\U0001fae0"}]}, "handlers"),
        ({"source_system": "系统\U0001fae0"}, "source_system"),
        ({"source_ref": "XK\U0001fae0"}, "source_ref"),
    ],
)
def test_a_sign_that_no_opinion_could_be_printed_with_is_told_at_once(
    system: System, more: dict[str, Any], field: str
) -> None:
    told = problem(system.post("reviews", **DRAFT | more), 422)
    assert [one["field"] for one in told["errors"]] == [field]
    assert OutsideDraft.objects.count() == 0


@pytest.mark.parametrize("kind", ["report\0", "x" * 101, ""])
def test_a_kind_with_odd_characters_is_no_kind(system: System, kind: str) -> None:
    system.post("reviews", **DRAFT)
    assert hand_in(system, kind).status_code in {409, 422}


def test_the_same_under_two_spellings_of_money(shifan: Any, system: System) -> None:
    assert system.post("reviews", **DRAFT | {"fine": "30000"}).status_code == 201
    again = system.post("reviews", **DRAFT | {"fine": "30000.00"})
    assert again.status_code == 200, again.content.decode()
    assert OutsideDraft.objects.count() == 1
