"""Settings of the test run: everything in throw-away folders, tasks run where they are enqueued."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MINGJING_SECRET_KEY", "only-for-tests-and-known-to-everybody")
if "MINGJING_HOME" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:  # each worker its own files and keys
    os.environ["MINGJING_HOME"] = tempfile.mkdtemp(prefix="mingjing-test-")

from mingjing.sites.settings.base import *  # noqa: E402, F403
from mingjing.sites.settings.base import DATABASES, HOME  # noqa: E402

PRODUCTION = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in str(DATABASES["default"]["ENGINE"]) and "MINGJING_DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}
