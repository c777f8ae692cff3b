"""What the public may read of an organ's review is handed over to publicity, whose people check and release it (L-01, L-14)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import EditionFacts
from mingjing.review import access, events
from mingjing.review.operations.keeping import refuse
from mingjing.review.queries.lists import one_list
from mingjing.review.queries.publicity import (
    BODY_CODE,
    BODY_KIND,
    LIST_KIND,
    body_values,
    list_values,
    public_standing,
)
from mingjing.review.queries.staff import review_body
from mingjing.review.rules import public_findings
from mingjing.review.terms import ListState


@operation(events.BODY_HANDED)
def hand_over_body(*, duties: str, names: bool, by: Actor, at: datetime, reason: str = "") -> EditionFacts:
    """审核机构送公示：名称、依据、职责、电话和审核人数，`names` 为真的连同审核人姓名；审核、发布以后公开。

    Raises Refused (REV-44 and those of the public lists), Invalid, Forbidden. 国办发〔2018〕118号（十一）.
    """
    access.require(access.may_hand_over, by, by.organ_id, doing="把审核机构送公示")
    body = review_body(by.organ_id)
    staff = organs.reviewers(by.organ_id, local_day(at))
    shown = [person.name for person, _ in staff] if names else []
    if body is None:
        raise Refused(public_findings.finding("没有登记法制审核机构", next_step="请先由负责人登记审核机构"))
    values = body_values(body, duties, shown, len(staff))
    _needed(by.organ_id, BODY_KIND, BODY_CODE, duties, values)
    made = publicity.collect_entry(
        organ_id=by.organ_id, kind=BODY_KIND, code=BODY_CODE, name=body.name, values=values, valid_from=body.since, reason=reason,
        by=by, at=at,
    )  # fmt: skip
    _kept(events.BODY_HANDED, {"body": str(body.id)}, made, by, at)
    return made


@operation(events.LIST_HANDED)
def hand_over_list(*, list_id: UUID, by: Actor, at: datetime, reason: str = "") -> EditionFacts:
    """已确定的送审材料清单送公示：最低材料和本机关增加的材料、送审方式、审核期限；审核、发布以后公开。

    Raises Refused (REV-44 and those of the public lists), Invalid, Forbidden. 国办发〔2018〕118号（十四）.
    """
    one = one_list(list_id)
    if one is None:
        raise Invalid({"list_id": ["没有这份清单，请从列表重新进入。"]})
    access.require(access.may_hand_over, by, one.organ_id, doing="把送审材料清单送公示")
    day = local_day(at)
    if one.state != ListState.SET or one.valid_from is None or (one.valid_to is not None and one.valid_to <= day):
        raise Invalid({"reason": ["只有现行的或者将要施行的清单送公示，草稿和以前的不送。"]})
    values = list_values(one, day)
    _needed(one.organ_id, LIST_KIND, one.public_code, one.basis, values)
    made = publicity.collect_entry(
        organ_id=one.organ_id, kind=LIST_KIND, code=one.public_code, name=f"{one.category_name}送审材料清单", values=values,
        valid_from=one.valid_from, reason=reason, by=by, at=at,
    )  # fmt: skip
    _kept(events.LIST_HANDED, {"list": str(one.id)}, made, by, at)
    return made


def _needed(organ_id: UUID, kind: str, code: str, says: str, values: dict[str, Any]) -> None:
    """Raise Refused (REV-44) where nothing is said, one is under way, or the public reads just this already."""
    standing = public_standing(organ_id, kind, code)
    same = standing.public is not None and not standing.outdated and _same(standing.public, values)
    refuse(public_findings(says, same=same, waits=standing.waiting is not None))


def _same(public: EditionFacts, values: dict[str, Any]) -> bool:
    """Whether the public reads exactly this already."""
    told = {
        key: "\n".join(map(str, value)) if key in {"duties", "names"} and not isinstance(value, str) else value
        for key, value in public.values.items()
    }
    return told == {key: value for key, value in values.items() if value}


def _kept(kind: str, told: dict[str, str], made: EditionFacts, by: Actor, at: datetime) -> None:
    payload = told | {"organ": str(by.organ_id), "edition": str(made.id), "digest": made.digest}
    append(kind=kind, stream=f"review-staff:{by.organ_id}", at=at, by=by, payload=payload)
    emit(kind, at=at, organ=str(by.organ_id))
