"""Versions of a plan and their comparison, in the form in which they are answered."""

from datetime import datetime

from pydantic import Field

from dicu.api.shapes import Both, Sent, Shape, both
from dicu.review.desk import Compared
from dicu.review.ports import PlanVersion
from dicu.review.versions import Change, Touch

MOST = 5_000


class VersionShape(Shape):
    """`state`: proposed, or loaded (it is or was in force). `followed`, `ended`: what became of tasks that it dropped."""

    plan: str
    digest: str
    version: str
    state: str
    in_force: bool
    tasks: int
    origin: str
    proposed_at: datetime | None
    proposed_by: str
    loaded_at: datetime | None
    loaded_by: str
    followed: dict[str, str]
    ended: dict[str, str]


class VersionList(Shape):
    items: list[VersionShape]


class ChangeShape(Shape):
    """`what`: task, focal, phase, indicator, target, round, figure, agency, crosswalk or plan; `how`: added, removed, changed;
    `part`: which part of a changed thing, for example lead or term."""

    what: str
    code: str
    how: str
    part: str
    before: Both
    after: Both


class TouchShape(Shape):
    """`kind`: obligation (no line was sent), line, local-task (of the provincial plan `plan`, which implements the task that
    `state` names), or priority (`name` is its number). `lost`: it would be left hanging; of a line, with the dropped task
    `by`, to which its work has passed, or with `task` itself where `by` is empty."""

    kind: str
    plan: str
    round: str
    agency: str
    task: str
    state: str
    lost: bool
    name: str
    by: str


class ComparedShape(Shape):
    """`against`: the digest of the version in force, to be sent with the decision; empty where there is none. `hanging`:
    dropped tasks whose lines, sent or accepted, need a task that follows, or an end with its reason."""

    version: VersionShape
    against: str
    changes: list[ChangeShape]
    touches: list[TouchShape]
    dropped: list[str]
    followed: dict[str, str]
    hanging: list[str]
    cut: bool = Field(False, description=f"Whether there are more than {MOST} changes or touches, of which only these are listed.")


class OneVersion(Shape):
    """`comparison` is there for who may put the version in force."""

    version: VersionShape
    comparison: ComparedShape | None


class LoadSent(Sent):
    against: str = Field(max_length=64, description="The digest of the version that it was compared with.")
    followed: dict[str, str] = Field(default_factory=dict, description="Dropped task → the task of this version that follows it.")
    ended: dict[str, str] = Field(default_factory=dict, description="Dropped task → why it ended, and by which act.")


def version_shape(v: PlanVersion, in_force: str) -> VersionShape:
    return VersionShape(
        plan=v.plan,
        digest=v.digest,
        version=v.version,
        state=v.state,
        in_force=v.digest == in_force,
        tasks=v.tasks,
        origin=v.origin,
        proposed_at=v.proposed_at,
        proposed_by=v.proposed_by,
        loaded_at=v.loaded_at,
        loaded_by=v.loaded_by,
        followed=dict(v.followed),
        ended=dict(v.ended),
    )


def compared_shape(version: VersionShape, found: Compared) -> ComparedShape:
    c = found.comparison
    return ComparedShape(
        version=version,
        against=found.against,
        changes=[change_shape(change) for change in c.changes[:MOST]],
        touches=[touch_shape(touch) for touch in found.touches[:MOST]],
        dropped=list(c.removed_tasks()),
        followed=dict(c.followed),
        hanging=list(found.hanging),
        cut=max(len(c.changes), len(found.touches)) > MOST,
    )


def change_shape(c: Change) -> ChangeShape:
    return ChangeShape(what=str(c.what), code=c.code, how=str(c.how), part=c.part, before=both(c.before), after=both(c.after))


def touch_shape(t: Touch) -> TouchShape:
    return TouchShape(
        kind=t.kind, plan=t.plan, round=t.round, agency=t.agency, task=t.task, state=t.state, lost=t.lost, name=t.name, by=t.by
    )
