"""The paper: a published review, in Vietnamese and English, from one model.

Every number in it leads to where it comes from, both languages say the same, and the same snapshot gives the same paper.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from tests.unit.review.making import YEAR, bundle_of, changed, file, line, plan_of, played, situation, value

from dicu.documents.guard import untraced
from dicu.documents.model import Block, Chart, Document, Figure, Heading, Inlines, Items, Notice, Paragraph, Step, Table, Tone
from dicu.documents.walking import figures
from dicu.expression import parse, reads
from dicu.review.gaps import found
from dicu.review.model import Plan
from dicu.review.paper import paper
from dicu.review.paper.statements import Unsaid, filled
from dicu.review.paper.traces import Traces
from dicu.review.situation import Situation
from dicu.review.world import RoundWorld
from dicu.vocabulary.bilingual import LANGUAGES, Language

ROUNDS = [("vn-402", "2024"), ("vn-402", "2025"), ("vn-crvs-2017-2024", "2024"), ("demo", "2025"), ("demo", "2026")]


@cache
def round_of(plan: str, round_: str) -> Situation:
    """The demonstration's round of 2025 was played; the others stand as they are compiled."""
    if (plan, round_) == ("demo", YEAR):
        return played(plan_of())
    asked = plan_of(plan).round(round_)
    assert asked is not None
    return situation(plan=plan_of(plan), round_=round_, day=asked.cut_off or asked.period.end)


def printed(s: Situation, language: Language) -> Document:
    return paper(s, found(s), language, "0" * 64)


@cache
def document(plan: str, round_: str, language: Language) -> Document:
    return printed(round_of(plan, round_), language)


everywhere = pytest.mark.parametrize(("plan", "round_"), ROUNDS)
in_both = pytest.mark.parametrize("language", LANGUAGES)


def test_these_are_all_the_rounds_there_are() -> None:
    """A plan or round that is added is proved here too."""
    assert {(plan, str(r["id"])) for plan, _ in ROUNDS for r in bundle_of(plan)["rounds"]} == set(ROUNDS)


@in_both
@everywhere
def test_no_number_is_without_a_trace(plan: str, round_: str, language: Language) -> None:
    """Not one finding of the guard, in any round of any plan."""
    assert untraced(document(plan, round_, language)) == ()


@in_both
@everywhere
def test_every_paper_says_what_its_data_are(plan: str, round_: str, language: Language) -> None:
    """“Synthetic” or “compiled from public sources” stands at its head; nobody issued it, and nobody signed it."""
    front = document(plan, round_, language).front
    assert front.banner == plan_of(plan).banner.say(language) != ""
    assert (front.tone, front.motto) == ((Tone.SYNTHETIC, False) if plan == "demo" else (Tone.UNVERIFIED, True))
    assert (front.signature, front.number, front.recipients) == (None, "", ())


@everywhere
def test_both_languages_make_the_same_claims(plan: str, round_: str) -> None:
    """The same numbers stand under the same names, however each language writes them."""
    vi, en = (values_of(document(plan, round_, language), language) for language in LANGUAGES)
    assert list(vi) == list(en)
    assert vi == en
    assert len(vi) > 20


@everywhere
def test_both_languages_have_the_same_build(plan: str, round_: str) -> None:
    """Block for block, row for row and column for column; and each language is its own."""
    vi, en = (document(plan, round_, language) for language in LANGUAGES)
    assert [*map(built, vi.blocks)] == [*map(built, en.blocks)]
    assert vi.front.title != en.front.title


def values_of(paper_: Document, language: Language) -> dict[str, list[str]]:
    return {trace.claim: [*numerals(trace.printed, language)] for trace in paper_.traces}


def numerals(text: str, language: Language) -> Iterator[str]:
    """Each number and day of the text, as a program writes it. Vietnamese counts months where English names them."""
    text = re.sub(r"6 tháng (đầu|cuối)|tháng \d{1,2}\b", "", text)
    day = (r"\d{2}/\d{2}/\d{4}", "%d/%m/%Y") if language == "vi" else (r"\d{1,2} [A-Z][a-z]+ \d{4}", "%d %B %Y")
    for match in re.finditer(rf"(?P<day>{day[0]})|-?\d+(?:[.,]\d+)*", text):
        if match["day"]:
            yield datetime.strptime(match["day"], day[1]).date().isoformat()  # noqa: DTZ007 - a day has no zone
        else:
            yield match[0].replace(".", "").replace(",", ".") if language == "vi" else match[0].replace(",", "")


