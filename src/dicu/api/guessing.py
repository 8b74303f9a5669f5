"""Whoever tries out tokens waits: those that open nothing are counted by network, in the database, as wrong passwords are.

Only they wait. A token that is valid was looked up before this is asked, so that no program is shut out by what somebody
else in its network does; and one of 256 random bits is not guessed sooner for that. One that was valid once and has run out
is no guess.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from dicu.api import problems
from dicu.api.problems import Problem
from dicu.store.signing_in import throttle
from dicu.store.signing_in.limits import TOKEN
from dicu.vocabulary.messages import T

WAIT = T(
    "Many tokens that open nothing have come from your network. Wait as many seconds as the header Retry-After says before you "
    "send another one. A valid token is accepted at any time."
)


def check_guesses(request: HttpRequest) -> None:
    """Counts a token that opens nothing. Raises a Problem while its network must wait. Call it outside of a transaction that
    is going to be undone."""
    network = import_string(settings.DICU_REQUEST_NETWORK)(request)
    seconds = throttle.reserve(TOKEN, network) if network else 0
    if seconds:
        raise Problem(problems.TOO_MANY, WAIT, headers={"Retry-After": str(seconds)})
