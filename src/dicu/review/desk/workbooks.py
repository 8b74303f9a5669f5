"""The offline workbook of an agency's report: handed out, and taken in whole or not at all. Both are for those who write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from dicu.access.model import Absent, Asker
from dicu.intake.report import BadTable, Problem
from dicu.intake.sniffing import BadFile
from dicu.ledger.model import Conflict, Draft, Entry
from dicu.review.desk.reporting import Reporting, ReportView
from dicu.review.desk.tools import Tools
from dicu.review.obligations import LOCAL
from dicu.review.report import REPORT, Content, LineState, stream_name
from dicu.review.rules import NotAllowed, check_editable
from dicu.review.workbook.drawing import drawn
from dicu.review.workbook.form import Form, FormLine, Last, digests, keys_of, suggestions
from dicu.review.workbook.identity import Identity, Seal, digest_of, row_ids, sealed
from dicu.review.workbook.kinds import TAKEN
from dicu.review.workbook.parts import body_of
from dicu.review.workbook.reading import Filled, book_of, identity_of, read
from dicu.review.workbook.taking import Choices, Merge, check_choices, merge, taken_before
from dicu.review.workbook.telling import Clashing
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import Message, T

Where = tuple[str, str, str]
"""Plan, round, agency."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A form as a file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a form. `lines`: tasks whose lines were written; `parts`: how many of their parts it changed; `before`:
    when this very file was taken in already."""

    where: Where
    lines: tuple[str, ...] = ()
    parts: int = 0
    chosen: Mapping[str, str] | None = None
    before: datetime | None = None

    def said(self) -> Message:
        if self.before:
            return T("This very file was taken in on {moment} already. Nothing was changed.", moment=self.before)
        if not self.lines and self.chosen:
            return T("It was decided that the report counts. Nothing was changed.")
        if not self.lines:
            return T("The form says nothing that the report does not say. Nothing was changed.")
        tasks = ", ".join(self.lines)
        return T("The form was taken in: {parts} changes in {lines} lines ({tasks}).", parts=self.parts, lines=len(self.lines), tasks=tasks)


class Workbooks:
    def __init__(self, tools: Tools, reporting: Reporting, seal: Seal) -> None:
        self.tools, self.reporting, self.seal = tools, reporting, seal

    def export(self, asker: Asker, plan: str, round_: str, agency: str, language: Language) -> Handed:
        """The form of an agency's report as it stands, with what was accepted in the last round beside it."""
        form = self.form(asker, self.view(asker, (plan, round_, agency)), language)
        return Handed(f"{plan}-{round_}-{agency}-{form.made_on:%Y%m%d}.xlsx", drawn(form))

    def form(self, asker: Asker, view: ReportView, language: Language) -> Form:
        o, now = view.obligation, self.tools.now().astimezone(LOCAL)
        last = self._last(asker, view)
        own = (digests(view.lines), suggestions(view.lines, last))
        made = (view.plan.digest, view.report.number, language, now.isoformat(timespec="seconds"), asker.officer.account)
        identity = Identity(o.plan, o.round, o.agency, *made, *own)
        known = view.plan.agency_by_code.get(o.agency)
        return Form(
            identity,
            sealed(identity, self.seal),
            row_ids(identity, self.seal, keys_of([task for task, _ in view.lines])),
            view.plan,
            view.round,
            known.name if known else Bilingual(o.agency, o.agency),
            asker.officer.name,
            now.date(),
            tuple(FormLine(task, line, last.get(task.code), view.frozen(task.code)) for task, line in view.lines),
        )

    def take(
        self, asker: Asker, content: bytes, name: str, choices: Choices | None = None, where: Where | None = None, number: int | None = None
    ) -> Taken:  # fmt: skip
        """Takes a form in: every line that it changes, in one step. The same file once more changes nothing.

        `choices`: what a person decided where form and house clash. `where`: whose form is expected, None: the file says so.
        `number`: the entry that the decisions were made on. Raises BadFile and BadTable (nothing fits, with a report), Clashing
        (somebody has to decide), Conflict (the report has moved on since they decided)."""
        view = self.view(asker, where) if where else None
        book = book_of(content, name)
        identity = identity_of(book, self.seal)
        of = (identity.plan, identity.round, identity.agency)
        if where and of != where:
            raise _of_another(identity)
        view = view or self.view(asker, of)
        entries = self.tools.ledger.read(stream_name(*of))
        digest = sha256(content).hexdigest()
        if before := next((e for e in entries if e.kind == TAKEN and e.body["digest"] == digest), None):
            return Taken(of, before=before.at)
        base = _base(identity, view, entries)
        filled = read(book, identity, self.seal, view.plan, view.round, base, self.tools.today())
        known = taken_before(entries, identity.form, asker.officer.account)
        found = merge(view.plan, view.report, base, filled.parts, choices or {}, known)
        self._check_lines(asker, view, filled, found)
        if number is not None and number != view.report.number:
            raise Conflict(stream_name(*of))
        check_choices(choices or {}, found.disputed)
        if found.clashes:
            raise Clashing(view.plan, view.report.number, found, filled)
        return self._kept(asker, view, {"digest": digest, "form": identity.form, "base": identity.number}, found)

    def _kept(self, asker: Asker, view: ReportView, about: Mapping[str, object], found: Merge) -> Taken:
        """Two sorts of entries in one step: that a form was taken in, and each line under the name of who took it in. Where
        somebody decided that the house is right everywhere, that is recorded too, and not asked again."""
        o = view.obligation
        of = (o.plan, o.round, o.agency)
        if not found.lines and not found.chosen:
            return Taken(of)
        body = {**about, "lines": len(found.lines), "chosen": dict(found.chosen)}
        lines = [Draft("report.line.written", {"task": task, **body_of(content)}) for task, content in found.lines.items()]
        self.tools.append(asker, stream_name(*of), o.agency, view.report.number, Draft(TAKEN, body), *lines)
        return Taken(of, tuple(found.lines), len(found.touched), found.chosen)

    def view(self, asker: Asker, where: Where) -> ReportView:
        """The report, for one who writes it."""
        view = self.reporting.view(asker, *where)
        plan, round_, agency = where
        state = "draft" if view.own else view.standing
        self.tools.check(asker, "write", "report", plan=plan, round=round_, agency=agency, state=state, submitted_by="")
        return view

    def _check_lines(self, asker: Asker, view: ReportView, filled: Filled, found: Merge) -> None:
        """Each line that would change may be changed by this officer now; else all of them are refused, each with its place."""
        problems = []
        for task in dict.fromkeys((*found.lines, *(clash.task for clash in found.clashes))):
            part = next((part for of, part in found.changed if of == task), "")
            sheet, row, column, heading = filled.place(task, part)
            try:
                _, line = view.line(task)
                self.reporting._may_write(asker, view, line)
                check_editable(line)
            except NotAllowed as no:
                problems.append(Problem(sheet, row, column, no.message, heading))
            except Absent:
                gone = T("The task {task} is no longer this agency's in this round. The form cannot change it.", task=task)
                problems.append(Problem(sheet, row, column, gone, heading))
        if problems:
            raise BadTable(tuple(problems))

    def _last(self, asker: Asker, view: ReportView) -> Last:
        """For each task what was accepted in the latest earlier round, under its code or one that it follows."""
        earlier = [r for r in view.plan.rounds if r.period.start < view.round.period.start]
        found = {}
        for round_ in sorted(earlier, key=lambda r: r.period.start):
            rows = self.tools.records.lines(self.tools.scope(asker, "line"), view.plan.id, round_.id)
            accepted = {line.task: line.sent for _, line in rows if line.state is LineState.ACCEPTED and line.sent}
            for task, _ in view.lines:
                before = next((accepted[code] for code in (task.code, *task.replaces) if code in accepted), None)
                if before:
                    found[task.code] = (round_, before)
        return found


def _base(identity: Identity, view: ReportView, entries: tuple[Entry, ...]) -> dict[str, Content | None]:
    """What each line said on the entry that the form was filled on, as the ledger has it; the form only proves that it is that."""
    if identity.plan_digest != view.plan.digest:
        raise BadFile(T("The form was made on another version of the plan. Download it anew and copy your entries over."))
    report = REPORT.over(entry for entry in entries if entry.number <= identity.number)
    base = {task: report.line(task).content for task in identity.lines}
    if any(digest_of(base[task]) != digest for task, digest in identity.lines.items()) or identity.number > len(entries):
        raise BadFile(T("The form and the house do not remember the same report. Download the form anew and copy your entries over."))
    return base


def _of_another(identity: Identity) -> BadFile:
    return BadFile(
        T(
            "This is the form of the agency {agency} for round {round} of plan {plan}, not of this report. Upload it on the page of its "
            "own report.",
            agency=identity.agency,
            round=identity.round,
            plan=identity.plan,
        )
    )
