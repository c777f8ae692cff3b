"""`mingjing store`: reading everything now, putting back from a backup, and being called wrongly."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.records.films import film, held

from mingjing.foundation import storage
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


def told(capsys: Any, *words: str) -> tuple[int, str]:
    code = commandline.main(["store", *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_what_is_at_fault_is_named_and_put_back_from_the_backup(
    shifan: Any, settings: Any, tmp_path: Path, capsys: Any
) -> None:
    settings.MINGJING_STORE = tmp_path / "store"
    one, two = held(shifan, film()), held(shifan, film(mark=b"2"))
    backup = tmp_path / "backup"
    shutil.copytree(tmp_path / "store", backup)
    shutil.copystat(tmp_path / "store", backup)
    told(capsys, "check")
    for each in (one, two):
        storage.folder().path(each.held_sha256).unlink()
    code, said = told(capsys, "check")
    assert (code, one.held_sha256 in said, "缺失" in said) == (1, True, True)
    assert told(capsys, "restore")[0] == told(capsys, "restore", str(tmp_path / "没有"))[0] == 2
    (backup / two.held_sha256[:2] / two.held_sha256[2:4] / two.held_sha256).unlink()
    code, said = told(capsys, "restore", str(backup))
    assert (code, "已放回，摘要一致" in said, "备份里没有" in said) == (1, True, True)
    assert storage.read(one.held_sha256) == film()
    assert told(capsys, "copy")[0] == 2
