"""Evidence of the demonstration: how the script describes it, and the public claim that stands for what is restricted."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from dicu.access.rulebook import COORDINATION
from dicu.review.desk import Asker, ReportView, ReviewDesk
from dicu.review.evidence.claims import restricted
from dicu.review.evidence.model import Description, Place
from dicu.vocabulary.bilingual import Bilingual

As = Callable[[str, str, Callable[[Asker], Any]], Any]
Raw = Mapping[str, Any]


def attach(desk: ReviewDesk, who: Asker, view: ReportView, task: str, file: Raw) -> None:
    """A file with its description; without a text, a web page of which no copy is kept."""
    number = view.report.number
    if "text" not in file:
        desk.reporting.cite(who, view, task, _described(file), number)
        return
    desk.reporting.attach(who, view, task, file["name"], BytesIO(file["text"].encode()), _described(file), number)


def _described(file: Raw) -> Description:
    """What the script leaves out is not known, or public: all of it is invented."""
    facts = {name: str(file.get(name) or "") for name in ("issuer", "reference", "dated", "locator", "url", "captured")}
    place = file.get("place") or Place.NOT_KNOWN
    said = {"kind": file.get("kind") or "document", "title": file.get("title") or file.get("name") or "", "place": str(place)}
    return Description(**said, **facts, classification=file.get("classification") or "public", language=file.get("language") or "vi")


def claims(desk: ReviewDesk, as_: As, script: Raw) -> None:
    """One coordinator proposes, the other approves; once, and only where the restricted evidence stands."""
    for claim in script.get("claims") or ():
        where = ("demo", claim["round"], claim["agency"])
        if as_(claim["by"], COORDINATION, lambda who, w=where, t=claim["task"]: _wanted(desk, who, w, t)):
            as_(claim["by"], COORDINATION, lambda who, w=where, c=claim: _proposed(desk, who, w, c))
            as_(claim["approved_by"], COORDINATION, lambda who, w=where, c=claim: _approved(desk, who, w, c))


def _wanted(desk: ReviewDesk, who: Asker, where: tuple[str, str, str], task: str) -> bool:
    _, line = desk.reporting.view(who, *where).line(task)
    return bool(restricted(line)) and not desk.evidence.claims(who, *where).claims.all


def _proposed(desk: ReviewDesk, who: Asker, where: tuple[str, str, str], claim: Raw) -> None:
    view = desk.evidence.claims(who, *where)
    text = Bilingual(claim["text"]["vi"], claim["text"]["en"])
    desk.evidence.propose(who, view, claim["task"], text, claim["reason"], view.claims.number)


def _approved(desk: ReviewDesk, who: Asker, where: tuple[str, str, str], claim: Raw) -> None:
    view = desk.evidence.claims(who, *where)
    desk.evidence.answer(who, view, view.claims.all[-1].number, True, claim["answer"], view.claims.number)
