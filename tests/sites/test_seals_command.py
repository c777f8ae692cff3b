"""`mingjing seals`: a trial certificate, a pilot seal's file, every seal examined again."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.records.films import AT
from tests.records.sealed import document, registered, sealed

from mingjing.foundation import storage
from mingjing.records.models import Sealing
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


def test_from_a_trial_certificate_to_a_checked_seal(
    shifan: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "trial.pem")
    assert commandline.main(["seals", "trial", "示范县应急管理局", file, "--days", "700"]) == 0
    told = re.search(r"证书序列号 ([0-9A-F]+)", capsys.readouterr().out)
    assert told and (Path(file).stat().st_mode & 0o077) == 0
    assert commandline.main(["seals", "trial", "示范县应急管理局", file]) == 2, (
        "a file that is there is not written over"
    )
    wrong = registered(shifan, ready=False, serial="ABCD", number="SD-9")
    seal = registered(shifan, ready=False, serial=told[1].lower())
    assert commandline.main(["seals", "pilot", str(wrong.id), file]) == 2
    assert "不是同一张" in capsys.readouterr().err
    for bad in (["not-an-id", file], [str(seal.id), str(tmp_path / "none.p12")]):
        assert commandline.main(["seals", "pilot", *bad]) == 2
    assert commandline.main(["seals", "list"]) == 0
    assert capsys.readouterr().out.count("没有设置，盖不了") == 2
    assert commandline.main(["seals", "pilot", str(seal.id), file]) == 0


def test_every_seal_is_examined_again(shifan: Any, capsys: pytest.CaptureFixture[str]) -> None:
    done = sealed(shifan, document(shifan), registered(shifan))
    assert commandline.main(["seals", "check"]) == 0
    assert "核验了 1 份" in capsys.readouterr().out
    Sealing.objects.filter(id=done.id).update(sha256=storage.put(b"%PDF-1.7 no seal").sha256, checked_at=AT)
    assert commandline.main(["seals", "check"]) == 1
    assert "1 份不符合" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["0", "1101"])
def test_a_trial_certificate_has_a_bound(days: str, tmp_path: Path) -> None:
    assert commandline.main(["seals", "trial", "机关", str(tmp_path / "x.pem"), "--days", days]) == 2
