"""Many at once: each attempt is counted before any has failed, a code and a secret are spent once, on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from tests.unit.signing_in.conftest import SECRET

from dicu.store.signing_in import authenticator, recovery, throttle
from dicu.store.signing_in.invitations import NotInvited, begun, invite
from dicu.store.signing_in.limits import PASSWORD
from dicu.store.signing_in.models import Attempts

pytestmark = pytest.mark.django_db(transaction=True)


def together(times: int, step: Callable[[], Any]) -> list[Any]:
    def alone(_: int) -> Any:
        try:
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(alone, range(times)))


def test_forty_at_once_are_not_all_let_through() -> None:
    waits = together(40, lambda: throttle.reserve(PASSWORD, "account 1"))
    assert waits.count(0) == 5
    row = Attempts.objects.get()
    assert (row.failures, row.total) == (5, 40)


def test_a_code_sent_twice_at_once_lets_one_in(account: Any) -> None:
    authenticator.set_up(account, SECRET, 0)
    from tests.unit.signing_in.conftest import code_now  # noqa: PLC0415

    code = code_now()
    assert sum(together(8, lambda: authenticator.accepts(account, code))) == 1


def test_a_recovery_code_too(account: Any) -> None:
    code = recovery.renew(account)[0]
    assert sum(together(8, lambda: recovery.accepts(account, code))) == 1


def test_an_invitation_too(account: Any) -> None:
    secret = invite(account, by="quan-tri")

    def spent() -> bool:
        try:
            begun(secret, "mật khẩu mới, đủ dài")
        except NotInvited:
            return False
        return True

    assert sum(together(8, spent)) == 1
