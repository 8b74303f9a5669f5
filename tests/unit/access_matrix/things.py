"""What is asked for: each kind of object in every standing that matters, and one that is not there. `where` are the codes in
an address; `facts` is what the reference model must know."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.unit.access_matrix.house import House
from tests.unit.access_matrix.model import Thing
from tests.unit.review.making import plan_of

from dicu.review.gaps.life import name_of


@dataclass(frozen=True)
class Named:
    """Some codes, and the things that they name: the last one is the object itself."""

    where: tuple[str, ...]
    things: Mapping[str, Thing]


PLAN, NO_PLAN = Thing("plan"), Thing("plan", there=False)
ROUND, NO_ROUND = Thing("round"), Thing("round", there=False)


def plans() -> list[Named]:
    more = {"version": Thing("version", state="proposed"), "register": Thing("register"), "nothing": Thing("nothing", there=False)}
    return [Named(("demo",), {"plan": PLAN, **more}), Named(("nope",), {"plan": NO_PLAN, **more})]


def rounds() -> list[Named]:
    draft = Thing("publication", state="draft")
    rows = [(("demo", "2025"), PLAN, ROUND), (("demo", "2026"), PLAN, ROUND), (("demo", "2099"), PLAN, NO_ROUND),
            (("nope", "2025"), NO_PLAN, NO_ROUND)]  # fmt: skip
    more = {"publication": draft, "priority": Thing("priority", agency="TD-LD", state="proposed")}
    return [Named(where, {"plan": plan, "round": round_, **more}) for where, plan, round_ in rows]


def versions(house: House) -> list[Named]:
    """The one in force, one that nobody has decided yet, and none."""
    rows = [(house.loaded, "loaded"), (house.proposed, "proposed"), ("0" * 64, "")]
    return [Named(("demo", digest), {"plan": PLAN, "version": Thing("version", bool(state), state=state)}) for digest, state in rows]


def priorities() -> list[Named]:
    """One that TD-TP has proposed, to which nobody has agreed, and none."""
    rows = [("TD-TP-1", True), ("TD-TP-9", False)]
    return [Named(("demo", number), {"priority": Thing("priority", there, "TD-TP", "proposed", by="hai")}) for number, there in rows]


def gaps(short: bool = True) -> list[Named]:
    """A task that nothing measures, and no gap."""
    task = next(task for task in plan_of().tasks if task.responsible and not task.indicators)
    rows = [("2025", f"G05/{task.code}", True), ("2025", "G05/9.9", False)]
    return [
        Named(
            ("demo", round_, name_of(key) if short else key), {"plan": PLAN, "round": ROUND, "gap": Thing("gap", there, task.responsible)}
        )
        for round_, key, there in rows
    ]


TALKS = {kind: Thing(kind) for kind in ("follow-up", "position", "brief")}
"""What officers do about a dialogue; whether there is such a series or round, everybody may know."""


def dialogues() -> list[Named]:
    return [Named((series,), {"dialogue": Thing("dialogue", there), **TALKS}) for series, there in (("gb-vnm", True), ("nope", False))]


def sessions() -> list[Named]:
    """A round of a series that is there, one that is not, and a series that is not."""
    rows = [("gb-vnm", "3", True, True), ("gb-vnm", "9", True, False), ("nope", "3", False, False)]
    return [
        Named(
            (series, number),
            {"dialogue": Thing("dialogue", known), "session": Thing("dialogue", there), "nothing": Thing("brief", False), **TALKS},
        )
        for series, number, known, there in rows
    ]


def promises() -> list[Named]:
    rows = [("js24-5", True), ("zz", False)]
    return [Named(("gb-vnm", code), {"dialogue": Thing("dialogue"), "promise": Thing("dialogue", there), **TALKS}) for code, there in rows]


def recommendations() -> list[Named]:
    """One that is there, and one that is not; what officers did about it is a thing of its own."""
    rows = [("1.1", True), ("9", False)]
    return [
        Named(("thu-nghiem", code), {"recommendation": Thing("recommendation", there), "handling": Thing("handling")})
        for code, there in rows
    ]


def policies() -> list[Named]:
    """Registers of policy: one that is loaded, and none."""
    return [
        Named((name,), {"register": Thing("policies", there), "policy": Thing("proposal")})
        for name, there in (("vn-gb", True), ("nope", False))
    ]


def laws() -> list[Named]:
    """A published entry, and none; nobody was told of one that is not published."""
    return [
        Named(("vn-gb", code), {"law": Thing("policy", there), "policy": Thing("policy")})
        for code, there in (("vn-law-53-2024", True), ("zz", False))
    ]


REPORTS = {"TD-LD": "returned", "TD-TP": "draft", "TD-YT": "accepted", "TD-QQ": None}


def reports() -> list[Named]:
    return [Named(("demo", "2025", agency), _report(agency, state)) for agency, state in REPORTS.items()]


def _report(agency: str, state: str | None) -> dict[str, Thing]:
    there = state is not None
    asked = {"request": Thing("request", there, agency)}
    nil = {f"nil-{at}": Thing("nil", there, agency, at) for at in ("draft", "submitted")}
    nil["claim"] = Thing("claim", there, agency, "proposed", by="nobody")
    nil["sent-line"] = Thing("line", there, agency, "submitted")
    return {"round": ROUND, **asked, **nil, **{kind: Thing(kind, there, agency, state or "") for kind in ("obligation", "report")}}


LINES = (("TD-LD", "3.1", "submitted"), ("TD-LD", "3.2", "returned"), ("TD-LD", "3.3", "accepted"), ("TD-TP", "3.4", "draft"),
         ("TD-LD", "3.4", None), ("TD-QQ", "9.9", None))  # fmt: skip


def lines() -> list[Named]:
    found = []
    for agency, task, state in LINES:
        line = Thing("line", state is not None, agency, state or "")
        found.append(Named(("demo", "2025", agency, task), {**_report(agency, REPORTS[agency]), "line": line}))
    return found


def files(house: House) -> list[Named]:
    """A file is seen on the line that it is attached to. One that was not sent yet is a draft: its agency's while it reports,
    and under an opening."""
    rows = [("TD-LD", house.file, "file"), ("TD-TP", house.draft, "draft"), ("TD-LD", house.draft, ""), ("TD-TP", house.file, ""),
            ("TD-LD", "0" * 64, "")]  # fmt: skip
    found = []
    for agency, digest, kind in rows:
        file = Thing(kind or "file", bool(kind), agency)
        found.append(Named(("demo", "2025", agency, digest), {**_report(agency, REPORTS[agency]), "file": file}))
    return found


def editions(house: House) -> list[Named]:
    rows = [(house.published, "published"), (house.built, "built"), ("0" * 64, "")]
    return [Named(("demo", "2025", snapshot), {"publication": Thing("publication", bool(state), state=state, by="an" if state else "")})
            for snapshot, state in rows]  # fmt: skip


def accounts() -> list[Named]:
    rows = [("van", False, True), ("dung", False, True), ("may", True, True), ("nobody", False, False)]
    found = []
    for name, service, there in rows:
        account = Thing("account", there, name=name, service=service)
        inside = {kind: Thing(kind, there=False) for kind in ("grant", "token")}  # what a form without its code asks for
        found.append(Named((name,), {"accounts": Thing("account", name=name), "account": account, **inside}))
    return found


def openings() -> list[Named]:
    rows = [("binh", "1", "TD-TP", True), ("binh", "9", "", False), ("nobody", "1", "", False)]
    return [Named((account, number), {"opening": Thing("opening", there, agency, by=account)}) for account, number, agency, there in rows]


def nothing() -> list[Named]:
    """Places that are there once: a list, a form."""
    places = {
        "ledger": Thing("ledger"),
        "accounts": Thing("account"),
        "emergency": Thing("emergency"),
        "version": Thing("version", state="proposed"),
        "dialogue": Thing("dialogue"),
        "policies": Thing("policies"),
        "recommendation": Thing("recommendation"),
        "likeness": Thing("likeness"),
        "plan": PLAN,
        "provider": Thing("provider", there=False),
    }
    return [Named((), places)]
