"""The government seal service over real HTTP: what is asked, what is taken, and what is refused without a trace."""

import base64
from pathlib import Path
from typing import Any

import pytest
from tests.sealing.made import AT, ORGAN
from tests.sealing.ses_made import in_the_file, sealing_well, service, ses_signature

from mingjing.foundation.sealing import Order, Unsealable
from mingjing.foundation.sealing.choosing import service_for, validator
from mingjing.foundation.sealing.government import GovernmentSeal
from mingjing.foundation.sealing.null import NullSeal

ORDER = Order("1", "13082100000001", ORGAN, "行政处罚专用章", "ref-1", "行政处罚决定书", AT)


def coded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_it_asks_with_digests_place_and_reference_and_keeps_what_comes(pdf: bytes) -> None:
    with service(sealing_well) as (url, asked):
        made = GovernmentSeal(url, "口令".encode().hex()).seal(pdf, ORDER)
    [told] = asked
    assert (told["seal"], told["reference"], told["version"]) == ("13082100000001", "ref-1", 1)
    assert told["place"]["page"] == 1 and len(told["sha256"]) == len(told["sm3"]) == 64
    assert told["authorization"].startswith("Bearer ") and base64.b64decode(told["pdf"]) == pdf
    assert made.pdf.startswith(pdf) and made.result == b""
    [report] = validator().examine(made.pdf, now=AT, serial="ABC1")
    assert report.kind == "GB/T 38540" and report.state != "bad"


def test_a_result_apart_from_the_file_is_kept_as_it_came(pdf: bytes) -> None:
    result = ses_signature(pdf)
    with service(lambda told: (200, {"pdf": coded(pdf), "signature": coded(result)})) as (url, _):
        made = GovernmentSeal(url).seal(pdf, ORDER)
    assert (made.pdf, made.result) == (pdf, result)


BAD: dict[str, Any] = {
    "refuses": (403, {"message": "印章已停用"}, "印章已停用"),
    "breaks": (500, b"<html>", "500"),
    "no json": (200, b"ok", "没有应答"),
    "a list": (200, [], "读不懂"),
    "no base64": (200, {"pdf": "%%%"}, "读不懂"),
    "nothing": (200, {}, "不是送去的文书"),
    "another file": (200, {"pdf": coded(b"%PDF-1.7 another"), "signature": ""}, "不是送去的文书"),
}


@pytest.mark.parametrize("name", BAD)
def test_an_answer_that_is_no_seal_is_refused(pdf: bytes, name: str) -> None:
    status, body, why = BAD[name]
    with service(lambda told: (status, body)) as (url, _), pytest.raises(Unsealable, match=why):
        GovernmentSeal(url).seal(pdf, ORDER)


def test_the_same_file_back_without_a_seal_is_refused(pdf: bytes) -> None:
    with service(lambda told: (200, {"pdf": told["pdf"]})) as (url, _), pytest.raises(Unsealable, match="没有盖章"):
        GovernmentSeal(url).seal(pdf, ORDER)


def test_a_dead_service_and_a_wrong_address_are_told(pdf: bytes) -> None:
    with service(sealing_well) as (url, _):
        pass
    with pytest.raises(Unsealable, match="没有应答"):
        GovernmentSeal(url).seal(pdf, ORDER)
    with pytest.raises(Unsealable, match="MINGJING_SEAL_URL"):
        GovernmentSeal("file:///etc/passwd").seal(pdf, ORDER)


def test_the_settings_choose_and_a_file_that_is_missing_is_told(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS = tmp_path
    assert isinstance(service_for("government", "1"), NullSeal) and isinstance(service_for("pilot", "1"), NullSeal)
    settings.MINGJING_SEAL_URL, settings.MINGJING_SEAL_TOKEN = "http://127.0.0.1:1", str(tmp_path / "token")
    with pytest.raises(Unsealable, match="token"):
        service_for("government", "1")
    (tmp_path / "token").write_text("abc\n")
    assert service_for("government", "1") == GovernmentSeal("http://127.0.0.1:1", "abc", "")
    assert isinstance(service_for("pilot", "1"), NullSeal), "a pilot seal never goes to the government's service"
    for name in ("MINGJING_SEAL_ROOTS", "MINGJING_SEAL_REVOKED", "MINGJING_TSA_CERTIFICATES"):
        setattr(settings, name, str(tmp_path / "none.pem"))
        with pytest.raises(Unsealable, match="none.pem"):
            validator()
        setattr(settings, name, "")


def test_a_pdf_sealed_twice_has_two_reports(pdf: bytes) -> None:
    once = in_the_file(pdf)
    assert len(validator().examine(once, now=AT)) == 1
