"""What a case may ask of a benchmark's table, what it asked, and what the table says to facts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from mingjing.cases.models import Case, DiscretionAsked
from mingjing.cases.queries.benchmarks import citable_benchmarks
from mingjing.cases.rules.discretion import violation_ended
from mingjing.cases.terms import ActSpec, CaseFacts
from mingjing.cases.terms.weighing import Askable, AskedFacts, Comparison, Moved, Replay, Stated, span_of
from mingjing.kernel.hashing import fingerprint
from mingjing.kernel.money import short
from mingjing.kernel.tables import Faulty, Value
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import Addressee, BenchmarkFacts, DiscretionTable, Range, Weighed

FIELD, WEIGHED = "benchmark", "weighed"


def addressee_of(case: CaseFacts) -> Addressee:
    """Which rows are for the party."""
    return Addressee.UNIT if case.party_is_unit else Addressee.PERSON


def askable(case: CaseFacts, on: date) -> tuple[Askable, ...]:
    """The tables that may be asked on a day: public, in force, of this matter, with rows for such a party. Two queries more than the list."""
    offered = [one for one in citable_benchmarks(case, on) if one["code"] == case.matter.get("code")]
    held = lawbook.benchmarks_with_digests([one["table_sha256"] for one in offered])
    found = ((cited, held.get(cited["table_sha256"])) for cited in offered)
    who = addressee_of(case)
    return tuple(
        Askable(cited, one, one.table) for cited, one in found if one and one.table and one.table.rows_for(who)
    )


def violation_day_of(case: CaseFacts) -> date | None:
    """The day the violation ended, as the newest act says; None while it goes on or nothing is said."""
    for act in (case.last("report"), case.last("file_case")):
        if act is not None:
            return violation_ended(act.data)
    return None


def put(case: CaseFacts, one: Askable, stated: Sequence[Stated], base: Decimal | None) -> Comparison:
    """What the table says, and what the one in force at the act says where it was another (行政处罚法第三十七条). Raises Faulty."""
    who, day = addressee_of(case), violation_day_of(case)
    statute = _statute(case)
    now = lawbook.weigh(one.table, who, _facts(one.table, stated), base=base, statute=statute)
    earlier = _earlier(one.benchmark, day)
    if earlier is None or earlier.table is None:
        return Comparison(now, violation_on=day)
    before = lawbook.weigh(earlier.table, who, _facts(earlier.table, stated), base=base, statute=statute)
    return Comparison(now, before, f"{earlier.issuer}{earlier.document_number}", day, _lighter(now, before))


def _earlier(current: BenchmarkFacts, day: date | None) -> BenchmarkFacts | None:
    if day is None or day >= current.valid_from:
        return None
    found = lawbook.benchmark(current.organ_id, current.matter_code, day)
    return found if found and found.benchmark_id != current.benchmark_id else None


def _statute(case: CaseFacts) -> Range | None:
    """The fixed range that the law has for such a party."""
    matter = lawbook.matter(UUID(str(case.matter["id"]))) if case.matter.get("id") else None
    return matter.spec.fine(addressee_of(case)) if matter else None


def _facts(table: DiscretionTable, stated: Sequence[Stated]) -> dict[str, Value]:
    """What was stated of the facts that a table asks. Raises Faulty."""
    factors = {one.name: one for one in table.factors}
    return {one.name: lawbook.taken_in(factors[one.name], one.text) for one in stated if one.name in factors}


def _lighter(now: Weighed, before: Weighed) -> str:
    """`now` or `before`, whichever favours the party; nothing where they cannot be compared or are the same."""
    if not now.tier or not before.tier:
        return ""
    ends = [(one.inside or one.fine) for one in (now, before)]
    if ends[0] is None or ends[1] is None:
        return ""
    here, there = ((one.high or Decimal("Infinity"), one.low or Decimal(0)) for one in ends if one is not None)
    return "" if here == there else "now" if here < there else "before"


def replay(table: DiscretionTable, organ_id: UUID, matter_code: str, *, shown: int = 50) -> Replay:
    """What another table would say to the facts of past cases of an organ and matter, each by its newest question.

    Facts that the table asks and nobody stated stay unknown. The same facts are asked once. Two queries, rows in pieces.
    """
    rows = DiscretionAsked.objects.filter(case__organ_id=organ_id, case__matter_code=matter_code).exclude(
        answer__tier=""
    )
    found = (
        rows.order_by("case_id", "-at", "-id")
        .values_list("case_id", "addressee", "stated", "answer__tier")
        .iterator(chunk_size=2000)
    )
    names = [one.name for one in table.factors]
    said: dict[tuple[str, ...], str] = {}
    counted: Counter[tuple[str, str]] = Counter()
    cases = same = unsaid = 0
    moved: list[tuple[UUID, str, str]] = []
    last: UUID | None = None
    for case_id, addressee, stated, tier in found:
        if case_id == last:
            continue
        last, cases = case_id, cases + 1
        given = {one["name"]: one["text"] for one in stated}
        key = (addressee, *(given.get(name, "") for name in names))
        if key not in said:
            said[key] = _said(table, Addressee(addressee), key[1:])
        after = said[key]
        if not after:
            unsaid += 1
        elif after == tier:
            same += 1
        else:
            counted[tier, after] += 1
            if len(moved) < shown:
                moved.append((case_id, tier, after))
    moves = tuple((before, after, many) for (before, after), many in counted.most_common())
    return Replay(cases, same, unsaid, moves, _named(moved))


def _said(table: DiscretionTable, who: Addressee, texts: Sequence[str]) -> str:
    """The tier, or nothing where the table has no answer."""
    try:
        facts = {factor.name: lawbook.taken_in(factor, text) for factor, text in zip(table.factors, texts, strict=True)}
    except Faulty:
        return ""
    return lawbook.tier_of(table, who, facts)


def _named(moved: Sequence[tuple[UUID, str, str]]) -> tuple[Moved, ...]:
    held = {row.id: row for row in Case.objects.filter(id__in=[case_id for case_id, _, _ in moved])}
    return tuple(
        Moved(case_id, one.decision_number or one.number or one.lead_number, one.decided_on, before, after, one.fine)
        for case_id, before, after in moved
        if (one := held.get(case_id))
    )


def asked(case_id: UUID) -> tuple[AskedFacts, ...]:
    """Every question of a case, oldest first. One query."""
    return tuple(row.facts() for row in DiscretionAsked.objects.filter(case_id=case_id))


def _newest(case_id: UUID) -> AskedFacts | None:
    row = DiscretionAsked.objects.filter(case_id=case_id).last()
    return row.facts() if row else None


def weighed_for(case: CaseFacts, spec: ActSpec) -> dict[str, Any]:
    """What is kept with an act that cites a benchmark: the newest answer. Nothing for others. One query where one is asked."""
    if spec.field(FIELD) is None or case.id is None:
        return {}
    last = _newest(case.id)
    return {WEIGHED: last.kept()} if last else {}


def weighed_words(case: CaseFacts, spec: ActSpec) -> tuple[str, str]:
    """The tier and the paragraph that a form may offer; empty where nothing was asked. One query where a field asks."""
    if spec.field(FIELD) is None:
        return "", ""
    last = _newest(case.id)
    return (last.tier, paragraph(last)) if last else ("", "")


def asked_digest(row: DiscretionAsked) -> str:
    """What the ledger keeps of a question: everything that was put and answered."""
    return fingerprint([row.cited, row.stated, "" if row.base is None else f"{row.base:.2f}", row.answer])


def paragraph(one: AskedFacts) -> str:
    """The reason for the discretion as it goes into a report or a decision, drawn from the answer."""
    if not one.tier:
        return ""
    facts = "；".join(
        f"{each.name}：{each.text.removesuffix(each.unit) if each.unit else each.text}{each.unit}（证据{'、'.join(map(str, each.evidence))}）"
        for each in one.stated
        if each.text
    )
    cited, answer = one.cited, one.answer
    head = f"经查，{facts}。按照{cited['organ_name']}“{cited['name']}”裁量基准（{cited['document']}）{_summed(answer)}第{answer['place'] + 1}行"
    if answer.get("lighter") == "before":
        older = answer["before"]
        return f"{head}，本案属于“{answer['tier']}”，罚款幅度为{answer['fine']}；按照行为时施行的裁量基准（{older['named']}）第{older['place'] + 1}行，属于“{older['tier']}”，罚款幅度为{older['fine']}，较轻，适用行为时的裁量基准。"
    return f"{head}，本案属于“{answer['tier']}”，罚款幅度为{answer['fine']}{_reckoned(answer)}。"


def _summed(answer: Mapping[str, Any]) -> str:
    """What each fact gave and the sum, of a table by points."""
    if not answer.get("total"):
        return ""
    told = "、".join(f"{each['factor']}{each['points']}分" for each in answer["scored"])
    return f"按因素赋分（{told}），总分{answer['total']}分，对应"


def _reckoned(answer: Mapping[str, Any]) -> str:
    """What the formula gave."""
    span = span_of(answer) if answer.get("total") else None
    if span is None or span.high is None:
        return ""
    low, high = short(span.low or Decimal(0)), short(span.high)
    return f"，按公式算出的罚款为{low}元" if low == high else f"，按公式算出的罚款为{low}元以上{high}元以下"
