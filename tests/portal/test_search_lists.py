"""Search over what organs make public beforehand, by characters and by sound."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from tests.portal.test_search import answer, text

from mingjing.kernel.days import CHINA
from mingjing.publicity import operations, queries
from mingjing.sites.journeys import registers

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)


@pytest.fixture
def public(shifan: Any) -> Any:
    """Everything of one organ is public."""
    registers.publish(shifan, "应急局", AT)
    return shifan


@pytest.mark.parametrize("word", ["经营许可", "jyxk", "weixianhuaxuepin", "wxhxp"])
def test_a_guide_is_found(word: str, public: Any, client: Client) -> None:
    assert f"/sq/{quote('示应急')}/guide/BS-001/" in answer(client, word)


def test_an_article_is_led_to(public: Any, client: Client) -> None:
    body = answer(client, "《安全生产法》第九十七条")
    assert "/fl/?c=" in body
    assert "条文" in text(body)


def test_an_entry_that_ended_is_found_by_no_way(public: Any, client: Client) -> None:
    found = answer(client, "jyxk")
    assert "BS-001" in found
    entry = queries.public_entry("示应急", "guide", "BS-001")
    assert entry is not None
    operations.retire_entry(edition_id=entry.edition.id, reason="不再办理", by=public.actor("己", AT), at=AT)
    for word in ("jyxk", "危险化学品经营许可", "weixianhuaxuepin"):
        for where in ("/s/", "/s/suggest/"):
            assert "BS-001" not in answer(client, word, where)
