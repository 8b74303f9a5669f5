"""A plan's folder on disk or packed: read with the place of every fault, or refused in words."""

import io
import tracemalloc
import warnings
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from dicu.review.archives import from_archive, from_disk, offered
from dicu.review.bundles import packed, shipped
from dicu.review.validating import BadPlan, check_bundle
from dicu.vocabulary.messages import Refused

FOLDER = files("dicu.plans") / "demo-p1"
NAMES = tuple(f.name for f in FOLDER.iterdir())


def archive(inside: str = "", **changed: str | bytes) -> bytes:
    """The folder of the province's plan, with files changed; `plan` stands for plan.yaml."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in NAMES:
            text = changed.get(name.removesuffix(".yaml"), (FOLDER / name).read_text("utf-8"))
            if text != "gone":
                made.writestr(f"{inside}{name}", text)
    return target.getvalue()


def plan_text(old: str = "", new: str = "") -> str:
    text = (FOLDER / "plan.yaml").read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("inside", ["", "ke-hoach/"])
def test_a_packed_folder_is_the_plan(inside: str) -> None:
    bundle, _ = from_archive(archive(inside))
    assert packed(bundle) == packed(shipped("demo-p1"))


def test_a_folder_on_disk_is_the_plan(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    assert packed(from_disk(tmp_path)[0]) == packed(shipped("demo-p1"))


def test_the_agencies_are_those_of_the_plan_that_it_implements() -> None:
    assert from_archive(archive())[0]["agencies"] == shipped("demo")["agencies"]


@pytest.mark.parametrize(
    ("old", "new", "marked", "said"),
    [
        ("kind: regular", "kind: sometimes", "sometimes", "plan/tasks/1/term"),
        ("focal: T1\n", "focal: T9\n", "- code: T1.1", "“T9” is a focal task that the plan does not have"),
        ("lead: {agency: TD-P1, verified: false}",
         "lead: null\n    leads:\n      - {agency: TD-P1, since: null, until: 2025-06-30, verified: false}\n"
         "      - {agency: TD-P2, since: 2025-06-30, until: null, verified: false}",
         "TD-P2, since", "TD-P1 and TD-P2 both lead on 30 June 2025"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_and_line(old: str, new: str, marked: str, said: str) -> None:
    """`marked`: what stands in the line that is named."""
    text = plan_text(old, new)
    bundle, places = from_archive(archive(plan=text))
    line = next(n for n, row in enumerate(text.splitlines(), 1) if marked in row)
    with pytest.raises(BadPlan) as refused:
        check_bundle(bundle, places)
    report = refused.value.report("en")
    assert said in report
    assert f"plan.yaml:{line}: " in report


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as _made:
    _made.writestr("plan.yaml", b" " * 30_000_000)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be unpacked"),
        (b"PK\x03\x04broken", "cannot be unpacked"),
        (archive()[:200], "cannot be unpacked"),
        (BOMB.getvalue(), "unpacks to far more"),
        (archive(plan="gone"), "plan.yaml is missing"),
        (archive(plan="id: [a"), "plan.yaml cannot be read at line"),
        (archive(plan="- 1\n- 2\n"), "does not have the form of a plan"),
        (archive(plan="id: x\n"), "does not have the form of a plan"),
        (archive(plan=b"\xff\xfe\x00"), "not a text in UTF-8"),
        (archive(targets="- &a {b: 1}\n- *a\n"), "targets.yaml cannot be read at line 2"),
        (archive(targets="- 2025-13-45\n"), "targets.yaml cannot be read"),
        (archive(targets="[" * 3000), "targets.yaml cannot be read"),
        (archive(targets="a: 1\n"), "does not have the form of a plan"),
        (archive(sources="- 1\n"), "sources.yaml does not have the form of a plan"),
        (archive(plan=plan_text("framework: gcm", "framework: ../../secret")), "is no name of a plan or framework (framework)"),
        (archive(plan=plan_text("plan: demo", "plan: ../../secret")), "is no name of a plan or framework (implements)"),
        (archive(plan=plan_text("framework: gcm", "framework: none")), "none.yaml is missing"),
    ],
)
def test_what_is_no_plan_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        from_archive(content)
    assert said in refused.value.message.say("en")


def lying(declared: int, *, data: bytes = b" " * 300_000_000, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive whose plan.yaml unpacks to more than its headers say; the checksum is that of the part they admit to."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=9) as made:
        made.writestr("plan.yaml", data)
        made.infolist()[0].file_size = declared
        made.infolist()[0].CRC = zipfile.crc32(data[:declared])  # type: ignore[attr-defined]
    return target.getvalue()


@pytest.mark.parametrize(("declared", "said"), [(10, "more than 20 MB"), (0, "more than 20 MB"), (2**31, "more than 20 MB")])
def test_an_archive_that_lies_about_its_size_is_not_unpacked(declared: int, said: str) -> None:
    """300 MB behind a small number: not more is unpacked than was declared, and it is refused."""
    content = lying(declared)
    tracemalloc.start()
    try:
        with pytest.raises(Refused) as refused:
            from_archive(content)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert said in refused.value.message.say("en")
    assert most < 30_000_000


def test_a_file_that_is_shorter_than_declared_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be unpacked"):
        from_archive(lying(400, data=b"id: x\n"))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_what_is_unpacked_a_piece_at_a_time_is_read(method: int) -> None:
    with pytest.raises(Refused, match="cannot be unpacked"):
        from_archive(lying(6, data=b"id: x\n", method=method))


def test_two_files_of_one_name_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in ("id: a", "id: b"):
            made.writestr("plan.yaml", text)
    with pytest.raises(Refused, match="are there twice"):
        from_archive(target.getvalue())


def test_a_workbook_is_laid_over_the_version_in_force() -> None:
    from dicu.review.annex import template  # noqa: PLC0415

    bundle, _ = offered(template(shipped("demo"), "vi"), "nhiem-vu.xlsx", lambda: shipped("demo"), "vi")
    assert packed(bundle) == packed(shipped("demo")), "sent back untouched it is the plan it was made of"
