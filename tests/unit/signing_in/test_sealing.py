"""Secrets are sealed with the installation's key, for one account."""

from typing import Any

import pytest

from dicu.store.signing_in.sealing import Unsealable, digest, digests, opened, sealed


def test_a_sealed_secret_opens_for_its_purpose_alone() -> None:
    box = sealed(b"secret", "authenticator of 1")
    assert b"secret" not in box
    assert opened(box, "authenticator of 1") == b"secret"
    with pytest.raises(Unsealable):
        opened(box, "authenticator of 2")


def test_a_changed_or_cut_box_does_not_open() -> None:
    box = sealed(b"secret", "x")
    for wrong in (box[:-1], box[:-1] + bytes([box[-1] ^ 1]), b"", b"short"):
        with pytest.raises(Unsealable):
            opened(wrong, "x")


def test_the_same_secret_is_never_sealed_alike() -> None:
    assert sealed(b"secret", "x") != sealed(b"secret", "x")


def test_a_former_key_still_opens_but_a_stranger_s_does_not(settings: Any) -> None:
    box, kept = sealed(b"secret", "x"), digest("ABCD", "x")
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another-installation" * 3
    with pytest.raises(Unsealable):
        opened(box, "x")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert opened(box, "x") == b"secret"
    assert kept in digests("ABCD", "x")
    assert digest("ABCD", "x") != kept
