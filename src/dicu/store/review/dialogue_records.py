"""The lists of the room of dialogues, each read through a scope."""

from dicu.access.conditions import Condition
from dicu.review.dialogues.ports import BriefFile, BuiltBrief, Followed, LoadedSeries, Position
from dicu.store.review.dialogue_models import BriefRow, DialogueRow, FollowUpRow, PositionRow
from dicu.store.review.dialogue_projecting import read_happening
from dicu.store.security.scoping import within
from dicu.vocabulary.bilingual import Bilingual


class PostgresDialogues:
    """`dicu.review.dialogues.ports.DialogueRecords` on Django's models."""

    def series(self, scope: Condition) -> tuple[LoadedSeries, ...]:
        rows = DialogueRow.objects.filter(within(scope)).values_list("series", "digest", "version", "synthetic", "loaded_at")
        return tuple(LoadedSeries(*row) for row in rows)

    def followed(self, scope: Condition, series: str) -> tuple[Followed, ...]:
        rows = FollowUpRow.objects.filter(within(scope)).filter(series=series)
        return tuple(Followed(row.commitment, row.sensitivity, row.recorded, tuple(map(read_happening, row.happenings))) for row in rows)

    def positions(self, scope: Condition, series: str) -> tuple[Position, ...]:
        rows = PositionRow.objects.filter(within(scope)).filter(series=series)
        return tuple(Position(r.round, r.pillar, Bilingual(**r.text), r.sensitivity, r.by, r.at) for r in rows)

    def briefs(self, scope: Condition, series: str) -> tuple[BuiltBrief, ...]:
        rows = BriefRow.objects.filter(within(scope)).filter(series=series)
        return tuple(
            BuiltBrief(r.series, r.round, r.side, r.day, r.built_at, r.built_by, tuple(BriefFile(**f) for f in r.files)) for r in rows
        )
