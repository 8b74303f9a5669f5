"""How far the database opens for an officer: the coarse second lock, worked out from the same grants."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from dicu.access.holding import held
from dicu.access.model import Grant, Officer
from dicu.access.rulebook import dialogues, persons, policy_watch
from dicu.access.rulebook.incompatible import INCOMPATIBLE
from dicu.access.rulebook.opening import MAY_OPEN
from dicu.access.rulebook.words import ADMINISTRATOR, AUDITOR, COORDINATOR, REPORTER

Reach = Literal["all", "watch", "own", "public"]
ROLES = frozenset({REPORTER, COORDINATOR, AUDITOR})
WRITERS = frozenset({REPORTER, COORDINATOR})
OF_ROLE = {ADMINISTRATOR: "access", dialogues.SECRETARY: dialogues.ROOM, policy_watch.WATCHER: policy_watch.ROOM}


def reach(officer: Officer, today: date) -> Reach:
    """How far the database opens for this officer, coarsely: the second lock, for when the first one has a fault.

    all: reads and writes every stream; watch: reads every stream; own: reads those of `agencies` and the shared ones;
    public: reads plans and publications. Under watch and own, reports of the `written` agencies are written. A grant that
    is limited to an agency never reaches beyond it.
    """
    grants = _in_force(officer, ROLES, today)
    whole = {grant.role for grant in grants if not grant.agency}
    if COORDINATOR in whole:
        return "all"
    if AUDITOR in whole:
        return "watch"
    return "own" if grants else "public"


def agencies(officer: Officer, today: date) -> frozenset[str]:
    """The agencies whose things the database shows to this officer: that of each grant, else the officer's own; and those
    whose things they opened in an emergency."""
    return _of(officer, _in_force(officer, ROLES, today)) | _opened(officer, today)


def written(officer: Officer, today: date) -> frozenset[str]:
    """The agencies whose reports the database takes from this officer: an auditor's grant is none to write by."""
    return _of(officer, _in_force(officer, WRITERS, today))


def rooms(officer: Officer, today: date) -> frozenset[str]:
    """The streams that a role works in besides, by the first part of their names, to read and to add to."""
    of_roles = frozenset(OF_ROLE[grant.role] for grant in _in_force(officer, frozenset(OF_ROLE), today) if not grant.agency)
    return of_roles | persons.rooms(officer, today, INCOMPATIBLE)


def _in_force(officer: Officer, roles: frozenset[str], today: date) -> tuple[Grant, ...]:
    return tuple(grant for grant in held(officer, today, INCOMPATIBLE) if grant.role in roles)


def _opened(officer: Officer, today: date) -> frozenset[str]:
    roles = {grant.role for grant in _in_force(officer, frozenset(MAY_OPEN), today)}
    return frozenset(opening.agency for opening in officer.openings if opening.role in roles) - {""}


def _of(officer: Officer, grants: Iterable[Grant]) -> frozenset[str]:
    return frozenset(grant.agency or officer.agency for grant in grants) - {""}
