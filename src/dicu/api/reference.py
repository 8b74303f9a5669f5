"""The reference of the interface as a document: made from the description, so it cannot say anything else."""

from collections.abc import Iterator
from typing import Any

from dicu.api import problems
from dicu.api.description import SAID, Described
from dicu.api.operations import ALWAYS

MARK = "<!-- From here on this is made: dicu api schema --out docs/reference/api.md -->"
COMMON = {"lang", "Dicu-Purpose"}


def joined(before: str, found: Described) -> str:
    """A document whose part after the mark is made anew; what stands before it stays."""
    head = before.partition(MARK)[0].rstrip() if before else "# The interface"
    return f"{head}\n\n{MARK}\n\n{reference(found)}"


def reference(found: Described) -> str:
    return "\n".join([*_problems(), *_operations(found), *_forms(found)]).rstrip() + "\n"


def _problems() -> Iterator[str]:
    yield "## Problems"
    yield ""
    yield "`type` ends with the name. Title and detail are said in the language that was asked for."
    for kind in problems.KINDS:
        yield from ("", f"### {kind.name}", "", f"{kind.status}. {kind.title.sentence}. {kind.detail.sentence}")
    yield ""


def _operations(found: Described) -> Iterator[str]:
    by_tag: dict[str, list[tuple[str, str, Any]]] = {}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).append((path, method, operation))
    for tag, rows in by_tag.items():
        yield from (f"## Operations: {tag}", "")
        for path, method, operation in rows:
            yield from _operation(path, method, operation)


def _operation(path: str, method: str, operation: Any) -> Iterator[str]:
    yield from (f"### {operation['operationId']}", "", f"`{method.upper()} {path}`", "", operation["summary"] + ".", "")
    if operation.get("description"):
        yield from (" ".join(operation["description"].split()), "")
    yield from _parameters(operation)
    statuses = sorted(operation["responses"], key=int)
    good = [status for status in statuses if int(status) < 400]
    for status in good:
        yield f"Answers {status}{_shape(operation['responses'][status]['content'])}."
    body = operation.get("requestBody")
    if body:
        yield f"Takes{_shape(body['content'])}."
    usual = {str(status) for status in ALWAYS}
    if more := [status for status in statuses if int(status) >= 400 and status not in usual]:
        yield "Besides the usual problems: " + "; ".join(f"{status} ({SAID[int(status)].lower()})" for status in more) + "."
    yield ""


def _parameters(operation: Any) -> Iterator[str]:
    rows = [p for p in operation["parameters"] if p["name"] not in COMMON and p["in"] != "path"]
    if rows:
        yield from ("| Parameter | In | Needed | What it is |", "| --- | --- | --- | --- |")
        for parameter in rows:
            needed = "yes" if parameter.get("required") else "no"
            yield f"| `{parameter['name']}` | {parameter['in']} | {needed} | {parameter.get('description', '')} |"
        yield ""


def _shape(content: Any) -> str:
    names = [_named(media.get("schema", {})) for media in content.values()]
    if all(names):
        return " " + ", ".join(f"`{name}`" for name in names)
    return " " + ", ".join(f"`{media}`" for media in content)


def _named(schema: Any) -> str:
    return schema.get("$ref", "").rpartition("/")[2]


def _forms(found: Described) -> Iterator[str]:
    yield from ("## Forms", "", "A `?` stands behind what may be null or left out.")
    for name, schema in found["components"]["schemas"].items():
        if "properties" in schema:
            yield from ("", f"### Form {name}", "")
            if schema.get("description"):
                yield from (" ".join(schema["description"].split()), "")
            yield from (f"- `{field}{_may_lack(schema, field)}`: {_type(of)}" for field, of in schema["properties"].items())
    yield ""


def _may_lack(schema: Any, field: str) -> str:
    of = schema["properties"][field]
    nullable = any(part.get("type") == "null" for part in of.get("anyOf", ()))
    return "?" if nullable or field not in schema.get("required", ()) else ""


def _type(schema: Any) -> str:  # noqa: PLR0911 - one answer for each form
    if "anyOf" in schema:
        return " or ".join(_type(part) for part in schema["anyOf"] if part.get("type") != "null")
    if "allOf" in schema:
        return _type(schema["allOf"][0])
    if "$ref" in schema:
        return f"`{_named(schema)}`"
    if "enum" in schema or "const" in schema:
        return "one of " + ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    return {"string": schema.get("format", "text"), "integer": "whole number", "boolean": "true or false"}.get(schema.get("type"), "object")
