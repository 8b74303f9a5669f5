"""Finding people without keeping their names: each syllable, its marks folded away, as a keyed token.

A domain's tokens are made in 256 parts, each with a key of its own; a person's part is the beginning of their id. When a
person is erased, the key of their part is renewed and the tokens of the others in it are made anew. Whoever has an old copy of
the database then has tokens that no key is left for: not even guessing names finds them out.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from hmac import digest

from dicu.ledger.keyring import Keyring, SearchKey
from dicu.vocabulary.vietnamese import fold

PARTS = 256
BYTES = 16
MOST_WORDS = 12
"""Of what is searched for; what comes after them narrows nothing any more."""

_BETWEEN = re.compile(r"[\W_]+")


def part_of(person: str) -> int:
    return int(person[:2], 16)


def syllables(*texts: str) -> frozenset[str]:
    """The syllables of names as they are compared: small letters without marks, Đ as d."""
    return frozenset(word for text in texts for word in _BETWEEN.split(fold(text)) if word)


def tokens(words: Iterable[str], person: str, domain: str, keyring: Keyring, *, newest: bool = False) -> frozenset[bytes]:
    """The person's tokens under every key that their part has now (while one is being renewed there are two), or under
    the newest alone."""
    keys = keyring.search_keys(domain, part_of(person))[-1 if newest else 0 :]
    return frozenset(_token(key, word) for word in words for key in keys)


def wanted(text: str, keys: Iterable[SearchKey]) -> tuple[frozenset[bytes], ...]:
    """For each syllable of what is searched for, the tokens that it may have, in any part: a person is found who has one
    of each. Long syllables first: they are rarer."""
    held = tuple(keys)
    words = sorted(syllables(text), key=lambda word: (-len(word), word))[:MOST_WORDS]
    return tuple(frozenset(_token(key, word) for key in held) for word in words)


def _token(key: SearchKey, word: str) -> bytes:
    return digest(key.material, word.encode(), sha256)[:BYTES]
