"""类案: likeness by shared factors with its reasons, the distribution of what others received, and where a proposal lies.

Structured facts lead and the words of the facts only break a tie: text alone was measured to pick the
closer of two cases in 65 of 100. Nothing here decides anything; it is shown, and whoever does otherwise says why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zlib import crc32

from mingjing.cases.terms import ORDINARY, procedure
from mingjing.cases.terms.similar import (
    ADDRESSEES,
    PENALTY,
    PROPOSING,
    Comparison,
    Factors,
    Said,
    Spread,
)
from mingjing.kernel.findings import Finding
from mingjing.kernel.money import show
from mingjing.kernel.rulebook import rule
from mingjing.kernel.tokens import query_tokens

CITES = ("行政处罚法第五条第二款", "行政处罚法第三十四条", "国办发〔2022〕27号")
CENT = Decimal("0.01")
SLOTS, WORDS, TIER, ARTICLES = 16, 2000, 60, 200
UNDOING = frozenset({"revoked", "unlawful", "void"})
UNITS = frozenset({"legal_person", "other_organisation"})
NEAR = Decimal(2)
Figures = Callable[[str, date], Any]


def decided(acts: Sequence[Any], party: Mapping[str, Any], matter: Mapping[str, Any]) -> tuple[Factors, Any] | None:
    """The factors of a decided case and the act that decided it; None where nothing is decided or it no longer stands.

    `acts` in order, each with `code`, `data` and `seq`. A changed decision counts as it was changed.
    """
    decision = next((act for act in reversed(acts) if act.code in {PENALTY, "decide_no_penalty"}), None)
    changes = [act for act in acts if decision and act.seq > decision.seq and act.code == "change_decision"]
    if decision is None or any(act.data.get("kind") in UNDOING for act in changes):
        return None
    found = _report(acts, decision.seq)
    if decision.code == PENALTY and not found:
        return None  # Decided on the spot, without an investigation to compare.
    data = dict(decision.data)
    for act in changes:
        data |= {"fine": act.data.get("new_fine") or None}
        if act.data.get("new_confiscation"):
            data["confiscation"] = act.data["new_confiscation"]
    if decision.code != PENALTY:
        data |= {"kinds": (), "fine": None}
    return _factors(data, found, party, matter), decision


def proposed(acts: Sequence[Any], party: Mapping[str, Any], matter: Mapping[str, Any]) -> tuple[Factors, int]:
    """The factors of a case as it stands proposed, or decided; and the act that says so, 0 where none does."""
    last = next((act for act in reversed(acts) if act.code in {PENALTY, "decide_no_penalty", *PROPOSING}), None)
    if last is None:
        filing = next((act for act in reversed(acts) if act.code == "file_case"), None)
        return _factors({}, filing.data if filing else {}, party, matter), 0
    return _factors(last.data, _report(acts, last.seq), party, matter), int(last.seq)


def _report(acts: Sequence[Any], until: int) -> Mapping[str, Any]:
    """What the investigation found, with what the notice said since: a decision may leave out what these say."""
    told: dict[str, Any] = {}
    for act in acts:
        if act.code in {"report", "notify"} and act.seq <= until:
            told |= {key: value for key, value in act.data.items() if value not in (None, "")}
    return told


def _factors(
    data: Mapping[str, Any], found: Mapping[str, Any], party: Mapping[str, Any], matter: Mapping[str, Any]
) -> Factors:
    either = {**found, **{key: value for key, value in data.items() if value not in (None, "")}}
    kinds, fine = data.get("kinds") or (), data.get("fine")
    return Factors(
        matter_code=str(matter.get("code", "")), breached=_joined(either.get("breached")), basis=_joined(either.get("basis")),
        tier=str(either.get("tier") or "").strip()[:TIER],
        addressee="unit" if party.get("kind") in UNITS else "person", discretion=str(found.get("discretion") or "")[:10],
        leniency=" ".join(sorted(map(str, found.get("leniency") or ())))[:80], harm=str(either.get("harm") or "")[:10],
        corrected=str(either.get("corrected") or "")[:3], amount=_yuan(either.get("confiscation")),
        kinds=" ".join(sorted(map(str, kinds)))[:160], fine=_yuan(fine), sketch=sketch(str(either.get("facts") or "")),
    )  # fmt: skip


def _joined(articles: object) -> str:
    return "；".join(sorted(map(str, articles)))[:ARTICLES] if isinstance(articles, list | tuple) else ""


def _yuan(text: object) -> Decimal | None:
    """The amount; nothing where none was written, and nothing where it is nought: that is no fine."""
    found = Decimal(str(text)) if text not in (None, "") else Decimal(0)
    return found.quantize(CENT) if found else None


def sketch(text: str) -> str:
    """Sixteen four-digit marks of a text's pairs of characters: equal marks tell how much of them two texts share."""
    pairs = [crc32(pair.encode()) for pair in set(query_tokens(text[:WORDS]))]
    return "".join(f"{min(_mixed(one, slot) for one in pairs):08x}"[-4:] for slot in range(SLOTS)) if pairs else ""


