"""How a canonical value of a form reads in a document and on a page."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mingjing.cases.terms.fields import FieldSpec
from mingjing.kernel.money import capital


def chinese_date(text: str) -> str:
    """2026-11-05 → 2026年11月5日; a moment also gives its hour and minute."""
    if "T" in text:
        moment = datetime.fromisoformat(text)
        return f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute:02d}分"
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def benchmark_words(cited: Mapping[str, Any]) -> str:
    """A cited benchmark as documents and pages name it: whose, of what, which document, which version, the same digest everywhere."""
    mark = f"，摘要{cited['table_sha256'][:16]}" if cited.get("table_sha256") else ""
    return f"{cited['organ_name']}“{cited['name']}”裁量基准（{cited['document']}，公开的第{cited['seq']}版{mark}）"


def display(spec: FieldSpec, value: Any) -> str | list[str]:
    """A canonical value as it reads in a document."""
    if value in (None, ""):
        return ""
    if spec.type in {"date", "datetime"}:
        return chinese_date(value)
    if spec.type == "money":
        amount = Decimal(value)
        plain = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
        return f"{plain}元（人民币{capital(amount)}）"
    if spec.type == "bool":
        return "是" if value else "否"
    if spec.type == "choice":
        return spec.options.get(value, str(value))
    if spec.type == "choices":
        return "、".join(spec.options.get(key, key) for key in value)
    if spec.type in {"person", "party", "matter"}:
        return str(value["name"])
    if spec.type == "benchmark":
        return benchmark_words(value)
    if spec.type == "people":
        return "、".join(_with_certificate(person) for person in value)
    if spec.type == "citations":
        return "、".join(value)
    if spec.type == "files":
        return [each["name"] for each in value]
    if spec.type == "evidences":
        return "、".join(f"证据{number}" for number in value)
    return str(value)


def _with_certificate(person: Mapping[str, Any]) -> str:
    return f"{person['name']}（{person['certificate']}）" if person.get("certificate") else str(person["name"])
