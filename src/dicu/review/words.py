"""The words for the review's codes, in both languages."""

from dicu.review.line import REOPENED
from dicu.review.obligations import ObligationState
from dicu.review.progress import TaskStatus
from dicu.review.report import LineState, ReturnReason, StatusClaim
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.codes import country
from dicu.vocabulary.messages import Message, T
from dicu.vocabulary.observation import Direction, Missing, Nature, Standing

OBLIGATION: dict[str, Message] = {
    ObligationState.NOT_OPEN: T("Not open yet"),
    ObligationState.OPEN: T("Open"),
    ObligationState.DUE_SOON: T("Due soon"),
    ObligationState.OVERDUE: T("Overdue"),
    ObligationState.ON_TIME: T("Sent on time"),
    ObligationState.LATE: T("Sent late"),
    ObligationState.NO_TERM: T("Sent; no last day is known"),
    ObligationState.NIL: T("Nil return: nothing to report"),
    ObligationState.WAIVED: T("Waived"),
    ObligationState.NOT_REQUIRED: T("Not required: passed to a successor"),
}
SORT: dict[str, Message] = {
    "extension": T("More time"),
    "waiver": T("To be freed of this report"),
}
ANSWERED: dict[str, Message] = {
    "asked": T("Waits for an answer"),
    "granted": T("Granted"),
    "refused": T("Refused"),
}
DEADLINE_BY: dict[str, Message] = {
    "plan": T("The plan itself names the last day."),
    "law": T("The last day was counted by a rule that binds."),
    "decision": T("A coordinator applied a rule that does not bind by itself."),
    "nobody": T("No last day was set: nobody can be late."),
}
LINE: dict[str, Message] = {
    LineState.EMPTY: T("Not written"),
    LineState.DRAFT: T("Draft"),
    LineState.CLEARANCE: T("Waits for clearance"),
    LineState.SUBMITTED: T("Sent, waiting for review"),
    LineState.RETURNED: T("Returned"),
    LineState.ACCEPTED: T("Accepted"),
}
CLAIM: dict[str, Message] = {
    StatusClaim.NOT_STARTED: T("Not started"),
    StatusClaim.IN_PROGRESS: T("In progress"),
    StatusClaim.COMPLETED: T("Completed"),
}
STATUS: dict[str, Message] = {
    TaskStatus.COMPLETED_ON_TIME: T("Completed on time"),
    TaskStatus.COMPLETED_LATE: T("Completed late"),
    TaskStatus.OPEN_WITHIN_TERM: T("Not completed, within term"),
    TaskStatus.OPEN_OVERDUE: T("Not completed, overdue"),
    TaskStatus.COMPLETED: T("Completed; no term is known"),
    TaskStatus.NOT_BEGUN: T("Its term has not begun"),
    TaskStatus.CLAIMED: T("Claimed complete, not evidenced"),
    TaskStatus.REPORTED: T("Reported"),
    TaskStatus.UNREPORTED: T("Nothing accepted"),
}
REASON: dict[str, Message] = {
    ReturnReason.MISSING_EVIDENCE: T("Evidence is missing"),
    ReturnReason.VALUE_UNCLEAR: T("A value is not clear"),
    ReturnReason.STATUS_CONTRADICTS_DATA: T("The status contradicts the data"),
    ReturnReason.NARRATIVE_INCOMPLETE: T("The account is incomplete"),
    ReturnReason.OTHER: T("Another reason"),
    REOPENED: T("Opened again after the round was closed"),
}
MISSING: dict[str, Message] = {
    Missing.NOT_COLLECTED: T("Not collected"),
    Missing.NOT_AVAILABLE_YET: T("Not available yet"),
    Missing.NOT_APPLICABLE: T("Not applicable"),
    Missing.SUPPRESSED: T("Withheld to protect people"),
    Missing.REFUSED: T("Refused by the source"),
    Missing.NOT_COMPUTABLE: T("Cannot be computed: the denominator is zero or missing"),
}
NATURE: dict[str, Message] = {
    Nature.FLOW: T("Flow"),
    Nature.STOCK: T("Stock"),
    Nature.PERMIT: T("Permits"),
    Nature.SURVEY: T("Survey estimate"),
    Nature.ADMINISTRATIVE: T("Administrative count"),
    Nature.RATIO: T("Ratio"),
}
STANDING: dict[str, Message] = {
    Standing.COMPILED: T("Compiled from public sources"),
    Standing.MEMORY: T("From memory; no source was read"),
    Standing.REPORTED: T("Reported, not yet accepted"),
    Standing.ACCEPTED: T("Accepted by the coordinator"),
    Standing.SYNTHETIC: T("Synthetic, for demonstration"),
}
DIRECTION: dict[str, Message] = {
    Direction.UP: T("more is better"),
    Direction.DOWN: T("less is better"),
    Direction.NONE: T("no direction"),
}
DIMENSION: dict[str, Message] = {
    "destination": T("destination"),
    "sex": T("sex"),
    "age": T("age"),
    "purpose": T("form of exploitation"),
    "origin": T("origin of the child"),
    "bound": T("bound of the range"),
}
CATEGORY: dict[tuple[str, str], Message] = {
    ("sex", "F"): T("female"),
    ("sex", "M"): T("male"),
    ("age", "adult"): T("adults"),
    ("age", "child"): T("children"),
    ("purpose", "labour"): T("forced labour"),
    ("purpose", "sexual"): T("sexual exploitation"),
    ("purpose", "unspecified"): T("not specified"),
    ("origin", "family"): T("from families"),
    ("origin", "institution"): T("from institutions"),
    ("bound", "low"): T("lowest"),
    ("bound", "high"): T("highest"),
}


def category(dimension: str, code: str) -> Message | Bilingual:
    """What a code of a dimension means; a code without words stays as it is."""
    known = CATEGORY.get((dimension, code))
    return known if known else country(code)


RULE: dict[str, Message] = {
    "G00": T("Parts of the plan’s text that are not public"),
    "G01": T("A due report was not sent"),
    "G02": T("A report was sent late"),
    "G03": T("A task is overdue"),
    "G04": T("A task without a leading agency"),
    "G05": T("A task without an indicator"),
    "G06": T("An indicator without data"),
    "G07": T("A required breakdown is missing"),
    "G08": T("Parts that do not make the total"),
    "G09": T("“Completed” without evidence"),
    "G10": T("The status contradicts the data"),
    "G11": T("Placeholder data"),
    "G12": T("Data that are too old"),
    "G13": T("A supported recommendation without a task"),
    "G14": T("A commitment without an owner or a last day"),
    "G15": T("A commitment that is carried over again and again"),
    "G16": T("An objective without a task"),
    "G17": T("Text copied from the last round"),
    "G18": T("Numbers without a source"),
    "G19": T("The two languages differ"),
    "G20": T("A step back without a reason"),
    "G21": T("Evidence that is missing or was changed"),
    "G22": T("Sources that contradict each other"),
    "G23": T("An indicator without a target"),
    "G24": T("A denominator that changed"),
    "G25": T("A successor that is not mapped"),
}
SEVERITY: dict[str, Message] = {"blocking": T("Serious"), "warning": T("Warning"), "info": T("For information")}
