"""Correcting, withdrawing, and what remains in public of either."""

import base64
import json
from datetime import date, datetime
from typing import Any

import pytest
from tests.publicity import samples

from mingjing.foundation import search
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.terms import NotLogged
from mingjing.ledger.verifier import mingjing_verify
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Publication, Version
from mingjing.publicity.rules import clocks
from mingjing.publicity.terms import SEARCH_KIND, Filters, PublicDecision, State

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 12, 15, 0, tzinfo=CHINA)


def public() -> PublicDecision:
    found = queries.decision("示应急", samples.NUMBER)
    assert found is not None
    return found


def correct(publication_id: Any, **more: Any) -> Any:
    ask = {
        "reason": "案由录入有误",
        "changes": {"cause": "未取得操作资格证书上岗"},
        "by": samples.PUBLICIST,
        "at": LATER,
    }
    return operations.correct(publication_id=publication_id, **(ask | more))


def withdraw(publication_id: Any, **more: Any) -> Any:
    ask = {"trigger": "revoked", "reason": "示范县人民政府复议决定撤销本决定", "by": samples.PUBLICIST, "at": LATER}
    return operations.withdraw(publication_id=publication_id, **(ask | more))


def refused_by(rule: str, act: Any, *given: Any, **arguments: Any) -> None:
    with pytest.raises(Refused) as refusal:
        act(*given, **arguments)
    assert rule in refusal.value.rules


def test_a_correction_is_a_new_version_and_keeps_the_old() -> None:
    made = samples.released()
    assert correct(made.id).state == State.CORRECTED
    shown = public()
    assert shown.version is not None
    assert (shown.version.seq, shown.version.parts["cause"]) == (2, "未取得操作资格证书上岗")
    assert [old.parts["cause"] for old in shown.older] == ["特种作业人员未取得操作资格证书上岗作业"]
    assert [step.note for step in shown.history] == ["", "案由录入有误"]
    assert shown.row.cause == "未取得操作资格证书上岗"


def test_a_correction_finds_its_new_words_and_forgets_the_old() -> None:
    made = samples.released()
    correct(made.id, paragraphs=["更正后的正文提到熔化焊接。"])
    assert [hit.object_id for hit in search.search(SEARCH_KIND, "熔化焊接")] == [made.id]
    assert search.search(SEARCH_KIND, "询问笔录") == ()


@pytest.mark.parametrize(
    "more",
    [
        {"reason": " "},
        {"changes": {}},
        {"changes": {"cause": "特种作业人员未取得操作资格证书上岗作业"}},
    ],
)
def test_a_correction_needs_a_reason_and_a_difference(more: dict[str, Any]) -> None:
    refused_by("PUB-09", correct, samples.released().id, **more)


@pytest.mark.parametrize(
    "more",
    [
        {"changes": {"cause": f"案由，电话 {samples.PHONE}"}},
        {"changes": {"violation": "李 焊 工无证上岗"}},
        {"paragraphs": [f"证号 {samples.WELDER_ID}"]},
        {"reason": "更正李焊工的姓名"},
        {"reason": f"退款账号应为 {samples.CARD}"},
    ],
)
def test_a_correction_brings_nothing_private_back(more: dict[str, Any]) -> None:
    made = samples.released()
    refused_by("PUB-03", correct, made.id, **more)
    assert Version.objects.filter(publication_id=made.id).count() == 1


