"""The one-file verifier on decisions and case files, sound and tampered with."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.ledger.carried import mingjing_verify
from tests.ledger.logged import AT, HANDLER, STREAM, document, log, photo
from tests.ledger.tampering import CASES, DECISIONS, HOSTILE, PHOTO, changed, doubled, event, manifest, packed, unpacked

from mingjing.ledger import notes, operations, queries
from mingjing.ledger.terms import ExportFile, NotLogged
from mingjing.ledger.verifier import onefile
from mingjing.ledger.verifier.mingjing_verify import main
from mingjing.ledger.verifier.mingjing_verify import verify as verified_by_the_parts
from mingjing.ledger.verifier.onefile import carried
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(case) -> bytes:
    return queries.decision_file(document(), case[3].index)


@pytest.fixture
def archive(case) -> bytes:
    return queries.export_case(STREAM, [document(), photo()])


@pytest.fixture
def check(tmp_path) -> Callable:
    def run(data: bytes, key: str = ""):
        path = tmp_path / "file.bin"
        path.write_bytes(data)
        report = mingjing_verify.verify(str(path), key)
        assert report.as_dict() == verified_by_the_parts(str(path), key).as_dict()
        return report

    return run


def failed(report) -> set[str]:
    return {each.title for each in report.checks if each.ok is False}


# Sound files


def test_a_decision_verifies_and_says_whose_key_it_is(decision, check) -> None:
    report = check(decision)
    assert report.code == 0, report.text()
    assert "公钥尚未与行政机关公布的核对" in report.text()
    pinned = check(decision, queries.public_key())
    assert pinned.code == 0
    assert pinned.text().endswith("核验通过。")


def test_a_decision_given_as_text_verifies(db, check) -> None:
    body = "责令改正，罚款捌万元整。"
    facts = log(files=[ExportFile("决定.txt", body.encode())])
    made = json.loads(queries.decision_file(ExportFile("决定.txt", body.encode()), facts.index))
    made["document"] = {"name": "决定.txt", "media_type": "text/plain", "text": body}
    assert check(json.dumps(made).encode()).code == 0
    made["document"]["text"] += " "
    assert failed(check(json.dumps(made).encode())) == {"文件与记录"}


def test_a_case_file_verifies_and_is_complete(archive, check) -> None:
    report = check(archive, queries.public_key())
    assert report.code == 0, report.text()
    assert "封存时共 4 条" in report.text()
    assert set(unpacked(archive)) == {
        "README.txt", "case.json", "policy.json", "mingjing_verify.py", "documents/001-行政处罚决定书.pdf",
        "evidence/002-现场照片.jpg", *(f"events/00000{n}.json" for n in range(1, 6)),
    }  # fmt: skip


def test_an_export_is_the_same_twice_and_survives_repacking(archive, check) -> None:
    assert queries.export_case(STREAM, [document(), photo()]) == archive
    assert check(packed(unpacked(archive))).code == 0


def test_an_open_case_says_that_it_cannot_be_proved_complete(db, check) -> None:
    log(files=[document()])
    report = check(queries.export_case(STREAM, [document()]))
    assert report.code == 0
    assert "尚未封存" in report.text()


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (("events/000005.json",), "没有封存，不能证明没有后来的记录"),
        ((PHOTO,), "有登记的材料没有随包"),
    ],
)
def test_what_was_left_out_carefully_stands_beside_the_conclusion(archive, check, taken: tuple[str], told: str) -> None:
    contents = {name: content for name, content in unpacked(archive).items() if name not in taken}
    files = [one for one in json.loads(contents["case.json"])["files"] if one["path"] in contents]
    events = sum(name.startswith("events/") for name in contents)
    manifest(contents, lambda m: m.update(files=files, events=events, closed=events == 5))
    report = check(packed(contents), queries.public_key())
    assert report.code == 0 and told in report.text().splitlines()[-1]


def test_what_follows_a_seal_is_said_not_to_be_covered(case, check) -> None:
    log(word="重新开启")
    report = check(queries.export_case(STREAM, []))
    assert report.code == 0
    assert "其后还有 1 条" in report.text()
    assert "未随包材料" in report.text()


def test_the_copy_in_the_package_runs_alone_without_the_house(archive, decision, tmp_path) -> None:
    (tmp_path / "mingjing_verify.py").write_bytes(unpacked(archive)["mingjing_verify.py"])
    for name, data, code in (("a.zip", archive, 0), ("b.json", decision, 0), ("c.json", decision[:-9], 2)):
        (tmp_path / name).write_bytes(data)
        command = [sys.executable, "-I", "-S", "mingjing_verify.py", name, "--json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (code, "")
        assert json.loads(done.stdout)["code"] == code


def test_the_verifier_imports_nothing_but_the_standard_library() -> None:
    import ast

    tree = ast.parse(carried())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_without_openssl_sm3_the_answer_is_the_same(archive, check, monkeypatch) -> None:
    monkeypatch.setitem(mingjing_verify.HASHES, "sm3", mingjing_verify.Sm3)
    monkeypatch.setattr(mingjing_verify, "new_sm3", mingjing_verify.Sm3)
    assert check(archive).code == 0


def test_the_commands_print_a_report_and_give_the_code(decision, tmp_path, capsys) -> None:
    path = tmp_path / "决定.json"
    path.write_bytes(decision)
    key = tmp_path / "policy.json"
    key.write_text(json.dumps(queries.policy()))
    assert commandline.main(["verify", str(path), "--key", str(key)]) == 0
    assert "✓ 收录证明" in capsys.readouterr().out
    assert main([str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["end"].startswith("核验通过")
    assert commandline.main(["verify", str(tmp_path / "absent")]) == 2
    assert "不能核验" in capsys.readouterr().out


def test_every_form_of_the_key_is_understood_and_another_key_fails(decision, check) -> None:
    raw = notes.public_key()
    for key in (
        queries.public_key(),
        raw.hex(),
        base64.b64encode(raw).decode(),
        base64.b64encode(b"\x01" + raw).decode(),
    ):
        assert check(decision, key).code == 0
    assert failed(check(decision, "00" * 32)) == {"公钥"}
    assert check(decision, "what").code == 2


# Exporting


def test_a_file_that_was_never_logged_is_not_exported(case) -> None:
    with pytest.raises(NotLogged, match="没有登记"):
        queries.export_case(STREAM, [document(content=b"another")])
    with pytest.raises(NotLogged, match="没有登记"):
        queries.decision_file(document(name="另一个名字.pdf"), case[3].index)
    with pytest.raises(NotLogged):
        queries.export_case("nothing", [])
    with pytest.raises(NotLogged):
        queries.bundle(99)


def test_a_hostile_file_name_stays_in_its_folder(db, check) -> None:
    file = ExportFile("../../etc/pass:wd\n", b"x")
    log(files=[file])
    data = queries.export_case(STREAM, [file])
    assert "documents/001-_.._etc_pass_wd_" in unpacked(data)
    assert check(data).code == 0


# Tampering with a decision


@pytest.mark.parametrize(("change", "title"), DECISIONS)
def test_a_tampered_decision_fails_where_it_was_tampered_with(decision, check, change, title) -> None:
    report = check(changed(decision, change))
    assert report.code == 1
    assert title in failed(report), report.text()
    assert "说明：" in report.text()


def test_a_forged_log_with_its_own_key_fails_only_against_the_pinned_key(decision, check, settings, tmp_path) -> None:
    real = queries.public_key()
    settings.MINGJING_KEYS = tmp_path / "forged"
    head = queries.checkpoint()
    value = json.loads(decision)["bundle"]
    for tree, root in (("sha256", head.root256), ("sm3", head.rootsm3)):
        value["trees"][tree]["checkpoint"] = notes.sign(
            notes.Checkpoint(notes.origin(tree), head.size, bytes.fromhex(root)), first=True
        )
    value["public_key"] = base64.b64encode(notes.public_key()).decode()
    forged = changed(decision, lambda v: v.update(bundle=value))
    assert check(forged).code == 0
    assert failed(check(forged, real)) == {"公钥"}


# Tampering with a case file


@pytest.mark.parametrize(("change", "titles"), CASES)
def test_a_tampered_case_file_fails_where_it_was_tampered_with(archive, check, change, titles) -> None:
    contents = unpacked(archive)
    change(contents)
    report = check(packed(contents))
    assert report.code == 1
    assert failed(report) == titles, report.text()


def test_events_of_another_case_do_not_fit(archive, check, db) -> None:
    log(stream="case:other", files=[photo()])
    operations.close_stream(stream="case:other", at=AT, by=HANDLER)
    contents, other = unpacked(queries.export_case(STREAM, [])), unpacked(queries.export_case("case:other", []))
    contents["events/000001.json"] = other["events/000001.json"]
    assert failed(check(packed(contents))) == {"记录顺序", "完整性"}


def test_a_flipped_byte_is_found_or_changes_no_content(archive, check) -> None:
    """Times and attributes in the ZIP's own tables may change; nothing that anybody reads may."""
    whole = unpacked(archive)
    for at in range(0, len(archive), 397):
        spoilt = bytearray(archive)
        spoilt[at] ^= 1
        report = check(bytes(spoilt))
        assert report.code in {1, 2} or unpacked(bytes(spoilt)) == whole, f"byte {at}: {report.text()}"


