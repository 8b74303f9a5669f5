"""The Django application `ledger`."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "dicu.store.ledger"
    label = "ledger"

    def ready(self) -> None:
        from dicu.store.security.grants import after_migration  # noqa: PLC0415 - models are not there earlier
        from dicu.store.security.roles import on_connecting  # noqa: PLC0415

        connection_created.connect(on_connecting, dispatch_uid="dicu.roles")
        post_migrate.connect(after_migration, sender=self, dispatch_uid="dicu.grants")
