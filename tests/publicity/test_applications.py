"""Applications of parties online: who may ask for what, that a late one is kept and marked, and each move of the organ."""

from datetime import date, datetime
from typing import Any

import pytest

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Application, ApplicationFile, ApplicationSender
from mingjing.publicity.operations import ApplicationDraft
from mingjing.publicity.rules import applications as rules
from mingjing.publicity.terms import Applicable, ApplyKind, ProgressFacts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 9, 16, 20, tzinfo=CHINA)
LATER = datetime(2026, 10, 12, 9, 0, tzinfo=CHINA)
SOURCE = "5e7c6d5a-0000-4000-8000-000000000077"
NUMBER = "示应急立〔2026〕77号"
ONCE = "apply-0123456789abcdef"
LAST = date(2026, 10, 9)
WORDS = "两名焊工已于九月取得证书，请求举行听证"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def noted(shifan: Any, *, kinds: tuple[Applicable, ...] = (), at: datetime = AT) -> None:
    told = kinds or (Applicable("hearing", LAST), Applicable("statement", LAST), Applicable("recusal"))
    facts = ProgressFacts(
        source_ref=SOURCE, organ_name="示范县应急管理局", numbers=(NUMBER,), stage="陈述申辩与听证", since=date(2026, 9, 24),
        next_stage="决定与送达", chart="ordinary-penalty", dates=(), clocks=(), ended=False, noted_at=at,
        organ_id=shifan.organs["应急局"], applicable=told,
    )  # fmt: skip
    operations.note_progress(facts=facts, by="system", at=at)


def draft(**more: Any) -> ApplicationDraft:
    told: dict[str, Any] = {
        "kind": "hearing", "text": WORDS, "applicant": "示范县恒源化工有限公司", "relation": "legal", "phone": "0399-7200077",
        "confirmed": True, "number": NUMBER, "code": operations.progress_code(SOURCE), **more,
    }  # fmt: skip
    return ApplicationDraft(**told)


def sent(shifan: Any, *, once: str = ONCE, at: datetime = AT, **more: Any) -> Any:
    noted(shifan)
    return operations.receive_application(draft=draft(**more), once=once, by="system", at=at)


def only() -> Application:
    return Application.objects.get()


def accepted(shifan: Any, **more: Any) -> Application:
    sent(shifan, **more)
    operations.accept_application(application_id=only().id, by=shifan.actor("甲", AT), at=AT)
    return only()


def public(receipt: Any) -> Any:
    return queries.application_by_receipt(receipt.number, operations.code_digest(receipt.code))


def test_on_the_last_day_an_application_is_in_time_and_its_clock_runs(shifan: Any) -> None:
    receipt = sent(shifan)
    # Fri 9 October; Saturday the 10th is worked in 2026, so three working days end on Tuesday the 13th.
    assert (receipt.late, receipt.due, receipt.provisional) == (False, date(2026, 10, 13), False)
    assert receipt.number.startswith("示应急网申〔2026〕")
    assert (only().last_day, only().late, only().state) == (LAST, False, "received")


def test_a_late_one_is_kept_and_marked_and_the_organ_decides(shifan: Any) -> None:
    receipt = sent(shifan, at=LATER)
    assert receipt.late and only().late
    seen = public(receipt)
    assert seen.late and seen.steps[0][0] == "已提交"
    with pytest.raises(Refused) as refused:
        operations.decline_application(
            application_id=only().id, ground="late", reason="迟", by=shifan.actor("甲", LATER), at=LATER
        )
    assert refused.value.rules == {"PUB-115"}
    operations.decline_application(
        application_id=only().id,
        ground="late",
        reason="没有正当理由，超过五个工作日",
        by=shifan.actor("甲", LATER),
        at=LATER,
    )
    assert "没有正当理由" in public(receipt).declined and public(receipt).outcome == ""


