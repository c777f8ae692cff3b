"""From an act to its documents: everything the template prints comes from the case, nothing is typed twice."""

from collections.abc import Iterable, Mapping
from typing import Any

from mingjing.cases.models import Act, Case
from mingjing.cases.operations.holdings import catalogue_table
from mingjing.cases.queries.calendar import figures_of
from mingjing.cases.queries.facts import context
from mingjing.cases.queries.own_forms import MARK
from mingjing.cases.rules.days import served_on
from mingjing.cases.rules.remedy_words import law_told, remedies_told, urging_told, window_told
from mingjing.cases.terms import ActSpec, CaseFacts
from mingjing.cases.terms.display import chinese_date, display
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.fields import FieldSpec
from mingjing.foundation import typesetting
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.kernel.numerals import numeral
from mingjing.publicity.terms import CATEGORY_NAMES, Category
from mingjing.records import operations as records
from mingjing.records.terms import DocumentFacts
from mingjing.records.terms.filings import FilingFacts


def make(
    case: Case, facts: CaseFacts, spec: ActSpec, act: Act, *, own: Mapping[str, FilingFacts], by: Actor
) -> tuple[DocumentFacts, ...]:
    """Freeze the documents of an act; the first one is its main document. `own`: the organ's forms `spec` was adjusted to."""
    if not spec.form:
        return ()
    data, told = context_of(case, facts, spec, act), spec.chosen(act.data)
    forms = (told.form, *told.extra_forms)
    # Only the catalogue itself prints the contents: a template prints every table that it is given.
    listed = (
        {"catalogue": catalogue_table(case_id=case.id, kind=facts.procedure.kind, by=by, now=act.recorded_at)}
        if "file_catalogue" in forms
        else {}
    )
    return tuple(
        records.add_document(
            dossier_id=case.dossier_id, act_seq=act.seq, form_id=form, number=act.number, at=act.at, by=by,
            data=of_form(data | {"tables": data["tables"] | listed} if form == "file_catalogue" else data, form, own.get(form)),
            adjusted=own.get(form),
        )
        for form in forms
    )  # fmt: skip


def of_form(data: dict[str, Any], form: str, own: FilingFacts | None) -> dict[str, Any]:
    """The data without fields that belong to another form of the act, and without what the organ does not print."""
    out = set(own.content.left_out) if own else set()
    others = {name for name in data["fields"] if MARK in name and not name.startswith(f"{form}{MARK}")} | out
    if not others:
        return data
    kept = {name: value for name, value in data["fields"].items() if name not in others}
    return data | {"fields": kept, "tables": {name: one for name, one in data["tables"].items() if name not in out}}


def require_printable(specs: Iterable[FieldSpec], values: Mapping[str, Any]) -> None:
    """Raise Invalid, field by field, where something typed cannot be printed.

    Asked before the act: an act stays as it is, and its words come back in later documents too, so that one such
    character would keep the file from ever being printed, exported and archived.
    """
    errors = {
        spec.name: [typesetting.unprintable(char, spec.label) for char, _ in missing]
        for spec in specs
        if (missing := typesetting.missing_glyphs({spec.name: values.get(spec.name)}))
    }
    if errors:
        raise Invalid(errors)


def context_of(case: Case, facts: CaseFacts, spec: ActSpec, act: Act, *, draft: bool = False) -> dict[str, Any]:
    """The data contract of every template (docs/reference/forms.md)."""
    plain = [each for each in spec.fields if each.type != "table"]
    data = act.data
    return {
        "draft": draft,
        "number": act.number,
        "date": chinese_date(act.at.astimezone(CHINA).date().isoformat()),
        "organ": _organ(facts),
        "case": _case(case, facts),
        "party": {key: str(value) for key, value in case.party.items() if key not in {"id", "version"}},
        "officers": _officers(facts, data),
        "signatures": _signatures(spec, act, draft=draft),
        "fields": _fields(facts, spec, plain, data) | _borrowed(facts, act),
        "labels": BORROWED_LABELS | {each.name: each.label for each in spec.fields},
        "order": [each.name for each in spec.fields],
        "tables": {each.name: _table(each, data.get(each.name, ())) for each in spec.fields if each.type == "table"},
        "evidence": _evidence(facts, data),
        "verify": None,
    }


