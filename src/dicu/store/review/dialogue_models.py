"""Rows of the room of dialogues: projections of the streams `dialogue/…`."""

from typing import ClassVar

from django.db import models


class DialogueRow(models.Model):
    """The version of a series that stands now."""

    series = models.CharField(primary_key=True, max_length=80)
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    synthetic = models.BooleanField()
    loaded_at = models.DateTimeField()

    class Meta:
        app_label = "review"
        db_table = "review_dialogue"
        ordering = ("series",)

    def __str__(self) -> str:
        return self.series


class FollowUpRow(models.Model):
    """What officers recorded about one commitment. `recorded` is null where the commitment itself is compiled."""

    id = models.CharField(primary_key=True, max_length=200)
    series = models.CharField(max_length=80)
    commitment = models.CharField(max_length=80)
    sensitivity = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    recorded = models.JSONField(null=True)
    happenings = models.JSONField()

    class Meta:
        app_label = "review"
        db_table = "review_followup"
        ordering = ("series", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("series",), name="review_followup_series")]

    def __str__(self) -> str:
        return self.id


class PositionRow(models.Model):
    """What one's own side holds on a pillar of a round."""

    id = models.CharField(primary_key=True, max_length=200)
    series = models.CharField(max_length=80)
    round = models.CharField(max_length=80)
    pillar = models.CharField(max_length=80, blank=True, default="")
    sensitivity = models.CharField(max_length=20)
    text = models.JSONField()
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        app_label = "review"
        db_table = "review_position"
        ordering = ("series", "round", "at", "id")

    def __str__(self) -> str:
        return self.id


class BriefRow(models.Model):
    """A brief that was built for one side of a round."""

    id = models.CharField(primary_key=True, max_length=200)
    series = models.CharField(max_length=80)
    round = models.CharField(max_length=80)
    side = models.CharField(max_length=20)
    day = models.DateField()
    built_at = models.DateTimeField()
    built_by = models.CharField(max_length=100)
    files = models.JSONField()

    class Meta:
        app_label = "review"
        db_table = "review_brief"
        ordering = ("series", "-built_at", "id")

    def __str__(self) -> str:
        return self.id
