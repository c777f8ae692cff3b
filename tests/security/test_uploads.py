"""What a browser may hand in as a file: names that read the same everywhere, and no more than is kept."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.security.test_pages import body
from tests.security.town import PNG, Town

from mingjing.records.models import Attachment
from mingjing.records.rules.files import NAME_LIMIT, problem
from mingjing.sites.bureau.views.case_files import as_sent

pytestmark = pytest.mark.django_db
LONGEST = "照" * 78 + ".png"


@pytest.mark.parametrize(
    "name",
    ["a\u2067gnp.exe.png", "收\u200f据.png", "收\u200b据.png", "收\u2060据.png", "a\u061cb.png", "a\u2028b.png", "a\x85b.png"],
)  # fmt: skip
def test_a_name_that_reads_differently_is_refused(name: str) -> None:
    told = problem(name, PNG, 1000)
    assert "不允许的字符" in told and told.isprintable()


def test_a_name_may_not_be_longer_than_any_file_system_takes(town: Town) -> None:
    case = reverse("bureau:case", args=[town.waiting])
    for name in ("照" * 220 + ".png", "照" * 79 + ".png", "a" * 250 + ".png"):
        answer = town.browsers["handler"].post(f"{case}files/", {"file": SimpleUploadedFile(name, PNG)}, follow=True)
        assert "太长" in body(answer)
    assert not Attachment.objects.filter(name__startswith="照照").exists()
    assert not problem(LONGEST, PNG, 1000) and len(f"001-{LONGEST}".encode()) <= NAME_LIMIT + 4 <= 255


def test_the_longest_name_comes_out_of_the_export_whole(town: Town) -> None:
    client, case = town.browsers["handler"], reverse("bureau:case", args=[town.waiting])
    client.post(f"{case}files/", {"file": SimpleUploadedFile(LONGEST, PNG + b"7")})
    answer = client.post(f"{case}export/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert [name for name in packed.namelist() if name.endswith(f"-{LONGEST}")]


def test_no_more_is_read_than_may_be_kept(settings: Any) -> None:
    settings.MINGJING_UPLOAD_LIMIT = 100
    assert len(as_sent(SimpleUploadedFile("大.png", PNG * 100))) == 101


def test_an_export_that_lacks_its_proof_is_a_message(town: Town) -> None:
    held = Attachment.objects.filter(pk=town.file)
    held.update(name="别的名字.png")
    case = reverse("bureau:case", args=[town.done])
    answer = town.browsers["handler"].post(f"{case}export/", follow=True)
    assert "案卷不能导出" in body(answer) and answer.status_code == 200
