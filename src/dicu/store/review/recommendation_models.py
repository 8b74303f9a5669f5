"""Recommendations. `RecommendationRow` is a register of its own: what a file brought, never edited in place; a newer version of the
same words is a row of its own, and only `current` moves. The other three are projections, except that the pairs which
`LikenessRow` asks about come from imports.

Words and bands are arrays with an index of their own (GIN): that is what makes 300,000 texts searchable. The database may only use
such an index where the row rule of a table is "everybody sees it", because it must not ask an operator about a row that the officer
may not know of. So this table holds what documents say, and nothing else.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class RecommendationSetRow(models.Model):
    set = models.CharField(primary_key=True, max_length=80)
    synthetic = models.BooleanField()
    facts = models.JSONField()
    described_at = models.DateTimeField()
    head = models.CharField(max_length=64)

    class Meta:
        app_label = "review"
        db_table = "review_recommendation_set"
        ordering = ("set",)

    def __str__(self) -> str:
        return self.set


class RecommendationRow(models.Model):
    """`import_number`: the entry of the stream `recommendations/<set>` that brought it. `words`: by which it is found, each as it is
    written and without marks; `bands`: by which its likes are found."""

    id = models.CharField(primary_key=True, max_length=200)
    key = models.CharField(max_length=180)
    set = models.CharField(max_length=80)
    code = models.CharField(max_length=100)
    version = models.IntegerField()
    current = models.BooleanField()
    order = models.IntegerField()
    symbol = models.TextField()
    paragraph = models.CharField(max_length=40)
    part = models.CharField(max_length=40, blank=True, default="")
    texts = models.JSONField()
    position = models.CharField(max_length=20, blank=True, default="")
    by = models.TextField(blank=True, default="")
    themes = ArrayField(models.TextField())
    groups = ArrayField(models.TextField())
    reason = models.TextField(blank=True, default="")
    import_number = models.IntegerField()
    words = ArrayField(models.TextField())
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        app_label = "review"
        db_table = "review_recommendation"
        ordering = ("set", "order", "version")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("key",), name="review_recommendation_key"),
            models.Index(fields=("set", "order"), name="review_recommendation_order"),
            models.Index(fields=("position",), name="review_recommendation_answer"),
            GinIndex(fields=("words",), name="review_recommendation_words"),
            GinIndex(fields=("bands",), name="review_recommendation_bands"),
            GinIndex(fields=("themes",), name="review_recommendation_themes"),
        ]

    def __str__(self) -> str:
        return self.id


class HandlingRow(models.Model):
    """What officers did about one recommendation. `owed`: supported and without a task; `tasks`: "plan/task" of each."""

    id = models.CharField(primary_key=True, max_length=180)
    set = models.CharField(max_length=80)
    code = models.CharField(max_length=100)
    state = models.CharField(max_length=20)
    owed = models.BooleanField()
    tasks = ArrayField(models.TextField())
    happenings = models.JSONField()

    class Meta:
        app_label = "review"
        db_table = "review_handling"
        ordering = ("id",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("state",), name="review_handling_state")]

    def __str__(self) -> str:
        return self.id


class LikenessRow(models.Model):
    """Two recommendations that look alike, the smaller key first, and what somebody said of them."""

    id = models.CharField(primary_key=True, max_length=380)
    first = models.CharField(max_length=180)
    second = models.CharField(max_length=180)
    score = models.FloatField()
    verdict = models.CharField(max_length=20, blank=True, default="")
    by = models.CharField(max_length=100, blank=True, default="")
    at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        app_label = "review"
        db_table = "review_likeness"
        ordering = ("-score", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("first",), name="review_likeness_first"),
            models.Index(fields=("second",), name="review_likeness_second"),
            models.Index(fields=("verdict", "-score", "id"), name="review_likeness_open"),
        ]

    def __str__(self) -> str:
        return self.id
