"""Which entries somebody asks for: by country, topic, people, route, words, and by days."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dicu.review.policy_watch.standing import Policy

SOON = 30
STALE = 180
"""Calendar days after which a check is asked for again, and for which an unverified entry may stand before it is asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty: no matter. `on`: in force on that day. `within`: begins in so many days from `today`. `since`: changed after that day,
    in law or in the register."""

    jurisdiction: str = ""
    topic: str = ""
    whom: str = ""
    kind: str = ""
    state: str = ""
    routes: bool = False
    words: str = ""
    on: date | None = None
    within: int | None = None
    since: date | None = None


def chosen(policies: Iterable[Policy], wanted: Wanted, today: date) -> tuple[Policy, ...]:
    """The newest first; what has no day comes last."""
    found = (p for p in policies if _fits(p, wanted) and _on_days(p, wanted, today))
    return tuple(sorted(found, key=lambda p: (order(p), p.code), reverse=True))


def order(p: Policy) -> date:
    e = p.entry
    return e.in_force or e.published or e.adopted or date.min


def _fits(p: Policy, w: Wanted) -> bool:
    e = p.entry
    return (
        (not w.jurisdiction or e.jurisdiction in (w.jurisdiction, "both"))
        and (not w.topic or w.topic in e.topics)
        and (not w.whom or w.whom in e.whom)
        and (not w.kind or w.kind == e.kind)
        and (not w.state or w.state == p.state)
        and (not w.routes or bool(e.routes))
        and has_words(p, w.words)
    )


def _on_days(p: Policy, w: Wanted, today: date) -> bool:
    e = p.entry
    return (
        (w.on is None or (not p.withdrawn and e.in_force_on(w.on) is True))
        and (w.within is None or (not p.withdrawn and e.in_force is not None and today < e.in_force <= today + timedelta(days=w.within)))
        and (w.since is None or p.changed > w.since or e.days_between(w.since, today))
    )


def has_words(p: Policy, words: str) -> bool:
    """Every word stands somewhere in it. Words typed with their marks are looked for with them; words without, without."""
    text = _text(p)
    bare = folded(text)
    asked = unicodedata.normalize("NFC", words.casefold()).split()
    return all((word in bare) if folded(word) == word else (word in text) for word in asked)


def folded(text: str) -> str:
    """Without the marks of Vietnamese, small."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("đ", "d")


def _text(p: Policy) -> str:
    e = p.entry
    both = [e.title, e.changes, e.note, *(t for r in e.routes for t in (r.name, r.conditions, r.cost, r.apply))]
    parts = [e.code, e.symbol, *(t for b in both for t in (b.vi, b.en)), *(link.symbol for link in e.links)]
    return " ".join(parts).casefold()


def beginning(policies: Iterable[Policy], today: date, days: int = SOON) -> tuple[Policy, ...]:
    """Those that begin within so many days after today, the nearest first."""
    return tuple(reversed(chosen(policies, Wanted(within=days), today)))


def unchecked_since(p: Policy, today: date, days: int = STALE) -> date | None:
    """Since when somebody should check it (again): so long after the last check, or after it was recorded. None: not yet."""
    if p.withdrawn:
        return None
    since = (p.entry.checked if p.entry.verified and p.entry.checked else p.versions[-1].day) + timedelta(days=days)
    return since if since <= today else None


def lawful_changes(policies: Iterable[Policy], after: date, until: date) -> tuple[Policy, ...]:
    """Changes of law between two days that everybody may know, the oldest first: what a brief tells of both countries."""
    found = (p for p in policies if p.published and not p.withdrawn and p.entry.days_between(after, until))
    return tuple(sorted(found, key=lambda p: (p.entry.jurisdiction, order(p), p.code)))
