"""`mingjing seals person` and `mingjing seals revoked`: a trial certificate for a person, lists taken in or turned away."""

from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem
from tests.sealing.made import AT, revoking, root
from tests.sealing.made import pem as as_pem

from mingjing.foundation.sealing.personal import Hand
from mingjing.records import queries
from mingjing.records.models import PersonCertificate
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


def test_a_person_gets_a_trial_certificate_that_stands_in_the_register(
    shifan: Any, tmp_path: Path, monkeypatch: Any, settings: Any, capsys: Any
) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"
    monkeypatch.setenv("MINGJING_SEAL_PASSWORD", "口令-2026")
    name, file = shifan.actor("己", AT).name, tmp_path / "one.p12"
    assert commandline.main(["seals", "person", name, str(file)]) == 0
    assert "已经登记" in capsys.readouterr().out
    own = Hand.open(file.read_bytes(), "口令-2026").own
    [row] = queries.certificates_of(shifan.people["己"])
    assert (row.serial, row.kind) == (own.serial, "pilot") and name in row.subject
    assert file.stat().st_mode & 0o077 == 0
    assert commandline.main(["seals", "person", name, str(file)]) == 2, "an existing file is not written over"
    assert commandline.main(["seals", "person", str(shifan.people["甲"]), str(tmp_path / "two.p12")]) == 0
    for who in ("查无此人", str(shifan.organs["应急局"]), shifan.actor("系小管", AT).name):
        assert commandline.main(["seals", "person", who, str(tmp_path / "no.p12")]) == 2
    monkeypatch.setenv("MINGJING_SEAL_PASSWORD", "短")
    assert commandline.main(["seals", "person", name, str(tmp_path / "no.p12")]) == 2
    assert not (tmp_path / "no.p12").exists() and PersonCertificate.objects.count() == 2


def test_a_list_is_taken_in_told_and_an_untrusted_one_is_not(tmp_path: Path, settings: Any, capsys: Any) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"
    (tmp_path / "roots.pem").write_bytes(as_pem(root()))
    (tmp_path / "a.crl").write_bytes(pem.armor("X509 CRL", revoking(0xDEAD, AT)))
    where = str(tmp_path / "a.crl")
    assert commandline.main(["seals", "revoked", where]) == 2, "no roots are set"
    settings.MINGJING_SEAL_ROOTS = str(tmp_path / "roots.pem")
    assert commandline.main(["seals", "revoked", where]) == 0
    assert commandline.main(["seals", "revoked"]) == 0
    assert "吊销 1 张" in capsys.readouterr().out
    assert commandline.main(["seals", "revoked", str(tmp_path / "none.crl")]) == 2
    settings.MINGJING_SEAL_ROOTS = str(tmp_path / "gone.pem")
    assert commandline.main(["seals", "revoked", where]) == 2
