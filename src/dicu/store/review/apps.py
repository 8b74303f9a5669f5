"""The Django application `review`."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "dicu.store.review"
    label = "review"
