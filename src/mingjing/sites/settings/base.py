"""Settings shared by every way of running. Each name read from the environment starts with MINGJING_."""

import os
import re
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
    "mingjing.inspections",
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


def mail(url: str) -> dict[str, object]:
    """Django's mail settings for `smtp://user:password@host:port`, `smtps://…`, `file:///folder` or `console:`.

    Raises ValueError, naming MINGJING_MAIL_URL, for any other scheme.
    """
    parts = urlparse(url)
    if parts.scheme in {"smtp", "smtps"}:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.port == 587,
            "EMAIL_TIMEOUT": 15,
        }
    if parts.scheme == "file":
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme in {"", "console"}:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    raise ValueError(f"MINGJING_MAIL_URL 只认 smtp、smtps、file、console 开头的地址，现在是：{parts.scheme}:…")


def colour(told: str) -> str:
    """The colour of header and buttons, `#rrggbb`, dark enough for white letters (WCAG AA, 4.5 : 1); empty for none.

    Raises ImproperlyConfigured, naming MINGJING_SITE_COLOUR.
    """
    if not told:
        return ""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", told):
        raise ImproperlyConfigured(f"MINGJING_SITE_COLOUR 应写成 #1a5aa8 这样的颜色，现在是：{told}")
    parts = [int(told[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    if contrast < 4.5:
        raise ImproperlyConfigured(
            f"MINGJING_SITE_COLOUR 的 {told} 太浅：白字在上面的对比度是 {contrast:.1f}，不到 4.5，视力不好的人看不清。请换深一些的颜色。"
        )
    return told.lower()


DATABASES = {"default": database(os.environ.get("MINGJING_DATABASE_URL") or f"sqlite:///{HOME / 'mingjing.sqlite3'}")}
_IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
# Drawn pages lie apart, so that opening many of them pushes out no count of how often somebody asked.
CACHES = {
    "default": {"BACKEND": _IN_MEMORY, "LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 50_000}},
    "pages": {"BACKEND": _IN_MEMORY, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 300}},
}
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
        # A film chosen for upload is asked by the browser itself how long it runs.
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"


DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# A long catalogue is one form: some twenty fields an entry.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
MINGJING_UPLOAD_LIMIT = 50 * 1024 * 1024

# The page that says who hears which event.
MINGJING_WIRING = "mingjing.sites.wiring.LISTENERS"
# What stands behind the links by which parties and lawyers consult a file on the public site; empty: nothing.
MINGJING_READING = "mingjing.sites.reading.PORT"
# What looks through a text for what may point to a person, for rooms below the engine of redaction.
MINGJING_SUSPECTS = "mingjing.publicity.queries.suspecting.suspects"
# Where content-addressed files, keys and exports lie.
MINGJING_STORE = HOME / "store"
# An S3-compatible object store for them; where no endpoint is named, the folder above is the store.
MINGJING_STORE_S3 = {
    "endpoint": os.environ.get("MINGJING_STORE_S3_ENDPOINT", ""),
    "bucket": os.environ.get("MINGJING_STORE_S3_BUCKET", "mingjing"),
    "key": os.environ.get("MINGJING_STORE_S3_KEY", ""),
    "secret": os.environ.get("MINGJING_STORE_S3_SECRET", ""),
    "region": os.environ.get("MINGJING_STORE_S3_REGION", "us-east-1"),
    "prefix": os.environ.get("MINGJING_STORE_S3_PREFIX", ""),
    "retain_days": os.environ.get("MINGJING_STORE_S3_RETAIN_DAYS", "0"),
}
MINGJING_KEYS = HOME / "keys"
# Local figures, stricter than the packaged ones: provinces/CODE[/DOMAIN]/*.yaml and organs/CODE/*.yaml; those of recordings in
# a folder per organ code, files as in records/parameters.
MINGJING_PARAMETERS = HOME / "parameters"
# Where packages for networks that are not connected lie until somebody carries them, one folder a channel.
MINGJING_DROP = HOME / "drop"
# Pushing to other platforms: networks inside the wall that may be reached ("10.1.0.0/16,10.2.0.5/32"), the file of a
# certificate authority of one's own, whether connections without TLS are allowed (only inside such a network).
MINGJING_PUSH_NETWORKS = os.environ.get("MINGJING_PUSH_NETWORKS", "")
MINGJING_PUSH_CA = os.environ.get("MINGJING_PUSH_CA", "")
MINGJING_PUSH_PLAIN = os.environ.get("MINGJING_PUSH_PLAIN") == "1"
# Witnesses of the log and how many of them a checkpoint needs (C2SP tlog-policy); no file: nobody but ourselves.
MINGJING_WITNESS_POLICY = Path(os.environ.get("MINGJING_WITNESS_POLICY") or HOME / "witnesses.policy")
# The authority that stamps the time on the log once a day (RFC 3161), and the file (PEM) of the certificates it is known by.
MINGJING_TSA_URL = os.environ.get("MINGJING_TSA_URL", "")
MINGJING_TSA_CERTIFICATES = os.environ.get("MINGJING_TSA_CERTIFICATES", "")
# How many seconds the clock may go behind the last entry before that is logged as a fault.
MINGJING_CLOCK_TOLERANCE = int(os.environ.get("MINGJING_CLOCK_TOLERANCE", "120"))
# Electronic seals: the government seal service, the file with its token, the file of its certificate authority; the roots
# that seals are held against and the list of revoked certificates; the time-stamp authority and its roots.
MINGJING_SEAL_URL = os.environ.get("MINGJING_SEAL_URL", "")
MINGJING_SEAL_TOKEN = os.environ.get("MINGJING_SEAL_TOKEN", "")
MINGJING_SEAL_CA = os.environ.get("MINGJING_SEAL_CA", "")
MINGJING_SEAL_ROOTS = os.environ.get("MINGJING_SEAL_ROOTS", "")
MINGJING_SEAL_REVOKED = os.environ.get("MINGJING_SEAL_REVOKED", "")
MINGJING_LOG_ORIGIN = os.environ.get("MINGJING_LOG_ORIGIN", "mingjing.example/log")
# The public address of the portal, printed in QR codes and feeds.
MINGJING_PORTAL_URL = os.environ.get("MINGJING_PORTAL_URL", "http://127.0.0.1:8000")

# Letters to subscribers of the portal; none are offered unless both are told.
MINGJING_MAIL_FROM = os.environ.get("MINGJING_MAIL_FROM", "")
_MAIL_URL = os.environ.get("MINGJING_MAIL_URL", "")
MINGJING_MAIL_ON = bool(_MAIL_URL and MINGJING_MAIL_FROM)
globals().update(mail(_MAIL_URL))
# Where search, letters and certificates are answered, for the static copy; empty where nowhere.
MINGJING_LIVE_URL = os.environ.get("MINGJING_LIVE_URL", "").rstrip("/")
# How many proxies of ours stand before the portal and write X-Forwarded-For.
MINGJING_PROXIES = int(os.environ.get("MINGJING_PROXIES", "0"))
# Header, footer and colour of the portal. What is empty is not shown.
MINGJING_SITE = {
    "site_name": os.environ.get("MINGJING_SITE_NAME", ""),
    "organiser": os.environ.get("MINGJING_SITE_ORGANISER", ""),
    "operator": os.environ.get("MINGJING_SITE_OPERATOR", ""),
    "address": os.environ.get("MINGJING_SITE_ADDRESS", ""),
    "phone": os.environ.get("MINGJING_SITE_PHONE", ""),
    "site_code": os.environ.get("MINGJING_SITE_CODE", ""),
    "icp": os.environ.get("MINGJING_SITE_ICP", ""),
    "police": os.environ.get("MINGJING_SITE_POLICE", ""),
    "licence": os.environ.get("MINGJING_SITE_LICENCE", ""),
    "colour": colour(os.environ.get("MINGJING_SITE_COLOUR", "")),
}
