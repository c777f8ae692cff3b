"""The static copy: complete, relative, the same twice, and without anything that was withdrawn."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.portal import pages
from tests.publicity import samples

from mingjing.ledger import notes
from mingjing.ledger.verifier import mingjing_verify
from mingjing.publicity import operations
from mingjing.sites.portal.copying import exporting
from mingjing.sites.portal.copying.exporting import export
from mingjing.sites.portal.copying.terms import NotOurs, Report, Site

pytestmark = pytest.mark.django_db
BASE, LIVE = "https://gs.shifan.example/sanxiang", "https://live.shifan.example"
OTHER = "示应急罚〔2026〕10号"
FOLDER = f"gs/示应急/{samples.NUMBER}"
Export = Callable[..., Report]


@pytest.fixture
def made(settings: Any, tmp_path: Path) -> Export:
    """Export into a folder of this test."""
    settings.MINGJING_PORTAL_URL = BASE
    settings.MINGJING_SITE = {**settings.MINGJING_SITE, "colour": "#8a1a1a"}

    def run(name: str = "out", live: str = LIVE, **options: Any) -> Report:
        return export(tmp_path / name, Site(BASE, live), **options)

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holding(folder: Path, *words: str) -> list[str]:
    """The files that hold one of these words, as they are, as JSON or as links write them, also inside workbooks."""
    from zipfile import ZipFile, is_zipfile

    looked = [form for word in words for form in (word.encode(), quote(word).encode(), json.dumps(word)[1:-1].encode())]
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if is_zipfile(path):
                with ZipFile(path) as packed:
                    content += b"".join(packed.read(name) for name in packed.namelist())
            if any(form in content for form in looked):
                found.append(path.relative_to(folder).as_posix())
    return sorted(found)


def test_the_whole_portal_is_there_and_every_link_leads_to_a_file(made: Export, tmp_path: Path) -> None:
    pages.released_edition()
    samples.released()
    samples.withdrawn(samples.natural())
    report = made()
    assert report.dead == ()
    held = files(tmp_path / "out")
    for path in (
        "index.html", "about/index.html", "gs/index.html", f"{FOLDER}/index.html", f"{FOLDER}/proof.json",
        f"{FOLDER}/qr.svg", f"gs/示应急/{OTHER}/index.html", "gs.csv", "gs.json", "gs.jsonl", "gs.xlsx", "gs.atom",
        "all/month/2026-11/index.html", "all/organ/示应急/index.html", "all/organ/示应急/2026-11/index.html",
        "all/category/penalty/2026-11/index.html", "all/state/withdrawn/2026-11/index.html", "all/year/2026/index.html",
        "sq/index.html", "sq/示应急/window/CK-1/index.html", "sq/示应急/window.csv", "jg/示应急/index.html",
        "lc/index.html", "log/checkpoint", "log/checkpoint-sm3", "log/policy.json", "log/sm3/tile/0/000.p/8",
        "verify/index.html", "verify/mingjing_verify.py", "data/index.html", "data/catalog.jsonld", "sitemap.xml",
        "robots.txt", "404.html", "web.config", "manifest.json", "manifest.note", "colours.css", "s/index.json",
    ):  # fmt: skip
        if "tile" not in path:
            assert path in held, path
    assert any(path.startswith("log/tile/0/000.p/") for path in held)
    assert any(path.startswith("log/sm3/tile/0/000.p/") for path in held)
    assert any(path.startswith("log/tile/entries/000.p/") for path in held)
    assert not (tmp_path / "out" / "bureau").exists()


def test_pages_lead_nowhere_but_into_the_copy_or_to_the_live_portal(made: Export, tmp_path: Path) -> None:
    pages.released_edition()
    samples.released()
    made()
    for path, content in files(tmp_path / "out").items():
        if not path.endswith(".html"):
            continue
        text = content.decode()
        assert "<form" not in text and "csrfmiddlewaretoken" not in text, path
        for link in re.findall(r'\b(?:href|src|action)="([^"]*)"', text):
            outside = link.startswith(("https://", "#"))
            assert outside or not link.startswith(("/", "http:", "?", "javascript:")), (path, link)
            if link.startswith(LIVE):
                assert re.match(rf"{LIVE}/(s|lx|zj|zd|sq|gs|jd|dy|dx|cy|rq|gs\.(atom|csv|json))[/?]", link), link


def test_what_only_the_moment_can_answer_is_not_answered(made: Export, tmp_path: Path) -> None:
    pages.organ()
    made()
    told = (tmp_path / "out" / "zj" / "冀B-0001" / "index.html").read_text()
    assert "以实时查询为准" in told and f'href="{LIVE}/zj/' in told
    assert "现在的状态" not in told and "甲执法" not in told and ">有效<" not in told
    roster = (tmp_path / "out" / "jg" / "示应急" / "index.html").read_text()
    assert "甲执法" in roster and "此刻是否有效，以实时查询为准" in roster and "现在持有效证件" not in roster
    letters = (tmp_path / "out" / "lx" / "index.html").read_text()
    assert f'href="{LIVE}/lx/"' in letters
    made("alone", live="")
    told = (tmp_path / "alone" / "lx" / "index.html").read_text()
    assert "没有开通在线办理" in told and "https://live" not in told
    assert holding(tmp_path / "alone", LIVE) == []


def test_two_exports_of_the_same_are_the_same_byte_for_byte(made: Export, tmp_path: Path) -> None:
    pages.released_edition()
    samples.released()
    made("one")
    made("two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    again = made("one", since_last=True)
    assert again.written == 0
    assert again.removed == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_list_of_files_is_true_and_signed_by_the_log(made: Export, tmp_path: Path) -> None:
    samples.released()
    made()
    held, out = files(tmp_path / "out"), tmp_path / "out"
    told = json.loads(held["manifest.json"])
    lists = {"manifest.json", "manifest.note", ".mingjing-static.json"}
    assert told["files"] == {
        path: hashlib.sha256(content).hexdigest() for path, content in held.items() if path not in lists
    }
    assert told["checkpoint"].encode() == held["log/checkpoint"]
    text, signature = held["manifest.note"].decode().rsplit("\n\n", 1)
    assert text.split("\n")[2] == hashlib.sha256(held["manifest.json"]).hexdigest()
    import base64

    raw = base64.b64decode(signature.split(" ")[2])
    Ed25519PublicKey.from_public_bytes(notes.public_key()).verify(raw[4:], f"{text}\n".encode())
    assert text.split("\n")[1] == (out / "log" / "checkpoint").read_text().split("\n")[1]


def test_a_proof_of_the_copy_is_good(made: Export, tmp_path: Path) -> None:
    samples.released()
    made()
    proof = tmp_path / "out" / FOLDER / "proof.json"
    assert mingjing_verify.main([str(proof)]) == 0


@pytest.mark.parametrize("since_last", [False, True])
def test_a_withdrawn_text_is_in_no_file_after_the_next_export(since_last: bool, made: Export, tmp_path: Path) -> None:
    kept, gone = samples.released(), samples.released(samples.natural(cause="独一无二的违法行为甲乙丙丁"))
    operations.correct(
        publication_id=gone.id,
        reason="文字更正",
        changes={"cause": "独一无二的违法行为戊己庚辛"},
        by=samples.PUBLICIST,
        at=samples.NOW,
    )
    secrets = ("独一无二的违法行为甲乙丙丁", "独一无二的违法行为戊己庚辛", "张某")
    made()
    before = holding(tmp_path / "out", *secrets)
    assert {
        f"gs/示应急/{OTHER}/v/1/index.html",
        "gs.csv",
        "gs.jsonl",
        "gs.xlsx",
        "gs.atom",
        "s/index.json",
        "index.html",
    } <= set(before)
    operations.withdraw(
        publication_id=gone.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=samples.NOW,
    )
    report = made(since_last=since_last)
    assert report.dead == ()
    assert holding(tmp_path / "out", *secrets) == []
    tombstone = (tmp_path / "out" / f"gs/示应急/{OTHER}/index.html").read_text()
    assert "已经撤下" in tombstone and "示范县人民政府复议决定撤销本决定" in tombstone
    assert sorted(path.name for path in (tmp_path / "out" / f"gs/示应急/{OTHER}").rglob("*")) == ["index.html"]
    assert kept.number in (tmp_path / "out" / "gs.csv").read_text()


def test_a_crash_after_the_first_step_leaves_no_withdrawn_text(
    made: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.released()
    gone = samples.released(samples.natural(cause="独一无二的违法行为甲乙丙丁"))
    made()
    operations.withdraw(
        publication_id=gone.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=samples.NOW,
    )

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exporting._Export, "_crawl", crash)
        with pytest.raises(KeyboardInterrupt):
            made(since_last=True)
    assert holding(tmp_path / "out", "独一无二的违法行为甲乙丙丁", "张某") == []
    assert "正在更新" in (tmp_path / "out" / "index.html").read_text()
    report = made(since_last=True)
    assert report.dead == () and holding(tmp_path / "out", "正在更新，请几分钟后") == []


def test_what_a_crashed_export_wrote_goes_when_it_is_withdrawn(
    made: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made()
    gone = samples.released(samples.natural(cause="独一无二的违法行为甲乙丙丁"))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exporting._Export, "_extras", crash)
        with pytest.raises(KeyboardInterrupt):
            made(since_last=True)
    assert holding(tmp_path / "out", "独一无二的违法行为甲乙丙丁") != []
    operations.withdraw(
        publication_id=gone.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=samples.NOW,
    )
    with monkeypatch.context() as patched:
        patched.setattr(exporting._Export, "_crawl", crash)
        with pytest.raises(KeyboardInterrupt):
            made(since_last=True)
    assert holding(tmp_path / "out", "独一无二的违法行为甲乙丙丁") == []


def test_a_hidden_old_version_leaves_the_copy(made: Export, tmp_path: Path) -> None:
    one = samples.released(samples.decision(cause="写错了的独一无二的案由"))
    made()
    operations.correct(
        publication_id=one.id, reason="案由有误", changes={"cause": "改正以后的案由"}, hide_old=True, by=samples.PUBLICIST, at=samples.NOW
    )  # fmt: skip
    made(since_last=True)
    assert holding(tmp_path / "out", "写错了的独一无二的案由") == []
    assert "改正以后的案由" in (tmp_path / "out" / FOLDER / "index.html").read_text()


def test_what_was_never_public_is_in_no_file(made: Export, tmp_path: Path) -> None:
    pages.checked_edition()
    samples.confirmed(samples.decision(number="示应急罚〔2026〕77号", source_ref="dossier-77"))
    samples.released()
    made()
    assert holding(tmp_path / "out", *samples.SECRETS, samples.USCC + "、", "示应急罚〔2026〕77号", "CK-1") == []


def test_only_what_changed_is_written(made: Export, tmp_path: Path) -> None:
    samples.released()
    made()
    old = (tmp_path / "out" / FOLDER / "index.html").stat().st_mtime_ns
    samples.released(samples.natural())
    report = made(since_last=True)
    assert (tmp_path / "out" / FOLDER / "index.html").stat().st_mtime_ns == old
    assert (tmp_path / "out" / f"gs/示应急/{OTHER}/index.html").exists()
    assert OTHER in (tmp_path / "out" / "all/month/2026-11/index.html").read_text()
    assert report.dead == ()


def test_a_folder_with_other_files_is_not_touched(made: Export, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "主页.html").write_text("别人的网站")
    with pytest.raises(NotOurs, match="没有动它"):
        made()
    assert files(tmp_path / "out") == {"主页.html": "别人的网站".encode()}


def test_a_dead_link_fails_the_export(made: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mingjing.sites.portal.copying.shelves import Shelves

    monkeypatch.setattr(Shelves, "write", lambda shelves: None)
    samples.released()
    assert "gs/index.html" in " ".join(str(one) for one in made().dead)


def test_a_release_while_the_copy_is_made_is_in_it(
    made: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.released()
    done = exporting._Export._extras

    def meanwhile(export: Any) -> None:
        done(export)
        if not holding(tmp_path / "out", OTHER):
            samples.released(samples.natural())

    monkeypatch.setattr(exporting._Export, "_extras", meanwhile)
    assert made().dead == ()
    assert f"gs/示应急/{OTHER}/index.html" in files(tmp_path / "out")
