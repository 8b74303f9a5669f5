"""The Django application `readings`."""

from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    name = "dicu.store.readings"
    label = "readings"
