"""The agent tells how much storage its devices have left: measured where it is a mount, else as the configuration declares."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests import kept
from tests.gateway.deposits import key

from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Device, DeviceLog
from mingjing.records.terms.devices import DeviceDraft
from mingjing.sites import commandline
from mingjing.sites.docking import storages

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> Any:
    cache.clear()
    made = kept.county()
    at = timezone.now()
    for code, kind in (("记-01", "body"), ("记-02", "body"), ("站-01", "station")):
        operations.register_device(draft=DeviceDraft(kind, code), by=made.actor("档", at), at=at)
    return made


@pytest.fixture
def agent(live_server: Any, tmp_path: Path, county: Any, capsys: Any) -> Callable[..., tuple[int, str]]:
    """One run of the agent over an empty folder, with these devices: exit code and what it said."""
    folder, secret = tmp_path / "站", key(county, ("station",))
    folder.mkdir()

    def run(devices: Any, url: str = "") -> tuple[int, str]:
        cache.clear()
        told = tmp_path / "设备.json"
        told.write_text(devices if isinstance(devices, str) else json.dumps(devices), encoding="utf-8")
        named = ["--url", url or live_server.url, "--key", secret, "--once", "--devices", str(told)]
        code = commandline.main(["station", str(folder), *named])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_a_mount_is_measured_and_a_folder_that_is_none_is_not(agent: Any, county: Any, tmp_path: Path) -> None:
    code, said = agent([{"code": "记-01", "folder": "/"}, {"code": "记-02", "folder": str(tmp_path)}, {"code": "站-01", "disk": str(tmp_path)}])  # fmt: skip
    assert code == 0, said
    whole = os.statvfs("/")
    row = Device.objects.get(code="记-01")
    assert row.capacity == whole.f_blocks * whole.f_frsize
    assert row.free_bytes is not None and abs(row.free_bytes - whole.f_bavail * whole.f_frsize) < 2**30
    assert row.reported_at is not None
    # Not plugged in: the station's own disk is not taken for the device's.
    assert "记-02：没有插上，没有上报" in said
    assert Device.objects.get(code="记-02").capacity is None
    assert Device.objects.get(code="站-01").capacity == os.statvfs(tmp_path).f_blocks * os.statvfs(tmp_path).f_frsize


def test_what_is_declared_is_told_and_the_alert_follows(agent: Any, county: Any, tmp_path: Path) -> None:
    home = county.organs["应急局"]
    held = tmp_path / "记02"
    (held / "DCIM").mkdir(parents=True)
    (held / "DCIM" / "a.mp4").write_bytes(b"x" * 970)
    devices = [{"code": "记-01", "capacity": 64_000, "free": 6_400}, {"code": "记-02", "capacity": 1000, "folder": str(held)}]  # fmt: skip
    code, said = agent(devices)
    assert (code, "执法记录仪 记-01：剩余 10%" in said, "执法记录仪 记-02：剩余 3%" in said) == (0, True, True), said
    alerts = [str(one) for one in queries.equipment_alerts(home, timezone.now())]
    assert any("记-01 存储只剩 10%" in one for one in alerts) and any("记-02 存储只剩 3%" in one for one in alerts)
    # The same again changes the time only: no line in the log, none in the ledger.
    before, lines = ledger.tip(), DeviceLog.objects.count()
    first = Device.objects.get(code="记-01").reported_at
    agent(devices)
    assert (ledger.tip(), DeviceLog.objects.count()) == (before, lines)
    assert Device.objects.get(code="记-01").reported_at > first
    # Cleared, the alert goes, and this is a line of the log.
    (held / "DCIM" / "a.mp4").unlink()
    agent(devices)
    assert [step.note for step in queries.device_steps(Device.objects.get(code="记-02").id)][0] == "采集站读得剩余存储 100%"  # fmt: skip
    assert not any("记-02 存储" in str(one) for one in queries.equipment_alerts(home, timezone.now()))


def test_one_that_is_refused_hinders_no_other_and_is_named(agent: Any) -> None:
    code, said = agent([
        {"code": "记-99", "capacity": 10, "free": 5}, {"code": "记-02", "capacity": 10, "free": 11}, {"code": "记-01", "capacity": 10, "free": 5},
    ])  # fmt: skip
    assert code == 1
    for word in ("没有登记编号“记-99”", "剩余 11 字节不对", "记-01：剩余 50%"):
        assert word in said, said
    assert Device.objects.get(code="记-02").capacity is None


def test_the_platform_away_is_said(agent: Any) -> None:
    code, said = agent([{"code": "记-01", "capacity": 10, "free": 5}], url="http://127.0.0.1:9")
    assert (code, "连不上平台" in said) == (1, True)


@pytest.mark.parametrize(
    "told",
    [
        "{", "{}", '[{"code": 3}]', '["记-01"]', '[{"code": "记-01"}]', '[{"code": "记-01", "capacity": 3}]',
        '[{"code": "记-01", "folder": 3}]', '[{"code": "记-01", "capacity": "3", "free": 1}]', '[{"code": "记-01", "capacity": true, "free": 1}]',
    ],
)  # fmt: skip
def test_a_configuration_that_cannot_be_read_is_told_before_anything(agent: Any, told: str) -> None:
    code, said = agent(told)
    assert (code, "设备.json" in said) == (2, True), said


def test_a_device_that_went_is_left_out(tmp_path: Path) -> None:
    assert storages.storage_of({"code": "记-01", "folder": str(tmp_path / "没有"), "capacity": 5}) is None
    assert storages.storage_of({"code": "记-01", "folder": str(tmp_path / "没有")}) is None
