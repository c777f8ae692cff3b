"""Chinese by its sound: readings checked against the dictionary a reader would look into, not against the code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel import pinyin

NAME = "示范县恒源化工有限公司"


@pytest.mark.parametrize(
    "typed",
    [
        "hengyuan",
        "HENGYUAN",
        "heng yuan",
        "heng'yuan",
        "ｈｅｎｇｙｕａｎ",
        "héngyuán",
        "hyhg",
        "hengyhg",
        "hengy",
        "sfxhy",
    ],
)
def test_a_name_is_found_by_its_sound(typed: str) -> None:
    letters = pinyin.letters(typed)
    assert pinyin.sounds_like(NAME, letters)
    kept = set(pinyin.words(NAME))
    assert any(set(words) <= kept for words in pinyin.asked(letters)), "and the index offers it as a candidate"


@pytest.mark.parametrize("typed", ["hengyang", "yhhg", "hyhgz", "engyuan", "gongsihua"])
def test_what_sounds_otherwise_is_not_it(typed: str) -> None:
    assert not pinyin.sounds_like(NAME, pinyin.letters(typed))


@pytest.mark.parametrize("typed", ["", "a", "恒源", "heng源", "2026", "AB-1", "h1", "<b>", "heng;drop", "\x00ab"])
def test_only_letters_are_pinyin(typed: str) -> None:
    assert pinyin.letters(typed) == ""


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆市", "chongqing"),
        ("重庆市", "zhongqing"),
        ("长春路", "changchun"),
        ("吕梁", "lvliang"),
        ("西安", "xian"),
        ("恆源化工", "hengyuan"),
    ],
)
def test_readings(name: str, typed: str) -> None:
    assert pinyin.sounds_like(name, typed)


def test_a_surname_is_read_as_one() -> None:
    assert pinyin.sounds_like("单大民", "shandm", person=True)
    assert not pinyin.sounds_like("单大民", "shandm")


def test_a_masked_name_holds_nothing_of_what_was_removed() -> None:
    assert not any("da" in word or "min" in word for word in pinyin.words("张某"))


def test_chinese_is_spelled_to_look_for_what_sounds_alike() -> None:
    assert pinyin.spelled("恒原") == "hengyuan"
    assert pinyin.spelled("恒") == ""
    assert pinyin.spelled("abc") == ""


@given(st.text(max_size=300))
def test_no_text_can_break_it(text: str) -> None:
    letters = pinyin.letters(text)
    assert len(letters) <= pinyin.LONGEST
    assert len(pinyin.asked(letters)) <= pinyin.ALTERNATIVES + 2
    pinyin.words(text)
    pinyin.spelled(text)
    pinyin.sounds_like(text, letters)


@given(st.text(alphabet="恒源工李王政", min_size=2, max_size=12))
def test_the_initials_of_any_name_find_it(name: str) -> None:
    letters = "".join(word[0] for word in (pinyin.spelled(one * 2) for one in name))
    assert pinyin.sounds_like(name, letters)


@pytest.mark.parametrize("letters", ["a" * 40, "xian" * 10, "gegegegegegegegegegegegegegegegegegegege"])
def test_an_endless_question_has_few_readings(letters: str) -> None:
    assert len(pinyin.asked(letters)) <= pinyin.ALTERNATIVES + 2
