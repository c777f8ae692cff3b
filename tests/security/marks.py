"""What the town knows of appraisal and public opinion: a scheme scored and signed, a matter that waits for its response."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.organs import queries as organs
from mingjing.sites.journeys import world
from mingjing.supervision import operations, queries
from mingjing.supervision.events import Event
from mingjing.supervision.models import EarlyWarning
from mingjing.supervision.terms.appraisals import Given, SchemeDraft, SchemeItem
from mingjing.supervision.terms.circulars import ANONYMOUS, CircularDraft
from mingjing.supervision.terms.concerns import ConcernDraft
from mingjing.supervision.terms.liabilities import Blame, HandSource, LiabilityDraft, Proposal
from mingjing.supervision.terms.lodgings import LodgingDraft


def marks(shifan: world.World) -> dict[str, UUID]:
    """Ids behind the addresses of the appraisal."""
    early, late = world.moment("2026-10-09 09:00"), world.moment("2026-10-20 15:00")
    organ, before, by = shifan.organs["应急局"], shifan.actor("监", early), shifan.actor("监", late)
    items = (
        SchemeItem("orders", "督办按期报告", Decimal(40), "orders"),
        SchemeItem("hand1", "组织领导", Decimal(60), "", "有专人负责得满分"),
    )
    draft = SchemeDraft(2026, "评议考核方案", date(2026, 1, 1), date(2026, 10, 10), (organ,), items)
    made = operations.draft_scheme(draft=draft, by=before, at=early)
    operations.release_scheme(scheme_id=made.id, by=before, at=early)
    operations.begin_scoring(scheme_id=made.id, by=by, at=late)
    (score,) = queries.appraisals(made.id, by)
    given = {"hand1": Given(Decimal(55), "专人只到岗半年", "示府办纪〔2026〕3号")}
    operations.enter_points(appraisal_id=score.id, given=given, by=by, at=late)
    operations.tell_appraisal(appraisal_id=score.id, by=by, at=late)
    operations.accept_appraisal(appraisal_id=score.id, by=shifan.actor("己", late), at=late)
    operations.finish_scheme(scheme_id=made.id, conclusion="总体较好。", by=by, at=late)
    said = ConcernDraft(
        organ, "网传没有出示证件", "online", "某论坛", "网帖说十月检查时没有出示执法证件。", late, "general"
    )
    concern = operations.register_concern(draft=said, by=by, at=late)
    warning = EarlyWarning.objects.create(
        organ_id=organ, organ_name="示范县应急管理局", slug="yjj", region=organs.organ(organ).region, kind="refused", words="30 天内有 3 次",
        count=3, worst=3, opened_on=late.date(), looked_on=late.date(),
    )  # fmt: skip
    told = {"organ_id": str(organ), "kind": "refused", "opened_on": late.date().isoformat()}
    ledger.append(kind=Event.WARNING_OPENED, stream=f"warning:{warning.pk}", at=late, by=SYSTEM, payload=told)
    return {
        **_answering(shifan, late), **_lodged(shifan), "warning_id": warning.pk, "scheme_id": made.id, "appraisal_id": score.id, "concern_id": concern.id,
    }  # fmt: skip


def _lodged(shifan: world.World) -> dict[str, UUID]:
    """A major decision that was reported to the justice bureau and waits for it."""
    at = world.moment("2026-12-01 10:00")
    case = Case.objects.filter(decision_number__gt="", organ_id=shifan.organs["应急局"]).order_by("opened_at").first()
    assert case is not None
    made = operations.reckon_lodging(case_id=case.pk, by="system", at=at)
    assert made is not None
    files = tuple(one.id for one in queries.lodgeable(case.pk) if one.decision)
    draft = LodgingDraft(shifan.organs["司法局"], "", files)
    operations.report_lodging(lodging_id=made, draft=draft, by=shifan.actor("己", at), at=at)
    return {"lodging_id": made}


def _answering(shifan: world.World, at: datetime) -> dict[str, UUID]:
    """An item that is decided and handed over, about somebody who is none of the roles; a circular one organ has reported on."""
    by, organ, person = shifan.actor("监", at), shifan.organs["应急局"], shifan.people["庚"]
    hand = HandSource(organ, "", "示范县人民检察院检察建议书 示检建〔2026〕1号", at.date())
    draft = LiabilityDraft("", "没有核对记录的责任", shifan.organs["司法局"], (person,), hand)
    made = operations.open_liability(draft=draft, organ_id=organ, by=by, at=at)
    given: dict[str, Any] = {"liability_id": made.id, "at": at}
    found = Blame("slight", "没有核对就认定", "示范县办法第九条")
    operations.examine_liability(text="作出决定时没有核对培训记录。", blames={person: found}, by=by, **given)
    operations.defend_liability(text="", waived=True, by=shifan.actor("庚", at), **given)
    proposals = {person: Proposal(found, ("training", "discipline"), "示范县纪委监委")}
    operations.propose_liability(proposals=proposals, by=by, **given)
    operations.decide_liability(text="同意处理意见", by=shifan.actor("监2", at), **given)
    for act in (operations.tell_person, operations.send_person):
        act(person_id=person, on=at.date(), text="当面送达，本人签收", by=by, **given)
    theirs = shifan.organs["市监局"]
    said = CircularDraft(
        "一起决定被纠正", ANONYMOUS, "", "某机关没有核对记录。", "事实没有查清。", "各机关自查。", date(2026, 11, 30), (organ, theirs), made.id
    )  # fmt: skip
    told = operations.issue_circular(draft=said, by=by, at=at)
    for who in ("己", "市己"):
        operations.receive_circular(circular_id=told.id, by=shifan.actor(who, at), at=at)
    operations.report_circular(circular_id=told.id, text="已自查三件，没有同类问题", by=shifan.actor("市己", at), at=at)
    return {"liability_id": made.id, "concerned_id": person, "circular_id": told.id, "addressed_id": theirs}
