"""Take a case file out of the house, as a named person who may see it."""

import argparse
import os
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING
from uuid import UUID

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused

if TYPE_CHECKING:
    from mingjing.foundation.people import Actor

HELP = "导出案卷，可以离线核验（mingjing export 案号 -o 文件 --as 用户名）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which case, whereto, as whom; and the remedy, where the answer bundle is wanted."""
    parser.add_argument("number", metavar="案号", help="立案号、决定书文号或者案源号")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="写入的文件（缺省用案号作文件名）")
    parser.add_argument(
        "--as",
        dest="username",
        required=True,
        metavar="用户名",
        help="以谁的身份导出：只能导出本人可以查阅的案件，并且留痕",
    )
    parser.add_argument(
        "--remedy", type=int, metavar="序号", help="导出复议答复（诉讼答辩）材料：登记复议的那一步的序号"
    )


def run(options: argparse.Namespace) -> int:
    """0; 1 where the case may not be exported; 2 where there is no such case or person, or the file cannot be written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    now = datetime.now(CHINA)
    by = _person(options.username, now)
    if by is None:
        return _say(f"没有“{options.username}”这个用户，或者账号已经停用。请核对用户名。")
    case_id = _case(options.number, by, now)
    if case_id is None:
        return _say(f"没有“{options.number}”这个案件，或者{by.name}无权查看。请核对案号，或者换用有权限的用户。")
    try:
        name, content = _made(case_id, options.remedy, by, now)
    except (Forbidden, Invalid, Refused, LookupError) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return _write(options.output or Path(name), content)


def _person(username: str, now: datetime) -> "Actor | None":
    from mingjing.organs import queries as organs

    accounts = (one for organ in organs.organs() for one in organs.accounts(organ.id))
    found = next((one for one in accounts if one.username == username), None)
    return organs.actor_for_account(found.id, now) if found else None


def _case(number: str, by: "Actor", now: datetime) -> UUID | None:
    from mingjing.cases.queries import case_list
    from mingjing.cases.queries.lists import Filters

    rows = case_list(by, Filters(q=number), now.date()).rows
    names = ("number", "decision_number", "lead_number")
    return next((UUID(str(row["id"])) for row in rows if number in {row[name] for name in names}), None)


def _made(case_id: UUID, remedy: int | None, by: "Actor", now: datetime) -> tuple[str, IO[bytes]]:
    from mingjing.cases.operations import exporting
    from mingjing.foundation.storage import Missing
    from mingjing.ledger.terms import NotLogged

    try:
        if remedy is not None:
            name, content = exporting.reconsideration_bundle(case_id=case_id, remedy_seq=remedy, by=by, now=now)
            return name, BytesIO(content)
        return exporting.export_case(case_id=case_id, by=by, now=now)
    except (Missing, NotLogged) as problem:
        raise LookupError(str(problem)) from problem


def _write(target: Path, content: IO[bytes]) -> int:
    try:
        with content, target.open("wb") as written:
            copyfileobj(content, written)
    except OSError as problem:
        return _say(f"写不了 {target}：{problem.strerror}。请换一个文件夹。")
    print(f"已导出 {target}（{target.stat().st_size / 1024:.0f} KB）。离线核验：mingjing verify {target}")
    return 0


def _say(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
