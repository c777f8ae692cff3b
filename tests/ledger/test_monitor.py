"""The exported log as outsiders read it: an fsck of its tiles, the widths of the specification, and the monitor."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.ledger.witnesses import NOON, policy, witness

from mingjing.ledger import operations, queries
from mingjing.ledger.terms import SYSTEM, Draft
from mingjing.ledger.verifier.merkle_paths import consistent, note_parts, told
from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.witness.monitoring import Watch, check_tiles, look
from mingjing.ledger.witness.tiles import NotThere, Reader, fetcher, tile_path, widths
from mingjing.sites import commandline

AT = datetime(2026, 10, 28, 3, 30, tzinfo=UTC)


def grow(count: int, folder: Path) -> None:
    operations.append_many(drafts=[Draft("a:b:c", "many", AT, {"n": n}) for n in range(count)], by=SYSTEM)
    for path, data in queries.log_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@pytest.fixture
def folder(db, tmp_path) -> Path:
    grow(700, tmp_path / "log")
    return tmp_path / "log"


def test_the_widths_of_the_specification() -> None:
    """C2SP tlog-tiles: the example of 70,000 entries, and that of 256."""
    assert widths(70_000) == {0: (273, 112), 1: (1, 17), 2: (0, 1)}
    assert widths(256) == {0: (1, 0), 1: (0, 1)}
    assert tile_path(1_234_067, 256) == "x001/x234/067"
    assert tile_path(0, 112) == "000.p/112"


def test_fsck_of_the_exported_folder(folder: Path) -> None:
    for tree, name in (("sha256", "checkpoint"), ("sm3", "sm3/checkpoint")):
        _, size, root = told(note_parts((folder / name).read_text())[0])
        reader = Reader(fetcher(str(folder)), tree, size)
        assert check_tiles(reader) == 4
        assert reader.span(0, size) == root
        needed = {f"tile/{level}/{tile_path(n, reader.width(level, n))}" for level, (full, rest) in widths(size).items() for n in range(full + bool(rest))}  # fmt: skip
        base = folder if tree == "sha256" else folder / "sm3"
        held = {str(path.relative_to(base)) for path in base.glob("tile/[0-9]*/**/*") if path.is_file()}
        assert held == needed


def test_every_changed_file_fails_the_fsck(folder: Path) -> None:
    for path in sorted(path for path in folder.glob("tile/**/*") if path.is_file()):
        good = path.read_bytes()
        for bad in (bytes([good[40] ^ 1]).join([good[:40], good[41:]]) if len(good) > 40 else b"", good[:-1], b""):
            path.write_bytes(bad)
            with pytest.raises((Bad, NotThere)):
                reader = Reader(fetcher(str(folder)), "sha256", 700)
                check_tiles(reader)
                _, _, root = told(note_parts((folder / "checkpoint").read_text())[0])
                if reader.span(0, 700) != root:
                    raise Bad("root")
        path.write_bytes(good)


@pytest.mark.parametrize("old", [1, 2, 255, 256, 257, 511, 512, 513, 699, 700])
def test_growth_read_from_tiles_is_the_proof_that_the_log_itself_gives(folder: Path, old: int) -> None:
    import base64

    steps = Reader(fetcher(str(folder)), "sm3", 700).growth(old)
    assert tuple(base64.b64encode(step).decode() for step in steps) == queries.consistency(old, 700, "sm3")
    if old < 700:
        roots = [Reader(fetcher(str(folder)), "sm3", size).span(0, size) for size in (512, 700)]
        assert old != 512 or consistent("sm3", 512, 700, *roots, steps)


def watch(folder: Path, *words: str) -> int:
    return commandline.main(
        ["monitor", str(folder), "--state", str(folder.parent / "seen.json"), "--silence", "0", *words]
    )


def test_the_monitor_from_day_to_day(folder: Path, capsys) -> None:
    assert watch(folder) == 2
    assert "--key" in capsys.readouterr().err
    assert watch(folder, "--key", queries.public_key()) == 0
    assert "第一次监测" in capsys.readouterr().out
    grow(100, folder)
    assert watch(folder, "--whole") == 0
    said = capsys.readouterr().out
    assert "新增 100 条" in said and "sm3 树的 5 个瓦片" in said
    (folder / "checkpoint").write_text("nonsense")
    assert watch(folder) == 2
    (folder / "checkpoint").unlink()
    assert watch(folder) == 2
    (folder.parent / "seen.json").write_text("{")
    assert watch(folder) == 2
    assert (
        commandline.main(["monitor", str(folder), "--state", str(folder.parent / "x"), "--policy", str(folder / "no")])
        == 2
    )


def test_silence_and_missing_witnesses_are_alarms(folder: Path, tmp_path: Path, settings) -> None:
    fetch, key = fetcher(str(folder)), queries.public_key()
    assert look(fetch, tmp_path / "a", NOON, Watch(key, 1.0)).code == 0
    late = look(fetch, tmp_path / "a", NOON + 7200, Watch(key, 1.0))
    assert (late.code, "没有新记录" in late.lines[-1]) == (1, True)
    early = look(fetch, tmp_path / "a", NOON - 86400, Watch(key, 1.0))
    assert (early.code, "将来" in early.lines[-1]) == (1, True)
    settings.MINGJING_WITNESS_POLICY = tmp_path / "p"
    archive = witness(tmp_path, "dag.example")
    policy(settings.MINGJING_WITNESS_POLICY, f"witness 档案馆 {archive.key()}", "quorum 档案馆")
    wanted = Watch(key, 1.0, queries.trusted())
    assert look(fetch, tmp_path / "a", NOON, wanted).code == 1
    text, _ = note_parts(queries.checkpoint().checkpoint256)
    operations.take_cosignatures(note=f"{text}\n{archive.cosign(text, NOON)}", by="system")
    grow(0, folder)
    found = look(fetch, tmp_path / "a", NOON, wanted)
    assert found.code == 0, found.lines
    assert json.loads((tmp_path / "a").read_text())["size"] == 700
    grow(3, folder)
    assert look(fetch, tmp_path / "a", NOON, wanted).code == 0
    old = look(fetch, tmp_path / "b", NOON + 49 * 3600, Watch(key, 0.0, queries.trusted()))
    assert (old.code, "49 小时以前" in old.lines[-1]) == (1, True)
    (folder / "cosigned").write_text(queries.checkpoint().checkpoint256)
    assert "见证不足" in look(fetch, tmp_path / "a", NOON, wanted).lines[-1]


def test_what_was_signed_by_another_key_is_an_alarm(folder: Path, tmp_path: Path) -> None:
    archive = witness(tmp_path, "dag.example")
    found = look(fetcher(str(folder)), tmp_path / "a", NOON, Watch(archive.public().hex()))
    assert found.code == 1 and "签名" in found.lines[-1]
