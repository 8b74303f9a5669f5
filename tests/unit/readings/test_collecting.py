"""What a request asks of access is gathered, whatever desk asks it, and nothing outside of a request."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import pytest

from dicu.access.conditions import Always
from dicu.access.model import PUBLIC, Absent, Forbidden, Grant, Officer, Thing
from dicu.access.rulebook import AUDIT, AUDITOR, KINDS, POLICY, REPORTER, REPORTING
from dicu.readings.collecting import collecting, current
from dicu.readings.naming import NAMED_BY, PART_OF, PEOPLE, key_of, name_of, owner_in, whole_of
from dicu.readings.watching import counted, watched

TODAY = date(2026, 11, 24)
LAN = Officer("lan", "Lan", "BTP", (Grant(REPORTER),))
UYEN = Officer("uyen", "Uyên", "KTNN", (Grant(AUDITOR),))
OWN = Thing("report", {"plan": "demo", "round": "2025", "agency": "BTP", "state": "draft", "submitted_by": ""})
OTHER = Thing("report", {**OWN.attributes, "agency": "BCA"})
WATCHED = watched(POLICY)


@dataclass(frozen=True)
class Row:
    id: str
    agency: str = "BCA"


class Lists:
    def of(self, scope: object, *more: object) -> tuple[Row, ...]:
        return (Row("p-1"), Row("p-2"))

    def counted(self, scope: object) -> tuple[tuple[Row, ...], int]:
        return (Row("p-1"),), 40

    def one(self, name: str) -> Row:
        return Row(name)


def test_the_answers_are_those_of_the_policy() -> None:
    for officer in (LAN, UYEN, PUBLIC):
        for purpose in (REPORTING, AUDIT):
            assert WATCHED.decide(officer, "see", OWN, purpose, TODAY) == POLICY.decide(officer, "see", OWN, purpose, TODAY)
            assert WATCHED.scope(officer, "see", "report", purpose, TODAY) == POLICY.scope(officer, "see", "report", purpose, TODAY)


def test_what_may_be_seen_is_gathered_and_a_button_is_not() -> None:
    with collecting() as collected:
        WATCHED.decide(LAN, "see", OWN, REPORTING, TODAY)
        WATCHED.decide(LAN, "submit", OWN, REPORTING, TODAY)
        WATCHED.decide(LAN, "see", OTHER, REPORTING, TODAY)
    (asked,) = collected.things.values()
    assert (asked.name, asked.agency, list(asked.did), asked.seen) == ("report:demo/2025/BTP", "BTP", ["see"], True)
    assert collected.purpose == REPORTING


def test_a_step_is_gathered_whether_it_was_allowed_or_not() -> None:
    with collecting() as collected:
        WATCHED.check(LAN, "submit", OWN, REPORTING, TODAY)
        with pytest.raises(Absent):
            WATCHED.check(LAN, "submit", OTHER, REPORTING, TODAY)
        with pytest.raises(Forbidden):
            WATCHED.check(LAN, "open", Thing("round", {"plan": "demo", "round": "2025"}), REPORTING, TODAY)
    assert {asked.name: asked.seen for asked in collected.things.values()} == {
        "report:demo/2025/BTP": True, "report:demo/2025/BCA": False, "round:demo/2025": False,
    }  # fmt: skip
    assert collected.refused


def test_a_thing_that_was_asked_about_twice_is_one() -> None:
    with collecting() as collected:
        for action in ("see", "submit", "see"):
            WATCHED.check(LAN, action, OWN, REPORTING, TODAY)
    (asked,) = collected.things.values()
    assert list(asked.did) == ["see", "submit"]


def test_lists_are_counted_by_the_scope_they_were_read_within() -> None:
    lists = counted(Lists())
    with collecting() as collected:
        scope = WATCHED.scope(LAN, "see", "obligation", REPORTING, TODAY)
        lists.of(scope, "demo")
        lists.counted(scope)
        lists.of(Always())  # a scope that access never gave
        assert lists.one("p-9") == Row("p-9")
    assert collected.listed == {"obligation": 3}
    assert not collected.things, "only people are named one by one"


@pytest.mark.parametrize("kind", sorted(PEOPLE))
def test_people_in_a_list_are_named_one_by_one(kind: str) -> None:
    lists = counted(Lists())
    with collecting() as collected:
        scope = Always()
        collected.scoped(scope, kind, "casework")
        lists.of(scope)
    assert {asked.name for asked in collected.things.values()} == {f"{kind}:p-1", f"{kind}:p-2"}
    assert collected.people


def test_outside_of_a_request_nothing_is_gathered() -> None:
    WATCHED.check(LAN, "see", OWN, REPORTING, TODAY)
    assert current() is None


def test_threads_do_not_gather_for_one_another() -> None:
    def asked(name: str) -> list[str]:
        with collecting() as collected:
            for _ in range(50):
                WATCHED.check(UYEN, "see", Thing("report", {**OWN.attributes, "agency": name}), AUDIT, TODAY)
        return [thing.name for thing in collected.things.values()]

    names = [f"A{n}" for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(asked, names)) == [[f"report:demo/2025/{name}"] for name in names]


def test_a_request_within_a_request_keeps_to_itself() -> None:
    with collecting() as outer:
        with collecting():
            WATCHED.check(LAN, "see", OWN, REPORTING, TODAY)
        assert current() is outer
    assert not outer.anything


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_the_rulebook_has_a_name_in_the_log(kind: str) -> None:
    """Say in `readings/naming.py` of which attributes the codes of a new kind are made."""
    assert kind in NAMED_BY, f"NAMED_BY has no {kind}"
    assert set(NAMED_BY[kind]) <= KINDS[kind]
    assert PART_OF.get(kind, kind) in NAMED_BY


@pytest.mark.parametrize("code", ["Nguyễn Văn A", "a b", "", None, "x" * 81, "a/b", "=1+1()", "<script>", "a\n", "'; DROP TABLE"])
def test_what_is_no_code_names_nothing(code: object) -> None:
    attributes = {"plan": "demo", "round": "2025", "agency": code}
    assert key_of("report", attributes) == ""
    assert name_of("report", "") == ""
    assert whole_of("line", {**attributes, "task": "1.1"}) == ""


def test_the_owner_stands_in_the_codes_where_the_kind_has_one() -> None:
    assert owner_in("report", "demo/2025/BTP") == "BTP"
    assert owner_in("plan", "demo") == ""
    assert owner_in("nothing", "a/b/c") == ""
    assert owner_in("report", "demo") == ""


def test_what_is_looked_up_by_its_codes_in_vain_is_named_and_a_narrowed_list_is_not() -> None:
    class Shelf:
        def obligations(self, scope: object, plan: str = "", round_: str = "", agency: str = "") -> tuple[Row, ...]:
            return ()

    shelf = counted(Shelf())
    with collecting() as collected:
        scope = WATCHED.scope(LAN, "see", "obligation", REPORTING, TODAY)
        shelf.obligations(scope, "demo", "2025")
        assert not collected.things
        shelf.obligations(scope, "demo", round_="2025", agency="BCA")
    (asked,) = collected.things.values()
    assert (asked.name, asked.whole, asked.seen) == ("obligation:demo/2025/BCA", "report:demo/2025/BCA", False)
    assert collected.missing
    assert not collected.refused
