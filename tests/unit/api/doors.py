"""Each page as a request of a program: the table that says that whatever a page shows or does, the interface does too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

REPORT = "/reports/{}/{}/{}"
LINE = REPORT + "/lines/{}"
DESCRIBED = "kind=dataset&title=x&place=page&locator=1&classification=public&language=vi"
EDITION = "/editions/{}/{}/{}"


@dataclass(frozen=True)
class Door:
    """`name` is the operation; `body` makes what is sent from the form's fields; `guarded` sends the form's number."""

    name: str
    method: str
    path: str
    body: Callable[[Mapping[str, Any]], Any] = lambda form: None
    guarded: bool = False


def line_body(form: Mapping[str, Any]) -> Any:
    return {field: form[field] for field in ("claim", "narrative") if field in form}


def return_body(form: Mapping[str, Any]) -> Any:
    return {"reason": form["reason"], "text": form["text"]}


LOOKED_AT: dict[str, Door] = {
    "plans": Door("listPlans", "GET", "/plans"),
    "plan": Door("getPlan", "GET", "/plans/{}"),
    "plan-figures": Door("getFigures", "GET", "/plans/{}/figures"),
    "round": Door("getRound", "GET", "/plans/{}/rounds/{}"),
    "round-progress": Door("getProgress", "GET", "/plans/{}/rounds/{}/progress"),
    "round-gaps": Door("listGaps", "GET", "/plans/{}/rounds/{}/gaps"),
    "reports": Door("listReports", "GET", "/reports"),
    "report": Door("getReport", "GET", REPORT),
    "report-file": Door("downloadFile", "GET", REPORT + "/files/{}"),
    "line": Door("getLine", "GET", LINE),
    "plan-evidence": Door("listEvidence", "GET", "/plans/{}/evidence"),
    "evidence": Door("getEvidence", "GET", "/plans/{}/evidence/{}"),
    "claims": Door("getClaims", "GET", REPORT + "/claims"),
    "editions": Door("listEditions", "GET", "/editions"),
    "edition": Door("getEdition", "GET", EDITION),
    "edition-file": Door("downloadEditionFile", "GET", EDITION + "/files/{}"),
    "trail": Door("listEntries", "GET", "/trail"),
}
DUTY = REPORT + "/duty"


def description_body(form: Any) -> Any:
    return {name.removeprefix("evidence-"): text for name, text in form.items() if name.startswith("evidence-")}


DONE: dict[str, Door] = {
    "duty-ask": Door(
        "askForRelief", "POST", DUTY + "/requests", lambda form: {"sort": form["sort"], "reason": form["reason"]}, guarded=True
    ),
    "nil-write": Door("writeNil", "PUT", DUTY + "/nil", lambda form: {"text": form["text"]}, guarded=True),
    "nil-send": Door("sendNil", "POST", DUTY + "/nil/send", guarded=True),
    "nil-withdraw": Door("withdrawNil", "POST", DUTY + "/nil/withdraw", lambda form: {"reason": form["reason"]}, guarded=True),
    "nil-review accept": Door("answerNil", "POST", DUTY + "/nil/answer", lambda form: {"accept": True}, guarded=True),
    "report-withdraw": Door("withdrawReport", "POST", REPORT + "/withdraw", lambda form: {"reason": form["reason"]}, guarded=True),
    "round-open": Door("openRound", "POST", "/plans/{}/rounds/{}/open"),
    "round-build": Door("buildEdition", "POST", "/plans/{}/rounds/{}/editions"),
    "edition-publish": Door("publishEdition", "POST", EDITION + "/publish"),
    "line": Door("writeLine", "PUT", LINE, line_body, guarded=True),
    "line-attach": Door(
        "attachFile",
        "POST",
        f"{LINE}/files?name=bang.csv&{DESCRIBED}",
        lambda form: b"a,b\n1,2\n",
        guarded=True,
    ),
    "line-evidence": Door("describeEvidence", "PUT", LINE + "/evidence/{}", description_body, guarded=True),
    "claim-step": Door(
        "proposeClaim", "POST", REPORT + "/claims", lambda form: {"number": 0, "task": "3.1", "vi": "x", "en": "x", "reason": "x"}
    ),
    "claim-step approve": Door(
        "answerClaim", "POST", REPORT + "/claims/1/answer", lambda form: {"number": 0, "step": "approve", "reason": "x"}
    ),
    "line-detach": Door("detachFile", "DELETE", LINE + "/files/{}", guarded=True),
    "line-review accept": Door("acceptLine", "POST", LINE + "/accept", guarded=True),
    "line-review return": Door("returnLine", "POST", LINE + "/return", return_body, guarded=True),
    "report-send": Door("sendReport", "POST", REPORT + "/send", guarded=True),
    "report-send ask": Door("askClearance", "POST", REPORT + "/clearance", guarded=True),
    "report-answer accept": Door(
        "answerSeveral", "POST", REPORT + "/several", lambda form: {"step": "accept", "tasks": [form["tasks"]]}, guarded=True
    ),
    "nil-refuse": Door("refuseNil", "POST", DUTY + "/nil/refuse", lambda form: {"reason": form["reason"]}, guarded=True),
    "line-answer": Door("answerQuery", "POST", LINE + "/queries/{}/answer", lambda form: {"text": form["text"]}, guarded=True),
    "line-wording": Door("takeWording", "POST", LINE + "/wording", guarded=True),
}
ELSEWHERE = {
    **dict.fromkeys(("plan-new", "plan-versions", "plan-version", "round-priorities", "priority-step"), "unit/api/test_planning.py"),
    **dict.fromkeys(("gap-step", "round-gaps-record"), "unit/access_matrix/interface.py"),
    "workbook": "unit/api/test_workbooks.py",
    **dict.fromkeys(("round-close", "round-reopen", "round-reopen-decide grant"), "unit/api/test_clearance.py"),
    **dict.fromkeys(("duty-answer grant", "duty-pass"), "unit/access_matrix/interface.py"),
}
"""Steps whose operations take what a form does not have, each with the tests that ask who may."""
