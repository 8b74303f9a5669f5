"""Tables of signing in. No secret stands in them readable: keys of sessions, invitations and recovery codes as digests,
the key of an authenticator app sealed; of a passkey there is only the public half."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from dicu.vocabulary.dates import VIET_NAM

LONGEST_NAME = 60


class Session(AbstractBaseSession):
    """A session, found by the digest of its key: who reads this table cannot continue anybody's session."""

    session_key = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    began = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)
    device = models.CharField(max_length=40, blank=True, default="")
    network = models.CharField(max_length=60, blank=True, default="")

    @classmethod
    def get_session_store_class(cls) -> type:
        from dicu.store.signing_in.sessions import SessionStore  # noqa: PLC0415 - it names this model

        return SessionStore


class Attempts(models.Model):
    """Failed attempts of one kind at one thing. `failures` decides on waiting; `total` counts all since the last success,
    also those that were turned away unread. `kept`: the thing is an account of ours, so the row is never thrown out."""

    kind = models.CharField(max_length=20)
    key = models.BinaryField(max_length=32)
    kept = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    last = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key"], name="attempts_counted_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kept", "last"], name="attempts_by_age")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.failures}"


class Authenticator(models.Model):
    """An authenticator app. `last_step`: the latest 30-second step whose code was used; none up to it counts again."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authenticator")
    sealed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    created = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"authenticator of {self.account_id}"

    @property
    def day(self) -> date:
        """On which it was set up, in Viet Nam."""
        return self.created.astimezone(VIET_NAM).date()


class RecoveryCode(models.Model):
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)
    created = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once"),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"


class Passkey(models.Model):
    """`credential` is WebAuthn's attested credential data: model, id and public key."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=LONGEST_NAME)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    count = models.PositiveBigIntegerField(default=0)
    created = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created", "id")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.name}"


class Handle(models.Model):
    """What a passkey knows its account by: random, so that a device tells nothing about the person."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="handle")
    value = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"handle of {self.account_id}"


class Invitation(models.Model):
    """A secret that gives an account a new password, once."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.CharField(max_length=100)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.account_id}"


class Identity(models.Model):
    """An account's name at an identity provider: (issuer, subject), which the provider never gives to anybody else."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    linked_by = models.CharField(max_length=100)
    linked = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_of_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="one_identity_at_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.subject}"


class TokenUse(models.Model):
    """When a token was last presented and accepted."""

    token = models.OneToOneField("accounts.Token", on_delete=models.CASCADE, related_name="use")
    last = models.DateTimeField()

    def __str__(self) -> str:
        return f"use of token {self.token_id}"
