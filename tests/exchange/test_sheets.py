"""双公示: every field as the partner writes it, every rule, and the file itself, read by something that is not our writer."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.security.hostile import JOURNEYS, browser
from tests.security.town import play

from mingjing.exchange import operations, queries
from mingjing.exchange.partners.shuanggongshi.mapping import editions, in_ten_thousand, publish_to, values
from mingjing.exchange.rules import sheets
from mingjing.exchange.terms import Party, Penalty
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import Workdays, national
from mingjing.sites.journeys.player import read_story

AT = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
NEWEST = editions()["2019"]
UNIT = Penalty(
    case_id=uuid4(), number="示应急罚〔2026〕9号", decided_on=date(2026, 11, 5),
    party=Party("legal_person", "示范县恒源化工有限公司", "other", "91130821MA0HTEA1XE", "马恒源"), cause="特种作业人员无证上岗案",
    facts="两名焊工没有操作证。", basis=("《安全生产法》第九十七条第（七）项",), kinds=("fine",), kind_names=("罚款",), content="罚款80000.00元",
    fine=Decimal("80000.00"), confiscation=None, licence="", organ_name="示范县应急管理局", organ_uscc="11130821MB0000001X", published=True,
)  # fmt: skip
PERSON = replace(UNIT, party=Party("citizen", "牛大力", "resident", "130821198503071232"))


def rules_of(penalty: Penalty, edition: str = "2019") -> set[tuple[str, str]]:
    told = values(penalty, national())
    checks = (sheets.filled, sheets.filled_where_due, sheets.within_length, sheets.codes_are_right)
    return {(one.rule, one.field) for check in checks for one in check(editions()[edition], told)}


@pytest.mark.parametrize(
    ("yuan", "written"),
    # A 2,000-yuan fine is filed as 0.2; one fen is exactly the sixth place.
    [
        ("2000", "0.200000"),
        ("0.01", "0.000001"),
        ("80000.00", "8.000000"),
        ("1234567.89", "123.456789"),
        ("0", "0.000000"),
    ],
)
def test_money_is_written_in_ten_thousand_yuan_with_six_places(yuan: str, written: str) -> None:
    assert in_ten_thousand(Decimal(yuan)) == written


@given(st.integers(min_value=0, max_value=10**14))
def test_no_fen_is_lost(fen: int) -> None:
    written = in_ten_thousand(Decimal(fen) / 100)
    assert int(written.replace(".", "")) == fen


def test_a_unit_and_a_person_fill_their_own_columns() -> None:
    unit, person = values(UNIT, national()), values(PERSON, national())
    assert (unit["party_class"], unit["uscc"], unit["representative"], unit["id_number"]) == (
        "法人及非法人组织", "91130821MA0HTEA1XE", "马恒源", "",
    )  # fmt: skip
    assert (person["party_class"], person["uscc"], person["representative"], person["id_type"]) == (
        "自然人",
        "",
        "",
        "身份证",
    )
    assert unit["decided_on"] == "2026/11/05"
    assert unit["valid_to"] == "2099/12/31"


def test_a_trader_without_a_code_gets_seventeen_zeros_and_owes_the_registration() -> None:
    trader = replace(UNIT, party=Party("individual_business", "老张家小吃店", "other", "", "张小店"))
    assert values(trader, national())["uscc"] == "0" * 17 + "X"
    assert ("XCH-02", "CF_XDR_GSZC") in rules_of(trader)


def test_a_good_row_has_no_problem_in_any_edition() -> None:
    good = replace(UNIT, organ_uscc="91130821MA0HTEA1XE")
    for edition in editions():
        assert not rules_of(good, edition)
        assert not rules_of(replace(PERSON, organ_uscc="91130821MA0HTEA1XE"), edition)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"cause": ""}, ("XCH-01", "CF_WFXW")), ({"facts": ""}, ("XCH-01", "CF_SY")), ({"basis": ()}, ("XCH-01", "CF_YJ")),
        ({"fine": None}, ("XCH-02", "CF_NR_FK")), ({"kind_names": ("没收违法所得",)}, ("XCH-02", "CF_NR_WFFF")),
        ({"kind_names": ("吊销许可证件",)}, ("XCH-02", "CF_NR_ZKDX")),
        ({"party": replace(UNIT.party, representative="")}, ("XCH-02", "CF_FRDB")),
        ({"party": replace(UNIT.party, id_number="")}, ("XCH-02", "CF_XDR_SHXYM")),
        ({"party": replace(UNIT.party, id_number="91130821MA0HTEA1XF")}, ("XCH-04", "CF_XDR_SHXYM")),
        ({"party": replace(PERSON.party, id_number="130821198503071233")}, ("XCH-04", "CF_XDR_ZJHM")),
        ({"party": replace(PERSON.party, id_number="")}, ("XCH-02", "CF_XDR_ZJHM")),
        ({"facts": "字" * 5001}, ("XCH-03", "CF_SY")), ({"number": "号" * 129}, ("XCH-03", "CF_WSH")),
        ({"organ_uscc": "11130821MB0000001Y"}, ("XCH-04", "CF_CFJGDM")),
    ],
)  # fmt: skip
def test_each_fault_is_found_at_its_column(changes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problem in rules_of(replace(UNIT, **changes))


def test_lengths_differ_by_edition() -> None:
    long = replace(UNIT, facts="字" * 3000)
    assert ("XCH-03", "CF_SY") not in rules_of(long, "2019")
    assert ("XCH-03", "CF_SY") in rules_of(long, "2018")


@pytest.mark.parametrize(
    ("kinds", "decided", "until"),
    [
        (("warning",), date(2026, 11, 5), date(2027, 2, 5)), (("fine",), date(2026, 11, 5), date(2027, 11, 5)),
        (("fine", "revoke_licence"), date(2026, 11, 5), date(2029, 11, 5)), (("fine",), date(2026, 3, 31), date(2027, 3, 31)),
        (("fine",), date(2026, 4, 1), date(2027, 4, 1)),
    ],
)  # fmt: skip
def test_the_term_follows_the_heaviest_kind_from_the_day_the_rule_took_effect(
    kinds: tuple[str, ...], decided: date, until: date | None, calendar: Workdays
) -> None:
    assert publish_to(replace(UNIT, kinds=kinds, decided_on=decided), calendar) == until


def test_what_is_not_public_or_lies_ahead_is_not_handed_over() -> None:
    on = date(2026, 11, 20)
    assert not sheets.is_public(on, True, on)
    assert sheets.is_public(on, False, on)
    assert sheets.is_public(date(2026, 11, 21), True, on)


def test_every_edition_has_its_columns() -> None:
    assert {key: len(one.columns) for key, one in editions().items()} == {"2019": 30, "2018": 28, "2016": 20}
    for one in editions().values():
        assert len({column.code for column in one.columns}) == len(one.columns)


@pytest.fixture(scope="module")
def decided(shifan: Any, django_db_blocker: Any) -> Any:
    """One penalty that is public and one that is not."""
    with django_db_blocker.unblock():
        steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
        play(shifan, [one for one in steps if str(one["at"])[:10] <= "2026-10-20"], party="恒源")
        quiet = [one for one in steps if "act" in one and str(one["at"])[:10] <= "2026-10-20"]
        named = {"shown_name": "示范县鑫达烟花爆竹有限公司"}
        play(
            shifan,
            [
                {**one, "with": {**one.get("with", {}), **named}} if "shown_name" in one.get("with", {}) else one
                for one in quiet
            ],
            party="鑫达",
        )
    return shifan


def cells(content: bytes) -> list[list[str]]:
    """The sheet's cells, read with nothing but zip and XML."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(BytesIO(content)) as packed:
        shared = [
            "".join(t.itertext())
            for t in ElementTree.fromstring(packed.read("xl/sharedStrings.xml")).iter(f"{space}si")
        ]
        tree = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    assert not list(tree.iter(f"{space}f")), "a formula"
    rows = []
    for line in tree.iter(f"{space}row"):
        held: dict[str, str] = {}
        for cell in line.iter(f"{space}c"):
            value = cell.find(f"{space}v")
            if value is not None and value.text is not None:
                assert cell.get("t") == "s", "every cell is text"
                held[re.sub(r"\d", "", str(cell.get("r")))] = shared[int(value.text)]
        rows.append([held.get(chr(65 + at) if at < 26 else f"A{chr(65 + at - 26)}", "") for at in range(30)])
    return rows


