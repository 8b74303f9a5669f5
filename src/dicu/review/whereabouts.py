"""Where something stands in a plan's folder: file and line, so that whoever mends it does not have to look for it."""

from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable

import yaml

FILES = {
    "plan": ("plan.yaml",),
    "tasks": ("plan.yaml",),
    "stages": ("plan.yaml",),
    "figures": ("observations.yaml", "targets.yaml"),
    "sources": ("plan.yaml", "observations.yaml", "targets.yaml"),
}
KEYS = ("code", "key", "id", "number")


class Whereabouts:
    """`Whereabouts(folder)("tasks/1.1/leads/0")` is "plan.yaml, line 57: tasks/1.1/leads/0"; what is not found stays as it is."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.node = cache(self._composed)

    def __call__(self, where: str) -> str:
        part, _, rest = where.partition("/")
        for name in self._files(part):
            node = self.node(name)
            if node is None:
                continue
            found = self._walked(node, rest.split("/")) if part in (name.removesuffix(".yaml"), "plan") else None
            found = found or self._under(node, part, rest.split("/"))
            if found is not None:
                return f"{name}:{found.start_mark.line + 1}: {where}"
        return where

    def _files(self, part: str) -> tuple[str, ...]:
        if part == "reviews":
            return tuple(sorted(f.name for f in self.folder.iterdir() if f.name.startswith("review-")))
        return FILES.get(part, (f"{part}.yaml",))

    def _composed(self, name: str) -> yaml.Node | None:
        path = self.folder / name
        return yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader) if path.is_file() else None

    def _walked(self, node: yaml.Node, steps: list[str]) -> yaml.Node | None:
        """By position, as the schema's faults name it; as deep as there is something."""
        if not steps:
            return node
        inner = _child(node, steps[0])
        return None if inner is None else self._walked(inner, steps[1:]) or inner

    def _under(self, node: yaml.Node, part: str, steps: list[str]) -> yaml.Node | None:
        """By code, as the checks of links name it."""
        for inner in _mappings(_child(node, part) or node):
            if any(_said(inner, key) == steps[0] for key in KEYS):
                return self._walked(inner, steps[1:]) or inner
        return None


def _child(node: yaml.Node, step: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        return node.value[int(step)]  # type: ignore[no-any-return]
    return None


def _said(node: yaml.MappingNode, key: str) -> str | None:
    found = _child(node, key)
    return found.value if isinstance(found, yaml.ScalarNode) else None


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item)
