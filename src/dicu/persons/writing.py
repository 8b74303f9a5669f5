"""What an officer writes about a person, checked and put in one form before it is sealed."""

import re
from datetime import date
from typing import Any

from dicu.persons.kinds import KEPT
from dicu.persons.model import Facts, NotAllowed
from dicu.vocabulary.messages import T
from dicu.vocabulary.text import normalised

LONGEST = {"names": 200, "document": 60, "contact": 500}
MOST_NAMES = 20
_PARTIAL_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def body_of(person: str, domain: str, facts: Facts) -> dict[str, Any]:
    """The body of an entry, still in plain. The year of birth, which statistics may keep, is taken from the date."""
    names = [name for text in facts.names if (name := _tidy(text))]
    birth_date = facts.birth_date.strip()
    codes = {"sex": facts.sex, "citizenship": facts.citizenship, "province": facts.province}
    _check(names, birth_date, facts, codes)
    return {
        "person": person,
        "domain": domain,
        "names": names,
        "birth_date": birth_date,
        "document": _tidy(facts.document),
        "contact": normalised(facts.contact).strip(),
        "birth_year": birth_date[:4],
        **codes,
    }


def searchable(values: dict[str, Any]) -> tuple[str, ...]:
    """What of an opened record people are found by."""
    return (*values["names"], values["document"])


def _check(names: list[str], birth_date: str, facts: Facts, codes: dict[str, str]) -> None:
    if not names:
        raise NotAllowed(T("Write at least one name, or how the person is called."), where="names")
    if len(names) > MOST_NAMES or any(len(name) > LONGEST["names"] for name in names):
        raise NotAllowed(T("At most {count} names of {length} characters each.", count=MOST_NAMES, length=LONGEST["names"]), where="names")
    if birth_date and not _is_partial_day(birth_date):
        raise NotAllowed(T("Write the date of birth as 1990-12-31, 1990-12 or 1990, as much as is known."), where="birth_date")
    for name in ("document", "contact"):
        if len(getattr(facts, name)) > LONGEST[name]:
            raise NotAllowed(T("This is longer than {length} characters.", length=LONGEST[name]), where=name)
    for name, code in codes.items():
        if not _is_code(name, code):
            raise NotAllowed(T("“{code}” is not a code that this field takes.", code=code[:20]), where=name)


def _is_partial_day(text: str) -> bool:
    found = _PARTIAL_DAY.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def _is_code(name: str, code: str) -> bool:
    schema = KEPT[name]
    return code in schema["enum"] if "enum" in schema else bool(re.fullmatch(schema["pattern"].strip("^$"), code))


def _tidy(text: str) -> str:
    return " ".join(normalised(text).split())
