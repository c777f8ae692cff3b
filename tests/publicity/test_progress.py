"""办理进度: the portal is told by event, asks for number and code together, and tells a wrong one like another."""

from datetime import date, datetime
from typing import Any

import pytest

from mingjing.foundation.codes import PROGRESS, PROGRESS_SIGNS, code_for, fits
from mingjing.kernel.codes import SIGNS, grouped, normal
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.publicity import operations
from mingjing.publicity.models import Progress, ProgressNumber
from mingjing.publicity.terms import ProgressClock, ProgressFacts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 13, 10, 0, tzinfo=CHINA)
SOURCE = "5e7c6d5a-0000-4000-8000-000000000001"


def facts(**changes: Any) -> ProgressFacts:
    told: dict[str, Any] = {
        "source_ref": SOURCE, "organ_name": "示范县应急管理局", "numbers": ("示应急源〔2026〕1号", "示应急立〔2026〕1号"), "stage": "调查取证",
        "since": date(2026, 10, 9), "next_stage": "案件审查", "chart": "ordinary-penalty", "dates": (("立案", date(2026, 10, 9)),),
        "clocks": (ProgressClock("申请行政复议期限", date(2026, 12, 9), False),), "ended": False, "noted_at": AT, **changes,
    }  # fmt: skip
    return ProgressFacts(**told)


def noted(**changes: Any) -> None:
    operations.note_progress(facts=facts(**changes), by="system", at=AT)


def refused(number: str, code: str) -> str:
    with pytest.raises(Refused) as problem:
        operations.ask_progress(number=number, code=code)
    assert problem.value.rules == {"PUB-57"}
    return str(problem.value)


def test_number_and_code_together_tell_the_stage() -> None:
    noted()
    code = operations.progress_code(SOURCE)
    for number in ("示应急源〔2026〕1号", " 示应急立〔2026〕1号 "):
        found = operations.ask_progress(number=number, code=grouped(code).lower())
        assert (found.stage, found.next_stage, found.clocks[0].due) == ("调查取证", "案件审查", date(2026, 12, 9))


def test_every_wrong_answer_is_the_same() -> None:
    noted()
    noted(source_ref="another", numbers=("示应急立〔2026〕2号",))
    code, other = operations.progress_code(SOURCE), operations.progress_code("another")
    answers = {
        refused("示应急立〔2026〕1号", ""), refused("示应急立〔2026〕1号", "AAAAAAAAAA"), refused("示应急立〔2026〕1号", other),
        refused("示应急立〔2026〕2号", code), refused("示应急立〔2026〕999号", code), refused("", code), refused("x' OR 1=1 --", code),
    }  # fmt: skip
    assert len(answers) == 1


def test_a_later_word_replaces_the_earlier_and_brings_its_number() -> None:
    noted()
    noted()
    noted(
        numbers=("示应急源〔2026〕1号", "示应急立〔2026〕1号", "示应急罚〔2026〕1号", ""),
        stage="决定与送达",
        next_stage="",
    )
    assert Progress.objects.count() == 1
    assert ProgressNumber.objects.count() == 3
    code = operations.progress_code(SOURCE)
    assert operations.ask_progress(number="示应急罚〔2026〕1号", code=code).stage == "决定与送达"


def test_two_matters_with_one_number_are_told_apart_by_the_code() -> None:
    """Another organ's system may have given the same number."""
    noted()
    noted(source_ref="elsewhere", stage="结案")
    assert (
        operations.ask_progress(number="示应急立〔2026〕1号", code=operations.progress_code("elsewhere")).stage
        == "结案"
    )
    assert (
        operations.ask_progress(number="示应急立〔2026〕1号", code=operations.progress_code(SOURCE)).stage == "调查取证"
    )


def test_the_code_stands_in_no_column() -> None:
    noted()
    code = operations.progress_code(SOURCE)
    assert len(code) == 10 and set(code) <= set(SIGNS)
    assert code not in str(list(Progress.objects.values())) + str(list(ProgressNumber.objects.values()))


def test_codes_hang_on_the_secret_and_the_purpose(settings: Any) -> None:
    before = code_for(PROGRESS, SOURCE, PROGRESS_SIGNS)
    assert code_for("visit", SOURCE, PROGRESS_SIGNS) != before
    assert fits(PROGRESS, SOURCE, PROGRESS_SIGNS, f" {before[:5].lower()}-{before[5:]} ")
    assert not fits(PROGRESS, SOURCE, PROGRESS_SIGNS, before[:-1])
    settings.SECRET_KEY = "another secret of the installation"
    assert code_for(PROGRESS, SOURCE, PROGRESS_SIGNS) != before
    assert normal(" 7kq2-m9xa ") == "7KQ2M9XA" and grouped("7KQ2M9XAAB") == "7KQ2-M9XA-AB"
