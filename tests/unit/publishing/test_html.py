"""The HTML page: structure, links from each number to its trace and back, accessibility that can be checked as text."""

import hashlib
from base64 import b64encode
from functools import cache

import pytest
from tests.unit.publishing.reading import Node, page
from tests.unit.publishing.sample import crowded, empty, rich

from dicu.publishing.html import render
from dicu.vocabulary.bilingual import LANGUAGES, Language


@cache
def tree(language: Language = "vi") -> Node:
    return page(render(rich(language)))


@cache
def identifiers(language: Language = "vi") -> dict[str, Node]:
    found = [node for node in tree(language).all() if "id" in node.attributes]
    names = [node.attributes["id"] for node in found]
    assert len(names) == len(set(names)), "an identifier stands twice"
    return dict(zip(names, found, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language_title_and_one_main_heading(language: Language) -> None:
    root = tree(language)
    assert root.all("html")[0].attributes["lang"] == language
    assert [node.text for node in root.all("title")][0].startswith(("Báo cáo – ", "Report – "))
    assert len(root.all("h1")) == 1 and len(root.all("main")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_leave_no_level_out(language: Language) -> None:
    levels = [int(node.tag[1]) for node in tree(language).all() if node.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_inner_link_leads_somewhere(language: Language) -> None:
    inner = [a.attributes["href"][1:] for a in tree(language).all("a") if a.attributes["href"].startswith("#")]
    assert len(inner) > 20
    assert set(inner) <= identifiers(language).keys()


def test_a_click_on_a_number_leads_down_to_its_evidence_and_back() -> None:
    numbers = tree().all("a", class_="figure")
    assert [n.text for n in numbers[:3]] == ["160,0 nghìn", "347,8 nghìn", "160,0"]
    note = identifiers()[numbers[0].attributes["href"][1:]]
    assert "160,0" in note.all("h3")[0].text
    kinds = [node.text for node in note.all("span", class_="step-kind")]
    assert kinds == ["Biểu thức", "Số liệu", "Nguồn", "Tài liệu kèm theo"]
    facts = {dt.text: dd.text for dt, dd in zip(note.all("dt"), note.all("dd"), strict=True)}
    assert facts["Kỳ"] == "2023" and facts["Từ hạn định"] == "khoảng" and facts["Ngày công bố"] == "15/01/2024"
    assert facts["Đơn vị"] == "nghìn người"
    back = [a.attributes["href"][1:] for a in note.all("p", class_="back")[0].all("a")]
    assert [identifiers()[name].text for name in back] == ["160,0 nghìn", "160,0", "160,0", "160,0"]


def test_nothing_is_fetched_and_nothing_runs() -> None:
    root, text = tree(), render(rich("vi")).decode()
    assert not [n for n in root.all() if n.tag in {"script", "link", "img", "iframe", "object", "form"}]
    assert not [n for n in root.all() if any(a.startswith("on") or a in {"style", "src"} for a in n.attributes)]
    assert "url(" not in text.replace("url(#", "") and "@import" not in text


def test_the_policy_allows_this_style_sheet_and_nothing_else() -> None:
    policy = [m for m in tree().all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy"]
    digest = b64encode(hashlib.sha256(tree().all("style")[0].text.encode()).digest()).decode()
    content = policy[0].attributes["content"]
    assert content.startswith("default-src 'none'") and f"style-src 'sha256-{digest}'" in content
    assert "unsafe" not in content and "http" not in content


def test_tables_have_captions_and_headers_in_both_directions() -> None:
    tables = tree().all("table")
    assert len(tables) == 2
    for table in tables:
        assert table.all("caption")[0].text
        assert [th.attributes["scope"] for th in table.all("thead")[0].all("th")] == ["col"] * 3
        for row in table.all("tbody")[0].all("tr"):
            assert [cell.attributes.get("scope") for cell in row.children if isinstance(cell, Node)] == ["row", None, None]


def test_what_scrolls_can_be_reached_and_is_named() -> None:
    scrollers = tree().all("div", class_="scroller")
    assert len(scrollers) == 3
    assert all(s.attributes["tabindex"] == "0" and s.attributes["role"] and s.attributes["aria-label"] for s in scrollers)


def test_a_chart_is_named_described_and_has_its_data_beside_it() -> None:
    [figure] = tree().all("figure")
    [svg] = figure.all("svg")
    names = [identifiers()[name].text for name in svg.attributes["aria-labelledby"].split()]
    assert svg.attributes["role"] == "img"
    assert names == ["Người lao động đi làm việc ở nước ngoài theo năm", "Số người tăng mạnh sau đại dịch rồi tăng chậm lại."]
    assert not [n for n in svg.all() if any(a == "role" or a.startswith("aria-") for a in n.attributes)]
    assert [n.text for n in figure.all("details")[0].all("a", class_="figure")] == ["45,0", "142,8", "160,0"]


def test_the_banner_stands_on_top_and_on_every_printed_page() -> None:
    [banner] = tree().all("div", class_="banner")
    assert "synthetic" in banner.attributes["class"] and "Dữ liệu giả lập" in banner.text
    codes = "".join(f"\\{ord(c):x} " for c in "Dữ liệu giả lập")
    assert f'@top-center {{ content: "{codes}' in tree().all("style")[0].text


def test_legal_numbers_stay_on_one_line() -> None:
    kept = {node.text for node in tree().all("span", class_="unbroken")}
    assert {"402/QĐ-TTg", "A/RES/73/195", "20/3/2020"} <= kept


def test_words_of_the_other_language_say_so() -> None:
    assert "Global Compact" in tree().all("em", lang="en")[0].text


def test_notices_say_their_tone_in_words() -> None:
    tones = [n.text for n in tree().all("span", class_="tone")]
    assert tones == ["Chưa kiểm chứng", "Còn thiếu"]


def test_sources_of_quotations_are_listed() -> None:
    quoted = tree().all("section", class_="quoted")[0].text
    assert "Quyết định số 402/QĐ-TTg của Thủ tướng Chính phủ" in quoted and "“A/RES/73/195”" in quoted


def test_the_skip_link_comes_first() -> None:
    first = tree().all("body")[0].all("a")[0]
    assert first.attributes == {"class": "skip", "href": "#content"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_paper_is_a_whole_page(language: Language) -> None:
    root = page(render(empty(language)))
    assert root.all("h1")[0].text.strip() and root.all("title")[0].text.strip()
    assert not root.all("section", class_="traces")


def test_three_hundred_numbers_have_three_hundred_notes() -> None:
    root = page(render(crowded(300)))
    notes = [node.attributes["id"] for node in root.all("div", class_="trace")]
    assert len(set(notes)) == 300
    assert [a.attributes["href"][1:] for a in root.all("a", class_="figure")] == notes
