"""Key files: who may read them, whose they are, and what a program says at its start when they do not fit."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.store.notarised import HOUR, Watched, played

from dicu.ledger.signing import new_key
from dicu.store.environment import Unconfigured
from dicu.store.ledger.keys import public_keys, signing_key, write_key
from dicu.store.ledger.notary import OlderThanAnchor, check_anchor, notary
from dicu.vocabulary.messages import Refused

OURS, THEIRS = new_key("vn"), new_key("gb")


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """The surroundings of an installation whose key and list fit each other."""
    write_key(OURS, tmp_path / "key.pem")
    (tmp_path / "keys").write_text(f"{OURS.public.line()}\n{THEIRS.public.line()}\n", "utf-8")
    return {
        "DICU_ANCHOR": str(tmp_path / "anchor.jsonl"),
        "DICU_CHECKPOINT_KEY_FILE": str(tmp_path / "key.pem"),
        "DICU_CHECKPOINT_PUBLIC_KEYS": str(tmp_path / "keys"),
    }


def test_a_key_that_fits(told: Mapping[str, str]) -> None:
    assert signing_key("vn", public_keys(told), told).public == OURS.public


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_one_that_others_can_read_or_change_is_refused(told: Mapping[str, str], mode: int) -> None:
    Path(told["DICU_CHECKPOINT_KEY_FILE"]).chmod(mode)
    with pytest.raises(Refused, match="chmod 600"):
        signing_key("vn", public_keys(told), told)


def test_a_new_key_is_for_its_owner_only_and_never_written_over_another(told: Mapping[str, str], tmp_path: Path) -> None:
    path = Path(told["DICU_CHECKPOINT_KEY_FILE"])
    before = path.read_text("ascii")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="is there already"):
        write_key(new_key("vn"), path)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused):
        write_key(new_key("vn"), tmp_path / "link")
    with pytest.raises(Refused, match="cannot be written"):
        write_key(new_key("vn"), tmp_path / "none" / "key.pem")
    assert path.read_text("ascii") == before
    assert not (tmp_path / "elsewhere").exists()


def test_one_of_another_instance_is_refused_and_both_are_named(told: Mapping[str, str], tmp_path: Path) -> None:
    """By its own heading, and by the list of public keys also where the heading was changed."""
    for number, text in enumerate((THEIRS.pem(), THEIRS.pem().replace("instance: gb", "instance: vn"))):
        path = tmp_path / f"theirs-{number}.pem"
        path.touch(0o600)
        path.write_text(text, "ascii")
        with pytest.raises(Refused, match="of the instance gb; this installation is vn"):
            signing_key("vn", public_keys(told), {**told, "DICU_CHECKPOINT_KEY_FILE": str(path)})


def test_one_that_nobody_would_believe_is_refused_with_the_line_to_add(told: Mapping[str, str], tmp_path: Path) -> None:
    stranger = new_key("vn")
    write_key(stranger, tmp_path / "new.pem")
    with pytest.raises(Refused, match="Add this line") as refused:
        signing_key("vn", public_keys(told), {**told, "DICU_CHECKPOINT_KEY_FILE": str(tmp_path / "new.pem")})
    assert stranger.public.line() in refused.value.message.say("vi")


@pytest.mark.parametrize("path", ["", "/no/such/key.pem"])
def test_a_key_that_is_missing_is_told(told: Mapping[str, str], path: str) -> None:
    with pytest.raises(Unconfigured, match="DICU_CHECKPOINT_KEY_FILE|cannot be read"):
        signing_key("vn", public_keys(told), {**told, "DICU_CHECKPOINT_KEY_FILE": path})


@pytest.mark.parametrize("text", ["", "# none\n"])
def test_a_list_without_a_key_is_told(told: Mapping[str, str], text: str) -> None:
    Path(told["DICU_CHECKPOINT_PUBLIC_KEYS"]).write_text(text, "utf-8")
    with pytest.raises(Unconfigured, match="no public key"):
        notary("vn", told)


def test_without_an_anchor_there_is_no_notary(told: Mapping[str, str]) -> None:
    assert notary("vn", {}) is None
    assert notary("vn", {**told, "DICU_ANCHOR": ""}) is None
    check_anchor({})  # and a program starts without one


@pytest.mark.usefixtures("transactional_db")
class TestStarting:
    @pytest.fixture
    def watched(self, tmp_path: Path) -> Watched:
        return played(tmp_path)

    @pytest.fixture
    def told(self, watched: Watched, tmp_path: Path) -> dict[str, str]:
        (tmp_path / "keys").write_text(f"{watched.key.public.line()}\n{THEIRS.public.line()}\n", "utf-8")
        return {"DICU_ANCHOR": str(watched.path), "DICU_CHECKPOINT_PUBLIC_KEYS": str(tmp_path / "keys")}

    def test_where_all_fits_a_program_starts(self, told: dict[str, str], watched: Watched, tmp_path: Path) -> None:
        check_anchor(told)
        write_key(watched.key, tmp_path / "ours.pem")
        check_anchor({**told, "DICU_CHECKPOINT_KEY_FILE": str(tmp_path / "ours.pem")})

    def test_a_program_without_the_key_signs_nothing_and_one_with_it_does(
        self, told: dict[str, str], watched: Watched, tmp_path: Path
    ) -> None:
        watched.at += HOUR
        assert watched.notary.checkpoint_here(lambda: watched.at, told) is None
        write_key(watched.key, tmp_path / "ours.pem")
        made = watched.notary.checkpoint_here(lambda: watched.at, {**told, "DICU_CHECKPOINT_KEY_FILE": str(tmp_path / "ours.pem")})
        assert made is not None
        assert made.checkpoint.number == 3
        watched.ledger.notary = None
        assert watched.ledger.checkpoint() is None

    def test_not_with_a_key_of_another_instance(self, told: dict[str, str], tmp_path: Path) -> None:
        write_key(THEIRS, tmp_path / "theirs.pem")
        with pytest.raises(Refused, match="of the instance gb"):
            check_anchor({**told, "DICU_CHECKPOINT_KEY_FILE": str(tmp_path / "theirs.pem")})

    def test_not_with_a_key_file_that_is_missing(self, told: dict[str, str]) -> None:
        with pytest.raises(Unconfigured, match="cannot be read"):
            check_anchor({**told, "DICU_CHECKPOINT_KEY_FILE": "/no/such/key.pem"})

    def test_not_as_another_instance(self, told: dict[str, str]) -> None:
        with pytest.raises(Refused, match="of the instance vn; this installation is gb"):
            check_anchor({**told, "DICU_INSTANCE": "gb"})

    def test_not_with_an_anchor_whose_key_nobody_knows(self, told: dict[str, str]) -> None:
        Path(told["DICU_CHECKPOINT_PUBLIC_KEYS"]).write_text(OURS.public.line(), "utf-8")
        with pytest.raises(Refused, match="not signed with a key that is believed"):
            check_anchor(told)

    def test_not_behind_its_anchor(self, told: dict[str, str], watched: Watched) -> None:
        """As where the database is an older one: its anchor has one checkpoint more."""
        last = watched.notary.anchor.last()
        assert last is not None
        more = replace(last.checkpoint, number=3, previous=last.checkpoint.own_digest())
        watched.notary.anchor.append(watched.key.sign(more))
        with pytest.raises(OlderThanAnchor, match=r"checkpoint 3, made on .* ends with checkpoint 2"):
            check_anchor(told)
