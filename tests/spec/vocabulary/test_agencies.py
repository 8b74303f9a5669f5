"""# Agencies in time

Ministries begin, end, and hand over their functions. On 1 March 2025 (Resolution 176/2025/QH15) one ministry of the plan
got five successors.
"""

from datetime import date

import pytest

from dicu.vocabulary.agency import Agencies, AgencyKind, UnknownAgency

BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 1)


@pytest.fixture
def agencies():
    return Agencies.load()


def test_an_agency_has_a_code_and_an_abbreviation(agencies):
    """Codes are plain letters, for files and addresses; the official abbreviation keeps its marks."""
    labour = agencies.find("BLDTBXH")
    assert (labour.abbreviation, labour.name.vi) == ("BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội")
    assert all(code.isascii() for code in agencies.by_code)


def test_an_agency_exists_for_a_time(agencies):
    """On its last day it is there, on the next it is not, and the refusal says where its functions went."""
    assert agencies.name_on("BLDTBXH", BEFORE).en == "Ministry of Labour, Invalids and Social Affairs"
    with pytest.raises(UnknownAgency, match="BNV, BYT, BGDDT, BNNMT, BCA"):
        agencies.at("BLDTBXH", AFTER)
    with pytest.raises(UnknownAgency, match="did not exist on 28 February 2025"):
        agencies.at("BDTTG", BEFORE)
    with pytest.raises(UnknownAgency, match="“XYZ”"):
        agencies.at("XYZ", AFTER)


def test_successors_by_function(agencies):
    """While an agency exists it has no successor. Afterwards there may be several: ask for the function."""
    assert agencies.successors("BLDTBXH", BEFORE) == ()
    assert heirs(agencies, "BLDTBXH", "vocational-education") == ["BGDDT"]
    assert heirs(agencies, "BLDTBXH", "poverty-reduction") == ["BNNMT"]
    assert heirs(agencies, "BLDTBXH", "fisheries") == []
    assert heirs(agencies, "BKHDT", "planning") == ["BTC"], "took over all, so also what is not named apart"
    assert heirs(agencies, "UBDT") == ["BDTTG"]


def test_what_is_only_remembered_is_marked(agencies):
    """Each succession has its law, and says whether it was read there or is from memory."""
    (overseas,) = agencies.successors("BLDTBXH", AFTER, "overseas-labour")
    assert (overseas.successor, overseas.verified, overseas.basis.number) == ("BNV", False, "176/2025/QH15")
    assert overseas.note.en.startswith("From memory")
    assert agencies.successors("BLDTBXH", AFTER, "labour")[0].verified


def test_a_list_of_the_day(agencies):
    """The agencies of a day, in Vietnamese order."""
    ministries = [agency.code for agency in agencies.existing(AFTER, AgencyKind.MINISTRY)]
    assert ministries[:3] == ["BCA", "BDTTG", "BGDDT"] and "BKHDT" not in ministries
    assert {agency.code for agency in agencies.existing(AFTER, AgencyKind.INTERNATIONAL)} == {"IOM", "ILO"}


def heirs(agencies, code, function=None):
    return [succession.successor for succession in agencies.successors(code, AFTER, function)]
