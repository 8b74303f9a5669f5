"""Bilateral dialogues: what both sides promised each other.

A dialogue goes on in rounds. Each round has its pillars, its co-chairs with their titles on that day, and documents that rest on
earlier ones. Promises live longer than rounds: they are carried over, said anew, or fulfilled.
"""

from datetime import date
from typing import Any

import pytest

from dicu.review.bundles import packed
from dicu.review.dialogues.bundles import shipped
from dicu.review.dialogues.course import Course, Happening, check_other_hand, check_step, course
from dicu.review.dialogues.gaps import found
from dicu.review.dialogues.model import Basis, Commitment, Series
from dicu.review.dialogues.reading import compiled, read_series
from dicu.review.rules import NotAllowed
from dicu.vocabulary.bilingual import Bilingual

PROMISED = date(2024, 4, 17)
WORDS = Bilingual("Xây dựng một kế hoạch chung.", "Develop a joint plan.")


@pytest.fixture(scope="module")
def real() -> Series:
    return read_series(packed(shipped("gb-vnm")[0]))


def promise(*happened: Happening, **facts: Any) -> Course:
    told = {"code": "x-1", "round": "2", "instrument": "", "pillars": (), "party": "both", "type": "instrument", "text": WORDS}
    return course(Commitment(**{**told, "promised": PROMISED, "basis": Basis(), **facts}), happened)


def agreed(side: str = "both") -> Happening:
    return Happening("agreed", PROMISED, {"side": side})


def fulfilled(side: str, day: date, by: str = "my") -> Happening:
    return Happening("confirmed", day, {"side": side, "what": "fulfilled"}, by)


def carried(to: str) -> Happening:
    return Happening("carried", None, {"round": to})


def assigned() -> Happening:
    return Happening("assigned", None, {"owner_ours": "BCA", "owner_theirs": "Home Office", "due": "2025-12-31"})


def test_from_promise_to_delivery_in_calendar_days(real: Series) -> None:
    """The joint action plan was promised on 17 April 2024 and signed on 31 March 2025. The day of the promise is not counted, the
    day of delivery is: 348 days. Nobody typed that number."""
    plan = next(c for c in real.commitments if c.code == "js24-4")
    one = course(plan, compiled(real, "js24-4"))
    assert (one.commitment.promised, one.delivered, one.days) == (PROMISED, date(2025, 3, 31), 348)


def test_two_keys() -> None:
    """That a promise is fulfilled counts when both sides have confirmed it, each with a document. One side alone changes nothing; it
    counts as delivered by the later of the two days."""
    begun = (agreed(), Happening("assigned", None, assigned().body), Happening("started", None, {}))
    half = promise(*begun, fulfilled("ours", date(2025, 3, 31)))
    assert (half.state, half.days) == ("in-progress", None)
    whole = promise(*begun, fulfilled("ours", date(2025, 3, 31)), fulfilled("theirs", date(2025, 4, 2)))
    assert (whole.state, whole.delivered) == ("fulfilled", date(2025, 4, 2))


def test_two_keys_are_not_in_one_hand() -> None:
    """Who recorded our confirmation does not record the partner's."""
    half = promise(agreed(), fulfilled("ours", date(2025, 3, 31), by="my"))
    with pytest.raises(NotAllowed):
        check_other_hand(half, "fulfilled", "my")
    check_other_hand(half, "fulfilled", "oanh")


def test_what_one_side_alone_has_agreed_is_not_begun() -> None:
    """And what nobody has is not begun either."""
    with pytest.raises(NotAllowed, match="both sides"):
        check_step(promise(agreed("ours"), assigned()), "start")
    with pytest.raises(NotAllowed, match="until when"):
        check_step(promise(agreed()), "start")
    check_step(promise(agreed(), assigned()), "start")


@pytest.mark.parametrize("last", [Happening("restated", None, {"by": "x-2"}), Happening("lapsed", None, {"reason": "x"})])
def test_what_is_over_stays_over(last: Happening) -> None:
    """Restated, lapsed and fulfilled promises take no further step, and no later happening revives them."""
    for step in ("assign", "confirm", "carry", "restate", "lapse"):
        with pytest.raises(NotAllowed):
            check_step(promise(agreed(), last), step)
    assert promise(agreed(), last, carried("3")).over


def test_a_promise_that_nobody_has() -> None:
    """G14: no owner on a side that promised it, or no due date. It closes when both are said."""
    series = read_series(packed(shipped("gb-vnm")[0]))
    assert [g.rule for g in found(series, [promise(agreed())])] == ["G14"]
    assert list(found(series, [promise(agreed(), assigned())])) == []
    theirs = promise(Happening("assigned", None, {**assigned().body, "owner_ours": ""}), party="theirs")
    assert list(found(series, [theirs])) == [], "a promise of the partner needs no owner here"


def test_a_promise_that_is_carried_on_and_on() -> None:
    """G15: carried over into two rounds or more. Twice into the same round is once."""
    series = read_series(packed(shipped("gb-vnm")[0]))
    once, twice = promise(assigned(), carried("3"), carried("3")), promise(assigned(), carried("3"), carried("4"))
    assert list(found(series, [once])) == []
    assert [(g.rule, dict(g.inputs)) for g in found(series, [twice])] == [("G15", {"rounds": "3, 4"})]
    assert list(found(series, [promise(assigned(), carried("3"), carried("4"), Happening("lapsed", None, {"reason": "x"}))])) == []


def test_what_is_not_known_is_not_made_up(real: Series) -> None:
    """No official text is at hand, so none stands there; how pillars answer each other is a reading, and marked unverified; titles
    from memory are marked apart from names that were read."""
    assert not any(text.had or text.words for i in real.instruments for text in i.texts)
    assert not any(m.basis.verified for m in real.mappings)
    chairs = {p.name: (p.basis.verified, p.title_verified) for r in real.rounds for p in r.co_chairs}
    assert chairs["Lương Tam Quang"] == (True, True)
    assert chairs["Matthew Rycroft"] == chairs["Simon Ridley"] == (True, False)
    assert real.round("2").pillars == ()  # type: ignore[union-attr]
