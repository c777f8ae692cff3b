"""Who may do what with a publication, as sentences."""

from uuid import UUID

from mingjing.foundation.access import Predicate, holds, predicate
from mingjing.foundation.people import ROLE_NAMES, Actor, Role
from mingjing.publicity.models import Application, Letter, Publication
from mingjing.publicity.terms import ROUND_ROLES, KindSpec, LetterKind
from mingjing.publicity.terms.applications import BY_PUBLICISTS, ApplyKind
from mingjing.publicity.terms.visits import VISITORS


@predicate("作出决定的机关的人员")
def of_the_organ(actor: Actor, publication: Publication) -> bool:
    """The person belongs to the organ whose decision it is."""
    return actor.organ_id == publication.organ_id


is_publicist = holds(Role.PUBLICIST, "公示员")
is_head = holds(Role.HEAD, "行政机关负责人")
is_security_admin = holds(Role.SECURITY_ADMIN, "安全管理员")
is_supervisor = holds(Role.SUPERVISOR, "执法监督员")
is_case_staff = holds(Role.HANDLER, "承办人") | is_head | holds(Role.REVIEWER, "法制审核人")

may_publish = of_the_organ & is_publicist
may_exempt = of_the_organ & is_head
may_call_back = of_the_organ & (is_publicist | is_case_staff)
may_read_original = (of_the_organ & (is_publicist | is_head)) | is_supervisor


@predicate("答复机关的公示员、负责人；投诉举报由执法监督员")
def may_answer(actor: Actor, letter: Letter) -> bool:
    """The organ that handles it: complaints its supervisors, everything else its publicists and heads."""
    if letter.kind == LetterKind.COMPLAINT:
        return actor.organ_id == letter.handler_id != letter.organ_id and actor.has(Role.SUPERVISOR)
    return actor.organ_id == letter.handler_id and actor.has(Role.PUBLICIST, Role.HEAD)


@predicate("本机关的承办人")
def may_visit(actor: Actor, organ_id: UUID) -> bool:
    """An officer of the organ (the subject is its id); whether the certificate is valid, ORG-02 asks."""
    return actor.organ_id == organ_id and actor.has(*VISITORS)


@predicate("本机关的人员")
def of_this_organ(actor: Actor, organ_id: UUID) -> bool:
    """The person belongs to the organ whose id is the subject."""
    return actor.organ_id == organ_id


@predicate("本机关的公示员、负责人、执法监督员")
def may_ask(actor: Actor, organ_id: UUID) -> bool:
    """Who asks the public for comments in the name of an organ (the subject is its id), decides on them and replies."""
    return actor.organ_id == organ_id and actor.has(*ROUND_ROLES)


may_staff = of_this_organ & (is_head | is_security_admin)


def may_work(kind: KindSpec, part: str) -> Predicate:
    """Who of an organ (the subject is its id) does this part of the work on a kind of list: collect, check, release."""
    roles = {"collect": kind.collect, "check": kind.check, "release": kind.release}[part]
    names = "、".join(ROLE_NAMES[role] for role in Role if role in roles)

    def works(actor: Actor, organ_id: UUID) -> bool:
        return actor.organ_id == organ_id and actor.has(*roles)

    return Predicate(f"本机关的{names}", works)


@predicate("本机关的承办人、负责人；提前停止公示的申请由公示员、负责人")
def may_take(actor: Actor, application: Application) -> bool:
    """Who of the organ accepts an application and moves it on."""
    doing = Role.PUBLICIST if application.kind in BY_PUBLICISTS else Role.HANDLER
    return actor.organ_id == application.organ_id and actor.has(doing, Role.HEAD)


@predicate("本机关负责人")
def may_approve_answer(actor: Actor, application: Application) -> bool:
    """The head of the organ approves a written answer, and alone turns away a request that an officer withdraw."""
    return actor.organ_id == application.organ_id and actor.has(Role.HEAD)


@predicate("执法监督员")
def may_oversee(actor: Actor, application: Application) -> bool:
    """A supervisor reads what was asked and how it went, of every organ; who asked is not shown."""
    return actor.has(Role.SUPERVISOR)


may_read_application = may_take | may_oversee


def decides_alone(kind: str) -> bool:
    """Whether only a head may turn this kind away: no officer does it with a request against officers."""
    return kind == ApplyKind.RECUSAL
