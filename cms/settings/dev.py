"""A developer's machine and `make run`: everything local, nothing to set."""

from environs import validate

from cms.settings import environment as env
from cms.settings.base import *
from cms.settings.base import STORAGES

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = env.text("SECRET_KEY", default="development-only-key-never-used-in-production")
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMO_PASSWORD = env.text("DEMO_PASSWORD", default="zhixing-demo")
PORT = env.number("PORT", default=8000, validate=validate.Range(min=1, max=65535))
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
