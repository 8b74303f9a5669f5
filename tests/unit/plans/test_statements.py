"""The sentences of the reviews: no number without a trace, both languages with the same slots and citations."""

import re
import unicodedata
from collections import Counter
from typing import Any

import pytest
from tests.unit.plans.folders import CITED, COUNTER, LOOKUP, PLANS, SLOT, duplicates, last_words, lines, read, reviews, statements

from dicu.expression import parse
from dicu.vocabulary.period import Period

ALL = [(plan, round_, statement) for plan in PLANS for round_, statement in statements(plan)]
IDS = [f"{plan}/{round_}/{statement['id']}" for plan, round_, statement in ALL]


def untraced(text: str) -> list[str]:
    """Digits, and broken marks, outside {claims}, [[citations|KEY]] and ((counters))."""
    rest = SLOT.sub("", COUNTER.sub("", CITED.sub("", text)))
    return re.findall(r"\d+|[\[\]{}|]|\(\(|\)\)", rest)


def test_the_guard_sees_what_it_should() -> None:
    assert untraced("Có 12 người") == ["12"]
    assert untraced("năm [[2024|KEY") == ["[", "[", "2024", "|"]
    assert untraced("{n} người, [[năm 2024|KEY]], mục tiêu ((8))") == []
    assert untraced("٣ người") == ["٣"]


@pytest.mark.parametrize(("plan", "_round", "statement"), ALL, ids=IDS)
class TestStatement:
    def test_no_digit_is_untraced(self, plan: str, _round: str, statement: Any) -> None:
        assert untraced(statement["vi"]) == []
        assert untraced(statement["en"]) == []

    def test_claims_are_used_exactly(self, plan: str, _round: str, statement: Any) -> None:
        for language in ("vi", "en"):
            assert Counter(SLOT.findall(statement[language])) == dict.fromkeys(statement["claims"], 1)

    def test_both_languages_cite_and_count_the_same(self, plan: str, _round: str, statement: Any) -> None:
        def marks(text: str) -> tuple[Any, Any]:
            return Counter(key for _, key in CITED.findall(text)), Counter(COUNTER.findall(text))

        assert marks(statement["vi"]) == marks(statement["en"])

    def test_cited_sources_are_listed(self, plan: str, _round: str, statement: Any) -> None:
        cited = {key for _, key in CITED.findall(statement["vi"])}
        assert cited <= set(statement["sources"]) <= set(read(f"{plan}/sources.yaml"))

    def test_texts_are_nfc(self, plan: str, _round: str, statement: Any) -> None:
        for language in ("vi", "en"):
            assert statement[language] == unicodedata.normalize("NFC", statement[language])

    def test_expressions_read_what_exists(self, plan: str, _round: str, statement: Any) -> None:
        for claim in statement["claims"].values():
            parse(claim["expression"])
            for indicator, arguments in LOOKUP.findall(claim["expression"]):
                assert found(plan, indicator, arguments), f"{indicator}[{arguments}]"


def found(plan: str, indicator: str, arguments: str) -> list[Any]:
    """Observations, or reported values of the demonstration, that a lookup means."""
    period = Period.parse(re.findall(r'^"([^"]+)"', arguments)[0])
    dimensions = dict(re.findall(r'(\w+): "([^"]+)"', arguments))
    definition = dimensions.pop("definition", None)
    vintage = re.findall(r"vintage: @([0-9-]+)", arguments)
    return [
        row
        for row in rows(plan)
        if row["indicator"] == indicator and Period.parse(row["period"]) == period and "value" in row
        and row.get("dimensions", {}) == dimensions and row.get("definition") == definition
        and (not vintage or row.get("vintage") == vintage[0])
    ]  # fmt: skip


def rows(plan: str) -> list[Any]:
    reported = [value for _, _, line in lines() for value in last_words(line)["values"]] if plan == "demo" else []
    return [*read(f"{plan}/observations.yaml"), *reported]


@pytest.mark.parametrize("plan", PLANS)
def test_statements_and_sections_have_codes_of_their_own(plan: str) -> None:
    for review in reviews(plan).values():
        assert not duplicates([section["code"] for section in review["sections"]])
        assert not duplicates([s["id"] for section in review["sections"] for s in section["statements"]])
        assert not any(untraced(section["title"][language]) for section in review["sections"] for language in ("vi", "en"))
        assert not any(untraced(review[part][language]) for part in ("title", "subtitle") for language in ("vi", "en"))


def test_growth_is_computed_on_like_vintages() -> None:
    claims = {s["id"]: s["claims"] for _, s in statements("vn-402")}["nrm-vintages"]
    assert set(re.findall(r"@([0-9-]+)", claims["growth"]["expression"])) == {"2025-03-06"}


def test_the_2024_review_covers_its_subjects() -> None:
    sections = {section["code"] for section in reviews("vn-402")["2024"]["sections"]}
    assert sections == {"legal", "tasks", "labour", "civil-status", "trafficking", "returns", "students", "permits", "remittances",
                        "stock", "review-cycle", "uk-dialogue", "recommendations"}  # fmt: skip
