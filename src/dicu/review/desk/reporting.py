"""An agency's side of a round: what it owes, writing lines, attaching evidence, sending the report."""

from dataclasses import asdict, dataclass, replace
from typing import BinaryIO

from dicu.access.model import Asker, Opening, Thing
from dicu.access.policy import absent
from dicu.ledger.model import Draft
from dicu.review.desk.tools import Tools, line_standing, report_standing
from dicu.review.entering import read_line
from dicu.review.model import Plan, Round, Task
from dicu.review.obligations import Obligation
from dicu.review.relief import check_no_nil, check_reason, check_withdrawable
from dicu.review.report import Attachment, Content, Line, LineState, Report, stream_name
from dicu.review.rules import NotAllowed, check_editable, check_submittable, same_content
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import T


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as one officer may see it: `lines` in the plan's order; `own`: with drafts, for its agency. Others have
    `report` as it was last told to them, unless they opened it in an emergency (`opened`): then they see drafts too."""

    plan: Plan
    round: Round
    obligation: Obligation
    report: Report
    standing: str
    own: bool
    lines: tuple[tuple[Task, Line], ...]
    opened: Opening | None = None

    def line(self, task: str) -> tuple[Task, Line]:
        for found in self.lines:
            if found[0].code == task:
                return found
        raise absent()


class Reporting:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def obligations(self, asker: Asker, plan: str = "", round_: str = "") -> tuple[Obligation, ...]:
        """What the officer's scope holds: a reporter's own, a coordinator's all."""
        return self.tools.records.obligations(self.tools.scope(asker, "obligation"), plan, round_)

    def view(self, asker: Asker, plan: str, round_: str, agency: str) -> ReportView:
        """The report, or Absent: for one that does not exist, and for one the officer may not know of."""
        t = self.tools
        found = t.records.obligations(t.scope(asker, "obligation"), plan, round_, agency)
        if not found:
            raise absent()
        obligation = found[0]
        attributes = {"plan": plan, "round": round_, "agency": agency, "submitted_by": ""}
        # before anything of it is read: how long a refusal takes must not grow with what it hides
        t.check(asker, "see", "report", **attributes, state=obligation.report_state)
        version, asked, _ = t.as_opened(asker, plan, round_)
        report = t.report(plan, round_, agency)
        standing = report_standing(report, obligation.tasks)
        own = t.may(asker, "write", "report", **attributes, state="draft")
        opened = t.policy.opened(asker.officer, Thing("report", attributes), t.today())
        whole = own or opened is not None
        lines = tuple(self._lines(asker, version, obligation, report, whole))
        known = report if whole else _as_told(report)
        return ReportView(version, asked, obligation, known, standing, own, lines, opened)

    def _lines(self, asker: Asker, plan: Plan, o: Obligation, report: Report, whole: bool):  # type: ignore[no-untyped-def]
        for code in o.tasks:
            line = report.line(code)
            attributes = {"plan": o.plan, "round": o.round, "agency": o.agency, "task": code, "submitted_by": line.submitter}
            if self.tools.may(asker, "see", "line", **attributes, state=line_standing(line)):
                yield plan.task_by_code[code], line if whole else as_sent(line)

    def write(self, asker: Asker, view: ReportView, task: str, typed: dict[str, str], language: Language, number: int) -> None:
        """Keeps a line's content. `number` is the entry that the form was filled on: if the report has moved on since,
        Conflict. Saving what is there already records nothing."""
        found, line = view.line(task)
        self._may_write(asker, view, line)
        check_editable(line)
        content = read_line(view.plan, view.round, found, typed, language, self.tools.today())
        if not same_content(line, content):
            self._append(asker, view, number, Draft("report.line.written", {"task": task, **_body(content)}))

    def attach(self, asker: Asker, view: ReportView, task: str, name: str, content: BinaryIO, locator: str, number: int) -> None:
        """Keeps a file by its content, then records it on the line. Attaching the same file twice records it once."""
        _, line = view.line(task)
        self._may_write(asker, view, line)
        check_editable(line)
        stored = self.tools.vault.store(content, name, self.tools.limit)
        file = Attachment(stored.digest, stored.name, str(stored.media_type), stored.size, locator.strip())
        if file not in line.files:
            self._append(asker, view, number, Draft("report.file.attached", {"task": task, "file": asdict(file)}))

    def detach(self, asker: Asker, view: ReportView, task: str, digest: str, number: int) -> None:
        _, line = view.line(task)
        self._may_write(asker, view, line)
        check_editable(line)
        if not any(file.digest == digest for file in line.files):
            raise absent()
        self._append(asker, view, number, Draft("report.file.detached", {"task": task, "digest": digest}))

    def submit(self, asker: Asker, view: ReportView, number: int) -> tuple[str, ...]:
        """Sends every line that is ready. Which ones goes into the entry; whether it is late is computed, never chosen."""
        self.check_sender(asker, view)
        o = view.obligation
        check_no_nil(self.tools.duty(o.plan, o.round, o.agency)[1])
        ready = check_submittable(view.report, o.tasks)
        self._append(asker, view, number, Draft("report.submitted", {"tasks": list(ready)}))
        return ready

    def withdraw(self, asker: Asker, view: ReportView, reason: str, number: int) -> None:
        """Takes the report back before anything of it was judged; it is owed again."""
        o = view.obligation
        where = {"plan": o.plan, "round": o.round, "agency": o.agency}
        self.tools.check(asker, "withdraw", "report", **where, state="submitted", submitted_by="")
        check_withdrawable(view.report)
        self._append(asker, view, number, Draft("report.withdrawn", {"reason": check_reason(reason)}))

    def check_sender(self, asker: Asker, view: ReportView) -> None:
        """Raises Forbidden for whoever sees the report and is not one of those who send it. Whether there is anything to
        send is another question, with an answer of its own."""
        o = view.obligation
        where = {"plan": o.plan, "round": o.round, "agency": o.agency}
        self.tools.check(asker, "submit", "report", **where, state="draft" if view.own else view.standing, submitted_by="")

    def file(self, asker: Asker, view: ReportView, digest: str) -> tuple[Attachment, BinaryIO]:
        """An attached file of the report that the officer sees it on, or Absent."""
        for _, line in view.lines:
            for file in line.files:
                if file.digest == digest:
                    return file, self.tools.vault.open(digest)
        raise absent()

    def _may_write(self, asker: Asker, view: ReportView, line: Line) -> None:
        o = view.obligation
        state = line_standing(line)
        if state in (LineState.SUBMITTED, LineState.ACCEPTED) and view.own:
            raise NotAllowed(
                T("The line of task {task} was sent and cannot be changed now. The coordinator can return it to you.", task=line.task)
            )
        self.tools.check(
            asker, "write", "line", plan=o.plan, round=o.round, agency=o.agency, task=line.task, state=state, submitted_by=line.submitter
        )

    def _append(self, asker: Asker, view: ReportView, number: int, draft: Draft) -> None:
        o = view.obligation
        self.tools.append(asker, stream_name(o.plan, o.round, o.agency), o.agency, number, draft)


def as_sent(line: Line) -> Line:
    """A line as the coordinator has it: what was sent, not what the agency is working on since, nor who does."""
    state = LineState(line_standing(line))
    return replace(line, state=state, content=line.sent, files=line.sent_files, author=line.sent_author, entry=line.told)


def _as_told(report: Report) -> Report:
    """A report as the coordinator has it. Its number moves only when something left the agency, so that what the agency
    is writing neither shows in a form nor makes one stale."""
    lines = {task: as_sent(line) for task, line in report.lines.items() if line.sent}
    return replace(report, number=report.told, lines=lines)


def _body(content: Content) -> dict[str, object]:
    day = content.completed_on
    return {
        "claim": content.claim,
        "narrative": content.narrative,
        "difficulties": content.difficulties,
        "completed_on": day.isoformat() if day else None,
        "values": [asdict(v) for v in content.values],
    }
