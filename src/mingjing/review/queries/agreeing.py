"""Whether review bodies, trainings, lists of material and disagreements are what the ledger says: for the audit."""

from collections.abc import Iterator

from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.review import events
from mingjing.review.models import (
    Counsel,
    CounselAsk,
    Dispute,
    DisputeRoute,
    HandedIn,
    MaterialList,
    ReviewBody,
    RoundRequest,
    Training,
)
from mingjing.review.terms import ListState

STEPS = (events.DISPUTE_RAISED, events.DISPUTE_ANSWERED, events.DISPUTE_CONSULTED, events.DISPUTE_SETTLED)


def staff_unlike_the_ledger() -> Iterator[Difference]:
    """Bodies and trainings that differ from what was registered, were never registered, or are gone."""
    bodies, trainings = (
        ledger.told_by(events.BODY_REGISTERED, "body"),
        ledger.told_by(events.TRAINING_RECORDED, "training"),
    )
    void = ledger.told_by(events.TRAINING_VOIDED, "training")
    for body in ReviewBody.objects.iterator():
        if bodies.pop(str(body.pk), None) != body.as_told():
            yield Difference(f"法制审核机构“{body.name}”", "与台账登记的不符")
    for one in Training.objects.iterator():
        said, ended = trainings.pop(str(one.pk), None), void.get(str(one.pk), {})
        if said != one.as_told() or ended.get("reason", "") != one.void_reason:
            yield Difference(f"{one.day} 的法制审核培训“{one.topic}”", "与台账登记的不符")
    for key in sorted((*bodies, *trainings)):
        yield Difference(f"法制审核机构和培训 {key}", "台账记有，业务库里没有（被删除）")


def disputes_unlike_the_ledger() -> Iterator[Difference]:
    """Disagreements and chosen routes that differ from what was told step by step, were never told, or are gone."""
    steps = [ledger.told_by(kind, "dispute") for kind in STEPS]
    for row in Dispute.objects.select_related("submission").iterator():
        done = (True, row.answered_at, row.consulted_at, row.settled_at)
        told = [step.pop(str(row.pk), None) for step in steps]
        for said, wanted, came in zip(told, row.as_told(), done, strict=True):
            if (said is None) == bool(came) or said is not None and any(said.get(key) != wanted[key] for key in wanted):
                yield Difference(
                    f"对“{row.submission.title}”第{row.submission.round}轮审核意见的分歧", "与台账记的不符"
                )
                break
    for key in sorted({key for step in steps for key in step}):
        yield Difference(f"审核意见分歧 {key}", "台账记有，业务库里没有（被删除）")
    ways = ledger.told_by(events.ROUTE_CHOSEN, "way")
    for way in DisputeRoute.objects.iterator():
        if ways.pop(str(way.pk), None) != way.as_told():
            yield Difference("审核意见分歧的处理方式", "与台账登记的不符")
    for key in sorted(ways):
        yield Difference(f"审核意见分歧的处理方式 {key}", "台账记有，业务库里没有（被删除）")


def counsel_unlike_the_ledger() -> Iterator[Difference]:
    """Counsel, requests and opinions that differ from what the ledger says, were never told, or are gone."""
    pool = ledger.told_by(events.COUNSEL_REGISTERED, "counsel") | ledger.told_by(events.COUNSEL_RENEWED, "counsel")
    ended = ledger.told_by(events.COUNSEL_ENDED, "counsel")
    for one in Counsel.objects.iterator():
        key = str(one.pk)
        if pool.pop(key, None) != one.as_told() or ended.get(key, {}).get("reason", "") != one.end_reason:
            yield Difference(f"顾问库的{one.name}", "与台账登记的不符")
    asked, given = ledger.told_by(events.COUNSEL_ASKED, "ask"), ledger.told_by(events.COUNSEL_ASSIGNED, "ask")
    advised, off = ledger.told_by(events.COUNSEL_ADVISED, "ask"), ledger.told_by(events.COUNSEL_CALLED_OFF, "ask")
    for ask in CounselAsk.objects.iterator():
        key = str(ask.pk)
        told = (asked.pop(key, None), given.get(key), advised.get(key), off.get(key, {}).get("reason", ""))
        kept = (
            ask.as_asked(), ask.as_assigned() if ask.counsel_id else None, ask.as_advised() if ask.advice else None, ask.off_reason,
        )  # fmt: skip
        if told != kept:
            yield Difference(f"“{ask.title}”请顾问提意见", "与台账登记的不符")
    for key in sorted((*pool, *asked)):
        yield Difference(f"顾问库和顾问意见 {key}", "台账记有，业务库里没有（被删除）")


def lists_unlike_the_ledger() -> Iterator[Difference]:
    """Lists of material and what was handed in by itself, that differ from the ledger, were never told, or are gone."""
    drafted, fixed = ledger.told_by(events.LIST_DRAFTED, "list"), ledger.told_by(events.LIST_SET, "list")
    dropped = ledger.told_by(events.LIST_DROPPED, "list")
    for row in MaterialList.objects.iterator():
        key = str(row.pk)
        told = (drafted.pop(key, None), fixed.pop(key, None), dropped.get(key, {}).get("reason", ""))
        wanted = row.as_set() | {"organ": str(row.organ_id)} if row.state == ListState.SET else None
        if told != (row.as_drafted(), wanted, row.drop_reason):
            yield Difference(f"送审材料清单（{row.facts().category_name}，第{row.number}版）", "与台账登记的不符")
    handed, void = (
        ledger.told_by(events.MATERIAL_HANDED, "material"),
        ledger.told_by(events.MATERIAL_VOIDED, "material"),
    )
    for one in HandedIn.objects.iterator():
        said, ended = handed.pop(str(one.pk), None), void.get(str(one.pk), {}).get("reason", "")
        if said != one.as_told() or ended != one.void_reason:
            yield Difference(f"送审材料“{one.item}”", "与台账登记的不符")
    for key in sorted((*drafted, *fixed, *handed)):
        yield Difference(f"送审材料清单和材料 {key}", "台账记有，业务库里没有（被删除）")


def requests_unlike_the_ledger() -> Iterator[Difference]:
    """Requests inside a round and their answers that differ from the ledger, were never told, or are gone."""
    asked, given = ledger.told_by(events.ROUND_ASKED, "request"), ledger.told_by(events.ROUND_ANSWERED, "request")
    off = ledger.told_by(events.ROUND_CALLED_OFF, "request")
    for row in RoundRequest.objects.select_related("submission").iterator():
        key = str(row.pk)
        told = (asked.pop(key, None), given.pop(key, None), off.get(key, {}).get("reason", ""))
        if told != (row.as_asked(), row.as_answered() if row.answer else None, row.off_reason):
            yield Difference(f"第{row.submission.round}轮审核中的请求“{row.question[:40]}”", "与台账登记的不符")
    for key in sorted(asked):
        yield Difference(f"审核中的请求 {key}", "台账记有，业务库里没有（被删除）")
