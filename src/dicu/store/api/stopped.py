"""A webhook that was stopped is something to be done: until somebody sees to it, another program hears nothing."""

from collections.abc import Iterable
from datetime import date

from dicu.access.rulebook import ADMINISTRATOR
from dicu.agenda.todo import Todo
from dicu.store.ledger.rows import direct
from dicu.vocabulary.messages import Message, T
from dicu.webhooks.model import Reason, State

STOPPED = "SELECT id, reason, account FROM api_webhook WHERE state = %s ORDER BY id"
WHY: dict[str, Message] = {
    Reason.FAILING: T("Its messages did not arrive for five days. Nothing is lost: see why, then resume it."),
    Reason.GONE: T("Its receiver says that it is no more. Remove it, or see to the receiver and resume it."),
    Reason.ACCOUNT: T("The account that it acts as is closed. Remove it, or open the account again."),
}


def stopped(today: date) -> Iterable[Todo]:
    """For administrators, and for the account that the webhook acts as."""
    for webhook, reason, account in direct(STOPPED, (str(State.STOPPED),)):
        title, why = T("A webhook was stopped"), T("Webhook {webhook}: {why}", webhook=webhook, why=WHY[reason])
        yield Todo("webhook-stopped", (webhook,), title, why, role=ADMINISTRATOR)
        yield Todo("webhook-stopped", (webhook, "own"), title, why, account=account)
