"""A review that is printed twice is the same file: in another process, under another hash seed, in another time zone."""

import hashlib
import os
import subprocess
import sys

import pytest
from tests.unit.publishing import reading
from tests.unit.review.making import plan_of, played

from dicu.documents.model import Document
from dicu.publishing import FORMATS, render
from dicu.review.gaps import found
from dicu.review.paper import paper
from dicu.vocabulary.bilingual import LANGUAGES, Language

CODE = """
import hashlib, os
import pytest  # the settings then ask for no database
os.environ["DJANGO_SETTINGS_MODULE"] = "dicu.settings"
import django
django.setup()
from tests.unit.review.test_same_papers import FORMATS, digest
for language in ("en", "vi"):
    for form in reversed(FORMATS):
        print(language, form, digest(language, form))
"""


def document(language: Language) -> Document:
    s = played(plan_of())
    return paper(s, found(s), language, "0" * 64)


def digest(language: Language, form: str) -> str:
    return hashlib.sha256(render(document(language), form)).hexdigest()  # type: ignore[arg-type]


def test_two_processes_print_the_same_files() -> None:
    expected = [f"{language} {form} {digest(language, form)}" for language in ("en", "vi") for form in reversed(FORMATS)]  # type: ignore[arg-type]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONHASHSEED": "4711",
                   "TZ": "America/New_York", "LC_ALL": "C"}  # fmt: skip
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.splitlines() == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_carries_its_banner_and_a_figure(language: Language) -> None:
    """What is synthetic says so in each of the three files, and each prints the same number."""
    made = document(language)
    banner = plan_of().banner.say(language)
    number = next(t.printed for t in made.traces if t.claim == "labour-departed.now").split("\u00a0")[0]
    texts = {
        "html": reading.page(render(made, "html")).text,
        "pdf": reading.words(render(made, "pdf")),
        "docx": "".join(
            part.decode("utf-8", "ignore") for name, part in reading.parts(render(made, "docx")).items() if name.endswith(".xml")
        ),
    }
    for form, text in texts.items():
        assert banner in text, form
        assert number in text, form
