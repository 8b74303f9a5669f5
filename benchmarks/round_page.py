"""The coordinator's pages of a round: 60 agencies with 60 tasks each, in a house with 10 rounds against one with 1.

Server time of the whole request (session, access, queries, template), medians of alternating requests.
"""

import statistics
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from benchmarks.table import Row
from dicu.review.bundles import packed, shipped
from dicu.review.report import Attachment, Content, Line, LineState

AGENCIES, TASKS, ROUNDS = 60, 60, 10
GOAL = 2.0
PAGES = {"reporting": "", "progress": "progress/", "gaps": "gaps/"}


def rows(scale: str) -> list[Row]:
    client = _signed_in()
    _load("one", 1)
    _load("ten", ROUNDS)
    runs = 15 if scale == "full" else 7
    return [_page(client, name, tail, runs) for name, tail in PAGES.items()]


def _page(client: Any, name: str, tail: str, runs: int) -> Row:
    address = {plan: f"/vi/plans/{plan}/rounds/{2020 + rounds}/{tail}" for plan, rounds in (("one", 1), ("ten", ROUNDS))}
    times: dict[str, list[float]] = {plan: [] for plan in address}
    for run in range(runs + 1):
        for plan, path in address.items():
            begun = time.perf_counter()
            answer = client.get(path)
            spent = time.perf_counter() - begun
            if answer.status_code != 200:  # noqa: PLR2004
                raise RuntimeError(f"{path} answered {answer.status_code}")
            if run:
                times[plan].append(spent)
    one, ten = (statistics.median(times[plan]) for plan in ("one", "ten"))
    size = f"{AGENCIES} agencies × {TASKS} tasks × {ROUNDS} rounds = {AGENCIES * TASKS * ROUNDS} lines, against 1 round"
    return Row(f"coordinator's page: {name}", f"{ten * 1000:.0f} ms", f"1 round {one * 1000:.0f} ms", ten / one, GOAL, size)


def _signed_in() -> Any:
    from django.test import Client  # noqa: PLC0415

    from dicu.store.accounts.models import Account  # noqa: PLC0415

    client = Client()
    client.force_login(Account.objects.get(username="an.ngoaigiao"))
    return client


def _load(id_: str, rounds: int) -> None:
    """A plan of that size and its rows, written straight into the projections: what is measured is reading."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from dicu.intake.files import DirectoryVault  # noqa: PLC0415
    from dicu.store.review.models import LineRow, ObligationRow, PlanRow, RoundRow  # noqa: PLC0415
    from dicu.store.security.session import maintaining  # noqa: PLC0415

    content = packed(bundle(id_, rounds))
    digest = DirectoryVault(settings.FILES).keep(content)
    now = datetime(2026, 11, 24, tzinfo=UTC)
    with transaction.atomic(), maintaining():
        PlanRow.objects.create(plan=id_, digest=digest, version="2026-11-24", synthetic=True, loaded_at=now)
        for number in range(1, rounds + 1):
            round_ = str(2020 + number)
            RoundRow.objects.create(id=f"{id_}/{round_}", plan=id_, round=round_, plan_digest=digest, due=None)
            ObligationRow.objects.bulk_create([_obligation(id_, round_, agency, now) for agency in range(AGENCIES)])
            LineRow.objects.bulk_create(
                [_line(id_, round_, agency, task, now) for agency in range(AGENCIES) for task in range(TASKS)], 2000
            )
    _analyse()


def _analyse() -> None:
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def bundle(id_: str, rounds: int) -> Mapping[str, Any]:
    """The demonstration's bundle, grown: its focal tasks and indicators, many more agencies, tasks and rounds."""
    demo = dict(shipped("demo"))
    plan = dict(demo["plan"]) | {"id": id_}
    focal, indicators = [f["code"] for f in plan["focal_tasks"]], [i["code"] for i in demo["indicators"]]
    pattern = {k: v for k, v in plan["tasks"][0].items() if k != "lead_inferred"}
    plan["tasks"] = [_task(pattern, agency, task, focal, indicators) for agency in range(AGENCIES) for task in range(TASKS)]
    names = {"vi": "Cơ quan trình diễn", "en": "Demonstration agency"}
    agencies = [{"code": f"A{n}", "name": names, "kind": "ministry", "since": None, "until": None} for n in range(AGENCIES)]
    agencies += demo["agencies"]["agencies"]
    first = demo["rounds"][0]
    many = [dict(first) | {"id": str(2020 + n), "period": str(2020 + n), "due": f"{2020 + n}-12-16"} for n in range(1, rounds + 1)]
    return demo | {"plan": plan, "agencies": demo["agencies"] | {"agencies": agencies}, "rounds": many, "reviews": {}}


def _task(pattern: Mapping[str, Any], agency: int, task: int, focal: list[str], indicators: list[str]) -> dict[str, Any]:
    lead = {"agency": f"A{agency}", "verified": False}
    mine = {"code": f"{agency}.{task}", "focal": focal[task % len(focal)], "lead": lead, "indicators": [indicators[task % len(indicators)]]}
    return dict(pattern) | mine | {"objectives": [{"number": 1 + task % 23, "verified": False}], "coordinating": []}


def _obligation(plan: str, round_: str, agency: int, now: datetime) -> Any:
    from dicu.store.review.models import ObligationRow  # noqa: PLC0415

    tasks = [f"{agency}.{task}" for task in range(TASKS)]
    where = {"plan": plan, "round": round_, "agency": f"A{agency}", "id": f"{plan}/{round_}/A{agency}"}
    return ObligationRow(**where, tasks=tasks, submitted_at=now, state="accepted", lines=[["accepted", TASKS]], head="0" * 64, head_at=now)


def _line(plan: str, round_: str, agency: int, task: int, now: datetime) -> Any:
    from dicu.store.review.models import LineRow  # noqa: PLC0415
    from dicu.store.review.packing import packed as line_packed  # noqa: PLC0415

    code = f"{agency}.{task}"
    content = Content("in-progress", "Đã thực hiện các hoạt động theo kế hoạch năm. " * 8, "", None)
    files = (Attachment("0" * 64, "minh-chung.pdf", "application/pdf", 10_000),)
    line = Line(code, LineState.ACCEPTED, content, files, content, files, "a", "a", now, "b", now)
    where = {"plan": plan, "round": round_, "agency": f"A{agency}", "id": f"{plan}/{round_}/A{agency}/{code}"}
    return LineRow(**where, task=code, task_order=task, state="accepted", submitted_by="a", line=line_packed(line))
