"""What a file changes: held against its own rows and against what is there. Nothing is edited in place: other words of the same
paragraph are a new version, and need a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from dicu.intake.report import BadTable, Problem
from dicu.ledger.canonical import canonical
from dicu.review.recommendations.model import Recommendation
from dicu.review.recommendations.reading import Found
from dicu.vocabulary.messages import T

Place = tuple[str, str, str]
MOST = 200  # problems that a report lists


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: added, replaced (earlier words), unchanged, or merged (with an earlier row of the file)."""

    sheet: str
    row: int
    what: str
    code: str


@dataclass(frozen=True, slots=True)
class Intake:
    """`new`: what is added, in the order of the file."""

    outcomes: tuple[Outcome, ...]
    new: tuple[Recommendation, ...]

    def count(self, what: str) -> int:
        return sum(outcome.what == what for outcome in self.outcomes)

    @property
    def digest(self) -> str:
        """Of everything that is added: what the ledger keeps, to hold the rows against."""
        return sha256(canonical([[one.key, one.version, one.symbol, one.content] for one in self.new])).hexdigest()


def taken_in(
    found: Iterable[Found], known: Mapping[Place, Recommendation], elsewhere: Mapping[Place, str], reason: str = ""
) -> Intake:  # fmt: skip
    """`known`: the set as it stands; `elsewhere`: place → where another set has it. `reason`: why other words replace earlier ones,
    and why rows of one paragraph are merged; without one, both are refused. BadTable names every row: then nothing is taken."""
    firsts: dict[Place, int] = {}
    codes: dict[str, Place] = {one.code: place for place, one in known.items()}
    rows: list[tuple[Found, str]] = []
    problems: list[Problem] = []
    for row in found:
        problem = _clash(row, elsewhere, codes)
        first = firsts.get(row.one.place)
        if problem is None and first is not None:
            problem = _twice(rows, first, row, reason)
        elif problem is None:
            firsts[row.one.place] = len(rows)
            codes.setdefault(row.one.code, row.one.place)
            rows.append((row, ""))
            problem = _other_words(row, known.get(row.one.place), reason)
        if problem is not None:
            problems.append(problem)
    if problems:
        raise BadTable(tuple(problems[:MOST]))
    return _against(rows, known, reason)


def _clash(row: Found, elsewhere: Mapping[Place, str], codes: Mapping[str, Place]) -> Problem | None:
    other = elsewhere.get(row.one.place)
    if other:
        return _at(row, T("{symbol}, paragraph {paragraph}, is in the house already, as {other}.", symbol=row.one.symbol,
                          paragraph=row.one.code, other=other))  # fmt: skip
    if codes.get(row.one.code, row.one.place) != row.one.place:
        return _at(row, T("Another recommendation of this set has the number {code} too. Keep documents with the same numbers in sets"
                          " of their own.", code=row.one.code))  # fmt: skip
    return None


def _twice(rows: list[tuple[Found, str]], index: int, row: Found, reason: str) -> Problem | None:
    """The same words once more, perhaps under another theme, are one recommendation, if a person says why it stands there twice."""
    first, _ = rows[index]
    same = dict(first.one.texts) == dict(row.one.texts) and first.one.position == row.one.position
    if not same or not reason:
        said = T("The same entry stands already in row {row}.", row=str(first.row))
        return _at(row, said if not same else T("{said} If it is one recommendation, give the reason why they are merged.", said=said))
    themes = tuple(dict.fromkeys((*first.one.themes, *row.one.themes)))
    groups = tuple(dict.fromkeys((*first.one.groups, *row.one.groups)))
    rows[index] = (replace(first, one=replace(first.one, themes=themes, groups=groups)), "")
    rows.append((row, "merged"))
    return None


def _other_words(row: Found, old: Recommendation | None, reason: str) -> Problem | None:
    if old is None or reason or dict(old.texts) == dict(row.one.texts):
        return None
    return _at(row, T("{code} is in the house with other words. Give a reason if these are to replace them.", code=row.one.code))


def _against(rows: list[tuple[Found, str]], known: Mapping[Place, Recommendation], reason: str) -> Intake:
    outcomes, new = [], []
    for row, merged in rows:
        old = known.get(row.one.place)
        what = merged or ("added" if old is None else "unchanged" if old.content == row.one.content else "replaced")
        outcomes.append(Outcome(row.sheet, row.row, what, row.one.code))
        if what in ("added", "replaced"):
            new.append(replace(row.one, version=old.version + 1 if old else 1, order=old.order if old else row.one.order,
                               reason=reason if old else ""))  # fmt: skip
    return Intake(tuple(outcomes), tuple(new))


def _at(row: Found, message: object) -> Problem:
    return Problem(row.sheet, row.row, "", message)  # type: ignore[arg-type]
