"""The API: who is let in, what is entered, what each mistake is answered with; nothing but redacted text comes out."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.exchange import books
from tests.security.hostile import browser

from mingjing.exchange import operations, queries
from mingjing.exchange.models import ApiKey, ApiOnce, Fed
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.exchange.terms import NotAKey
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import operations as organs
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Publication
from mingjing.sites.gateway import access

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
ALL = ("feed", "read", "recall")
SECRET_NAME, SECRET_ID = "王小焊", "130821198503071232"
DECISION = {
    "source_ref": "CG-2026-0017", "number": "示应急罚〔2026〕917号", "decided_on": "2026-11-05", "category": "penalty", "outcome": "罚款",
    "party_name": "示范县恒源化工有限公司", "party_kind": "legal_person", "party_id_no": "91130821MA0HTEA1XE", "cause": "特种作业人员无证上岗",
    "violation": f"焊工{SECRET_NAME}没有操作证。", "result": "罚款2000元", "basis": ["《安全生产法》第九十七条第（七）项"],
    "full_text": ["行政处罚决定书", f"焊工{SECRET_NAME}（{SECRET_ID}）没有操作证。"],
    "known_entities": [{"text": SECRET_NAME, "kind": "person", "role": "证人"}, {"text": SECRET_ID, "kind": "id"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def key(
    shifan: Any, scopes: tuple[str, ...] = ALL, who: str = "公", at: datetime = AT, until: date | None = None
) -> str:
    by = shifan.actor("系小管", at)
    made, secret = operations.issue_key(
        organ_id=shifan.organs["应急局"], name="县办案系统", scopes=scopes, person_id=shifan.people[who], by=by, at=at,
        expires_on=until or at.date() + timedelta(days=300),
    )  # fmt: skip
    operations.accept_key(key_id=made.id, by=shifan.actor(who, at), at=at)
    return secret


def call(secret: str, path: str, body: Any = None, **headers: str) -> Any:
    sent = {"Authorization": f"Bearer {secret}"} if secret else {}
    client = Client(raise_request_exception=False, headers=sent | headers)
    if body is None:
        return client.get(f"/api/v1/{path}")
    return client.post(
        f"/api/v1/{path}", body if isinstance(body, str) else json.dumps(body), content_type="application/json"
    )


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


def test_a_decision_is_entered_once_and_its_state_is_told(shifan: Any) -> None:
    secret = key(shifan)
    first, again = call(secret, "publications", DECISION), call(secret, "publications", DECISION)
    assert (first.status_code, again.status_code) == (201, 200)
    told = first.json()
    assert (told["state"], told["due"], told["address"], told["fresh"]) == ("due", "2026-11-16", "", True)
    asked = call(secret, "publications?source_ref=CG-2026-0017").json()
    assert asked["number"] == DECISION["number"]
    assert Publication.objects.count() == 1
    entry = next(e for e in ledger.events(f"feeding:{shifan.organs['应急局']}") if e.kind == "exchange:decision:fed")
    # The act is the named person's, and the ledger says through what it came.
    assert (entry.person_id, entry.payload["channel"]) == (shifan.people["公"], "api")


def test_a_number_with_other_content_and_a_reference_used_twice_are_refused(shifan: Any) -> None:
    secret = key(shifan)
    call(secret, "publications", DECISION)
    other = problem(call(secret, "publications", DECISION | {"result": "罚款3000元"}), 409)
    assert [one["rule"] for one in other["errors"]] == ["PUB-11"]
    twice = problem(call(secret, "publications", DECISION | {"number": "示应急罚〔2026〕918号"}), 409)
    assert (twice["errors"][0]["rule"], twice["errors"][0]["field"]) == ("XCH-18", "source_ref")


def test_called_back_and_withdrawn_it_is_not_fed_again(shifan: Any) -> None:
    secret = key(shifan)
    call(secret, "publications", DECISION)
    row = Publication.objects.get()
    by, now = shifan.actor("公", AT), timezone.now()
    found = publicity.propose_redaction(publication_id=row.pk, by=by, at=now)
    publicity.decide_spans(publication_id=row.pk, verdicts={one.id: ("accepted", "") for one in found}, by=by, at=now)
    publicity.confirm(publication_id=row.pk, by=by, at=now)
    publicity.release(publication_id=row.pk, by=by, at=now)
    shown = call("", "decisions").content.decode() + call("", f"decisions/示应急/{DECISION['number']}").content.decode()
    assert DECISION["party_name"] in shown
    assert SECRET_NAME not in shown
    assert SECRET_ID not in shown
    recall = {
        "source_ref": "CG-2026-0017",
        "trigger": "revoked",
        "note": "示政复决〔2026〕1号决定书",
        "known_on": "2026-11-20",
    }
    assert call(secret, "publications/call-back", recall).json()["call_due"] == "2026-11-25"
    gone = call(
        secret,
        "publications/withdraw",
        {"source_ref": "CG-2026-0017", "reason": "示范县人民政府以示政复决〔2026〕1号撤销"},
    )
    assert gone.json()["state"] == "withdrawn"
    assert call("", "decisions").json()["items"] == []
    tomb = call("", f"decisions/示应急/{DECISION['number']}").json()
    assert (tomb["parts"], tomb["version"], tomb["row"]["party"]) == ({}, None, "")
    again = problem(call(secret, "publications", DECISION), 409)
    assert again["errors"][0]["rule"] == "XCH-20"


def test_an_idempotency_key_gives_the_first_answer_again_and_refuses_another_request(shifan: Any) -> None:
    secret = key(shifan)
    first = call(secret, "publications", DECISION, **{"Idempotency-Key": "a-1"})
    again = call(secret, "publications", DECISION, **{"Idempotency-Key": "a-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    told = problem(call(secret, "publications", DECISION | {"cause": "别的"}, **{"Idempotency-Key": "a-1"}), 409)
    assert told["errors"][0]["rule"] == "XCH-26"
    # What was refused is not kept: it may be mended and sent under the same name.
    problem(call(secret, "publications", DECISION | {"cause": "别的"}, **{"Idempotency-Key": "a-2"}), 409)
    assert list(ApiOnce.objects.values_list("name", flat=True)) == ["a-1"]
    problem(call(secret, "publications", DECISION, **{"Idempotency-Key": "x" * 101}), 422)


def test_a_batch_enters_the_good_ones_and_names_the_others(shifan: Any) -> None:
    second = DECISION | {"source_ref": "CG-2026-0018", "number": "示应急罚〔2026〕918号"}
    items = [DECISION, second | {"basis": []}, {"number": 5}, DECISION, second | {"decided_on": "2999-01-01"}]
    told = call(key(shifan), "publications/batch", {"items": items}).json()
    assert [one["status"] for one in told["items"]] == [201, 409, 422, 200, 422]
    assert (told["entered"], told["same"], told["failed"]) == (1, 1, 3)
    assert told["items"][1]["problem"]["errors"][0]["rule"] == "XCH-19"
    assert {"source_ref", "number", "party_name"} <= {one["field"] for one in told["items"][2]["problem"]["errors"]}
    assert Fed.objects.count() == 1
    problem(call(key(shifan), "publications/batch", {"items": [DECISION] * 501}), 422)
    problem(call(key(shifan), "publications/batch", {"items": []}), 422)


def coded(**changes: str) -> dict[str, str]:
    """A row of the sheet by the partner's codes, of the very decision."""
    told = books.PENALTY | {"number": DECISION["number"], "facts": "没有操作证。", **changes}
    return {one.code: str(told.get(one.key, "")) for one in editions("penalty")["2019"].columns}


