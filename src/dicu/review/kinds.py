"""The kinds of entries that the review writes, with their schemas and the sentence each says to a person."""

from typing import Any

from dicu.ledger.model import EntryKind, Kinds
from dicu.review.evidence.kinds import EVIDENCE_KINDS
from dicu.review.observations.kinds import FIGURE_KINDS
from dicu.review.workbook.kinds import WORKBOOK_KINDS
from dicu.vocabulary.messages import Message, T

TEXT = {"type": "string", "maxLength": 20_000}
CODE = {"type": "string", "minLength": 1, "maxLength": 80}
DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
CODES = {"type": "array", "items": CODE}

VALUE = {
    "type": "object",
    "properties": {
        "indicator": CODE,
        "period": CODE,
        "value": {"type": "string", "pattern": r"^(-?\d+(\.\d+)?)?$"},
        "missing": {"type": "string"},
        "qualifier": {"type": "string"},
        "source": TEXT,
        "locator": TEXT,
    },
    "required": ["indicator", "period", "value", "missing", "qualifier", "source", "locator"],
    "additionalProperties": False,
}
FILE = {
    "type": "object",
    "properties": {"digest": DIGEST, "name": TEXT, "media_type": CODE, "size": {"type": "integer", "minimum": 0}, "locator": TEXT},
    "required": ["digest", "name", "media_type", "size", "locator"],
    "additionalProperties": False,
}


