"""Bilateral dialogues: series brought in, rounds, promises and their steps, positions, briefs."""

from typing import Annotated, Any

from django.http import FileResponse
from ninja import Query
from pydantic import Field

from dicu.access.model import Officer
from dicu.api import problems
from dicu.api.operations import Asked, Done, Room
from dicu.api.problems import Problem
from dicu.api.review.dialogue_shapes import (
    BriefShape,
    CommitmentShape,
    DialogueList,
    DialogueLoadedShape,
    DialogueShape,
    OneDialogueRound,
    PositionShape,
    brief_shape,
    commitment_shape,
    difference_shapes,
    position_shape,
    round_shape,
    series_shape,
)
from dicu.api.review.editions import TYPES
from dicu.api.shapes import Name, RoundName, Sent
from dicu.review.dialogues.bundles import from_archive
from dicu.review.dialogues.desk import DialogueDesk, errand
from dicu.review.dialogues.validating import BadSeries

room = Room("dialogues")
ONE = "/dialogues/{series}"
ROUND = f"{ONE}/rounds/{{round}}"
COMMITMENT = f"{ONE}/commitments/{{commitment}}"
TEXT = 15_000
Compare = Annotated[bool, Query(description="Only say what the version would change; nothing is kept.")]


def of_dialogue(house: Any, officer: Officer, values: dict[str, Any]) -> str:
    """The usual errand, the same as on the page."""
    return errand(officer, house.dialogues.tools.today())


class PositionSent(Sent):
    pillar: str = Field("", max_length=60)
    text_vi: str = Field("", max_length=TEXT)
    text_en: str = Field("", max_length=TEXT)
    sensitivity: str = Field("internal", description="internal or restricted")


class BriefSent(Sent):
    side: str = Field(description="ours or partner")


class CommitmentSent(Sent):
    """Days as YYYY-MM-DD; codes of pillars and commitments separated by semicolons."""

    party: str = Field(description="ours, theirs or both")
    type: str = Field(max_length=40)
    sensitivity: str = Field(description="public, internal or restricted")
    promised: str = Field(max_length=10)
    source: str = Field(max_length=TEXT, description="The document in which it stands.")
    text_vi: str = Field("", max_length=TEXT)
    text_en: str = Field("", max_length=TEXT)
    due: str = Field("", max_length=10)
    round: str = Field("", max_length=60)
    instrument: str = Field("", max_length=60)
    pillars: str = Field("", max_length=TEXT)
    restates: str = Field("", max_length=TEXT)
    replaces: str = Field("", max_length=TEXT)


class CommitmentStepSent(Sent):
    """`number`: the state that the caller has read. The fields that the step takes; others are not looked at."""

    number: int
    reason: str = Field("", max_length=TEXT)
    owner_ours: str = Field("", max_length=80)
    owner_theirs: str = Field("", max_length=200)
    due: str = Field("", max_length=10)
    where: str = Field("", max_length=TEXT)
    day: str = Field("", max_length=10)
    side: str = Field("", max_length=10)
    what: str = Field("", max_length=10)
    document: str = Field("", max_length=60)
    title_vi: str = Field("", max_length=TEXT)
    title_en: str = Field("", max_length=TEXT)
    digest: str = Field("", max_length=64)
    round: str = Field("", max_length=60)
    by: str = Field("", max_length=60)
    link: str = Field("", max_length=20)
    plan: str = Field("", max_length=80)
    task: str = Field("", max_length=80)
    indicator: str = Field("", max_length=80)
    rationale: str = Field("", max_length=TEXT)
    name: str = Field("", max_length=200)


def _desk(request: Asked) -> DialogueDesk:
    return request.house.dialogues  # type: ignore[no-any-return]


@room.reads("/dialogues", DialogueList, "listDialogues", of_dialogue)
def listed(request: Asked) -> DialogueList:
    """The series that the house knows, each in the version that stands."""
    looking = _desk(request).looking
    return DialogueList(items=[series_shape(looking.view(request.asker, s.id)) for s in looking.listed(request.asker)])


