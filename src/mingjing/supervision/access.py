"""Who sees, fills in, signs and receives the figures of a year; who issues and who answers supervision orders."""

from typing import Any
from uuid import UUID

from mingjing.foundation.access import predicate
from mingjing.foundation.people import Actor, Role
from mingjing.organs import queries as organs
from mingjing.supervision.terms import ANSWERING, SIGNING
from mingjing.supervision.terms.lodgings import RECEIVING


@predicate("本机关的公示员、法制审核人、负责人，或者执法监督员")
def sees_figures(actor: Actor, organ_id: UUID) -> bool:
    """The organ's own, or a supervisor."""
    return actor.has(Role.SUPERVISOR) or (actor.organ_id == organ_id and actor.has(*SIGNING))


@predicate("本机关的公示员、法制审核人或者负责人")
def signs_figures(actor: Actor, organ_id: UUID) -> bool:
    """The organ's own."""
    return actor.organ_id == organ_id and actor.has(*SIGNING)


@predicate("本区域的执法监督员")
def supervises_region(actor: Actor, region: str) -> bool:
    """A supervisor whose organ lies in the region."""
    return actor.has(Role.SUPERVISOR) and organs.organ(actor.organ_id).region == region


@predicate("被督办机关的负责人或者法制审核人")
def answers_orders(actor: Actor, organ_id: UUID) -> bool:
    """The organ's own."""
    return actor.organ_id == organ_id and actor.has(*ANSWERING)


@predicate("填报单位的公示员、法制审核人、负责人；平台外的机关由本区域的执法监督员")
def keeps_sheet(actor: Actor, sheet: Any) -> bool:
    """Of an organ of the platform its own people; of one outside the supervisors of its region."""
    if sheet.outside:
        return supervises_region(actor, sheet.region)
    return signs_figures(actor, sheet.subject_id)


@predicate("报告机关的人员")
def keeps_report(actor: Actor, report: Any) -> bool:
    """Whoever signs such a report also enters its receipt."""
    if report.scope == "rollup":
        return supervises_region(actor, report.region)
    return signs_figures(actor, report.organ_id)


@predicate("本机关的公示员、法制审核人、负责人，或者本区域的执法监督员")
def registers_concern(actor: Actor, organ: Any) -> bool:
    """The organ's own, or a supervisor of its region."""
    return signs_figures(actor, organ.id) or supervises_region(actor, organ.region)


@predicate("所涉机关的公示员、法制审核人或者负责人")
def keeps_concern(actor: Actor, concern: Any) -> bool:
    """The organ's own: they know its records."""
    return signs_figures(actor, concern.organ_id)


@predicate("本机关的负责人")
def heads_organ(actor: Actor, organ_id: UUID) -> bool:
    """The organ's head."""
    return actor.organ_id == organ_id and actor.has(Role.HEAD)


@predicate("所涉机关的负责人，或者本区域的执法监督员")
def ends_concern(actor: Actor, concern: Any) -> bool:
    """The organ's head, or a supervisor of its region."""
    return heads_organ(actor, concern.organ_id) or supervises_region(actor, concern.region)


@predicate("所涉机关的负责人，或者本区域的执法监督员")
def opens_liability(actor: Actor, organ: Any) -> bool:
    """The organ's head, or a supervisor of its region."""
    return heads_organ(actor, organ.id) or supervises_region(actor, organ.region)


@predicate("调查机关的负责人、法制审核人或者执法监督员")
def examines_liability(actor: Actor, liability: Any) -> bool:
    """Whoever examines for the organ that was charged with it."""
    return actor.organ_id == liability.examiner_id and actor.has(Role.HEAD, Role.REVIEWER, Role.SUPERVISOR)


@predicate("调查机关的负责人或者执法监督员")
def decides_liability(actor: Actor, liability: Any) -> bool:
    """Whoever decides for the organ that was charged with it."""
    return actor.organ_id == liability.examiner_id and actor.has(Role.HEAD, Role.SUPERVISOR)


@predicate("调查机关的人员，或者本区域的执法监督员")
def moves_liability(actor: Actor, liability: Any) -> bool:
    """Who may charge another organ, or name another person."""
    return examines_liability(actor, liability) or supervises_region(actor, liability.region)


@predicate("事项涉及的本人")
def is_concerned(actor: Actor, persons: Any) -> bool:
    """The person the item is about: `persons` are the ids it names."""
    return actor.person_id in persons


@predicate("备案机关的执法监督员、法制审核人、负责人；平台外的备案机关由报送机关登记回执")
def receives_lodging(actor: Actor, lodging: Any) -> bool:
    """Of an organ of the platform its own people; of one outside whoever lodged the decision enters its receipt."""
    if lodging.to_id is None:
        return answers_orders(actor, lodging.organ_id)
    return actor.organ_id == lodging.to_id and actor.has(*RECEIVING)


@predicate("本区域的执法监督员，不是作出决定的机关自己的")
def questions_lodging(actor: Actor, lodging: Any) -> bool:
    """A supervisor of the region whose own organ did not make the decision."""
    return actor.organ_id != lodging.organ_id and supervises_region(actor, lodging.region)