def built(block: Block) -> Any:
    match block:
        case Table():
            return "table", len(block.columns), len(block.rows)
        case Notice():
            return "notice", block.tone, [*map(built, block.blocks)]
        case Items():
            return "items", len(block.items)
        case Heading():
            return "heading", block.level, block.anchor
        case Chart():
            return "chart", built(block.table)
    return type(block).__name__


@in_both
@everywhere
def test_a_trace_ends_in_something_real(plan: str, round_: str, language: Language) -> None:
    """Down from each printed number: an observation with its source and, where it was reported, the line and its files;
    or what was counted, name by name, as many as the number says."""
    for trace in document(plan, round_, language).traces:
        assert {leaf.kind for leaf in _leaves(trace.root)} <= {"source", "count", "evidence", "line"}, trace.claim
        assert any(leaf.kind in {"source", "count"} and leaf.label for leaf in _leaves(trace.root)), trace.claim
        if trace.root.kind == "count":
            listed = trace.root.facts[1][1].split(", ")
            assert len(listed) == max(1, int(re.sub(r"\D", "", trace.printed))), trace.claim


def _leaves(step: Step) -> Iterator[Step]:
    if not step.steps:
        yield step
    for below in step.steps:
        yield from _leaves(below)


def test_a_reported_figure_leads_to_its_line_and_evidence() -> None:
    """From the sentence to the expression, the observation, the line (who sent, who accepted) and the file by its digest."""
    traces = {t.claim: t for t in document("demo", YEAR, "en").traces}
    root = traces["labour-departed.now"].root
    observation = root.steps[0]
    sent = observation.steps[0]
    assert [root.kind, observation.kind, sent.kind, sent.steps[0].kind] == ["expression", "observation", "line", "evidence"]
    facts = dict(sent.facts)
    assert (facts["task"], facts["submitted by"], facts["accepted by"]) == ("3.1", "yen.laodong", "an.ngoaigiao")
    assert sent.steps[0].label.startswith("Người đi làm việc ở nước ngoài theo quý, năm 2025")
    assert re.fullmatch("[0-9a-f]{64}", dict(sent.steps[0].facts)["SHA-256"])


# Sentences and the figures they read ------------------------------------------------------------------------------------


def sentences(s: Situation) -> dict[str, str]:
    """Each statement of the round as it is said, or why it is not."""
    world = RoundWorld(s, found(s))
    said = {}
    for section in s.plan.sections[s.round.id]:
        for statement in section.statements:
            try:
                said[statement.code] = "".join(i.text for i in filled(statement, world, Traces(s, "en")))
            except Unsaid as unsaid:
                said[statement.code] = str(unsaid)
    return said


def readers(plan: Plan, round_: str, indicator: str, period: str) -> set[str]:
    """The statements that ask for the figure, by the text of their expressions."""
    return {
        statement.code
        for section in plan.sections[round_]
        for statement in section.statements
        for claim in statement.claims.values()
        for lookup in reads(parse(claim.expression))
        if lookup.name == indicator and lookup.values == (period,)
    }


@pytest.mark.parametrize("key", [o["key"] for o in bundle_of()["observations"]])
def test_changing_a_figure_changes_exactly_the_sentences_that_read_it(key: str) -> None:
    """And no other sentence, not by a letter. Among the figures of 2024 are some that no sentence reads."""

    def change(bundle: dict[str, Any]) -> None:
        row = next(o for o in bundle["observations"] if o["key"] == key)
        row["value"] = str(float(row["value"]) * 2 + 1)

    before, after = sentences(played(plan_of())), sentences(played(changed(change)))
    indicator, period = key.split("/")
    assert {code for code in before if before[code] != after[code]} == readers(plan_of(), YEAR, indicator, period)