@pytest.mark.django_db
def test_the_sheet_holds_the_public_row_and_says_why_the_other_stays(decided: Any) -> None:
    organ, by = decided.organs["应急局"], decided.actor("公", AT)
    rows = queries.penalty_rows(organ, NEWEST, date(2026, 1, 1), AT.date(), AT.date())
    assert len(rows) == 2
    assert {problem.rule for row in rows if not row.good for problem in row.problems} == {"XCH-05"}
    name, content = operations.export_sheet(
        organ_id=organ, edition="2019", since=date(2026, 1, 1), until=AT.date(), by=by, at=AT
    )
    sheet = cells(content)
    assert sheet[0][:2] == ["行政相对人名称", "行政相对人类别"]
    assert len(sheet) == 2
    row = dict(zip((one.code for one in NEWEST.columns), sheet[1], strict=True))
    assert row["CF_XDR_MC"] == "示范县恒源化工有限公司"
    assert row["CF_XDR_SHXYM"] == "91130821MA0HTEA1XE"
    assert "焦甲" not in row["CF_SY"]
    assert name.endswith(".xlsx")
    again = operations.export_sheet(
        organ_id=organ, edition="2019", since=date(2026, 1, 1), until=AT.date(), by=by, at=AT
    )
    assert again[1] == content
    assert [one.rows for one in queries.handed_over(organ)] == [1, 1]
    assert queries.handed_over(organ)[0].by_name == "郑公示"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["甲", "丁", "档", "监", "市公", "市己", "系小管"])
