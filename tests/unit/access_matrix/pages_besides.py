"""The pages around the review: to-dos, the log of reading, one's own account, and the way in. What stands behind most of them is
nobody's but the reader's, so the matrix only says who gets in."""

from tests.unit.access_matrix.house import House
from tests.unit.access_matrix.model import Thing
from tests.unit.access_matrix.pages import ADMINISTRATION, REVIEW, SIGNED_IN, Page, listed
from tests.unit.access_matrix.steps import EVERYBODY, NOTHING, Step
from tests.unit.access_matrix.things import PLAN, REPORTS, Named


def traced(house: House) -> list[Named]:
    """Who has seen a report: its agency's business, and the auditors'. Whether there is such a report, the log does not know."""
    return [Named(("report", f"demo/2025/{agency}"), {"plan": PLAN, "trace": Thing("trace", agency=agency)}) for agency in REPORTS]


def reminders(house: House) -> list[Named]:
    return [Named((), {"plan": PLAN, "reminder": Thing("reminder")})]


def readings(house: House) -> list[Named]:
    return [Named((), {"plan": PLAN, "reading": Thing("reading")})]


def a_passkey(house: House) -> list[Named]:
    """Nobody of the house has one."""
    return [Named(("1",), {"plan": PLAN, "passkey": Thing("passkey", there=False)})]


def form(chain: str) -> Page:
    return Page(get=Step(NOTHING, chain), post=Step(NOTHING, chain))


def sent(chain: str) -> Page:
    return Page(post=Step(NOTHING, chain))


NOT_SET_UP = "see provider"

BESIDES = {
    "agenda": listed(SIGNED_IN),
    "agenda-mail": sent(SIGNED_IN),
    "agenda-reminders": Page(get=Step(reminders, "sign in, see reminder"), errand=REVIEW["round"].errand),
    "readings": Page(get=Step(readings, "sign in, search reading"), errand=lambda who, named: "audit"),
    "readings-mine": listed(SIGNED_IN),
    "readings-of": Page(get=Step(traced, "sign in, see trace")),
    "readings-of-file": Page(get=Step(traced, "sign in, see trace")),
    **dict.fromkeys(("account", "second-factor"), listed(SIGNED_IN)),
    **dict.fromkeys(("password", "confirm", "authenticator", "passkeys", "recovery-codes", "sessions", "tokens"), form(SIGNED_IN)),
    **dict.fromkeys(("confirm-passkey", "confirm-passkey-options", "passkey-options"), sent(SIGNED_IN)),
    "passkey": Page(post=Step(a_passkey, "sign in, see passkey")),
    **dict.fromkeys(("front-door", "home", "signed-out", "about", "accessibility"), form(EVERYBODY)),
    **dict.fromkeys(("sign-in", "sign-in-second", "sign-out", "begin"), form(EVERYBODY)),
    **dict.fromkeys(("sign-in-passkey", "sign-in-passkey-options"), sent(EVERYBODY)),
    **dict.fromkeys(("sign-in-provider", "sign-in-provider-refused", "sign-in-provider-back"), listed(NOT_SET_UP)),
}
PAGES = {**REVIEW, **ADMINISTRATION, **BESIDES}
"""Every address of the house that a browser asks for, by its name. A page that is added must be added here."""


def trivial(page: Page) -> bool:
    """Whether nothing is asked but whether somebody has signed in."""
    return all(step is None or step.chain in (EVERYBODY, SIGNED_IN, NOT_SET_UP) for step in (page.get, page.post))
