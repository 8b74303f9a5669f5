"""What lists and pages of the review read: projections of the ledger, written in the transaction of the entry they follow
and rebuildable from it. Ids are made of what the row is about, so a rebuild gives the same rows."""

from typing import ClassVar

from django.db import models


class PlanRow(models.Model):
    plan = models.CharField(primary_key=True, max_length=80)
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    synthetic = models.BooleanField()
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "review_plan"
        ordering = ("plan",)

    def __str__(self) -> str:
        return self.plan


class RoundRow(models.Model):
    id = models.CharField(primary_key=True, max_length=200)
    plan = models.CharField(max_length=80)
    round = models.CharField(max_length=40)
    plan_digest = models.CharField(max_length=64)
    opens = models.DateField(null=True)
    cut_off = models.DateField(null=True)
    due = models.DateField(null=True)
    deadline = models.JSONField(default=dict)  # how the last day came about; {} for a round of an older version
    head = models.CharField(max_length=64, blank=True, default="")  # of the last duty that passed to a successor
    head_at = models.DateTimeField(null=True)
    closing = models.JSONField(default=dict)  # whether the round is closed, and what was asked since; {} while neither

    class Meta:
        db_table = "review_round"
        ordering = ("plan", "round")

    def __str__(self) -> str:
        return self.id


class ObligationRow(models.Model):
    """`state` is that of the report: draft, submitted, returned, accepted. Whether it is late is derived when read. `due` is
    the last day in force; `duty` what else decides how the agency stands (see `packing`); `settled`: nothing is owed any more."""

    id = models.CharField(primary_key=True, max_length=240)
    plan = models.CharField(max_length=80)
    round = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    tasks = models.JSONField()
    opens = models.DateField(null=True)
    due = models.DateField(null=True)
    submitted_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20)
    lines = models.JSONField(default=list)
    head = models.CharField(max_length=64, blank=True, default="")
    head_at = models.DateTimeField(null=True)
    duty = models.JSONField(default=dict)
    settled = models.BooleanField(default=False)
    inside = models.JSONField(default=dict)  # what waits for the agency's own people, for to-dos alone (see `packing`)

    class Meta:
        db_table = "review_obligation"
        ordering = ("plan", "round", "agency")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("plan", "round", "agency"), name="review_obligation_round"),
            models.Index(fields=("agency",), name="review_obligation_agency"),
        ]

    def __str__(self) -> str:
        return self.id


class LineRow(models.Model):
    """A line that was sent at least once, as it was sent. `task_order` keeps the plan's order."""

    id = models.CharField(primary_key=True, max_length=300)
    plan = models.CharField(max_length=80)
    round = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    task = models.CharField(max_length=80)
    task_order = models.IntegerField()
    state = models.CharField(max_length=20)
    submitted_by = models.CharField(max_length=100)
    author = models.CharField(max_length=100, blank=True, default="")  # the last of those who wrote it; all stand in `line`
    line = models.JSONField()

    class Meta:
        db_table = "review_line"
        ordering = ("plan", "round", "agency", "task_order")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("plan", "round", "agency", "task_order"), name="review_line_round"),
            models.Index(fields=("agency", "plan", "round", "task_order"), name="review_line_agency"),
        ]

    def __str__(self) -> str:
        return self.id


class EditionRow(models.Model):
    snapshot = models.CharField(primary_key=True, max_length=64)
    plan = models.CharField(max_length=80)
    round = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    built_at = models.DateTimeField()
    built_by = models.CharField(max_length=100)
    published_at = models.DateTimeField(null=True)
    files = models.JSONField()

    class Meta:
        db_table = "review_edition"
        ordering = ("-built_at", "snapshot")

    def __str__(self) -> str:
        return self.snapshot


class PlanVersionRow(models.Model):
    """A version that was proposed or loaded; the version in force is that of `PlanRow`."""

    digest = models.CharField(primary_key=True, max_length=64)
    plan = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    synthetic = models.BooleanField()
    tasks = models.IntegerField()
    origin = models.TextField()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.CharField(max_length=100, blank=True, default="")
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.CharField(max_length=100, blank=True, default="")
    followed = models.JSONField(default=dict)
    ended = models.JSONField(default=dict)

    class Meta:
        db_table = "review_version"
        ordering = ("plan", "-loaded_at", "-proposed_at", "digest")

    def __str__(self) -> str:
        return self.digest


class PriorityRow(models.Model):
    """A priority or solution as it stands. `agreed`: others than its agency may see it. `rounds`: all that it stood in."""

    id = models.CharField(primary_key=True, max_length=200)
    plan = models.CharField(max_length=80)
    round = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    agreed = models.BooleanField()
    proposed_by = models.CharField(max_length=100)
    order = models.DateTimeField()
    rounds = models.JSONField()
    head = models.CharField(max_length=64)
    priority = models.JSONField()

    class Meta:
        db_table = "review_priority"
        ordering = ("plan", "order", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("plan", "agency"), name="review_priority_agency")]

    def __str__(self) -> str:
        return self.id


# rooms and registers of their own, each in a file of its own
from dicu.store.review import (  # noqa: E402, F401 - Django finds models by importing this module
    dialogue_models,
    evidence_models,
    gap_models,
    observation_models,
    policy_models,
    recommendation_models,
)
