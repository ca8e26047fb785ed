"""A real installation: every secret and host must be named, and cookies travel over HTTPS only."""

from environs import validate

from cms.settings import environment as env
from cms.settings.base import *
from cms.settings.base import DATABASES

SECRET_KEY = env.text("SECRET_KEY", validate=validate.Length(min=50))
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", validate=validate.Length(min=1))
WAGTAILADMIN_BASE_URL = env.address("BASE_URL", "http", "https")

_https = env.flag("HTTPS", default=True)
SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The web server hands recordings out, with ranges; see docs/operators-guide.md.
MEDIA_ACCEL_PREFIX = env.text("MEDIA_ACCEL_PREFIX", default="/protected-files/")

# Connecting costs as much as a short request asks for; a connection that a restart broke is noticed and made anew.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if not DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
