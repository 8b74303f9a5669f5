"""The rules of the ledger as a whole: who reads the record of everything, and who keeps it in order.

An administrator makes checkpoints and rebuilds projections without reading any of it: both change nothing that was recorded.
"""

from dicu.access.rulebook.words import ADMINISTRATION, ADMINISTRATOR, AUDIT, AUDITOR, rules_of
from dicu.vocabulary.messages import T

KINDS = {"ledger": frozenset({"authority"})}
CONCEALED: frozenset[str] = frozenset()

_AUDITS = T("An auditor sees everything, for the purpose of audit, and changes nothing.")
_CHECKPOINTS = T("An administrator makes checkpoints of the ledger.")
_REBUILDS = T("An administrator has lists and pages made anew from the ledger.")

RULES = (
    *rules_of(AUDITOR, "see", "ledger", {AUDIT}, _AUDITS),
    *rules_of(ADMINISTRATOR, "checkpoint", "ledger", {ADMINISTRATION}, _CHECKPOINTS),
    *rules_of(ADMINISTRATOR, "rebuild", "ledger", {ADMINISTRATION}, _REBUILDS),
)