# Hostile files


@pytest.mark.parametrize(("data", "code"), HOSTILE)
def test_hostile_files_end_in_a_report(check, data, code) -> None:
    report = check(data)
    assert report.code == code, report.text()
    assert report.conclusion()


def test_doubled_names_are_refused(check) -> None:
    assert "重复" in check(doubled()).text()


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert mingjing_verify.verify(str(tmp_path)).code == 2
    assert mingjing_verify.verify(str(tmp_path / "no\x00name")).code in {1, 2}


def test_another_key_in_one_event_is_seen(archive, check) -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    contents = unpacked(archive)
    event(contents, 4, lambda b: b.update(public_key=base64.b64encode(other).decode()))
    assert failed(check(packed(contents))) == {"检查点签名", "收录证明"}


def test_the_carried_file_is_the_parts_word_for_word() -> None:
    import ast

    def pieces(text: str) -> dict[str, str]:
        kept = (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
        return {ast.unparse(node): type(node).__name__ for node in ast.parse(text).body if isinstance(node, kept)}

    parts = [onefile.HERE / f"{name}.py" for name in onefile.PARTS]
    apart = {text: kind for part in parts for text, kind in pieces(part.read_text(encoding="utf-8")).items()}
    assert pieces(carried().decode()) == apart
    present = {path.stem for path in onefile.HERE.glob("*.py")}
    assert present == {*onefile.PARTS, "onefile", "__init__"}
