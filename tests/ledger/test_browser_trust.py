"""The verifier of the browser on keys, SM2 and witnesses, run by node: it must say what the one-file verifier says."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.ledger.logged import document
from tests.ledger.test_browser import NODE, SCRIPT, failed
from tests.ledger.test_key_changes import proofs  # noqa: F401
from tests.ledger.test_sm2 import LATER, PUBLIC, R, S
from tests.ledger.test_verifying_witnesses import cosigned, log_key  # noqa: F401
from tests.ledger.witnesses import witness

from mingjing.ledger import operations, queries, signers
from mingjing.ledger.verifier.mingjing_verify import verify
from mingjing.ledger.verifier.policies import read_key
from mingjing.ledger.verifier.sm2 import SM2_N, SM2_P, sm2

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(NODE is None, reason="本机没有 node，跳过浏览器核验程序的测试"),
]


def asked(folder: Path, key: str = "", policy: str = "", changes: list[str] | None = None) -> dict:
    runner = Path(__file__).with_name("verify_all.js")
    command = [str(NODE), str(runner), str(SCRIPT), str(folder), key, policy, json.dumps(changes or [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)


def agree(folder: Path, key: str = "", policy: str = "") -> dict:
    """Both verifiers on every file of a folder; gives what the browser's said."""
    told = asked(folder, key, policy)["reports"]
    for path in sorted(folder.iterdir()):
        own, theirs = verify(str(path), key, policy).as_dict(), told[path.name]
        assert theirs["code"] == own["code"], (path.name, theirs, own)
        assert failed(theirs["checks"]) == failed(own["checks"]), (path.name, theirs, own)
        assert [one["title"] for one in theirs["checks"]] == [one["title"] for one in own["checks"]], path.name
    return told


def test_sm2_agrees_with_the_standard_and_with_the_verifier_of_the_command_line(tmp_path) -> None:
    good, message = R + S, b"message digest"
    vectors = {
        "standard": [PUBLIC.hex(), message.hex(), good],
        "other word": [PUBLIC.hex(), b"message digesT".hex(), good],
    }
    chance = random.Random(20261130)  # noqa: S311 no secret
    x, y = PUBLIC[1:33], PUBLIC[33:]
    for at in range(24):
        spoilt = bytearray(PUBLIC + bytes.fromhex(good))
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        vectors[f"flip {at}"] = [spoilt[:65].hex(), message.hex(), spoilt[65:].hex()]
    wide = [
        b"\x00" * 64, bytes.fromhex(R) + SM2_N.to_bytes(32, "big"), SM2_N.to_bytes(32, "big") + bytes.fromhex(S),
        bytes.fromhex(R) + (SM2_N - int(R, 16)).to_bytes(32, "big"), b"", bytes.fromhex(good) + b"\x00",
    ]  # fmt: skip
    vectors |= {f"edge {at}": [PUBLIC.hex(), message.hex(), each.hex()] for at, each in enumerate(wide)}
    keys = [
        b"\x02" + x + y,
        b"\x04" + y + x,
        PUBLIC[:-1],
        b"\x04" + SM2_P.to_bytes(32, "big") + y,
        b"\x04" + b"\x00" * 64,
    ]
    vectors |= {f"key {at}": [each.hex(), message.hex(), good] for at, each in enumerate(keys)}
    ours = signers.Sm2File(signers.Sm2File.new())
    for at, each in enumerate((b"", "明镜".encode() * 999)):
        vectors[f"made {at}"] = [ours.public.hex(), each.hex(), ours.sign(each).hex()]
    (tmp_path / "sm2.vectors").write_text(json.dumps(vectors))
    found = asked(tmp_path)["sm2"]
    assert found == {name: sm2(*map(bytes.fromhex, given)) for name, given in vectors.items()}
    assert [name for name, fits in found.items() if fits] == ["standard", "made 0", "made 1"]


def test_the_sm2_line_of_the_checkpoint_is_checked(case, tmp_path) -> None:
    operations.ensure_sm2(by="system", at=LATER)
    folder = tmp_path / "files"
    folder.mkdir()
    made = queries.decision_file(document(), case[3].index)
    (folder / "good.json").write_bytes(made)
    value = json.loads(made)
    lines = value["bundle"]["trees"]["sm3"]["checkpoint"].splitlines()
    name = read_key(value["bundle"]["key_sm2"])[0]
    at = max(at for at, line in enumerate(lines) if line.startswith(f"— {name} "))
    value["bundle"]["trees"]["sm3"]["checkpoint"] = (
        "\n".join([*lines[:at], flipped(lines[at]), *lines[at + 1 :]]) + "\n"
    )
    (folder / "flipped.json").write_text(json.dumps(value))
    value = json.loads(made)
    value["bundle"]["key_sm2_statement"] = flipped(value["bundle"]["key_sm2_statement"].rstrip("\n")) + "\n"
    (folder / "unvouched.json").write_text(json.dumps(value))
    told = agree(folder, queries.public_key())
    assert told["good.json"]["code"] == 0 and "国密签名" in [one["title"] for one in told["good.json"]["checks"]]
    assert failed(told["flipped.json"]["checks"]) == failed(told["unvouched.json"]["checks"]) == {"国密签名"}


