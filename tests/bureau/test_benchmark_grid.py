"""The writing grid says 不限 where the table keeps "-", and gives the same table back."""

from mingjing.lawbook.terms import Addressee, DiscretionRow, DiscretionTable, Factor, FactorKind
from mingjing.sites.bureau.views.benchmark_grid import Grid, of_table, table

TABLE = DiscretionTable(
    (Factor("人数", FactorKind.COUNT, "人"), Factor("再次违反", FactorKind.YES_NO)),
    (DiscretionRow("严重", Addressee.UNIT, ("-", "是"), "8万元以上10万元以下"),),
)


def test_what_is_not_asked_is_written_in_words_and_kept_as_before() -> None:
    grid = of_table(TABLE)
    assert grid.text("r0-c0") == "不限" and grid.text("r0-c1") == "是"
    assert table(grid) == TABLE


def test_a_column_left_without_a_name_may_say_that_it_asks_nothing() -> None:
    texts = dict(of_table(TABLE).texts) | {"f0-name": ""}
    made = table(Grid(texts, {}))
    assert [one.name for one in made.factors] == ["再次违反"] and made.rows[0].cells == ("是",)
