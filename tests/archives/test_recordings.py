"""Audio-video in the file that is put away and in the file that is taken out: as it came, with what it proves."""

import hashlib
import zipfile
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.archives.filed import LATER, Told
from tests.records.films import film, said

from mingjing.archives.models import ArchivedFile
from mingjing.archives.operations import check
from mingjing.cases import operations as cases
from mingjing.cases.operations import exporting
from mingjing.foundation import storage
from mingjing.kernel.findings import Refused
from mingjing.ledger.verifier import mingjing_verify
from mingjing.records import operations as records
from mingjing.records import queries
from mingjing.records.terms import RecordingFacts

pytestmark = pytest.mark.django_db
BEFORE = LATER - timedelta(days=1)


def committed(closed: Told, content: bytes) -> RecordingFacts:
    """A recording of the inspection, committed after the case was closed and before it is filed."""
    inspection = next(act.seq for act in closed.case.acts.all() if act.code == "inspect")
    draft = said(content, place="二车间", proves="无证动火")
    return cases.commit_recording(
        case_id=closed.case_id, act_seq=inspection, draft=draft, by=closed.person("甲", BEFORE), now=BEFORE
    )


def sent(closed: Told, one: RecordingFacts, content: bytes) -> RecordingFacts:
    by = closed.person("甲", BEFORE)
    begun = records.begin_upload(recording_id=one.id, length=len(content), by=by, at=BEFORE)
    checksum = hashlib.sha256(content).digest()
    records.receive(upload_id=begun.id, offset=0, piece=content, checksum=checksum, by=by, at=BEFORE)
    return queries.recording(one.id)


def test_what_has_not_come_keeps_the_file_open(closed: Told) -> None:
    content = film()
    one = committed(closed, content)
    with pytest.raises(Refused) as refused:
        closed.file()
    assert refused.value.rules == {"ARCH-19"}
    assert "现场检查.mp4" in str(refused.value) and not ArchivedFile.objects.exists()
    sent(closed, one, content)
    assert closed.file().report["passed"]


def test_what_was_excused_is_listed_and_filed(closed: Told) -> None:
    one = committed(closed, film())
    by = closed.person("甲", BEFORE)
    records.excuse_recording(recording_id=one.id, reason="存储卡损坏，已送修并说明", by=by, at=BEFORE)
    rows = {row["title"]: row for row in closed.file().catalogue}
    assert rows["现场检查音像：无证动火（没有内容：存储卡损坏，已送修并说明）"]["remark"] == "纸质或者实物，另存"


def test_a_film_is_in_the_package_and_its_sums_fit(closed: Told, tmp_path: Path) -> None:
    content = film(300_000)
    sent(closed, committed(closed, content), content)
    filed = closed.file()
    with zipfile.ZipFile(storage.open_(filed.package_sha256)) as packed:
        [path] = [name for name in packed.namelist() if "/data/音像/" in name and name.endswith(".mp4")]
        assert packed.read(path) == content and path.endswith(".mp4")
        root = path.split("/")[0]
        assert (
            f"{hashlib.sha256(content).hexdigest()}  {path.removeprefix(root + '/')}"
            in packed.read(f"{root}/manifest-sha256.txt").decode()
        )
        catalogue = ElementTree.fromstring(packed.read(f"{root}/data/案卷目录.XML"))  # noqa: S314  our own package
    assert "现场检查音像：无证动火" in [line.findtext("题名") for line in catalogue]


def test_a_swapped_film_is_seen_at_filing(closed: Told) -> None:
    content = film(mark=b"to be swapped")
    one = sent(closed, committed(closed, content), content)
    target = storage.folder().path(one.held_sha256)
    target.chmod(0o600)
    target.write_bytes(film(3500, b"swapped"))  # of this test alone: no other stores these bytes
    with pytest.raises(Refused) as refused:
        closed.file()
    assert "ARCH-13" in refused.value.rules and "与登记的摘要不符" in str(refused.value)


def test_the_exported_file_holds_the_film_and_is_verified_offline(closed: Told, tmp_path: Path) -> None:
    content = film(300_000)
    sent(closed, committed(closed, content), content)
    assert check(dossier_id=closed.case.dossier_id, items=closed.items(), note="", at=LATER).passed
    name, opened = exporting.export_case(case_id=closed.case_id, by=closed.person("档"), now=LATER)
    target = tmp_path / name
    with opened:
        target.write_bytes(opened.read())
    assert mingjing_verify.verify(str(target)).code == 0
    with zipfile.ZipFile(target) as packed:
        [path] = [each for each in packed.namelist() if each.endswith("现场检查.mp4")]
        assert packed.read(path) == content
    altered = tmp_path / "altered.zip"
    altered.write_bytes(target.read_bytes().replace(content[100:200], content[100:199] + b"!"))
    assert mingjing_verify.verify(str(altered)).code != 0
