"""The copies that the house has today of what is known about people, officers and in free text: what they are, and what erases
them."""

from collections.abc import Callable

from django.db import transaction

from dicu.ledger.keyring import Keyring
from dicu.persons.copies import Copies, Copy
from dicu.store.persons.models import TokenRow
from dicu.store.security.session import maintaining
from dicu.vocabulary.messages import T


def register(keys: Callable[[], Keyring]) -> Copies:
    """Every copy, declared. A room that makes another one adds it here or in a declaration of its own."""
    return Copies(
        Copy(
            "ledger",
            T("Sealed values in the entries of the ledger, its log, its indexes and every backup of them."),
            of="people",
            plain=False,
            how=T("The person's keys are destroyed; what is sealed under them opens nowhere any more."),
            eraser=lambda _, person: keys().destroy(person),
        ),
        Copy(
            "search tokens",
            T("Keyed tokens of the syllables of names and document numbers, in the table persons_token."),
            of="people",
            plain=False,
            how=T("The rows are deleted, and the search key that made them is renewed, so that copies of them mean nothing."),
            eraser=_tokens_gone,
        ),
        *OFFICERS,
        *TEXTS,
    )


OFFICERS = (
    Copy(
        "accounts",
        T("Names and e-mail addresses of officers, in the table of accounts."),
        of="officers",
        plain=True,
        how=T(
            "Nothing erases them yet: a closed account keeps them. The username stays in the ledger: who decided something must stay known."
        ),
    ),
    Copy(
        "demonstration sign-ins",
        T("Made-up names, passwords and tokens of the demonstration's accounts, in its secrets folder."),
        of="officers",
        plain=True,
        how=T("By hand: the demonstration's home is deleted as a whole."),
    ),
)
TEXTS = (
    Copy(
        "report texts",
        T("What officers write in reports: narratives, difficulties, reasons of a return. They stand in the ledger for good."),
        of="text",
        plain=True,
        how=T("Nothing erases them. Officers are told not to name people there; who is named all the same is named for good."),
    ),
    Copy(
        "evidence and papers",
        T("Files that officers attach, and the papers made from reports, in the folder of files, by their digests."),
        of="text",
        plain=True,
        how=T("By hand: the file is removed from the folder of files and from its backups; the ledger keeps its digest and name."),
    ),
)


def _tokens_gone(domain: str, person: str) -> int:
    with transaction.atomic(), maintaining():
        count, _ = TokenRow.objects.filter(person=person, domain=domain).delete()
    return int(count)
