"""Every form: it sets with everything and with the least, prints whatever was typed, and stays archivable."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from tests.typesetting.samples import ACTS, FORMS, acts, bare, definitions, minimal, rich

from mingjing.foundation import typesetting
from mingjing.foundation.typesetting.glyphs import FONTS, printable

DAY = datetime.date(2026, 11, 5)
IDS = sorted(definitions())
FAMILIES = {"outgoing", "record", "approval", "list"}
COMPANIONS = {
    "inspection_notice",
    "instalment_notice",
    "file_catalogue",
    "crime_transfer_list",
    "seizure_decision",
    "seizure_list",
}
ROOTS = {"number", "date", "organ", "case", "party", "officers", "signatures", "fields", "tables", "evidence"}


def newest(form: str) -> Path:
    """The template new documents are set with; older ones stay beside it for the cases that used them."""
    return FORMS / form / f"v{definitions()[form]['version']}.typ"


def pages(form: str, data: dict[str, Any]) -> list[str]:
    return typesetting.text_of(typesetting.render(newest(form), data, created=DAY).pdf)


def longtexts(form: str) -> list[str]:
    """The long texts a form prints; a companion document leaves those of its main document out."""
    if form in COMPANIONS:
        return []
    return [field["name"] for field in acts().get(form, []) if field["type"] == "longtext"]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def read(form: str, data: dict[str, Any]) -> str:
    return squeeze("".join(pages(form, data)))


def test_there_is_a_template_for_every_definition() -> None:
    assert len(IDS) == 115
    assert {path.parent.name for path in FORMS.glob("*/v1.typ")} == set(IDS)


@pytest.mark.parametrize("form", IDS)
def test_a_definition_is_complete(form: str) -> None:
    known = definitions()[form]
    assert set(known) - {"progress", "signers"} == {"id", "name", "code", "version", "family", "since", "mandatory"}
    assert "signers" not in known or (known["signers"] and len(set(known["signers"])) == len(known["signers"]))
    assert "progress" not in known or (known["progress"] is True and known["family"] == "outgoing")
    assert (
        known["id"] == form
        and known["version"] == len(list((FORMS / form).glob("v*.typ")))
        and known["family"] in FAMILIES
    )
    assert known["name"] and known["code"] and isinstance(known["since"], datetime.date)
    for each in known["mandatory"]:
        assert each["path"].split(".")[0] in ROOTS and each["name"]


@pytest.mark.parametrize("form", [form for form in IDS if form in acts()])
def test_mandatory_fields_are_fields_of_the_act_and_its_required_ones(form: str) -> None:
    fields = {field["name"]: field for field in acts()[form]}
    paths = [each["path"].split(".", 1) for each in definitions()[form]["mandatory"]]
    named = {path[1] for path in paths if path[0] in {"fields", "tables"}}
    assert named <= set(fields)
    assert not [name for name in named if fields[name].get("optional")]


@pytest.mark.skipif(not ACTS.is_dir(), reason="cases 的程序表不在，无法核对文种代字")
def test_the_code_of_a_form_is_the_code_its_act_numbers_with() -> None:
    for path in ACTS.glob("*/acts/*.yaml"):
        for act in yaml.safe_load(path.read_text("utf-8")):
            for one in (act, *act.get("variants", ())):
                if one.get("form") and one.get("number"):
                    assert definitions()[one["form"]]["code"] == one["number"], act["act"]


@pytest.mark.skipif(not ACTS.is_dir(), reason="cases 的程序表不在，无法核对文书")
def test_every_act_finds_its_forms() -> None:
    assert set(acts()) <= set(IDS)


@pytest.mark.parametrize("form", IDS)
def test_a_form_sets_with_everything(form: str) -> None:
    said = read(form, rich(form))
    assert "示范县应急管理局" in said
    name = definitions()[form]["name"]
    assert squeeze(name) in said or form in {"penalty_notice", "file_cover"}


def test_preserved_evidence_is_kept_seven_days_from_the_day_it_was_preserved() -> None:
    said = read("preservation_notice", rich("preservation_notice"))
    assert "自先行登记保存之日（本通知书落款之日）起七个工作日" in said and "通知书送达之日" not in said


def test_the_cover_says_what_kind_of_file_it_is() -> None:
    full = rich("file_cover")
    assert "行政许可案卷" in read("file_cover", full | {"case": full["case"] | {"kind": "行政许可"}})
    assert "行政处罚案卷" in read("file_cover", full), "what was printed before kinds were told stays as it was"


def test_what_was_put_right_on_the_spot_is_said_once() -> None:
    said = read("spot_decision", rich("spot_decision"))
    assert "改正情况：当场改正。" in said and "当场改正情况：" not in said


@pytest.mark.parametrize("form", IDS)
def test_a_form_sets_with_the_least(form: str) -> None:
    said = read(form, minimal(form))
    assert "none" not in said and "()" not in said and "auto" not in said


@pytest.mark.parametrize("form", IDS)
def test_a_form_sets_with_nothing_at_all(form: str) -> None:
    empty = bare(form) | {"fields": {}, "verify": {"url": None, "short_hash": None, "qr": None}}
    assert typesetting.render(newest(form), empty, created=DAY).pages >= 1
    assert typesetting.render(newest(form), bare(form), created=DAY).pages >= 1


@pytest.mark.parametrize("form", IDS)
def test_mandatory_content_is_on_the_page(form: str) -> None:
    data = minimal(form)
    data["fields"] = {
        name: f"填{n:03}了" if isinstance(value, str) else value
        for n, (name, value) in enumerate(data["fields"].items())
    }
    ticks = {field["name"] for field in acts().get(form, []) if field["type"] == "bool"}
    hidden = ticks | {"hearing_offered", "evidence_refs"}
    said = read(form, data)
    assert not [
        name for name, value in data["fields"].items() if name not in hidden and squeeze(str(value)) not in said
    ]


@pytest.mark.parametrize("form", IDS)
def test_nothing_typed_is_lost(form: str) -> None:
    data = rich(form)
    if form in COMPANIONS:
        data["fields"], data["order"] = {}, []
    data["fields"] |= {"new_thing": "新增字段的内容", "another": ["第一项", "第二项"]}
    data["tables"] |= {"new_table": {"columns": ["甲列", "乙列"], "rows": [["一格", "二格"]]}}
    data["labels"] |= {"new_thing": "新增字段", "new_table": "新增表格"}
    data["order"] += ["new_thing"]
    said = read(form, data)
    for piece in ("新增字段的内容", "第一项", "第二项", "甲列", "一格", "二格", "新增字段", "新增表格"):
        assert piece in said
    kept = {field["name"] for field in acts().get(form, []) if field["type"] in {"text", "longtext"}}
    for name in kept & set(data["fields"]):
        for line in str(data["fields"][name]).split("\n"):
            assert squeeze(line).rstrip("。；") in said, name


@pytest.mark.parametrize("form", IDS)
def test_a_form_is_archivable_and_repeats_to_the_byte(form: str, tmp_path: Path) -> None:
    first, again = (typesetting.render(newest(form), rich(form), created=DAY) for _ in range(2))
    assert first.sha256 == again.sha256
    path = tmp_path / "form.pdf"
    path.write_bytes(first.pdf)
    with pikepdf.open(path) as pdf:
        marks = pdf.open_metadata()
        assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("2", "A")
        assert "/OutputIntents" in pdf.Root
        described = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert described and all("/FontFile3" in each for each in described)


@pytest.mark.parametrize("form", IDS)
def test_injected_markup_is_printed_in_every_form(form: str) -> None:
    nasty = '#panic() $x$ ] "\\ @me *粗*'
    data = json.loads(json.dumps(rich(form)))
    data["fields"] = dict.fromkeys(data["fields"], nasty) | {"loose": nasty}
    data["party"] = dict.fromkeys(data["party"], nasty) | {"kind": "legal_person"}
    data["organ"]["name"] = nasty
    said = read(form, data)
    assert said.count(squeeze(nasty)) >= 2


@pytest.mark.parametrize("form", [form for form in IDS if longtexts(form)])
def test_long_texts_break_over_pages_and_lose_nothing(form: str) -> None:
    data = rich(form)
    long = "".join(f"第{n}句话说明案件的情况。" for n in range(400))
    data["fields"][longtexts(form)[0]] = long
    said = read(form, data)
    missing = [n for n in range(400) if f"第{n}句" not in said]
    assert len(missing) <= 12, missing  # a page's foot may stand inside a sentence


def test_every_character_the_templates_print_is_in_both_faces() -> None:
    said = {char for path in FORMS.rglob("*") if path.suffix in {".typ", ".yaml"} for char in path.read_text("utf-8")}
    said |= {char for path in FONTS.parent.rglob("*.typ") for char in path.read_text("utf-8")}
    assert not {char for char in said if char not in printable() and char != "\n"}


def test_the_fonts_stay_small_and_keep_their_licence() -> None:
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 30_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")


def test_the_decision_has_the_six_contents_in_their_order() -> None:
    said = read("penalty_decision", rich("penalty_decision"))
    marks = ["当事人：示范县恒源化工有限公司", "一、违法事实和证据", "特种作业操作证查询结果打印件", "二、陈述、申辩（听证）及采纳情况",
             "三、处罚的依据、种类和裁量理由", "罚款80000元（人民币捌万元整）", "四、履行方式和期限", "账号：6217000000000000000",
             "五、救济途径和期限", "示范县人民政府申请行政复议", "示范县人民法院提起行政诉讼", "示范县应急管理局（印章）2026年11月5日"]  # fmt: skip
    places = [said.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_notice_offers_a_hearing_only_where_there_is_the_right() -> None:
    data = rich("penalty_notice")
    said = read("penalty_notice", data)
    assert "行政处罚（听证）告知书" in said and "要求听证的" in said
    data["fields"]["hearing_offered"] = "不符合听证条件"
    said = read("penalty_notice", data)
    assert "行政处罚事先告知书" in said and "听证" not in said.replace("（听证）", "")


def test_what_a_signer_wrote_and_what_was_typed_both_stand_in_the_box() -> None:
    data = rich("filing_approval")
    data["fields"]["head_opinion"] = "同意立案，抓紧查办。"
    data["signatures"] = [{"role": "负责人意见", "text": "准予。", "name": "己某", "date": "2026年9月4日"}]
    said = read("filing_approval", data)
    assert "同意立案，抓紧查办。准予。签名：己某2026年9月4日" in said


def test_every_form_is_in_the_manual() -> None:
    manual = (Path(__file__).resolve().parents[2] / "docs/reference/forms.md").read_text("utf-8")
    assert not [
        form
        for form, known in definitions().items()
        if f"| `{form}` | {known['name']} | {known['code']} |" not in manual
    ]


@pytest.mark.parametrize(
    ("form", "role", "boxes"),
    [("examination_form", "审查意见", 1), ("review_opinion", "审核意见", 2), ("lead_register", "承办人意见", 3)],
)
def test_an_opinion_finds_its_box_by_what_it_is_called(form: str, role: str, boxes: int) -> None:
    data = rich(form)
    data["signatures"] = [{"role": role, "text": "独有的意见", "name": "丁某", "date": "2026年9月23日"}]
    said = read(form, data)
    assert said.count("独有的意见签名：丁某2026年9月23日") == 1
    assert said.count("签名：") == boxes


def test_a_record_prints_signatures_but_no_opinions() -> None:
    data = rich("inspection_record")
    data["signatures"].append({"role": "见证人", "text": "", "name": "庚某", "date": "2026年9月2日"})
    said = read("inspection_record", data)
    assert "见证人庚某" in said and "建议按拟定意见办理" not in said


@pytest.mark.parametrize("form", ["urging_letter", "publication_notice", "closing_approval", "enforcement_application"])
def test_what_follows_a_decision_names_its_number(form: str) -> None:
    data = rich(form) | {"number": "示应急〔2026〕1号"}
    data["fields"].pop("decision_number", None)
    data["case"] = data["case"] | {"decision_number": "示应急罚〔2026〕77号"}
    assert "示应急罚〔2026〕77号" in read(form, data)


def test_the_guardian_of_a_child_is_ordered_by_name() -> None:
    data = rich("no_penalty_decision")
    data["party"] = {**data["party"], "kind": "citizen"}
    data["fields"] |= {"guardian": "路大成", "guardian_relation": "父亲", "guardian_order": "加以管教。"}
    assert "责令监护人本机关责令你的监护人路大成（父亲）：加以管教。" in read("no_penalty_decision", data)
    for name in ("guardian", "guardian_relation", "guardian_order"):
        del data["fields"][name]
    assert "监护人" not in read("no_penalty_decision", data)
