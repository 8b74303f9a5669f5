"""Letters that wait are sent, one after the other; what became of each is recorded before and after it leaves."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from dicu.agenda.letters import Item, again, written
from dicu.agenda.reminding import Calendars
from dicu.ledger.model import Draft, Ledger
from dicu.store.accounts.models import Account
from dicu.store.agenda.models import LetterRow, ReminderRow
from dicu.store.agenda.post import Answer, Post, message
from dicu.store.agenda.remembering import append
from dicu.store.security.session import maintaining
from dicu.vocabulary.bilingual import Bilingual, Language
from dicu.vocabulary.dates import VIET_NAM

DOUBTS = 2
"""How often nobody may know whether a letter left before it is given up: so at most two of it arrive."""

log = logging.getLogger("dicu.agenda")


@dataclass(frozen=True)
class Sending:
    """`settings`: of the mail server, as `environment.mail` gives them, or None. `address`: of this installation."""

    ledger: Ledger
    settings: Mapping[str, Any] | None
    address: str
    calendars: Calendars
    instance: str
    now: Callable[[], datetime]

    def send(self, open_todos: Collection[str] | None = None, stopping: Callable[[], bool] = lambda: False) -> int:
        """Sends what waits; how many letters left. `open_todos`: ids of what is still to be done (None: nobody knows); a
        letter about things that are all done does not leave. Ends early where the mail server takes nothing, or the
        worker is to stop."""
        self._doubt()
        if self.settings is None:
            return 0
        sent = 0
        with Post(self.settings) as post:
            for row in self._waiting():
                if stopping():
                    break
                answer = self._one(post, row, open_todos)
                sent += answer is not None and answer.word == "sent"
                if answer is not None and answer.word == "unreachable":
                    log.warning("the mail server takes no letters at the moment (%s)", answer.code)
                    break
        return sent

    def _waiting(self) -> list[LetterRow]:
        with transaction.atomic(), maintaining():
            return list(LetterRow.objects.filter(Q(again__lte=self.now()), state="waiting").order_by("made", "id"))

    def _doubt(self) -> None:
        """A letter that was leaving when a worker died: there is one worker at a time, so it is not leaving now."""
        with transaction.atomic(), maintaining():
            rows = list(LetterRow.objects.filter(state="leaving"))
        for row in rows:
            self._failed(row, row.attempts, Answer("unsure"))

    def _one(self, post: Post, row: LetterRow, open_todos: Collection[str] | None) -> Answer | None:
        if not self._still_waits(row):
            return None
        items, account = self._contents(row, open_todos)
        if not items or account is None or not account.is_active or not account.email:
            self._record(row, "agenda.letter.dropped")
            return None
        language: Language = "en" if account.language == "en" else "vi"
        page = f"{self.address}/{language}/agenda/" if self.address else ""
        letter = written(language, items, page, self.now().astimezone(VIET_NAM).date(), self.calendars)
        assert self.settings is not None
        mail = message(letter, row.id, account.email, self.settings["sender"], row.made)
        attempt = row.attempts + 1
        self._record(row, "agenda.letter.leaving", attempt=attempt)
        answer = post.send(mail)
        if answer.word == "sent":
            self._record(row, "agenda.letter.sent", attempt=attempt)
        else:
            self._failed(row, attempt, answer)
        return answer

    def _still_waits(self, row: LetterRow) -> bool:
        """Another worker may have taken the place while this one waited for the mail server."""
        with transaction.atomic(), maintaining():
            return LetterRow.objects.filter(id=row.id, state="waiting", attempts=row.attempts).exists()

    def _contents(self, row: LetterRow, open_todos: Collection[str] | None) -> tuple[list[Item], Account | None]:
        with transaction.atomic(), maintaining():
            reminders: QuerySet[ReminderRow] = ReminderRow.objects.filter(letter=row.id)
            reminders = reminders if open_todos is None else reminders.filter(todo__in=open_todos)
            items = [Item(Bilingual(r.title_vi, r.title_en), r.due, r.calendar) for r in reminders.order_by("due", "id")]
            return items, Account.objects.filter(username=row.account).first()

    def _failed(self, row: LetterRow, attempt: int, answer: Answer) -> None:
        hopeless = answer.word == "refused" or (answer.word == "unsure" and row.unsure + 1 >= DOUBTS)
        next_ = None if hopeless else again(attempt, row.made, self.now())
        facts = {"reason": answer.word, "code": answer.code, "again": next_.isoformat() if next_ else None}
        self._record(row, "agenda.letter.failed", attempt=attempt, **facts)

    def _record(self, row: LetterRow, kind: str, **facts: Any) -> None:
        append(self.ledger, self.instance, row.agency, Draft(kind, {"letter": row.id, **facts}))
