"""From entries to rows, in the transaction of the entry: after a report's entry its whole stream is folded anew and its
rows are written as they now stand, so a projection can never be one step behind or ahead."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dicu.ledger.model import Entry
from dicu.review.desk.reporting import as_sent
from dicu.review.desk.tools import line_standing, report_standing
from dicu.review.kinds import KINDS
from dicu.review.report import REPORT, Report
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.review.models import EditionRow, LineRow, ObligationRow, PlanRow, RoundRow
from dicu.store.review.packing import packed

Read = Callable[[str], tuple[Entry, ...]]
TOLD = {"report.submitted", "report.line.returned", "report.line.accepted"}
"""What leaves the agency; all other entries of a report are its drafts."""


def projectors(read: Read) -> Mapping[str, Projector]:
    """Entry kind → what it does to the rows. `read` gives a stream's entries, the new one among them."""
    whole = Whole(lambda entry: _report(entry, read))
    reports = dict.fromkeys((kind.name for kind in KINDS if kind.name.startswith("report.")), whole)
    return reports | {
        "plan.loaded": _plan,
        "round.opened": _round,
        "publication.built": _built,
        "publication.published": _published,
    }


def _plan(entry: Entry) -> None:
    b = entry.body
    synthetic = bool(b["synthetic"])
    facts = {"digest": b["digest"], "version": b["version"], "synthetic": synthetic, "loaded_at": entry.at}
    PlanRow.objects.update_or_create(plan=b["plan"], defaults=facts)


def _round(entry: Entry) -> None:
    b = entry.body
    days: dict[str, Any] = {name: b[name] for name in ("opens", "cut_off", "due")}
    where = {"plan": b["plan"], "round": b["round"]}
    RoundRow.objects.update_or_create(id=f"{b['plan']}/{b['round']}", defaults={**where, "plan_digest": b["plan_digest"], **days})
    for agency, tasks in b["agencies"].items():
        facts = {**where, "agency": agency, "tasks": tasks, "opens": b["opens"], "due": b["due"], "state": "draft", "lines": []}
        ObligationRow.objects.update_or_create(id=f"{b['plan']}/{b['round']}/{agency}", defaults=facts)


def _report(entry: Entry, read: Read) -> None:
    _, plan, round_, agency = entry.stream.name.split("/")
    obligation = ObligationRow.objects.get(id=f"{plan}/{round_}/{agency}")
    entries = read(entry.stream.name)
    report = REPORT.over(entries)
    obligation.state = report_standing(report, tuple(obligation.tasks))
    obligation.submitted_at = report.first_submitted_at
    obligation.lines = _counted(obligation, report)
    obligation.head, obligation.head_at = _head(entries)
    obligation.save()
    _lines(obligation, report)


def _counted(obligation: ObligationRow, report: Report) -> list[tuple[str, int]]:
    """How many lines stand how, as others know them; a draft is nobody else's business."""
    if not report.submitted:
        return []
    return sorted(Counter(line_standing(report.line(task)) for task in obligation.tasks).items())


def _head(entries: tuple[Entry, ...]) -> tuple[str, datetime | None]:
    """The last entry that counts for a review: a draft written since then must not make another paper of it."""
    told = [entry for entry in entries if entry.kind in TOLD]
    return (told[-1].digest.hex(), told[-1].at) if told else ("", None)


def _lines(obligation: ObligationRow, report: Report) -> None:
    for order, task in enumerate(obligation.tasks):
        line = report.line(task)
        if line.sent is None:
            continue
        sent = as_sent(line)
        facts = {
            "plan": obligation.plan,
            "round": obligation.round,
            "agency": obligation.agency,
            "task": task,
            "task_order": order,
            "state": str(sent.state),
            "submitted_by": line.submitter,
            "line": packed(sent),
        }
        LineRow.objects.update_or_create(id=f"{obligation.id}/{task}", defaults=facts)


def _built(entry: Entry) -> None:
    b = entry.body
    facts = {"plan": b["plan"], "round": b["round"], "state": "built", "built_at": entry.at, "built_by": entry.author.account}
    EditionRow.objects.update_or_create(snapshot=b["snapshot"], defaults={**facts, "published_at": None, "files": b["files"]})


def _published(entry: Entry) -> None:
    EditionRow.objects.filter(snapshot=entry.body["snapshot"]).update(state="published", published_at=entry.at)
