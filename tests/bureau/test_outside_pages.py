"""外部送审 as its people meet it: written, handed in, reviewed beside the checks, disagreed over, changed, withdrawn."""

from typing import Any

import pytest
from tests.bureau.case_desk import NOW, clock, enter
from tests.bureau.outside import DRAFT, GOOD, HOME, hand_in, make, now, submit, there
from tests.bureau.test_case_lists import queries as asked
from tests.bureau.test_case_lists import text

from mingjing.records import queries as records
from mingjing.review import queries
from mingjing.review.models import OutsideDraft, OutsideFile
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
RETURNED = GOOD | {"facts_evidence": "no", "result": "return", "problems": "现场核查没有照片"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock(NOW):
        yield


def test_written_handed_in_reviewed_and_shown(shifan: World) -> None:
    handler, reviewer = enter(shifan, "甲"), enter(shifan, "丁")
    assert make(handler).status_code == 302
    page = text(handler, there())
    assert "还没有送审" in page and "缺 3 项" in page and "提交文件" in page
    assert submit(handler).status_code == 302
    assert now().stage == "open"
    assert there("review") in text(reviewer, "/bureau/")
    desk = text(reviewer, "/bureau/reviews/")
    assert "XK-2026-0031" in desk and "外部送审" in desk and there("review") in desk
    beside = text(reviewer, there("review"))
    assert all(word in beside for word in ("八项审核", "申请材料齐全", "report.pdf", "涉及重大公共利益", "建议移送"))
    assert reviewer.post(there("review"), GOOD).status_code == 302
    shown = text(handler, there())
    assert "第 1 轮审核意见同意" in shown and "审核意见书" in shown
    paper = records.documents(now().dossier_id)[0]
    printed = reviewer.get(f"{HOME}{now().id}/opinions/{paper.id}.pdf")
    assert printed.status_code == 200
    assert printed.content.startswith(b"%PDF-")


def test_an_empty_form_keeps_what_was_typed_and_names_every_field(shifan: World) -> None:
    handler = enter(shifan, "甲")
    answer = make(handler, facts="", handlers="", proposal="", title="写过的送审事项")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "写过的送审事项" in page
    assert all(f"#f-{name}" in page for name in ("facts", "handlers", "proposal"))
    wrong = make(handler, handlers="周许可 没有这个证号")
    assert wrong.status_code == 409
    assert "名册" in wrong.content.decode() and "申请材料齐全" in wrong.content.decode()
    assert make(handler, fine="很多").status_code == 422
    assert make(handler, party_name="某\u202e公司").status_code == 422
    assert not OutsideDraft.objects.exists()


def test_the_same_number_twice(shifan: World) -> None:
    handler = enter(shifan, "甲")
    make(handler)
    assert make(handler).status_code == 302
    assert make(handler, proposal="拟不予许可，理由见审查报告。").status_code == 409
    assert OutsideDraft.objects.count() == 1


def test_submitting_asks_for_the_statement_and_for_everything_that_is_missing(shifan: World) -> None:
    handler = enter(shifan, "甲")
    make(handler)
    assert handler.post(there("submit"), {}).status_code == 422
    refused = handler.post(there("submit"), {"stated": "1"})
    assert refused.status_code == 409
    assert "拟作决定文稿" in refused.content.decode() and "REV-10" in refused.content.decode()


def test_an_opinion_without_its_answers_is_told_each(shifan: World) -> None:
    handler, reviewer = enter(shifan, "甲"), enter(shifan, "丁")
    make(handler)
    submit(handler)
    answer = reviewer.post(there("review"), {"result": "agree", "problems": "写过的意见"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "写过的意见" in page and "#f-facts_evidence" in page and "#f-stated" in page
    assert reviewer.post(there("review"), GOOD | {"result": "transfer"}).status_code == 409
    assert now().stage == "open"


def test_sent_back_revised_and_reviewed_again_with_what_changed(shifan: World) -> None:
    handler, reviewer = enter(shifan, "甲"), enter(shifan, "丁")
    make(handler)
    submit(handler)
    assert reviewer.post(there("review"), {"result": "incomplete", "problems": "缺少核查照片"}).status_code == 302
    assert "缺少核查照片" in text(handler, there())
    hand_in(handler, "other", b"%PDF-1.7\nphoto")
    handler.post(there("submit"), {"stated": "1"})
    assert reviewer.post(there("review"), RETURNED).status_code == 302
    assert "现场核查没有照片" in text(handler, there())
    assert there("respond") in text(handler, "/bureau/")
    changed = DRAFT | {"facts": "已附核查照片，现场核查合格。", "reason": "按意见补充"}
    assert handler.post(there("revise"), changed).status_code == 302
    handler.post(there("respond"), {"response": "已补充核查照片"})
    assert handler.post(there("submit"), {"stated": "1"}).status_code == 302
    beside = text(reviewer, there("review"))
    assert "与第 1 轮相比" in beside and "已补充核查照片" in beside and "<ins>已附核查照片" in beside
    reviewer.post(there("review"), GOOD)
    assert now().passes
    assert "没有不同" in handler.post(there("revise"), changed).content.decode()
    handler.post(there("revise"), changed | {"proposal": "拟准予许可，有效期三年。"})
    assert "原审核意见不再适用" in text(handler, there())
    assert "各稿" in text(handler, there())


def test_disagreed_over_as_a_case_is(shifan: World) -> None:
    handler, reviewer, head = enter(shifan, "甲"), enter(shifan, "丁"), enter(shifan, "己")
    make(handler)
    submit(handler)
    reviewer.post(there("review"), RETURNED)
    said = {"position": "应当准予", "reasons": "核查记录已经载明", "basis": "行政许可法第三十八条"}
    assert handler.post(there("raise"), said).status_code == 302
    assert "XK-2026-0031" in text(reviewer, "/bureau/disputes/")
    assert there("answer") in text(reviewer, "/bureau/")
    assert reviewer.post(there("answer"), said | {"position": "仍须照片"}).status_code == 302
    consulted = {
        "consulted_on": "2026-10-13",
        "consulted_with": "承办人甲、审核人丁",
        "consultation": "没有谈拢",
        "agreed": "no",
    }
    answer = handler.post(there("consult"), consulted | {"consulted_on": f"{NOW:%Y-%m-%d}"})
    assert answer.status_code == 302, answer.content.decode()
    settled = {"settlement": "head", "outcome": "补充照片后再送审", "responsible": "承办人甲"}
    assert head.post(there("settle"), settled).status_code == 302
    assert "补充照片后再送审" in text(handler, there())
    assert now().stage == "settled"


def test_the_files_are_opened_with_a_purpose_and_voided_with_a_reason(shifan: World) -> None:
    handler, reviewer = enter(shifan, "甲"), enter(shifan, "丁")
    make(handler)
    hand_in(handler, "report")
    file = OutsideFile.objects.get()
    at = f"{HOME}{now().id}/files/{file.pk}/"
    assert "调阅用途" in text(reviewer, at)
    assert reviewer.post(at, {"purpose": "none"}).status_code == 302
    opened = reviewer.post(at, {"purpose": "review"})
    assert (opened.status_code, opened.content) == (200, b"%PDF-1.7\nreport")
    assert "法制审核" in text(reviewer, at)
    assert handler.post(f"{at}void/", {"reason": "传错了文件"}).status_code == 302
    assert "传错了文件" in text(handler, there())
    empty = handler.post(there("file"), {"kind": "report"})
    assert empty.status_code == 422
    secret = hand_in(handler, "report", b"")
    assert secret.status_code == 302


def test_a_marked_file_is_not_kept(shifan: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    handler = enter(shifan, "甲")
    make(handler)
    file = SimpleUploadedFile("机密★一年.pdf", b"%PDF-1.7\n", "application/pdf")
    assert handler.post(there("file"), {"kind": "report", "file": file}).status_code == 409
    assert not OutsideFile.objects.exists()


def test_withdrawn_with_a_reason(shifan: World) -> None:
    handler = enter(shifan, "甲")
    make(handler)
    submit(handler)
    assert handler.post(there("withdraw"), {"reason": ""}).status_code == 422
    assert handler.post(there("withdraw"), {"reason": "申请人撤回申请"}).status_code == 302
    assert "申请人撤回申请" in text(handler, there())
    assert "XK-2026-0031" not in text(enter(shifan, "丁"), "/bureau/reviews/")
    assert handler.get(there("revise")).status_code == 302


def test_the_list_is_searched_filtered_and_taken_away(shifan: World) -> None:
    handler = enter(shifan, "甲")
    assert "还没有外部送审稿" in text(handler, HOME)
    make(handler)
    make(handler, source_ref="QZ-9", category="coercion", title="查封场所决定")
    assert "查封场所决定" not in text(handler, f"{HOME}?category=licence")
    assert "XK-2026-0031" in text(handler, f"{HOME}?q=丙烟花")
    assert "没有符合的送审稿" in text(handler, f"{HOME}?stage=agreed")
    table = handler.get(f"{HOME}export.csv?category=coercion").content.decode()
    assert "QZ-9" in table and "XK-2026-0031" not in table
    assert handler.get(f"{HOME}export.xlsx").status_code == 200
    assert handler.get(f"{HOME}export.exe").status_code == 404
    assert text(handler, f"{HOME}?after=nonsense&stage=x&organ=nowhere")


@pytest.mark.parametrize("who", ["市甲", "市己"])
def test_strangers_learn_nothing(shifan: World, who: str) -> None:
    handler, stranger = enter(shifan, "甲"), enter(shifan, who)
    make(handler)
    hand_in(handler, "report")
    file = OutsideFile.objects.get()
    assert "XK-2026-0031" not in text(stranger, HOME)
    for path in (
        there(),
        there("revise"),
        there("withdraw"),
        f"{HOME}{now().id}/files/{file.pk}/",
        f"{HOME}{now().id}/files/{file.pk}/void/",
    ):
        assert stranger.get(path).status_code in {403, 404}, path
    assert stranger.post(there("withdraw"), {"reason": "不是我的也撤"}).status_code in {403, 404}
    assert now().stage == "made"


def test_the_supervisor_reads_and_does_nothing(shifan: World) -> None:
    handler, watcher = enter(shifan, "甲"), enter(shifan, "监")
    make(handler)
    assert "XK-2026-0031" in text(watcher, HOME)
    assert "XK-2026-0031" in text(watcher, f"{HOME}?organ=yjj")
    assert "修改" not in text(watcher, there()).split("<main")[1].split("送审稿")[0]
    assert watcher.get(there("revise")).status_code in {403, 404}


def test_reading_asks_a_bounded_number_of_questions(shifan: World) -> None:
    handler = enter(shifan, "甲")
    make(handler)
    submit(handler)
    one = asked(handler, there())
    make(handler, source_ref="QZ-9")
    assert asked(handler, there()) == one
    assert one <= 45
    assert asked(handler, HOME) <= 20


def test_the_reviewer_asks_and_the_handler_explains(shifan: World) -> None:
    handler, reviewer = enter(shifan, "甲"), enter(shifan, "丁")
    make(handler)
    submit(handler)
    ask = there("ask")
    assert "请承办机构说明" in text(reviewer, there("review")) and "请承办机构说明" in text(reviewer, there())
    assert reviewer.post(f"{ask}explain/", {"question": "现场核查照片是哪一天拍的？"}).status_code == 302
    (one,) = queries.round_requests(now().dossier_id)
    answer = f"{ask}{one.id}/answer/"
    assert answer in text(handler, "/bureau/?tab=todo")
    waits = reviewer.post(there("review"), GOOD)
    assert waits.status_code == 409 and "REV-72" in waits.content.decode()
    assert enter(shifan, "市甲").get(answer).status_code == 404 and enter(shifan, "监").get(answer).status_code == 403
    assert handler.post(answer, {"answer": "十一月二十日拍摄，见照片说明"}).status_code == 302
    assert "见照片说明" in text(reviewer, there("review")) and "见照片说明" in text(handler, there())
    assert "还没有选" not in text(reviewer, f"{ask}joint/") and "没有其他没参与本案" in text(reviewer, f"{ask}joint/")
    assert reviewer.post(there("review"), GOOD).status_code == 302
    assert reviewer.get(f"{ask}explain/").status_code == 404
