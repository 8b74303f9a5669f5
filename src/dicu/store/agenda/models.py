"""Who was reminded of what, and what became of the letters: projections of the streams `agenda/…` and `preference/…`. Their
ids are made of what the row is about, so a rebuild gives the same rows, and nothing can be there twice.

What there is to do stands in no table: it is worked out when it is asked for.
"""

from typing import ClassVar

from django.db import models


class ReminderRow(models.Model):
    """One person reminded of one thing at one step; on the page it stands from this moment on. `letter` is the mail it
    went into, `mail` why there is none: off, no-address, not-set-up."""

    id = models.CharField(primary_key=True, max_length=40)
    todo = models.TextField()
    what = models.CharField(max_length=40)
    account = models.CharField(max_length=100)
    agency = models.CharField(max_length=40, blank=True, default="")
    step = models.IntegerField()
    due = models.DateField(null=True)
    calendar = models.CharField(max_length=10)
    title_vi = models.TextField()
    title_en = models.TextField()
    at = models.DateTimeField()
    mail = models.CharField(max_length=20)
    letter = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "agenda_reminder"
        ordering = ("-at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("todo", "account"), name="agenda_reminder_thread"),
            models.Index(fields=("letter",), name="agenda_reminder_letter"),
            models.Index(fields=("-at",), name="agenda_reminder_at"),
        ]

    def __str__(self) -> str:
        return self.id


class LetterRow(models.Model):
    """A mail to one person. `state`: waiting, leaving (given to the mail server, and no answer recorded), sent, given-up,
    dropped (everything in it was done before it left). `unsure`: how often nobody knows whether it left."""

    id = models.CharField(primary_key=True, max_length=40)
    account = models.CharField(max_length=100)
    agency = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=20)
    made = models.DateTimeField()
    at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    unsure = models.IntegerField(default=0)
    again = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "agenda_letter"
        ordering = ("-made", "id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("state", "again"), name="agenda_letter_state")]

    def __str__(self) -> str:
        return self.id


class PreferenceRow(models.Model):
    """Whether somebody wants letters; without a row, they do."""

    account = models.CharField(primary_key=True, max_length=100)
    mail = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "agenda_preference"

    def __str__(self) -> str:
        return self.account


class PulseRow(models.Model):
    """When the worker did a job last, and whether it failed: no fact of the house, only a sign of life. `at` is when it
    ended, `failed` a short reason or empty."""

    job = models.CharField(primary_key=True, max_length=80)
    at = models.DateTimeField()
    failed = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "agenda_pulse"

    def __str__(self) -> str:
        return self.job
