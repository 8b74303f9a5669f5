"""Who has looked at what.

Every request that asked access for something leaves one entry in the ledger, before its answer is sent. The entry tells who
asked, for what purpose, which things, and how it came out. It holds codes and numbers; no name, no word that somebody
typed, no address.
"""

import json
from collections.abc import Callable

from django.test import Client
from tests.unit.store_review.house import DUNG, World
from tests.unit.web_readings.looking import last, noted
from tests.unit.web_review.serving import line_url, url

Browser = Callable[[str], Client]
REPORT = ("demo", "2025", "TD-LD")


def test_looking_at_a_report_is_noted(world: World, browser: Browser) -> None:
    """One entry, in a stream of the reader's own for that month."""
    browser("dung").get(url("report", *REPORT))
    entry = last(world)
    assert entry.stream.name == "reads/dung/2025-12"
    assert (entry.author.purpose, entry.body["route"], entry.body["outcome"]) == ("reporting", "report", "shown")
    assert "report:demo/2025/TD-LD" in {thing["name"] for thing in entry.body["things"]}


def test_an_agency_reads_who_has_seen_its_report(world: World, browser: Browser) -> None:
    """The coordinator who opened it stands in the list, with the purpose and the time in Viet Nam."""
    world.report(DUNG, "TD-LD")
    browser("an").get(url("report", *REPORT))
    page = browser("dung").get(url("readings-of", "report", "/".join(REPORT), language="en")).content.decode()
    assert "An (an; TD-NG, Coordinator)" in page
    assert "1 December 2025, 09:00 (Viet Nam time, UTC+7)" in page


def test_who_looks_at_a_part_has_seen_the_whole(world: World, browser: Browser) -> None:
    """A line belongs to its report; who opened the line is listed as a reader of the report."""
    browser("hoa").get(line_url("3.1"))
    page = browser("dung").get(url("readings-of", "report", "/".join(REPORT), language="en")).content.decode()
    assert "hoa (hoa; TD-LD, Reporter)" in page


def test_another_agency_learns_nothing(world: World, browser: Browser) -> None:
    """That somebody looked at a report tells that there is one. To who may not know of it, the list is not there."""
    browser("dung").get(url("report", *REPORT))
    assert browser("hai").get(url("readings-of", "report", "/".join(REPORT))).status_code == 404


def test_everybody_reads_what_they_looked_at_themselves(world: World, browser: Browser) -> None:
    """So that an officer notices when somebody else uses the account."""
    browser("hai").get(url("reports"))
    page = browser("hai").get(url("readings-mine", language="en")).content.decode()
    assert "On a page: List of reports" in page


def test_a_refusal_is_noted_and_told_to_auditors_only(world: World, browser: Browser) -> None:
    """The codes that were asked for in vain may be anything that somebody typed, so the entry holds a keyed mark in their
    place. An auditor who enters the codes finds who asked for them."""
    browser("hai").post(url("round-open", "demo", "2026"))
    assert "2026" not in json.dumps(dict(last(world).body))
    page = browser("uyen").get(url("readings", language="en"), {"kind": "round", "key": "demo/2026"}).content.decode()
    assert "hai (hai; TD-TP, Reporter)" in page


def test_what_was_searched_for_is_noted_as_a_digest(world: World, browser: Browser) -> None:
    """Two searches for the same leave the same digest; nobody can read from it what was looked for."""
    for _ in range(2):
        browser("an").get(url("round-gaps", "demo", "2025"), {"rule": "Nguyễn Văn An"})
    first, second = (entry.body["criteria"] for entry in noted(world, "an"))
    assert first == second != ""
    assert "Nguyễn" not in json.dumps(dict(last(world).body), ensure_ascii=False)


def test_the_public_is_not_followed(world: World, browser: Browser) -> None:
    """Whoever reads what is published, without signing in, leaves no entry."""
    browser("").get(url("home"))
    browser("").get(url("plan", "demo"))
    assert noted(world) == []
