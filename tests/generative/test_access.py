"""Access, with officers, rules and things that nobody thought of: one thing decided in Python and a list filtered by
PostgreSQL must be the same answer, also where a thing lacks an attribute and a row holds NULL."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from types import MappingProxyType
from typing import Any

import psycopg
import pytest
from django.db import models, transaction
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.proof import examples

from dicu.access.conditions import All, Always, Among, Condition, Is, Known, Mine, Never, Not, holds
from dicu.access.conditions import Any as AnyOf
from dicu.access.holding import Incompatible
from dicu.access.model import Grant, Officer, Opening, Thing
from dicu.access.policy import Policy
from dicu.access.rulebook import POLICY, PURPOSES
from dicu.access.rulebook.opening import MAY_OPEN
from dicu.access.rules import EVERYBODY, Rule
from dicu.store.review.models import EditionRow, LineRow, ObligationRow, RoundRow
from dicu.store.security.scoping import within
from dicu.store.security.session import maintaining, speaking_as
from dicu.vocabulary.messages import T

TODAY = date(2026, 11, 24)
VALUES: dict[str, tuple[Any, ...]] = {
    "agency": ("BTP", "BCA", "", None),
    "state": ("draft", "submitted", None),
    "sent_by": ("lan", "minh", "", None),
    "open": (True, False, None),
    "number": (1, None),
    "clearance": ("open", "secret", "?", None),
}
with isolate_apps("dicu.store.review"):

    class Paper(models.Model):  # noqa: DJ008
        agency = models.TextField(null=True)  # noqa: DJ001 - NULL is what is tried here
        state = models.TextField(null=True)  # noqa: DJ001
        sent_by = models.TextField(null=True)  # noqa: DJ001
        open = models.BooleanField(null=True)
        number = models.IntegerField(null=True)
        clearance = models.TextField(null=True)  # noqa: DJ001

        class Meta:
            app_label = "review"
            db_table = "generated_paper"
            managed = False


ROWS = tuple(MappingProxyType(dict(zip(VALUES, row, strict=True))) for row in product(*VALUES.values()))
"""Every combination there is; a row's id is its place here. A thing has no attribute where its row holds NULL."""

real = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def papers(postgres: Any, django_db_setup: None) -> Iterator[None]:
    with psycopg.connect(postgres.address("owner"), autocommit=True) as owner:
        columns = "id int, agency text, state text, sent_by text, open boolean, number int, clearance text"
        owner.execute(f"CREATE TABLE generated_paper ({columns})")
        owner.execute(f"GRANT SELECT ON generated_paper TO {postgres.app.user}")
        insert = "INSERT INTO generated_paper VALUES (%s, %s, %s, %s, %s, %s, %s)"
        owner.cursor().executemany(insert, [(place, *row.values()) for place, row in enumerate(ROWS)])
        yield
        owner.execute("DROP TABLE generated_paper")


def attributes(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def chosen(condition: Condition, **fields: str) -> set[int]:
    return set(Paper.objects.filter(within(condition, fields)).values_list("pk", flat=True))


# Conditions ---------------------------------------------------------------------------------------------------------


def given_values(name: str) -> st.SearchStrategy[Any]:
    other = {"open": [], "number": [0]}.get(name, ["BNG"])
    return st.sampled_from([value for value in (*VALUES[name], *other) if value is not None])


def conditions_on(names: list[str], mine: bool) -> st.SearchStrategy[Condition]:
    name = st.sampled_from(names)
    leaves = [
        st.builds(Always),
        st.builds(Never),
        name.flatmap(lambda n: st.builds(Is, st.just(n), given_values(n))),
        name.flatmap(lambda n: st.builds(Among, st.just(n), st.frozensets(given_values(n)))),
        st.builds(Known, name),
    ]
    if mine:
        leaves += [st.just(Is("agency", Mine("agency"))), st.just(Is("sent_by", Mine("account")))]
    return st.recursive(st.one_of(leaves), _joined, max_leaves=8)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, inner), st.builds(All, several), st.builds(AnyOf, several))


