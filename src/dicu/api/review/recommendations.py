"""Recommendations: listed, one with its course, its steps, and which say the same."""

from typing import Annotated

from ninja import Path, Query
from pydantic import Field

from dicu.api import errands, problems
from dicu.api.operations import Asked, Room
from dicu.api.problems import Problem
from dicu.api.shapes import Both, Name, Sent, Shape, both
from dicu.intake.report import BadTable
from dicu.review.desk.recommendations import Recommendations, RecommendationView
from dicu.review.recommendations.course import Course
from dicu.review.recommendations.model import Recommendation
from dicu.review.recommendations.ports import Asked as Narrowed

room = Room("recommendations")
ONE = "/recommendations/{set}/{code}"
TEXT = 15_000
Words = Annotated[str, Query(max_length=200, description="Words, with or without marks; all of them.")]
OfSet = Annotated[str, Query(max_length=80, alias="set", description="Only of this set.")]
InState = Annotated[str, Query(max_length=20, description="Only in this state.")]
OfTheme = Annotated[str, Query(max_length=200, description="Only of this theme, as it is written.")]
PageNumber = Annotated[int, Query(ge=1, le=10_000, description="Fifty a page.")]
SetName = Annotated[str, Path(min_length=1, max_length=80, alias="set")]


class RecommendationShape(Shape):
    """`position`: an officer's, else the document's. `owed`: supported, and no task serves it."""

    set: str
    code: str
    symbol: str
    texts: dict[str, str]
    by: str
    themes: list[str]
    groups: list[str]
    position: str
    state: str
    owed: bool


class RecommendationLinkShape(Shape):
    link: str
    plan: str
    task: str
    indicator: str
    rationale: str


class OneRecommendation(RecommendationShape):
    """`number` goes back with a step; `group`: others that say the same, as far as the caller may know."""

    number: int
    steps: list[str]
    links: list[RecommendationLinkShape]
    group: list[str]


class RecommendationSetShape(Shape):
    """`announced`: how many a source says there are; `known`: how many texts the house has."""

    id: str
    title: Both
    body: Both
    symbol: str
    cycle: str
    licence: str
    verified: bool
    synthetic: bool
    announced: int | None
    known: int


class RecommendationList(Shape):
    total: int
    page: int
    pages: int
    sets: list[RecommendationSetShape]
    items: list[RecommendationShape]


class LikenessShape(Shape):
    first: str
    second: str
    score: float


class LikenessList(Shape):
    total: int
    items: list[LikenessShape]


class LikenessSent(Sent):
    first: str = Field(max_length=180)
    second: str = Field(max_length=180)
    verdict: str = Field(description="same or different")
    reason: str = Field(max_length=TEXT)


class RecommendationStepSent(Sent):
    """`number`: the state that the caller has read. The fields that the step takes; others are not looked at."""

    number: int
    reason: str = Field("", max_length=TEXT)
    position: str = Field("", max_length=20)
    link: str = Field("", max_length=20)
    plan: str = Field("", max_length=80)
    task: str = Field("", max_length=80)
    indicator: str = Field("", max_length=80)
    rationale: str = Field("", max_length=TEXT)
    name: str = Field("", max_length=200)
    grade: str = Field("", max_length=1)
    evidence: str = Field("", max_length=TEXT)
    by: str = Field("", max_length=180)


class TakenRecommendations(Shape):
    set: str
    kept: bool
    added: int
    replaced: int
    unchanged: int
    merged: int
    alike: int


FileName = Annotated[str, Query(min_length=1, max_length=255, description="What the file is called; it ends in .csv, .xlsx or .docx.")]
Mapping = Annotated[str, Query(min_length=1, max_length=6_000, description="The mapping: YAML, as the how-to describes it.")]
Merge = Annotated[str, Query(max_length=1_000, description="Why other words replace earlier ones, or rows are merged.")]


def _desk(request: Asked) -> Recommendations:
    return request.house.recommendations.looking  # type: ignore[no-any-return]