def _kind(name: str, sentence: Message, **properties: Any) -> EntryKind:
    schema = {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
    return EntryKind(name, 1, schema, sentence)


REASON = {**TEXT, "minLength": 1}
REQUEST = {"type": "integer", "minimum": 1}
SKIPPED = {
    "type": "array",
    "maxItems": 400,
    "items": {
        "type": "object",
        "properties": {"day": {"type": "string", "pattern": DAY["pattern"]}, "vi": TEXT, "en": TEXT},
        "required": ["day", "en", "vi"],
        "additionalProperties": False,
    },
}
DUTY_KINDS = (
    _kind(
        "round.deadline.set",
        T("The last day to send of round {round} is {due}."),
        plan=CODE,
        round=CODE,
        cut_off=DAY,
        due=DAY,
        by={"enum": ["plan", "law", "decision", "nobody"]},
        rule={"type": "string", "maxLength": 80},
        version={"type": "string", "maxLength": 80},
        digest={"type": "string", "pattern": "^([0-9a-f]{64})?$"},
        working_days={"type": ["integer", "null"]},
        calendar={"type": "string", "maxLength": 20},
        verified={"type": "boolean"},
        would_be=DAY,
        source=TEXT,
        skipped=SKIPPED,
        cut_off_unread=TEXT,
    ),
    _kind(
        "round.duty.passed",
        T("The duty to report on {tasks} passed from {origin} to {heir}: {reason}"),
        plan=CODE,
        round=CODE,
        origin=CODE,
        heir=CODE,
        tasks={**CODES, "minItems": 1},
        reason=REASON,
        basis=TEXT,
        since=DAY,
        verified={"type": "boolean"},
    ),
    _kind("report.withdrawn", T("Withdrew the report: {reason}"), reason=REASON),
    _kind("report.extension.asked", T("Asked for more time, until {day}: {reason}"), day={**DAY, "type": "string"}, reason=REASON),
    _kind(
        "report.extension.granted",
        T("Granted more time, until {due}: {reason}"),
        request=REQUEST,
        due={**DAY, "type": "string"},
        reason=REASON,
    ),
    _kind("report.extension.refused", T("Refused more time: {reason}"), request=REQUEST, reason=REASON),
    _kind("report.waiver.asked", T("Asked to be freed of the report: {reason}"), reason=REASON),
    _kind("report.waiver.granted", T("Freed the agency of the report: {reason}"), request=REQUEST, reason=REASON),
    _kind("report.waiver.refused", T("Did not free the agency of the report: {reason}"), request=REQUEST, reason=REASON),
    _kind("report.nil.written", T("Wrote a nil return: {text}"), text=REASON),
    _kind("report.nil.sent", T("Sent the nil return: nothing to report."), tasks={**CODES, "minItems": 1}),
    _kind("report.nil.withdrawn", T("Withdrew the nil return: {reason}"), reason=REASON),
    _kind("report.nil.returned", T("Did not take the nil return: {reason}"), reason=REASON),
    _kind("report.nil.accepted", T("Accepted the nil return."), tasks={**CODES, "minItems": 1}),
    _kind("report.nil.refused", T("Did not clear the nil return and gave it back to the draft: {reason}"), reason=REASON),
)
CLEARANCE_KINDS = (
    _kind("report.clearance.asked", T("Asked a second person to clear the lines of tasks {tasks}."), tasks={**CODES, "minItems": 1}),
    _kind(
        "report.clearance.refused",
        T("Gave the lines of tasks {tasks} back to the draft: {reason}"),
        tasks={**CODES, "minItems": 1},
        reason=REASON,
    ),
    _kind("report.query.asked", T("Put a question on the line of task {task}: {text}"), task=CODE, text=REASON),
    _kind("report.query.answered", T("Answered the question on the line of task {task}: {text}"), task=CODE, query=REQUEST, text=REASON),
    _kind("report.wording.proposed", T("Proposed other words for the line of task {task}: {text}"), task=CODE, text=REASON),
    _kind("report.line.reopened", T("Opened the line of task {task} again: {reason}"), task=CODE, request=REQUEST, reason=REASON),
)
CLOSING_KINDS = (
    _kind(
        "round.closed",
        T("Closed round {round} of plan {plan}. What its reports rest on is frozen as {snapshot}."),
        plan=CODE,
        round=CODE,
        snapshot=DIGEST,
        heads={"type": "object", "additionalProperties": DIGEST},
        unmet=CODES,
        unjudged={"type": "object", "additionalProperties": REASON},
    ),
    _kind(
        "round.reopening.asked",
        T("Asked to open the lines {tasks} of {agency} in round {round} again: {reason}"),
        plan=CODE,
        round=CODE,
        agency=CODE,
        tasks={**CODES, "minItems": 1},
        reason=REASON,
    ),
    _kind("round.reopening.refused", T("Did not open the lines again: {reason}"), plan=CODE, round=CODE, request=REQUEST, reason=REASON),
    _kind(
        "round.reopened",
        T("Opened the lines {tasks} of {agency} in round {round} again: {reason}"),
        plan=CODE,
        round=CODE,
        request=REQUEST,
        agency=CODE,
        tasks={**CODES, "minItems": 1},
        reason=REASON,
    ),
)

LINKS = {
    "type": "object",
    "properties": {
        "tasks": CODES,
        "gaps": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 300}},
        "objectives": {"type": "array", "items": {"type": "integer"}},
        "answers": CODES,
        "recommendations": CODES,
    },
    "required": ["answers", "gaps", "objectives", "recommendations", "tasks"],
    "additionalProperties": False,
}
TITLE = {"type": "object", "properties": {"vi": TEXT, "en": TEXT}, "required": ["en", "vi"], "additionalProperties": False}
PRIORITY_KINDS = (
    _kind(
        "priority.proposed",
        T("Proposed {priority} for plan {plan}, round {round}."),
        plan=CODE,
        round=CODE,
        priority=CODE,
        sort={"enum": ["priority", "solution"]},
        agency=CODE,
        title=TITLE,
        text=TEXT,
        links=LINKS,
    ),
    _kind("priority.amended", T("Changed the words of {priority}."), priority=CODE, title=TITLE, text=TEXT, links=LINKS),
    _kind("priority.agreed", T("Agreed to {priority}."), priority=CODE, reason=TEXT),
    _kind(
        "priority.planned",
        T("Planned {priority}: {owner} has it."),
        priority=CODE,
        tasks={**CODES, "minItems": 1},
        owner=CODE,
        due=DAY,
        reason=TEXT,
    ),
    _kind("priority.carried", T("Carried {priority} into round {round}: {reason}"), priority=CODE, round=CODE, reason=REASON),
    _kind("priority.done", T("{priority} is done: {reason}"), priority=CODE, reason=REASON),
    _kind("priority.dropped", T("Dropped {priority}: {reason}"), priority=CODE, reason=REASON),
)

