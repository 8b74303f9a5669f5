"""Deciding about one thing, scoping a list in Python and selecting rows in PostgreSQL are one and the same, for whatever
rules, officers and things there are."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any as Anything

import psycopg
import pytest
from django.db import models, transaction
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dicu.access.conditions import All, Always, Among, Any, Condition, Is, Mine, Never, Not, holds
from dicu.access.model import Grant, Officer, Thing
from dicu.access.policy import Policy
from dicu.access.rules import EVERYBODY, Rule
from dicu.store.security.scoping import within
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
AGENCIES = ["", "BTP", "BNG", "btp", "B_P", "B%", "Bộ", "Bo\u0302\u0323", "'; --", "null"]
ACCOUNTS = ["", "lan", "minh"]
ROLES = [EVERYBODY, "clerk", "chief"]
PURPOSES = ["work", "leisure"]
VALUES: Mapping[str, list[Anything]] = {
    "agency": AGENCIES,
    "sent_by": ACCOUNTS,
    "number": [-1, 0, 1, 2**40],
    "open": [True, False],
}
COLUMNS = "id serial PRIMARY KEY, agency text, sent_by text, number bigint, open boolean"


@st.composite
def simple(draw: st.DrawFn) -> Condition:
    attribute = draw(st.sampled_from(sorted(VALUES)))
    values = st.sampled_from(VALUES[attribute])
    mine: list[Anything] = {"agency": [Mine("agency")], "sent_by": [Mine("account")]}.get(attribute, [])
    form = draw(st.sampled_from(["is", "among", "always", "never"]))
    if form == "is":
        return Is(attribute, draw(values | st.sampled_from(mine) if mine else values))
    if form == "among":
        return Among(attribute, draw(st.frozensets(values, max_size=3)))
    return Always() if form == "always" else Never()


def _combined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, max_size=3).map(tuple)
    return inner.map(Not) | several.map(All) | several.map(Any)


conditions = st.recursive(simple(), _combined, max_leaves=8)
rules = st.builds(
    Rule,
    role=st.sampled_from(ROLES),
    action=st.sampled_from(["see", "sign"]),
    kind=st.just("thing"),
    purposes=st.frozensets(st.sampled_from(PURPOSES)),
    said=st.just(T("This is what the rule allows.")),
    when=conditions,
    shared=st.booleans(),
)
days = st.none() | st.integers(-2, 2).map(lambda days: TODAY + timedelta(days))
grants = st.builds(Grant, role=st.sampled_from(ROLES[1:]), agency=st.sampled_from(AGENCIES), since=days, until=days)
officers = st.builds(
    Officer,
    account=st.sampled_from(ACCOUNTS),
    name=st.just(""),
    agency=st.sampled_from(AGENCIES),
    grants=st.lists(grants, max_size=3).map(tuple),
)


@dataclass(frozen=True)
class Attributes:
    agency: str | None
    sent_by: str | None
    number: int | None
    open: bool | None


things = st.builds(Attributes, **{name: st.none() | st.sampled_from(values) for name, values in VALUES.items()})


def policy(rules: list[Rule]) -> Policy:
    return Policy(tuple(rules), {"thing": frozenset(VALUES)}, frozenset({"thing"}))


with isolate_apps():

    class Row(models.Model):
        agency = models.TextField(null=True)  # noqa: DJ001 - an attribute that is not there is what is tested
        sent_by = models.TextField(null=True)  # noqa: DJ001
        number = models.BigIntegerField(null=True)
        open = models.BooleanField(null=True)

        class Meta:
            app_label = "generative"
            db_table = "generative_thing"

        def __str__(self) -> str:
            return str(self.pk)


@pytest.fixture(scope="module")
def table(postgres: Anything, django_db_setup: None) -> Iterator[None]:
    with psycopg.connect(postgres.address("owner"), autocommit=True) as owner:
        owner.execute(f"CREATE TABLE generative_thing ({COLUMNS})")
        owner.execute("GRANT ALL ON generative_thing, generative_thing_id_seq TO dicu_app")
        yield
        owner.execute("DROP TABLE generative_thing")


def selected(found: list[Attributes], condition: Condition) -> list[bool]:
    """For each thing, whether PostgreSQL selects it."""
    with transaction.atomic():
        rows = Row.objects.bulk_create([Row(**asdict(thing)) for thing in found])
        kept = set(Row.objects.filter(within(condition)).values_list("pk", flat=True))
        transaction.set_rollback(True)
    return [row.pk in kept for row in rows]


@pytest.mark.usefixtures("table", "db")
@given(
    st.lists(rules, max_size=5),
    officers,
    st.lists(things, min_size=1, max_size=8),
    st.sampled_from(["see", "sign"]),
    st.sampled_from(PURPOSES),
)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_decisions_scopes_and_rows_agree(
    made: list[Rule], officer: Officer, found: list[Attributes], action: str, purpose: str
) -> None:
    law = policy(made)
    scope = law.scope(officer, action, "thing", purpose, TODAY)
    decided = [law.decide(officer, action, Thing("thing", asdict(thing)), purpose, TODAY).allowed for thing in found]
    assert decided == [holds(scope, asdict(thing)) for thing in found]
    assert decided == selected(found, scope)


@pytest.mark.usefixtures("table", "db")
@given(conditions.filter(lambda condition: "Mine" not in repr(condition)), st.lists(things, min_size=1, max_size=8))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_condition_and_its_opposite_share_out_all_rows(condition: Condition, found: list[Attributes]) -> None:
    yes, no = selected(found, condition), selected(found, Not(condition))
    assert yes == [not answer for answer in no]
    assert yes == [holds(condition, asdict(thing)) for thing in found]


@given(st.lists(rules, max_size=5), officers, things, st.sampled_from(["see", "sign"]), st.sampled_from(PURPOSES))
def test_a_refusal_conceals_exactly_what_may_not_be_seen(
    made: list[Rule], officer: Officer, found: Attributes, action: str, purpose: str
) -> None:
    law, thing = policy(made), Thing("thing", asdict(found))
    decision = law.decide(officer, action, thing, purpose, TODAY)
    sees = any(law.decide(officer, "see", thing, errand, TODAY).allowed for errand in PURPOSES)
    assert decision.concealed is (not decision.allowed and not sees)


@given(st.lists(rules, max_size=5), officers, things, rules, st.sampled_from(PURPOSES))
def test_another_rule_never_takes_a_right_away(
    made: list[Rule], officer: Officer, found: Attributes, more: Rule, purpose: str
) -> None:
    thing = Thing("thing", asdict(found))
    before = policy(made).decide(officer, "see", thing, purpose, TODAY).allowed
    after = policy([*made, more]).decide(officer, "see", thing, purpose, TODAY).allowed
    assert after or not before
