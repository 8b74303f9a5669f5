"""From entries to rows, in the transaction of the entry: after a report's entry its whole stream is folded anew and its
rows are written as they now stand, so a projection can never be one step behind or ahead."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dicu.ledger.model import Entry
from dicu.review.desk.reporting import as_sent
from dicu.review.desk.tools import line_standing, report_standing
from dicu.review.duty import DUTY
from dicu.review.evidence.kinds import CLAIM_KINDS
from dicu.review.kinds import KINDS
from dicu.review.obligations import COUNTS
from dicu.review.opened import ROUND, RoundHistory, round_stream
from dicu.review.report import REPORT, TOLD, Line, Report, stream_name
from dicu.store.ledger.projecting import Projector, Whole
from dicu.store.review import evidence_projecting, planning
from dicu.store.review.models import EditionRow, LineRow, ObligationRow, PlanRow, RoundRow
from dicu.store.review.packing import packed, packed_closing, packed_duty, packed_inside

Read = Callable[[str], tuple[Entry, ...]]


def projectors(read: Read) -> Mapping[str, Projector]:
    """Entry kind → what it does to the rows. `read` gives a stream's entries, the new one among them."""
    whole = Whole(lambda entry: _report(entry, read))
    reports = dict.fromkeys((kind.name for kind in KINDS if kind.name.startswith("report.")), whole)
    rounds = dict.fromkeys((kind.name for kind in KINDS if kind.name.startswith("round.")), Whole(lambda entry: _round(entry, read)))
    claims = dict.fromkeys((kind.name for kind in CLAIM_KINDS), Whole(lambda entry: evidence_projecting.claimed(read(entry.stream.name))))
    return (
        reports
        | rounds
        | claims
        | dict(planning.projectors(read))
        | {
            "plan.loaded": _plan,
            "publication.built": _built,
            "publication.published": _published,
        }
    )


def _plan(entry: Entry) -> None:
    b = entry.body
    synthetic = bool(b["synthetic"])
    facts = {"digest": b["digest"], "version": b["version"], "synthetic": synthetic, "loaded_at": entry.at}
    PlanRow.objects.update_or_create(plan=b["plan"], defaults=facts)
    planning.loaded(entry)


def _round(entry: Entry, read: Read) -> None:
    """The whole round anew: what an agency owes follows from all its entries, not from the last."""
    _, plan, round_ = entry.stream.name.split("/")
    entries = read(entry.stream.name)
    history = ROUND.over(entries)
    where = {"plan": plan, "round": round_}
    deadline, passings = history.deadline, [e for e in entries if e.kind == "round.duty.passed"]
    facts = {
        "plan_digest": history.plan_digest,
        "opens": history.opens,
        "cut_off": deadline.cut_off if deadline else None,
        "due": deadline.due if deadline else None,
        "deadline": deadline.body() if deadline else {},
        "head": passings[-1].digest.hex() if passings else "",
        "head_at": passings[-1].at if passings else None,
        "closing": packed_closing(history),
    }
    RoundRow.objects.update_or_create(id=f"{plan}/{round_}", defaults={**where, **facts})
    for agency in history.tasks:
        _stand(where | {"agency": agency}, history, read)


def _report(entry: Entry, read: Read) -> None:
    _, plan, round_, agency = entry.stream.name.split("/")
    _stand({"plan": plan, "round": round_, "agency": agency}, ROUND.over(read(round_stream(plan, round_))), read)


def _stand(where: dict[str, str], history: RoundHistory, read: Read) -> None:
    """An agency's row and its lines as the round and its own entries say."""
    agency, tasks = where["agency"], history.tasks[where["agency"]]
    entries = read(stream_name(where["plan"], where["round"], agency))
    report, duty = REPORT.over(entries), DUTY.over(entries)
    round_due = history.deadline.due if history.deadline else None
    head, head_at = _head(entries)
    state = report_standing(report, tasks)
    facts: dict[str, Any] = {
        "tasks": list(tasks),
        "opens": history.opens,
        "due": duty.due or round_due,
        "submitted_at": report.first_submitted_at,
        "state": state,
        "lines": _counted(tasks, report),
        "head": head,
        "head_at": head_at,
        "duty": packed_duty(report, duty, history, agency, round_due),
        "inside": packed_inside(report, duty, tasks),
    }
    facts["settled"] = _settled(facts)
    key = "/".join(where[name] for name in ("plan", "round", "agency"))
    row = ObligationRow(id=key, **where, **facts)
    ObligationRow.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=[*facts])
    _lines(row, report)
    evidence_projecting.stood(where, report)


def _settled(facts: dict[str, Any]) -> bool:
    duty = facts["duty"]
    sent = facts["submitted_at"] is not None and facts["state"] != "returned"
    return bool(sent or duty["nil"] in COUNTS or duty["waived"] or (duty["passed_to"] and not facts["tasks"]))


def _counted(tasks: tuple[str, ...], report: Report) -> list[tuple[str, int]]:
    """How many lines stand how, as others know them; a draft is nobody else's business."""
    if not report.submitted:
        return []
    return sorted(Counter(line_standing(report.line(task)) for task in tasks).items())


def _head(entries: tuple[Entry, ...]) -> tuple[str, datetime | None]:
    """The last entry that counts for a review: a draft written since then must not make another paper of it."""
    told = [entry for entry in entries if entry.kind in TOLD]
    return (told[-1].digest.hex(), told[-1].at) if told else ("", None)


def _lines(obligation: ObligationRow, report: Report) -> None:
    """Only the rows that say something else than before are written: a report has hundreds of lines, an entry changes few. The
    row of a line that was sent and taken back stays, without what it said, and the lists leave it out (`records.lines`)."""
    where = {"plan": obligation.plan, "round": obligation.round, "agency": obligation.agency}
    known = {row.task: row for row in LineRow.objects.filter(**where)}
    rows = [_line_row(obligation, order, report.line(task), known) for order, task in enumerate(obligation.tasks)]
    changed = [row for row in rows if row is not None and _said(row) != _said(known.get(row.task))]
    if changed:
        LineRow.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=SAID)


SAID = ("task_order", "state", "submitted_by", "author", "line")


def _said(row: LineRow | None) -> tuple[Any, ...]:
    return tuple(getattr(row, name, None) for name in SAID)


def _line_row(obligation: ObligationRow, order: int, line: Line, known: Mapping[str, LineRow]) -> LineRow | None:
    """None: nothing of it was ever sent."""
    if line.sent is None and line.task not in known:
        return None
    told = as_sent(line)
    where = {"plan": obligation.plan, "round": obligation.round, "agency": obligation.agency, "task": line.task}
    sent_by = {"submitted_by": line.submitter, "author": line.sent_author} if line.sent else {"submitted_by": "", "author": ""}
    return LineRow(id=f"{obligation.id}/{line.task}", **where, task_order=order, state=str(told.state), **sent_by, line=packed(told))


def _built(entry: Entry) -> None:
    b = entry.body
    facts = {"plan": b["plan"], "round": b["round"], "state": "built", "built_at": entry.at, "built_by": entry.author.account}
    EditionRow.objects.update_or_create(snapshot=b["snapshot"], defaults={**facts, "published_at": None, "files": b["files"]})


def _published(entry: Entry) -> None:
    EditionRow.objects.filter(snapshot=entry.body["snapshot"]).update(state="published", published_at=entry.at)
