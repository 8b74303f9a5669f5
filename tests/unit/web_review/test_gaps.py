"""The gaps of a round in the browser: the list and its filter, one gap with its steps, and the rules in words."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.unit.web_review.serving import url

from dicu.review.gaps.life import name_of

KEY = "G05/4.1"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_list_to_a_recorded_step(as_: Callable[[str], Client], language: str) -> None:
    an = as_("an")
    where = ("demo", "2025", name_of(KEY))
    page = an.get(url("round-gaps", "demo", "2025", language=language), {"rule": "G05", "state": "open"})
    assert page.status_code == 200
    assert url("round-gap", *where, language=language) in page.content.decode() and "G06 " in page.content.decode()
    assert (
        "G05" not in an.get(url("round-gaps", "demo", "2025", language=language), {"rule": "G06"}).content.decode().partition("<tbody")[2]
    )
    one = an.get(url("round-gap", *where, language=language))
    assert one.status_code == 200 and "4.1" in one.content.decode()
    form = {"number": "0", "owner": "TD-LD", "due": "not a day", "reason": ""}
    assert an.post(url("gap-step", *where, "plan", language=language), form).status_code == 422
    assert an.post(url("gap-step", *where, "accept", language=language), {"number": "0", "reason": ""}).status_code == 422
    assert an.post(url("gap-step", *where, "accept", language=language), {"number": "0", "reason": "Chờ năm sau."}).status_code == 302
    assert "Chờ năm sau." in an.get(url("round-gap", *where, language=language)).content.decode()
    assert an.post(url("round-gaps-record", "demo", "2025", language=language)).status_code == 302
    assert "G25" in an.get(url("gap-rules", language=language)).content.decode()
