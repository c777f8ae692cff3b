"""Witnesses: they cosign a log that only grew, and are the ones who notice when it did not."""

import base64
import json
import subprocess
import sys
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from tests.ledger.logged import AT, STREAM, document, log, photo
from tests.ledger.witnesses import NOON, direct, policy, served, witness

from mingjing.ledger import notes, operations, queries
from mingjing.ledger.models import Cosignature, Entry
from mingjing.ledger.operations.asking import posted
from mingjing.ledger.terms import NotCosigned
from mingjing.ledger.verifier.merkle_paths import note_parts
from mingjing.ledger.verifier.policies import cosigners, read_policy
from mingjing.ledger.witness.cosigning import add_checkpoint
from mingjing.ledger.witness.folder import NotSetUp
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def policy_file(settings, tmp_path) -> Path:
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    return settings.MINGJING_WITNESS_POLICY


@pytest.fixture
def archive(case, tmp_path, policy_file):
    """The archive bureau as the only witness, asked without a network."""
    queries.checkpoint()
    folder = witness(tmp_path, "dag.example")
    policy(policy_file, f"witness 档案馆 {folder.key()} http://dag.example", "quorum 档案馆")
    return folder


def ask(*folders, now: int = NOON):
    return operations.ask_witnesses(by="system", at=LATER, post=direct(*folders, now=now))


def body(old: int | None = None, tree: str = "sha256") -> str:
    return queries.question("dag.example", tree, old).body


# What the witness answers


def test_the_first_checkpoint_is_cosigned_and_kept_beside_ours(archive) -> None:
    answers = ask(archive)
    assert [answer.words for answer in answers] == ["档案馆已见证 sha256 树 9 条", "档案馆已见证 sm3 树 9 条"]
    assert Cosignature.objects.count() == 2
    note = queries.checkpoint().checkpoint256
    assert cosigners(note, queries.trusted()) == {"档案馆": NOON}
    assert notes.opened(note, name=notes.origin(), public=notes.public_key()).size == 9


def test_growth_is_cosigned_with_a_proof_and_the_same_once_more_without(archive) -> None:
    ask(archive)
    for number in range(5):
        log(number=number)
    assert all(answer.cosigned for answer in ask(archive, now=NOON + 60))
    assert archive.seen(notes.origin()).size == 14
    assert all(answer.cosigned for answer in ask(archive, now=NOON + 120))
    assert Cosignature.objects.filter(tree="sha256").count() == 3
    assert cosigners(queries.checkpoint().checkpoint256, queries.trusted()) == {"档案馆": NOON + 120}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda text: text, 200),
        (lambda text: text.replace("old 0\n", "old 1\n"), 409),
        (lambda text: text.replace("old 0\n", "old 10\n"), 400),
        (lambda text: text.replace("old 0\n", "old 00\n"), 400),
        (lambda text: text.replace("old 0\n", "new 0\n"), 400),
        (lambda text: text.replace("old 0\n", f"old 0\n{base64.b64encode(bytes(32)).decode()}\n"), 422),
        (lambda text: text.replace("old 0\n", "old 0\nnon sense!\n"), 400),
        (lambda text: text.replace("old 0\n", "old 0\n" + f"{base64.b64encode(bytes(32)).decode()}\n" * 64), 400),
        (lambda text: text.replace("mingjing.example/log\n", "other.example/log\n"), 404),
        (lambda text: text.replace("\n9\n", "\n8\n"), 403),
        (lambda text: text[:-30] + "\n", 400),
        (lambda text: text.split("\n\n")[0] + "\n", 400),
        (lambda text: "", 400),
        (lambda text: "old 0\n\n\n\n", 400),
        (lambda text: text + "x" * 70000, 400),
    ],
)
def test_what_is_wrong_is_answered_as_the_specification_says(archive, change, status) -> None:
    answer = add_checkpoint(archive, change(body(0)), NOON)
    assert answer.status == status, answer
    assert (archive.seen(notes.origin()) is not None) is (status == 200)


def test_a_wrong_old_size_is_told_the_right_one(archive) -> None:
    add_checkpoint(archive, body(0), NOON)
    log(word="其后")
    answer = add_checkpoint(archive, body(0), NOON)
    assert (answer.status, answer.body, answer.kind) == (409, "9\n", "text/x.tlog.size")
    assert add_checkpoint(archive, body(9), NOON).status == 200


