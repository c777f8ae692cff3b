"""When the periods of a licence begin and end: receipt, acceptance, what is not counted, the decision, the renewal."""

from datetime import date

from mingjing.cases.rules.days import Reckoned, due_of, served_on
from mingjing.cases.terms import LICENCE, ActFacts, CaseFacts, Context
from mingjing.kernel.days import ONE
from mingjing.kernel.periods import Pause

DECIDES = ("grant", "deny")
ACCEPTS = ("accept", "deem_accepted")
ENDS = ("revoke_licence", "cancel_licence")
UNDOES = frozenset({"revoked", "void", "redo"})
"""Results of a remedy after which the decision no longer stands."""


def is_licence(case: CaseFacts) -> bool:
    """Whether the case is about an application, and not about a violation."""
    return case.procedure.id == LICENCE


def day_of(act: ActFacts, name: str) -> date:
    """A day that was entered in an act's form."""
    return date.fromisoformat(str(act.data[name])[:10])


def received(case: CaseFacts) -> ActFacts | None:
    """What came in last: the application, or what was handed in after the one notice of what is lacking."""
    return case.last("apply", "receive_supplement")


def waits_for_applicant(case: CaseFacts) -> bool:
    """Whether the applicant was told what is lacking and has not handed anything in since."""
    came, asked = received(case), case.last("supplement")
    return asked is not None and came is not None and asked.seq > came.seq


def answer_limit(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """Five working days from receipt to accept, to refuse or to tell what is lacking (行政许可法第三十二条)."""
    came = received(case)
    return due_of(day_of(came, "received_on"), "licence.supplement", "agency_duty", ctx) if came else None


def accepted_on(case: CaseFacts) -> date | None:
    """The day of acceptance; by silence it is the day on which the materials came in."""
    act = case.last(*ACCEPTS)
    if act is None:
        return None
    came = case.before(act.seq).last("apply", "receive_supplement")
    return day_of(came, "received_on") if act.code == "deem_accepted" and came else act.on


def is_joint(case: CaseFacts) -> bool:
    """Whether several organs decide together (行政许可法第四十二条第二款)."""
    act = case.last(*ACCEPTS)
    return bool(act and act.data.get("joint") == "yes")


def exclusions(case: CaseFacts) -> tuple[tuple[ActFacts, date, date | None], ...]:
    """Testing, expert review and the like: the notice, the first day, and the day it ended or None."""
    found = []
    for told in case.all("exclude_time"):
        end = next((each for each in case.all("end_exclusion") if each.seq > told.seq), None)
        found.append((told, day_of(told, "began_on"), day_of(end, "ended_on") if end else None))
    return tuple(found)


def hearing_began(case: CaseFacts) -> ActFacts | None:
    """What made a hearing owed last: an announcement, or a request."""
    return case.last("announce_hearing", "request_hearing")


def not_counted(case: CaseFacts, ctx: Context) -> tuple[Pause, ...]:
    """The days outside the decision period (行政许可法第四十五条): only where the applicant was told in writing, and the hearing."""
    today = ctx.now.date()
    # What the applicant hears of later does not take back the days before it was told.
    spans = [
        (max(first, day), end, told.number)
        for told, first, end in exclusions(case)
        if (day := served_on(case, told, ctx)) is not None
    ]
    for begun in case.all("announce_hearing", "request_hearing"):
        held = next((each for each in case.all("hold_hearing") if each.seq > begun.seq), None)
        spans.append((begun.on, held.on if held else None, "听证"))
    closed = ((first, (end or today) - ONE, why) for first, end, why in spans)
    return tuple(Pause(first, last, why) for first, last, why in closed if last >= first)


def decision_limit(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """Twenty working days from acceptance, forty-five where organs decide together, with the extension, less what is not counted."""
    start = accepted_on(case)
    if start is None:
        return None
    extra = sum(int(each.data["days"]) for each in case.all("extend"))
    key = "licence.joint" if is_joint(case) else "licence.decide"
    return due_of(start, key, "agency_duty", ctx, pauses=not_counted(case, ctx), extra=extra)


def hearing_request_limit(case: CaseFacts, ctx: Context) -> Reckoned | None:
    """Five working days from the service of the notice that a hearing may be asked for (行政许可法第四十七条)."""
    told = [day for act in case.all("ask_third_party") if (day := served_on(case, act, ctx))]
    return due_of(max(told), "licence.hearing.request", "party_right", ctx) if told else None


def hearing_is_owed(case: CaseFacts) -> bool:
    """Whether a hearing was announced or asked for and has not been held since."""
    begun, held = hearing_began(case), case.last("hold_hearing")
    return begun is not None and (held is None or held.seq < begun.seq)


def valid_to(case: CaseFacts) -> date | None:
    """The last day of the licence, as granted or as renewed since; None where it has none or was not granted."""
    for act in reversed(case.all("grant", "renew", "deem_renewed")):
        if act.code == "renew" and act.data.get("result") != "yes":
            continue
        return day_of(act, "valid_to") if act.data.get("valid_to") else None
    return None


def undone_by_remedy(case: CaseFacts) -> bool:
    """Whether reconsideration or the court took the decision back."""
    return any(each.data.get("result") in UNDOES for each in case.all("end_remedy"))


def binds(case: CaseFacts) -> bool:
    """Whether a licence was granted and neither revoked nor cancelled since, nor undone by a remedy."""
    return case.has("grant") and not any(case.has(code) for code in ENDS) and not undone_by_remedy(case)


def open_renewal(case: CaseFacts) -> ActFacts | None:
    """The renewal that was applied for and not answered."""
    asked, answered = case.last("apply_renewal"), case.last("renew", "deem_renewed")
    return asked if asked and (answered is None or answered.seq < asked.seq) else None


def handed_in(case: CaseFacts) -> frozenset[str]:
    """The names of all materials that came in, with the application or later."""
    acts = case.all("apply", "receive_supplement")
    return frozenset(str(row["name"]).strip() for act in acts for row in act.data.get("materials", ()))


def item_materials(case: CaseFacts) -> tuple[tuple[str, bool], ...]:
    """The item's own list of materials, each with whether it must be handed in."""
    return tuple((str(name), bool(needed)) for name, needed in case.matter.get("materials", ()))


def lacking(case: CaseFacts) -> tuple[str, ...]:
    """What the item asks for and nobody handed in."""
    held = handed_in(case)
    return tuple(name for name, needed in item_materials(case) if needed and name not in held)
