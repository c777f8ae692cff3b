"""Seals for the IT person: a trial certificate, a pilot seal's file put where it belongs, every seal examined again."""

import argparse
import os
import sys
from datetime import UTC, datetime, timedelta
from getpass import getpass
from pathlib import Path

HELP = "电子印章：列出、为试点印章装入证书、做一张试用证书、重新核验全部印章"
LONGEST_DAYS = 1100


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with what."""
    actions = parser.add_subparsers(dest="action", metavar="动作", required=True, parser_class=type(parser))
    actions.add_parser("list", help="列出登记的印章，证书装没装好")
    pilot = actions.add_parser("pilot", help="为一枚试点印章装入证书文件（P12 或者 PEM）")
    pilot.add_argument("seal", metavar="印章编号", help="印章页面上写的编号")
    pilot.add_argument("file", metavar="文件", help="P12 文件，或者含私钥和证书的 PEM 文件")
    trial = actions.add_parser("trial", help="做一张自签的试用证书，打印登记要用的序列号和有效期")
    trial.add_argument("name", metavar="机关名称", help="写进证书的名称")
    trial.add_argument("file", metavar="文件", help="存到哪里（PEM，含私钥）")
    trial.add_argument("--days", type=int, default=365, help=f"有效天数，默认 365，最多 {LONGEST_DAYS}")
    actions.add_parser("check", help="重新核验每一份已盖章的文书；有不符合的，退出码为 1")


def run(options: argparse.Namespace) -> int:
    """0: done; 1: a seal is bad; 2: what was given does not do."""
    if options.action == "trial":
        return _trial(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    return {"list": _list, "pilot": _pilot, "check": _check}[options.action](options)


def _list(options: argparse.Namespace) -> int:
    from django.conf import settings

    from mingjing.foundation.sealing import KIND_NAMES
    from mingjing.foundation.sealing.pilot import certificate_path
    from mingjing.organs import queries as organs
    from mingjing.organs.queries import seals as register
    from mingjing.organs.terms.seals import SEAL_STATES

    for organ in organs.organs():
        for one in register.seals(organ.id):
            ready = bool(settings.MINGJING_SEAL_URL)
            if one.kind == "pilot":
                ready = certificate_path(Path(settings.MINGJING_KEYS), str(one.id)).exists()
            told = "已设置" if ready else "没有设置，盖不了"
            print(f"{one.id}  {organ.name}  {one.name}  {KIND_NAMES[one.kind]}  {SEAL_STATES[one.state]}  {told}")
    return 0


def _pilot(options: argparse.Namespace) -> int:
    from uuid import UUID

    from django.conf import settings

    from mingjing.foundation.sealing import Unsealable
    from mingjing.foundation.sealing.pilot import LocalSigner, certificate_path, keep, read_p12
    from mingjing.organs.queries import seals as register

    try:
        found = register.seal(UUID(options.seal))
    except ValueError:
        found = None
    if found is None or found.kind != "pilot":
        print("没有登记这枚试点印章。请先由本机关负责人在“电子印章”里登记，编号见印章页面。", file=sys.stderr)
        return 2
    try:
        content = Path(options.file).read_bytes()
        if b"-----BEGIN" not in content:
            content = read_p12(content, os.environ.get("MINGJING_SEAL_PASSWORD") or getpass("证书文件的口令："))
        serial = LocalSigner.load(content).serial
        if serial != found.serial:
            print(f"证书的序列号是 {serial}，登记的是 {found.serial}，不是同一张。没有装入。", file=sys.stderr)
            return 2
        keep(certificate_path(Path(settings.MINGJING_KEYS), str(found.id)), content)
    except (OSError, Unsealable) as problem:
        print(f"没有装入：{problem}", file=sys.stderr)
        return 2
    print(f"“{found.name}”的证书已装入，序列号 {serial}。原来的文件请移出这台机器，妥善保管。")
    return 0


def _trial(options: argparse.Namespace) -> int:
    from mingjing.foundation.sealing.trial import trial

    if not 1 <= options.days <= LONGEST_DAYS or not 1 <= len(options.name) <= 60:
        print(f"机关名称 1 到 60 个字，有效天数 1 到 {LONGEST_DAYS}。", file=sys.stderr)
        return 2
    made = trial(options.name, datetime.now(UTC), timedelta(days=options.days))
    try:
        handle = os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        print(f"写不了 {options.file}：{problem.strerror}。已有的文件不覆盖，请换一个名字。", file=sys.stderr)
        return 2
    with os.fdopen(handle, "wb") as written:
        written.write(made.pem)
    print(f"试用证书已存到 {options.file}（含私钥，只有您能读）。自签的证书只能试用，不能证明是哪个机关。")
    print(f"登记印章时填写：证书序列号 {made.serial}，有效期 {made.since} 至 {made.until}。")
    return 0


def _check(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from mingjing.foundation.sealing import Unsealable
    from mingjing.records import operations, queries

    now, bad, done = timezone.now(), 0, 0
    while keys := queries.seals_to_check(now, 100):
        for key in keys:
            try:
                one = operations.check_seal(sealing_id=key, by="system", at=now)
            except Unsealable as problem:
                print(problem, file=sys.stderr)
                return 2
            done += 1
            if one.state == "bad":
                bad += 1
                told = "；".join(each["told"] for each in one.report["checks"] if each["state"] == "bad")
                print(f"  ✗ 《{one.title}》{one.number}：{told}")
    print(f"核验了 {done} 份已盖章的文书，" + (f"{bad} 份不符合，请立即报告并保全存储。" if bad else "没有不符合的。"))
    return 1 if bad else 0
