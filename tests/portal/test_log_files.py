"""The log as the portal serves it: checkpoints, tiles and entries for mirrors and monitors, a door for witnesses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.ledger.witnesses import NOON, policy, witness

from mingjing.ledger import operations, queries
from mingjing.ledger.terms import SYSTEM, Draft
from mingjing.ledger.verifier.policies import cosigners, read_policy
from mingjing.ledger.witness.monitoring import check_tiles
from mingjing.ledger.witness.pulling import pull
from mingjing.ledger.witness.tiles import NotThere, Reader

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def here(settings, tmp_path) -> Path:
    settings.MINGJING_KEYS = tmp_path / "keys"
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    return settings.MINGJING_WITNESS_POLICY


def grow(count: int) -> None:
    operations.append_many(drafts=[Draft("a:b:c", "many", AT, {"n": n}) for n in range(count)], by=SYSTEM)
    operations.integrate()


def fetched(client: Client):
    """Reads the portal as a mirror does."""

    def fetch(path: str) -> bytes:
        answer = client.get(f"/log/{path}")
        if answer.status_code != 200:
            raise NotThere(path)
        return answer.content

    return fetch


def test_every_tile_that_a_checkpoint_needs_is_served_and_older_widths_too(client: Client) -> None:
    grow(600)
    for tree in ("sha256", "sm3"):
        assert check_tiles(Reader(fetched(client), tree, 600)) == 4
        assert check_tiles(Reader(fetched(client), tree, 513)) == 4
    answer = client.get("/log/tile/0/000")
    assert (answer.status_code, len(answer.content)) == (200, 8192)
    assert "immutable" in answer["Cache-Control"]
    assert len(client.get("/log/tile/1/000.p/2").content) == 64
    assert client.get("/log/sm3/checkpoint").content == client.get("/log/checkpoint-sm3").content


@pytest.mark.parametrize(
    "path",
    [
        "0/002", "0/003", "0/002.p/89", "0/002.p/0", "0/002.p/088", "00/000", "1/000", "1/000.p/3", "2/000.p/1", "64/000",
        "0/0", "0/x000", "0/x000/000/000", "entries/002.p/89", "entries/003", "x", "0/000.p/256.p/1", "9/000", "0/%00",
        "entries/../../policy", "0/-01",
    ],
)  # fmt: skip
def test_what_is_no_tile_of_the_signed_log_is_not_found(client: Client, path: str) -> None:
    grow(600)
    assert client.get(f"/log/tile/{path}").status_code == 404


def test_a_witness_behind_a_wall_pulls_and_brings_its_cosignature(client: Client, here: Path, tmp_path: Path) -> None:
    grow(300)
    archive = witness(tmp_path, "dag.example")
    policy(here, f"witness 档案馆 {archive.key()}", "quorum 档案馆")

    def brought(url: str, note: str) -> str:
        answer = client.post("/log/cosignatures", note, content_type="text/plain")
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    assert "已见证" in pull(archive, "http://portal/log", NOON, fetched(client), brought)[0]
    grow(300)
    assert len(pull(archive, "http://portal/log", NOON + 60, fetched(client), brought)) == 2
    found = cosigners(
        client.get("/log/checkpoint").content.decode(), read_policy(client.get("/log/policy").content.decode())
    )
    assert found == {"档案馆": NOON + 60}
    grow(1)
    assert client.get("/log/cosigned").content.startswith(client.get("/log/checkpoint").content[:20] + b"\n600\n")
    body = client.get("/log/").content.decode()
    assert "见证到 600 条" in body and "单方日志" not in body


def test_the_door_for_witnesses_takes_nothing_else(client: Client, here: Path, tmp_path: Path) -> None:
    grow(3)
    assert client.get("/log/cosignatures").status_code == 405
    assert client.post("/log/cosignatures", "", content_type="text/plain").status_code == 422
    assert (
        client.post("/log/cosignatures", queries.checkpoint().checkpoint256, content_type="text/plain").status_code
        == 422
    )
    assert client.post("/log/cosignatures", b"\xff" * 100, content_type="text/plain").status_code == 422
    assert client.post("/log/cosignatures", "x" * 70000, content_type="text/plain").status_code == 413


def test_without_witnesses_the_page_says_so(client: Client, here: Path) -> None:
    grow(3)
    assert "单方日志" in client.get("/log/").content.decode()
    assert client.get("/log/policy").content.decode().endswith("quorum none\n")
    assert client.get("/log/cosigned").status_code == 404
    policy(here, "witness x")
    assert client.get("/log/").status_code == 200
    assert client.get("/log/policy").status_code == 404


def test_the_page_of_the_log_names_the_sm2_key_once_there_is_one(client: Client) -> None:
    grow(3)
    operations.ensure_sm2(by=SYSTEM, at=AT)
    operations.integrate()
    assert "国密公钥（SM2）" in client.get("/log", follow=True).content.decode()
