"""One function per legal act of the review."""

from mingjing.review.access import (
    may_ask_counsel,
    may_assign_counsel,
    may_draft_list,
    may_enter_advice,
    may_hand_over,
    may_keep_counsel,
    may_record_training,
    may_register_body,
    may_say_not_major,
    may_set_list,
    may_submit,
)
from mingjing.review.operations.counsel import (
    advise,
    ask_counsel,
    assign_counsel,
    call_off,
    end_counsel,
    register_counsel,
    renew_counsel,
)
from mingjing.review.operations.disputes import answer_dispute, choose_route, consult, raise_dispute, settle_dispute
from mingjing.review.operations.erasing import erase_dossier
from mingjing.review.operations.handing import hand_over_body, hand_over_list
from mingjing.review.operations.lists import draft_list, drop_list, hand_in, set_list, void_material
from mingjing.review.operations.majority import say_not_major
from mingjing.review.operations.opinions import give_opinion, respond
from mingjing.review.operations.requests import answer_in_round, ask_in_round, call_off_in_round
from mingjing.review.operations.staff import record_training, register_body, void_training
from mingjing.review.operations.submissions import extend, return_incomplete, submit, supplement

__all__ = [
    "advise",
    "answer_dispute",
    "answer_in_round",
    "ask_in_round",
    "call_off_in_round",
    "choose_route",
    "consult",
    "draft_list",
    "drop_list",
    "ask_counsel",
    "assign_counsel",
    "call_off",
    "end_counsel",
    "erase_dossier",
    "extend",
    "give_opinion",
    "hand_in",
    "hand_over_body",
    "hand_over_list",
    "may_ask_counsel",
    "may_assign_counsel",
    "may_draft_list",
    "may_enter_advice",
    "may_hand_over",
    "may_keep_counsel",
    "may_record_training",
    "may_register_body",
    "may_say_not_major",
    "may_set_list",
    "may_submit",
    "raise_dispute",
    "record_training",
    "register_body",
    "register_counsel",
    "renew_counsel",
    "respond",
    "return_incomplete",
    "say_not_major",
    "set_list",
    "settle_dispute",
    "submit",
    "supplement",
    "void_material",
    "void_training",
]
