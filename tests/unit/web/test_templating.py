"""What templates can say: numbers, dates, two languages; and what they cannot: nonsense, or a reader's markup."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from jinja2 import UndefinedError

import dicu.web
from dicu.vocabulary.bilingual import Bilingual
from dicu.vocabulary.messages import T
from dicu.vocabulary.period import Period
from dicu.web.templating import plain, with_query

ATTACK = "<script>alert('x')</script>\"'&"


def rendered(source: str, language: str = "vi", **words: Any) -> str:
    with translation.override(language):
        html: str = engines["jinja2"].from_string(source).render(words)
    return html


@pytest.mark.parametrize(
    ("source", "value", "vi", "en"),
    [
        ("{{ x|written }}", 1234567, "1.234.567", "1,234,567"),
        ("{{ x|written(1) }}", Decimal("2.25"), "2,3", "2.3"),
        ("{{ x|percent }}", Decimal("62.5"), "62,5\u00a0%", "62.5\u00a0%"),
        ("{{ x|day }}", date(2026, 1, 5), "05/01/2026", "5 January 2026"),
        ("{{ x|moment }}", datetime(2026, 1, 5, 18, 0, tzinfo=UTC), "01:00 06/01/2026 (giờ Việt Nam, UTC+7)",
         "6 January 2026, 01:00 (Viet Nam time, UTC+7)"),
        ("{{ x|period }}", Period.parse("2024-Q1"), "quý I năm 2024", "first quarter of 2024"),
        ("{{ x|said }}", Bilingual("Bộ", "Ministry"), "Bộ", "Ministry"),
        ("{{ x|size }}", 1_234_567, "1,2\u00a0MB", "1.2\u00a0MB"),
        ("{{ x|size }}", 812, "812\u00a0B", "812\u00a0B"),
        ("{{ _('{n} of these', n=x) }}", 1500, "1.500 of these", "1,500 of these"),
    ],
)  # fmt: skip
def test_values_are_said_as_the_reader_writes_them(source: str, value: Any, vi: str, en: str) -> None:
    assert rendered(source, "vi", x=value) == vi
    assert rendered(source, "en", x=value) == en


def test_what_exists_in_one_language_is_marked_in_the_other() -> None:
    assert '<span lang="vi">Nghị định</span>' in rendered("{{ x|said }}", "en", x=Bilingual("Nghị định", ""))
    assert "lang" not in rendered("{{ x|said }}", "vi", x=Bilingual("Nghị định", ""))
    assert rendered("{{ x|said }}", "en", x=Bilingual("", "")) == "not known"


@pytest.mark.parametrize(
    "source",
    [
        "{{ x }}",
        "{{ x|said }}",
        "{{ y|said }}",
        "{{ _('by {name}', name=x) }}",
        "{{ ui.status(x) }}",
        "{{ ui.empty(x, x, [{'text': x, 'href': '/'}]) }}",
        "{{ ui.table('t', x, [{'text': x}], [[x]]) }}",
        "{{ ui.counts([{'count': 1, 'label': x}], x) }}",
        "{{ ui.timeline([{'title': x, 'at': t, 'by': x, 'text': x}]) }}",
        "{% call ui.chart('c', x, x, {'title': x}) %}{% endcall %}",
        "{{ govuk.input({'name': 'n', 'label': {'text': x}, 'value': x, 'hint': {'text': x}, 'errorMessage': {'text': x}}) }}",
        "{{ govuk.button({'text': x, 'attributes': {'data-x': x}}) }}",
        "{{ govuk.select({'name': 's', 'label': {'text': x}, 'items': [{'value': x, 'text': x}]}) }}",
        "{{ govuk.error_summary({'titleText': x, 'errorList': [{'text': x, 'href': '#a'}]}) }}",
    ],
)
def test_a_reader_s_words_never_become_markup(source: str) -> None:
    html = rendered(source, x=ATTACK, y=Bilingual("", ATTACK), t=datetime(2026, 1, 1, tzinfo=UTC))
    assert "<script" not in html
    assert "alert(" in html
    assert "alert('x')</" not in html


def test_a_misspelt_name_fails_loudly() -> None:
    for source in ("{{ reprot }}", "{{ x.naem }}", "{% if x.naem %}{% endif %}"):
        with pytest.raises(UndefinedError):
            rendered(source, x={"name": 1})


def test_every_template_can_be_read() -> None:
    folder = Path(next(iter(dicu.web.__path__))) / "templates"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.jinja")]
    assert len(names) > 20
    for name in names:
        engines["jinja2"].get_template(name)


def test_a_query_changes_only_where_asked() -> None:
    request = RequestFactory().get("/vi/lines", {"agency": ["BTP", "BNG"], "page": "2", "empty": ""})
    assert with_query(request, page=3) == "/vi/lines?agency=BTP&agency=BNG&page=3"
    assert with_query(request, page=None, agency="") == "/vi/lines"


def test_words_of_all_kinds_are_said() -> None:
    with translation.override("en"):
        assert plain(T("{n} lines", n=2)) == "2 lines"
        assert plain(Bilingual("Bộ", "Ministry")) == "Ministry"
