"""Django's settings, each made from the table of options. Nothing else reads the environment."""

from datetime import date
from pathlib import Path

from csp.constants import NONE, SELF

from throughline.project import database
from throughline.project.demo_secret import kept_secret
from throughline.project.options import DEMO, read_options
from throughline.project.static import release_of_static_files

_chosen = read_options()


def _value(name: str) -> object:
    return _chosen[name].value


def _number(name: str) -> int:
    return int(str(_value(name)))


HOME = Path(str(_value("THROUGHLINE_HOME")))
IS_DEMO = _value("THROUGHLINE_MODE") == DEMO
_former = _value("THROUGHLINE_FORMER_SECRET_KEYS")
SECRET_KEY_FALLBACKS = list(_former) if isinstance(_former, tuple) else []
SECRET_KEY = str(_value("THROUGHLINE_SECRET_KEY")) or (kept_secret(HOME) if IS_DEMO else "")
DEBUG = bool(_value("THROUGHLINE_DEBUG"))
_hosts = _value("THROUGHLINE_HOSTS")
ALLOWED_HOSTS = list(_hosts) if isinstance(_hosts, tuple) else []
_https = bool(_value("THROUGHLINE_HTTPS")) and not IS_DEMO

# Where people reach this server, for links in mail; its own pages know by the request.
_port = "" if _https else f":{_number('THROUGHLINE_PORT')}"
SITE_ADDRESS = f"{'https' if _https else 'http'}://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else 'localhost'}{_port}"
MAIL_URL, MAIL_FROM = str(_value("THROUGHLINE_MAIL_URL")), str(_value("THROUGHLINE_MAIL_FROM"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "throughline.web",
    "throughline.rooms.audit",
    "throughline.rooms.district",
    "throughline.rooms.accounts",
    "throughline.rooms.students",
    "throughline.rooms.agreements",
    "throughline.rooms.partners",
    "throughline.rooms.support",
    "throughline.rooms.warning",
    "throughline.rooms.funding",
    "throughline.rooms.exchange",
    "throughline.demo",
    "allauth.account",  # after ours, so that our translations win; none of its pages or addresses are used
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "throughline.rooms.accounts.sessions.middleware.SignedInMiddleware",  # a session that is over is nobody's
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a page is open only where it says so
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # tells allauth.mfa which request it works for
    "throughline.rooms.students.merging.following.JoinedRecordMiddleware",  # a joined record leads to the kept one
    "throughline.rooms.accounts.middleware.ViewerMiddleware",  # last: its refusals pass through all the others
]

ROOT_URLCONF = "throughline.project.urls"
WSGI_APPLICATION = "throughline.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            *(Path(__file__).parent.parent / "rooms").glob("*/"),  # a slice's page lies in its slice
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughline.web.context.page",
            ],
        },
    },
]

# What each room adds around a page; see web/navigation.py.
THROUGHLINE_NAVIGATION = [
    "throughline.rooms.accounts.navigation.items",
    "throughline.rooms.students.navigation.items",
    "throughline.rooms.agreements.navigation.items",
    "throughline.rooms.warning.navigation.items",
    "throughline.rooms.support.navigation.items",
    "throughline.rooms.partners.navigation.items",
    "throughline.rooms.funding.navigation.items",
    "throughline.rooms.exchange.navigation.items",
    "throughline.rooms.students.navigation.duplicates_items",
    "throughline.rooms.students.navigation.emergency_items",
    "throughline.rooms.students.navigation.looks_items",
    "throughline.rooms.accounts.navigation.partner_items",
    "throughline.rooms.accounts.navigation.policy_items",
    "throughline.rooms.accounts.navigation.people_items",
]
THROUGHLINE_FOOTER = ["throughline.rooms.accounts.navigation.footer_items"]
THROUGHLINE_DISTRICT_NAME = "throughline.rooms.district.navigation.district_name"
THROUGHLINE_BANNERS = [
    "throughline.rooms.accounts.navigation.viewing_banner",
    *(["throughline.demo.banner.demo_banner"] if IS_DEMO else []),
]
THROUGHLINE_ACCOUNT = "throughline.rooms.accounts.navigation.account"

# Two roles on one database. Requests and jobs use "default"; only upgrades use "owner". Each request is one
# transaction, opened where the viewer is set (accounts.middleware).
_addresses = database.Addresses(str(_value("DATABASE_URL")), str(_value("DATABASE_OWNER_URL")))
if not _addresses.owner:
    _addresses = database.Addresses(_addresses.application, _addresses.application)
DATABASES = {
    "default": database.settings_for(
        _addresses.application,
        role=database.APPLICATION if _addresses.application == _addresses.owner else "",
        prepares=not _value("THROUGHLINE_POOLED"),
    )
    | {"CONN_MAX_AGE": 60 if _value("THROUGHLINE_POOLED") else 15 * 60},  # plans are kept as long as a connection
    "owner": database.settings_for(_addresses.owner),
}
APPLICATION_ROLE = database.application_role(_addresses)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:today"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Second factors are kept by allauth.mfa, whose pages are not used: see docs/adr/0010-signing-in.md.
MFA_ADAPTER = "throughline.rooms.accounts.second_factor.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_RECOVERY_CODE_DIGITS = 12
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # nor may its migrations touch our people
# Where there are real students, roles that need a second factor are held to it.
SECOND_FACTOR_REQUIRED = not IS_DEMO

PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # how long an invitation can be used

LANGUAGE_CODE = str(_value("THROUGHLINE_LANGUAGE"))
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS: list[Path] = [Path(__file__).parent / "locale"]
FIXED_TODAY = date(2026, 11, 20) if IS_DEMO else None  # the invented district's data end on this day
TIME_ZONE = str(_value("THROUGHLINE_TIME_ZONE"))
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
# Collected once for each release: compressed, and named by content so that browsers may keep them for good.
# Before that (in tests) they are served from where they lie.
STATIC_ROOT = HOME / "static" / release_of_static_files()
_is_collected = (STATIC_ROOT / "staticfiles.json").exists()
_storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _storage if _is_collected else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not _is_collected
UPLOAD_ROOT = HOME / "uploads"
FILES_ROOT = HOME / "files"
FILE_UPLOAD_TEMP_DIR = None
UPLOAD_LIMIT_BYTES = _number("THROUGHLINE_UPLOAD_LIMIT_MB") * 1024 * 1024
ENDING_LIMIT_SHARE = _number("THROUGHLINE_ENDING_LIMIT_PERCENT") / 100
PROPOSAL_SCHOOL_DAYS = _number("THROUGHLINE_PROPOSAL_SCHOOL_DAYS")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
TRUSTED_PROXIES = _number("THROUGHLINE_TRUSTED_PROXIES")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

PROCRASTINATE_ON_APP_READY = "throughline.project.jobs.on_app_ready"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# Errors go to the console with their place, never with values: no request data, no SQL parameters.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "throughline.project.logs.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"level": "ERROR"}, "django": {"handlers": [], "propagate": True}},
}
