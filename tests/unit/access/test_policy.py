from dataclasses import replace
from datetime import date

import pytest

from dicu.access.conditions import Is, Mine, Not, holds
from dicu.access.model import PUBLIC, Absent, Forbidden, Grant, Officer, Thing
from dicu.access.policy import Policy, absent
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
WORK, LEISURE = "work", "leisure"
OWN = Is("agency", Mine("agency"))
KINDS = {"paper": frozenset({"agency", "state", "sent_by"}), "notice": frozenset({"state"}), "secret": frozenset({"agency"})}


def rule(role: str, action: str, kind: str, **more: object) -> Rule:
    return Rule(role, action, kind, frozenset({WORK}), T("This is what the rule allows."), **more)  # type: ignore[arg-type]


POLICY = Policy(
    rules=(
        rule("clerk", "see", "paper", when=OWN),
        rule("clerk", "sign", "paper", when=Not(Is("sent_by", Mine("account")))),
        rule("clerk", "see", "notice"),
        rule("clerk", "hang", "notice", shared=True),
        rule("clerk", "see", "secret", when=OWN),
        rule("clerk", "burn", "secret", when=OWN),
        rule("chief", "see", "secret"),
        rule(EVERYBODY, "see", "notice", when=Is("state", "hung")),
    ),
    kinds=KINDS,
    concealed_kinds=frozenset({"secret"}),
)
CLERK = Officer("lan", "Lan", "BTP", (Grant("clerk"),))
PAPER = Thing("paper", {"agency": "BTP", "sent_by": "minh"})
SECRET = Thing("secret", {"agency": "BTP"})


def allowed(officer: Officer, action: str, thing: Thing, purpose: str = WORK) -> bool:
    return POLICY.decide(officer, action, thing, purpose, TODAY).allowed


def why_not(officer: Officer, action: str, thing: Thing, purpose: str = WORK) -> str:
    with pytest.raises(Forbidden) as refused:
        POLICY.check(officer, action, thing, purpose, TODAY)
    return refused.value.message.say("en")


def test_a_rule_allows_and_says_so() -> None:
    decision = POLICY.decide(CLERK, "see", PAPER, WORK, TODAY)
    assert decision.allowed
    assert decision.reason.say("en") == "This is what the rule allows."
    POLICY.check(CLERK, "see", PAPER, WORK, TODAY)


def test_what_no_rule_allows_is_refused() -> None:
    assert "Nobody" in why_not(CLERK, "eat", PAPER)
    assert not allowed(CLERK, "see", Thing("unheard-of", {}))


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert "Sign in" in why_not(PUBLIC, "sign", PAPER)


def test_everybody_has_the_role_of_everybody() -> None:
    hung = Thing("notice", {"state": "hung"})
    assert allowed(PUBLIC, "see", hung)
    assert allowed(Officer("minh", "Minh"), "see", hung)
    assert not allowed(PUBLIC, "see", Thing("notice", {"state": "draft"}))


def test_nobody_can_be_granted_rights_by_an_account_alone() -> None:
    assert "do not have this role" in why_not(replace(CLERK, grants=()), "sign", PAPER)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (None, date(2026, 11, 23), False),
        (date(2026, 11, 25), None, False),
        (date(2026, 11, 1), date(2026, 11, 24), True),
    ],
)
def test_a_grant_holds_from_its_first_day_to_its_last(since: date | None, until: date | None, expected: bool) -> None:
    assert allowed(replace(CLERK, grants=(Grant("clerk", since=since, until=until),)), "sign", PAPER) is expected


def test_who_lost_a_role_is_told_when() -> None:
    lapsed = replace(CLERK, grants=(Grant("clerk", until=date(2026, 1, 31)), Grant("clerk", until=date(2026, 6, 30))))
    assert "30" in why_not(lapsed, "sign", PAPER)
    assert "ended" in why_not(lapsed, "sign", PAPER)


def test_another_purpose_is_refused_and_named_as_the_reason() -> None:
    assert "purpose" in why_not(CLERK, "sign", PAPER, LEISURE)


def test_the_one_who_sent_may_not_sign() -> None:
    own = Thing("paper", {"agency": "BTP", "sent_by": "lan"})
    assert "This is what the rule allows." in why_not(CLERK, "sign", own)


def test_a_concealed_thing_is_absent_to_whoever_may_not_see_it() -> None:
    stranger = replace(CLERK, agency="BNG")
    for action in ("see", "burn", "eat"):
        with pytest.raises(Absent) as refused:
            POLICY.check(stranger, action, SECRET, WORK, TODAY)
        nothing_there = absent()
        assert (refused.value.message, refused.value.where) == (nothing_there.message, nothing_there.where)


def test_who_may_see_a_concealed_thing_is_told_why_something_else_is_refused() -> None:
    assert "Nobody" in why_not(CLERK, "eat", SECRET)


def test_who_may_see_it_on_another_errand_is_told_that_this_is_the_wrong_one() -> None:
    assert "purpose" in why_not(CLERK, "see", SECRET, LEISURE)


def test_a_limited_grant_reaches_its_agency_and_nothing_else() -> None:
    limited = Officer("lan", "Lan", "", (Grant("chief", agency="BTP"),))
    assert allowed(limited, "see", SECRET)
    assert not allowed(limited, "see", Thing("secret", {"agency": "BNG"}))


def test_a_limited_grant_stands_for_the_agency_it_is_limited_to() -> None:
    lent = Officer("lan", "Lan", "BNG", (Grant("clerk", agency="BTP"),))
    assert allowed(lent, "see", PAPER)
    assert not allowed(lent, "see", Thing("paper", {"agency": "BNG"}))


def test_a_limited_grant_does_not_reach_what_belongs_to_no_agency_unless_it_is_shared() -> None:
    limited = Officer("lan", "Lan", "BTP", (Grant("clerk", agency="BTP"),))
    notice = Thing("notice", {"state": "draft"})
    assert not allowed(limited, "see", notice)
    assert allowed(limited, "hang", notice)


def test_two_grants_add_up() -> None:
    both = Officer("lan", "Lan", "BTP", (Grant("clerk", agency="BTP"), Grant("clerk", agency="BNG")))
    scope = POLICY.scope(both, "see", "paper", WORK, TODAY)
    assert [holds(scope, {"agency": agency}) for agency in ("BTP", "BNG", "BCA")] == [True, True, False]


def test_the_scope_of_whoever_has_no_right_is_nothing() -> None:
    for officer, purpose in ((PUBLIC, WORK), (CLERK, LEISURE), (replace(CLERK, agency=""), WORK)):
        assert not holds(POLICY.scope(officer, "see", "paper", purpose, TODAY), {"agency": "", "state": "", "sent_by": ""})


@pytest.mark.parametrize(
    "fault",
    [
        rule("clerk", "see", "paper", when=Is("colour", "red")),
        rule("clerk", "see", "letter"),
        replace(rule("clerk", "see", "paper"), purposes=frozenset()),
    ],
)
def test_a_rule_about_what_does_not_exist_is_found_at_once(fault: Rule) -> None:
    with pytest.raises(ValueError, match="no"):
        Policy((fault,), KINDS)
