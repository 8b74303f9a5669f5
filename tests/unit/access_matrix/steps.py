"""A step as every door has it: the chain of acts that it takes, and on what."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.unit.access_matrix import things
from tests.unit.access_matrix.house import House
from tests.unit.access_matrix.model import Act, Who, outcome
from tests.unit.access_matrix.things import Named

OnWhat = Callable[[House], list[Named]]


@dataclass(frozen=True)
class Step:
    """`chain` in words: "see report, submit report"; "sign in" for a place that asks for it before anything else; an act
    after "*" is on the errand of publication."""

    on: OnWhat
    chain: str

    def outcome(self, who: Who, named: Named, purpose: str) -> str:
        return outcome(who, [_act(words, named) for words in self.chain.split(", ")], purpose)


def _act(words: str, named: Named) -> Act:
    if words == "sign in":
        return Act("sign in", things.PLAN, sign_in=True)
    purpose = "publication" if words.startswith("*") else ""
    act, thing = words.removeprefix("*").split()
    return Act(act, named.things[thing], purpose=purpose)


def _alone(listed: Callable[[], list[Named]]) -> OnWhat:
    return lambda house: listed()


NOTHING, PLANS, ROUNDS = map(_alone, (things.nothing, things.plans, things.rounds))
REPORTS, LINES, ACCOUNTS, OPENINGS = map(_alone, (things.reports, things.lines, things.accounts, things.openings))
FILES, EDITIONS, VERSIONS = things.files, things.editions, things.versions
PRIORITIES = _alone(things.priorities)
GAPS, GAPS_BY_KEY = _alone(things.gaps), _alone(lambda: things.gaps(short=False))
RECOMMENDATIONS = _alone(things.recommendations)
POLICIES, LAWS = map(_alone, (things.policies, things.laws))
DIALOGUES, SESSIONS, PROMISES = map(_alone, (things.dialogues, things.sessions, things.promises))

EVERYBODY = "see plan"
"""The plans are everybody's, so this says that everybody gets in."""
REPORT = "see obligation, see round, see report"
DUTY = "see obligation, see round"
LINE = f"{REPORT}, see line"
AN_ACCOUNT = "sign in, see accounts, see account"
