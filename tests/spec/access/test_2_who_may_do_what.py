"""Who may do what in the review of a plan

Each table is about one thing; a row says what one person may do to it, a column is an action. `+` allowed; `-` refused,
with the reason; `0` the person is told that there is no such thing.

- **reporter**: Lan, who reports for the agency BTP
- **neighbour**: Minh, who reports for another agency
- **coordinator**: Hoa, who runs the round, for the purpose of coordination
- **publisher**: the same Hoa, for the purpose of publication
- **auditor**: Uyên, for the purpose of audit
- **public**: somebody who has not signed in
"""

from datetime import date
from typing import Any

import pytest

from dicu.access.conditions import holds
from dicu.access.model import PUBLIC, Grant, Officer, Thing
from dicu.access.rulebook import AUDIT, COORDINATION, POLICY, PUBLICATION, READING, REPORTING

TODAY = date(2026, 11, 24)
HOA = Officer("hoa", "Hoa", "BCA", (Grant("coordinator"),))
WHO: dict[str, tuple[Officer, str]] = {
    "reporter": (Officer("lan", "Lan", "BTP", (Grant("reporter", agency="BTP"),)), REPORTING),
    "neighbour": (Officer("minh", "Minh", "BNG", (Grant("reporter", agency="BNG"),)), REPORTING),
    "coordinator": (HOA, COORDINATION),
    "publisher": (HOA, PUBLICATION),
    "auditor": (Officer("uyen", "Uyên", "KTNN", (Grant("auditor"),)), AUDIT),
    "public": (PUBLIC, READING),
}
ROUND = {"plan": "demo", "round": "2024"}
OF_BTP = {**ROUND, "agency": "BTP"}


def check_table(kind: str, attributes: dict[str, Any], table: str) -> None:
    """Every cell, and every action that any table names; the list's scope says the same as the cell."""
    header, *rows = (line.split() for line in table.strip().splitlines())
    assert [row[0] for row in rows] == list(WHO)
    for who, *cells in rows:
        officer, purpose = WHO[who]
        found = [_cell(officer, action, Thing(kind, attributes), purpose) for action in header]
        assert dict(zip(header, found, strict=True)) == dict(zip(header, cells, strict=True)), who


def _cell(officer: Officer, action: str, thing: Thing, purpose: str) -> str:
    decision = POLICY.decide(officer, action, thing, purpose, TODAY)
    assert holds(POLICY.scope(officer, action, thing.kind, purpose, TODAY), thing.attributes) is decision.allowed
    return "+" if decision.allowed else "0" if decision.concealed else "-"


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_plan(synthetic: bool) -> None:
    """Everybody sees plans; a coordinator loads them."""
    check_table(
        "plan",
        {"plan": "demo", "synthetic": synthetic},
        """
                     see  load  write  open  accept  publish
        reporter      +    -     -      -     -       -
        neighbour     +    -     -      -     -       -
        coordinator   +    +     -      -     -       -
        publisher     +    -     -      -     -       -
        auditor       +    -     -      -     -       -
        public        +    -     -      -     -       -
        """,
    )


def test_a_round() -> None:
    """Officers see the rounds, the coordinator opens them."""
    check_table(
        "round",
        ROUND,
        """
                     see  open  write  load  publish
        reporter      +    -     -      -     -
        neighbour     +    -     -      -     -
        coordinator   +    +     -      -     -
        publisher     +    -     -      -     -
        auditor       +    -     -      -     -
        public        -    -     -      -     -
        """,
    )


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "accepted"])
def test_an_obligation(state: str) -> None:
    """That an agency owes a report is known to itself, the coordinator and the auditor, whatever has become of it."""
    check_table(
        "obligation",
        {**OF_BTP, "state": state},
        """
                     see  write  submit  accept
        reporter      +    -      -       -
        neighbour     0    0      0       0
        coordinator   +    -      -       -
        publisher     +    -      -       -
        auditor       +    -      -       -
        public        0    0      0       0
        """,
    )


def test_a_report_that_is_a_draft() -> None:
    """A draft belongs to its agency alone; only the auditor looks into it."""
    check_table(
        "report",
        {**OF_BTP, "state": "draft", "submitted_by": ""},
        """
                     see  write  attach  submit  accept  return  build  publish
        reporter      +    +      +       +       -       -       -      -
        neighbour     0    0      0       0       0       0       0      0
        coordinator   0    0      0       0       0       0       0      0
        publisher     0    0      0       0       0       0       0      0
        auditor       +    -      -       -       -       -       -      -
        public        0    0      0       0       0       0       0      0
        """,
    )


def test_a_report_that_was_submitted() -> None:
    """What was sent rests with the coordinator: the agency reads it and no longer writes."""
    check_table(
        "report",
        {**OF_BTP, "state": "submitted", "submitted_by": "lan"},
        """
                     see  write  attach  submit  accept  return  build  publish
        reporter      +    -      -       -       -       -       -      -
        neighbour     0    0      0       0       0       0       0      0
        coordinator   +    -      -       -       +       +       -      -
        publisher     +    -      -       -       -       -       -      -
        auditor       +    -      -       -       -       -       -      -
        public        0    0      0       0       0       0       0      0
        """,
    )


def test_a_report_that_the_coordinator_has_sent() -> None:
    """Somebody who also coordinates does not judge what the same person sent."""
    check_table(
        "report",
        {**OF_BTP, "state": "submitted", "submitted_by": "hoa"},
        """
                     see  write  attach  submit  accept  return
        reporter      +    -      -       -       -       -
        neighbour     0    0      0       0       0       0
        coordinator   +    -      -       -       -       -
        publisher     +    -      -       -       -       -
        auditor       +    -      -       -       -       -
        public        0    0      0       0       0       0
        """,
    )


