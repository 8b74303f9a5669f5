"""The words of recommendations as people read them."""

from collections.abc import Mapping

from dicu.review.dialogues.words import LINK
from dicu.vocabulary.messages import Message, T

STATE: Mapping[str, Message] = {
    "received": T("received"),
    "pending": T("position pending"),
    "supported": T("supported"),
    "in-part": T("supported in part"),
    "noted": T("noted"),
    "planned": T("planned"),
    "in-progress": T("in implementation"),
    "assessed": T("assessed"),
    "restated": T("restated in a later cycle"),
    "closed": T("closed"),
}
TONES: Mapping[str, str] = {
    "received": "neutral",
    "pending": "waiting",
    "supported": "info",
    "in-part": "info",
    "noted": "neutral",
    "planned": "info",
    "in-progress": "info",
    "assessed": "good",
    "restated": "neutral",
    "closed": "neutral",
}
POSITION: Mapping[str, Message] = {
    "": T("no position known"),
    "pending": T("position pending"),
    "supported": T("supported"),
    "in-part": T("supported in part"),
    "noted": T("noted"),
}
GRADE: Mapping[str, Message] = {
    "A": T("A – largely satisfactory"),
    "B": T("B – partially satisfactory, some substantive action"),
    "C": T("C – not satisfactory, replied but nothing done"),
    "D": T("D – no cooperation"),
    "E": T("E – measures against the recommendation"),
}
"""The marks that the Human Rights Committee gives in its follow-up."""
HAPPENED: Mapping[str, Message] = {
    "answered": T("Position recorded"),
    "linked": T("Linked with a plan"),
    "unlinked": T("Link taken off"),
    "started": T("Begun"),
    "assessed": T("Assessed"),
    "restated": T("Restated in a later cycle"),
    "closed": T("Closed"),
    "reopened": T("Opened again"),
}
VERDICT: Mapping[str, Message] = {"same": T("they say the same"), "different": T("they do not say the same"), "": T("nobody has decided")}
OUTCOME: Mapping[str, Message] = {"added": T("added"), "replaced": T("replaced"), "unchanged": T("unchanged")}
NOT_KNOWN = T("not known")

__all__ = ["GRADE", "HAPPENED", "LINK", "NOT_KNOWN", "OUTCOME", "POSITION", "STATE", "TONES", "VERDICT"]
