"""The public page that a letter is about, and what stands in each of its fields now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from mingjing.publicity import queries
from mingjing.publicity.terms import FIELDS, EditionState, PublicDecision, as_text, kinds


@dataclass(frozen=True, slots=True)
class About:
    """A public page: address, what stands on it, code of its organ; field → (label, public value). All empty for none."""

    address: str = ""
    title: str = ""
    organ: str = ""
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def choices(self) -> Iterator[tuple[str, str]]:
        """The fields one may call wrong: those of the page, else those of any page."""
        yield from ((key, label) for key, (label, _) in self.parts.items())
        yield from (one for one in FIELDS.items() if not self.parts or one[0] in ("privacy", "other"))

    def label(self, key: str) -> str:
        """The name of a field of the page; empty where the page has none of that key."""
        return self.parts[key][0] if key in self.parts else ""

    def stands(self, key: str) -> tuple[str, str]:
        """(label, what the page says now), read from public columns at this moment and kept nowhere."""
        return self.parts.get(key, ("", ""))


def about_page(address: str) -> About:
    """The page at an address that somebody sent; nothing for what is not public now."""
    try:
        found = resolve(unquote(address[:300]))
    except Resolver404:
        return About()
    told = found.kwargs
    if found.view_name == "portal:decision":
        row = queries.decision(told["organ"], told["number"])
        if row is not None and not row.row.is_gone:
            one = row.row
            return About(one.address, f"{one.number} {one.organ_name}", one.organ_code, _of_decision(row))
    if found.view_name == "portal:entry" and told["kind"] in kinds():
        return _entry(told["organ"], told["kind"], told["code"])
    if found.view_name == "portal:visit":
        seen = queries.visit_by_code(told["code"], timezone.localdate())
        if seen is not None:
            return About(address, f"入企检查 {seen.number}（{seen.enterprise}）", seen.organ_code)
    return About()


def _of_decision(found: PublicDecision) -> dict[str, tuple[str, str]]:
    row, parts = found.row, found.version.parts if found.version else {}
    values = {
        "party": row.party, "cause": row.cause, "violation": parts.get("violation", ""), "outcome": row.outcome,
        "result": row.result, "basis": parts.get("basis", ""), "organ": row.organ_name,
        "date": row.decided_on.isoformat(), "remedies": parts.get("remedies", ""), "text": "",
    }  # fmt: skip
    return {key: (FIELDS[key], value) for key, value in values.items()}


def _entry(organ: str, kind: str, code: str) -> About:
    entry = queries.public_entry(organ, kind, code, on=timezone.localdate())
    if entry is None or entry.edition.state != EditionState.RELEASED:
        return About()
    one = entry.edition
    parts = {"name": ("名称", one.name)} | {spec.key: (spec.label, as_text(spec, value)) for spec, value in one.rows()}
    where = reverse("portal:entry", args=[organ, kind, code])
    return About(where, f"{one.name}（{one.spec.title}）", one.organ_code, parts)
