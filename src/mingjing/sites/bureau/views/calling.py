"""调阅: files found by facets; everything about one party together, after the purpose was said once; each look logged."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import calling as queries
from mingjing.cases.queries.lists import place_of
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.parties import queries as parties
from mingjing.parties.terms import IdType, PartyFacts, PartyKind
from mingjing.publicity.terms import STATE_NAMES, State
from mingjing.records import operations
from mingjing.records import queries as records
from mingjing.records.terms.links import MATERIAL_NAMES, Material
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.case_files import PURPOSES, usual
from mingjing.sites.bureau.views.cases import stages
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

PAGE = 20
MOST = 5000
OPEN_FOR = timedelta(hours=4)
_CALLED = "called"
TABS = {"cases": "案件", "decisions": "决定和公开", **{str(key): word for key, word in MATERIAL_NAMES.items()}}
HEADINGS = (
    "机关", "案号", "决定文号", "当事人", "案由", "阶段", "承办人", "登记日期", "决定日期", "音像段数", "还欠音像的步骤",
)  # fmt: skip
FILMS = {"yes": "有音像", "no": "没有音像"}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _asked(request: BureauRequest) -> queries.Asked:
    """The filters of the address; whatever is no filter is left out."""
    told = request.GET
    return queries.Asked(
        q=_word(told.get("q", "")), organ=_uuid(told.get("organ", "")) if request.actor.has(Role.SUPERVISOR) else None, party=_uuid(told.get("party", "")),
        officer=_uuid(told.get("officer", "")), matter="".join(filter(str.isprintable, told.get("matter", "")))[:60],
        since=as_day(told.get("since", "")), until=as_day(told.get("until", "")),
        kind=told.get("kind", "") if told.get("kind", "") in MATERIAL_NAMES else "",
        films=told.get("films", "") if told.get("films", "") in FILMS else "", said=_word(told.get("said", "")),
    )  # fmt: skip


def _word(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()[:80]


def _query(asked: queries.Asked) -> str:
    values = {name: getattr(asked, name) for name in asked.__slots__}
    return urlencode({name: str(value) for name, value in values.items() if value})


@page(*CASE_ROLES)
def calling(request: BureauRequest) -> HttpResponse:
    """Files by party, organ, officer, date, matter, kind of material, with or without recordings."""
    asked = _asked(request)
    found = queries.files(request.actor, asked, after=request.GET.get("after", "")[:100], limit=PAGE)
    names = {str(one.id): one.name for one in organs.organs()}
    facts = {
        "found": found, "asked": asked, "names": names, "stages": stages(), "fields": _fields(request, asked, names),
        "narrowed": _query(asked), "kinds": MATERIAL_NAMES, "capped": found.many >= queries.FACETS_OF,
        "party": parties.parties([asked.party]).get(asked.party) if asked.party else None, "supervises": request.actor.has(Role.SUPERVISOR),
    }  # fmt: skip
    return render(request, "bureau/calling/calling.html", facts)


def _fields(request: BureauRequest, asked: queries.Asked, names: Mapping[str, str]) -> tuple[Field, ...]:
    organ = asked.organ if request.actor.has(Role.SUPERVISOR) else request.actor.organ_id
    people = [(str(one.id), one.name) for one in organs.people(organ)] if organ else []
    anything = ("", "全部")
    every = (Field("organ", "机关", "select", str(asked.organ or ""), choices=(anything, *names.items())),)
    officer = (Field("officer", "经办人员", "select", str(asked.officer or ""), choices=(anything, *people)),)
    kept = tuple(
        Field(name, type="hidden", value=str(getattr(asked, name)))
        for name in ("party", "matter")
        if getattr(asked, name)
    )
    return (
        Field("q", "案号、当事人、案由、文书编号", "search", asked.q, attributes={"maxlength": 80}),
        *(every if request.actor.has(Role.SUPERVISOR) else ()),
        *(officer if people else ()),
        Field("since", "案件登记从", "date", asked.since or ""),
        Field("until", "到", "date", asked.until or ""),
        Field("kind", "含有材料", "select", asked.kind, choices=(anything, *((str(key), word) for key, word in MATERIAL_NAMES.items()))),
        Field("said", "音像文字稿里说到", "search", asked.said, attributes={"maxlength": 80}),
        Field("films", "音像", "select", asked.films, choices=(anything, *FILMS.items())),
        *kept,
    )  # fmt: skip


@page(*CASE_ROLES)
def calling_export(request: BureauRequest, kind: str) -> HttpResponse:
    """Everything that is filtered as a table, at most `MOST` files."""
    names = {one.id: one.name for one in organs.organs()}
    rows = (row for _, row in zip(range(MOST), queries.every_file(request.actor, _asked(request)), strict=False))
    return sheet(kind, "files", "调阅检索", HEADINGS, _cells(rows, names))


def _cells(rows: Iterable[Mapping[str, Any]], names: Mapping[UUID, str]) -> list[list[str]]:
    steps = stages()
    return [
        [
            names.get(row["organ_id"], ""), row["number"] or row["lead_number"], row["decision_number"], row["party_name"], row["cause"],
            steps.get(row["stage"], row["stage"]), row["handlers"], str(timezone.localdate(row["opened_at"])), str(row["decided_on"] or ""),
            str(row["films"]), str(row["av_owed"]),
        ]
        for row in rows
    ]  # fmt: skip


@page(*CASE_ROLES)
def party_all(request: BureauRequest, party_id: UUID) -> HttpResponse:
    """Everything about one party that this person may see; the purpose is said once and holds for some hours (R-13, R-15)."""
    versions = parties.versions(party_id)
    if not versions:
        raise Http404
    party = versions[-1]
    if request.method == "POST":
        return _called(request, party)
    facts: dict[str, Any] = {"party": party, "hide": party.kind == PartyKind.CITIZEN, "trail": _trail(party)}
    if not _open(request, party_id):
        return render(request, "bureau/calling/purpose.html", facts | {"purposes": PURPOSES, "usual": usual(request)})
    return render(request, "bureau/calling/party.html", facts | _together(request, party))


def _trail(party: PartyFacts) -> list[tuple[str, str]]:
    home = reverse("bureau:party", args=[party.id])
    return [("当事人", reverse("bureau:parties")), (party.name, home), ("全部案件和材料", "")]


def _open(request: BureauRequest, party_id: UUID) -> str:
    """What for it was called up in this session; empty where nothing was said, or too long ago."""
    until, _, purpose = request.session.get(_CALLED, {}).get(str(party_id), "").partition("|")
    return str(purpose) if until and datetime.fromisoformat(until) > timezone.now() else ""


def _called(request: BureauRequest, party: PartyFacts) -> HttpResponse:
    purpose, now = PURPOSES.get(request.POST.get("purpose", ""), ""), timezone.now()
    if not purpose:
        raise Invalid({"purpose": ["请选择调阅用途。"]})
    operations.call_party(party_id=party.id, name=party.name, purpose=purpose, by=request.actor, at=now)
    held = {
        key: told
        for key, told in request.session.get(_CALLED, {}).items()
        if datetime.fromisoformat(told.partition("|")[0]) > now
    }
    request.session[_CALLED] = dict([*held.items(), (str(party.id), f"{(now + OPEN_FOR).isoformat()}|{purpose}")][-50:])
    return HttpResponseRedirect(reverse("bureau:party_all", args=[party.id]))


def _together(request: BureauRequest, party: PartyFacts) -> dict[str, Any]:
    found = queries.cases_of_party(request.actor, party.id)
    by_dossier = {row["dossier_id"]: row for row in found}
    tab = request.GET.get("tab", "cases")
    tab = tab if tab in TABS else "cases"
    decided = [row for row in found if row["decision_number"]]
    counts = {"cases": len(found), "decisions": len(decided), **records.material_counts(list(by_dossier))}
    facts: dict[str, Any] = {
        "tab": tab, "tabs": [(key, word, counts[key]) for key, word in TABS.items()], "stages": stages(), "rows": decided if tab == "decisions" else found,
        "names": {one.id: one.name for one in organs.organs()}, "states": {str(key): STATE_NAMES[State(key)] for key in State},
        "purpose": _open(request, party.id), "watermark": f"{request.actor.name} {timezone.localtime():%Y-%m-%d %H:%M}",
        "public": party.id_number if party.id_type == IdType.USCC else "", "capped": len(found) >= queries.MOST_CASES,
    }  # fmt: skip
    if tab in MATERIAL_NAMES:
        after = place_of(request.GET.get("after", "")[:100])
        things = records.materials(list(by_dossier), tab, after=after, limit=PAGE + 1)
        last = things[PAGE - 1] if len(things) > PAGE else None
        facts |= {
            "things": [
                (one, by_dossier[one.dossier_id], _href(one, by_dossier[one.dossier_id])) for one in things[:PAGE]
            ],
            "next": f"{last.at.isoformat()}_{last.id}" if last else "",
        }
    return facts


def _href(one: Any, case: Mapping[str, Any]) -> str:
    """Where a thing is opened, which asks for the purpose and logs the look."""
    if one.kind == Material.RECORDING:
        return reverse("bureau:recording", args=[one.id])
    name = "bureau:case_document" if one.kind == Material.DOCUMENT else "bureau:case_file"
    return reverse(name, args=[case["id"], one.id])
