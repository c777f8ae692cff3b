"""What may be typed about a party, and what follows from it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.parties.numbers import resident, uscc

from mingjing.parties.rules import details_problems, normal
from mingjing.parties.terms import IdType, PartyDraft, PartyFacts, PartyKind, age_on

TODAY = date(2026, 11, 22)
COMPANY = PartyDraft("legal_person", "示县甲化工有限公司", uscc(), "uscc", "示县工业园", "0000", "钱一", "经理")
CITIZEN = PartyDraft("citizen", "孙二", resident(date(1990, 5, 6)), "resident")
SHOP = PartyDraft("individual_business", "示县乙小吃店", uscc(2, head="92110101"), "uscc", representative="李三")


def problems(draft: PartyDraft) -> dict[str, list[str]]:
    return details_problems(normal(draft), TODAY)


@pytest.mark.parametrize("draft", [COMPANY, CITIZEN, SHOP, replace(CITIZEN, id_type="")])
def test_a_true_party_passes(draft: PartyDraft) -> None:
    assert problems(draft) == {}


@pytest.mark.parametrize(
    ("base", "change", "field"),
    [
        (COMPANY, {"kind": "ghost"}, "kind"),
        (COMPANY, {"kind": ""}, "kind"),
        (COMPANY, {"name": ""}, "name"),
        (COMPANY, {"name": "  "}, "name"),
        (COMPANY, {"name": "甲\x00乙"}, "name"),
        (COMPANY, {"name": "甲\n乙"}, "name"),
        (COMPANY, {"name": "甲\u202e乙"}, "name"),
        (COMPANY, {"name": "甲" * 121}, "name"),
        (COMPANY, {"id_number": ""}, "id_number"),
        (COMPANY, {"id_number": uscc()[:-1]}, "id_number"),
        (COMPANY, {"id_number": uscc()[:-1] + ("0" if uscc()[-1] != "0" else "1")}, "id_number"),
        (COMPANY, {"id_type": "resident"}, "id_type"),
        (COMPANY, {"representative": ""}, "representative"),
        (COMPANY, {"birth_on": date(1990, 1, 1)}, "birth_on"),
        (COMPANY, {"address": "甲" * 201}, "address"),
        (SHOP, {"representative": ""}, "representative"),
        (CITIZEN, {"id_number": resident(date(2027, 1, 1))}, "id_number"),
        (CITIZEN, {"id_number": CITIZEN.id_number[:-1] + "?"}, "id_number"),
        (CITIZEN, {"id_type": "uscc"}, "id_type"),
        (CITIZEN, {"representative": "某人"}, "representative"),
        (CITIZEN, {"id_type": "passport", "id_number": "E1-2"}, "id_number"),
        (CITIZEN, {"id_type": "passport", "id_number": "E1234567", "birth_on": date(2026, 11, 23)}, "birth_on"),
        (CITIZEN, {"id_type": "passport", "id_number": "E1234567", "birth_on": date(1850, 1, 1)}, "birth_on"),
    ],
)
def test_a_false_detail_is_named(base: PartyDraft, change: dict[str, object], field: str) -> None:
    found = problems(replace(base, **change))  # type: ignore[arg-type]
    assert field in found
    assert all("\u4e00" <= text[0] <= "\u9fff" or "“" in text for text in found[field])


def test_numbers_are_tidied_and_the_birth_date_is_read_from_them() -> None:
    wide = CITIZEN.id_number.translate({ord(str(n)): ord("０") + n for n in range(10)})
    tidy = normal(replace(CITIZEN, id_number=f" {wide[:6]} {wide[6:]} ", birth_on=date(2001, 1, 1)))
    assert (tidy.id_number, tidy.birth_on) == (CITIZEN.id_number, date(1990, 5, 6))
    assert normal(replace(COMPANY, id_number=COMPANY.id_number.lower())).id_number == COMPANY.id_number


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2012, 6, 1), date(2026, 6, 1), 13),
        (date(2012, 6, 1), date(2026, 6, 2), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2026, 6, 1), date(2026, 5, 1), 0),
    ],
)
def test_years_are_full_from_the_day_after_the_birthday(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 40000))
def test_age_never_falls(birth: date, days: int) -> None:
    first = date.fromordinal(birth.toordinal() + days)
    assert 0 <= age_on(birth, first) <= age_on(birth, date.fromordinal(first.toordinal() + 1))


def facts(draft: PartyDraft) -> PartyFacts:
    given = {name: getattr(draft, name) for name in PartyDraft.__dataclass_fields__}
    return PartyFacts(id=uuid4(), version=1, sex="", recorded_at=datetime(2026, 1, 1, tzinfo=UTC), **given)


def test_only_legal_persons_and_organisations_are_units() -> None:
    other = replace(COMPANY, kind=PartyKind.OTHER_ORGANISATION)
    assert [facts(one).is_unit for one in (COMPANY, other, SHOP, CITIZEN)] == [True, True, False, False]
    labels = [facts(one).representative_label for one in (COMPANY, other, SHOP, CITIZEN)]
    assert labels == ["法定代表人", "负责人", "经营者", ""]
    assert facts(SHOP).kind_name == "个体工商户"


def test_a_citizens_number_is_masked_in_lists() -> None:
    assert facts(CITIZEN).masked_id == CITIZEN.id_number[:4] + "*" * 12 + CITIZEN.id_number[-2:]
    assert facts(COMPANY).masked_id == COMPANY.id_number
    assert facts(CITIZEN).id_type_name == "公民身份号码"
    assert facts(replace(CITIZEN, id_type=IdType.PASSPORT, id_number="E1234567")).age_on(TODAY) is None
