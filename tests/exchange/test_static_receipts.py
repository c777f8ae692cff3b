"""The static copy settles what waited for it: shown, corrected, taken down; once, with the digest of its list of files."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from tests.exchange import town
from tests.publicity import ends, samples

from mingjing.exchange import operations, queries
from mingjing.foundation import outbox
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations as publicity
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"
    settings.MINGJING_PORTAL_URL = "https://gs.shifan.example"


def run(folder: Path) -> None:
    assert commandline.main(["static", str(folder), "--since-last"]) == 0


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


def withdraw(made: Any) -> None:
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="示范县人民政府复议决定撤销本决定", by=samples.PUBLICIST, at=samples.NOW
    )  # fmt: skip


def expire(made: Any) -> None:
    publicity.expire(publication_id=made.id, by=SYSTEM, at=ends.PAST_TERM)


@pytest.mark.parametrize("end", [withdraw, expire])
def test_the_copy_is_the_receipt_of_what_it_shows_and_no_longer_shows(end: Any, tmp_path: Path) -> None:
    town.channel("static")
    made, out = town.released(), tmp_path / "out"
    assert town.only("static").state == "queued"
    run(out)
    shown = town.only("static")
    assert (shown.state, shown.receipt) == ("acknowledged", f"manifest.json sha256:{digest(out)}")
    end(made)
    outbox.hear_waiting()
    removed = next(one for one in town.moves() if one.act == "remove")
    assert removed.state == "queued"
    run(out)
    removed = next(one for one in town.moves() if one.act == "remove")
    assert (removed.state, removed.receipt) == ("acknowledged", f"manifest.json sha256:{digest(out)}")
    told = [one.payload for one in ledger.events(f"pub:{made.id}") if one.kind == "exchange:delivery:acknowledged"]
    assert {one["receipt"] for one in told} == {shown.receipt, removed.receipt}
    before = len(told)
    run(out)
    again = [one for one in ledger.events(f"pub:{made.id}") if one.kind == "exchange:delivery:acknowledged"]
    assert len(again) == before and queries.waiting_for_a_copy() == ()


def test_other_channels_and_what_came_later_still_wait(tmp_path: Path) -> None:
    town.channel("static")
    town.channel("board")
    town.released()
    waiting = queries.waiting_for_a_copy()
    later = town.released(number="示应急罚〔2026〕31号", source_ref="dossier-31")
    boards = tuple(one.id for one in town.moves() if one.channel.kind == "board")
    assert (
        operations.acknowledge_copies(delivery_ids=(*waiting, *boards), manifest="0" * 64, by="system", at=town.NOW)
        == 1
    )
    assert {one.state for one in town.moves() if one.channel.kind == "board"} == {"queued"}
    assert [one.state for one in town.moves() if one.channel.kind == "static" and one.publication_id == later.id] == [
        "queued"
    ]


def test_a_failed_export_settles_nothing(tmp_path: Path) -> None:
    town.channel("static")
    town.released()
    (tmp_path / "主页.html").write_text("别人的")
    assert commandline.main(["static", str(tmp_path)]) == 2
    assert town.only("static").state == "queued"


def test_to_look_for_what_waits_is_one_query(django_assert_num_queries: Any) -> None:
    town.channel("static")
    for at in range(4):
        town.released(number=f"示应急罚〔2026〕4{at}号", source_ref=f"dossier-4{at}")
    with django_assert_num_queries(1):
        assert len(queries.waiting_for_a_copy()) == 4
