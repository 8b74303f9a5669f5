"""Rows of gaps: what officers did with one, and what recorded runs found."""

from typing import ClassVar

from django.db import models


class GapRow(models.Model):
    """A gap of one agency as its stream tells it. `owner`, `due`: who has it, while it is planned."""

    id = models.CharField(primary_key=True, max_length=200)
    plan = models.CharField(max_length=80)
    key = models.TextField()
    agency = models.CharField(max_length=80)
    round = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    owner = models.CharField(max_length=80, blank=True, default="")
    due = models.DateField(null=True)
    moved_at = models.DateTimeField()
    steps = models.JSONField()
    number = models.IntegerField()

    class Meta:
        app_label = "review"
        db_table = "review_gap"
        ordering = ("plan", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("plan", "owner"), name="review_gap_owner")]

    def __str__(self) -> str:
        return self.id


class GapSightingRow(models.Model):
    """A gap in one round: whether the last run found it, and each run that changed that."""

    id = models.CharField(primary_key=True, max_length=200)
    plan = models.CharField(max_length=80)
    round = models.CharField(max_length=40)
    key = models.TextField()
    agency = models.CharField(max_length=80, blank=True, default="")
    found = models.BooleanField()
    changed_at = models.DateTimeField()
    changes = models.JSONField()

    class Meta:
        app_label = "review"
        db_table = "review_gap_sighting"
        ordering = ("plan", "round", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("plan", "round"), name="review_gap_sighting_round")]

    def __str__(self) -> str:
        return self.id
