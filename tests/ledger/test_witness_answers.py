"""Odd answers of witnesses, and of an authority: none of them is kept, and each is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.ledger.logged import AT
from tests.ledger.witnesses import NOON, direct, policy, witness

from mingjing.ledger import operations, queries
from mingjing.ledger.models import Cosignature, Entry, KeyChange

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def policy_file(settings, tmp_path) -> Path:
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    return settings.MINGJING_WITNESS_POLICY


@pytest.fixture
def archive(case, tmp_path, policy_file):
    queries.checkpoint()
    folder = witness(tmp_path, "dag.example")
    policy(policy_file, f"witness 档案馆 {folder.key()} http://dag.example", "quorum 档案馆")
    return folder


def test_a_witness_without_an_address_is_not_asked(archive, policy_file) -> None:
    policy(policy_file, f"witness 档案馆 {archive.key()}", "quorum 档案馆")
    assert operations.ask_witnesses(by="system", at=LATER, post=direct(archive)) == ()


def test_a_witness_that_keeps_one_tree_only_is_heard_for_that(archive) -> None:
    send = direct(archive)

    def one_tree(url: str, body: str) -> tuple[int, str]:
        return (404, "") if "/sm3\n" in body else send(url, body)

    (answer,) = operations.ask_witnesses(by="system", at=LATER, post=one_tree)
    assert (answer.tree, answer.cosigned) == ("sha256", True)
    assert list(Cosignature.objects.values_list("tree", flat=True)) == ["sha256"]


def test_a_cosignature_that_does_not_fit_is_not_taken_nor_an_alarm(archive) -> None:
    text = queries.checkpoint().checkpoint256.partition("\n\n")[0] + "\n"
    for wrong in (archive.cosign(text.replace("\n9\n", "\n8\n"), NOON), archive.cosign(text, 1 << 40), "nothing\n"):
        (answer,) = operations.ask_witnesses(by="system", at=LATER, post=lambda url, body, wrong=wrong: (200, wrong))
        assert (answer.cosigned, answer.alarm) == (False, False) and "不能收" in answer.words
    assert not Cosignature.objects.exists()


def test_the_first_key_only_is_brought_in_once(case) -> None:
    at = {"by": "system", "at": LATER, "algorithm": "sm2", "first_only": True}
    assert operations.change_key(**at) and operations.change_key(**at) == ""
    assert KeyChange.objects.count() == Entry.objects.filter(stream="ledger:keys").count() == 1
