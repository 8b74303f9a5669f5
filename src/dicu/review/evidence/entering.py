"""A description as an officer types it, read and checked: either whole, or every problem at its field at once."""

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date

from dicu.review.entering import BadForm, Problem
from dicu.review.evidence.addresses import well_formed
from dicu.review.evidence.model import LANGUAGES, Classification, Description, EvidenceKind, Place
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, Refused, T
from dicu.vocabulary.text import normalised

FIELDS = ("kind", "title", "issuer", "reference", "dated", "place", "locator", "classification", "language", "url", "captured")
LONGEST = {"title": 500, "issuer": 300, "reference": 200, "locator": 200}


def read_description(typed: Mapping[str, str], language: Language, today: date, *, kept: bool) -> Description:
    """`kept`: whether a file goes with it; without one only a web page can be cited. Raises BadForm."""
    form = _Form(typed, language, today)
    found = Description(
        kind=form.choice("kind", set(EvidenceKind), T("Choose what sort of evidence it is.")),
        title=form.needed("title", T("Give the title, as it stands on the evidence itself.")),
        issuer=form.text("issuer"),
        reference=form.text("reference"),
        dated=form.day("dated"),
        place=form.choice("place", set(Place), T("Say what sort of place to look at, or that it is not known.")),
        locator=form.text("locator"),
        classification=form.choice("classification", set(Classification), T("Choose who may know of this evidence.")),
        language=form.choice("language", set(LANGUAGES), T("Choose the language that the evidence is written in.")),
        url=form.text("url"),
        captured=form.day("captured"),
    )
    form.fits(found, kept)
    if form.problems:
        raise BadForm(tuple(form.problems))
    return found


class _Form:
    def __init__(self, typed: Mapping[str, str], language: Language, today: date) -> None:
        self.typed, self.language, self.today = typed, language, today
        self.problems: list[Problem] = []

    def wrong(self, field: str, message: Message) -> None:
        if all(problem.field != field for problem in self.problems):
            self.problems.append(Problem(field, message))

    def text(self, field: str) -> str:
        text = " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in normalised(self.typed.get(field, ""))).split())
        if len(text) > (most := LONGEST.get(field, 1000)):
            self.wrong(field, T("This text has {length} characters; {most} fit. Shorten it.", length=len(text), most=most))
        return text

    def needed(self, field: str, message: Message) -> str:
        text = self.text(field)
        if not text:
            self.wrong(field, message)
        return text

    def choice(self, field: str, allowed: Collection[str], message: Message) -> str:
        chosen = self.text(field)
        if chosen not in allowed:
            self.wrong(field, message)
        return chosen

    def day(self, field: str) -> str:
        text = self.text(field)
        if not text:
            return ""
        try:
            day = dates.read(text, self.language)
        except Refused as refused:
            self.wrong(field, refused.message)
            return ""
        if day > self.today:
            self.wrong(field, T("{day} is in the future. Give a day that is not after today.", day=day))
        return day.isoformat()

    def fits(self, found: Description, kept: bool) -> None:
        """What two fields say together."""
        if found.place == Place.NOT_KNOWN and found.locator:
            self.wrong("place", T("Say what sort of place “{locator}” is: a page, a paragraph or a table.", locator=found.locator))
        if found.place not in ("", Place.NOT_KNOWN) and not found.locator:
            self.wrong("locator", T("Give the page, paragraph or table, or say that it is not known."))
        if found.url and not well_formed(found.url):
            self.wrong("url", T("This is not an address of a web page. Write it like https://name.example/page."))
        self._of_pages(found, kept)

    def _of_pages(self, found: Description, kept: bool) -> None:
        if found.kind == EvidenceKind.WEB_PAGE and not found.url:
            self.wrong("url", T("Give the address of the web page."))
        if found.url and not found.captured and "captured" not in (p.field for p in self.problems):
            self.wrong("captured", T("Give the day on which the page was read: pages change."))
        if found.captured and not found.url:
            self.wrong("url", T("Give the address that was read on {day}.", day=date.fromisoformat(found.captured)))
        if not kept and found.kind != EvidenceKind.WEB_PAGE:
            self.wrong("file", T("Choose a file. Only a web page can be cited without a copy."))
