"""People of two bureaus, and a small library cut from the packaged file."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from mingjing.foundation.people import Actor, Role
from mingjing.lawbook.operations import package

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
EMERGENCY = UUID("00000000-0000-4000-8000-000000000001")
MARKET = UUID("00000000-0000-4000-8000-000000000002")
# Two current laws, one with two versions of which the newer is not in force yet, one repealed and what repealed it,
# one with 之一 articles, one numbered 一、二、, one without numbers.
TITLES = (
    "中华人民共和国行政处罚法",
    "中华人民共和国安全生产法",
    "中华人民共和国商标法",
    "中华人民共和国噪声污染防治法",
    "中华人民共和国乡镇企业法",
    "中华人民共和国刑法修正案（十二）",
    "中华人民共和国刑法修正案（十）",
)


def person(name: str, organ: UUID, *roles: Role) -> Actor:
    return Actor(UUID(int=abs(hash(name)) % 2**64), name, organ, "示范县应急管理局", frozenset(roles))


HEAD = person("己", EMERGENCY, Role.HEAD)
REVIEWER = person("丁", EMERGENCY, Role.REVIEWER)
HANDLER = person("甲", EMERGENCY, Role.HANDLER)
ADMIN = person("管理员", EMERGENCY, Role.SYSTEM_ADMIN)
MARKET_HEAD = person("市监局长", MARKET, Role.HEAD)
OUTSIDER = person("外人", UUID(int=9))


def cut(target: Path, titles: Iterable[str] = TITLES) -> Path:
    """A library file with only these laws."""
    source = package.locate().path
    with closing(sqlite3.connect(target)) as base:
        base.execute("ATTACH ? AS whole", (str(source),))
        marks = ",".join("?" * len(tuple(titles)))
        for table in ("laws", "articles"):
            base.execute(
                f"CREATE TABLE {table} AS SELECT * FROM whole.{table} WHERE law_name IN ({marks})", tuple(titles)
            )
        base.commit()
    return target


def altered(path: Path, sql: str, *values: object) -> Path:
    """The same file after one statement."""
    with closing(sqlite3.connect(path)) as base:
        base.execute(sql, values)
        base.commit()
    return path
