"""docs/reference/settings.md, made from the table of settings in the code: `python -m tools.settings`."""

from tools.console import ROOT

from dicu.store.operations.known import KNOWN, Setting

PAGE = ROOT / "docs" / "reference" / "settings.md"
HEAD = """# Settings

Made from `src/dicu/store/operations/known.py` by `python -m tools.settings`; a test fails while the two differ.

An installation is told everything by environment variables. A secret may instead be given as `NAME_FILE`, the path of a file
that holds it and that only the service's account can read; giving both is refused. `dicu check` names a variable that begins
with `DICU_` and that nothing looks at.
"""
OF = {"the house": "For the house", "commands": "For commands", "demonstration": "For the demonstration",
      "demonstration and tests": "For the demonstration", "tests": "For tests"}  # fmt: skip


def written() -> str:
    groups: dict[str, list[Setting]] = {}
    for setting in KNOWN.values():
        groups.setdefault(OF.get(setting.of, "For single commands"), []).append(setting)
    return HEAD + "".join(_group(title, found) for title, found in groups.items())


def _group(title: str, found: list[Setting]) -> str:
    rows = [f"| {_names(s)} | {_says(s)} | {s.default or 'none'} |" for s in found]
    return "\n".join([f"\n## {title}\n", "| Name | What it says | Without it |", "| --- | --- | --- |", *rows]) + "\n"


def _names(setting: Setting) -> str:
    return f"`{setting.name}`" + (f"<br>`{setting.name}_FILE`" if setting.secret else "")


def _says(setting: Setting) -> str:
    only = f" Read by {setting.of}." if setting.of.startswith("`") else ""
    return setting.says + only


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
