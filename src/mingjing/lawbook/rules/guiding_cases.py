"""What a guiding case must satisfy: it says something, rests on law in force, names nobody, was checked by another person."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.rules.citing import Key, keys_of
from mingjing.lawbook.terms.guiding_cases import (
    GUIDING_MOVES,
    GUIDING_TEXTS,
    GuidingFacts,
    GuidingMove,
    GuidingSource,
    GuidingSpec,
    Moved,
    Shared,
    Side,
)
from mingjing.lawbook.terms.library import Standing

_FAIR = ("行政处罚法第五条第二款", "国办发〔2022〕27号")
_PRIVATE = ("个人信息保护法第四条", "政府信息公开条例第十五条")
_LAW = "国办发〔2018〕118号（四）"
SHORTEST = 4
_UNIT = re.compile(
    r"[\u4e00-\u9fff（）()A-Za-z0-9]{2,30}?(?:有限责任公司|股份有限公司|有限公司|合作社|事务所|加工厂|加油站|超市|商行|小吃店|药房|饭店|酒楼|汽修部)"
)
_NAMELESS = re.compile("[某×＊*]|一家|该|本|涉案|当事人")
Text = Mapping[str, str]


def article_key(key: Key) -> str:
    """How an article is written in the index of what rests on it."""
    return f"{key[0]}|{key[1]}|{key[2]}"


def offence_key(name: str) -> str:
    """How a matter is written there: its name without blanks and without 案 at the end, whichever organ enforces it."""
    return "".join(name.split()).removesuffix("案")[:200]


def uses(offences: Iterable[str], violates: Iterable[str], penalises: Iterable[str]) -> frozenset[tuple[Side, str]]:
    """Every key that a matter or a guiding case uses."""
    sides = ((Side.DUTY, violates), (Side.PENALTY, penalises))
    found = {(side, article_key(key)) for side, cited in sides for one in cited if (key := keys_of(one))}
    return frozenset(found | {(Side.OFFENCE, offence_key(one)) for one in offences if offence_key(one)})


@rule("LAW-20", cites=_FAIR, acts=("draft_guiding_case", "revise_guiding_case"))
def says_something(spec: GuidingSpec, *, guides: bool, own_domain: str) -> Iterator[Finding]:
    """指导案例写明案由、违反条款、处罚依据、案情、处理结果和指导意义；由司法行政部门或者上级机关在本领域编写；不是本级的写明制发机关和文号。"""

    def wrong(message: str, field: str, step: str) -> Finding:
        return says_something.finding(message, field=field, next_step=step)

    if not guides:
        yield wrong("本机关没有下级机关，也不是司法行政部门", "", "请向上级机关或者司法行政部门推荐")
    if own_domain and spec.domain != own_domain:
        yield wrong("领域不是本机关的领域", "domain", "上级机关在自己的领域编写，其他领域由司法行政部门编写")
    lists = {
        "offences": (spec.offences, "案由"), "violates": (spec.violates, "违反条款"), "penalises": (spec.penalises, "处罚依据"),
        "keywords": (spec.keywords, "关键词"),
    }  # fmt: skip
    for name, (given, label) in lists.items():
        if not given:
            yield wrong(f"没有写明{label}", name, f"请至少写一个{label}")
    for name, (label, fewest, _) in GUIDING_TEXTS.items():
        if len("".join(getattr(spec, name).split())) < fewest:
            yield wrong(f"{label}太短", name, f"请写清楚{label}，不少于 {fewest} 个字")
    if spec.source != GuidingSource.OWN:
        for name, label in (("issuer", "制发机关"), ("document_number", "文号"), ("source_number", "编号")):
            if not getattr(spec, name).strip():
                yield wrong(f"没有写明{label}", name, f"不是本级发布的，请按原件写明{label}")


@rule(
    "LAW-21",
    cites=("行政处罚法第四条", _LAW),
    acts=("draft_guiding_case", "revise_guiding_case", "release_guiding_case"),
)
def rests_on_law_in_force(spec: GuidingSpec, held: Collection[Key]) -> Iterator[Finding]:
    """指导案例引用的条文，编写和发布当日都应当是法规库中有效的条文。"""
    for name in ("violates", "penalises"):
        for one in getattr(spec, name):
            key = keys_of(one)
            if key is None:
                yield rests_on_law_in_force.finding(
                    f"读不懂“{one[:60]}”", field=name, next_step="请写成“《安全生产法》第九十七条第（七）项”的样子，一行一条"
                )  # fmt: skip
            elif key not in held:
                yield rests_on_law_in_force.finding(
                    f"法规库中没有当日有效的{one}", field=name, next_step="请核对条文号，或者改引现行的条文"
                )


def units_named(texts: Text) -> Iterator[tuple[str, str]]:
    """(field, words) of what reads like the full name of a business; 某公司 and 该超市 name nobody."""
    for name, text in texts.items():
        for found in _UNIT.finditer(text):
            if not _NAMELESS.search(found[0]):
                yield name, found[0]


@rule("LAW-22", cites=_PRIVATE, acts=("draft_guiding_case", "revise_guiding_case", "release_guiding_case"))
def names_nobody(
    found: Iterable[Any], shielded: Iterable[str], texts: Text, confirmed: Collection[str], why: str
) -> Iterator[Finding]:
    """指导案例隐去当事人和其他人的姓名、名称、证件号码、电话、住址；系统找出的逐处改掉，确需保留的确认并写明理由，证件号码和来源决定的当事人名称不得保留。"""
    step = "请改成“某公司”“张某”这样的写法"
    named = [name for name in shielded if len(name) > 1]
    for name in named:
        for field, text in texts.items():
            if name in text:
                yield names_nobody.finding(f"写有来源决定的当事人“{name}”", field=field, next_step=step)
    reasoned = len(why.strip()) >= SHORTEST
    doubtful = [(one.field, one.text, one.why, one.certain) for one in found]
    doubtful += [(field, words, "可能是单位名称", False) for field, words in units_named(texts) if words not in named]
    for field, words, reason, certain in dict.fromkeys(doubtful):
        if certain:
            yield names_nobody.finding(f"“{words}”是{reason}", field=field, next_step="证件号码不得保留，请删去")
        elif not (reasoned and words in confirmed):
            more = "，或者确认保留并写明理由（不少于 4 个字）"
            yield names_nobody.finding(f"“{words}”：{reason}", field=field, next_step=step + more)


@rule("LAW-23", cites=("行政处罚法第五十八条", *_FAIR), acts=("check_guiding_case", "release_guiding_case"))
def another_person(authors: Collection[UUID], by: UUID, digest: str, seen: str, opinion: str) -> Iterator[Finding]:
    """指导案例由编写人以外的人作法制审核并写明意见，由编写人以外的人发布；审核、发布的是看过的那一稿。"""
    if by in authors:
        yield another_person.finding("编写过这件指导案例的人不能审核、发布", next_step="请由其他人办理")
    if digest != seen:
        yield another_person.finding("打开以后内容有人改过", next_step="请刷新页面，重新看一遍")
    if len(opinion.strip()) < SHORTEST:
        yield another_person.finding("没有写明意见", field="opinion", next_step=f"请写明意见（不少于 {SHORTEST} 个字）")


@rule(
    "LAW-24",
    cites=_FAIR,
    acts=("revise_guiding_case", "check_guiding_case", "release_guiding_case", "end_guiding_case"),
)
def moves_in_order(facts: GuidingFacts, move: GuidingMove) -> Iterator[Finding]:
    """指导案例依次编写、审核、发布、停止参照；审核通过的才能发布，发布过的不再改动，停止过的不再停止。"""
    if not facts.may(move):
        word = GUIDING_MOVES[move][0]
        yield moves_in_order.finding(f"这件指导案例现在是“{facts.state_name}”，不能{word}", next_step="请刷新后查看")


@rule("LAW-25", cites=_LAW, acts=("end_guiding_case",))
def ends_with_a_reason(reason: str, successor: GuidingFacts | None, facts: GuidingFacts) -> Iterator[Finding]:
    """停止参照写明理由；由新的指导案例替代的，新的应当是本机关发布、现行有效的另一件。"""
    if len(reason.strip()) < SHORTEST:
        yield ends_with_a_reason.finding(
            "没有写明理由", field="reason", next_step=f"请写明理由（不少于 {SHORTEST} 个字）"
        )
    if successor and (
        successor.id == facts.id or successor.organ_id != facts.organ_id or not successor.may(GuidingMove.END)
    ):
        yield ends_with_a_reason.finding(
            "替代它的不是本机关另一件现行的指导案例", field="replaced_by", next_step="请从列表中选择"
        )


def moved(facts: GuidingFacts, now: Mapping[str, Standing]) -> tuple[Moved, ...]:
    """Its citations that no longer read as on the day of release; one that the library never held is left out."""
    return tuple(
        Moved(one.citation, now[one.citation].since, not now[one.citation].sha256)
        for one in facts.rests
        if one.citation in now and now[one.citation].sha256 != one.sha256
    )


@rule("LAW-26", cites=_LAW, acts=("clock", "supervision"))
def still_fits_the_law(facts: GuidingFacts, changed: Sequence[Moved]) -> tuple[Finding, ...]:
    """现行指导案例引用的条文失效或者修改的，及时核对：仍然适用的重新发布，不再适用的停止参照。"""
    if not changed or not facts.may(GuidingMove.END):
        return ()
    told = "；".join(one.told for one in changed)
    return (still_fits_the_law.finding(f"{facts.called}引用的条文已有变化：{told}", next_step="请核对，停止参照或者换新的一件").as_warning(),)  # fmt: skip


@rule("LAW-27", cites=_FAIR)
def rank(shared: Shared) -> tuple[int, int, int]:
    """办案时推送指导案例：先是同一违法行为的，再按相同的处罚条款、义务条款的多少，最后才是用词相近的。"""
    return int(shared.offence), len(shared.penalty), len(shared.duty)
