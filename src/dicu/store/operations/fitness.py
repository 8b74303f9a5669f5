"""Whether an installation is fit to serve in earnest: everything that is looked at, in one list."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import Error

from dicu.ledger.keyring import KeysRefused
from dicu.store import environment
from dicu.store.operations import surroundings
from dicu.store.operations.findings import Finding
from dicu.vocabulary.messages import Refused, T


def findings(told: Mapping[str, str] = os.environ) -> tuple[Finding, ...]:
    """Settings and files first; the database too, if Django's settings can be read with what was told."""
    found = list(surroundings.looked_at(told))
    if any(finding.code in {"database-address", "key", "settings"} for finding in found):
        return tuple(found)
    return (*found, *_inside(told))


def _inside(told: Mapping[str, str]) -> Iterator[Finding]:
    import django  # noqa: PLC0415 - its settings read what was told

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dicu.settings")
    try:
        django.setup()
    except environment.Unconfigured as fault:
        yield Finding("settings", "refused", fault.message, T("Correct the setting."), fault.where)
        return
    except KeysRefused as fault:
        remedy = T("Put the right keys in place; without them records of people cannot be read.")
        yield Finding("keys", "refused", fault.message, remedy, fault.where)
        return
    from dicu.store.operations import database  # noqa: PLC0415

    yield from database.looked_at(synthetic=environment.yes("DICU_SYNTHETIC", told))
    yield from _anchored(told)
    yield from _room()
    yield from _laid_out()


def _anchored(told: Mapping[str, str]) -> Iterator[Finding]:
    from dicu.store.ledger.notary import ANCHOR, check_anchor  # noqa: PLC0415

    if not told.get(ANCHOR):
        yield Finding(
            "no-anchor", "warning",
            T("Nothing outside the database knows the ledger, so that nobody could tell whether its end was cut off or all was "
              "written anew."),
            T("Make checkpoints and name their anchor in DICU_ANCHOR, as docs/how-to/install-for-a-ministry.md shows."), ANCHOR,
        )  # fmt: skip
        return
    try:
        check_anchor(told)
    except Refused as fault:
        yield Finding("anchor", "refused", fault.message, T("Run dicu ledger verify, and decide before anything is recorded."), fault.where)
    except Error:
        return  # the database was found wanting above


def _room() -> Iterator[Finding]:
    from dicu.store.operations import signs  # noqa: PLC0415

    if signs.room().good is False:
        yield Finding(
            "room", "warning", T("There is little room left for files."),
            T("Make room on the disk of DICU_HOME, or move it to a larger one."), "DICU_HOME",
        )  # fmt: skip


def _laid_out() -> Iterator[Finding]:
    from django.conf import settings  # noqa: PLC0415

    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Finding(
            "statics", "warning", T("Style sheets and scripts are not laid out, so that browsers fetch them anew each day."),
            T("Run: dicu migrate"), "DICU_HOME",
        )  # fmt: skip
