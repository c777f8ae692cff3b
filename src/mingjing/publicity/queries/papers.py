"""The papers of an organ on a day: one list, one text, or the whole volume, from the editions in force then."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from mingjing.kernel.days import CHINA, local_day, plain
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, LEVEL_NAMES, ORGAN_KIND_NAMES, Domain, Level, OrganFacts, OrganKind
from mingjing.publicity.queries.charts import chart_on
from mingjing.publicity.queries.registers import in_force_on
from mingjing.publicity.rules import papers as paper
from mingjing.publicity.rules.papers import Block
from mingjing.publicity.terms import ARTICLES, EditionFacts, PaperData, SetItem, document_sets, kinds

Held = Mapping[str, tuple[EditionFacts, ...]]
USE = "按公开的现行版本自动汇编；公示之用，不得用于信用评价"


def list_paper(organ_id: UUID, kind: str, day: date, code: str = "") -> PaperData | None:
    """One list of an organ, or with `code` one entry of it, as in force on a day; None where nothing is."""
    organ, spec = organs.organ(organ_id), kinds()[kind]
    held = tuple(one for one in in_force_on(organ_id, day).get(kind, ()) if code in ("", one.code))
    if not held:
        return None
    groups = [(one,) for one in held] if spec.field(ARTICLES) else [held]
    documents = [_document(organ, spec.title, group) for group in groups]
    title = documents[0]["title"] if len(documents) == 1 else f"{organ.name}{spec.title}"
    data = {"title": title, "organ": organ.name, "documents": documents}
    return PaperData("single", str(title), data, _newest(held))


def _document(organ: OrganFacts, title: str, group: Sequence[EditionFacts]) -> dict[str, object]:
    one, is_text = group[0], bool(group[0].spec.field(ARTICLES))
    return {
        "title": f"{organ.name}{one.name if is_text else title}" if not one.name.startswith(organ.name) else one.name,
        "masthead": is_text,
        "number": str(one.values.get("document", "")) if is_text else "",
        "copies": str(one.values.get("copies", "")) if is_text else "",
        "day": plain(_newest(group)),
        "blocks": paper.blocks_of(group),
        "notes": paper.edition_notes(group),
    }


def volume(organ_id: UUID, day: date) -> PaperData:
    """Everything of the sets bound as one: what is missing is named on a page of its own, never left out in silence."""
    organ, held = organs.organ(organ_id), in_force_on(organ_id, day)
    missing: list[str] = []
    days: list[date] = [organ.effective_from]
    parts = []
    for part in document_sets():
        papers = []
        for item in part.items:
            blocks, notes, newest = _item(organ, held, item, day)
            if blocks:
                papers.append({"title": item.title, "blocks": blocks, "notes": notes})
                days += newest
            elif item.required:
                missing.append(f"{item.title}（{part.title}）")
        if papers:
            parts.append({"title": part.title, "papers": papers})
    data = {
        "title": f"{organ.name}行政执法三项制度汇编", "organ": organ.name, "day": plain(min(max(days), day)),
        "under": USE, "missing": missing, "parts": parts,
    }  # fmt: skip
    return PaperData("volume", str(data["title"]), data, min(max(days), day), tuple(missing))


def _item(organ: OrganFacts, held: Held, item: SetItem, day: date) -> tuple[list[Block], list[Block], tuple[date, ...]]:
    """Blocks, notes and the days on which they last changed; no blocks where nothing is public."""
    if item.source == "organs":
        return _organ_blocks(organ, day), [], ()
    if item.source == "officers":
        blocks = _officer_blocks(organ, day)
        return blocks, [], ()
    if item.source == "chart":
        chart = chart_on(item.chart, day)
        return (
            (paper.chart_blocks(chart), paper.chart_notes(chart), (local_day(chart.published_at),))
            if chart
            else ([], [], ())
        )
    blocks, notes, found = [], [], []
    for kind in item.kinds:
        group = tuple(one for one in held.get(kind, ()) if item.code in ("", one.code))
        if group and kind != item.kinds[0]:
            blocks.append({"k": "h1", "t": kinds()[kind].title})
        blocks += paper.blocks_of(group)
        notes += paper.edition_notes(group)
        found += [_newest(group)] if group else []
    return blocks, notes, tuple(found)


def _organ_blocks(organ: OrganFacts, day: date) -> list[Block]:
    """执法主体名录 of an organ: itself, and whom it entrusted (P-02)."""
    every = organs.organs(day)
    shown = [one for one in every if organ.id in (one.id, one.principal_id)]
    return [block for one in shown for block in paper.register_card(one.name, _organ_rows(one))]


def _organ_rows(one: OrganFacts) -> list[tuple[str, str]]:
    until = f"{plain(one.effective_to)}止" if one.effective_to else "长期"
    return [
        ("统一社会信用代码", one.uscc), ("主体类型", ORGAN_KIND_NAMES[OrganKind(one.kind)]),
        ("层级", LEVEL_NAMES[Level(one.level)]), ("执法领域", DOMAIN_NAMES[Domain(one.domain)]),
        ("行政区域", one.region), ("执法依据", one.basis), ("办公地址", one.address), ("电话", one.phone),
        ("监督渠道", one.supervision), ("行政复议机关", one.reconsideration_body), ("诉讼管辖法院", one.court),
        ("有效期", f"{plain(one.effective_from)}起，{until}"),
    ]  # fmt: skip


def _officer_blocks(organ: OrganFacts, day: date) -> list[Block]:
    """执法人员清单: who holds a valid certificate at the end of the day (P-03)."""
    moment = datetime.combine(day, time(23, 59, 59), CHINA)
    rows = [
        [one.person.name, "，".join(filter(None, (one.person.unit, one.person.post))), one.certificate.number,
         one.certificate.category, one.certificate.area]
        for one in organs.officers_register(organ.id, moment)
    ]  # fmt: skip
    return paper.register_table(["姓名", "单位和职务", "执法证号", "执法类别", "执法区域"], rows) if rows else []


def _newest(group: Iterable[EditionFacts]) -> date:
    """The last day on which one of these was released or came into force."""
    days = [max(one.valid_from, local_day(one.released.at)) for one in group if one.released]
    return max(days)
