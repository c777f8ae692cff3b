"""Names of the pages that lie under an entry of the left menu and light it up."""

EQUIPMENT_PAGES = (
    "equipment_rules", "device", "device_new", "device_take", "device_return", "device_check", "device_move", "room_new",
    "room_close",
)  # fmt: skip
PUBLICATION_PAGES = (
    "publication", "publication_add", "publication_attach", "publication_correct", "publication_withdraw",
    "publication_call_back", "publication_exempt", "publication_resume", "publication_republish", "publication_repair",
    "publication_press", "attached_page", "attached_drop", "repair_decide",
)  # fmt: skip
LIST_PAGES = (
    "list_kind", "list_draft", "list_draw", "edition", "edition_new", "edition_again", "edition_revise", "edition_move",
    "volume", "staff", "staffing",
)  # fmt: skip
OFFICER_PAGES = (
    "officer", "person_new", "person_change", "person_retire", "qualification", "role_grant", "role_revoke",
    "certificate_new", "certificate_move", "photo_set", "photo_remove",
)  # fmt: skip
COUNSEL_PAGES = (
    "counsel_new", "counsel_renew", "counsel_end", "counsel_figures", "counsel_asks", "counsel_ask", "counsel_ask_new",
    "counsel_ask_move",
)  # fmt: skip
OUTSIDE_PAGES = (
    "outside_new",
    "outside_draft",
    "outside_file",
    "outside_file_void",
    "outside_move",
    "outside_request_new",
    "outside_request_move",
)
SCHEME_PAGES = (
    "scheme", "scheme_new", "scheme_change", "scheme_release", "scheme_score", "scheme_finish", "appraisal", "appraisal_move",
)  # fmt: skip
GUIDING_PAGES = ("guiding_case", "guiding_new", "guiding_revise", "guiding_move")
LIABILITY_PAGES = (
    "liability", "liability_new", "liability_dismiss", "liability_move", "liability_person_move", "liability_figures",
)  # fmt: skip
DRAW_PAGES = (
    "draw", "draw_new", "draw_amend", "draw_freeze", "draw_number", "draw_stop", "draw_move", "draw_swap", "draw_parties",
    "draw_party_new", "draw_import", "draw_party_out", "draw_officer_out", "draw_avoid",
    "draw_differences",
)  # fmt: skip
YEAR_PLAN_PAGES = (
    "year_plan", "year_plan_new", "year_line_new", "year_line", "year_line_drop", "year_plan_amend", "year_plan_approve",
    "year_draft_drop", "year_report",
)  # fmt: skip
CLASS_PAGES = ("class_new", "class_import", "class_lot", "class_check", "class_history")
CAP_PAGES = ("cap_new", "cap_settle", "frequencies")
ARCHIVE_PAGES = (
    "archive_files", "archive_file", "archive_check", "archive_report", "archive_to_house", "archive_hand_over", "archive_apart",
    "handover", "handover_settle", "archive_propose", "archive_hold", "archive_hold_lift", "addition_new", "addition_decide", "disposals",
    "disposal", "disposal_decide", "disposal_execute", "imports", "import_new", "import_file",
    "lendings", "lending", "lending_new", "lending_outside", "lending_elsewhere", "lending_move", "lending_item", "lending_reads",
)  # fmt: skip
CASE_PAGES = (
    "case", "case_new", "case_papers", "case_unmarked", "own_document", "case_coverage", "recording_explain", "case_paper", "seal_report", "file_seals", "certificate_sign", "signing_report", "document_sign", "case_similar", "case_similar_answer", "case_weighing", "case_material_new", "case_material_void", "case_materials", "case_guiding_note",
)  # fmt: skip
BENCHMARK_PAGES = (
    "benchmark", "benchmark_new", "benchmark_edit", "benchmark_publish", "benchmark_discard", "benchmark_replay",
    "benchmark_set", "benchmark_set_new", "benchmark_set_publish",
)  # fmt: skip
LODGING_PAGES = ("lodging", "lodging_move", "lodging_figures")
