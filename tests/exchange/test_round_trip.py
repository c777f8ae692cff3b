"""Both sheets in three editions, out and in again: golden files, and nothing lost on the way round."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.exchange import books
from tests.exchange.books import LICENCE, PENALTY
from tests.exchange.test_feeding import AT, PERSON, feed, look, release, sheet
from tests.exchange.test_sheets import cells

from mingjing.exchange import operations, queries
from mingjing.exchange.models import Fed
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.exchange.terms import SheetKind

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"
EVERY = [(kind.value, edition) for kind in SheetKind for edition in editions(kind)]
TRADER = {
    "party_name": "老张家小吃店", "party_class": "个体工商户", "uscc": "0" * 17 + "X", "registration": "130821600123456", "representative": "张小店",
}  # fmt: skip
SECOND = {
    "party_name": "示范县鑫达烟花爆竹有限公司",
    "uscc": books.OTHER_USCC,
    "representative": "辛达",
    "fine": "0.000001",
}
PENALTIES = (
    PENALTY, PENALTY | SECOND, PERSON | {"number": "示应急罚〔2026〕902号"},
    PENALTY | TRADER | {"number": "示应急罚〔2026〕903号", "kinds": "罚款;没收违法所得", "kind_second": "没收违法所得", "fine": "123.456789", "confiscation": "8"},
    PENALTY | {"number": "示应急罚〔2026〕904号", "kinds": "吊销许可证件", "kind_first": "吊销许可证件", "fine": "", "licence": "安全生产许可证（冀）JZ〔2026〕000012"},
)  # fmt: skip
PERMITTED = {
    key: PERSON[key]
    for key in (
        "party_name",
        "party_class",
        "uscc",
        "representative",
        "rep_id_type",
        "rep_id_number",
        "id_type",
        "id_number",
    )
}
LICENCES = (
    LICENCE, LICENCE | TRADER | {"number": "示应急许〔2026〕13号", "licence_kind": "其他-备案", "valid_to": "2099/12/31"},
    LICENCE | PERMITTED | {"number": "示应急许〔2026〕14号", "certificate": "", "certificate_no": "", "state": "2"},
)  # fmt: skip
ROWS = {"penalty": PENALTIES, "licence": LICENCES}


def exported(shifan: Any, kind: str, edition: str) -> bytes:
    _, content = operations.export_sheet(
        organ_id=shifan.organs["应急局"],
        kind=kind,
        edition=edition,
        since=date(2026, 1, 1),
        until=AT.date(),
        by=shifan.actor("公", AT),
        at=AT,
    )
    return content


def fed_and_released(shifan: Any, kind: str, edition: str) -> None:
    feed(shifan, sheet(*ROWS[kind], kind=kind, edition=edition))
    for row in Fed.objects.all():
        release(row.publication_id, shifan)


@pytest.mark.parametrize(("kind", "edition"), EVERY)
def test_the_sheet_is_the_golden_one_and_comes_in_again_unchanged(shifan: Any, kind: str, edition: str) -> None:
    fed_and_released(shifan, kind, edition)
    content = exported(shifan, kind, edition)
    width = len(editions(kind)[edition].columns)
    table = [row[:width] for row in cells(content)]
    with (GOLDEN / f"{kind}-{edition}.csv").open(encoding="utf-8", newline="") as stream:
        assert table == list(csv.reader(stream))
    again = look(shifan, content)
    assert (again.kind, again.edition) == (kind, edition)
    assert len(again.same) == len(ROWS[kind])
    assert not again.bad


@pytest.mark.parametrize(("kind", "edition"), EVERY)
def test_every_column_of_what_came_in_goes_out_as_it_was(shifan: Any, kind: str, edition: str) -> None:
    fed_and_released(shifan, kind, edition)
    table = cells(exported(shifan, kind, edition))
    columns = editions(kind)[edition].columns
    derived = {"state", "updated"} if edition == "2016" else set()
    came = {(row["number"], row["party_name"]): row for row in ROWS[kind]}
    for line in table[1:]:
        told = dict(zip((one.key for one in columns), line, strict=False))
        before = came[told["number"], told["party_name"]]
        for key, text in told.items():
            wanted = before.get(key, "")
            if key in {"fine", "confiscation"} and wanted:
                assert float(text) == float(wanted)
                assert len(text.partition(".")[2]) == 6
            elif key not in derived:
                assert text == wanted, key


def test_what_came_in_by_an_old_edition_goes_out_by_a_new_one_or_says_what_is_missing(shifan: Any) -> None:
    fed_and_released(shifan, "penalty", "2018")
    rows = queries.fed_rows(
        shifan.organs["应急局"], editions("penalty")["2019"], date(2026, 1, 1), AT.date(), AT.date()
    )
    assert all(row.good for row in rows)
    assert [row.values["party_class"] for row in rows] == [
        "法人及非法人组织",
        "法人及非法人组织",
        "自然人",
        "个体工商户",
        "法人及非法人组织",
    ]
    fed_and_released_licences = sheet(*LICENCES, kind="licence", edition="2016")
    feed(shifan, fed_and_released_licences)
    licences = queries.fed_rows(
        shifan.organs["应急局"], editions("licence")["2019"], date(2026, 1, 1), AT.date(), AT.date()
    )
    assert {one.rule for row in licences for one in row.problems} >= {"XCH-05"}


def test_what_is_not_public_or_was_withdrawn_stays_out(shifan: Any, django_assert_max_num_queries: Any) -> None:
    feed(shifan, sheet(*PENALTIES))
    edition, organ = editions("penalty")["2019"], shifan.organs["应急局"]
    rows = queries.fed_rows(organ, edition, date(2026, 1, 1), AT.date(), AT.date())
    assert {one.rule for row in rows for one in row.problems} == {"XCH-05"}
    assert all(not row.values["facts"] and not row.values["content"] for row in rows)
    for row in Fed.objects.all():
        release(row.publication_id, shifan)
    with django_assert_max_num_queries(3):
        assert all(row.good for row in queries.fed_rows(organ, edition, date(2026, 1, 1), AT.date(), AT.date()))
