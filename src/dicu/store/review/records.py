"""The review's lists, each read through a scope: `access` says which rows, the database is asked for those and no others."""

from collections.abc import Mapping

from django.db.models import Model, QuerySet

from dicu.access.conditions import Condition
from dicu.review.obligations import LOCAL, Obligation
from dicu.review.ports import Edition, EditionFile, Head, LoadedPlan, OpenedRound
from dicu.review.report import Line
from dicu.store.review.models import EditionRow, LineRow, ObligationRow, PlanRow, RoundRow
from dicu.store.review.packing import unpacked
from dicu.store.security.scoping import within


def _within(model: type[Model], scope: Condition, **wanted: str) -> QuerySet[Model]:
    """Rows in the scope that match what is wanted; an empty wish is no wish."""
    return model._default_manager.filter(within(scope)).filter(**{k: v for k, v in wanted.items() if v})


class PostgresRecords:
    """`dicu.review.ports.Records` on Django's models."""

    def plans(self, scope: Condition) -> tuple[LoadedPlan, ...]:
        rows = _within(PlanRow, scope).values_list("plan", "digest", "version", "synthetic", "loaded_at")
        return tuple(LoadedPlan(*row) for row in rows)

    def rounds(self, scope: Condition, plan: str = "") -> tuple[OpenedRound, ...]:
        rows = _within(RoundRow, scope, plan=plan).values_list("plan", "round", "plan_digest", "opens", "cut_off", "due")
        return tuple(OpenedRound(*row) for row in rows)

    def obligations(self, scope: Condition, plan: str = "", round_: str = "", agency: str = "") -> tuple[Obligation, ...]:
        return tuple(_obligation(row) for row in _within(ObligationRow, scope, plan=plan, round=round_, agency=agency))

    def lines(self, scope: Condition, plan: str, round_: str) -> tuple[tuple[str, Line], ...]:
        rows = _within(LineRow, scope, plan=plan, round=round_).values_list("agency", "line")
        return tuple((agency, unpacked(line)) for agency, line in rows)

    def editions(self, scope: Condition, plan: str = "", round_: str = "") -> tuple[Edition, ...]:
        return tuple(_edition(row) for row in _within(EditionRow, scope, plan=plan, round=round_))

    def report_heads(self, plan: str, round_: str) -> Mapping[str, Head]:
        rows = ObligationRow.objects.filter(plan=plan, round=round_).exclude(head="").values_list("agency", "head", "head_at")
        return {agency: Head(head, at.astimezone(LOCAL).date()) for agency, head, at in rows}


def _obligation(row: ObligationRow) -> Obligation:
    lines = tuple((state, count) for state, count in row.lines)
    where = (row.plan, row.round, row.agency, tuple(row.tasks))
    return Obligation(*where, row.opens, row.due, row.submitted_at, row.state, lines)


def _edition(row: EditionRow) -> Edition:
    files = tuple(EditionFile(**file) for file in row.files)
    return Edition(row.plan, row.round, row.snapshot, row.state, row.built_at, row.built_by, row.published_at, files)
