"""The register of evidence on Django's models: what `dicu.review.evidence.ports` asks for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from dicu.access.conditions import Condition
from dicu.review.evidence.checks import Check, Finding, added
from dicu.review.evidence.ports import Use
from dicu.store.review.evidence_models import EvidenceCheckRow, EvidenceRow
from dicu.store.review.packing import unpacked_file
from dicu.store.security.scoping import within


class PostgresEvidence:
    def uses(self, scope: Condition, plan: str, round_: str = "", digest: str = "") -> tuple[Use, ...]:
        wanted = {"plan": plan, "round": round_, "digest": digest}
        rows = EvidenceRow.objects.filter(within(scope)).filter(**{name: value for name, value in wanted.items() if value})
        return tuple(_use(row) for row in rows.exclude(working=None, sent=None))

    def checks(self, subjects: Collection[str]) -> Mapping[str, tuple[Check, ...]]:
        found: dict[str, list[Check]] = {}
        for row in EvidenceCheckRow.objects.filter(subject__in=list(subjects)):
            found.setdefault(row.subject, []).append(_check(row))
        return {subject: tuple(checks) for subject, checks in found.items()}


def record(finding: Finding, digest: str, at: datetime) -> None:
    """The run of equal findings that goes on, or a new one. For the house's own work."""
    row = EvidenceCheckRow.objects.filter(subject=finding.subject).order_by("-last_at", "-id").first()
    now = added(_check(row) if row else None, finding, at)
    if row and now.first_at == row.first_at:
        EvidenceCheckRow.objects.filter(id=row.id).update(last_at=now.last_at)
        return
    facts = {"state": finding.state, "status": finding.status, "found": finding.digest, "word": finding.word[:100]}
    EvidenceCheckRow.objects.create(subject=finding.subject, digest=digest, first_at=now.first_at, last_at=now.last_at, **facts)


def last_looks(subjects: Iterable[str]) -> dict[str, datetime]:
    rows = EvidenceCheckRow.objects.filter(subject__in=list(subjects)).order_by("last_at").values_list("subject", "last_at")
    return dict(rows)


def _use(row: EvidenceRow) -> Use:
    working, sent = (unpacked_file(raw) if raw else None for raw in (row.working, row.sent))
    where = (row.plan, row.round, row.agency, row.task, row.digest)
    return Use(*where, row.state, working, sent, row.submitted_at, row.claimed)


def _check(row: EvidenceCheckRow) -> Check:
    return Check(Finding(row.subject, row.state, row.status, row.found, row.word), row.first_at, row.last_at)
