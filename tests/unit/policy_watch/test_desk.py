"""The steps of an entry, who may see and take them, registers loaded whole, to-dos, and what a brief tells."""

import copy
from datetime import date
from typing import Any

import pytest
from tests.unit.policy_watch.watching import BAO, CUC, READ, REGISTER, Watching
from tests.unit.store_review.house import AN, DUNG

from dicu.access.model import PUBLIC, Absent, Forbidden
from dicu.ledger.model import Conflict
from dicu.review.dialogues.bundles import shipped as talks
from dicu.review.policy_watch.bundles import shipped
from dicu.review.rules import NotAllowed
from dicu.store.review.policy_todos import PolicyTodos
from dicu.store.security.session import speaking_as


def test_an_entry_is_proposed_checked_by_another_corrected_and_withdrawn(watching: Watching) -> None:
    code = watching.propose()
    assert (watching.policy(code).state, watching.policy(code).entry.links[0].target) == ("proposed", "vn-law-69-2020")
    for officer in (PUBLIC, DUNG):
        with pytest.raises(Absent):
            watching.policy(code, officer, "reading")
    with pytest.raises(NotAllowed, match="Somebody else"):
        watching.take(BAO, code, "verify", **READ)
    done = watching.take(CUC, code, "verify", **READ)
    assert (done.state, done.verified_by, done.entry.checked) == ("verified", "cuc", date(2025, 11, 30))
    seen = watching.policy(code, PUBLIC, "reading")
    assert seen.state == "verified" and "cuc" not in str(seen) and "bao" not in str(seen)
    fields = {"in_force": "2026-01-15", "reason": "Hoãn."}
    corrected = watching.take(CUC, code, "correct", **{**_typed(), **fields})
    assert [v.entry.in_force for v in corrected.versions] == [date(2025, 12, 20), date(2026, 1, 15)]
    assert corrected.state == "unverified" and corrected.entry.checked is None
    with pytest.raises(NotAllowed):
        watching.take(CUC, code, "verify", **READ)
    with pytest.raises(Conflict):
        watching.take(BAO, code, "verify", number=1, **READ)
    gone = watching.take(BAO, code, "withdraw", reason="Sai.")
    assert gone.state == "withdrawn" and gone.withdrawn == "Sai."
    with pytest.raises(NotAllowed, match="withdrawn"):
        watching.take(AN, code, "verify", **READ)


def _typed() -> dict[str, str]:
    from tests.unit.policy_watch.watching import DECREE  # noqa: PLC0415

    return dict(DECREE)


@pytest.mark.parametrize(("field", "text"), [("kind", "poem"), ("title_en", ""), ("source", ""), ("whom", "martians"), ("topics", ""),
                                             ("in_force", "30/2/2026"), ("ends", "2025-01-01"), ("links", "eats: x"), ("note_vi", "a\x00"),
                                             ("route_name_vi", "Một lối")])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(watching: Watching, field: str, text: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        watching.propose(**{field: text})
    assert refused.value.where == ("route_name_en" if field == "route_name_vi" else field)
    assert watching.propose() == "new-1"


def test_a_check_needs_what_was_read_and_no_day_to_come(watching: Watching) -> None:
    for wrong, where in (({"where": ""}, "where"), ({"read": "secondary"}, "read"), ({"day": "2025-12-02"}, "day"), ({"day": ""}, "day")):
        with pytest.raises(NotAllowed) as refused:
            watching.take(BAO, "vn-decree-372-2025", "verify", **{**READ, **wrong})
        assert refused.value.where == where
    with pytest.raises(NotAllowed, match="Somebody else"):  # the coordinator loaded the register
        watching.take(AN, "vn-decree-372-2025", "verify", **READ)
    assert watching.take(BAO, "vn-decree-372-2025", "verify", **READ).state == "verified"


def test_a_file_neither_rewrites_nor_drops_what_was_worked_on(watching: Watching) -> None:
    watching.take(BAO, "vn-decree-372-2025", "verify", **READ)
    bundle = copy.deepcopy(dict(shipped(REGISTER)[0]))
    same = watching.by(BAO, lambda who: watching.desk.loading.load(who, bundle, "again"))
    assert same.same and same.changes == ()
    bundle["entries"][0]["changes"]["en"] = "Another sentence."
    found = watching.by(CUC, lambda who: watching.desk.loading.load(who, bundle, "newer"))
    assert [(d.key, d.field) for d in found.changes] == [("vn-law-53-2024", "changes")]
    with pytest.raises(Conflict):
        watching.by(CUC, lambda who: watching.desk.loading.load(who, shipped(REGISTER)[0], "old", against="0" * 64))
    bundle["entries"] = [e for e in bundle["entries"] if e["code"] != "vn-decree-372-2025"]
    with pytest.raises(NotAllowed, match="vn-decree-372-2025"):
        watching.by(CUC, lambda who: watching.desk.loading.load(who, bundle, "newest"))
    with pytest.raises(Forbidden):
        watching.by(DUNG, lambda who: watching.desk.loading.load(who, bundle, "x"), "reporting")


def test_what_there_is_to_do(watching: Watching) -> None:
    code = watching.propose()
    asked = PolicyTodos(watching.desk.looking.version)

    def todos(day: date) -> dict[str, Any]:
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic(), speaking_as(BAO):
            return {t.what: t for t in asked(day)}

    now = todos(date(2025, 12, 1))
    assert now["policy-proposed"].but == "bao" and now["policy-begins"].due in (date(2025, 12, 20), date(2026, 1, 1))
    assert "policy-check" not in now and "policy-check" in todos(date(2026, 6, 30))
    watching.take(CUC, code, "withdraw", reason="Sai.")
    assert "policy-proposed" not in todos(date(2025, 12, 1))


def test_a_brief_tells_what_changed_since_the_round_before(watching: Watching) -> None:
    bundle, places = talks("gb-vnm")
    dialogues = watching.world.house.dialogues
    hidden = watching.propose(adopted="2025-01-05", in_force="", title_en="Secret decree")
    press = dialogues.briefing.press
    dialogues.briefing.press = type(press)(("html",), lambda d, _: str(d.blocks).encode())
    watching.by(AN, lambda who: dialogues.loading.load(who, bundle, "shipped", places))
    built = watching.by(AN, lambda who: dialogues.briefing.build(who, "gb-vnm", "3", "partner"))
    said = built.files["brief.partner.en.html"].decode()
    assert "Changes of law and of legal routes" in said and "53/2024/QH15" in said and "176/2025/QH15" in said
    assert "91/2025/QH15" not in said and "Secret decree" not in said and hidden == "new-1"
    assert built.alike is not None and [f.kind for f in built.alike.findings] == ["unit"]  # of a commitment, not of policy
    first = watching.by(AN, lambda who: dialogues.briefing.build(who, "gb-vnm", "1", "ours"))
    assert "Changes of law" not in first.files["brief.ours.en.html"].decode()
