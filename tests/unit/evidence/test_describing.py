"""What a description of evidence must say, and what a public paper may rest on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dicu.review.entering import BadForm
from dicu.review.evidence.addresses import well_formed
from dicu.review.evidence.checks import (
    ALIVE,
    CHANGED,
    DAMAGED,
    GONE,
    INTACT,
    SILENT,
    Check,
    Finding,
    Looked,
    added,
    link_subject,
    looked_at,
    taken_apart,
)  # fmt: skip
from dicu.review.evidence.claims import Claim, Claims, RestrictedEvidence, check_publishable
from dicu.review.evidence.entering import read_description
from dicu.review.evidence.gaps import Held, found
from dicu.review.evidence.model import Description
from dicu.review.line import Attachment, Line, LineState
from dicu.store.review.packing import packed, unpacked
from dicu.vocabulary.bilingual import Bilingual

TODAY = date(2025, 12, 10)
NOW = datetime(2025, 12, 10, 3, tzinfo=UTC)
GOOD = {"kind": "document", "title": "Báo cáo", "place": "page", "locator": "12", "classification": "public", "language": "vi"}
PAGE = {**GOOD, "kind": "web-page", "url": "https://a.example/b", "captured": "01/12/2025"}

URL = {name: PAGE[name] for name in ("kind", "url", "captured")}


def read(kept: bool = True, **typed: str) -> Description:
    return read_description({**GOOD, **typed}, "vi", TODAY, kept=kept)


def fields(kept: bool = True, **typed: str) -> list[str]:
    with pytest.raises(BadForm) as bad:
        read(kept, **typed)
    return [problem.field for problem in bad.value.problems]


def test_a_whole_description_is_read() -> None:
    said = read(dated="05/12/2025", issuer="  Bộ   Nội vụ ", reference="12/BC")
    assert (said.dated, said.issuer, said.reference, said.locator) == ("2025-12-05", "Bộ Nội vụ", "12/BC", "12")
    assert read(kept=False, **PAGE).captured == "2025-12-01"
    assert read(place="not-known", locator="").place == "not-known"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "a" * 501}, "title"),
        ({"kind": ""}, "kind"),
        ({"place": "", "locator": ""}, "place"),
        ({"locator": ""}, "locator"),
        ({"place": "not-known"}, "place"),
        ({"classification": ""}, "classification"),
        ({"language": "xx"}, "language"),
        ({"dated": "11/12/2025"}, "dated"),
        ({"kind": "web-page"}, "url"),
        ({"url": "https://a.example/"}, "captured"),
        ({"captured": "01/12/2025"}, "url"),
        ({"url": "ftp://a.example/", "captured": "01/12/2025"}, "url"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(typed: dict[str, str], field: str) -> None:
    assert fields(**typed) == [field]


def test_only_a_web_page_is_cited_without_a_copy() -> None:
    assert fields(kept=False) == ["file"]


@pytest.mark.parametrize("url", ["https://a.example", "http://a.example:8080/b?c=d#e", "https://[2001:db8::1]/x"])
def test_addresses_of_pages(url: str) -> None:
    assert well_formed(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:secret@a.example/",
        "//a.example/",
        "https://",
        "https://a b/",
        "gopher://a",
    ],
)
def test_what_is_no_address_of_a_page(url: str) -> None:
    assert not well_formed(url)


def attachment(classification: str = "public", digest: str = "a" * 64, **more: str) -> Attachment:
    return Attachment(digest, "a.csv", "text/csv", 3, "12", replace(read(**more), classification=classification))


def sent(*files: Attachment, state: LineState = LineState.ACCEPTED) -> Line:
    return Line("3.6", state, sent_files=files, files=files)


def claims(state: str, *digests: str) -> dict[str, Claims]:
    claim = Claim(1, "3.6", frozenset(digests), Bilingual("a", "b"), "r", "an", NOW, state, "x", "binh", NOW, "f" * 64)
    return {"TD-CA": Claims(2, (claim,))}


SECRET = attachment("restricted")


@pytest.mark.parametrize(
    "known",
    [
        {},
        claims("proposed", SECRET.digest),
        claims("refused", SECRET.digest),
        claims("withdrawn", SECRET.digest),
        claims("approved", "b" * 64),
    ],
)
def test_no_paper_rests_on_restricted_evidence_without_an_approved_claim_for_it(known: dict[str, Claims]) -> None:
    with pytest.raises(RestrictedEvidence) as refused:
        check_publishable([("TD-CA", sent(SECRET)), ("TD-LD", sent(attachment("public")))], known)
    assert "TD-CA 3.6" in str(refused.value) and "TD-LD" not in str(refused.value)


def test_with_a_claim_for_all_of_it_there_is_nothing_to_refuse() -> None:
    check_publishable([("TD-CA", sent(SECRET))], claims("approved", SECRET.digest))
    check_publishable([("TD-CA", sent(SECRET, state=LineState.SUBMITTED))], {})  # no paper holds what was not accepted
    check_publishable([("TD-LD", sent(attachment("internal")))], {})


def test_more_restricted_evidence_is_not_covered_by_an_older_claim() -> None:
    with pytest.raises(RestrictedEvidence):
        check_publishable([("TD-CA", sent(SECRET, attachment("restricted", "b" * 64)))], claims("approved", SECRET.digest))


def test_a_line_with_described_evidence_comes_back_from_its_row_unchanged() -> None:
    page = Attachment.of_page(read(kept=False, **PAGE))
    line = sent(SECRET, page, Attachment("c" * 64, "cu.csv", "text/csv", 1, "tr. 2"))
    assert unpacked(packed(line)) == line


def test_what_is_restricted_is_never_asked_for_on_the_web() -> None:
    assert link_subject(attachment("restricted", **URL)) == ""
    kept = attachment("public", **URL)
    assert taken_apart(link_subject(kept)) == (kept.digest, PAGE["url"])
    assert taken_apart(link_subject(Attachment.of_page(read(kept=False, **PAGE)))) == ("", PAGE["url"])


def test_equal_findings_are_one_run() -> None:
    first = added(None, Finding("s", ALIVE, 200), NOW)
    later = added(first, Finding("s", ALIVE, 200), NOW + timedelta(days=1))
    assert (later.first_at, later.last_at) == (NOW, NOW + timedelta(days=1))
    assert added(later, Finding("s", GONE, 404), NOW + timedelta(days=2)).first_at == NOW + timedelta(days=2)


def looked(*states: tuple[str, int]) -> Looked:
    """(state, days ago), newest first."""
    return Looked((), tuple(Check(Finding("s", s), NOW - timedelta(days=d), NOW - timedelta(days=d)) for s, d in states))


@pytest.mark.parametrize(
    ("seen", "faults"),
    [
        (looked((ALIVE, 0)), ()),
        (looked((GONE, 0), (ALIVE, 1)), (GONE,)),
        (looked((CHANGED, 0)), (CHANGED,)),
        (looked((SILENT, 0), (ALIVE, 13)), ()),
        (looked((SILENT, 0), (ALIVE, 14)), (SILENT,)),
        (looked((SILENT, 0)), ()),
        (looked((SILENT, 14)), (SILENT,)),
    ],
)
def test_when_a_page_is_called_dead(seen: Looked, faults: tuple[str, ...]) -> None:
    """What does not answer may answer tomorrow: it is called dead after two weeks, or when its server says so."""
    assert seen.faults(TODAY) == faults


def test_a_gap_names_nothing_of_what_is_not_public() -> None:
    damaged = Looked((Check(Finding("f", DAMAGED), NOW, NOW),))
    held = [Held("TD-CA", "3.6", SECRET, damaged), Held("TD-LD", "3.1", attachment("public"), damaged)]
    held.append(Held("TD-LD", "3.1", attachment("public"), Looked((Check(Finding("f", INTACT), NOW, NOW),))))
    gaps = list(found(held, TODAY))
    assert [(g.rule, g.agency, g.subject) for g in gaps] == [
        ("G21", "TD-LD", f"3.1/{'a' * 12}/damaged"), ("G21", "TD-CA", "3.6/not-public/damaged"),
    ]  # fmt: skip
    secret: Any = [gaps[1].explanation.say("en"), gaps[1].subject, gaps[1].inputs]
    assert SECRET.title not in str(secret) and SECRET.digest[:8] not in str(secret)


def test_what_is_looked_up_for_one_content_is_not_taken_for_another() -> None:
    kept = attachment("public", **URL)
    checks = {
        f"file:{kept.digest}": (Check(Finding("f", INTACT), NOW, NOW),),
        "file:" + "b" * 64: (Check(Finding("f", DAMAGED), NOW, NOW),),
    }
    assert looked_at(kept, checks).file_state == INTACT and looked_at(kept, checks).link == ()
