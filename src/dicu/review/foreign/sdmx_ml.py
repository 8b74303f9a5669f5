"""SDMX-ML data, read as a stream: structure-specific of 2.1, 3.0 and 3.1, generic of 2.1, compact of 2.0.

pysdmx reads such messages, too, but into frames of another library, with numbers as floats or objects; here a number stays the text that it
is. Of XML only what data need is accepted: no document type, hence no entities.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree  # type: ignore[import-untyped,unused-ignore]  # it ships no types

from dicu.review.foreign.sdmx_message import PERIOD, VALUE, Broken, Head, NoData, Observed
from dicu.vocabulary.messages import T

_ROOTS = {
    "StructureSpecificData", "StructureSpecificTimeSeriesData", "GenericData", "GenericTimeSeriesData", "CompactData", "UtilityData",
}  # fmt: skip
_MOST_GROUPS = 20_000


def read_ml(content: bytes, head: Head, broken: Broken) -> Iterator[Observed]:
    """Each observation in the order of the message. Raises NoData if it holds none of the kinds that can be read."""
    if b"<!DOCTYPE" in content[:5_000] or b"<!ENTITY" in content[:5_000]:
        raise NoData(T("The XML has a document type of its own, which is not accepted. SDMX needs none."))
    stream = etree.iterparse(
        BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    walk = _Walk(head)
    try:
        for event, element in stream:
            yield from walk.met(event, element)
    except etree.XMLSyntaxError as fault:
        if not walk.begun:
            raise NoData(T("The file is not well-formed XML: {reason}", reason=_reason(fault))) from fault
        broken.reason = T("the XML is not well-formed: {reason}", reason=_reason(fault))


def _reason(fault: etree.XMLSyntaxError) -> str:
    return (fault.msg or "")[:100]


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _own(element: etree._Element) -> dict[str, str]:
    """Attributes of SDMX: those of schemas and of XML itself have a namespace."""
    return {str(name): str(value) for name, value in element.attrib.items() if not str(name).startswith("{")}


class _Walk:
    """Where the reading stands: in a data set, in a series."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.begun = False
        self.dataset: dict[str, str] = {}
        self.series: dict[str, str] = {}
        self.key: set[str] = set()
        self.groups: list[tuple[dict[str, str], dict[str, str]]] = []
        self.generic = False
        self.at = PERIOD

    def met(self, event: str, element: etree._Element) -> Iterator[Observed]:
        name = _local(element.tag)
        if event == "start":
            self.opened(name, element)
            return
        if name == "Obs":
            yield self.observed(element)
        self.closed(name, element)

    def opened(self, name: str, element: etree._Element) -> None:
        if not self.begun:
            self.check_root(name)
        elif name == "DataSet":
            self.dataset, self.series, self.key, self.groups = _own(element), {}, set(), []
        elif name == "Series":
            self.series, self.key = ({}, set()) if self.generic else (_own(element), set(element.attrib))
        elif name == "Structure" and element.get("dimensionAtObservation"):
            self.at = element.get("dimensionAtObservation") or PERIOD

    def check_root(self, name: str) -> None:
        if name not in _ROOTS:
            raise NoData(T("The file is XML, but no SDMX message with data (its root is “{root}”).", root=name[:40]))
        self.begun, self.generic = True, name.startswith("Generic")

    def closed(self, name: str, element: etree._Element) -> None:
        parent = element.getparent()
        within = _local(parent.tag) if parent is not None else ""
        if name == "Prepared":
            self.head.prepared = (element.text or "")[:10]
        elif name in {"Ref", "URN"} and within == "Structure":
            self.head.structures.append(_named(element))
        elif name == "Group" and not self.generic:
            self.note_group(_own(element))
        elif self.generic and within in {"Series", "DataSet", "Group"} and name in {"SeriesKey", "Attributes"}:
            self.note_generic(name, within, element)
        if name in {"Obs", "Series", "Group"}:
            _forget(element)

    def note_group(self, said: dict[str, str]) -> None:
        if len(self.groups) < _MOST_GROUPS:
            self.groups.append((said, said))

    def note_generic(self, name: str, within: str, element: etree._Element) -> None:
        values = _values(element)
        if within == "DataSet":
            self.dataset.update(values)
        elif within == "Series":
            self.series.update(values)
            self.key |= set(values) if name == "SeriesKey" else set()

    def observed(self, element: etree._Element) -> Observed:
        own = self.generic_observed(element) if self.generic else _own(element)
        concepts = {**self.dataset, **self.of_groups(own), **self.series, **own}
        concepts.setdefault(VALUE, "")
        concepts.setdefault(PERIOD, "")
        return Observed(concepts, frozenset(self.key) if self.generic and self.key else None)

    def generic_observed(self, element: etree._Element) -> dict[str, str]:
        found: dict[str, str] = {}
        for child in element:
            name = _local(child.tag)
            if name == "ObsDimension":
                found[child.get("id") or self.at] = child.get("value") or ""
            elif name == "ObsValue":
                found[VALUE] = child.get("value") or ""
            elif name == "Time":
                found[PERIOD] = child.text or ""
            elif name in {"ObsKey", "Attributes"}:
                found.update(_values(child))
        return found

    def of_groups(self, own: Mapping[str, str]) -> dict[str, str]:
        """Attributes of the groups whose dimensions fit the series."""
        merged: dict[str, str] = {}
        known = {**self.series, **own}
        for said, _ in self.groups:
            shared = [name for name in said if name in known]
            if shared and all(known[name] == said[name] for name in shared):
                merged.update({name: value for name, value in said.items() if name not in known})
        return merged


def _values(element: etree._Element) -> dict[str, str]:
    pairs = ((child.get("id") or child.get("concept"), child.get("value")) for child in element if _local(child.tag) == "Value")
    return {str(name): str(value or "") for name, value in pairs if name}


def _named(element: etree._Element) -> str:
    if _local(element.tag) == "URN":
        return (element.text or "").rpartition("=")[2]
    return f"{element.get('agencyID', '')}:{element.get('id', '')}({element.get('version', '')})"


def _forget(element: etree._Element) -> None:
    """Free what has been read, so that a large message needs no more memory than a small one."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]
