"""Open data: what can be taken away, in which form, on which terms; the same for machines as a DCAT catalogue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.organs import queries as organs_room
from mingjing.publicity import queries
from mingjing.publicity.terms import CheckKind, Filters, kinds
from mingjing.sites.portal.views.answering import page, public
from mingjing.sites.portal.views.counting import counted
from mingjing.sites.portal.views.exports import NOTICE

_KINDS = {
    "HTML": "text/html", "CSV": "text/csv", "JSON": "application/json", "JSON Lines": "application/jsonl",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Atom": "application/atom+xml",
    "BPMN 2.0": "application/xml", "文本": "text/plain",
}  # fmt: skip
_EVERY_DAY, _AS_IT_CHANGES = ("DAILY", "每个工作日"), ("IRREG", "有变化时")


@dataclass(frozen=True, slots=True)
class Dataset:
    """One set of data. `files`: (form, address)."""

    key: str
    title: str
    words: str
    count: int
    unit: str
    files: tuple[tuple[str, str], ...]
    pace: tuple[str, str] = _AS_IT_CHANGES


def datasets() -> tuple[Dataset, ...]:
    """Everything that can be taken away, with how much of it there is."""
    totals = counted("totals", queries.public_totals)
    organs = organs_room.organs(timezone.localdate())
    decisions = tuple(
        (form, reverse(f"portal:{name}"))
        for form, name in (
            ("CSV", "csv"),
            ("XLSX", "xlsx"),
            ("JSON", "json"),
            ("JSON Lines", "jsonl"),
            ("Atom", "atom"),
        )
    )
    return (
        Dataset("decisions", "执法决定", "公示中的行政执法决定：文号、当事人、案由、处理结果、机关、日期、网址、附件（名称、地址、公开副本的摘要）",
                totals["decisions"], "件", decisions, _EVERY_DAY),
        Dataset("checks", "抽查检查结果", "随机抽查的检查结果：被检查单位、抽查事项、结果、机关、日期、网址；是“执法决定”里检查方式为随机抽查的部分，CSV、XLSX、JSON Lines、Atom 在该页下载",
                counted("checks", lambda: queries.count_of(Filters(check=CheckKind.RANDOM))), "件",
                (("HTML", reverse("portal:checks")),), _EVERY_DAY),
        *_lists(),
        Dataset("organs", "执法主体", "可以执法的机关：名称、代码、依据、电话、监督渠道", len(organs), "个",
                (("HTML", reverse("portal:organs")), ("JSON", reverse("portal:organs_json")))),
        Dataset("officers", "执法人员名录", "现在持有效证件的执法人员：姓名、机关、证号、类别、区域；证件此刻是否有效，以实时查询为准",
                counted("officers", lambda: sum(len(organs_room.officers_register(one.id, timezone.now())) for one in organs)),
                "人", (("JSON", reverse("portal:officers_json")),)),
        Dataset("charts", "执法流程图", "办案系统实际执行的程序：图、BPMN 2.0、文字", totals["charts"], "张",
                (("HTML", reverse("portal:charts")),
                 *(("BPMN 2.0", reverse("portal:chart_bpmn", args=[one.key, one.version])) for one in queries.charts()))),
        Dataset("log", "留痕台账", "检查点和公钥：任何人都能核对台账只增不改", 1, "份",
                (("文本", reverse("portal:checkpoint")), ("JSON", reverse("portal:policy"))), _EVERY_DAY),
    )  # fmt: skip


def _lists() -> list[Dataset]:
    """One set for each kind of list that anybody made public, with the files of each organ."""
    found = []
    held_by = counted("holders", lambda: {key: queries.public_organs(key) for key in kinds()})
    for key, kind in kinds().items():
        holders = held_by[key]
        files = [
            (f"{form}：{name}", reverse(f"portal:list_{form.lower()}", args=[code, key]))
            for code, name, _ in holders
            for form in ("CSV", "JSON")
        ]
        if files:
            count = sum(held for _, _, held in holders)
            found.append(Dataset(f"list-{key}", kind.title, kind.intro, count, "项", tuple(files)))
    return found


@public
def data(request: HttpRequest) -> HttpResponse:
    """What can be taken away, and on which terms (P-17)."""
    facts = {"datasets": datasets(), "notice": NOTICE, "licence": settings.MINGJING_SITE["licence"]}
    return page(request, "portal/data.html", facts)


@public
def catalog(request: HttpRequest) -> HttpResponse:
    """The same as a DCAT 3 catalogue in JSON-LD."""
    base = settings.MINGJING_PORTAL_URL
    told = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": f"{base}{reverse('portal:catalog')}",
        "@type": "dcat:Catalog",
        "dct:title": {
            "@value": f"{settings.MINGJING_SITE['site_name'] or '行政执法信息公示'}数据目录",
            "@language": "zh-CN",
        },
        "dct:language": "zh-CN",
        "foaf:homepage": {"@id": f"{base}{reverse('portal:home')}"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": settings.MINGJING_SITE["organiser"] or "行政执法机关"},
        "dcat:dataset": [_dataset(one, base) for one in datasets()],
    }
    return _json(told, "application/ld+json; charset=utf-8")


def _dataset(one: Dataset, base: str) -> dict[str, Any]:
    licence = settings.MINGJING_SITE["licence"]
    return {
        "@id": f"{base}{reverse('portal:data')}#{one.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.key,
        "dct:title": {"@value": one.title, "@language": "zh-CN"},
        "dct:description": {"@value": f"{one.words}。共 {one.count} {one.unit}。", "@language": "zh-CN"},
        "dct:accrualPeriodicity": {"@id": f"http://publications.europa.eu/resource/authority/frequency/{one.pace[0]}"},
        "dct:rights": {"@value": NOTICE, "@language": "zh-CN"},
        **({"dct:license": {"@value": licence, "@language": "zh-CN"}} if licence else {}),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": form,
                "dcat:mediaType": _KINDS[form.partition("：")[0]],
                "dcat:accessURL" if form == "HTML" else "dcat:downloadURL": {"@id": f"{base}{address}"},
            }
            for form, address in one.files
        ],
    }


@public
def organs_json(request: HttpRequest) -> HttpResponse:
    """执法主体 (P-02) as data."""
    items = [
        {
            "code": one.code, "name": one.name, "uscc": one.uscc, "kind": one.kind, "domain": one.domain, "level": one.level,
            "region": one.region, "address": one.address, "phone": one.phone, "supervision": one.supervision,
            "basis": one.basis, "url": f"{settings.MINGJING_PORTAL_URL}{reverse('portal:organ', args=[one.code])}",
        }
        for one in organs_room.organs(timezone.localdate())
    ]  # fmt: skip
    return _json({"notice": NOTICE, "items": items})


@public
def officers_json(request: HttpRequest) -> HttpResponse:
    """执法人员名录 (P-03) as data: what the organs' pages say, no more."""
    now = timezone.now()
    items = [
        {
            "name": one.person.name, "organ": organ.name, "organ_code": organ.code, "number": one.certificate.number,
            "category": one.certificate.category, "area": one.certificate.area,
            "url": f"{settings.MINGJING_PORTAL_URL}{reverse('portal:certificate', args=[one.certificate.number])}",
        }
        for organ in organs_room.organs(timezone.localdate(now))
        for one in organs_room.officers_register(organ.id, now)
    ]  # fmt: skip
    return _json({"notice": f"{NOTICE}；证件此刻是否有效，以实时查询为准", "items": items})


def _json(told: Mapping[str, Any], kind: str = "application/json; charset=utf-8") -> HttpResponse:
    """JSON in which no browser can find a tag."""
    body = json.dumps(told, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return HttpResponse(body + "\n", content_type=kind)
