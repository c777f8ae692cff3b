"""What was fed is public for as long, and weighs as much for credit, as what was decided here."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.exchange import books
from tests.exchange.books import LICENCE, PENALTY
from tests.exchange.test_feeding import AT, enter, feed, one, release, sheet

from mingjing.exchange.models import Fed
from mingjing.exchange.partners.shuanggongshi import entering
from mingjing.exchange.rules.credit import credit_term
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import national
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Publication
from mingjing.publicity.terms import Publishable

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def of_rows(shifan: Any, *rows: dict[str, Any], kind: str = "penalty") -> Publishable:
    organ: OrganFacts = organs.organ(shifan.organs["应急局"])
    return entering.publishable(
        kind, [entering.tidied({key: str(value) for key, value in row.items()}) for row in rows], organ
    )


@pytest.mark.parametrize(
    ("row", "kinds", "fine", "ban"),
    [
        ({}, ("fine",), "2000.00", None),
        ({"kinds": "警告;罚款", "fine": "0.000001"}, ("warning", "fine"), "0.01", None),
        ({"kinds": "警告", "fine": ""}, ("warning",), "", None),
        ({"kinds": "吊销;暂扣", "fine": ""}, ("revoke_licence", "suspend_licence"), "", None),
        ({"kinds": "其他-责令改正", "fine": ""}, ("other",), "", None),
        ({"kinds": "限制从业", "fine": "", "valid_to": "2031/11/05"}, ("ban",), "", date(2031, 11, 5)),
        ({"kinds": "限制从业", "fine": "", "valid_to": "2099/12/31"}, ("ban",), "", None),
        ({"valid_to": "2027/11/05"}, ("fine",), "2000.00", None),
    ],
)  # fmt: skip
def test_a_row_says_what_the_terms_depend_on(
    row: dict[str, str], kinds: tuple[str, ...], fine: str, ban: date | None, shifan: Any
) -> None:
    made = of_rows(shifan, PENALTY | row)
    assert (made.kinds, made.fine, made.ban_until) == (kinds, fine, ban)


def test_of_several_parties_the_largest_fine_counts_and_a_licence_has_none(shifan: Any) -> None:
    second = PENALTY | {
        "party_name": "示范县恒丰化工有限公司",
        "uscc": books.OTHER_USCC,
        "fine": "8",
        "kinds": "罚款;没收违法所得",
    }
    made = of_rows(shifan, PENALTY, second)
    assert (made.kinds, made.fine) == (("fine", "confiscate_gains"), "80000.00")
    licence = of_rows(shifan, LICENCE, kind="licence")
    assert (licence.kinds, licence.fine, licence.ban_until) == ((), "", None)


def test_the_kinds_of_a_sheet_reach_the_publication_and_the_same_sheet_is_the_same(shifan: Any) -> None:
    assert feed(shifan, sheet(PENALTY)).entered == 1
    kept = Publication.objects.get(number=PENALTY["number"]).source.content
    assert (kept["kinds"], kept["fine"]) == (["fine"], "2000.00")


def test_what_was_fed_before_the_kinds_were_known_is_still_the_same(
    shifan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.exchange.test_feeding import look

    with monkeypatch.context() as before:
        before.setattr(entering, "_weight", lambda rows: {})
        feed(shifan, sheet(PENALTY))
    assert "kinds" not in Publication.objects.get(number=PENALTY["number"]).source.content
    assert [len(look(shifan, sheet(PENALTY)).same), len(look(shifan, sheet(PENALTY)).bad)] == [1, 0]


def test_a_fed_warning_of_the_market_is_public_three_months_and_a_ban_to_its_end(shifan: Any) -> None:
    """Three months and three years of the rules of market supervision, reckoned by hand."""
    fields = {"domain": "market", "category": "penalty", "kinds": ("warning",), "fine": ""}
    for number, changes, until in (
        ("示应急罚〔2026〕961号", {}, date(2027, 2, 20)),
        ("示应急罚〔2026〕962号", {"kinds": ("stop",)}, date(2029, 11, 20)),
        ("示应急罚〔2026〕963号", {"kinds": ("ban",), "ban_until": date(2033, 1, 31)}, date(2033, 1, 31)),
    ):
        given = replace(one(shifan), number=number, source_ref=f"x-{number}", **(fields | changes))  # type: ignore[arg-type]
        organ = organs.organ(given.organ_id)
        made = publicity.schedule(
            decision=replace(given, organ_name=organ.name, organ_code=organ.code), by=shifan.actor("公", AT), at=AT
        )
        release(made.id, shifan)
        assert Publication.objects.get(pk=made.id).term_until == until


def test_what_was_fed_weighs_by_its_kinds(shifan: Any) -> None:
    fed = enter(shifan, one(shifan, category="penalty", kinds=("fine", "stop"), fine="50000"))
    kept = Publishable.from_json(Publication.objects.get(pk=fed.publication_id).source.content)
    term = credit_term(kept.decided_on, kept.kinds, kept.fine, "", national())
    mild = credit_term(kept.decided_on, ("warning",), "", "", national())
    assert term and mild and (str(term.klass), str(mild.klass)) == ("serious", "light")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kinds": ("stoning",)}, "kinds"),
        ({"kinds": ("fine",), "fine": ""}, "fine"),
        ({"kinds": ("warning",), "fine": "300"}, "fine"),
        ({"kinds": ("fine",), "fine": "三百"}, "fine"),
        ({"kinds": ("fine",), "fine": "-1"}, "fine"),
        ({"kinds": ("warning",), "ban_until": DAY}, "ban_until"),
        ({"kinds": ("ban",), "ban_until": date(2020, 1, 1)}, "ban_until"),
        ({"category": "licence", "kinds": ("warning",)}, "kinds"),
    ],
)
def test_a_weight_that_makes_no_sense_is_told_by_field(changes: dict[str, Any], field: str, shifan: Any) -> None:
    with pytest.raises(Invalid) as refused:
        enter(shifan, one(shifan, **({"category": "penalty"} | changes)))
    assert field in refused.value.errors and not Fed.objects.exists()
