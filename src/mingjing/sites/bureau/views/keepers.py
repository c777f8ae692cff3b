"""The first pages of the three administrators: what each keeps or watches, and nothing of any case."""

import json
import platform
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

import mingjing
from mingjing.archives import queries as archives
from mingjing.cases import queries as cases
from mingjing.foundation import outbox
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import KeyMissing
from mingjing.organs import queries as organs
from mingjing.records import queries as records
from mingjing.sites.bureau.views import audit_log, sign_ins
from mingjing.sites.bureau.views.accounts import STATES, state_of, waiting
from mingjing.sites.bureau.views.gate import BureauRequest
from mingjing.sites.bureau.views.history import told
from mingjing.sites.bureau.views.registers_organs import looked_after

PATIENCE = timedelta(minutes=2)
SOON = timedelta(days=30)
STALE = timedelta(days=7)
NOTE = "last-backup.json"
Facts = dict[str, Any]


def front(request: BureauRequest) -> HttpResponse:
    """The first page of the administrator who asks."""
    now = timezone.now()
    role, name = next((role, name) for role, name in FRONTS.items() if request.actor.has(role))
    facts = PARTS[role](request, now)
    return render(request, f"bureau/keepers/{name}.html", facts)


def system(request: BureauRequest, now: datetime) -> Facts:
    """Accounts, background work, storage, backup, version: as they are recorded."""
    below = _ids(request)
    counted = dict.fromkeys(STATES, 0)
    for one in organs.accounts_of(below):
        counted[state_of(one)] += 1
    backlog, volume = outbox.backlog(), records.volume()
    late = backlog.oldest is not None and now - backlog.oldest > PATIENCE
    return {
        "accounts": [(key, word, tone, counted[key]) for key, (word, tone) in STATES.items() if key != "none"],
        "without": organs.count_without_account(below),
        "backlog": backlog, "late": late, "volume": volume, "ledger": _ledger(),
        "storage": _storage(), "fixity": records.fixity(now), "backup": _backup(now), "version": _version(), "calendars": _calendars(now),
    }  # fmt: skip


def security(request: BureauRequest, now: datetime) -> Facts:
    """Who holds which administrator's role, roles that end soon, accounts without a role, sign-ins that failed."""
    below = _ids(request)
    held = organs.appointments_in(below, now)
    keepers = [one for one in held if one.role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}]
    ending = [one for one in held if one.ends_at and one.ends_at - now <= SOON]
    accounts = [one for one in organs.accounts_of(below) if one.is_active]
    idle = {one.person_id for one in accounts} - {one.person_id for one in held}
    people = organs.persons({one.person_id for one in held} | idle)
    recent = ledger.log(kind="organ:role:", streams=[f"organ:{one}" for one in below], limit=15)
    return {
        "keepers": [(ROLE_NAMES[Role(one.role)], people[one.person_id], one) for one in keepers],
        "ending": [(ROLE_NAMES[Role(one.role)], people[one.person_id], one) for one in ending],
        "counts": [(ROLE_NAMES[role], sum(1 for one in held if one.role == role)) for role in Role],
        "idle": sorted((people[one] for one in idle), key=lambda one: one.name),
        "locked": sign_ins.shut(request), "failures": sign_ins.failures(request, 10), "recent": told(recent.events),
        "subjects": _subjects(recent), "waiting": waiting(below, request),
    }  # fmt: skip


def auditor(request: BureauRequest, now: datetime) -> Facts:
    """The state of the ledger, and the newest of each log."""
    since = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "ledger": _ledger(), "waiting": waiting(_ids(request), request), "fixity": records.fixity(now),
        "patrol": archives.last_patrol(), "alerts": archives.patrol_alerts(timezone.localdate(now)),
        "days": [(word, audit_log.counts(since - timedelta(days=back), now)) for word, back in (("今天", 0), ("近 7 天", 6), ("近 30 天", 29))],
        "logs": [(key, word, audit_log.newest(request, key, 5)) for key, word in audit_log.TABS.items()],
    }  # fmt: skip


FRONTS = {Role.SYSTEM_ADMIN: "system", Role.SECURITY_ADMIN: "security", Role.AUDIT_ADMIN: "auditor"}
PARTS: dict[Role, Callable[[BureauRequest, datetime], Facts]] = {
    Role.SYSTEM_ADMIN: system, Role.SECURITY_ADMIN: security, Role.AUDIT_ADMIN: auditor,
}  # fmt: skip


def _ids(request: BureauRequest) -> frozenset[UUID]:
    return frozenset(one.id for one in looked_after(request))


def _subjects(found: ledger.LogPage) -> dict[int, str]:
    """Whose role it was, by the index of the event."""
    ids = {one.index: str(one.payload.get("person", "")) for one in found.events}
    names = {str(key): one.name for key, one in organs.persons(UUID(one) for one in ids.values() if one).items()}
    return {index: names.get(one, "") for index, one in ids.items()}


def _ledger() -> Facts:
    try:
        standing = ledger.standing()
    except KeyMissing as problem:
        return {"problem": str(problem)}
    return {"size": standing.size, "waiting": standing.waiting, "last": standing.last}


def _storage() -> Facts:
    home = Path(settings.HOME)
    disk = shutil.disk_usage(home if home.is_dir() else "/")
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    on_disk = connection.vendor == "sqlite" and database.is_file()
    return {
        "free": disk.free, "total": disk.total, "tight": disk.free < disk.total * 0.1,
        "database": database.stat().st_size if on_disk else None,
    }  # fmt: skip


def _backup(now: datetime) -> Facts | None:
    """What `tools/backup.py` noted of the last backup; nothing where none was made on this machine."""
    try:
        note = json.loads((Path(settings.HOME) / NOTE).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(note["at"])
        return {"at": at, "file": str(note["file"]), "size": int(note["size"]), "old": now - at > STALE}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _version() -> list[tuple[str, str]]:
    return [
        ("明镜", mingjing.__version__), ("Django", django.get_version()), ("Python", platform.python_version()),
        ("数据库", connection.display_name), ("操作系统", f"{platform.system()} {platform.machine()}"),
    ]  # fmt: skip


def _calendars(now: datetime) -> list[tuple[int, bool]]:
    held, year = cases.calendar(), timezone.localdate(now).year
    return [(one, held.published(one)) for one in (year, year + 1)]
