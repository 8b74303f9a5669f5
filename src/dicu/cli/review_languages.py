"""`dicu review compare-languages`: what two texts in two languages do not say alike."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import Json, Lang
from dicu.cli.steps import language
from dicu.documents.comparing import Comparison, Finding, compare
from dicu.documents.comparing.tongues import TONGUES
from dicu.vocabulary.bilingual import LANGUAGES
from dicu.vocabulary.messages import Refused, T

MOST = 5_000_000  # bytes; the longest report of the United Nations has a fifth of that
CODES = re.compile(r"\.([a-z]{2})\.[A-Za-z0-9]+$")


def add(group: typer.Typer) -> None:
    """The command, to those of the review. It works on files that are handed over and asks nobody who they are."""

    @group.command(name="compare-languages")
    def compare_languages(
        first: Annotated[Path, typer.Argument(metavar="A", help="A text in UTF-8, for example paper.vi.txt.")],
        second: Annotated[Path, typer.Argument(metavar="B", help="The same text in another language, for example paper.en.txt.")],
        languages: Annotated[
            str, typer.Option(help="The two languages, where the names of the files do not tell: vi,en. Of vi, en, fr, es, ru.")
        ] = "",
        strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if there are findings.")] = False,
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Compare the numbers, dates, units, names, terms and duties of two texts, and point to what one of them lacks.

        Example: dicu review compare-languages statement.vi.txt statement.en.txt --json
        """
        texts = (_text(first), _text(second))
        found = compare(*texts, _languages(languages, first, second))
        for finding in found.findings:
            print(_line(finding))
        print(_summary(found))
        if json_:
            print(json.dumps(as_json(found), ensure_ascii=False))
        if strict and found.findings:
            raise typer.Exit(1)


def as_json(found: Comparison) -> dict[str, Any]:
    """What other programs read; see the contract of the command."""
    return {
        "languages": list(found.languages),
        "paragraphs": list(found.parts),
        "compared": found.compared,
        "errors": sum(finding.weight == "error" for finding in found.findings),
        "warnings": sum(finding.weight == "warning" for finding in found.findings),
        "counts": dict(Counter(finding.kind for finding in found.findings)),
        "findings": [_finding(finding) for finding in found.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    spots = {side: {"line": spot.line, "column": spot.column, "text": spot.text} if spot else None
             for side, spot in (("a", finding.first), ("b", finding.second))}  # fmt: skip
    return {"kind": finding.kind, "severity": finding.weight, **spots, **{code: finding.why.say(code) for code in LANGUAGES}}


def _line(finding: Finding) -> str:
    places = [f"{side}:{spot.line}:{spot.column}" for side, spot in (("A", finding.first), ("B", finding.second)) if spot]
    weight = T("error") if finding.weight == "error" else T("look")
    return f"{' '.join(places)}  [{weight.say(language())}]  {finding.why.say(language())}"


def _summary(found: Comparison) -> str:
    if found.same:
        return T("Nothing differs: {count} numbers and dates were compared.", count=sum(found.compared.values())).say(language())
    return T("{count} places differ or should be looked at.", count=len(found.findings)).say(language())


def _languages(told: str, first: Path, second: Path) -> tuple[str, str]:
    codes = [code.strip() for code in told.split(",")] if told else [_code(path) for path in (first, second)]
    if len(codes) != 2 or not all(codes):
        raise Refused(
            T("It is not said which languages these are. Name the files like paper.vi.txt, or add --languages vi,en."), where="languages"
        )
    return codes[0], codes[1]


def _code(path: Path) -> str:
    match = CODES.search(path.name)
    return match[1] if match and match[1] in TONGUES else ""


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST:
            raise Refused(T("The file {name} is too large to be a text: at most {limit} MB are read.", name=path.name, limit=MOST // 10**6))
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as fault:
        raise Refused(T("There is no file {name}.", name=str(path))) from fault
    except UnicodeDecodeError as fault:
        raise Refused(T("The file {name} is not a text in UTF-8. Save it as plain text in UTF-8 first.", name=path.name)) from fault
    except OSError as fault:
        raise Refused(T("The file {name} cannot be read: {problem}", name=str(path), problem=fault.strerror or "")) from fault
    if "\0" in text:
        raise Refused(T("The file {name} is not a text in UTF-8. Save it as plain text in UTF-8 first.", name=path.name))
    return text
