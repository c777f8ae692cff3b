"""One line of time out of acts, documents, files, refusals and viewings; and an act's fields as people read them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse

from mingjing.cases.queries.oversight import RefusalFacts
from mingjing.cases.queries.page import CasePage
from mingjing.cases.terms import ActFacts, ActSpec, CaseFacts
from mingjing.cases.terms.display import benchmark_words, display
from mingjing.foundation.pages import page_url
from mingjing.organs import queries as organs
from mingjing.review.terms import DisputeFacts

LATE = timedelta(hours=1)
TONES = {"decide": "good", "file_case": "good", "close": "good", "archive": "good", "change_decision": "bad"}


def events(
    found: CasePage, refused: Sequence[RefusalFacts], disputes: Mapping[int, DisputeFacts], *, newest_first: bool
) -> list[dict[str, Any]]:
    """Everything that happened in the case, in the order of time."""
    every = [*_acts(found), *_files(found), *_refusals(found, refused), *_viewings(found), *_disputes(found, disputes)]
    return sorted(every, key=lambda each: (each["at"], each["order"]), reverse=newest_first)


def _acts(found: CasePage) -> list[dict[str, Any]]:
    documents: dict[int, list[Any]] = {}
    for each in found.documents:
        documents.setdefault(each.act_seq, []).append(each)
    return [_act(found, act, documents.get(act.seq, [])) for act in found.facts.acts]


def _act(found: CasePage, act: ActFacts, documents: list[Any]) -> dict[str, Any]:
    spec = found.facts.procedure.acts[act.code]
    late = act.recorded_at - act.at > LATE
    return {
        "at": act.at,
        "order": act.seq,
        "kind": "act",
        "title": spec.name,
        "number": act.number,
        "who": act.by_name,
        "href": reverse("bureau:case_record", args=[found.id, act.seq]),
        "text": digest_of(spec, act),
        "recorded": act.recorded_at if late else None,
        "ledger": act.ledger_index,
        "icon": "file-earmark-check" if act.document_id else "check-circle-fill",
        "tone": TONES.get(act.code, "good" if spec.targets() else "quiet"),
        "documents": [
            (each.title, reverse("bureau:case_document", args=[found.id, each.id])) for each in documents
        ],
    }  # fmt: skip


def digest_of(spec: ActSpec, act: ActFacts, limit: int = 90) -> str:
    """The first words of an act: enough to know it in a list."""
    texts = []
    for field in spec.fields:
        value = act.data.get(field.name)
        if value in (None, "", []) or field.type in {"table", "files", "act_ref", "bool"}:
            continue
        text = display(field, value)
        texts.append(f"{field.label}：{text if isinstance(text, str) else '、'.join(text)}")
        if sum(map(len, texts)) > limit:
            break
    words = "；".join(texts).replace("\n", " ")
    return words if len(words) <= limit else f"{words[:limit]}…"


def _files(found: CasePage) -> list[dict[str, Any]]:
    return [
        {
            "at": each.added_at, "order": 0, "kind": "file", "title": f"加入文件：{each.name}", "who": "", "icon": "paperclip",
            "href": reverse("bureau:case_file", args=[found.id, each.id]), "tone": "quiet", "text": "",
            "digest": each.sha256,
        }
        for each in found.attachments
    ]  # fmt: skip


def _refusals(found: CasePage, refused: Sequence[RefusalFacts]) -> list[dict[str, Any]]:
    names = found.facts.procedure.acts
    return [
        {
            "at": each.at, "order": 0, "kind": "refusal", "title": f"没有办成：{names[each.code].name}", "who": each.by_name,
            "text": each.message, "icon": "slash-circle", "tone": "bad",
        }
        for each in refused
        if each.code in names
    ]  # fmt: skip


def _disputes(found: CasePage, held: Mapping[int, DisputeFacts]) -> Iterator[dict[str, Any]]:
    """The steps of disagreements over the review, by round (L-11)."""
    people = frozenset().union(*(one.people for one in held.values()))
    names = {key: one.name for key, one in organs.persons(people).items()} if people else {}
    for number, one in held.items():
        for at, who, title, text in (
            (one.raised_at, one.raised_by, "提出审核意见分歧", one.handling.position),
            (one.answered_at, one.answered_by, "答复审核意见分歧", one.reviewing.position if one.reviewing else ""),
            (
                one.consulted_at,
                one.consulted_by,
                "记录协商",
                f"{'协商一致' if one.agreed else '没有一致'}：{one.consultation}",
            ),
            (one.settled_at, one.settled_by, "处理审核意见分歧", f"{one.state_name}：{one.outcome}"),
        ):
            if at is not None and who is not None:
                yield {
                    "at": at, "order": 0, "kind": "dispute", "title": f"{title}（第 {number} 轮）", "who": names.get(who, ""), "text": text[:90],
                    "href": f"{reverse('bureau:case', args=[found.id])}?tab=review", "icon": "chat-square-text", "tone": "warn" if one.open else "quiet",
                }  # fmt: skip


def _viewings(found: CasePage) -> list[dict[str, Any]]:
    return [
        {
            "at": each.at, "order": 0, "kind": "view", "title": f"调阅：{each.name}", "who": each.person_name,
            "text": f"用途：{each.purpose}" if each.purpose else "", "icon": "eye", "tone": "quiet",
        }
        for each in found.viewings
    ]  # fmt: skip


def shown_fields(
    spec: ActSpec, act: ActFacts
) -> tuple[list[tuple[str, Any]], list[tuple[str, list[str], list[list[str]]]]]:
    """An act's fields as pairs, and its tables as (label, headings, rows)."""
    return fields_of(spec, act.data)


def fields_of(spec: ActSpec, data: Any) -> tuple[list[tuple[str, Any]], list[tuple[str, list[str], list[list[str]]]]]:
    """The same for any values of the form: an act's, or those of a draft."""
    plain, tables = [], []
    for field in spec.fields:
        value = data.get(field.name)
        if value in (None, "", []):
            continue
        if field.type == "table":
            rows = [[_text(display(column, row.get(column.name))) for column in field.columns] for row in value]
            tables.append((field.label, [column.label for column in field.columns], rows))
        else:
            plain.append((field.label, _text(display(field, value))))
    return plain, tables


def beside(facts: CaseFacts, act: ActFacts) -> dict[str, Any]:
    """An earlier act as it is read beside a form."""
    spec = facts.procedure.acts[act.code]
    plain, tables = fields_of(spec, act.data)
    return {"act": act, "name": spec.name, "plain": plain, "tables": tables}


def cited_benchmark(facts: CaseFacts) -> tuple[str, str] | None:
    """The benchmark that the latest decision, notice or report cites, with its tier, and where the public reads it."""
    acts = (facts.last(code) for code in ("decide", "decide_no_penalty", "notify", "report"))
    told = next((act.data for act in acts if act is not None and act.data.get("benchmark")), None)
    return cited_in(told) if told else None


def cited_in(data: Mapping[str, Any]) -> tuple[str, str] | None:
    """The same for the values of one act or of one draft."""
    cited = data.get("benchmark")
    if not cited:
        return None
    address = page_url("portal:entry", cited["organ_code"], "benchmark", cited["code"], default="")
    words = "，".join(filter(None, (benchmark_words(cited), data.get("tier"))))
    return words, f"{address}?v={cited['seq']}" if address else ""


def _text(shown: str | list[str]) -> str:
    return shown if isinstance(shown, str) else "、".join(shown)
