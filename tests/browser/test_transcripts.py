"""文字稿 beside the player: a line is chosen with the keyboard and plays, a word is found, the search leads to the moment."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from tests.browser.conftest import PHONE, check, picture, until
from tests.browser.test_case_pages import case_id  # noqa: F401  the case in its second review
from tests.browser.test_recordings import RECORD
from tests.records.films import AT

from mingjing.cases import operations as cases
from mingjing.cases.models import Case
from mingjing.foundation.people import Actor, Role
from mingjing.organs import queries as organs
from mingjing.records import operations
from mingjing.records.models import Device
from mingjing.records.terms import RecordingDraft
from mingjing.records.terms.devices import DeviceDraft

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]
LONGER = RECORD.replace("at < 12", "at < 40")
SAID = "0:00 张三：我们是示范县应急管理局的执法人员，这是我们的证件，请看清楚。\n0:01-0:02 李四：看清了。\n0:02 张三：动火作业票办了没有？\n0:03 李四：还没有。"


def actor(case: Case, *roles: Role, name: str = "张三") -> Actor:
    person = next(one for one in organs.people(case.organ_id) if one.name == name)
    return Actor(person.id, name, case.organ_id, "", frozenset(roles))


def filmed(case: UUID, content: bytes) -> str:
    """A film of the case, held."""
    row, at = Case.objects.get(id=case), timezone.now()
    by = actor(row, Role.HANDLER)
    draft = RecordingDraft(
        name="现场检查.webm", sha256=hashlib.sha256(content).hexdigest(), size=len(content), started_at=AT.replace(minute=0),
        ended_at=AT, place="二车间", proves="动火作业没有审批", device="记-03",
    )  # fmt: skip
    one = cases.commit_recording(case_id=case, act_seq=2, draft=draft, by=by, now=at)
    begun = operations.begin_upload(recording_id=one.id, length=len(content), by=by, at=at)
    checksum = hashlib.sha256(content).digest()
    operations.receive(upload_id=begun.id, offset=0, piece=content, checksum=checksum, by=by, at=at)
    return f"/bureau/recordings/{one.id}/"


def test_it_is_written_and_a_line_plays_its_moment(
    case_id: UUID, open_page: Open, tmp_path: Path, settings: Any  # noqa: F811
) -> None:  # fmt: skip
    settings.MINGJING_STORE = tmp_path / "store"
    desk = open_page("/bureau/", as_="zhangsan")
    where = filmed(case_id, base64.b64decode(desk.evaluate(LONGER)))
    desk.goto(where)
    desk.check("#purpose-handle")
    desk.click("button:has-text('播放')")
    desk.click("text=整理文字稿")
    assert desk.locator("#menu [aria-current]").inner_text().strip() == "音像记录"
    picture(desk, "transcribe")
    check(desk)
    desk.fill("#f-lines", "忘了写时刻")
    desk.click("button:has-text('存文字稿')")
    assert "第 1 行没有时刻" in desk.content() and desk.input_value("#f-lines") == "忘了写时刻"
    picture(desk, "transcribe-wrong")
    desk.fill("#f-lines", SAID)
    desk.click("button:has-text('存文字稿')")
    until(desk, "document.querySelector('video').readyState >= 1", 20)
    # By the keyboard: the third line is a link, Enter plays from there, and it is marked while it is said.
    desk.focus(".mj-transcript li:nth-child(3) a")
    desk.keyboard.press("Enter")
    until(desk, "document.querySelector('video').currentTime >= 2", 20)
    until(
        desk,
        "document.querySelector('.mj-transcript li:nth-child(3)').hasAttribute('aria-current') || document.querySelector('.mj-transcript li:nth-child(4)').hasAttribute('aria-current')",
    )
    picture(desk, "transcript")
    check(desk)
    desk.fill("#said", "动火")
    assert desk.locator(".mj-transcript li:visible").count() == 1
    assert desk.inner_text("[data-said-found]") == "找到 1 行"
    desk.fill("#said", "没有的词")
    assert "没有找到" in desk.inner_text("[data-said-found]")
    assert desk.evaluate("document.querySelector('video').textTracks.length") == 1
    for width in (PHONE, 1440):
        page = open_page("/bureau/calling/?said=动火", as_="zhangsan", width=width)
        picture(page, "calling-said")
        check(page)
        page.click("text=动火作业没有审批 0:02")
        assert page.url.endswith("?at=2")
        page.check("#purpose-handle")
        page.click("button:has-text('播放')")
        assert page.locator(".mj-transcript li").count() == 4
        picture(page, "transcript-there")
        check(page)
        page.click("text=修改文字稿")
        page.locator("#f-lines").wait_for()
        picture(page, "transcribe-again")
        check(page)


def test_the_register_shows_what_the_station_read(case_id: UUID, open_page: Open) -> None:  # noqa: F811
    row = Case.objects.get(id=case_id)
    by = actor(row, Role.HANDLER, Role.ARCHIVIST)
    operations.register_device(draft=DeviceDraft("body", "记-08"), by=by, at=timezone.now())
    operations.report_storage(code="记-08", capacity=64_000_000_000, free=5_000_000_000, by=by, at=timezone.now())
    one = Device.objects.get(code="记-08")
    for width in (PHONE, 1440):
        for name, where in (("equipment", "/bureau/equipment/"), ("device", f"/bureau/equipment/{one.id}/")):
            page = open_page(where, as_="zhangsan", width=width)
            assert "4.7 GB" in page.content() and "只剩 7%" in page.content()
            picture(page, name)
            check(page)