def test_a_proof_of_another_growth_is_refused_and_forgotten(archive) -> None:
    add_checkpoint(archive, body(0), NOON)
    for number in range(8):
        log(number=number)
    lines = body(9).split("\n")
    lines[1] = base64.b64encode(bytes(32)).decode()
    assert add_checkpoint(archive, "\n".join(lines), NOON).status == 422
    assert archive.seen(notes.origin()).size == 9


def test_a_witness_remembers_across_restarts_and_keeps_a_history(archive) -> None:
    ask(archive)
    again = type(archive)(archive.root)
    assert again.seen(notes.origin()).size == 9
    assert again.key() == archive.key()
    assert (archive.root / "history.txt").read_text().count(notes.origin()) == 2
    with pytest.raises(NotSetUp, match="密钥不能重造"):
        again.set_up("dag.example")
    with pytest.raises(NotSetUp, match="init"):
        type(archive)(archive.root / "elsewhere").cosign("", 0)


# Over the network


def test_over_http_with_a_real_server(archive, policy_file) -> None:
    with served(archive) as url:
        policy(policy_file, f"witness 档案馆 {archive.key()} {url}", "quorum 档案馆")
        answers = operations.ask_witnesses(by="system", at=LATER)
        assert [answer.cosigned for answer in answers] == [True, True], answers
        with urllib.request.urlopen(f"{url}/") as page:
            assert "已见证到 9 条" in page.read().decode()
        with urllib.request.urlopen(f"{url}/last?origin={notes.origin()}") as page:
            assert page.read().decode().startswith(f"{notes.origin()}\n9\n")
        assert posted(f"{url}/elsewhere", "x")[0] == 404
        assert posted(f"{url}/add-checkpoint", "x" * 70000)[0] in {0, 413}
        assert posted(f"{url}/add-checkpoint", "\x00\udcff".encode("utf-8", "replace").decode())[0] == 400
    gone = operations.ask_witnesses(by="system", at=LATER)
    assert [answer.cosigned for answer in gone] == [False]
    assert "连不上" in gone[0].words


def test_a_witness_that_does_not_know_us_says_what_to_do(case, tmp_path, policy_file) -> None:
    queries.checkpoint()
    folder = witness(tmp_path, "dag.example", trusting=False)
    policy(policy_file, f"witness 档案馆 {folder.key()} http://dag.example", "quorum none")
    answers = ask(folder)
    assert len(answers) == 1 and not answers[0].alarm and "witness trust" in answers[0].words


# What we take


def test_only_signatures_of_our_witnesses_over_our_checkpoint_are_taken(archive, tmp_path, policy_file) -> None:
    text, _ = note_parts(queries.checkpoint().checkpoint256)
    good = f"{text}\n{archive.cosign(text, NOON)}"
    stranger = witness(tmp_path, "other.example")
    other = text.replace("\n9\n", "\n8\n")
    for note in (
        "",
        "\n\n",
        "x" * 70000,
        text,
        f"{text}\n",
        f"{text}\n{stranger.cosign(text, NOON)}",
        f"{text}\n{archive.cosign(text.replace('9', '8'), NOON)}",
        f"{other}\n{archive.cosign(other, NOON)}",
        good.replace("mingjing.example", "elsewhere.example"),
    ):
        with pytest.raises(NotCosigned):
            operations.take_cosignatures(note=note, by="system")
    assert operations.take_cosignatures(note=good, by="system") == 1
    assert operations.take_cosignatures(note=good, by="system") == 0
    assert Cosignature.objects.count() == 1


# Quorum


def test_the_quorum_counts_witnesses_not_signatures(case, tmp_path, policy_file) -> None:
    queries.checkpoint()
    three = [witness(tmp_path, f"{name}.example") for name in ("sfj", "dag", "sj")]
    lines = [
        f"witness {alias} {one.key()} http://{one.root.name}"
        for alias, one in zip(("司法局", "档案馆", "上级"), three, strict=True)
    ]
    policy(policy_file, *lines, "group 两家 2 司法局 档案馆 上级", "quorum 两家")
    assert not queries.one_sided()
    ask(three[0])
    ask(three[0], now=NOON + 9)
    assert queries.cosigned() is None
    ask(*three[:2])
    assert queries.cosigned().size == 9
    log(word="其后")
    assert queries.checkpoint().size == 10
    assert queries.bundle(0)["trees"]["sha256"]["checkpoint"].startswith(f"{notes.origin()}\n9\n")
    assert queries.bundle(9)["trees"]["sha256"]["checkpoint"].startswith(f"{notes.origin()}\n10\n")
    assert read_policy(queries.published_policy()).quorum == "两家"


