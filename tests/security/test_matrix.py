"""Who may enter where: every address of the bureau, every role, looking and posting. A new page needs a row here."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.security.hostile import browser
from tests.security.town import ADMINISTRATORS, PEOPLE, PNG, SECRET, Town

from mingjing.archives.models import Lending, LendingRead, Unmarked
from mingjing.cases.models import Act, Case, Draft, GuidingNote, RecordingReason, Refusal, SavedView
from mingjing.inspections.models import (
    CapTable,
    ClassLot,
    Draw,
    Drawn,
    EnterpriseClass,
    Freeze,
    Plan,
    PoolParty,
    Swap,
    VisitCause,
    VisitCount,
    YearLine,
    YearPlan,
    YearVersion,
)
from mingjing.lawbook.models import GuidingCase, Law
from mingjing.ledger.models import Entry
from mingjing.organs.models import Appointment, Person, Seal, SealingRule
from mingjing.parties.models import Party
from mingjing.publicity.models import Application, Edition, Publication, RegisterEntry, Round, RoundText, Visit
from mingjing.records.models import (
    Attachment,
    DeviceLog,
    Grant,
    HandSignature,
    OrganForm,
    PaperSignature,
    PersonCertificate,
    PersonSigning,
    Recording,
    RecordingNote,
    Room,
    Scan,
    ScanPage,
    Sealing,
    Viewing,
)
from mingjing.review.models import Counsel, CounselAsk, RoundRequest
from mingjing.supervision.models import CircularStep, Liability, LiabilityStep, LodgingStep, Receipt, Report, Sheet

pytestmark = pytest.mark.django_db
SIGNED_IN = frozenset(PEOPLE)
OWN = frozenset({"handler", "colleague", "reviewer", "chair", "head", "publicist", "archivist"})
WATCH = frozenset({"supervisor"})
STRANGE = frozenset({"stranger", "strange_head"})
WORKING = OWN | STRANGE | WATCH
HANDLERS = frozenset({"handler", "colleague", "stranger"})
HEADS = frozenset({"head", "strange_head"})
NOBODY: frozenset[str] = frozenset()
SYSTEM, SECURITY, AUDIT = frozenset({"sysadmin"}), frozenset({"secadmin"}), frozenset({"auditor"})
KEEPERS = SYSTEM | SECURITY | AUDIT
COLLECTING = frozenset({"handler", "colleague", "reviewer", "publicist"})
DRAFTING = HANDLERS | HEADS | {"reviewer"}
ARCHIVIST = frozenset({"archivist"})
MINE, PUBLICIST, HEAD = frozenset({"handler"}), frozenset({"publicist"}), frozenset({"head"})
DRAWING = MINE | PUBLICIST | {"colleague"}
OWN_LEGAL = HEAD | PUBLICIST | {"reviewer"}
LEGAL = OWN_LEGAL | HEADS
READING = DRAWING | HEADS | WATCH | {"reviewer", "stranger"}

# Name → (who may look, who may post). None: as who may look.
ROWS: dict[str, tuple[frozenset[str], frozenset[str] | None]] = {
    "home": (SIGNED_IN, None), "search": (SIGNED_IN, None), "password": (SIGNED_IN, None),
    "organs": (SIGNED_IN, None), "organ": (SIGNED_IN, None), "officers": (SIGNED_IN, None), "officer": (SIGNED_IN, None),
    "parties": (WORKING, None), "party": (WORKING, None),
    "party_new": (HANDLERS | WATCH, None), "party_amend": (HANDLERS | WATCH, None),
    "laws": (SIGNED_IN, None), "law": (SIGNED_IN, None), "law_compare": (SIGNED_IN, None), "law_search": (SIGNED_IN, None), "article": (SIGNED_IN, None),
    "matters": (SIGNED_IN, None), "matter": (SIGNED_IN, None), "matter_new": (LEGAL, None), "matter_revise": (OWN_LEGAL, None), "matter_retire": (OWN_LEGAL, None), "matter_map": (SIGNED_IN, None),
    "guiding_cases": (WORKING, None), "guiding_export": (WORKING, None), "guiding_case": (WORKING, None), "guiding_pdf": (WORKING, None),
    "guiding_new": (WATCH, None), "guiding_revise": (WATCH, None), "guiding_move": (WATCH, None),
    "case_guiding_note": (MINE | {"colleague"}, None),
    "organ_new": (SYSTEM, None), "organ_change": (SYSTEM, None), "organ_retire": (SYSTEM, None), "person_new": (SYSTEM, None),
    "person_change": (SYSTEM, None), "person_retire": (SYSTEM, None), "qualification": (SYSTEM, None), "certificate_new": (SYSTEM, None),
    "certificate_move": (SYSTEM | WATCH, None), "officers_export": (SIGNED_IN, None),
    "photo": (SIGNED_IN, None), "photo_set": (SYSTEM, None), "photo_remove": (SYSTEM, None),
    "rounds": (HEADS | PUBLICIST | WATCH, None), "round_new": (HEADS | PUBLICIST | WATCH, None), "round": (HEAD | PUBLICIST, None),
    "round_reply": (HEAD | PUBLICIST, None), "round_stop": (HEAD | PUBLICIST, None), "opinion": (HEAD | PUBLICIST, None),
    "visits": (HANDLERS | HEADS | PUBLICIST | WATCH | {"reviewer"}, None), "visit_new": (HANDLERS, None),
    "visit": (MINE | HEAD | PUBLICIST | {"colleague", "reviewer"}, None), "visit_close": (MINE | {"colleague"}, None),
    "draws": (READING, None), "draw": (READING - STRANGE, None), "draw_parties": (READING - STRANGE, None), "draw_places": (READING - STRANGE, None),
    "draw_new": (DRAWING | {"stranger"}, None), "draw_template": (DRAWING | {"stranger"}, None), "draw_amend": (DRAWING, None),
    "draw_freeze": (DRAWING, None), "draw_number": (DRAWING, None), "draw_stop": (HEAD, None), "draw_move": (DRAWING, None), "draw_swap": (HEAD, None),
    "draw_party_new": (DRAWING, None), "draw_import": (DRAWING, None), "draw_party_out": (DRAWING, None),
    "draw_officer_out": (DRAWING, None), "draw_avoid": (DRAWING, None), "draw_differences": (READING - STRANGE, None),
    "classes": (READING, None), "class_new": (DRAWING | {"stranger"}, None), "class_import": (DRAWING | {"stranger"}, None),
    "class_template": (DRAWING | {"stranger"}, None), "class_sheet": (READING, None), "class_lot": (READING - STRANGE, None),
    "class_check": (DRAWING | HEAD, None), "class_history": (READING - STRANGE, None),
    "caps": (READING, None), "cap_new": (DRAWING | {"stranger"}, None), "cap_settle": (HEAD, None),
    "frequencies": (READING, None), "frequency_sheet": (READING, None),
    "year_plans": (READING, None), "year_plan_new": (DRAWING | {"stranger"}, None), "year_plan": (READING - STRANGE, None),
    "year_line_new": (DRAWING, None), "year_line": (DRAWING, None), "year_line_drop": (DRAWING, None), "year_plan_amend": (DRAWING, None),
    "year_plan_approve": (HEAD, None), "year_draft_drop": (DRAWING, None), "year_report": (READING - STRANGE, None),
    "year_report_sheet": (READING - STRANGE, None),
    "role_grant": (SECURITY, None), "role_revoke": (SECURITY, None),
    "accounts": (KEEPERS, None), "account_new": (SYSTEM, None), "account_reset": (SYSTEM, None), "account_move": (SYSTEM, None),
    "sign_ins": (SECURITY | AUDIT, None), "sign_in_release": (SECURITY, None), "audit": (AUDIT, None), "audit_export": (AUDIT, None),
    "case_answers": (OWN - {"chair", "publicist"}, None), "case_answer_bundle": (NOBODY, OWN - {"chair", "publicist"}),
    "figures": (SIGNED_IN, None), "figures_export": (SIGNED_IN, None), "figure": (SIGNED_IN, None), "figures_import": (SYSTEM, None),
    "calendar": (SIGNED_IN, None), "calendar_notice": (WATCH | {"sysadmin"}, None), "ledger": (SIGNED_IN, None),
    "cases": (WORKING, None), "cases_export": (WORKING, None), "case_views": (NOBODY, WORKING), "case_view_drop": (NOBODY, WORKING),
    "case_new": (HANDLERS, None), "lead_draft": (NOBODY, HANDLERS),
    "case": (OWN | WATCH, None), "case_record": (OWN | WATCH, None), "case_export": (NOBODY, OWN | WATCH), "case_redo": (NOBODY, MINE | {"colleague"}),
    "case_upload": (NOBODY, OWN), "case_file": (OWN | WATCH, None), "case_document": (OWN | WATCH, None), "case_document_page": (OWN | WATCH, None),
    "act": (MINE, None), "act_draft": (NOBODY, MINE), "act_draft_drop": (NOBODY, MINE), "act_preview": (MINE | HEAD, None),
    "decisions": (HEADS, None), "decision": (HEAD, None), "decision_page": (HEAD, None),
    "recordings": (HANDLERS | HEADS | {"chair", "archivist"}, None), "recording_new": (HANDLERS | {"chair"}, None),
    "recording": (OWN | WATCH, None), "recording_file": (MINE | HEAD | {"colleague", "chair", "archivist"}, None),
    "recording_excuse": (MINE | HEAD | {"colleague", "chair", "archivist"}, None), "recording_play": (OWN | WATCH, None),
    "recording_transcribe": (OWN, None), "recording_transcript": (OWN | WATCH, None),
    "recording_derive": (MINE | HEAD | {"colleague", "chair", "archivist"}, None), "recording_copy": (OWN | WATCH, None),
    "recording_note": (OWN | WATCH, OWN), "recording_content": (OWN | WATCH, None),
    "case_coverage": (OWN | WATCH, None), "case_coverage_export": (OWN | WATCH, None), "coverage": (HEADS | WATCH, None),
    "case_similar": (OWN | WATCH, None), "case_similar_export": (OWN | WATCH, None),
    "case_similar_answer": (MINE | HEAD | {"colleague", "reviewer"}, None), "case_weighing": (OWN | WATCH, NOBODY),
    "benchmarks": (WORKING, None), "benchmark": (OWN, None), "benchmark_file": (OWN, None), "benchmark_blank": (LEGAL, None),
    "benchmark_set": (OWN, None), "benchmark_set_file": (OWN, None), "benchmark_set_blank": (LEGAL, None), "benchmark_set_new": (LEGAL, None), "benchmark_set_publish": (HEAD, None),
    "benchmark_new": (OWN_LEGAL, None), "benchmark_edit": (OWN_LEGAL, None), "benchmark_publish": (HEAD, None), "benchmark_replay": (HEAD | {"reviewer"}, None), "benchmark_discard": (OWN_LEGAL, None),
    "coverage_export": (HEADS | WATCH, None), "recording_explain": (MINE | {"colleague", "chair"}, None),
    "calling": (WORKING, None), "calling_export": (WORKING, None), "party_all": (WORKING, None),
    "readings": (HANDLERS | HEADS | WATCH | {"archivist"}, None), "reading_new": (MINE | {"colleague", "archivist"}, None),
    "reading_grant": (MINE | HEAD | WATCH | {"colleague", "archivist"}, None), "reading_decide": (HEAD, None),
    "reading_link": (MINE | HEAD | {"colleague", "archivist"}, None), "reading_revoke": (MINE | HEAD | {"colleague", "archivist"}, None),
    "equipment": (HANDLERS | HEADS | WATCH | {"chair", "archivist"}, None), "device": (MINE | HEAD | WATCH | {"colleague", "chair", "archivist"}, None),
    "equipment_rules": (HANDLERS | HEADS | WATCH | {"chair", "archivist"}, None),
    "device_new": (HEADS | {"archivist"}, None), "room_new": (HEADS | {"archivist"}, None), "room_close": (HEAD | {"archivist"}, None),
    "device_take": (MINE | HEAD | {"colleague", "chair", "archivist"}, None), "device_return": (MINE | HEAD | {"colleague", "chair", "archivist"}, None),
    "device_check": (MINE | HEAD | {"colleague", "chair", "archivist"}, None), "device_move": (HEAD | {"archivist"}, None),
    "forms": (DRAFTING | WATCH | {"archivist"}, None), "forms_export": (DRAFTING | WATCH | {"archivist"}, None), "form_add": (DRAFTING, None),
    "form_adjust": (DRAFTING, None), "form_filing": (MINE | HEAD | WATCH | {"colleague", "reviewer", "archivist"}, None),
    "form_sample": (MINE | HEAD | WATCH | {"colleague", "reviewer", "archivist"}, None), "form_change": (MINE | HEAD | {"colleague", "reviewer"}, None),
    "form_drop": (MINE | HEAD | {"colleague", "reviewer"}, None), "form_approve": (HEAD, None), "form_send": (MINE | HEAD | {"colleague", "reviewer"}, None),
    "form_answer": (WATCH, None), "form_retire": (HEAD, None),
    "papers": (HANDLERS | HEADS | {"chair", "archivist"}, None), "papers_take": (HANDLERS | {"chair", "archivist"}, None),
    "scan": (MINE | HEAD | {"colleague", "chair", "archivist"}, None), "paper": (MINE | HEAD | {"colleague", "chair", "archivist"}, MINE | {"colleague", "chair", "archivist"}),
    "paper_picture": (MINE | HEAD | {"colleague", "chair", "archivist"}, None), "paper_assign": (MINE | {"colleague", "chair", "archivist"}, None),
    "paper_set_aside": (MINE | {"colleague", "chair", "archivist"}, None), "paper_sign": (MINE | {"colleague", "chair", "archivist"}, None),
    "own_document": (NOBODY, None), "question_sets": (DRAFTING, None), "question_set_new": (DRAFTING, None),
    "question_set_release": (NOBODY, HEAD),
    "question_set": (MINE | HEAD | {"colleague", "reviewer"}, None), "case_papers": (OWN | WATCH, None), "case_papers_take": (MINE | {"colleague", "chair", "archivist"}, None),
    "seals": (WORKING, None), "sealing": (WORKING, None), "seal_new": (HEADS, None), "seal_require": (HEADS, None), "seal_uses_export": (WORKING, None),
    "seal": (OWN | WATCH, None), "seal_lend": (HEAD, None), "seal_move": (HEAD, None),
    "sealing_put": (MINE | {"archivist"}, None), "sealing_drop": (MINE | HEAD | {"colleague", "archivist"}, None),
    "case_paper": (OWN | WATCH, None), "seal_ask": (NOBODY, MINE | HEAD | {"colleague", "archivist"}),
    "seal_report": (OWN | WATCH, OWN), "seal_report_file": (OWN | WATCH, None), "document_sign": (MINE | {"colleague", "chair"}, None),
    "certificates": (WORKING, None), "certificates_export": (WORKING, None), "signer_certificate_new": (HEADS, None),
    "certificate_revoke": (MINE | HEAD, None), "certificate_sign": (OWN, None), "signing_report": (OWN | WATCH, None),
    "signing_report_file": (OWN | WATCH, None), "file_seals": (OWN | WATCH, None), "file_seals_file": (OWN | WATCH, None),
    "signature_sheet": (OWN | WATCH, None), "signature_picture": (OWN | WATCH, None),
    "wordings": (WORKING, None), "wording_read": (HANDLERS | {"chair"}, None),
    "deposits": (HANDLERS | HEADS | {"chair", "archivist"}, None), "deposit": (MINE | HEAD | {"colleague", "chair", "archivist"}, None),
    "deposit_file": (MINE | HEAD | {"colleague", "chair", "archivist"}, None), "contents": (SYSTEM | AUDIT, None), "contents_export": (SYSTEM | AUDIT, None),
    "uploads": (NOBODY, NOBODY), "upload": (NOBODY, NOBODY),
    "reviews": (WORKING - {"archivist"}, None), "review": (OWN - {"archivist"} | WATCH, None),
    "hearings": (HANDLERS | HEADS | {"chair"}, None), "archives": (WORKING, None),
    "archive_files": (OWN | STRANGE, None), "archive_file": (OWN, None), "archive_check": (ARCHIVIST, None), "archive_report": (OWN, None),
    "archive_report_pdf": (OWN, None), "archive_spine": (ARCHIVIST, None), "archive_package": (NOBODY, HEAD | {"archivist", "reviewer"}),
    "archive_to_house": (ARCHIVIST, None), "archive_hand_over": (MINE | HEAD | {"colleague", "archivist"}, None),
    "archive_apart": (MINE | HEAD | {"colleague", "archivist"}, None), "handover": (OWN, None), "handover_pdf": (OWN, None),
    "handover_package": (NOBODY, ARCHIVIST), "handover_settle": (ARCHIVIST, None),
    "case_unmarked": (OWN, None), "patrols": (WATCH | AUDIT | SYSTEM, None), "patrol": (WATCH | AUDIT, None),
    "patrol_export": (WATCH | AUDIT, None), "patrol_settle": (WATCH | AUDIT, None),
    "lendings": (WORKING, None), "lending_elsewhere": (WORKING, None), "lending_new": (OWN, None), "lending_outside": (ARCHIVIST, None),
    "lending": (MINE | HEAD | ARCHIVIST, None), "lending_move": (MINE | HEAD | ARCHIVIST, None), "lending_item": (MINE | HEAD | ARCHIVIST, None),
    "lending_picture": (NOBODY, None), "lending_film": (NOBODY, None), "lendings_export": (HEADS | ARCHIVIST, None),
    "lending_reads": (HEADS | ARCHIVIST, None), "lending_reads_export": (HEADS | ARCHIVIST, None),
    "archive_propose": (HEAD | ARCHIVIST, None), "archive_hold": (HEAD | ARCHIVIST | {"reviewer"}, None), "archive_hold_lift": (HEAD, None),
    "addition_new": (MINE | HEAD | {"colleague", "archivist"}, None), "addition_package": (NOBODY, HEAD | ARCHIVIST),
    "addition_decide": (HEAD, None), "disposals": (HEADS | ARCHIVIST | {"reviewer"}, None), "disposal": (HEAD | ARCHIVIST | {"reviewer"}, None),
    "disposal_pdf": (HEAD | ARCHIVIST | {"reviewer"}, None), "disposal_execute": (HEAD | ARCHIVIST, None),
    "disposal_decide": (HEAD | {"reviewer"}, None), "imports": (OWN | STRANGE, None), "import_new": (ARCHIVIST, None), "import_file": (OWN, None),
    "import_member": (OWN, None), "import_package": (HEAD | ARCHIVIST, None),
    "functions_new": (SYSTEM, None), "functions_withdraw": (SYSTEM, None),
    "orders": (HEADS | WATCH | {"reviewer"}, None), "order": (HEAD | WATCH | {"reviewer"}, None), "order_new": (WATCH, None),
    "order_pdf": (HEAD | WATCH | {"reviewer"}, None), "order_move": (HEAD | {"reviewer"}, None),
    "gradings": (HEADS | WATCH | {"reviewer"}, None), "grading": (HEAD | WATCH | {"reviewer"}, None), "grading_new": (WATCH, None),
    "grading_draw": (WATCH, None), "grading_finish": (WATCH, None), "grading_file": (HEAD | WATCH | {"reviewer"}, None),
    "graded": (HEAD | WATCH | {"reviewer"}, None), "graded_move": (HEAD | {"reviewer"}, None),
    "analyses": (HEADS | WATCH | PUBLICIST | {"reviewer"}, None), "analysis_new": (HEADS | WATCH | PUBLICIST | {"reviewer"}, None),
    "analysis": (HEAD | WATCH | PUBLICIST | {"reviewer"}, None), "analysis_sign": (HEAD | PUBLICIST | {"reviewer"}, None),
    "analysis_file": (HEAD | WATCH | PUBLICIST | {"reviewer"}, None),
    "schemes": (HEADS | WATCH | {"reviewer"}, None), "scheme": (HEAD | WATCH | {"reviewer"}, None), "scheme_new": (WATCH, None),
    "scheme_change": (WATCH, None), "scheme_release": (WATCH, None), "scheme_score": (WATCH, None), "scheme_finish": (WATCH, None),
    "scheme_file": (HEAD | WATCH | {"reviewer"}, None), "appraisal": (HEAD | WATCH | {"reviewer"}, None),
    "appraisal_file": (HEAD | WATCH | {"reviewer"}, None), "appraisal_move": (HEAD | {"reviewer"}, None),
    "concerns": (HEADS | WATCH | PUBLICIST | {"reviewer"}, None), "concern_new": (HEADS | WATCH | PUBLICIST | {"reviewer"}, None),
    "concerns_file": (HEADS | WATCH | PUBLICIST | {"reviewer"}, None), "concern": (HEAD | WATCH | PUBLICIST | {"reviewer"}, None),
    "concern_move": (HEAD | PUBLICIST | {"reviewer"}, None),
    "warnings": (HEADS | WATCH, None), "warnings_file": (HEADS | WATCH, None), "warning": (HEAD | WATCH, None),
    "liabilities": (WORKING, None), "liabilities_file": (WORKING, None), "liability": (HEAD | WATCH | {"colleague"}, None), "liability_new": (HEADS | WATCH, None),
    "liability_dismiss": (HEADS | WATCH, None), "liability_move": (WATCH, None), "liability_person_move": (WATCH, None), "liability_letter": (HEAD | WATCH, None),
    "liability_figures": (HEADS | WATCH, None), "liability_figures_file": (HEADS | WATCH, None),
    "circulars": (HEADS | WATCH | {"reviewer"}, None), "circulars_file": (HEADS | WATCH | {"reviewer"}, None), "circular": (HEADS | WATCH | {"reviewer"}, None),
    "circular_new": (WATCH, None), "circular_pdf": (HEADS | WATCH | {"reviewer"}, None), "circular_return": (WATCH, None), "circular_move": (HEAD | {"reviewer"}, None),
    "lodgings": (HEADS | WATCH | {"reviewer"}, None), "lodgings_file": (HEADS | WATCH | {"reviewer"}, None), "lodging": (HEAD | WATCH | {"reviewer"}, None),
    "lodging_pdf": (HEAD | WATCH | {"reviewer"}, None), "lodging_move": (WATCH, None), "lodging_figures": (HEADS | WATCH | {"reviewer"}, None),
    "lodging_figures_file": (HEADS | WATCH | {"reviewer"}, None),
    "supervision": (HEADS | WATCH, None), "refusals": (HEADS | WATCH, None), "looks": (HEADS | WATCH, None), "looks_export": (HEADS | WATCH, None), "supervision_organ": (HEAD | WATCH, None),
    "publications": (WORKING, None), "publication": (OWN | WATCH, None),
    "publication_attach": (PUBLICIST, None), "attached_page": (PUBLICIST | HEAD | WATCH, None), "attached_picture": (PUBLICIST | HEAD | WATCH, None),
    "attached_decide": (PUBLICIST, None), "attached_add": (PUBLICIST, None), "attached_box": (PUBLICIST, None),
    "attached_confirm": (PUBLICIST, None), "attached_propose": (PUBLICIST, None), "attached_drop": (PUBLICIST, None),
    "publication_decide": (PUBLICIST, None), "publication_add": (PUBLICIST, None), "publication_correct": (PUBLICIST, None),
    "publication_withdraw": (PUBLICIST, None), "publication_press": (PUBLICIST, None),
    "publication_call_back": (PUBLICIST | HEAD | {"handler", "colleague", "reviewer"}, None),
    "publication_exempt": (HEAD, None), "publication_resume": (HEAD, None),
    "annual": (HEADS | PUBLICIST | WATCH | {"reviewer"}, None), "annual_sign": (HEADS | PUBLICIST | {"reviewer"}, None),
    "annual_file": (HEADS | PUBLICIST | WATCH | {"reviewer"}, None), "quarter_sign": (HEADS | PUBLICIST | {"reviewer"}, None),
    "rollup_sign": (WATCH, None), "sheet_new": (HEADS | PUBLICIST | {"reviewer"}, None), "sheet_outside": (WATCH, None),
    "outsider_new": (WATCH, None), "sheet": (HEAD | PUBLICIST | WATCH | {"reviewer"}, None),
    "sheet_check": (HEAD | PUBLICIST | WATCH | {"reviewer"}, HEAD | PUBLICIST | {"reviewer"}),
    "sheet_return": (HEAD | PUBLICIST | {"reviewer"}, None), "report": (HEAD | PUBLICIST | WATCH | {"reviewer"}, None),
    "report_file": (HEAD | PUBLICIST | WATCH | {"reviewer"}, None), "report_receipt": (HEAD | PUBLICIST | {"reviewer"}, None),
    "publication_republish": (HEAD, None), "publication_repair": (PUBLICIST, None), "repair_decide": (HEAD, None),
    "channels": (HEADS | PUBLICIST | WATCH | SYSTEM, None), "channel_new": (SYSTEM, None), "channel_close": (SYSTEM, None),
    "channel_receipts": (HEAD | PUBLICIST, None), "delivery": (HEAD | PUBLICIST, None),
    "credit": (HEADS | PUBLICIST | WATCH, None), "credit_item": (HEAD | PUBLICIST | WATCH, None),
    "credit_ask": (HEAD | PUBLICIST, None), "credit_answer": (HEAD, None),
    "sheets": (HEADS | PUBLICIST, None),
    "feeding": (HANDLERS | HEADS | PUBLICIST, None), "feeding_new": (HANDLERS | HEADS | PUBLICIST, None), "feeding_sheet": (HEAD | PUBLICIST | {"handler", "colleague"}, None),
    "feeding_template": (HANDLERS | HEADS | PUBLICIST, None), "feeding_file": (PUBLICIST, None), "feeding_faulty": (PUBLICIST, None),
    "keys": (KEEPERS, None), "key_new": (SYSTEM, None), "key_revoke": (SYSTEM, None), "key_accept": (PUBLICIST, None),
    "card": (SIGNED_IN, None), "card_code": (SIGNED_IN, None), "card_print": (SIGNED_IN, None),
    "applications": (HANDLERS | HEADS | PUBLICIST, None), "application": (MINE | HEAD | WATCH | {"colleague"}, None),
    "application_move": (MINE | HEAD | {"colleague"}, None), "application_file": (MINE | HEAD | {"colleague"}, NOBODY),
    "application_act": (NOBODY, MINE),
    "review_staff": (HEADS | WATCH | {"reviewer"}, None), "review_staff_export": (HEADS | WATCH | {"reviewer"}, None), "review_units_export": (HEADS | WATCH | {"reviewer"}, None),
    "review_body_new": (HEADS, None), "review_training_new": (HEADS | {"reviewer"}, None), "review_training_void": (HEAD, None),
    "disputes": (HANDLERS | HEADS | WATCH | {"reviewer"}, None), "disputes_export": (HANDLERS | HEADS | WATCH | {"reviewer"}, None),
    "dispute_route_new": (HEADS, None), "dispute": (MINE, None),
    "outside_drafts": (WORKING - {"archivist"}, None), "outside_export": (WORKING - {"archivist"}, None), "outside_new": (HANDLERS, None),
    "outside_draft": ((OWN | WATCH) - {"archivist"}, None), "outside_file": ((OWN | WATCH) - {"archivist"}, None),
    "outside_opinion": ((OWN | WATCH) - {"archivist"}, OWN - {"archivist"} | WATCH), "outside_review": (frozenset({"reviewer"}), None),
    "outside_request_new": (frozenset({"reviewer"}), None), "outside_request_move": (MINE | {"colleague"}, None),
    "outside_move": (MINE | {"colleague"}, None), "outside_file_void": (MINE | {"colleague"}, None),
    "major_catalogue": (WORKING - {"archivist"}, None), "major_catalogue_new": (HEADS | {"reviewer", "publicist"}, None),
    "major_catalogue_below": (HEADS | WATCH | {"reviewer"}, None), "major_catalogue_below_export": (HEADS | WATCH | {"reviewer"}, None),
    "guidance_new": (WATCH, None), "guidance_answer": (HEAD | {"reviewer"}, None),
    "not_major": (HANDLERS | HEADS | WATCH | {"reviewer"}, None), "not_major_export": (HANDLERS | HEADS | WATCH | {"reviewer"}, None),
    "not_major_new": (HANDLERS | {"reviewer"}, None),
    "counsel": (HEADS | WATCH | {"reviewer"}, None), "counsel_file": (HEADS | WATCH | {"reviewer"}, None), "counsel_new": (HEADS | WATCH, None),
    "counsel_renew": (HEAD, None), "counsel_end": (HEAD, None), "counsel_figures": (HEADS | WATCH | {"reviewer"}, None),
    "counsel_figures_file": (HEADS | WATCH | {"reviewer"}, None), "counsel_asks": (HEADS | WATCH | {"reviewer"}, None),
    "counsel_asks_file": (HEADS | WATCH | {"reviewer"}, None), "counsel_ask_new": (HEAD | {"reviewer"}, None),
    "review_request_new": (frozenset({"reviewer"}), None), "review_request_move": (MINE, None),
    "counsel_ask": (HEAD | WATCH | {"reviewer"}, None), "counsel_ask_move": (HEAD | WATCH, None),
    "material_lists": (HANDLERS | HEADS | WATCH | {"reviewer"}, None), "material_list": (MINE | {"colleague"} | HEAD | WATCH | {"reviewer"}, None),
    "material_list_export": (MINE | {"colleague"} | HEAD | WATCH | {"reviewer"}, None), "material_list_new": (frozenset({"reviewer"}), None),
    "material_list_move": (HEAD, None), "review_body_publish": (HEAD | {"reviewer"}, None),
    "case_materials": ((OWN | WATCH) - {"archivist"}, None), "case_material_new": (MINE | {"colleague"}, None), "case_material_void": (MINE | {"colleague"}, None),
    "letters": (HEADS | PUBLICIST | WATCH, None), "letter": (HEAD | PUBLICIST, None), "letter_answer": (HEAD | PUBLICIST, None),
    "staffing": (WORKING | SECURITY, None), "staff": (HEADS | SECURITY, None), "volume": (WORKING, None), "volume_file": (WORKING, None),
    "list_draft": (WORKING, HEADS | {"reviewer", "publicist"}),
    "lists": (WORKING, None), "list_kind": (WORKING, None), "list_draw": (WORKING, HEADS | {"reviewer", "publicist"}),
    "edition_new": (HANDLERS | {"reviewer", "publicist"}, None), "edition": (OWN | WATCH, None),
    "edition_again": (COLLECTING, None), "edition_revise": (COLLECTING, None), "edition_move": (frozenset({"reviewer", "head"}), None),
}  # fmt: skip
# Open to everybody, signed in or not.
OPEN = {"sign_in", "display"}
# Leads to an article, which has a row; and the end of a session, which has a test of its own.
LEADING = {"cite", "sign_out"}
MOVES = {
    "certificate_move": "suspend",
    "account_move": "lock",
    "edition_move": "check",
    "order_move": "answer",
    "guiding_move": "check",
    "counsel_ask_move": "assign",
    "review_request_move": "answer",
    "material_list_move": "set",
    "graded_move": "object",
    "appraisal_move": "object",
    "concern_move": "draft",
    "liability_move": "close",
    "liability_person_move": "answer",
    "circular_move": "report",
    "lodging_move": "register",
    "draw_move": "officers",
    "dispute": "raise",
    "outside_move": "withdraw",
    "outside_request_move": "answer",
    "application_move": "accept",
    "handover_settle": "receive",
    "lending_move": "end",
    "addition_decide": "agree",
    "disposal_decide": "approve",
}
KINDS = {
    "feeding_template": "penalty",
    "benchmark_file": "xlsx",
    "review_request_new": "explain",
    "outside_request_new": "joint",
    "seal_report_file": "json",
    "file_seals_file": "json",
    "signing_report_file": "json",
    "list_kind": "window",
    "list_draft": "measures",
    "staff": "guide",
    "list_draw": "matter",
    "edition_new": "window",
}
KEPT = (
    Act,
    Case,
    Draft,
    Refusal,
    SavedView,
    Law,
    GuidingCase,
    GuidingNote,
    Entry,
    Appointment,
    Person,
    Party,
    Publication,
    Attachment,
    Viewing,
    Edition,
    RegisterEntry,
    Report,
    Receipt,
    Sheet,
    Liability,
    LiabilityStep,
    LodgingStep,
    CircularStep,
    Visit,
    Round,
    RoundText,
    Recording,
    RecordingNote,
    RecordingReason,
    Grant,
    HandSignature,
    PersonCertificate,
    PersonSigning,
    Seal,
    SealingRule,
    Sealing,
    DeviceLog,
    Room,
    Plan,
    PoolParty,
    Freeze,
    Draw,
    Drawn,
    Swap,
    VisitCause,
    VisitCount,
    CapTable,
    ClassLot,
    EnterpriseClass,
    YearLine,
    YearPlan,
    YearVersion,
    Application,
    OrganForm,
    PaperSignature,
    Scan,
    ScanPage,
    Lending,
    LendingRead,
    Unmarked,
    Counsel,
    CounselAsk,
    RoundRequest,
)


def patterns(resolver: Any = None) -> dict[str, URLPattern]:
    """Every named address of the bureau, as the resolver has it."""
    if resolver is None:
        top = get_resolver().url_patterns
        resolver = next(one for one in top if isinstance(one, URLResolver) and one.namespace == "bureau")
    found: dict[str, URLPattern] = {}
    for one in resolver.url_patterns:
        found |= patterns(one) if isinstance(one, URLResolver) else {str(one.name): one}
    return found


def address(name: str, town: Town) -> str:
    """The address of a page about the case that fits it."""
    wanted = set(patterns()[name].pattern.converters)
    about = {"case_id": town.waiting} if name.startswith("act") or name == "review" else {}
    about |= {"case_id": town.marks["asked_case"]} if name.startswith("review_request") else {}
    about |= {"inside_id": town.marks["outside_asked"]} if name == "outside_request_move" else {}
    about |= {"code": "notify"} if name == "act_preview" else {}
    about |= {"act": "interview"} if name == "wording_read" else {}
    about |= {"move": MOVES[name]} if name in MOVES else {}
    about |= {"kind": KINDS[name]} if name in KINDS else {}
    about |= {"category": "levy"} if name == "material_list_new" else {}
    return reverse(
        f"bureau:{name}", kwargs={key: value for key, value in town.values(**about).items() if key in wanted}
    )


def let_in(answer: HttpResponse) -> bool:
    """Whether the page did what it is for: shown, done, or a reason about the matter (not about the person)."""
    if answer.status_code in {401, 403, 404, 405, 412}:
        return False
    if answer.status_code == 302:
        return "/sign-in/" not in answer["Location"] and answer["Location"] != reverse("bureau:decisions")
    assert answer.status_code in {200, 204, 409, 422}, answer.status_code
    return answer.streaming or "现在不能由您办理" not in answer.content.decode("utf-8", "replace")


def post(client: Any, name: str, where: str) -> HttpResponse:
    sent = {"purpose": "handle", "name": "攻击", "notice": "x"}
    if name == "case_upload":
        sent |= {"file": SimpleUploadedFile("x.png", PNG)}
    return client.post(where, sent)


def kept() -> list[int]:
    return [model.objects.count() for model in KEPT]


def test_every_address_has_a_row() -> None:
    assert set(patterns()) == set(ROWS) | OPEN | LEADING


@pytest.mark.parametrize("name", ROWS)
def test_row(town: Town, name: str) -> None:
    where, (look, write) = address(name, town), ROWS[name]
    for role, client in town.browsers.items():
        assert let_in(client.get(where)) == (role in look), f"{role} GET {where}"
    before = kept()
    allowed = look if write is None else write
    for role, client in town.browsers.items():
        if role not in allowed:
            assert not let_in(post(client, name, where)), f"{role} POST {where}"
    assert kept() == before, f"{where} keeps something of a person it refused"
    for role in allowed:
        assert let_in(post(town.browsers[role], name, where)), f"{role} POST {where}"


def test_after_signing_out_nothing_is_shown(town: Town) -> None:
    client, where = browser(town.world.people["甲"]), reverse("bureau:case", args=[town.done])
    assert client.get(where).status_code == 200
    assert client.get(reverse("bureau:sign_out")).status_code == 405
    kept_cookies = dict(client.cookies)
    client.post(reverse("bureau:sign_out"))
    client.cookies.update(kept_cookies)
    assert client.get(where).status_code == 302


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_never_read_of_a_case(town: Town, role: str) -> None:
    client = town.browsers[role]
    for name in patterns().keys() - {"sign_out"}:
        body = client.get(address(name, town), {"q": "恒源", "tab": "done", "elder": "1", "next": "/bureau/"})
        text = b"".join(body.streaming_content).decode() if body.streaming else body.content.decode("utf-8", "replace")
        allowed = (
            {"特种作业人员未按照规定"}
            if name in {"matter", "matters", "matter_map", "article", "law", "law_compare"}
            else set()
        )
        assert not [word for word in SECRET if word in text and word not in allowed], name


def test_a_supervisor_changes_nothing(town: Town) -> None:
    client, before, last = town.browsers["supervisor"], kept(), Entry.objects.count()
    free = {KEPT.index(model) for model in (Viewing, SavedView, Entry, LodgingStep)}
    for name in patterns().keys() - {"sign_out"}:
        post(client, name, address(name, town))
    after = kept()
    # What supervision may leave behind: that a file was looked at, filters of one's own, an organ named that is outside,
    # and the registration of a decision lodged with it.
    assert {one.kind for one in Entry.objects.filter(index__gte=last)} <= {
        "record:object:viewed",
        "record:document:rendered",
        "record:sheet:rendered",
        "supervision:outsider:registered",
        "supervision:lodging:registered",
    }
    assert [count for at, count in enumerate(before) if at not in free] == [
        n for at, n in enumerate(after) if at not in free
    ]


MIXED = {
    "case_paper": {"case_id": "waiting"}, "seal_report": {"case_id": "waiting"}, "signature_sheet": {"case_id": "waiting"},
    "case_file": {"file_id": "their_file"}, "file_seals": {"file_id": "their_file"}, "signing_report": {"case_id": "waiting"}, "case_document": {"case_id": "waiting"}, "case_document_page": {"case_id": "waiting"},
}  # fmt: skip


@pytest.mark.parametrize("name", MIXED)
def test_an_id_of_another_case_is_not_found(town: Town, name: str) -> None:
    swapped = {key: getattr(town, held) for key, held in MIXED[name].items()}
    wanted = set(patterns()[name].pattern.converters)
    where = reverse(f"bureau:{name}", kwargs={k: v for k, v in town.values(**swapped).items() if k in wanted})
    for role in ("handler", "head", "supervisor"):
        assert town.browsers[role].get(where).status_code == 404, role
        assert town.browsers[role].post(where, {"purpose": "handle"}).status_code == 404, role


def test_a_draft_belongs_to_its_author(town: Town) -> None:
    typed = "只有我知道的询问内容"
    where = reverse("bureau:act", kwargs={"case_id": town.waiting, "code": "interview"})
    town.browsers["handler"].post(f"{where}draft/", {"place": typed})
    assert typed in town.browsers["handler"].get(where).content.decode()
    for role, client in town.browsers.items():
        if role != "handler":
            assert typed not in client.get(where).content.decode(), role
            client.post(f"{where}draft/drop/")
    assert typed in town.browsers["handler"].get(where).content.decode()


@pytest.mark.parametrize("role", ["stranger", "strange_head"])
def test_lists_search_and_export_know_no_case_of_another_organ(town: Town, role: str) -> None:
    client, secret = town.browsers[role], ("示范县鑫达烟花爆竹有限公司", str(town.waiting), str(town.done))
    case = Case.objects.get(id=town.done)
    for query in (
        {"q": "鑫达"},
        {"q": case.number},
        {"q": case.decision_number},
        {"organ": str(case.organ_id)},
        {"mine": "1"},
        {"tab": "decided"},
    ):
        for name in ("cases", "cases_export", "archives", "reviews", "hearings", "home"):
            answer = client.get(address(name, town), query)
            if answer.status_code == 200:
                text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
                assert not [word for word in secret if word in text], (name, query)
    found = client.get(reverse("bureau:search"), {"q": case.number}).content.decode()
    assert str(case.id) not in found and case.party_name not in found
