"""Somebody with every right over the database changes one thing below a checkpoint, with or without computing the chain anew:
whatever it is, the verification names it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.proof import examples
from tests.unit.store.conftest import LAN, at_work, noted
from tests.unit.store.notarised import UNGUARDED, Watched

from dicu.ledger.canonical import canonical
from dicu.ledger.chain import digest_of
from dicu.ledger.model import GENESIS, Entry, Stream

Sql = Callable[..., Any]
NAMES = ("report/demo/2024/BCA", "report/demo/2024/BNG", "report/demo/2024/BTP")


@dataclass
class Scene:
    """A played ledger, and what may be done to it."""

    watched: Watched
    sql: Sql
    lengths: dict[str, int]

    def do(self, statement: str, *values: Any) -> None:
        self.sql(statement, *values, settings=UNGUARDED)

    def entries(self, name: str) -> list[Entry]:
        with at_work():
            return list(self.watched.ledger.read(name))

    def rewritten(self, name: str, number: int, change: Callable[[Entry], Entry]) -> None:
        """One entry changed and the chain computed anew from there to the head: by itself it fits."""
        entries = self.entries(name)
        entries[number - 1] = change(entries[number - 1])
        for index in range(number - 1, len(entries)):
            before = entries[index - 1].digest if index else GENESIS
            entry = replace(entries[index], previous=before)
            entries[index] = replace(entry, digest=digest_of(entry))
        self.do("DELETE FROM ledger_entry WHERE stream = %s", name)
        for e in entries:
            self.insert(e)
        self.do("UPDATE ledger_stream SET head = %s WHERE name = %s", entries[-1].digest, name)

    def insert(self, e: Entry) -> None:
        self.do(
            "INSERT INTO ledger_entry (position, stream, authority, instance, number, kind, version, at, account, purpose, body, "
            "previous, digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            e.position, e.stream.name, e.stream.authority, e.stream.instance, e.number, e.kind, e.version, e.at, e.author.account,
            e.author.purpose, canonical(e.body).decode(), e.previous, e.digest,
        )  # fmt: skip


COLUMNS = {
    "authority": "'XXX'",
    "instance": "'gb'",
    "number": "number + 100",
    "kind": "'other'",
    "version": "version + 1",
    "at": "at - interval '1 microsecond'",
    "account": "'minh'",
    "purpose": "'audit'",
    "body": "body || ' '",
    "previous": "sha256(previous)",
    "digest": "sha256(digest)",
    "stream": "'report/demo/2024/new'",
    "position": "position + 100000",
}
REWRITINGS: dict[str, Callable[[Entry], Entry]] = {
    "body": lambda e: replace(e, body={"text": "khác"}),
    "account": lambda e: replace(e, author=replace(e.author, account="minh")),
    "kind": lambda e: replace(e, kind="hired"),
    "dated back": lambda e: replace(e, at=e.at - timedelta(days=400)),
    "dated back a little": lambda e: replace(e, at=e.at - timedelta(microseconds=1)),
}
STREAM_COLUMNS = {"authority": "'XXX'", "instance": "'gb'", "length": "length + 1", "head": "sha256(head)", "name": "name || 'x'"}
CHECKPOINT_COLUMNS = {
    "number": "number + 7",
    "position": "position + 1",
    "at": "at + interval '1 second'",
    "line": "replace(line, '\"entries\":', '\"entries\":1')",
}


def _of_entry(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    column = pick(sorted(COLUMNS))
    scene.do(f"UPDATE ledger_entry SET {column} = {COLUMNS[column]} WHERE stream = %s AND number = %s", name, number)


def _rewritten(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    scene.rewritten(name, number, REWRITINGS[pick(sorted(REWRITINGS))])


def _dropped(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    scene.do("DELETE FROM ledger_entry WHERE stream = %s AND number = %s", name, number)


def _cut(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    """From this entry on, and perhaps the head moved back, as if the rest had never been."""
    entries = scene.entries(name)
    scene.do("DELETE FROM ledger_entry WHERE stream = %s AND number >= %s", name, number)
    if pick([True, False]):
        head = entries[number - 2].digest if number > 1 else GENESIS
        scene.do("UPDATE ledger_stream SET length = %s, head = %s WHERE name = %s", number - 1, head, name)


def _vanished(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    scene.do("DELETE FROM ledger_entry WHERE stream = %s", name)
    scene.do("DELETE FROM ledger_stream WHERE name = %s", name)


def _swapped(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    """Two entries of the stream exchange a column; where there is only one, it goes."""
    other = pick(range(1, scene.lengths[name] + 1))
    if other == number:
        return _dropped(scene, name, number, pick)
    one, two = (scene.entries(name)[n - 1] for n in (number, other))
    scene.do("DELETE FROM ledger_entry WHERE position IN (%s, %s)", one.position, two.position)
    moved = pick(["number", "position", "body", "place"])
    if moved == "place":
        exchanged = replace(one, number=two.number, position=two.position), replace(two, number=one.number, position=one.position)
    else:
        exchanged = replace(one, **{moved: getattr(two, moved)}), replace(two, **{moved: getattr(one, moved)})
    for entry in exchanged:
        scene.insert(entry)
    return None


def _slipped_in(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    """One entry more at the end, in its chain, with a place below the checkpoint (a negative one, or far below)."""
    last = scene.entries(name)[-1]
    entry = replace(last, number=last.number + 1, previous=last.digest, position=-pick(range(1, 50)), body={"text": "thêm"})
    entry = replace(entry, digest=digest_of(entry))
    scene.insert(entry)
    scene.do("UPDATE ledger_stream SET length = %s, head = %s WHERE name = %s", entry.number, entry.digest, name)


def _of_stream(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    column = pick(sorted(STREAM_COLUMNS))
    scene.do(f"UPDATE ledger_stream SET {column} = {STREAM_COLUMNS[column]} WHERE name = %s", name)


def _of_checkpoint(scene: Scene, name: str, number: int, pick: Callable[[Any], Any]) -> None:
    column, which = pick([*sorted(CHECKPOINT_COLUMNS), "gone"]), pick([1, 2])
    if column == "gone":
        scene.do("DELETE FROM ledger_checkpoint WHERE number = %s", which)
    else:
        scene.do(f"UPDATE ledger_checkpoint SET {column} = {CHECKPOINT_COLUMNS[column]} WHERE number = %s", which)


TAMPERINGS = {
    "a column of an entry": _of_entry,
    "an entry, the chain computed anew": _rewritten,
    "an entry dropped": _dropped,
    "entries exchanged": _swapped,
    "an entry slipped in": _slipped_in,
    "the end cut off": _cut,
    "a stream taken away": _vanished,
    "a column of a stream": _of_stream,
    "a checkpoint of the database": _of_checkpoint,
}


@pytest.fixture
def scene_of(tmp_path: Path, superuser_sql: Sql) -> Callable[[dict[str, int], dict[str, int]], Scene]:
    made = iter(range(1_000_000))

    def play(first: dict[str, int], second: dict[str, int]) -> Scene:
        """A fresh ledger: some entries, a checkpoint, more of them, and a checkpoint that holds them all."""
        superuser_sql("TRUNCATE ledger_checkpoint, ledger_entry, ledger_stream CASCADE", settings=UNGUARDED)
        watched = Watched(tmp_path / f"anchor-{next(made)}.jsonl")
        lengths = dict.fromkeys(NAMES, 0)
        for part in (first, second):
            with at_work():
                for turn in range(max(part.values())):  # in turns, so that places of streams lie between each other
                    for name in (name for name, count in part.items() if turn < count):
                        stream = Stream(name, name[-3:], "vn")
                        watched.ledger.append(stream, noted(f"{name} {lengths[name]}"), expected=lengths[name], author=LAN)
                        lengths[name] += 1
            watched.checkpoint()
        return Scene(watched, superuser_sql, {name: length for name, length in lengths.items() if length})

    return play


COUNTS = st.fixed_dictionaries({name: st.integers(0, 4) for name in NAMES}).filter(lambda counts: any(counts.values()))


@pytest.mark.parametrize("how", TAMPERINGS)
@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=COUNTS, second=COUNTS, data=st.data())
def test_whatever_is_done_below_a_checkpoint_is_named(
    scene_of: Callable[..., Scene], how: str, first: dict[str, int], second: dict[str, int], data: st.DataObject
) -> None:
    scene = scene_of(first, second)
    assert scene.watched.examine().fault is None
    name = data.draw(st.sampled_from(sorted(scene.lengths)))
    number = data.draw(st.integers(1, scene.lengths[name]))
    TAMPERINGS[how](scene, name, number, lambda options: data.draw(st.sampled_from(list(options))))
    fault = scene.watched.examine().fault
    assert fault is not None
    event(fault.what)
    assert fault.message.say("en")
    if fault.stream:
        assert fault.stream.startswith(name) or fault.stream == "report/demo/2024/new"
        assert 1 <= fault.number <= scene.lengths[name] + 100
    else:
        assert fault.checkpoint > 0
