"""The verifier of the browser, run by node: it must say of every file what the one-file verifier says."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.ledger.logged import STREAM, document, photo
from tests.ledger.tampering import CASES, DECISIONS, HOSTILE, changed, doubled, packed, unpacked

from mingjing.ledger import queries
from mingjing.ledger.verifier.mingjing_verify import verify

SCRIPT = Path(__file__).resolve().parents[2] / "src" / "mingjing" / "ledger" / "static" / "ledger" / "verify.js"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(NODE is None, reason="本机没有 node，跳过浏览器核验程序的测试"),
]


def asked(folder: Path, key: str = "") -> dict:
    runner = Path(__file__).with_name("verify_all.js")
    command = [str(NODE), str(runner), str(SCRIPT), str(folder), key]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)


def failed(checks: list[dict]) -> set[str]:
    return {check["title"] for check in checks if check["ok"] is False}


@pytest.fixture
def files(case, tmp_path) -> Path:
    """Sound files, and every tampered and hostile one."""
    folder = tmp_path / "files"
    folder.mkdir()
    decision = queries.decision_file(document(), case[3].index)
    archive = queries.export_case(STREAM, [document(), photo()])
    made = {"sound.json": decision, "sound.text": decision, "sound.zip": archive, "doubled.zip": doubled()}
    made["repacked.zip"] = packed(unpacked(archive))
    made["fixed-codes.zip"] = packed(dict.fromkeys(("case.json", "b"), b"ab"))
    made["stored.zip"] = packed(unpacked(archive), zipfile.ZIP_STORED)
    made |= {f"decision-{n:02d}.json": changed(decision, change) for n, (change, _) in enumerate(DECISIONS)}
    for number, (change, _) in enumerate(CASES):
        contents = unpacked(archive)
        change(contents)
        made[f"case-{number:02d}.zip"] = packed(contents)
    made |= {f"hostile-{number:02d}": data for number, (data, _) in enumerate(HOSTILE)}
    for at in range(0, len(archive), 2999):
        made[f"flipped-{at:06d}.zip"] = archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :]
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return folder


def test_browser_and_command_line_agree_on_every_file(files) -> None:
    key = queries.public_key()
    reports = asked(files, key)["reports"]
    assert len(reports) > 90
    for path in sorted(files.iterdir()):
        own, theirs = verify(str(path), key).as_dict(), reports[path.name]
        if path.name in {"hostile-09"}:  # a doubled key: JSON.parse takes the last one and goes on
            assert theirs["code"] == 1
            continue
        assert theirs["code"] == own["code"], (path.name, theirs, own)
        assert failed(theirs["checks"]) == failed(own["checks"]), (path.name, theirs, own)
        if own["code"] == 0:
            assert theirs["end"] == own["end"]


def test_sound_files_pass_and_are_shown(files) -> None:
    answer = asked(files)["reports"]
    for name in ("sound.json", "sound.text", "sound.zip", "repacked.zip", "stored.zip"):
        assert answer[name]["ok"], (name, answer[name])
        assert "公钥尚未与行政机关公布的核对" in answer[name]["end"]
    assert "✓ 核验通过" in answer["sound.zip"]["shown"]
    assert "封存时共 4 条" in answer["sound.zip"]["shown"]


def test_its_digests_agree_with_openssl(tmp_path) -> None:
    sizes = [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 1000]
    for size, found in zip(sizes, asked(tmp_path)["digests"], strict=True):
        data = bytes((i * 7 + size) & 255 for i in range(size))
        assert found == [hashlib.new(name, data).hexdigest() for name in ("sha256", "sm3", "sha512")], size


def test_it_needs_nothing_from_outside_and_writes_text_only() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    for word in ("innerHTML", "eval(", "import ", "fetch(", "XMLHttpRequest", "http:", "https:", "crypto.subtle", "?."):
        assert word not in text, word
