"""Figures filled in by hand: passes, refused, refused on repeat, refused as an empty shell; two persons; zero is not unknown."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.security.hostile import browser

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.models import Entry
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Sheet

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 12, 10, 0, tzinfo=CHINA)
GOOD = {
    "licence-applied": ("5", ""),
    "licence-granted": ("0", ""),
    "collection": ("2", "300.50"),
    "kind-fine": ("3", "900"),
}


def enter(shifan: Any, who: str = "公", home: str = "应急局", **given: Any) -> Any:
    told = {"year": 2026, "values": GOOD, "source": "2026年许可工作台账", **given}
    return operations.enter_sheet(subject_id=shifan.organs[home], by=shifan.actor(who, AT), at=AT, **told)


def test_what_is_checked_counts_beside_the_cases_and_zero_is_not_unknown(shifan: Any) -> None:
    organ, before = shifan.organs["应急局"], Entry.objects.count()
    sheet = enter(shifan)
    assert queries.annual(organ, 2026).cell("licence-applied").hand is None  # type: ignore[union-attr]
    operations.check_sheet(sheet_id=sheet.id, by=shifan.actor("丁", AT), at=AT)
    made = queries.annual(organ, 2026)
    granted, refused, fine, total = (
        made.cell(key) for key in ("licence-granted", "licence-refused", "kind-fine", "penalties")
    )
    assert granted and refused and fine and total
    assert (granted.number, granted.how) == (0, "手工填报 0")
    assert (refused.number, refused.how) == (None, "不掌握")
    assert (fine.count, fine.hand, fine.number, fine.how) == (0, 3, 3, "平台计算 0，手工填报 3")
    assert (total.count, total.hand, total.money) == (0, 3, Decimal(900))
    assert any("郑公示填报，赵六核对" in one for one in made.sources)
    assert [one.kind for one in Entry.objects.order_by("index")[before:]] == [
        "supervision:sheet:entered",
        "supervision:sheet:checked",
    ]


@pytest.mark.parametrize("who", ["公", "甲", "档", "监", "市公", "市丁", "系小管"])
def test_whoever_filled_in_does_not_check_and_strangers_neither(shifan: Any, who: str) -> None:
    sheet = enter(shifan)
    with pytest.raises(Refused if who == "公" else Forbidden) as refused:
        operations.check_sheet(sheet_id=sheet.id, by=shifan.actor(who, AT), at=AT)
    if who == "公":
        assert refused.value.rules == {"SUP-12"}  # type: ignore[union-attr]


def test_a_sheet_is_judged_once(shifan: Any) -> None:
    sheet = enter(shifan)
    operations.check_sheet(sheet_id=sheet.id, by=shifan.actor("丁", AT), at=AT)
    for who in ("丁", "己"):
        with pytest.raises(Refused) as refused:
            operations.check_sheet(sheet_id=sheet.id, by=shifan.actor(who, AT), at=AT)
        assert refused.value.rules == {"SUP-13"}
    with pytest.raises(Refused) as refused:
        operations.return_sheet(sheet_id=sheet.id, reason="与台账不符", by=shifan.actor("丁", AT), at=AT)
    assert refused.value.rules == {"SUP-13"}
    with pytest.raises(Invalid):
        operations.check_sheet(sheet_id=shifan.organs["应急局"], by=shifan.actor("丁", AT), at=AT)


def test_one_waits_at_a_time_and_a_change_says_why(shifan: Any) -> None:
    first = enter(shifan)
    with pytest.raises(Invalid):
        enter(shifan)
    operations.check_sheet(sheet_id=first.id, by=shifan.actor("丁", AT), at=AT)
    with pytest.raises(Refused) as refused:
        enter(shifan)
    assert refused.value.rules == {"SUP-14"}
    second = enter(shifan, values={"licence-applied": ("6", "")}, reason="台账漏登一件")
    assert second.seq == 2
    assert queries.annual(shifan.organs["应急局"], 2026).number("licence-applied") == 5, "not before it is checked"
    operations.check_sheet(sheet_id=second.id, by=shifan.actor("己", AT), at=AT)
    made = queries.annual(shifan.organs["应急局"], 2026)
    assert (made.number("licence-applied"), made.number("licence-granted")) == (6, None)
    assert {row.seq: row.state for row in Sheet.objects.all()} == {1: "replaced", 2: "checked"}


def test_a_returned_sheet_says_why_and_may_be_filled_in_again(shifan: Any) -> None:
    sheet = enter(shifan)
    with pytest.raises(Refused) as refused:
        operations.return_sheet(sheet_id=sheet.id, reason="不", by=shifan.actor("丁", AT), at=AT)
    assert refused.value.rules == {"SUP-14"}
    operations.return_sheet(sheet_id=sheet.id, reason="受理数与台账不符", by=shifan.actor("丁", AT), at=AT)
    assert enter(shifan).seq == 2
    assert enter(shifan, "市公", "市监局").seq == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "values"), ({"licence-applied": ("", "")}, "values"), ({"没有这项": ("1", "")}, "values"), ({"court": ("1", "")}, "values"),
        ({"penalties": ("1", "")}, "values"), ({"staff-all": ("1", "")}, "values"), ({"licence-applied": ("-1", "")}, "licence-applied"),
        ({"licence-applied": ("１", "")}, "licence-applied"), ({"licence-applied": ("1e3", "")}, "licence-applied"),
        ({"licence-applied": ("9" * 40, "")}, "licence-applied"), ({"collection": ("1", "=1+1")}, "collection"),
        ({"collection": ("1", "-3")}, "collection"), ({"collection": ("1", "NaN")}, "collection"), ({"seal": ("\x00", "")}, "seal"),
    ],
)  # fmt: skip
def test_an_empty_shell_or_what_is_no_figure_is_not_taken(shifan: Any, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        enter(shifan, values=values)
    assert field in invalid.value.errors
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        ({"source": "  "}, {"SUP-10"}),
        ({"values": {"inspection": ("3", ""), "inspection-firms": ("4", "")}}, {"SUP-11"}),
        ({"values": {"collection": ("0", "5")}}, {"SUP-11"}),
        ({"values": {"collection": ("", "5")}}, {"SUP-11"}),
    ],
)
def test_figures_must_have_a_source_and_agree_with_themselves(shifan: Any, given: Any, rules: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        enter(shifan, **given)
    assert refused.value.rules == rules


@pytest.mark.parametrize(
    "given", [{"year": 2018}, {"year": 2027}, {"quarter": 5}, {"source": "来源\u202e"}, {"source": "源" * 301}]
)
def test_a_time_or_a_text_that_does_not_fit_is_not_taken(shifan: Any, given: Any) -> None:
    with pytest.raises(Invalid):
        enter(shifan, **given)


def test_an_unchecked_sheet_stops_the_signing(shifan: Any) -> None:
    enter(shifan, quarter=3)
    signing = {
        "organ_id": shifan.organs["应急局"],
        "year": 2026,
        "quarter": 3,
        "text": "平稳",
        "by": shifan.actor("公", AT),
        "at": AT,
    }
    with pytest.raises(Refused) as refused:
        operations.sign_quarter(**signing)
    assert refused.value.rules == {"SUP-15"}


def test_the_form_keeps_what_was_typed_and_names_the_field(shifan: Any) -> None:
    client = browser(shifan.people["公"])
    page = client.get("/bureau/annual/2026/fill/").content.decode()
    assert "行政许可" in page and "申请（件）" in page
    answer = client.post("/bureau/annual/2026/fill/", {"source": "台账第 7 号", "licence-applied": "两件", "seal": "4"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "台账第 7 号" in text and 'value="4"' in text and "请填不小于 0 的整数" in text
    good = client.post("/bureau/annual/2026/fill/", {"source": "台账第 7 号", "seal": "4"})
    assert good.status_code == 302
    sheet = Sheet.objects.get()
    other = browser(shifan.people["丁"])
    shown = other.get(f"/bureau/annual/sheets/{sheet.pk}/").content.decode()
    assert "核对通过" in shown and "台账第 7 号" in shown
    assert "核对通过" in client.get(f"/bureau/annual/sheets/{sheet.pk}/").content.decode(), (
        "the rule answers, not the page"
    )
    assert other.post(f"/bureau/annual/sheets/{sheet.pk}/check/").status_code == 302
    assert Sheet.objects.get().state == "checked"
    assert browser(shifan.people["市公"]).get(f"/bureau/annual/sheets/{sheet.pk}/").status_code == 403


def test_a_reason_that_cannot_be_kept_returns_nothing(shifan: Any) -> None:
    sheet = enter(shifan)
    with pytest.raises(Invalid) as found:
        operations.return_sheet(sheet_id=sheet.id, reason="与台账\x00不符", by=shifan.actor("丁", AT), at=AT)
    assert set(found.value.errors) == {"reason"} and Sheet.objects.get(pk=sheet.id).state == "entered"
