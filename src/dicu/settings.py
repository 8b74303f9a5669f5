"""Django's settings. What an installation may change comes from the environment (`dicu.store.environment`); the rest
stands here and is the same everywhere."""

import os
import sys
from pathlib import Path

from dicu.store import environment, logs
from dicu.store.signing_in import providing

PACKAGE = Path(__file__).parent
TESTING = "pytest" in sys.modules and not environment.production()
"""Tests bring a database of their own (tests/conftest.py), so the settings must load before there is one."""

HOME = environment.home()
FILES = HOME / "files"
HTTPS = environment.yes("DICU_HTTPS")

DEBUG = False
SECRET_KEY = "only-for-tests-" * 4 if TESTING else environment.secret_key()
SECRET_KEY_FALLBACKS = environment.told("DICU_FORMER_SECRET_KEYS").split()  # what they sealed still opens; they seal nothing new
ALLOWED_HOSTS = environment.listed("DICU_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []

DATABASES = {} if TESTING else environment.databases()
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "dicu.store.ledger",
    "dicu.store.accounts",
    "dicu.store.signing_in",
    "dicu.store.review",
    "dicu.store.api",
    "dicu.store.readings",
    "dicu.store.persons",
    "procrastinate.contrib.django",
    "dicu.store.agenda",
]

MIDDLEWARE = [
    "dicu.web.requests.Numbered",
    "dicu.web.operations.journal.Journal",
    "dicu.web.middleware.Headers",
    "dicu.web.operations.doors.Doors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dicu.api.door.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dicu.web.language.Languages",
    "dicu.web.entrance.Entrance",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dicu.web.account.life.SessionLife",
    "dicu.web.middleware.HouseMiddleware",
    "dicu.web.readings.noting.Noting",
    "dicu.web.errors.Refusals",
]
DICU_HOUSE = "dicu.wiring.house"
"""Where pages get the rooms from: they stand below `wiring` and never import it."""
DICU_REQUEST_NUMBER = "dicu.web.requests.current_id"
"""Where the interface for programs gets the number of a request from: it stands beside the pages and never imports them."""
DICU_REQUEST_NETWORK = "dicu.web.account.address.network_of"
"""And the network a request comes from, as limits count it."""
DICU_API_TURNED_AWAY = "dicu.api.turned_away.turned_away"
"""How the reception in front of everything speaks to programs."""

CSRF_FAILURE_VIEW = "dicu.web.errors.stale_form"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "dicu.web.statics.HashedStatics",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # laid out by one account, served by another
    },
}

ROOT_URLCONF = "dicu.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "dicu.web.templating.environment"},
    }
]

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["dicu.store.signing_in.backend.LimitedBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

SESSION_ENGINE = "dicu.store.signing_in.sessions"
SESSION_COOKIE_NAME = "__Host-dicu_session" if HTTPS else "dicu_session"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
DICU_SESSION_LASTS = SESSION_COOKIE_AGE  # seconds from signing in, however busy
DICU_SESSION_IDLE = environment.number("DICU_SESSION_IDLE_MINUTES", 30, 5, 480) * 60  # seconds without any request
_SECOND_FACTOR = "required" if environment.production() else "offered"
DICU_SECOND_FACTOR = environment.one_of("DICU_SECOND_FACTOR", ("offered", "required"), _SECOND_FACTOR)
DICU_PROVIDER = providing.provider()  # of identities (OpenID Connect); None: passwords and passkeys only
DICU_PROXIES = environment.number("DICU_PROXIES", 0, 0, 5)  # trusted ones in front, each adding to X-Forwarded-For
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-dicu_csrf" if HTTPS else "dicu_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_NAME = "__Host-dicu_language" if HTTPS else "dicu_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

CALENDARS = environment.calendars()
MAIL = environment.mail()
ADDRESS = environment.address()
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # the house has one task, and registers it itself
PROCRASTINATE_ON_APP_READY = "dicu.store.agenda.waking.register"

UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes in one uploaded file; a larger one is refused in words before it is stored
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a report form has about ten fields a task
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

METRICS_TOKEN = environment.told("DICU_METRICS_TOKEN")
METRICS_NETWORKS = environment.listed("DICU_METRICS_NETWORKS", "")
DICU_SIGNS = [f"dicu.store.operations.pulse.{name}" for name in ("worker", "checkpoint", "queue")]
"""More signs of health than those of `dicu.store.operations.signs`: dotted paths of functions that give a `Sign`."""

LOGGING = logs.settings(os.environ)
