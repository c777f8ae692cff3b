"""Filters and macros of the shared layout."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory

from mingjing.foundation import pages
from mingjing.foundation.pages import Field, filled


def draw(source: str, **facts: object) -> str:
    template = engines["jinja2"].from_string(source) if "jinja2" in engines else engines.all()[0].from_string(source)
    return template.render(facts, RequestFactory().get("/bureau/?tab=todo&after=9&stage=x"))


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (pages.day(datetime(2026, 11, 21, 17, 0, tzinfo=UTC)), "2026-11-22"),
        (pages.long_day(date(2026, 1, 2)), "2026年1月2日"),
        (pages.minute(datetime(2026, 11, 21, 17, 5, tzinfo=UTC)), "2026-11-22 01:05"),
        (pages.minute(date(2026, 1, 2)), "2026-01-02"),
        (pages.weekday(date(2026, 11, 22)), "星期日"),
        (pages.number(1234567), "1,234,567"),
        (pages.money(Decimal("80000")), "80,000.00 元"),
        (pages.money(None), "—"),
        (pages.size(1536), "1.5 KB"),
        (pages.size(5 * 1024**4), "5120.0 GB"),
        (pages.input_value(datetime(2026, 11, 21, 17, 5, tzinfo=UTC), "datetime"), "2026-11-22T01:05"),
        (str(pages.marked("听证<权>", ["听证"])), "<mark>听证</mark>&lt;权&gt;"),
        (str(pages.paragraphs("一\n\n<二>")), "<p>一</p><p>&lt;二&gt;</p>"),
    ],
)
def test_filters(drawn: str, expected: str) -> None:
    assert drawn == expected


def test_citations_become_links_and_nothing_else_becomes_markup() -> None:
    drawn = draw("{{ text|cites }}", text='依据《行政处罚法》第五十八条，<b>"不得"</b>')
    assert 'href="/bureau/laws/cite/?c=' in drawn and "<b>" not in drawn


def test_every_state_of_a_list_is_an_address_and_paging_starts_anew() -> None:
    drawn = draw("{{ query(stage=none, tab='done') }}")
    assert drawn == "?tab=done"


FIELD = '{% from "macros/forms.html" import field with context %}{{ field(f) }}'


@pytest.mark.parametrize(
    "kind", ["text", "textarea", "date", "datetime", "number", "money", "file", "password", "tel", "email", "search"]
)
def test_a_field_ties_label_help_and_error_to_its_control(kind: str) -> None:
    one = Field("sum", "金额", kind, '"><script>', ["须大于 0"], "单位元", required=True)
    drawn = draw(FIELD, f=one)
    assert 'for="f-sum"' in drawn and 'id="f-sum"' in drawn
    assert 'aria-describedby="f-sum-help f-sum-error"' in drawn and 'aria-invalid="true"' in drawn
    assert "<script>" not in drawn


@pytest.mark.parametrize("kind", ["select", "radio", "checkboxes"])
def test_choices_keep_what_was_chosen(kind: str) -> None:
    value = ["b"] if kind == "checkboxes" else "b"
    drawn = draw(FIELD, f=Field("k", "种类", kind, value, choices=(("a", "甲"), ("b", "乙"))))
    assert drawn.count(" selected" if kind == "select" else " checked") == 1


def test_a_plain_dict_is_a_field_too() -> None:
    assert 'name="x"' in draw(FIELD, f={"name": "x", "label": "某", "type": "text", "value": "1"})


def test_typed_values_and_errors_fill_the_fields() -> None:
    fields = (
        Field("a", "甲"),
        Field("b", "乙", "checkboxes", choices=(("1", "一"), ("2", "二"))),
        Field("c", "丙", value="旧"),
    )
    a, b, c = filled(fields, QueryDict("a=新&b=1&b=2"), {"a": ["不对"]})
    assert (a.value, a.errors, b.value, c.value) == ("新", ("不对",), ["1", "2"], "旧")


@pytest.mark.parametrize(
    ("call", "word"),
    [
        ("clock(-2, '办案')", "逾期 2 天"),
        ("clock(0)", "今天到期"),
        ("clock(3)", "还剩 3 天"),
        ("clock(none)", "未起算"),
        ("clock(5, state='paused')", "已中止计时"),
        ("clock(5, due=due, provisional=true)", "（暂按）"),
        ("clock(5, unit='个工作日')", "还剩 5 个工作日"),
        ("clock(-5, '改正期限')", "已届满 5 天，待复查"),
        ("clock(-5, '审核', due, 'late')", "完成，已逾期"),
    ],
)
def test_a_clock_says_its_state_in_words(call: str, word: str) -> None:
    drawn = draw('{% from "macros/bits.html" import clock with context %}{{ ' + call + " }}", due=date(2027, 3, 1))
    assert word in drawn and "<svg" in drawn


def test_a_finished_clock_shows_the_day_it_was_done_and_nothing_pending() -> None:
    drawn = draw(
        '{% from "macros/bits.html" import clock with context %}{{ clock(9, "审核", due, "done", true) }}',
        due=date(2027, 3, 1),
    )
    assert "2027-03-01" in drawn and "完成" in drawn
    assert "还剩" not in drawn and "暂按" not in drawn


def test_dates_and_numbers_never_break_and_nothing_else_becomes_markup() -> None:
    drawn = str(pages.whole("<b>示应急立〔2026〕13号</b>，2026年1月2日送达，2026-01-02 09:30 签收"))
    assert drawn.count('<span class="mj-nowrap">') == 3
    assert '<span class="mj-nowrap">2026-01-02 09:30</span>' in drawn
    assert "&lt;b&gt;" in drawn and "<b>" not in drawn
    assert pages.whole(pages.whole("甲&乙")) == "甲&amp;乙"
    assert draw("{{ at|day ~ ' 至 ' ~ none|day }}", at=date(2026, 1, 2)).endswith("2026-01-02</span> 至 —")


def test_an_error_summary_links_to_each_field() -> None:
    source = '{% from "macros/forms.html" import form with context %}{{ form("/x", fields) }}'
    drawn = draw(source, fields=(Field("a", "甲", errors=["空"]), Field("b", "乙")))
    assert (
        'href="#f-a"' in drawn and "改正 1 处" in drawn and 'name="_once"' in drawn and "csrfmiddlewaretoken" in drawn
    )


def test_a_table_carries_its_labels_for_cards() -> None:
    source = '{% from "macros/lists.html" import table with context %}{{ table(columns, rows, "案件") }}'
    columns = [{"key": "no", "label": "案号"}, {"key": "on", "label": "立案", "kind": "date"}]
    drawn = draw(
        source, columns=columns, rows=[{"no": {"text": "甲", "href": "/1", "sub": "乙"}, "on": date(2026, 1, 2)}]
    )
    assert 'data-label="立案"' in drawn and "2026-01-02" in drawn and 'scope="row"' in drawn


def test_the_other_list_macros_draw() -> None:
    source = (
        '{% from "macros/lists.html" import timeline, tasks, flow, files, summary with context %}'
        "{{ timeline([{'at': at, 'title': '立案', 'who': '赵', 'digest': 'abcdef0123456789ff'}]) }}{{ timeline([]) }}"
        "{{ tasks([{'label': '送审', 'state': 'refused', 'why': '未满期限'}]) }}"
        "{{ flow([{'label': '立案', 'state': 'done'}, {'label': '调查', 'state': 'here'}]) }}"
        "{{ files([{'name': '笔录', 'href': '/f', 'size': 2048, 'state': '已校验', 'tone': 'good'}]) }}"
        "{{ summary([('案由', ''), ('当事人', '甲', ('修改', '/e'))]) }}"
    )
    drawn = draw(source, at=datetime(2026, 1, 2, tzinfo=UTC))
    for word in ("立案", "还没有记录", "现在不能办", "未满期限", 'aria-current="step"', "2.0 KB", "修改"):
        assert word in drawn
