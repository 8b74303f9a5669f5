"""A task of a plan as a row of the annex's workbook, and a row as a task."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dicu.intake.report import Row

Raw = Mapping[str, Any]
LISTS = ("coordinating", "objectives", "indicators", "phases", "implements", "replaces")
KEPT_IF_EMPTY = ("function", "phases", "local", "implements", "replaces")
"""Columns that older workbooks do not have: empty, they leave a task as it was."""


def filled(task: Raw) -> dict[str, Any]:
    """A known task as a row of the template."""
    term = task.get("term") or {}
    lists = {name: "; ".join(task.get(name) or []) or None for name in LISTS if name != "objectives"}
    return {
        "code": task["code"],
        "focal": task["focal"],
        "text_vi": task["text"].get("vi") or None,
        "text_en": task["text"].get("en") or None,
        "lead": (task.get("lead") or {}).get("agency"),
        **lists,
        "objectives": "; ".join(str(link["number"]) for link in task.get("objectives") or []) or None,
        "term": term.get("kind"),
        "due": date.fromisoformat(term["due"]) if term.get("due") else None,
        "function": task.get("function"),
        "local": task.get("local"),
        "locator": task.get("locator") or None,
    }


def tenures_filled(task: Raw) -> list[dict[str, Any]]:
    """A task's leads by day as rows of their sheet; an unknown lead has no agency."""
    days = {name: date.fromisoformat for name in ("since", "until")}
    return [
        {"code": task["code"], "agency": row.get("agency"), **{n: read(row[n]) if row.get(n) else None for n, read in days.items()}}
        for row in task.get("leads") or []
    ]


def unchanged(row: Row, known: Raw) -> bool:
    """Whether a row says of a task what the plan says already, whatever the order and spacing in its lists."""
    before = filled(known)
    return all(_same(name, row.values.get(name), before.get(name)) for name in before)


def _same(name: str, told: Any, before: Any) -> bool:
    if name in KEPT_IF_EMPTY and not told:
        return True
    if name in LISTS:
        return split(told) == split(before)
    return (told or None) == (before or None)


def tenures(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {"agency": r.values["agency"], "since": _iso(r.values["since"]), "until": _iso(r.values["until"]), "verified": False} for r in rows
    ]


def task_of(row: Row, known: Raw, source: str, leads: Sequence[Raw]) -> dict[str, Any]:
    """What the row says, and of what it does not ask, what was known: an output, a note, whether a link is verified."""
    v = row.values
    made: dict[str, Any] = {
        "code": v["code"],
        "focal": v["focal"],
        "text": {"vi": v["text_vi"], "en": v["text_en"] or ""},
        **({"output": known["output"]} if known.get("output") else {}),
        "source": source,
        "verified": False,
        "lead": None if leads else _lead(v["lead"], known),
        **({"leads": list(leads)} if leads else {}),
        "coordinating": split(v["coordinating"]),
        "objectives": [_link(int(number), known) for number in split(v["objectives"])],
        "term": _term(row, known),
        "indicators": split(v["indicators"]),
        **({"locator": v["locator"]} if v["locator"] else {}),
    }
    if not made["lead"] and not leads and known.get("lead_inferred"):
        made["lead_inferred"] = known["lead_inferred"]
    return made | _more(row, known)


def _more(row: Row, known: Raw) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in KEPT_IF_EMPTY:
        told = row.values.get(name)
        value = (split(told) if name in LISTS else told) or known.get(name)
        if value:
            found[name] = value
    return found


def _term(row: Row, known: Raw) -> dict[str, Any]:
    """The term as the row gives it; what else the plan says of it stays while the kind is the same."""
    kind, due = row.values["term"] or "unknown", _iso(row.values["due"])
    before = dict(known.get("term") or {})
    return {**(before if before.get("kind") == kind else {}), "kind": kind, "due": due}


def _lead(agency: Any, known: Raw) -> dict[str, Any] | None:
    before = known.get("lead") or {}
    if not agency:
        return None
    return dict(before) if before.get("agency") == agency else {"agency": agency, "verified": False}


def _link(number: int, known: Raw) -> dict[str, Any]:
    before = next((link for link in known.get("objectives") or [] if link["number"] == number), None)
    return dict(before) if before else {"number": number, "verified": False}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def split(value: object) -> list[str]:
    return [part for part in re.split(r"[;,\s]+", str(value)) if part] if value else []
