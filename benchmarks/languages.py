"""How well the comparison of languages finds what differs.

Two measures: faults planted by rule, one at a time, into paragraphs that say the same (the sample with which the rules were made);
and pairs that others wrote without knowing the rules, half of them with one fault of a human kind.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from dicu.documents.comparing import Finding, compare

SAMPLES = Path(__file__).parents[1] / "tests" / "samples"
SAMPLE = SAMPLES / "languages.yaml"
HELD_OUT = (SAMPLES / "languages_held_out.yaml", SAMPLES / "languages_held_out_2.yaml")
"""The first was looked at afterwards, and rules were mended by it; the second was measured once and not looked at."""
Pair = tuple[str, str, str, str]


@dataclass(frozen=True)
class Planted:
    """`kind`: what was done to the second text; `fits`: the kinds of findings that point to it."""

    kind: str
    text: str
    fits: frozenset[str]


def pairs(sample: Path = SAMPLE) -> Iterator[Pair]:
    """Language and text, twice."""
    for row in yaml.safe_load(sample.read_text("utf-8")):
        (first, a), (second, b) = row.items()
        yield first, a, second, b


def planted(text: str, language: str) -> Iterator[Planted]:
    """Every fault that can be planted into this text, one at a time."""
    yield from _numbers(text)
    yield from _swapped(text)
    yield from _replaced(text, "unit", {"unit"}, UNITS)
    yield from _replaced(text, "month", {"date"}, MONTHS)
    yield from _replaced(text, "word", {"number"}, WORDS)
    yield from _replaced(text, "scale", {"number"}, SCALES)
    yield from _replaced(text, "duty", {"duty"}, DUTIES)
    yield from _replaced(text, "name", {"name"}, PEOPLE)
    yield from _replaced(text, "term", {"term"}, TERMS)
    yield from _dropped(text)


UNITS = {
    r"percentage points": "per cent", r"per cent": "percentage points", r"%": " percentage points", r"USD": "GBP", r"VND": "USD",
    r"€": "£", r"points? de pourcentage": "pour cent", r"dólares": "euros", r"долларов США": "евро",
}  # fmt: skip
MONTHS = {
    r"\bApril\b": "March", r"\bDecember\b": "November", r"\bJuly\b": "June", r"\bJune\b": "July", r"\bSeptember\b": "October",
    r"\bmars\b": "avril", r"\bmayo\b": "junio", r"\bоктября\b": "ноября", r"\bянваря\b": "февраля", r"\bмарта\b": "мая",
}  # fmt: skip
WORDS = {
    r"\bthree\b": "four", r"\bsix\b": "seven", r"\bfive\b": "nine", r"Thirty-four": "Thirty-five", r"\bfour\b": "six",
    r"\bdix\b": "douze", r"Vingt-trois": "Vingt-deux", r"\bocho\b": "nueve", r"\btres\b": "cuatro",
    r"treinta y una mil": "treinta y dos mil", r"Двенадцать": "Тринадцать", r"Тридцать пять": "Тридцать шесть",
}  # fmt: skip
SCALES = {
    r"\bmillion\b": "billion", r"\bbillion\b": "million", r"\bmillions\b": "milliards", r"\bmillones\b": "mil", r"\bмлн\b": "млрд",
}  # fmt: skip
DUTIES = {r"\bmust not\b": "may", r"\bmust\b": "should", r"\bshould\b": "must", r"\bmay\b": "must", r"\bdoivent\b": "peuvent",
          r"\bpeuvent\b": "doivent", r"\bno podrán\b": "podrán", r"\bdebería\b": "debe", r"\bдолжна\b": "может"}  # fmt: skip
PEOPLE = {r"Nguyen Minh Hang": "Nguyen Minh Hanh", r"Tran Van Hau": "Tran Van Hai"}
TERMS = {r"Ministry of Public Security": "competent ministry", r"trafficking in persons": "other matters", r"\bJapan\b": "Malaysia"}


def _numbers(text: str) -> Iterator[Planted]:
    """One digit of each number, its last."""
    for match in re.finditer(r"\d(?!\d|[.,  ]?\d)", text):
        line = text.rfind("\n", 0, match.start()) + 1
        if re.match(r"\s*\d+\.\s", text[line:]) and match.start() < line + 3:
            continue  # the number of a heading
        digit = str((int(match[0]) + 1) % 10 or 1)
        yield Planted("digit", text[: match.start()] + digit + text[match.end() :], frozenset({"number", "date", "time", "code"}))


def _swapped(text: str) -> Iterator[Planted]:
    """The separators of the other language, where that makes another number."""
    for match in re.finditer(r"\d+([.,  ])\d{3}\b(?![.,]\d)", text):
        at = match.start(1)
        swapped = "," if match[1] != "," else "."
        yield Planted("separator", text[:at] + swapped + text[at + 1 :], frozenset({"number"}))


def _replaced(text: str, kind: str, fits: set[str], table: dict[str, str]) -> Iterator[Planted]:
    for pattern, by in table.items():
        match = re.search(pattern, text)
        if match:
            yield Planted(kind, text[: match.start()] + by + text[match.end() :], frozenset(fits))


def _dropped(text: str) -> Iterator[Planted]:
    sentences = [match for match in re.finditer(r"[^.\n]{30,}[.](?=\s)", text)]
    for match in sentences if len(sentences) > 1 else ():
        yield Planted("sentence", text[: match.start()] + text[match.end() :], frozenset({"missing", "number", "date"}))


@dataclass(frozen=True)
class Result:
    """`found` and `planted` by kind of fault; `alarms`: findings on texts that say the same; `texts`: how many of those."""

    planted: Counter[str]
    found: Counter[str]
    alarms: int
    besides: int
    texts: int

    @property
    def recall(self) -> float:
        return self.found.total() / self.planted.total()

    @property
    def precision(self) -> float:
        """Of all that was pointed at: in texts without a fault, and in texts with one."""
        return self.found.total() / (self.found.total() + self.alarms + self.besides)


def measured(sample: Path = SAMPLE) -> Result:
    sown, found = Counter[str](), Counter[str]()
    alarms = besides = texts = 0
    for first, a, second, b in pairs(sample):
        texts += 1
        clean = {_key(finding) for finding in compare(a, b, (first, second)).findings}
        alarms += len(clean)
        for fault in planted(b, second):
            sown[fault.kind] += 1
            kinds = [
                f.kind for f in compare(a, fault.text, (first, second)).findings if (f.kind, f.why.sentence, str(f.why.values)) not in clean
            ]
            found[fault.kind] += bool(fault.fits & set(kinds))
            besides += sum(kind not in fault.fits for kind in kinds)
    return Result(sown, found, alarms, besides, texts)


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.kind, finding.why.sentence, str(finding.why.values)


def missed() -> Iterator[tuple[str, str]]:
    """What was planted and not found: for whoever mends it."""
    for first, a, second, b in pairs():
        for fault in planted(b, second):
            if not fault.fits & {f.kind for f in compare(a, fault.text, (first, second)).findings}:
                yield fault.kind, fault.text


def labelled(sample: Path) -> Result:
    """Of pairs that are labelled by hand. A fault is found if one finding is of its kind, or of the other kind of name."""
    rows = yaml.safe_load(sample.read_text("utf-8"))
    alarms = sum(len(_findings(row)) for row in rows["same"])
    sown, found, besides = Counter[str](), Counter[str](), 0
    for row in rows["different"]:
        fault = row["fault"]
        fits = {"name", "term"} if fault in ("name", "term") else {fault}
        kinds = [finding.kind for finding in _findings({code: text for code, text in row.items() if code != "fault"})]
        sown[fault] += 1
        found[fault] += bool(fits & set(kinds))
        besides += sum(kind not in fits for kind in kinds)
    return Result(sown, found, alarms, besides, len(rows["same"]))


def _findings(row: dict[str, str]) -> tuple[Finding, ...]:
    (first, a), (second, b) = row.items()
    return compare(a, b, (first, second)).findings


def main() -> None:
    for sample in HELD_OUT:
        result = labelled(sample)
        print(f"{sample.stem}: {result.texts} pairs that say the same, {result.planted.total()} with one fault")
        print(f"  recall {result.recall:.3f}   precision {result.precision:.3f}   alarms on pairs that say the same: {result.alarms}")
        print("  " + ", ".join(f"{kind} {result.found[kind]}/{count}" for kind, count in result.planted.most_common()))
    result = measured()
    print(f"{result.texts} pairs of texts, {result.planted.total()} faults planted one at a time")
    print(f"recall {result.recall:.3f}   precision {result.precision:.3f}   alarms on texts without a fault: {result.alarms}")
    for kind, count in result.planted.most_common():
        print(f"  {kind:10} {result.found[kind]:3} of {count}")


if __name__ == "__main__":
    main()
