"""What each rule of gaps expects, in plain words: the one text from which pages and the interface explain it."""

from dataclasses import dataclass

from dicu.review.gaps.life import GapState
from dicu.review.gaps.model import VERSION
from dicu.review.words import RULE
from dicu.vocabulary.messages import Message, T


@dataclass(frozen=True, slots=True)
class Explained:
    """`looks_at`: the rows that the rule reads."""

    code: str
    expects: Message
    looks_at: Message
    version: int = VERSION

    @property
    def title(self) -> Message:
        return RULE[self.code]


_LINES = T("Lines as they were sent, accepted or not")
_PLAN = T("The plan in the version with which the round was opened")
_FIGURES = T("Figures of the plan, imported figures, and values of accepted lines")
_DUTIES = T("What each agency owes, and when it was sent")
_BEFORE = T("Lines as they were sent, and lines accepted in the round before")

EXPLAINED: dict[str, Explained] = {
    one.code: one
    for one in (
        Explained("G00", T("The whole text of the plan is known."), _PLAN),
        Explained("G01", T("Every agency that owes a report sends it by its last day."), _DUTIES),
        Explained("G02", T("A report is sent on its last day at the latest."), _DUTIES),
        Explained("G03", T("A task is completed within its term, with a date and evidence."), T("Accepted lines, and the terms of tasks")),
        Explained("G04", T("Somebody leads every task on every day."), _PLAN),
        Explained("G05", T("Every task has an indicator that measures it."), _PLAN),
        Explained("G06", T("An indicator that is needed has a value for the period."), _FIGURES),
        Explained("G07", T("A total comes with the breakdowns that the plan requires."), _FIGURES),
        Explained("G08", T("The parts of a total add up to it."), _FIGURES),
        Explained("G09", T("What is reported as completed has a date and a file that shows it."), T("Accepted lines and their files")),
        Explained("G10", T("What is reported as completed is not contradicted by its target."), T("Accepted lines, figures and targets")),
        Explained(
            "G11",
            T("A report holds answers: not the text of the form, and not one answer for five tasks or five indicators or more."),
            _LINES,
        ),
        Explained("G12", T("The newest value is not older than twice the time in which a new one is due."), _FIGURES),
        Explained("G13", T("A recommendation that the country supports is served by a task."), T("Recommendations, positions and links")),
        Explained(
            "G14",
            T("A commitment has an owner on each side that promised it, and a last day."),
            T("Commitments that a task of the plan serves"),
        ),
        Explained("G15", T("A commitment is not carried over twice or more."), T("Commitments that a task of the plan serves")),
        Explained(
            "G16", T("Every objective is served by a task, and every province has a plan of its own where tasks ask for one."), _PLAN
        ),
        Explained(
            "G17",
            T(
                "A line says what was done in this period: less than 90 % of its words stand, five or more in a row, in the text accepted"
                " for the round before. Texts of fewer than ten words are not looked at."
            ),
            _BEFORE,
        ),
        Explained(
            "G18",
            T(
                "A number in a text is a reported value or a known figure, or its source is named in the same sentence. Years, dates,"
                " numbers of papers, ordinals, numbers written in words and counts below ten are not looked at."
            ),
            _LINES,
        ),
        Explained("G19", T("Both languages of a task and of a sentence of the review give the same numbers and dates."), _PLAN),
        Explained(
            "G20",
            T("What was accepted as completed stays so, and a count that only grows does not fall, unless the line says why."),
            _BEFORE,
        ),
        Explained(
            "G21",
            T("A file or web page that stands as evidence is there, and is what was cited."),
            T("Evidence of lines that were sent, as it was last looked at"),
        ),
        Explained("G22", T("Sources agree on one figure, or somebody has decided which one stands."), _FIGURES, 2),
        Explained("G23", T("An indicator that measures a task has a target."), _PLAN),
        Explained("G24", T("The denominator of a ratio is about the same as before, or a note says why it moved."), _FIGURES),
        Explained("G25", T("Where a lead has ended and several bodies took over, the plan says which one has the task."), _PLAN),
    )
}
STATE: dict[str, Message] = {
    GapState.OPEN: T("Open"),
    GapState.ACKNOWLEDGED: T("Noted"),
    GapState.PLANNED: T("Planned"),
    GapState.ACCEPTED: T("Accepted with a reason"),
    GapState.REOPENED: T("Open again"),
    GapState.CLOSED: T("Closed by data"),
}
PASSED: dict[str, Message] = {
    "acknowledged": T("Noted"),
    "planned": T("Planned"),
    "accepted": T("Accepted with a reason"),
    "found": T("First found by a recorded run"),
    "gone": T("Not found any more by a recorded run"),
}
TONES = {
    "open": "waiting",
    "acknowledged": "info",
    "planned": "info",
    "accepted-with-reason": "neutral",
    "reopened": "late",
    "closed-by-data": "good",
}
