"""Words and numbers drawn for the other documents: letters of assistance, papers about pictures, reminders."""

from mingjing.cases.rules.days import due_of
from mingjing.cases.rules.limits import pay_deadline
from mingjing.cases.rules.papers import MEDIA
from mingjing.cases.rules.wording import Told, draws, newest_open
from mingjing.cases.terms import ActFacts, CaseFacts


@draws("答复期限")
def assist_by(_: CaseFacts, told: Told) -> str:
    """The day by which another organ is asked to answer a letter sent today."""
    return due_of(told.ctx.now.date(), "assist.answer", "agency_duty", told.ctx).due_on.isoformat()


@draws("协助调查函")
def unassisted(case: CaseFacts, _: Told) -> int | None:
    """The newest letter of assistance without a registered answer."""
    return newest_open(case.all("request_assistance"), (a.data["request_seq"] for a in case.all("record_assistance")))


@draws("委托鉴定")
def appraised(case: CaseFacts, _: Told) -> int | None:
    """The newest entrustment of which the party was not told."""
    return newest_open(case.all("entrust_appraisal"), (a.data["appraisal_seq"] for a in case.all("notify_appraisal")))


def _pictured(case: CaseFacts, paper: str) -> tuple[int, ActFacts] | None:
    """The newest recording or picture among the evidence that has no such paper yet."""
    done = {act.data["evidence_no"] for act in case.all(paper)}
    open_ = [(no, act) for no, act, counts in case.evidence if counts and no not in done and act.data["kind"] in MEDIA]
    return open_[-1] if open_ else None


@draws("证据清单")
def undescribed(case: CaseFacts, _: Told) -> int | None:
    """The newest picture without its sheet."""
    found = _pictured(case, "describe_photos")
    return found[0] if found else None


@draws("证据清单")
def unbagged(case: CaseFacts, _: Told) -> int | None:
    """The newest recording without a bag."""
    found = _pictured(case, "bag_media")
    return found[0] if found else None


@draws("证据清单")
def file_names(case: CaseFacts, _: Told) -> str:
    """The files of that recording, one to a line."""
    found = _pictured(case, "bag_media")
    return "\n".join(str(each["name"]) for each in found[1].data.get("files", ())) if found else ""


@draws("决定和缴款登记")
def pay_by(case: CaseFacts, told: Told) -> str:
    """The last day for paying."""
    limit = pay_deadline(case, told.ctx)
    return limit.due_on.isoformat() if limit else ""
