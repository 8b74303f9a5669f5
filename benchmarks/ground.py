"""A house to measure in: an embedded PostgreSQL that waits for its disk, migrated, thrown away at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from dicu.store.embedded import Server, scratch


@contextmanager
def standing() -> Iterator[None]:
    with scratch() as folder, Server(folder) as connection:
        os.environ |= {
            "DICU_HOME": str(folder),
            "DICU_SECRET_KEY": "only-for-benchmarks-" * 3,
            "DICU_DATABASE_URL": connection.address("app"),
            "DICU_OWNER_DATABASE_URL": connection.address("owner"),
            "DICU_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "dicu.settings",
        }
        import django  # noqa: PLC0415 - its settings read what was just told
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        django.setup()
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        yield
        connections.close_all()
