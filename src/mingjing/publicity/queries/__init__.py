"""What others ask. `desk` questions are for the bureau, `public` ones can only ever reach redacted columns."""

from mingjing.publicity.queries.charts import chart, chart_on, chart_texts, charts, stale_charts, stale_texts
from mingjing.publicity.queries.checks import unpublished_checks
from mingjing.publicity.queries.desk import by_source, counts, history, known_numbers, late_findings, limit, listing, owed, public_parts, public_parts_of, publication, source, spans, standing, versions_now, waiting
from mingjing.publicity.queries.drawing import not_drawn
from mingjing.publicity.queries.keeping import entries_standing, terms_kept, visits_between
from mingjing.publicity.queries.letters import late_letters, letter_by_receipt, letter_counts, letters
from mingjing.publicity.queries.papers import list_paper, volume
from mingjing.publicity.queries.progress import rights, rights_of
from mingjing.publicity.queries.public import addresses, count_of, decision, latest, month_count, organs_in_public, page, proof_file, rows, stamp, total, version
from mingjing.publicity.queries.public_files import attached_files, file_content, has_attachments, public_file, public_files, public_files_of
from mingjing.publicity.queries.registers import PublicEntry, desk_counts, edition, editions, entry_names, expired_delegations, exported_entries, found_entries, in_force_on, list_addresses, public_counts, public_entries, public_entry, public_organs, siblings, stale, waiting_entries
from mingjing.publicity.queries.repairs import open_repairs, repair, repairs
from mingjing.publicity.queries.reports import Paper, REPORTS, charts as report_charts, report_book, report_pdf
from mingjing.publicity.queries.rounds import late_rounds, opinion, opinions, own_round, own_rounds, public_round, public_rounds, round_results, rounds_owing
from mingjing.publicity.queries.sounding import decisions_sounding, entries_sounding, numbered
from mingjing.publicity.queries.staff import concerned_kinds, kinds_of_others, last_staffings, staffed, staffed_kinds, vacancies, vacancies_of
from mingjing.publicity.queries.subjects import subject, twelve_months
from mingjing.publicity.queries.texts import Owed, figure_rows, texts_owed
from mingjing.publicity.queries.visits import check_items, left_open, rating_figures, rating_texts, visit, visit_by_code, visit_counts, visit_figures, visits, visits_there
from mingjing.publicity.queries.whole import copied_decisions, last_change, month_addresses, month_rows, months, proof_files, public_totals, stamps

__all__ = ["Owed", "Paper", "PublicEntry", "REPORTS", "addresses", "attached_files", "by_source", "chart", "chart_on", "chart_texts", "charts", "check_items", "concerned_kinds", "copied_decisions", "count_of", "counts", "decision", "decisions_sounding", "desk_counts", "edition", "editions", "entries_sounding", "entries_standing", "entry_names", "expired_delegations", "exported_entries", "figure_rows", "file_content", "found_entries", "has_attachments", "history", "in_force_on", "kinds_of_others", "known_numbers", "last_change", "last_staffings", "late_findings", "late_letters", "late_rounds", "latest", "left_open", "letter_by_receipt", "letter_counts", "letters", "limit", "list_addresses", "list_paper", "listing", "month_addresses", "month_count", "month_rows", "months", "not_drawn", "numbered", "open_repairs", "opinion", "opinions", "organs_in_public", "owed", "own_round", "own_rounds", "page", "proof_file", "proof_files", "public_counts", "public_entries", "public_entry", "public_file", "public_files", "public_files_of", "public_organs", "public_parts", "public_parts_of", "public_round", "public_rounds", "public_totals", "publication", "rating_figures", "rating_texts", "repair", "repairs", "report_book", "report_charts", "report_pdf", "rights", "rights_of", "round_results", "rounds_owing", "rows", "siblings", "source", "spans", "staffed", "staffed_kinds", "stale", "stale_charts", "stale_texts", "stamp", "stamps", "standing", "subject", "terms_kept", "texts_owed", "total", "twelve_months", "unpublished_checks", "vacancies", "vacancies_of", "version", "versions_now", "visit", "visit_by_code", "visit_counts", "visit_figures", "visits", "visits_between", "visits_there", "volume", "waiting", "waiting_entries"]
