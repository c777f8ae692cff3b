"""What the bench writes is what a release writes: searched by words and by sound, gathered by a credit code that is right."""

import pytest
from django.utils import timezone

from mingjing.foundation.models import SearchEntry
from mingjing.kernel.identifiers import uscc_problem
from mingjing.publicity import queries
from mingjing.publicity.models import Publication
from mingjing.publicity.rules.subjects import subject_code
from mingjing.publicity.terms import SEARCH_KIND, SOUND_KIND, Filters
from mingjing.sites.bench import press, sheets


@pytest.mark.django_db
def test_pressed_decisions_are_found_as_released_ones_are() -> None:
    press.press(60, timezone.now())
    rows = list(Publication.objects.select_related("current"))
    kinds = [*SearchEntry.objects.values_list("kind", flat=True)]
    assert (kinds.count(SEARCH_KIND), kinds.count(SOUND_KIND), len(rows)) == (60, 60, 60)
    for row in rows:
        natural = row.public_party.endswith("某")
        assert bool(row.party_uscc) is not natural and (natural or not uscc_problem(row.party_uscc))
        assert row.current and subject_code(natural, row.party_uscc, row.current.text) == row.party_uscc
    whole = next(row for row in rows if row.party_uscc)
    assert whole.id in {one.id for one in queries.page(Filters(uscc=whole.party_uscc)).rows}
    assert [one.number for one in queries.numbered(whole.number)] == [whole.number]
    from mingjing.kernel import pinyin

    letters = pinyin.letters("sfx")
    assert queries.decisions_sounding(letters, 5)


@pytest.mark.django_db
def test_the_sheet_of_the_bench_is_good_row_by_row(settings: object, tmp_path: object) -> None:
    settings.MINGJING_KEYS = tmp_path  # type: ignore[attr-defined]
    press.press(200, timezone.now())
    fed = sheets.feed()
    told = sheets.export()
    assert told["rows"] == fed > 10
