"""核验页 in Chromium with witnesses, SM2 and a change of key: good, wrong key, missing witness, one byte, an older file."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from tests.browser.conftest import picture, violations
from tests.ledger.witnesses import direct, policy, witness
from tests.publicity import samples

from mingjing.ledger import operations
from mingjing.ledger import queries as ledger
from mingjing.publicity import queries

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def tab(transactional_db: None, chromium: Any) -> Iterator[Any]:
    """A browser page that fails on script errors and on whatever the content security policy stops."""
    context, errors = chromium.new_context(), []
    shown = context.new_page()
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    yield shown
    context.close()
    assert not errors


@pytest.fixture
def proof(tab: Any, tmp_path: Path, settings: Any) -> dict[str, Any]:
    """A decision whose checkpoint two of three witnesses cosigned and the log signed with SM2 too."""
    settings.MINGJING_WITNESS_POLICY = tmp_path / "witnesses.policy"
    samples.released()
    at = timezone.now()
    operations.ensure_sm2(by="system", at=at)
    ledger.checkpoint()
    three = {
        alias: witness(tmp_path, f"{name}.example")
        for alias, name in (("司法局", "sfj"), ("档案馆", "dag"), ("上级", "sj"))
    }
    lines = [f"witness {alias} {one.key()} http://{one.root.name}" for alias, one in three.items()]
    policy(settings.MINGJING_WITNESS_POLICY, *lines, "group 组 2 司法局 档案馆 上级", "quorum 组")
    seconds = int(at.timestamp())
    operations.ask_witnesses(by="system", at=at, post=direct(three["司法局"], three["档案馆"], now=seconds))
    return made()


def made() -> dict[str, Any]:
    found = queries.proof_file("示应急", samples.NUMBER)
    assert found is not None
    return dict(json.loads(found[1]))


def told(tab: Any, live_server: Any, tmp_path: Path, value: Any, kept: str = "") -> str:
    """What the page says of a proof; `kept`: the reader's own policy."""
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    tab.goto(f"{live_server.url}/verify/")
    if kept:
        (tmp_path / "kept.policy").write_text(kept, encoding="utf-8")
        tab.click("summary:has-text('见证策略')")
        tab.set_input_files("#verify-policy", str(tmp_path / "kept.policy"))
    tab.set_input_files("#verify-file", str(file))
    tab.wait_for_selector(".verify-end")
    return str(tab.inner_text("[data-verify-report]"))


def changed(value: Any, **notes: str) -> Any:
    again = json.loads(json.dumps(value))
    for tree, note in notes.items():
        again["bundle"]["trees"][tree]["checkpoint"] = note
    return again


def resigned(value: Any) -> Any:
    """The same proof, sound in itself, of another key under the same name."""
    key = Ed25519PrivateKey.generate()
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    again = json.loads(json.dumps(value))
    bundle = again["bundle"]
    bundle["public_key"] = base64.b64encode(raw).decode()
    for name in ("key_changes", "key_sm2", "key_sm2_statement"):
        bundle.pop(name, None)
    for tree, origin in (("sha256", bundle["origin"]), ("sm3", bundle["origin"] + "/sm3")):
        text = bundle["trees"][tree]["checkpoint"].rpartition("\n\n")[0] + "\n"
        number = hashlib.sha256(origin.encode() + b"\n\x01" + raw).digest()[:4]
        signature = base64.b64encode(number + key.sign(text.encode())).decode()
        bundle["trees"][tree]["checkpoint"] = f"{text}\n— {origin} {signature}\n"
    return again


def test_the_page_holds_a_proof_against_key_sm2_and_witnesses(
    tab: Any, live_server: Any, tmp_path: Path, proof: Any
) -> None:
    good = told(tab, live_server, tmp_path, proof)
    for word in ("核验通过。", "国密签名", "SM2 签名有效", "见证", "中至少 2 家见证", "司法局（", "公钥与公布的一致"):
        assert word in good, good
    assert not violations(tab)
    for width in (1440, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        picture(tab, "verify")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    note = proof["bundle"]["trees"]["sha256"]["checkpoint"]
    one_less = told(tab, live_server, tmp_path, changed(proof, sha256="\n".join(note.splitlines()[:-1]) + "\n"))
    assert "核验不通过" in one_less and "检查点上有效的只有 司法局（" in one_less
    wrong = told(tab, live_server, tmp_path, resigned(proof))
    assert "核验不通过" in wrong and "不是公布的那一把" in wrong and "检查点签名有效" in wrong.replace("两个", "")
    line = proof["bundle"]["trees"]["sm3"]["checkpoint"].rstrip("\n")
    name = proof["bundle"]["key_sm2"].split("+")[0]
    lines = line.splitlines()
    at = max(at for at, each in enumerate(lines) if each.startswith(f"— {name} ") and len(each) > 60)
    spoilt = lines[at][:-20] + ("A" if lines[at][-20] != "A" else "B") + lines[at][-19:]
    bad = told(
        tab, live_server, tmp_path, changed(proof, sm3="\n".join([*lines[:at], spoilt, *lines[at + 1 :]]) + "\n")
    )
    assert "核验不通过" in bad
    again = json.loads(json.dumps(proof))
    again["bundle"]["event"] = again["bundle"]["event"].replace("示应急", "示应忽", 1)
    assert "核验不通过" in told(tab, live_server, tmp_path, again)


def test_the_readers_own_policy_goes_before_the_published_one(
    tab: Any, live_server: Any, tmp_path: Path, proof: Any
) -> None:
    stricter = ledger.published_policy().replace("group 组 2", "group 组 all")
    assert "核验不通过" in told(tab, live_server, tmp_path, proof, stricter)
    assert "核验通过。" in told(tab, live_server, tmp_path, proof, ledger.published_policy().replace("\n", "\r\n"))
    assert "见证策略读不懂" in told(tab, live_server, tmp_path, proof, "quorum 谁\n")


def test_an_older_file_is_followed_over_a_change_of_key(tab: Any, live_server: Any, tmp_path: Path, proof: Any) -> None:
    operations.change_key(algorithm="ed25519", by="system", at=timezone.now() + timedelta(seconds=1))
    ledger.checkpoint()
    said = told(tab, live_server, tmp_path, proof)
    assert "核验通过。" in said and "公钥更换过" in said, said
    assert "不是公布的那一把" in told(tab, live_server, tmp_path, resigned(proof))


def test_the_page_stays_light(tab: Any, live_server: Any) -> None:
    weights: dict[str, int] = {}
    tab.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body(), 6))}))
    tab.goto(f"{live_server.url}/verify/", wait_until="networkidle")
    assert len(weights) <= 10 and sum(weights.values()) <= 80 * 1024, weights
    # The verifier comes when it is needed; where it does not come, the page says so, and the next try works.
    assert not any("verify.js" in url for url in weights)
    tab.route("**/ledger/verify*.js", lambda route: route.abort())
    tab.set_input_files("#verify-file", {"name": "x.json", "mimeType": "application/json", "buffer": b"{"})
    tab.wait_for_selector("text=核验程序没有下载下来")
    tab.unroute("**/ledger/verify*.js")
    tab.set_input_files("#verify-file", {"name": "y.json", "mimeType": "application/json", "buffer": b"{"})
    tab.wait_for_selector("text=不能核验")
