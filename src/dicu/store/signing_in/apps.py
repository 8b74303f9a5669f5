"""The Django application `signing_in`."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class SigningInConfig(AppConfig):
    name = "dicu.store.signing_in"
    label = "signing_in"

    def ready(self) -> None:
        from dicu.store.signing_in.lasting import on_signing_in  # noqa: PLC0415 - models are not there before this

        user_logged_in.connect(on_signing_in, dispatch_uid="dicu.signing_in.begun")
