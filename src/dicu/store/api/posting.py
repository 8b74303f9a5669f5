"""One message to one receiver, so that no address can lead the house to where it must not go: every address that the name has is
looked at, the connection goes to the one that was looked at, and nothing is followed from there.

Whoever may register a webhook names an address; without this they could have the house ask machines of its own network.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from dicu.webhooks.rules import Target

SECONDS = 10.0
"""For all of it: finding the address, connecting, sending, and the answer."""
LARGEST_ANSWER = 64 * 1024
NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Result:
    """`status` is 0 where there was no answer; `said` is a word for the log, never what the receiver wrote."""

    status: int
    said: str
    retry_after: int | None = None

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300


Resolve = Callable[[str, int], Sequence[str]]


def _resolved(host: str, port: int) -> Sequence[str]:
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True)
class Poster:
    """`networks`: private ones that an installation allows, as 10.20.0.0/16. `trust`: whom to believe; None: the machine's list."""

    networks: tuple[str, ...] = ()
    trust: ssl.SSLContext | None = None
    resolve: Resolve = _resolved
    seconds: float = SECONDS
    allowed: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "allowed", tuple(ip_network(network) for network in self.networks))

    def post(self, target: Target, headers: Mapping[str, str], body: bytes) -> Result:
        """Never raises for what a receiver or the network does."""
        try:
            return asyncio.run(self._in_time(target, headers, body))
        except TimeoutError:
            return Result(0, "timeout")
        except (OSError, httpx.HTTPError, ssl.SSLError, UnicodeError) as fault:
            return Result(0, type(fault).__name__)

    async def _in_time(self, target: Target, headers: Mapping[str, str], body: bytes) -> Result:
        async with asyncio.timeout(self.seconds):
            found = await asyncio.get_running_loop().run_in_executor(None, self.resolve, target.host, target.port)
            addresses = [ip_address(text.partition("%")[0]) for text in found]
            if not addresses or not all(map(self.may_reach, addresses)):
                return Result(0, "address not allowed")
            return await self._sent(target, addresses[0], headers, body)

    async def _sent(self, target: Target, address: Address, headers: Mapping[str, str], body: bytes) -> Result:
        host = f"[{address}]" if address.version == 6 else str(address)
        url = f"{'https' if target.secure else 'http'}://{host}:{target.port}{target.path}"
        told = {
            "Host": target.named,
            "Content-Type": "application/json",
            "User-Agent": "dicu-webhook",
            "Accept-Encoding": "identity",
            **headers,
        }
        trust = self.trust or ssl.create_default_context()
        async with httpx.AsyncClient(verify=trust, trust_env=False, follow_redirects=False, timeout=self.seconds) as client:
            request = client.build_request("POST", url, headers={**told, **headers}, content=body, extensions={"sni_hostname": target.host})
            response = await client.send(request, stream=True)
            try:
                return await _read(response)
            finally:
                await response.aclose()

    def may_reach(self, address: Address) -> bool:
        """Public addresses, and private ones of the allowed networks; also of what is wrapped into another address."""
        plain = _unwrapped(address)
        if any(plain in network for network in self.allowed if network.version == plain.version):  # type: ignore[attr-defined]
            return True
        return plain.is_global and not (plain.is_multicast or plain.is_reserved or plain.is_unspecified or plain.is_link_local)


async def _read(response: httpx.Response) -> Result:
    """The answer is read only so far as to know that it ended: what it says is of no interest."""
    size = 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > LARGEST_ANSWER:
            return Result(0, "answer too large")
    after = response.headers.get("Retry-After", "")
    seconds = int(after) if after.isascii() and after.isdecimal() and len(after) < 8 else None
    return Result(response.status_code, str(response.status_code), seconds)


def _unwrapped(address: Address) -> Address:
    """An IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo or NAT64."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address