def test_without_a_policy_the_log_is_one_sided(case) -> None:
    assert queries.one_sided()
    assert queries.witnesses() == ()
    assert queries.cosigned() is None
    assert operations.ask_witnesses(by="system", at=LATER) == ()


# The alarm


def test_a_refusal_is_logged_once_and_shown_until_it_cosigns_again(archive) -> None:
    assert operations.note_refusal(witness="dag.example", tree="sha256", size=9, said="分叉", by="system", at=LATER)
    assert not operations.note_refusal(witness="dag.example", tree="sha256", size=9, said="分叉", by="system", at=LATER)
    assert Entry.objects.filter(stream="ledger:witness:dag.example").count() == 1
    (facts,) = queries.witnesses()
    assert (facts.refused, facts.refused_at) == ("分叉", LATER)
    ask(archive, now=NOON + 40 * 3600)
    assert queries.witnesses()[0].refused == ""


# Without a network


def test_a_file_travels_to_the_witness_and_back(archive, tmp_path, capsys) -> None:
    asked, signed = tmp_path / "ask.txt", tmp_path / "ask.txt.signed"
    assert commandline.main(["witness", "give", "档案馆", "-o", str(asked)]) == 0
    assert commandline.main(["witness", "sign", str(asked), "--folder", str(archive.root)]) == 0
    assert commandline.main(["witness", "sign", str(asked), "--folder", str(archive.root)]) == 0
    assert commandline.main(["witness", "take", str(signed)]) == 0
    assert "收下 2 个新的" in capsys.readouterr().out
    assert queries.cosigned().size == 9
    assert commandline.main(["witness", "take", str(signed)]) == 0
    assert "没有新的" in capsys.readouterr().out
    assert commandline.main(["witness", "give", "没有的", "-o", str(asked)]) == 2
    assert commandline.main(["witness", "take", str(tmp_path / "absent")]) == 2
    asked.write_bytes(b"\xff\xfe")
    assert commandline.main(["witness", "sign", str(asked), "--folder", str(archive.root)]) == 2


def test_the_commands_of_a_witness(case, tmp_path, capsys) -> None:
    folder = ["--folder", str(tmp_path / "w")]
    assert commandline.main(["witness", "show", *folder]) == 2
    assert commandline.main(["witness", "init", "--name", "a b", *folder]) == 2
    assert commandline.main(["witness", "init", "--name", "dag.example", *folder]) == 0
    assert commandline.main(["witness", "init", "--name", "dag.example", *folder]) == 2
    assert commandline.main(["witness", "pull", *folder]) == 2
    assert commandline.main(["witness", "trust", "nonsense", *folder]) == 2
    assert commandline.main(["witness", "trust", queries.public_key(), *folder]) == 0
    assert commandline.main(["witness", "trust", queries.public_key(), *folder]) == 0
    capsys.readouterr()
    assert commandline.main(["witness", "show", *folder]) == 0
    assert capsys.readouterr().out.count(f"台账 {notes.origin()}：还没有见证过") == 1
    assert commandline.main(["witness", "ask"]) == 2


def test_the_one_file_that_a_witness_carries_away_runs_alone(case, tmp_path) -> None:
    queries.checkpoint()
    program = tmp_path / "mingjing_witness.py"
    assert commandline.main(["witness", "file", "-o", str(program)]) == 0

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        alone = [sys.executable, "-I", str(program), *words, "--folder", str(tmp_path / "w")]
        return subprocess.run(alone, capture_output=True, text=True, check=False, cwd=tmp_path)

    made = run("init", "--name", "dag.example")
    assert made.returncode == 0, made.stderr
    assert run("trust", queries.public_key()).returncode == 0
    asked = tmp_path / "ask"
    asked.write_text(body(0), encoding="utf-8")
    signed = run("sign", str(asked))
    assert signed.returncode == 0, signed.stderr
    assert "dag.example" in (tmp_path / "ask.signed").read_text(encoding="utf-8")
    assert "mingjing." not in "\n".join(
        line for line in program.read_text().splitlines() if line.startswith(("import", "from"))
    )


def test_the_exported_case_carries_the_cosigned_checkpoint(archive) -> None:
    ask(archive)
    proof = queries.stream_bundles(STREAM)[0]
    assert "— dag.example " in proof["trees"]["sha256"]["checkpoint"]
    assert json.loads(queries.decision_file(document(), 6).decode())["bundle"]["index"] == 6
    assert queries.export_case(STREAM, [document(), photo()])[:2] == b"PK"
