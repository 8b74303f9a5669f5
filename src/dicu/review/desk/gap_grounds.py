"""What gaps are held against besides the round, as far as the officer may see it."""

from dicu.access.model import Asker
from dicu.review.beside import Beside, round_before
from dicu.review.desk.tools import Tools
from dicu.review.desk.versions import Versions
from dicu.review.line import LineState
from dicu.review.situation import Situation


def beside(tools: Tools, asker: Asker, s: Situation) -> Beside:
    before = round_before(s.plan, s.round)
    lines = tools.records.lines(tools.scope(asker, "line"), s.plan.id, before.id) if before else ()
    accepted = {line.task: line for _, line in lines if line.state is LineState.ACCEPTED}
    provincial = Versions(tools).implementing(asker, s.plan.id) if s.plan.localities else None
    return Beside(before, accepted, provincial)
