"""Who has looked at what: a projection of the streams `reads/…`, a row for each thing of a request, and one for a request
that names none."""

from typing import ClassVar

from django.db import models


class ReadingRow(models.Model):
    """`position` is that of the entry, `part` counts its things from 0. `agency` owns the thing, `domain` is that of people's
    records, `reader_agency` is the reader's; `name` and `whole` are codes or marks."""

    id = models.CharField(primary_key=True, max_length=40)
    position = models.BigIntegerField()
    part = models.IntegerField()
    at = models.DateTimeField()
    account = models.CharField(max_length=100)
    reader_agency = models.CharField(max_length=80)
    roles = models.CharField(max_length=400)
    purpose = models.CharField(max_length=40)
    route = models.CharField(max_length=80)
    method = models.CharField(max_length=10)
    means = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    request = models.CharField(max_length=32)
    listed = models.IntegerField()
    criteria = models.CharField(max_length=32)
    kind = models.CharField(max_length=80)
    name = models.CharField(max_length=600)
    whole = models.CharField(max_length=600)
    agency = models.CharField(max_length=80)
    domain = models.CharField(max_length=80)
    did = models.CharField(max_length=400)
    seen = models.BooleanField()

    class Meta:
        db_table = "readings_reading"
        ordering = ("-position", "part")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("account", "-position"), name="readings_by_account"),
            models.Index(fields=("name", "-position"), name="readings_by_name"),
            models.Index(fields=("whole", "-position"), name="readings_by_whole", condition=~models.Q(whole="")),
            models.Index(fields=("agency", "-position"), name="readings_by_agency", condition=~models.Q(agency="")),
            models.Index(fields=("-position",), name="readings_by_position"),
            models.Index(fields=("at",), name="readings_by_moment"),
        ]

    def __str__(self) -> str:
        return self.id
