"""The lists of the room of recommendations, each read through a scope."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dicu.access.conditions import Condition
from dicu.review.recommendations.clusters import SAME, Judgement
from dicu.review.recommendations.course import ANSWERED, OWED, Course, course_of
from dicu.review.recommendations.likeness import Likeness
from dicu.review.recommendations.likeness import asked as asked_words
from dicu.review.recommendations.model import Position, Recommendation, SetFacts
from dicu.review.recommendations.ports import PAGE, Asked, Listed, LoadedSet
from dicu.review.recommendations.taking import Place
from dicu.store.review.recommendation_models import HandlingRow, LikenessRow, RecommendationRow, RecommendationSetRow
from dicu.store.review.recommendation_projecting import read_happening, stood
from dicu.store.security.scoping import within
from dicu.vocabulary.bilingual import Bilingual

BATCH = 2000
Row = TypeVar("Row")
Rows = Iterable[RecommendationRow]
POSITION_OF = {str(state): str(position) for position, state in ANSWERED.items()} | {"received": ""}
LATER = ("words", "bands")  # columns that only an index needs


class PostgresRecommendations:
    """`dicu.review.recommendations.ports.RecommendationRecords` on Django's models."""

    def sets(self, scope: Condition) -> tuple[LoadedSet, ...]:
        known = dict(RecommendationRow.objects.filter(current=True).order_by().values_list("set").annotate(Count("id")))
        rows = RecommendationSetRow.objects.filter(within(scope))
        return tuple(LoadedSet(_facts(row.facts), known.get(row.set, 0), row.described_at, row.head) for row in rows)

    def listed(self, scope: Condition, follows: Condition, asked: Asked) -> Listed:
        rows = _narrowed(_seen(scope), follows, asked)
        total, start = rows.count(), (asked.page - 1) * PAGE
        found = rows.order_by("set", "order").defer(*LATER)[start : start + PAGE]
        return Listed(tuple(self._followed(follows, found)), total, asked.page)

    def one(self, scope: Condition, follows: Condition, set_: str, code: str) -> tuple[tuple[Recommendation, ...], Course] | None:
        rows = list(_seen(scope, current=False).filter(key=f"{set_}/{code}").order_by("-version").defer(*LATER))
        if not rows:
            return None
        (_, course) = next(self._followed(follows, rows[:1]))
        return tuple(map(_read, rows)), course

    def owed(self, scope: Condition, follows: Condition, most: int) -> tuple[tuple[Recommendation, Course], ...]:
        handled = HandlingRow.objects.filter(within(follows))
        untouched = Q(position__in=[str(p) for p in OWED]) & ~Exists(handled.filter(id=OuterRef("key")))
        rows = _seen(scope).filter(untouched | Q(key__in=handled.filter(owed=True).values("id")))
        return tuple(self._followed(follows, rows.order_by("set", "order").defer(*LATER)[:most]))

    def of_task(self, scope: Condition, follows: Condition, plan: str, task: str) -> tuple[tuple[Recommendation, Course], ...]:
        keys = HandlingRow.objects.filter(within(follows)).filter(tasks__contains=[f"{plan}/{task}"]).values("id")
        return tuple(self._followed(follows, _seen(scope).filter(key__in=keys).defer(*LATER)))

    def named(self, scope: Condition, keys: Iterable[str]) -> Mapping[str, Recommendation]:
        return {row.key: _read(row) for row in _seen(scope).filter(key__in=list(keys)).defer(*LATER)}

    def _followed(self, follows: Condition, rows: Rows) -> Iterator[tuple[Recommendation, Course]]:
        found = [_read(row) for row in rows]
        handled = HandlingRow.objects.filter(within(follows)).filter(id__in=[one.key for one in found])
        done = dict(handled.values_list("id", "happenings"))
        yield from ((one, course_of(one, map(read_happening, done.get(one.key, ())))) for one in found)

    # What an import is held against ------------------------------------------------------------------------------------

    def standing(self, set_: str) -> Mapping[Place, Recommendation]:
        rows = RecommendationRow.objects.filter(set=set_, current=True).defer(*LATER)
        return {one.place: one for one in map(_read, rows.iterator(BATCH))}

    def elsewhere(self, set_: str, symbols: Iterable[str]) -> Mapping[Place, str]:
        rows = RecommendationRow.objects.filter(symbol__in=list(symbols), current=True).exclude(set=set_)
        return {(symbol, paragraph, part): key for symbol, paragraph, part, key in rows.values_list("symbol", "paragraph", "part", "key")}

    def near(self, numbers: Iterable[int], without: Iterable[str]) -> Mapping[str, tuple[Mapping[str, str], tuple[int, ...]]]:
        rows = (
            RecommendationRow.objects.filter(current=True, bands__overlap=sorted(numbers)).order_by().values_list("key", "texts", "bands")
        )
        left_out = set(without)
        return {key: (texts, tuple(bands)) for key, texts, bands in rows if key not in left_out}

    def add(self, number: int, new: Iterable[tuple[Recommendation, list[str], list[int]]], pairs: Iterable[Likeness]) -> None:
        for chunk in _chunks(new):
            replaced = [one.key for one, _, _ in chunk if one.version > 1]
            RecommendationRow.objects.filter(key__in=replaced, current=True).update(current=False)
            RecommendationRow.objects.bulk_create([_row(one, number, words, bands) for one, words, bands in chunk])
            for handled in HandlingRow.objects.filter(id__in=replaced):
                stood(handled.id, handled.set, handled.code, handled.happenings)
        rows = (LikenessRow(id=p.name, first=p.first, second=p.second, score=p.score) for p in pairs)
        for some in _chunks(rows):  # a pair that somebody was asked about already is not asked about again
            LikenessRow.objects.bulk_create(some, ignore_conflicts=True)

    # Which say the same ------------------------------------------------------------------------------------------------

    def judgements(self, scope: Condition, *, page: int = 1) -> tuple[Judgement, ...]:
        rows = LikenessRow.objects.filter(within(scope)).filter(verdict="")
        return tuple(map(_judgement, rows[(page - 1) * PAGE : page * PAGE]))

    def open_judgements(self, scope: Condition) -> int:
        return LikenessRow.objects.filter(within(scope)).filter(verdict="").count()

    def around(self, scope: Condition, keys: Iterable[str]) -> tuple[Judgement, ...]:
        reached, asked = set(keys), set(keys)
        found: dict[str, Judgement] = {}
        while asked:
            for row in LikenessRow.objects.filter(within(scope)).filter(Q(first__in=asked) | Q(second__in=asked)):
                found[row.id] = _judgement(row)
            asked = {key for j in found.values() if j.verdict == SAME for key in j.pair} - reached
            reached |= asked
        return tuple(found.values())


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, BATCH)):
        yield chunk


