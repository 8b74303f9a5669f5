"""What other programs may be told of the review: for each kind of entry, what it is about and the codes that name it.

Never what somebody wrote, and nobody's name: the sentence, the figure and the file are asked for with rights of one's own.
"""

from collections.abc import Callable, Mapping

from dicu.access.model import Thing
from dicu.ledger.model import Entry
from dicu.review.report import OF_DUTY

Names = Mapping[str, str]


def _plan(entry: Entry) -> tuple[Thing, Names]:
    b = entry.body
    return Thing("plan", {"plan": b["plan"], "synthetic": b["synthetic"]}), {"plan": b["plan"], "version": b["version"]}


def _round(entry: Entry) -> tuple[Thing, Names]:
    names = {"plan": entry.body["plan"], "round": entry.body["round"]}
    return Thing("round", names), names


def _line(state: str) -> Callable[[Entry], tuple[Thing, Names]]:
    """`state`: that of the line after the entry."""

    def announced(entry: Entry) -> tuple[Thing, Names]:
        names = {**_report_names(entry), "task": entry.body["task"]}
        return Thing("line", {**names, "state": state, "submitted_by": ""}), names

    return announced


def _submitted(entry: Entry) -> tuple[Thing, Names]:
    names = _report_names(entry)
    return Thing("report", {**names, "state": "submitted", "submitted_by": entry.author.account}), names


def _inside(entry: Entry) -> tuple[Thing, Names]:
    """What waits inside an agency is a draft to everybody else."""
    names = _report_names(entry)
    return Thing("report", {**names, "state": "draft", "submitted_by": ""}), names


def _told(entry: Entry) -> tuple[Thing, Names]:
    """What was asked or decided about a duty: only that something was, and about which."""
    names = _report_names(entry)
    return Thing("obligation", {**names, "state": ""}), names


def _nil_draft(entry: Entry) -> tuple[Thing, Names]:
    names = _report_names(entry)
    return Thing("nil", {**names, "state": "draft", "author": entry.author.account, "submitted_by": ""}), names


def _passed(entry: Entry) -> tuple[Thing, Names]:
    names = {name: entry.body[name] for name in ("plan", "round", "origin", "heir")}
    return Thing("round", {"plan": names["plan"], "round": names["round"]}), names


def _publication(state: str) -> Callable[[Entry], tuple[Thing, Names]]:
    def announced(entry: Entry) -> tuple[Thing, Names]:
        names = {name: entry.body[name] for name in ("plan", "round", "snapshot")}
        where = {"plan": names["plan"], "round": names["round"]}
        return Thing("publication", {**where, "state": state, "built_by": entry.author.account}), names

    return announced


def _report_names(entry: Entry) -> dict[str, str]:
    _, plan, round_, agency = entry.stream.name.split("/")
    return {"plan": plan, "round": round_, "agency": agency}


def _version(entry: Entry) -> tuple[Thing, Names]:
    b = entry.body
    names = {"plan": b["plan"], "version": b["version"], "digest": b["digest"]}
    return Thing("version", {"plan": b["plan"], "synthetic": b["synthetic"], "state": "proposed"}), names


def _priority(state: str) -> Callable[[Entry], tuple[Thing, Names]]:
    """Its agency and its number; never its words."""

    def announced(entry: Entry) -> tuple[Thing, Names]:
        _, plan, number, agency = entry.stream.name.split("/")
        names = {"plan": plan, "priority": number, "agency": agency}
        agreed = state not in ("proposed", "dropped")
        facts = {"plan": plan, "round": "", "agency": agency, "state": state, "agreed": agreed, "proposed_by": ""}
        return Thing("priority", facts), names

    return announced


ANNOUNCED: Mapping[str, Callable[[Entry], tuple[Thing, Names]]] = {
    "plan.loaded": _plan,
    "round.opened": _round,
    "report.line.written": _line("draft"),
    "report.file.attached": _line("draft"),
    "report.file.detached": _line("draft"),
    "report.evidence.attached": _line("draft"),
    "report.submitted": _submitted,
    "report.line.returned": _line("returned"),
    "report.line.accepted": _line("accepted"),
    **dict.fromkeys(("report.clearance.asked", "report.clearance.refused"), _inside),
    **dict.fromkeys(("report.query.asked", "report.query.answered", "report.wording.proposed"), _line("submitted")),
    "report.line.reopened": _line("returned"),
    "round.deadline.set": _round,
    **dict.fromkeys(("round.closed", "round.reopening.asked", "round.reopening.refused", "round.reopened"), _round),
    "round.duty.passed": _passed,
    "report.withdrawn": _told,
    **dict.fromkeys(("report.nil.written", "report.nil.refused"), _nil_draft),
    **dict.fromkeys((kind for kind in OF_DUTY if kind not in ("report.nil.written", "report.nil.refused")), _told),
    "publication.built": _publication("built"),
    "publication.published": _publication("published"),
    "plan.proposed": _version,
    "priority.proposed": _priority("proposed"),
    "priority.amended": _priority("proposed"),
    "priority.agreed": _priority("agreed"),
    "priority.planned": _priority("planned"),
    "priority.carried": _priority("carried"),
    "priority.done": _priority("done"),
    "priority.dropped": _priority("dropped"),
}