def test_a_report_that_was_returned() -> None:
    """What was returned is the agency's again, and stays known to the coordinator."""
    check_table(
        "report",
        {**OF_BTP, "state": "returned", "submitted_by": "lan"},
        """
                     see  write  attach  submit  accept  return
        reporter      +    +      +       +       -       -
        neighbour     0    0      0       0       0       0
        coordinator   +    -      -       -       -       -
        publisher     +    -      -       -       -       -
        auditor       +    -      -       -       -       -
        public        0    0      0       0       0       0
        """,
    )


def test_a_report_that_was_accepted() -> None:
    """What was accepted is settled: nobody writes, accepts or returns it again."""
    check_table(
        "report",
        {**OF_BTP, "state": "accepted", "submitted_by": "lan"},
        """
                     see  write  attach  submit  accept  return
        reporter      +    -      -       -       -       -
        neighbour     0    0      0       0       0       0
        coordinator   +    -      -       -       -       -
        publisher     +    -      -       -       -       -
        auditor       +    -      -       -       -       -
        public        0    0      0       0       0       0
        """,
    )


def test_a_line_that_is_a_draft() -> None:
    """A line that was not sent is seen by its agency and the auditor, by nobody else."""
    check_table(
        "line",
        {**OF_BTP, "task": "1.1", "state": "draft", "submitted_by": ""},
        """
                     see  write  attach  submit  accept  return
        reporter      +    +      +       -       -       -
        neighbour     0    0      0       0       0       0
        coordinator   0    0      0       0       0       0
        publisher     0    0      0       0       0       0
        auditor       +    -      -       -       -       -
        public        0    0      0       0       0       0
        """,
    )


def test_a_line_that_was_submitted() -> None:
    """Lines are accepted or returned one by one, never by who sent or wrote them."""
    check_table(
        "line",
        {**OF_BTP, "task": "1.1", "state": "submitted", "submitted_by": "lan", "author": "yen"},
        """
                     see  write  attach  submit  accept  return
        reporter      +    -      -       -       -       -
        neighbour     0    0      0       0       0       0
        coordinator   +    -      -       -       +       +
        publisher     +    -      -       -       -       -
        auditor       +    -      -       -       -       -
        public        0    0      0       0       0       0
        """,
    )


def test_a_line_that_was_returned() -> None:
    """A returned line may be written anew."""
    check_table(
        "line",
        {**OF_BTP, "task": "1.1", "state": "returned", "submitted_by": "lan"},
        """
                     see  write  attach  accept  return
        reporter      +    +      +       -       -
        neighbour     0    0      0       0       0
        coordinator   +    -      -       -       -
        publisher     +    -      -       -       -
        auditor       +    -      -       -       -
        public        0    0      0       0       0
        """,
    )


def test_evidence_of_a_draft() -> None:
    """A file that was attached to a draft is the agency's alone."""
    check_table(
        "evidence",
        {"plan": "demo", "agency": "BTP", "digest": "00", "state": "draft"},
        """
                     see  attach  write
        reporter      +    +       -
        neighbour     0    0       0
        coordinator   0    0       0
        publisher     0    0       0
        auditor       +    -       -
        public        0    0       0
        """,
    )


def test_evidence_that_was_sent() -> None:
    """With the report, its evidence goes to the coordinator. It is not public: what a review cites, it prints."""
    check_table(
        "evidence",
        {"plan": "demo", "agency": "BTP", "digest": "00", "state": "submitted"},
        """
                     see  attach  write
        reporter      +    -       -
        neighbour     0    0       0
        coordinator   +    -       -
        publisher     +    -       -
        auditor       +    -       -
        public        0    0       0
        """,
    )


def test_a_gap() -> None:
    """An agency sees its own gaps, the coordinator all. They are computed: nobody writes them. A coordinator accepts one with a
    reason, for one round."""
    check_table(
        "gap",
        OF_BTP,
        """
                     see  write  accept
        reporter      +    -      -
        neighbour     0    0      0
        coordinator   +    -      +
        publisher     +    -      -
        auditor       +    -      -
        public        0    0      0
        """,
    )


@pytest.mark.parametrize(("builder", "publish"), [("an", "+"), ("hoa", "-"), ("", "-")])
def test_a_review_that_was_built(builder: str, publish: str) -> None:
    """Until it is published, a review exists for coordinator and auditor only. It is published for the purpose of
    publication, by another than Hoa if it was Hoa who built it; and by nobody, if nobody is known to have built it."""
    check_table(
        "publication",
        {**ROUND, "state": "built", "built_by": builder},
        f"""
                     see  build  publish      write
        reporter      0    0      0            0
        neighbour     0    0      0            0
        coordinator   +    +      -            -
        publisher     +    +      {publish}    -
        auditor       +    -      -            -
        public        0    0      0            0
        """,
    )


def test_a_review_that_was_published() -> None:
    """A published review is everybody's, and is not published twice."""
    check_table(
        "publication",
        {**ROUND, "state": "published"},
        """
                     see  build  publish  write
        reporter      +    -      -        -
        neighbour     +    -      -        -
        coordinator   +    +      -        -
        publisher     +    +      -        -
        auditor       +    -      -        -
        public        +    -      -        -
        """,
    )


def test_the_ledger() -> None:
    """The record of what everybody did is the auditor's to read, and nobody's to change."""
    check_table(
        "ledger",
        {"authority": "BTP"},
        """
                     see  write  accept
        reporter      -    -      -
        neighbour     -    -      -
        coordinator   -    -      -
        publisher     -    -      -
        auditor       +    -      -
        public        -    -      -
        """,
    )