KINDS = Kinds(
    _kind(
        "plan.loaded",
        T("Loaded version {version} of plan {plan}: {tasks} tasks, {observations} figures."),
        plan=CODE,
        version=CODE,
        digest=DIGEST,
        tasks={"type": "integer"},
        synthetic={"type": "boolean"},
        observations={"type": "integer"},
        origin=TEXT,
    ),
    _kind(
        "plan.proposed",
        T("Proposed version {version} of plan {plan}: {tasks} tasks. It is not in force."),
        plan=CODE,
        version=CODE,
        digest=DIGEST,
        tasks={"type": "integer"},
        synthetic={"type": "boolean"},
        origin=TEXT,
    ),
    _kind(
        "plan.followed",
        T("Decided what becomes of the tasks that version {version} of plan {plan} no longer has."),
        plan=CODE,
        version=CODE,
        digest=DIGEST,
        followed={"type": "object", "additionalProperties": CODE},
        ended={"type": "object", "additionalProperties": {**TEXT, "minLength": 1}},
    ),
    _kind(
        "round.opened",
        T("Opened round {round} of plan {plan}."),
        plan=CODE,
        round=CODE,
        plan_digest=DIGEST,
        opens=DAY,
        cut_off=DAY,
        due=DAY,
        agencies={"type": "object", "additionalProperties": CODES},
    ),
    _kind(
        "report.line.written",
        T("Wrote the line of task {task}."),
        task=CODE,
        claim={"enum": ["not-started", "in-progress", "completed"]},
        narrative=TEXT,
        difficulties=TEXT,
        completed_on=DAY,
        values={"type": "array", "items": VALUE, "maxItems": 100},
    ),
    _kind("report.file.attached", T("Attached a file to the line of task {task}."), task=CODE, file=FILE),
    _kind("report.file.detached", T("Took a file off the line of task {task}."), task=CODE, digest=DIGEST),
    _kind("report.submitted", T("Submitted the report."), tasks={**CODES, "minItems": 1}),
    _kind(
        "report.line.returned",
        T("Returned the line of task {task}: {text}"),
        task=CODE,
        reason={"enum": ["missing-evidence", "value-unclear", "status-contradicts-data", "narrative-incomplete", "other"]},
        text={**TEXT, "minLength": 1},
        due=DAY,
    ),
    _kind("report.line.accepted", T("Accepted the line of task {task}."), task=CODE),
    *DUTY_KINDS,
    *CLEARANCE_KINDS,
    *CLOSING_KINDS,
    *EVIDENCE_KINDS,
    *WORKBOOK_KINDS,
    *PRIORITY_KINDS,
    *FIGURE_KINDS,
    _kind(
        "publication.built",
        T("Built the review of plan {plan}, round {round}."),
        plan=CODE,
        round=CODE,
        snapshot=DIGEST,
        files={
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "name": CODE,
                    "language": {"enum": ["vi", "en"]},
                    "format": CODE,
                    "digest": DIGEST,
                    "size": {"type": "integer"},
                },
                "required": ["name", "language", "format", "digest", "size"],
                "additionalProperties": False,
            },
        },
        figures={"type": "integer"},
    ),
    _kind("publication.published", T("Published the review of plan {plan}, round {round}."), plan=CODE, round=CODE, snapshot=DIGEST),
)
