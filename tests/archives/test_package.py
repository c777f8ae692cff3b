"""The package: a bag to the library's own program, checked by the one-file verifier, EEPs that are signed and well built."""

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pikepdf
import pytest
from lxml import etree
from tests.archives.filed import LATER, Told

from mingjing.archives import operations, queries
from mingjing.archives.operations.encapsulating import NAMESPACE
from mingjing.foundation import storage
from mingjing.kernel.hashing import sm3_hash
from mingjing.ledger import notes
from mingjing.ledger import queries as ledger
from mingjing.ledger.verifier import mingjing_verify

pytestmark = pytest.mark.django_db
XSD = Path(__file__).with_name("eep.xsd")
E = f"{{{NAMESPACE}}}"


def unpacked(digest: str, folder: Path) -> Path:
    """The bag as a folder."""
    with zipfile.ZipFile(storage.open_(digest)) as packed:
        packed.extractall(folder)
        return folder / packed.namelist()[0].split("/")[0]


@pytest.fixture
def bag(closed: Told, tmp_path: Path) -> Path:
    return unpacked(closed.file().package_sha256, tmp_path)


def zipped(bag: Path, target: Path) -> Path:
    return Path(shutil.make_archive(str(target), "zip", bag.parent, bag.name))


def test_the_library_of_congress_program_takes_it_and_sees_one_changed_byte(bag: Path) -> None:
    assert bagit.Bag(str(bag)).validate()
    changed = next(bag.glob("data/电子档案/正卷/001_*/正文.pdf"))
    content = changed.read_bytes()
    changed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_it_holds_what_the_design_asks_for(bag: Path) -> None:
    names = {str(path.relative_to(bag)) for path in bag.rglob("*") if path.is_file()}
    assert {"data/说明文件.TXT", "data/案卷目录.XML", "data/过程/case.json", "data/过程/policy.json", "manifest-sm3.tsv",
            "data/检测/四性检测报告.json", "data/检测/四性检测报告.pdf", "data/检测/四性检测报告.sig"} <= names  # fmt: skip
    documents = [name for name in names if name.startswith("data/电子档案/") and name.endswith("正文.pdf")]
    assert len(documents) > 20
    assert all((bag / name).with_name(f"{Path(name).parent.name[:3]}.eep.xml").exists() for name in documents)
    with pikepdf.open(bag / "data/检测/四性检测报告.pdf") as report:
        assert len(report.pages) >= 2


def test_the_one_file_verifier_checks_it_alone(closed: Told, tmp_path: Path) -> None:
    filed = closed.file()
    package = tmp_path / "package.zip"
    package.write_bytes(storage.read(filed.package_sha256))
    alone = tmp_path / "mingjing_verify.py"
    alone.write_bytes(ledger.verifier_file())
    key = ["--key", ledger.public_key()]
    done = subprocess.run([sys.executable, "-I", str(alone), str(package), *key], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "归档包文件" in done.stdout and "核验通过" in done.stdout


@pytest.mark.parametrize("how", ["byte", "gone", "more", "event", "list", "swap"])
def test_whatever_is_changed_is_found(bag: Path, tmp_path: Path, how: str) -> None:
    first = next(bag.glob("data/电子档案/正卷/001_*/正文.pdf"))
    if how == "byte":
        first.write_bytes(first.read_bytes()[:-1] + b"!")
    elif how == "gone":
        first.unlink()
    elif how == "more":
        (bag / "data/电子档案/多.pdf").write_bytes(b"%PDF-1.7")
    elif how == "event":
        next(bag.glob("data/过程/events/000003.json")).unlink()
    elif how == "list":
        (bag / "manifest-sha256.txt").write_text("")
    else:  # a document and all its sums, made anew by somebody who has no key
        content = first.read_bytes() + b"\n"
        old, old3 = hashlib.sha256(first.read_bytes()).hexdigest(), sm3_hash(first.read_bytes()).hexdigest()
        new, new3 = hashlib.sha256(content).hexdigest(), sm3_hash(content).hexdigest()
        first.write_bytes(content)
        for name in ("manifest-sha256.txt", "manifest-sm3.tsv"):
            text = (bag / name).read_text()
            (bag / name).write_text(text.replace(old, new).replace(old3, new3))
        sums = [f"{hashlib.sha256((bag / name).read_bytes()).hexdigest()}  {name}\n"
                for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sm3.tsv")]  # fmt: skip
        (bag / "tagmanifest-sha256.txt").write_text("".join(sums))
    report = mingjing_verify.verify(str(zipped(bag, tmp_path / "again")))
    assert report.code == 1, report.text()


def test_every_eep_is_built_as_our_schema_says_and_signed_over_its_bytes(bag: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(XSD)))
    found = sorted(bag.glob("data/电子档案/*/*/*.eep.xml"))
    assert found
    public = notes.public_key()
    for path in found:
        raw = path.read_bytes()
        root = etree.fromstring(raw, etree.XMLParser(huge_tree=True))
        schema.assertValid(root)
        signed = raw[
            raw.index("<被签名对象 ".encode()) : raw.index("</被签名对象>".encode()) + len("</被签名对象>".encode())
        ]
        note = root.findtext(f".//{E}签名结果")
        text, _, tail = note.rpartition("\n\n")
        assert f"sha256 {hashlib.sha256(signed).hexdigest()}\nsm3 {sm3_hash(signed).hexdigest()}" in text
        signature = base64.b64decode(tail.strip().split(" ")[2])
        notes.Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], (text + "\n").encode())
        content = base64.b64decode(root.findtext(f".//{E}编码数据"))
        [body] = [one for one in path.parent.iterdir() if one.name.startswith("正文")]
        assert content == body.read_bytes()
        assert root.findall(f".//{E}业务实体"), path


def test_the_transfer_package_holds_the_seal_and_is_complete(closed: Told, tmp_path: Path) -> None:
    from mingjing.records import operations as records

    filed = closed.file()
    records.seal(dossier_id=closed.case.dossier_id, at=LATER, by=closed.person("档"))
    offered = operations.offer_to_house(
        file_id=filed.id, receiver="示范县档案馆", note="", by=closed.person("档"), at=LATER
    )
    package = tmp_path / "transfer.zip"
    package.write_bytes(storage.read(offered.package_sha256))
    report = mingjing_verify.verify(str(package))
    assert report.code == 0, report.text()
    assert any("封存时共" in check.detail for check in report.checks)
    assert bagit.Bag(str(unpacked(offered.package_sha256, tmp_path / "out"))).validate()


def test_a_spine_label_and_a_report_are_set(closed: Told) -> None:
    filed = closed.file()
    name, label = operations.spine_label(file_id=filed.id, width=30)
    assert name == "示应急-2026-001-脊背.pdf"
    with pikepdf.open(io.BytesIO(label)) as made:
        assert len(made.pages) == 1
    [run] = queries.checks(filed.id)
    assert run.passed and run.report["conclusion"]
