"""Commands of those who run the house: is it fit, bring the database up to date, serve, back up, bring back.

They act as no officer: whoever runs them holds the passwords of the database already. What they do is told in the log.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dicu.cli.asking import Json, Lang
from dicu.cli.steps import language
from dicu.store.operations.findings import Finding, check_fit
from dicu.vocabulary.messages import Message, Refused, T


def check(
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False, json_: Json = False, lang: Lang = "vi"
) -> None:
    """Is this installation fit to serve in earnest? Every finding with what to do; exit 1 if one forbids to serve.

    Example: dicu check --lang en
    """
    from dicu.store.operations.fitness import findings  # noqa: PLC0415

    found = findings()
    for finding in found:
        print(_line(finding))
    if not found:
        print(T("Nothing was found: this installation is fit to serve.").say(language()))
    if json_:
        print(json.dumps({"fit": not _forbidding(found), "findings": [finding.told() for finding in found]}, ensure_ascii=False))
    raise typer.Exit(1 if _forbidding(found) or (strict and found) else 0)


def _forbidding(found: tuple[Finding, ...]) -> bool:
    return any(finding.weight == "refused" for finding in found)


def _line(finding: Finding) -> str:
    weight = T("Forbids to serve") if finding.weight == "refused" else T("To be looked at")
    where = f" ({finding.where})" if finding.where else ""
    return f"{weight.say(language())}: {finding.message.say(language())} {finding.remedy.say(language())}{where}"


def migrate(
    to: Annotated[
        tuple[str, str], typer.Option("--to", metavar="ROOM STEP", help="Only this room, to this step, back or forth: for going back.")
    ] = ("", ""),
    json_: Json = False,
    lang: Lang = "vi",
) -> None:
    """Bring the database to this version, as the role that owns its tables, and lay out style sheets and scripts.

    Example: DICU_OWNER_DATABASE_URL_FILE=/etc/dicu/owner-address dicu migrate
    """
    with by_owner():
        from django.core.management import call_command  # noqa: PLC0415

        from dicu.store.operations.database import applied, carried  # noqa: PLC0415

        before = applied("owner")
        if any(to) and to not in carried():
            raise Refused(
                T("There is no step “{step}” of the room “{room}”. docs/how-to/upgrade.md has all of them.", step=to[1], room=to[0])
            )
        call_command("migrate", *filter(None, to), database="owner", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        after = applied("owner")
    told = {"applied": _steps(after - before), "taken_back": _steps(before - after)}
    if told["taken_back"]:
        print(T("Steps taken back: {count}. The database is of an earlier version now.", count=len(told["taken_back"])).say(language()))
    else:
        print(T("The database is of this version now. Steps taken: {count}.", count=len(told["applied"])).say(language()))
    if json_:
        print(json.dumps(told))


def _steps(found: frozenset[tuple[str, str]]) -> list[str]:
    return sorted(f"{room}.{step}" for room, step in found)


def serve(
    port: Annotated[int, typer.Option(help="The port that the server in front talks to.")] = 8000,
    address: Annotated[str, typer.Option(help="The address it listens on. Only a server that ends TLS may reach it.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 2,
    lang: Lang = "vi",
) -> None:
    """Serve pages in earnest, behind a server that ends TLS. Refuses where the installation is not fit; see `dicu check`.

    Example: dicu serve --port 8000 --workers 4
    """
    from dicu.cli.serving import serve_in_earnest  # noqa: PLC0415
    from dicu.store.operations.fitness import findings  # noqa: PLC0415

    check_fit((*findings(), *_knows_the_owner()))
    serve_in_earnest(address, port, workers)


def _knows_the_owner() -> Iterator[Finding]:
    if os.environ.get("DICU_OWNER_DATABASE_URL") or os.environ.get("DICU_OWNER_DATABASE_URL_FILE"):
        yield Finding(
            "owner-known", "refused",
            T("The web server was told the password of the role that owns the tables."),
            T("Give it to `dicu migrate` and `dicu backup` only, and take it out of what the web server is told."),
            "DICU_OWNER_DATABASE_URL",
        )  # fmt: skip


def backup(
    out: Annotated[Path, typer.Option(help="The folder of all backups; on another disk or machine than the database's.")],
    keep: Annotated[int, typer.Option(min=0, help="Keep only so many of the newest backups; 0 keeps all.")] = 0,
    verify: Annotated[
        bool, typer.Option("--verify", help="Make none: read the newest one through and hold it against its hashes.")
    ] = False,
    json_: Json = False,
    lang: Lang = "vi",
) -> None:
    """Back up database and files while the house works. Keys are never in it, and it is not encrypted: see the how-to.

    Example: DICU_OWNER_DATABASE_URL_FILE=/etc/dicu/owner-address dicu backup --out /backup/dicu --keep 30
    """
    with by_owner():
        from dicu.store.operations.backups.making import make  # noqa: PLC0415 - Django is set up by now
        from dicu.store.operations.backups.restoring import verified  # noqa: PLC0415

        if verify:
            print(T("The backup is whole: {count} entries.", count=verified(out).entries).say(language()))
            return
        made = make(out, keep)
    manifest = made.manifest
    print(
        T("The backup lies in {folder}: {entries} entries, {files} files, {fresh} of them new. Keep the keys elsewhere.",
          folder=str(made.folder), entries=manifest.entries, files=manifest.files, fresh=made.fresh).say(language())
    )  # fmt: skip
    if json_:
        print(json.dumps({"folder": str(made.folder), "entries": manifest.entries, "files": manifest.files, "fresh": made.fresh,
                          "damaged": list(manifest.damaged)}))  # fmt: skip
    if manifest.damaged:
        raise Refused(
            T("The backup was made, but {count} files of the house are damaged and not in it; the first is {digest}. Fetch them from an "
              "older backup.", count=len(manifest.damaged), digest=manifest.damaged[0])
        )  # fmt: skip


def restore(house: Callable[[], Any]) -> Callable[..., None]:
    def command(
        folder: Annotated[Path, typer.Argument(help="A backup, or the folder of all of them: then the newest.")],
        json_: Json = False,
        lang: Lang = "vi",
    ) -> None:
        """Bring a backup back into an empty database, and hold it against what it was made of. All of it or nothing.

        Example: DICU_OWNER_DATABASE_URL_FILE=/etc/dicu/owner-address dicu restore /backup/dicu
        """
        with by_owner():
            from dicu.store.operations.backups import restoring  # noqa: PLC0415 - Django is set up by now

            done = restoring.restore(folder, house().ledger)
        for message in _restored(done):
            print(message.say(language()))
        if json_:
            told = {"folder": str(done.folder), "entries": done.manifest.entries, "files": done.files, "rebuilt": list(done.rebuilt),
                    "locked": list(done.locked)}  # fmt: skip
            print(json.dumps({**told, "older_than_anchor": done.older is not None, "migrate": done.migrate}))

    return command


def _restored(done: Any) -> Iterator[Message]:
    yield T("{folder} was brought back: every table to the byte, {entries} entries whose chain holds, {files} files.",
            folder=str(done.folder), entries=done.manifest.entries, files=done.files)  # fmt: skip
    if done.rebuilt:
        yield T("These tables were not what the ledger makes of them, and are now: {tables}.", tables=", ".join(done.rebuilt))
    if done.locked:
        yield T("Not compared with the ledger, for want of keys or of this version: {rooms}. Run: dicu ledger rebuild",
                rooms=", ".join(done.locked))  # fmt: skip
    if done.older:
        yield T("WARNING: {fault} What was recorded after this backup is missing; the programs do not start until that is decided.",
                fault=done.older.message)  # fmt: skip
    if done.migrate:
        yield T("This program is of a later version than the backup. Now run: dicu migrate")


@contextmanager
def by_owner() -> Iterator[None]:
    """Django set up, with the owner's address at hand."""
    if not (os.environ.get("DICU_OWNER_DATABASE_URL") or os.environ.get("DICU_OWNER_DATABASE_URL_FILE")):
        raise Refused(
            T("This is done as the role that owns the tables. Give its address in DICU_OWNER_DATABASE_URL (or …_FILE)."),
            where="DICU_OWNER_DATABASE_URL",
        )
    import django  # noqa: PLC0415 - its settings read the surroundings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dicu.settings")
    django.setup()
    from django.db import OperationalError  # noqa: PLC0415

    try:
        yield
    except OperationalError as gone:
        raise Refused(T("The database does not answer. Nothing was done.")) from gone