def flipped(line: str) -> str:
    """The same line with another letter in the middle of its signature."""
    return line[:-20] + ("A" if line[-20] != "A" else "B") + line[-19:]


def test_the_quorum_decides_in_the_browser_too(cosigned, tmp_path) -> None:  # noqa: F811
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("decision.json", "case.zip"):
        shutil.copy(cosigned[name], folder / name)
    made = json.loads(cosigned["decision.json"].read_bytes())
    lines = made["bundle"]["trees"]["sha256"]["checkpoint"].splitlines()
    other = made["bundle"]["trees"]["sm3"]["checkpoint"].splitlines()
    changes = {
        "gone": lines[:-1], "twice": [*lines[:-1], lines[-2]], "bit": [*lines[:-1], flipped(lines[-1])], "other": [*lines[:-1], other[-1]],
        "base64": [*lines[:-1], lines[-1].rsplit(" ", 1)[0] + " ***"],
    }  # fmt: skip
    for name, changed in changes.items():
        made["bundle"]["trees"]["sha256"]["checkpoint"] = "\n".join(changed) + "\n"
        (folder / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")
    key = queries.public_key()
    two, three = agree(folder, key, str(cosigned["two"])), agree(folder, key, str(cosigned["three"]))
    assert {name for name, one in two.items() if one["ok"]} == {"decision.json", "case.zip"}
    assert not any(one["ok"] for one in three.values())
    assert "司法局（2026-10-28 04:00:00 UTC）" in two["decision.json"]["shown"]
    agree(folder, key, str(cosigned["sj"]))
    agree(folder, key, str(cosigned["none"]))
    assert "2 个见证签名" in agree(folder, key)["decision.json"]["shown"]
    stranger = log_key(witness(tmp_path, "x.example").key())
    (tmp_path / "foreign").write_text(
        cosigned["none"].read_text(encoding="utf-8").replace(key, stranger), encoding="utf-8"
    )
    assert failed(agree(folder, "", str(tmp_path / "foreign"))["decision.json"]["checks"]) == {"公钥"}


@pytest.mark.parametrize(
    "text",
    [
        "quorum none\nquorum none\n", "quorum a\n", "group g 1 a\nquorum none\n", "witness a b\nquorum none\n", "x\nquorum none\n",
        "witness none {w}\nquorum none\n", "witness a {w}\nwitness a {w}\nquorum a\n", "witness a {w}\nwitness b {w}\nquorum a\n",
        "witness a {w}\ngroup g 2 a\nquorum g\n", "witness a {w}\ngroup g 0 a\nquorum g\n", "witness a {w}\ngroup g 1 a a\nquorum g\n",
        "witness a {w}\ngroup g 1 a\ngroup h 1 a\nquorum h\n", "log {w} x y\nquorum none\n", "quorum none\n\x0c", "witness a {w}x\nquorum a\n",
    ],
)  # fmt: skip
def test_policies_that_are_none_are_told(case, text: str, tmp_path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.json").write_bytes(queries.decision_file(document(), case[3].index))
    (tmp_path / "policy").write_text(
        text.replace("{w}", witness(tmp_path, "w.example", trusting=False).key()), encoding="utf-8"
    )
    told = agree(folder, "", str(tmp_path / "policy"))["good.json"]
    assert (told["code"], "见证策略" in told["end"]) == (2, True)


def test_a_change_of_key_is_followed_both_ways(proofs, tmp_path) -> None:  # noqa: F811
    first, old, new = proofs
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(new, folder / "new.json")
    made = json.loads(new.read_bytes())
    whole = made["bundle"]["key_changes"]
    for name, some in (
        ("cut", whole[1:]),
        ("broken", [whole[0].replace("after 9", "after 8"), *whole[1:]]),
        ("none", []),
    ):
        made["bundle"]["key_changes"] = some
        (folder / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")
    told = agree(folder, first)
    assert told["new.json"]["ok"] and "更换过" in told["new.json"]["shown"]
    assert not any(told[name]["ok"] for name in ("cut.json", "broken.json", "none.json"))
    # Whoever kept the policy of the first key still believes what the third signs.
    (tmp_path / "kept").write_text(f"log {first}\nquorum none\n", encoding="utf-8")
    assert agree(folder, first, str(tmp_path / "kept"))["new.json"]["ok"]
    # An old file carries no statements: the page hands in those it knows, and the new key leads back to the old one.
    (folder / "old.json").write_bytes(old.read_bytes())
    known = queries.policy()["key_changes"]
    now = queries.public_key()
    assert not asked(folder, now)["reports"]["old.json"]["ok"]
    assert asked(folder, now, "", known)["reports"]["old.json"]["ok"]
    (tmp_path / "now").write_text(f"log {now}\nquorum none\n", encoding="utf-8")
    assert asked(folder, now, str(tmp_path / "now"), known)["reports"]["old.json"]["ok"]
    foreign = [one.replace(read_key(now)[0], "other.example/log") for one in known]
    assert failed(asked(folder, now, "", foreign)["reports"]["old.json"]["checks"]) == {"公钥"}
