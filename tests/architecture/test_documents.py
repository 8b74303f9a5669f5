"""What the documents say is there, is there: links, numbers of decisions, commands, targets, terms and the example plan."""

import ast
import re
from importlib import import_module
from pathlib import Path

import click
import pytest
import typer
import yaml

from dicu import __version__
from dicu.cli.command import application
from dicu.review.bundles import from_folder, packed
from dicu.review.reading import read_plan
from dicu.review.validating import check_bundle
from dicu.vocabulary.messages import translated

ROOT = Path(__file__).parents[2]
OUTSIDE = ("http://", "https://", "mailto:")
DOCUMENTS = [p for p in (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))) if "manual" not in p.parts]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
IMAGE_LIMIT = 300_000  # bytes


def text(path: Path) -> str:
    return path.read_text("utf-8")


def links(path: Path) -> list[str]:
    """Targets of links and images, and of the references at a document's end."""
    prose = re.sub(r"`[^`\n]*`", "", text(path))
    return re.findall(r"\]\(([^)\s]+)\)", prose) + re.findall(r"^\[[^\]]+\]: (\S+)", prose, re.MULTILINE)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for link in links(path):
        if link.startswith(OUTSIDE):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


def test_every_document_can_be_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        if path.suffix == ".md":
            found = (link.partition("#")[0] for link in links(path) if not link.startswith(OUTSIDE))
            waiting += [(path.parent / name).resolve() for name in found if name]
    assert [str(p.relative_to(ROOT)) for p in DOCUMENTS if p not in seen] == []


def test_images_are_small_and_shown() -> None:
    images = list((ROOT / "docs" / "images").glob("*"))
    shown = {(path.parent / link).resolve() for path in DOCUMENTS for link in links(path)}
    assert images and [i.name for i in images if i.stat().st_size > IMAGE_LIMIT or i not in shown] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda p: p.name)
