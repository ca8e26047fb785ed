"""The test-suite: fast hashing, throw-away folders."""

import tempfile
from pathlib import Path

from cms.settings.base import *
from cms.settings.base import STORAGES, WAGTAILSEARCH_BACKENDS

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO_PASSWORD = "zhixing-demo"

_scratch = Path(tempfile.mkdtemp(prefix="zhixing-test-"))
MEDIA_ROOT = _scratch / "media"
PRIVATE_ROOT = _scratch / "private"
UPLOAD_ROOT = _scratch / "uploads"
SEARCH_INDEX_DIR = _scratch / "search"
STORAGES["private"]["OPTIONS"] = {"location": PRIVATE_ROOT}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WAGTAILSEARCH_BACKENDS["default"]["PATH"] = SEARCH_INDEX_DIR
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