def _seen(scope: Condition, current: bool = True) -> "QuerySet[RecommendationRow]":
    rows = RecommendationRow.objects.filter(within(scope))
    return rows.filter(current=True) if current else rows


def _narrowed(rows: "QuerySet[RecommendationRow]", follows: Condition, asked: Asked) -> "QuerySet[RecommendationRow]":
    if words := asked_words(asked.query):
        rows = rows.filter(words__contains=words)
    if asked.set:
        rows = rows.filter(set=asked.set)
    if asked.theme:
        rows = rows.filter(themes__contains=[asked.theme])
    if asked.state:
        handled = HandlingRow.objects.filter(within(follows))
        there = Q(key__in=handled.filter(state=asked.state).values("id"))
        said = POSITION_OF.get(asked.state)
        untouched = Q(position=said) & ~Exists(handled.filter(id=OuterRef("key"))) if said is not None else Q(pk__in=[])
        rows = rows.filter(there | untouched)
    return rows


def _row(one: Recommendation, number: int, words: list[str], bands: list[int]) -> RecommendationRow:
    plain = {name: getattr(one, name) for name in ("key", "set", "code", "version", "order", "symbol", "paragraph", "part", "by", "reason")}
    lists = {"themes": list(one.themes), "groups": list(one.groups), "words": words, "bands": bands}
    facts = {"texts": dict(one.texts), "position": str(one.position), "import_number": number, "current": True}
    return RecommendationRow(id=f"{one.key}#{one.version}", **plain, **lists, **facts)


def _read(row: RecommendationRow) -> Recommendation:
    return Recommendation(
        set=row.set,
        symbol=row.symbol,
        paragraph=row.paragraph,
        part=row.part,
        texts=row.texts,
        position=Position(row.position),
        by=row.by,
        themes=tuple(row.themes),
        groups=tuple(row.groups),
        order=row.order,
        version=row.version,
        reason=row.reason,
    )


def _facts(raw: Mapping[str, object]) -> SetFacts:
    plain = {name: raw[name] for name in ("symbol", "cycle", "address", "licence", "verified", "synthetic", "announced")}
    published = date.fromisoformat(str(raw["published"])) if raw["published"] else None
    both = {name: Bilingual(**raw[name]) for name in ("body", "title")}  # type: ignore[arg-type]  # vi and en
    return SetFacts(id=str(raw["set"]), published=published, **both, **plain)  # type: ignore[arg-type]  # as the entry's schema has it


def _judgement(row: LikenessRow) -> Judgement:
    return Judgement(row.first, row.second, row.score, row.verdict, row.by, row.at, row.reason)
