"""The Django application `agenda`."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "dicu.store.agenda"
    label = "agenda"
