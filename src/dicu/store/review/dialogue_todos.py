"""What dialogues ask the secretariat to do: promises whose last day has passed, promises that nobody has, and rounds with a day and
no brief. Read from the projections, as far as the session's reach goes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from dicu.access.rulebook.dialogues import SECRETARY
from dicu.agenda.todo import Todo
from dicu.review.dialogues.course import Course
from dicu.review.dialogues.desk.looking import courses_of
from dicu.review.dialogues.model import BEFORE, Series
from dicu.review.dialogues.ports import Followed
from dicu.store.review.dialogue_models import BriefRow, DialogueRow, FollowUpRow
from dicu.store.review.dialogue_projecting import read_happening
from dicu.vocabulary.messages import T


@dataclass(frozen=True)
class DialogueTodos:
    """A source of the agenda. `version` gives a series by its digest."""

    version: Callable[[str], Series]

    def __call__(self, today: date) -> Iterator[Todo]:
        for digest in DialogueRow.objects.values_list("digest", flat=True):
            series = self.version(digest)
            courses = [c for c in courses_of(series, _followed(series.id)) if not c.over]
            yield from (_overdue(series, c) for c in courses if c.overdue(today))
            yield from _unowned(series, courses)
            yield from _unbriefed(series, today)


def _followed(series: str) -> Iterator[Followed]:
    for row in FollowUpRow.objects.filter(series=series):
        yield Followed(row.commitment, row.sensitivity, row.recorded, tuple(map(read_happening, row.happenings)))


def _overdue(series: Series, c: Course) -> Todo:
    title = T("Deliver {code} of {series}, or carry it over", code=c.code, series=series.short)
    why = T("Its last day has passed, and it is not recorded as fulfilled.")
    where = (series.id, c.code)
    return Todo("commitment", where, title, why, role=SECRETARY, since=c.due, due=c.due, place=("commitment", where))


def _unowned(series: Series, courses: list[Course]) -> Iterator[Todo]:
    """One for the whole series: who has a promise is said in one sitting."""
    count = sum(c.commitment.party in ("ours", "both") and not c.owner_ours for c in courses)
    if count:
        title = T("Say who has the commitments of {series}", series=series.short)
        why = T("{count} commitments that are not over have no owner on our side.", count=count)
        yield Todo("commitment-owner", (series.id,), title, why, role=SECRETARY, place=("dialogue", (series.id,)))


def _unbriefed(series: Series, today: date) -> Iterator[Todo]:
    made = set(BriefRow.objects.filter(series=series.id, side="ours").values_list("round", flat=True))
    for r in series.lasting:
        if r.state in BEFORE and r.day is not None and r.day >= today and r.id not in made:
            title = T("Build the brief: {round}, {series}", round=r.title, series=series.short)
            why = T("The day of the round is set, and there is no brief for our side.")
            where = (series.id, r.id)
            yield Todo("brief", where, title, why, role=SECRETARY, due=r.day, place=("dialogue-round", where))
