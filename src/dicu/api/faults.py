"""From whatever is raised below an operation to the problem that is answered. What nobody foresaw is logged under a number and
told as nothing but that number."""

import logging
import secrets
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, UnreadablePostError
from ninja.errors import HttpError, ValidationError

from dicu.access.model import Absent, Forbidden
from dicu.access.policy import absent
from dicu.api import problems
from dicu.api.misfits import misfits
from dicu.api.problems import Problem
from dicu.ledger.model import Conflict
from dicu.vocabulary.messages import Message, Refused

log = logging.getLogger("dicu.api")


def problem_of(raised: BaseException, signed_in: bool) -> Problem:
    """`signed_in`: whether somebody asked with a token; whoever did not may be allowed once they have one."""
    if isinstance(raised, Problem):
        return raised
    if isinstance(raised, Refused):
        return _refusal(raised, signed_in)
    if isinstance(raised, ValidationError):
        if any(error["loc"][0] == "path" for error in raised.errors):
            return nothing()  # a name that nothing can have
        return problems.invalid(*misfits(raised.errors))
    return _technical(raised)


def _refusal(raised: Refused, signed_in: bool) -> Problem:
    if isinstance(raised, Absent):
        return nothing()
    if isinstance(raised, Forbidden):
        return Problem(problems.FORBIDDEN if signed_in else problems.TOKEN_NEEDED, raised.message)
    if isinstance(raised, Conflict):
        return Problem(problems.CONFLICT, raised.message)
    return Problem(problems.REFUSED, raised.message, raised.where)


def nothing() -> Problem:
    """What is not there, and what may not be known: one answer, made in one place."""
    return Problem(problems.ABSENT, absent().message)


def _technical(raised: BaseException) -> Problem:
    if isinstance(raised, Http404):
        return nothing()
    if isinstance(raised, HttpError):  # what ninja makes of whatever its parser raised
        return raised.__cause__ if isinstance(raised.__cause__, Problem) else Problem(problems.BAD_REQUEST)
    if isinstance(raised, RequestDataTooBig):
        return Problem(problems.TOO_LARGE)
    if isinstance(raised, SuspiciousOperation | UnreadablePostError):
        return Problem(problems.BAD_REQUEST)
    if isinstance(raised, OperationalError | InterfaceError):
        log.error("the database does not answer: %s", type(raised).__name__)
        return Problem(problems.UNAVAILABLE, headers={"Retry-After": "60"})
    return _unforeseen(raised)


def _unforeseen(raised: BaseException) -> Problem:
    where: Any = raised.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename.rpartition('/')[2]}:{where.tb_lineno}" if where is not None else ""
    return incident(f"{type(raised).__name__} at {place}")  # never the text: it may quote what was sent


def incident(what: str, detail: Message | None = None) -> Problem:
    """A fault of ours, in the log under a number of its own, which is all that is told of it."""
    number = secrets.token_hex(4)
    log.error("incident %s: %s", number, what)
    return Problem(problems.FAULT, detail, more={"incident": number})
