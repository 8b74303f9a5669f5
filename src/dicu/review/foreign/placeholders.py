"""Files that only hold the place of data: G11 of the catalogue."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dicu.review.foreign.data_files import DataFile
from dicu.review.foreign.findings import Finding, finding, quote
from dicu.vocabulary.messages import Message, T

MANY = 5  # indicators that share one file's bytes
_TEMPLATE = "Year,Group,Value\n2015,A,1\n2015,B,3\n2015,,2\n2016,A,1\n2016,B,3\n2016,,2\n"
"""What the empty platform ships as the data of its first indicator."""
TEMPLATES = frozenset(
    hashlib.sha256(mark + text.encode()).hexdigest()
    for mark in (b"", b"\xef\xbb\xbf")
    for body in (_TEMPLATE, _TEMPLATE.rstrip("\n"))
    for text in (body, body.replace("\n", "\r\n"))
)


def placeholders(files: Iterable[DataFile]) -> Iterator[tuple[DataFile, Finding]]:
    """Each file that is one, with its finding."""
    kept = list(files)
    indicators = Counter(digest for digest, _ in {(file.digest, file.indicator) for file in kept if file.digest})
    for file in kept:
        if (why := _reason(file, indicators)) is not None:
            found = finding("G11", file.indicator, file=file.name, why=why, sha256=file.digest, count=file.counts.rows_read)
            yield file, found if file.counts.rows_read else replace(found, severity="info")


def _reason(file: DataFile, indicators: Counter[str]) -> Message | None:
    if file.digest in TEMPLATES:
        return T("it is the file that the empty platform comes with")
    if (count := indicators[file.digest]) >= MANY:
        return T("the very same file stands there for {count} indicators", count=count)
    if file.sentence:
        return T("a text stands where the period should be: “{found}”", found=quote(file.sentence))
    return None
