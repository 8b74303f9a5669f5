"""# Figures

A figure of a review is written as an expression: numbers, values that are looked up, and a few functions. It is exact to
the last digit, and it always has an answer: a value, or the reason why there is none.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from dicu.expression import Answer, Kind, ListOf, Lookup, Result, Signature, evaluate, parse, reads, written
from dicu.vocabulary.observation import Missing


class Yearbook:
    """A small world: contract workers by year and destination, and the days of two laws."""

    types = {
        "contract_workers": Signature(Kind.NUMBER, (Kind.TEXT,), {"destination": Kind.TEXT, "vintage": Kind.DAY}),
        "provinces.reporting": Signature(ListOf(Kind.TEXT)),
        "law.in_force": Signature(Kind.DAY, (Kind.TEXT,)),
    }
    answers = {
        'contract_workers["2022"]': Answer(Decimal("142779"), origin="Yearbook 2023, table 7"),
        'contract_workers["2023"]': Answer(Decimal("159986"), origin="Yearbook 2024, table 7"),
        'contract_workers["2022", destination: "JPN"]': Answer(67295, origin="Yearbook 2023, table 8"),
        'contract_workers["2024"]': Answer(missing=Missing.NOT_AVAILABLE_YET),
        "provinces.reporting": Answer(["Hà Nội", "Nghệ An"]),
        'law.in_force["69/2020/QH14"]': Answer(date(2022, 1, 1)),
    }

    def lookup(self, lookup: Lookup) -> Answer:
        return self.answers[written(lookup)]


def worked_out(text: str) -> Result:
    return evaluate(parse(text), Yearbook())


def test_arithmetic_is_exact() -> None:
    """Numbers are decimals with a point, and no digit is lost: a tenth and two tenths are exactly three tenths."""
    assert worked_out("0.1 + 0.2 = 0.3").value is True
    assert worked_out("1 / 3 * 3").value == 1
    assert worked_out("2 + 3 * 4 - -1").value == 15


def test_a_name_is_looked_up() -> None:
    """A name asks the world for a value; what stands between its brackets says which one."""
    assert worked_out('contract_workers["2023"]').value == 159986
    assert worked_out('contract_workers["2022", destination: "JPN"]').value == 67295
    assert worked_out("count(provinces.reporting)").value == 2


def test_growth_and_share() -> None:
    """`change(new, old)` is the growth and `share(part, whole)` the part of the whole. Per cent is a way of showing them."""
    assert worked_out('change(contract_workers["2023"], contract_workers["2022"])').value == Fraction(17207, 142779)
    text = 'round(share(contract_workers["2022", destination: "JPN"], contract_workers["2022"]), 3)'
    assert worked_out(text).value == Fraction(471, 1000)


def test_many_values() -> None:
    """`sum`, `mean`, `median`, `min`, `max` and `count` take a list, or two or more values."""
    assert worked_out("sum([1, 2, 4])").value == worked_out("sum(1, 2, 4)").value == 7
    assert worked_out("mean(1, 2, 4)").value == Fraction(7, 3)
    assert worked_out("median(4, 1, 2)").value == 2
    assert worked_out("median([4, 1, 2, 3])").value == Fraction(5, 2)
    assert worked_out("max(@2024-04-17, @2023-01-01)").value == date(2024, 4, 17)
    assert worked_out('count(["a", "b"])').value == 2


def test_days_between() -> None:
    """`days(first, last)` counts the days from the first to the last; back in time it is negative."""
    assert worked_out('days(law.in_force["69/2020/QH14"], @2022-03-01)').value == 59
    assert worked_out("days(@2024-03-01, @2024-02-28)").value == -2


def test_rounding() -> None:
    """Halves are rounded away from zero; a negative number of decimals rounds to tens, hundreds, thousands."""
    assert worked_out("round(2.5, 0)").value == 3
    assert worked_out("round(-2.5, 0)").value == -3
    assert worked_out("round(142779, -3)").value == 143000
    assert worked_out("abs(-2.5)").value == Fraction(5, 2)


def test_questions() -> None:
    """Comparisons, `in`, `and`, `or`, `not` and `if … then … else …` make decisions out of values."""
    assert worked_out('"Nghệ An" in provinces.reporting and not 1 > 2').value is True
    assert worked_out('if contract_workers["2023"] >= 150000 then "reached" else "not reached"').value == "reached"
    assert worked_out('@2024-01-01 < @2024-01-02 or "a" = "b"').value is True


def test_missing_is_not_zero() -> None:
    """A value that is missing makes the whole figure missing, and the reason is said with the place it comes from."""
    result = worked_out('change(contract_workers["2024"], contract_workers["2023"])')
    assert result.value is None
    assert result.reason is Missing.NOT_AVAILABLE_YET
    assert result.missing is not None
    assert result.missing.say("en") == 'contract_workers["2024"] has no value: not available yet.'


def test_asking_whether_it_is_missing() -> None:
    """`x is missing` is the only way to go on without a value, and it must be written down."""
    assert worked_out('contract_workers["2024"] is missing').value is True
    text = 'if contract_workers["2024"] is missing then contract_workers["2023"] else contract_workers["2024"]'
    assert worked_out(text).value == 159986
    assert worked_out('contract_workers["2023"] is not missing').value is True


def test_what_cannot_be_worked_out_is_missing_too() -> None:
    """Dividing by zero gives no number and no fault: the figure is missing, for that reason."""
    result = worked_out("1 / (2 - 2) + 1")
    assert result.missing is not None
    assert result.missing.say("en") == "1 / (2 - 2) cannot be worked out: it was divided by zero."


def test_a_settled_question_needs_no_more() -> None:
    """`or` with one true side is true and `and` with one false side is false, even if the other side is missing."""
    assert worked_out('contract_workers["2024"] > 1 or true').value is True
    assert worked_out('contract_workers["2024"] > 1 and 1 = 2').value is False
    assert worked_out('contract_workers["2024"] > 1 and 1 = 1').value is None


def test_every_figure_can_be_traced() -> None:
    """A result carries what was read, each thing once and in order, with whatever the world gave as its origin."""
    text = 'contract_workers["2023"] - contract_workers["2022"] + contract_workers["2023"] - contract_workers["2023"]'
    readings = worked_out(text).readings
    assert [(written(r.lookup), r.value, r.origin) for r in readings] == [
        ('contract_workers["2023"]', 159986, "Yearbook 2024, table 7"),
        ('contract_workers["2022"]', 142779, "Yearbook 2023, table 7"),
    ]


def test_the_steps_show_the_working() -> None:
    """The steps are the parts of the expression with their values, innermost first."""
    steps = worked_out('round(contract_workers["2023"] / 1000, 1)').steps
    assert [(written(step.expression), step.value) for step in steps] == [
        ('contract_workers["2023"]', 159986),
        ('contract_workers["2023"] / 1000', Fraction(159986, 1000)),
        ('round(contract_workers["2023"] / 1000, 1)', 160),
    ]


def test_what_it_reads_is_known_before_it_runs() -> None:
    """Between the brackets stand only literals, so the questions of an expression can be listed without running it."""
    expression = parse('if a["2024"] > 1 then b[vintage: @2024-03-07, area: "VN"] else a["2024"] + c.d')
    assert [written(lookup) for lookup in reads(expression)] == [
        'a["2024"]',
        'b[area: "VN", vintage: @2024-03-07]',
        "c.d",
    ]
