"""Checkpoints that were forged, taken away or signed by somebody else, keys that were replaced, and a database that is older
than its anchor."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.unit.store.conftest import at_work
from tests.unit.store.notarised import UNGUARDED, Watched, played

from dicu.ledger.checkpoint import read_line, signed_bytes
from dicu.ledger.signing import new_key
from dicu.store.ledger.models import LedgerCheckpoint
from dicu.store.ledger.notary import OlderThanAnchor
from dicu.vocabulary.messages import Refused

Sql = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return played(tmp_path)


class TestForgedCheckpoints:
    def forged(self, watched: Watched, number: int, change: Callable[[dict[str, Any]], None]) -> Any:
        lines = watched.lines()
        raw = json.loads(lines[number - 1])
        change(raw)
        lines[number - 1] = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        watched.path.write_text("\n".join(lines) + "\n", "utf-8")
        return watched.examine().fault

    @pytest.mark.parametrize(
        "change",
        [
            lambda raw: raw["checkpoint"].update(entries=5),
            lambda raw: raw["checkpoint"].update(position=1),
            lambda raw: raw["checkpoint"].update(at="2024-01-01T00:00:00.000000+00:00"),
            lambda raw: raw["checkpoint"]["moved"].popitem(),
            lambda raw: raw["checkpoint"].update(digest="00" * 32),
            lambda raw: raw.update(signature="00" * 64),
        ],
    )
    def test_a_changed_one(self, watched: Watched, change: Callable[[dict[str, Any]], None]) -> None:
        fault = self.forged(watched, 1, change)
        assert (fault.what, fault.checkpoint) == ("checkpoint", 1)
        assert "signature does not fit" in fault.message.say("en")

    def test_one_that_is_none(self, watched: Watched) -> None:
        fault = self.forged(watched, 2, lambda raw: raw["checkpoint"].pop("moved"))
        assert (fault.what, fault.checkpoint) == ("checkpoint", 2)

    def test_one_taken_out_of_the_middle(self, watched: Watched) -> None:
        watched.path.write_text(watched.lines()[1] + "\n", "utf-8")
        fault = watched.examine().fault
        assert fault is not None
        assert (fault.what, fault.checkpoint, fault.message.say("en")) == (
            "checkpoint", 1, "Checkpoint 1 is missing; checkpoint 2 stands there.",
        )  # fmt: skip

    def test_one_signed_again_with_a_key_that_nobody_knows(self, watched: Watched) -> None:
        """Somebody with database and anchor in hand, but without the key, can sign only with another one."""
        thief, lines = new_key("vn"), watched.lines()
        lines[1] = thief.sign(replace(read_line(lines[1]).checkpoint, entries=9)).line()
        watched.path.write_text("\n".join(lines) + "\n", "utf-8")
        fault = watched.examine().fault
        assert fault is not None
        assert (fault.what, fault.checkpoint) == ("unknown-key", 2)
        assert thief.public.name in fault.message.say("en")

    def test_one_that_says_a_known_key_signed_it(self, watched: Watched) -> None:
        signed = read_line(watched.lines()[1])
        lie = replace(signed, signature=new_key("vn").private.sign(signed_bytes(signed.checkpoint, signed.key)))
        watched.path.write_text(watched.lines()[0] + "\n" + lie.line() + "\n", "utf-8")
        fault = watched.examine().fault
        assert fault is not None
        assert (fault.what, fault.checkpoint) == ("checkpoint", 2)

    def test_the_whole_anchor_taken_away(self, watched: Watched) -> None:
        watched.path.unlink()
        fault = watched.examine().fault
        assert fault is not None
        assert fault.message.say("en") == "The anchor lacks checkpoints 1 to 2, which the database has."
        watched.notary.check()  # work goes on
        with pytest.raises(Refused, match="--fill-anchor"):
            watched.checkpoint()
        watched.checkpoint(fill=True)
        assert [read_line(line).checkpoint.number for line in watched.lines()] == [1, 2, 3]
        assert watched.examine().fault is None


class TestKeys:
    def test_after_a_rotation_both_keys_are_believed_each_for_its_own(self, watched: Watched) -> None:
        new = new_key("vn")
        watched.notary = replace(watched.notary, public=(replace(watched.key.public, up_to=2), new.public))
        watched.ledger.notary = watched.notary
        with pytest.raises(Refused, match="may sign no checkpoint any more"):
            watched.checkpoint()
        made = watched.checkpoint(key=new)
        assert made is not None
        assert (made.key, watched.examine().fault) == (new.public.name, None)

    def test_a_replaced_key_signs_nothing_later_whoever_has_it(self, watched: Watched) -> None:
        watched.checkpoint()
        watched.ledger.notary = replace(watched.notary, public=(replace(watched.key.public, up_to=2),))
        fault = watched.examine().fault
        assert fault is not None
        assert (fault.what, fault.checkpoint) == ("unknown-key", 3)

    def test_a_key_that_nobody_believes_signs_nothing(self, watched: Watched) -> None:
        with pytest.raises(Refused, match="may sign no checkpoint"):
            watched.checkpoint(key=new_key("vn"))
        assert (len(watched.lines()), LedgerCheckpoint.objects.count()) == (2, 0)  # none is seen without a reach
        with at_work():
            assert LedgerCheckpoint.objects.count() == 2


def restored(superuser_sql: Sql) -> None:
    """As a backup taken after checkpoint 1 has it."""
    for statement in (
        "DELETE FROM ledger_checkpoint WHERE number = 2",
        "DELETE FROM ledger_entry WHERE position > (SELECT position FROM ledger_checkpoint WHERE number = 1)",
        "UPDATE ledger_stream s SET (length, head) = (SELECT number, digest FROM ledger_entry WHERE stream = s.name "
        "ORDER BY number DESC LIMIT 1)",
    ):
        superuser_sql(statement, settings=UNGUARDED)


class TestRestored:
    def test_an_older_database_is_found_by_the_anchor(self, watched: Watched, superuser_sql: Sql) -> None:
        restored(superuser_sql)
        fault = watched.examine().fault
        assert fault is not None
        assert (fault.what, fault.checkpoint) == ("restored", 2)
        assert "database ends with checkpoint 1" in fault.message.say("en")
        watched.ledger.notary = None
        with at_work():
            assert watched.ledger.verify() is None

    def test_nothing_is_started_on_it_and_nothing_signed_over_it(self, watched: Watched, superuser_sql: Sql) -> None:
        watched.notary.check()
        restored(superuser_sql)
        for step in (watched.notary.check, watched.checkpoint):
            with pytest.raises(OlderThanAnchor, match=r"checkpoint 2, made on .*database ends with checkpoint 1"):
                step()
        assert len(watched.lines()) == 2

    def test_an_empty_database_beside_an_anchor(self, watched: Watched, superuser_sql: Sql) -> None:
        superuser_sql("TRUNCATE ledger_checkpoint, ledger_entry, ledger_stream CASCADE", settings=UNGUARDED)
        with pytest.raises(OlderThanAnchor, match="checkpoint 0"):
            watched.notary.check()

    def test_the_anchor_of_another_instance(self, watched: Watched) -> None:
        watched.notary = replace(watched.notary, instance="gb")
        with pytest.raises(Refused, match="of the instance vn; this installation is gb"):
            watched.notary.check()

    def test_another_history_under_the_same_number(self, watched: Watched) -> None:
        other = replace(read_line(watched.lines()[1]).checkpoint, entries=9)
        watched.path.write_text(watched.lines()[0] + "\n" + watched.key.sign(other).line() + "\n", "utf-8")
        with pytest.raises(Refused, match="is not the one in"):
            watched.notary.check()


@pytest.mark.parametrize("role", ["app_sql", "owner_sql", "superuser_sql"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_checkpoint SET position = 0", "DELETE FROM ledger_checkpoint", "TRUNCATE ledger_checkpoint",
     "INSERT INTO ledger_checkpoint VALUES (9, 900, now(), '')", "INSERT INTO ledger_checkpoint VALUES (3, 1, now(), '')"],
)  # fmt: skip
def test_the_table_of_checkpoints_is_append_only(watched: Watched, request: pytest.FixtureRequest, role: str, statement: str) -> None:
    with pytest.raises((psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege, psycopg.errors.SerializationFailure)):
        request.getfixturevalue(role)(statement, settings={"dicu.reach": "all"})
    assert watched.examine().fault is None


PLACED = """
INSERT INTO ledger_entry (position, stream, authority, instance, number, kind, version, at, account, purpose, body, previous, digest)
SELECT {place}, name, authority, instance, length + 1, 'noted', 1, now(), 'x', 'x', '{{}}', head, sha256('x') FROM ledger_stream
 WHERE name = 'report/demo/2024/BTP'
"""


@pytest.mark.parametrize("place", ["-5", "0", "(SELECT last_value + 100 FROM ledger_entry_position_seq)"])
@pytest.mark.parametrize("role", ["owner_sql", "superuser_sql", "app_sql"])
def test_an_entry_takes_no_place_below_a_checkpoint_nor_above_the_next(
    watched: Watched, request: pytest.FixtureRequest, role: str, place: str
) -> None:
    refused = (psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege)  # the application may not read the sequence
    with pytest.raises(refused):
        request.getfixturevalue(role)(PLACED.format(place=place), settings={"dicu.reach": "all"})