@pytest.mark.usefixtures("papers", "db")
@real
@given(condition=conditions_on(list(VALUES), mine=False))
def test_a_condition_means_the_same_in_python_and_in_postgresql(condition: Condition) -> None:
    assert chosen(condition) == {place for place, row in enumerate(ROWS) if holds(condition, attributes(row))}


# Policies -----------------------------------------------------------------------------------------------------------

NAMES = {"paper": list(VALUES), "deed": ["authority", "state", "sent_by"], "notice": ["state", "open"]}
FIELDS = {"deed": {"authority": "agency"}}
DAYS = st.sampled_from([None, *(TODAY + timedelta(days=n) for n in (-1, 0, 1))])
CODES = st.sampled_from(["", "BTP", "BCA"])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    kind = draw(st.sampled_from(sorted(NAMES)))
    when = draw(conditions_on([name for name in NAMES[kind] if name in VALUES], mine=kind == "paper"))
    role = draw(st.sampled_from(["clerk", "chief", EVERYBODY]))
    action, purposes = draw(st.sampled_from(["see", "sign"])), draw(st.frozensets(st.sampled_from(["work", "leisure"]), min_size=1))
    return Rule(role, action, kind, purposes, T("A rule."), when, draw(st.booleans()))


def grants(roles: list[str]) -> st.SearchStrategy[Grant]:
    return st.builds(Grant, st.sampled_from(roles), CODES, DAYS, DAYS, st.sampled_from(["open", "protected", "secret", ""]))


def openings(roles: list[str], kinds: list[str]) -> st.SearchStrategy[Opening]:
    """Of things that are there and of such as are not, running and over."""
    named = st.fixed_dictionaries({"agency": st.sampled_from(["BTP", "BNG"])}, optional={"state": st.just("draft"), "box": st.just("1")})
    until = st.sampled_from([datetime(2026, 11, day, 5, tzinfo=UTC) for day in (23, 24, 25)])
    several = st.frozensets(st.sampled_from(kinds), min_size=1)
    attributes = named.map(lambda names: tuple(names.items()))
    return st.builds(Opening, st.just("openings/lan/1"), st.sampled_from(roles), several, attributes, until)


def officers(roles: list[str], kinds: list[str], openers: list[str]) -> st.SearchStrategy[Officer]:
    several = st.lists(grants(roles), max_size=3).map(tuple)
    opened = st.lists(openings(openers, kinds), max_size=2).map(tuple)
    return st.builds(Officer, st.sampled_from(["lan", "minh", ""]), st.just("Lan"), CODES, several, opened)


def as_thing(kind: str, row: Any) -> Thing:
    named = {"authority" if kind == "deed" and name == "agency" else name: value for name, value in attributes(row).items()}
    return Thing(kind, {name: value for name, value in named.items() if name in NAMES[kind]})


@pytest.mark.usefixtures("papers", "db")
@real
@given(
    found=st.lists(rules(), min_size=1, max_size=6).map(tuple),
    officer=officers(["clerk", "chief", "stranger"], sorted(NAMES), ["clerk", "chief"]),
    apart=st.booleans(),
    kind=st.sampled_from(sorted(NAMES)),
    action=st.sampled_from(["see", "sign"]),
    purpose=st.sampled_from(["work", "leisure"]),
)
def test_deciding_one_by_one_and_filtering_a_list_agree(
    found: tuple[Rule, ...], officer: Officer, apart: bool, kind: str, action: str, purpose: str
) -> None:
    pairs = (Incompatible("clerk", "chief", T("Never both.")),) if apart else ()
    policy = Policy(found, {name: frozenset(names) for name, names in NAMES.items()}, incompatible=pairs)
    scope = policy.scope(officer, action, kind, purpose, TODAY)
    decided = {place for place, row in enumerate(ROWS) if policy.decide(officer, action, as_thing(kind, row), purpose, TODAY).allowed}
    assert {place for place, row in enumerate(ROWS) if holds(scope, as_thing(kind, row).attributes)} == decided
    assert chosen(scope, **FIELDS.get(kind, {})) == decided


