"""The annex of a plan as a workbook: the template to fill in, and a filled-in one read back into the plan's bundle.

Who has the text of an annex can load it without writing YAML. What a row says replaces what was known of that task, rows
of tasks that are not known yet add them; nothing that the workbook leaves empty is filled in. A row that says what is
known already changes nothing, so a template sent back untouched is the plan it was made of.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from dicu.intake.report import BadTable, Problem, Row, letters
from dicu.intake.sniffing import BadFile
from dicu.intake.specification import Choice, ColumnSpec, Kind, TableSpec
from dicu.intake.tables import read_all
from dicu.intake.workbooks import Prefilled
from dicu.intake.workbooks import template as workbook
from dicu.review.annex_rows import filled, split, task_of, tenures, tenures_filled, unchanged
from dicu.review.bundles import Bundle
from dicu.review.checking import agencies
from dicu.review.leading import faults
from dicu.review.model import Tenure, TermKind
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
LOCAL = {
    "required": Bilingual("địa phương phải thực hiện", "provinces must"),
    "open": Bilingual("địa phương có thể thực hiện", "provinces may"),
    "none": Bilingual("chỉ trung ương", "central only"),
}
GUIDANCE = Bilingual(
    "Mỗi dòng là một nhiệm vụ cụ thể của kế hoạch, đúng như văn bản. Ô chưa biết thì để trống, không suy đoán. "
    "Nhiều cơ quan phối hợp, mục tiêu hoặc chỉ số: ngăn cách bằng dấu chấm phẩy. "
    "Nếu cơ quan chủ trì thay đổi theo thời gian, để trống ô chủ trì và ghi từng khoảng thời gian ở trang Chủ trì theo thời gian: "
    "mỗi ngày có đúng một cơ quan chủ trì. "
    "Nhiệm vụ thay cho nhiệm vụ của phiên bản trước: ghi mã cũ ở cột Thay cho. "
    "Ghi trang hoặc mục của văn bản ở cột cuối để người khác tra lại được.",
    "Each row is one specific task of the plan, in the words of the text. Leave empty what is not known; do not guess. "
    "Several coordinating agencies, objectives or indicators are separated by semicolons. "
    "Where the leading agency changes over time, leave its cell empty and give each span on the sheet Leads by day: "
    "each day has exactly one leading agency. "
    "A task that follows one of an earlier version names the old code under Replaces. "
    "Give the page or item of the text in the last column, so that others can look it up.",
)


def table(bundle: Bundle) -> TableSpec:
    """The columns of the annex, with the plan's own focal tasks and the country's agencies as choices."""
    focal = tuple(Choice(f["code"], _short(f["code"], f["text"])) for f in bundle["plan"]["focal_tasks"])
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
            ColumnSpec("lead", Bilingual("Cơ quan chủ trì", "Leading agency"), allowed=_bodies(bundle)),
            ColumnSpec("coordinating", Bilingual("Cơ quan phối hợp (mã)", "Coordinating agencies (codes)"), longest=400),
            ColumnSpec("objectives", Bilingual("Mục tiêu (số)", "Objectives (numbers)"), longest=200),
            ColumnSpec("indicators", Bilingual("Chỉ số (mã)", "Indicators (codes)"), longest=400),
            ColumnSpec("term", Bilingual("Loại thời hạn", "Term"), allowed=terms),
            ColumnSpec("due", Bilingual("Thời hạn", "Due"), kind=Kind.DAY),
            ColumnSpec("function", Bilingual("Chức năng (mã)", "Function (code)"), longest=60),
            ColumnSpec("phases", Bilingual("Giai đoạn (mã)", "Phases (codes)"), longest=200),
            ColumnSpec("local", Bilingual("Địa phương", "Provinces"), allowed=tuple(Choice(c, w) for c, w in LOCAL.items())),
            ColumnSpec("implements", Bilingual("Triển khai nhiệm vụ (mã)", "Implements tasks (codes)"), longest=400),
            ColumnSpec("replaces", Bilingual("Thay cho (mã cũ)", "Replaces (old codes)"), longest=400),
            ColumnSpec("locator", Bilingual("Trang, mục của văn bản", "Page or item of the text"), longest=200),
        ),
    )


def leads_table(bundle: Bundle) -> TableSpec:
    """Who leads from when to when, for tasks whose lead changes within the plan's time."""
    return TableSpec(
        name="leads",
        titles=Bilingual("Chủ trì theo thời gian", "Leads by day"),
        may_be_empty=True,
        columns=(
            ColumnSpec("code", Bilingual("Mã nhiệm vụ", "Task code"), required=True, longest=40),
            ColumnSpec("agency", Bilingual("Cơ quan chủ trì", "Leading agency"), allowed=_bodies(bundle)),
            ColumnSpec("since", Bilingual("Từ ngày", "From"), kind=Kind.DAY),
            ColumnSpec("until", Bilingual("Đến hết ngày", "To the end of"), kind=Kind.DAY),
        ),
    )


