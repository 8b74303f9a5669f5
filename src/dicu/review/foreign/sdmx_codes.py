"""What the code lists of SDMX mean in the words of the house: CL_OBS_STATUS 2.2, CL_CONF_STATUS 1.3, powers of ten."""

import re

from dicu.vocabulary.observation import Missing

MISSING: dict[str, Missing] = {
    "L": Missing.NOT_COLLECTED,  # data exist but were not collected
    "O": Missing.NOT_COLLECTED,  # missing, no reason given
    "J": Missing.NOT_COLLECTED,  # derogation
    "S": Missing.NOT_COLLECTED,  # strike and other special events
    "M": Missing.NOT_APPLICABLE,  # data cannot exist
    "H": Missing.NOT_APPLICABLE,  # holiday or weekend
    "K": Missing.NOT_APPLICABLE,  # included in another category
    "Q": Missing.SUPPRESSED,
    "N": Missing.SUPPRESSED,  # not significant: too few cases to be shown
}
"""Statuses that go with an absent value, and why it is absent. Of these only M, L, O, Q and H never go with a value."""
NEVER_WITH_VALUE = frozenset("MLOQH")
SECRET = frozenset({"N", "C", "D", "S", "A", "G", "M", "O", "P", "T", "E"})
_POWER = re.compile(r"[+-]?[0-9]{1,2}(?:\.0+)?")


def missing(status: str, secrecy: str) -> str:
    """Why a value is absent, as far as the codes say; empty where they do not."""
    if reason := MISSING.get(status.upper()):
        return reason.value
    return Missing.SUPPRESSED.value if secrecy.upper() in SECRET else ""


def power(text: str) -> int | None:
    """The exponent of ten of UNIT_MULT; None if it is none."""
    return int(float(text)) if _POWER.fullmatch(text) and abs(float(text)) <= 18 else None