def _mixed(value: int, slot: int) -> int:
    """Another order of the same numbers for every slot."""
    mixed = (value ^ (slot * 0x9E3779B9)) * 0x85EBCA6B & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) * 0xC2B2AE35 & 0xFFFFFFFF


def shared_words(one: str, other: str) -> Decimal:
    """The share of equal marks of two sketches; 0 where one is empty."""
    if not one or not other:
        return Decimal(0)
    same = sum(one[at : at + 4] == other[at : at + 4] for at in range(0, SLOTS * 4, 4))
    return Decimal(same) / SLOTS


def rank(present: Factors, other: Factors) -> tuple[Any, ...]:
    """The greater the liker: offence, else penalty articles; tier; circumstances; articles written; kind of party; amount;
    domain; region; then words.
    """
    inner = present.inner and other.inner
    return (
        present.matter_code == other.matter_code,
        present.matter_code == other.matter_code or len(_both(present.basis, other.basis)),
        bool(present.tier) and present.tier == other.tier,
        sum(getattr(present, key) == getattr(other, key) != "" for key in ("discretion", "leniency", "harm", "corrected")) if inner else 0,
        len(_both(present.basis, other.basis)) + len(_both(present.breached, other.breached)),
        present.addressee == other.addressee,
        _near(present.amount, other.amount),
        present.domain == other.domain,
        present.region == other.region,
        shared_words(present.sketch, other.sketch) if inner else Decimal(0),
    )  # fmt: skip


def _both(one: str, other: str) -> tuple[str, ...]:
    return tuple(sorted(set(filter(None, one.split("；"))) & set(other.split("；"))))


def _near(one: Decimal | None, other: Decimal | None) -> int:
    """2: none in either or within twice; 0: only one has an amount, or they lie apart."""
    if one is None or other is None:
        return 2 if one is other else 0
    return 2 if max(one, other) <= min(one, other) * NEAR else 0


