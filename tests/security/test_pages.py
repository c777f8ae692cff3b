"""Every page against hostile addresses, forms, cookies and hosts; what each answer tells the browser; markup and formulas."""

import io
import random
import re
from base64 import urlsafe_b64encode as b64encode
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter
from tests.security import town as towns
from tests.security.hostile import TEXTS, XSS, browser
from tests.security.test_matrix import ROWS, address, patterns
from tests.security.town import PNG, Town

from mingjing.cases import operations
from mingjing.parties import operations as parties
from mingjing.parties.terms import PartyDraft
from mingjing.sites.journeys import world

pytestmark = pytest.mark.django_db
FILTERS = (
    "q", "tab", "after", "before", "stage", "source", "organ", "mine", "filed_from", "filed_to", "state", "department", "on", "every", "c", "year", "uscc", "month", "about", "field",
    "order", "party", "next", "elder", "download", "since", "until", "category", "cause", "number", "v", "d", "size", "page", "person", "username", "way", "check", "outcome",
)  # fmt: skip
CURSORS = (
    "0001-01-01T00:00:00+14:00_00000000-0000-0000-0000-000000000000", "9999-12-31T23:59:59-14:00_00000000-0000-0000-0000-000000000000",
    "2026-01-01_00000000-0000-0000-0000-000000000000", "2026-01-01T00:00_x", "1:99999999999999999999", "1e999:1", "nan:1", "_", "020261234", "²" * 18,
    "9" * 19, "9" * 18, "-1", "0.1:9999999999999999",
)  # fmt: skip
SEED, TRIES = 20261122, 3
WHO = frozenset({"handler", "head", "supervisor"})
FORM_FILLERS = frozenset({"handler", "publicist", "head", "supervisor", "sysadmin", "secadmin", "auditor"})
QUIET = {"sign_out"}


def body(answer: HttpResponseBase) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return bytes(content).decode("utf-8", "replace")


