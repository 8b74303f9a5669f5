"""What must hold inside a plan beyond its form: one lead a task and day, phases that follow each other, crosswalks and links
that lead somewhere."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dicu.review.leading import faults
from dicu.review.model import Tenure
from dicu.vocabulary.messages import Message, T

Problem = tuple[str, Message]
Raw = Mapping[str, Any]


def problems(bundle: Raw) -> Iterator[Problem]:
    yield from _leads(bundle)
    yield from _successions(bundle)
    yield from _functions(bundle)
    yield from _phases(bundle["plan"])
    yield from _crosswalk(bundle)
    yield from _links(bundle)


def _leads(bundle: Raw) -> Iterator[Problem]:
    """R1, for each task whose leads have days."""
    plan = bundle["plan"]
    since, until = (date.fromisoformat(plan["period"][name]) for name in ("since", "until"))
    known = {a["code"] for a in agencies(bundle)}
    for task in plan["tasks"]:
        where = f"tasks/{task['code']}/leads"
        if task.get("leads") and task.get("lead"):
            yield where, T("the lead is given twice: with days under “leads”, and without under “lead”. Keep one of them")
        for fault in faults([_tenure(row) for row in task.get("leads") or []], since, until):
            yield f"{where}/{fault.second}", fault.message
        for n, row in enumerate(task.get("leads") or []):
            if row.get("agency") and row["agency"] not in known:
                yield f"{where}/{n}", T("“{name}” is {what}", name=row["agency"], what=T("an agency that is not in the list of agencies"))


def _tenure(row: Raw) -> Tenure:
    since, until = (date.fromisoformat(row[name]) if row.get(name) else None for name in ("since", "until"))
    return Tenure(row.get("agency") or "", since, until, bool(row.get("verified")))


def _successions(bundle: Raw) -> Iterator[Problem]:
    """Both bodies are in the list, and the act is there; else nobody could say who leads."""
    raw = bundle["agencies"]
    known = {a["code"] for a in agencies(bundle)}
    for n, row in enumerate(raw.get("successions") or [] if isinstance(raw, Mapping) else []):
        where = f"agencies/successions/{n}"
        yield from _known(where, [row["from"], row["to"]], known, T("an agency that is not in the list of agencies"))
        yield from _known(where, [row["basis"]], set(raw.get("bases") or {}), T("an act that the list does not have"))
    rows = list(raw.get("successions") or []) if isinstance(raw, Mapping) else []
    if (code := _circle({a: {r["to"] for r in rows if r["from"] == a} for a in known})) is not None:
        yield "agencies/successions", T("successions lead from “{name}” back to itself", name=code)


def _circle(heirs: Mapping[str, set[str]]) -> str | None:
    """A body that would in the end succeed itself. Whoever has no heirs is taken away until nobody is left, or only a circle."""
    left = {code: set(to) for code, to in heirs.items()}
    while ends := [code for code, to in left.items() if not to & left.keys()]:
        for code in ends:
            del left[code]
    return min(left, default=None)


def _functions(bundle: Raw) -> Iterator[Problem]:
    """A function that no succession knows is a misspelt one; a plan whose list has no successions may name any."""
    raw = bundle["agencies"]
    known = {row["function"] for row in raw.get("successions") or []} if isinstance(raw, Mapping) else set()
    for task in bundle["plan"]["tasks"]:
        if known and task.get("function") and task["function"] not in known:
            yield f"tasks/{task['code']}", T("“{name}” is {what}", name=task["function"], what=T("a function that no succession names"))


def _phases(plan: Raw) -> Iterator[Problem]:
    rows = sorted(plan["stages"], key=lambda row: str(row["since"]))
    for row in rows:
        if not plan["period"]["since"] <= row["since"] <= row["until"] <= plan["period"]["until"]:
            yield f"stages/{row['code']}", T("the phase does not lie within the plan's period")
    for one, other in zip(rows, rows[1:], strict=False):
        if other["since"] <= one["until"]:
            yield f"stages/{other['code']}", T("the phase begins before “{name}” has ended", name=one["code"])
    codes = {row["code"] for row in rows}
    for task in plan["tasks"]:
        yield from _known(f"tasks/{task['code']}", task.get("phases") or [], codes, T("a phase that the plan does not have"))


def _crosswalk(bundle: Raw) -> Iterator[Problem]:
    """Both ends of a row exist, as far as this plan can know; a task of another plan is looked for when it is loaded."""
    there, sources = _referable(bundle), _sources(bundle)
    for n, row in enumerate(bundle.get("crosswalk") or []):
        for end in ("from", "to"):
            kind, _, code = row[end].partition(":")
            if kind != "other-task" and code not in there[kind]:
                yield f"crosswalk/{n}", T("“{name}” is {what}", name=row[end], what=T("nothing that the plan or its framework has"))
        yield from _known(f"crosswalk/{n}", [row["source"]], sources, T("a source that the plan does not have"))


def _referable(bundle: Raw) -> dict[str, set[str]]:
    framework, plan = bundle["framework"], bundle["plan"]
    objectives = framework["objectives"]
    return {
        "task": {t["code"] for t in plan["tasks"]},
        "focal": {f["code"] for f in plan["focal_tasks"]},
        "objective": {str(o["number"]) for o in objectives},
        "action": {f"{o['number']}.{a['letter']}" for o in objectives for a in o.get("actions") or []},
        "principle": {p["code"] for p in framework.get("principles") or []},
        "sdg": {t["code"] for t in framework.get("sdg_targets") or []},
    }


def _links(bundle: Raw) -> Iterator[Problem]:
    """Objectives and their actions exist; what a task implements needs a parent plan; what it replaces is not there still."""
    there, plan = _referable(bundle), bundle["plan"]
    followed: dict[str, str] = {}
    for task in plan["tasks"]:
        where = f"tasks/{task['code']}"
        for link in task.get("objectives") or []:
            number, letters = str(link["number"]), link.get("actions") or []
            yield from _known(where, [number], there["objective"], T("an objective that the framework does not have"))
            yield from _known(where, [f"{number}.{a}" for a in letters], there["action"], T("an action that the objective does not have"))
        if task.get("implements") and not plan.get("implements"):
            yield where, T("it implements a task of another plan, but the plan does not say which plan it implements")
        for code in task.get("replaces") or []:
            if code in there["task"]:
                yield where, T("it replaces “{name}”, which the plan still has", name=code)
            if code in followed:
                yield where, T("it replaces “{name}”, which “{other}” replaces already", name=code, other=followed[code])
            followed[code] = task["code"]


def _sources(bundle: Raw) -> set[str]:
    shared = (bundle["agencies"], bundle["framework"])
    return set(bundle["sources"]).union(*(part.get("sources", {}) for part in shared if isinstance(part, Mapping)))


def agencies(bundle: Raw) -> list[Raw]:
    raw = bundle["agencies"]
    return list(raw["agencies"] if isinstance(raw, Mapping) else raw)


def _known(where: str, named: list[str], known: set[str], what: Message) -> Iterator[Problem]:
    for name in named:
        if name not in known:
            yield where, T("“{name}” is {what}", name=name, what=what)
