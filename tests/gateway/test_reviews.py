"""Legality review over the API: a system of elsewhere submits, hands in, asks, withdraws; what is foreign stays foreign."""

import hashlib
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.gateway.deposits import System, key
from tests.gateway.test_api import problem
from tests.review.desk import answers

from mingjing.ledger import queries as ledger
from mingjing.review import operations, queries
from mingjing.review.models import OutsideDraft, OutsideFile
from mingjing.review.queries.outside import drafts_unlike_the_ledger
from mingjing.review.terms import Check

pytestmark = pytest.mark.django_db
REF = "XK-2026-0031"
DRAFT: dict[str, Any] = {
    "source_ref": REF, "source_system": "县行政审批系统", "category": "licence", "domain": "emergency",
    "title": "示范县丙烟花爆竹公司批发经营许可", "party_name": "示范县丙烟花爆竹有限公司", "handlers": [{"name": "周许可"}],
    "facts": "申请材料齐全，现场核查合格。", "basis": "《烟花爆竹安全管理条例》第十九条", "proposal": "拟准予烟花爆竹（批发）经营许可。",
    "public_interest": "yes", "after_hearing": "no", "kinds": [],
}  # fmt: skip
PDF = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


@pytest.fixture
def system(shifan: Any) -> System:
    return System(key(shifan, ("review",)))


def hand_in(system: System, kind: str = "report", content: bytes = b"", ref: str = REF, **more: Any) -> Any:
    sent = SimpleUploadedFile(more.get("name", f"{kind}.pdf"), content or PDF + kind.encode(), "application/pdf")
    return system.client.post("/api/v1/reviews/files", {"source_ref": ref, "kind": kind, "file": sent})


def state(system: System, ref: str = REF) -> dict[str, Any]:
    answer = system.get(f"reviews?source_ref={ref}")
    assert answer.status_code == 200, answer.content.decode()
    told: dict[str, Any] = answer.json()
    return told


def written() -> int:
    """How many lines the ledger has of the draft and its review."""
    place = OutsideDraft.objects.get().dossier_id
    return sum(len(ledger.whole(stream)) for stream in (f"review-draft:{place}", f"review:{place}", f"dossier:{place}"))


def submitted(system: System) -> Any:
    system.post("reviews", **DRAFT)
    for kind in ("report", "draft", "evidence"):
        hand_in(system, kind)
    return system.post("reviews/submit", source_ref=REF, stated=True)


def opine(shifan: Any, *failed: Check, **more: Any) -> None:
    given = {
        "draft_id": OutsideDraft.objects.get().pk, "answers": answers(*failed), "is_major": True,
        "result": "return" if failed else "agree", "problems": "缺少现场照片" if failed else "", "at": timezone.now(),
        "by": shifan.actor("丁", timezone.now()), **more,
    }  # fmt: skip
    operations.opine_on_draft(**given)


def test_a_draft_is_submitted_reviewed_and_its_pass_is_asked_for(shifan: Any, system: System) -> None:
    first = system.post("reviews", **DRAFT)
    assert first.status_code == 201, first.content.decode()
    told = first.json()
    assert (told["stage"], told["must_review"], told["cleared"]) == ("made", True, False)
    assert len(told["missing"]) == 3
    sent = hand_in(system)
    assert (sent.status_code, sent.json()["sha256"]) == (201, hashlib.sha256(PDF + b"report").hexdigest())
    assert submitted(system).status_code == 200
    told = state(system)
    assert (told["stage"], told["missing"], len(told["files"])) == ("open", [], 3)
    assert [one["rule"] for one in told["hindrances"]] == ["REV-03"]
    opine(shifan)
    told = state(system)
    assert (told["stage"], told["cleared"], told["cleared_digest"], told["hindrances"]) == (
        "agreed",
        True,
        told["digest"],
        [],
    )
    assert told["rounds"][0]["result_name"] == "同意"
    assert len(told["rounds"][0]["checks"]) == 8
    paper = system.get(f"reviews/opinion?source_ref={REF}&round=1")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert problem(system.get(f"reviews/opinion?source_ref={REF}&round=2"), 404)
    entry = next(
        one
        for one in ledger.whole(f"review-draft:{OutsideDraft.objects.get().dossier_id}")
        if one.kind == "review:draft:made"
    )
    assert entry.person_id == shifan.people["甲"]
    assert OutsideDraft.objects.get().via
    assert list(drafts_unlike_the_ledger()) == []


