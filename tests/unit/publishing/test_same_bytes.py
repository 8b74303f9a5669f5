"""The same document gives the same bytes: in another process, under another hash seed, on another day."""

import hashlib
import os
import subprocess
import sys

import pytest
from tests.unit.publishing.sample import rich

from dicu.publishing import FORMATS, render
from dicu.vocabulary.messages import Refused

CODE = """
import hashlib, sys, time
later = 86400 * 400
real = time.time
time.time = lambda: real() + later
from dicu.publishing import FORMATS, render
from tests.unit.publishing.sample import rich
for language in ("en", "vi"):
    for format in reversed(FORMATS):
        print(language, format, hashlib.sha256(render(rich(language), format)).hexdigest())
"""


def test_two_processes_write_the_same_files() -> None:
    expected = {f"{language} {form} {_digest(language, form)}" for language in ("vi", "en") for form in FORMATS}
    for seed in ("1", "2024"):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONHASHSEED": seed,
                       "SOURCE_DATE_EPOCH": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C"}  # fmt: skip
        run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, env=environment)
        assert set(run.stdout.splitlines()) == expected


@pytest.mark.parametrize("form", FORMATS)
def test_rendering_again_in_one_process_changes_nothing(form: str) -> None:
    assert _digest("vi", form) == _digest("vi", form)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Refused, match="html, pdf, docx"):
        render(rich("vi"), "odt")  # type: ignore[arg-type]


def _digest(language: str, form: str) -> str:
    return hashlib.sha256(render(rich(language), form)).hexdigest()  # type: ignore[arg-type]
