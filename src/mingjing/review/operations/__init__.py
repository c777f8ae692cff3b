"""One function per legal act of the review."""

from mingjing.review.operations.disputes import answer_dispute, raise_dispute, settle_dispute
from mingjing.review.operations.erasing import erase_dossier
from mingjing.review.operations.opinions import give_opinion, respond
from mingjing.review.operations.submissions import extend, return_incomplete, submit, supplement

__all__ = [
    "answer_dispute",
    "erase_dossier",
    "extend",
    "give_opinion",
    "raise_dispute",
    "respond",
    "return_incomplete",
    "settle_dispute",
    "submit",
    "supplement",
]
