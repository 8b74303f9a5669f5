"""The kinds of problems, for programs and for people who follow a problem's `type`."""

from dicu.api import errands, problems
from dicu.api.operations import Asked, Room
from dicu.api.shapes import Both, Shape, both

room = Room("problems")


class ProblemKind(Shape):
    name: str
    type: str
    status: int
    title: Both
    detail: Both


class ProblemKinds(Shape):
    items: list[ProblemKind]


@room.reads("/problems", ProblemKinds, "listProblems", errands.round_)
def kinds(request: Asked) -> ProblemKinds:
    """The kinds of problems that may be answered.

    Places in braces stand for what differs from one problem to the next.
    """
    return ProblemKinds(items=[_told(kind) for kind in problems.KINDS])


def _told(kind: problems.Kind) -> ProblemKind:
    detail = Both(vi=problems.unfilled(kind.detail, "vi"), en=problems.unfilled(kind.detail, "en"))
    return ProblemKind(name=kind.name, type=kind.address, status=kind.status, title=both(kind.title), detail=detail)
