"""The door of programs: every operation of the interface, on every errand that `Dicu-Purpose` can name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.unit.access_matrix.pages import CLOSE, Errand, administering, for_any_reason, on_report, on_round
from tests.unit.access_matrix.pages_besides import readings, reminders
from tests.unit.access_matrix.steps import (
    ACCOUNTS,
    DIALOGUES,
    DUTY,
    EDITIONS,
    EVERYBODY,
    FILES,
    GAPS,
    LAWS,
    LINE,
    LINES,
    NOTHING,
    OPENINGS,
    PLANS,
    POLICIES,
    PRIORITIES,
    PROMISES,
    RECOMMENDATIONS,
    REPORT,
    REPORTS,
    ROUNDS,
    SESSIONS,
    VERSIONS,
    Step,
)

DESCRIBED = "kind=dataset&title=x&place=page&locator=1&classification=public&language=vi"
PAGE = {"kind": "web-page", "title": "x", "place": "not-known", "classification": "public", "language": "vi",
        "url": "https://a.example/", "captured": "2025-11-01"}  # fmt: skip
A_REPORT = "/reports/{}/{}/{}"
A_DUTY = f"{A_REPORT}/duty"
A_LINE = f"{A_REPORT}/lines/{{}}"
A_PRIORITY = "/plans/{}/priorities/{}"
A_GAP = "/plans/{}/rounds/{}/gaps/{}"
A_SESSION = "/dialogues/{}/rounds/{}"
A_PROMISE = "/dialogues/{}/commitments/{}"
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
    "listPlanVersions": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/versions", on_round),
    "proposePlanVersion": Operation(
        Step(NOTHING, "propose version"), "POST", "/plan-versions?name=bang.csv&plan=demo", on_round, body=b"a,b\n1,2\n"
    ),
    "getPlanVersion": Operation(Step(VERSIONS, "see version"), "GET", "/plans/{}/versions/{}", on_round),
    "loadPlanVersion": Operation(
        Step(VERSIONS, "see version, load plan"), "POST", "/plans/{}/versions/{}/load", on_round, body={"against": "0" * 64}
    ),
    "downloadPlanTasks": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/tasks.xlsx", on_round),
    "getTask": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/tasks/{}", on_round, tail=("3.1",)),
    "getCrosswalk": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/crosswalk", on_round),
    "getCoverage": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/provinces", on_round),
    "listIndicators": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/indicators", on_round),
    "getIndicator": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/indicators/{}", on_round, tail=("workers_departed",)),
    "listFigureImports": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/figures/imports", on_round),
    "decideContradiction": Operation(
        Step(PLANS, "see plan, decide register"),
        "POST",
        "/plans/{}/indicators/{}/decisions",
        on_round,
        body={"subject": "x", "chosen": "x", "reason": "x", "number": 0},
        tail=("workers_departed",),
    ),
    "listPriorities": Operation(Step(ROUNDS, "see plan, see round"), "GET", "/plans/{}/rounds/{}/priorities", on_round),
    "proposePriority": Operation(
        Step(ROUNDS, "see plan, see round, propose priority"),
        "POST",
        "/plans/{}/rounds/{}/priorities",
        on_round,
        body={"agency": "TD-LD", "sort": "priority", "title_vi": "Việc cần làm"},
    ),
    "getPriority": Operation(Step(PRIORITIES, "see priority"), "GET", A_PRIORITY, on_round),
    "agreePriority": Operation(
        Step(PRIORITIES, "see priority, agree priority"), "POST", f"{A_PRIORITY}/agree", on_round, body={"number": 1}
    ),
    "planPriority": Operation(
        Step(PRIORITIES, "see priority, plan priority"),
        "POST",
        f"{A_PRIORITY}/plan",
        on_round,
        body={"number": 1, "tasks": ["3.4"], "owner": "TD-TP"},
    ),
    "carryPriority": Operation(
        Step(PRIORITIES, "see priority, plan priority"),
        "POST",
        f"{A_PRIORITY}/carry",
        on_round,
        body={"number": 1, "to": "2026", "reason": "x"},
    ),
    "finishPriority": Operation(
        Step(PRIORITIES, "see priority, plan priority"), "POST", f"{A_PRIORITY}/finish", on_round, body={"number": 1, "reason": "x"}
    ),
    "getRound": Operation(Step(ROUNDS, "see plan, see round"), "GET", "/plans/{}/rounds/{}", on_round),
    "getProgress": Operation(Step(ROUNDS, "see plan, see round"), "GET", "/plans/{}/rounds/{}/progress", on_round),
    "listGaps": Operation(Step(ROUNDS, "see plan, see round"), "GET", "/plans/{}/rounds/{}/gaps", on_round),
    "listGapRules": Operation(Step(NOTHING, EVERYBODY), "GET", "/gap-rules", on_round),
    "getGap": Operation(Step(GAPS, "see plan, see round, see gap"), "GET", A_GAP, on_round),
    "acknowledgeGap": Operation(
        Step(GAPS, "see plan, see round, see gap, acknowledge gap"), "POST", f"{A_GAP}/acknowledge", on_round, body={"number": 0}
    ),
    "planGap": Operation(
        Step(GAPS, "see plan, see round, see gap, acknowledge gap"),
        "POST",
        f"{A_GAP}/plan",
        on_round,
        body={"number": 0, "owner": "TD-TP"},
    ),
    "acceptGap": Operation(
        Step(GAPS, "see plan, see round, see gap, accept gap"), "POST", f"{A_GAP}/accept", on_round, body={"number": 0, "reason": "x"}
    ),
    "recordGaps": Operation(Step(ROUNDS, "see plan, see round, record round"), "POST", "/plans/{}/rounds/{}/gaps/record", on_round),
    "openRound": Operation(Step(ROUNDS, "see plan, see round, open round"), "POST", "/plans/{}/rounds/{}/open", on_round),
    "getClosing": Operation(Step(ROUNDS, CLOSE), "GET", "/plans/{}/rounds/{}/closing", on_round),
    "closeRound": Operation(Step(ROUNDS, CLOSE), "POST", "/plans/{}/rounds/{}/close", on_round, body={"number": 9}),
    "askReopening": Operation(
        Step(ROUNDS, CLOSE),
        "POST",
        "/plans/{}/rounds/{}/reopenings",
        on_round,
        body={"number": 9, "agency": "TD-LD", "tasks": ["3.1"], "reason": "x"},
    ),
    "answerReopening": Operation(
        Step(ROUNDS, CLOSE),
        "POST",
        "/plans/{}/rounds/{}/reopenings/1/answer",
        on_round,
        body={"number": 9, "grant": True, "reason": "x"},
    ),
    "buildEdition": Operation(Step(ROUNDS, "build publication, see plan, see round"), "POST", "/plans/{}/rounds/{}/editions", on_round),
    "listReports": _listed("/reports", EVERYBODY),
    "getReport": Operation(Step(REPORTS, REPORT), "GET", A_REPORT),
    "sendReport": Operation(Step(REPORTS, f"{REPORT}, submit report"), "POST", f"{A_REPORT}/send", guarded=True),
    "downloadWorkbook": Operation(Step(REPORTS, f"{REPORT}, write report"), "GET", f"{A_REPORT}/workbook.xlsx"),
    "takeWorkbook": Operation(Step(REPORTS, f"{REPORT}, write report"), "POST", f"{A_REPORT}/workbook?name=a.xlsx", body=b"a,b\n1,2\n"),
    "askClearance": Operation(Step(REPORTS, f"{REPORT}, submit report"), "POST", f"{A_REPORT}/clearance", guarded=True),
    "refuseClearance": Operation(
        Step(REPORTS, f"{REPORT}, submit report"), "POST", f"{A_REPORT}/clearance/refuse", body={"reason": "Thiếu."}, guarded=True
    ),
    "withdrawReport": Operation(
        Step(REPORTS, f"{REPORT}, withdraw report"), "POST", f"{A_REPORT}/withdraw", body={"reason": "Nhầm kỳ."}, guarded=True
    ),
    "getDuty": Operation(Step(REPORTS, DUTY), "GET", A_DUTY),
    "askForRelief": Operation(
        Step(REPORTS, f"{DUTY}, ask request"), "POST", f"{A_DUTY}/requests", body={"sort": "waiver", "reason": "Hết việc."}, guarded=True
    ),
    "answerRelief": Operation(
        Step(REPORTS, f"{DUTY}, answer request"),
        "POST",
        f"{A_DUTY}/requests/1/answer",
        body={"grant": True, "reason": "Đồng ý."},
        guarded=True,
    ),
    "writeNil": Operation(
        Step(REPORTS, f"{DUTY}, write nil-draft"), "PUT", f"{A_DUTY}/nil", body={"text": "Không phát sinh."}, guarded=True
    ),
    "sendNil": Operation(Step(REPORTS, f"{DUTY}, clear nil-draft"), "POST", f"{A_DUTY}/nil/send", guarded=True),
    "refuseNil": Operation(
        Step(REPORTS, f"{DUTY}, write nil-draft"), "POST", f"{A_DUTY}/nil/refuse", body={"reason": "Thiếu."}, guarded=True
    ),
    "withdrawNil": Operation(
        Step(REPORTS, f"{DUTY}, withdraw nil-submitted"), "POST", f"{A_DUTY}/nil/withdraw", body={"reason": "Nhầm."}, guarded=True
    ),
    "answerNil": Operation(
        Step(REPORTS, f"{DUTY}, accept nil-submitted"), "POST", f"{A_DUTY}/nil/answer", body={"accept": True}, guarded=True
    ),
    "passDuty": Operation(
        Step(REPORTS, f"{DUTY}, pass obligation"),
        "POST",
        f"{A_DUTY}/pass",
        guarded=True,
        body={"heir": "TD-YT", "tasks": ["3.1"], "reason": "Chuyển chức năng."},
    ),
    "listPublishedRates": _listed("/published-rates", EVERYBODY),
    "recomputeRates": Operation(
        Step(NOTHING, EVERYBODY), "POST", "/published-rates/check", body={"on_time": 1, "late": 1, "within": 1, "overdue": 1}
    ),
    "getLine": Operation(Step(LINES, LINE), "GET", A_LINE),
    "writeLine": Operation(
        Step(LINES, f"{LINE}, write line"), "PUT", A_LINE, body={"claim": "in-progress", "narrative": "Đã làm."}, guarded=True
    ),
    "citePage": Operation(Step(LINES, f"{LINE}, write line"), "POST", f"{A_LINE}/evidence", body=PAGE, guarded=True),
    "describeEvidence": Operation(
        Step(LINES, f"{LINE}, write line"), "PUT", f"{A_LINE}/evidence/{{}}", body=PAGE, tail=("FILE",), guarded=True
    ),
    "listEvidence": Operation(Step(PLANS, "see plan"), "GET", "/plans/{}/evidence", on_round),
    "getEvidence": Operation(Step(PLANS, "see plan, see nothing"), "GET", "/plans/{}/evidence/{}", on_round, tail=("0" * 64,)),
    "getClaims": Operation(Step(REPORTS, f"{REPORT}, see claim"), "GET", f"{A_REPORT}/claims", on_round),
    "proposeClaim": Operation(
        Step(REPORTS, f"{REPORT}, see claim, propose claim"),
        "POST",
        f"{A_REPORT}/claims",
        on_round,
        body={"number": 0, "task": "3.1", "vi": "x", "en": "x", "reason": "x"},
    ),
    "answerClaim": Operation(
        Step(REPORTS, f"{REPORT}, see claim, approve claim"),
        "POST",
        f"{A_REPORT}/claims/{{}}/answer",
        on_round,
        body={"number": 0, "step": "approve", "reason": "x"},
        tail=("1",),
    ),
    "attachFile": Operation(
        Step(LINES, f"{LINE}, write line"), "POST", f"{A_LINE}/files?name=bang.csv&{DESCRIBED}", body=b"a,b\n1,2\n", guarded=True
    ),
    "detachFile": Operation(Step(LINES, f"{LINE}, write line"), "DELETE", f"{A_LINE}/files/{{}}", tail=("FILE",), guarded=True),
    "acceptLine": Operation(Step(LINES, f"{LINE}, accept line"), "POST", f"{A_LINE}/accept", guarded=True),
    "returnLine": Operation(
        Step(LINES, f"{LINE}, accept line"), "POST", f"{A_LINE}/return", body={"reason": "other", "text": "Thiếu bảng."}, guarded=True
    ),
    "putQuery": Operation(Step(LINES, f"{LINE}, accept line"), "POST", f"{A_LINE}/queries", body={"text": "Vì sao?"}, guarded=True),
    "answerQuery": Operation(Step(LINES, f"{LINE}, answer line"), "POST", f"{A_LINE}/queries/1/answer", body={"text": "Có."}, guarded=True),
    "takeWording": Operation(Step(LINES, f"{LINE}, write line"), "POST", f"{A_LINE}/wording", guarded=True),
    "downloadFile": Operation(Step(FILES, f"{REPORT}, see file"), "GET", f"{A_REPORT}/files/{{}}"),
    "listPolicy": _listed("/policy", EVERYBODY, on_round),
    "getPolicyFeed": _listed("/policy-feed", EVERYBODY, on_round),
    "listLegalRoutes": _listed("/legal-routes", EVERYBODY, on_round),
    "loadPolicyRegister": Operation(Step(NOTHING, "load policies"), "POST", "/policy", on_round, body=b"no archive"),
    "proposePolicy": Operation(Step(POLICIES, "see register, propose policy"), "POST", "/policy/{}", on_round, body={"kind": "law"}),
    "getPolicy": Operation(Step(LAWS, "see law"), "GET", "/policy/{}/{}", on_round),
    "takePolicyStep": Operation(Step(LAWS, "see law, verify policy"), "POST", "/policy/{}/{}/steps/verify", on_round, body={"number": 0}),
    "listDialogues": _listed("/dialogues", EVERYBODY, on_round),
    "loadDialogue": Operation(Step(NOTHING, "load dialogue"), "POST", "/dialogues", on_round, body=b"no archive"),
    "getDialogue": Operation(Step(DIALOGUES, "see dialogue"), "GET", "/dialogues/{}", on_round),
    "getDialogueRound": Operation(Step(SESSIONS, "see session"), "GET", A_SESSION, on_round),
    "recordPosition": Operation(
        Step(SESSIONS, "see dialogue, record position"), "POST", f"{A_SESSION}/positions", on_round, body={"sensitivity": "internal"}
    ),
    "buildBrief": Operation(Step(SESSIONS, "see dialogue, build brief"), "POST", f"{A_SESSION}/briefs", on_round, body={"side": "nobody"}),
    "downloadBriefFile": Operation(
        Step(SESSIONS, "see dialogue, see nothing"), "GET", f"{A_SESSION}/briefs/{{}}", on_round, tail=("0" * 64,)
    ),
    "recordCommitment": Operation(
        Step(DIALOGUES, "see dialogue, record follow-up"),
        "POST",
        "/dialogues/{}/commitments",
        on_round,
        body={"party": "both", "type": "x", "sensitivity": "internal", "promised": "", "source": ""},
    ),
    "getCommitment": Operation(Step(PROMISES, "see promise"), "GET", A_PROMISE, on_round),
    "takeCommitmentStep": Operation(
        Step(PROMISES, "see promise, assign follow-up"), "POST", f"{A_PROMISE}/steps/assign", on_round, body={"number": 0}
    ),
    "listRecommendations": _listed("/recommendations", EVERYBODY, on_round),
    "takeRecommendations": Operation(
        Step(NOTHING, "import recommendation"), "POST", "/recommendations?name=a.csv&mapping=x", on_round, body=b"no table"
    ),
    "getRecommendation": Operation(Step(RECOMMENDATIONS, "see recommendation"), "GET", "/recommendations/{}/{}", on_round),
    "takeRecommendationStep": Operation(
        Step(RECOMMENDATIONS, "see recommendation, answer handling"),
        "POST",
        "/recommendations/{}/{}/steps/answer",
        on_round,
        body={"number": 0},
    ),
    "listLikenesses": Operation(Step(NOTHING, "see likeness"), "GET", "/recommendation-likenesses", on_round),
    "judgeLikeness": Operation(
        Step(NOTHING, "see likeness, judge likeness"),
        "POST",
        "/recommendation-likenesses",
        on_round,
        body={"first": "a/1", "second": "b/1", "verdict": "same", "reason": ""},
    ),
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
    "inviteAccount": Operation(
        Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "POST", "/accounts/{}/invitation", administering, {"reason": "Quên mật khẩu."}
    ),
    "listIdentities": Operation(Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "GET", "/accounts/{}/identities", administering),
    "linkIdentity": Operation(
        Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "POST", "/accounts/{}/identities", administering, {"subject": "7f3a"}
    ),
    "unlinkIdentity": Operation(
        Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"), "POST", "/accounts/{}/identities/unlink", administering, {"issuer": "https://id.vn"}
    ),
    "listOpenings": _listed("/openings", EVERYBODY),
    "endOpening": Operation(Step(OPENINGS, "see opening, end opening"), "POST", "/openings/{}/{}/end", for_any_reason),
    "listReminders": Operation(Step(reminders, "see reminder"), "GET", "/reminders", on_round),
    "searchReadings": Operation(Step(readings, "search reading"), "GET", "/readings", lambda who, named: "audit"),
    "listProblems": _listed("/problems", EVERYBODY),
}

OTHER_ROOMS = "unit/api/test_other_rooms.py::test_"
BESIDES: Mapping[str, str] = {
    "answerSeveral": "unit/api/test_clearance.py::test_who_does_a_step_for_several_lines",
    **dict.fromkeys(("amendPriority", "dropPriority"), "unit/api/test_planning.py::test_who_amends_and_drops_a_proposal"),
    **dict.fromkeys(
        ("openAccount", "reopenAccount", "issueToken", "revokeToken"), f"{OTHER_ROOMS}who_is_no_administrator_opens_and_hands_out_nothing"
    ),
    "openInEmergency": f"{OTHER_ROOMS}an_opening_is_made_seen_and_ended",
    "getAgenda": f"{OTHER_ROOMS}what_there_is_to_do",
    "chooseMail": f"{OTHER_ROOMS}letters_are_one_s_own_choice",
    **dict.fromkeys(("listMyReadings", "listReadingsOf"), f"{OTHER_ROOMS}readings_are_shown_to_those_whose_they_are"),
    **dict.fromkeys(
        ("listWebhooks", "registerWebhook", "getWebhook", "removeWebhook", "renewWebhook", "resumeWebhook", "replayWebhook"),
        f"{OTHER_ROOMS}who_has_no_webhooks_does_nothing_with_them",
    ),
}
"""Operations whose rights are asked elsewhere, each with the test that asks."""
