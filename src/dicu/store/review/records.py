"""The review's lists, each read through a scope: `access` says which rows, the database is asked for those and no others."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Model, QuerySet

from dicu.access.conditions import Condition
from dicu.review.deadlines import read_body
from dicu.review.obligations import LOCAL, Obligation
from dicu.review.ports import Edition, EditionFile, Head, LoadedPlan, OpenedRound, PlanVersion
from dicu.review.priorities import Priority
from dicu.review.report import Attachment, Content, Line, LineState
from dicu.store.review import planning
from dicu.store.review.models import EditionRow, LineRow, ObligationRow, PlanRow, RoundRow
from dicu.store.review.packing import unpacked, unpacked_closing, unpacked_duty
from dicu.store.security.scoping import within

OF_ROUND = "round"
"""Stands among the agencies' heads for the duties that passed in the round; no agency has a code in small letters."""


def _within(model: type[Model], scope: Condition, **wanted: str) -> QuerySet[Model]:
    """Rows in the scope that match what is wanted; an empty wish is no wish."""
    return model._default_manager.filter(within(scope)).filter(**{k: v for k, v in wanted.items() if v})


class PostgresRecords:
    """`dicu.review.ports.Records` on Django's models."""

    def plans(self, scope: Condition) -> tuple[LoadedPlan, ...]:
        rows = _within(PlanRow, scope).values_list("plan", "digest", "version", "synthetic", "loaded_at")
        return tuple(LoadedPlan(*row) for row in rows)

    def versions(self, scope: Condition, plan: str = "") -> tuple[PlanVersion, ...]:
        return planning.versions(scope, plan)

    def line_states(self, scope: Condition, plan: str, tasks: Collection[str]) -> tuple[tuple[str, str, str, str], ...]:
        return planning.line_states(scope, plan, tasks)

    def priorities(self, scope: Condition, plan: str, round_: str = "") -> tuple[Priority, ...]:
        return planning.priorities(scope, plan, round_)

    def priority_heads(self, plan: str, round_: str) -> Mapping[str, tuple[str, datetime]]:
        return planning.priority_heads(plan, round_)

    def rounds(self, scope: Condition, plan: str = "") -> tuple[OpenedRound, ...]:
        rows = _within(RoundRow, scope, plan=plan).values_list(
            "plan", "round", "plan_digest", "opens", "cut_off", "due", "deadline", "closing"
        )
        return tuple(OpenedRound(*row, read_body(said) if said else None, **unpacked_closing(closing)) for *row, said, closing in rows)

    def obligations(self, scope: Condition, plan: str = "", round_: str = "", agency: str = "") -> tuple[Obligation, ...]:
        return tuple(_obligation(row) for row in _within(ObligationRow, scope, plan=plan, round=round_, agency=agency))

    def lines(self, scope: Condition, plan: str, round_: str) -> tuple[tuple[str, Line], ...]:
        """What was sent. The row of a line that was taken back says nothing, and must not hide that of who took the task over."""
        rows = _within(LineRow, scope, plan=plan, round=round_).values_list("agency", "line")
        return tuple((agency, line) for agency, line in ((agency, unpacked(line)) for agency, line in rows) if line.sent is not None)

    def claims(self, scope: Condition, plan: str, round_: str) -> tuple[tuple[str, Line], ...]:
        rows = _within(LineRow, scope, plan=plan, round=round_).values_list("agency", "task", "state", *CLAIMED)
        return tuple((agency, _claim(task, state, *said)) for agency, task, state, *said in rows if said[0] is not None)

    def editions(self, scope: Condition, plan: str = "", round_: str = "") -> tuple[Edition, ...]:
        return tuple(_edition(row) for row in _within(EditionRow, scope, plan=plan, round=round_))

    def report_heads(self, plan: str, round_: str) -> Mapping[str, Head]:
        rows = ObligationRow.objects.filter(plan=plan, round=round_).exclude(head="").values_list("agency", "head", "head_at")
        of_round = RoundRow.objects.filter(plan=plan, round=round_).exclude(head="").values_list("head", "head_at")
        heads = [*rows, *((OF_ROUND, *row) for row in of_round)]
        return {name: Head(head, at.astimezone(LOCAL).date()) for name, head, at in heads}


CLAIMED = ("line__sent__claim", "line__sent__completed_on", "line__sent_files__0__digest")


def _claim(task: str, state: str, claim: str, day: str | None, digest: str | None) -> Line:
    content = Content(claim, "", "", date.fromisoformat(day) if day else None)
    files = (Attachment(digest, "", "", 0),) if digest else ()
    return Line(task, LineState(state), sent=content, sent_files=files)


def _obligation(row: ObligationRow) -> Obligation:
    lines = tuple((state, count) for state, count in row.lines)
    where = (row.plan, row.round, row.agency, tuple(row.tasks))
    return Obligation(*where, row.opens, row.due, row.submitted_at, row.state, lines, **unpacked_duty(row.duty))


def _edition(row: EditionRow) -> Edition:
    files = tuple(EditionFile(**file) for file in row.files)
    return Edition(row.plan, row.round, row.snapshot, row.state, row.built_at, row.built_by, row.published_at, files)
