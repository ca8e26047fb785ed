"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from cms.serving import settle_in

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_wsgi_application()
settle_in()
