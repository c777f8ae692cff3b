"""What is found in a text, what the public text looks like, and what the second look refuses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publicity import samples

from mingjing.publicity.rules.folding import compact
from mingjing.publicity.rules.names import masked
from mingjing.publicity.rules.patterns import luhn
from mingjing.publicity.rules.redaction import candidates, leaks, occurrences, redacted
from mingjing.publicity.terms import Candidate, Ground, KnownEntity, Publishable

ON = date(2026, 11, 5)


def found_in(text: str, given: Publishable | None = None) -> list[Candidate]:
    source = given or samples.decision(known_entities=())
    chosen = samples.replace(source, full_text=(text,))
    return [one for one in candidates(chosen, "surname") if one.part == "p0"]


def grounds(text: str, **changes: object) -> set[str]:
    return {str(one.ground) for one in found_in(text, samples.decision(**({"known_entities": ()} | changes)))}


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("身份证 130821198503071232。", Ground.ID),
        ("身份证 １３０８２１１９８５０３０７１２３２。", Ground.ID),
        ("身份证 130821 19850307 1232。", Ground.ID),
        ("身份证 130821\u200b198503071232。", Ground.ID),
        ("身份证 130821198503071230（录错一位）。", Ground.ID),
        ("身份证一三〇八二一一九八五〇三〇七一二三二。", Ground.ID),
        ("老证号 130821850307123。", Ground.ID),
        ("身份证 130821********1232。", Ground.ID),
        ("另一公司代码 91110000100006216B。", Ground.USCC),
        ("手机 13900001234。", Ground.PHONE),
        ("手机 139 0000 1234。", Ground.PHONE),
        ("手机 139-0000-1234。", Ground.PHONE),
        ("手机 +86 13900001234。", Ground.PHONE),
        ("手机１３９００００１２３４。", Ground.PHONE),
        ("证人十三13900001234。", Ground.PHONE),
        ("电话（0314）3021234。", Ground.PHONE),
        ("电话 0314-3021234。", Ground.PHONE),
        ("热线 400-820-8820。", Ground.PHONE),
        ("微信号：wang_xiaohan88。", Ground.PHONE),
        ("卡号 6222020200012345678。", Ground.ACCOUNT),
        ("卡号 6222 0202 0001 2345 678。", Ground.ACCOUNT),
        ("账号：50-123 456 789。", Ground.ACCOUNT),
        ("邮箱 zhang.san@example.org.cn。", Ground.EMAIL),
        ("驾驶冀H·A1234到场。", Ground.PLATE),
        ("驾驶冀HD12345到场。", Ground.PLATE),
        ("住址：下板城镇柳条沟村。", Ground.ADDRESS),
        ("现住幸福小区3号楼2单元501室。", Ground.ADDRESS),
        ("户籍所在地为示范县某镇。", Ground.ADDRESS),
        ("证人王建军称没有培训。", Ground.NAME),
        ("法定代表人：欧阳建国。", Ground.NAME),
        ("在场一名13周岁的少年。", Ground.MINOR),
    ],
)
def test_every_kind_of_private_text_is_found(text: str, ground: Ground) -> None:
    assert ground in grounds(text), found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "依据《安全生产法》第九十七条第七项，罚款 80000 元。",
        "2026年11月5日 9时30分至11时40分，检查了 2026-09-02 的记录。",
        "决定书文号：示应急罚〔2026〕9号。",
        "执行 GB 9448-1999 标准，批号 20260902。",
        "示范县住房和城乡建设局、示范县应急管理局。",
        "负责人签字后归档，员工培训记录缺失。",
        f"统一社会信用代码：{samples.USCC}。",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_the_party_keeps_its_credit_code_and_another_does_not() -> None:
    found = found_in(f"{samples.USCC}与{samples.OTHER_USCC}")
    assert [one.text for one in found] == [samples.OTHER_USCC]


def test_a_failed_check_digit_is_flagged_and_in_doubt() -> None:
    right, wrong = found_in("130821198503071232")[0], found_in("130821198503071230")[0]
    assert right.certain
    assert not wrong.certain
    assert "校验不符" in wrong.why


def test_a_childs_number_is_certain_and_says_so() -> None:
    (child,) = found_in("130821201305071236")
    assert child.ground == Ground.MINOR
    assert child.certain


def test_luhn_is_said_but_does_not_decide() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert "未通过" in found_in("卡 4111111111111112")[0].why
    assert "通过" in found_in("卡 4111111111111111")[0].why


def test_known_names_are_found_with_blanks_and_in_full_width() -> None:
    source = samples.decision(known_entities=(KnownEntity("李焊工", "person"), KnownEntity("ABC秘方", "secret")))
    found = found_in("李焊工、李 焊 工、李\u3000焊\u3000工、李·焊工、ＡＢＣ秘方", source)
    assert [one.ground for one in found] == [Ground.NAME] * 4 + [Ground.CONFIDENTIAL]


def test_a_known_text_cut_at_the_end_of_a_summary_is_found() -> None:
    source = samples.decision(known_entities=(KnownEntity(samples.WELDER_ID, "id"), KnownEntity("欧阳建国", "person")))
    for cut, left in ((f"证号{samples.WELDER_ID[:11]}", samples.WELDER_ID[:11]), ("证人是欧阳建", "欧阳建")):
        given = samples.replace(source, violation=cut)
        assert [one.text for one in candidates(given, "surname") if one.part == "violation"] == [left]


def test_a_name_after_a_cue_is_flagged_everywhere_else() -> None:
    source = samples.decision(known_entities=(), full_text=("证人：王建军，男。", "现场有王建军的签名。"))
    assert [one.part for one in candidates(source, "surname") if one.text == "王建军"] == ["p0", "p1"]


@pytest.mark.parametrize(("naming", "written"), [("surname", "张某"), ("omit", "【＊＊当事人】"), ("full", "张大民")])
def test_a_natural_party_is_named_by_the_parameter(naming: str, written: str) -> None:
    source = samples.natural()
    public = redacted(source.parts(), candidates(source, naming))
    assert public["party"] == written
    assert "130821197001011235" not in public["p0"]
    assert "幸福路" not in public["p0"]


@pytest.mark.parametrize(
    ("name", "short"), [("王小明", "王某"), ("欧阳锋", "欧阳某"), ("阿依古丽·买买提", "阿某"), ("欧阳", "欧某")]
)
def test_masked_names_keep_the_surname(name: str, short: str) -> None:
    assert masked(name) == short


def test_removed_text_is_gone_and_the_rest_is_untouched() -> None:
    source = samples.decision()
    public = redacted(source.parts(), candidates(source, "surname"))
    everything = compact("".join(public.values()))
    assert not [secret for secret in samples.SECRETS if compact(secret) in everything]
    assert public["p4"] == source.full_text[4]
    assert samples.ORGAN_ACCOUNT in public["p3"]
    assert "【＊＊身份】" in public["p1"]


def test_candidates_never_overlap_and_quote_the_text() -> None:
    source = samples.decision()
    parts, last = source.parts(), {}
    for one in candidates(source, "surname"):
        assert parts[one.part][one.start : one.end] == one.text
        assert one.start >= last.get(one.part, 0)
        last[one.part] = one.end


def test_overlapping_removals_are_joined() -> None:
    spans = [
        Candidate("p0", 1, 4, "bcd", Ground.OTHER, "", "[1]"),
        Candidate("p0", 2, 6, "cdef", Ground.OTHER, "", "[2]"),
        Candidate("p0", 6, 7, "g", Ground.OTHER, "", "[3]"),
    ]
    assert redacted({"p0": "abcdefgh"}, spans) == {"p0": "a[1][3]h"}


def test_the_second_look_finds_what_was_left() -> None:
    ask = {"removed": ["李焊工"], "kept": [], "natural": False, "on": ON}
    assert leaks({"p0": "李 焊 工在场"}, **ask) == (("p0", "已决定删去的内容仍在文中"),)
    assert leaks({"party": f"电话{samples.PHONE}"}, **ask)[0][0] == "party"
    assert leaks({"p0": "住址：【＊＊住址】，电话：【＊＊电话】，李某"}, **ask) == ()


def test_what_a_person_kept_is_let_through_except_identity_numbers() -> None:
    ask = {"removed": [], "natural": False, "on": ON}
    assert leaks({"p0": "机关电话 0314-3021234"}, kept=["0314-3021234"], **ask) == ()
    assert leaks({"p0": samples.WELDER_ID}, kept=[samples.WELDER_ID], **ask)


def test_a_person_finds_every_writing_of_a_text() -> None:
    parts = {"p0": "秘方甲和秘 方 甲", "p1": "无"}
    assert [one.text for one in occurrences(parts, "秘方甲", Ground.CONFIDENTIAL, "x")] == ["秘方甲", "秘 方 甲"]
    assert occurrences(parts, "甲", Ground.OTHER, "x") == ()


@given(
    st.text(alphabet="公示决定，。：；甲乙丙丁 \u3000", max_size=30),
    st.sampled_from([samples.WELDER_ID, samples.PHONE, samples.CARD, "李焊工", samples.OTHER_USCC]),
    st.text(alphabet="公示决定，。：；甲乙丙丁 \u3000", max_size=30),
    st.sampled_from(["", " ", "\u200b"]),
)
def test_no_planted_secret_survives(before: str, secret: str, after: str, joint: str) -> None:
    written = joint.join(secret)
    source = samples.decision(
        full_text=(f"{before}{written}{after}",), known_entities=(KnownEntity("李焊工", "person"),)
    )
    public = redacted(source.parts(), candidates(source, "surname"))
    assert compact(secret) not in compact(public["p0"])
    assert leaks(public, removed=["李焊工"], kept=[samples.USCC], natural=False, on=ON) == ()
