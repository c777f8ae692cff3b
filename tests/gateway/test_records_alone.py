"""The records room where no case table is installed: a file goes in by key and comes out as a proof."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALONE = """
import os, sys, tempfile
home = tempfile.mkdtemp()
os.environ.update(MINGJING_HOME=home, MINGJING_SECRET_KEY="alone" * 10, DJANGO_SETTINGS_MODULE="mingjing.sites.settings.records")
os.environ.pop("MINGJING_DATABASE_URL", None)
from mingjing.sites.settings import records
records.ALLOWED_HOSTS = ["testserver"]
records.STORAGES = {
    "default": records.STORAGES["default"],
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
tables = connection.introspection.table_names()
assert not [t for t in tables if t.startswith(("mj_case", "mj_act", "mj_review", "mj_archive"))], tables
from tests.gateway import alone
alone.deposit_and_prove()
loaded = [m for m in sys.modules if m.startswith(("mingjing.review", "mingjing.archives", "mingjing.sites.bureau", "mingjing.sites.portal")) or m in ("mingjing.cases.models", "mingjing.cases.operations")]
assert not loaded, loaded
print("alone")
"""


@pytest.mark.slow
def test_the_records_room_stands_alone_without_a_case_table() -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MINGJING_", "DJANGO_", "PYTEST_"))}
    clean["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("alone")
