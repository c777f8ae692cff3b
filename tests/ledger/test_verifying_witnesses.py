"""The one-file verifier with a policy: a checkpoint that too few witnesses cosigned does not pass."""

import ast
import json
from pathlib import Path

import pytest
from tests.ledger.carried import mingjing_verify
from tests.ledger.logged import STREAM, document, photo
from tests.ledger.witnesses import NOON, direct, policy, witness

from mingjing.ledger import operations, queries
from mingjing.ledger.verifier.policies import read_key, read_policy
from mingjing.ledger.verifier.saying import Bad
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


@pytest.fixture
def cosigned(case, tmp_path, settings) -> dict[str, Path]:
    """A decision and a case file whose checkpoint two of three witnesses cosigned, and policies to hold them against."""
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    queries.checkpoint()
    three = {
        alias: witness(tmp_path, f"{name}.example")
        for alias, name in (("司法局", "sfj"), ("档案馆", "dag"), ("上级", "sj"))
    }
    lines = [f"witness {alias} {one.key()} http://{one.root.name}" for alias, one in three.items()]
    policy(settings.MINGJING_WITNESS_POLICY, *lines, "group 组 2 司法局 档案馆 上级", "quorum 组")
    from datetime import UTC, datetime

    operations.ask_witnesses(
        by="system", at=datetime.fromtimestamp(NOON, UTC), post=direct(three["司法局"], three["档案馆"])
    )
    made = {name: tmp_path / name for name in ("decision.json", "case.zip", "two", "three", "sj", "none")}
    made["decision.json"].write_bytes(queries.decision_file(document(), case[3].index))
    made["case.zip"].write_bytes(queries.export_case(STREAM, [document(), photo()]))
    text = queries.published_policy()
    for name, quorum in (("two", ""), ("three", "all"), ("sj", "上级"), ("none", "none")):
        if quorum == "all":
            made[name].write_text(text.replace("group 组 2", "group 组 all"), encoding="utf-8")
        else:
            made[name].write_text(text.replace("quorum 组", f"quorum {quorum or '组'}"), encoding="utf-8")
    return made


@pytest.mark.parametrize("what", ["decision.json", "case.zip"])
@pytest.mark.parametrize(("asked", "failed"), [("two", []), ("none", []), ("three", ["见证"]), ("sj", ["见证"])])
def test_the_quorum_decides(cosigned, what: str, asked: str, failed: list[str]) -> None:
    report = mingjing_verify.verify(str(cosigned[what]), queries.public_key(), str(cosigned[asked]))
    assert [check.title for check in report.checks if check.ok is False] == failed, report.text()
    if asked == "two":
        assert "司法局（2026-10-28 04:00:00 UTC）" in report.text()
    assert commandline.main(["verify", str(cosigned[what]), "--policy", str(cosigned[asked])]) == int(bool(failed))


def test_without_a_policy_the_lines_are_only_told(cosigned) -> None:
    report = mingjing_verify.verify(str(cosigned["decision.json"]), queries.public_key())
    assert report.code == 0 and "2 个见证签名" in report.text()


def test_a_cosignature_that_was_changed_or_taken_from_elsewhere_does_not_count(cosigned, tmp_path) -> None:
    made = json.loads(cosigned["decision.json"].read_bytes())
    note = made["bundle"]["trees"]["sha256"]["checkpoint"]
    lines = note.splitlines()
    other = made["bundle"]["trees"]["sm3"]["checkpoint"].splitlines()
    changes = {
        "one line gone": [*lines[:-1]],
        "one line twice": [*lines[:-1], lines[-2]],
        "one bit": [*lines[:-1], lines[-1][:-20] + ("A" if lines[-1][-20] != "A" else "B") + lines[-1][-19:]],
        "of the other tree": [*lines[:-1], other[-1]],
        "no Base64": [*lines[:-1], lines[-1].rsplit(" ", 1)[0] + " ***"],
    }
    for name, changed in changes.items():
        made["bundle"]["trees"]["sha256"]["checkpoint"] = "\n".join(changed) + "\n"
        file = tmp_path / "changed.json"
        file.write_text(json.dumps(made), encoding="utf-8")
        assert mingjing_verify.verify(str(file), "", str(cosigned["two"])).code == 1, name


def test_a_policy_that_cannot_be_read_is_told(cosigned, tmp_path) -> None:
    for path in (str(tmp_path / "absent"), str(cosigned["case.zip"])):
        report = mingjing_verify.verify(str(cosigned["decision.json"]), "", path)
        assert (report.code, "见证策略" in report.conclusion()) == (2, True)


def test_another_log_than_that_of_the_policy_fails(cosigned, tmp_path) -> None:
    stranger = witness(tmp_path, "x.example").key()
    other = cosigned["none"].read_text(encoding="utf-8").replace(queries.public_key(), log_key(stranger))
    (tmp_path / "other").write_text(other, encoding="utf-8")
    report = mingjing_verify.verify(str(cosigned["decision.json"]), "", str(tmp_path / "other"))
    assert [check.title for check in report.checks if check.ok is False] == ["公钥"]


def log_key(witness_key: str) -> str:
    """The key of a witness as if it were a log's."""
    from mingjing.ledger.verifier.policies import key_text

    name, raw = read_key(witness_key)
    return key_text(name, b"\x01" + raw[1:])


@pytest.mark.parametrize(
    "text",
    [
        "", "quorum none\nquorum none\n", "quorum a\n", "group g 1 a\nquorum none\n", "witness a b\nquorum none\n", "x\nquorum none\n",
        "witness none {w}\nquorum none\n", "witness a {w}\nwitness a {w}\nquorum a\n", "witness a {w}\nwitness b {w}\nquorum a\n",
        "witness a {w}\ngroup g 2 a\nquorum g\n", "witness a {w}\ngroup g 0 a\nquorum g\n", "witness a {w}\ngroup g 1 a a\nquorum g\n",
        "witness a {w}\ngroup g 1 a\ngroup h 1 a\nquorum h\n", "log {w} x y\nquorum none\n", "quorum none\n\x00", "#" * 70_000,
        "witness a {w}x\nquorum a\n",
    ],
)  # fmt: skip
def test_policies_that_are_none(text: str, tmp_path) -> None:
    key = witness(tmp_path, "w.example", trusting=False).key()
    with pytest.raises(Bad):
        read_policy(text.replace("{w}", key))


def test_the_example_of_the_specification(tmp_path) -> None:
    """C2SP tlog-policy: two levels of groups."""
    six = [witness(tmp_path, f"w{n}.example", trusting=False).key() for n in range(6)]
    names = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
    lines = [f"witness {name} {key}" for name, key in zip(names, six, strict=True)]
    lines += [
        "group X-witnesses 2 X1 X2 X3",
        "group Y-witnesses any Y1 Y2 Y3",
        "group X-and-Y all X-witnesses Y-witnesses",
        "quorum X-and-Y",
    ]
    found = read_policy("\n".join(lines))
    assert found.satisfied({"X1", "X3", "Y2"})
    assert not found.satisfied({"X1", "Y1", "Y2", "Y3"})
    assert not found.satisfied({"X1", "X2", "X3"})


def test_what_people_carry_away_runs_on_the_old_pythons_it_promises() -> None:
    for program, oldest in ((queries.verifier_file(), (3, 8)), (queries.witness_file(), (3, 9))):
        ast.parse(program, feature_version=oldest)
        assert b"import UTC" not in program and b"zip(*" not in program and b"strict=" not in program