@room.writes("POST", "/dialogues", DialogueLoadedShape, "loadDialogue", of_dialogue, uploads=True)
def load(request: Asked, compare: Compare = False) -> DialogueLoadedShape:
    """Bring in a series, or a newer version of one: its folder as a ZIP archive, all or nothing, with what it changes.

    The same version again changes nothing.
    """
    desk = _desk(request)
    desk.tools.check(request.asker, "load", "dialogue", series="", synthetic=False)
    try:
        bundle, places = from_archive(request.http.upload.content.read())  # type: ignore[attr-defined]
        part = desk.loading
        found = part.offered(request.asker, bundle, places) if compare else part.load(request.asker, bundle, "api", places)
    except BadSeries as bad:
        raise Problem(problems.REFUSED, bad.message, more={"report": bad.report(request.language).splitlines()[:200]}) from bad
    return difference_shapes(found, loaded=not compare)


@room.reads(ONE, DialogueShape, "getDialogue", of_dialogue)
def one(request: Asked, series: Name) -> DialogueShape:
    """A series with its rounds, documents, pillars and promises, as far as the caller may see them."""
    return series_shape(_desk(request).looking.view(request.asker, series))


@room.reads(ROUND, OneDialogueRound, "getDialogueRound", of_dialogue)
def round_(request: Asked, series: Name, round_: RoundName) -> OneDialogueRound:
    """One round; for the secretariat with positions and briefs."""
    return round_shape(_desk(request).looking.view(request.asker, series), round_)


@room.writes("POST", f"{ROUND}/positions", PositionShape, "recordPosition", of_dialogue, status=201)
def position(request: Asked, series: Name, round_: RoundName, body: PositionSent) -> PositionShape:
    """Record what one's own side holds. The partner never sees it."""
    desk = _desk(request)
    desk.following.hold(request.asker, series, {**body.model_dump(), "round": round_})
    return position_shape(desk.looking.view(request.asker, series).positions[-1])


@room.writes("POST", f"{ROUND}/briefs", BriefShape, "buildBrief", of_dialogue, status=201)
def brief(request: Asked, series: Name, round_: RoundName, body: BriefSent) -> BriefShape:
    """Build a brief in both languages and all formats, and keep it."""
    part = _desk(request).briefing
    return brief_shape(part.keep(request.asker, part.build(request.asker, series, round_, body.side)))


@room.downloads(f"{ROUND}/briefs/{{digest}}", "downloadBriefFile", of_dialogue, *(t.partition(";")[0] for t in TYPES.values()))
def brief_file(request: Asked, series: Name, round_: RoundName, digest: Name) -> FileResponse:
    """A file of a brief, by its SHA-256."""
    found, content = _desk(request).briefing.file(request.asker, series, round_, digest)
    return FileResponse(content, as_attachment=True, filename=f"{series}-{round_}-{found.name}", content_type=TYPES[found.format])


@room.writes("POST", f"{ONE}/commitments", CommitmentShape, "recordCommitment", of_dialogue, status=201)
def record(request: Asked, series: Name, body: CommitmentSent) -> Done:
    """Record a promise that stands in no public source. `warnings` tells where its two texts differ."""
    code, _ = _desk(request).following.record(request.asker, series, body.model_dump())
    return Done(_shown(request, series, code), {"Location": f"{request.http.path}/{code}"})


@room.reads(COMMITMENT, CommitmentShape, "getCommitment", of_dialogue)
def commitment(request: Asked, series: Name, commitment: Name) -> CommitmentShape:
    """A promise with all that happened to it, as far as the caller may know."""
    return _shown(request, series, commitment)


@room.writes("POST", f"{COMMITMENT}/steps/{{step}}", CommitmentShape, "takeCommitmentStep", of_dialogue)
def step(request: Asked, series: Name, commitment: Name, step: Name, body: CommitmentStepSent) -> CommitmentShape:
    """One step: assign, start, report, confirm, carry, restate, lapse, link or unlink."""
    desk, typed = _desk(request), body.model_dump()
    view = desk.looking.commitment(request.asker, series, commitment)
    desk.following.take(request.asker, view, step, {k: v for k, v in typed.items() if k != "number"}, body.number)
    return _shown(request, series, commitment)


def _shown(request: Asked, series: str, code: str) -> CommitmentShape:
    view = _desk(request).looking.commitment(request.asker, series, code)
    return commitment_shape(view.series, view.course, view.steps, view.day)
