"""The register of imported figures. `ObservationRow` is a register of its own: a row is added once and never changed. The other
two are projections of the ledger."""

from typing import ClassVar

from django.db import models


class ObservationRow(models.Model):
    """One figure of one file. `import_number`: the entry of the stream `figures/<plan>/<register>` that brought it; `place`: its
    place among that entry's. Numbers are texts in plain digits, so they stay exact; empty where there is
    none."""

    key = models.CharField(primary_key=True, max_length=400)
    plan = models.CharField(max_length=80)
    register = models.CharField(max_length=80)
    import_number = models.IntegerField()
    place = models.IntegerField()
    indicator = models.CharField(max_length=80)
    definition = models.CharField(max_length=80, blank=True, default="")
    period = models.CharField(max_length=40)
    area = models.CharField(max_length=80)
    dimensions = models.JSONField(default=dict)
    value = models.TextField(blank=True, default="")
    missing = models.CharField(max_length=20, blank=True, default="")
    qualifier = models.CharField(max_length=20, blank=True, default="")
    vintage = models.DateField(null=True)
    numerator = models.TextField(blank=True, default="")
    denominator = models.TextField(blank=True, default="")
    standing = models.CharField(max_length=20)
    status = models.CharField(max_length=40, blank=True, default="")
    restricted = models.BooleanField()
    source = models.JSONField()
    note = models.TextField(blank=True, default="")
    supersedes = models.CharField(max_length=400, blank=True, default="")
    entered_on = models.DateField()
    entered_by = models.CharField(max_length=100)

    class Meta:
        db_table = "review_observation"
        ordering = ("plan", "register", "import_number", "place")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("plan", "indicator"), name="review_observation_indicator"),
            models.Index(fields=("plan", "register", "import_number"), name="review_observation_register"),
        ]

    def __str__(self) -> str:
        return self.key


class ImportRow(models.Model):
    id = models.CharField(primary_key=True, max_length=200)
    plan = models.CharField(max_length=80)
    register = models.CharField(max_length=80)
    number = models.IntegerField()
    title = models.TextField()
    file = models.JSONField()
    counts = models.JSONField()
    digest = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        db_table = "review_import"
        ordering = ("plan", "-at", "id")

    def __str__(self) -> str:
        return self.id


class FigureDecisionRow(models.Model):
    id = models.CharField(primary_key=True, max_length=200)
    plan = models.CharField(max_length=80)
    number = models.IntegerField()
    subject = models.CharField(max_length=300)
    among = models.JSONField()
    chosen = models.CharField(max_length=400)
    reason = models.TextField()
    head = models.CharField(max_length=64)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        db_table = "review_figure_decision"
        ordering = ("plan", "number")

    def __str__(self) -> str:
        return self.id
