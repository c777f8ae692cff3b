"""WSGI entry for granian: bureau and portal in one process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
application = get_wsgi_application()
