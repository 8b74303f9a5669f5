"""What the layout puts around every page: who reads, where they can go, what they must be told."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from dicu.access.model import PUBLIC, Officer
from dicu.vocabulary.bilingual import Language
from dicu.web import language
from dicu.web.navigation import Item, navigation
from dicu.web.notices import told, warned
from dicu.web.officer import asking


@dataclass(frozen=True, slots=True)
class Frame:
    """`switch` is this page in the other language, `switch_language` that language, `switch_name` its own name."""

    language: Language
    switch: str
    switch_language: Language
    officer: Officer = PUBLIC
    navigation: list[Item] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def switch_name(self) -> str:
        return language.NAMES[self.switch_language]


def frame(request: HttpRequest) -> Frame:
    """A page marked `bare` (damaged request, broken service) is framed without asking the database anything."""
    here = language.current()
    switch, other = language.switched(request), language.other(here)
    if getattr(request, "bare", False):
        return Frame(here, switch, other)
    officer = asking(request)
    return Frame(here, switch, other, officer, navigation(request, officer), told(request), warned(request))