def test_everything_told_again_changes_nothing(shifan: Any, system: System) -> None:
    submitted(system)
    before = written()
    assert system.post("reviews", **DRAFT).json()["fresh"] is False
    assert (hand_in(system).status_code, hand_in(system).json()["fresh"]) == (200, False)
    assert system.post("reviews/submit", source_ref=REF, stated=True).status_code == 200
    assert written() == before
    assert len(state(system)["rounds"]) == 1
    assert OutsideFile.objects.count() == 3


def test_under_a_key_of_its_own_a_request_is_done_once(system: System) -> None:
    system.post("reviews", **DRAFT)
    headers = {"Idempotency-Key": "w-1"}
    body = f'{{"source_ref": "{REF}", "reason": "申请人撤回申请"}}'
    first, again = (
        system.client.post("/api/v1/reviews/withdraw", body, content_type="application/json", headers=headers)
        for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    told = problem(system.post("reviews/withdraw", source_ref=REF, reason="申请人撤回申请"), 409)
    assert [one["rule"] for one in told["errors"]] == ["REV-54"]


def test_another_content_under_the_number_is_refused_and_revised_instead(shifan: Any, system: System) -> None:
    submitted(system)
    other = DRAFT | {"proposal": "拟准予许可，有效期三年。"}
    told = problem(system.post("reviews", **other), 409)
    assert [(one["rule"], one["field"]) for one in told["errors"]] == [("REV-51", "source_ref")]
    assert problem(system.post("reviews/revise", **other, reason="改有效期限"), 409)["errors"][0]["rule"] == "REV-52"
    opine(shifan)
    answer = system.post("reviews/revise", **other, reason="改有效期限")
    assert answer.status_code == 200, answer.content.decode()
    revised = answer.json()
    assert (revised["stage"], revised["cleared"], revised["version"]) == ("stale", False, 2)
    assert [one["rule"] for one in revised["hindrances"]] == ["REV-04"]
    assert system.post("reviews/revise", **other, reason="改有效期限").json()["version"] == 2
    again = system.post("reviews/submit", source_ref=REF, stated=True).json()
    assert (again["stage"], len(again["rounds"])) == ("open", 2)
    assert problem(system.post("reviews/revise", **other | {"source_system": "别的系统"}, reason="改来源系统"), 422)


def test_an_opinion_with_problems_is_answered_with_the_next_round(shifan: Any, system: System) -> None:
    submitted(system)
    opine(shifan, Check.FACTS)
    told = state(system)
    assert (told["stage"], told["rounds"][0]["problems"]) == ("problems", "缺少现场照片")
    hand_in(system, "other", PDF + b"photo")
    assert problem(system.post("reviews/submit", source_ref=REF, stated=True), 409)["errors"][0]["rule"] == "REV-08"
    again = system.post("reviews/submit", source_ref=REF, stated=True, response="已补充现场照片")
    assert again.json()["rounds"][0]["response"] == "已补充现场照片"


def test_who_is_let_in(shifan: Any, system: System) -> None:
    submitted(system)
    feeding = System(key(shifan, ("deposit",)))
    told = problem(feeding.post("reviews", **DRAFT), 403)
    assert told["errors"][0]["rule"] == "XCH-25"
    problem(System("mjk_nobody").get(f"reviews?source_ref={REF}"), 401)
    assert Client().get(f"/api/v1/reviews?source_ref={REF}").status_code == 401


def test_another_organs_drafts_are_not_there(shifan: Any, system: System) -> None:
    submitted(system)
    market = System(key(shifan, ("review",), who="市甲", home="市监局"))
    for answer in (
        market.get(f"reviews?source_ref={REF}"),
        market.get(f"reviews/opinion?source_ref={REF}&round=1"),
        market.post("reviews/submit", source_ref=REF, stated=True),
        market.post("reviews/withdraw", source_ref=REF, reason="不是我的也撤"),
        market.post("reviews/revise", **DRAFT, reason="不是我的也改"),
        hand_in(market, "other"),
    ):
        problem(answer, 404)
    # The same number of another organ is another draft.
    assert market.post("reviews", **DRAFT).status_code == 201
    assert state(system)["stage"] == "open"


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 422, {"source_ref", "title", "handlers"}),
        (DRAFT | {"title": "", "facts": "x"}, 422, {"title", "facts"}),
        (DRAFT | {"party_name": ""}, 422, {"party_name"}),
        (DRAFT | {"category": "gift"}, 409, {"category"}),
        (DRAFT | {"handlers": []}, 422, {"handlers"}),
        (DRAFT | {"handlers": [{"name": "周许可", "certificate": "没有这个"}]}, 409, {"handlers"}),
        (DRAFT | {"fine": "很多"}, 422, {"fine"}),
        (DRAFT | {"kinds": ["whipping"]}, 422, {"kinds"}),
        (DRAFT | {"complex": "maybe"}, 422, {"complex"}),
        (DRAFT | {"titel": "写错的字段"}, 422, {"titel"}),
        (DRAFT | {"facts": "有\x00控制字符的事实"}, 422, {"facts"}),
    ],
)
def test_what_is_wrong_is_told_by_field(system: System, body: dict[str, Any], status: int, fields: set[str]) -> None:
    told = problem(system.post("reviews", **body), status)
    assert fields <= {one["field"].split(".")[0] for one in told["errors"]}
    assert not OutsideDraft.objects.exists()


