"""The transcript of a recording is filed with it, verified with it, and destroyed with it."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.archives.filed import LATER, Told
from tests.archives.test_destroying import put_away
from tests.archives.test_recordings import BEFORE, committed, sent
from tests.records.films import film

from mingjing.cases import operations as cases
from mingjing.cases.operations import exporting
from mingjing.foundation import storage
from mingjing.kernel.findings import Refused
from mingjing.ledger.verifier import mingjing_verify
from mingjing.records import queries

PLANTED = "独一无二的一句话庚辛壬癸"


def spoken(closed: Told) -> Any:
    """The inspection filmed, and what was said in it written down."""
    content = film()
    one = sent(closed, committed(closed, content), content)
    given = {
        "case_id": closed.case_id,
        "recording_id": one.id,
        "text": f"0:05 张三：{PLANTED}",
        "base": 0,
        "reason": "",
    }
    return cases.transcribe_recording(by=closed.person("甲", BEFORE), now=BEFORE, **given)


@pytest.mark.django_db
def test_it_lies_in_the_package_and_in_the_exported_file(closed: Told, tmp_path: Path) -> None:
    made = spoken(closed)
    filed = closed.file()
    assert filed.report["passed"]
    titles = [row["title"] for row in filed.catalogue]
    assert "音像文字稿（人工整理，字幕）：无证动火" in titles and "音像文字稿（人工整理，文本）：无证动火" in titles
    with storage.open_(filed.package_sha256) as opened, zipfile.ZipFile(io.BytesIO(opened.read())) as packed:
        held = {packed.read(name) for name in packed.namelist() if "文字稿" in name and "正文" in name}
    assert held == {storage.read(made.vtt[0]), storage.read(made.text[0])}
    name, opened_file = exporting.export_case(case_id=closed.case_id, by=closed.person("档"), now=LATER)
    target = tmp_path / name
    with opened_file:
        target.write_bytes(opened_file.read())
    assert mingjing_verify.verify(str(target)).code == 0
    altered = tmp_path / "altered.zip"
    altered.write_bytes(target.read_bytes().replace("庚辛".encode(), "辛庚".encode()))
    assert mingjing_verify.verify(str(altered)).code != 0


@pytest.mark.django_db
def test_once_the_file_is_sealed_nothing_is_added(closed: Told) -> None:
    made = spoken(closed)
    put_away(closed)
    with pytest.raises(Refused, match="REC-17"):
        cases.transcribe_recording(
            case_id=closed.case_id, recording_id=made.recording_id, text="0:06 张三：别的", base=1, reason="补听一遍", by=closed.person("甲"),
            now=LATER,
        )  # fmt: skip
    assert len(queries.transcripts(made.recording_id)) == 1