def _fields(facts: CaseFacts, spec: ActSpec, plain: list[FieldSpec], data: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        each.name: display(each, data.get(each.name)) for each in plain if data.get(each.name) not in (None, "")
    }
    for each in plain:
        if each.type == "act_ref" and (other := facts.act(data.get(each.name, 0))):
            shown[each.name] = (
                f"{facts.procedure.acts[other.code].name}（{other.number}）"
                if other.number
                else facts.procedure.acts[other.code].name
            )
    return shown


# How a document names what it borrows, where it prints it in a row of its own.
BORROWED_LABELS = {
    "chair": "听证主持人", "members": "听证员", "recorder": "记录员", "former": "原当事人", "evidence_told": "证据", "digests": "电子文件和摘要",
}  # fmt: skip


def _borrowed(facts: CaseFacts, act: Act) -> dict[str, str]:
    """What a document prints although another act recorded it."""
    found: dict[str, str] = {}
    notice = facts.last("arrange_hearing")
    if act.code in {"hold_hearing", "report_hearing"} and notice:
        found = {"chair": notice.data["chair"]["name"], "recorder": notice.data["recorder"]["name"]}
        found["members"] = "、".join(str(person["name"]) for person in notice.data.get("members", ()))
    if act.code == "change_party":
        former = act.data.get("former", facts.party)
        found = {"former": " ".join(filter(None, (str(former.get(key, "")) for key in ("name", "id_no"))))}
    if act.code == "decide_recusal" and (asked := facts.act(act.data["request_seq"])):
        found = {"applicant": asked.data["applicant"], "person": asked.data["person"]["name"]}
    if act.code in {"answer_remedy", "answer_lawsuit"} and (asked := facts.act(act.data["remedy_seq"])):
        found = {"body": asked.data["body"], "case_no": str(asked.data.get("case_no", ""))}
        found["received_on"] = chinese_date(asked.data["received_on"])
    if number := act.data.get("evidence_no"):
        found |= evidence_told(facts, int(number))
    if act.code in {"urge", "apply_court"}:
        found = told_before_force(facts, "你（单位）" if act.code == "urge" else "被申请人", act)
    if act.code == "notify":
        figure = figures_of(facts.organ)("statement", act.at.astimezone(CHINA).date())
        found = {"statement_days": numeral(int(figure.value))}
    return {name: str(value) for name, value in found.items() if value}


def told_before_force(facts: CaseFacts, who: str, act: Act) -> dict[str, str]:
    """What urging and application say of service, remedies, urging and the months left, with their days."""
    ctx = context(facts.organ, act.recorded_at)
    served = served_on(facts, facts.decision, ctx)
    return {
        "served_on": chinese_date(served.isoformat()) if served else "",
        "remedy_told": remedies_told(facts, who, ctx),
        "urging_told": urging_told(facts, ctx) if act.code == "apply_court" else "",
        "window_told": window_told(facts, ctx) if act.code == "apply_court" else "",
        "law_told": law_told(facts),
    }


def evidence_told(facts: CaseFacts, number: int) -> dict[str, str]:
    """A piece of evidence by number, name and kind, and the digests of its files: what a paper about it is tied to."""
    spec = facts.procedure.field("collect_evidence", "kind")
    taken = next((act for no, act, _ in facts.evidence if no == number), None)
    if taken is None:
        return {}
    kind = display(spec, taken.data["kind"]) if spec else ""
    return {
        "evidence_told": f"证据{number}　{taken.data['name']}（{kind}）",
        "digests": "\n".join(f"{each['name']}　SHA-256：{each['sha256']}" for each in taken.data.get("files", ())),
    }


