"""Inside the case: each trigger and each entry of the catalogue is answered with its reason; a no wants one."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter, opened
from tests.bureau.test_case_lists import text
from tests.bureau.test_major_catalogue import guide
from tests.lawbook.listed import ROW

from mingjing.cases import queries as cases
from mingjing.cases.queries.facts import context
from mingjing.cases.queries.majority import scope_of
from mingjing.cases.rules.majority import profile_of
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import Fit
from mingjing.review import queries as reviews
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db


def facts(shifan: World, case_id: UUID) -> Any:
    return cases.case_page(case_id, shifan.actor("甲", NOW), NOW).facts


def opinion(**more: Any) -> dict[str, Any]:
    names = "subject_lawful officers_qualified procedure_lawful facts_evidence law_discretion within_powers documents_regular crime_handled"
    given = dict.fromkeys(names.split(), "yes") | {
        "is_major": "no",
        "result": "agree",
        "statement": "1",
        "at": NOW.strftime("%Y-%m-%dT%H:%M"),
    }
    return given | more


def test_before_the_report_nothing_is_a_no(shifan: World) -> None:
    found = facts(shifan, case_at(shifan, 3))
    profile = profile_of(found, context(found.organ, NOW))
    assert {
        "kinds",
        "fine",
        "confiscation",
        "public_interest",
        "social_risk",
        "complex",
        "major_rights",
        "after_hearing",
    } == profile.unknown
    _, compared = scope_of(found, context(found.organ, NOW))
    assert compared.major == () and {one.fit for one in compared.entries if one.row.spec.category == "penalty"} == {
        Fit.UNKNOWN
    }


def test_the_review_tab_answers_each_entry_with_its_reason(shifan: World) -> None:
    case_id = case_at(shifan, 15)
    held = lawbook.catalogue(shifan.organs["应急局"], NOW.date())
    with clock(NOW):
        page = text(enter(shifan, "甲"), f"/bureau/cases/{case_id}/?tab=review")
    assert "是否重大执法决定" in page and "一律审核" in page
    if held:
        assert all(row.spec.item in page for row in held.rows) and f"第{held.version}版" in page
    found = facts(shifan, case_id)
    profile = profile_of(found, context(found.organ, NOW))
    assert isinstance(profile.fine, Decimal) and "fine" not in profile.unknown


def test_entries_of_the_superior_are_shown_with_their_origin(shifan: World) -> None:
    case_id = case_at(shifan, 15)
    guide(shifan, valid_from=date(2026, 1, 5), rows=[ROW])
    with clock(NOW):
        page = text(enter(shifan, "丁"), f"/bureau/cases/{case_id}/?tab=review")
    assert "继承自" in page and "《示范县指导目录》第1版第1项" in page


def test_a_reviewer_s_no_without_a_reason_is_refused_by_field(shifan: World) -> None:
    case_id = case_at(shifan, 15)
    address = f"/bureau/cases/{case_id}/acts/give_opinion/"
    with clock(NOW):
        client = enter(shifan, "丁")
        for _ in range(2):
            answer = client.post(address, {**opinion(), **opened(client, address)})
            page = answer.content.decode()
            assert answer.status_code in {409, 422} and "REV-25" in page and "没有写明理由" in page
        found = facts(shifan, case_id)
        major = scope_of(found, context(found.organ, NOW))[1].major
        answer = client.post(
            address, {**opinion(not_major_reason="数额低于目录标准，没有其他情形"), **opened(client, address)}
        )
        if major:
            assert (
                answer.status_code in {409, 422}
                and "已经符合" in answer.content.decode()
                and "数额低于目录标准" in answer.content.decode()
            )
            assert not reviews.not_major(None)
        else:
            assert answer.status_code == 302 and reviews.not_major(None)[0].source == "case"
