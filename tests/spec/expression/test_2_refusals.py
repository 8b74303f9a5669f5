"""# What is refused, and how

An expression that cannot be read, or that makes no sense, is refused before it runs: with a sentence, the place as
line:column, and an excerpt with a caret under the place.
"""

import pytest

from dicu.expression import BadExpression, Kind, ListOf, Signature, check, parse

NAMES = {
    "workers": Signature(Kind.NUMBER, (Kind.TEXT,), {"vintage": Kind.DAY}),
    "held": Signature(Kind.TRUTH),
    "codes": Signature(ListOf(Kind.TEXT)),
}


def refusal(text: str) -> BadExpression:
    with pytest.raises(BadExpression) as caught:
        check(parse(text), NAMES, text)
    return caught.value


def test_the_place_is_shown() -> None:
    """The excerpt shows the line and a caret; `where` counts lines and columns from 1."""
    error = refusal('held or\n  workers["2022"]')
    assert error.where == "2:3"
    assert error.excerpt == '  workers["2022"]\n  ^'
    assert error.message.say("en") == "Each side of or must be true or false, but this is a number."


@pytest.mark.parametrize(
    ("text", "sentence", "caret"),
    [
        ("", "The expression is empty.", 0),
        ("1 + ", "The expression ends where a value should stand.", 4),
        ("1.234,5", "A comma does not belong here. Decimals are written with a point, as in 1234.5.", 5),
        ("1e9", "This is not a number. Write digits with a decimal point and nothing else, as in 1234.5.", 0),
        ("1 2", "An operator is missing before 2.", 2),
        ("held == true", "Equality is written with one sign: a = b.", 6),
        ("“ngày”", 'Texts stand between straight quotation marks: "like this".', 0),
        ('"ngày', "This text is not closed, or it has a backslash that no quotation mark and no backslash follows.", 0),
        ("@2024-02-30", "@2024-02-30 is not a day of the calendar. Write year-month-day, as in @2024-04-17.", 0),
        ("2 ** 3", "A value should stand here, not *.", 3),
        ("2 ^ 3", "The language has no character ^.", 2),
        ("(1 + 2", "The closing ) is missing.", 6),
        ("[]", "A value should stand here, not ].", 1),
        ("1 < 2 < 3", "Comparisons do not follow one another. Join them with and, or use parentheses.", 6),
        ("held is true", "After is stands missing: x is missing, or x is not missing.", 8),
        ("if held 1 else 2", "Here stands then: if … then … else ….", 8),
        ("if held then 1", "Here stands else: if … then … else ….", 14),
    ],
)
def test_what_cannot_be_read(text: str, sentence: str, caret: int) -> None:
    """The sentence says what to write instead."""
    error = refusal(text)
    assert (error.message.say("en"), error.position) == (sentence, caret)


@pytest.mark.parametrize(
    ("text", "sentence", "caret"),
    [
        ("held + 1", "Each side of + must be a number, but this is true or false.", 0),
        ("not 1", "What follows not must be true or false, but this is a number.", 4),
        ('workers["2022"] = "many"', "The right side of = must be a number, but this is a text.", 18),
        ('"a" < "b"', "Only numbers and days have an order; this is a text.", 0),
        ("1 in codes", "What follows in must be a list, each item a number, but this is a list, each item a text.", 5),
        ("codes in codes", "Before in stands a single value, not a list.", 0),
        ('if 1 then 2 else "three"', "What follows if must be true or false, but this is a number.", 3),
        ('if held then 2 else "three"', "What follows else must be a number, but this is a text.", 20),
        ('[1, "two"]', "Each item of this list must be a number, but this is a text.", 4),
        ("[codes]", "A list does not hold other lists.", 1),
        ("mean(codes)", "The function mean takes a list of numbers, or two or more numbers.", 0),
        ("max(1, @2024-01-01)", "The function max takes a list of numbers or of days, or two or more numbers or days.", 0),
    ],
)
def test_what_makes_no_sense(text: str, sentence: str, caret: int) -> None:
    """Numbers, truths, texts, days and lists are never taken for one another."""
    error = refusal(text)
    assert (error.message.say("en"), error.position) == (sentence, caret)


@pytest.mark.parametrize(
    ("text", "sentence", "caret"),
    [
        ('worker["2022"]', "Nothing here is called worker. Did you mean workers?", 0),
        ("zebra", "Nothing here is called zebra.", 0),
        ("workers", "workers takes from 1 to 1 arguments without a name; given: 0.", 0),
        ('held["2022"]', "held takes no argument without a name.", 0),
        ("workers[2022]", "Argument 1 of workers must be a text, but this is a number.", 8),
        ('workers["2022", area: "VN"]', "workers has no argument area. It has: vintage.", 22),
        ('workers["2022", vintage: "2024"]', "Argument vintage of workers must be a day, but this is a text.", 25),
        ("workers[1 + 1]", "Here stands a comma or ], not +.", 10),
        (
            "workers[codes]",
            "Between the brackets of a lookup stand only numbers, texts in quotation marks, days, true and false.",
            8,
        ),
        ('workers[in: "x"]', "Before a colon stands a plain name that is no word of the language.", 8),
        ("workers[a: 1, a: 2]", "The argument a is given twice.", 17),
        (
            "eval(1)",
            "There is no function eval. There are: min, max, sum, mean, median, count, abs, round, days, share, change.",
            0,
        ),
        ("max", "After the function max stands an opening parenthesis.", 3),
    ],
)
def test_names(text: str, sentence: str, caret: int) -> None:
    """Only names that the world has, with the arguments they take; only the functions of the language."""
    error = refusal(text)
    assert (error.message.say("en"), error.position) == (sentence, caret)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1" * 31, "A number has at most 30 digits before the point, and as many after it."),
        ("(" * 65 + "1" + ")" * 65, None),
        ("1" + "+1" * 64, None),
        ("-" * 1000 + "1", None),
        ("[" + "1," * 500 + "1]", "A list has at most 500 items."),
        ("1 " * 3000, "An expression has at most 4,000 characters; this one has 6,000."),
    ],
)
def test_limits(text: str, sentence: str | None) -> None:
    """Size and depth are bounded, so nobody can write an expression that stops the house."""
    deep = "The expression is nested more than 64 levels deep. For a long chain write sum([…]) or x in […]."
    assert refusal(text).message.say("en") == (sentence or deep)
