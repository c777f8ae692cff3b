"""The log's checkpoints stamped by a real authority: online, by files, once a day, with SM3 where it takes SM3."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.ledger.authority import Authority, needed
from tests.ledger.logged import log

from mingjing.foundation import timestamps
from mingjing.foundation.timestamps import NotStamped
from mingjing.ledger import operations, queries
from mingjing.ledger.models import Entry, Stamp
from mingjing.sites import commandline

pytestmark = [needed, pytest.mark.django_db]


@pytest.fixture(scope="module")
def authorities(tmp_path_factory) -> dict[str, Authority]:
    folder = tmp_path_factory.mktemp("tsa")
    return {
        name: Authority(folder / name, digests=digests)
        for name, digests in (("both", "sha256, sm3"), ("old", "sha256"))
    }


@pytest.fixture
def authority(authorities, settings, tmp_path) -> Authority:
    (tmp_path / "tsa.pem").write_bytes(authorities["both"].root)
    settings.MINGJING_TSA_CERTIFICATES = str(tmp_path / "tsa.pem")
    settings.MINGJING_TSA_URL = "http://tsa.example/"
    return authorities["both"]


def sent_to(authority: Authority):
    return lambda url, asked: authority.answer(asked)


def stamped_when(authority: Authority) -> datetime:
    """The authority's own time, as its first token tells it: the only clock of these tests."""
    token = timestamps.token_of(authority.answer(timestamps.request(b"x", "sha256", 1)))
    return timestamps.verify(token, b"x", trusted=timestamps.certificates(authority.root)).at


def test_both_checkpoints_are_stamped_each_with_its_own_digest_once_a_day(case, authority) -> None:
    now = stamped_when(authority)
    assert operations.stamp_due(by="system", at=now, send=sent_to(authority)) == 2
    assert operations.stamp_due(by="system", at=now, send=sent_to(authority)) == 0
    found = {one.tree: one for one in queries.stamps()}
    assert set(found) == {"sha256", "sm3"}
    assert found["sm3"].size == 9 and "Test Authority both" in found["sm3"].authority
    content = queries.stamped_text(9, "sm3")
    trusted = timestamps.certificates(authority.root)
    assert timestamps.verify(found["sm3"].token, content, trusted=trusted).algorithm == "sm3"
    assert queries.audit().sound, queries.audit().differences


def test_an_authority_without_sm3_stamps_the_sm3_checkpoint_with_sha256(case, authorities, settings, tmp_path) -> None:
    old = authorities["old"]
    (tmp_path / "old.pem").write_bytes(old.root)
    settings.MINGJING_TSA_CERTIFICATES, settings.MINGJING_TSA_URL = str(tmp_path / "old.pem"), "http://old.example/"
    assert operations.stamp_now(by="system", at=stamped_when(old), send=sent_to(old)) == 2
    assert Stamp.objects.filter(tree="sm3").count() == 1


def test_a_clock_that_differs_from_the_authority_is_logged(case, authority) -> None:
    now = stamped_when(authority)
    operations.stamp_now(by="system", at=now - timedelta(days=400), send=sent_to(authority))
    assert Entry.objects.filter(stream="ledger:clock").count() == 1


def test_nothing_is_kept_that_does_not_hold(case, authority, authorities, settings) -> None:
    now = stamped_when(authority)
    with pytest.raises(NotStamped, match="不是所配置的"):
        operations.stamp_now(by="system", at=now, send=sent_to(authorities["old"]))
    with pytest.raises(NotStamped, match="读不懂"):
        operations.stamp_now(by="system", at=now, send=lambda url, asked: b"<html>")
    kept: list[bytes] = []

    def replayed(url: str, asked: bytes) -> bytes:
        kept.append(authority.answer(asked))
        return kept[0]

    operations.stamp_now(
        by="system", at=now, send=lambda url, asked: replayed(url, asked) if not kept else authority.answer(asked)
    )
    log(word="其后")
    with pytest.raises(NotStamped, match=r"摘要不符|随机数不符"):
        operations.stamp_now(by="system", at=now, send=replayed)
    settings.MINGJING_TSA_CERTIFICATES = ""
    with pytest.raises(NotStamped, match="MINGJING_TSA_CERTIFICATES"):
        operations.stamp_now(by="system", at=now, send=sent_to(authority))
    settings.MINGJING_TSA_CERTIFICATES = "/nowhere.pem"
    with pytest.raises(NotStamped, match="读不了"):
        operations.stamp_now(by="system", at=now, send=sent_to(authority))
    assert Stamp.objects.count() == 2


def test_without_an_address_nothing_is_asked(case, settings) -> None:
    settings.MINGJING_TSA_URL = ""
    assert operations.stamp_due(by="system", at=datetime(2026, 11, 1, tzinfo=UTC)) == 0
    assert commandline.main(["stamp", "now"]) == 2


def test_by_files(case, authority, tmp_path, capsys) -> None:
    folder = tmp_path / "usb"
    assert commandline.main(["stamp", "give", "-o", str(folder)]) == 0
    answers: list[Path] = []
    for asked in sorted(folder.glob("*.tsq")):
        answers.append(asked.with_suffix(".tsr"))
        answers[-1].write_bytes(authority.answer(asked.read_bytes()))
    assert commandline.main(["stamp", "take", *map(str, answers)]) == 0
    assert capsys.readouterr().out.count("收下了") == 2
    assert commandline.main(["stamp", "take", *map(str, answers)]) == 0
    assert capsys.readouterr().out.count("以前收过") == 2
    answers[0].write_bytes(answers[1].read_bytes())
    assert commandline.main(["stamp", "take", str(answers[0])]) == 2
    assert commandline.main(["stamp", "take", str(tmp_path / "stamp-9-sha256.tsr")]) == 2
    assert commandline.main(["stamp", "take", str(tmp_path / "other.tsr")]) == 2
    assert commandline.main(["stamp", "show", "-o", str(tmp_path / "kept")]) == 0
    assert len(list((tmp_path / "kept").iterdir())) == 4
