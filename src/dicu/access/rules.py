"""A rule gives a role the right to one action on one kind of thing, on a condition and for named purposes. There are no
rules that forbid: what no rule allows is refused."""

from dataclasses import dataclass

from dicu.access.conditions import Always, Condition
from dicu.vocabulary.messages import Message

EVERYBODY = "public"
"""The role that everybody has, signed in or not."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`said` tells in one sentence what the rule allows and on what condition; a refusal repeats it.

    A grant may be limited to one agency. Under such a grant a rule reaches only that agency's things, and nothing of a
    kind that belongs to no agency, unless the rule is `shared`.
    """

    role: str
    action: str
    kind: str
    purposes: frozenset[str]
    said: Message
    when: Condition = Always()
    shared: bool = False
