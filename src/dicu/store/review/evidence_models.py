"""Rows of evidence. `EvidenceRow` is a projection: one piece on one line. `EvidenceCheckRow` is what the house found when it looked
again: nobody's word but the house's own, so no entry of the ledger; equal findings one after the other are one row."""

from typing import ClassVar

from django.db import models


class EvidenceRow(models.Model):
    """`working`, `sent`: the attachment as its agency has it, and as it went out; both null once it is on the line no more. `claimed`: an
    approved public claim stands for it."""

    id = models.CharField(primary_key=True, max_length=400)
    plan = models.CharField(max_length=80)
    round = models.CharField(max_length=80)
    agency = models.CharField(max_length=80)
    task = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20)
    classification = models.CharField(max_length=20, blank=True, default="")
    working = models.JSONField(null=True)
    sent = models.JSONField(null=True)
    submitted_at = models.DateTimeField(null=True)
    claimed = models.BooleanField(default=False)
    order = models.IntegerField()

    class Meta:
        app_label = "review"
        db_table = "review_evidence"
        ordering = ("plan", "round", "agency", "order", "task", "digest")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("plan", "round"), name="review_evidence_round"),
            models.Index(fields=("digest",), name="review_evidence_digest"),
        ]

    def __str__(self) -> str:
        return self.id


class EvidenceCheckRow(models.Model):
    """`subject` as in `dicu.review.evidence.checks`; `digest`: of the evidence it is about, by which the row is somebody's."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=1200)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20)
    status = models.IntegerField()
    found = models.CharField(max_length=64, blank=True, default="")
    word = models.CharField(max_length=100, blank=True, default="")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        app_label = "review"
        db_table = "review_evidence_check"
        ordering = ("subject", "-last_at")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("digest",), name="review_evidence_check_digest"),
            models.Index(fields=("subject", "-last_at"), name="review_evidence_check_subj"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.state}"
