"""One function per legal act of the review."""

from mingjing.review.access import may_record_training, may_register_body, may_say_not_major
from mingjing.review.operations.disputes import answer_dispute, choose_route, consult, raise_dispute, settle_dispute
from mingjing.review.operations.erasing import erase_dossier
from mingjing.review.operations.majority import say_not_major
from mingjing.review.operations.opinions import give_opinion, respond
from mingjing.review.operations.staff import record_training, register_body, void_training
from mingjing.review.operations.submissions import extend, return_incomplete, submit, supplement

__all__ = [
    "answer_dispute",
    "choose_route",
    "consult",
    "erase_dossier",
    "extend",
    "give_opinion",
    "may_record_training",
    "may_register_body",
    "may_say_not_major",
    "raise_dispute",
    "record_training",
    "register_body",
    "respond",
    "return_incomplete",
    "say_not_major",
    "settle_dispute",
    "submit",
    "supplement",
    "void_training",
]
