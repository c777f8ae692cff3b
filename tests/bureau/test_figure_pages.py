"""The pages of the figures: list, search, marks, export, one figure's history, loading with what was typed kept."""

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.organs.test_overlays import figure, write

from mingjing.ledger.models import Entry

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]
PAGE, LOAD = "/bureau/figures/", "/bureau/figures/load/emergency/"
GOOD = {
    "scope": "organ",
    "name": "own.yaml",
    "reason": "示政办〔2099〕12号",
    "text": figure("statement", 8, "wd", since="2099-01-01"),
}


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.MINGJING_PARAMETERS = tmp_path / "parameters"
    yield tmp_path / "parameters"


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_list_shows_value_layer_source_and_mark(signed_in: Enter, home: Path) -> None:
    shown = text(signed_in("zhao").get(PAGE, {"on": "2026-11-30", "q": "陈述"}))
    assert "陈述、申辩期限" in shown and "5个工作日" in shown and "应急管理" in shown and "未核对" in shown
    assert "载入本地参数" not in shown, "only the system administrator is offered it"


def test_what_a_local_file_changed_is_told_and_can_be_asked_for(signed_in: Enter, home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"))
    client = signed_in("zhao")
    shown = text(client.get(PAGE, {"on": "2026-11-30", "state": "local", "q": "statement"}))
    assert "8个工作日" in shown and "本地（organs/示应急）" in shown and "改了应急管理的 5个工作日" in shown
    other = text(client.get(PAGE, {"on": "2026-11-30", "organ": "justice", "q": "陈述"}))
    assert "8个工作日" not in other
    before = text(client.get(PAGE, {"on": "2026-02-28", "q": "陈述"}))
    assert "8个工作日" not in before


def test_a_file_with_a_problem_is_told_on_the_page(signed_in: Enter, home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 2, "wd"))
    shown = text(signed_in("zhao").get(PAGE))
    assert "organs/示应急/own.yaml 第 3 行 statement" in shown and "PAR-05" in shown
    for path in (PAGE, f"{PAGE}statement/"):
        (told,) = re.findall(r'class="alert (alert-\w+)[^>]*>.*?</div>', text(signed_in("zhao").get(path)))
        assert told == "alert-danger", "what is left out is told louder than what is only to be looked at"


def test_a_domain_can_be_looked_at_without_anything_local(signed_in: Enter, home: Path) -> None:
    write(home, "organs/示应急", figure("announce.service", 70, "d"))
    asked = {"on": "2026-11-30", "q": "announce"}
    client = signed_in("zhao")
    assert "60日" in text(client.get(PAGE, asked | {"domain": "transport"}))
    assert "70日" in text(client.get(PAGE, asked | {"domain": "fishing"})), "no such domain: the organ's own"


def test_a_long_list_has_pages_and_can_be_listed_whole(signed_in: Enter, home: Path) -> None:
    client = signed_in("zhao")
    pages = [text(client.get(PAGE, {"on": "2026-11-30", "after": after})) for after in ("", "40", "80", "9999", "x")]
    links = [set(re.findall(r"/figures/([a-z_.]+)/\?organ", one)) for one in pages]
    assert [len(one) for one in links[:3]] == [40, 40, 40] and not links[0] & links[1]
    assert links[4] == links[0]
    whole = text(client.get(PAGE, {"on": "2026-11-30", "all": "1"}))
    assert len(re.findall(r"/figures/[a-z_.]+/\?organ", whole)) > 120


def test_nothing_found_says_what_to_do(signed_in: Enter, home: Path) -> None:
    assert "没有符合条件的参数" in text(signed_in("zhao").get(PAGE, {"q": "没有这样的参数"}))


@pytest.mark.parametrize("bad", ["9999-99-99", "abc", "0000-01-01"])
def test_a_bad_day_is_today(signed_in: Enter, home: Path, bad: str) -> None:
    assert signed_in("zhao").get(PAGE, {"on": bad, "organ": "nowhere", "state": "x"}).status_code == 200


def test_before_the_law_the_page_says_so(signed_in: Enter, home: Path) -> None:
    assert "尚未规定" in text(signed_in("zhao").get(PAGE, {"on": "1990-01-01", "q": "surcharge"}))


