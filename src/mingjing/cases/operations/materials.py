"""A material that the organ's list wants for the review is handed in by the handlers of the case, once for every round (L-14)."""

from datetime import datetime
from uuid import UUID

from mingjing.cases import access
from mingjing.cases.models import Case
from mingjing.cases.operations.files import add_file, not_archived
from mingjing.cases.queries.facts import load
from mingjing.cases.terms import procedure
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid
from mingjing.review import operations as review
from mingjing.review import queries as reviewed
from mingjing.review.terms import FileFacts, HandedFacts


@operation("case:material:handed")
def hand_in_material(
    *, case_id: UUID, item: str, place: str, by: Actor, now: datetime, name: str = "", content: bytes = b""
) -> HandedFacts:
    """本案承办人提交清单里的一项送审材料：文件（归入案卷），或者纸质件的存放处。Raises Refused (REV-43, ARCH-49), Invalid, Forbidden."""
    case = _held(case_id, by)
    file = None
    if name:
        kept = add_file(case_id=case_id, name=name, content=content, by=by, now=now)
        file = FileFacts(kept.id, kept.name, kept.sha256)
    return review.hand_in(
        dossier_id=case.dossier_id,
        category=procedure(case.procedure, case.procedure_version).kind,
        item=item,
        file=file,
        place=place,
        by=by,
        at=now,
    )


@operation("case:material:voided")
def void_material(*, case_id: UUID, material_id: UUID, reason: str, by: Actor, now: datetime) -> HandedFacts:
    """本案承办人作废提交有误的送审材料，写明原因。Raises Invalid, Forbidden."""
    case = _held(case_id, by)
    one = reviewed.handed(material_id)
    if one is None or one.dossier_id != case.dossier_id:
        raise Invalid({"material_id": ["本案没有提交过这项材料。"]})
    return review.void_material(material_id=material_id, reason=reason, by=by, at=now)


def _held(case_id: UUID, by: Actor) -> Case:
    """The case, locked, for its handlers. Raises Invalid, Forbidden, Refused once it is archived."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    if not access.may_do(by, access.Seen(case.organ_id, load(case, related=False).handlers), Role.HANDLER):
        raise Forbidden(f"{by.name}不能提交本案的送审材料：须由本案承办人办理。请转交有权限的人员。")
    not_archived(case, "送审材料")
    return case
