"""Two people keep the next version of a transcript at the same moment: one is kept, the other is told to look first."""

from typing import Any

import pytest
from tests import kept as states
from tests.organs.at_once import at_once
from tests.records.films import film, held
from tests.records.test_transcripts import kept

from mingjing.records.models import Transcript

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_of_two_one_is_kept_and_the_other_is_told(transactional_db: None) -> None:
    shifan: Any = states.county()
    one = held(shifan, film())
    for base in (0, 1):
        answers = at_once(*[
            lambda key=key, base=base: kept(shifan, one, f"0:0{base + 1} {key}", base, "重听了一遍", key) for key in ("甲", "乙")
        ])  # fmt: skip
        assert sorted(type(each).__name__ for each in answers) == ["Refused", "TranscriptFacts"]
    assert [row.version for row in Transcript.objects.all()] == [1, 2]
