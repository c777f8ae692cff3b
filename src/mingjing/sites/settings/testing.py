"""Settings of the test run: everything in throw-away folders, tasks run where they are enqueued."""

import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("MINGJING_SECRET_KEY", "only-for-tests-and-known-to-everybody")
_MEMORY, _ENOUGH = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 only a faster place for a folder of our own
if "MINGJING_HOME" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:  # each worker its own files and keys
    _fast = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
    os.environ["MINGJING_HOME"] = tempfile.mkdtemp(prefix="mingjing-test-", dir=_MEMORY if _fast else None)

from mingjing.sites.settings.base import *  # noqa: E402, F403
from mingjing.sites.settings.base import DATABASES, HOME, STATIC_ROOT  # noqa: E402

PRODUCTION = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # served from the apps' folders here, but WhiteNoise looks for it
if "sqlite" in str(DATABASES["default"]["ENGINE"]) and "MINGJING_DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}
