"""Agencies and places as data: closed, consistent, and read without loading what they come from."""

import copy
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
import yaml

from dicu.vocabulary.agency import Agencies
from dicu.vocabulary.place import Places


@pytest.fixture
def data():
    return yaml.safe_load((files("dicu") / "law" / "agencies.yaml").read_text(encoding="utf-8"))


def test_ended_agencies_have_successors_that_begin_the_next_day(data):
    agencies = Agencies.read(data)
    for agency in agencies.by_code.values():
        starts = {s.since for s in agencies.successions if s.predecessor == agency.code}
        assert starts == ({date(2025, 3, 1)} if agency.until == date(2025, 2, 28) else set())


def test_names_stand_in_both_languages_and_what_is_unverified_says_why(data):
    agencies = Agencies.read(data)
    assert all(agency.name.whole for agency in agencies.by_code.values())
    assert all(s.functions.whole and (s.verified or s.note.whole) for s in agencies.successions)


def test_a_successor_that_has_ended_is_followed_to_its_own(data):
    data["agencies"].append({"code": "NEW", "abbreviation": "NEW", "kind": "ministry", "vi": "Bộ Mới", "en": "New Ministry"})
    next(a for a in data["agencies"] if a["code"] == "BTC")["until"] = date(2029, 12, 31)
    data["bases"]["later"] = {**data["bases"]["government-2025"], "since": date(2030, 1, 1)}
    data["successions"].append(
        {"from": "BTC", "to": "NEW", "function": "all", "vi": "toàn bộ", "en": "all", "basis": "later", "verified": True}
    )
    agencies = Agencies.read(data)
    assert [s.successor for s in agencies.successors("BKHDT", date(2030, 1, 1), "statistics")] == ["NEW"]
    assert [s.successor for s in agencies.successors("BKHDT", date(2029, 12, 31), "statistics")] == ["BTC"]


@pytest.mark.parametrize(("first", "then"), [(True, True), (True, False), (False, True)])
def test_a_chain_of_successions_is_verified_only_if_every_step_is(data, first, then):
    data["agencies"].append({"code": "NEW", "abbreviation": "NEW", "kind": "ministry", "vi": "Bộ Mới", "en": "New Ministry"})
    next(a for a in data["agencies"] if a["code"] == "BTC")["until"] = date(2029, 12, 31)
    data["bases"]["later"] = {**data["bases"]["government-2025"], "since": date(2030, 1, 1), "number": "1/2029/QH17"}
    to_new = {"from": "BTC", "to": "NEW", "function": "all", "vi": "toàn bộ", "en": "all", "basis": "later", "verified": then}
    earlier = next(s for s in data["successions"] if s["from"] == "BKHDT" and s["function"] == "all")
    earlier["verified"] = first
    data["successions"].append(to_new)
    (found,) = Agencies.read(data).successors("BKHDT", date(2030, 1, 1), "planning")
    assert (found.successor, found.since, found.verified) == ("NEW", date(2030, 1, 1), first and then)
    assert [step.successor for step in found.way] == ["BTC"]
    assert found.acts == "176/2025/QH15; 1/2029/QH17"


def test_a_register_with_a_hole_is_not_loaded(data):
    unknown, twice = copy.deepcopy(data), copy.deepcopy(data)
    unknown["successions"][0]["to"] = "NOBODY"
    twice["agencies"].append(twice["agencies"][0])
    for broken in (unknown, twice):
        with pytest.raises(ValueError, match="not in the register"):
            Agencies.read(broken)


def test_each_old_province_joined_one_of_the_34_and_each_of_those_has_parts():
    places = Places.load()
    assert places.merged.keys() == {place.code for place in places.at(date(2025, 6, 30))}
    assert set(places.merged.values()) == {place.code for place in places.at(date(2025, 7, 1))}
    joined = Counter(places.merged.values())
    assert sum(1 for parts in joined.values() if parts > 1) == 23, "Resolution 202/2025/QH15 made 23 new units"
    assert sum(parts for parts in joined.values() if parts > 1) == 52, "of 52 old ones; 11 stayed as they were"


def test_each_new_unit_bears_the_name_of_one_of_its_parts():
    places = Places.load()
    for place in places.at(date(2025, 7, 1)):
        assert place.name in {part.name for part in places.predecessors(place.code, date(2025, 7, 1))}


def test_importing_the_words_loads_no_data():
    program = (
        "import sys; from dicu.vocabulary import agency, place, workdays, period, numbers, dates, vietnamese;"
        "print(sorted({'yaml', 'babel', 'holidays'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=with_source())
    assert done.stdout.strip() == "[]"


def with_source():
    return {"PYTHONPATH": str(files("dicu").joinpath("..").resolve())}
