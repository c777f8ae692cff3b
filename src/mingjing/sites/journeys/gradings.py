"""The example county's file grading: one round under way, with results, an objection and files still to be graded; analyses of quarters."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mingjing.supervision import operations, queries
from mingjing.supervision.terms.gradings import GradingDraft

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

CAUSES = "新到岗人员对期限不熟悉；文书在系统外写好以后补录，没有按步骤办理。"
MEASURES = "季度末组织一次期限和文书培训，法规股逐月抽查；文书一律在系统里制作。"


def write(world: "World", now: datetime) -> None:
    """Draw the closed files of the year, grade some, leave an objection; count two quarters of each organ and of the county."""
    supervisor = world.actor("监", now)
    year, quarter = queries.quarters_before(now.date(), 2)[1]
    for home in ("应急局", "市监局"):
        _analysis(world, home, year, quarter, now, signed=True)
    last = queries.quarters_before(now.date(), 1)[0]
    _analysis(world, "应急局", *last, now, signed=False)
    organs = tuple(world.organs[home] for home in ("应急局", "市监局"))
    draft = GradingDraft(
        f"{now.year} 年行政处罚案卷评查", organs, date(now.year - 1, 7, 1), now.date() - timedelta(days=1), 4
    )
    made = operations.plan_grading(draft=draft, by=supervisor, at=now)
    operations.draw_files(grading_id=made.id, by=supervisor, at=now)
    files = queries.graded_files(made.id, supervisor)
    for place, one in enumerate(files[:-2]):
        start = queries.proposal(one, now)
        done = operations.mark_file(file_id=one.id, marks=start.marks, by=supervisor, at=now)
        head = world.actor(world.teams["应急局" if one.organ_id == organs[0] else "市监局"]["head"], now)
        if place == 0:
            operations.object_grade(file_id=done.id, text="扣分的材料在副卷里，请再核对一次。", by=head, at=now)
        elif place == 1:
            operations.accept_grade(file_id=done.id, by=head, at=now)


def _analysis(world: "World", home: str, year: int, quarter: int, now: datetime, *, signed: bool) -> None:
    head = world.actor(world.teams[home]["head"], now)
    made = operations.begin_analysis(year=year, quarter=quarter, whole_region=False, by=head, at=now)
    while operations.count_waiting(by="system", now=now):
        pass
    if signed:
        operations.sign_analysis(analysis_id=made.id, causes=CAUSES, measures=MEASURES, by=head, at=now)
