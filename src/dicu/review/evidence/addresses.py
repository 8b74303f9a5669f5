"""Which web addresses evidence can have. Whether one may be asked for is another question, put when it is."""

import re
from urllib.parse import urlsplit

LONGEST = 1000
NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def well_formed(url: str) -> bool:
    """http or https, a host, no user and no password in it; written in ASCII as browsers copy it."""
    if not (url.isascii() and url.isprintable()) or " " in url or "\\" in url or len(url) > LONGEST:
        return False
    try:
        parts = urlsplit(url)
        named = parts.netloc.rpartition(":")[0] if parts.port is not None else parts.netloc.rstrip(":")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "@" not in parts.netloc and bool(NAME.fullmatch(named))
