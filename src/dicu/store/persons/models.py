"""What lists and searches read. Both tables are projections of the ledger; neither says anything of a person that could be read
without keys that lie outside the database. Their walls are row-level security, in the migrations."""

from typing import ClassVar

from django.db import models


class PersonRow(models.Model):
    """A record and where it stands."""

    id = models.CharField(primary_key=True, max_length=32)
    domain = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    recorded = models.DateField()
    changed = models.DateField()
    closed = models.DateField(null=True)
    state = models.CharField(max_length=10)
    proposed_by = models.CharField(max_length=100, blank=True, default="")
    rule = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        db_table = "persons_person"
        ordering = ("changed", "id")

    def __str__(self) -> str:
        return self.id


class TokenRow(models.Model):
    """One syllable of a person, as a keyed token. Domain and agency stand here too, for the wall."""

    domain = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    person = models.CharField(max_length=32)
    token = models.BinaryField(max_length=16)

    class Meta:
        db_table = "persons_token"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("token", "person"), name="persons_token_found"),
            models.Index(fields=("person",), name="persons_token_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.id}"
