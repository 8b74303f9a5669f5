"""Who has seen this, what I have looked at, and the auditor's search: who is shown which readings."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.unit.store_review.house import DUNG, World
from tests.unit.web_review.serving import line_url, links, title, url

As = Callable[[str], Client]
CODES = "demo/2025/TD-LD"
LANGUAGES = ("vi", "en")


@pytest.fixture
def visited(world: World, as_: As) -> World:
    """Dũng and Hoa of the agency, the coordinator and the auditor have looked; Hải, of another agency, tried in vain."""
    world.report(DUNG, "TD-LD")
    as_("dung").get(url("report", "demo", "2025", "TD-LD"))
    as_("hoa").get(line_url("3.1"))
    as_("an").get(url("report", "demo", "2025", "TD-LD"))
    as_("uyen").get(url("report", "demo", "2025", "TD-LD"))
    as_("hai").get(url("report", "demo", "2025", "TD-LD"))
    as_("hai").post(url("round-open", "demo", "2026"))
    return world


def of(client: Client, language: str = "en", codes: str = CODES, kind: str = "report") -> str:
    answer = client.get(url("readings-of", kind, codes, language=language))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_agency_s_reporter_reads_who_has_seen_its_report(visited: World, as_: As) -> None:
    page = of(as_("dung"))
    for who in ("dung (dung", "hoa (hoa", "An (an; TD-NG, Coordinator)", "Uyên (uyen; TD-TP, Auditor)"):
        assert who in page
    assert "Viet Nam time" in page
    assert "On a page: Report" in page
    assert "On a page: Line of a report" in page


def test_attempts_that_were_refused_are_shown_to_auditors_only(visited: World, as_: As) -> None:
    assert "hai" not in of(as_("dung"))
    search = url("readings", language="en")
    found = as_("uyen").get(search, {"kind": "round", "key": "demo/2026"}).content.decode()
    assert "hai (hai" in found
    assert "Refused" in found
    tried = as_("uyen").get(search, {"kind": "report", "key": CODES}).content.decode()
    assert "hai (hai" in tried
    assert "Answered as not there" in tried
    assert "demo/2026" not in found.split("<tbody")[1], "codes that were asked for in vain are shown to nobody"


def test_a_coordinator_reads_only_their_own_visits(visited: World, as_: As) -> None:
    page = of(as_("an"))
    assert "An (an" in page
    for other in ("dung", "hoa", "uyen"):
        assert f"({other}" not in page
    assert "You see only your own visits here." in page


@pytest.mark.parametrize("codes", [CODES, "demo/2025/NOBODY", "demo", "../../etc", "demo/2025/TD-LD/9.9"])
def test_another_agency_s_reporter_is_answered_as_if_there_were_nothing(visited: World, as_: As, codes: str) -> None:
    for name in ("readings-of", "readings-of-file"):
        assert as_("hai").get(url(name, "report", codes)).status_code == 404


def test_nobody_reads_it_without_an_account(visited: World, as_: As) -> None:
    for name, where in (("readings-of", ("report", CODES)), ("readings-mine", ()), ("readings", ())):
        assert as_("").get(url(name, *where)).status_code == 302


def test_the_log_can_be_saved_as_a_table(visited: World, as_: As) -> None:
    answer = as_("dung").get(url("readings-of-file", "report", CODES))
    assert answer["Content-Disposition"] == 'attachment; filename="readings-report.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["account"] for row in rows} == {"dung", "hoa", "an", "uyen"}
    assert {row["owner"] for row in rows} == {"TD-LD"}
    assert all(row["key"].startswith(CODES) for row in rows)


def test_a_name_that_a_spreadsheet_would_calculate_is_text(visited: World, as_: As) -> None:
    from dicu.store.accounts.models import Account  # noqa: PLC0415

    Account.objects.filter(username="hoa").update(full_name='=HYPERLINK("http://evil.example")')
    text = as_("dung").get(url("readings-of-file", "report", CODES)).content.decode()
    assert "'=HYPERLINK" in text
    assert not re.search(r"(^|,)\"?=", text, re.MULTILINE)


def test_everybody_reads_what_they_have_looked_at(visited: World, as_: As) -> None:
    page = as_("hai").get(url("readings-mine", language="en")).content.decode()
    assert "Answered as not there" in page
    assert "Refused" in page
    assert "(an" not in page
    assert "code not shown" in page


def test_an_auditor_searches_by_account_agency_thing_and_day(visited: World, as_: As) -> None:
    client = as_("uyen")

    def found(**asked: str) -> str:
        answer = client.get(url("readings", language="en"), asked)
        assert answer.status_code == 200
        return str(answer.content.decode()).split("<main")[1].split("</form>")[1]

    assert "(hoa" in found(account="HOA")
    assert "(dung" not in found(account="hoa")
    assert "(an;" in found(agency="TD-LD")
    assert "(hai" not in found(agency="TD-LD")
    assert "(hoa" in found(kind="report", key=CODES)
    assert "(an;" in found(day="01/12/2025")
    assert "Nothing was found" in found(day="02/12/2025")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"day": "31/02/2025"}, "day"),
        ({"day": "hôm qua"}, "day"),
        ({"account": "a b"}, "account"),
        ({"agency": "<script>"}, "agency"),
        ({"key": "demo/2025"}, "kind"),
        ({"kind": "nothing"}, "kind"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_searched_is_said_at_its_field(visited: World, as_: As, asked: dict[str, str], field: str, language: str) -> None:
    answer = as_("uyen").get(url("readings", language=language), asked)
    assert answer.status_code == 422
    assert f"#{field}" in links(answer.content)
    assert "<script>" not in answer.content.decode().replace('<script type="module"', "").replace("<script src", "")


@pytest.mark.parametrize("who", ["dung", "an"])
def test_only_auditors_search(visited: World, as_: As, who: str) -> None:
    assert as_(who).get(url("readings")).status_code == 403


def test_long_lists_are_turned_by_position(world: World, as_: As) -> None:
    client = as_("dung")
    for _ in range(60):
        client.get(url("home"))
    first = client.get(url("readings-mine")).content.decode()
    older = re.search(r'href="([^"]*before=\d+)"', first)
    assert older
    second = client.get(older[1]).content.decode()
    assert first.count("<tr") == 51
    assert second.count("<tr") == 11
    assert 'rel="next"' not in second


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "1.5", "٣"])
def test_a_position_that_is_none_shows_a_page_all_the_same(visited: World, as_: As, before: str) -> None:
    assert as_("dung").get(url("readings-mine"), {"before": before}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_has_its_title(visited: World, as_: As, language: str) -> None:
    pages = {
        "dung": [url("readings-of", "report", CODES, language=language), url("readings-mine", language=language)],
        "uyen": [url("readings", language=language)],
    }
    titles = [title(as_(who).get(path).content) for who, paths in pages.items() for path in paths]
    assert len(set(titles)) == 3
    assert not any("{" in text for text in titles)


def test_the_report_leads_to_who_has_seen_it(visited: World, as_: As) -> None:
    page = as_("dung").get(url("report", "demo", "2025", "TD-LD")).content.decode()
    assert f'href="{url("readings-of", "report", CODES)}"' in page


def test_reading_the_log_is_noted_too(visited: World, as_: As) -> None:
    client = as_("dung")
    of(client)
    assert "Who has seen this" in client.get(url("readings-mine", language="en")).content.decode()
