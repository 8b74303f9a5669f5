"""The plans' files as JSON-like values, for the tests of this folder."""

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LIBRARY = files("dicu") / "plans"
PLANS = ("vn-402", "vn-crvs-2017-2024", "demo", "demo-p1")
PARTS = ("plan", "sources", "indicators", "observations", "targets", "rounds")

CITED = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]")
COUNTER = re.compile(r"\(\([0-9]+\)\)")
SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
LOOKUP = re.compile(r"([a-z][a-z0-9_]*)\[([^\]]*)\]")


@cache
def read(path: str) -> Any:
    """A file of the library; dates as ISO text, as the schema has them."""
    place = LIBRARY
    for piece in path.split("/"):
        place = place / piece
    loaded = yaml.safe_load(place.read_text(encoding="utf-8"))
    return json.loads(json.dumps(loaded, default=_text))


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is not a value of a plan's file")


def reviews(plan: str) -> dict[str, Any]:
    """Round → the statements of its review."""
    names = sorted(f.name for f in (LIBRARY / plan).iterdir() if f.name.startswith("review-"))
    return {name.removeprefix("review-").removesuffix(".yaml"): read(f"{plan}/{name}") for name in names}


def statements(plan: str) -> list[tuple[str, Any]]:
    """(round, statement) of all the plan's reviews, in reading order."""
    return [
        (round_, statement)
        for round_, review in reviews(plan).items()
        for section in review["sections"]
        for statement in section["statements"]
    ]


def parent(plan: str) -> str:
    """The plan that this one implements, whose agencies it has unless it lists its own."""
    return str((read(f"{plan}/plan.yaml").get("implements") or {}).get("plan", ""))


def agencies(plan: str) -> dict[str, Any]:
    """The plan's own list, else the country's (`law/agencies.yaml`)."""
    own = next((p for p in (plan, parent(plan)) if p and (LIBRARY / p / "agencies.yaml").is_file()), "")
    register = LIBRARY.parent / "law" / "agencies.yaml"
    rows = read(f"{own}/agencies.yaml") if own else yaml.load(register.read_text("utf-8"), Loader=yaml.BaseLoader)
    return {row["code"]: row for row in rows["agencies"]}


def lines(round_: str | None = None) -> list[tuple[str, Any, Any]]:
    """(round, report, line) of the demonstration's script."""
    return [
        (play["round"], report, line)
        for play in read("demo/script.yaml")["rounds"]
        for report in play["reports"]
        for line in report["lines"]
        if round_ in (None, play["round"])
    ]


def last_words(line: Any) -> Any:
    """What finally stands in a line: the resubmitted part, if it came back."""
    return line.get("resubmitted", line)


def duplicates(items: list[Any]) -> set[Any]:
    return {item for item in items if items.count(item) > 1}
