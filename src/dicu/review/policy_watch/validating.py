"""A register is checked whole before anything of it is kept: against its schema, then against itself."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator

from dicu.review.bundles import Bundle
from dicu.review.policy_watch.bundles import PARTS
from dicu.review.policy_watch.model import DAYS
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, Refused, T

MOST = 50  # problems named in one refusal
Problem = tuple[str, Message]


class BadRegister(Refused):
    """A register that cannot be loaded; `problems` are (where, what) pairs. Nothing of it was kept."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        where, what = problems[0]
        super().__init__(
            T("The register cannot be loaded: {count} problems. The first, at {where}: {what}", count=len(problems), where=where, what=what)
        )
        self.problems = problems

    def report(self, language: Language) -> str:
        """All problems, one a line."""
        return "\n".join(f"{where}: {what.say(language)}" for where, what in self.problems)


def check_register(bundle: Bundle, places: Callable[[str], str] = str) -> None:
    """Raises BadRegister with every problem that was found (at most MOST). `places` says where each stands: file and line."""
    problems = tuple((places(where), what) for where, what in islice(_problems(bundle), MOST))
    if problems:
        raise BadRegister(problems)


def _problems(bundle: Bundle) -> Iterator[Problem]:
    misfits = tuple(islice(_against_schema(bundle), MOST))
    if misfits:  # only what has the form of a register can be held against itself
        yield from misfits
        return
    codes = [row["code"] for row in bundle["entries"]]
    for code in dict.fromkeys(c for c in codes if codes.count(c) > 1):
        yield f"entries/{code}", T("“{key}” stands twice", key=code)
    yield from _no_days("sources", {k: [row.get("published")] for k, row in bundle["sources"].items()})
    yield from _no_days("entries", {row["code"]: [row.get(n) for n in (*DAYS, "checked")] for row in bundle["entries"]})
    for row in bundle["entries"]:
        for what in (*_grounds(row, bundle["sources"]), *_links(row, set(codes)), *_order(row)):
            yield f"entries/{row['code']}", what
    yield from _circles(bundle["entries"])


def _against_schema(bundle: Bundle) -> Iterator[Problem]:
    for part in PARTS:
        for fault in _validator(part).iter_errors(bundle[part]):
            path = "/".join(str(p) for p in (part, *fault.absolute_path))
            yield path, T("it does not fit the form of a policy register ({fault})", fault=fault.message[:200])


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((files("dicu.plans") / "schema" / "policy.schema.json").read_text("utf-8"))
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def _no_days(part: str, rows: dict[str, list[Any]]) -> Iterator[Problem]:
    """Every day is one of the calendar: 2025-02-30 has the form of a day."""
    for key, days in rows.items():
        for day in (d for d in days if d and not _is_day(d)):
            yield f"{part}/{key}", T("“{day}” is no day of the calendar", day=day)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _grounds(row: dict[str, Any], known: dict[str, Any]) -> Iterator[Message]:
    """What is called verified rests on a text that was read, in a source that is verified."""
    missing = [key for key in row["sources"] if key not in known]
    for key in missing:
        yield T("“{name}” is no source of the register", name=key)
    if not row["verified"]:
        return
    if row["read"] not in ("text", "excerpt"):
        yield T("it is called verified, but its text was not read")
    if not missing and not any(known[key]["verified"] for key in row["sources"]):
        yield T("it is called verified, but none of its sources is")


def _links(row: dict[str, Any], codes: set[str]) -> Iterator[Message]:
    for link in row.get("links") or []:
        if link.get("target") and link["target"] not in codes - {row["code"]}:
            yield T("“{name}” is no other entry of the register", name=link["target"])


def _order(row: dict[str, Any]) -> Iterator[Message]:
    """Nothing ends before it begins, and nothing begins before it is adopted."""
    adopted, begins, ends = (row.get(name) for name in ("adopted", "in_force", "ends"))
    if begins and ends and ends < begins:
        yield T("it ends before it begins")
    if adopted and begins and begins < adopted:
        yield T("it begins before it was adopted")


def _circles(rows: list[dict[str, Any]]) -> Iterator[Problem]:
    """No text amends, replaces or implements itself, however far around."""
    above = {row["code"]: {link.get("target") or "" for link in row.get("links") or []} for row in rows}
    for code, first in above.items():
        seen: set[str] = set()
        waiting = set(first)
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting |= above.get(one, set())
        if code in seen:
            yield f"entries/{code}", T("its links lead back to itself")
