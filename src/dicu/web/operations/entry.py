"""The application that `dicu serve` calls: `dicu.web.operations.entry:application`. It is not made where the installation is
not fit to serve in earnest, whoever starts the web server."""

import os

from django.conf import settings
from django.utils.module_loading import import_string

from dicu.store import environment
from dicu.store.operations.findings import check_fit
from dicu.store.operations.fitness import findings
from dicu.web.entrance import largest
from dicu.web.operations.reception import Limits, Reception
from dicu.web.wsgi import application as pages

if environment.production():
    check_fit(findings(os.environ))

THREADS = environment.number("DICU_THREADS", min(8, 2 * (os.cpu_count() or 1) + 1), 1, 64)
"""Pages that a process makes at a time; each keeps a connection to the database."""

GRACE = environment.number("DICU_SENDING_SECONDS", 20, 5, 300)
LIMITS = Limits(largest(), 9 * largest(), grace=GRACE, threads=THREADS)

application = Reception(pages, LIMITS, settings.HTTPS, import_string(settings.DICU_API_TURNED_AWAY))
