"""What the town knows of appraisal and public opinion: a scheme scored and signed, a matter that waits for its response."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.organs import queries as organs
from mingjing.sites.journeys import world
from mingjing.supervision import operations, queries
from mingjing.supervision.events import Event
from mingjing.supervision.models import EarlyWarning
from mingjing.supervision.terms.appraisals import Given, SchemeDraft, SchemeItem
from mingjing.supervision.terms.concerns import ConcernDraft


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
    return {"warning_id": warning.pk, "scheme_id": made.id, "appraisal_id": score.id, "concern_id": concern.id}
