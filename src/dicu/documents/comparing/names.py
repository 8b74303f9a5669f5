"""Names of people, acronyms and terms: what both languages must carry, however they spell it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import yaml

from dicu.documents.comparing.tongues import UNITS
from dicu.vocabulary.vietnamese import fold

SURNAMES = frozenset(  # a list of words is read more easily than one of strings
    """Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Mai Tô Trương Lương Cao Hà Tạ Lưu
    Chu Quách Vương Lâm Đào Phùng Kiều""".split()  # noqa: SIM905
)
WORD = re.compile(r"[^\W\d_]+")
ACRONYM = re.compile(r"(?<![\w/-])[A-Z]{2,}[A-Z0-9]*(?![\w/-])")
NOT_ASKED = frozenset(
    "UBND HDND TP TW CT QD VN NXB PGS TS VND USD GBP EUR CHF JPY CNY KRW AUD CAD SGD THB RUB".split()  # noqa: SIM905
)
"""Abbreviations of one language, and money, which is a unit."""
ROMAN = re.compile(r"[IVXLCDM]+")
TITLED = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Dr|Sr|Sra|M|Mme|Ông|Bà|ông|bà|Ngài|ngài)\.?[ \u00a0](?=\w)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one text. `kind`: person, acronym or term."""

    kind: Literal["person", "acronym", "term"]
    text: str
    start: int
    forms: tuple[str, ...] = ()


def missing(text: str, language: str, other: str, other_language: str) -> Iterator[Name]:
    """Names of the first text that the other one does not have in any form that is known."""
    folded = _spaced(other)
    together = folded.replace(" ", "")  # Hà Nội, Hanoi
    people = _people(text) if other_language != "ru" else ()
    yield from (name for name in people if _spaced(name.text).replace(" ", "") not in together)
    for name in _terms(text, language, other_language):
        if not any(_has(other, form) for form in (name.text, *name.forms)):
            yield name
    yield from (name for name in _acronyms(text, language) if f" {fold(name.text)} " not in folded)


def _spaced(text: str) -> str:
    return " " + re.sub(r"[^\w]+", " ", fold(text)) + " "


def _people(text: str) -> Iterator[Name]:
    """Vietnamese people, by their surname, with marks or without; and whoever has a title before the name."""
    titled = {match.end() for match in TITLED.finditer(text)}
    for run in _capitalised(text):
        for at, word in enumerate(run):
            rest = len(run) - at
            vietnamese = rest > 1 and (word[0] in SURNAMES or (fold(word[0]) in FOLDED and rest > 2))
            if vietnamese or (word.start() in titled and rest > 1):
                last = max((n for n in range(at, min(len(run), at + 5)) if run[n][0] not in PLACES), default=at)
                end = run[last].end()
                yield Name("person", text[word.start() : end], word.start())
                break


PLACES = frozenset({"Street", "Road", "Avenue", "Ward", "District", "City", "Province", "Airport", "Bridge", "University", "Hospital"})
"""What follows a name when a street or a bridge bears it."""


def _capitalised(text: str) -> Iterator[list[re.Match[str]]]:
    """Words in a row that begin with a capital, with one space between."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        if run and (not word[0][0].isupper() or text[run[-1].end() : word.start()] not in (" ", "\u00a0")):
            yield run
            run = []
        if word[0][0].isupper():
            run.append(word)
    yield run


FOLDED = frozenset(fold(name) for name in SURNAMES) - {"ha", "cao", "mai", "to", "ta", "chu", "ho", "do", "thai", "le"}
"""Surnames that no English word or place looks like."""


def _acronyms(text: str, language: str) -> Iterator[Name]:
    letters = [letter for letter in text if letter.isalpha()]
    if not letters or sum(map(str.isupper, letters)) > 0.6 * len(letters):
        return  # a heading in capitals
    known = _known()
    for match in ACRONYM.finditer(text):
        if match[0] not in NOT_ASKED and match[0] not in known and not ROMAN.fullmatch(match[0]):
            yield Name("acronym", match[0], match.start())


def _terms(text: str, language: str, other_language: str) -> Iterator[Name]:
    text = MONEY.sub(" ", text)
    if not _any_of(language).search(text):
        return
    for entry in _entries():
        asked = (form for form in entry.get(language, ()) if not form.startswith("~"))
        found = next((match for form in asked if (match := _form(form).search(text))), None)
        if found and entry.get(other_language) and language in entry.get("asked", (language,)):
            yield Name("term", found[0], found.start(), tuple(entry[other_language]))


@lru_cache(maxsize=4096)
def terms_in(text: str, language: str) -> frozenset[str]:
    """Which of the known terms a text has, each by its first form in the first language."""
    bare = MONEY.sub(" ", text)
    if not _any_of(language).search(bare):
        return frozenset()
    return frozenset(_name_of(entry) for entry in _entries() if any(_has(bare, form) for form in entry.get(language, ())))


def _name_of(entry: Mapping[str, Sequence[str]]) -> str:
    return next(iter(entry.values()))[0]


MONEY = re.compile("|".join(re.escape(form) for form in (*UNITS["USD"], "US$")), re.IGNORECASE)
"""Dollars do not speak of the country."""


def _has(text: str, form: str) -> bool:
    return bool(_form(form).search(text))


@cache
def _form(form: str) -> re.Pattern[str]:
    """`~`: answers for the term, but does not ask for it. A word in small letters also at the start of a sentence; a name as it is
    written. Cyrillic stems go on."""
    form = form.removeprefix("~")
    tail = r"" if re.search(r"[а-я]$", form) else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(form)}{tail}", re.IGNORECASE if form.islower() or len(form) > 12 else 0)


@cache
def _any_of(language: str) -> re.Pattern[str]:
    """Any form at all: most lines have none, and are soon done with."""
    forms = {form.removeprefix("~") for entry in _entries() for form in entry.get(language, ())}
    return re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)), re.IGNORECASE)


@cache
def _entries() -> Sequence[Mapping[str, Sequence[str]]]:
    text = (files("dicu.documents.comparing") / "terms.yaml").read_text("utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


@cache
def _known() -> frozenset[str]:
    return frozenset(form for entry in _entries() for code, forms in entry.items() if code != "asked" for form in forms)
