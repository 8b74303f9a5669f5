"""A session's device and network in coarse words: enough for its owner to recognise, too little to follow them."""

from ipaddress import ip_address

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
            ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Mac OS X", "macOS"),
           ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip
"""The first that the browser's own description contains; names are the makers' own in both languages."""


def device(agent: str) -> str:
    """ "Firefox · Windows"; empty where nothing is recognised."""
    found = (next((name for sign, name in signs if sign in agent), "") for signs in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name)


def network(address: str) -> str:
    """The network an address is in, as limits count it: 203.0.113.0/24 or 2001:db8:1:2::/64; empty for no address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped:
        found = mapped
    octets, length = found.packed, 24 if found.version == 4 else 64
    kept = octets[: length // 8] + bytes(len(octets) - length // 8)
    return f"{ip_address(kept)}/{length}"