def template(bundle: Bundle, language: Language) -> bytes:
    """The workbook, with the tasks that are known already filled in. Equal plans give equal bytes."""
    tasks = bundle["plan"]["tasks"]
    spans = tuple(row for task in tasks for row in tenures_filled(task))
    sheets = [Prefilled(table(bundle), tuple(filled(task) for task in tasks)), Prefilled(leads_table(bundle), spans)]
    return workbook(sheets, GUIDANCE, language)


def with_annex(bundle: Bundle, content: bytes, name: str, language: Language, *, whole: bool = False) -> Bundle:
    """The plan's bundle with the workbook's tasks; with `whole`, these and no others. Raises BadTable with a report per
    row, and then nothing is taken in. A workbook that says nothing new gives the bundle as it was."""
    rows, spans = _read(bundle, content, name, language)
    problems = (*_problems(bundle, table(bundle), rows), *_span_problems(bundle, rows, spans or ()))
    if problems:
        raise BadTable(problems)
    known = {task["code"]: task for task in bundle["plan"]["tasks"]}
    source = _source_key(bundle, name)
    told = {str(row.values["code"]): _told(row, known.get(str(row.values["code"])), spans, source) for row in rows}
    tasks = list((told if whole else known | told).values())
    return dict(bundle) if tasks == list(bundle["plan"]["tasks"]) else _replaced(bundle, tasks, name, source)


def _read(bundle: Bundle, content: bytes, name: str, language: Language) -> tuple[tuple[Row, ...], tuple[Row, ...] | None]:
    """The tasks, and the leads by day: None where the workbook has no sheet for them, as those of earlier templates."""
    tasks, leads = table(bundle), leads_table(bundle)
    try:
        both = read_all(BytesIO(content), name, [tasks, leads], language)
    except BadFile:
        return read_all(BytesIO(content), name, [tasks], language)[tasks.name], None
    return both[tasks.name], both[leads.name]


def _told(row: Row, known: Mapping[str, Any] | None, spans: tuple[Row, ...] | None, source: str) -> Mapping[str, Any]:
    before = known or {}
    leads = tenures(s for s in spans if s.values["code"] == row.values["code"]) if spans is not None else before.get("leads") or []
    if spans is None and row.values["lead"]:
        leads = []
    if known is not None and unchanged(row, known) and _days(leads) == _days(before.get("leads") or []):
        return known
    return task_of(row, before, source, leads)


