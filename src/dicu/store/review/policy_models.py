"""Rows of policy watch: projections of the streams `policy/…`."""

from typing import ClassVar

from django.db import models


class PolicyRegisterRow(models.Model):
    """The version of a register that stands now."""

    register = models.CharField(primary_key=True, max_length=80)
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    synthetic = models.BooleanField()
    loaded_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        app_label = "review"
        db_table = "review_policyregister"
        ordering = ("register",)

    def __str__(self) -> str:
        return self.register


class PolicyRow(models.Model):
    """What officers did with one entry. `published`: compiled, or checked by a second officer once."""

    id = models.CharField(primary_key=True, max_length=200)
    register = models.CharField(max_length=80)
    entry = models.CharField(max_length=80)
    published = models.BooleanField()
    happenings = models.JSONField()

    class Meta:
        app_label = "review"
        db_table = "review_policy"
        ordering = ("register", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("register",), name="review_policy_register")]

    def __str__(self) -> str:
        return self.id
