"""A bundle is checked whole before anything of it is kept: against its schema, then against itself."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from dicu.expression import BadExpression, parse, reads
from dicu.review import checking
from dicu.review.bundles import Bundle
from dicu.review.observations.checking import bundle_problems, unnamed_definition
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.messages import Message, Refused, T

MOST = 50  # problems named in one refusal


class BadPlan(Refused):
    """A plan that cannot be loaded; `problems` are (where, what) pairs. Nothing of it was kept."""

    def __init__(self, problems: tuple[tuple[str, Message], ...]) -> None:
        where, what = problems[0]
        super().__init__(
            T("The plan cannot be loaded: {count} problems. The first, at {where}: {what}", count=len(problems), where=where, what=what)
        )
        self.problems = problems

    def report(self, language: Language) -> str:
        """All problems, one a line."""
        return "\n".join(f"{where}: {what.say(language)}" for where, what in self.problems)


def check_bundle(bundle: Bundle, places: Callable[[str], str] = str) -> None:
    """Raises BadPlan with every problem that was found (at most MOST). `places` says where each stands, such as a file and line."""
    problems = tuple((places(where), what) for where, what in _limited(_problems(bundle)))
    if problems:
        raise BadPlan(problems)


def _problems(bundle: Bundle) -> Iterator[tuple[str, Message]]:
    """What is read as a plan must first have a plan's form; only then can its parts be held against each other."""
    misfits = tuple(_limited(_against_schema(bundle)))
    if misfits:
        yield from misfits
        return
    yield from _doubles(bundle)
    yield from _references(bundle)
    yield from _sources(bundle)
    yield from _expressions(bundle)
    yield from bundle_problems(bundle)
    yield from checking.problems(bundle)


def _against_schema(bundle: Bundle) -> Iterator[tuple[str, Message]]:
    for name, definition, part in _parts(bundle):
        validator = _validator(definition)
        for fault in validator.iter_errors(part) if validator else ():
            path = "/".join(str(p) for p in (name, *fault.absolute_path))
            yield path, T("it does not fit the form of a plan ({fault})", fault=fault.message[:200])


def _parts(bundle: Bundle) -> Iterator[tuple[str, str, Any]]:
    """(name, definition, part). The country's own register of agencies has another form and is checked where it is read."""
    yield "plan", "plan", bundle["plan"]
    for name in ("indicators", "observations", "targets", "rounds", "crosswalk"):
        if name in bundle:
            yield name, name, bundle[name]
    if bundle["sources"]:
        yield "sources", "sources", bundle["sources"]
    for round_, review in bundle["reviews"].items():
        yield f"review-{round_}", "review", review
    agencies = bundle["agencies"]
    if isinstance(agencies, dict) and any("name" in row for row in agencies.get("agencies") or []):
        yield "agencies", "agencies", agencies


@cache
def _validator(name: str) -> Draft202012Validator | None:
    path = files("dicu.plans") / "schema" / "plan.schema.json"
    if not path.is_file():
        return None
    schema = json.loads(path.read_text("utf-8"))
    if name not in schema.get("$defs", {}):
        return None
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def _doubles(bundle: Bundle) -> Iterator[tuple[str, Message]]:
    lists = {
        "tasks": (t["code"] for t in bundle["plan"]["tasks"]),
        "indicators": (i["code"] for i in bundle["indicators"]),
        "observations": (o["key"] for o in bundle["observations"]),
        "targets": (t["code"] for t in bundle["targets"] if "code" in t),
        "rounds": (str(r["id"]) for r in bundle["rounds"]),
    }
    for name, keys in lists.items():
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                yield f"{name}/{key}", T("“{key}” stands twice", key=key)
            seen.add(key)


def _references(bundle: Bundle) -> Iterator[tuple[str, Message]]:
    plan = bundle["plan"]
    indicators, focal = {i["code"] for i in bundle["indicators"]}, {f["code"] for f in plan["focal_tasks"]}
    agencies = {a["code"] for a in (bundle["agencies"]["agencies"] if isinstance(bundle["agencies"], dict) else bundle["agencies"])}
    for task in plan["tasks"]:
        yield from _known("tasks", task["code"], [task["focal"]], focal, T("a focal task that the plan does not have"))
        yield from _known("tasks", task["code"], task.get("indicators") or [], indicators, T("an indicator that the plan does not have"))
        bodies = [(task.get("lead") or {}).get("agency"), *(task.get("coordinating") or [])]
        yield from _known("tasks", task["code"], [b for b in bodies if b], agencies, T("an agency that is not in the list of agencies"))
    for row in (*bundle["observations"], *bundle["targets"]):
        yield from _known(
            "figures", row.get("key") or row.get("code", ""), [row["indicator"]], indicators, T("an indicator that the plan does not have")
        )


def _sources(bundle: Bundle) -> Iterator[tuple[str, Message]]:
    """Every figure, target and passage names a source that is there."""
    shared = (bundle["agencies"], bundle["framework"])
    known = set(bundle["sources"]).union(*(part.get("sources", {}) for part in shared if isinstance(part, dict)))
    plan = bundle["plan"]
    clauses = (*plan["focal_tasks"], *plan["tasks"], *plan.get("purposes", []), *plan.get("requirements", []))
    for row in (*bundle["observations"], *bundle["targets"], *plan["legal_basis"], *clauses):
        named = [row["source"]] if row.get("source") else []
        yield from _known(
            "sources", str(row.get("key") or row.get("code") or row.get("number")), named, known, T("a source that the plan does not have")
        )


def _known(part: str, key: str, named: Iterable[str], known: set[str], what: Message) -> Iterator[tuple[str, Message]]:
    for name in named:
        if name not in known:
            yield f"{part}/{key}", T("“{name}” is {what}", name=name, what=what)


def _expressions(bundle: Bundle) -> Iterator[tuple[str, Message]]:
    """Every claim must parse, and read only indicators or counts that exist."""
    known = {i["code"] for i in bundle["indicators"]} | {"tasks", "reports", "gaps"}
    several = {i["code"] for i in bundle["indicators"] if len(i.get("definitions") or []) > 1}
    for section in (s for review in bundle["reviews"].values() for s in review["sections"]):
        for statement in section["statements"]:
            for name, claim in (statement.get("claims") or {}).items():
                yield from _expression(f"reviews/{statement['id']}/{name}", claim, known, several)


def _expression(where: str, claim: dict[str, Any], known: set[str], several: set[str]) -> Iterator[tuple[str, Message]]:
    try:
        asked = reads(parse(claim["expression"]))
    except BadExpression as refused:
        yield where, refused.message
        return
    for lookup in asked:
        if lookup.name not in known:
            yield where, T("“{name}” is {what}", name=lookup.name, what=T("an indicator that the plan does not have"))
        elif lookup.name in several and (refusal := unnamed_definition(lookup)):
            yield where, refusal


def _limited(problems: Iterator[tuple[str, Message]]) -> Iterator[tuple[str, Message]]:
    for _, problem in zip(range(MOST), problems, strict=False):
        yield problem
