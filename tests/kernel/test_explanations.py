"""A due date explains itself: the sentences a person reads and the steps a machine reads."""

from datetime import date, datetime

from mingjing.kernel.periods import Kind, Pause, StepKind, due, parse
from mingjing.kernel.workdays import national

CALENDAR = national()
PARTY, AGENCY = Kind.PARTY_RIGHT, Kind.AGENCY_DUTY


def ask(start, period, kind, *pauses):
    return due(start, parse(period), kind, CALENDAR, pauses)


def kinds(found):
    return [step.kind.value for step in found.steps]


def sentence(found, kind):
    return "".join(step.text for step in found.steps if step.kind is kind)


def test_working_days_name_every_day_skipped():
    found = ask(date(2026, 9, 24), "5wd", PARTY)
    assert found.explain() == (
        "2026年9月24日（周四）为起算事件发生之日，不计入，从2026年9月25日（周五）起算",
        "期限5个工作日，只数工作日，节假日和周末不计，调休上班日计入",
        "2026年9月25日（周五）至2026年9月27日（周日）中秋节放假，不计入",
        "2026年10月1日（周四）至2026年10月7日（周三）国庆节放假，不计入",
        "期限至2026年10月9日（周五）24时届满",
    )


def test_a_single_rest_day_and_a_made_up_day():
    found = ask(date(2026, 9, 18), "2wd", PARTY)
    assert sentence(found, StepKind.SKIPPED) == "2026年9月19日（周六）周末，不计入"
    assert sentence(found, StepKind.MADE_UP) == "2026年9月20日（周日）为国庆节调休上班日，计入"


def test_rolling_names_the_rest_day_and_the_new_day():
    found = ask(date(2026, 9, 18), "15d", PARTY)
    assert kinds(found) == ["start", "rule", "rolled", "due"]
    assert sentence(found, StepKind.ROLLED) == (
        "最后一日2026年10月3日（周六）为国庆节，顺延至其后第一个工作日2026年10月8日（周四）（民法典第二百零三条）"
    )
    assert "最后一日遇休息日顺延" in sentence(found, StepKind.RULE)


def test_a_duty_on_a_rest_day_names_the_day_to_act_by():
    found = ask(date(2026, 9, 2), "30d", AGENCY)
    assert sentence(found, StepKind.NOT_ROLLED) == (
        "最后一日2026年10月2日（周五）为国庆节，机关的期限不顺延，最迟应在2026年9月30日（周三）办理"
    )


def test_a_weekend_is_called_a_rest_day():
    assert "（周日）为休息日" in sentence(ask(date(2026, 11, 20), "2d", AGENCY), StepKind.NOT_ROLLED)


def test_the_month_end_is_explained():
    found = ask(date(2026, 8, 31), "6m", PARTY)
    assert kinds(found) == ["start", "rule", "month_end", "rolled", "provisional", "due"]
    assert "到期月没有31日，以月末2027年2月28日（周日）为到期日" in sentence(found, StepKind.MONTH_END)
    assert "2027年的放假安排尚未载入" in sentence(found, StepKind.PROVISIONAL)
    assert "春节" in sentence(found, StepKind.PROVISIONAL)


def test_pauses_name_their_document_and_are_not_counted_twice():
    found = ask(
        date(2026, 9, 2),
        "30d",
        AGENCY,
        Pause(date(2026, 9, 12), date(2026, 9, 16)),
        Pause(date(2026, 9, 10), date(2026, 9, 14), "鉴定期间告知书"),
    )
    first, second = (step for step in found.steps if step.kind is StepKind.PAUSED)
    assert first.text == "2026年9月10日（周四）至2026年9月14日（周一）不计入期限（鉴定期间告知书），扣除5日"
    assert second.text.endswith("不计入期限，扣除2日，与前一期间重叠的日子不重复扣除")
    assert found.due == date(2026, 10, 9)


def test_a_pause_of_a_working_day_clock_counts_its_working_days():
    found = ask(date(2026, 11, 9), "5wd", AGENCY, Pause(date(2026, 11, 13), date(2026, 11, 16), "中止审批表"))
    assert "扣除2个工作日" in sentence(found, StepKind.PAUSED)
    assert StepKind.SKIPPED not in [step.kind for step in found.steps], "the weekend lies inside the pause"
    assert found.due == date(2026, 11, 18)


def test_steps_come_in_the_order_of_the_days():
    found = ask(date(2026, 9, 17), "9wd", AGENCY, Pause(date(2026, 9, 28), date(2026, 9, 29), "甲"))
    assert kinds(found) == ["start", "rule", "skipped", "made_up", "skipped", "paused", "skipped", "due"]


def test_a_pause_outside_the_period_is_not_told():
    found = ask(date(2026, 11, 9), "3d", AGENCY, Pause(date(2026, 12, 1), date(2026, 12, 5)))
    assert kinds(found) == ["start", "rule", "due"]


def test_a_party_is_told_that_pauses_do_not_concern_it():
    found = ask(date(2026, 11, 9), "3d", PARTY, Pause(date(2026, 11, 10), date(2026, 11, 12)))
    assert kinds(found) == ["start", "rule", "not_paused", "due"]


def test_hours_say_that_nothing_stops_them():
    found = ask(datetime(2026, 9, 30, 17, 5, 9), "24h", AGENCY, Pause(date(2026, 10, 1), date(2026, 10, 1)))
    assert kinds(found) == ["start", "rule", "not_paused", "due"]
    assert sentence(found, StepKind.DUE) == "期限至2026年10月1日（周四）17时05分09秒届满"
    assert found.as_json()["due"] == "2026-10-01T17:05:09"


def test_years_have_their_own_sentence():
    assert "到期年的对应日" in sentence(ask(date(2024, 11, 22), "1y", AGENCY), StepKind.RULE)


def test_machines_read_the_same_steps():
    answer = ask(date(2026, 10, 8), "1wd", PARTY).as_json()
    assert (answer["due"], answer["provisional"]) == ("2026-10-09", False)
    assert answer["steps"][-1] == {"step": "due", "days": ["2026-10-09"], "text": "期限至2026年10月9日（周五）24时届满"}
