"""Asking a web page whether it still stands, so that no address can lead the house to where it must not go: every address that the
name has is looked at, the connection goes to the one that was looked at, and each redirect is looked at anew.

Whoever reports a line names an address; without this they could have the house ask machines of its own network.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urljoin

import httpx

from dicu.review.evidence.addresses import well_formed
from dicu.review.evidence.checks import ALIVE, BARRED, CHANGED, CLOSED, GONE, SILENT, Finding, taken_apart
from dicu.store.api.posting import Address, Poster
from dicu.vocabulary.messages import Refused
from dicu.webhooks.rules import Target, target_of

SECONDS = 20.0
"""For all of it, redirects included."""
LARGEST = 50_000_000
REDIRECTS = 3
MOVED = frozenset({301, 302, 303, 307, 308})
NO_HEAD = frozenset({400, 403, 404, 405, 500, 501})
"""Answers to HEAD that say nothing of the page: many servers know only GET."""
DEAD = frozenset({404, 410})
SHUT = frozenset({401, 402, 403, 407, 429, 451})


class Barred(Exception):
    """The address leads to where the house does not ask."""


@dataclass(frozen=True)
class Pages:
    """`guard`: which addresses may be reached, and how a name is resolved; the same as of webhooks. `largest`: bytes of a page."""

    guard: Poster = field(default_factory=Poster)
    seconds: float = SECONDS
    largest: int = LARGEST

    def look(self, subject: str) -> Finding:
        """`subject` of a link. Never raises for what a server or the network does."""
        digest, url = taken_apart(subject)
        try:
            return asyncio.run(self._in_time(subject, url, digest))
        except Barred:
            return Finding(subject, BARRED, word="address not allowed")
        except TimeoutError:
            return Finding(subject, SILENT, word="timeout")
        except (OSError, httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, UnicodeError) as fault:
            return Finding(subject, SILENT, word=type(fault).__name__)

    async def _in_time(self, subject: str, url: str, digest: str) -> Finding:
        async with asyncio.timeout(self.seconds):
            if not digest:
                status, _ = await self._asked("HEAD", url, read=False)
                if status not in NO_HEAD:
                    return _judged(subject, status)
            status, found = await self._asked("GET", url, read=bool(digest))
            return _judged(subject, status, found, digest)

    async def _asked(self, method: str, url: str, *, read: bool) -> tuple[int, str]:
        """Status, and the digest of the content where it was read whole: an answer that is too long has none."""
        for _ in range(REDIRECTS + 1):
            async with self._opened(method, url) as response:
                onward = response.headers.get("Location", "")
                if response.status_code not in MOVED or not onward:
                    return response.status_code, await self._digest(response) if read and response.status_code == httpx.codes.OK else ""
                url = urljoin(url, onward)
        return 0, ""

    @asynccontextmanager
    async def _opened(self, method: str, url: str) -> AsyncIterator[httpx.Response]:
        target = _target(url)
        address = await self._address(target)
        host = f"[{address}]" if address.version == 6 else str(address)
        place = f"{'https' if target.secure else 'http'}://{host}:{target.port}{target.path}"
        told = {"Host": target.named, "User-Agent": "dicu-evidence", "Accept": "*/*", "Accept-Encoding": "identity"}
        trust = self.guard.trust or ssl.create_default_context()
        async with httpx.AsyncClient(verify=trust, trust_env=False, follow_redirects=False, timeout=self.seconds) as client:
            request = client.build_request(method, place, headers=told, extensions={"sni_hostname": target.host})
            response = await client.send(request, stream=True)
            try:
                yield response
            finally:
                await response.aclose()

    async def _address(self, target: Target) -> Address:
        found = await asyncio.get_running_loop().run_in_executor(None, self.guard.resolve, target.host, target.port)
        addresses = [ip_address(text.partition("%")[0]) for text in found]
        if not addresses or not all(map(self.guard.may_reach, addresses)):
            raise Barred
        return addresses[0]

    async def _digest(self, response: httpx.Response) -> str:
        digest, size = sha256(), 0
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > self.largest:
                return "-"
            digest.update(chunk)
        return digest.hexdigest()


def _target(url: str) -> Target:
    """Of a page, a fragment is the reader's own business."""
    plain = url.partition("#")[0]
    if not well_formed(plain):
        raise Barred
    try:
        return target_of(plain, plain_allowed=True)
    except Refused as refused:
        raise Barred from refused


def _judged(subject: str, status: int, found: str = "", kept: str = "") -> Finding:
    if status in DEAD:
        return Finding(subject, GONE, status)
    if status in SHUT:
        return Finding(subject, CLOSED, status)
    if not 200 <= status < 300:
        return Finding(subject, SILENT, status, word="" if status else "too many redirects")
    if kept and found == "-":
        return Finding(subject, ALIVE, status, word="too large to compare")
    return Finding(subject, CHANGED if kept and found != kept else ALIVE, status, found)
