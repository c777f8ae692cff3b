"""After a destruction and its sweep the raw bytes of the installation hold neither what was typed nor a salt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from tests import kept
from tests.archives.filed import LATER, play
from tests.archives.test_destroying import OVER, approved, put_away

from mingjing.archives import operations
from mingjing.archives.models import Destruction
from mingjing.cases import operations as cases
from mingjing.cases.models import Draft
from mingjing.foundation import search
from mingjing.ledger import queries as ledger
from mingjing.ledger.models import Opening
from mingjing.records import operations as records

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLANTED = "独一无二的取证说明戊己庚辛"


@pytest.fixture
def county(transactional_db: None) -> None:
    """The county, in a database that commits."""
    kept.county()


def test_no_byte_of_it_is_left_anywhere(county: None) -> None:
    closed = play()
    who = closed.person("甲")
    cases.add_file(case_id=closed.case_id, name=f"{PLANTED}.txt", content=PLANTED.encode(), by=who, now=LATER)
    Draft.objects.create(
        case_id=closed.case_id, organ_id=closed.case.organ_id, code="interview", author_id=who.person_id, author_name="甲",
        data={"facts": PLANTED}, updated_at=LATER,
    )  # fmt: skip
    search.index("case", closed.case_id, PLANTED, PLANTED, LATER.date(), organ_id=closed.case.organ_id)
    filed = put_away(closed)
    stream = records.stream(filed.dossier_id)
    salts = [bytes(one.salt) for one in Opening.objects.filter(entry__stream=stream)]
    one = approved(closed, filed.id)
    needles = [PLANTED.encode(), PLANTED.encode("unicode_escape"), "戊己".encode(), *salts]
    before = list(files())
    assert all(
        any(needle in data for data in before) for needle in needles[: 1 if connection.vendor != "sqlite" else 4]
    )
    cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    assert operations.sweep(by="system", now=timezone.now()) == 1
    row = Destruction.objects.get(id=one.id)
    assert row.swept_at is not None and row.remains and row.contents == []
    if connection.vendor == "sqlite":
        left = {path: [needle for needle in needles if needle in data] for path, data in named()}
        assert not {path: found for path, found in left.items() if found}
    else:
        assert "VACUUM FULL" in row.remains
    assert operations.sweep(by="system", now=timezone.now()) == 0
    assert ledger.audit().sound


def named() -> Iterator[tuple[str, bytes]]:
    """Every file of the installation: database and its log, store, drafts, keys."""
    name = Path(str(connection.settings_dict["NAME"]))
    folders = {Path(settings.MINGJING_STORE), Path(settings.MINGJING_KEYS).parent}
    if connection.vendor == "sqlite":
        folders.add(name.parent)
    for path in sorted({path for folder in folders for path in folder.rglob("*") if path.is_file()}):
        yield str(path), path.read_bytes()


def files() -> Iterator[bytes]:
    """Their bytes."""
    return (data for _, data in named())
