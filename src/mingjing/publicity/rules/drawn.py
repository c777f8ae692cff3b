"""What the public lists take from the lists of the lawbook: facts in, names and values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from mingjing.lawbook.terms import (
    ADDRESSEE_NAMES,
    CATEGORY_NAMES,
    PENALTY_NAMES,
    Addressee,
    BenchmarkFacts,
    CatalogueFacts,
    DiscretionTable,
    Factor,
    MatterFacts,
    PenaltyKind,
)
from mingjing.lawbook.terms.scoring import Scoring
from mingjing.organs.terms import DOMAIN_NAMES, Domain


class OrganWords(Protocol):
    """What an organ's facts must say about remedies and supervision."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def supervision(self) -> str: ...
    @property
    def reconsideration_body(self) -> str: ...
    @property
    def court(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """One entry as a list of the lawbook gives it."""

    code: str
    name: str
    values: dict[str, Any]
    valid_from: date


CHARTS = {
    "ordinary": "普通程序：立案、调查、审查、法制审核、告知、陈述申辩和听证、决定、送达、执行（见执法流程图）",
}


def matter(facts: MatterFacts, organ: OrganWords) -> Drawn:
    """权责事项: the offence, its articles, procedure, remedies and supervision (P-04)."""
    spec = facts.spec
    fines = [
        f"对{ADDRESSEE_NAMES[who]}：{fine.words}"
        for who, fine in ((Addressee.UNIT, spec.unit_fine), (Addressee.PERSON, spec.person_fine))
        if fine
    ]
    values = {
        "domain": DOMAIN_NAMES[Domain(spec.domain)] if spec.domain in set(Domain) else spec.domain,
        "violates": list(spec.violates),
        "penalises": list(spec.penalises),
        "penalties": [PENALTY_NAMES[kind] for kind in PenaltyKind if kind in spec.penalties],
        "fine": fines + ([spec.multiple] if spec.multiple else []),
        "procedure": [CHARTS.get(spec.chart, spec.chart)],
        "remedies": [
            f"收到决定书之日起六十日内向{organ.reconsideration_body}申请行政复议（行政复议法第二十条）",
            f"收到决定书之日起六个月内向{organ.court}提起行政诉讼（行政诉讼法第四十六条）",
        ],
        "supervision": [
            *([organ.supervision] if organ.supervision else []),
            *([f"{organ.name}监督电话：{organ.phone}"] if organ.phone else []),
        ],
        "note": [spec.note] if spec.note else [],
    }
    return Drawn(facts.code, facts.name, filled(values), facts.valid_from)


def benchmark(facts: BenchmarkFacts, matter_name: str, penalises: Sequence[str]) -> Drawn:
    """裁量基准 of one matter, published and in force (P-08)."""
    values = {
        "issuer": facts.issuer,
        "document": facts.document_number,
        "since": facts.valid_from.isoformat(),
        "basis": list(penalises),
        "tiers": [
            [
                tier.name,
                ADDRESSEE_NAMES[tier.addressee],
                tier.fine.words if tier.fine else "",
                tier.condition,
                tier.other,
            ]
            for tier in facts.tiers
        ],
        "digest": facts.sha256,
        "cells": _cells(facts.table) if facts.table else [],
        "points": _points(facts.table.scoring) if facts.table and facts.table.scoring else [],
        "formula": facts.table.scoring.words if facts.table and facts.table.scoring else "",
        "examples": _examples(facts.table) if facts.table else [],
    }
    return Drawn(facts.matter_code, matter_name, filled(values), facts.valid_from)


def _cells(table: DiscretionTable) -> list[list[str]]:
    """Every row with what it asks, as a case is held against it."""
    return [
        [str(place), row.tier, ADDRESSEE_NAMES[row.addressee], _told(table.columns, row.cells, "不限"), row.fine]
        for place, row in enumerate(table.rows, start=1)
    ]


def _points(scoring: Scoring) -> list[list[str]]:
    """What each fact gives, as the sum of a case is made up."""
    return [[one.factor, one.cell, f"{one.points:f}", one.source] for one in scoring.scores]


def _examples(table: DiscretionTable) -> list[list[str]]:
    return [
        [ADDRESSEE_NAMES[one.addressee], _told(table.factors, one.facts, "没有查明"), one.tier]
        for one in table.examples
    ]


def _told(factors: Sequence[Factor], texts: Sequence[str], blank: str) -> str:
    told = (text if text.strip() not in {"", "-"} else blank for text in texts)
    return "；".join(f"{factor.name}：{text}" for factor, text in zip(factors, told, strict=True))


def major(facts: CatalogueFacts) -> Drawn:
    """重大执法决定法制审核目录 (L-06), whole."""
    rows = [
        [
            CATEGORY_NAMES.get(row.spec.category, row.spec.category), row.spec.item,
            "；".join(one.words for one in row.spec.conditions), "；".join(row.spec.basis),
            "、".join(row.spec.materials), "、".join(row.spec.points),
        ]
        for row in facts.rows
    ]  # fmt: skip
    return Drawn("ML", facts.title, filled({"document": facts.document_number, "rows": rows}), facts.valid_from)


def recording(facts: CatalogueFacts) -> Drawn:
    """音像记录事项清单 (R-09), whole."""
    rows = [
        [
            CATEGORY_NAMES.get(spec.category, spec.category), spec.act, spec.link, spec.method,
            "全程" if spec.full_process else "按情形", spec.start, spec.content, spec.end, kept(spec.retention_months),
        ]
        for spec in (item.spec for item in facts.av_items)
    ]  # fmt: skip
    return Drawn("QD", facts.title, filled({"document": facts.document_number, "rows": rows}), facts.valid_from)


def kept(months: int) -> str:
    """Months as people say them: 2 年, 18 个月."""
    return f"{months // 12} 年" if months % 12 == 0 else f"{months} 个月"


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Only what is not empty."""
    return {key: value for key, value in values.items() if value}
