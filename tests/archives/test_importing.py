"""A package of elsewhere comes in after it was verified: once, whole, read only; and not if a byte was changed."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.archives.filed import LATER, Told

from mingjing.archives import operations, queries
from mingjing.archives.models import ImportedFile
from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(closed: Told, tmp_path: Path) -> Path:
    path = tmp_path / "package.zip"
    path.write_bytes(storage.read(closed.file().package_sha256))
    return path


def bring(closed: Told, path: Path, who: str = "市档", **more: Any) -> Any:
    return operations.import_package(path=path, by=closed.person(who), at=LATER, **more)


def changed(path: Path, ending: str, content: bytes) -> Path:
    """The same package with one file swapped."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            new.writestr(info, content if info.filename.endswith(ending) else old.read(info))
    return target


def test_it_comes_in_with_its_proofs_and_is_found_and_read(closed: Told, package: Path) -> None:
    one = bring(closed, package, key=ledger.public_key())
    assert one.catalogue_no == "示应急-2026-001" and "公钥尚未" not in one.conclusion
    organ = closed.person("市档").organ_id
    assert [each.id for each in queries.imported(organ)] == [one.id]
    for words, hit in (("2026-001", True), ("恒源", True), ("处罚决定书", True), ("没有的词", False)):
        assert bool(queries.imported(organ, words)) is hit, words
    assert queries.imported(organ, after=1) == () == queries.imported(closed.case.organ_id)
    line = next(each for each in one.catalogue if each["path"])
    name, content = operations.imported_member(import_id=one.id, member=str(line["path"]))
    assert name == "正文.pdf" and content.startswith(b"%PDF")
    for wrong in ("../bagit.txt", "", "过程/policy.json"):
        with pytest.raises(Invalid):
            operations.imported_member(import_id=one.id, member=wrong)


def test_twice_is_refused_and_a_number_too(closed: Told, package: Path) -> None:
    bring(closed, package)
    with pytest.raises(Refused, match="已经在") as refused:
        bring(closed, package)
    assert refused.value.rules == {"ARCH-31"}
    assert ImportedFile.objects.count() == 1


@pytest.mark.parametrize("ending", ["正文.pdf", "案卷目录.XML", "000002.json", "case.json", "manifest-sha256.txt"])
def test_an_altered_package_is_refused_by_name_and_nothing_is_kept(closed: Told, package: Path, ending: str) -> None:
    last = len(ledger.streams("import:"))
    with pytest.raises(Refused) as refused:
        bring(closed, changed(package, ending, b"%PDF altered"))
    assert refused.value.rules == {"ARCH-31"} and "核验" in str(refused.value)
    assert not ImportedFile.objects.exists() and len(ledger.streams("import:")) == last


def test_what_is_no_package_is_refused_in_words(closed: Told, tmp_path: Path) -> None:
    empty = tmp_path / "empty.zip"
    empty.write_bytes(b"")
    with pytest.raises(Invalid):
        bring(closed, empty)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as target:
        target.writestr("a.txt", "x")
    for content in (b"not a zip", plain.getvalue()):
        with pytest.raises(Refused):
            operations.import_stream(pieces=[content], by=closed.person("市档"), at=LATER)


def test_another_key_is_refused_and_only_an_archivist_imports(closed: Told, package: Path) -> None:
    with pytest.raises(Refused):
        bring(closed, package, key="00" * 32)
    for who in ("甲", "己"):
        with pytest.raises(Forbidden):
            bring(closed, package, who)
