"""Samples for every form: the fields of the act that prints it, filled with words of the worked case (rulebook §7)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.foundation.typesetting import modules

SOURCE = Path(__file__).resolve().parents[2] / "src/mingjing"
FORMS = SOURCE / "records/forms"
ACTS = SOURCE / "cases/procedures"
WORDS = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
BY_TYPE = {
    "date": "2026年9月24日",
    "datetime": "2026年9月24日9时30分",
    "money": "80000元（人民币捌万元整）",
    "int": "2",
    "bool": "是",
    "person": "己某",
    "people": "甲某（冀应急11230001）、乙某（冀应急11230002）",
    "citations": "《中华人民共和国安全生产法》第三十条第一款",
    "files": ["照片一.jpg", "音像记录0902.mp4"],
    "evidences": "证据1、证据2",
    "benchmark": "示范县应急管理局“特种作业人员未按照规定取得相应资格上岗作业”裁量基准（示应急发〔2026〕5号，公开的第1版）",
    "act_ref": "《行政处罚决定书》（示应急罚〔2026〕9号）",
}


@cache
def definitions() -> dict[str, dict[str, Any]]:
    """Every form.yaml by its folder's name."""
    return {path.parent.name: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FORMS.glob("*/form.yaml"))}


def printed(act: dict[str, Any]) -> list[str]:
    """Every form an act can make, of its variants too."""
    told = [act, *act.get("variants", ())]
    return [form for each in told for form in [each.get("form"), *each.get("extra_forms", ())] if form]


@cache
def acts() -> dict[str, list[dict[str, Any]]]:
    """The fields that each form may be given, read from the acts as data."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(ACTS.glob("*/acts/*.yaml")):
        for act in yaml.safe_load(path.read_text("utf-8")):
            for form in printed(act):
                found.setdefault(form, act["fields"])
    return found


def _lent(source: str) -> dict[Any, str]:
    """The options of another act's field (`register_check.source`)."""
    code, name = source.split(".")
    every = (act for path in ACTS.glob("*/acts/*.yaml") for act in yaml.safe_load(path.read_text("utf-8")))
    found = next(act for act in every if act["act"] == code)
    return next(each["options"] for each in found["fields"] if each["name"] == name)


def _value(form: str, field: dict[str, Any]) -> Any:
    special = WORDS["forms"].get(form, {}).get(field["name"])
    if special is not None:
        return special
    if field["type"] == "choice":
        options = field.get("options") or _lent(field["options_of"])
        return next(text for key, text in options.items() if key not in {"no", False})
    if field["type"] == "choices":
        return "、".join(list(field.get("options", {"fine": "罚款"}).values())[:2])
    if field["type"] in BY_TYPE:
        return BY_TYPE[field["type"]]
    return WORDS["fields"].get(field["name"], f"{field['label']}的内容")


def _table(form: str, field: dict[str, Any]) -> dict[str, Any]:
    rows = WORDS["forms"].get(form, {}).get(field["name"])
    columns = [column["label"] for column in field["columns"]]
    return {"columns": columns, "rows": rows or [[_value(form, column) for column in field["columns"]]] * 2}


def bare(form: str) -> dict[str, Any]:
    """The least a template may be given: a form and nothing else."""
    return {"form": {"id": form, "name": definitions().get(form, {}).get("name", form), "version": 1}}


def rich(form: str) -> dict[str, Any]:
    """Everything filled in."""
    fields = acts().get(form, WORDS["own"].get(form, []))
    tables = {field["name"]: _table(form, field) for field in fields if field["type"] == "table"}
    return {
        **bare(form),
        **WORDS["case"],
        "fields": {field["name"]: _value(form, field) for field in fields if field["type"] != "table"},
        "tables": tables | WORDS["tables"].get(form, {}),
        "labels": {field["name"]: field["label"] for field in fields},
        "order": [field["name"] for field in fields],
        "verify": {
            "url": "https://xzzf.example.gov.cn/v/7K3M-Q9PX",
            "short_hash": "7K3M-Q9PX",
            "qr": modules("https://xzzf.example.gov.cn/v/7K3M-Q9PX"),
        },
    }


def minimal(form: str) -> dict[str, Any]:
    """Only what the form says it must have."""
    full = rich(form)
    least = bare(form) | {"labels": full["labels"], "fields": {}, "tables": {}}
    for path in (each["path"] for each in definitions()[form]["mandatory"]):
        _copy(path.split("."), full, least)
    return least


def _copy(path: list[str], full: Any, least: Any) -> None:
    head, *tail = path
    if not isinstance(full, dict) or head not in full:
        return
    if tail:
        _copy(tail, full[head], least.setdefault(head, {}))
    else:
        least[head] = full[head]
