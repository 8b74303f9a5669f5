"""The door of pages: every address that a browser can ask for, with what it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.unit.access_matrix.model import Who
from tests.unit.access_matrix.steps import (
    ACCOUNTS,
    AN_ACCOUNT,
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
from tests.unit.access_matrix.things import Named

Errand = Callable[[Who, Named], str]
CSV = "csv"
DESCRIBED = {
    "evidence-kind": "dataset", "evidence-title": "x", "evidence-place": "page", "evidence-locator": "1",
    "evidence-classification": "public", "evidence-language": "vi",
}  # fmt: skip


def on_round(who: Who, named: Named) -> str:
    """Who coordinates coordinates, also if they report besides."""
    order = (("coordinator", "coordination"), ("auditor", "audit"), ("reporter", "reporting"))
    return next((purpose for role, purpose in order if role in who.roles), "reading")


def on_report(who: Who, named: Named) -> str:
    """Who reports for the agency in the address reports; on another's page they do what else they do."""
    agency = named.where[2] if len(named.where) > 2 else who.roles.get("reporter")
    return "reporting" if "reporter" in who.roles and who.roles["reporter"] == agency else on_round(who, named)


def administering(who: Who, named: Named) -> str:
    return "administration"


def for_any_reason(who: Who, named: Named) -> str:
    """On the errand that lets them, if there is one: to end what one opened, or what was opened of one's own."""
    return "reporting" if "reporter" in who.roles else on_round(who, named)


@dataclass(frozen=True)
class Page:
    """`get`, `post`: the step of each method it takes. `form` is sent with a POST."""

    get: Step | None = None
    post: Step | None = None
    errand: Errand = on_report
    form: Mapping[str, str] = field(default_factory=dict)
    tail: tuple[str, ...] = ()  # codes of the address after those of the object


def listed(chain: str, errand: Errand = on_report) -> Page:
    return Page(get=Step(NOTHING, chain), errand=errand)


SIGNED_IN = "sign in, see plan"
CLOSE = "see plan, see round, close round"