@pytest.mark.parametrize("ground", ["late", "not_this", "", "nothing"])
def test_a_hearing_asked_for_in_time_is_not_turned_away(shifan: Any, ground: str) -> None:
    sent(shifan)
    with pytest.raises(Refused) as refused:
        operations.decline_application(
            application_id=only().id, ground=ground, reason="写了足够长的理由", by=shifan.actor("甲", AT), at=AT
        )
    assert refused.value.rules == {"PUB-115"} and only().state == "received"


def test_what_the_stage_does_not_allow_is_refused_and_a_wrong_code_tells_nothing(shifan: Any) -> None:
    noted(shifan)
    for more, rule in (
        ({"kind": "instalments"}, "PUB-110"), ({"kind": "nothing"}, "PUB-110"), ({"code": "AAAAAAAAAA"}, "PUB-57"),
        ({"number": "示应急立〔2026〕78号"}, "PUB-57"), ({"code": ""}, "PUB-57"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            operations.receive_application(draft=draft(**more), once=ONCE, by="system", at=AT)
        assert refused.value.rules == {rule}
    assert not Application.objects.exists()


def test_a_matter_whose_organ_is_not_told_takes_no_application(shifan: Any) -> None:
    noted(shifan)
    _, allowed = operations.ask_applicable(number=NUMBER, code=operations.progress_code(SOURCE), on=LAST)
    assert [one.kind for one in allowed] == ["hearing", "statement", "recusal"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": ""}, "text"), ({"text": "字" * 4001}, "text"), ({"text": "控制\x07字符在里面"}, "text"), ({"applicant": " "}, "applicant"),
        ({"applicant": "名" * 61}, "applicant"), ({"phone": ""}, "phone"), ({"phone": "没有号码"}, "phone"), ({"relation": ""}, "relation"),
        ({"confirmed": False}, "confirmed"), ({"files": (("a.exe", b"MZ"),)}, "files"), ({"files": (("a.pdf", b""),)}, "files"),
        ({"files": (("a.png", PDF),)}, "files"), ({"files": (("a.pdf", PDF),) * 6}, "files"),
        ({"files": (("a.pdf", PDF + b" " * 10 * 1024 * 1024),)}, "files"), ({"files": (("a\u202e.pdf", PDF),)}, "files"),
    ],
)  # fmt: skip
def test_bad_input_names_its_field_and_keeps_nothing(shifan: Any, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        sent(shifan, **more)
    assert field in refused.value.errors
    assert not Application.objects.exists() and not ApplicationFile.objects.exists()
    assert "once" in pytest.raises(Invalid, sent, shifan, once="short").value.errors


def test_four_thousand_characters_are_taken(shifan: Any) -> None:
    sent(shifan, text="字" * 4000, files=(("缴款凭证.pdf", PDF),))
    assert [one.name for one in only().files.all()] == ["缴款凭证.pdf"]


def test_the_same_form_twice_is_one_application(shifan: Any) -> None:
    assert sent(shifan) == sent(shifan)
    assert Application.objects.count() == 1


def test_twenty_open_ones_are_enough_for_one_matter(shifan: Any) -> None:
    for number in range(20):
        sent(shifan, once=f"form-number-{number:05}", kind="statement")
    with pytest.raises(Invalid) as refused:
        sent(shifan, once="form-number-20xxxx", kind="statement")
    assert "kind" in refused.value.errors


def test_number_and_code_show_the_state_and_not_a_word_that_was_typed(shifan: Any) -> None:
    receipt = sent(shifan)
    seen = public(receipt)
    assert [word for word, on in seen.steps if on] == ["已提交"]
    assert not [word for word in (WORDS, "恒源", "0399-7200077") if word in str(seen)]
    assert queries.application_by_receipt(receipt.number, operations.code_digest("AAAAAAAA")) is None
    assert queries.application_by_receipt("示应急网申〔2026〕99号", operations.code_digest(receipt.code)) is None
    assert receipt.code not in str(Application.objects.values().get())


def test_the_ledger_has_every_move_and_no_word(shifan: Any) -> None:
    row = accepted(shifan)
    operations.propose_answer(application_id=row.id, answer="按程序举行听证", by=shifan.actor("甲", AT), at=AT)
    operations.approve_answer(application_id=row.id, by=shifan.actor("己", AT), at=AT)
    entries = str(ledger.stream_bundles(f"application:{row.id}"))
    assert not [word for word in (WORDS, "恒源", "7200077", "按程序举行听证") if word in entries]
    for verb in ("received", "accepted", "answer-drafted", "answered"):
        assert f"publicity:application:{verb}" in entries


def test_other_people_see_nothing_and_do_nothing(shifan: Any) -> None:
    sent(shifan)
    for who in ("市甲", "市己", "公", "丁", "档", "系小管"):
        actor = shifan.actor(who, AT)
        assert operations.read_application(only().id, by=actor) is None, who
        with pytest.raises(Forbidden):
            operations.accept_application(application_id=only().id, by=actor, at=AT)
        assert not queries.applications(actor, ("received",)) and not queries.applications_of(SOURCE, actor)
    watched = operations.read_application(only().id, by=shifan.actor("监", AT))
    assert watched and (watched.applicant, watched.phone, watched.text) == ("", "", WORDS)
    with pytest.raises(Forbidden):
        operations.accept_application(application_id=only().id, by=shifan.actor("监", AT), at=AT)
    mine = operations.read_application(only().id, by=shifan.actor("甲", AT))
    assert mine and mine.phone == "0399-7200077"


def test_it_is_accepted_once_and_ended_once(shifan: Any) -> None:
    row = accepted(shifan)
    assert row.due == date(2026, 10, 13) and row.accepted_by
    with pytest.raises(Refused) as refused:
        operations.accept_application(application_id=row.id, by=shifan.actor("甲", AT), at=AT)
    assert refused.value.rules == {"PUB-114"}
    ended = {
        "application_id": row.id,
        "outcome": "已经登记进案卷",
        "act_code": "request_hearing",
        "act_seq": 9,
        "by": "system",
        "at": AT,
    }
    first = operations.close_application(**ended)
    assert operations.close_application(**ended) == first
    with pytest.raises(Refused):
        operations.close_application(**{**ended, "act_seq": 10})


def test_a_written_answer_is_approved_by_another_person(shifan: Any) -> None:
    row = accepted(shifan, kind="statement")
    head, handler = shifan.actor("己", AT), shifan.actor("甲", AT)
    with pytest.raises(Refused) as refused:
        operations.propose_answer(application_id=row.id, answer="  ", by=handler, at=AT)
    assert refused.value.rules == {"PUB-116"}
    operations.propose_answer(application_id=row.id, answer="已记入案卷并复核", by=handler, at=AT)
    with pytest.raises(Forbidden):
        operations.approve_answer(application_id=row.id, by=handler, at=AT)
    operations.return_answer(application_id=row.id, note="请写明依据的条款", by=head, at=AT)
    assert only().state == "accepted" and only().note
    operations.propose_answer(application_id=row.id, answer="依照第四十五条，已复核", by=head, at=AT)
    with pytest.raises(Refused) as refused:
        operations.approve_answer(application_id=row.id, by=head, at=AT)
    assert refused.value.rules == {"PUB-117"}


def test_a_draft_answer_is_not_shown_outside(shifan: Any) -> None:
    receipt = sent(shifan)
    operations.accept_application(application_id=only().id, by=shifan.actor("甲", AT), at=AT)
    operations.propose_answer(application_id=only().id, answer="还没有批准的答复", by=shifan.actor("甲", AT), at=AT)
    assert public(receipt).outcome == ""
    operations.approve_answer(application_id=only().id, by=shifan.actor("己", AT), at=AT)
    assert public(receipt).outcome == "还没有批准的答复"


def test_who_is_challenged_does_not_turn_the_challenge_away(shifan: Any) -> None:
    sent(shifan, kind="recusal")
    told = {"application_id": only().id, "ground": "not_party", "reason": "不是本案的当事人", "at": AT}
    with pytest.raises(Forbidden):
        operations.decline_application(by=shifan.actor("甲", AT), **told)
    operations.decline_application(by=shifan.actor("己", AT), **told)
    assert only().state == "declined"


def test_one_of_a_kind_is_acted_on_at_a_time(shifan: Any) -> None:
    first = accepted(shifan, kind="statement")
    sent(shifan, kind="statement", once="another-form-0123456789")
    second = Application.objects.exclude(pk=first.pk).get()
    by = shifan.actor("甲", AT)
    operations.accept_application(application_id=second.id, by=by, at=AT)
    operations.take_up(application_id=first.id, by=by, at=AT)
    operations.take_up(application_id=second.id, by=by, at=AT)
    assert [Application.objects.get(pk=one.pk).state for one in (first, second)] == ["accepted", "acting"]


def test_the_late_are_counted_and_named_without_their_words(shifan: Any) -> None:
    sent(shifan)
    assert not queries.late_applications(None, date(2026, 10, 13))
    [(row, finding)] = queries.late_applications([shifan.organs["应急局"]], date(2026, 10, 14))
    assert (finding.rule, row.text, row.applicant) == ("PUB-112", "", "")
    assert not queries.late_applications([shifan.organs["市监局"]], date(2026, 10, 14))
    operations.accept_application(application_id=only().id, by=shifan.actor("甲", AT), at=AT)
    [(_, finding)] = queries.late_applications(None, date(2026, 10, 14))
    assert finding.rule == "PUB-113"


def test_what_waits_for_whom(shifan: Any) -> None:
    row = accepted(shifan)
    handler, head = shifan.actor("甲", AT), shifan.actor("己", AT)
    assert [one.id for one in queries.applications_waiting(handler)] == [row.id]
    assert not queries.applications_waiting(head)
    operations.propose_answer(application_id=row.id, answer="按程序举行听证", by=handler, at=AT)
    assert not queries.applications_waiting(handler)
    assert [one.id for one in queries.applications_waiting(head)] == [row.id]
    assert queries.application_counts(handler) == {"proposed": 1}
    assert [one.id for one in queries.applications(handler, ("proposed",), words="77号")] == [row.id]
    assert not queries.applications(handler, ("proposed",), words="99号")
    assert not queries.applications(handler, ("proposed",), after=(row.due, row.id))


def test_every_kind_has_words_and_a_dated_period(calendar: Any) -> None:
    for kind in ApplyKind:
        assert Applicable(kind).spec.name and Applicable(kind).spec.cites
        assert rules.settle_by(LAST, kind, calendar).due is not None
    assert not rules.in_time(None, LAST) and not rules.in_time(LAST, LAST)
    assert rules.in_time(LAST, date(2026, 10, 10))[0].weight != "block"


def test_a_file_is_read_by_the_organ_only_and_the_look_is_logged(shifan: Any) -> None:
    sent(shifan, files=(("证书.pdf", PDF),))
    ask: dict[str, Any] = {"application_id": only().id, "seq": 1, "at": AT}
    file, content = operations.read_application_file(by=shifan.actor("甲", AT), **ask)
    assert (file.name, content) == ("证书.pdf", PDF)
    assert "application-file:read" in str(ledger.stream_bundles(f"application:{only().id}"))
    with pytest.raises(Forbidden):
        operations.read_application_file(by=shifan.actor("市甲", AT), **ask)
    with pytest.raises(Invalid):
        operations.read_application_file(by=shifan.actor("甲", AT), **{**ask, "seq": 2})
    assert ApplicationSender.objects.get().phone == "0399-7200077"
