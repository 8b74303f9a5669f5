"""What `test_who_opens_what` asks of versions, parts of a plan, priorities and solutions; and what stands there when it asks."""

import copy

from tests.unit.review.making import bundle_of
from tests.unit.store_review.house import AN, HAI, World

from dicu.review.desk import Said
from dicu.review.priorities import Links
from dicu.vocabulary.bilingual import Bilingual

#                                                        A    B   coord. second aud. public
READING: list[tuple[str, tuple[str, ...], tuple[int, ...]]] = [
    ("plan-evidence", ("demo",), (200, 200, 200, 200, 200, 200)),
    ("evidence", ("demo", "FILE"), (200, 404, 200, 200, 200, 404)),
    ("evidence", ("demo", "DRAFT"), (404, 200, 404, 404, 404, 404)),
    ("claims", ("demo", "2025", "TD-LD"), (200, 404, 200, 200, 200, 404)),
    ("claims", ("demo", "2025", "TD-TP"), (404, 200, 404, 404, 200, 404)),
    ("line-evidence", ("demo", "2025", "TD-LD", "3.1", "FILE"), (422, 404, 403, 403, 403, 404)),
    ("plan-new", (), (404, 404, 200, 200, 403, 404)),
    ("plan-versions", ("demo",), (200, 200, 200, 200, 200, 200)),
    ("plan-versions", ("nope",), (404, 404, 404, 404, 404, 404)),
    ("plan-version", ("demo", "LOADED"), (200, 200, 200, 200, 200, 200)),
    ("plan-version", ("demo", "PROPOSED"), (404, 404, 200, 200, 200, 404)),
    ("plan-version", ("demo", "NOTHING"), (404, 404, 404, 404, 404, 404)),
    ("plan-template", ("demo",), (200, 200, 200, 200, 200, 200)),
    ("plan-template", ("nope",), (404, 404, 404, 404, 404, 404)),
    ("plan-task", ("demo", "3.1"), (200, 200, 200, 200, 200, 200)),
    ("plan-task", ("demo", "9.9"), (404, 404, 404, 404, 404, 404)),
    ("plan-crosswalk", ("demo",), (200, 200, 200, 200, 200, 200)),
    ("plan-localities", ("demo",), (200, 200, 200, 200, 200, 200)),
    ("round-priorities", ("demo", "2025"), (200, 200, 200, 200, 200, 302)),
    ("round-priorities", ("demo", "2099"), (404, 404, 404, 404, 404, 404)),
    ("priority", ("demo", "TD-TP-1"), (404, 200, 200, 200, 200, 404)),
    ("priority", ("demo", "TD-TP-9"), (404, 404, 404, 404, 404, 404)),
]
PROPOSAL = {"sort": "priority", "title_vi": "Rút ngắn thời gian xác minh"}
#                                                                               A    B   coord. second aud. public
STEPS: list[tuple[str, tuple[str, ...], dict[str, str], tuple[int, ...]]] = [
    ("plan-new", (), {}, (404, 404, 422, 422, 403, 404)),
    ("plan-versions", ("demo",), {}, (404, 404, 422, 422, 403, 404)),
    ("plan-versions", ("demo",), {"file": "csv"}, (404, 404, 422, 422, 403, 404)),
    ("plan-version", ("demo", "PROPOSED"), {"against": "LOADED"}, (404, 404, 302, 302, 403, 404)),
    ("plan-version", ("demo", "PROPOSED"), {"against": "NOTHING"}, (404, 404, 409, 409, 403, 404)),
    ("round-priorities", ("demo", "2025"), {**PROPOSAL, "agency": "TD-LD"}, (302, 404, 403, 403, 403, 403)),
    ("round-priorities", ("demo", "2025"), {**PROPOSAL, "agency": "TD-NG"}, (404, 404, 302, 302, 403, 403)),
    ("round-priorities", ("demo", "2025"), {"agency": "TD-LD"}, (422, 404, 403, 403, 403, 403)),
    ("priority-step", ("demo", "TD-TP-1", "agree"), {"number": "1"}, (404, 403, 302, 302, 403, 404)),
    ("priority-step", ("demo", "TD-TP-1", "agree"), {"number": "7"}, (404, 403, 409, 409, 403, 404)),
    ("priority-step", ("demo", "TD-TP-1", "plan"), {"number": "1"}, (404, 403, 422, 422, 403, 404)),
    ("priority-step", ("demo", "TD-TP-1", "drop"), {"number": "1", "reason": "Trùng."}, (404, 302, 302, 302, 403, 404)),
    ("priority-step", ("demo", "TD-TP-1", "amend"), {**PROPOSAL, "number": "1"}, (404, 302, 403, 403, 403, 404)),
    ("priority-step", ("demo", "TD-TP-1", "shred"), {"number": "1"}, (404, 404, 404, 404, 404, 404)),
]


def proposed(world: World) -> str:
    """A version that nobody has decided, and a priority that nobody has agreed to."""
    said = Said("priority", Bilingual("Xác minh nhanh hơn", ""), "", Links(tasks=("3.4",)))
    world.by(HAI, "reporting", lambda who: world.desk.priorities.propose(who, "demo", "2025", "TD-TP", said))
    bundle = copy.deepcopy(dict(bundle_of()))
    bundle["plan"]["tasks"][0]["text"]["en"] = "Open information points"
    return str(world.by(AN, "coordination", lambda who: world.desk.versions.propose(who, bundle, "proposed.zip")).digest)
