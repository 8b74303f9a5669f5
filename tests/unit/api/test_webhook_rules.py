"""Which addresses a webhook may have, when a failed message is tried again, and what is signed."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.api.receiving import verified

from dicu.store.api.signing_keys import MasterKeys
from dicu.store.environment import Unconfigured
from dicu.vocabulary.messages import Refused
from dicu.webhooks.model import Key, State, Webhook
from dicu.webhooks.rules import BadWebhook, check_kinds, check_overlap, given_up, target_of, wait_after
from dicu.webhooks.signing import headers, private_key, public_text

NOW = datetime(2025, 12, 1, tzinfo=UTC)
MASTER = bytes(range(32))


@pytest.mark.parametrize(
    ("address", "host", "port", "path"),
    [
        ("https://nhan.example", "nhan.example", 443, "/"),
        ("https://NHAN.example:8443/a/b?c=d", "nhan.example", 8443, "/a/b?c=d"),
        ("https://xn--nhn-4na.example/x", "xn--nhn-4na.example", 443, "/x"),
        ("https://203.0.113.9/x", "203.0.113.9", 443, "/x"),
        ("https://[2001:db8::1]:444/x", "2001:db8::1", 444, "/x"),
    ],
)
def test_addresses_that_a_webhook_may_have(address: str, host: str, port: int, path: str) -> None:
    target = target_of(address, plain_allowed=False)
    assert (target.secure, target.host, target.port, target.path) == (True, host, port, path)


@pytest.mark.parametrize(
    "address",
    [
        "", "nhan.example", "ftp://nhan.example", "file:///etc/passwd", "https://", "https:///x", "https://user@nhan.example",
        "https://user:pass@nhan.example", "https://@nhan.example/", "https://nhan.example/#x", "https://nhan.example/#",
        "https://nhan.example:99999/", "https://nhan.example:x/", "https://nh ân.example", "https://nhận.example", "https://a\\@b.example",
        "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://127.1/", "https://0177.0.0.1/", "https://[::1",
        "https://nhan..example", "https://-nhan.example", "https://nhan.example/\n", "https://nhan.example/\r\nHost: x",
        "https://nhan.example/" + "a" * 500, "https://nhan_x.example/", "https://[fe80::1%25eth0]/",
    ],
)  # fmt: skip
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(BadWebhook):
        target_of(address, plain_allowed=True)


def test_plain_http_only_where_it_is_allowed() -> None:
    assert target_of("http://nhan.example:8080/x", plain_allowed=True).secure is False
    with pytest.raises(BadWebhook):
        target_of("http://nhan.example/x", plain_allowed=False)


@given(st.text(max_size=80))
def test_whatever_is_given_is_an_address_or_refused(text: str) -> None:
    try:
        target = target_of(text, plain_allowed=True)
    except BadWebhook:
        return
    assert target.host and 0 < target.port < 65536 and target.path.isascii()


def test_waits_grow_and_have_an_end() -> None:
    waits = [wait_after(n) for n in range(1, 40)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits == sorted(waits) and waits[-1] == timedelta(hours=6)
    assert wait_after(1, 600) == timedelta(minutes=10) and wait_after(1, 10**9) == timedelta(hours=6) and wait_after(5, 1) == waits[4]


def test_after_five_days_it_is_given_up() -> None:
    assert not given_up(NOW, NOW + timedelta(days=4, hours=23))
    assert given_up(NOW, NOW + timedelta(days=5))


def test_kinds_and_overlaps_are_checked() -> None:
    check_kinds(["a"], {"a", "b"})
    check_overlap(0)
    check_overlap(90)
    for wrong in ([], ["c"], ["a", "c"]):
        with pytest.raises(BadWebhook):
            check_kinds(wrong, {"a", "b"})
    for days in (-1, 91):
        with pytest.raises(BadWebhook):
            check_overlap(days)


# Signing ------------------------------------------------------------------------------------------------------------------


def test_a_signature_by_another_implementation() -> None:
    """Ed25519 read in whole numbers, as RFC 8032 has it."""
    key = private_key(MASTER, "aaaa", 1)
    found = headers([key], "msg_aaaa_7", 1_764_554_400, b'{"type":"x"}')
    version, _, text = found["webhook-signature"].partition(",")
    public, signature = b64decode(public_text(key).removeprefix("whpk_")), b64decode(text)
    signed = b'msg_aaaa_7.1764554400.{"type":"x"}'
    assert version == "v1a" and verified(public, signature, signed)
    assert not verified(public, signature, signed.replace(b"7", b"8"))
    assert not verified(b64decode(public_text(private_key(MASTER, "aaab", 1)).removeprefix("whpk_")), signature, signed)


def test_each_webhook_and_generation_has_a_key_of_its_own() -> None:
    keys = {public_text(private_key(master, webhook, n)) for master in (MASTER, MASTER[::-1]) for webhook in "ab" for n in (1, 2)}
    assert len(keys) == 8 and public_text(private_key(MASTER, "a", 1)) in keys


def test_while_a_key_takes_over_both_sign() -> None:
    keys = (Key(1, "one", NOW - timedelta(days=1)), Key(2, "two", NOW + timedelta(days=1)), Key(3, "three"))
    webhook = Webhook("a", "https://x.example", "s", "reading", ("k",), State.ACTIVE, keys, "q", NOW, 1, 3)
    assert [key.generation for key in webhook.signing(NOW)] == [3, 2]
    assert len(headers([private_key(MASTER, "a", n) for n in (3, 2)], "m", 1, b"")["webhook-signature"].split(" ")) == 2


def test_the_master_secret_is_made_once_outside_of_production(tmp_path: Path) -> None:
    keys = MasterKeys({"DICU_HOME": str(tmp_path)})
    path = tmp_path / "secrets" / "webhook-key"
    assert keys.public("a", 1) == MasterKeys({"DICU_HOME": str(tmp_path)}).public("a", 1)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "x", "c2hvcnQ=", "not base64 at all ……"])
def test_a_secret_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    with pytest.raises(Unconfigured):
        MasterKeys({"DICU_HOME": str(tmp_path), "DICU_WEBHOOK_KEY_FILE": str(path)}).public("a", 1)


def test_in_production_nobody_makes_a_secret(tmp_path: Path) -> None:
    with pytest.raises(Unconfigured):
        MasterKeys({"DICU_HOME": str(tmp_path), "DICU_ENVIRONMENT": "production"}).public("a", 1)
    assert not list(tmp_path.iterdir())


def test_another_installation_s_secret_signs_nothing(tmp_path: Path) -> None:
    keys = MasterKeys({"DICU_HOME": str(tmp_path)})
    webhook = Webhook("a", "https://x.example", "s", "reading", ("k",), State.ACTIVE, (Key(1, keys.public("a", 1)),), "q", NOW, 1, 1)
    keys.check(webhook)
    with pytest.raises(Refused, match="webhook a"):
        MasterKeys({"DICU_HOME": str(tmp_path / "other")}).check(webhook)
