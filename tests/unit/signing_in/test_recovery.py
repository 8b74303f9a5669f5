"""Recovery codes."""

from typing import Any

import pytest

from dicu.store.signing_in import recovery
from dicu.store.signing_in.models import RecoveryCode

pytestmark = pytest.mark.django_db


def test_each_works_once_however_it_is_typed(account: Any) -> None:
    codes = recovery.renew(account)
    assert len(set(codes)) == recovery.HOW_MANY
    assert recovery.accepts(account, codes[0].lower().replace("-", " "))
    assert not recovery.accepts(account, codes[0])
    assert recovery.left(account) == recovery.HOW_MANY - 1


def test_new_ones_make_the_old_void(account: Any) -> None:
    old = recovery.renew(account)
    recovery.renew(account)
    assert not any(recovery.accepts(account, code) for code in old)


def test_they_are_nobody_else_s(account: Any, other: Any) -> None:
    assert not recovery.accepts(other, recovery.renew(account)[0])


def test_the_database_does_not_show_them(account: Any) -> None:
    codes = {code.replace("-", "").encode() for code in recovery.renew(account)}
    kept = [bytes(row.digest) for row in RecoveryCode.objects.all()]
    assert all(len(digest) == 32 for digest in kept)
    assert not any(code in digest for code in codes for digest in kept)


@pytest.mark.parametrize("typed", ["", "----", "2345", "0" * 12, "A" * 5000])
def test_what_is_no_code_is_refused(account: Any, typed: str) -> None:
    recovery.renew(account)
    assert not recovery.accepts(account, typed)
