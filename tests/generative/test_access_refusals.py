"""Whatever the rules: a refusal conceals exactly what may not be seen, and no rule takes away what another gives."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dicu.access.conditions import All, Always, Any, Condition, Is, Known, Mine, Never, Not
from dicu.access.model import Grant, Officer, Thing
from dicu.access.policy import Policy
from dicu.access.rules import EVERYBODY, Rule
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
PURPOSES = ["work", "leisure"]
ROLES = [EVERYBODY, "clerk", "chief"]

agencies = st.sampled_from(["", "BTP", "BNG"])
people = st.sampled_from(["", "lan", "minh"])
simple: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Is, st.just("agency"), agencies | st.just(Mine("agency"))),
    st.builds(Is, st.just("sent_by"), people | st.just(Mine("account"))),
    st.builds(Known, st.sampled_from(["agency", "sent_by"])),
    st.sampled_from([Always(), Never()]),
)


def _combined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, max_size=3).map(tuple)
    return inner.map(Not) | several.map(All) | several.map(Any)


rules = st.builds(
    Rule,
    role=st.sampled_from(ROLES),
    action=st.sampled_from(["see", "sign"]),
    kind=st.sampled_from(["open", "secret"]),
    purposes=st.frozensets(st.sampled_from(PURPOSES), min_size=1),
    said=st.just(T("A rule.")),
    when=st.recursive(simple, _combined, max_leaves=6),
    shared=st.booleans(),
)
grants = st.lists(st.builds(Grant, role=st.sampled_from(ROLES[1:]), agency=agencies), max_size=3).map(tuple)
officers = st.builds(Officer, account=people, name=st.just(""), agency=agencies, grants=grants)
attributes = st.fixed_dictionaries({"agency": st.none() | agencies, "sent_by": st.none() | people})
things = st.builds(Thing, st.sampled_from(["open", "secret"]), attributes)
actions = st.sampled_from(["see", "sign", "burn"])
purposes = st.sampled_from(PURPOSES)


def policy(*made: Rule) -> Policy:
    has = frozenset({"agency", "sent_by"})
    return Policy(made, {"open": has, "secret": has}, frozenset({"secret"}))


@given(st.lists(rules, max_size=5), officers, things, actions, purposes)
def test_a_refusal_conceals_exactly_what_may_not_be_seen(
    made: list[Rule], officer: Officer, thing: Thing, action: str, purpose: str
) -> None:
    law = policy(*made)
    decision = law.decide(officer, action, thing, purpose, TODAY)
    sees = any(law.decide(officer, "see", thing, errand, TODAY).allowed for errand in PURPOSES)
    assert decision.concealed is (thing.kind == "secret" and not decision.allowed and not sees)


@given(st.lists(rules, max_size=5), rules, officers, things, actions, purposes)
def test_another_rule_never_takes_a_right_away(
    made: list[Rule], more: Rule, officer: Officer, thing: Thing, action: str, purpose: str
) -> None:
    before = policy(*made).decide(officer, action, thing, purpose, TODAY)
    after = policy(*made, more).decide(officer, action, thing, purpose, TODAY)
    assert after.allowed or not before.allowed
    assert before.concealed or not after.concealed


@given(st.lists(rules, max_size=5), officers, things, actions, purposes)
def test_a_refusal_always_says_something(made: list[Rule], officer: Officer, thing: Thing, action: str, purpose: str) -> None:
    decision = policy(*made).decide(officer, action, thing, purpose, TODAY)
    assert decision.reason.say("en").strip()
    assert "{" not in decision.reason.say("vi")