# The rulebook on the real tables, behind the database's second lock -------------------------------------------------

TABLES: dict[str, Any] = {"round": RoundRow, "obligation": ObligationRow, "line": LineRow, "publication": EditionRow}
STATES = ("draft", "submitted", "returned", "accepted")
MOMENT = "2026-11-24T00:00:00+00:00"


@pytest.fixture
def review(db: None) -> None:
    with transaction.atomic(), maintaining():
        RoundRow.objects.create(id="demo/2025", plan="demo", round="2025", plan_digest="0" * 64)
        for agency, state in product(("BTP", "BCA"), STATES):
            where = {"plan": "demo", "round": "2025", "agency": agency, "state": state}
            ObligationRow.objects.create(id=f"demo/2025/{agency}/{state}", tasks=[], **where)
            for by in ("lan", "minh"):
                LineRow.objects.create(id=f"{agency}/{state}/{by}", task="1", task_order=0, submitted_by=by, line={}, **where)
        for state in ("built", "published"):
            EditionRow.objects.create(snapshot=state, plan="demo", round="2025", state=state, built_at=MOMENT, built_by="lan", files=[])


def rows_of(kind: str) -> dict[Any, Thing]:
    names = POLICY.kinds[kind]
    return {row.pk: Thing(kind, {name: getattr(row, name) for name in names}) for row in TABLES[kind].objects.all()}


@pytest.mark.usefixtures("review")
@real
@given(
    officer=officers(["reporter", "coordinator", "auditor", "administrator"], ["obligation", "report", "line"], sorted(MAY_OPEN)),
    kind=st.sampled_from(sorted(TABLES)),
    purpose=st.sampled_from(sorted(PURPOSES)),
    action=st.sampled_from(["see", "accept", "write", "publish"]),
)
def test_what_the_rulebook_allows_the_second_lock_does_not_hide(officer: Officer, kind: str, purpose: str, action: str) -> None:
    """The list is the same with and without row-level security: it only bites where a page has forgotten its scope."""
    scope = within(POLICY.scope(officer, action, kind, purpose, TODAY))
    with transaction.atomic(), maintaining():
        everything = rows_of(kind)
        asked = set(TABLES[kind].objects.filter(scope).values_list("pk", flat=True))
    allowed = {pk for pk, thing in everything.items() if POLICY.decide(officer, action, thing, purpose, TODAY).allowed}
    assert asked == allowed
    with transaction.atomic(), speaking_as(officer, TODAY):
        assert set(TABLES[kind].objects.filter(scope).values_list("pk", flat=True)) == allowed
        without_scope = set(TABLES[kind].objects.values_list("pk", flat=True))
    assert allowed <= without_scope <= coarsely(officer, everything)


def coarsely(officer: Officer, everything: dict[Any, Thing]) -> set[Any]:
    """The most that the second lock may show: what is published, and what somebody of these grants has to do with."""
    held = [grant for grant in officer.grants if grant.in_force(TODAY) and officer.account and grant.role != "administrator"]
    if any(not grant.agency and grant.role in ("coordinator", "auditor") for grant in held):
        return set(everything)
    opened = {opening.agency for opening in officer.openings if opening.role in {grant.role for grant in held}}
    agencies = ({grant.agency or officer.agency for grant in held} | opened) - {""}
    return {
        pk
        for pk, thing in everything.items()
        if thing.attributes.get("agency") in agencies
        or (thing.kind == "round" and held)
        or (thing.kind == "publication" and thing.attributes["state"] == "published")
    }