def test_rows_of_the_sheet_come_along_or_later_and_are_checked_alike(shifan: Any) -> None:
    secret, organ = key(shifan), shifan.organs["应急局"]
    span = (editions("penalty")["2019"], date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
    assert call(secret, "publications", DECISION).status_code == 201
    assert queries.fed_rows(organ, *span) == ()
    for rows, field, word in (
        ([coded(fine="两千")], "sheet.0", "XCH-15"), ([coded(number="别的〔2026〕1号")], "sheet.0", "不一致"), ([coded() | {"NO_SUCH": "x"}], "sheet", "NO_SUCH"),
        ([coded(), coded()], "sheet", "XCH-17"), ([coded(organ="别的局")], "sheet.0", "XCH-16"),
    ):  # fmt: skip
        told = problem(call(secret, "publications", DECISION | {"sheet": rows}), 422)
        assert [(one["field"], word in one["message"]) for one in told["errors"]][0] == (field, True)
    assert (
        problem(call(secret, "publications", DECISION | {"sheet": [{"CF_WSH": "x"}]}), 409)["errors"][0]["rule"]
        == "XCH-11"
    )
    again = call(secret, "publications", DECISION | {"sheet": [coded()]})
    assert (again.status_code, again.json()["fresh"]) == (200, False)
    rows = queries.fed_rows(organ, *span)
    assert [(row.number, row.values["fine"]) for row in rows] == [(DECISION["number"], "0.200000")]
    assert {one.rule for one in rows[0].problems} == {"XCH-05"}


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"decided_on": "2026-13-01"}, "decided_on", "日期"), ({"category": "gift"}, "category", "类别"), ({"number": "字" * 61}, "number", "60"),
        ({"result": None}, "result", "文字"), ({"full_text": []}, "full_text", "至少"), ({"colour": "red"}, "colour", "没有这个字段"),
        ({"known_entities": [{"text": "x", "kind": "ghost"}]}, "known_entities.0.kind", "取值"), ({"party_kind": "robot"}, "party_kind", "取值"),
        ({"violation": "a\u0000b"}, "violation", "U+0000"), ({"number": "\ud800"}, "number", ""), ({"replaces": "a\u0000"}, "replaces", "U+0000"),
        ({"source_ref": ""}, "source_ref", ""), ({"source_ref": "a\nb"}, "source_ref", "换行"), ({"decided_on": "2999-01-01"}, "decided_on", "晚于"),
    ],
)  # fmt: skip
def test_each_fault_is_named_in_chinese_at_its_field(
    shifan: Any, change: dict[str, Any], field: str, word: str
) -> None:
    told = problem(call(key(shifan), "publications", DECISION | change), 422)
    named = {one["field"]: one["message"] for one in told["errors"]}
    assert field in named
    assert word in named[field]
    assert not any(
        letter.isascii() and letter.isalpha() for letter in named[field].replace("U+", "").replace("JSON", "")[:2]
    )
    assert not Publication.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, "[]", "null", '"x"', '{"a": NaN}', "\xff"])
