"""Looking into contents: real files with macros, scripts, embedded files, locks and loose fonts; and what a scanner answers."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from mingjing.archives.operations.scanning import Look, look_into, scan
from mingjing.foundation import storage

BAD = "0" * 64


def packed(*names: str, lock: bool = False) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, b"words")
    whole = bytearray(target.getvalue())
    if lock:
        whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda made: None, **saved: Any) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        change(made)
        made.save(target, **saved)
    return target.getvalue()


def scripted(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def embedded(made: pikepdf.Pdf) -> None:
    made.attachments["x.txt"] = pikepdf.AttachedFileSpec(made, b"words")


def acting(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch))])


def fonts(made: pikepdf.Pdf) -> None:
    """The same loose font twice, one that is carried, one drawn by itself, one of many signs that is loose."""
    loose = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    carried = Dictionary(Subtype=Name.TrueType, FontDescriptor=Dictionary(FontFile2=made.make_stream(b"glyphs")))
    wide = Dictionary(
        Subtype=Name.Type0, BaseFont=Name.SimSun, DescendantFonts=Array([Dictionary(FontDescriptor=Dictionary())])
    )
    held = Dictionary(F1=loose, F2=loose, F3=carried, F4=Dictionary(Subtype=Name.Type3), F5=wide)
    made.pages[0].obj.Resources = Dictionary(Font=held)


@pytest.mark.parametrize(
    ("kind", "name", "content", "told"),
    [
        ("application/zip", "表.xlsm", packed("xl/vbaProject.bin"), Look("office", risks=("宏",))),
        ("application/zip", "文.docx", packed("word/embeddings/a.bin"), Look("office", risks=("内嵌文件",))),
        ("application/zip", "包.zip", packed("a/Setup.EXE", "b.txt"), Look("zip", risks=("程序文件 a/setup.exe",))),
        ("application/zip", "包.zip", packed("a.txt", lock=True), Look("zip", locked=True)),
        ("application/zip", "坏.zip", b"PK\x03\x04 torn", Look()),
        ("application/x-ole-storage", "旧.doc", b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le"), Look("office", risks=("宏",))),
        ("application/x-ole-storage", "旧.doc", b"\xd0\xcf\x11\xe0", Look("office")),
        ("application/pdf", "好.pdf", pdf(), Look("pdf")),
        ("application/pdf", "本.pdf", pdf(scripted), Look("pdf", risks=("脚本",))),
        ("application/pdf", "夹.pdf", pdf(embedded), Look("pdf", risks=("内嵌文件",))),
        ("application/pdf", "链.pdf", pdf(acting), Look("pdf", risks=("页面动作",))),
        ("application/pdf", "锁.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), Look("pdf", locked=True)),
        ("application/pdf", "字.pdf", pdf(fonts), Look("pdf", fonts=("Helvetica", "SimSun"))),
        ("image/png", "图", b"\x89PNG", Look("image")),
    ],
)  # fmt: skip
def test_what_lies_inside_is_told(kind: str, name: str, content: bytes, told: Look) -> None:
    assert look_into(kind, name, content) == told


@pytest.fixture
def scanner(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program in the place of the installed scanner, which answers as that one does."""
    settings.MINGJING_STORE = tmp_path / "store"

    def put(script: str) -> None:
        program = tmp_path / "bin" / "clamdscan"
        program.parent.mkdir(exist_ok=True)
        program.write_text(script, encoding="utf-8")
        program.chmod(0o700)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    return put


def test_a_scanner_sees_every_stored_content_once_and_names_what_it_found(scanner: Callable[[str], None]) -> None:
    kept = [storage.put(word).sha256 for word in (b"clean", b"EICAR")]
    scanner(
        "#!/bin/sh\nfor last; do :; done\nfor f in $last/*; do"
        ' if grep -q EICAR $f; then echo "$f: Eicar-Signature FOUND"; else echo "$f: OK"; fi; done\nexit 1\n'
    )
    found = scan([*kept, kept[0], BAD])
    assert found.scanner == "clamdscan"
    assert (found.of(kept[1]), found.of(kept[0]), found.of(BAD)) == ("Eicar-Signature", "", "")
    assert scan([]).scanner == ""


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 2\n", "#!/no/such/program\n"])
def test_a_scanner_that_fails_has_not_looked(scanner: Callable[[str], None], script: str) -> None:
    kept = storage.put(b"clean").sha256
    scanner(script)
    assert scan([kept]).scanner == ""


def test_a_store_without_the_content_is_no_clean_answer(scanner: Callable[[str], None]) -> None:
    scanner("#!/bin/sh\nexit 0\n")
    assert scan([BAD]).found == ()
