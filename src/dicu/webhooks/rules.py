"""What an address of a webhook may look like, when a failed delivery is tried again, and when one is given up. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from dicu.vocabulary.messages import Refused, T

LONGEST = 490
NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=5)
OVERLAP = timedelta(days=7)
"""How long a former key signs beside the new one, where nobody says otherwise."""
LONGEST_OVERLAP = 90


class BadWebhook(Refused):
    """What was asked for is none that the house would tell anything."""


@dataclass(frozen=True, slots=True)
class Target:
    """`path` holds the query too."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """Host and port as they stand in a header; the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target_of(address: str, plain_allowed: bool) -> Target:
    """Raises BadWebhook: only HTTPS (plain HTTP where that is allowed), a host, no user, no password, no fragment."""
    if not (address.isascii() and address.isprintable()) or " " in address or "\\" in address or len(address) > LONGEST:
        raise _no_address()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as fault:
        raise _no_address() from fault
    if parts.scheme not in ("https", "http") or parts.username is not None or parts.password is not None or "#" in address:
        raise _no_address()
    if parts.scheme == "http" and not plain_allowed:
        raise BadWebhook(T("A webhook is reached over HTTPS only. Give an address that begins with https://."), "address")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, _host(parts.hostname or ""), port or (443 if secure else 80), path)


def _host(host: str) -> str:
    """A name, or an address written the one usual way: 0x7f.1 and 2130706433 are names of nothing."""
    try:
        if "%" not in host:
            return str(ip_address(host))
    except ValueError:
        pass
    if not NAME.fullmatch(host) or len(host) > 253 or host.rpartition(".")[2].isdecimal() or "0x" in host.lower():
        raise _no_address()
    return host.lower()


def _no_address() -> BadWebhook:
    return BadWebhook(T("This is not an address that a webhook can have. Write it like https://name.example/path."), "address")


def check_kinds(kinds: Collection[str], announced: Collection[str]) -> None:
    unknown = [kind for kind in kinds if kind not in announced]
    if unknown or not kinds:
        raise BadWebhook(T("Choose what is to be told from these: {kinds}.", kinds=", ".join(sorted(announced))), where="kinds")


def check_overlap(days: int) -> None:
    if not 0 <= days <= LONGEST_OVERLAP:
        raise BadWebhook(T("The former key signs for 0 to {most} more days.", most=LONGEST_OVERLAP), where="overlap_days")


def wait_after(failures: int, asked: int | None = None) -> timedelta:
    """After so many failures in a row; `asked`: seconds that the receiver asked for. Half a minute at first, doubled each
    time, six hours at most."""
    own: timedelta = min(LONGEST_WAIT, FIRST_WAIT * int(2 ** min(failures - 1, 20)))
    return own if asked is None else min(LONGEST_WAIT, max(own, timedelta(seconds=min(asked, 10**6))))


def given_up(failing_since: datetime, now: datetime) -> bool:
    return now - failing_since >= GIVEN_UP_AFTER