def test_the_export_is_what_was_filtered(signed_in: Enter, home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"))
    answer = signed_in("zhao").get("/bureau/figures.csv", {"on": "2026-11-30", "state": "local", "q": "statement"})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["statement", "陈述、申辩期限", "8个工作日", "本地（organs/示应急）"]
    assert len(rows) == 2 and "国家 5个工作日" in rows[1][8]
    assert signed_in("zhao").get("/bureau/figures.xlsx").status_code == 200
    assert signed_in("zhao").get("/bureau/figures.exe").status_code == 404


def test_one_figure_through_its_layers_and_dates(signed_in: Enter, home: Path) -> None:
    write(home, "organs/示应急", figure("hearing.threshold.unit", 30000, "CNY", since="2099-01-01"))
    shown = text(signed_in("zhao").get(f"{PAGE}hearing.threshold.unit/", {"on": "2026-11-30"}))
    for word in ("国家", "应急管理", "本地（organs/示应急）", "尚未施行", "当日有效", "30,000元", "越小越严"):
        assert word in shown, word
    assert signed_in("zhao").get(f"{PAGE}no.such.key/").status_code == 404
    assert "不由本地改" in text(signed_in("zhao").get(f"{PAGE}annual_report/"))


def test_the_list_asks_little(signed_in: Enter, home: Path) -> None:
    write(home, "organs/示应急", figure("statement", 8, "wd"))
    client = signed_in("zhao")
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(PAGE)
    assert len(asked) <= 20


def test_a_file_is_looked_through_and_only_then_loaded(signed_in: Enter, home: Path) -> None:
    client, before = signed_in("xitong"), Entry.objects.count()
    assert "载入本地参数" in text(client.get(PAGE, {"organ": "emergency"}))
    seen = client.post(LOAD, GOOD)
    assert (
        seen.status_code == 200
        and "核对通过，尚未载入" in text(seen)
        and "8个工作日" in text(seen)
        and "5个工作日" in text(seen)
    )
    assert not home.exists() and Entry.objects.count() == before
    done = client.post(LOAD, GOOD | {"step": "load"})
    assert "已载入 organs/示应急/own.yaml" in text(done)
    assert (home / "organs/示应急/own.yaml").is_file() and Entry.objects.count() == before + 1
    again = client.post(LOAD, GOOD | {"step": "load"})
    assert again.status_code == 422 and "PAR-07" in text(again)


def test_a_file_may_be_uploaded(signed_in: Enter, home: Path) -> None:
    sent = SimpleUploadedFile("own.yaml", GOOD["text"].encode("utf-8-sig"))
    assert "核对通过" in text(signed_in("xitong").post(LOAD, GOOD | {"text": "", "file": sent}))
    bad = SimpleUploadedFile("own.yaml", b"\xff\xfe")
    assert "不是 UTF-8" in text(signed_in("xitong").post(LOAD, GOOD | {"file": bad}))
    long = SimpleUploadedFile("own.yaml", b"#" * 70_000)
    assert "KB" in text(signed_in("xitong").post(LOAD, GOOD | {"file": long}))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": figure("statement", 2, "wd", since="2099-01-01")}, "PAR-05"),
        ({"text": "<b>: ["}, "PAR-01"),
        ({"name": "../own.yaml"}, "文件名只能用"),
        ({"scope": "13"}, "请选择适用范围"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    signed_in: Enter, home: Path, typed: dict[str, str], told: str
) -> None:
    answer = signed_in("xitong").post(LOAD, GOOD | typed)
    assert answer.status_code == 422
    assert told in text(answer) and "示政办〔2099〕12号" in text(answer)
    assert typed.get("text", "2099-01-01")[:3].replace("<", "&lt;").replace(">", "&gt;") in text(answer)


def test_loading_needs_a_reason(signed_in: Enter, home: Path) -> None:
    answer = signed_in("xitong").post(LOAD, GOOD | {"reason": "", "step": "load"})
    assert answer.status_code == 422 and "请写明理由或者依据" in text(answer)


@pytest.mark.parametrize("username", ["zhao", "zhou", "anquan", "shenji", "lijd"])
def test_nobody_else_loads(signed_in: Enter, home: Path, username: str) -> None:
    client = signed_in(username)
    assert client.get(LOAD).status_code == 403
    assert client.post(LOAD, GOOD | {"step": "load"}).status_code == 403
    assert client.get(PAGE).status_code == 200, "everybody may look"
    assert not home.exists()


def test_an_outsider_is_sent_to_the_door(db: None) -> None:
    for where in (PAGE, LOAD, "/bureau/figures.csv", f"{PAGE}statement/"):
        assert "/sign-in/" in Client().get(where)["Location"]
