"""The annex of a plan as a workbook: the template to fill in, and a filled-in one read back into the plan's bundle.

Who has the text of an annex can load it without writing YAML. What a row says replaces what was known of that task, rows
of tasks that are not known yet add them; nothing that the workbook leaves empty is filled in.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from dicu.intake.report import BadTable, Problem, Row, letters
from dicu.intake.specification import Choice, ColumnSpec, Kind, TableSpec
from dicu.intake.tables import read_all
from dicu.intake.workbooks import Prefilled
from dicu.intake.workbooks import template as workbook
from dicu.review.bundles import Bundle
from dicu.review.model import TermKind
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.messages import Message, T

SOURCE = "ANNEX"
TERMS = {
    TermKind.FIXED: Bilingual("có thời hạn", "fixed date"),
    TermKind.PERIOD: Bilingual("theo giai đoạn", "period"),
    TermKind.REGULAR: Bilingual("thường xuyên", "regular"),
    TermKind.ON_EVENT: Bilingual("khi phát sinh", "on event"),
    TermKind.UNKNOWN: Bilingual("chưa biết", "unknown"),
}
GUIDANCE = Bilingual(
    "Mỗi dòng là một nhiệm vụ cụ thể của kế hoạch, đúng như văn bản. Ô chưa biết thì để trống, không suy đoán. "
    "Nhiều cơ quan phối hợp, mục tiêu hoặc chỉ số: ngăn cách bằng dấu chấm phẩy. "
    "Ghi trang hoặc mục của văn bản ở cột cuối để người khác tra lại được.",
    "Each row is one specific task of the plan, in the words of the text. Leave empty what is not known; do not guess. "
    "Several coordinating agencies, objectives or indicators are separated by semicolons. "
    "Give the page or item of the text in the last column, so that others can look it up.",
)


def table(bundle: Bundle) -> TableSpec:
    """The columns of the annex, with the plan's own focal tasks and the country's agencies as choices."""
    focal = tuple(Choice(f["code"], _short(f["code"], f["text"])) for f in bundle["plan"]["focal_tasks"])
    agencies = tuple(Choice(a["code"], _short(a["code"], a.get("name") or a)) for a in _agencies(bundle))
    terms = tuple(Choice(str(kind), words) for kind, words in TERMS.items())
    return TableSpec(
        name="tasks",
        titles=Bilingual("Nhiệm vụ", "Tasks"),
        unique=("code",),
        columns=(
            ColumnSpec("code", Bilingual("Mã nhiệm vụ", "Task code"), required=True, longest=40),
            ColumnSpec("focal", Bilingual("Nhiệm vụ trọng tâm", "Focal task"), required=True, allowed=focal),
            ColumnSpec("text_vi", Bilingual("Nội dung (tiếng Việt)", "Text (Vietnamese)"), required=True),
            ColumnSpec("text_en", Bilingual("Nội dung (tiếng Anh)", "Text (English)")),
            ColumnSpec("lead", Bilingual("Cơ quan chủ trì", "Leading agency"), allowed=agencies),
            ColumnSpec("coordinating", Bilingual("Cơ quan phối hợp (mã)", "Coordinating agencies (codes)"), longest=400),
            ColumnSpec("objectives", Bilingual("Mục tiêu (số)", "Objectives (numbers)"), longest=200),
            ColumnSpec("indicators", Bilingual("Chỉ số (mã)", "Indicators (codes)"), longest=400),
            ColumnSpec("term", Bilingual("Loại thời hạn", "Term"), allowed=terms),
            ColumnSpec("due", Bilingual("Thời hạn", "Due"), kind=Kind.DAY),
            ColumnSpec("locator", Bilingual("Trang, mục của văn bản", "Page or item of the text"), longest=200),
        ),
    )


def template(bundle: Bundle, language: Language) -> bytes:
    """The workbook, with the tasks that are known already filled in. Equal plans give equal bytes."""
    spec = table(bundle)
    return workbook([Prefilled(spec, tuple(_filled(task) for task in bundle["plan"]["tasks"]))], GUIDANCE, language)


def with_annex(bundle: Bundle, content: bytes, name: str, language: Language) -> Bundle:
    """The plan's bundle with the workbook's tasks. Raises BadTable with a report per row, and then nothing is taken in."""
    spec = table(bundle)
    rows = read_all(BytesIO(content), name, [spec], language)[spec.name]
    problems = tuple(_problems(bundle, spec, rows))
    if problems:
        raise BadTable(problems)
    tasks = {task["code"]: task for task in bundle["plan"]["tasks"]}
    for row in rows:
        tasks[str(row.values["code"])] = _task(row, tasks.get(str(row.values["code"]), {}))
    return _replaced(bundle, list(tasks.values()), name)


def _replaced(bundle: Bundle, tasks: list[Mapping[str, Any]], name: str) -> Bundle:
    """What the annex closes is no longer unknown; the annex itself becomes a source, as sure as who loads it says."""
    plan = dict(bundle["plan"]) | {"tasks": tasks}
    expected = (plan.get("expected") or {}).get("specific_tasks")
    plan["unknown"] = [_still(u, expected, tasks) for u in plan["unknown"] if _still(u, expected, tasks)]
    source = {"title": name, "locator": "", "published": None, "verified": False, "address": "", "reference": ""}
    return dict(bundle) | {"plan": plan, "sources": dict(bundle["sources"]) | {SOURCE: source}}


def _still(unknown: Mapping[str, Any], expected: int | None, tasks: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The unknown part as it is now: fewer tasks are missing, or none; leads are missing, or all are there."""
    if unknown["code"] == "specific-tasks" and expected:
        left = expected - len(tasks)
        return {**unknown, "count": left, "what": _missing(left, expected)} if left > 0 else None
    if unknown["code"] == "lead-and-coordinating" and all(task.get("lead") for task in tasks) and len(tasks) == expected:
        return None
    return unknown


