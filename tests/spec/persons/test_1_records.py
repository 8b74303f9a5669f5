"""People's records

A record says who somebody is: names, date of birth, document, how to reach them. These values are sealed under keys of that person
in that domain before they are recorded. Beside them stand four coded fields that statistics may keep: sex, year of birth,
citizenship, province.

Below, Lan and Mai support victims at the agency TD-LD, Xa does at another agency, Tuấn enforces returns at TD-LD, and Uyên audits.
"""

import pytest
from django.db import transaction
from tests.unit.persons.world import ENFORCEMENT, FAR, LAN, PHUONG, SUPPORT, THUY, TUAN, UYEN, World, asking

from dicu.access.model import Absent
from dicu.ledger.sealing import Marker
from dicu.persons.model import Facts
from dicu.store.security.session import maintaining


def test_what_is_recorded_is_read_by_who_works_in_the_domain(world: World) -> None:
    """An officer of the agency, working in the domain, reads what a colleague wrote."""
    person = world.record(PHUONG)
    with asking(LAN, SUPPORT) as asker:
        shown = world.desk.view(asker, person).values
    assert shown["names"] == ["Đặng Thị Quỳnh Phương", "Bé Phương"]
    assert shown["birth_date"] == "1997-08-14"
    assert shown["birth_year"] == "1997"


def test_the_ledger_holds_sealed_values_and_codes(world: World) -> None:
    """Each personal value is one string that begins with the way it was sealed and the id of its key; what is not known is sealed
    too, so that nobody sees that it is missing."""
    person = world.record(THUY)
    with transaction.atomic(), maintaining():
        body = world.house.ledger.read(f"person/support/{person}")[0].body
    assert all(body[name].startswith("dicu1.") for name in ("names", "birth_date", "document", "contact"))
    assert (body["sex"], body["birth_year"], body["citizenship"], body["province"]) == ("F", "1988", "VNM", "38")
    assert len(body["names"]) == len(body["document"])


def test_another_domain_and_another_agency_learn_nothing(world: World) -> None:
    """Who enforces returns is told the same of a person in support as of a person whom nobody has recorded."""
    person = world.record(PHUONG)
    said = []
    for officer, purpose, name in ((TUAN, ENFORCEMENT, person), (FAR, SUPPORT, person), (LAN, SUPPORT, "0" * 32)):
        with asking(officer, purpose) as asker, pytest.raises(Absent) as refusal:
            world.desk.view(asker, name)
        said.append(refusal.value.message.say("en"))
    assert len(set(said)) == 1


def test_an_auditor_sees_the_record_closed(world: World) -> None:
    """That there is a record, and its codes; in the place of each personal value stands that it is closed."""
    person = world.record(PHUONG)
    with asking(UYEN, "audit") as asker:
        shown = world.desk.view(asker, person).values
    assert shown["names"] is Marker.CLOSED
    assert shown["sex"] == "F"


@pytest.mark.parametrize("text", ["phuong", "Thị Quỳnh", "QUYNH dang", "c8812345"])
def test_people_are_found_by_syllables(world: World, text: str) -> None:
    """Any syllables of any name, in any order, with or without marks; or the document's number. The house keeps none of them:
    it compares keyed tokens."""
    person = world.record(PHUONG)
    world.record(Facts(names=("Nguyễn Văn An",)))
    assert world.found(text) == {person}
    assert world.found(text, FAR) == set()
