"""A series is checked whole before anything of it is kept: against its schema, then against itself."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator

from dicu.review.bundles import Bundle
from dicu.review.dialogues.bundles import PARTS
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, Refused, T

MOST = 50  # problems named in one refusal
Problem = tuple[str, Message]


class BadSeries(Refused):
    """A series that cannot be loaded; `problems` are (where, what) pairs. Nothing of it was kept."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        where, what = problems[0]
        super().__init__(
            T("The series cannot be loaded: {count} problems. The first, at {where}: {what}", count=len(problems), where=where, what=what)
        )
        self.problems = problems

    def report(self, language: Language) -> str:
        """All problems, one a line."""
        return "\n".join(f"{where}: {what.say(language)}" for where, what in self.problems)


def check_series(bundle: Bundle, places: Callable[[str], str] = str) -> None:
    """Raises BadSeries with every problem that was found (at most MOST). `places` says where each stands: file and line."""
    problems = tuple((places(where), what) for where, what in islice(_problems(bundle), MOST))
    if problems:
        raise BadSeries(problems)


def _problems(bundle: Bundle) -> Iterator[Problem]:
    misfits = tuple(islice(_against_schema(bundle), MOST))
    if misfits:  # only what has the form of a series can be held against itself
        yield from misfits
        return
    yield from _days(bundle, "")
    yield from _doubles(bundle)
    yield from _sources(bundle)
    yield from _references(bundle)
    yield from _lineage(bundle)
    yield from _words(bundle)


def _against_schema(bundle: Bundle) -> Iterator[Problem]:
    for part in PARTS:
        for fault in _validator(part).iter_errors(bundle[part]):
            path = "/".join(str(p) for p in (part, *fault.absolute_path))
            yield path, T("it does not fit the form of a dialogue series ({fault})", fault=fault.message[:200])


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((files("dicu.plans") / "schema" / "dialogue.schema.json").read_text("utf-8"))
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


DAYS = frozenset({"day", "until", "order", "due", "promised", "published", "version"})


def _days(value: Any, where: str) -> Iterator[Problem]:
    """Every day is one of the calendar: 2025-02-30 has the form of a day."""
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in rows:
        path = f"{where}/{key}".lstrip("/")
        if key in DAYS and isinstance(inner, str) and not _is_day(inner):
            yield path, T("“{day}” is no day of the calendar", day=inner)
        else:
            yield from _days(inner, path)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _doubles(bundle: Bundle) -> Iterator[Problem]:
    pillars = [p["code"] for r in bundle["rounds"] for p in r["pillars"]]
    lists = {
        "rounds": [r["id"] for r in bundle["rounds"]],
        "rounds/pillars": pillars,
        "instruments": [i["id"] for i in bundle["instruments"]],
        "pillars": [p["code"] for p in bundle["pillars"]],
        "commitments": [c["code"] for c in bundle["commitments"]],
        "rounds/number": [r["number"] for r in bundle["rounds"]],
    }
    for part, keys in lists.items():
        for key in dict.fromkeys(k for k in keys if keys.count(k) > 1):
            yield f"{part}/{key}", T("“{key}” stands twice", key=str(key))


def _sources(bundle: Bundle) -> Iterator[Problem]:
    """Every fact names sources that are there; what is called verified rests on a verified one."""
    known = bundle["sources"]
    for part in PARTS:
        for where, row in _facts(bundle[part], part):
            missing = [key for key in row["sources"] if key not in known]
            for key in missing:
                yield where, T("“{name}” is no source of the series", name=key)
            if not missing and row["verified"] and not any(known[key]["verified"] for key in row["sources"]):
                yield where, T("it is called verified, but none of its sources is")


def _facts(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if isinstance(value.get("sources"), list) and "verified" in value:
            yield where, value
        for key, inner in value.items():
            yield from _facts(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _facts(inner, f"{where}/{number}")


def _references(bundle: Bundle) -> Iterator[Problem]:
    rounds, instruments = {r["id"] for r in bundle["rounds"]}, {i["id"] for i in bundle["instruments"]}
    pillars, codes = {p["code"] for r in bundle["rounds"] for p in r["pillars"]}, {c["code"] for c in bundle["commitments"]}
    no_round, no_instrument = T("no round of the series"), T("no instrument of the series")
    no_pillar, no_commitment = T("no pillar of a round of the series"), T("no commitment of the series")
    for r in bundle["rounds"]:
        yield from _known(f"rounds/{r['id']}", r["outcomes"], instruments, no_instrument)
    for i in bundle["instruments"]:
        yield from _known(f"instruments/{i['id']}", [line["target"] for line in i["lineage"]], instruments, no_instrument)
    for m in bundle["pillars"]:
        yield from _known(f"pillars/{m['code']}", [m["before"], m["after"]], pillars, no_pillar)
        yield from _mapped(m)
    for c in bundle["commitments"]:
        where = f"commitments/{c['code']}"
        course = c.get("course") or []
        yield from _known(where, [c["round"], *(s["round"] for s in course if s["kind"] == "carried")], rounds, no_round)
        yield from _known(where, [c["instrument"], *(s["document"] for s in course if "document" in s)], instruments, no_instrument)
        yield from _known(where, c["pillars"], pillars, no_pillar)
        others = [*(c.get("restates") or []), *(c.get("replaces") or []), *(s["by"] for s in course if s["kind"] == "restated")]
        yield from _known(where, others, codes - {c["code"]}, no_commitment)


def _known(where: str, named: Iterable[str], known: set[str], what: Message) -> Iterator[Problem]:
    for name in named:
        if name and name not in known:
            yield where, T("“{name}” is {what}", name=name, what=what)


def _mapped(row: dict[str, Any]) -> Iterator[Problem]:
    empty = {"new": (True, False), "dropped": (False, True)}.get(row["relation"], (False, False))
    if (not row["before"], not row["after"]) != empty:
        yield f"pillars/{row['code']}", T("a new pillar has none before it, a dropped one none after it, every other one both")


def _lineage(bundle: Bundle) -> Iterator[Problem]:
    """No instrument is its own forebear, and none rests on a later one."""
    above = {i["id"]: [line["target"] for line in i["lineage"]] for i in bundle["instruments"]}
    days = {i["id"]: i["day"] for i in bundle["instruments"]}
    for id_, targets in above.items():
        if id_ in _forebears(above, id_):
            yield f"instruments/{id_}", T("its lineage leads back to itself")
        for target in targets:
            if days[id_] and days.get(target) and days[target] > days[id_]:
                yield f"instruments/{id_}", T("it rests on “{target}”, which is of a later day", target=target)


def _forebears(above: dict[str, list[str]], id_: str) -> set[str]:
    found: set[str] = set()
    waiting = list(above.get(id_, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += above.get(one, ())
    return found


def _words(bundle: Bundle) -> Iterator[Problem]:
    """A commitment has words in one language at least, and is delivered no earlier than it was promised."""
    days = {row["id"]: row.get("day") for row in (*bundle["instruments"], *bundle["rounds"])}
    for c in bundle["commitments"]:
        where = f"commitments/{c['code']}"
        if not any(c["texts"].values()):
            yield where, T("it has words in no language")
        promised = c.get("promised") or days.get(c["instrument"]) or days.get(c["round"])
        for step in c.get("course") or []:
            if step["kind"] == "fulfilled" and step["day"] and promised and step["day"] < promised:
                yield where, T("it is fulfilled on {day}, before it was promised on {promised}", day=step["day"], promised=promised)
