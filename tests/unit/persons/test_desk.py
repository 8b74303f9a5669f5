"""The desk of people's records: who records, opens, finds, corrects and erases, and what stands in the ledger then."""

import json
from datetime import date

import pytest
from django.db import connection, transaction
from tests.unit.persons.world import (
    ENFORCEMENT,
    FAR,
    HOA,
    LAN,
    MAI,
    PHUONG,
    SUPPORT,
    THUY,
    TUAN,
    UYEN,
    VAN,
    World,
    asking,
)

from dicu.access.model import Absent, Forbidden, Grant, Officer
from dicu.ledger.keyring import KeysRefused
from dicu.ledger.model import Conflict, Draft
from dicu.ledger.sealing import Marker
from dicu.persons.kinds import PERSONAL
from dicu.persons.model import Facts, NotAllowed
from dicu.store.persons.models import PersonRow, TokenRow
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import Refused


def bodies(person: str) -> str:
    with transaction.atomic(), maintaining(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(body, ' ') FROM ledger_entry WHERE stream LIKE %s", [f"%{person}"])
        return str(cursor.fetchone()[0])


def test_what_is_recorded_is_read_again_and_stands_nowhere_in_plain(world: World) -> None:
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        view = world.desk.view(asker, person)
    assert view.values["names"] == ["Đặng Thị Quỳnh Phương", "Bé Phương"]
    assert view.values["birth_date"] == "1997-08-14"
    body = json.loads(bodies(person))
    assert (body["birth_year"], body["sex"], body["province"]) == ("1997", "F", "40")
    for word in ("Phương", "phuong", "1997-08-14", "C8812345", "0912"):
        assert word not in bodies(person)


def test_a_value_in_plain_is_refused_by_the_ledger_itself(world: World) -> None:
    person = world.record(PHUONG)
    with transaction.atomic(), maintaining():
        entry = world.house.ledger.read(f"person/support/{person}")[0]
        for name in PERSONAL:
            plain = {**entry.body, name: "Đặng Thị Quỳnh Phương"}
            with pytest.raises(Refused):
                world.house.ledger.append(entry.stream, (Draft(entry.kind, plain),), expected=1, author=entry.author)


@pytest.mark.parametrize("text", ["phuong dang", "QUỲNH", "Thị Đặng", "quynh-phuong", "  be   phuong ", "C8812345", "c8812345 Dang"])
def test_a_person_is_found_by_any_syllables_in_any_order(world: World, text: str) -> None:
    person = world.record(PHUONG)
    other = world.record(THUY)
    assert world.found(text) == {person}
    assert world.found("thi") == {person, other}
    assert world.found("thi nguyen phuong") == set()


@pytest.mark.parametrize("text", ["", " ", "…", "--"])
def test_nothing_is_not_searched_for(world: World, text: str) -> None:
    with asking(LAN) as asker, pytest.raises(NotAllowed):
        world.desk.search(asker, SUPPORT, text)


def test_another_agency_and_another_domain_find_nobody(world: World) -> None:
    person = world.record(PHUONG)
    assert world.found("phuong", FAR) == set()
    assert world.found("phuong", TUAN, ENFORCEMENT) == set()
    for officer, purpose in ((FAR, SUPPORT), (TUAN, ENFORCEMENT), (HOA, "coordination"), (VAN, "administration"), (LAN, "reading")):
        with asking(officer, purpose) as asker, pytest.raises(Absent):
            world.desk.view(asker, person)
    with asking(TUAN, SUPPORT) as asker, pytest.raises(Absent):
        world.desk.search(asker, SUPPORT, "phuong")


def test_who_works_for_two_agencies_searches_both_and_no_other(world: World) -> None:
    person, far = world.record(PHUONG), world.record(PHUONG, FAR)
    both = Officer("hai", "Hải", "TD-KT", (Grant("caseworker-support", "TD-LD"), Grant("caseworker-support", "TD-NG")))
    assert world.found("phuong", both) == {person, far}


def test_who_supports_and_enforces_has_neither(world: World) -> None:
    person = world.record(PHUONG)
    both = Officer("hai", "Hải", "TD-LD", (Grant("caseworker-support", "TD-LD"), Grant("caseworker-enforcement", "TD-LD")))
    with asking(both) as asker, pytest.raises(Absent):
        world.desk.view(asker, person)


def test_an_auditor_sees_that_there_is_a_record_and_every_value_closed(world: World) -> None:
    person = world.record(PHUONG)
    with asking(UYEN, "audit") as asker:
        view = world.desk.view(asker, person)
        assert {name: view.values[name] for name in PERSONAL} == dict.fromkeys(PERSONAL, Marker.CLOSED)
        assert view.values["birth_year"] == "1997"
        with pytest.raises(Forbidden):
            world.desk.correct(asker, person, 1, THUY)


def test_a_correction_is_read_and_found_and_the_old_name_is_not(world: World) -> None:
    person = world.record(PHUONG)
    with asking(MAI) as asker:
        world.desk.correct(asker, person, 1, THUY)
    assert world.found("phuong") == set()
    assert world.found("thuy") == {person}
    with asking(LAN) as asker, pytest.raises(Conflict):
        world.desk.correct(asker, person, 1, PHUONG)


def test_both_eyes_must_be_there(world: World) -> None:
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        with pytest.raises(NotAllowed):
            world.desk.erasing.approve(asker, person, 1)
        world.desk.erasing.propose(asker, person, 1, "asked", "request")
        with pytest.raises(Forbidden):
            world.desk.erasing.approve(asker, person, 2)
        with pytest.raises(NotAllowed):
            world.desk.erasing.propose(asker, person, 2, "asked", "request")
    with asking(LAN) as asker:
        assert world.desk.view(asker, person).values["names"] == list(PHUONG.names)


def test_who_was_erased_is_gone_for_everybody_and_the_others_are_not(world: World) -> None:
    person, other = world.record(PHUONG), world.record(THUY)
    world.erase(person)
    with asking(LAN) as asker:
        view = world.desk.view(asker, person)
        assert {view.values[name] for name in PERSONAL} == {Marker.ERASED}
        assert (view.values["sex"], view.values["birth_year"], view.values["citizenship"], view.values["province"]) == (
            "F",
            "1997",
            "VNM",
            "40",
        )
        assert world.desk.view(asker, other).values["names"] == list(THUY.names)
    assert world.found("phuong") == set()
    assert world.found("thuy") == {other}
    with transaction.atomic(), maintaining():
        assert world.house.ledger.verify() is None
        assert not TokenRow.objects.filter(person=person).exists()
    assert not list(world.place.folder.rglob(f"{person}.json"))


def test_nothing_is_written_about_who_was_erased(world: World) -> None:
    person = world.record(PHUONG)
    world.erase(person)
    with asking(LAN) as asker:
        for step in (
            lambda: world.desk.correct(asker, person, 3, THUY),
            lambda: world.desk.close(asker, person, 3, date(2026, 3, 1)),
            lambda: world.desk.erasing.propose(asker, person, 3, "asked", "request"),
            lambda: world.desk.erasing.approve(asker, person, 3),
            lambda: world.desk.renew_keys(asker, person),
        ):
            with pytest.raises(NotAllowed):
                step()
    with pytest.raises(KeysRefused):
        world.keyring.sealing_key(person, SUPPORT)


def test_a_proposal_put_aside_leaves_everything_as_it_was(world: World) -> None:
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        world.desk.erasing.propose(asker, person, 1, "asked", "request")
    with asking(MAI) as asker:
        world.desk.erasing.refuse(asker, person, 2, "still-needed")
        with pytest.raises(NotAllowed):
            world.desk.erasing.approve(asker, person, 3)
        assert world.desk.view(asker, person).values["names"] == list(PHUONG.names)


def test_an_erasure_that_is_undone_destroys_nothing(world: World) -> None:
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        world.desk.erasing.propose(asker, person, 1, "asked", "request")
    with pytest.raises(RuntimeError), asking(MAI) as asker:
        world.desk.erasing.approve(asker, person, 2)
        raise RuntimeError
    with asking(LAN) as asker:
        assert world.desk.view(asker, person).values["names"] == list(PHUONG.names)
    assert world.found("phuong") == {person}


def test_a_new_key_for_a_person_leaves_the_old_values_readable_and_both_die(world: World) -> None:
    person = world.record(PHUONG)
    with asking(LAN) as asker:
        world.desk.renew_keys(asker, person)
        world.desk.correct(asker, person, 1, THUY)
    with transaction.atomic(), maintaining():
        keys = [entry.body["names"].split(".")[1] for entry in world.house.ledger.read(f"person/support/{person}")]
    assert len(set(keys)) == 2
    assert all(world.keyring.opening_key(person, SUPPORT, key) for key in keys)
    world.erase(person)
    assert [world.keyring.opening_key(person, SUPPORT, key) for key in keys] == [None, None]


def test_new_search_keys_find_the_same_people_by_other_tokens(world: World) -> None:
    people = {world.record(PHUONG), world.record(THUY)}
    with transaction.atomic(), maintaining():
        before = {bytes(token) for token in TokenRow.objects.values_list("token", flat=True)}
    with asking(VAN, "administration") as asker:
        assert world.desk.renew_search(asker, SUPPORT) == 2
    with transaction.atomic(), maintaining():
        after = {bytes(token) for token in TokenRow.objects.values_list("token", flat=True)}
    assert world.found("thi") == people
    assert len(before) == len(after)
    assert not before & after
    assert not list(world.keyring.unfinished_searches())


def test_lists_are_made_anew_from_the_ledger_alone(world: World) -> None:
    person, gone = world.record(PHUONG), world.record(THUY)
    world.erase(gone)

    def rows() -> tuple[list[object], ...]:
        with transaction.atomic(), maintaining():
            tokens = [(row.person, bytes(row.token)) for row in TokenRow.objects.order_by("person", "token")]
            return list(PersonRow.objects.order_by("id").values()), tokens

    before = rows()
    with transaction.atomic(), maintaining():
        world.house.ledger.rebuild("persons")
    assert rows() == before
    assert world.found("phuong") == {person}


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        (Facts(names=()), "names"),
        (Facts(names=(" ", "")), "names"),
        (Facts(names=("A" * 201,)), "names"),
        (Facts(names=("A",) * 21), "names"),
        (Facts(names=("Lan",), birth_date="14/8/1997"), "birth_date"),
        (Facts(names=("Lan",), birth_date="1997-02-30"), "birth_date"),
        (Facts(names=("Lan",), birth_date="0000"), "birth_date"),
        (Facts(names=("Lan",), document="1" * 61), "document"),
        (Facts(names=("Lan",), contact="1" * 501), "contact"),
        (Facts(names=("Lan",), sex="woman"), "sex"),
        (Facts(names=("Lan",), citizenship="VN"), "citizenship"),
        (Facts(names=("Lan",), province="4"), "province"),
        (Facts(names=("Lan",), province="４０"), "province"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(world: World, facts: Facts, where: str) -> None:
    with asking(LAN) as asker, pytest.raises(NotAllowed) as refusal:
        world.desk.record(asker, SUPPORT, "TD-LD", facts)
    assert refusal.value.where == where
    assert "Lan" not in refusal.value.message.say("en")


def test_nobody_records_for_another_agency_or_domain(world: World) -> None:
    for officer, domain, agency in (
        (LAN, SUPPORT, "TD-NG"),
        (LAN, ENFORCEMENT, "TD-LD"),
        (TUAN, SUPPORT, "TD-LD"),
        (HOA, SUPPORT, "TD-LD"),
    ):
        with asking(officer, domain) as asker, pytest.raises(Absent):
            world.desk.record(asker, domain, agency, PHUONG)
