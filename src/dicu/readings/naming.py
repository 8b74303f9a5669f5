"""How a thing is called in the log: by its codes, in one order, and never by words about it."""

import re
from collections.abc import Mapping
from typing import Any

from dicu.access.policy import OWNERSHIP

NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "plan": ("plan",),
    "round": ("plan", "round"),
    "obligation": ("plan", "round", "agency"),
    "report": ("plan", "round", "agency"),
    "line": ("plan", "round", "agency", "task"),
    "evidence": ("plan", "round", "agency", "digest"),
    "request": ("plan", "round", "agency"),
    "nil": ("plan", "round", "agency"),
    "figure": ("plan",),
    "register": ("plan",),
    "dialogue": ("series",),
    "follow-up": ("series", "commitment"),
    "position": ("series", "round"),
    "policy-register": ("register",),
    "policy": ("register", "entry"),
    "brief": ("series", "round"),
    "claim": ("plan", "round", "agency"),
    "recommendation": ("set",),
    "handling": ("set", "code"),
    "likeness": ("first", "second"),
    "priority": ("plan", "round", "agency"),
    "version": ("plan",),
    "gap": ("plan", "round", "agency"),
    "publication": ("plan", "round"),
    "ledger": (),
    "account": ("username",),
    "opening": ("account", "what", "agency"),
    "emergency": (),
    "reading": (),
    "person": ("id",),
    "copies": (),
    "search-keys": ("domain",),
    "webhook": ("webhook",),
    "todo": (),
    "reminder": (),
    "preference": ("account",),
}
"""Kind → the attributes that its codes are made of. A kind without any is noted as a kind: there is one ledger."""

PART_OF: Mapping[str, str] = {
    "line": "report",
    "evidence": "report",
    "obligation": "report",
    "request": "report",
    "nil": "report",
    "claim": "report",
}
"""Who asks for the whole's readers is shown those of its parts. That a report is owed is a part of it."""

PEOPLE = frozenset({"person"})
"""Kinds that are somebody: each one is noted, also in a list, and also when the public asks."""

CODE = re.compile(r"[\w.@:+-]{1,80}", re.ASCII)
BETWEEN = "/"


def key_of(kind: str, attributes: Mapping[str, Any]) -> str:
    """The codes of a thing, "demo/2025/TD-LD"; empty where one of them is not known or is no code."""
    codes = [str(attributes.get(name) or "") for name in NAMED_BY.get(kind, (kind,))]
    return BETWEEN.join(codes) if all(map(CODE.fullmatch, codes)) else ""


def name_of(kind: str, key: str) -> str:
    """The one string that a thing is looked up by."""
    return f"{kind}:{key}" if key else ""


def whole_of(kind: str, attributes: Mapping[str, Any]) -> str:
    """The name of what this is a part of; empty for what is a thing by itself."""
    whole = PART_OF.get(kind, "")
    return name_of(whole, key_of(whole, attributes)) if whole else ""


def owner_of(attributes: Mapping[str, Any]) -> str:
    """The code of the agency whose thing it is."""
    found = next((str(attributes[name]) for name in OWNERSHIP if attributes.get(name)), "")
    return found if CODE.fullmatch(found) else ""


def domain_of(attributes: Mapping[str, Any]) -> str:
    """The domain of people's records that a thing lies in, behind a wall; empty for what lies in none."""
    found = str(attributes.get("domain") or "")
    return found if CODE.fullmatch(found) else ""


def owner_in(kind: str, key: str) -> str:
    """The agency that stands in the codes of a thing; empty where none does."""
    return owner_of(dict(zip(NAMED_BY.get(kind, ()), key.split(BETWEEN), strict=False)))
