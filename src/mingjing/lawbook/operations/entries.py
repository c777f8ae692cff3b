"""Checking what an organ types into its lists; each answer is a dictionary of Chinese messages by field."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from mingjing.kernel.findings import Invalid
from mingjing.kernel.tables.words import ANYTHING, UNKNOWN
from mingjing.kernel.text import clean
from mingjing.lawbook.terms import (
    ACT_KINDS,
    ADDRESSEE_NAMES,
    CATEGORY_NAMES,
    TIER_NAMES,
    Addressee,
    AVSpec,
    Condition,
    ConditionKind,
    DiscretionTable,
    Factor,
    FactorKind,
    MajorSpec,
    MatterSpec,
    Range,
    Tier,
)
from mingjing.lawbook.terms.scoring import CENT, HIGHEST, TOTAL
from mingjing.organs.terms import Domain, Level

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
TOP = Decimal("999999999999.99")
MOST_FACTORS, MOST_ROWS, MOST_SWAY = 12, 800, 50
"""Factors, lines, percent: ours, no law names them; a real set has some four hundred matters, each with a few tiers."""
Errors = dict[str, list[str]]


def refuse(errors: Errors) -> None:
    """Raise Invalid where there is any message."""
    if found := {field: messages for field, messages in errors.items() if messages}:
        raise Invalid(found)


def words(label: str, text: str, limit: int, *, needed: bool = True) -> list[str]:
    """What is wrong with a piece of text."""
    if needed and not text.strip():
        return [f"请填写{label}。"]
    if hidden := clean(text)[1]:
        return [f"{label}{hidden[0]}"]
    return [f"{label}超过{limit}字。"] if len(text) > limit else []


def told(label: str, text: str, field: str, limit: int = 1000) -> str:
    """A piece of text without the space around it. Raises Invalid naming its field."""
    if wrong := words(label, text, limit):
        raise Invalid({field: wrong})
    return text.strip()


def money(label: str, fine: Range | None) -> list[str]:
    """What is wrong with a range of yuan."""
    if fine is None:
        return []
    if not (fine.low.is_finite() and fine.high.is_finite()) or fine.low < 0 or fine.high > TOP:
        return [f"{label}应在0元至{TOP}元之间。"]
    if fine.low.quantize(Decimal("0.01")) != fine.low or fine.high.quantize(Decimal("0.01")) != fine.high:
        return [f"{label}最多两位小数。"]
    return [f"{label}的下限高于上限。"] if fine.low > fine.high else []


def matter(spec: MatterSpec) -> Errors:
    """What is wrong with a matter."""
    return {
        "code": [] if _CODE.fullmatch(spec.code) else ["事项编码只用字母、数字、点、横线，最长40位。"],
        "name": words("案由", spec.name, 120),
        "domain": words("执法领域", spec.domain, 20),
        "multiple": words("倍数罚款", spec.multiple, 300, needed=False),
        "chart": words("流程图", spec.chart, 40),
        "note": words("说明", spec.note, 2000, needed=False),
    } | (_punishes(spec) if spec.act_kind == "penalty" else _is_applied_for(spec))


def _punishes(spec: MatterSpec) -> Errors:
    """What is wrong with a matter that a penalty follows."""
    return {
        "violates": [] if spec.violates else ["请填写违反的条款。"],
        "penalises": [] if spec.penalises else ["请填写处罚依据。"],
        "penalties": [] if spec.penalties else ["请选择处罚种类。"],
        "unit_fine": money("单位罚款幅度", spec.unit_fine),
        "person_fine": money("个人罚款幅度", spec.person_fine),
        "materials": ["行政处罚事项没有申请材料，请留空。"] if spec.materials else [],
    }


def _is_applied_for(spec: MatterSpec) -> Errors:
    """What is wrong with a matter that somebody applies for: it rests on law, needs materials and punishes nobody."""
    if spec.act_kind not in ACT_KINDS:
        return {"act_kind": [f"执法行为只能是{'、'.join(ACT_KINDS.values())}。"]}
    kind, names = ACT_KINDS[spec.act_kind], [one.name for one in spec.materials]
    wrong = [message for name in names for message in words("材料名称", name, 120)]
    if len(set(names)) != len(names):
        wrong.append("有两份材料同名，请区分开。")
    if not any(one.required for one in spec.materials):
        wrong.append(f"{kind}事项要列出申请人应当提交的全部材料，至少一份必交，没有列明的不得要求提交。")
    alien = {
        "penalties": spec.penalties,
        "unit_fine": spec.unit_fine,
        "person_fine": spec.person_fine,
        "violates": spec.violates,
    }
    return {
        "penalises": [] if spec.penalises else [f"请填写实施{kind}的依据。"],
        "materials": wrong,
        "multiple": [f"{kind}事项没有罚款，请留空。"] if spec.multiple else [],
    } | {name: [f"{kind}事项不填这一项，请留空。"] if held else [] for name, held in alien.items()}


def benchmark(issuer: str, document_number: str, tiers: Sequence[Tier]) -> Errors:
    """What is wrong with a benchmark, apart from the rules that are asked at publication."""
    return {
        "issuer": words("制定机关", issuer, 100),
        "document_number": words("文号", document_number, 80),
        "tiers": [message for tier in tiers for message in _tier(tier)] or ([] if tiers else ["请至少填写一个阶次。"]),
    }


def table(given: DiscretionTable) -> Errors:
    """What is wrong with a table before its cells are read."""
    names = [one.name for one in given.factors]
    wrong = [message for one in given.factors for message in _factor(one)]
    if len(set(names)) != len(names):
        wrong.append("裁量因素的名称不能相同。")
    wide, asked = len(given.columns), len(given.factors)
    wrong += _scoring(given)
    for place, row in enumerate(given.rows, start=1):
        if row.tier not in TIER_NAMES:
            wrong.append(f"第{place}行：阶次只能是{'、'.join(TIER_NAMES)}，没有“{row.tier[:20]}”。")
        if len(row.cells) != wide:
            wrong.append(
                f"第{place}行的格数与裁量因素的个数不同。"
                if given.scoring is None
                else f"第{place}行应当只有总分一格。"
            )
        wrong += [f"第{place}行：{message}" for message in words("适用情形的原文", row.source, 1000)]
        wrong += [f"第{place}行：{message}" for message in words("其他处罚", row.other, 300, needed=False)]
        wrong += [
            f"第{place}行：{message}"
            for text in (*row.cells, row.fine)
            for message in words("内容", text, 300, needed=False)
        ]
    for place, worked in enumerate(given.examples, start=1):
        wrong += [
            f"样例{place}：{message}"
            for text in (*worked.facts, worked.note)
            for message in words("内容", text, 500, needed=False)
        ]
    wrong += [
        f"样例{place}的事实个数与裁量因素的个数不同。"
        for place, one in enumerate(given.examples, start=1)
        if len(one.facts) != asked
    ]
    for one in given.circumstances:
        wrong += [
            *words("不予、减轻、从轻、从重的情形", one.words, 500),
            *words("情形的依据", one.clause, 200, needed=False),
        ]
    limits = (
        (given.factors, MOST_FACTORS, "裁量因素"),
        (given.rows, MOST_ROWS, "行"),
        (given.examples, MOST_ROWS, "样例"),
        (given.circumstances, 60, "情形"),
    )
    wrong += [f"{label}最多{most}个，现在是{len(held)}个。" for held, most, label in limits if len(held) > most]
    if not given.factors or not given.rows:
        wrong.append("至少要有一个裁量因素和一行。")
    return {"table": wrong}


def _scoring(given: DiscretionTable) -> list[str]:
    """What is wrong with the points before their cells are read."""
    scoring, names = given.scoring, {one.name for one in given.factors}
    if scoring is None:
        return []
    wrong = [f"裁量因素不能叫“{TOTAL}”。"] if TOTAL in names else []
    for place, one in enumerate(scoring.scores, start=1):
        if one.factor not in names:
            wrong.append(f"赋分第{place}行：没有“{one.factor[:40]}”这个裁量因素。")
        wrong += [f"赋分第{place}行：{message}" for message in words("情形", one.cell, 300)]
        wrong += [f"赋分第{place}行：{message}" for message in words("原文", one.source, 1000, needed=False)]
        if not (
            one.points.is_finite() and -HIGHEST <= one.points <= HIGHEST and one.points == one.points.quantize(CENT)
        ):
            wrong.append(f"赋分第{place}行：分值应在 -100 到 100 之间，最多两位小数。")
    if not (scoring.sway.is_finite() and 0 <= scoring.sway <= MOST_SWAY):
        wrong.append(f"上下浮动应在 0 到 {MOST_SWAY} 之间，单位是百分之一。")
    for who in Addressee:
        if given.rows_for(who) and not scoring.span(who).strip():
            wrong.append(
                f"裁量表里有对{ADDRESSEE_NAMES[who]}的行，请写明对{ADDRESSEE_NAMES[who]}的计算幅度，例：2万元以上10万元以下。"
            )
    wrong += [
        message for one in (scoring.unit, scoring.person) for message in words("计算幅度", one, 100, needed=False)
    ]
    if len(scoring.scores) > MOST_ROWS:
        wrong.append(f"赋分最多{MOST_ROWS}行，现在是{len(scoring.scores)}行。")
    return wrong


def _factor(one: Factor) -> list[str]:
    name = one.name.strip()
    return [
        *words("裁量因素的名称", one.name, 40),
        *(
            ["裁量因素的名称不能含引号、括号、运算符号，不能以数字开头。"]
            if name and (name[0].isdecimal() or set(name) & set("\"'“”()[]{}<>=!+-*/,，?"))
            else []
        ),
        *(
            []
            if one.kind is not FactorKind.CHOICE or len(one.choices) > 1
            else [f"“{name}”是选项，请写明至少两个选项。"]
        ),
        *([f"裁量因素不能叫“{name}”，请改用中文名称。"] if name in {"not", "true", "false", "null"} else []),
        *words(f"“{name}”的单位", one.unit, 20, needed=False),
        *(
            [f"“{name}”的最小值太大。"]
            if one.least is not None and not (one.least.is_finite() and one.least.copy_abs() <= TOP)
            else []
        ),
        *(message for choice in one.choices for message in _choice(name, choice)),
        *([f"“{name}”的选项不能相同。"] if len(set(one.choices)) != len(one.choices) else []),
    ]


def _choice(name: str, choice: str) -> list[str]:
    if choice in ANYTHING | UNKNOWN or set(choice) & set('"“”\\'):
        return [f"“{name}”的选项不能叫“{choice[:20]}”：不能是“不限”“没有查明”这样的词，也不能含引号、反斜线。"]
    return words(f"“{name}”的选项", choice, 60)


def _tier(tier: Tier) -> list[str]:
    if tier.name not in TIER_NAMES:
        return [f"阶次只能是{'、'.join(TIER_NAMES)}，没有“{tier.name[:20]}”。"]
    return [
        *words(f"“{tier.name}”的适用条件", tier.condition, 1000),
        *money(f"“{tier.name}”的罚款幅度", tier.fine),
        *words(f"“{tier.name}”的其他处罚", tier.other, 300, needed=False),
    ]


def listing(title: str, document_number: str, count: int) -> Errors:
    """What is wrong with the head of a list."""
    return {
        "title": words("名称", title, 120),
        "document_number": words("文号", document_number, 80, needed=False),
        "rows": [] if count else ["清单至少要有一行。"],
    }


def major_rows(rows: Iterable[MajorSpec]) -> list[str]:
    """What is wrong with the rows of the catalogue of major decisions."""
    return [f"第{place}行：{message}" for place, row in enumerate(rows, start=1) for message in _major(row)]


def _major(row: MajorSpec) -> list[str]:
    return [
        *([] if row.category in CATEGORY_NAMES else ["没有这个类别。"]),
        *words("决定事项", row.item, 200),
        *([] if row.conditions else ["请至少写一个条件。"]),
        *([] if row.basis else ["请填写依据。"]),
        *(message for one in row.conditions for message in _condition(one)),
        *([] if set(row.levels) <= set(Level) else ["没有这个执法层级。"]),
        *([] if set(row.domains) <= set(Domain) else ["没有这个执法领域。"]),
    ]


def _condition(one: Condition) -> list[str]:
    needs_amount = one.kind in {
        ConditionKind.FINE_UNIT_MIN,
        ConditionKind.FINE_PERSON_MIN,
        ConditionKind.CONFISCATION_MIN,
    }
    if needs_amount and (one.amount is None or not one.amount.is_finite() or one.amount < 0):
        return ["金额条件应填写不小于0的金额。"]
    return ["请选择处罚种类。"] if one.kind is ConditionKind.PENALTY_KINDS and not one.kinds else []


def av_rows(rows: Iterable[AVSpec]) -> list[str]:
    """What is wrong with the rows of the recording list."""
    return [f"第{place}行：{message}" for place, row in enumerate(rows, start=1) for message in _av(row)]


def _av(row: AVSpec) -> list[str]:
    named = {"类别": (row.category, 20), "事项": (row.act, 60), "环节": (row.link, 60), "方式": (row.method, 60)}
    texts = {"起点": (row.start, 120), "内容": (row.content, 2000), "终点": (row.end, 120)}
    return [
        *(message for label, (text, limit) in (named | texts).items() for message in words(label, text, limit)),
        *words("备注", row.note, 200, needed=False),
        *([] if 1 <= row.retention_months <= 1200 else ["保存月数应在1至1200之间。"]),
    ]
