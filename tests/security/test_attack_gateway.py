"""Attacks on the API by who holds a key: every answer is a problem in Chinese, never a crash, nothing is written."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.gateway import test_api as api

from mingjing.publicity.models import Publication
from mingjing.sites.gateway import access

pytestmark = pytest.mark.django_db
RECALL = {
    "source_ref": "CG-2026-0017",
    "trigger": "revoked",
    "note": "示政复决〔2026〕1号决定书",
    "known_on": "2026-11-20",
}
NASTY = ("\0", "a\0b", "\u202e", "\u200b", "x" * 80, "\r\nX: y", "'; --", "\ufffe", "１")


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


@pytest.mark.parametrize(
    "change",
    [
        {"decided_on": "0001-01-01"}, {"decided_on": "9999-12-31"}, {"decided_on": "1900-01-01"}, {"decided_on": "2100-01-01"},
        {"category": "nothing"}, {"category": ""}, {"category": "\0"}, {"number": "\0"}, {"number": " "}, {"number": "../x"}, {"number": "a/b"},
        {"never_publish": ["nothing"]}, {"never_publish": ["\0"]}, {"matter": "\0"}, {"replaces": "\0"}, {"outcome": "\0"},
        {"basis": ["\0"]}, {"full_text": ["\0"]}, {"party_id_no": "1" * 40}, {"known_entities": [{"text": "\0", "kind": "id"}]},
        {"sheet": [{"CF_WSH": "\0"}]}, {"sheet": [{"\0": "x"}]}, {"sheet": [{}]}, {"sheet": [{"CF_WSH": "\ud800"}]},
        {"sheet": [{"CF_WSH": "示应急罚〔2026〕917号", "CF_FK": "9" * 5000}]}, {"source_ref": "\0"}, {"party_name": ""}, {"full_text": [""]},
        {"full_text": ["年" * 20_000] * 20},
    ],
    ids=str,
)  # fmt: skip
def test_no_decision_breaks_the_api(shifan: Any, change: dict[str, Any]) -> None:
    secret = api.key(shifan)
    for path, body in (
        ("publications", api.DECISION | change),
        ("publications/batch", {"items": [api.DECISION | change]}),
    ):
        answer = api.call(secret, path, body)
        assert answer.status_code < 500, answer.content.decode()[:500]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("field", ["source_ref", "trigger", "note", "reason"])
def test_no_recall_breaks_the_api(shifan: Any, field: str, value: str) -> None:
    secret = api.key(shifan)
    api.call(secret, "publications", api.DECISION)
    for path, body in (
        ("call-back", RECALL),
        ("withdraw", {"source_ref": "CG-2026-0017", "reason": "复议决定撤销本决定"}),
    ):
        answer = api.call(
            secret, f"publications/{path}", body | ({field: value} if field in body or path == "call-back" else {})
        )
        assert answer.status_code < 500, answer.content.decode()[:500]
    assert Publication.objects.get().state == "due"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_day_breaks_a_recall_or_the_list(shifan: Any, day: str) -> None:
    secret = api.key(shifan)
    api.call(secret, "publications", api.DECISION)
    assert api.call(secret, "publications/call-back", RECALL | {"known_on": day}).status_code == 422
    for name in ("since", "until"):
        for more in ("", "&q=焊工"):
            assert api.call("", f"decisions?{name}={day}{more}").status_code == 200


@pytest.mark.parametrize(
    "token", ["%00", "A" * 200, "MDAwMS0wMS0wMQ==", "OTk5OS0xMi0zMVQyMzo1OTo1OSsxNDowMHww", "９" * 20]
)
def test_no_token_breaks_the_list(shifan: Any, token: str) -> None:
    assert api.call("", f"decisions?after={token}").status_code in {200, 422}


def test_nesting_and_strange_json_is_a_problem(shifan: Any) -> None:
    secret = api.key(shifan)
    for body in (
        "[" * 100_000,
        '{"a":' * 50_000,
        "1" * 10_000,
        "NaN",
        '{"items": [' + "1," * 400 + "1]}",
        json.dumps({"items": [None]}),
    ):
        for path in ("publications", "publications/batch"):
            assert 400 <= api.call(secret, path, body).status_code < 500


def test_the_list_without_a_key_is_no_way_round_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "OPEN_PER_MINUTE", 2)
    asked = [Client().get("/api/v1/decisions?q=恒源", REMOTE_ADDR="203.0.113.9") for _ in range(3)]
    assert [one.status_code for one in asked] == [200, 200, 429]
    assert asked[-1]["Retry-After"] == "60"
    assert Client().get("/api/v1/decisions/a/b", REMOTE_ADDR="203.0.113.9").status_code == 429