@pytest.mark.parametrize("key", [o["key"] for o in bundle_of()["observations"]][:6])
def test_changing_a_figure_changes_one_row_of_the_figures(key: str) -> None:
    """In the annex of figures the row of that figure changes and no other."""

    def change(bundle: dict[str, Any]) -> None:
        next(o for o in bundle["observations"] if o["key"] == key)["value"] = "987654"

    before, after = (rows_of_figures(printed(played(plan), "en")) for plan in (plan_of(), changed(change)))
    assert [claim for claim in before if before[claim] != after[claim]] == [f"figure.{key}"]


def rows_of_figures(paper_: Document) -> dict[str, str]:
    return {f.claim: f.text for _, f in figures(paper_) if f.claim.startswith("figure.")}


def test_a_sentence_whose_figure_is_missing_becomes_a_notice() -> None:
    """In its place stands that a sentence is missing and why; of its figures nothing is traced."""
    full, s = played(plan_of()), played(plan_of())
    without = Situation(s.plan, s.round, s.day, s.obligations, {k: v for k, v in s.lines.items() if k != "3.1"}, s.agency_of)
    before, after = (notices(printed(one, "en")) for one in (full, without))
    assert "labour-departed" not in " ".join(before)
    assert "The sentence labour-departed cannot be written" in " ".join(after)
    claims = {t.claim for t in printed(without, "en").traces}
    assert not [claim for claim in claims if claim.startswith("labour-departed")]
    assert untraced(printed(without, "en")) == ()


def notices(paper_: Document) -> list[str]:
    return [
        "".join(inline.text for inline in inner.content)
        for block in paper_.blocks
        if isinstance(block, Notice) and block.tone is Tone.GAP
        for inner in block.blocks
        if isinstance(inner, Paragraph)
    ]


# What agencies type -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Tăng 12,5% (46.310 người) so với 2024", "½ số xã; mục ①", "<b>5</b> & {now} [[x|y]] ((8))", "\x01\x02", "“7”\u202e8"]
)
def test_an_agency_s_words_stand_as_words(text: str) -> None:
    """Numbers in an account are quoted from the agency's report, never computed with; marks of the template language
    and of any renderer mean nothing in them."""
    spoken = line("3.1", "in-progress", value("workers_departed", "46310", source=f"Sổ {text}"))
    object.__setattr__(spoken.sent, "narrative", text)
    object.__setattr__(spoken.sent, "difficulties", text)
    made = printed(situation(spoken, obligations=played(plan_of()).obligations), "vi")
    assert untraced(made) == ()
    assert any(text in "".join(i.text for i in block.content) for block in made.blocks if isinstance(block, Paragraph))


def test_every_figure_prints_what_its_trace_says() -> None:
    """The manifest, the notes and the page cannot tell different numbers."""
    made = document("demo", YEAR, "vi")
    traces: Mapping[str, str] = {t.claim: t.printed for t in made.traces}
    seen = [f for _, f in figures(made)]
    assert all(traces[f.claim] == f.text for f in seen)
    assert {f.claim for f in seen} == set(traces)


def test_gaps_of_two_breakdowns_and_of_two_targets_can_be_printed() -> None:
    """Each gap's numbers have claims of their own, so that a second gap of the same rule never stops a paper."""

    def change(bundle: dict[str, Any]) -> None:
        first = next(o for o in bundle["observations"] if o["key"] == "workers_departed/2024")
        for sex in ("F", "M"):
            for number in ("100", "200"):
                bundle["observations"].append({**first, "key": f"w/{sex}/{number}", "value": number, "dimensions": {"sex": sex}})

    low = line("1.1", "completed", value("information_points", "40"), on=played(plan_of()).day, evidence=(file(),))
    s = situation(low, plan=changed(change), round_="2026")
    assert {"G10", "G22"} <= {gap.rule for gap in found(s)}
    assert untraced(printed(s, "vi")) == ()


def test_the_tables_count_what_they_say() -> None:
    """By focal task, the numbers of each status add up to the number of tasks of the row."""
    made = document("demo", YEAR, "en")
    table = next(b for b in made.blocks if isinstance(b, Table) and b.caption == "By focal task")
    assert len(table.rows) == 5
    for row in table.rows:
        total, *parts = (_counted(cell) for cell in row[1:])
        assert total == sum(parts) > 0


def _counted(cell: Inlines) -> int:
    """The number in a cell of counts; a dash stands for none."""
    found = [int(inline.text) for inline in cell if isinstance(inline, Figure)]
    return found[0] if found else 0
