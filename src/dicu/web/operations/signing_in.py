"""Who signed in and out, and that somebody tried in vain: told to the log and counted. What was typed is never told: a wrong
name is often a password."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from dicu.store.logs import logger
from dicu.web.operations import counting

log = logger("dicu.signing_in")


def signed_in(user: Any = None, **_: Any) -> None:
    log.info("signed in", account=user.get_username())


def signed_out(user: Any = None, **_: Any) -> None:
    if user is not None:
        log.info("signed out", account=user.get_username())


def failed(**_: Any) -> None:
    counting.SIGN_INS_FAILED.inc()
    log.info("sign-in failed")


user_logged_in.connect(signed_in, dispatch_uid="dicu.signed_in")
user_logged_out.connect(signed_out, dispatch_uid="dicu.signed_out")
user_login_failed.connect(failed, dispatch_uid="dicu.sign_in_failed")
