"""Edges of publicity: what is not there, what is too long, what somebody else decided meanwhile, what is destroyed."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.publicity import ends, filing, samples
from tests.publicity.test_applications import AT, accepted, only, sent
from tests.redacting import papers

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.workdays import national
from mingjing.publicity import operations
from mingjing.publicity.models import Application, DecisionFile, Mailbox, Publication, Repair, Subscription, Version
from mingjing.publicity.operations import applications as moves
from mingjing.publicity.operations import repairing
from mingjing.publicity.operations.releasing import term_facts
from mingjing.publicity.operations.subscribing import address_of
from mingjing.publicity.rules import checks, registers, rounds, terms
from mingjing.publicity.terms import TEXT_MOST
from mingjing.publicity.terms.checks import UnpublishedCheck
from mingjing.publicity.terms.progress import RightsStep
from mingjing.publicity.terms.registers import kinds

pytestmark = pytest.mark.django_db
ASK: dict[str, Any] = {"by": samples.PUBLICIST, "at": samples.NOW}


def invalid(act: Any, **given: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        act(**given)
    return set(refused.value.errors)


def test_an_application_that_is_not_there_is_said_to_be_missing(shifan: Any) -> None:
    told: dict[str, Any] = {"application_id": uuid4(), "by": shifan.actor("甲", AT), "at": AT}
    assert invalid(operations.accept_application, **told) == {"application"}
    assert invalid(operations.read_application_file, **told, seq=1) == {"file"}
    operations.register_application(**told, act_code="request_hearing", act_seq=3)
    assert operations.read_application(uuid4(), by=shifan.actor("甲", AT)) is None


def test_the_slower_of_two_who_move_an_application_is_refused(shifan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(shifan)
    clock = moves.settle_by

    def overtaken(*given: Any) -> Any:
        Application.objects.update(state="declined")
        return clock(*given)

    monkeypatch.setattr(moves, "settle_by", overtaken)
    with pytest.raises(Refused) as refused:
        operations.accept_application(application_id=only().id, by=shifan.actor("甲", AT), at=AT)
    assert refused.value.rules == {"PUB-114"} and only().accepted_at is None


def test_what_is_written_about_an_application_has_an_end(shifan: Any) -> None:
    row = accepted(shifan, kind="statement")
    told: dict[str, Any] = {"application_id": row.id, "by": shifan.actor("甲", AT), "at": AT}
    assert invalid(operations.propose_answer, **told, answer="字" * (TEXT_MOST + 1)) == {"answer"}
    assert invalid(operations.propose_answer, **told, answer="看不见\u200b的答复内容") == {"answer"}
    assert only().state == "accepted"


def test_a_repair_ends_only_the_application_it_names(shifan: Any) -> None:
    first = accepted(shifan)
    key = uuid4()
    Application.objects.update(kind="repair", publication_id=key)
    head = shifan.actor("己", AT)
    moves.settle_by_repair(key, "当事人到窗口提出", granted=True, reason="条件具备", by=head, at=AT)
    assert only().state == "accepted"
    moves.settle_by_repair(key, f"网上申请{first.number}", granted=False, reason="条件不具备", by=head, at=AT)
    assert (only().state, only().answer) == ("done", "不予提前停止公示。条件不具备")


def test_of_a_decision_that_nobody_knows_no_early_end_is_asked() -> None:
    assert not operations.may_be_taken_down(uuid4(), samples.DECIDED)
    assert not operations.may_be_taken_down(samples.confirmed().id, samples.DECIDED)


def test_what_is_still_shown_is_not_destroyed_and_what_is_not_goes_whole(shifan: Any) -> None:
    made = filing.released()
    told: dict[str, Any] = {"source_ref": made.source_ref, "by": samples.HEAD, "at": samples.NOW}
    assert invalid(operations.erase_source, **told) == {"publication"}
    assert DecisionFile.objects.exists() and Version.objects.exists()
    Publication.objects.update(state="expired")
    erased = operations.erase_source(**told)
    assert erased.publications == (made.id,) and erased.contents and erased.streams == (f"pub:{made.id}",)
    assert not DecisionFile.objects.exists() and not Version.objects.exists() and not Publication.objects.exists()
    assert operations.erase_source(**told).publications == ()


def test_a_repair_is_decided_once_for_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert invalid(ends.decided, repair_id=uuid4()) == {"repair"}
    made = samples.released(ends.market())
    one = ends.asked(made.id)
    assert invalid(ends.asked, publication_id=made.id) == {"applicant"}
    assert invalid(ends.decided, repair_id=one.id, conditions=("luck",)) == {"conditions"}
    checked = repairing.repair_is_told

    def overtaken(*given: Any) -> Any:
        Repair.objects.update(state="refused")
        return checked(*given)

    monkeypatch.setattr(repairing, "repair_is_told", overtaken)
    assert invalid(ends.decided, repair_id=one.id, granted=False) == {"repair"}
    monkeypatch.undo()
    assert Repair.objects.get().decided_at is None
    ends.decided(one.id, granted=False)
    assert invalid(ends.decided, repair_id=one.id) == {"repair"}


def test_a_claim_is_dated_within_the_time_it_was_shown() -> None:
    made = samples.released(ends.market())
    for day in (date(2026, 1, 1), ends.PAST_WAIT.date() + timedelta(days=1)):
        assert invalid(ends.asked, publication_id=made.id, applied_on=day) == {"applied_on"}
    assert invalid(ends.asked, publication_id=made.id, applicant="某") == {"applicant"}


def test_rights_say_something_and_a_version_stands_for_one_text(shifan: Any) -> None:
    told: dict[str, Any] = {
        "key": "ordinary", "version": "1", "title": "普通程序", "cites": ("行政处罚法",), "steps": (), "periods": (), "by": "system", "at": AT,
    }  # fmt: skip
    assert invalid(operations.publish_rights, **told) == {"key"}
    one = RightsStep("告知", (), "事先告知书", (), (), yours=False)
    operations.publish_rights(**told | {"steps": (one,)})
    assert invalid(operations.publish_rights, **told | {"steps": (one,), "title": "另一份"}) == {"version"}
    with pytest.raises(Forbidden):
        operations.publish_rights(**told | {"steps": (one,), "by": shifan.actor("甲", AT)})


def test_nothing_that_was_never_public_comes_back() -> None:
    gone = ends.withdrawn()
    Publication.objects.update(current=None)
    Version.objects.all().delete()
    with pytest.raises(Invalid, match="没有公开过的版本"):
        operations.republish(
            publication_id=gone.id,
            ground="quashed",
            reason=ends.WHY,
            by=samples.HEAD,
            at=ends.SHOWN + timedelta(days=40),
        )


def test_a_box_lies_on_a_page_that_is_a_picture() -> None:
    made = samples.proposed()
    photo = operations.attach_file(publication_id=made.id, name="a.jpg", content=papers.photo(), **ASK)
    box: dict[str, Any] = {"box": (0, 0, 100, 100), "ground": "姓名", **ASK}
    assert invalid(operations.add_box, file_id=photo.id, page=9, **box) == {"page"}


@pytest.mark.parametrize(
    ("original", "public", "only_shorter"),
    [
        ("张三说得很好", "【＊＊姓名】说得很好", True), ("一二三四五", "一【＊＊姓名】四【＊＊姓名】", True), ("一二三四五", "一【＊＊姓名】九【＊＊姓名】五", False),
        ("一二三四五", "二【＊＊姓名】五", False), ("一二三四五", "一二三四五", True), ("一二三四五", "一二三四", False),
        ("一二一", "一【＊＊姓名】二【＊＊姓名】二【＊＊姓名】一", False),
    ],
)  # fmt: skip
def test_what_the_public_wrote_may_be_shortened_and_never_turned_round(
    original: str, public: str, only_shorter: bool
) -> None:
    said = rounds.opinion_may_be_public("waiting", original, public, "", date(2026, 10, 12))
    assert (not any("不一致" in str(one) for one in said)) is only_shorter


def test_an_early_end_needs_a_term_a_wait_and_a_ground() -> None:
    made = samples.released(ends.market())
    publication = Publication.objects.select_related("source").get(pk=made.id)
    facts = term_facts(publication, publication.source.decision())
    late = ends.PAST_WAIT.date()
    assert terms.repair_is_due(facts, "performed", terms.CONDITIONS, late, national()) == ()
    wrong = terms.repair_is_due(facts, "luck", terms.CONDITIONS, late, national())
    assert [one.field for one in wrong] == ["ground"]
    assert len(terms.repair_is_due(facts, "performed", (), late, national())) == len(terms.CONDITIONS)
    publication.released_at = None
    with pytest.raises(ValueError, match="never public"):
        term_facts(publication, publication.source.decision())


def test_an_address_whose_key_has_changed_gets_no_letter() -> None:
    assert address_of(Subscription(id=uuid4())) == "" and not Mailbox.objects.exists()


def test_days_and_numbers_of_a_list_are_read_before_they_are_kept() -> None:
    asked = set()
    for kind in kinds().values():
        for one in kind.fields:
            asked.add(one.type)
            if one.type == "workdays":
                assert registers.shape(kind, {one.key: "二十"})[one.key] == ["请写工作日的天数，例如 20"]
                assert one.key not in registers.shape(kind, {one.key: "20"})
            elif one.type == "date":
                for wrong in ("2026-13-01", "2026年12月1日", "20261201"):
                    assert registers.shape(kind, {one.key: wrong})[one.key] == ["请写年月日，例如 2026-12-01"]
                assert one.key not in registers.shape(kind, {one.key: "2026-12-01"})
    assert {"workdays", "date"} <= asked


def test_a_check_is_late_the_day_after_its_last() -> None:
    last = date(2026, 11, 20)
    for publication_id, how in ((None, "没有登记公示"), (uuid4(), "还没有公开")):
        one = UnpublishedCheck(
            uuid4(), "示范县应急管理局", "示应急入企〔2026〕1号", date(2026, 10, 23), last, publication_id
        )
        assert checks.result_is_public(one, last) == ()
        (found,) = checks.result_is_public(one, last + timedelta(days=1))
        assert found.rule == "PUB-93" and how in str(found)


def test_coming_back_needs_a_ground_that_fits_and_its_document() -> None:
    assert terms.republish_ground("withdrawn", "quashed", ends.WHY) == ()
    for state, ground, document, fields in (
        ("withdrawn", "", ends.WHY, {"ground"}), ("expired", "quashed", ends.WHY, {"ground"}), ("withdrawn", "quashed", "判决", {"reason"}),
        ("withdrawn", "luck", "", {"ground", "reason"}),
    ):  # fmt: skip
        assert {one.field for one in terms.republish_ground(state, ground, document)} == fields
