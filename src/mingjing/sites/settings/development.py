"""A desk or a county pilot: SQLite, files in a folder, no service to start."""

import secrets

from mingjing.sites.settings.base import *  # noqa: F403
from mingjing.sites.settings.base import HOME
from mingjing.sites.settings.base import SECRET_KEY as _GIVEN

PRODUCTION = False


def _kept_secret() -> str:
    """The signing key of this installation, made once and kept beside the data."""
    path = HOME / "keys" / "django-secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = _GIVEN or _kept_secret()
