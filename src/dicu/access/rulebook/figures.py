"""The rules of figures: who sees what was imported, who imports, and who decides where figures contradict each other."""

from dicu.access.conditions import Is
from dicu.access.rulebook.words import AUDIT, AUDITOR, COORDINATION, COORDINATOR, PUBLICATION, READING, REPORTER, REPORTING, rules_of
from dicu.vocabulary.messages import T

KINDS = {
    "figure": frozenset({"plan", "restricted"}),
    "register": frozenset({"plan"}),
}
CONCEALED = frozenset({"figure"})

FREE = Is("restricted", False)

_LOOKING = {COORDINATION, PUBLICATION, READING}
_SEES = T("A reporter sees the figures that were imported, except those that their source did not free for publication.")
_REGISTER = T("A reporter sees which files figures came in, and what was decided about them.")
_COORDINATES = T("A coordinator sees all figures, imports them, and decides with a reason which of contradicting ones stands.")
_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")

RULES = (
    *rules_of(REPORTER, "see", "figure", {REPORTING, READING}, _SEES, FREE, shared=True),
    *rules_of(REPORTER, "see", "register", {REPORTING, READING}, _REGISTER, shared=True),
    *rules_of(COORDINATOR, "see", "figure register", _LOOKING, _COORDINATES),
    *rules_of(COORDINATOR, "import decide", "register", {COORDINATION}, _COORDINATES),
    *rules_of(AUDITOR, "see", "figure register", {AUDIT}, _AUDITS),
)
