"""The canonical form of a document tells apart what differs, and nothing else."""

import json
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date

import pytest
from tests.unit.publishing.sample import rich

from dicu.documents.canonical import canonical, fingerprint
from dicu.documents.model import Chart, Counter, Document, Front, Paragraph, Table, Text


def test_equal_documents_have_one_form() -> None:
    assert canonical(rich("vi")) == canonical(rich("vi"))
    assert fingerprint(rich("vi")) != fingerprint(rich("en"))


def test_every_field_of_a_document_counts() -> None:
    base = rich("vi")
    others = {
        "language": "en", "front": replace(base.front, place="Huế"), "blocks": base.blocks[:-1], "traces": base.traces[:-1],
        "snapshot": "", "dated": date(2025, 3, 6), "keywords": (), "cited": (),
    }  # fmt: skip
    assert set(others) == {field.name for field in fields(Document)}
    changed = {fingerprint(replace(base, **{name: value})) for name, value in others.items()}  # type: ignore[arg-type]
    assert len(changed | {fingerprint(base)}) == len(others) + 1


def test_the_kind_of_an_inline_counts() -> None:
    front = Front("", "", "")
    plain, counted = (Document("vi", front, (Paragraph((run,)),)) for run in (Text("a"), Counter("a")))
    assert fingerprint(plain) != fingerprint(counted)


def test_the_order_of_a_specification_s_keys_does_not_count() -> None:
    one, other = (_chart(spec) for spec in ({"mark": "bar", "width": 3}, {"width": 3, "mark": "bar"}))
    assert canonical(one) == canonical(other)


def test_it_is_json_that_keeps_vietnamese_readable() -> None:
    assert "Tổng quan".encode() in canonical(rich("vi"))
    assert json.loads(canonical(rich("vi")))["front"]["day"] == {"is": "date", "day": "2025-03-05"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1: "a"}])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical(_chart({"a": value}))


def test_another_process_finds_the_same_fingerprint() -> None:
    code = "from dicu.documents.canonical import fingerprint;from tests.unit.publishing.sample import rich;print(fingerprint(rich('vi')))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         env={"PYTHONPATH": ":".join(p for p in sys.path if p) + ":.", "PYTHONHASHSEED": "7"})  # fmt: skip
    assert run.stdout.strip() == fingerprint(rich("vi"))


def _chart(specification: dict[str, object]) -> Document:
    return Document("vi", Front("", "", ""), (Chart("", specification, "", Table("", (), ())),))
