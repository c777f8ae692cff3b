"""Operations of a case at their edges: what is not there, who may not, what is too long, what belongs to another case."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.bureau.case_desk import NOW, case_at
from tests.cases.rules import made
from tests.cases.test_benchmarks import played as played_until
from tests.records.films import film, said
from tests.records.test_filings import DRAFT, approved

from mingjing.cases import operations, queries
from mingjing.cases.models import Case, Draft, Refusal, SavedView
from mingjing.cases.operations.attempt import log_refusal
from mingjing.cases.operations.lookup import lookup_for
from mingjing.cases.operations.own_documents import make_own_document
from mingjing.cases.operations.perform import perform
from mingjing.cases.operations.publishing import _short as violation
from mingjing.cases.operations.publishing import entities
from mingjing.cases.queries.facts import load
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.records.models import Document
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import FormContent, FormDraft
from mingjing.records.terms.links import Reader
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


@pytest.fixture(autouse=True)
def _store(tmp_path: Any, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def raised(kind: type[Exception], act: Callable[..., Any], **given: Any) -> Any:
    with pytest.raises(kind) as problem:
        act(**given)
    return problem.value


def test_a_case_that_is_not_there_is_said_to_be_missing(shifan: World) -> None:
    by, nowhere = shifan.actor("甲", NOW), uuid4()
    told: dict[str, Any] = {"case_id": nowhere, "by": by, "now": NOW}
    assert "case" in raised(Invalid, perform, **told, code="inspect", data={}, at=NOW).errors
    assert "case" in raised(Invalid, operations.submit_draft, **told, code="decide", data={}).errors
    assert "case" in raised(Invalid, operations.add_file, **told, name="a.pdf", content=b"%PDF-1.4").errors
    explained = {"act_seq": 1, "why": "failure", "text": "没有录上", "person": "甲", "remedy": "注明"}
    assert "case" in raised(Invalid, operations.explain_recording, **told, **explained).errors
    log_refusal(case_id=nowhere, code="decide", refused=Refused(Finding("G-20", "还没有告知", ())), by=by, now=NOW)
    assert not Refusal.objects.exists()
    gone = raised(Invalid, operations.destroy_file, disposal_id=nowhere, by=shifan.actor("档", NOW), now=NOW)
    assert "destruction" in gone.errors


def test_a_step_that_the_procedure_does_not_have_is_said_to_be_missing(shifan: World, case_id: UUID) -> None:
    told: dict[str, Any] = {"case_id": case_id, "code": "invent", "data": {}, "by": shifan.actor("甲", NOW), "now": NOW}
    for act in (operations.submit_draft, operations.save_draft):
        assert "没有“invent”这个步骤" in raised(Invalid, act, **told).errors["act"][0]
    assert "没有“invent”这个步骤" in raised(Invalid, perform, **told, at=NOW).errors["act"][0]
    with pytest.raises(queries.CaseNotFound, match="没有这个步骤"):
        operations.trial(**told)
    assert operations.preview(**told) is None


def test_drafts_of_others_are_not_dropped_and_those_handed_in_go_back_first(shifan: World) -> None:
    player = played_until(shifan, "decide")
    at = NOW
    drafter, head = (player.actor(player.team[role], at) if role == "head" else player.actor(player.team["handlers"][0], at) for role in ("handler", "head"))  # fmt: skip
    data = player.data_for("decide", at, player.case_id())
    told: dict[str, Any] = {"case_id": player.case_id(), "code": "decide", "by": drafter, "now": at}
    key = operations.submit_draft(**told, data=data)
    assert operations.save_draft(**told, data=data | {"reason": "迟到的保存"}) == key
    assert "reason" not in Draft.objects.get(id=key).data or Draft.objects.get(id=key).data["reason"] != "迟到的保存"
    assert raised(Refused, operations.drop_draft, draft_id=key, by=drafter).rules == {"STEP-02"}
    assert "draft" in raised(Invalid, operations.drop_draft, draft_id=key, by=head).errors
    assert "draft" in raised(Invalid, operations.drop_draft, draft_id=uuid4(), by=drafter).errors
    back: dict[str, Any] = {"draft_id": key, "by": head, "now": at}
    assert "note" in raised(Invalid, operations.return_draft, **back, note="不行").errors
    raised(Forbidden, operations.return_draft, **back | {"by": drafter}, note="请补充裁量理由")
    operations.return_draft(**back, note="请补充裁量理由")
    assert raised(Refused, operations.return_draft, **back, note="请补充裁量理由").rules == {"STEP-02"}
    assert raised(Refused, operations.approve_draft, **back).rules == {"STEP-02"}
    operations.drop_draft(draft_id=key, by=drafter)
    assert not Draft.objects.filter(id=key).exists()


def test_a_trial_names_what_does_not_fit_and_asks_every_rule(shifan: World) -> None:
    player = played_until(shifan, "decide")
    by = player.actor(player.team["handlers"][0], NOW)
    data = player.data_for("decide", NOW, player.case_id())
    tried = operations.trial(case_id=player.case_id(), code="decide", data=data | {"fine": "很多"}, by=by, now=NOW)
    assert set(tried.errors) == {"fine"} and not tried.passed and "fine" not in tried.values
    assert {"G-20", "G-42"} <= {one.rule for one in tried.checks}
    acts = Case.objects.get(id=player.case_id()).acts.count()
    assert acts == len(tried.facts.acts), "nothing is written"
    pdf = operations.preview(case_id=player.case_id(), code="decide", data=data, by=by, now=NOW)
    assert pdf is not None and pdf.startswith(b"%PDF")


def test_a_recording_moves_to_another_case_and_both_are_reckoned(shifan: World, case_id: UUID) -> None:
    other = case_at(shifan, 2)
    by = shifan.actor("甲", NOW)
    draft = said(film(mark=b"moves"), started_at=NOW - timedelta(hours=2), ended_at=NOW - timedelta(hours=1))
    one = operations.commit_recording(case_id=case_id, act_seq=0, draft=draft, by=by, now=NOW)
    films = Case.objects.get(id=case_id).films
    move: dict[str, Any] = {
        "recording_id": one.id, "act_seq": 0, "place": "二车间", "proves": "经过", "reason": "归错了案件", "now": NOW,
    }  # fmt: skip
    raised(Forbidden, operations.file_recording, **move, case_id=other, by=shifan.actor("监", NOW))
    assert (
        "act_seq" in raised(Invalid, operations.file_recording, **move | {"act_seq": 99}, case_id=other, by=by).errors
    )
    operations.file_recording(**move, case_id=other, by=by)
    assert (Case.objects.get(id=case_id).films, Case.objects.get(id=other).films) == (films - 1, 1)
    raised(NotFound, operations.play_recording, case_id=case_id, recording_id=one.id, purpose="办案", by=by, now=NOW)
    note: dict[str, Any] = {"recording_id": one.id, "second": 1, "text": "出示证件", "now": NOW}
    raised(NotFound, operations.note_recording, **note, case_id=case_id, by=by)
    raised(Forbidden, operations.note_recording, **note, case_id=other, by=shifan.actor("市甲", NOW))
    assert operations.note_recording(**note, case_id=other, by=by).text == "出示证件"


def test_only_the_own_people_hand_over_lend_and_write(shifan: World, case_id: UUID) -> None:
    watch = shifan.actor("监", NOW)
    raised(Forbidden, operations.hand_over, case_id=case_id, paper_pages=1, note="纸质件一袋", by=watch, now=NOW)
    early = raised(
        Refused, operations.hand_over, case_id=case_id, paper_pages=1, note="一袋", by=shifan.actor("甲", NOW), now=NOW
    )
    assert early.rules == {"ARCH-23"}
    document = Document.objects.filter(dossier_id=queries.dossier_of(case_id)).first()
    assert document is not None
    lend: dict[str, Any] = {
        "case_id": case_id, "chosen": [("document", document.id)], "reader": Reader("柳某", "party", "身份证"), "purpose": "当事人查阅",
        "days": 3, "most": 3, "now": NOW,
    }  # fmt: skip
    for who in ("监", "己", "庚"):
        raised(Forbidden, operations.offer_reading, **lend, by=shifan.actor(who, NOW))


def test_a_document_of_the_own_form_is_made_by_who_handles_and_while_the_form_is_in_use(
    shifan: World, case_id: UUID
) -> None:
    standard = approved(shifan)
    told: dict[str, Any] = {"case_id": case_id, "filing_id": standard.id, "data": {}, "now": NOW}
    for who in ("己", "监"):
        raised(Forbidden, make_own_document, **told, by=shifan.actor(who, NOW))
    assert "form" in raised(Invalid, make_own_document, **told, by=shifan.actor("甲", NOW)).errors


def test_what_an_organ_leaves_out_of_its_form_is_not_printed(shifan: World, case_id: UUID) -> None:
    approved(shifan, FormDraft(DRAFT.form, FormContent(left_out=("person_id_no",)), DRAFT.reason, DRAFT.valid_from))
    player = Player(shifan, {"journey": "询问", "steps": []})
    player.report.cases["本案"] = case_id
    at = NOW + timedelta(hours=6)
    data = player.data_for("interview", at, case_id) | {"person_id_no": "110101199003070011"}
    operations.attempt(case_id=case_id, code="interview", data=data, by=shifan.actor("甲", at), at=at, now=at)
    act = load(Case.objects.get(id=case_id)).acts[-1]
    made = Document.objects.get(id=act.document_id)
    assert act.data["person_id_no"] == "110101199003070011"
    assert "person_id_no" not in made.data["fields"] and "person_name" in made.data["fields"]


def test_what_is_typed_and_belongs_to_nobody_is_nobody(shifan: World, case_id: UUID) -> None:
    case = Case.objects.get(id=case_id)
    look = lookup_for(case.organ_id, case.dossier_id, load(case), NOW, {})
    for text in (str(uuid4()), "没有这样的单位"):
        assert look.party(text) is None and look.file(text) is None
    assert lookup_for(case.organ_id, None, load(case), NOW, {}).file(str(uuid4())) is None


def test_a_filter_has_a_name_and_an_end(shifan: World) -> None:
    by = shifan.actor("甲", NOW)
    assert "name" in raised(Invalid, operations.save_view, name=" ", query="mine=1", by=by).errors
    assert "query" in raised(Invalid, operations.save_view, name="我的", query="q=" + "字" * 1000, by=by).errors
    assert not SavedView.objects.exists()


def test_nothing_is_put_into_a_file_that_is_archived(shifan: World, case_id: UUID) -> None:
    Case.objects.filter(id=case_id).update(stage="archived")
    told: dict[str, Any] = {"case_id": case_id, "by": shifan.actor("甲", NOW), "now": NOW}
    for _ in range(2):
        refused = raised(Refused, operations.add_file, **told, name="a.pdf", content=b"%PDF-1.4")
        assert refused.rules == {"ARCH-02"}


def test_the_public_hears_the_facts_in_whole_sentences_and_knows_the_agents() -> None:
    long = "两名焊工未取得特种作业操作证上岗作业，" * 16
    hearing = ("hold_hearing", "2026-09-22", {"agents": [{"name": "柳代理", "mandate": "一般代理"}]})
    facts = made.case(("register_lead", "2026-08-31", {"found_on": "2026-08-31"}), hearing)
    assert "柳代理" in {one.text for one in entities(facts)}
    assert violation(f"一句话。{long}") == "一句话。" and violation(long) == "" and violation("短。") == "短。"
