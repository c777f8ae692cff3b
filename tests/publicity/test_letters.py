"""Letters of the public: receipts, clocks, who answers, and that the organ complained of never learns who wrote."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Letter, LetterSender
from mingjing.publicity.operations import LetterDraft
from mingjing.publicity.rules import letters as rules

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 24, 10, 0, tzinfo=CHINA)
ONCE = "0123456789abcdef0123456789abcdef"


def sent(shifan: Any, kind: str = "question", *, organ: str = "应急局", once: str = ONCE, **more: str) -> Any:
    told = {"text": "请问办理时限怎么算？", "sender": "来信人姓名", "contact": "0399-7200003", **more}
    draft = LetterDraft(kind=kind, organ_id=shifan.organs[organ], **told)
    return operations.receive_letter(draft=draft, once=once, by="system", at=AT)


def only() -> Letter:
    return Letter.objects.get()


@pytest.mark.parametrize(
    ("kind", "due"),
    # Counted on the wall calendar of 2026: 25–27 September and 1–7 October are holidays, Saturday 10 October is worked.
    [("question", date(2026, 10, 9)), ("correction", date(2026, 10, 12)), ("complaint", date(2026, 10, 22))],
)
def test_the_receipt_tells_until_when_an_answer_comes(shifan: Any, kind: str, due: date) -> None:
    receipt = sent(shifan, kind)
    assert (receipt.due, receipt.provisional) == (due, False)
    assert len(receipt.code) == 8


def test_number_and_code_together_show_the_letter_and_nothing_else_does(shifan: Any) -> None:
    receipt = sent(shifan)
    found = queries.letter_by_receipt(receipt.number, operations.code_digest(receipt.code.lower() + " "))
    assert found is not None and found.text == "请问办理时限怎么算？"
    assert (found.sender, found.contact) == ("", "")
    assert queries.letter_by_receipt(receipt.number, operations.code_digest("AAAAAAAA")) is None
    assert queries.letter_by_receipt("示应急询〔2026〕99号", operations.code_digest(receipt.code)) is None
    assert receipt.code not in str(Letter.objects.values().get())


def test_the_same_form_twice_is_one_letter_with_one_receipt(shifan: Any) -> None:
    assert sent(shifan) == sent(shifan)
    assert Letter.objects.count() == 1
    assert sent(shifan, once="f" * 32).code != sent(shifan).code


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": ""}, "text"), ({"text": "短"}, "text"), ({"text": "字" * 4001}, "text"), ({"text": "控制字符\x07在里面"}, "text"),
        ({"sender": "名" * 61}, "sender"), ({"contact": "\u202e倒写的号码"}, "contact"), ({"kind": "nothing"}, "kind"),
        ({"field": "nothing"}, "field"), ({"once": "short"}, "once"),
    ],
)  # fmt: skip
def test_bad_input_names_its_field(shifan: Any, more: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        sent(shifan, **more)
    assert field in refused.value.errors
    assert not Letter.objects.exists()


def test_a_letter_about_an_organ_that_is_not_registered_is_refused() -> None:
    with pytest.raises(Invalid):
        operations.receive_letter(draft=LetterDraft("question", uuid4(), "问一个问题"), once=ONCE, by="system", at=AT)


def test_the_organ_answers_what_is_asked_of_it(shifan: Any) -> None:
    sent(shifan)
    for who in ("甲", "丁", "档", "市公", "市己", "监"):
        with pytest.raises(Forbidden):
            operations.answer_letter(
                letter_id=only().id, outcome="explained", answer="工作日计算，见指南", by=shifan.actor(who, AT), at=AT
            )
        assert operations.read_letter(only().id, by=shifan.actor(who, AT)) is None
    answered = operations.answer_letter(
        letter_id=only().id, outcome="explained", answer="工作日计算，见指南", by=shifan.actor("公", AT), at=AT
    )
    assert (answered.state, answered.answered_by) == ("answered", "郑公示")


@pytest.mark.parametrize(
    ("outcome", "answer"),
    [("", "写了答复但没有结果"), ("explained", ""), ("explained", "好"), ("never", "没有这种结果的答复")],
)
def test_an_answer_says_what_and_why(shifan: Any, outcome: str, answer: str) -> None:
    sent(shifan)
    with pytest.raises(Refused) as refused:
        operations.answer_letter(letter_id=only().id, outcome=outcome, answer=answer, by=shifan.actor("公", AT), at=AT)
    assert refused.value.rules == {"PUB-29"}
    assert only().state == "received"


def test_a_letter_is_answered_once(shifan: Any) -> None:
    sent(shifan)
    ask = {"letter_id": only().id, "outcome": "explained", "answer": "第一次答复的内容", "at": AT}
    operations.answer_letter(by=shifan.actor("公", AT), **ask)
    with pytest.raises(Refused) as refused:
        operations.answer_letter(by=shifan.actor("己", AT), **ask)
    assert refused.value.rules == {"PUB-31"}


def test_a_complaint_is_handled_by_the_supervisor_and_the_organ_learns_nothing(shifan: Any) -> None:
    sent(shifan, "complaint", text="检查时没有出示证件")
    letter = only()
    assert letter.handler_id == shifan.organs["司法局"]
    for who in ("甲", "公", "己", "丁", "市公", "系小管"):
        actor = shifan.actor(who, AT)
        assert operations.read_letter(letter.id, by=actor) is None
        with pytest.raises(Forbidden):
            operations.answer_letter(letter_id=letter.id, outcome="accepted", answer="已经责令改正", by=actor, at=AT)
        assert not [one for state in ("received", "answered") for one in queries.letters(actor, state)]
    read = operations.read_letter(letter.id, by=shifan.actor("监", AT))
    assert read is not None and read.sender == "来信人姓名"


def test_a_supervisor_of_the_organ_complained_of_does_not_handle_it(shifan: Any) -> None:
    """Where the justice bureau itself is complained of, nobody here may decide; the form says where to turn."""
    with pytest.raises(Invalid, match="示范县人民政府"):
        sent(shifan, "complaint", organ="司法局")
    assert rules.not_by_the_accused("complaint", "one", "one")[0].rule == "PUB-30"
    assert not rules.not_by_the_accused("complaint", "one", "another")
    assert not rules.not_by_the_accused("question", "one", "one")


def test_the_ledger_holds_digests_and_no_word_of_it(shifan: Any) -> None:
    sent(shifan, text="绝密的来信内容", sender="绝密的姓名", contact="0399-7299999")
    operations.answer_letter(
        letter_id=only().id, outcome="explained", answer="绝密的答复内容", by=shifan.actor("公", AT), at=AT
    )
    told = str(ledger.stream_bundles(f"letter:{only().id}"))
    assert "publicity:letter:answered" in told
    assert not [word for word in ("绝密", "7299999") if word in told]


def test_numbers_run_without_gap_by_organ_kind_and_year(shifan: Any) -> None:
    numbers = [sent(shifan, once=f"{n:032d}").number for n in range(3)]
    assert numbers == [f"示应急询〔2026〕{n}号" for n in (1, 2, 3)]
    assert sent(shifan, "complaint", once="c" * 32).number == "示司诉〔2026〕1号"


def test_what_is_late_is_found_by_its_rule(shifan: Any) -> None:
    sent(shifan)
    organ = organs.organ(shifan.organs["应急局"])
    assert not queries.late_letters([organ.id], date(2026, 10, 9))
    assert [one.rule for _, one in queries.late_letters([organ.id], date(2026, 10, 10))] == ["PUB-28"]
    assert LetterSender.objects.count() == 1


def test_a_letter_that_is_not_there_or_too_long_an_answer_is_named(shifan: Any) -> None:
    sent(shifan)
    ask = {"outcome": "explained", "by": shifan.actor("公", AT), "at": AT}
    with pytest.raises(Invalid, match="没有这件来信"):
        operations.answer_letter(letter_id=uuid4(), answer="查无此信的答复", **ask)
    for answer in ("答" * 4001, "看不见\u200b的字符"):
        with pytest.raises(Invalid) as refused:
            operations.answer_letter(letter_id=only().id, answer=answer, **ask)
        assert "answer" in refused.value.errors
