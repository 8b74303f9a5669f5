"""Recommendations: taking a set in, reading it, saying which say the same, and taking the steps of one. Each use case decides
access, reads, applies the rules, appends; projections follow."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from dicu.access.model import Asker
from dicu.access.policy import absent
from dicu.intake.report import BadTable
from dicu.ledger.model import Draft
from dicu.review.desk.tools import Tools
from dicu.review.gaps import Gap
from dicu.review.recommendations.clusters import DIFFERENT, Judgement, check_judgement, clusters, split
from dicu.review.recommendations.course import STEPS, Course, check_step
from dicu.review.recommendations.gaps import found as gaps_found
from dicu.review.recommendations.kinds import DESCRIBED, IMPORTED, JUDGED, pair_stream, set_stream
from dicu.review.recommendations.likeness import Likeness, candidates, searched, sketches
from dicu.review.recommendations.mapping import ColumnMap, read_mapping, read_set
from dicu.review.recommendations.model import Recommendation, SetFacts
from dicu.review.recommendations.ports import Asked, Listed, LoadedSet, RecommendationRecords
from dicu.review.recommendations.reading import read_file
from dicu.review.recommendations.taking import Intake, taken_in
from dicu.review.rules import NotAllowed
from dicu.vocabulary.messages import T
from dicu.vocabulary.text import normalised

MOST_GAPS = 200
LONGEST = 15_000
CHUNK = 400  # recommendations whose likes are looked for in one question

Sketched = tuple[Recommendation, list[str], list[int]]


@dataclass(frozen=True)
class RecommendationView:
    """One recommendation as far as the officer may see it. `alike`: judgements it has a part in; `group`: the others that say the
    same; `follows`: whether what officers did is shown."""

    set: LoadedSet
    one: Recommendation
    earlier: tuple[Recommendation, ...]
    course: Course
    steps: tuple[str, ...]
    group: tuple[str, ...]
    alike: tuple[Judgement, ...]
    follows: bool
    may_judge: bool
    day: date


@dataclass(frozen=True)
class TakenSet:
    """`kept`: whether anything was written; `likenesses`: pairs that somebody is asked about."""

    facts: SetFacts
    intake: Intake
    likenesses: tuple[Likeness, ...]
    kept: bool


class Recommendations:
    def __init__(self, tools: Tools, records: RecommendationRecords) -> None:
        self.tools = tools
        self.records = records

    # Reading ---------------------------------------------------------------------------------------------------------

    def sets(self, asker: Asker) -> tuple[LoadedSet, ...]:
        return self.records.sets(self.tools.scope(asker, "recommendation"))

    def set(self, asker: Asker, id_: str) -> LoadedSet:
        for one in self.sets(asker):
            if one.facts.id == id_:
                return one
        raise absent()

    def listed(self, asker: Asker, asked: Asked) -> Listed:
        t = self.tools
        return self.records.listed(t.scope(asker, "recommendation"), t.scope(asker, "handling"), asked)

    def view(self, asker: Asker, set_: str, code: str) -> RecommendationView:
        t = self.tools
        of = self.set(asker, set_)
        found = self.records.one(t.scope(asker, "recommendation"), t.scope(asker, "handling"), set_, code)
        if found is None:
            raise absent()
        (one, *earlier), course = found
        around = self.records.around(t.scope(asker, "likeness"), (one.key,))
        return RecommendationView(
            set=of,
            one=one,
            earlier=tuple(earlier),
            course=course,
            steps=tuple(step for step in STEPS if self.takes(asker, one, course, step)),
            group=tuple(sorted(clusters(around).get(one.key, frozenset()) - {one.key})),
            alike=tuple(j for j in around if one.key in j.pair),
            follows=t.may(asker, "see", "handling", **facts_of(one, course)),
            may_judge=t.may(asker, "judge", "likeness", first="", second=""),
            day=t.today(),
        )

    def takes(self, asker: Asker, one: Recommendation, course: Course, step: str) -> bool:
        try:
            check_step(course, step)
        except NotAllowed:
            return False
        return self.tools.may(asker, step, "handling", **facts_of(one, course))

    def gaps(self, asker: Asker) -> tuple[Gap, ...]:
        """G13, as far as the officer may see; the first of them, where there are very many."""
        t = self.tools
        return tuple(gaps_found(self.records.owed(t.scope(asker, "recommendation"), t.scope(asker, "handling"), MOST_GAPS)))

    def of_task(self, asker: Asker, plan: str, task: str) -> tuple[tuple[Recommendation, Course], ...]:
        """What a task serves."""
        t = self.tools
        return self.records.of_task(t.scope(asker, "recommendation"), t.scope(asker, "handling"), plan, task)

    # Taking in -------------------------------------------------------------------------------------------------------

    def check_may_import(self, asker: Asker) -> None:
        self.tools.check(asker, "import", "recommendation", set="")

    def may_import(self, asker: Asker) -> bool:
        return self.tools.may(asker, "import", "recommendation", set="")

    def describe(self, asker: Asker, content: bytes) -> SetFacts:
        """A set of which it is known that it exists, perhaps how many it has, and not what they say."""
        self.check_may_import(asker)
        facts = read_set(content)
        self._described(asker, facts)
        return facts

    def take_in(
        self, asker: Asker, content: bytes, name: str, mapping: bytes, *, set_: str = "", reason: str = "", only_show: bool = False
    ) -> TakenSet:  # fmt: skip
        """A whole file, or nothing of it: BadTable names every row that cannot be taken. The same file again changes nothing."""
        self.check_may_import(asker)
        columns, reason = read_mapping(mapping, set_), normalised(reason).strip()
        check_text("reason", reason)
        self._check_kind(asker, columns.facts)
        rows, problems = read_file(content, name, columns)
        if problems:
            raise BadTable(problems)
        elsewhere = self.records.elsewhere(columns.facts.id, {row.one.symbol for row in rows})
        intake = taken_in(rows, self.records.standing(columns.facts.id), elsewhere, reason)
        sketched = [(one, searched(one.texts.values()), sketches(one.texts)) for one in intake.new]
        pairs = tuple(self._alike(sketched))
        if only_show:
            return TakenSet(columns.facts, intake, pairs, kept=False)
        described = self._described(asker, columns.facts)
        if intake.new:
            self._keep(asker, columns, (content, name), mapping, intake, sketched, pairs, reason)
        return TakenSet(columns.facts, intake, pairs, kept=described or bool(intake.new))

    def _check_kind(self, asker: Asker, facts: SetFacts) -> None:
        old = next((one.facts for one in self.sets(asker) if one.facts.id == facts.id), None)
        if old is not None and old.synthetic != facts.synthetic:
            raise NotAllowed(
                T("The set {set} is in the house with another kind of data: real and invented ones have ids of their own.", set=facts.id),
                where="set",
            )

    def _described(self, asker: Asker, facts: SetFacts) -> bool:
        """Records what the set is, where that is new."""
        self._check_kind(asker, facts)
        if any(one.facts == facts for one in self.sets(asker)):
            return False
        body = {**asdict(facts), "published": facts.published.isoformat() if facts.published else None}
        body["set"] = body.pop("id")
        self._append(asker, set_stream(facts.id), Draft(DESCRIBED, body))
        return True

    def _alike(self, sketched: list[Sketched]) -> Iterable[Likeness]:
        new = {one.key: (one.texts, tuple(bands)) for one, _, bands in sketched}
        known: dict[str, tuple[Mapping[str, str], tuple[int, ...]]] = {}
        for start in range(0, len(sketched), CHUNK):
            numbers = {band for _, _, bands in sketched[start : start + CHUNK] for band in bands}
            known.update(self.records.near(numbers, new))
        return candidates(new, known)

    def _keep(
        self, asker: Asker, columns: ColumnMap, given: tuple[bytes, str], mapping: bytes, intake: Intake, sketched: list[Sketched],
        pairs: tuple[Likeness, ...], reason: str,
    ) -> None:  # fmt: skip
        t, (content, name) = self.tools, given
        file = {"digest": t.vault.keep(content), "name": name[-200:], "size": len(content)}
        by = {"digest": t.vault.keep(mapping), "name": "mapping", "size": len(mapping)}
        counts = {what: intake.count(what) for what in ("added", "replaced", "unchanged")}
        body = {"set": columns.facts.id, "file": file, "mapping": by, "rows": len(intake.outcomes), "likenesses": len(pairs)}
        entry = self._append(
            asker, set_stream(columns.facts.id), Draft(IMPORTED, {**body, **counts, "digest": intake.digest, "reason": reason})
        )
        self.records.add(entry, sketched, pairs)

    # Which say the same ----------------------------------------------------------------------------------------------

    def likenesses(self, asker: Asker, page: int = 1) -> tuple[tuple[Judgement, ...], int, dict[str, Recommendation]]:
        """Pairs that nobody has judged yet, the likest first; how many there are; and what they say."""
        t = self.tools
        t.check(asker, "see", "likeness", first="", second="")
        scope = t.scope(asker, "likeness")
        found = self.records.judgements(scope, page=page)
        keys = {key for j in found for key in j.pair}
        return found, self.records.open_judgements(scope), dict(self.records.named(t.scope(asker, "recommendation"), keys))

    def judge(self, asker: Asker, first: str, second: str, verdict: str, reason: str) -> None:
        """One pair: the same, or not the same. A later word on the pair replaces an earlier one; all of them stay in the log."""
        t, reason = self.tools, normalised(reason).strip()
        t.check(asker, "judge", "likeness", first=first, second=second)
        if verdict not in ("same", "different"):
            raise NotAllowed(T("Say whether they say the same, or not."), where="verdict")
        _check_reason(reason)
        one, other = sorted((first, second))
        if one == other or len(self.records.named(t.scope(asker, "recommendation"), (one, other))) < 2:
            raise NotAllowed(T("Name two recommendations of the house."), where="second")
        check_judgement(self.records.around(t.scope(asker, "likeness"), (one, other)), one, other, verdict)
        self._append(asker, pair_stream(one, other), _judged(one, other, verdict, reason))

    def split(self, asker: Asker, member: str, reason: str) -> int:
        """Takes one off its group: it is said to differ from each of the others, and stays apart. From how many."""
        t, reason = self.tools, normalised(reason).strip()
        t.check(asker, "judge", "likeness", first=member, second="")
        _check_reason(reason)
        pairs = [tuple(sorted(pair)) for pair in split(self.records.around(t.scope(asker, "likeness"), (member,)), member)]
        steps = []
        for one, other in pairs:
            name = pair_stream(one, other)
            steps.append((name, t.instance, len(t.ledger.read(name)), (_judged(one, other, DIFFERENT, reason),)))
        t.append_together(asker, *steps)
        return len(pairs)

    def _append(self, asker: Asker, name: str, draft: Draft) -> int:
        """The number of the entry."""
        t = self.tools
        return t.append(asker, name, t.instance, len(t.ledger.read(name)), draft)[0].number


def facts_of(one: Recommendation, course: Course) -> dict[str, object]:
    """What access is asked about."""
    return {"set": one.set, "code": one.code, "state": str(course.state)}


def check_text(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise NotAllowed(T("This text has {length} characters; {most} fit.", length=len(text), most=LONGEST), where=name)
    if "\x00" in text:
        raise NotAllowed(T("This text holds a character that cannot be stored. Type it again."), where=name)


def _check_reason(reason: str) -> None:
    check_text("reason", reason)
    if not reason:
        raise NotAllowed(T("Say why, so that others can follow it."), where="reason")


def _judged(one: str, other: str, verdict: str, reason: str) -> Draft:
    return Draft(JUDGED, {"first": one, "second": other, "verdict": verdict, "reason": reason})
