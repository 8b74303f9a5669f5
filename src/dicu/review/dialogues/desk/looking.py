"""What an officer may see of the dialogues: public facts for everybody, and what officers did with each promise for officers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dicu.access.model import Asker, Officer
from dicu.access.policy import absent
from dicu.access.rulebook import COORDINATION
from dicu.access.rulebook.dialogues import SECRETARY
from dicu.review.desk.tools import OVERSEER_FIRST, Tools, usual_purpose
from dicu.review.dialogues.course import STEPS, Course, Happening, check_step, course
from dicu.review.dialogues.gaps import found
from dicu.review.dialogues.model import Basis, Commitment, Sensitivity, Series
from dicu.review.dialogues.ports import BuiltBrief, DialogueRecords, Followed, Position
from dicu.review.dialogues.reading import compiled, read_series
from dicu.review.gaps import Gap
from dicu.review.obligations import LOCAL
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual


def errand(officer: Officer, day: date) -> str:
    """The usual errand at a dialogue: who is of its secretariat coordinates."""
    return COORDINATION if SECRETARY in officer.roles(day) else usual_purpose(officer, day, OVERSEER_FIRST)


@dataclass(frozen=True)
class SeriesView:
    """A series on a day as far as the officer may see it. `may`: load, record, position, brief. `follows`: whether the courses
    hold what officers did, or only what is compiled."""

    series: Series
    courses: tuple[Course, ...]
    positions: tuple[Position, ...]
    briefs: tuple[BuiltBrief, ...]
    gaps: tuple[Gap, ...]
    may: frozenset[str]
    follows: bool
    day: date

    def course(self, code: str) -> Course | None:
        return next((c for c in self.courses if c.code == code), None)


@dataclass(frozen=True)
class CommitmentView:
    series: Series
    course: Course
    steps: tuple[str, ...]  # those that the officer may take now
    day: date


class Looking:
    def __init__(self, tools: Tools, records: DialogueRecords) -> None:
        self.tools = tools
        self.records = records
        self.read: dict[str, Series] = {}  # by digest: a version never changes

    def listed(self, asker: Asker) -> tuple[Series, ...]:
        loaded = self.records.series(self.tools.scope(asker, "dialogue"))
        return tuple(self.version(one.digest) for one in loaded)

    def series(self, asker: Asker, id_: str) -> Series:
        """The version that stands now. Absent if the house does not know it."""
        for one in self.records.series(self.tools.scope(asker, "dialogue")):
            if one.series == id_:
                return self.version(one.digest)
        raise absent()

    def version(self, digest: str) -> Series:
        if digest not in self.read:
            with self.tools.vault.open(digest) as content:
                self.read[digest] = read_series(content.read())
        return self.read[digest]

    def view(self, asker: Asker, id_: str) -> SeriesView:
        t, series, day = self.tools, self.series(asker, id_), self.tools.today()
        courses = self.courses(asker, series)
        seen = tuple(found(series, (c for c in courses if self._follows(asker, series, c))))
        return SeriesView(
            series,
            courses,
            self.records.positions(t.scope(asker, "position"), id_),
            self.records.briefs(t.scope(asker, "brief"), id_),
            seen,
            frozenset(self._may(asker, series)),
            t.may(asker, "see", "follow-up", **new_facts(id_)),
            day,
        )

    def commitment(self, asker: Asker, id_: str, code: str) -> CommitmentView:
        """Absent for what does not exist, and for what the officer may not know of."""
        series = self.series(asker, id_)
        one = next((c for c in self.courses(asker, series) if c.code == code), None)
        if one is None:
            raise absent()
        return CommitmentView(series, one, tuple(s for s in STEPS if self._takes(asker, series, one, s)), self.tools.today())

    def courses(self, asker: Asker, series: Series) -> tuple[Course, ...]:
        return courses_of(series, self.records.followed(self.tools.scope(asker, "follow-up"), series.id))

    def _may(self, asker: Asker, series: Series) -> list[str]:
        t, where = self.tools, {"series": series.id}
        found_ = {
            "load": t.may(asker, "load", "dialogue", **where, synthetic=False),
            "record": t.may(asker, "record", "follow-up", **new_facts(series.id)),
            "position": t.may(asker, "record", "position", **where, round="", sensitivity="internal"),
            "brief": t.may(asker, "build", "brief", **where, round="", side="ours"),
        }
        return [name for name, allowed in found_.items() if allowed]

    def _follows(self, asker: Asker, series: Series, one: Course) -> bool:
        return self.tools.may(asker, "see", "follow-up", **facts_of(series.id, one))

    def _takes(self, asker: Asker, series: Series, one: Course, step: str) -> bool:
        try:
            check_step(one, step)
        except NotAllowed:
            return False
        return self.tools.may(asker, step, "follow-up", **facts_of(series.id, one))


def courses_of(series: Series, followed: Iterable[Followed]) -> tuple[Course, ...]:
    """Compiled ones first, in the bundle's order, then those that officers recorded."""
    rows = {row.commitment: row for row in followed}
    told = [course(c, _joined(compiled(series, c.code), rows.get(c.code))) for c in series.commitments]
    own = sorted((row for row in rows.values() if row.recorded), key=lambda row: int(row.commitment.rpartition("-")[2]))
    return (*told, *(course(recorded_commitment(row.recorded), _joined((), row)) for row in own if row.recorded))


def facts_of(series: str, one: Course) -> dict[str, object]:
    """What access is asked about: what officers do with a public promise is internal."""
    level = Sensitivity.INTERNAL if one.commitment.compiled else one.commitment.sensitivity
    return {"series": series, "commitment": one.code, "sensitivity": str(level), "state": str(one.state)}


def new_facts(series: str, sensitivity: str = "internal") -> dict[str, object]:
    return {"series": series, "commitment": "", "sensitivity": sensitivity, "state": "recorded"}


def recorded_commitment(body: Mapping[str, Any]) -> Commitment:
    """What an officer recorded, from the body of its entry."""
    return Commitment(
        code=body["commitment"],
        round=body["round"],
        instrument=body["instrument"],
        pillars=tuple(body["pillars"]),
        party=body["party"],
        type=body["type"],
        text=Bilingual(body["text"]["vi"], body["text"]["en"]),
        promised=date.fromisoformat(body["promised"]),
        basis=Basis((), True, Bilingual(body["source"], body["source"])),
        due=date.fromisoformat(body["due"]) if body["due"] else None,
        sensitivity=Sensitivity(body["sensitivity"]),
        restates=tuple(body["restates"]),
        replaces=tuple(body["replaces"]),
        compiled=False,
    )


def _joined(told: tuple[Happening, ...], row: Followed | None) -> tuple[Happening, ...]:
    """In the order of days: what sources tell by their day, what officers did by the day on which they recorded it."""
    begun = (_begun(row.recorded),) if row and row.recorded else ()
    return tuple(sorted((*begun, *told, *(row.happenings if row else ())), key=_when))


def _begun(recorded: Mapping[str, Any]) -> Happening:
    day = datetime.fromisoformat(recorded["at"]).astimezone(LOCAL).date()
    return Happening("recorded", day, recorded, recorded["by"], recorded["at"], 1)


def _when(one: Happening) -> tuple[date, int]:
    if one.at:
        return datetime.fromisoformat(one.at).astimezone(LOCAL).date(), one.number
    order = one.body.get("order")
    return one.day or (date.fromisoformat(order) if order else date.min), 0
