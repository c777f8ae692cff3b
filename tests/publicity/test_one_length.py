"""The longest text of a letter, an answer and a round is one figure: the form lets through what the operation takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import browser

from mingjing.publicity.models import Letter, Round
from mingjing.publicity.terms import LETTER_MOST, ROUND_MOST

pytestmark = pytest.mark.django_db


def test_a_letter_and_its_answer_take_all_that_the_forms_let_through(shifan: Any, client: Client) -> None:
    most = LETTER_MOST["text"]
    page = client.get("/lx/new/?kind=question").content.decode()
    assert f'maxlength="{most}"' in page
    told = {"kind": "question", "organ": "示应急", "text": "问" * most, "_once": "one-length-0123456789"}
    assert client.post("/lx/new/", told).status_code == 200
    letter = Letter.objects.get()
    assert len(letter.text) == most == 4000
    me, where = browser(shifan.people["公"]), f"/bureau/letters/{letter.pk}/answer/"
    assert f'maxlength="{LETTER_MOST["answer"]}"' in text(me, where)
    sent(me, where, {"outcome": "explained", "answer": "答" * 4001}, 422)
    sent(me, where, {"outcome": "explained", "answer": "答" * 4000})
    assert len(Letter.objects.get().answer) == 4000


def test_a_round_takes_all_that_its_form_lets_through(shifan: Any) -> None:
    me, today = browser(shifan.people["公"]), timezone.localdate()
    assert text(me, "/bureau/rounds/new/").count(f'maxlength="{ROUND_MOST["text"]}"') >= 1
    told = {
        "kind": "review", "subject": "执法评议", "asked": "企业", "opens_on": today.isoformat(), "text": "评" * 4000,
        "closes_on": (today + timedelta(days=40)).isoformat(), "questions": "其他意见",
    }  # fmt: skip
    sent(me, "/bureau/rounds/new/", told)
    assert len(Round.objects.get().text) == 4000
