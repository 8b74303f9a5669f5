"""Erasing a person

One officer proposes it and names the rule; another approves it. Then the person's keys are destroyed, and what was sealed under them
opens nowhere any more: not in the database, not in its log, not in any backup of it.
"""

import pytest
from django.db import transaction
from tests.unit.persons.world import LAN, MAI, PHUONG, THUY, World, asking

from dicu.access.model import Forbidden
from dicu.ledger.keyring import KeysRefused
from dicu.ledger.sealing import Marker
from dicu.persons.model import NotAllowed
from dicu.store.security.session import maintaining


def test_it_takes_two(world: World) -> None:
    """Who has proposed an erasure does not approve it."""
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        world.desk.erasing.propose(asker, person, 1, rule="asked", reason="request")
        with pytest.raises(Forbidden):
            world.desk.erasing.approve(asker, person, 2)


def test_it_takes_a_rule(world: World) -> None:
    """A period that has not passed, or that nobody has set, is no ground."""
    person = world.record(PHUONG)
    with asking(LAN) as asker, pytest.raises(NotAllowed):
        world.desk.erasing.propose(asker, person, 1, rule="kept-five-years", reason="retention")


def test_nothing_opens_any_more_and_the_codes_stay(world: World) -> None:
    """The record shows that it was erased. Nobody finds the person, and nothing new is sealed for them. Other people are as before."""
    person, other = world.record(PHUONG), world.record(THUY)
    world.erase(person, rule="asked", reason="request")
    with asking(MAI) as asker:
        shown = world.desk.view(asker, person).values
        assert (shown["names"], shown["contact"], shown["birth_year"]) == (Marker.ERASED, Marker.ERASED, "1997")
        assert world.desk.view(asker, other).values["names"] == ["Nguyễn Thị Thủy"]
    assert world.found("phuong") == set()
    with pytest.raises(KeysRefused):
        world.keyring.sealing_key(person, "support")


def test_the_ledger_says_who_and_why_and_its_chain_holds(world: World) -> None:
    """Who proposed, who approved, by which rule, and whether anybody has read that rule's source. Nothing was taken out of the chain."""
    person = world.record(PHUONG)
    world.erase(person, rule="asked", reason="request")
    with transaction.atomic(), maintaining():
        last = world.house.ledger.read(f"person/support/{person}")[-1]
        assert world.house.ledger.verify() is None
    assert last.kind == "person.erased"
    assert (last.body["proposed_by"], last.author.account) == ("lan.hotro", "mai.hotro")
    assert (last.body["rule"], last.body["binding"], last.body["verified"]) == ("asked", "statute", False)


def test_time_that_passes_only_makes_a_list(world: World) -> None:
    """Five years after the case was closed the record is listed. It is still there until two people decide."""
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        world.desk.close(asker, person, 1, world.desk.tools.today())
    world.clock.years_later(6)
    with asking(LAN) as asker:
        due, _ = world.desk.erasing.due(asker)
        assert [each.rule.id for each in due] == ["kept-five-years"]
        assert world.desk.view(asker, person).values["names"] == list(PHUONG.names)
