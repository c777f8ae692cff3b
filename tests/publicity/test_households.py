"""Who hides behind a household's or a unit's form: owners by name, people's numbers, children."""

from datetime import date

import pytest
from tests.publicity import samples

from mingjing.kernel.findings import Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.rules.names import owner_name
from mingjing.publicity.rules.redaction import candidates
from mingjing.publicity.rules.subjects import subject_code
from mingjing.publicity.terms import Publishable, Verdict

pytestmark = pytest.mark.django_db
OWNER_ID, CHILD_ID = "130821197001011235", "130821201305071236"
UNITS = ("individual_business", "legal_person", "unincorporated", "legal")


def household(**changes: object) -> Publishable:
    told: dict[str, object] = {
        "party_name": "张大民", "party_kind": "individual_business", "party_id_no": OWNER_ID, "known_entities": (),
        "full_text": (f"当事人：张大民，公民身份号码 {OWNER_ID}。", "张大民对此无异议。"),
    }  # fmt: skip
    return samples.decision(**(told | changes))


@pytest.mark.parametrize("kind", UNITS)
def test_a_persons_number_is_no_units_code(kind: str) -> None:
    """Filled in where a unit's code belongs, an identity number would have stood in public as the unit's own."""
    given = household(party_kind=kind)
    assert given.unit_code == ""
    numbers = [one for one in candidates(given, "surname") if OWNER_ID in one.text]
    assert [(one.part, one.certain) for one in numbers] == [("p0", True)]
    made = samples.released(given)
    shown = queries.decision("示应急", given.number)
    assert shown is not None
    assert shown.version is not None
    assert not [text for text in shown.version.text if OWNER_ID in text]
    assert samples.state(made.id).is_public


@pytest.mark.parametrize("kind", UNITS)
def test_a_child_is_found_by_the_number_whatever_the_form_calls_the_party(kind: str) -> None:
    made = samples.confirmed(household(party_kind=kind, party_id_no=CHILD_ID, full_text=("正文。",)))
    with pytest.raises(Refused) as refusal:
        operations.release(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    assert "PUB-05" in refusal.value.rules
    assert queries.decision("示应急", made.number) is None


def test_the_day_after_the_eighteenth_birthday_is_grown_up() -> None:
    # Born 2008-11-05: eighteen on 2026-11-05, and by decision 0007 grown up from the sixth on.
    born = "13082120081105123"
    number = next(born + last for last in "0123456789X" if _right(born + last))
    young = household(party_id_no=number, full_text=("正文。",), decided_on=date(2026, 11, 5))
    with pytest.raises(Refused):
        operations.release(publication_id=samples.confirmed(young).id, by=samples.PUBLICIST, at=samples.NOW)
    grown = household(
        party_id_no=number, full_text=("正文。",), decided_on=date(2026, 11, 6), number="示应急罚〔2026〕77号"
    )
    assert samples.released(grown).is_public


def _right(number: str) -> bool:
    """ISO 7064 MOD 11-2, worked out here."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True))
    return "10X98765432"[total % 11] == number[17]


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("individual_business", "张大民", True), ("individual_business", "欧阳锋", True),
        ("individual_business", "张记店", False), ("individual_business", "示范县老张家小吃店", False),
        ("legal_person", "张大民", False), ("citizen", "张大民", False),
    ],
)  # fmt: skip
def test_a_household_may_go_by_its_owners_name(kind: str, name: str, expected: bool) -> None:
    assert owner_name(kind, name) is expected


def test_the_owners_name_is_proposed_and_a_person_may_keep_it_with_a_reason() -> None:
    given = household(party_id_no="", full_text=("当事人：张大民。",))
    made = samples.proposed(given)
    spans = queries.spans(made.id)
    assert {(one.text, one.replacement, one.certain) for one in spans} == {("张大民", "张某", False)}
    samples.accept_all(made.id)
    operations.confirm(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    operations.release(publication_id=made.id, by=samples.PUBLICIST, at=samples.NOW)
    shown = queries.decision("示应急", given.number)
    assert shown is not None
    assert shown.row.party == "张某"
    # What was taken out does not come back by a correction.
    with pytest.raises(Refused) as refusal:
        operations.correct(
            publication_id=made.id, reason="写全名称的更正", changes={"party": "张大民"}, by=samples.PUBLICIST, at=samples.NOW
        )  # fmt: skip
    assert "PUB-03" in refusal.value.rules
    kept = samples.proposed(
        household(party_id_no="", full_text=("当事人：张大民。",), number="示应急罚〔2026〕78号", source_ref="d-78")
    )
    verdicts = {span.id: (Verdict.REJECTED.value, "营业执照登记的名称就是这样") for span in queries.spans(kept.id)}
    operations.decide_spans(publication_id=kept.id, verdicts=verdicts, by=samples.PUBLICIST, at=samples.NOW)
    operations.confirm(publication_id=kept.id, by=samples.PUBLICIST, at=samples.NOW)
    assert operations.release(publication_id=kept.id, by=samples.PUBLICIST, at=samples.NOW).is_public


@pytest.mark.parametrize("code", ["0" * 18, "0" * 17 + "X", "0" * 12 + "123456"])
def test_zeros_gather_nobody(code: str) -> None:
    assert subject_code(False, code, f"统一社会信用代码：{code}。") == ""
