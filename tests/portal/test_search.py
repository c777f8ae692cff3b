"""Search as a citizen uses it: characters, numbers, pinyin, mistakes; suggestions; and nothing that is not public."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portal import pages
from tests.portal.test_hostile import NASTY, XSS
from tests.publicity import samples

pytestmark = pytest.mark.django_db


def answer(client: Client, word: str, where: str = "/s/") -> str:
    got = client.get(f"{where}?q={quote(word)}")
    assert got.status_code == 200
    return got.content.decode()


def text(body: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.split("<main")[-1].split("mj-print-foot")[0]))


@pytest.mark.parametrize("where", ["/s/", "/s/suggest/"])
@pytest.mark.parametrize(
    "word", ["恒源", "恒源化工", "hengyuan", "hyhg", "HengYuan", "示应急罚[2026]9号", "示应急罚〔2026〕９号"]
)
def test_a_decision_is_found(word: str, where: str, client: Client) -> None:
    samples.released()
    assert samples.NUMBER in re.sub(r"</?span[^>]*>", "", answer(client, word, where))


@pytest.mark.parametrize("word", ["甲执法", "冀B-0001", "jiazhifa", "jzf", "jzhif"])
def test_an_officer_is_found(word: str, client: Client) -> None:
    pages.organ()
    assert f"/zj/{quote('冀B-0001')}/" in answer(client, word)


@pytest.mark.parametrize("word", ["应急管理", "应急局", "yjgl", "yingji"])
def test_an_organ_is_found(word: str, client: Client) -> None:
    pages.organ()
    assert f"/jg/{quote('示应急')}/" in answer(client, word)


@pytest.mark.parametrize("word", ["听证", "tingzheng", "tzh", "首违不罚"])
def test_a_word_is_found(word: str, client: Client) -> None:
    key = "buyuchufa" if word == "首违不罚" else "tingzheng"
    assert f"/cy/{key}/" in answer(client, word)


def test_the_exact_number_stands_first(client: Client) -> None:
    samples.released()
    samples.released(
        samples.decision(number="示应急罚〔2026〕99号", full_text=(f"参见示应急罚〔2026〕9号，代码{samples.USCC}。",))
    )
    told = text(answer(client, "示应急罚[2026]9号"))
    assert "文号相符" in told
    assert told.index("示应急罚〔2026〕9号", told.index("文号相符")) < told.index("示应急罚〔2026〕99号")


def test_the_wrong_character_with_the_right_sound_is_helped(client: Client) -> None:
    samples.released()
    for wrong in ("恒原", "恆源", "横元"):
        body = answer(client, wrong)
        assert "您要找的是不是" in body, wrong
        assert "示范县恒源化工有限公司" in body, wrong


def test_one_wrong_letter_in_a_term_is_helped(client: Client) -> None:
    body = answer(client, "行政复义")
    assert "您要找的是不是" in body
    assert "行政复议" in text(body)


def test_nothing_found_leads_on(client: Client) -> None:
    body = answer(client, "绝对没有的词语")
    for where in ("/dx/", "/jg/", "/zj/", "/sq/", "/cy/", "/lx/new/?kind=question"):
        assert where in body
    assert answer(client, "绝对没有的词语", "/s/suggest/").strip() == ""


@pytest.mark.parametrize("where", ["/s/", "/s/suggest/"])
@pytest.mark.parametrize(
    "word",
    [
        "lihangong",
        "lhg",
        "wangxiaohan",
        "zhangdamin",
        "zdm",
        "zhaojubao",
        "李焊工",
        "张大民",
        "130821198503071232",
        "13900001234",
    ],
)
def test_what_was_removed_is_found_by_no_way(word: str, where: str, client: Client) -> None:
    samples.released()
    samples.released(samples.natural())
    body = text(answer(client, word, where)).replace(f"查“{word}”", "").replace(f"含“{word}”", "")
    assert "示应急罚" not in body
    assert not any(secret in body for secret in samples.SECRETS)


@pytest.mark.parametrize("word", ["hengyuan", "hyhg", "恒源", "恒原", samples.NUMBER])
def test_what_was_withdrawn_is_found_by_no_way(word: str, client: Client) -> None:
    samples.withdrawn()
    for where in ("/s/", "/s/suggest/"):
        assert "恒源化工" not in answer(client, word, where)


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("where", ["/s/", "/s/suggest/", "/cy/", "/gs/", "/dy/"])
def test_no_word_can_break_it(value: str, where: str, client: Client) -> None:
    samples.released()
    typed = quote(value.encode("utf-8", "surrogatepass"))
    for name in ("q", "uscc", "month"):
        got = client.get(f"{where}?{name}={typed}")
        assert got.status_code == 200
        body = got.content.decode()
        assert XSS not in body
        assert "onerror=alert(1)>" not in body.replace("&gt;", "")


@pytest.mark.parametrize(
    ("where", "most"),
    [("/s/?q=恒源", 10), ("/s/?q=hengyuan", 24), ("/s/?q=xianxianxianxianxianxian", 36), ("/s/?q=恒原", 24), ("/s/suggest/?q=hyhg", 20),
     ("/s/suggest/?q=恒", 0), ("/s/", 0), ("/", 8), ("/cy/", 0), ("/cy/tingzheng/", 0)],
)  # fmt: skip
def test_questions_are_few_however_much_there_is(where: str, most: int, client: Client) -> None:
    pages.organ()
    for number in range(11, 17):
        samples.released(samples.decision(number=f"示应急罚〔2026〕{number}号"))
    with CaptureQueriesContext(connection) as told:
        assert client.get(where).status_code == 200
    assert len(told) <= most, len(told)