def test_what_cannot_be_read_is_no_error_of_ours(system: System) -> None:
    sent = {"content_type": "application/json"}
    for body in ("{", "[]", "null", '"x"', "[" * 100_000, "\xff"):
        answer = system.client.post("/api/v1/reviews", body, **sent)
        assert answer.status_code in {400, 422}, body[:20]
    assert problem(system.get("reviews?source_ref=%00"), 422)
    assert problem(system.client.post("/api/v1/reviews/files", {"source_ref": REF}), 422)
    assert problem(system.client.post("/api/v1/reviews/submit", "{}", **sent), 422)


def test_files_that_are_none_are_refused(system: System) -> None:
    system.post("reviews", **DRAFT)
    assert problem(hand_in(system, "report", b"MZ", name="报告.exe"), 422)
    empty = SimpleUploadedFile("空.pdf", b"", "application/pdf")
    assert (
        system.client.post("/api/v1/reviews/files", {"source_ref": REF, "kind": "report", "file": empty}).status_code
        == 422
    )
    assert problem(hand_in(system, "painting"), 409)["errors"][0]["rule"] == "REV-53"
    assert problem(hand_in(system, name="机密★报告.pdf"), 409)
    assert problem(system.post("reviews/submit", source_ref=REF, stated=True), 409)["errors"][0]["rule"] == "REV-10"
    assert problem(system.post("reviews/submit", source_ref=REF, stated=False), 422)
    assert not OutsideFile.objects.exists()


def test_it_is_documented(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert all(word in page for word in ("/api/v1/reviews/submit", "登记送审稿", "cleared", "multipart/form-data"))
    schema = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/reviews/files" in schema["paths"]


def test_asking_for_the_state_is_bounded(shifan: Any, system: System, django_assert_max_num_queries: Any) -> None:
    submitted(system)
    with django_assert_max_num_queries(30):
        state(system)
    assert queries.outside_by_ref(shifan.organs["市监局"], REF) is None