def _missing(left: int, expected: int) -> dict[str, str]:
    return {
        "vi": f"{left} trong số {expected} nhiệm vụ cụ thể: nội dung chưa có",
        "en": f"{left} of the {expected} specific tasks: their words are not available",
    }


def _problems(bundle: Bundle, spec: TableSpec, rows: tuple[Row, ...]) -> Iterator[Problem]:
    """What the columns' own checks cannot see: codes inside lists, and a due date without a kind of term."""
    lists = {
        "coordinating": ({a["code"] for a in _agencies(bundle)}, T("an agency that is not in the list of agencies")),
        "objectives": ({str(o["number"]) for o in bundle["framework"]["objectives"]}, T("an objective that the framework does not have")),
        "indicators": ({i["code"] for i in bundle["indicators"]}, T("an indicator that the plan does not have")),
    }
    for row in rows:
        for column, (known, what) in lists.items():
            for code in _split(row.values[column]):
                if code not in known:
                    yield _problem(spec, row, column, T("“{name}” is {what}", name=code, what=what))
        if row.values["term"] == TermKind.FIXED and row.values["due"] is None:
            yield _problem(spec, row, "due", T("A task with a fixed date needs that date. If the text gives none, choose “unknown”."))


def _problem(spec: TableSpec, row: Row, column: str, message: Message) -> Problem:
    """`column` by its place and heading, as the officer sees them."""
    names = [c.name for c in spec.columns]
    index = names.index(column)
    return Problem(spec.titles.vi, row.number, letters(index), message, spec.columns[index].titles.vi)


def _task(row: Row, known: Mapping[str, Any]) -> dict[str, Any]:
    v = row.values
    lead = {"agency": v["lead"], "verified": False} if v["lead"] else None
    return {
        "code": v["code"],
        "focal": v["focal"],
        "text": {"vi": v["text_vi"], "en": v["text_en"] or ""},
        "source": SOURCE,
        "verified": False,
        "lead": lead,
        **({"lead_inferred": known["lead_inferred"]} if lead is None and known.get("lead_inferred") else {}),
        "coordinating": _split(v["coordinating"]),
        "objectives": [{"number": int(n), "verified": False} for n in _split(v["objectives"])],
        "term": {"kind": v["term"] or "unknown", "due": v["due"].isoformat() if v["due"] else None},  # type: ignore[union-attr]
        "indicators": _split(v["indicators"]),
        **({"locator": v["locator"]} if v["locator"] else {}),
    }


def _filled(task: Mapping[str, Any]) -> dict[str, Any]:
    """A known task as a row of the template."""
    term = task.get("term") or {}
    return {
        "code": task["code"],
        "focal": task["focal"],
        "text_vi": task["text"].get("vi") or None,
        "text_en": task["text"].get("en") or None,
        "lead": (task.get("lead") or {}).get("agency"),
        "coordinating": "; ".join(task.get("coordinating") or []) or None,
        "objectives": "; ".join(str(link["number"]) for link in task.get("objectives") or []) or None,
        "indicators": "; ".join(task.get("indicators") or []) or None,
        "term": term.get("kind"),
        "due": date.fromisoformat(term["due"]) if term.get("due") else None,
    }


def _split(value: object) -> list[str]:
    return [part for part in re.split(r"[;,\s]+", str(value)) if part] if value else []


def _short(code: str, text: Mapping[str, str]) -> Bilingual:
    """A choice's title begins with its code: two focal tasks may begin alike."""
    return Bilingual(*(f"{code} – {(text.get(language) or '')[:60]}".strip(" –") for language in ("vi", "en")))


def _agencies(bundle: Bundle) -> list[Mapping[str, Any]]:
    raw = bundle["agencies"]
    return list(raw["agencies"] if isinstance(raw, Mapping) else raw)
