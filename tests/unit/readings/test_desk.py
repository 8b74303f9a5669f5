"""What is written down of a request, and what is left out."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest

from dicu.access.model import PUBLIC, Absent, Asker, Forbidden, Grant, Officer, Thing
from dicu.access.rulebook import AUDIT, AUDITOR, COORDINATION, COORDINATOR, POLICY, READING, REPORTER, REPORTING
from dicu.ledger.checking import Checker
from dicu.ledger.model import Author, Draft, Stream
from dicu.readings.collecting import Collected
from dicu.readings.desk import MOST, REFUSALS, ReadingsDesk
from dicu.readings.kinds import KINDS
from dicu.readings.model import Page, Request, Wanted

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
LAN = Officer("lan", "Lan", "BTP", (Grant(REPORTER),))
AN = Officer("an", "An", "BNG", (Grant(COORDINATOR),))
UYEN = Officer("uyen", "Uyên", "KTNN", (Grant(AUDITOR),))
REPORT = {"plan": "demo", "round": "2025", "agency": "BTP"}


@dataclass
class Paper:
    """A recorder and a shelf that keep what they were given."""

    drafts: list[tuple[Stream, Draft, Author]] = field(default_factory=list)
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def note(self, stream: Stream, draft: Draft, author: Author) -> None:
        Checker(KINDS).check_draft(draft)
        self.drafts.append((stream, draft, author))

    def page(self, *asked: Any) -> Page:
        self.asked.append(asked)
        return Page(())

    @property
    def body(self) -> dict[str, Any]:
        return dict(self.drafts[-1][1].body)


def seal(text: str) -> str:
    return sha256(b"key" + text.encode()).hexdigest()[:32]


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def desk(paper: Paper) -> ReadingsDesk:
    return ReadingsDesk(paper, paper, POLICY, seal, "vn", lambda: NOW)


def asked(*things: tuple[str, dict[str, Any], bool], action: str = "see", purpose: str = REPORTING) -> Collected:
    collected = Collected()
    for kind, attributes, allowed in things:
        collected.decided(action, Thing(kind, attributes), purpose, allowed)
    return collected


def request(officer: Officer = LAN, outcome: str = "shown", kept: bool = True) -> Request:
    return Request(officer, "report", "GET", "page", outcome, "ab" * 16, kept)  # type: ignore[arg-type]


def test_codes_stand_only_where_the_thing_was_shown(desk: ReadingsDesk, paper: Paper) -> None:
    for outcome in ("shown", "refused", "absent", "failed"):
        desk.note(asked(("report", REPORT, True)), request(outcome=outcome))
    shown, *others = [draft.body["things"][0] for _, draft, _ in paper.drafts]
    assert (shown["name"], shown["agency"], shown["seen"]) == ("report:demo/2025/BTP", "BTP", True)
    for thing in others:
        assert (thing["name"], thing["agency"], thing["seen"]) == ("#" + seal("report:demo/2025/BTP"), "", False)


def test_a_form_sent_back_does_not_vouch_for_what_was_typed_into_it(desk: ReadingsDesk, paper: Paper) -> None:
    """A step on a thing that a form names may be a step on nothing; a thing that was shown is one."""
    desk.note(asked(("account", {"username": "canary"}, True), action="grant"), request(kept=False))
    assert paper.body["things"][0]["name"].startswith("#")
    desk.note(asked(("report", REPORT, True)), request(kept=False))
    assert paper.body["things"][0]["name"] == "report:demo/2025/BTP"


def test_a_refused_part_marks_its_whole_too(desk: ReadingsDesk, paper: Paper) -> None:
    desk.note(asked(("line", {**REPORT, "task": "1.1"}, False)), request(outcome="refused"))
    (thing,) = paper.body["things"]
    assert thing["whole"] == "#" + seal("report:demo/2025/BTP")


def test_an_entry_names_no_more_than_it_can_hold_but_every_person(desk: ReadingsDesk, paper: Paper) -> None:
    many = asked(*(("line", {**REPORT, "task": f"t{n}"}, True) for n in range(MOST + 30)))
    desk.note(many, request())
    assert len(paper.body["things"]) == MOST
    assert paper.body["more"] == 30
    people = asked(*(("person", {"id": f"p{n}", "domain": "support"}, True) for n in range(MOST + 30)), ("report", REPORT, True))
    desk.note(people, request())
    assert len(paper.body["things"]) == MOST + 30
    assert {thing["kind"] for thing in paper.body["things"]} == {"person"}
    assert paper.body["more"] == 1


def test_the_public_is_noted_for_people_and_refusals_only(desk: ReadingsDesk, paper: Paper) -> None:
    assert not desk.note(asked(("publication", {"plan": "demo", "round": "2025"}, True)), request(PUBLIC))
    assert desk.note(asked(("person", {"id": "p1", "domain": "support"}, True)), request(PUBLIC))
    assert desk.note(asked(("person", {"id": "p1", "domain": "support"}, False)), request(PUBLIC, "absent"))
    assert [stream.name for stream, _, _ in paper.drafts] == ["reads/public/2026-11"] * 2


def test_guessing_at_people_does_not_go_round_the_limit(desk: ReadingsDesk, paper: Paper) -> None:
    for n in range(REFUSALS * 2):
        desk.note(asked(("person", {"id": f"p{n}", "domain": "support"}, False)), request(PUBLIC, "absent"))
    assert len(paper.drafts) == REFUSALS
    desk.note(asked(("person", {"id": "p1", "domain": "support"}, True)), request(PUBLIC))
    assert paper.body["unnoted"] == REFUSALS


def test_criteria_are_a_digest_of_names_and_values(desk: ReadingsDesk, paper: Paper) -> None:
    def digest(**criteria: list[str]) -> str:
        collected = asked(("report", REPORT, True))
        collected.searched(criteria)
        desk.note(collected, request())
        assert "Canary" not in json.dumps(paper.body)
        return str(paper.body["criteria"])

    assert digest(name=["Canary"]) == digest(name=["Canary"])
    assert len({digest(name=["Canary"]), digest(name=["Canary", "x"]), digest(other=["Canary"]), digest(a=[], name=["Canary"])}) == 4


def test_an_agency_that_is_no_code_is_left_out(desk: ReadingsDesk, paper: Paper) -> None:
    desk.note(asked(("report", REPORT, True)), request(Officer("lan", "Lan", "Bộ Tư pháp", (Grant(REPORTER),))))
    assert paper.body["agency"] == ""


def test_only_who_may_trace_a_thing_is_told_that_nobody_looked(desk: ReadingsDesk) -> None:
    for officer, purpose in ((LAN, REPORTING), (LAN, READING), (UYEN, AUDIT)):
        assert desk.of(Asker(officer, purpose), "report", "demo/2025/BTP") == Page(())
    for officer, purpose, key in (
        (LAN, REPORTING, "demo/2025/BCA"),
        (LAN, AUDIT, "demo/2025/BTP"),
        (AN, COORDINATION, "demo/2025/BTP"),
        (UYEN, READING, "demo/2025/BTP"),
        (PUBLIC, READING, "demo/2025/BTP"),
    ):
        with pytest.raises(Absent):
            desk.of(Asker(officer, purpose), "report", key)


def test_a_kind_that_nobody_knows_is_absent_for_auditors_too(desk: ReadingsDesk) -> None:
    with pytest.raises(Absent):
        desk.of(Asker(UYEN, AUDIT), "nothing", "x")


def test_a_thing_is_looked_up_by_its_codes_and_by_its_mark(desk: ReadingsDesk, paper: Paper) -> None:
    desk.of(Asker(UYEN, AUDIT), "report", "demo/2025/BTP")
    assert paper.asked[-1][2] == ("report:demo/2025/BTP", "#" + seal("report:demo/2025/BTP"))


def test_only_an_auditor_searches(desk: ReadingsDesk) -> None:
    assert desk.found(Asker(UYEN, AUDIT), Wanted(day=date(2026, 11, 24))) == Page(())
    for officer, purpose in ((LAN, REPORTING), (AN, COORDINATION), (UYEN, READING), (PUBLIC, AUDIT)):
        with pytest.raises(Forbidden):
            desk.found(Asker(officer, purpose), Wanted())


def test_the_public_has_looked_at_nothing_of_its_own(desk: ReadingsDesk) -> None:
    with pytest.raises(Absent):
        desk.mine(Asker(PUBLIC, READING))
