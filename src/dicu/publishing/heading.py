"""The head of an administrative paper in words: number, place and day, as Decree 30/2020/NĐ-CP, Annex I, has them."""

from dataclasses import dataclass

from dicu.documents.model import Document, Tone
from dicu.publishing import words
from dicu.vocabulary import dates


@dataclass(frozen=True, slots=True)
class Issued:
    """`number`: the line "Số: 12/BC-BNG"; `day`: the line "Hà Nội, ngày 05 tháng 01 năm 2026". Both show their blanks
    where nothing was given, so that a draft looks like a draft. A paper that no agency issues, compiled or synthetic, has
    no line for a number that it can never get."""

    number: str
    day: str


def issued(document: Document) -> Issued:
    front, language = document.front, document.language
    number = front.number or ("" if front.tone is not Tone.NEUTRAL else words.NO_NUMBER.say(language))
    day = dates.paper(front.day, language) if front.day else words.NO_DAY.say(language)
    return Issued(
        number=f"{words.NUMBER.say(language)} {number}" if number else "",
        day=", ".join(part for part in (front.place, day) if part),
    )
