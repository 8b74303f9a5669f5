"""A to-do: what has to be done, by whom, until when. It is worked out from what is recorded each time it is asked for, and
kept nowhere: a list of its own would one day say something else than the records do."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

from dicu.agenda.terms import Steps
from dicu.vocabulary.messages import Message


@dataclass(frozen=True, slots=True)
class Todo:
    """`what` is its sort ("report"), `thing` what it is about; both together name it for ever.

    It is for one account, or for whoever holds `role` (for `agency`, if that is not empty), but not for `but`: nobody
    judges what they did themselves. `title` goes into mails and holds no personal data; `why` stands on pages only.
    `calendar` counts its working days, `steps` are terms of its own. `place` is the page where it is done: the name of a
    route, and what that takes.
    """

    what: str
    thing: tuple[str, ...]
    title: Message
    why: Message
    role: str = ""
    agency: str = ""
    account: str = ""
    but: str = ""
    since: date | None = None
    due: date | None = None
    place: tuple[str, tuple[str, ...]] = ("agenda", ())
    calendar: str = "vn"
    steps: Steps | None = None

    @property
    def id(self) -> str:
        """With its last day: a term that was extended is reminded of anew."""
        return "/".join((self.what, *self.thing, self.due.isoformat() if self.due else "open"))


Source = Callable[[date], Iterable[Todo]]
"""What a room gives: the to-dos of a day, as far as the session's reach lets it see."""


@runtime_checkable
class Narrowing(Protocol):
    """A source that knows beforehand what it has for whom, so that it is not asked in vain."""

    def for_roles(self, roles: Collection[str]) -> Source:
        """The same source for somebody who holds these roles and no others: every to-do that is for a role which is not
        among them may be missing, and no other one."""
        ...


@dataclass(frozen=True)
class For:
    """A source all of whose to-dos are for these roles."""

    roles: frozenset[str]
    source: Source

    def __call__(self, today: date) -> Iterable[Todo]:
        return self.source(today)

    def for_roles(self, roles: Collection[str]) -> Source:
        return self.source if self.roles & set(roles) else _nothing


def _nothing(_: date) -> Iterable[Todo]:
    return ()


@dataclass
class Sources:
    """The rooms that have something to be done. Wiring registers them."""

    _found: dict[str, Source] = field(default_factory=dict)

    def register(self, name: str, source: Source) -> None:
        if name in self._found:
            raise ValueError(f"the source {name} is registered already")
        self._found[name] = source

    def __iter__(self) -> Iterator[tuple[str, Source]]:
        return iter(self._found.items())

    def todos(self, day: date, roles: Collection[str] | None = None) -> tuple[Todo, ...]:
        """Of all rooms, the nearest last day first; what has none comes last. With `roles`, for somebody who holds these and
        no others: what is for other roles may be missing."""
        asked = self._found.values() if roles is None else [_narrowed(source, roles) for source in self._found.values()]
        found = [todo for source in asked for todo in source(day)]
        return tuple(sorted(found, key=lambda todo: (todo.due or date.max, todo.since or date.max, todo.id)))


def _narrowed(source: Source, roles: Collection[str]) -> Source:
    return source.for_roles(roles) if isinstance(source, Narrowing) else source
