"""The tables of the interface for programs. Row-level security is in the migrations."""

from typing import ClassVar

from django.db import models


class KeptAnswer(models.Model):
    """What was answered to a request with an idempotency key: written in the transaction of what the request did, so that
    there is one exactly if the other is. `fingerprint`: SHA-256 over method, address, purpose, precondition and body."""

    account = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    fingerprint = models.BinaryField(max_length=32)
    status = models.IntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "api_answer"
        ordering = ("account", "key")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("account", "key"), name="api_answer_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("at",), name="api_answer_at")]

    def __str__(self) -> str:
        return f"{self.account} {self.key}"


class WebhookRow(models.Model):
    """A webhook as its stream in the ledger says. `keys`: (generation, public key, until) of each signing key."""

    id = models.CharField(primary_key=True, max_length=40)
    address = models.CharField(max_length=500)
    account = models.CharField(max_length=100)
    purpose = models.CharField(max_length=40)
    kinds = models.JSONField()
    state = models.CharField(max_length=20)
    keys = models.JSONField()
    number = models.IntegerField()
    registered_by = models.CharField(max_length=100)
    registered_at = models.DateTimeField()
    begun = models.BigIntegerField()
    reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        db_table = "api_webhook"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.id


class DeliveryRow(models.Model):
    """Where the delivery to a webhook stands: all up to ledger position `position` is done. `failing_since`: when the first of
    the failures in a row happened that nothing has succeeded after."""

    webhook = models.CharField(primary_key=True, max_length=40)
    position = models.BigIntegerField()
    attempts = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    last_result = models.CharField(max_length=200, blank=True, default="")
    delivered = models.BigIntegerField(default=0)

    class Meta:
        db_table = "api_delivery"
        ordering = ("webhook",)

    def __str__(self) -> str:
        return f"{self.webhook} {self.position}"
