"""Paper, seals, signatures, questions, deposits: each rule by itself, passing, refusing by field, refusing an empty shell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from mingjing.records.rules import deposits, papers, questions, seals
from mingjing.records.terms import DocumentFacts
from mingjing.records.terms.papers import Outcome, PaperStanding
from mingjing.records.terms.seals import SIGNER_ROLES, SealingFacts, SealingStage, SignatureDraft

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
STANDING = PaperStanding(uuid4(), uuid4(), "询问笔录", "", 4, 3, ("party",))
DOCUMENT = DocumentFacts(
    uuid4(), uuid4(), 1, "penalty_decision", 1, "行政处罚决定书", "示应急罚〔2026〕1号", {}, "0" * 64, NOW, False, "1" * 64, "2" * 64, 9, 2, ""
)  # fmt: skip
SEALING = SealingFacts(
    uuid4(), DOCUMENT.dossier_id, DOCUMENT.id, uuid4(), DOCUMENT.title, DOCUMENT.number, SealingStage.WAITING, False, NOW, "张三", 0, "",
    None, None, "", "", None, "", "", "", "", 0, "", "", {}, None, "",
)  # fmt: skip
STROKE = tuple((10 * at, 20, 500, at) for at in range(6))
SIGNED = SignatureDraft(next(iter(SIGNER_ROLES)), "恒某", "1" * 64, (STROKE,))


def told(found: Any, rule: str) -> list[str]:
    assert {one.rule for one in found} <= {rule}
    return [one.field for one in found]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"gone": (1, 2, 3)}, "没有扫描件"), ({"gone": (2,)}, "缺第 2 页的扫描件"), ({"unchecked": (1, 3)}, "第 1、3 页还没有核对"),
        ({"different": (2,)}, "第 2 页与电子文书有出入"), ({"unsigned": ("当事人",)}, "没有登记当事人的签名"),
    ],
)  # fmt: skip
def test_what_is_missing_of_the_paper_is_listed_and_only_warns(more: dict[str, Any], words: str) -> None:
    assert papers.paper_is_whole(STANDING) == ()
    (one,) = papers.paper_is_whole(replace(STANDING, **more))
    assert one.rule == "PAPER-01" and words in one.message and one.weight.value == "warn"


def test_pages_and_differences_are_explained() -> None:
    assert told(papers.assignment_is_reasoned("二维码被污损，看不清", 2, 3), "PAPER-02") == []
    assert told(papers.assignment_is_reasoned("", 4, 3), "PAPER-02") == ["reason", "page"]
    assert told(papers.assignment_is_reasoned("不属于本案卷的纸", 0, 0), "PAPER-02") == []
    mark, other, odd = {"kind": "signature"}, {"kind": "different"}, {"kind": "nothing"}
    assert told(papers.differences_are_told(1, [mark], ""), "PAPER-03") == []
    assert told(papers.differences_are_told(2, [mark], ""), "PAPER-03") == ["mark-0"]
    assert told(papers.differences_are_told(1, [odd], "说明说明说明说明"), "PAPER-03") == ["mark-0"]
    assert told(papers.differences_are_told(1, [other], ""), "PAPER-03") == ["note"]
    assert told(papers.differences_are_told(1, [other], "第三行日期经当事人确认后改正"), "PAPER-03") == []
    assert (papers.outcome([mark, other]), papers.outcome([mark]), papers.outcome([{"kind": "stain"}]), papers.outcome([])) == (
        Outcome.DIFFERENT, Outcome.SIGNED, Outcome.SAME, Outcome.SAME,
    )  # fmt: skip


def test_signatures_on_paper_and_a_scan_twice() -> None:
    given: dict[str, Any] = {"role": "party", "name": "恒某", "refused": False, "reason": "", "roles": ["party"]}
    assert told(papers.signature_is_told(**given), "PAPER-04") == []
    empty = given | {"role": "", "name": " ", "refused": True}
    assert told(papers.signature_is_told(**empty), "PAPER-04") == ["role", "name", "reason"]
    assert told(papers.scan_is_new("b.pdf", ""), "PAPER-05") == []
    assert told(papers.scan_is_new("b.pdf", "a.pdf"), "PAPER-05") == ["file"]


@pytest.mark.parametrize("stage", [SealingStage.WAITING, SealingStage.WORKING, SealingStage.SEALED])
def test_a_seal_is_asked_for_once(stage: str) -> None:
    assert told(seals.seal_may_be_asked(DOCUMENT, "", False), "REC-40") == []
    assert len(told(seals.seal_may_be_asked(DOCUMENT, stage, False), "REC-40")) == 1
    assert len(told(seals.seal_may_be_asked(replace(DOCUMENT, void_reason="写错"), stage, True), "REC-40")) == 3


def test_a_seal_is_put_by_one_and_a_dead_claim_is_taken_over() -> None:
    working = replace(SEALING, stage=SealingStage.WORKING)
    assert told(seals.seal_may_be_put(SEALING, None, NOW, False), "REC-41") == []
    assert told(seals.seal_may_be_put(SEALING, None, NOW, True), "REC-41") == [""]
    assert told(seals.seal_may_be_put(working, NOW - timedelta(minutes=9, seconds=59), NOW, False), "REC-41") == [""]
    assert told(seals.seal_may_be_put(working, NOW - timedelta(minutes=10), NOW, False), "REC-41") == []
    assert told(seals.seal_may_be_put(working, None, NOW, False), "REC-41") == [""]
    for stage in (SealingStage.SEALED, SealingStage.DROPPED):
        assert told(seals.seal_may_be_put(replace(SEALING, stage=stage), None, NOW, False), "REC-41") == [""]


def test_a_wait_is_dropped_with_a_reason_and_the_worker_waits_longer() -> None:
    assert told(seals.dropping_is_explained(SEALING, "改由大厅盖章"), "REC-42") == []
    assert told(seals.dropping_is_explained(replace(SEALING, stage=SealingStage.SEALED), " "), "REC-42") == [
        "",
        "reason",
    ]
    waits = [seals.try_again_at(NOW, tries) - NOW for tries in (0, 1, 2, 3, 50)]
    assert waits == [
        timedelta(minutes=10),
        timedelta(minutes=10),
        timedelta(minutes=20),
        timedelta(minutes=40),
        timedelta(days=1),
    ]


def test_a_signature_on_a_screen() -> None:
    now = ["1" * 64]
    assert told(seals.signature_is_plain(SIGNED, now, False), "REC-43") == []
    assert told(seals.signature_is_plain(replace(SIGNED, role="", name=""), now, True), "REC-43") == [
        "",
        "role",
        "name",
    ]
    assert told(seals.signature_is_plain(SIGNED, ["2" * 64], False), "REC-43") == [""]
    for strokes in ((), (STROKE[:4],), (STROKE,) * 401, (((99_999, 1, 1, 1), *STROKE),)):
        assert told(seals.signature_is_plain(replace(SIGNED, strokes=strokes), now, False), "REC-43") == ["strokes"]
    refused = replace(SIGNED, refused=True, strokes=())
    assert told(seals.signature_is_plain(refused, now, False), "REC-43") == []
    assert told(seals.refusal_is_witnessed(SIGNED), "REC-44") == []
    assert told(seals.refusal_is_witnessed(refused), "REC-44") == ["reason", "witness"]
    assert told(seals.refusal_is_witnessed(replace(refused, reason="认为事实不清", witness="赵某")), "REC-44") == []


def test_what_came_back_what_waits_and_what_is_owed() -> None:
    assert told(seals.seal_came_back_whole(""), "REC-45") == [] and told(
        seals.seal_came_back_whole("服务不通"), "REC-45"
    ) == [""]
    assert told(seals.seals_are_settled([]), "REC-47") == []
    (one,) = seals.seals_are_settled(["决定书"] * 6)
    assert "还有 6 份" in one.message and one.message.endswith("等")
    assert told(seals.unsealed_is_not_handed_out("决定书", False), "REC-46") == []
    assert told(seals.unsealed_is_not_handed_out("决定书", True), "REC-46") == [""]


def test_question_sets_and_deposits_say_what_they_are() -> None:
    assert told(questions.questions_are_plain("动火作业", ["什么时间？"]), "FORM-07") == []
    assert told(questions.questions_are_plain("", []), "FORM-07") == ["name", "questions"]
    assert told(questions.questions_are_plain("动火作业", ["问"] * 61), "FORM-07") == ["questions"]
    assert told(questions.questions_are_plain("动火作业", ["问" * 201, "问\u0000"]), "FORM-07") == [
        "questions",
        "questions",
    ]
    assert told(deposits.deposit_is_named("AJ-1", "动火作业案", ""), "REC-60") == []
    assert told(deposits.deposit_is_named("", "案", "号" * 81), "REC-60") == ["source_ref", "title", "case_number"]
    assert told(deposits.item_is_numbered("WS-1"), "REC-60") == [] and told(
        deposits.item_is_numbered(" \u0000"), "REC-60"
    ) == ["source_ref"]
