"""An officer's film travels from a phone's browser through a broken link into the file; a supervisor plays it with a purpose."""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.browser.conftest import PHONE, check, picture, until
from tests.browser.test_case_pages import case_id  # noqa: F401  the case in its second review

from mingjing.cases.queries import dossier_of
from mingjing.records import queries
from mingjing.records.models import Viewing

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]
RECORD = """async () => {
  const canvas = document.createElement("canvas"); canvas.width = 320; canvas.height = 240;
  const pen = canvas.getContext("2d"), stream = canvas.captureStream(10), parts = [];
  const recorder = new MediaRecorder(stream, { mimeType: "video/webm;codecs=vp8" });
  recorder.ondataavailable = (event) => parts.push(event.data);
  const over = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  for (let at = 0; at < 12; at += 1) {
    pen.fillStyle = `hsl(${at * 30},80%,50%)`; pen.fillRect(0, 0, 320, 240);
    pen.fillStyle = "#fff"; pen.font = "60px sans-serif"; pen.fillText("09:2" + (at % 10), 60, 140);
    await new Promise((done) => setTimeout(done, 100));
  }
  recorder.stop(); await over;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = ""; for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""


def test_a_film_goes_from_a_phone_through_a_broken_link_into_the_file(
    case_id: UUID, open_page: Open, tmp_path: Path, settings: Any  # noqa: F811
) -> None:  # fmt: skip
    settings.MINGJING_STORE = tmp_path / "store"
    phone = open_page(f"/bureau/cases/{case_id}/?tab=recordings", as_="zhangsan", width=PHONE)
    film = tmp_path / "现场检查.webm"
    film.write_bytes(
        base64.b64decode(phone.evaluate(RECORD)) + bytes(9_000_000)
    )  # what follows a film is no film, and is sent too
    phone.click("text=登记音像记录")
    picture(phone, "recording-new-390")
    check(phone)
    cuts = []

    def link(route: Any) -> None:
        """The link breaks at the second piece, twice."""
        if route.request.method == "PATCH" and route.request.headers.get("upload-offset") != "0" and len(cuts) < 2:
            cuts.append(route.request.headers["upload-offset"])
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.context.route("**/bureau/uploads/**", link)
    phone.set_input_files("#f-file", str(film))
    phone.select_option("#f-act", "2")
    phone.fill("#f-place", "示范县化工园区1号 二车间")
    phone.fill("#f-proves", "动火作业没有审批")
    phone.fill("#f-started", "2026-09-25T09:20:00")
    phone.fill("#f-ended", "2026-09-25T09:50:00")
    phone.click("text=登记并上传")
    phone.wait_for_url(re.compile(r"/bureau/recordings/[0-9a-f-]{36}/$"), timeout=60_000)
    assert cuts == ["4194304", "4194304"]
    [one] = queries.recordings(dossier_of(case_id))
    assert (one.state, one.size, one.media_type, one.blank_marks) == ("held", film.stat().st_size, "video/webm", ())
    picture(phone, "recording-390")
    check(phone)

    desk = open_page(f"/bureau/recordings/{one.id}/", as_="huajiandu")
    desk.check("#purpose-supervise")
    desk.click("button:has-text('播放')")
    until(desk, "document.querySelector('video').readyState >= 2", 20)
    assert desk.evaluate("document.querySelector('video').videoWidth") == 320
    picture(desk, "recording-1440")
    check(desk)
    assert [row.purpose for row in Viewing.objects.filter(object_id=one.id)] == ["执法监督（播放音像）"]
    for width in (PHONE, 1440):
        tab = open_page(f"/bureau/cases/{case_id}/?tab=recordings", as_="zhangsan", width=width)
        picture(tab, f"case-recordings-{width}")
        check(tab)
