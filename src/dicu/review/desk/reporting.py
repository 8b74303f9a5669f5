"""An agency's side of a round: what it owes, writing lines, attaching evidence, clearing and sending the report."""

from dataclasses import asdict, dataclass, replace
from typing import Any, BinaryIO

from dicu.access.model import Asker, Opening, Thing
from dicu.access.policy import absent
from dicu.ledger.model import Draft, Entry
from dicu.review.clearance import check_ready, check_waiting
from dicu.review.closing import check_open
from dicu.review.desk.tools import Tools, line_standing, report_standing
from dicu.review.entering import read_line
from dicu.review.evidence.kinds import ATTACHED
from dicu.review.evidence.model import Description, page_digest
from dicu.review.model import Plan, Round, Task
from dicu.review.obligations import Obligation
from dicu.review.opened import RoundHistory
from dicu.review.relief import check_no_nil, check_reason, check_withdrawable
from dicu.review.report import TOLD, Attachment, Content, Line, LineState, Report, stream_name
from dicu.review.rules import NotAllowed, check_editable, same_content
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import T


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as one officer may see it: `lines` in the plan's order; `own`: with drafts, for its agency. Others have
    `report` as it was last told to them, unless they opened it in an emergency (`opened`): then they see drafts too.
    `history`: the round's own entries."""

    plan: Plan
    round: Round
    obligation: Obligation
    report: Report
    standing: str
    own: bool
    lines: tuple[tuple[Task, Line], ...]
    opened: Opening | None = None
    history: RoundHistory = RoundHistory()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Those that the agency owes a line on and that can still change, in the plan's order."""
        return tuple(task for task, _ in self.lines if not self.frozen(task.code))

    def frozen(self, task: str = "") -> bool:
        return self.history.frozen(self.obligation.agency, task)

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
        return ReportView(version, asked, obligation, known, standing, own, lines, opened, t.history(plan, round_))

    def entries(self, asker: Asker, view: ReportView) -> tuple[Entry, ...]:
        """What happened to the report, oldest first: to its agency everything, to others what left it or came to it."""
        o = view.obligation
        entries = self.tools.ledger.read(stream_name(o.plan, o.round, o.agency))
        return tuple(entry for entry in entries if view.own or view.opened or entry.kind in TOLD)

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

    def attach(self, asker: Asker, view: ReportView, task: str, name: str, content: BinaryIO, said: Description, number: int) -> None:
        """Keeps a file by its content, then records it on the line with its description. The same file with the same description
        again records nothing; with another one it is described anew."""
        line = self.evidence_line(asker, view, task)
        stored = self.tools.vault.store(content, name, self.tools.limit)
        facts = {"digest": stored.digest, "name": stored.name, "media_type": str(stored.media_type), "size": stored.size}
        self._describe(asker, view, line, Attachment(**facts, locator=said.locator, described=said), number)  # type: ignore[arg-type]

    def cite(self, asker: Asker, view: ReportView, task: str, said: Description, number: int) -> None:
        """Records a web page of which no copy is kept."""
        self._describe(asker, view, self.evidence_line(asker, view, task), Attachment.of_page(said), number)

    def describe(self, asker: Asker, view: ReportView, task: str, digest: str, said: Description, number: int) -> None:
        """Describes anew what stands on the line already; also what was attached before evidence was described."""
        line = self.evidence_line(asker, view, task)
        known = next((file for file in line.files if file.digest == digest), None)
        if known is None:
            raise absent()
        if not known.kept and page_digest(said.url) != digest:
            raise NotAllowed(T("Another address is another page. Cite it by itself, and take this one off the line."), where="url")
        self._describe(asker, view, line, replace(known, locator=said.locator, described=said), number)

    def evidence_line(self, asker: Asker, view: ReportView, task: str) -> Line:
        """Who may add evidence to the line at all is said before what is wrong with what they typed."""
        _, line = view.line(task)
        self._may_write(asker, view, line)
        check_editable(line)
        return line

    def _describe(self, asker: Asker, view: ReportView, line: Line, file: Attachment, number: int) -> None:
        if file not in line.files and file.described:
            kept = {"digest": file.digest, "name": file.name, "media_type": file.media_type, "size": file.size} if file.kept else None
            body = {"task": line.task, "file": kept, "description": asdict(file.described)}
            self._append(asker, view, number, Draft(ATTACHED, body))

    def detach(self, asker: Asker, view: ReportView, task: str, digest: str, number: int) -> None:
        _, line = view.line(task)
        self._may_write(asker, view, line)
        check_editable(line)
        if not any(file.digest == digest for file in line.files):
            raise absent()
        self._append(asker, view, number, Draft("report.file.detached", {"task": task, "digest": digest}))

    def take_over(self, asker: Asker, view: ReportView, task: str, number: int) -> None:
        """Makes the words that a reviewer proposed last the agency's own: an entry of the agency, under the name of who does it."""
        _, line = view.line(task)
        self._may_write(asker, view, line)
        check_editable(line)
        if not line.proposals or line.content is None:
            raise NotAllowed(T("No other words were proposed for the line of task {task}.", task=task))
        content = replace(line.content, narrative=line.proposals[-1].text)
        if not same_content(line, content):
            self._append(asker, view, number, Draft("report.line.written", {"task": task, **_body(content)}))

    def ask_clearance(self, asker: Asker, view: ReportView, number: int, tasks: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Asks a second person of the agency to look through what is ready: every line that has not gone yet, or with `tasks`
        those alone. Until then nobody changes them."""
        self.check_sender(asker, view)
        o = view.obligation
        check_open(view.history, o.agency, tasks or (task.code for task in view.tasks))
        check_no_nil(self.tools.duty(o.plan, o.round, o.agency)[1])
        ready = check_ready(view.tasks, view.report, tasks)
        self._append(asker, view, number, Draft("report.clearance.asked", {"tasks": list(ready)}))
        return ready

    def refuse_clearance(self, asker: Asker, view: ReportView, reason: str, number: int, tasks: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Gives what waits back to the draft. Also by who wrote it: that is how one takes it back oneself."""
        self.check_sender(asker, view)
        check_open(view.history, view.obligation.agency, tasks or (task.code for task in view.tasks))
        waiting = check_waiting(view.tasks, view.report, tasks)
        body = {"tasks": list(waiting), "reason": check_reason(reason)}
        self._append(asker, view, number, Draft("report.clearance.refused", body))
        return waiting

    def submit(self, asker: Asker, view: ReportView, number: int, tasks: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Clears and sends every line that waits for it, or with `tasks` those alone; never a line that the same person wrote.
        Which ones goes into the entry; whether it is late is computed, never chosen."""
        self.check_sender(asker, view)
        o = view.obligation
        check_open(view.history, o.agency, tasks or (task.code for task in view.tasks))
        check_no_nil(self.tools.duty(o.plan, o.round, o.agency)[1])
        waiting = check_waiting(view.tasks, view.report, tasks)
        for task in waiting:
            self._check_clears(asker, view, task)
        self._append(asker, view, number, Draft("report.submitted", {"tasks": list(waiting)}))
        return waiting

    def clears(self, asker: Asker, view: ReportView, task: str) -> bool:
        """Whether the officer is the second pair of eyes for this line."""
        line = view.report.line(task)
        return view.own and self.tools.may_by_another(asker, "clear", "line", line.writers, **self._of(view, line))

    def _check_clears(self, asker: Asker, view: ReportView, task: str) -> None:
        line = view.report.line(task)
        self.tools.check_by_another(asker, "clear", "line", line.writers, **self._of(view, line))

    def _of(self, view: ReportView, line: Line) -> dict[str, object]:
        o = view.obligation
        return {"plan": o.plan, "round": o.round, "agency": o.agency, "task": line.task, "state": "draft", "submitted_by": ""}

    def withdraw(self, asker: Asker, view: ReportView, reason: str, number: int) -> None:
        """Takes the report back before anything of it was judged; it is owed again."""
        o = view.obligation
        where = {"plan": o.plan, "round": o.round, "agency": o.agency}
        self.tools.check(asker, "withdraw", "report", **where, state="submitted", submitted_by="")
        check_open(view.history, o.agency)
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
                if file.digest == digest and file.kept:
                    self._check_seen(asker, view, line, file)
                    return file, self.tools.vault.open(digest)
        raise absent()

    def _check_seen(self, asker: Asker, view: ReportView, line: Line, file: Attachment) -> None:
        o = view.obligation
        facts = {"digest": file.digest, "state": line_standing(line), "classification": file.classification}
        self.tools.check(asker, "see", "evidence", plan=o.plan, round=o.round, agency=o.agency, **facts)

    def _may_write(self, asker: Asker, view: ReportView, line: Line) -> None:
        o = view.obligation
        state = line_standing(line)
        if view.own:
            check_open(view.history, o.agency, (line.task,))
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
    own: dict[str, Any] = {"authors": (), "stages": (), "clearance": None, "refusals": ()}
    return replace(line, state=state, content=line.sent, files=line.sent_files, author=line.sent_author, entry=line.told, **own)


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
