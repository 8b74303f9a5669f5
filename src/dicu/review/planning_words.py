"""The words for versions, crosswalks, leads and priorities, in both languages."""

from dicu.review.frameworks import RefKind
from dicu.review.leading import Ground
from dicu.review.model import LocalDuty
from dicu.review.priorities import PriorityState, Sort
from dicu.review.versions import How, What
from dicu.vocabulary.messages import Message, T

HOW: dict[str, Message] = {How.ADDED: T("New"), How.REMOVED: T("No longer there"), How.CHANGED: T("Changed")}
WHAT: dict[str, Message] = {
    What.PLAN: T("The plan itself"),
    What.PHASE: T("Phases"),
    What.FOCAL: T("Focal tasks"),
    What.TASK: T("Tasks"),
    What.INDICATOR: T("Indicators"),
    What.TARGET: T("Targets"),
    What.ROUND: T("Rounds"),
    What.FIGURE: T("Figures"),
    What.AGENCY: T("Agencies"),
    What.CROSSWALK: T("Crosswalks"),
}
PART: dict[str, Message] = {
    "": T("as a whole"),
    "text": T("words"),
    "focal": T("focal task"),
    "lead": T("lead"),
    "coordinating": T("coordinating agencies"),
    "term": T("term"),
    "phases": T("phases"),
    "objectives": T("objectives"),
    "indicators": T("indicators"),
    "function": T("function"),
    "implements": T("what it implements"),
    "local": T("duty of the provinces"),
    "certainty": T("certainty"),
    "title": T("title"),
    "period": T("period"),
    "authority": T("authority"),
    "days": T("days"),
    "name": T("name"),
    "unit": T("unit"),
    "definition": T("definition"),
    "value": T("value"),
    "due": T("last day"),
    "cut_off": T("cut-off"),
    "until": T("end"),
    "strength": T("strength"),
    "term_since": T("first day of the term"),
    "term_every": T("how often"),
    "term_words": T("words of the term"),
    "term_certainty": T("certainty of the term"),
    "output": T("output"),
    "source": T("source"),
    "locator": T("place in the source"),
    "replaces": T("what it replaces"),
    "missing": T("why there is no value"),
    "qualifier": T("how exact it is"),
    "published": T("day of publication"),
    "nature": T("kind of figure"),
    "aggregation": T("how parts become a whole"),
    "measure": T("form of the value"),
    "method": T("method"),
    "frequency": T("how often it is measured"),
    "institution": T("institution of the source"),
    "per": T("factor"),
    "numerator": T("numerator"),
    "denominator": T("denominator"),
    "breakdowns": T("breakdowns"),
    "definitions": T("definitions"),
    "definition_of": T("definition that it follows"),
    "direction": T("direction"),
    "decimals": T("decimals"),
    "custodian": T("custodian"),
    "other": T("other details"),
}
OTHERS = T("Parts of the plan differ that are not compared here, such as its sources, legal texts, statements, events or notes.")
TOUCHED: dict[tuple[str, str], Message] = {
    ("obligation", "owed"): T("Owed; nothing was sent"),
    ("obligation", "nil-return"): T("Nil return: nothing to report"),
    ("obligation", "waived"): T("Waived"),
    ("line", "submitted"): T("Line sent, waiting for review"),
    ("line", "returned"): T("Line returned"),
    ("line", "accepted"): T("Line accepted"),
}
STRENGTH: dict[str, Message] = {"full": T("fully"), "partial": T("partly")}
GROUND: dict[str, Message] = {
    Ground.PLAN: T("named by the plan"),
    Ground.SUCCESSION: T("took the function over"),
    Ground.UNKNOWN: T("not known"),
    Ground.ENDED: T("has ended; no successor is known"),
    Ground.DIVIDED: T("has ended; several successors, and the plan does not say which"),
}
LOCAL: dict[str, Message] = {
    LocalDuty.REQUIRED: T("Each province must carry it out through a plan of its own"),
    LocalDuty.OPEN: T("Provinces may carry it out"),
    LocalDuty.NONE: T("For central agencies only"),
    LocalDuty.UNKNOWN: T("Whether provinces must carry it out is not known"),
}
KIND: dict[str, Message] = {
    RefKind.TASK: T("Task"),
    RefKind.FOCAL: T("Focal task"),
    RefKind.OBJECTIVE: T("Objective"),
    RefKind.ACTION: T("Action"),
    RefKind.PRINCIPLE: T("Guiding principle"),
    RefKind.SDG: T("SDG target"),
    RefKind.OTHER_TASK: T("Task of another plan"),
}
SORT: dict[str, Message] = {Sort.PRIORITY: T("Priority"), Sort.SOLUTION: T("Solution")}
STATE: dict[str, Message] = {
    PriorityState.PROPOSED: T("Proposed"),
    PriorityState.AGREED: T("Agreed"),
    PriorityState.PLANNED: T("Planned"),
    PriorityState.CARRIED: T("Carried over"),
    PriorityState.DONE: T("Done"),
    PriorityState.DROPPED: T("Dropped"),
}
PASSED: dict[str, Message] = {
    "proposed": T("Proposed"),
    "amended": T("Words changed"),
    "agreed": T("Agreed"),
    "planned": T("Planned"),
    "carried": T("Carried into another period"),
    "done": T("Done"),
    "dropped": T("Dropped"),
}
TONES = {"proposed": "waiting", "agreed": "info", "planned": "info", "carried": "late", "done": "good", "dropped": "neutral"}
