"""From a printed number down: expression, observations, report lines, sources, evidence."""

from collections.abc import Iterable
from datetime import date

from dicu.documents.model import Step, Trace
from dicu.review.evidence.model import Classification, Place
from dicu.review.evidence.words import KIND, PLACE
from dicu.review.model import Plan
from dicu.review.printing import definition_named, named_dimensions, observed_value
from dicu.review.report import Attachment, Line
from dicu.review.situation import Situation
from dicu.review.words import MISSING, STANDING
from dicu.review.world import Counted, Origin
from dicu.vocabulary import dates
from dicu.vocabulary.bilingual import Language
from dicu.vocabulary.legal import Source
from dicu.vocabulary.messages import T
from dicu.vocabulary.observation import Observation


class Traces:
    """Collects the traces of one document; a claim is named once."""

    def __init__(self, situation: Situation, language: Language) -> None:
        self.situation = situation
        self.language = language
        self.found: dict[str, Trace] = {}

    def of_expression(self, claim: str, text: str, expression: str, origins: Iterable[Origin], named: Iterable[Source]) -> None:
        """`named`: the sources of the sentence, for an expression that reads no figure (the days between two dates)."""
        steps = tuple(self.step(origin) for origin in origins) or tuple(source_step(source, self.language) for source in named)
        root = Step("expression", self.say(T("Computed as")), ((self.say(T("expression")), expression),), steps)
        self._add(claim, text, root)

    def of_observation(self, claim: str, text: str, observation: Observation) -> None:
        self._add(claim, text, self.step(observation))

    def of_count(self, claim: str, text: str, counted: Counted) -> None:
        self._add(claim, text, self.step(counted))

    def step(self, origin: Origin) -> Step:
        if isinstance(origin, Counted):
            return _count(origin, self.language)
        return _observation(self.situation, origin, self.language)

    def say(self, message: object) -> str:
        return message.say(self.language)  # type: ignore[attr-defined,no-any-return]

    def _add(self, claim: str, text: str, root: Step) -> None:
        if claim in self.found:
            raise ValueError(f"the claim {claim} stands twice in one document")
        self.found[claim] = Trace(claim, text, root)


def _count(counted: Counted, language: Language) -> Step:
    nothing = T("none").say(language)
    return Step(
        "count",
        T("Counted").say(language),
        (
            (T("what").say(language), counted.what.say(language)),
            (T("which").say(language), ", ".join(counted.things) or nothing),
        ),
    )


def _observation(s: Situation, o: Observation, language: Language) -> Step:
    indicator = s.plan.indicator_by_code[o.indicator]
    below = _line(s, s.lines[o.line], language) if o.line and o.line in s.lines else ()
    return Step(
        "observation",
        f"{indicator.name.say(language)}, {o.period.say(language)}",
        tuple(_facts(s.plan, o, language)),
        (*below, source_step(o.source, language)),
    )


def _facts(plan: Plan, o: Observation, language: Language) -> Iterable[tuple[str, str]]:
    unit = plan.indicator_by_code[o.indicator].unit
    value = observed_value(o, language, unit) if o.missing is None else MISSING[o.missing].say(language)
    yield T("value").say(language), value
    yield T("period").say(language), o.period.say(language)
    for label in definition_named(o, plan.indicator_by_code[o.indicator], language):
        yield T("definition").say(language), label
    yield from named_dimensions(o, language).items()
    yield T("vintage").say(language), dates.short(o.vintage, language) if o.vintage else T("not known").say(language)
    yield T("standing").say(language), STANDING[o.standing].say(language)
    if o.note.say(language):
        yield T("note").say(language), o.note.say(language)


def _line(s: Situation, line: Line, language: Language) -> tuple[Step, ...]:
    facts = (
        (T("task").say(language), line.task),
        (T("agency").say(language), _agency(s, s.agency_of.get(line.task, ""), language)),
        (T("submitted").say(language), f"{dates.moment(line.submitted_at, language)}" if line.submitted_at else ""),
        (T("submitted by").say(language), line.submitter),
        (T("accepted by").say(language), line.reviewer),
        (T("ledger entry").say(language), str(line.entry)),
    )
    open_ = tuple(_file(file, language) for file in line.sent_files if not (file.described and file.described.restricted))
    files = (*open_, *_claim(s, line, language))
    return (Step("line", T("Report line").say(language), facts, files),)


def _agency(s: Situation, code: str, language: Language) -> str:
    agency = s.plan.agency_by_code.get(code)
    return agency.name.say(language) if agency else code


def _file(file: Attachment, language: Language) -> Step:
    """What is public is named, with where to look in it. Of everything else a paper says only that it is there."""
    if file.classification != Classification.PUBLIC:
        said = T("Evidence that is not public; the agency holds it") if file.described else T("Evidence that is not classified yet")
        return Step("evidence", said.say(language), ())
    return Step("evidence", file.title, tuple(_of_evidence(file, language)))


def _of_evidence(file: Attachment, language: Language) -> Iterable[tuple[str, str]]:
    said = file.described
    if said is None:
        return
    yield T("sort of evidence").say(language), KIND[said.kind].say(language)
    if said.issuer:
        yield T("issued by").say(language), said.issuer
    if said.reference:
        yield T("number of the document").say(language), said.reference
    if said.dated:
        yield T("dated").say(language), dates.short(date.fromisoformat(said.dated), language)
    known = said.place != Place.NOT_KNOWN
    where = f"{PLACE[said.place].say(language)} {said.locator}" if known else T("not known").say(language)
    yield T("page or paragraph").say(language), where
    if said.url:
        yield T("where to look").say(language), said.url
        yield T("read there on").say(language), dates.short(date.fromisoformat(said.captured), language)
    yield "SHA-256", file.digest if file.kept else T("no copy is kept").say(language)


def _claim(s: Situation, line: Line, language: Language) -> tuple[Step, ...]:
    """What the public claim says stands where restricted evidence would."""
    claim = s.claims.get(line.task)
    if claim is None:
        return ()
    facts = ((T("claim").say(language), claim.say(language)),)
    return (Step("evidence", T("Public claim; the evidence behind it is restricted").say(language), facts),)


def source_step(source: Source, language: Language) -> Step:
    facts = (
        *(((T("where to look").say(language), source.address),) if source.address else ()),
        (T("page or paragraph").say(language), source.locator or T("not known").say(language)),
        (T("published").say(language), dates.short(source.published, language) if source.published else T("not known").say(language)),
        (T("verified").say(language), (T("yes, read in the source named") if source.verified else T("no, unverified")).say(language)),
    )
    return Step("source", source.title, facts)
