"""Lists that grow are read by position: a cursor says after which row to go on, so a row that comes meanwhile moves nothing.

A cursor is opaque to who gets it. It opens nothing: the rows behind it are decided by `access` like any others.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from dicu.api import problems
from dicu.api.problems import in_parameter
from dicu.api.shapes import Shape
from dicu.vocabulary.messages import T

Row = TypeVar("Row")
MOST = 200
Key = list[str | int]

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many rows a page has.")]
After = Annotated[str, Query(max_length=600, description="The cursor that the page before named.")]
USUAL = 50


class Page(Shape, Generic[Row]):
    """`next`: the address of the next page; null on the last one."""

    items: list[Row]
    next: str | None = Field(None, description="The address of the next page; null on the last one.")


def written(list_: str, key: Key) -> str:
    text = json.dumps([list_, *key], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def read(list_: str, cursor: str, *types: type) -> Key | None:
    """The key in a cursor of this list; None without one. A cursor that is none of ours is told so."""
    if not cursor:
        return None
    try:
        name, *key = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode())
        if name == list_ and [type(part) for part in key] == list(types) and written(list_, key) == cursor:
            return key
    except (ValueError, binascii.Error, RecursionError, TypeError, KeyError):
        pass
    raise problems.invalid(in_parameter("after", T("This is no cursor of this list. Begin again without one.")))


def beyond(rows: Sequence[Row], key: Key | None, of: Callable[[Row], Any]) -> list[Row]:
    """Rows after the key, in the order of their keys."""
    ordered = sorted(rows, key=of)
    return ordered if key is None else [row for row in ordered if of(row) > tuple(key)]


def next_page(request: HttpRequest, list_: str, key: Key | None) -> str | None:
    if key is None:
        return None
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return f"{request.path}?{urlencode({**kept, 'after': written(list_, key)})}"