def runs(answer: HttpResponseBase) -> bool:
    """Whether what was typed stands as markup in what a browser would draw; a table or JSON says it as it was typed, and is not drawn."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if kind in {"text/csv", "application/json"}:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        return False
    return XSS in body(answer)


def portal(town: Town) -> list[str]:
    """Every address of the portal that needs nothing, and those of one decision, organ and certificate."""
    from mingjing.lawbook import queries as lawbook
    from mingjing.publicity import queries

    found = queries.publication(town.publication)
    assert found is not None
    parts = {
        "organ": found.organ_code,
        "number": found.number,
        "seq": 1,
        "code": found.organ_code,
        "key": "ordinary_penalty",
        "version": "1",
        "kind": "window",
        "name": "x.pdf",
        "part": "2026-11-1",
        "paper": "pdf",
        "uscc": "91130821MA0HTEA1XE",
        "token": f"{'0' * 32}-{'0' * 32}",
        "path": "0/000",
        "guiding": lawbook.guiding_cases()[0].code,
    }
    made = []
    for one in next(
        each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "portal"
    ).url_patterns:
        whole = {name for name, kind in one.pattern.converters.items() if isinstance(kind, IntConverter)}
        wanted = {name: 1 if name in whole else parts[name] for name in one.pattern.converters}
        made.append(reverse(f"portal:{one.name}", kwargs=wanted))
    return made


def test_no_query_breaks_a_page(town: Town) -> None:
    chance, broken = random.Random(SEED), []  # noqa: S311
    values = [*(text for text in TEXTS if len(text) < 2000), *CURSORS]
    pages = [
        (chance.choice(sorted(ROWS.get(name, (WHO, None))[0] or WHO)), address(name, town))
        for name in patterns()
        if name not in QUIET
        for _ in range(TRIES)
    ]
    for role, where in [*pages, *(("anonymous", one) for one in portal(town))]:
        query = {name: chance.choices(values, k=chance.choice((1, 1, 2))) for name in chance.sample(FILTERS, 5)}
        answer = town.browsers[role].get(where, query)
        if answer.status_code >= 500 or runs(answer):
            broken.append(f"{role} {where} {ascii(query)[:300]}: {answer.exc_info and answer.exc_info[1]!r:.200}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("cursor", CURSORS)
def test_no_cursor_breaks_a_list(town: Town, cursor: str) -> None:
    for name in (
        "cases",
        "archives",
        "supervision_organ",
        "refusals",
        "laws",
        "law_search",
        "publications",
        "ledger",
        "calendar",
        "law",
    ):
        sent = {"after": cursor, "q": cursor, "year": cursor, "on": cursor, "tab": "all"}
        assert (
            town.browsers["head" if name != "refusals" else "supervisor"].get(address(name, town), sent).status_code
            < 500
        ), name


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01"])
def test_no_token_breaks_the_public_list(town: Town, moment: str) -> None:
    token = b64encode(f"{moment}|{town.publication.hex}".encode()).decode().rstrip("=")
    for name in ("after", "before"):
        assert town.browsers["anonymous"].get("/gs/", {name: token}).status_code == 200


def test_no_typed_form_breaks_a_page(town: Town) -> None:
    """The forms beside the acts: publication, parties, calendar, password, saved filters, drafts, decisions."""
    chance, broken, tried = random.Random(SEED), [], 0  # noqa: S311
    values = [text for text in TEXTS if len(text) < 6000 and "\0" not in text]
    for name in sorted(patterns().keys() - QUIET - {"display", "sign_in"}):
        where, (look, write) = address(name, town), ROWS.get(name, (frozenset(), None))
        for role in sorted((look if write is None else write) & FORM_FILLERS):
            fields = set(
                re.findall(r'<(?:input|textarea|select)[^>]* name="([^"_][^"]*)"', body(town.browsers[role].get(where)))
            )
            fields |= {"name", "query", "note", "text", "verdict-x"}
            for _ in range(3):
                sent = {
                    one: chance.choices(values, k=chance.choice((1, 1, 2)))
                    for one in sorted(fields)
                    if chance.random() < 0.8
                }
                answer, tried = town.browsers[role].post(where, sent), tried + 1
                if answer.status_code >= 500 or runs(answer):
                    broken.append(
                        f"{role} {where} {ascii(sent)[:400]}: {answer.exc_info and answer.exc_info[1]!r:.200}"
                    )
    assert tried > 150 and not broken, "\n".join(broken)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1949-01-01", "2100-12-31", "²026-01-01"])
def test_no_date_breaks_a_form(town: Town, day: str) -> None:
    publicist, handler = town.browsers["publicist"], town.browsers["handler"]
    known = {"trigger": "revoked", "reason": "复议机关决定撤销本决定", "note": "示政复决〔2026〕1号", "known_on": day}
    for name in ("publication_withdraw", "publication_call_back"):
        assert publicist.post(address(name, town), known).status_code < 500
    case = reverse("bureau:case", args=[town.waiting])
    fields = {
        "at": f"{day}T10:00",
        "started_at": f"{day}T10:00+14:00",
        "collected_on": day,
        "new_birth_on": day,
        "found_on": day,
        "new_kind": "citizen",
        "new_name": "某",
    }
    for where in (
        f"{case}acts/interview/",
        f"{case}acts/collect_evidence/",
        f"{case}acts/recheck/",
        "/bureau/cases/new/",
    ):
        assert handler.post(where, fields).status_code in {200, 422}


@pytest.mark.parametrize("name", sorted(patterns().keys() - QUIET))
def test_a_nul_is_answered_in_chinese(town: Town, name: str) -> None:
    where = address(name, town)
    for answer in (
        town.browsers["handler"].get(where, {"q": "a\x00b"}),
        town.browsers["handler"].post(where, {"place": "字\x00", "username": "\x00", "x\x00": "y"}),
    ):
        assert answer.status_code == 400 and "控制字符" in body(answer) and "\x00" not in body(answer)


def test_a_cookie_with_a_nul_is_no_cookie(town: Town) -> None:
    client = Client(raise_request_exception=False)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", "elder"):
        assert client.get("/bureau/", headers={"cookie": f'{name}="\\000aaaaaaaaaaaa"'}).status_code == 302
        assert client.get("/", headers={"cookie": f'{name}="\\000aaaaaaaaaaaa"'}).status_code == 200


@pytest.mark.parametrize(
    "where",
    [
        "cases/not-a-uuid/", "cases/00000000-0000-0000-0000-000000000000/", "cases/-1/", "officers/1/", "cases/views/-1/drop/", "cases/export.exe",
        "cases/%00/", "cases/..%2f..%2fetc/", "%ff%fe/", "organs/%3Cscript%3E/", "a" * 3000,
    ],
)  # fmt: skip
def test_what_does_not_exist_is_a_page(town: Town, where: str) -> None:
    answer = town.browsers["handler"].get(f"/bureau/{where}")
    assert answer.status_code == 404 and "没有找到这一页" in body(answer)


@pytest.mark.parametrize("tail", ["records/0/", "records/99999999999999999999/", "records/2147483648/"])
def test_an_impossible_number_is_not_found(town: Town, tail: str) -> None:
    assert town.browsers["handler"].get(f"{reverse('bureau:case', args=[town.done])}{tail}").status_code == 404
    assert town.browsers["handler"].post("/bureau/cases/views/99999999999999999999/drop/").status_code in {302, 404}
    document = reverse("bureau:case_document_page", args=[town.done, town.document, 10**20])
    assert town.browsers["handler"].get(document).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost@evil.example", "a b"])
@pytest.mark.parametrize("where", ["/", "/bureau/", "/bureau/sign-in/", "/nowhere/"])
def test_a_foreign_host_is_refused_with_a_page(town: Town, host: str, where: str) -> None:
    answer = Client(raise_request_exception=False).get(where, headers={"host": host, "referer": "http://evil.example/"})
    assert answer.status_code == 400 and "evil.example" not in body(answer)
    assert "Content-Security-Policy" in answer


def test_a_form_too_large_is_a_page_not_a_crash(town: Town, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5000
    where = reverse("bureau:act", args=[town.waiting, "interview"])
    for sent in ({"place": "字" * 9000}, {f"f{n}": "" for n in range(1200)}):
        answer = town.browsers["handler"].post(where, sent)
        assert answer.status_code == 400 and "超出了限度" in body(answer)


@pytest.mark.parametrize("name", sorted(patterns().keys() - QUIET))
def test_every_answer_is_guarded(town: Town, name: str) -> None:
    for role in ("handler", "anonymous", "auditor"):
        answer = town.browsers[role].get(address(name, town))
        assert (
            "default-src 'self'" in answer["Content-Security-Policy"]
            and "unsafe" not in answer["Content-Security-Policy"]
        )
        assert answer["X-Frame-Options"] == "SAMEORIGIN" and answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        # A picture of a page may be asked for again; it is never shown without asking.
        assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]
        assert "no-store" in answer["Cache-Control"] or name == "case_document_page"
        assert "public" not in answer["Cache-Control"]


@pytest.mark.parametrize("name", sorted(patterns().keys()))
def test_no_form_is_taken_from_another_site(town: Town, name: str) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = town.browsers["handler"].cookies
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
        answer = strict.post(address(name, town), {"place": "x", "csrfmiddlewaretoken": "a" * 64}, headers=headers)
        assert answer.status_code == 403, name


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "http:///evil.example",
    ],
)
def test_no_redirect_leads_away(town: Town, target: str) -> None:
    for where in ("/display/", "/bureau/display/", "/bureau/sign-in/"):
        for client in (town.browsers["handler"], Client()):
            assert "evil" not in client.get(where, {"next": target}).headers.get("Location", "")
    key = world.PASSWORD
    entered = Client().post("/bureau/sign-in/", {"username": "zhangsan", "password": key, "next": target})
    assert entered.status_code == 302 and "evil" not in entered["Location"] and "javascript" not in entered["Location"]
    sent = {"old_password": key, "new_password1": "Xin-mima-2026-abc", "new_password2": "Xin-mima-2026-abc"}
    changed = browser(town.world.people["庚"]).post(f"/bureau/password/?next={target}", sent)
    assert changed["Location"] == "/bureau/"


def test_signing_in_gives_a_new_session_and_careful_cookies(town: Town) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    answer = client.post("/bureau/sign-in/", {"username": "zhangsan", "password": world.PASSWORD})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != "planted0planted0planted0planted0"
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert settings.DEBUG is False and settings.SECRET_KEY and "*" not in settings.ALLOWED_HOSTS


def test_over_https_cookies_stay_there() -> None:
    import os
    import subprocess
    import sys

    told = "from mingjing.sites.settings import base as b; print(b.SESSION_COOKIE_SECURE, b.CSRF_COOKIE_SECURE, repr(b.SECRET_KEY), b.DEBUG)"
    clean = {key: value for key, value in os.environ.items() if key != "MINGJING_SECRET_KEY"}
    done = subprocess.run(
        [sys.executable, "-c", told], env=clean | {"MINGJING_HTTPS": "1"}, capture_output=True, text=True, check=True
    )  # noqa: S603
    assert done.stdout.split() == ["True", "True", "''", "False"], (
        "no key is shipped: the product does not start without one"
    )


def test_a_key_that_can_be_guessed_is_refused() -> None:
    import os
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", "import mingjing.sites.settings.base"],
        env=dict(os.environ) | {"MINGJING_SECRET_KEY": "shifan2026"}, capture_output=True, text=True,
    )  # noqa: S603 # fmt: skip
    assert done.returncode and "MINGJING_SECRET_KEY 只有 10 个字符" in done.stderr


def test_no_example_county_in_production(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from mingjing.sites import commandline

    settings.PRODUCTION = True
    assert commandline.main(["demo", "--no-serve"]) == 2
    assert "不能建在这里" in capsys.readouterr().err


EVIL = f'=HYPERLINK("x"){XSS}{{{{7*7}}}}\'"#panic(1)'


@pytest.fixture
def marked(town: Town) -> Iterator[tuple[Any, str]]:
    """A case in which whatever can be typed is markup, a template or a formula."""
    at = world.moment("2026-10-13 09:00")
    by = town.world.actor("甲", at)
    made = parties.register(
        draft=PartyDraft(kind="citizen", name=EVIL, id_type="passport", id_number="E12345678", address=EVIL, phone=EVIL[:40], birth_on=at.date().replace(year=1990)),
        by=by, at=at,
    )  # fmt: skip
    town.world.parties["恶"] = made.id
    steps = [
        {"at": "2026-10-13 10:30", "act": "register_lead", "with": {"clue": EVIL, "place": EVIL}},
        {"at": "2026-10-13 10:40", "act": "file_case", "with": {"facts": EVIL, "violation_from": "2026-09-02", "violation_ended_on": "2026-09-02"}},
        {"at": "2026-10-14 10:40", "act": "collect_evidence", "with": {"name": EVIL, "source": EVIL, "proves": EVIL, "place": EVIL}},
    ]  # fmt: skip
    case_id = towns.play(town.world, steps, party="恶").case_id()
    kept = operations.add_file(
        case_id=case_id, name="'onload=alert(1) {{7+7}} =1+1 &lt;.png", content=PNG, by=by, now=at
    )
    yield case_id, str(kept.id)
    del town.world.parties["恶"]


def test_what_people_type_is_text_everywhere(town: Town, marked: tuple[Any, str]) -> None:
    case_id, file_id = marked
    case = reverse("bureau:case", args=[case_id])
    tabs = [
        f"{case}?tab={tab}"
        for tab in ("work", "timeline", "documents", "evidence", "clocks", "review", "publicity", "check", "related")
    ]
    more = [f"{case}records/{seq}/" for seq in (1, 2, 3)] + [
        f"{case}files/{file_id}/",
        f"{case}acts/report/",
        f"{case}acts/collect_evidence/",
    ]
    lists = [
        "/bureau/cases/?q=" + "%3CscripT%3E",
        "/bureau/cases/",
        "/bureau/",
        "/bureau/search/?q=HYPERLINK",
        "/bureau/parties/?q=HYPERLINK",
    ]
    shown = 0
    for where in (*tabs, *more, *lists):
        text = body(town.browsers["handler"].get(where))
        assert XSS not in text and not re.search(r"<[^>]*\sonload=", text), where
        shown += "{{7*7}}" in text
    assert shown >= 10, "the markup is on the pages, as text"
    posted = town.browsers["handler"].post(
        f"{case}acts/collect_evidence/", {"name": EVIL, "kind": XSS, "officers": XSS, "collected_on": XSS}
    )
    assert posted.status_code == 422 and XSS not in body(posted)


def test_no_cell_of_an_export_is_a_formula(town: Town, marked: tuple[Any, str]) -> None:
    table = body(town.browsers["handler"].get("/bureau/cases/export.csv"))
    assert '"=HYPERLINK' not in table and "'=HYPERLINK" in table
    book = town.browsers["handler"].get("/bureau/cases/export.xlsx")
    with ZipFile(io.BytesIO(b"".join(book.streaming_content))) as parts:  # type: ignore[attr-defined]
        sheets = [parts.read(name) for name in parts.namelist() if "sheet1" in name]
    assert sheets and not [one for one in sheets if b"<f>" in one]


BAD_NAMES = (
    "../../x.png",
    "a\r\nSet-Cookie: x=1.png",
    "x.html",
    "x.svg",
    "x.png.html",
    "a\x00.png",
    "\u202egnp.exe",
    "x.png ",
    ".png" * 100,
    "CON.html",
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_file_name_gets_out(town: Town, name: str) -> None:
    client, where = town.browsers["handler"], reverse("bureau:case", args=[town.waiting])
    client.post(f"{where}files/", {"file": SimpleUploadedFile(name, b"<script>alert(1)</script>", "text/html")})
    client.post(f"{where}files/", {"file": SimpleUploadedFile(name, PNG, "text/html")})
    for file_id in set(re.findall(r"files/([0-9a-f-]{36})/", body(client.get(f"{where}?tab=documents")))):
        answer = client.post(f"{where}files/{file_id}/", {"purpose": "handle"})
        assert answer["Content-Type"] == "image/png" and answer["X-Content-Type-Options"] == "nosniff"
        assert (
            answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")
            and "/" not in answer["Content-Disposition"]
        )
        assert "Set-Cookie" not in answer.headers


def test_markup_as_a_file_stays_outside(town: Town) -> None:
    client, where = town.browsers["handler"], reverse("bureau:case", args=[town.waiting])
    for name in ("x.html", "x.svg", "x.png", "x.pdf"):
        answer = client.post(
            f"{where}files/", {"file": SimpleUploadedFile(name, XSS.encode(), "image/svg+xml")}, follow=True
        )
        assert "已加入" not in body(answer)


def test_the_public_never_learns_of_what_is_not_public(town: Town) -> None:
    client, hidden = town.browsers["anonymous"], ("鑫达烟花", str(town.waiting), str(town.theirs), "罗一鸣")
    for where in portal(town):
        for query in ({}, {"q": "鑫达"}, {"q": "特种作业", "since": "2020-01-01"}):
            text = body(client.get(where, query))
            assert not [word for word in hidden if word in text], where
