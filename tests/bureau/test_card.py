"""我的执法证: shown to its holder, scanned by the party, never shown where it does not authorise."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.bureau.county import County

from mingjing.organs import operations, queries
from mingjing.organs.models import Showing

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]


def scanned(number: str, county: County, ago: int = 0) -> str:
    at = timezone.now() - timedelta(seconds=ago)
    shown = operations.shown_code(number=number, by=queries.actor(county.people["zhao"], at), at=at)
    return f"/zj/{number}/?t={shown.step}&c={shown.code}"


def test_the_holder_shows_and_the_party_scans(county: County, signed_in: Enter, client: Client) -> None:
    page = signed_in("zhao").get("/bureau/card/").content.decode()
    assert "<svg" in page
    assert "赵建国" in page
    seen = client.get(scanned("冀B-zhao", county)).content.decode()
    assert "刚刚出示" in seen
    assert Showing.objects.get().fresh == 1
    assert "本月被扫 1 次" in signed_in("zhao").get("/bureau/card/").content.decode()


def test_a_photographed_code_is_told_to_the_party(county: County, client: Client) -> None:
    seen = client.get(scanned("冀B-zhao", county, ago=600)).content.decode()
    assert "已经更换" in seen
    forged = client.get("/zj/冀B-zhao/?t=1&c=AAAA").content.decode()
    assert "不是本平台发出的" in forged
    assert "刚刚出示" not in client.get("/zj/冀B-zhao/").content.decode()
    row = Showing.objects.get()
    assert (row.fresh, row.stale) == (0, 1)


def test_the_public_page_says_six_things_and_is_not_kept(county: County, client: Client) -> None:
    answer = client.get("/zj/冀B-zhao/")
    told = re.findall(r"<dt>([^<]+)</dt>", answer.content.decode())
    assert told == ["姓名", "所在机关", "证件号码", "执法类别", "执法区域", "现在的状态"]
    assert answer["Cache-Control"] == "no-store"


def test_a_withheld_certificate_is_not_shown(county: County, signed_in: Enter) -> None:
    held = queries.certificates([county.people["zhao"]])[county.people["zhao"]][0]
    operations.suspend_certificate(
        certificate_id=held.id, reason="年度培训没有完成", by=county.system, at=timezone.now()
    )
    for where in ("/bureau/card/", "/bureau/card/print/", "/bureau/card/code/"):
        page = signed_in("zhao").get(where).content.decode()
        assert "?t=" not in page
        assert 'mj-card-code"><svg' not in page
    assert "不能执法" in signed_in("zhao").get("/bureau/card/").content.decode()


def test_who_holds_none_is_told_so(county: County, signed_in: Enter) -> None:
    assert "没有登记执法证件" in signed_in("xitong").get("/bureau/card/").content.decode()


def test_the_paper_card_leads_to_the_state_as_it_is(county: County, signed_in: Enter) -> None:
    page = signed_in("zhao").get("/bureau/card/print/").content.decode()
    assert "证卡不能代替执法证件原件" in page
    assert "<svg" in page
