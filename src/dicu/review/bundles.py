"""A plan as one file: the folder of YAML that an official edits, or the workbook of an annex, becomes one canonical JSON
bundle. Its SHA-256 names the version; the ledger records it, the vault keeps it, every page reads it back from there."""

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from dicu.ledger.canonical import canonical
from dicu.vocabulary.messages import Refused, T

PARTS = ("sources", "indicators", "observations", "targets", "rounds")
Bundle = Mapping[str, Any]
NAME = re.compile("[a-z0-9][a-z0-9-]{0,79}")


def shipped(plan: str) -> Bundle:
    """The bundle of a plan that comes with the product. Raises Refused for an unknown one, naming those there are."""
    folder = files("dicu.plans") / plan
    if plan not in shipped_plans():
        raise Refused(T("There is no plan “{plan}” in this version. Plans: {plans}.", plan=plan, plans=", ".join(shipped_plans())))
    return from_folder(folder, files("dicu.plans"))


def shipped_plans() -> tuple[str, ...]:
    return tuple(sorted(f.name for f in files("dicu.plans").iterdir() if f.is_dir() and (f / "plan.yaml").is_file()))


def from_folder(folder: Traversable, library: Traversable) -> Bundle:
    """Reads a plan's folder; `library` holds the frameworks and agencies that several plans share."""
    plan = _yaml(folder / "plan.yaml")
    _check_name(plan["framework"], "framework")
    bundle: dict[str, Any] = {"plan": plan, **{part: _yaml(folder / f"{part}.yaml", []) for part in PARTS}}
    bundle["framework"] = _yaml(library / "frameworks" / f"{plan['framework']}.yaml")
    bundle["agencies"] = _agencies(folder, library, plan.get("implements"))
    if (folder / "crosswalk.yaml").is_file():
        bundle["crosswalk"] = _yaml(folder / "crosswalk.yaml")
    bundle["reviews"] = {
        f.name.removeprefix("review-").removesuffix(".yaml"): _yaml(f)
        for f in sorted(folder.iterdir(), key=lambda f: f.name)
        if f.name.startswith("review-") and f.name.endswith(".yaml")
    }
    return _plain(bundle)  # type: ignore[no-any-return]


def packed(bundle: Bundle) -> bytes:
    """The bundle's bytes; equal bundles give equal bytes."""
    return canonical(bundle)


def unpacked(content: bytes) -> Bundle:
    return json.loads(content)  # type: ignore[no-any-return]


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def _agencies(folder: Traversable, library: Traversable, parent: Any) -> Any:
    """The plan's own list (an invented country has one), else that of the plan which it implements, else the country's."""
    places = [folder]
    if isinstance(parent, Mapping) and parent.get("plan"):
        _check_name(parent["plan"], "implements")
        places.append(library / parent["plan"])
    own = next((p / "agencies.yaml" for p in places if (p / "agencies.yaml").is_file()), None)
    return _yaml(own) if own is not None else _yaml(files("dicu") / "law" / "agencies.yaml")


def _check_name(name: object, field: str) -> None:
    """What becomes part of a path is a name and no path."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise Refused(T("“{name}” is no name of a plan or framework ({field}).", name=str(name)[:80], field=field))


def _yaml(path: Traversable, default: Any = None) -> Any:
    if not path.is_file():
        if default is not None:
            return default
        raise Refused(T("The file {name} is missing from the plan's folder.", name=path.name))
    return yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - the C twin of the safe loader


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(value: Any) -> Any:
    """Dates as ISO text; everything else as JSON has it. A float would be rounded on its way: plans write decimals as text."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value
