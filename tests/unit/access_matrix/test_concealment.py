"""What is hidden and what is not there are one and the same answer: the whole of it, status, headers and every byte.

Only what cannot be the same is put aside: the form's token, the request's number, the second in which a cookie will expire, and
the address that was asked for, which the page repeats for the other language.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from tests.unit.access_matrix.house import CAST, House
from tests.unit.access_matrix.interface import OPERATIONS
from tests.unit.access_matrix.model import ABSENT
from tests.unit.access_matrix.pages_besides import PAGES
from tests.unit.access_matrix.test_interface import Api, unlimited
from tests.unit.access_matrix.test_pages import browser, cells
from tests.unit.store_review.house import AN, DUNG, HAI
from tests.unit.web_review.serving import url

NONCES = re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]+"')
OBJECTS = [name for name, page in PAGES.items() if any(step and step.on for step in (page.get, page.post))]
LOOKERS = ("dung", "hai", "an", "binh", "uyen", "van", "phuc", "tu", "public")

assert unlimited  # the same limits as for the matrix of the interface


def whole(answer: Any, address: str) -> tuple[int, dict[str, str], dict[str, str], str]:
    """Everything that a browser gets: status, headers, cookies without their values, and the body."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("X-Request-ID", "Content-Length")}
    cookies = {name: re.sub(r"=[^;]*|expires=[^;]*;", "", str(morsel)) for name, morsel in answer.cookies.items()}
    body = answer.content.decode()
    for own in _own(address):
        body = body.replace(own, "…")
    return answer.status_code, headers, cookies, NONCES.sub(r"\1", body)


def _own(address: str) -> Iterator[str]:
    """The address as the page repeats it, without its language; of a form's, also that of the page it stands on."""
    _, language, *parts = address.split("/")
    for length in range(len(parts), 2, -1):
        yield "/".join(parts[:length]).rstrip("/")


@pytest.mark.parametrize("who", LOOKERS)
def test_on_every_page_hidden_and_missing_are_one_answer(house: House, who: str) -> None:
    """Every address with an object in it, by every method it takes, in both languages."""
    client, compared = browser(CAST[who]), 0
    for name, language in product(OBJECTS, ("vi", "en")):
        page, answers = PAGES[name], {}
        for method, named, expected in cells(house, CAST[who], page):
            if expected == ABSENT:
                address = url(name, *named.where, *house.filled(page.tail, named.where), language=language)
                with transaction.atomic():
                    found = whole(getattr(client, method)(address, {"number": "0", **page.form} if method == "post" else {}), address)
                    transaction.set_rollback(True)
                first = answers.setdefault(method, found)
                assert found == first, (name, method, named.where)
                compared += 1
    assert compared > 20


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize("who", LOOKERS)
def test_to_every_program_hidden_and_missing_are_one_answer(house: House, who: str) -> None:
    """Every operation that names an object; a whole problem, word for word."""
    api, compared = Api(house.tokens.get(who, "")), 0
    for operation in OPERATIONS.values():
        answers = set()
        for named in operation.step.on(house):
            if operation.step.outcome(CAST[who], named, operation.errand(CAST[who], named)) == ABSENT:
                path = operation.path.format(*named.where, *house.filled(operation.tail, named.where))
                with transaction.atomic():
                    answer = api.send(operation.method, path, operation.body, match='"0"' if operation.guarded else "")
                    transaction.set_rollback(True)
                headers = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
                answers.add((answer.status_code, tuple(sorted(headers.items())), answer.content))
                compared += 1
        assert len(answers) <= 1, operation.path
    assert compared > 15


LISTS = [
    ("home", ()), ("plans", ()), ("plan", ("demo",)), ("reports", ()), ("editions", ()), ("openings", ()), ("agenda", ()),
    ("round", ("demo", "2025")), ("round-progress", ("demo", "2025")), ("round-gaps", ("demo", "2025")),
]  # fmt: skip


def seen(house: House, who: str) -> list[Any]:
    client = browser(CAST[who])
    return [whole(client.get(url(name, *where)), url(name, *where)) for name, where in LISTS]


def secret_of_an_agency(house: House) -> None:
    """TD-LD mends a line and takes a file off it: drafts, which are its own."""
    house.world.write(DUNG, "3.2", narrative="Một bản nháp khác, dài hơn nhiều.")
    house.world.attach(DUNG, "3.2", "khac,1\n", "khac.csv")


def business_of_two(house: House) -> None:
    """A coordinator returns a line to its agency: theirs and the coordinators' business."""
    house.world.give_back(AN, "3.1", "Thiếu bảng số liệu.")


def work_of_another_agency(house: House) -> None:
    """TD-TP goes on writing."""
    house.world.write(HAI, "3.4", narrative="Bản nháp của Hải.")


@pytest.mark.parametrize(
    ("who", "what"),
    [("hai", secret_of_an_agency), ("an", secret_of_an_agency), ("public", secret_of_an_agency), ("van", secret_of_an_agency),
     ("phuc", secret_of_an_agency), ("hai", business_of_two), ("public", business_of_two), ("van", business_of_two),
     ("phuc", business_of_two), ("dung", work_of_another_agency), ("an", work_of_another_agency)],
)  # fmt: skip
def test_what_is_not_one_s_business_changes_no_byte_of_any_list(house: House, who: str, what: Any) -> None:
    """No row, no count, no order, no number in a form."""
    before = seen(house, who)
    with transaction.atomic():
        what(house)
        after = seen(house, who)
        transaction.set_rollback(True)
    assert [name for (name, _), a, b in zip(LISTS, before, after, strict=True) if a != b] == []
