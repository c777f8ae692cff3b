"""How far the three systems have come in a quarter (推行进展): fixed columns beside the figures of the quarter (P-20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.supervision.rules.counting import by_hand
from mingjing.supervision.terms import Annual, Cell, Table, Told

LISTS, DECISIONS, RECORDS, REVIEWS, PEOPLE = (
    "progress-lists", "progress-decisions", "progress-records", "progress-reviews", "progress-people",
)  # fmt: skip
PROGRESS = (LISTS, DECISIONS, RECORDS, REVIEWS, PEOPLE)
_TITLES = {
    LISTS: "推行进展：事前公开", DECISIONS: "推行进展：执法决定公开", RECORDS: "推行进展：全过程记录", REVIEWS: "推行进展：法制审核",
}  # fmt: skip
_PARTS = ("decisions-in-time", "decisions-afterwards", "decisions-open")


@dataclass(frozen=True, slots=True)
class Standing:
    """What other rooms know of an organ's quarter.

    `lists`: (name of the list, entries public on its last day); `decisions`: of those whose last day falls in it, made
    public in time, made public afterwards, not public; `acts`, `cases`: acts recorded, and in how many cases; `visits`.
    """

    lists: Sequence[tuple[str, str, int]] = ()
    decisions: tuple[int, int, int] = (0, 0, 0)
    acts: int = 0
    cases: int = 0
    visits: int = 0
    confirmed: int = 0


def progress_tables(acts: Sequence[Told], now: Standing | None) -> tuple[Table, ...]:
    """The fixed tables, whatever there is to tell; without a standing nothing of it is known."""
    found = now or Standing()
    every = (_lists(found), _decisions(found), _records(acts, found), _reviews(acts), people())
    if now is not None:
        return every
    return tuple(
        Table(table.key, table.title, tuple(Cell(one.key, one.label, None, part=one.part) for one in table.cells))
        for table in every
    )


def people() -> Table:
    """Training and meetings: only people know of them."""
    spec = by_hand()[PEOPLE]
    return Table(PEOPLE, spec["title"], tuple(Cell(one["key"], one["label"], None) for one in spec["cells"]))


def _lists(now: Standing) -> Table:
    missing = sum(1 for _, _, count in now.lists if not count)
    return Table(LISTS, _TITLES[LISTS], (
        *(Cell(f"list-{key}", f"{title}（项）", count) for key, title, count in now.lists),
        Cell("lists-missing", "一项也没有公开的清单（种）", missing),
    ))  # fmt: skip


def _decisions(now: Standing) -> Table:
    in_time, afterwards, still = now.decisions
    return Table(DECISIONS, _TITLES[DECISIONS], (
        Cell("decisions-due", "公开期限在本季度的执法决定（件）", in_time + afterwards + still),
        Cell("decisions-in-time", "其中：按期公开（件）", in_time, part=True),
        Cell("decisions-afterwards", "其中：逾期公开（件）", afterwards, part=True),
        Cell("decisions-open", "其中：没有公开（件）", still, part=True),
        Cell("visits", "入企检查亮码（次）", now.visits),
        Cell("visits-confirmed", "其中：企业确认到场（次）", now.confirmed, part=True),
    ))  # fmt: skip


def _records(acts: Sequence[Told], now: Standing) -> Table:
    filed = {one.case_id: one.case_no for one in acts if one.code == "archive"}
    return Table(RECORDS, _TITLES[RECORDS], (
        Cell("recorded-acts", "记录的办理环节（次）", now.acts),
        Cell("recorded-cases", "有记录的案件（件）", now.cases),
        Cell("recorded-filed", "归档的案卷（册）", len(filed), tuple(filed.items())),
    ))  # fmt: skip


def _reviews(acts: Sequence[Told]) -> Table:
    sent = [one for one in acts if one.code == "submit_review"]
    given = [one for one in acts if one.code == "give_opinion"]
    passed = [one for one in given if one.data.get("result") == "agree"]
    returned = [one for one in given if one.data.get("result") != "agree"]
    days = _days(acts)
    return Table(REVIEWS, _TITLES[REVIEWS], (
        Cell("review-sent", "送审（次）", len(sent), _cases(sent)),
        Cell("review-passed", "审核通过（次）", len(passed), _cases(passed)),
        Cell("review-returned", "退回或者不同意（次）", len(returned), _cases(returned)),
        Cell("review-days", "审核用时合计（自然日）", sum(days)),
        Cell("review-longest", "其中：最长的一次（自然日）", max(days, default=0), part=True),
    ))  # fmt: skip


def _cases(acts: Sequence[Told]) -> tuple[tuple[UUID, str], ...]:
    return tuple(dict.fromkeys((one.case_id, one.case_no) for one in acts))


def _days(acts: Sequence[Told]) -> list[int]:
    """Natural days from a submission to the opinion on it, both in the quarter; submissions without one are left out."""
    waiting: dict[UUID, date] = {}
    found = []
    for one in acts:
        if one.code == "submit_review":
            waiting[one.case_id] = one.on
        elif one.code == "give_opinion" and one.case_id in waiting:
            found.append((one.on - waiting.pop(one.case_id)).days)
    return found


@rule("SUP-40", cites="天津市宝坻区、南阳市实施方案（每季度报送进展，地方做法）", acts=("sign_quarter",))
def progress_is_told(figures: Annual) -> tuple[Finding, ...]:
    """季报写明三项制度推行进展的固定栏目：事前公开、执法决定公开、全过程记录、法制审核、培训和会议；按期、逾期、没有公开的件数之和等于应公开的件数。"""
    say = progress_is_told.finding
    held: Mapping[str, Table] = {table.key: table for table in figures.tables}
    step = "请刷新页面重新定稿；仍然这样的，请报告信息管理员"
    if absent := [key for key in PROGRESS if key not in held]:
        return (say(f"缺推行进展的 {len(absent)} 张表", next_step=step),)
    due, parts = figures.number("decisions-due"), [figures.number(key) for key in _PARTS]
    if (due or 0) != sum(one or 0 for one in parts):
        return (say("执法决定按期、逾期、没有公开的件数之和与应公开的件数不等", next_step=step),)
    return ()
