"""The 双公示 sheet of ten thousand rows: as if fed, then exported with every check, in a process of its own."""

import time
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone

from mingjing.foundation.people import Actor, Role
from mingjing.sites.bench import press
from mingjing.sites.bench.growing import table
from mingjing.sites.bench.machine import child, peak
from mingjing.sites.bench.meter import Figure, Meter, calibrate

ROWS, SECONDS, BATCH, YEARS = 10_000, 20, 500, 1000
BULK_ROWS, EXPORT_MIB, IN_ROWS, IN_SECONDS = 20_000, 300, 2000, 60


def downloads(meter: Meter) -> None:
    """The bulk CSV of everything and the sheet, each in a fresh process: rows a second and memory."""
    beside = calibrate()
    told = child("rows", "csv")
    meter.note(Figure(f"批量导出 CSV（{told['rows']:,.0f} 行，流式）", told["rows"] / told["cpu"], "行/秒", BULK_ROWS, floor=True, calibration=beside))  # fmt: skip
    meter.note(Figure("批量导出 CSV 的内存峰值", told["mib"], "MiB", EXPORT_MIB))
    feed()
    told = child("sheet")
    rows = f"{told['rows']:,.0f} 行"
    meter.note(Figure(f"双公示导出（{rows}，逐项校验）", told["cpu"], "秒", SECONDS, calibration=beside))
    meter.note(Figure(f"双公示导出（{rows}）：每秒", told["rows"] / told["cpu"], "行/秒", calibration=beside))
    meter.note(Figure("双公示导出的内存峰值", told["mib"], "MiB", EXPORT_MIB))
    told = child("feed")
    meter.note(Figure(f"双公示导入（{told['rows']:,.0f} 行，读表、逐项校验、登记待公示）", told["cpu"], "秒", IN_SECONDS, calibration=beside))  # fmt: skip


def _organ(which: int = 0) -> Any:
    return press.organ_id(press.ORGANS[which][0])


def _register(which: int) -> None:
    """The organ in the register: the first hands its sheet over, the second takes one in, which is not public then."""
    code, name = press.ORGANS[which]
    table("organs.Organ").objects.get_or_create(
        id=_organ(which),
        defaults={
            "name": f"{name}（测量）", "code": f"{code}测", "slug": f"bench-sheets-{which}", "uscc": _uscc(which), "level": "county", "kind": "statutory",
            "domain": "emergency", "region": "示范县", "region_code": "130821", "government": "示范县人民政府", "effective_from": date(2020, 1, 1), "registered_at": timezone.now(),
        },
    )  # fmt: skip


def _uscc(which: int) -> str:
    return press.with_check(f"11130821MB0X0002{which + 2}")


def feed() -> int:
    """Register the organ and lay the sheet rows of its newest penalties beside them; gives back how many. Bench data only."""
    today = timezone.localdate()
    _register(0)
    rows = table("publicity.Publication").objects.filter(
        organ_id=_organ(), category="penalty", decided_on__gt=today - timedelta(days=YEARS)
    )
    fed = table("exchange.Fed")
    made = [
        fed(
            id=uuid4(), organ_id=one.organ_id, number=one.number, source_ref=f"sheet:{one.number}", channel="sheet", publication_id=one.id, kind="penalty",
            rows=[_row(one)], decided_on=one.decided_on, person_id=one.organ_id, at=one.released_at,
        )
        for one in rows.exclude(party_uscc="").order_by("-released_at", "-id")[:ROWS]
    ]  # fmt: skip
    fed.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    return len(made)


def _row(one: Any) -> dict[str, str]:
    return _told(one.public_party, one.party_uscc, one.number, one.public_cause, one.public_result, one.decided_on)


def _told(party: str, uscc: str, number: str, cause: str, result: str, on: date, which: int = 0) -> dict[str, str]:
    organ, code = f"{press.ORGANS[which][1]}（测量）", _uscc(which)
    decided = f"{on:%Y/%m/%d}"
    return {
        "party_name": party, "party_class": "法人及非法人组织", "uscc": uscc, "representative": "马恒源", "number": number,
        "cause": cause, "facts": cause, "basis": "《安全生产法》第九十七条第（七）项", "kinds": "罚款", "kind_first": "罚款", "content": result, "fine": "0.2",
        "decided_on": decided, "valid_to": "2099/12/31", "publish_to": "2099/12/31", "organ": organ, "organ_uscc": code, "source": organ,
        "source_uscc": code, "state": "0", "area": "130821", "updated": decided,
    }  # fmt: skip


def export() -> dict[str, float]:
    """Export the sheet once, checked row by row; CPU seconds, memory, rows that were good."""
    from mingjing.exchange import operations, queries

    now, today = timezone.now(), timezone.localdate()
    since = today - timedelta(days=YEARS)
    by = Actor(uuid4(), "测公示", _organ(), press.ORGANS[0][1], frozenset({Role.PUBLICIST}))
    start = time.process_time()
    _, content = operations.export_sheet(organ_id=_organ(), edition="2019", since=since, until=today, by=by, at=now)
    spent, mib = time.process_time() - start, peak()
    assert content[:2] == b"PK"
    rows = queries.rows_of(_organ(), operations.the_edition("2019"), since, today, today)
    assert all(row.good for row in rows), next(row.problems for row in rows if not row.good)
    return {"rows": len(rows), "cpu": spent, "mib": mib}


def take_in() -> dict[str, float]:
    """Take in a sheet of two thousand fresh decisions as its person does: parked, looked at, confirmed; CPU seconds."""
    from mingjing.exchange import operations

    _register(1)
    now, (code, name) = timezone.now(), press.ORGANS[1]
    by = Actor(uuid4(), "测公示", _organ(1), name, frozenset({Role.PUBLICIST}))
    content, start = _book(code, timezone.localdate()), time.process_time()
    parked, _ = operations.park_file(organ_id=by.organ_id, name="测量.xlsx", content=content, by=by, at=now)
    done = operations.feed_file(upload_id=parked.id, by=by, at=now)
    assert done.entered == IN_ROWS, done
    return {"rows": done.entered, "cpu": time.process_time() - start}


def _book(code: str, today: date) -> bytes:
    """The sheet as another system makes it. Every time with numbers of its own."""
    import xlsxwriter

    from mingjing.exchange import operations

    columns, target, mark = operations.the_edition("2019").columns, BytesIO(), uuid4().int % 10**6
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet()
    page.write_row(0, 0, [one.label for one in columns])
    for at in range(IN_ROWS):
        number = f"{code}测罚〔{today.year}〕{mark * 10_000 + at}号"
        row = _told(press.party_name(at * 4), press.party_code(at * 4), number, press.cause(at), "罚款2000元", today, 1)
        for place, one in enumerate(columns):
            page.write_string(at + 1, place, row.get(one.key, ""))
    book.close()
    return target.getvalue()