def test_a_decision_has_its_number_its_parts_and_its_place_in_the_list(path: Path) -> None:
    number, lines = path.name[:4], text(path).splitlines()
    assert lines[0].startswith(f"# {number} ")
    assert [part for part in ("## Context", "## Decision", "## What follows", "## What else was looked at") if part not in lines] == []
    assert 20 <= len(lines) <= 60
    title = lines[0].removeprefix(f"# {number} ")
    assert f"| [{number}]({path.name}) | {title} |" in text(path.with_name("README.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [p.name[:4] for p in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]


def code(path: Path) -> list[str]:
    """What is set as code: indented lines, fenced lines and runs between backticks."""
    plain = text(path)
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", plain, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^(?: {4}|\t)(.+)$", plain, re.MULTILINE)
    return [*(line for block in fenced for line in block.splitlines()), *indented, *re.findall(r"`([^`\n]+)`", plain)]


def mentioned(pattern: str) -> dict[str, str]:
    """What the pattern finds in code → the document that says it last."""
    return {" ".join(m.split()): path.name for path in DOCUMENTS for line in code(path) for m in re.findall(pattern, line)}


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = mentioned(r"\bmake ([a-z][a-z-]*)")
    assert {"demo", "test"} <= named.keys()
    assert {name: where for name, where in named.items() if name not in targets} == {}


def commands() -> dict[str, click.Command]:
    """Full name of each command ("review plan load") → the command."""
    found: dict[str, click.Command] = {}

    def walk(command: click.Command, name: str) -> None:
        found[name] = command
        for part, below in getattr(command, "commands", {}).items():
            walk(below, f"{name} {part}".strip())

    walk(typer.main.get_command(application(lambda: None)), "")
    return found


def test_every_dicu_command_and_option_that_is_named_exists() -> None:
    known = commands()
    lines = {line: p.name for p in DOCUMENTS for line in code(p) if re.search(r"(?:^|[/ ])dicu (?:demo|review|ledger)\b", line)}
    assert lines
    for line, where in lines.items():
        words = line.split("dicu ", 1)[1].split()
        name = ""
        while words and f"{name} {words[0]}".strip() in known:
            name = f"{name} {words.pop(0)}".strip()
        options = {option for parameter in known[name].params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert not hasattr(known[name], "commands") or not words, f"{where}: {line}"
        assert [w for w in words if w.startswith("--") and w not in options] == [], f"{where}: {line}"


def test_a_command_that_does_not_exist_would_be_found() -> None:
    assert "review plan load" in commands() and "ledger forget" not in commands()


def test_every_python_file_and_folder_that_is_named_exists() -> None:
    named = mentioned(r"(?<![\w/])((?:src/dicu|tests|tools|docs|requirements|frontend)/[\w./-]+)")
    made = {"src/dicu/plans/my-plan", "src/dicu/plans/my-plan/plan.yaml"}  # by the reader of a tutorial
    assert named
    assert {name: where for name, where in named.items() if name not in made and not (ROOT / name).exists()} == {}


def test_every_module_that_is_run_exists() -> None:
    for name in mentioned(r"python -m ([\w.]+)"):
        assert name == "pytest" or import_module(name)


def terms() -> set[str]:
    """Identifiers in the first column of the glossary."""
    rows = re.findall(r"^\| ([^|]+) \|", text(ROOT / "GLOSSARY.md"), re.MULTILINE)
    return {term for row in rows for term in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("name", ["review/model.py", "ledger/model.py"])
def test_the_glossary_has_every_public_dataclass(name: str) -> None:
    tree = ast.parse(text(ROOT / "src" / "dicu" / name))
    classes = {n.name for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_") and "dataclass" in ast.dump(n)}
    assert classes
    assert classes - terms() == set()


def test_a_term_of_the_glossary_has_all_its_columns_and_stands_once() -> None:
    rows = [line.strip("|").split("|") for line in text(ROOT / "GLOSSARY.md").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in row] for row in rows if row[0].strip() not in {"Identifier", "---"}]
    assert len(rows) > 80 and all(len(row) == 3 and all(row) for row in rows)
    names = [row[0] for row in rows]
    assert len(names) == len(set(names))


def test_an_identifier_of_the_glossary_stands_in_the_code() -> None:
    source = "\n".join(text(p) for p in (ROOT / "src" / "dicu").rglob("*.py"))
    assert [term for term in terms() if not re.search(rf"\b{term}\b", source)] == []


@pytest.mark.parametrize("name", ["first-review", "report-and-accept", "add-a-plan"])
def test_a_tutorial_has_both_languages_with_the_same_parts(name: str) -> None:
    folder = ROOT / "docs" / "tutorials"
    english, vietnamese = text(folder / f"{name}.md"), text(folder / f"{name}.vi.md")
    assert re.findall(r"^## (\d+)\.", english, re.MULTILINE) == re.findall(r"^## (\d+)\.", vietnamese, re.MULTILINE)
    assert [len(re.findall(rf"^{n}\. ", english, re.MULTILINE)) for n in range(1, 10)] == [
        len(re.findall(rf"^{n}\. ", vietnamese, re.MULTILINE)) for n in range(1, 10)
    ]


def test_the_plan_of_the_tutorial_can_be_loaded() -> None:
    bundle = from_folder(ROOT / "docs" / "tutorials" / "my-plan", ROOT / "src" / "dicu" / "plans")
    check_bundle(bundle)
    plan = read_plan(packed(bundle))
    assert plan.synthetic and [task.code for task in plan.tasks] == ["1.1", "1.2"] and plan.leads() == ("MP-B",)


def test_the_licence_is_whole() -> None:
    licence = text(ROOT / "LICENSE")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [int(n) for n in re.findall(r"^(\d+)\.", licence, re.MULTILINE)] == list(range(1, 16))
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in licence
    assert licence.rstrip().endswith("All other changes or additions to this Appendix require the production of a new EUPL version.")


def test_version_and_licence_are_said_alike_everywhere() -> None:
    public = yaml.safe_load(text(ROOT / "publiccode.yml"))
    assert public["publiccodeYmlVersion"] == "0.4" and public["legal"]["license"] == "EUPL-1.2"
    assert public["softwareVersion"] == __version__
    assert re.search(rf"^## \[{re.escape(__version__)}\] - {public['releaseDate']}$", text(ROOT / "CHANGELOG.md"), re.MULTILINE)
    required = {"name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance", "localisation"}
    assert required <= public.keys()
    for words in public["description"].values():
        assert len(words["shortDescription"]) <= 150 <= len(words["longDescription"]) <= 10_000
        assert all((ROOT / shot).is_file() for shot in words.get("screenshots", []))


BUTTONS = (
    "Ask a second person to clear",
    "Clear and send",
    "Save the line",
    "Attach",
    "Record the answer",
    "Accept the line",
    "Build the review",
    "Publish the review",
    "Open the round",
)


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_that_a_tutorial_names_is_on_a_page(button: str) -> None:
    """A button in bold that no page has any more would leave a newcomer standing."""
    pages = "\n".join(text(p) for p in (ROOT / "src" / "dicu" / "web" / "templates").rglob("*.jinja"))
    folder = ROOT / "docs" / "tutorials"
    english = "".join(text(p) for p in folder.glob("*.md") if not p.name.endswith(".vi.md"))
    vietnamese = "".join(text(p) for p in folder.glob("*.vi.md"))
    assert f'_("{button}")' in pages
    assert f"**{button}**" in english
    assert f"**{translated(button, 'vi')}**" in vietnamese