def test_a_body_that_is_no_decision_is_a_problem(shifan: Any, body: str) -> None:
    answer = call(key(shifan), "publications", body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_without_a_good_key_nobody_is_let_in(shifan: Any) -> None:
    secret = key(shifan)
    for wrong in ("", "mjk_wrong", secret[:-1], secret.removeprefix("mjk_"), "\x00", "好"):
        answer = Client(raise_request_exception=False).post(
            "/api/v1/publications",
            json.dumps(DECISION),
            content_type="application/json",
            HTTP_AUTHORIZATION=f"Bearer {wrong}",
        )
        assert problem(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"
    # A signed-in session is no key.
    signed_in = browser(shifan.people["公"])
    assert (
        signed_in.post("/api/v1/publications", json.dumps(DECISION), content_type="application/json").status_code == 401
    )
    assert signed_in.get("/api/v1/publications?source_ref=x").status_code == 401
    assert not Publication.objects.exists()


def test_a_key_needs_no_csrf_token_and_leaves_no_cookie(shifan: Any) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {key(shifan)}"})
    answer = client.post("/api/v1/publications", json.dumps(DECISION), content_type="application/json")
    assert answer.status_code == 201
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_expired_revoked_and_orphaned_keys_let_nobody_in(shifan: Any) -> None:
    old = key(shifan, until=AT.date(), at=AT)
    assert "到期" in problem(call(old, "publications", DECISION), 401)["detail"]
    secret = key(shifan)
    row = ApiKey.objects.order_by("-issued_at", "-id").exclude(expires_on=AT.date()).get()
    by = shifan.actor("系小管", AT)
    operations.revoke_key(key_id=row.pk, reason="系统停用", by=by, at=timezone.now())
    assert "已撤销" in problem(call(secret, "publications", DECISION), 401)["detail"]
    with pytest.raises(Invalid):
        operations.revoke_key(key_id=row.pk, reason="再撤一次", by=by, at=timezone.now())
    leaving = key(shifan, who="庚")
    organs.retire_person(person_id=shifan.people["庚"], reason="调离", by=by, at=timezone.now())
    assert "离岗" in problem(call(leaving, "publications", DECISION), 401)["detail"]


def test_a_key_does_only_what_it_is_for_and_only_for_its_organ(shifan: Any) -> None:
    reading = key(shifan, ("read",))
    assert problem(call(reading, "publications", DECISION), 403)["errors"][0]["rule"] == "XCH-25"
    feeding = key(shifan, ("feed",))
    call(feeding, "publications", DECISION)
    problem(
        call(
            feeding,
            "publications/withdraw",
            {"source_ref": "CG-2026-0017", "reason": "理由理由理由", "trigger": "revoked"},
        ),
        403,
    )
    by = shifan.actor("系小管", AT)
    foreign, theirs = operations.issue_key(
        organ_id=shifan.organs["市监局"],
        name="市监系统",
        scopes=ALL,
        person_id=shifan.people["市公"],
        by=by,
        at=AT,
        expires_on=date(2027, 1, 1),
    )
    operations.accept_key(key_id=foreign.id, by=shifan.actor("市公", AT), at=AT)
    problem(call(theirs, "publications?source_ref=CG-2026-0017"), 404)
    problem(
        call(
            theirs,
            "publications/call-back",
            {"source_ref": "CG-2026-0017", "trigger": "revoked", "note": "某某决定书", "known_on": "2026-11-20"},
        ),
        404,
    )
    # A handler's key does not withdraw: that is the publicist's.
    handler = key(shifan, who="甲")
    told = call(
        handler, "publications/withdraw", {"source_ref": "CG-2026-0017", "reason": "理由理由理由", "trigger": "revoked"}
    )
    problem(told, 403)


def test_too_large_and_too_many_are_answered_before_the_body_is_read(shifan: Any, monkeypatch: Any) -> None:
    secret = key(shifan)
    client = Client(raise_request_exception=False)
    answer = client.generic(
        "POST",
        "/api/v1/publications",
        b"{}",
        "application/json",
        HTTP_AUTHORIZATION=f"Bearer {secret}",
        CONTENT_LENGTH=str(100 * 2**20),
    )
    problem(answer, 413)
    monkeypatch.setattr(access, "PER_MINUTE", 3)
    cache.clear()
    answers = [call(secret, "publications?source_ref=x") for _ in range(4)]
    assert [one.status_code for one in answers] == [404, 404, 404, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_only_an_administrator_of_the_organ_issues_and_revokes(shifan: Any) -> None:
    for who in ("公", "己", "安小全", "审小计", "市公"):
        with pytest.raises(Forbidden):
            operations.issue_key(
                organ_id=shifan.organs["应急局"], name="办案系统", scopes=ALL, person_id=shifan.people["公"], by=shifan.actor(who, AT), at=AT,
                expires_on=date(2027, 1, 1),
            )  # fmt: skip
    key(shifan)
    row = ApiKey.objects.get()
    with pytest.raises(Forbidden):
        operations.revoke_key(key_id=row.pk, reason="理由理由", by=shifan.actor("己", AT), at=AT)
    assert queries.keys_of(shifan.organs["应急局"])[0].state(AT.date()) == "active"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "x"}, "name"), ({"scopes": ()}, "scopes"), ({"scopes": ("all",)}, "scopes"), ({"expires_on": date(2027, 11, 22)}, "expires_on"),
        ({"expires_on": date(2026, 11, 19)}, "expires_on"),
    ],
)  # fmt: skip
def test_a_key_is_bounded(shifan: Any, changes: dict[str, Any], field: str) -> None:
    usual: dict[str, Any] = {
        "organ_id": shifan.organs["应急局"], "name": "办案系统", "scopes": ALL, "person_id": shifan.people["公"], "expires_on": date(2027, 11, 21),
        "by": shifan.actor("系小管", AT), "at": AT,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        operations.issue_key(**usual | changes)
    assert [(one.rule, one.field) for one in refused.value.findings] == [("XCH-24", field)]
    for stranger in ("市公", "丁", "安小全"):
        with pytest.raises(Invalid):
            operations.issue_key(**usual | {"person_id": shifan.people[stranger]})


def test_the_secret_is_kept_nowhere_and_the_use_is_noted(shifan: Any) -> None:
    secret = key(shifan)
    row = ApiKey.objects.get()
    assert secret not in json.dumps(list(ApiKey.objects.values()), default=str)
    assert not any(secret in json.dumps(e.payload) for e in ledger.events(f"feeding:{shifan.organs['应急局']}"))
    assert row.last_used_at is None
    operations.use_key(secret, AT)
    row.refresh_from_db()
    assert row.last_used_at == AT
    operations.use_key(secret, AT + timedelta(minutes=4))
    row.refresh_from_db()
    assert row.last_used_at == AT
    with pytest.raises(NotAKey):
        operations.use_key(row.digest, AT)


def test_the_public_list_is_paged_and_open(shifan: Any) -> None:
    told = call("", "decisions?limit=2").json()
    assert "不得用于信用评价" in told["notice"]
    for wrong in ("limit=0", "limit=101", "limit=x", "category=x", "since=2026-02-30", "q=" + "x" * 101, "q=%00"):
        problem(call("", f"decisions?{wrong}"), 422)
    assert call("", "decisions?after=rubbish").status_code == 200
    problem(call("", "decisions/示应急/没有"), 404)
    problem(call("", "nothing/here"), 404)


def test_the_documentation_page_names_everything_and_loads_nothing_foreign(shifan: Any) -> None:
    page = Client().get("/api/v1/docs/")
    text = page.content.decode()
    schema = Client().get("/api/v1/openapi.json").json()
    for path in schema["paths"]:
        assert path in text
    for name, told in schema["components"]["schemas"].items():
        assert f'id="{name}"' in text
        assert all(field in text for field in told["properties"])
    assert "Idempotency-Key" in text
    assert "http://" not in text.replace("http://www.w3.org", "").replace("http://127.0.0.1", "")
    assert "https://" not in text
    assert "<script>" not in text
    assert "style=" not in text
    assert "default-src 'self'" in page["Content-Security-Policy"]