def _days(leads: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted((str(row["since"]), str(row["until"]), str(row.get("agency"))) for row in leads)


def _source_key(bundle: Bundle, name: str) -> str:
    """The file under which a task is cited. Another file gets another key: what an earlier one said stays said by it."""
    for number in range(1, 1000):
        key = SOURCE if number == 1 else f"{SOURCE}-{number}"
        if bundle["sources"].get(key, {}).get("title", name) == name:
            return key
    raise ValueError("a plan with a thousand annexes")


def _replaced(bundle: Bundle, tasks: list[Mapping[str, Any]], name: str, source: str) -> Bundle:
    """What the annex closes is no longer unknown; the annex itself becomes a source, as sure as who loads it says."""
    plan = dict(bundle["plan"]) | {"tasks": tasks}
    expected = (plan.get("expected") or {}).get("specific_tasks")
    plan["unknown"] = [_still(u, expected, tasks) for u in plan["unknown"] if _still(u, expected, tasks)]
    row = {"title": name, "locator": "", "published": None, "verified": False, "address": "", "reference": ""}
    made = dict(bundle) | {"plan": plan, "sources": dict(bundle["sources"]) | {source: row}}
    return made | {"crosswalk": _crosswalk(bundle, tasks)} if "crosswalk" in bundle else made


def _crosswalk(bundle: Bundle, tasks: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without the rows of tasks that are no longer there; the comparison shows that they go."""
    gone = {f"task:{t['code']}" for t in bundle["plan"]["tasks"]} - {f"task:{t['code']}" for t in tasks}
    return [row for row in bundle["crosswalk"] if row["from"] not in gone and row["to"] not in gone]


def _still(unknown: Mapping[str, Any], expected: int | None, tasks: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The unknown part as it is now: fewer tasks are missing, or none; leads are missing, or all are there."""
    if unknown["code"] == "specific-tasks" and expected:
        left = expected - len(tasks)
        return {**unknown, "count": left, "what": _missing(left, expected)} if left > 0 else None
    led = all(task.get("lead") or task.get("leads") for task in tasks)
    if unknown["code"] == "lead-and-coordinating" and led and len(tasks) == expected:
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
        "coordinating": ({a["code"] for a in agencies(bundle)}, T("an agency that is not in the list of agencies")),
        "objectives": ({str(o["number"]) for o in bundle["framework"]["objectives"]}, T("an objective that the framework does not have")),
        "indicators": ({i["code"] for i in bundle["indicators"]}, T("an indicator that the plan does not have")),
        "phases": ({p["code"] for p in bundle["plan"]["stages"]}, T("a phase that the plan does not have")),
    }
    for row in rows:
        for column, (known, what) in lists.items():
            for code in split(row.values[column]):
                if code not in known:
                    yield _problem(spec, row, column, T("“{name}” is {what}", name=code, what=what))
        if row.values["term"] == TermKind.FIXED and row.values["due"] is None:
            yield _problem(spec, row, "due", T("A task with a fixed date needs that date. If the text gives none, choose “unknown”."))


def _span_problems(bundle: Bundle, rows: tuple[Row, ...], spans: tuple[Row, ...]) -> Iterator[Problem]:
    """R1 on the sheet of leads: no day with two, none without one; and no lead both with and without days."""
    spec, period = leads_table(bundle), bundle["plan"]["period"]
    since, until = date.fromisoformat(period["since"]), date.fromisoformat(period["until"])
    by_code = {str(row.values["code"]): row for row in rows}
    for code in dict.fromkeys(str(span.values["code"]) for span in spans):
        own = [span for span in spans if span.values["code"] == code]
        if code not in by_code:
            yield _problem(spec, own[0], "code", T("“{name}” is {what}", name=code, what=T("no task of the sheet of tasks")))
        elif by_code[code].values["lead"]:
            yield _problem(spec, own[0], "code", T("The task has a lead on the sheet of tasks already. Keep one of the two."))
        for fault in faults([_tenure(span) for span in own], since, until):
            yield _problem(spec, own[fault.second], "since", fault.message)


def _tenure(span: Row) -> Tenure:
    since, until = span.values["since"], span.values["until"]
    return Tenure(str(span.values["agency"] or ""), since, until, False)  # type: ignore[arg-type]


def _problem(spec: TableSpec, row: Row, column: str, message: Message) -> Problem:
    """`column` by its place and heading, as the officer sees them."""
    names = [c.name for c in spec.columns]
    index = names.index(column)
    return Problem(spec.titles.vi, row.number, letters(index), message, spec.columns[index].titles.vi)


def _short(code: str, text: Mapping[str, str]) -> Bilingual:
    """A choice's title begins with its code: two focal tasks may begin alike."""
    return Bilingual(*(f"{code} – {(text.get(language) or '')[:60]}".strip(" –") for language in ("vi", "en")))


def _bodies(bundle: Bundle) -> tuple[Choice, ...]:
    return tuple(Choice(a["code"], _short(a["code"], a.get("name") or a)) for a in agencies(bundle))
