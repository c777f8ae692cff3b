"""The review as a table of moves: the operations ask it before they act, and the published flow chart is drawn from it."""

from mingjing.kernel.findings import Finding
from mingjing.review.rules.rounds import resubmission_findings
from mingjing.review.terms import STAGE_NAMES, Move, Result, RoundFacts, Stage, State, Way

WAYS: tuple[Way, ...] = (
    Way(None, Move.SUBMIT, Stage.OPEN),
    Way(Stage.AGREED, Move.SUBMIT, Stage.OPEN, "案卷有变动"),
    Way(Stage.ANSWERED, Move.SUBMIT, Stage.OPEN, "按意见处理后再次送审"),
    Way(Stage.OPEN, Move.RETURN_INCOMPLETE, Stage.INCOMPLETE),
    Way(Stage.INCOMPLETE, Move.SUPPLEMENT, Stage.OPEN),
    Way(Stage.OPEN, Move.EXTEND, Stage.OPEN),
    Way(Stage.OPEN, Move.GIVE_OPINION, Stage.AGREED, "同意"),
    Way(Stage.OPEN, Move.GIVE_OPINION, Stage.PROBLEMS, "退回补正或者不同意"),
    Way(Stage.PROBLEMS, Move.RESPOND, Stage.ANSWERED),
    Way(Stage.SETTLED, Move.RESPOND, Stage.ANSWERED),
    Way(Stage.DISPUTED, Move.RESPOND, Stage.DISPUTED),
    Way(Stage.REPLIED, Move.RESPOND, Stage.REPLIED),
    Way(Stage.PROBLEMS, Move.RAISE_DISPUTE, Stage.DISPUTED),
    Way(Stage.ANSWERED, Move.RAISE_DISPUTE, Stage.DISPUTED),
    Way(Stage.DISPUTED, Move.ANSWER_DISPUTE, Stage.REPLIED),
    Way(Stage.REPLIED, Move.CONSULT, Stage.REPLIED),
    Way(Stage.REPLIED, Move.SETTLE_DISPUTE, Stage.SETTLED, "尚未作处理说明"),
    Way(Stage.REPLIED, Move.SETTLE_DISPUTE, Stage.ANSWERED, "已作处理说明"),
)
"""Every way a dossier can go. A dispute is raised, and the limit extended, once a round; the operations see to that."""


def stage_of(last: RoundFacts | None) -> Stage | None:
    """Where a dossier stands in its review; None before it was ever submitted, and where a draft was withdrawn (REV-54)."""
    if last is None or last.state == State.WITHDRAWN:
        return None
    if last.opinion is None:
        return Stage.INCOMPLETE if last.state == State.INCOMPLETE else Stage.OPEN
    if last.opinion.result == Result.AGREE:
        return Stage.AGREED
    if last.dispute is not None and last.dispute.open:
        return Stage.DISPUTED if last.dispute.reviewing is None else Stage.REPLIED
    if last.response:
        return Stage.ANSWERED
    return Stage.PROBLEMS if last.dispute is None else Stage.SETTLED


def move_findings(last: RoundFacts | None, move: Move) -> tuple[Finding, ...]:
    """REV-08 as a table: whether the dossier stands where this move may start."""
    here = stage_of(last)
    if any(way.move == move and way.source == here for way in WAYS):
        return ()
    now = STAGE_NAMES[here] if here else "还没有送审"
    return (resubmission_findings.finding(f"法制审核现在是“{now}”，不能办理这一步", next_step="请刷新后查看"),)
