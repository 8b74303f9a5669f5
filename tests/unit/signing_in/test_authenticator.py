"""Six digits: once, and for a minute and a half at most."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.unit.signing_in.conftest import SECRET, Clock, code_now

from dicu.store.signing_in import authenticator
from dicu.store.signing_in.models import Authenticator

pytestmark = pytest.mark.django_db


def test_codes_are_those_of_the_standard(clock: Clock) -> None:
    """RFC 6238, appendix B: the last six digits of its eight, for SHA-1."""
    secret = b"12345678901234567890"
    for seconds, code in ((59, b"287082"), (1111111109, b"081804"), (1234567890, b"005924"), (2000000000, b"279037")):
        assert authenticator._code(secret, seconds // 30) == code


def test_a_code_is_good_once(with_app: Any) -> None:
    code = code_now()
    assert authenticator.accepts(with_app, code)
    assert not authenticator.accepts(with_app, code)


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_differ_by_one_step(with_app: Any, steps: int, good: bool) -> None:
    assert authenticator.accepts(with_app, code_now(steps)) is good


def test_after_a_later_code_no_earlier_one_is_good(with_app: Any) -> None:
    assert authenticator.accepts(with_app, code_now(1))
    assert not authenticator.accepts(with_app, code_now(0))
    assert not authenticator.accepts(with_app, code_now(1))


def test_of_two_at_once_one_is_let_in(with_app: Any) -> None:
    """Both have read the row before either wrote: the second write finds a step that is not earlier."""
    step = authenticator.step_of(SECRET, code_now())
    fresh = Authenticator.objects.filter(account=with_app, last_step__lt=step)
    assert fresh.update(last_step=step) == 1
    assert Authenticator.objects.filter(account=with_app, last_step__lt=step).update(last_step=step) == 0
    assert not authenticator.accepts(with_app, code_now())


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34", "-12345"])
def test_what_is_no_code_is_refused(with_app: Any, typed: str) -> None:
    assert not authenticator.accepts(with_app, typed)


def test_blanks_between_the_digits_do_not_matter(with_app: Any) -> None:
    code = code_now()
    assert authenticator.accepts(with_app, f" {code[:3]} {code[3:]} ")


def test_the_secret_lies_sealed_and_bound_to_its_account(with_app: Any, other: Any) -> None:
    row = Authenticator.objects.get(account=with_app)
    assert SECRET not in bytes(row.sealed)
    Authenticator.objects.create(account=other, sealed=row.sealed, created=row.created)
    assert not authenticator.accepts(other, code_now())


def test_without_the_key_nobody_is_let_in_rather_than_everybody(with_app: Any, settings: Any) -> None:
    settings.SECRET_KEY = "of another installation" * 3
    assert not authenticator.accepts(with_app, code_now())


def test_the_picture_and_the_typed_key_say_the_same() -> None:
    address = urlsplit(authenticator.address(SECRET, "lan@bng"))
    said = parse_qs(address.query)
    assert said["secret"] == [authenticator.typed_key(SECRET).replace(" ", "")]
    assert (said["digits"], said["period"], said["algorithm"]) == (["6"], ["30"], ["SHA1"])
    assert "lan%40bng" in address.path
