import pytest
from django.db.models import Q

from dicu.access.conditions import All, Always, Among, Any, Condition, Is, Known, Mine, Never, Not
from dicu.store.accounts.models import Account, GrantRow
from dicu.store.security.scoping import within


@pytest.fixture
def grants(db: None) -> None:
    for username, agency in (("lan", "BTP"), ("minh", "BNG"), ("hoa", "")):
        account = Account.objects.create(username=username, full_name=username, agency=agency)
        GrantRow.objects.create(account=account, role="reporter" if agency else "auditor", agency=agency, granted_by="hoa")


def found(condition: Condition, **fields: str) -> set[str]:
    return set(GrantRow.objects.filter(within(condition, fields)).values_list("account__username", flat=True))


@pytest.mark.usefixtures("grants")
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Always(), {"lan", "minh", "hoa"}),
        (Never(), set()),
        (Not(Always()), set()),
        (Not(Never()), {"lan", "minh", "hoa"}),
        (Is("agency", "BTP"), {"lan"}),
        (Is("agency", ""), {"hoa"}),
        (Among("agency", frozenset({"BTP", "BNG"})), {"lan", "minh"}),
        (Among("agency", frozenset()), set()),
        (Not(Among("agency", frozenset())), {"lan", "minh", "hoa"}),
        (All(()), {"lan", "minh", "hoa"}),
        (Any(()), set()),
        (Known("agency"), {"lan", "minh", "hoa"}),
        (Known("until"), set()),
        (Not(Known("until")), {"lan", "minh", "hoa"}),
        (Any((Never(), Is("agency", "BTP"))), {"lan"}),
        (All((Always(), Not(Is("agency", "BTP")))), {"minh", "hoa"}),
    ],
)
def test_conditions_select_rows(condition: Condition, expected: set[str]) -> None:
    assert found(condition) == expected


@pytest.mark.usefixtures("grants")
def test_an_attribute_may_stand_in_a_related_row() -> None:
    assert found(Is("whose", "BTP"), whose="account__agency") == {"lan"}
    assert found(Not(Is("whose", "BTP")), whose="account__agency") == {"minh", "hoa"}


def test_an_unbound_condition_is_no_filter() -> None:
    with pytest.raises(TypeError, match="bind"):
        within(Is("agency", Mine("agency")))


@pytest.mark.usefixtures("grants")
def test_a_scope_adds_to_other_filters_and_does_not_widen_them() -> None:
    rows = GrantRow.objects.filter(within(Any((Is("agency", "BTP"), Is("agency", "BNG"))))).filter(Q(role="auditor"))
    assert not rows.exists()
