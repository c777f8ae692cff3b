"""Publishing how a kind of act is told to the party: drawn from the procedure, its documents and its rules, not retyped."""

from datetime import datetime
from hashlib import sha256

from mingjing.cases.queries.calendar import figures, parameters
from mingjing.cases.rules import engine  # noqa: F401  the rules register themselves
from mingjing.cases.terms.procedure import FOLDERS, ActSpec, Procedure, procedure
from mingjing.kernel.days import local_day
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import registered
from mingjing.ledger.terms import By
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import RightsFacts, RightsStep
from mingjing.records import queries as records

__all__ = ["publish_rights"]
SHORT = 8
# What every document carries says nothing about the party's rights.
PLAIN = {"number", "date", "organ.name", "party.name", "officers"}
# Fields by which an act records what the party itself did.
PARTYS = ("applicant", "speaker", "waived")
PERIODS = ("statement", "hearing.request", "licence.hearing.request", "review.apply", "sue", "sue.after_review")
# The act by which the party is told of a right that not every procedure knows: a check has no hearing, a licence its own.
TOLD_BY = {"statement": "notify", "hearing.request": "notify", "licence.hearing.request": "ask_third_party"}
UNITS = {"wd": "个工作日", "d": "日", "m": "个月"}


def publish_rights(*, by: By, at: datetime) -> tuple[RightsFacts, ...]:
    """Publish, for every procedure, which documents tell the party what, which rights it has, and until when.

    The version is the procedure's with a short digest of the content, so that a changed form is a new version. The same
    again changes nothing. 国办发〔2018〕118号第二部分（五）.
    """
    published = []
    for code in FOLDERS:
        table = procedure(code)
        steps, periods = steps_of(table), periods_of(table, at)
        told = [[one.name, one.document, *one.says, *one.rules, *one.cites] for one in steps]
        digest = sha256(canonical({"steps": told, "periods": [list(one) for one in periods]})).hexdigest()[:SHORT]
        published.append(
            publicity.publish_rights(
                key=code.replace("_", "-"), version=f"{table.version}-{digest}", title=table.name, cites=table.cites,
                steps=steps, periods=periods, by=by, at=at,
            )
        )  # fmt: skip
    return tuple(published)


def steps_of(table: Procedure) -> tuple[RightsStep, ...]:
    """The steps that a document tells the party of, and those that the party takes, in the order of the table."""
    return tuple(step for act in table.acts.values() if (step := _step(act)) is not None)


def _step(act: ActSpec) -> RightsStep | None:
    yours = any(act.field(name) for name in PARTYS)
    told = next((form for form in map(records.form, act.forms()) if form.progress), None)
    if told is None and not yours:
        return None
    says = tuple(name for path, name in told.mandatory if path not in PLAIN) if told else ()
    sentences = (rule.sentence for number in act.guards for rule in registered().get(number, ()))
    return RightsStep(
        act.name, act.cites, told.name if told else "", says, () if yours else tuple(dict.fromkeys(sentences)), yours
    )


def periods_of(table: Procedure, at: datetime) -> tuple[tuple[str, str, str], ...]:
    """The periods of the rights that a procedure gives the party, as in force on that day nationally: name, length, source."""
    found = []
    on_the_spot = any(act.handed and act.decision for act in table.acts.values())
    review_first = on_the_spot and bool(figures("", "review.first.spot", local_day(at)).value)
    for key in PERIODS:
        # 行政复议法第二十三条: who was fined on the spot may not sue at once.
        if (key in TOLD_BY and TOLD_BY[key] not in table.acts) or (key == "sue" and review_first):
            continue
        figure = figures("", key, local_day(at))
        doubt = "" if figure.verified else "（国家未定期限，各地各领域有规定的从其规定）"
        found.append((parameters("").title(key), f"{figure.value} {UNITS[figure.unit]}{doubt}", figure.cites))
    return tuple(found)
