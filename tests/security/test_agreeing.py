"""Whoever changes a row of the business behind the system's back is found by the audit, though the ledger is sound."""

import pytest
from django.db import connection
from tests.security.town import Town

from mingjing.cases.queries import agreeing as cases
from mingjing.ledger import queries as ledger
from mingjing.publicity.queries import agreeing as publicity
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db

CHANGED = (
    ("""mj_case_act SET data = '{"fine": "1.00"}' WHERE code = 'decide'""", "内容"),
    ("mj_case_act SET by_id = drafted_by WHERE code = 'decide'", "办理人"),
    ("mj_case_act SET number = '示应急罚〔2026〕99号' WHERE code = 'decide'", "文号"),
    ("mj_case_act SET stage_after = 'closed' WHERE code = 'decide'", "办理后的阶段"),
    ("mj_case_act SET code = 'no_penalty' WHERE code = 'decide'", "步骤"),
    ("mj_case_act SET ledger_index = 0 WHERE code = 'decide'", "台账序号"),
    ("mj_case SET stage = 'filed' WHERE decision_number <> ''", "阶段"),
    ("mj_case SET fine = 1 WHERE decision_number <> ''", "罚款与各步骤不符"),
    ("mj_case SET decision_number = '示应急罚〔2026〕99号' WHERE decision_number <> ''", "决定文号"),
    ("mj_case_precedent SET fine = 1 WHERE fine > 1", "类案库的内容与各步骤不符"),
    ("mj_case SET number = '示应急立〔2026〕99号' WHERE decision_number <> ''", "案号"),
    ("""mj_case SET party = '{"name": "甲"}' WHERE decision_number <> ''""", "当事人"),
    ("""mj_case SET matter = '{"name": "甲"}' WHERE decision_number <> ''""", "事项"),
    ("""mj_document SET data = '{"number": "1"}' WHERE form = 'penalty_decision'""", "的内容"),
    ("mj_document SET pdf_sha256 = 'ab' WHERE form = 'penalty_decision'", "PDF"),
    ("mj_attachment SET name = '另一份.png'", "附件"),
    ("mj_attachment SET sha256 = 'ab'", "附件"),
    ("mj_publication SET public_result = '不予处罚' WHERE state = 'released'", "列表"),
    ("mj_publication SET state = 'withdrawn' WHERE state = 'released'", "是否公开"),
    ("mj_pub_version SET text = '改过的公开文本'", "第 1 版公开文本"),
    ("""mj_pub_version SET parts = '{"party": "甲", "cause": "", "outcome": "", "result": ""}'""", "第 1 版公开文本"),
    ("""mj_pub_source SET content = '{"party_name": "甲"}'""", "送达文本"),
)


def told() -> str:
    assert ledger.audit().sound
    return "\n".join(map(str, (*cases.unlike_the_ledger(), *publicity.unlike_the_ledger())))


def run(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def test_what_the_operations_made_agrees(town: Town) -> None:
    assert not told()


@pytest.mark.parametrize(("statement", "fault"), CHANGED)
def test_a_changed_row_is_named(town: Town, statement: str, fault: str) -> None:
    assert run(f"UPDATE {statement}")
    assert fault in told()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("mj_viewing", "次调阅和导出"),
        ("mj_case_act WHERE code = 'decide'", "业务库里没有（被删除）"),
        (
            "mj_attachment WHERE id NOT IN (SELECT attachment_id FROM mj_deposit_item WHERE attachment_id IS NOT NULL)",
            "业务库里没有（被删除）",
        ),
        ("mj_document WHERE form = 'penalty_decision'", "业务库里没有（被删除）"),
    ],
)
def test_a_deleted_row_is_named(town: Town, statement: str, fault: str) -> None:
    town.browsers["handler"].post(f"/bureau/cases/{town.done}/files/{town.file}/", {"purpose": "handle"})
    assert run(f"DELETE FROM {statement}")
    assert fault in told()


def test_an_act_put_in_past_the_system_is_named(town: Town) -> None:
    columns = "code, at, recorded_at, by_id, by_name, drafter_name, data, number, stage_after, ledger_index, event_hash, case_id"
    run(
        f"INSERT INTO mj_case_act (seq, {columns}) SELECT seq + 500, {columns} FROM mj_case_act WHERE code = 'decide'"  # noqa: S608
    )
    assert "台账里没有（不是经系统办理的）" in told()


def test_what_cannot_be_read_is_named(town: Town) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps nothing in a column of times that is no time")
    run("UPDATE mj_case_act SET at = 'rubbish' WHERE code = 'decide'")
    assert "读不出来" in told()


def test_the_command_says_so_and_fails(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert commandline.main(["audit"]) == 0 and "都与台账登记的一致" in capsys.readouterr().out
    run("UPDATE mj_case_act SET number = '另一个文号' WHERE code = 'decide'")
    assert commandline.main(["audit"]) == 1
    assert "文号与台账登记的不符" in capsys.readouterr().out
