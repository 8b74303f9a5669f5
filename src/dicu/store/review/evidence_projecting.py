"""From a report to the rows of its evidence, in the transaction of the entry: what is on a line now, and what it was sent with."""

from dataclasses import asdict
from typing import Any

from dicu.ledger.model import Entry
from dicu.review.desk.tools import line_standing
from dicu.review.evidence.claims import CLAIMS
from dicu.review.line import Attachment, Line
from dicu.review.report import Report
from dicu.store.review.evidence_models import EvidenceRow

MISSING = object()
NONE = {"working": None, "sent": None, "classification": ""}


def stood(where: dict[str, str], report: Report) -> None:
    """The rows as the report says; one of evidence that was taken off keeps its place and says nothing."""
    found = {key: facts for order, line in enumerate(report.lines.values()) for key, facts in _of(where, line, order)}
    known = {row["id"]: row for row in EvidenceRow.objects.filter(**where).values()}
    for key, facts in found.items():
        row = known.get(key, {})
        if any(row.get(name, MISSING) != value for name, value in facts.items()):
            EvidenceRow.objects.update_or_create(id=key, defaults={**where, **facts})
    EvidenceRow.objects.filter(id__in=known.keys() - found.keys()).update(**NONE)


def claimed(entries: tuple[Entry, ...]) -> None:
    """Of the rows of one report, those that an approved public claim stands for."""
    _, plan, round_, agency = entries[0].stream.name.split("/")
    standing = {(c.task, digest) for c in CLAIMS.over(entries).all if c.state == "approved" for digest in c.evidence}
    for row in EvidenceRow.objects.filter(plan=plan, round=round_, agency=agency):
        if row.claimed != ((row.task, row.digest) in standing):
            EvidenceRow.objects.filter(id=row.id).update(claimed=not row.claimed)


def _of(where: dict[str, str], line: Line, order: int) -> Any:
    working, sent = ({file.digest: file for file in files} for files in (line.files, line.sent_files))
    for digest in dict.fromkeys((*working, *sent)):
        now, out = working.get(digest), sent.get(digest)
        yield (
            "/".join((where["plan"], where["round"], where["agency"], line.task, digest)),
            {
                "task": line.task,
                "digest": digest,
                "state": line_standing(line) if out else "draft",
                "classification": (out or now or _NOTHING).classification,
                "working": asdict(now) if now else None,
                "sent": asdict(out) if out else None,
                "submitted_at": line.submitted_at if out else None,
                "order": order,
            },
        )


_NOTHING = Attachment("", "", "", 0)
