"""台账状态: what is in order, what is missing, and the next step."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from tests.bureau.test_registers import text
from tests.ledger.witnesses import policy, witness

from mingjing.ledger import guards, operations, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings, tmp_path) -> Path:
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    return settings.MINGJING_WITNESS_POLICY


def lines(now=None) -> dict[str, str]:
    return {line.title: line.tone for line in queries.health(now or timezone.now())}


def test_what_is_missing_is_told_with_the_next_step(signed_in) -> None:
    page = text(signed_in("shenji"), "ledger/")
    for word in ("台账状态", "单方日志", "MINGJING_TSA_URL", "后台进程", "mingjing keys change sm2", "数据库防改"):
        assert word in page, word


def test_witnesses_with_their_last_word(signed_in, here: Path, tmp_path: Path) -> None:
    queries.checkpoint()
    archive, other = witness(tmp_path, "dag.example"), witness(tmp_path, "sfj.example")
    policy(
        here,
        f"witness 档案馆 {archive.key()} http://x.example",
        f"witness 司法局 {other.key()}",
        "group 两家 all 档案馆 司法局",
        "quorum 两家",
    )
    page = text(signed_in("shenji"), "ledger/")
    assert "见证不足" in page and "mingjing witness ask" in page and "mingjing witness give" in page
    head = queries.checkpoint().checkpoint256.split("\n\n")[0] + "\n"
    for one in (archive, other):
        operations.take_cosignatures(note=f"{head}\n{one.cosign(head, int(timezone.now().timestamp()))}", by="system")
    page = text(signed_in("shenji"), "ledger/")
    assert "见证足够" in page and "见证不足" not in page
    operations.note_refusal(
        witness="dag.example", tree="sha256", size=1, said="分叉", by="system", at=timezone.now() + timedelta(minutes=1)
    )
    assert "拒绝见证" in text(signed_in("shenji"), "ledger/")


def test_a_policy_that_cannot_be_read_is_told_not_stumbled_over(signed_in, here: Path) -> None:
    policy(here, "witness 档案馆 nonsense", "quorum 档案馆")
    assert "读不懂" in text(signed_in("shenji"), "ledger/")
    here.write_bytes(b"\xff\xfe")
    assert "读不懂" in text(signed_in("shenji"), "ledger/")


def test_the_tones_follow_the_facts(db, here: Path) -> None:
    now = timezone.now()
    queries.checkpoint()
    assert (lines()["心跳"], lines()["时间戳"], lines()["国密密钥（SM2）"]) == ("warn", "warn", "warn")
    operations.beat(by="system", at=now)
    operations.ensure_sm2(by="system", at=now)
    queries.checkpoint()
    found = lines(now)
    assert (found["心跳"], found["国密密钥（SM2）"], found["检查点"], found["时钟"]) == ("good", "good", "good", "good")
    assert lines(now + timedelta(hours=3))["心跳"] == "bad"
    operations.watch_clock(by="system", at=now - timedelta(hours=1))
    assert lines(now)["时钟"] == "warn"
    if connection.vendor == "sqlite":
        assert found["数据库防改"] == "good"
    guards.remove(connection)
    assert lines()["数据库防改"] == "bad"