@room.reads("/recommendations", RecommendationList, "listRecommendations", errands.round_)
def listed(
    request: Asked, query: Words = "", of: OfSet = "", state: InState = "", theme: OfTheme = "", page: PageNumber = 1
) -> RecommendationList:  # fmt: skip
    """Recommendations, narrowed by words, set, state and theme."""
    found = _desk(request).listed(request.asker, Narrowed(query.replace("\x00", ""), of, state, theme, page))
    sets = [_set(one) for one in _desk(request).sets(request.asker)]
    return RecommendationList(total=found.total, page=page, pages=found.pages, sets=sets, items=[_shape(*row) for row in found.rows])


@room.writes("POST", "/recommendations", TakenRecommendations, "takeRecommendations", errands.round_, uploads=True)
def take_in(request: Asked, name: FileName, mapping: Mapping, merge: Merge = "") -> TakenRecommendations:
    """Take a file of recommendations in, whole or not at all. The same file again changes nothing."""
    _desk(request).check_may_import(request.asker)
    content = request.http.upload.content.read()  # type: ignore[attr-defined]
    try:
        taken = _desk(request).take_in(request.asker, content, name, mapping.encode(), reason=merge)
    except BadTable as bad:
        raise Problem(problems.REFUSED, bad.message, more={"report": bad.report(request.language).splitlines()[:200]}) from bad
    counts = {what: taken.intake.count(what) for what in ("added", "replaced", "unchanged", "merged")}
    return TakenRecommendations(set=taken.facts.id, kept=taken.kept, alike=len(taken.likenesses), **counts)


@room.reads(ONE, OneRecommendation, "getRecommendation", errands.round_)
def one(request: Asked, set_: SetName, code: Name) -> OneRecommendation:
    """One recommendation with what became of it, as far as the caller may know."""
    return _whole(_desk(request).view(request.asker, set_, code))


@room.writes("POST", f"{ONE}/steps/{{step}}", OneRecommendation, "takeRecommendationStep", errands.round_)
def step(request: Asked, set_: SetName, code: Name, step: Name, body: RecommendationStepSent) -> OneRecommendation:
    """One step: answer, link, unlink, start, assess, restate, close or reopen."""
    typed = {name: value for name, value in body.model_dump().items() if name != "number"}
    view = _desk(request).view(request.asker, set_, code)
    request.house.recommendations.take(request.asker, view, step, typed, body.number)
    return _whole(_desk(request).view(request.asker, set_, code))


@room.reads("/recommendation-likenesses", LikenessList, "listLikenesses", errands.round_)
def likenesses(request: Asked, page: PageNumber = 1) -> LikenessList:
    """Pairs that look alike and that nobody has judged, the likest first."""
    found, total, _ = _desk(request).likenesses(request.asker, page)
    return LikenessList(total=total, items=[LikenessShape(first=j.first, second=j.second, score=j.score) for j in found])


@room.writes("POST", "/recommendation-likenesses", LikenessList, "judgeLikeness", errands.round_)
def judge(request: Asked, body: LikenessSent) -> LikenessList:
    """Say whether two recommendations say the same; the answer is what still waits."""
    _desk(request).judge(request.asker, body.first, body.second, body.verdict, body.reason)
    return likenesses(request)


def _set(one: object) -> RecommendationSetShape:
    f = one.facts  # type: ignore[attr-defined]
    plain = {name: getattr(f, name) for name in ("id", "symbol", "cycle", "licence", "verified", "synthetic", "announced")}
    return RecommendationSetShape(title=both(f.title), body=both(f.body), known=one.known, **plain)  # type: ignore[attr-defined]


def _facts(one: Recommendation, course: Course) -> dict[str, object]:
    lists = {"themes": list(one.themes), "groups": list(one.groups), "texts": dict(one.texts)}
    plain = {"set": one.set, "code": one.code, "symbol": one.symbol, "by": one.by}
    return {**plain, **lists, "position": str(course.position), "state": str(course.state), "owed": course.owed}


def _shape(one: Recommendation, course: Course) -> RecommendationShape:
    return RecommendationShape(**_facts(one, course))  # type: ignore[arg-type]


def _whole(view: RecommendationView) -> OneRecommendation:
    links = [
        RecommendationLinkShape(link=x.kind, plan=x.plan, task=x.task, indicator=x.indicator, rationale=x.rationale)
        for x in view.course.links
    ]
    more = {"number": view.course.number, "steps": list(view.steps), "links": links, "group": list(view.group)}
    return OneRecommendation(**_facts(view.one, view.course), **more)  # type: ignore[arg-type]
