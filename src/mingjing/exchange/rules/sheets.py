"""What a row of a sheet must satisfy before it is handed over."""

from collections.abc import Mapping
from datetime import date

from mingjing.exchange.terms import ORGANISATION, PERSON, TRADER, Edition, SheetKind
from mingjing.kernel.findings import Finding
from mingjing.kernel.identifiers import resident_id_problem, uscc_problem
from mingjing.kernel.rulebook import rule

_C424 = "发改办财金〔2018〕424号"


@rule("XCH-01", cites=_C424, acts=("export_sheet", "feed_file"))
def filled(edition: Edition, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """双公示数据的必填项目不得空缺。"""
    return tuple(
        filled.finding(f"“{one.label}”没有内容", next_step="请在案件或者机关登记里补充", field=one.code)
        for one in edition.columns
        if one.required and not values[one.key]
    )


@rule("XCH-02", cites=_C424, acts=("export_sheet", "feed_file"))
def filled_where_due(edition: Edition, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """处罚类别、行政相对人类别要求填写的项目不得空缺：单位填信用代码和法定代表人（许可还要证件号码），自然人填证件，罚款、没收填金额，暂扣、吊销填证照。"""
    kind, kinds = values["party_class"], values.get("kinds", "")
    asked = (
        ("uscc", kind in {ORGANISATION, TRADER}, "单位、个体工商户要填统一社会信用代码"),
        ("representative", kind == ORGANISATION, "单位要填法定代表人"),
        (
            "rep_id_number",
            edition.kind == SheetKind.LICENCE and kind == ORGANISATION,
            "许可表里，单位要填法定代表人证件号码",
        ),
        (
            "rep_id_type",
            bool(values.get("rep_id_number")) and edition.key == "2019",
            "填了法定代表人证件号码，要填证件类型",
        ),
        ("id_type", kind == PERSON, "自然人要填证件类型"),
        ("id_number", kind == PERSON, "自然人要填证件号码"),
        (
            "registration",
            values["uscc"].startswith("0" * 17),
            "没有信用代码的个体工商户要填工商注册号",
        ),
        ("fine", "罚款" in kinds, "处罚类别有罚款，要填罚款金额"),
        ("confiscation", "没收" in kinds, "处罚类别有没收，要填没收金额"),
        ("licence", "暂扣" in kinds or "吊销" in kinds, "处罚类别有暂扣、吊销，要填证照名称及编号"),
    )
    columns = {one.key: one for one in edition.columns}
    return tuple(
        filled_where_due.finding(why, next_step="请在案件里补充后再报送", field=columns[key].code)
        for key, wanted, why in asked
        if wanted and key in columns and not values[key]
    )


@rule("XCH-03", cites=_C424, acts=("export_sheet", "feed_file"))
def within_length(edition: Edition, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """双公示数据每一项不得超过规定的长度。"""
    return tuple(
        within_length.finding(
            f"“{one.label}”最多 {one.longest} 个字，现在是 {len(values[one.key])} 个字",
            next_step="请改用较短的公开文本",
            field=one.code,
        )
        for one in edition.columns
        if len(values[one.key]) > one.longest
    )


@rule("XCH-04", cites=("GB 32100—2015", "GB 11643—1999"), acts=("export_sheet", "feed_file"))
def codes_are_right(edition: Edition, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """统一社会信用代码、居民身份号码的校验位应当正确。"""
    columns = {one.key: one.code for one in reversed(edition.columns)}
    found = []
    for key in ("uscc", "organ_uscc", "source_uscc"):
        text = values[key]
        if text and not text.startswith("0" * 17) and key in columns and (problem := uscc_problem(text)):
            found.append(
                codes_are_right.finding(
                    f"统一社会信用代码 {text}：{problem}", next_step="请核对登记", field=columns[key]
                )
            )
    for key, kind in (("id_number", values["id_type"]), ("rep_id_number", values.get("rep_id_type", ""))):
        number = values.get(key, "")
        if kind == "身份证" and number and key in columns and (problem := resident_id_problem(number)):
            found.append(
                codes_are_right.finding(f"居民身份号码：{problem}", next_step="请核对当事人登记", field=columns[key])
            )
    return tuple(found)


@rule("XCH-05", cites=(_C424, "国办发〔2018〕118号第二部分（六）"), acts=("export_sheet",))
def is_public(decided_on: date, published: bool, on: date) -> tuple[Finding, ...]:
    """报送的决定应当已经依法公示：违法事实使用脱敏后的公开文本；已撤下的不报送；决定日期不在将来。"""
    if decided_on > on:
        return (is_public.finding("决定日期在将来", next_step="请核对决定日期"),)
    if published:
        return ()
    return (is_public.finding("还没有公示，或者已经撤下", next_step="请先在“执法公示”里办理公开"),)
