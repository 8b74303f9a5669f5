"""Everything that a page can do, a program can do: each page names its operations, and a new page without one fails here."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from dicu.api.interface import description
from dicu.api.shapes import Sent, Shape

OF_PAGES: dict[str, tuple[str, ...]] = {
    "plans": ("listPlans",),
    "plan": ("getPlan",),
    "plan-figures": ("getFigures",),
    "plan-new": ("proposePlanVersion",),
    "plan-versions": ("listPlanVersions", "proposePlanVersion"),
    "plan-version": ("getPlanVersion", "loadPlanVersion"),
    "plan-template": ("downloadPlanTasks",),
    "plan-task": ("getTask",),
    "plan-crosswalk": ("getCrosswalk",),
    "plan-localities": ("getCoverage",),
    "plan-indicators": ("listIndicators", "listFigureImports"),
    "plan-indicator": ("getIndicator",),
    "indicator-decide": ("decideContradiction",),
    "round-priorities": ("listPriorities", "proposePriority"),
    "priority": ("getPriority",),
    "priority-step": ("amendPriority", "agreePriority", "planPriority", "carryPriority", "finishPriority", "dropPriority"),
    "round": ("getRound",),
    "round-progress": ("getProgress",),
    "round-gaps": ("listGaps",),
    "round-gap": ("getGap",),
    "gap-step": ("acknowledgeGap", "planGap", "acceptGap"),
    "round-gaps-record": ("recordGaps",),
    "gap-rules": ("listGapRules",),
    "round-open": ("openRound",),
    "round-build": ("buildEdition",),
    "reports": ("listReports",),
    "round-close": ("getClosing", "closeRound"),
    "round-reopen": ("askReopening",),
    "round-reopen-decide": ("answerReopening",),
    "report": ("getReport",),
    "report-send": ("askClearance", "refuseClearance", "sendReport"),
    "report-answer": ("answerSeveral",),
    "report-file": ("downloadFile",),
    "report-withdraw": ("withdrawReport",),
    "workbook": ("downloadWorkbook", "takeWorkbook"),
    "workbook-file": ("downloadWorkbook",),
    "duty": ("getDuty",),
    "duty-ask": ("askForRelief",),
    "duty-answer": ("answerRelief",),
    "duty-pass": ("passDuty",),
    "nil-write": ("writeNil",),
    "nil-send": ("sendNil",),
    "nil-refuse": ("refuseNil",),
    "nil-withdraw": ("withdrawNil",),
    "nil-review": ("answerNil",),
    "published-rates": ("listPublishedRates", "recomputeRates"),
    "line": ("getLine", "writeLine"),
    "line-attach": ("attachFile", "citePage"),
    "line-evidence": ("describeEvidence",),
    "plan-evidence": ("listEvidence",),
    "evidence": ("getEvidence",),
    "claims": ("getClaims",),
    "claim-step": ("proposeClaim", "answerClaim"),
    "line-detach": ("detachFile",),
    "line-review": ("acceptLine", "returnLine", "putQuery"),
    "line-answer": ("answerQuery",),
    "line-wording": ("takeWording",),
    "policy-watch": ("listPolicy", "getPolicyFeed", "loadPolicyRegister"),
    "policy-routes": ("listLegalRoutes",),
    "policy-new": ("proposePolicy",),
    "policy-entry": ("getPolicy",),
    "policy-step": ("takePolicyStep",),
    "dialogues": ("listDialogues", "loadDialogue"),
    "dialogue": ("getDialogue",),
    "commitment-new": ("recordCommitment",),
    "dialogue-round": ("getDialogueRound",),
    "dialogue-position": ("recordPosition",),
    "dialogue-brief": ("buildBrief",),
    "dialogue-brief-file": ("downloadBriefFile",),
    "commitment": ("getCommitment",),
    "commitment-step": ("takeCommitmentStep",),
    "recommendations": ("listRecommendations",),
    "recommendations-import": ("takeRecommendations",),
    "recommendation": ("getRecommendation",),
    "recommendation-step": ("takeRecommendationStep",),
    "recommendation-likenesses": ("listLikenesses", "judgeLikeness"),
    "editions": ("listEditions",),
    "edition": ("getEdition",),
    "edition-publish": ("publishEdition",),
    "edition-file": ("downloadEditionFile",),
    "trail": ("listEntries", "checkTrail"),
    "administration": ("listAccounts",),
    "administration-new": ("openAccount",),
    "administration-account": ("getAccount",),
    "administration-grant": ("giveRole",),
    "administration-end": ("endRole",),
    "administration-turn": ("closeAccount", "reopenAccount"),
    "administration-token": ("issueToken",),
    "administration-revoke": ("revokeToken",),
    "administration-admission": ("inviteAccount", "listIdentities", "linkIdentity", "unlinkIdentity"),
    "openings": ("listOpenings",),
    "opening-new": ("openInEmergency",),
    "opening-end": ("endOpening",),
    "agenda": ("getAgenda",),
    "agenda-mail": ("chooseMail",),
    "agenda-reminders": ("listReminders",),
    "readings": ("searchReadings",),
    "readings-mine": ("listMyReadings",),
    "readings-of": ("listReadingsOf",),
    "readings-of-file": ("listReadingsOf",),
}
PEOPLE_ONLY = "signing in is for people; a token must not be able to make another, or to change how its owner signs in"
WITHOUT: dict[str, str] = {
    "front-door": "leads to the front page",
    "home": "gathers what other pages hold",
    "about": "says what the service is",
    "accessibility": "says who can use it",
    **dict.fromkeys(
        (
            "sign-in", "sign-out", "signed-out", "sign-in-second", "sign-in-passkey", "sign-in-passkey-options", "sign-in-provider",
            "sign-in-provider-refused", "sign-in-provider-back", "account", "begin", "password", "confirm", "confirm-passkey",
            "confirm-passkey-options", "second-factor", "authenticator", "passkeys", "passkey-options", "passkey", "recovery-codes",
            "sessions", "tokens",
        ),
        PEOPLE_ONLY,
    ),
}  # fmt: skip
ONLY_FOR_PROGRAMS = {
    "listProblems", "listWebhooks", "registerWebhook", "getWebhook", "removeWebhook", "renewWebhook", "resumeWebhook", "replayWebhook",
}  # fmt: skip
"""Operations that no page has: what is about programs is seen to by programs and commands."""


def routes(resolver: Any, below: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = below + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path)
        elif isinstance(pattern, URLPattern) and not path.startswith("api/"):
            yield pattern.name or path


def operations() -> dict[str, str]:
    """Operation → its method."""
    return {o["operationId"]: method for path in description()["paths"].values() for method, o in path.items()}


def test_every_page_has_its_operations() -> None:
    found = set(routes(get_resolver()))
    assert found - OF_PAGES.keys() - WITHOUT.keys() == set(), "a new page: give it an operation, or say why it has none"
    assert (OF_PAGES.keys() | WITHOUT.keys()) - found == set()
    assert not OF_PAGES.keys() & WITHOUT.keys()


def test_every_operation_is_a_page_s_or_has_a_reason() -> None:
    named = {operation for of_page in OF_PAGES.values() for operation in of_page} | ONLY_FOR_PROGRAMS
    assert named == operations().keys()


def test_operations_are_named_once_and_looking_changes_nothing() -> None:
    names = [o["operationId"] for path in description()["paths"].values() for o in path.values()]
    assert len(names) == len(set(names))
    looked = {name for name in names if name.startswith(("get", "list", "search", "download", "check"))}
    assert {operations()[name] for name in looked} == {"get"}
    assert {name for name, method in operations().items() if method == "get"} == looked


def test_no_two_forms_have_one_name() -> None:
    """The description holds forms by their names: of two with one name, one would be described as the other."""
    names = [form.__name__ for form in (*_below(Shape), *_below(Sent)) if "[" not in form.__name__]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def _below(form: type) -> Iterator[type]:
    for below in form.__subclasses__():
        yield below
        yield from _below(below)


def test_the_description_is_whole() -> None:
    """Each operation says what it answers when something is wrong; each step takes a key; the parts that are named exist."""
    found = description()
    assert found["openapi"].startswith("3.1")
    for path in found["paths"].values():
        for method, operation in path.items():
            assert {"400", "401", "403", "404", "405", "422", "429", "500", "503"} <= operation["responses"].keys()
            assert operation["security"] == [{"Bearer": []}, {}] and operation["summary"] and operation["tags"]
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert {"lang", "Dicu-Purpose"} <= names and ("Idempotency-Key" in names) is (method != "get")
            for status, response in operation["responses"].items():
                kinds = list(response.get("content", {}))
                assert (kinds == ["application/problem+json"]) is (int(status) >= 400), (operation["operationId"], status)
    named = set(_references(found))
    assert {f"#/components/schemas/{name}" for name in found["components"]["schemas"]} >= named


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "$ref":
                yield item
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
