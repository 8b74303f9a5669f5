"""Sentences with numbers in them, built without concatenation: a template with places, and what stands in each."""

from collections.abc import Iterator, Mapping
from string import Formatter

from dicu.documents.model import Inline, Inlines, Text
from dicu.vocabulary.messages import Refused, T
from dicu.vocabulary.text import normalised


def words(text: str, *, strong: bool = False, emphasis: bool = False) -> Inlines:
    """Plain words as inlines; no words are no inlines."""
    return (Text(normalised(text), strong=strong, emphasis=emphasis),) if text else ()


def filled(template: str, slots: Mapping[str, Inlines]) -> Inlines:
    """The template's words with the inlines of each `{slot}` in their place; `{{` and `}}` are braces.

    A slot may stand more than once. Refused: a place without inlines, inlines without a place, a place that is more
    than a name, or a brace that never closes. A translation that lost a placeholder must not lose its number with it.
    """
    parts = _parsed(template)
    places = {name for _, name in parts if name is not None}
    _check_same(places, set(slots), template)
    return tuple(inline for text, name in parts for inline in _part(text, name, slots))


def joined(parts: tuple[Inlines, ...], between: str = ", ") -> Inlines:
    """The parts one after another with the same words between them; empty parts leave no gap."""
    present = [part for part in parts if part]
    return tuple(inline for n, part in enumerate(present) for inline in (*words(between if n else ""), *part))


def _part(text: str, name: str | None, slots: Mapping[str, Inlines]) -> Iterator[Inline]:
    yield from words(text)
    yield from () if name is None else slots[name]


def _parsed(template: str) -> list[tuple[str, str | None]]:
    try:
        parts = list(Formatter().parse(template))
    except ValueError as fault:
        raise Refused(T("The sentence “{template}” has a brace that is not closed.", template=template)) from fault
    for _, name, form, conversion in parts:
        if name is not None and (not name.isidentifier() or form or conversion):
            raise Refused(T("“{place}” in “{template}” is not the name of a place.", place=name, template=template))
    return [(text, name) for text, name, _, _ in parts]


def _check_same(places: set[str], slots: set[str], template: str) -> None:
    if missing := sorted(places - slots):
        names = ", ".join(missing)
        raise Refused(T("Nothing was given for {places} in “{template}”.", places=names, template=template))
    if unused := sorted(slots - places):
        names = ", ".join(unused)
        raise Refused(T("“{template}” has no place for {places}.", places=names, template=template))
