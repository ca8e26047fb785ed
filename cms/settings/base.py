"""What every installation shares. Values that differ come from the environment, read here once."""

from typing import Any
from zoneinfo import available_timezones

from csp.constants import NONE, SELF, UNSAFE_INLINE
from environs import validate

from cms.settings import environment as env

BASE_DIR = env.BASE_DIR
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")

SECRET_KEY = env.text("SECRET_KEY", default="")
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.addresses("CSRF_TRUSTED_ORIGINS", "http", "https")
DEBUG = False

INSTALLED_APPS = [
    "cms",
    "study",
    "quizzes",
    "library",
    "members",
    "media",
    "search",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "members.apps.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_linear_migrations",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.middleware.NulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.middleware.AdminContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.middleware.DeviceOwnerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site_chrome",
            ],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'zhixing.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing with "database is locked", and readers never wait for them.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

REDIS_URL = env.address("REDIS_URL", "redis", "rediss", "unix", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
TASKS = {
    "default": {
        "BACKEND": env.backend("TASKS_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend")
    }
}

# --- who ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "members.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {"login": "members.forms.SignInForm"}
AXES_FAILURE_LIMIT = env.number("LOGIN_FAILURE_LIMIT", default=8, validate=validate.Range(min=1))
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- words ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
TIME_ZONE = env.text(
    "TIME_ZONE",
    default="Asia/Shanghai",
    validate=validate.OneOf(available_timezones(), error="没有这个时区，应当如 Asia/Shanghai"),
)
USE_I18N = True
USE_TZ = True

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", VAR_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", VAR_DIR / "media")
# Captured originals are handed out by a view that asks a policy, so they lie outside MEDIA_ROOT.
PRIVATE_ROOT = env.folder("PRIVATE_ROOT", VAR_DIR / "private")
# Large files on their way up lie here, in pieces, until they are whole or a day old.
UPLOAD_ROOT = env.folder("UPLOAD_ROOT", VAR_DIR / "uploads")
RECORDING_MAX_MB = env.number("RECORDING_MAX_MB", default=500, validate=validate.Range(min=1))
# Further fonts for pocket books, for characters that those which come along lack.
BOOK_FONTS_DIR = env.existing_folder("BOOK_FONTS_DIR")
# Where the web server keeps PRIVATE_ROOT under an internal address (X-Accel-Redirect); empty: a developer's machine.
MEDIA_ACCEL_PREFIX = ""
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
S3_BUCKET = env.text("S3_BUCKET", default="")
if S3_BUCKET:
    _s3 = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.address("S3_ENDPOINT_URL", "http", "https", default="") or None,
    }
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "location": "media"},
    }
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "location": "private"},
    }
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The import says at 100 what to do instead; Django would only say “bad request”.
DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- mail -----------------------------------------------------------------------------------------
_mail = env.mail("EMAIL_URL", default="console:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = env.text("SITE_NAME", default="知行")
WAGTAILADMIN_BASE_URL = env.address("BASE_URL", "http", "https", default="http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CustomDocument"
WAGTAILDOCS_EXTENSIONS = ["docx", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
TAGGIT_CASE_INSENSITIVE = True

SEARCH_INDEX_DIR = env.folder("SEARCH_INDEX_DIR", VAR_DIR / "search")
SEARCH_BACKEND = env.backend("SEARCH_BACKEND", default="search.backend")
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {"default": {"BACKEND": SEARCH_BACKEND}}
if SEARCH_BACKEND == "search.backend":
    WAGTAILSEARCH_BACKENDS["default"]["PATH"] = SEARCH_INDEX_DIR
elif SEARCH_URLS := env.addresses("SEARCH_URLS", "http", "https"):
    WAGTAILSEARCH_BACKENDS["default"] |= {"URLS": SEARCH_URLS, "INDEX_PREFIX": "zhixing_"}

# --- safety ---------------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview is a frame of our own origin
SESSION_ENGINE = "members.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        # What a device keeps of a recording may come from object storage as well.
        "connect-src": [SELF, *env.addresses("MEDIA_HOSTS", "http", "https")],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "img-src": [SELF, "data:"],
        # Object storage hands recordings out from its own address.
        "media-src": [SELF, *env.addresses("MEDIA_HOSTS", "http", "https")],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
# Wagtail's editor sets style attributes; its scripts are all files.
ADMIN_STYLE_SOURCES = [SELF, UNSAFE_INLINE]
ADMIN_PATH = "admin/"

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("LOG_LEVEL", default="INFO", validate=validate.OneOf(LOG_LEVELS)),
    },
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
for _name in ("VAR_DIR", "MEDIA_ROOT", "PRIVATE_ROOT", "UPLOAD_ROOT", "SEARCH_INDEX_DIR"):
    env.make_folder(_name, globals()[_name])