@pytest.mark.parametrize("changes", [{"party": "  "}, {"number": "别的文号"}, {"p0": "绕过段落"}])
def test_only_what_may_be_corrected_is(changes: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        correct(samples.released().id, changes=changes)


def test_an_old_version_that_should_not_have_been_public_is_hidden() -> None:
    made = samples.released()
    correct(made.id, hide_old=True)
    shown = public()
    assert [(old.seq, dict(old.parts)) for old in shown.older] == [(1, {})]
    old = queries.version("示应急", samples.NUMBER, 1)
    assert old is not None
    assert old.paragraphs == ()
    assert queries.proof_file("示应急", samples.NUMBER, 1) is None
    assert queries.proof_file("示应急", samples.NUMBER) is not None


def test_a_withdrawal_leaves_number_dates_and_reason_only() -> None:
    made = samples.released()
    correct(made.id)
    withdraw(made.id)
    shown = public()
    assert (shown.row.state, shown.row.party, shown.row.cause, shown.row.result) == ("withdrawn", "", "", "")
    assert shown.version is None
    assert shown.older == ()
    assert shown.row.withdrawn_reason == "示范县人民政府复议决定撤销本决定"
    assert "恒源" not in repr(shown)
    assert "案由录入" not in repr(shown)
    assert queries.version("示应急", samples.NUMBER, 1) is None
    assert queries.proof_file("示应急", samples.NUMBER) is None
    assert search.search(SEARCH_KIND, "恒源") == ()


def test_a_withdrawal_reaches_every_list() -> None:
    made = samples.released()
    samples.released(
        samples.decision(
            number="示应急罚〔2026〕11号", party_name="示范县光明商贸有限公司", full_text=("当事人：光明商贸。",)
        )
    )
    withdraw(made.id)
    assert [row.number for row in queries.page(Filters()).rows] == ["示应急罚〔2026〕11号"]
    assert [row.number for row in queries.rows(Filters())] == ["示应急罚〔2026〕11号"]
    assert queries.page(Filters(q="恒源")).rows == ()
    assert len(list(queries.addresses())) == 1
    assert queries.month_count(date(2026, 11, 22)) == 1
    tombs = queries.page(Filters(state="withdrawn")).rows
    assert [(row.number, row.party) for row in tombs] == [(samples.NUMBER, "")]


def test_what_was_public_is_still_in_the_ledger() -> None:
    made = samples.released()
    before = Version.objects.get(publication_id=made.id)
    withdraw(made.id)
    after = Version.objects.get(publication_id=made.id)
    assert (after.text, after.ledger_hash) == (before.text, before.ledger_hash)


@pytest.mark.parametrize(
    ("trigger", "reason"), [("", "复议机关决定撤销本决定"), ("mood", "复议机关撤销"), ("revoked", "  撤 ")]
)
def test_a_withdrawal_needs_a_lawful_trigger_and_a_public_reason(trigger: str, reason: str) -> None:
    refused_by("PUB-07", withdraw, samples.released().id, trigger=trigger, reason=reason)


@pytest.mark.parametrize("reason", [f"因举报人电话{samples.PHONE}有误而撤销", "因证人李焊工作伪证而撤销"])
def test_the_public_reason_tells_nothing_private(reason: str) -> None:
    refused_by("PUB-03", withdraw, samples.released().id, reason=reason)


def test_the_trigger_starts_three_working_days() -> None:
    made = samples.released(samples.decision(decided_on=date(2026, 9, 21)), at=datetime(2026, 9, 28, 9, tzinfo=CHINA))
    known = operations.call_back(
        publication_id=made.id, trigger="revoked", note="示政复决〔2026〕1号", known_on=date(2026, 9, 30),
        by=samples.HANDLER, at=datetime(2026, 9, 30, 17, tzinfo=CHINA),
    )  # fmt: skip
    assert (known.call_due, known.open_due, known.state) == (date(2026, 10, 10), date(2026, 10, 10), State.RELEASED)
    (waits,) = queries.waiting(samples.ORGAN, date(2026, 10, 9))
    assert (waits.task, waits.light) == ("撤下并说明理由", "amber")
    assert clocks.late(known, date(2026, 10, 10)) == ()
    assert [one.rule for one in clocks.late(known, date(2026, 10, 11))] == ["PUB-06"]


def test_a_late_withdrawal_is_done_and_remembered_as_late() -> None:
    made = samples.released()
    done = withdraw(made.id, known_on=date(2026, 11, 6), at=datetime(2026, 11, 20, 9, tzinfo=CHINA))
    assert (done.call_due, done.state) == (date(2026, 11, 11), State.WITHDRAWN)
    assert [one.rule for one in queries.late_findings(made.id, date(2026, 11, 22))] == ["PUB-06"]


@pytest.mark.parametrize("known_on", [date(2026, 11, 4), date(2026, 11, 13)])
def test_the_trigger_lies_between_decision_and_today(known_on: date) -> None:
    with pytest.raises(Invalid) as problem:
        withdraw(samples.released().id, known_on=known_on)
    assert "known_on" in problem.value.errors


def test_a_registered_trigger_need_not_be_named_again() -> None:
    made = samples.released()
    operations.call_back(
        publication_id=made.id, trigger="unlawful", note="确认违法判决书", known_on=date(2026, 11, 11),
        by=samples.HANDLER, at=LATER,
    )  # fmt: skip
    done = withdraw(made.id, trigger="", reason="人民法院判决确认本决定违法")
    assert (done.call_trigger, done.call_due) == ("unlawful", date(2026, 11, 16))


def test_a_decision_called_back_before_its_release_is_not_released() -> None:
    made = samples.confirmed()
    operations.call_back(
        publication_id=made.id, trigger="void", note="确认无效决定书", known_on=date(2026, 11, 10),
        by=samples.HANDLER, at=LATER,
    )  # fmt: skip
    refused_by("PUB-13", operations.release, publication_id=made.id, by=samples.PUBLICIST, at=LATER)
    exempted = operations.exempt(
        publication_id=made.id, ground="undone", basis="已被确认无效", by=samples.HEAD, at=LATER
    )
    assert exempted.state == State.EXEMPT


@pytest.mark.parametrize("who", ["外机关的公示员", "监督员", "系统管理员", "没有角色的人"])
def test_strangers_call_nothing_back(who: str) -> None:
    made = samples.released()
    with pytest.raises(Forbidden):
        operations.call_back(
            publication_id=made.id, trigger="void", note="确认无效决定书", known_on=date(2026, 11, 10),
            by=samples.STRANGERS[who], at=LATER,
        )  # fmt: skip


def test_a_redone_decision_links_from_the_tombstone() -> None:
    withdraw(samples.released().id)
    again = samples.released(samples.decision(number="示应急罚〔2026〕20号", replaces=samples.NUMBER))
    assert public().replaced_by == again.address


def test_the_proof_verifies_the_redacted_text_and_nothing_else(tmp_path: Any) -> None:
    samples.released()
    made = queries.proof_file("示应急", samples.NUMBER)
    assert made is not None
    name, content = made
    file = tmp_path / "proof.json"
    file.write_bytes(content)
    assert name.endswith(".json")
    assert mingjing_verify.main([str(file)]) == 0
    read = json.loads(content)
    text = base64.b64decode(read["document"]["content"]).decode()
    read["document"]["content"] = base64.b64encode(text.replace("80000", "8000", 1).encode()).decode()
    file.write_text(json.dumps(read, ensure_ascii=False), encoding="utf-8")
    assert mingjing_verify.main([str(file)]) != 0


def test_a_changed_public_text_has_no_proof() -> None:
    made = samples.released()
    Version.objects.filter(publication_id=made.id).update(text="改过的文本")
    with pytest.raises(NotLogged):
        queries.proof_file("示应急", samples.NUMBER)


def test_public_columns_are_empty_until_the_release() -> None:
    made = samples.confirmed()
    row = Publication.objects.get(pk=made.id)
    assert (row.public_party, row.public_cause, row.public_outcome, row.public_result) == ("", "", "", "")
    assert queries.decision("示应急", samples.NUMBER) is None
    assert queries.page(Filters()).rows == ()
    assert search.search(SEARCH_KIND, "恒源") == ()


def test_nothing_private_is_in_any_public_answer() -> None:
    samples.released()
    proof = queries.proof_file("示应急", samples.NUMBER)
    assert proof is not None
    stored = Version.objects.get()
    everything = repr(public()) + repr(list(queries.rows(Filters()))) + stored.text + _proof_text(proof[1])
    assert not [secret for secret in samples.SECRETS if secret in everything]
    assert "【＊＊身份】" in everything
    for secret in samples.SECRETS:
        assert search.search(SEARCH_KIND, f'"{secret}"') == () or secret not in "".join(
            hit.snippet + hit.title for hit in search.search(SEARCH_KIND, secret)
        )


def _proof_text(content: bytes) -> str:
    read = json.loads(content)
    return base64.b64decode(read["document"]["content"]).decode() + read["bundle"]["event"]
