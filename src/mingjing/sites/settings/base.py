"""Settings shared by every way of running. Each name read from the environment starts with MINGJING_."""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("MINGJING_HOME", "var")).resolve()

SECRET_KEY = os.environ.get("MINGJING_SECRET_KEY", "")
if 0 < len(SECRET_KEY) < 32:  # none at all is refused by Django itself
    raise ImproperlyConfigured(
        f"MINGJING_SECRET_KEY 只有 {len(SECRET_KEY)} 个字符，猜得出来就能冒充任何人登录。请换成至少 32 个随机字符，例如："
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
DEBUG = False
PRODUCTION = True
ALLOWED_HOSTS = os.environ.get("MINGJING_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "mingjing.sites.urls"
WSGI_APPLICATION = "mingjing.sites.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "mingjing.foundation",
    "mingjing.ledger",
    "mingjing.organs",
    "mingjing.parties",
    "mingjing.lawbook",
    "mingjing.records",
    "mingjing.publicity",
    "mingjing.review",
    "mingjing.archives",
    "mingjing.cases",
    "mingjing.supervision",
    "mingjing.exchange",
    "mingjing.sites.bureau",
    "mingjing.sites.portal",
    "mingjing.sites.gateway",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "mingjing.sites.bureau.views.door.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "mingjing.foundation.pages.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "mingjing.foundation.pages.context",
            ],
        },
    },
]


def database(url: str) -> dict[str, object]:
    """Django's settings for `sqlite:///path` or `postgres://user:password@host:port/name`.

    Raises ValueError, naming MINGJING_DATABASE_URL, for any other scheme.
    """
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"MINGJING_DATABASE_URL 只认 sqlite:/// 或 postgres:// 开头的地址，现在是：{url}")


DATABASES = {"default": database(os.environ.get("MINGJING_DATABASE_URL") or f"sqlite:///{HOME / 'mingjing.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organs.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# A try while a name is shut neither keeps it shut for longer than is told nor fills the database.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Failed sign-ins are kept for the security administrator, at most a thousand for each name.
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_LOCKOUT_CALLABLE = "mingjing.sites.bureau.views.signing.locked_out"
LOGIN_URL = "bureau:sign_in"
LOGIN_REDIRECT_URL = "bureau:home"
LOGOUT_REDIRECT_URL = "bureau:sign_in"
# Set where a proxy in front speaks HTTPS and says so: cookies then travel over HTTPS only, and forms know their origin.
_HTTPS = os.environ.get("MINGJING_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_FAILURE_VIEW = "mingjing.sites.bureau.views.errors.csrf_failed"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "media"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"


DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
MINGJING_UPLOAD_LIMIT = 50 * 1024 * 1024

# The page that says who hears which event.
MINGJING_WIRING = "mingjing.sites.wiring.LISTENERS"
# Where content-addressed files, keys and exports lie.
MINGJING_STORE = HOME / "store"
MINGJING_KEYS = HOME / "keys"
MINGJING_LOG_ORIGIN = os.environ.get("MINGJING_LOG_ORIGIN", "mingjing.example/log")
# The public address of the portal, printed in QR codes and feeds.
MINGJING_PORTAL_URL = os.environ.get("MINGJING_PORTAL_URL", "http://127.0.0.1:8000")
