"""Taking in an archive package of another installation: verified first, kept read only, found and shown."""

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from lxml import etree  # type: ignore[import-untyped]

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ImportedFile
from mingjing.archives.operations.custody import refuse
from mingjing.archives.operations.packaging import PROCESS
from mingjing.archives.rules import custody
from mingjing.archives.terms import ImportedFacts
from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.hashing import Sums
from mingjing.ledger import operations as ledger
from mingjing.ledger import queries as log
from mingjing.ledger.terms import ObjectRef

JSON_LIMIT = 16 << 20
LONGEST = 8 << 30


@operation(Event.IMPORTED)
def import_package(*, path: Path, by: Actor, at: datetime, key: str = "") -> ImportedFacts:
    """Verify a package with the one-file verifier and keep it as it is, with what it says of itself.

    `key` is the public key that the other organ published, where it is known. Raises Forbidden; Refused (ARCH-31), naming
    the files that were altered, and for the same package or the same number a second time; nothing of it is kept then.
    """
    access.may_file.require(by, by.organ_id, doing="导入归档包")
    if not path.is_file() or not 0 < path.stat().st_size <= LONGEST:
        raise Invalid({"file": ["没有收到归档包，或者是空文件、超过 8 GB，请重新选择。"]})
    report = log.verified(path, key)
    failed = [f"{one['title']}：{one['detail']}" for one in report["checks"] if one["ok"] is False]
    refuse(*custody.package_may_come_in(failed=failed or ([report["end"]] if report["code"] else [])))
    with path.open("rb") as source:
        sums = Sums.of(iter(lambda: source.read(1 << 20), b""))
    told = _told(path)
    known = ImportedFile.objects.filter(organ_id=by.organ_id)
    same = known.filter(package_sha256=sums.sha256).first()
    number = known.filter(source=told["source"], catalogue_no=told["catalogue_no"]).first()
    refuse(*custody.package_may_come_in(
        failed=(), twice=f"{same.imported_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if same else "",
        number_taken=number.catalogue_no if number else "",
    ))  # fmt: skip
    with path.open("rb") as source:
        kept = storage.put(iter(lambda: source.read(1 << 20), b""))
    row = _kept(ImportedFile(
        organ_id=by.organ_id, package_sha256=kept.sha256, package_sm3=kept.sm3, package_size=kept.size, checks=report["checks"],
        conclusion=report["end"][:300], imported_at=at, imported_by=by.person_id, importer=by.name, **told,
    ))  # fmt: skip
    ref = ObjectRef(f"{row.catalogue_no}.zip", kept.sha256, kept.sm3, kept.size, "application/zip")
    payload = {"import": str(row.id), "catalogue_no": row.catalogue_no, "source": row.source, "origin": row.origin}
    ledger.append(kind=Event.IMPORTED, stream=f"import:{row.id}", at=at, by=by, payload=payload, objects=[ref])
    return row.facts()


def import_stream(*, pieces: Any, by: Actor, at: datetime, key: str = "") -> ImportedFacts:
    """The same of an upload that comes in pieces; it lies in a throw-away file while it is verified."""
    with tempfile.NamedTemporaryFile(prefix="mingjing-import-", suffix=".zip") as target:
        for piece in pieces:
            target.write(piece)
        target.flush()
        return import_package(path=Path(target.name), by=by, at=at, key=key)


def imported_member(*, import_id: UUID, member: str) -> tuple[str, bytes]:
    """One file of an imported package: its name and content. Raises Invalid where there is none of that name."""
    row = ImportedFile.objects.filter(id=import_id).first()
    names = {line["path"] for line in row.catalogue} if row else set()
    if row is None or not member or member not in names:
        raise Invalid({"member": ["归档包里没有这份材料。"]})
    with storage.open_(row.package_sha256) as source, zipfile.ZipFile(source) as packed:
        folder = packed.namelist()[0].split("/")[0]
        found = [
            name
            for name in packed.namelist()
            if name.startswith(f"{folder}/data/{member}") and not name.endswith(".xml")
        ]
        if not found:
            raise Invalid({"member": ["目录里有这份材料，归档包里却没有。"]})
        return found[0].rsplit("/", 1)[-1], packed.read(found[0])


def _kept(row: ImportedFile) -> ImportedFile:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(*custody.package_may_come_in(failed=(), twice="刚才")) from None
    return row


def _told(path: Path) -> dict[str, Any]:
    """What a verified package says of itself. Raises Invalid where it says too little."""
    try:
        with zipfile.ZipFile(path) as packed:
            folder = packed.namelist()[0].split("/")[0]
            root = _xml(packed, f"{folder}/data/案卷目录.XML")
            info = dict(
                line.split(": ", 1)
                for line in packed.read(f"{folder}/bag-info.txt").decode().splitlines()
                if ": " in line
            )
            policy = json.loads(packed.read(f"{folder}/{PROCESS}policy.json"))
            return {
                "catalogue_no": str(root.get("档号"))[:60], "title": str(root.get("题名"))[:300], "retention": str(root.get("保管期限"))[:10],
                "source": info["Source-Organization"][:100], "archived_on": date.fromisoformat(info["Bagging-Date"]),
                "origin": str(policy["origin"])[:200], "catalogue": [_line(one) for one in root],
            }  # fmt: skip
    except (LookupError, ValueError, OSError, etree.XMLSyntaxError, zipfile.BadZipFile, UnicodeDecodeError):
        raise Invalid({"file": ["归档包缺少案卷目录或者包信息，不能导入。请向移交单位重新索取。"]}) from None


def _xml(packed: zipfile.ZipFile, name: str) -> Any:
    if packed.getinfo(name).file_size > JSON_LIMIT:
        raise ValueError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.parse(io.BytesIO(packed.read(name)), parser).getroot()


def _line(one: Any) -> Mapping[str, str]:
    names = {
        "volume": "卷",
        "no": "顺序号",
        "title": "题名",
        "number": "文号",
        "date": "日期",
        "pages": "页号",
        "path": "电子档案名称",
        "remark": "备注",
    }
    return {key: (one.findtext(name) or "")[:300] for key, name in names.items()}