def _organ(facts: CaseFacts) -> dict[str, str]:
    organ = facts.organ
    return {
        "name": organ.name,
        "address": organ.address,
        "phone": organ.phone,
        "bank": organ.bank,
        "account": organ.bank_account,
        "account_name": organ.bank_account_name,
        "reconsideration_body": organ.reconsideration_body,
        "court": organ.court,
    }


def _case(case: Case, facts: CaseFacts) -> dict[str, str]:
    return {
        "number": case.number or case.lead_number,
        "cause": case.cause,
        "title": f"{case.party_name}{case.cause}",
        "kind": CATEGORY_NAMES[Category(facts.procedure.kind)],
        "source": _source(facts),
        "filed_on": chinese_date(case.filed_on.isoformat()) if case.filed_on else "",
        "decision_number": case.decision_number,
        "decided_on": chinese_date(case.decided_on.isoformat()) if case.decided_on else "",
    }


def _source(facts: CaseFacts) -> str:
    spec = facts.procedure.opening.field("source")
    return str(display(spec, facts.lead.data["source"])) if spec and facts.lead else ""


def _officers(facts: CaseFacts, data: dict[str, Any]) -> list[dict[str, str]]:
    named = data.get("officers") or data.get("signers") or data.get("handlers")
    if not named and (latest := facts.naming_handlers):
        named = latest.data["handlers"]
    return [{"name": str(person["name"]), "certificate": str(person.get("certificate", ""))} for person in named or ()]


OPINION_ROLES = {
    "handler": "承办人意见",
    "examiner": "审查意见",
    "reviewer": "审核意见",
    "head": "负责人意见",
    "chair": "主持人意见",
    "archivist": "档案员意见",
}
OPINIONS = ("head_opinion", "opinion")


def _signatures(spec: ActSpec, act: Act, *, draft: bool) -> list[dict[str, str]]:
    """The opinions as signed. A draft of the head's shows none of the head: nobody has agreed yet."""
    day = chinese_date(act.at.astimezone(CHINA).date().isoformat())
    rows = []
    if act.drafted_by:
        unit = str(act.data.get("unit_opinion", "")) or f"拟{spec.name}，请审批。"
        rows.append({"role": "承办人意见", "text": unit, "name": act.drafter_name, "date": day})
    text = _opinion(spec, act)
    if spec.by == "head" and not text:
        if draft:
            return rows
        text = "同意。"
    rows.append({"role": OPINION_ROLES.get(spec.by, "意见"), "text": text, "name": act.by_name, "date": day})
    return rows


def _opinion(spec: ActSpec, act: Act) -> str:
    """What whoever did the act wrote of it; where the form asks what the party said, that is no opinion of his."""
    written = (spec.field(name) for name in OPINIONS)
    return next(
        (str(act.data[one.name]) for one in written if one and one.type == "longtext" and act.data.get(one.name)), ""
    )


def _table(spec: FieldSpec, rows: Any) -> dict[str, Any]:
    shown = [[_cell(column, row.get(column.name)) for column in spec.columns] for row in rows]
    return {"columns": [column.label for column in spec.columns], "rows": shown}


def _cell(column: FieldSpec, value: Any) -> str:
    text = display(column, value)
    return "、".join(text) if isinstance(text, list) else text


def _evidence(facts: CaseFacts, data: dict[str, Any]) -> list[dict[str, str]]:
    chosen = set(data.get("evidence_refs", ())) or None
    spec = facts.procedure.field("collect_evidence", "kind")
    kinds = spec.options if spec else {}
    return [
        {
            "no": str(number),
            "name": str(act.data["name"]),
            "kind": kinds.get(str(act.data["kind"]), ""),
            "source": str(act.data.get("source", "")),
            "proves": str(act.data.get("proves", "")),
            "collected_on": chinese_date(str(act.data["collected_on"])),
        }
        for number, act, counts in facts.evidence
        if counts and (chosen is None or number in chosen)
    ]
