"""How long records are kept: whose time is over, what is not known, and on what ground somebody may be erased."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.unit.persons.world import FAR, LAN, MAI, PHUONG, RULES, THUY, UYEN, World, asking

from dicu.access.rulebook.words import DOMAINS
from dicu.persons.model import Listed, NotAllowed
from dicu.persons.retention import Period, Retention
from dicu.vocabulary.legal import Kind
from dicu.vocabulary.messages import Refused

OWN = Retention.read(yaml.safe_load(RULES))
HOUSE = Retention.load()


def listed(closed: date | None, domain: str = "support", state: str = "open") -> Listed:
    return Listed("a1" * 16, domain, "TD-LD", date(2020, 1, 1), date(2021, 1, 1), closed, state, "", "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        (date(2020, 3, 1), Period(years=5), date(2025, 3, 1)),
        (date(2020, 2, 29), Period(years=5), date(2025, 2, 28)),
        (date(2020, 2, 29), Period(years=4), date(2024, 2, 29)),
        (date(2020, 12, 31), Period(days=1), date(2021, 1, 1)),
        (date(2020, 1, 1), Period(years=1, days=1), date(2021, 1, 2)),
    ],
)
def test_a_period_ends_on_its_last_day(day: date, period: Period, last: date) -> None:
    assert period.after(day) == last


def test_a_record_is_due_from_the_day_after_the_last() -> None:
    person = listed(date(2020, 3, 1))
    assert OWN.due([person], date(2025, 3, 1)) == ()
    assert [due.last_day for due in OWN.due([person], date(2025, 3, 2))] == [date(2025, 3, 1)]


def test_an_open_case_another_domain_and_the_erased_are_never_due() -> None:
    late = date(2100, 1, 1)
    for person in (listed(None), listed(date(2020, 3, 1), "enforcement"), listed(date(2020, 3, 1), state="erased")):
        assert OWN.due([person], late) == ()


def test_the_rules_of_the_house_pretend_to_know_nothing() -> None:
    """No text was read: nothing is verified, no period is set, each domain has a rule that says so, and nobody is ever due."""
    assert not any(rule.basis.verified for rule in HOUSE.rules.values())
    assert {rule.domain for rule in HOUSE.unknown(DOMAINS)} == set(DOMAINS)
    assert all(rule.basis.kind is Kind.PLACEHOLDER for rule in HOUSE.unknown(DOMAINS))
    assert all(rule.concerns.whole and rule.basis.title.whole for rule in HOUSE.rules.values())
    assert HOUSE.due([listed(date(1975, 1, 1), domain) for domain in DOMAINS], date(2100, 1, 1)) == ()


@pytest.mark.parametrize(
    ("rules", "rule", "reason", "closed", "where"),
    [
        (OWN, "kept-five-years", "retention", None, "rule"),
        (OWN, "kept-five-years", "retention", date(2024, 1, 1), "rule"),
        (OWN, "kept-five-years", "request", date(2010, 1, 1), "reason"),
        (OWN, "no-such-rule", "retention", date(2010, 1, 1), "rule"),
        (HOUSE, "support-kept", "retention", date(1990, 1, 1), "rule"),
        (HOUSE, "enforcement-kept", "retention", date(1990, 1, 1), "rule"),
    ],
)
def test_no_ground_is_no_ground(rules: Retention, rule: str, reason: str, closed: date | None, where: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        rules.ground(rule, reason, listed(closed), date(2026, 3, 2))
    assert refusal.value.where == where


def test_a_basis_that_does_not_hold_yet_is_no_ground() -> None:
    with pytest.raises(NotAllowed):
        HOUSE.ground("asked-by-the-person", "request", listed(None), date(2025, 12, 31))
    assert HOUSE.ground("asked-by-the-person", "request", listed(None), date(2026, 1, 1)).basis.number == "91/2025/QH15"


WRONG = {
    "period without a start": {"period": {"years": 5}, "counted_from": ""},
    "period in weeks": {"period": {"weeks": 5}, "counted_from": "closed"},
    "less than nothing": {"period": {"years": -1}, "counted_from": "closed"},
    "counted from anything": {"counted_from": "born"},
    "a reason of its own": {"reason": "because"},
    "no basis": {"basis": None},
    "a kind of its own": {"basis": {"title": {"vi": "a", "en": "b"}, "kind": "custom"}},
    "one language": {"concerns": {"vi": "a"}},
    "no name": {"id": ""},
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_rule_that_cannot_be_read_is_refused_with_its_number(fault: str, tmp_path: Path) -> None:
    good = yaml.safe_load(RULES)["rules"]
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump({"rules": [good[1], {**good[0], **WRONG[fault]}]}), "utf-8")
    with pytest.raises(Refused) as refusal:
        Retention.load(path)
    assert "2" in refusal.value.message.say("en")
    assert refusal.value.where == str(path)


@pytest.mark.parametrize("content", ["rules: [", None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(content: str | bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Refused) as refusal:
        Retention.load(path)
    assert refusal.value.where == str(path)


def test_a_list_shows_whose_time_is_over_within_the_scope_and_two_people_decide(world: World) -> None:
    person, open_ = world.record(PHUONG), world.record(THUY)
    with asking(LAN) as asker:
        world.desk.close(asker, person, 1, date(2026, 3, 1))
        assert world.desk.erasing.due(asker) == ((), ())
        with pytest.raises(NotAllowed):
            world.desk.erasing.propose(asker, person, 2, "kept-five-years", "retention")
    world.clock.years_later(6)
    with asking(LAN) as asker:
        due, unknown = world.desk.erasing.due(asker)
        assert [(each.person.id, each.rule.id, each.last_day) for each in due] == [(person, "kept-five-years", date(2031, 3, 1))]
        assert unknown == ()
        world.desk.erasing.propose(asker, person, 2, "kept-five-years", "retention")
    with asking(FAR) as asker:
        assert world.desk.erasing.due(asker)[0] == ()
    with asking(UYEN, "audit") as asker:
        assert len(world.desk.erasing.due(asker)[0]) == 1
    with asking(MAI) as asker:
        world.desk.erasing.approve(asker, person, 3)
        assert world.desk.erasing.due(asker)[0] == ()
        assert world.desk.view(asker, open_).values["names"] == list(THUY.names)


def test_a_case_does_not_end_in_the_future(world: World) -> None:
    person = world.record(PHUONG)
    with asking(LAN) as asker, pytest.raises(NotAllowed):
        world.desk.close(asker, person, 1, date(2026, 3, 3))
