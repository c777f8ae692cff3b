"""Reads of an organ's own forms: the register, what is in force, what is late, what differs from the standard."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from mingjing.foundation import typesetting
from mingjing.kernel.findings import Finding
from mingjing.kernel.workdays import Workdays, national
from mingjing.records.models import Document, OrganForm
from mingjing.records.queries.dossiers import form, template
from mingjing.records.rules import filings as rules
from mingjing.records.terms import DocumentFacts, FormFacts, NotFound
from mingjing.records.terms.filings import FAMILIES, FIELD_KINDS, UNFILED, USABLE, Change, FilingFacts, FilingState

OWN_LAYOUT = 1
"""The version of the layout that every form added by an organ is set in."""


def filings(organ_id: UUID | None) -> tuple[FilingFacts, ...]:
    """Every version of an organ's forms (None: of all organs), by form, the newest first. One query."""
    rows = OrganForm.objects.all()
    return tuple(row.facts() for row in (rows.filter(organ_id=organ_id) if organ_id else rows))


def filing(filing_id: UUID) -> FilingFacts:
    """One version. Raises NotFound."""
    row = OrganForm.objects.filter(id=filing_id).first()
    if row is None:
        raise NotFound("没有这个文书格式，请从清单重新进入。")
    return row.facts()


def in_force(organ_id: UUID, forms: Iterable[str], on: date) -> Mapping[str, FilingFacts]:
    """What documents of an organ are made from on a day, by form: the newest version that may be used. One query."""
    rows = OrganForm.objects.filter(organ_id=organ_id, form__in=list(forms), state__in=USABLE, valid_from__lte=on)
    found: dict[str, FilingFacts] = {}
    for row in rows.order_by("version"):
        if (facts := row.facts()).in_force(on):
            found[facts.form] = facts
    return found


def added_forms(organ_id: UUID, on: date) -> tuple[FilingFacts, ...]:
    """The forms an organ added by itself that may be used on a day. One query."""
    rows = OrganForm.objects.filter(organ_id=organ_id, form__startswith="own-", state__in=USABLE, valid_from__lte=on)
    found = {row.form: row.facts() for row in rows.order_by("version") if row.facts().in_force(on)}
    return tuple(sorted(found.values(), key=lambda one: one.printed))


def added_form(one: FilingFacts) -> FormFacts:
    """The form behind a version that an organ added by itself: one layout for every such form."""
    digest = sha256(template(one.form, OWN_LAYOUT).read_bytes()).hexdigest()
    return FormFacts(one.form, one.printed, OWN_LAYOUT, one.family, (), hash=digest)


def form_block(facts: FormFacts, adjusted: FilingFacts | None) -> dict[str, Any]:
    """How a document names its form: id, version and digest, and the organ's own version with its digest and sentences."""
    block: dict[str, Any] = {"id": facts.id, "name": facts.name, "version": facts.version, "hash": facts.hash}
    if adjusted is None:
        return block
    own = {"version": adjusted.version, "sha256": adjusted.sha256, "family": adjusted.family}
    return block | {"name": adjusted.printed, "own": own, "texts": adjusted.content.texts()}


def sample(one: FilingFacts, fields: Mapping[str, str]) -> bytes:
    """What a document made from a version looks like: the names of its fields, no contents. PDF."""
    facts = added_form(one) if one.own else form(one.form)
    names = {**fields, **one.content.labels}
    names |= {f"{one.form}__{each.key}": each.label for each in one.content.added}
    shown = [name for name in names if name not in one.content.left_out]
    data = {
        "draft": True, "number": "（编号）", "date": "　　年　　月　　日", "organ": {"name": "（机关名称）"},
        "case": {"cause": "（案由）", "number": "（立案号）"}, "party": {"name": "（当事人）"}, "labels": names, "order": shown,
        "fields": {name: f"（{names[name]}）" for name in shown}, "form": form_block(facts, one),
    }  # fmt: skip
    return typesetting.render(template(facts.id, facts.version), data, created=one.drafted_at).pdf


def used(filing_id: UUID) -> int:
    """How many documents were made from a version."""
    return Document.objects.filter(edition_id=filing_id).count()


def form_warnings(documents: Iterable[DocumentFacts]) -> tuple[tuple[UUID, Finding], ...]:
    """What to say of documents made from a form that was not filed (FORM-04). One query where there is any such."""
    made = [one for one in documents if one.edition_id]
    if not made:
        return ()
    known = {row.id: row.facts() for row in OrganForm.objects.filter(id__in=[one.edition_id for one in made])}
    return tuple(
        (one.id, finding)
        for one in made
        if one.edition_id in known
        for finding in rules.filed_before_use(known[one.edition_id])
    )


def unfiled(found: Iterable[FilingFacts]) -> tuple[Finding, ...]:
    """What to say of forms that are used and not filed (FORM-04)."""
    return tuple(told for one in found for told in rules.filed_before_use(one))


def filing_alerts(
    organ_id: UUID | None, on: date, *, limit: int = 50, calendar: Workdays | None = None
) -> tuple[tuple[FilingFacts, Finding], ...]:
    """Forms in use that are not filed, the late ones first (FORM-05, FORM-04). One query."""
    days = calendar or national()
    rows = OrganForm.objects.filter(state__in=UNFILED)
    found = [row.facts() for row in (rows.filter(organ_id=organ_id) if organ_id else rows)]
    late = [(one, told) for one in found for told in rules.filed_in_time(one, on, days)]
    behind = {one.id for one, _ in late}
    unfiled = [
        (one, told)
        for one in found
        if one.id not in behind and one.in_force(on)
        for told in rules.filed_before_use(one)
    ]
    return tuple((late + unfiled)[:limit])


def file_by(one: FilingFacts, calendar: Workdays | None = None) -> date | None:
    """The last day to be filed, of what is approved and not sent."""
    return rules.file_by(one, calendar or national()) if one.state == FilingState.APPROVED else None


def mandatory_fields(form_id: str) -> Mapping[str, str]:
    """The mandatory fields of a standard form, by the name of the field."""
    return {
        path.split(".")[-1]: name for path, name in form(form_id).mandatory if path.startswith(("fields.", "tables."))
    }


def changes(one: FilingFacts, fields: Mapping[str, str]) -> tuple[Change, ...]:
    """Every difference from the standard form, in the order of the page."""
    content, found = one.content, []
    if content.title and content.title != one.name:
        found.append(Change("文书名称", "" if one.own else one.name, content.title))
    if one.own:
        found.append(Change("类别", "", FAMILIES[one.family]))
    found += [Change("栏目改名", fields.get(name, name), text) for name, text in content.labels.items()]
    found += [Change("改为必填", f"{fields.get(name, name)}：选填", "必填") for name in content.required]
    found += [Change("不印的栏目", fields.get(name, name), "不印") for name in content.left_out]
    found += [
        Change("增加的栏目", "", f"{each.label}（{FIELD_KINDS[each.kind]}{'，必填' if each.required else ''}）")
        for each in content.added
    ]
    told: Sequence[tuple[str, str]] = (
        ("正文前的固定语句", content.opening),
        ("正文后的固定语句", content.closing),
        ("份数说明", content.copies),
    )
    found += [Change(what, "没有" if what != "份数说明" else "照标准文书", text) for what, text in told if text]
    if content.large:
        found.append(Change("字号", "照标准文书", "加大一号"))
    return tuple(found)
