"""The steps of an entry: proposed by one officer, checked at its source by another, corrected, withdrawn. Each is an entry of the
ledger with its author."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dicu.access.model import Asker
from dicu.ledger.model import Conflict, Draft
from dicu.review.desk.tools import Tools
from dicu.review.policy_watch.desk.looking import Looking, PolicyView, facts_of
from dicu.review.policy_watch.model import CERTAINTY, DAYS, JURISDICTIONS, KINDS, READ, RELATIONS, TOPICS, WHOM
from dicu.review.policy_watch.standing import check_other_hand, check_step
from dicu.review.rules import NotAllowed
from dicu.vocabulary import dates
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.text import normalised

Typed = Mapping[str, str]
TEXTS = ("title", "changes", "note")
ROUTE = ("route_name", "route_conditions", "route_cost", "route_apply")
BOTH = tuple(f"{name}_{language}" for name in (*TEXTS, *ROUTE) for language in ("vi", "en"))
FACTS = ("jurisdiction", "kind", "symbol", *BOTH, *DAYS, "whom", "topics", "certainty", "read", "source", "locator", "address", "links")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "verify": ("read", "where", "day"),
    "correct": (*FACTS, "reason"),
    "withdraw": ("reason",),
}
"""Step → the fields that its form, its operation and its command take, all as text; lists are codes with semicolons between."""
LONGEST = 15_000


def entry_stream(register: str, code: str) -> str:
    return f"policy/{register}/{code}"


class Recording:
    def __init__(self, tools: Tools, looking: Looking) -> None:
        self.tools = tools
        self.looking = looking

    def propose(self, asker: Asker, register: str, typed: Typed) -> str:
        """Its code. It is not public, and unverified, until somebody else has checked it."""
        found = self.looking.register(asker, register)
        self.tools.check(asker, "propose", "policy", **facts_of(register, "", published=False))
        facts = self._facts(asker, register, _said(typed, FACTS))
        code = self._next(asker, register)
        draft = Draft("policy.proposed", {"register": register, "entry": code, "facts": facts})
        self.tools.append(asker, entry_stream(register, code), found.authority, 0, draft)
        return code

    def take(self, asker: Asker, view: PolicyView, step: str, typed: Typed, number: int) -> None:
        """One step. `number`: the last entry of the ledger that the caller has read; Conflict if there is a newer one."""
        if step not in FIELDS:
            raise NotAllowed(T("There is no such step. Steps: {steps}.", steps=", ".join(FIELDS)), where="step")
        p = view.policy
        self.tools.check(asker, step, "policy", **facts_of(p.register, p.code, published=p.published))
        check_step(p, step)
        kind, body = getattr(self, f"_{step}")(asker, view, _said(typed, FIELDS[step]))
        name = entry_stream(p.register, p.code)
        if number != p.number:
            raise Conflict(name)
        draft = Draft(f"policy.{kind}", {"register": p.register, "entry": p.code, **body})
        self.tools.append(asker, name, view.register.authority, p.number, draft)

    def _verify(self, asker: Asker, view: PolicyView, said: Typed) -> tuple[str, dict[str, Any]]:
        check_other_hand(view.policy, asker.officer.account)
        _one_of(said["read"], ("text", "excerpt"), "read")
        if not said["where"]:
            raise NotAllowed(T("Say what you have read, and where it stands."), where="where")
        day = _day(said["day"], "day")
        if day is None or day > self.tools.today():
            raise NotAllowed(T("Give the day on which you have read it, not later than today."), where="day")
        return "verified", {"read": said["read"], "where": said["where"], "day": day.isoformat(), "of": view.policy.digest}

    def _correct(self, asker: Asker, view: PolicyView, said: Typed) -> tuple[str, dict[str, Any]]:
        if not said["reason"]:
            raise NotAllowed(T("Say why, so that others can follow it."), where="reason")
        return "corrected", {"facts": self._facts(asker, view.register.id, said, view.policy.code), "reason": said["reason"]}

    def _withdraw(self, asker: Asker, view: PolicyView, said: Typed) -> tuple[str, dict[str, Any]]:
        if not said["reason"]:
            raise NotAllowed(T("Say why, so that others can follow it."), where="reason")
        return "withdrawn", {"reason": said["reason"]}

    def _next(self, asker: Asker, register: str) -> str:
        taken = {p.code for p in self.looking.of_register(asker, self.looking.loaded(asker, register))}
        return next(code for n in range(1, len(taken) + 2) if (code := f"new-{n}") not in taken)

    def _facts(self, asker: Asker, register: str, said: Typed, code: str = "") -> dict[str, Any]:
        for name, choices in (("jurisdiction", JURISDICTIONS), ("kind", KINDS), ("certainty", CERTAINTY), ("read", READ)):
            _one_of(said[name], choices, name)
        for name in ("title_vi", "title_en", "changes_vi", "changes_en"):
            if not said[name]:
                raise NotAllowed(T("Give it in both languages: whoever reads it reads one of them."), where=name)
        if not said["source"]:
            raise NotAllowed(T("Name the source in which it stands."), where="source")
        plain = {name: said[name] for name in ("jurisdiction", "kind", "symbol", "certainty", "read")}
        days = _days(said)
        lists = {"whom": _codes(said["whom"], WHOM, "whom"), "topics": _codes(said["topics"], TOPICS, "topics")}
        source = {"title": said["source"], "locator": said["locator"], "published": None, "verified": said["read"] in ("text", "excerpt"),
                  "address": said["address"]}  # fmt: skip
        known = {p.code for p in self.looking.of_register(asker, self.looking.loaded(asker, register))} - {code}
        more = {"sources": [source], "routes": _routes(said), "links": _links(said["links"], known)}
        return {**plain, **days, **lists, **more, **{name: _both(said, name) for name in TEXTS}}


def _said(typed: Typed, names: tuple[str, ...]) -> dict[str, str]:
    said = {name: normalised(typed.get(name) or "").strip() for name in names}
    for name, text in said.items():
        if len(text) > LONGEST:
            raise NotAllowed(T("This text has {length} characters; {most} fit.", length=len(text), most=LONGEST), where=name)
        if "\x00" in text:
            raise NotAllowed(T("This text holds a character that cannot be stored. Type it again."), where=name)
    return said


def _both(said: Typed, name: str) -> dict[str, str]:
    return {"vi": said[f"{name}_vi"], "en": said[f"{name}_en"]}


def _routes(said: Typed) -> list[dict[str, Any]]:
    """At most one: a second way is an entry of its own."""
    if not any(said[f"{name}_{language}"] for name in ROUTE for language in ("vi", "en")):
        return []
    for language in ("vi", "en"):
        if not said[f"route_name_{language}"]:
            raise NotAllowed(T("Give the way a name in both languages."), where=f"route_name_{language}")
    return [{name.removeprefix("route_"): _both(said, name) for name in ROUTE}]


def _links(text: str, known: set[str]) -> list[dict[str, str]]:
    """“amends: vn-law-69-2020; implements: Law 1/2020/QH14”: a code of the register, or the number of a text that is not in it."""
    found = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        relation, colon, name = (s.strip() for s in part.partition(":"))
        if relation not in RELATIONS or not colon or not name or len(name) > 120:
            raise NotAllowed(T("Write “amends: CODE; implements: CODE”. Words: {words}.", words=", ".join(RELATIONS)), where="links")
        found.append({"relation": relation, "symbol": name, "target": name if name in known else ""})
    return found


def _days(said: Typed) -> dict[str, str | None]:
    days = {name: _day(said[name], name) for name in DAYS}
    begins, ends, adopted = days["in_force"], days["ends"], days["adopted"]
    if begins and ends and ends < begins:
        raise NotAllowed(T("It cannot end before it begins."), where="ends")
    if adopted and begins and begins < adopted:
        raise NotAllowed(T("It cannot begin before it was adopted."), where="in_force")
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _codes(text: str, choices: tuple[str, ...], where: str) -> list[str]:
    found = list(dict.fromkeys(part for part in re.split(r"[;,\s]+", text) if part))
    if not found or any(code not in choices for code in found):
        raise NotAllowed(T("Choose at least one of these: {choices}.", choices=", ".join(choices)), where=where)
    return found


def _one_of(text: str, choices: tuple[str, ...], where: str) -> None:
    if text not in choices:
        raise NotAllowed(T("Choose one of these: {choices}.", choices=", ".join(choices)), where=where)


def _day(text: str, where: str) -> date | None:
    try:
        return dates.read(text, "en") if text else None
    except Refused as refused:
        raise NotAllowed(refused.message, where) from refused
