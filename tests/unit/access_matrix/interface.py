"""The door of programs: every operation of the interface, on every errand that `Dicu-Purpose` can name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.unit.access_matrix.pages import Errand, administering, for_any_reason, on_report, on_round
from tests.unit.access_matrix.pages_besides import readings, reminders
from tests.unit.access_matrix.steps import (
    ACCOUNTS,
    EDITIONS,
    EVERYBODY,
    FILES,
    LINE,
    LINES,
    NOTHING,
    OPENINGS,
    PLANS,
    REPORT,
    REPORTS,
    ROUNDS,
    Step,
)

A_REPORT = "/reports/{}/{}/{}"
A_LINE = f"{A_REPORT}/lines/{{}}"
AN_EDITION = "/editions/{}/{}/{}"
AN_ACCOUNT = "see accounts, see account"


def publishing(who: Any, named: Any) -> str:
    return "publication"


@dataclass(frozen=True)
class Operation:
    """`path` has a place for each code of the object, then for each of `tail`. `errand`: the usual one, where none is named."""

    step: Step
    method: str
    path: str
    errand: Errand = on_report
    body: Any = None
    tail: tuple[str, ...] = ()
    guarded: bool = False


def _listed(path: str, chain: str, errand: Errand = on_report) -> Operation:
    return Operation(Step(NOTHING, chain), "GET", path, errand)


OPERATIONS: Mapping[str, Operation] = {
    "listPlans": _listed("/plans", EVERYBODY),
    "getPlan": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}"),
    "getFigures": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/figures"),
    "getRound": Operation(Step(ROUNDS, "see plan, see round"), "GET", "/plans/{}/rounds/{}", on_round),
    "getProgress": Operation(Step(ROUNDS, "see plan, see round"), "GET", "/plans/{}/rounds/{}/progress", on_round),
    "listGaps": Operation(Step(ROUNDS, "see plan, see round"), "GET", "/plans/{}/rounds/{}/gaps", on_round),
    "openRound": Operation(Step(ROUNDS, "see plan, see round, open round"), "POST", "/plans/{}/rounds/{}/open", on_round),
    "buildEdition": Operation(Step(ROUNDS, "build publication, see plan, see round"), "POST", "/plans/{}/rounds/{}/editions", on_round),
    "listReports": _listed("/reports", EVERYBODY),
    "getReport": Operation(Step(REPORTS, REPORT), "GET", A_REPORT),
    "sendReport": Operation(Step(REPORTS, f"{REPORT}, submit report"), "POST", f"{A_REPORT}/send", guarded=True),
    "getLine": Operation(Step(LINES, LINE), "GET", A_LINE),
    "writeLine": Operation(
        Step(LINES, f"{LINE}, write line"), "PUT", A_LINE, body={"claim": "in-progress", "narrative": "Đã làm."}, guarded=True
    ),
    "attachFile": Operation(Step(LINES, f"{LINE}, write line"), "POST", f"{A_LINE}/files?name=bang.csv", body=b"a,b\n1,2\n", guarded=True),
    "detachFile": Operation(Step(LINES, f"{LINE}, write line"), "DELETE", f"{A_LINE}/files/{{}}", tail=("FILE",), guarded=True),
    "acceptLine": Operation(Step(LINES, f"{LINE}, accept line"), "POST", f"{A_LINE}/accept", guarded=True),
    "returnLine": Operation(
        Step(LINES, f"{LINE}, accept line"), "POST", f"{A_LINE}/return", body={"reason": "other", "text": "Thiếu bảng."}, guarded=True
    ),
    "downloadFile": Operation(Step(FILES, f"{REPORT}, see file"), "GET", f"{A_REPORT}/files/{{}}"),
    "listEditions": _listed("/editions", EVERYBODY, on_round),
    "getEdition": Operation(Step(EDITIONS, "see publication"), "GET", AN_EDITION, on_round),
    "publishEdition": Operation(Step(EDITIONS, "see publication, publish publication"), "POST", f"{AN_EDITION}/publish", publishing),
    "downloadEditionFile": Operation(
        Step(EDITIONS, "see publication"), "GET", f"{AN_EDITION}/files/{{}}", on_round, tail=("review.vi.html",)
    ),
    "listEntries": _listed("/trail", "see ledger", on_round),
    "checkTrail": _listed("/trail/check", "see ledger", on_round),
    "listAccounts": _listed("/accounts", "see accounts", administering),
    "getAccount": Operation(Step(ACCOUNTS, AN_ACCOUNT), "GET", "/accounts/{}", administering),
    "giveRole": Operation(
        Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account"), "POST", "/accounts/{}/roles", administering, {"role": "reporter", "agency": "TD-XX"}
    ),
    "endRole": Operation(
        Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account, see grant"), "POST", "/accounts/{}/roles/end", administering, {"key": "none"}
    ),
    "closeAccount": Operation(
        Step(ACCOUNTS, f"{AN_ACCOUNT}, close account"), "POST", "/accounts/{}/close", administering, {"reason": "Nghỉ."}
    ),
    "listOpenings": _listed("/openings", EVERYBODY),
    "endOpening": Operation(Step(OPENINGS, "see opening, end opening"), "POST", "/openings/{}/{}/end", for_any_reason),
    "listReminders": Operation(Step(reminders, "see reminder"), "GET", "/reminders", on_round),
    "searchReadings": Operation(Step(readings, "search reading"), "GET", "/readings", lambda who, named: "audit"),
    "listProblems": _listed("/problems", EVERYBODY),
}

BESIDES: Mapping[str, str] = {
    **dict.fromkeys(("openAccount", "reopenAccount", "issueToken", "revokeToken", "openInEmergency"), "tests/unit/api/test_who_may.py"),
    **dict.fromkeys(("getAgenda", "chooseMail", "listMyReadings", "listReadingsOf"), "tests/unit/api/test_who_may.py"),
    **dict.fromkeys(
        ("listWebhooks", "registerWebhook", "getWebhook", "removeWebhook", "renewWebhook", "resumeWebhook", "replayWebhook"),
        "tests/unit/api/webhooks/test_registering.py",
    ),
}
"""Operations whose rights are asked elsewhere, each with the tests that ask."""