def test_nobody_else_takes_the_sheet(decided: Any, key: str) -> None:
    with pytest.raises(Forbidden):
        operations.export_sheet(
            organ_id=decided.organs["应急局"],
            edition="2019",
            since=date(2026, 1, 1),
            until=AT.date(),
            by=decided.actor(key, AT),
            at=AT,
        )
    assert not queries.handed_over(decided.organs["应急局"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "edition", "field"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "2019", "since"), (date(2026, 1, 1), date(2026, 11, 21), "2019", "until"),
        (date(2020, 1, 1), date(2026, 11, 1), "2019", "since"), (date(2026, 1, 1), date(2026, 1, 2), "2019", "since"),
        (date(2026, 1, 1), date(2026, 11, 1), "1999", "edition"),
    ],
)  # fmt: skip
def test_a_wrong_period_is_named(decided: Any, since: date, until: date, edition: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        operations.export_sheet(
            organ_id=decided.organs["应急局"],
            edition=edition,
            since=since,
            until=until,
            by=decided.actor("公", AT),
            at=AT,
        )
    assert field in refused.value.errors


@pytest.mark.django_db
def test_the_page_shows_what_is_wrong_and_gives_the_file(decided: Any) -> None:
    client = browser(decided.people["公"])
    page = client.get("/bureau/sheets/?since=2026-01-01").content.decode()
    for word in ("有问题，暂不报送", "XCH-05", "可以报送", "示范县恒源化工有限公司"):
        assert word in page
    answer = client.post("/bureau/sheets/", {"since": "2026-01-01", "edition": "2018"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert len(cells(answer.content)) == 2
    assert "导出记录" in client.get("/bureau/sheets/").content.decode()
    assert client.post("/bureau/sheets/", {"since": "去年"}).status_code == 422
    assert browser(decided.people["甲"]).get("/bureau/sheets/").status_code == 403
