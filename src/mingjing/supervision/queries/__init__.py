"""What others ask: figures as they stand, frozen reports, sheets, the region's sum, and what is owed."""

from mingjing.supervision.queries.analyses import FILM_NAMES, analyses, analysis
from mingjing.supervision.queries.duties import due_of, duties, quarter_due, rollup_due
from mingjing.supervision.queries.figures import FIRST_YEAR, annual, before, counted, of_sheet, source_of
from mingjing.supervision.queries.forms import NAMES, draft, feedable_lines, public_values, quarter_over_on, quarters_over
from mingjing.supervision.queries.gradings import Proposal, draw_file, graded_file, graded_files, grading, gradings, late_answers, proposal, result_rows, results, weak_items
from mingjing.supervision.queries.orders import late_orders, order, order_counts, order_counts_by_organ, order_hindrances, order_paper, orders, orders_of_case, orders_of_letter
from mingjing.supervision.queries.progress import progress_fields
from mingjing.supervision.queries.reports import is_whole, last_sheet, newest, outsider, outsiders, region_sheets, report, reports, rollup, sheet, sheets
from mingjing.supervision.queries.rollups import Rollup, regions_below, roll_up
from mingjing.supervision.rules.clocks import quarters_before

__all__ = ["FILM_NAMES", "FIRST_YEAR", "NAMES", "Proposal", "Rollup", "analyses", "analysis", "annual", "before", "counted", "draft", "draw_file", "due_of", "duties", "feedable_lines", "graded_file", "graded_files", "grading", "gradings", "is_whole", "last_sheet", "late_answers", "late_orders", "newest", "of_sheet", "order", "order_counts", "order_counts_by_organ", "order_hindrances", "order_paper", "orders", "orders_of_case", "orders_of_letter", "outsider", "outsiders", "progress_fields", "proposal", "public_values", "quarter_due", "quarter_over_on", "quarters_before", "quarters_over", "region_sheets", "regions_below", "report", "reports", "result_rows", "results", "roll_up", "rollup", "rollup_due", "sheet", "sheets", "source_of", "weak_items"]
