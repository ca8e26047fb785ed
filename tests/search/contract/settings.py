"""Settings under which modelsearch's own test-suite runs on our backend: no Wagtail, nothing of this project."""

import os
import tempfile

# modelsearch's test settings read it; whatever database the site uses is not the suite's.
os.environ["DATABASE_URL"] = "sqlite://:memory:"

from modelsearch.test import settings as theirs

SECRET_KEY = theirs.SECRET_KEY
INSTALLED_APPS = theirs.INSTALLED_APPS
MIDDLEWARE = theirs.MIDDLEWARE
ROOT_URLCONF = theirs.ROOT_URLCONF
TEMPLATES = theirs.TEMPLATES
TIME_ZONE = theirs.TIME_ZONE
USE_TZ = theirs.USE_TZ
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MODELSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backend", "PATH": tempfile.mkdtemp(prefix="search-contract-")}
}
