"""What a person says of a file before it is imported: whose figures these are, of which area, in which words."""

import re
from collections.abc import Iterable
from datetime import date

from dicu.review.model import Plan
from dicu.review.observations.importing import Terms
from dicu.vocabulary.legal import Source
from dicu.vocabulary.messages import Refused, T

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")


def terms_of(
    plan: Plan, source: str, *, title: str = "", address: str = "", published: date | None = None, area: str = "",
    codes: Iterable[str] = (), units: Iterable[str] = (),
) -> Terms:  # fmt: skip
    """`source` is one of the plan's sources, or a new key with a `title`; `codes` are FOREIGN=OURS. Raises `Refused`."""
    if not KEY.fullmatch(source):
        raise Refused(T("“{key}” is no key of a source: letters, digits and hyphens, at most 60.", key=source[:80]), where="source")
    known = plan.sources.get(source)
    if known is None and not title.strip():
        raise Refused(
            T("The plan has no source “{key}”. Give its title, so that papers can cite it.", key=source),
            where="title",
        )
    cited = known or Source(title.strip(), "", published, False, address.strip())
    where = area.strip() or plan.area
    if not where:
        raise Refused(T("Say of which area the figures are that name none."), where="area")
    return Terms(source, cited, where, dict(_pair(code, plan) for code in codes), frozenset(units))


def _pair(text: str, plan: Plan) -> tuple[str, str]:
    foreign, equals, ours = text.partition("=")
    if not equals or not foreign or ours not in plan.indicator_by_code:
        raise Refused(T("“{text}” does not say which indicator of the plan a code means: write CODE=indicator.", text=text), where="codes")
    return foreign, ours