def reasons(present: Factors, other: Factors) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why two cases are like each other and why not, in plain words. What only a file says is not told of a public one."""
    like: list[str] = []
    unlike: list[str] = []

    def tell(same: bool, yes: str, no: str) -> None:
        (like if same else unlike).append(yes if same else no)

    tell(
        present.matter_code == other.matter_code,
        f"同一违法行为（{other.matter_code}）",
        f"违法行为不同（{other.matter_code}）",
    )
    if shared := _both(present.basis, other.basis):
        like.append(f"同一处罚条款：{'、'.join(shared)}")
    elif present.basis and other.basis:
        unlike.append(f"处罚条款不同：{other.basis}")
    if other.inner and (present.tier or other.tier):
        mine, theirs = present.tier or "没有写", other.tier or "没有写"
        tell(present.tier == other.tier, f"同一裁量阶次：{theirs}", f"裁量阶次：本案{mine}，该案{theirs}")
    elif present.tier:
        # What was typed as a tier is not shown of another organ's decision: its public text may have been blackened there.
        tell(present.tier == other.tier, "同一裁量阶次", "裁量阶次不同")
    if other.inner:
        for key, label in _CIRCUMSTANCES.items():
            names = _options(key)
            mine, theirs = _named(getattr(present, key), names), _named(getattr(other, key), names)
            if mine or theirs:
                tell(mine == theirs, f"{label}相同：{theirs}", f"{label}：本案{mine or '没有'}，该案{theirs or '没有'}")
    tell(
        present.addressee == other.addressee,
        f"同为{ADDRESSEES[other.addressee]}",
        f"当事人：本案是{ADDRESSEES[present.addressee]}，该案是{ADDRESSEES[other.addressee]}",
    )
    _amounts(present, other, tell)
    tell(present.domain == other.domain, "同一领域", "领域不同")
    tell(present.region == other.region, "同一地区", "地区不同")
    if not other.inner:
        unlike.append("只看公开内容：该案的从轻减轻情形、危害后果、改正情况没有公开，没有比较")
    return tuple(like), tuple(unlike)


_CIRCUMSTANCES = {"discretion": "裁量结果", "leniency": "从轻减轻情形", "harm": "危害后果", "corrected": "改正情况"}


def _options(key: str) -> Mapping[str, str]:
    """The words of a circumstance, as the form of the report has them."""
    spec = procedure(ORDINARY).acts["report"].field(key)
    return spec.options if spec else {}


def _amounts(present: Factors, other: Factors, tell: Callable[[bool, str, str], None]) -> None:
    if present.amount is None and other.amount is None:
        return
    mine = "没有" if present.amount is None else f" {show(present.amount)} 元"
    theirs = "没有" if other.amount is None else f" {show(other.amount)} 元"
    tell(
        _near(present.amount, other.amount) > 0,
        f"没收数额相近：该案{theirs}",
        f"没收数额：本案{mine}，该案{theirs}",
    )


def _named(codes: str, names: Mapping[str, str]) -> str:
    return "、".join(names.get(code, code) for code in codes.split())


def spread(rows: Iterable[tuple[Decimal | None, str, int]], low: Decimal, high: Decimal) -> Spread:
    """The distribution of decisions given as (fine, kinds, how many). Exact: between two amounts the share is taken."""
    fines: dict[Decimal, int] = {}
    kinds: dict[str, int] = {}
    cases = 0
    for fine, told, many in rows:
        cases += many
        if fine is not None:
            fines[fine] = fines.get(fine, 0) + many
        for kind in told.split() or [""]:
            kinds[kind] = kinds.get(kind, 0) + many
    steps, fined = sorted(fines.items()), sum(fines.values())
    named = tuple(sorted(kinds.items(), key=lambda one: (-one[1], one[0])))
    if not fined:
        return Spread(cases, 0, kinds=named)
    least, lower, middle, upper, most = (
        _quantile(steps, fined, share) for share in (Decimal(0), low, Decimal("0.5"), high, Decimal(1))
    )
    return Spread(cases, fined, least, lower, middle, upper, most, named)


def _quantile(steps: Sequence[tuple[Decimal, int]], many: int, share: Decimal) -> Decimal:
    """The value at a share of the way from the least to the greatest, both included."""
    place = share * (many - 1)
    whole = int(place)
    lower, upper = _nth(steps, whole), _nth(steps, min(whole + 1, many - 1))
    return (lower + (upper - lower) * (place - whole)).quantize(CENT, ROUND_HALF_UP)


def _nth(steps: Sequence[tuple[Decimal, int]], number: int) -> Decimal:
    for value, many in steps:
        if number < many:
            return value
        number -= many
    raise IndexError(number)


def place_of(fine: Decimal | None, others: Spread) -> str:
    """Where a fine lies among those of others, in words; empty where there is nothing to say."""
    if fine is None or others.low is None or others.high is None or others.median is None:
        return ""
    if others.least is not None and fine < others.least:
        return "比同类都低"
    if others.most is not None and fine > others.most:
        return "比同类都高"
    if fine < others.low:
        return "在同类里偏低"
    if fine > others.high:
        return "在同类里偏高"
    return "正在中位" if fine == others.median else "在同类的中间一段"


@rule("SIM-01", cites=CITES)
def lies_among_its_like(fine: Decimal | None, others: Spread, least: int) -> tuple[Finding, ...]:
    """拟处罚款落在同一违法行为、同一阶次已决案件的中间一段以外的，提示“偏离同类”，不阻止办理，请写明理由。"""
    if fine is None or others.fined < least or others.low is None or others.high is None:
        return ()
    if others.low <= fine <= others.high:
        return ()
    return (
        lies_among_its_like.finding(
            f"偏离同类：拟罚款 {show(fine)} 元，{place_of(fine, others)}；同类 {others.fined} 件的中间一段是 "
            f"{show(others.low)} 至 {show(others.high)} 元",
            next_step="请核对裁量；维持的，在“类案”里写明理由",
        ).as_warning(),
    )


@rule("SIM-02", cites=CITES)
def suggestion_is_answered(
    compared: Comparison, said: Iterable[Said], by: object, taken: str, reason: str, *, closed: bool
) -> tuple[Finding, ...]:
    """对类案建议写明是否采纳；不采纳，或者拟处罚款偏离同类的，写明理由；同一拟办意见每人只说明一次，决定作出以后不再补写。"""
    found = []

    def wrong(message: str, field: str, step: str) -> None:
        found.append(suggestion_is_answered.finding(message, field=field, next_step=step))

    if closed:
        wrong("决定已经作出，不能再补写对类案建议的说明", "", "决定前写的说明在本页可以查看")
    elif not compared.seq:
        wrong("还没有拟办意见，没有可以对照的建议", "", "请在调查终结报告提出处理意见以后再写")
    if any(one.seq == compared.seq and one.by_id == by for one in said):
        wrong("您已经说明过这份拟办意见", "", "请刷新页面查看；拟办意见改变以后可以再写")
    if taken not in {"yes", "no"}:
        wrong("没有写明是否采纳", "taken", "请从列表中选择")
    needs = taken == "no" or bool(compared.outside)
    if needs and len("".join(reason.split())) < compared.letters:
        why = "拟处罚款偏离同类" if compared.outside else "不采纳建议"
        wrong(f"{why}，没有写明理由", "reason", f"写明事实、情节上的差别和依据，不少于 {compared.letters} 个字")
    return tuple(found)


def parameters(figures: Figures, on: date) -> dict[str, Any]:
    """The figures of the comparison in force on a day."""
    keys = {
        "low": "similar.low", "high": "similar.high", "least": "similar.least", "years": "similar.years",
        "letters": "similar.letters",
    }  # fmt: skip
    return {name: figures(key, on).value for name, key in keys.items()}
