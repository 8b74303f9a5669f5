"""The Django application `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dicu.store.accounts"
    label = "accounts"
