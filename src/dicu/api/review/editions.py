"""Reviews that were built and published."""

from django.http import FileResponse

from dicu.access.model import Asker
from dicu.access.rulebook import PUBLICATION
from dicu.api import errands, paging
from dicu.api.operations import Asked, Room
from dicu.api.paging import USUAL, After, Limit, Page
from dicu.api.review.edition_shapes import EditionShape, edition_shape
from dicu.api.review.filters import OfPlan, OfRound
from dicu.api.shapes import Name, RoundName
from dicu.review.ports import Edition

room = Room("editions")
EDITION = "/editions/{plan}/{round}/{snapshot}"
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _key(edition: Edition) -> tuple[int, str]:
    """Newest first. An edition never changes its place: the moment it was built stands."""
    return -int(edition.built_at.timestamp() * 1_000_000), edition.snapshot


@room.reads("/editions", Page[EditionShape], "listEditions", errands.round_)
def editions(request: Asked, plan: OfPlan = "", round_: OfRound = "", limit: Limit = USUAL, after: After = "") -> Page[EditionShape]:
    """Reviews that this caller may see, newest first."""
    rows = request.desk.editions.editions(request.asker, plan, round_)
    rest = paging.beyond(rows, paging.read("editions", after, int, str), _key)
    more = list(_key(rest[limit - 1])) if len(rest) > limit else None
    return Page(items=[_shape(request, row) for row in rest[:limit]], next=paging.next_page(request.http, "editions", more))


@room.reads(EDITION, EditionShape, "getEdition", errands.round_)
def edition(request: Asked, plan: Name, round_: RoundName, snapshot: Name) -> EditionShape:
    """One review, by the snapshot it rests on."""
    return _shape(request, request.desk.editions.edition(request.asker, plan, round_, snapshot))


@room.writes("POST", f"{EDITION}/publish", EditionShape, "publishEdition", errands.publishing)
def publish(request: Asked, plan: Name, round_: RoundName, snapshot: Name) -> EditionShape:
    """Make a built review public. Never by who built it."""
    return _shape(request, request.desk.editions.publish(request.asker, plan, round_, snapshot))


@room.downloads(f"{EDITION}/files/{{name}}", "downloadEditionFile", errands.round_, *(t.partition(";")[0] for t in TYPES.values()))
def file(request: Asked, plan: Name, round_: RoundName, snapshot: Name, name: Name) -> FileResponse:
    """A paper of a review, as a download."""
    found, content = request.desk.editions.file(request.asker, plan, round_, snapshot, name)
    filename = f"{plan}-{round_}-{found.language}.{found.format}"
    return FileResponse(content, as_attachment=True, filename=filename, content_type=TYPES[found.format])


def _shape(request: Asked, found: Edition) -> EditionShape:
    attributes = {"plan": found.plan, "round": found.round, "state": found.state, "built_by": found.built_by}
    who = Asker(request.asker.officer, PUBLICATION)
    return edition_shape(found, request.desk.tools.may(who, "publish", "publication", **attributes))
