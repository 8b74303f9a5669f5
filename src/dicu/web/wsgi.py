"""The application a web server calls: `dicu.web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dicu.settings")

application = get_wsgi_application()
