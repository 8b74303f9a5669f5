from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dicu.ledger.chain import Head
from dicu.ledger.checkpoint import Checkpoint
from dicu.ledger.signing import PublicKey, key_of, new_key, read_key, read_public_keys
from dicu.vocabulary.messages import Refused

KEY = new_key("vn")
OTHER = new_key("gb")
POINT = Checkpoint(3, "vn", datetime(2024, 3, 1, tzinfo=UTC), 7, 5, {"a": Head(2, bytes(32))}, bytes(32))


def test_what_a_key_signed_its_public_half_knows() -> None:
    assert KEY.public.signed(KEY.sign(POINT))


def test_what_another_key_signed_or_was_changed_afterwards_it_does_not() -> None:
    signed = KEY.sign(POINT)
    assert not KEY.public.signed(OTHER.sign(POINT))
    assert not KEY.public.signed(replace(OTHER.sign(POINT), key=KEY.public.name))
    assert not KEY.public.signed(replace(signed, checkpoint=replace(POINT, entries=6)))
    assert not KEY.public.signed(replace(signed, signature=signed.signature[:-1]))
    assert not replace(KEY.public, key=bytes(32)).signed(signed)


@pytest.mark.parametrize(("up_to", "believed"), [(None, True), (3, True), (4, True), (2, False)])
def test_a_replaced_key_is_believed_up_to_its_last_checkpoint(up_to: int | None, believed: bool) -> None:
    assert replace(KEY.public, up_to=up_to).signed(KEY.sign(POINT)) is believed


def test_a_key_file_is_read_back_with_its_instance() -> None:
    again = read_key(KEY.pem(), "key.pem")
    assert (again.instance, again.public) == ("vn", KEY.public)
    assert KEY.public.signed(again.sign(POINT))


def of_another_sort() -> str:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # noqa: PLC0415

    body = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return "# dicu checkpoint key; instance: vn\n" + body.decode()


@pytest.mark.parametrize(
    "text",
    ["", "rubbish", KEY.pem().split("\n", 1)[1], KEY.pem().split("\n", 1)[0], KEY.pem().replace("MC4C", "MC4D"), of_another_sort()],
    ids=["empty", "rubbish", "no instance", "no key", "damaged", "another sort"],
)
def test_a_file_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="keygen"):
        read_key(text, "key.pem")


def test_a_list_of_public_keys() -> None:
    text = f"# believed\n\n{KEY.public.line()}\n  {replace(OTHER.public, up_to=12).line()}  \n"
    keys = read_public_keys(text, "keys")
    assert keys == (KEY.public, replace(OTHER.public, up_to=12))
    assert key_of(OTHER.public.name, keys) == keys[1]
    assert key_of("0" * 16, keys) is None


LINE = KEY.public.line()


@pytest.mark.parametrize(
    "line",
    [
        "vn",
        LINE[:-1],
        LINE + "0",
        LINE + " up-to:0",
        LINE + " up-to:x",
        LINE + " more",
        LINE.replace(KEY.public.name, "0" * 16),
        LINE.upper(),
    ],
    ids=["no key", "cut", "longer", "up to nothing", "up to no number", "more", "another's name", "capitals"],
)
def test_a_line_that_is_none_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(Refused, match="Line 2 of keys"):
        read_public_keys(f"{OTHER.public.line()}\n{line}\n", "keys")


def test_a_name_follows_from_the_key() -> None:
    assert PublicKey("vn", KEY.public.name, KEY.public.key) == KEY.public
    assert len(KEY.public.name) == 16
