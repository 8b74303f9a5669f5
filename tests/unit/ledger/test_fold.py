import pytest
from tests.unit.ledger.histories import history

from dicu.ledger.fold import Fold
from dicu.vocabulary.messages import Refused

COUNT: Fold[int] = Fold(initial=0, steps={"noted": lambda state, entry: state + entry.body["by"]})
ENTRIES = history({"by": 1}, {"by": 20}, {"by": 300})


def test_each_entry_gives_the_next_state() -> None:
    assert COUNT.over(ENTRIES) == 321
    assert COUNT.over(()) == 0


def test_a_fold_can_go_on_from_a_state_even_an_empty_one() -> None:
    assert COUNT.over(ENTRIES[1:], start=COUNT.over(ENTRIES[:1])) == 321
    assert Fold(initial=5, steps=COUNT.steps).over(ENTRIES, start=0) == 321


def test_an_entry_of_an_unknown_kind_is_refused_and_named() -> None:
    with pytest.raises(Refused, match="noted") as refused:
        Fold(initial=0, steps={}).over(ENTRIES)
    assert refused.value.where == "report/demo/2024/BTP 1"
