"""Seals for the IT person: trial certificates of organs and people, a pilot seal's file put where it belongs, lists of
revoked certificates taken in, every seal examined again."""

import argparse
import os
import sys
from datetime import UTC, datetime, timedelta
from getpass import getpass
from pathlib import Path
from typing import Any
from uuid import UUID

HELP = "电子印章：列出、为试点印章装入证书、做一张试用证书、重新核验全部印章"
LONGEST_DAYS = 1100
SHORTEST_PASSWORD = 6


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
    person = actions.add_parser("person", help="为一个人签发并登记试点签名证书（P12，口令现问）")
    person.add_argument("person", metavar="人员", help="本系统里的姓名或者人员编号")
    person.add_argument("file", metavar="文件", help="存到哪里（P12，只有持有人知道口令）")
    person.add_argument("--days", type=int, default=365, help=f"有效天数，默认 365，最多 {LONGEST_DAYS}")
    revoked = actions.add_parser("revoked", help="导入吊销清单（CRL 文件或者网址）；不写就列出已有的")
    revoked.add_argument("where", metavar="文件或网址", nargs="?", default="", help="DER 或者 PEM；http(s) 地址")
    actions.add_parser("check", help="重新核验每一份已盖章的文书；有不符合的，退出码为 1")


def run(options: argparse.Namespace) -> int:
    """0: done; 1: a seal is bad; 2: what was given does not do."""
    if options.action == "trial":
        return _trial(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    import django

    django.setup()
    actions = {"list": _list, "pilot": _pilot, "check": _check, "person": _person, "revoked": _revoked}
    return actions[options.action](options)


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


def _person(options: argparse.Namespace) -> int:
    """Issue a pilot certificate of a person and put it in the register: 0 done, 2 what was given does not do."""
    from django.conf import settings

    from mingjing.foundation.sealing.personal import authority_path, issue
    from mingjing.kernel.findings import Refused
    from mingjing.organs import queries as organs
    from mingjing.records import operations

    found = [one for one in organs.people_by_name(options.person) if one.name == options.person] or _by_id(
        options.person
    )
    password = os.environ.get("MINGJING_SEAL_PASSWORD") or getpass("给证书文件设一个口令（由持有人输入）：")
    if len(found) != 1 or not 1 <= options.days <= LONGEST_DAYS or len(password) < SHORTEST_PASSWORD:
        told = f"找到 {len(found)} 个“{options.person}”，应当正好一个（同名的写人员编号）" if len(found) != 1 else ""
        print(told or f"口令不少于 {SHORTEST_PASSWORD} 位，有效天数 1 到 {LONGEST_DAYS}。", file=sys.stderr)
        return 2
    [one], now = found, datetime.now(UTC)
    organ = organs.organ(one.organ_id)
    path = authority_path(Path(settings.MINGJING_KEYS), str(organ.id))
    p12, own = issue(path, organ.name, one.name, password, now, timedelta(days=options.days))
    try:
        with os.fdopen(os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(p12)
        operations.register_pilot(organ_id=organ.id, person_id=one.id, own=own, by="system", at=now)
    except OSError as problem:
        print(f"写不了 {options.file}：{problem.strerror}。已有的文件不覆盖，请换一个名字。", file=sys.stderr)
        return 2
    except Refused as problem:
        Path(options.file).unlink()
        print(f"没有签发：{problem}", file=sys.stderr)
        return 2
    print(f"{one.name}的试点证书已存到 {options.file}，序列号 {own.serial}，有效期至 {own.until:%Y-%m-%d}，已经登记。")
    print("请把文件交给本人，这台机器上不要留。试点证书只能试用，正式运行时不能签文书。")
    return 0


def _by_id(text: str) -> list[Any]:
    from mingjing.organs import queries as organs

    try:
        return list(organs.persons([UUID(text)]).values())
    except ValueError:
        return []


def _revoked(options: argparse.Namespace) -> int:
    """Take a list in, or tell which are there: 0 done, 1 one is overdue, 2 it was not taken."""
    from mingjing.foundation.sealing import Unsealable
    from mingjing.foundation.sealing.choosing import lists_folder, roots
    from mingjing.foundation.sealing.fetching import fetched, kept, take
    from mingjing.foundation.sealing.revoking_sm import read_list

    now = datetime.now(UTC)
    if not options.where:
        late = 0
        for one in map(read_list, kept(lists_folder())):
            overdue = one.until is not None and one.until < now
            late += overdue
            due = f"，应当在 {one.until:%Y-%m-%d} 以前换新的" if one.until else ""
            print(
                f"{one.name}  {one.at:%Y-%m-%d %H:%M} 签发{due}{'，已经过期' if overdue else ''}  吊销 {len(one.revoked)} 张"
            )
        return 1 if late else 0
    try:
        done = take(fetched(options.where), lists_folder(), roots(), now)
    except Unsealable as problem:
        print(problem, file=sys.stderr)
        return 2
    print(
        f"已导入“{done.listed.name}”{done.listed.at:%Y-%m-%d %H:%M} 签发的吊销清单，{len(done.listed.revoked)} 张证书。"
    )
    print("重新核验已盖章的文书：mingjing seals check")
    return 0
