"""Every page of publicity in the bureau, as the person it is for: axe, width, place in the menu, labels that are told apart."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import reverse
from tests import kept
from tests.browser.conftest import Open, check, picture
from tests.security import town as towns
from tests.security.test_matrix import address

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# All three were looked at with axe when the pages were made; what only 768 px can break is the width.
WIDTHS = (1440, 768, 390)
LISTS = ("measures", "systems", "delegation", "assessment", "matter", "rollup")
PAGES: dict[str, tuple[str, ...]] = {
    "handler": (
        "visits", "visit_new", "visit", "visit_close", "recordings", "recording_new", "recording", "recording_file", "recording_excuse",
        "case_coverage", "recording_explain", "reading_new", "readings", "calling", "party_all", "reading_grant", "reading_revoke",
        "recording_derive", "deposits", "deposit", "deposit_file", "wordings", "forms", "form_add", "form_adjust", "form_filing", "papers", "scan",
        "paper", "case_papers", "question_sets", "question_set", "equipment", "device", "device_take", "device_return", "seals", "seal", "sealing",
        "sealing_put", "sealing_drop", "case_paper", "seal_report", "document_sign", "card", "card_print", "feeding_new", "draws", "draw",
        "draw_parties", "draw_new", "draw_freeze", "draw_number", "draw_move", "draw_party_new", "draw_import", "draw_party_out", "draw_officer_out",
        "draw_avoid", "draw_differences", "classes", "class_new", "class_import", "class_lot", "class_check", "class_history", "caps", "cap_new",
        "frequencies", "year_plans", "year_plan_new", "year_plan", "year_line_new", "year_line", "year_line_drop", "year_plan_amend", "year_draft_drop",
        "year_report", "applications", "application", "application_move", "case_unmarked", "lending_new", "lending_move", "lending_item", "file_seals",
        "signing_report", "certificate_sign", "certificates", "certificate_revoke", "case_similar", "case_similar_answer", "case_weighing",
        "guiding_cases", "guiding_case", "matter_map", "article", "law_compare", "case_guiding_note", "case_materials", "case_material_new", "case_material_void", "review_request_move",
        "outside_drafts", "outside_new", "outside_draft", "outside_file", "outside_move", "outside_file_void", "outside_request_move",
    ),
    "publicist": (
        "home", "publications", "publication", "publication_attach", "attached_page", "attached_drop", "publication_correct", "publication_withdraw",
        "publication_call_back", "publication_repair", "feeding", "feeding_new", "feeding_file", "key_accept", "sheets", "letters", "letter",
        "letter_answer", "rounds", "round_new", "round", "round_stop", "opinion", "lists", "staffing", "volume", "list_kind", "edition_new",
        "edition", "edition_again", "edition_revise", "annual", "annual_sign", "quarter_sign", "sheet_new", "sheet", "report", "report_receipt",
        "channels", "channel_receipts", "delivery", "credit", "credit_item", "credit_ask",
    ),
    "head": (
        "home", "archive_hold_lift", "addition_decide", "disposal_decide", "gradings", "grading", "graded", "graded_move", "analyses", "analysis",
        "analysis_sign", "draw", "draw_swap", "draw_stop", "cap_settle", "year_plan_approve", "forms", "papers", "reading_decide", "seal_new", "seal_lend", "seal_move", "seal_require",
        "repair_decide", "credit_answer", "staff", "sheet_return", "review_staff", "review_body_new", "review_training_void", "benchmark_publish", "benchmark_set_publish", "disputes", "dispute_route_new", "major_catalogue_new",
        "signer_certificate_new", "counsel_new", "counsel_renew", "counsel_end", "counsel_ask", "counsel_ask_move", "schemes", "scheme", "appraisal", "appraisal_move", "concerns", "concern", "concern_move", "warnings",
        "liabilities", "liability", "circulars", "circular", "circular_move", "lodgings", "lodging", "lodging_figures", "material_list", "material_list_move",
    ),
    "archivist": (
        "equipment", "equipment_rules", "device_new", "device_move", "room_new", "room_close", "archives", "archive_files", "archive_file",
        "archive_check", "archive_report", "archive_to_house", "archive_apart", "archive_hand_over", "handover", "handover_settle", "archive_propose",
        "archive_hold", "addition_new", "disposals", "disposal", "disposal_execute", "imports", "import_new", "import_file", "lendings", "lending",
        "lending_outside", "lending_reads", "lending_elsewhere",
    ),
    "reviewer": (
        "lists", "edition_move", "review_staff", "review_training_new", "review_request_new", "outside_request_new", "benchmarks", "benchmark", "benchmark_new", "benchmark_edit", "benchmark_discard", "benchmark_replay", "benchmark_set", "benchmark_set_new", "matter_new", "matter_revise", "matter_retire", "major_catalogue", "guidance_answer", "not_major_new", "counsel", "counsel_ask_new", "counsel_asks", "counsel_figures", "material_lists", "material_list_new", "review_body_publish", "outside_review", "reviews",
    ),
    "supervisor": (
        "home", "guiding_cases", "guiding_case", "guiding_new", "guiding_revise", "guiding_move", "forms", "form_answer", "seals", "case_paper", "annual", "rollup_sign", "outsider_new", "sheet_outside", "visits", "channels",
        "refusals", "looks", "coverage", "supervision_organ", "gradings", "grading", "grading_new", "grading_draw", "grading_finish", "graded",
        "analyses", "analysis_new", "review_staff", "major_catalogue_below", "guidance_new", "not_major", "patrols", "patrol", "patrol_settle", "schemes", "scheme", "scheme_new", "scheme_change",
        "scheme_release", "scheme_score", "scheme_finish", "appraisal", "concerns", "concern_new", "concern", "warnings", "warning",
        "liabilities", "liability", "liability_new", "liability_move", "liability_person_move", "liability_figures", "circulars", "circular", "circular_new", "circular_return", "lodgings", "lodging", "lodging_move",
    ),
    "sysadmin": (
        "figures", "figure", "figures_import", "contents", "keys", "key_new", "key_revoke", "channels", "channel_new", "channel_close", "photo_set", "patrols",
    ),
    "secadmin": (
        "staffing", "staff",
    ),
}  # fmt: skip
TWICE = "[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at)"


@pytest.fixture
def town(transactional_db: None) -> towns.Town:
    """The town of the security tests, seen by the live server's threads."""
    cache.clear()
    made = towns.build(kept.county())
    get_user_model().objects.update(must_change_password=False)
    return made


def where(name: str, town: towns.Town) -> list[str]:
    """The addresses of a page; a list has one for each kind looked at."""
    if name == "staff":
        return [reverse("bureau:staff", args=["window"])]
    if name == "list_kind":
        return [reverse("bureau:list_kind", args=[kind]) for kind in LISTS]
    return [address(name, town)]


def test_every_page_is_in_order_at_every_width(town: towns.Town, open_page: Open) -> None:
    people = {one.person_id: one.get_username() for one in get_user_model().objects.all()}
    for role, names in PAGES.items():
        page = open_page("/bureau/", as_=people[town.world.people[towns.PEOPLE[role]]])
        for name in names:
            for at in where(name, town):
                page.set_viewport_size({"width": WIDTHS[0], "height": 900})
                assert page.goto(at).status == 200, (role, at)
                assert page.locator("h1").count() == 1, (role, at)
                lit = page.locator("#menu [aria-current]").all_inner_texts()
                assert len(lit) == 1, (role, name, lit)
                assert not page.evaluate(TWICE), (role, name)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    if width == 768:
                        assert page.evaluate("document.documentElement.scrollWidth") <= width, (role, name)
                    else:
                        check(page)
                        picture(page, f"{role}-{name}")
        page.context.close()
