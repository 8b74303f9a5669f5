"""The Django application `persons`."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from dicu.store import environment
from dicu.store.keys.making import opened
from dicu.store.keys.place import keyplace


class PersonsConfig(AppConfig):
    name = "dicu.store.persons"
    label = "persons"

    def ready(self) -> None:
        """Where there are keys, or should be, nothing starts with the wrong ones or without them."""
        place = keyplace(Path(settings.HOME), environment.production())
        if place.known:
            opened(place, environment.instance())