REVIEW = {
    "plans": listed(EVERYBODY),
    "plan": Page(get=Step(PLANS, "see plan")),
    "plan-figures": Page(get=Step(PLANS, "see plan")),
    "plan-new": Page(get=Step(NOTHING, "propose version"), post=Step(NOTHING, "propose version"), errand=on_round),
    "plan-versions": Page(get=Step(PLANS, "see plan"), post=Step(PLANS, "see plan, propose version"), errand=on_round),
    "plan-version": Page(
        get=Step(VERSIONS, "see version"), post=Step(VERSIONS, "see version, load plan"), errand=on_round, form={"against": "0" * 64}
    ),
    "plan-template": Page(get=Step(PLANS, "see plan"), errand=on_round),
    "plan-task": Page(get=Step(PLANS, "see plan"), errand=on_round, tail=("3.1",)),
    "plan-crosswalk": Page(get=Step(PLANS, "see plan"), errand=on_round),
    "plan-localities": Page(get=Step(PLANS, "see plan"), errand=on_round),
    "plan-indicators": Page(get=Step(PLANS, "see plan"), errand=on_round),
    "plan-indicator": Page(get=Step(PLANS, "see plan"), errand=on_round, tail=("workers_departed",)),
    "indicator-decide": Page(
        post=Step(PLANS, "see plan, decide register"),
        errand=on_round,
        form={"subject": "x", "chosen": "x", "reason": "x", "number": "0"},
        tail=("workers_departed",),
    ),
    "round-priorities": Page(
        get=Step(ROUNDS, "see plan, see round"),
        post=Step(ROUNDS, "see plan, see round, propose priority"),
        errand=on_round,
        form={"agency": "TD-LD", "sort": "priority", "title_vi": "Việc cần làm"},
    ),
    "priority": Page(get=Step(PRIORITIES, "see priority"), errand=on_round),
    "priority-step": Page(post=Step(PRIORITIES, "see priority, agree priority"), errand=on_round, tail=("agree",)),
    "round": Page(get=Step(ROUNDS, "see plan, see round"), errand=on_round),
    "round-progress": Page(get=Step(ROUNDS, "see plan, see round"), errand=on_round),
    "round-gaps": Page(get=Step(ROUNDS, "see plan, see round"), errand=on_round),
    "round-gap": Page(get=Step(GAPS, "see plan, see round, see gap"), errand=on_round),
    "gap-step": Page(post=Step(GAPS, "see plan, see round, see gap, acknowledge gap"), errand=on_round, tail=("acknowledge",)),
    "round-gaps-record": Page(post=Step(ROUNDS, "see plan, see round, record round"), errand=on_round),
    "gap-rules": Page(get=Step(NOTHING, EVERYBODY), errand=on_round),
    "round-open": Page(post=Step(ROUNDS, "see plan, see round, open round"), errand=on_round),
    "round-close": Page(get=Step(ROUNDS, CLOSE), post=Step(ROUNDS, CLOSE), errand=on_round),
    "round-reopen": Page(get=Step(ROUNDS, CLOSE), post=Step(ROUNDS, CLOSE), errand=on_round),
    "round-reopen-decide": Page(post=Step(ROUNDS, CLOSE), errand=on_round, form={"request": "1"}),
    "round-build": Page(post=Step(ROUNDS, "build publication, see plan, see round"), errand=on_round),
    "reports": listed(SIGNED_IN),
    "report": Page(get=Step(REPORTS, REPORT)),
    "report-send": Page(get=Step(REPORTS, f"{REPORT}, submit report"), post=Step(REPORTS, f"{REPORT}, submit report")),
    "report-answer": Page(post=Step(REPORTS, f"{REPORT}, accept sent-line"), form={"answer": "accept", "tasks": "3.1"}),
    "duty": Page(get=Step(REPORTS, DUTY)),
    "duty-ask": Page(post=Step(REPORTS, f"{DUTY}, ask request")),
    "duty-answer": Page(post=Step(REPORTS, f"{DUTY}, answer request"), form={"answer": "grant"}),
    "duty-pass": Page(post=Step(REPORTS, f"{DUTY}, pass obligation")),
    "nil-write": Page(post=Step(REPORTS, f"{DUTY}, write nil-draft")),
    "nil-send": Page(post=Step(REPORTS, f"{DUTY}, clear nil-draft")),
    "nil-refuse": Page(post=Step(REPORTS, f"{DUTY}, write nil-draft")),
    "nil-withdraw": Page(post=Step(REPORTS, f"{DUTY}, withdraw nil-submitted")),
    "nil-review": Page(post=Step(REPORTS, f"{DUTY}, accept nil-submitted"), form={"answer": "accept"}),
    "report-withdraw": Page(post=Step(REPORTS, f"{REPORT}, withdraw report")),
    "workbook": Page(get=Step(REPORTS, f"{REPORT}, write report"), post=Step(REPORTS, f"{REPORT}, write report"), form={"file": CSV}),
    "workbook-file": Page(get=Step(REPORTS, f"{REPORT}, write report")),
    "published-rates": listed(EVERYBODY),
    "report-file": Page(get=Step(FILES, f"{REPORT}, see file")),
    "line": Page(get=Step(LINES, LINE), post=Step(LINES, f"{LINE}, write line"), form={"claim": "in-progress", "narrative": "Đã làm."}),
    "line-attach": Page(post=Step(LINES, f"{LINE}, write line"), form={"file": CSV, **DESCRIBED}),
    "line-evidence": Page(get=Step(LINES, f"{LINE}, write line"), post=Step(LINES, f"{LINE}, write line"), form=DESCRIBED, tail=("FILE",)),
    "plan-evidence": Page(get=Step(PLANS, "see plan"), errand=on_round),
    "evidence": Page(get=Step(PLANS, "see plan, see nothing"), errand=on_round, tail=("0" * 64,)),
    "claims": Page(get=Step(REPORTS, f"{REPORT}, see claim"), errand=on_round),
    "claim-step": Page(post=Step(REPORTS, f"{REPORT}, see claim, propose claim"), errand=on_round, form={"task": "3.1"}, tail=("propose",)),
    "line-detach": Page(post=Step(LINES, f"{LINE}, write line"), tail=("FILE",)),
    "line-review": Page(post=Step(LINES, f"{LINE}, accept line"), form={"answer": "accept"}),
    "policy-watch": Page(get=Step(NOTHING, EVERYBODY), post=Step(NOTHING, "load policies"), errand=on_round),
    "policy-routes": listed(EVERYBODY, on_round),
    "policy-new": Page(
        get=Step(POLICIES, "see register, propose policy"), post=Step(POLICIES, "see register, propose policy"), errand=on_round
    ),
    "policy-entry": Page(get=Step(LAWS, "see law"), errand=on_round),
    "policy-step": Page(post=Step(LAWS, "see law, verify policy"), errand=on_round, tail=("verify",)),
    "dialogues": Page(get=Step(NOTHING, EVERYBODY), post=Step(NOTHING, "load dialogue"), errand=on_round),
    "dialogue": Page(get=Step(DIALOGUES, "see dialogue"), errand=on_round),
    "commitment-new": Page(
        get=Step(DIALOGUES, "see dialogue, record follow-up"), post=Step(DIALOGUES, "see dialogue, record follow-up"), errand=on_round
    ),
    "dialogue-round": Page(get=Step(SESSIONS, "see session"), errand=on_round),
    "dialogue-position": Page(post=Step(SESSIONS, "see dialogue, record position, see session"), errand=on_round),
    "dialogue-brief": Page(post=Step(SESSIONS, "see dialogue, build brief, see session"), errand=on_round),
    "dialogue-brief-file": Page(get=Step(SESSIONS, "see dialogue, see nothing"), errand=on_round, tail=("0" * 64,)),
    "commitment": Page(get=Step(PROMISES, "see promise"), errand=on_round),
    "commitment-step": Page(post=Step(PROMISES, "see promise, assign follow-up"), errand=on_round, tail=("assign",)),
    "recommendations": Page(get=Step(NOTHING, EVERYBODY), errand=on_round),
    "recommendations-import": Page(
        get=Step(NOTHING, "import recommendation"), post=Step(NOTHING, "import recommendation"), errand=on_round
    ),
    "recommendation-likenesses": Page(
        get=Step(NOTHING, "see likeness"), post=Step(NOTHING, "see likeness, judge likeness"), errand=on_round, form={"verdict": "same"}
    ),
    "recommendation": Page(get=Step(RECOMMENDATIONS, "see recommendation"), errand=on_round),
    "recommendation-step": Page(post=Step(RECOMMENDATIONS, "see recommendation, answer handling"), errand=on_round, tail=("answer",)),
    "line-answer": Page(post=Step(LINES, f"{LINE}, answer line"), form={"text": "Có."}, tail=("1",)),
    "line-wording": Page(post=Step(LINES, f"{LINE}, write line")),
    "editions": listed(EVERYBODY, on_round),
    "edition": Page(get=Step(EDITIONS, "see publication"), errand=on_round),
    "edition-publish": Page(post=Step(EDITIONS, "*see publication, *publish publication"), errand=on_round),
    "edition-file": Page(get=Step(EDITIONS, "see publication"), errand=on_round, tail=("review.vi.html",)),
    "trail": listed("see ledger", on_round),
}
ADMINISTRATION = {
    "administration": listed("sign in, see accounts", administering),
    "administration-new": Page(
        get=Step(NOTHING, "sign in, see accounts"), post=Step(NOTHING, "sign in, see accounts"), errand=administering
    ),
    "administration-account": Page(get=Step(ACCOUNTS, AN_ACCOUNT), errand=administering),
    "administration-grant": Page(post=Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account"), errand=administering),
    "administration-end": Page(post=Step(ACCOUNTS, f"{AN_ACCOUNT}, grant account, see grant"), errand=administering),
    "administration-turn": Page(post=Step(ACCOUNTS, f"{AN_ACCOUNT}, close account"), errand=administering, form={"step": "close"}),
    "administration-token": Page(post=Step(ACCOUNTS, f"{AN_ACCOUNT}, issue account"), errand=administering),
    "administration-revoke": Page(post=Step(ACCOUNTS, f"{AN_ACCOUNT}, issue account, see token"), errand=administering),
    "administration-admission": Page(
        get=Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"),
        post=Step(ACCOUNTS, f"{AN_ACCOUNT}, admit account"),
        errand=administering,
        form={"step": "invite", "reason": "Quên mật khẩu"},
    ),
    "openings": listed(SIGNED_IN),
    "opening-new": Page(get=Step(NOTHING, "sign in, open emergency"), post=Step(NOTHING, "sign in, open emergency"), errand=on_round),
    "opening-end": Page(post=Step(OPENINGS, "sign in, see opening, end opening"), errand=for_any_reason),
}
