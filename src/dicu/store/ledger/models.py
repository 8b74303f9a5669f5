"""The tables of the ledger. Their guards (triggers, rights, row-level security) are in the migrations: a guard in
Python would not hold against another program."""

from typing import ClassVar

from django.db import models


class LedgerStream(models.Model):
    """A stream and where it stands. `length` and `head` are moved by a trigger on the entries and by nothing else, so
    that an entry cut off at the end is noticed."""

    name = models.CharField(primary_key=True, max_length=200)
    authority = models.CharField(max_length=40)
    instance = models.CharField(max_length=40)
    length = models.IntegerField(default=0)
    head = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_stream"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class LedgerEntry(models.Model):
    """One entry. `body` is the canonical JSON text that the digest was computed over, to the byte."""

    position = models.BigAutoField(primary_key=True)
    stream = models.ForeignKey(LedgerStream, on_delete=models.PROTECT, db_column="stream", related_name="entries", db_index=False)
    authority = models.CharField(max_length=40)
    instance = models.CharField(max_length=40)
    number = models.IntegerField()
    kind = models.CharField(max_length=80)
    version = models.IntegerField()
    at = models.DateTimeField()
    account = models.CharField(max_length=100)
    purpose = models.CharField(max_length=40)
    body = models.TextField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32, unique=True)

    class Meta:
        db_table = "ledger_entry"
        ordering = ("position",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("stream", "number"), name="ledger_entry_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.number}"


class LedgerCheckpoint(models.Model):
    """A signed checkpoint, as it was anchored. `line` is all of it; the other columns say the same again, for queries."""

    number = models.IntegerField(primary_key=True)
    position = models.BigIntegerField()
    at = models.DateTimeField()
    line = models.TextField()

    class Meta:
        db_table = "ledger_checkpoint"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"checkpoint {self.number}"
