"""Take in an archive package of another installation, as a named archivist."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused

HELP = "导入外来的归档包，先核验后只读保存（mingjing take 归档包.zip --as 档案员用户名）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which package, as whom, and the key the other organ published."""
    parser.add_argument("package", metavar="归档包", type=Path, help="归档时生成的包或者移交包（ZIP）")
    parser.add_argument("--as", dest="username", required=True, metavar="用户名", help="以哪位档案员的身份导入，留痕")
    parser.add_argument("--key", default="", metavar="公钥", help="移交单位公布的台账公钥")


def run(options: argparse.Namespace) -> int:
    """0; 1 where the package is refused; 2 where there is no such person."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    from mingjing.archives import operations
    from mingjing.organs import queries as organs

    now = datetime.now(CHINA)
    accounts = (one for organ in organs.organs() for one in organs.accounts(organ.id))
    found = next((one for one in accounts if one.username == options.username), None)
    by = organs.actor_for_account(found.id, now) if found else None
    if by is None:
        print(f"没有“{options.username}”这个用户，或者账号已经停用。请核对用户名。", file=sys.stderr)
        return 2
    try:
        one = operations.import_package(path=options.package, by=by, at=now, key=options.key)
    except (Forbidden, Invalid, Refused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"已核验并导入 {one.catalogue_no}（{one.source}），只读保存。{one.conclusion}")
    return 0
